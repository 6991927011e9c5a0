"""The date that a document gives itself in so many words: "Valid from 1 March 2024"."""

import re
from collections.abc import Iterable

_MONTH = r"[^\W\d_]{3,10}\.?"
_DAY = (
    rf"(?:\d{{4}}-\d\d?-\d\d?|\d{{1,2}}(?:st|nd|rd|th)?\.?\s+{_MONTH},?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    r"|\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{1,2}/\d{1,2}/\d{4})"
)
_BETWEEN = r"(?:\s+(?:on|of|at|as of|date|from))?\s*[:=–-]?\s*"
_KINDS = (
    ("published", r"published|publication date|date of (?:publication|issue)|issued?|issue date|veröffentlicht"),
    ("valid from", r"valid from|in force (?:from|since)|effective(?: date| from)?|gültig ab|in kraft (?:ab|seit)"),
    ("revised", r"(?:last )?(?:revised|revision|updated?|reviewed|modified)|date of (?:revision|last review)|stand"),
    ("version", r"version(?:\s+[\w.]{1,8},?)?(?:\s+dated)?|as of"),
    ("date", r"date|datum"),
)
_REVIEW = re.compile(
    rf"\b(?:next review|review (?:date|due|by)|to be reviewed|valid (?:until|to)|expires|expiry date){_BETWEEN}"
    rf"({_DAY})",
    re.IGNORECASE,
)
_PATTERNS = [
    (kind, re.compile(rf"(?:^|[^\w])(?:{words}){_BETWEEN}\(?({_DAY})(?![\d/.-]*\d)", re.IGNORECASE))
    for kind, words in _KINDS
]
_LONGEST = 300  # characters of a line that is looked at


def find_published(lines: Iterable[str]) -> tuple[str, str] | None:
    """Find the date of publication, as it is written, and the words before it.

    >>> find_published(["Clinic rules, valid from 1 March 2024", "Next review: 2026-03-01"])
    ('1 March 2024', 'valid from')
    """
    short = [_REVIEW.sub(" ", line[:_LONGEST]) for line in lines]
    for kind, pattern in _PATTERNS:
        for line in short:
            if match := pattern.search(line):
                return match[1], kind
    return None


def find_review(lines: Iterable[str]) -> str | None:
    """Find the date until which a document is valid, or when it is to be reviewed."""
    return next((match[1] for line in lines if (match := _REVIEW.search(line[:_LONGEST]))), None)
