"""Define candidates for items, and the phrases that their questions share."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from index.language.stems import stems
from index.language.stop_words import content_words
from index.language.tokens import forms

GAP = "____"
LEAST, WANTED = 2, 3
"""Least number of distractors in an item, and the number wanted."""
POOL = 8
"""Number of distractors to propose, since some may fail the checks."""
TOO_FEW = "too few distractors"
LONGEST_OPTION = 100
LONGEST_STEM = 290


class Kind(StrEnum):
    """Name the part of a document that a candidate asks about."""

    CELL = "cell of a table"
    LABEL = "labelled list"
    STEP = "next step"
    BAN = "what must not be done"
    MEMBER = "member of a list"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Hold a question with its key and up to POOL distractors, the most plausible first.

    `source` is what the key rests on, word for word; `part` tells the table, list or section apart from others, and
    `worth` orders the candidates of an article: the highest are chosen first.
    """

    kind: Kind
    part: str
    topic: str
    question: str
    key: str
    wrong: tuple[str, ...]
    source: str
    worth: float


Found = Iterator[Candidate | str]
"""Candidates, and for each that was dropped, the reason."""


def terms_of(text: str) -> frozenset[str]:
    """Return the stems of the content words of a text."""
    return frozenset(stems(content_words(forms(text))))


def fitting(options: Iterable[str], key: str) -> tuple[str, ...]:
    """Return the options that are short enough to be shown and clearly differ from the key and from each other.

    >>> fitting(["Rinse the cup", "rinse the cup.", "Dry the cup"], "Wash the cup")
    ('Rinse the cup', 'Dry the cup')
    """
    chosen: dict[tuple[str, ...], str] = {}
    for option in options:
        plain = tuple(forms(option))
        if plain and plain != tuple(forms(key)) and len(option) <= LONGEST_OPTION:
            chosen.setdefault(plain, option)
    return tuple(chosen.values())
