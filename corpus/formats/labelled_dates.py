"""Dates that a document gives itself, "Valid from: 1 March 2024", as on its first lines or in its page headers."""

import re
from collections.abc import Iterable
from typing import NamedTuple

_MONTH = r"[^\W\d_]{3,10}\.?"
_DATE = re.compile(
    rf"(?<![\d.,/])(?:\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}([./-])\d{{1,2}}\1\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.)?[ \u00a0-](?:de |of )?{_MONTH}[ \u00a0-](?:de )?\d{{4}}"
    rf"|{_MONTH}[ \u00a0]\d{{1,2}}(?:st|nd|rd|th)?,?[ \u00a0]\d{{4}})(?!\d)"
)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_LONGEST_LABEL = 40  # characters before a date

# Which word before a date says what it is; of dates that a document gives, the first kind here is taken.
_REVIEW = re.compile(r"\b(?:review\w*|until|expir\w+|valid to|due|next)\b", re.IGNORECASE)
_LAST_REVIEW = re.compile(r"\blast\b|\breviewed\b", re.IGNORECASE)
_NO_LABEL = re.compile(r"\b(?:print\w*|birth|born|dob|copyright)\b|©", re.IGNORECASE)
_PUBLISHED = tuple(
    re.compile(rf"\b(?:{words})", re.IGNORECASE)
    for words in (
        r"valid (?:from|since)|effective|in force|gültig (?:ab|seit)|en vigueur|vigente desde|in vigore|geldig vanaf",
        r"version|revis|updated?\b|reviewed|last\b|stand\b|fassung|mise à jour|actualizad|aggiornat|uppdaterad|wersja",
        r"publi|issue|approved|dated?\b|datum|fecha|data\b|ausgabe|posted",
    )
)


class Dates(NamedTuple):
    """Hold when a text says that it was published, and when it is to be reviewed, as written."""

    published: str | None
    review: str | None


def find_dates(lines: Iterable[str]) -> Dates:
    """Find the labelled dates to the day in short lines.

    >>> find_dates(["Version 2, valid from 1 March 2024. Next review: 1 March 2026"])
    Dates(published='1 March 2024', review='1 March 2026')
    """
    published: dict[int, str] = {}
    review = None
    for line in lines:
        at = 0
        for match in _DATE.finditer(line):
            label = line[max(at, match.start() - _LONGEST_LABEL) : match.start()]
            at = match.end()
            if _REVIEW.search(label) and not _LAST_REVIEW.search(label):
                review = review or _written(match[0])
            elif not _NO_LABEL.search(label):
                kind = next((kind for kind, words in enumerate(_PUBLISHED) if words.search(label)), None)
                if kind is not None:
                    published.setdefault(kind, _written(match[0]))
    return Dates(published[min(published)] if published else None, review)


def _written(date: str) -> str:
    """Give a date as it is written; one with dots has the day first, wherever it is written."""
    match = _DOTTED.fullmatch(date)
    return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}" if match else date
