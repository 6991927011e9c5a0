"""Counting: which question was answered, how often, and whether in order."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from bot.answering import messages
from tests.bot_api import FakeBotApi
from tests.bot_api.wire import Message

Question = tuple[int, int]  # chat and message

SUBJECTS = "glutathione riboflavin niacin magnesium melatonin folate carnitine thiamine migraine".split()


@dataclass(frozen=True)
class Count:
    """What became of some questions."""

    sent: int
    answered: int
    lost: int
    given_up: int
    repeated: int
    in_order: bool

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.sent + other.sent,
            self.answered + other.answered,
            self.lost + other.lost,
            self.given_up + other.given_up,
            self.repeated + other.repeated,
            self.in_order and other.in_order,
        )


NOTHING = Count(0, 0, 0, 0, 0, in_order=True)


class Ledger:
    """The questions put to a bot, and the replies that came; reads each reply once."""

    def __init__(self, api: FakeBotApi) -> None:
        self._api = api
        self._read = 0
        self.asked: list[Question] = []
        self._open: set[Question] = set()
        self._replies: Counter[Question] = Counter()
        self._failed: set[Question] = set()
        self._first: dict[int, list[int]] = defaultdict(list)  # chat -> questions as they were first answered

    def ask(self, chat: int, text: str | None = None) -> Question:
        """Put a question, by default one with its number in the chat."""
        number = len(self.asked)
        subject = SUBJECTS[number % len(SUBJECTS)]
        message = self._api.says(text or f"What is {subject}? (number {number})", chat)
        question = chat, int(message["message_id"])
        self.asked.append(question)
        self._open.add(question)
        return question

    def answers(self, question: Question) -> int:
        """How often a question was answered so far."""
        self._catch_up()
        return self._replies[question]

    @property
    def open(self) -> int:
        """How many questions have no answer yet."""
        self._catch_up()
        return len(self._open)

    @property
    def replies(self) -> int:
        self._catch_up()
        return self._replies.total()

    def count(self) -> Count:
        self._catch_up()
        answered = sum(question in self._replies and question not in self._failed for question in self.asked)
        return Count(
            sent=len(self.asked),
            answered=answered,
            lost=sum(question not in self._replies for question in self.asked),
            given_up=sum(question in self._failed for question in self.asked),
            repeated=self._replies.total() - len(self._replies),
            in_order=all(chat == sorted(chat) for chat in self._first.values()),
        )

    def _catch_up(self) -> None:
        sent = self._api.sent
        for reply in sent[self._read :]:
            self._note(reply)
        self._read = len(sent)

    def _note(self, reply: Message) -> None:
        asked = reply.get("reply_to_message")
        if not asked:
            return
        question = reply["chat"]["id"], asked["message_id"]
        if reply.get("text") == messages.FAILED:
            self._failed.add(question)
        if question not in self._replies:
            self._first[question[0]].append(question[1])
        self._replies[question] += 1
        self._open.discard(question)
