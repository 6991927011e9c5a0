"""What may become an item, and the words that all questions share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.authoring.drafting.nouns import TELLING_TYPES, type_of_noun
from bot.authoring.drafting.statements import Statement
from index.language.frequency import is_common

BLANK = "____"
LEAST, WANTED = 2, 3
"""How many distractors an item has."""
POOL = 6
"""How many to propose: some may fail the checks."""
TOO_FEW = "too few distractors"

_LONGEST_TITLE = 60


class Kind(StrEnum):
    """What a candidate asks for."""

    SUBJECT = "subject"
    MEMBER = "member of a list"
    PURPOSE = "purpose"
    NOUN = "noun"
    NUMBER = "number"
    FIELD = "word of a field"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question with its key and up to POOL wrong options, the likest first; `worth` orders candidates."""

    statement: Statement
    kind: Kind
    question: str
    key: str
    wrong: tuple[str, ...]
    worth: float


Found = Iterator[Candidate | str]
"""Candidates, and for each that was dropped the reason."""


def with_enough(
    statement: Statement, kind: Kind, question: str, key: str, wrong: Sequence[str], *, worth: float
) -> Candidate | str:
    """The candidate, or the reason that there are too few wrong options."""
    return Candidate(statement, kind, question, key, tuple(wrong), worth) if len(wrong) >= LEAST else TOO_FEW


def cloze(statement: Statement, start: int, end: int) -> str:
    """The stem of a sentence with a blank, and where it stands: some sentences are clear only by that."""
    title = statement.title if len(statement.title) <= _LONGEST_TITLE else ""
    place = f"section “{statement.context}”" if statement.context else f"article “{title}”" if title else "article"
    return f"Complete the sentence from the {place}: “{statement.text[:start]}{BLANK}{statement.text[end:]}”"


def begin_small(text: str) -> str:
    """A text without its capital, where that is only the sentence's: of everyday words, and of substances."""
    first = text.partition(" ")[0].lower()
    return text[:1].lower() + text[1:] if is_common(first) or type_of_noun(first) in TELLING_TYPES else text


def begin_great(text: str) -> str:
    """A text with a capital."""
    return text[:1].upper() + text[1:]
