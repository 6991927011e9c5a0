"""Dates that a document states about itself, found in a line of its words; to the day, or none."""

import re

from corpus.dates import read_date

_DATE = re.compile(
    r"\b(?:\d{4}-\d{1,2}-\d{1,2}"
    r"|\d{1,2}[./]\d{1,2}[./]\d{4}"
    r"|\d{1,2}(?:st|nd|rd|th|\.)? (?:of )?[^\W\d_]{3,12}\.?,? \d{4}"
    r"|[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4})\b"
)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_LABEL = re.compile(
    r"\b(?:published|publication date|date|dated|issued|issue date|version|revision|revised|updated|last updated"
    r"|effective|valid from|valid as of|in force|as of|stand|gültig ab|datum|fassung|fecha|vigente desde"
    r"|en vigueur|valable (?:à partir|dès))\b",
    re.IGNORECASE,
)
_LONGEST_LINE = 200  # characters; beyond it a line is a text, which may speak of any date


def find_date(line: str) -> str | None:
    """Give the day that a short line names, as written, but 3.12.2024 with its day first; None for none or several.

    >>> find_date("Ward 3, 12 March 2024"), find_date("Stand: 3.12.2024")
    ('12 March 2024', '2024-12-03')
    """
    if len(line) > _LONGEST_LINE:
        return None
    found = {date for match in _DATE.finditer(line) if read_date(date := _day_first(match[0]))}
    return found.pop() if len(found) == 1 else None


def _day_first(date: str) -> str:
    match = _DOTTED.fullmatch(date)
    return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}" if match else date


def find_labelled_date(line: str) -> str | None:
    """Give the day in a short line that says what it is the date of: "Valid from 2024-03-01".

    >>> find_labelled_date("We open on 2024-03-01") is None
    True
    """
    return find_date(line) if len(line) <= _LONGEST_LINE and _LABEL.search(line) else None
