"""Split text into words, folded so that case and accents do not matter."""

import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Word:
    """Hold a word of a text: its span, and its form without case and accents."""

    start: int
    end: int
    form: str


def words(text: str) -> Iterator[Word]:
    """Yield the words of a text in order.

    >>> [word.form for word in words("Naïve B12!")]
    ['naive', 'b12']
    """
    for match in _WORD.finditer(text):
        yield Word(match.start(), match.end(), fold(match[0]))


def forms(text: str) -> list[str]:
    """Return the folded words of a text in order."""
    return [word.form for word in words(text)]


def fold(word: str) -> str:
    """Return a word without case and accents."""
    if word.isascii():
        return sys.intern(word.lower())  # an index keeps each word of its articles many times
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return sys.intern("".join(letter for letter in decomposed if not unicodedata.combining(letter)))
