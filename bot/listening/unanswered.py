"""What the articles did not answer, or badly: grouped, and settled by a manager. Front ends talk to this."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.answering.answer import Answer
from bot.answering.assistant import Assistant
from bot.answering.example_files import add_examples, remove_examples
from bot.answering.synonym_file import add_synonym, remove_synonym
from bot.clock import now
from bot.errors import BotError, SettledError
from bot.listening.own_folder import check_own
from bot.records import Cause, KeptQuestion, Records, actions, kept_questions
from corpus import Reason
from index import Example, Passage, quote_of

KEY_LENGTH = 12
"""Characters of a question's key by which people and buttons name its group."""

_MOST_WORDINGS = 500  # that are grouped: the most asked, then the newest
_MOST_EXAMPLES = 10  # wordings of a group that are kept as examples


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """Hold questions that ask alike; `wordings` are most asked first, `keys` name all that are kept.

    `asked` counts them, `disliked` those that were answered and got a 👎. `passage` is the name of what answered last.
    """

    wordings: tuple[str, ...]
    keys: tuple[str, ...]
    asked: int
    disliked: int
    last: datetime
    passage: str | None = None

    @property
    def name(self) -> str:
        """Give the name by which a group is found again while its first question is kept."""
        return self.keys[0][:KEY_LENGTH]


class Unanswered:
    """Show what waits for a manager, and do what they decide. Each call is whole, and blocks: call it in a thread.

    What is done is recorded as done `by` an account, once for each `cause`. `assistant` gives the one that serves now.
    BotError says what cannot be done, and what to do instead.
    """

    def __init__(self, records: Records, assistant: Callable[[], Assistant], corpus: Path) -> None:
        self._records = records
        self._assistant = assistant
        self._corpus = corpus

    def groups(self) -> list[QuestionGroup]:
        """Give the questions that wait, those that are alike together, most asked first."""
        with self._records.read() as session:
            rows = list(kept_questions.waiting(session))
        by_wording: dict[str, list[KeptQuestion]] = {}
        for row in rows:
            by_wording.setdefault(" ".join(row.question.split()).casefold(), []).append(row)
        wordings = sorted(by_wording.values(), key=lambda same: -len(same))[:_MOST_WORDINGS]
        grouped = self._assistant().groups([same[0].question for same in wordings])
        groups = [_group([wordings[i] for i in numbers]) for numbers in grouped]
        return sorted(groups, key=lambda group: (-group.asked, -group.last.timestamp()))

    def find(self, name: str) -> QuestionGroup:
        """Find the group that holds a question by its name; BotError where none does any more."""
        for group in self.groups():
            if any(key.startswith(name) for key in group.keys):
                return group
        raise SettledError(
            Reason(
                "no question that waits is called {name}; `article-bot report unanswered` lists them", name=repr(name)
            )
        )

    def nearest(self, text: str, limit: int = 5) -> list[Passage]:
        """Give the passages that are nearest to a text."""
        return self._assistant().nearest(text, limit)

    def point(self, name: str, passage_name: str, by: str, cause: Cause | None = None) -> Passage:
        """Keep the questions of a group as examples of the passage that answers them, and let them wait no longer."""
        check_own(self._corpus)
        group, assistant = self.find(name), self._assistant()
        passage = assistant.passage_named(passage_name)
        if passage is None:
            raise BotError(Reason("that passage is no longer in the article; look for it again"))
        quote = quote_of(passage, assistant.passages)
        article = passage.citation.article
        add_examples(self._corpus, [Example(article, each, quote) for each in group.wordings[:_MOST_EXAMPLES]])
        self._settle(group, "point to passage", f"{group.name}: {passage.citation.label}", by, cause)
        return passage

    def set_aside(self, name: str, by: str, cause: Cause | None = None) -> QuestionGroup:
        """Let the questions of a group wait no longer."""
        group = self.find(name)
        self._settle(group, "set questions aside", group.name, by, cause)
        return group

    def undo(self, name: str, by: str, cause: Cause | None = None) -> list[str]:
        """Take back what was settled under a name: its examples are removed, and its questions wait again."""
        with self._records.write() as session:
            asked = kept_questions.take_back(session, name)
            if not asked:
                raise SettledError(
                    Reason(
                        "nothing that was done is called {name}; it was undone already, or its questions are gone",
                        name=repr(name),
                    )
                )
            actions.record(session, by, "take back", name, now(), cause)
        remove_examples(self._corpus, asked)
        return asked

    def delete(self, name: str, by: str, cause: Cause | None = None) -> QuestionGroup:
        """Delete the questions of a group for good."""
        group = self.find(name)
        with self._records.write() as session:
            kept_questions.forget(session, group.keys)
            actions.record(session, by, "delete questions", group.name, now(), cause)
        return group

    def add_synonym(self, rule: str, by: str, cause: Cause | None = None) -> str:
        """Add a rule such as "pee, urine" to the corpus' own synonyms, and return it as it was written."""
        check_own(self._corpus)
        added = add_synonym(self._corpus, rule, self._assistant().uses)
        self._record(by, "add synonym", added, cause)
        return added

    def remove_synonym(self, key: str, by: str, cause: Cause | None = None) -> str:
        """Remove a rule that was added, by a short name for it, and return it."""
        rule = remove_synonym(self._corpus, key)
        if rule is None:
            raise BotError(Reason("the rule is no longer in synonyms.txt"))
        self._record(by, "remove synonym", rule, cause)
        return rule

    def is_answered(self, question: str) -> bool:
        """Tell whether a question is answered now."""
        return isinstance(self._assistant().ask(question), Answer)

    def _settle(self, group: QuestionGroup, what: str, subject: str, by: str, cause: Cause | None) -> None:
        with self._records.write() as session:
            kept_questions.settle(session, group.keys, group.name)
            actions.record(session, by, what, subject, now(), cause)

    def _record(self, by: str, what: str, subject: str, cause: Cause | None) -> None:
        with self._records.write() as session:
            actions.record(session, by, what, subject, now(), cause)


def _group(wordings: Sequence[Sequence[KeptQuestion]]) -> QuestionGroup:
    rows = [row for same in wordings for row in same]
    newest = max(rows, key=lambda row: row.asked_at)
    return QuestionGroup(
        wordings=tuple(same[0].question for same in wordings),
        keys=tuple(row.key for row in rows),
        asked=len(rows),
        disliked=sum(row.answered and row.good is False for row in rows),
        last=newest.asked_at,
        passage=newest.passage,
    )
