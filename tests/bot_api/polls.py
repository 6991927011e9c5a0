"""Polls and quizzes: what sendPoll accepts, who voted for what, and when a poll is closed.

See https://core.telegram.org/bots/api#sendpoll. Lengths of polls count characters (code points), not
UTF-16 units. The words of the refusals are those of TDLib; those of the limits of explanations and
times, which only Telegram's own servers check, are not known.
"""

import time
from collections.abc import Sequence
from typing import Any

from tests.bot_api.content import formatted
from tests.bot_api.wire import BadRequestError, Params

_MAX_QUESTION = 300
_MAX_OPTION = 100
_MIN_OPTIONS, _MAX_OPTIONS = 2, 12  # since Bot API 10.0 Telegram takes a single option, which no quiz should have
_MAX_EXPLANATION = 200
_MAX_EXPLANATION_LINE_FEEDS = 2
_MIN_OPEN, _MAX_OPEN = 5, 2_628_000

Choice = int | str | Sequence[int | str] | None


class Poll:
    """A poll on the server. `place` is where its message is: chat and message id."""

    def __init__(self, number: int, params: Params) -> None:
        quiz = _is_quiz(params)
        question = _short_text(params, "question", "question_parse_mode", "question_entities")
        if len(question["question"]) > _MAX_QUESTION:
            raise BadRequestError(f"poll question length must not exceed {_MAX_QUESTION}")
        self.id = str(5_298_988_606_646_386_000 + number)
        self.options = _options(params, self.id)
        self.place = (0, 0)
        self.closed = bool(params.get("is_closed", False))
        times = _times(params)
        self.closes: float | None = times.get("close_date")
        self.votes: dict[int, list[int]] = {}
        self._fixed: dict[str, Any] = question | times
        self._fixed |= {
            "id": self.id,
            "is_anonymous": params.get("is_anonymous", True),
            "type": "quiz" if quiz else "regular",
            "allows_multiple_answers": params.get("allows_multiple_answers", False),
            "allows_revoting": params.get("allows_revoting", not quiz),
            "members_only": False,
        }
        if quiz:
            # Polls show their correct options when closed, and always to the bot that sent them.
            self._fixed |= _explanation(params) | {"correct_option_ids": _correct(params, len(self.options))}

    @property
    def is_anonymous(self) -> bool:
        return bool(self._fixed["is_anonymous"])

    def state(self) -> dict[str, Any]:
        """The poll as the Bot API shows it to the bot."""
        counts = [sum(number in chosen for chosen in self.votes.values()) for number in range(len(self.options))]
        options = [option | {"voter_count": count} for option, count in zip(self.options, counts, strict=True)]
        return self._fixed | {
            "options": options,
            "total_voter_count": len(self.votes),
            "is_closed": self.closed,
        }

    def numbers(self, choice: Choice) -> list[int]:
        """The options that are meant, by number or by text; none to retract a vote."""
        if choice is None:
            return []
        choices = [choice] if isinstance(choice, int | str) else choice
        texts = [option["text"] for option in self.options]
        numbers = [texts.index(chosen) if isinstance(chosen, str) else chosen for chosen in choices]
        if not all(0 <= number < len(texts) for number in numbers):
            raise ValueError(f"the poll has no option {choice!r}")
        if len(numbers) > 1 and not self._fixed["allows_multiple_answers"]:
            raise ValueError("the poll allows one answer")
        return sorted(numbers)

    def accepts(self, user: int, numbers: list[int]) -> bool:
        """Whether Telegram's apps let a user vote so: a vote in a quiz stands, and in a closed poll nobody votes."""
        if self.closed or (user in self.votes and not self._fixed["allows_revoting"]):
            return False
        return self.votes.get(user, []) != numbers

    def count(self, user: int, numbers: list[int]) -> None:
        self.votes.pop(user, None)
        if numbers:
            self.votes[user] = numbers

    def is_overdue(self) -> bool:
        return not self.closed and self.closes is not None and self.closes <= time.time()


def _is_quiz(params: Params) -> bool:
    kind = params.get("type", "regular")
    if kind not in ("regular", "quiz"):
        raise BadRequestError("unsupported poll type specified")
    return bool(kind == "quiz")


def _short_text(source: Params, name: str, mode: str, entities: str) -> dict[str, Any]:
    """A question or an option: trimmed, and of all entities only custom emoji stay."""
    text, found = formatted(source, name, mode, entities)
    if not text.strip():
        raise BadRequestError("text must be non-empty")
    kept = [entity for entity in found if entity["type"] == "custom_emoji"]
    return {name: text.strip()} | ({f"{name}_entities": kept} if kept else {})


def _options(params: Params, poll: str) -> list[dict[str, Any]]:
    written = params.get("options")
    if not isinstance(written, list):
        raise BadRequestError("expected an Array of InputPollOption")
    if len(written) < _MIN_OPTIONS:
        raise BadRequestError(f"poll must have at least {_MIN_OPTIONS} option")
    if len(written) > _MAX_OPTIONS:
        raise BadRequestError(f"poll can't have more than {_MAX_OPTIONS} options")
    options = []
    for number, source in enumerate({"text": entry} if isinstance(entry, str) else entry for entry in written):
        option = _short_text(source, "text", "text_parse_mode", "text_entities")
        if len(option["text"]) > _MAX_OPTION:
            raise BadRequestError(f"poll options length must not exceed {_MAX_OPTION}")
        options.append(option | {"persistent_id": f"{poll[-4:]}-{number:02}"})
    return options


def _correct(params: Params, options: int) -> list[int]:
    """The numbers of the correct options; before Bot API 9.6 there was one, with a parameter of its own."""
    numbers = params.get("correct_option_ids")
    if numbers is None and "correct_option_id" in params:
        numbers = [params["correct_option_id"]]
    if not numbers:
        raise BadRequestError("correct quiz option list must be non-empty")
    if not isinstance(numbers, list) or not all(type(number) is int for number in numbers):
        raise BadRequestError("correct option identifier must be of type Number")
    if numbers != sorted(set(numbers)):
        raise BadRequestError("correct quiz option list must be increasing")
    if not 0 <= numbers[0] <= numbers[-1] < options:
        raise BadRequestError("wrong quiz correct_option_id")
    return numbers


def _explanation(params: Params) -> dict[str, Any]:
    text, entities = formatted(params, "explanation", "explanation_parse_mode", "explanation_entities")
    text = text.strip()
    if len(text) > _MAX_EXPLANATION:
        raise BadRequestError(f"quiz explanation must have at most {_MAX_EXPLANATION} characters")
    if text.count("\n") > _MAX_EXPLANATION_LINE_FEEDS:
        raise BadRequestError(f"quiz explanation must have at most {_MAX_EXPLANATION_LINE_FEEDS} line feeds")
    return {"explanation": text, "explanation_entities": entities} if text else {}


def _times(params: Params) -> dict[str, int]:
    """How long the poll is open, and until when: Telegram shows both, whichever was given."""
    period, date, now = params.get("open_period"), params.get("close_date"), int(time.time())
    if period and date:
        raise BadRequestError("open_period can't be used together with close_date")
    if not period and not date:
        return {}
    seconds = int(period or int(date or 0) - now)
    if not _MIN_OPEN <= seconds <= _MAX_OPEN:
        raise BadRequestError(f"a poll must be open for {_MIN_OPEN} to {_MAX_OPEN} seconds")
    return {"open_period": seconds, "close_date": now + seconds}
