"""Lists in sentences: "X such as A, B and C"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.quiz.phrases import parse_sentence
from bot.quiz.statements import Sentence

_LONGEST_MEMBER = 5  # words


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A list in a sentence: what leads to it, and its members."""

    number: int
    lead: str
    members: tuple[str, ...]


_PARTS = re.compile(r",? (?:and|or|as well as) |, ")
_UNLISTED = re.compile(
    r"^(?:and|or|also|often|usually|etc|others?|which|who|that|while|where|even|especially|particularly)\b"
)


def enumerations(sentences: Sequence[Sentence]) -> tuple[Enumeration, ...]:
    """The lists of three and more that sentences end with."""
    return tuple(found for sentence in sentences if (found := read_enumeration(sentence.text, sentence.number)))


def read_enumeration(text: str, number: int = 0) -> Enumeration | None:
    """The list that a sentence ends with.

    >>> read_enumeration("Famous symptoms include nausea, dizziness and loss of appetite.").members
    ('nausea', 'dizziness', 'loss of appetite')
    """
    for match in _all_leads(text):
        parts = [re.sub(r"^(?:and|or) ", "", part.strip(" .")) for part in _PARTS.split(match["list"])]
        if len(parts) >= 3 and all(_is_member(part) for part in parts):
            return Enumeration(number, match["lead"], tuple(parts))
    return None


def _all_leads(text: str) -> Iterator[re.Match[str]]:
    """Each place that a list may begin at."""
    at = 0
    while match := re.search(
        r"\b(?:such as|including|includes?|are|consists? of|composed of|made up of|comprises?)\b", text[at:]
    ):
        at += match.end()
        if found := re.fullmatch(r"(?P<lead>.{%d})(?: the following)?:? (?P<list>[^;:()]+?)\.?" % at, text, re.DOTALL):
            yield found


def _is_member(part: str) -> bool:
    if not 1 <= len(part.split()) <= _LONGEST_MEMBER or _UNLISTED.match(part):
        return False
    tokens = parse_sentence(part).tokens
    return (
        bool(tokens)
        and not any(
            t.tag in {"PRP", "PRP$", "MD", "VBZ", "VBD", "WDT", "WP"} or not t.text[0].isalnum() for t in tokens
        )
        and not re.search(r"\b(?:its?|their|this|these|are|is|was|were|not)\b", part)
    )
