"""Text that is safe and short enough to show, and how numbers and dates are written in it."""

import re
import unicodedata
from datetime import date

from corpus.characters import clean_text

_BIDI_CONTROLS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


# The wide forms are what East Asian keyboards type, and spreadsheets there take them for the same.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_HIDDEN_FORMULA = re.compile(r"""([;\t|]["'\s]*)(?=[=+\-@＝＋－＠])""")
_LONGEST_NAME = 1000  # characters that are looked at; Telegram's names have 129 at most
_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_MOST_MARKS = 4  # on a letter: vowels, tones and points of any language that names are written in
_BREAKS = ("\t", "\r", "\n")


def clean(text: str) -> str:
    r"""Make text safe to show: no control characters, which move a terminal's cursor or a line's direction.

    >>> clean("a\x1b[2Jb")
    'a[2Jb'
    """
    text = text.translate(_BIDI_CONTROLS)
    return "".join(letter for letter in text if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs"))


def clean_name(name: str) -> str:
    r"""Make a name that somebody has given themselves safe to show: cleaned as documents are, on one line.

    What looks like nothing is taken out, and marks that pile up over the lines around. It may leave nothing.

    >>> clean_name("An\u202ena\u200b\n Mu\u0308ller")
    'Anna Müller'
    """
    kept, marks = [], 0
    for letter in " ".join(name[:_LONGEST_NAME].split()):
        kind = unicodedata.category(letter)
        marks = marks + (kind in ("Mn", "Me")) if kind in ("Mn", "Me", "Cf") else 0
        if marks <= _MOST_MARKS and not _looks_like_nothing(letter):
            kept.append(letter)
    return " ".join(clean_text("".join(kept)).split())


def _looks_like_nothing(letter: str) -> bool:
    no_letter = unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn")
    return no_letter or letter in _BLANK_LETTERS or "\U000e0000" <= letter <= "\U000e007f"


def clip(text: str, length: int) -> str:
    """Put a text on one line and cut it to `length` characters, at the end of a word where one is near."""
    text = " ".join(clean(text).split())
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    return (cut[: cut.rfind(" ")] if " " in cut[length // 2 :] else cut) + "…"


def counted(number: int, thing: str) -> str:
    """Write a number of things.

    >>> counted(1, "draft"), counted(2, "draft")
    ('1 draft', '2 drafts')
    """
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def day(moment: date) -> str:
    """Write a date as 25 Nov 2026."""
    return f"{moment.day} {moment:%b %Y}"


def safe_cell(value: object) -> str:
    """Write a value for a cell, dates as in ISO 8601, so that no spreadsheet runs it as a formula.

    Not where it takes semicolons or tabs for what separates cells, either.
    """
    text = _HIDDEN_FORMULA.sub(r"\1'", "" if value is None else str(value))
    return f"'{text}" if text.startswith(_BREAKS) or text.lstrip().startswith(_FORMULA) else text
