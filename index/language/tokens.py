"""Split text into words, folded so that case and accents do not matter."""

import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_CHARACTERS = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3041-\u3096\u30a1-\u30fa\u30fc"
_WORD = re.compile(r"\w+")
_WORD_OR_RUN = re.compile(rf"[^\W{_CHARACTERS}]+|[{_CHARACTERS}]+")
_UNSPACED = re.compile(f"[{_CHARACTERS}]")
_CHARACTERS_IN_WORD = 3  # are as wide as an English word with its space


@dataclass(frozen=True, slots=True)
class Word:
    """Hold a word of a text: its span, and its form without case and accents."""

    start: int
    end: int
    form: str


def words(text: str) -> Iterator[Word]:
    """Yield the words of a text in order; of Chinese and Japanese, which have no spaces, all pairs of characters.

    >>> [word.form for word in words("Naïve B12!")], [word.form for word in words("喝绿茶")]
    (['naive', 'b12'], ['喝绿', '绿茶'])
    """
    if text.isascii() or not _UNSPACED.search(text):
        for match in _WORD.finditer(text):
            yield Word(match.start(), match.end(), fold(match[0]))
        return
    for match in _WORD_OR_RUN.finditer(text):
        start, end = match.span()
        if end - start > 2 and _UNSPACED.match(text, start):
            yield from (Word(at, at + 2, fold(text[at : at + 2])) for at in range(start, end - 1))
        else:
            yield Word(start, end, fold(match[0]))


def count_words(text: str) -> int:
    """Count the words of a text, to say how long it is; three characters of Chinese or Japanese are as long as one.

    >>> count_words("Drink green tea."), count_words("喝 绿茶吧！现在")
    (3, 3)
    """
    if text.isascii():
        return len(text.split())
    spaced, unspaced = _UNSPACED.subn("", text)
    return len(spaced.split()) + unspaced // _CHARACTERS_IN_WORD


def forms(text: str) -> list[str]:
    """Return the folded words of a text in order."""
    return [word.form for word in words(text)]


def fold(word: str) -> str:
    """Return a word without case and accents; what is a letter of its own in Russian is none with an accent."""
    if word.isascii():
        return sys.intern(word.lower())  # an index keeps each word of its articles many times
    parts = unicodedata.normalize("NFC", word.casefold()).split("й")
    return sys.intern("й".join(map(_without_accents, parts)))


def _without_accents(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
