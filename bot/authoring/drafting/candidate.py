"""Define candidates for items, and the phrases that their questions share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.authoring.drafting.nouns import TELLING_TYPES, type_of_noun
from bot.authoring.drafting.statements import Statement
from index.language.frequency import is_common

BLANK = "____"
LEAST, WANTED = 2, 3
"""Least number of distractors in an item, and the number wanted."""
POOL = 6
"""Number of distractors to propose, since some may fail the checks."""
TOO_FEW = "too few distractors"

_LONGEST_TITLE = 60


class Kind(StrEnum):
    """Name what a candidate asks for."""

    SUBJECT = "subject"
    MEMBER = "member of a list"
    PURPOSE = "purpose"
    NOUN = "noun"
    NUMBER = "number"
    FIELD = "word of a field"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Hold a question with its key and up to POOL distractors, the most plausible first.

    `worth` orders the candidates of an article; the highest are chosen first.
    """

    statement: Statement
    kind: Kind
    question: str
    key: str
    wrong: tuple[str, ...]
    worth: float


Found = Iterator[Candidate | str]
"""Candidates, and for each that was dropped, the reason."""


def make_candidate(
    statement: Statement, kind: Kind, question: str, key: str, wrong: Sequence[str], *, worth: float
) -> Candidate | str:
    """Return a candidate, or the reason that it has too few distractors."""
    return Candidate(statement, kind, question, key, tuple(wrong), worth) if len(wrong) >= LEAST else TOO_FEW


def cloze(statement: Statement, start: int, end: int) -> str:
    """Return a statement's text with a blank from `start` to `end`, and where it is from.

    Some sentences are clear only with the article or section that they are from.
    """
    title = statement.title if len(statement.title) <= _LONGEST_TITLE else ""
    place = f"section “{statement.context}”" if statement.context else f"article “{title}”" if title else "article"
    return f"Complete the sentence from the {place}: “{statement.text[:start]}{BLANK}{statement.text[end:]}”"


def uncapitalise(text: str) -> str:
    """Return a text with a small first letter if only the sentence's beginning made it a capital.

    Common words and names of substances and diseases lose their capital, other words may be names.
    """
    first = text.partition(" ")[0].lower()
    return text[:1].lower() + text[1:] if is_common(first) or type_of_noun(first) in TELLING_TYPES else text


def capitalise(text: str) -> str:
    """Return a text with a capital first letter."""
    return text[:1].upper() + text[1:]
