"""What single lines of plain text look like: rules, list items, headings, lines of an address, fields."""

import re
from dataclasses import dataclass

from corpus.formats.text.wrapping import has_no_spaces

_TAB = 8  # columns
HEADING_WORDS = 10
_HEADING_LETTERS = 90
_QUESTION_WORDS = 20

_RULE = frozenset("-=_~*#+^.·•|─═━—–│┼├┤┌┐└┘┬┴╪║ ")
_BULLET = re.compile(r"(?P<mark>[-*•◦▪▫‣·●■□○➢►✓✔☐–—]|\uf0b7|\uf0a7)[ \t]+(?=\S)")
_NUMBER = re.compile(
    r"(?P<mark>\(?(?:(?P<number>\d{1,3})|(?P<letter>[a-zA-Z])|(?P<roman>[ivx]{2,5}))(?P<end>[.)]))[ \t]+(?=\S)"
)
_CLAUSE = re.compile(r"(?P<clause>\d{1,3}(?:\.\d{1,3})+)\.?[ \t]+(?=[^\W\d_])")
_NUMBERED = re.compile(
    r"(?:(?P<clause>\d{1,3}(?:\.\d{1,3}){0,4})[.):]?|§+ ?\d+[a-z]?\.?|[A-Z]\.|[IVX]{1,5}\.)[ \t]+(?=\S)"
)
_CHAPTER = re.compile(
    r"(?:chapter|section|part|annex|appendix|article|kapitel|teil|anhang|artikel) [\dA-ZIVX]{1,4}\b", re.IGNORECASE
)
_CONTACT = re.compile(
    r"@|www\.|https?:|\d[\d /()-]{6,30}\d|\b(?:tel|fax|phone|telephone|telefon|mobile)\b\.?:? {0,3}[+(\d]"
    r"|^[A-Z]{0,2}-?\d{4,5} [^\W\d_]|, \d{5}\b",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b|\b\d{1,2}(?:st|nd|rd|th|\.)? [^\W\d_]{3,12} \d{4}\b|^\d{4}$"
    r"|\b[^\W\d_]{3,12} \d{1,2}, \d{4}\b"
)
_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।]+[)\]\"'”’»」』]*$")
_INNER_END = re.compile(r"[.!?。！？؟]\s+[^\Wa-z\d_]")
_LEADER = re.compile(r"\.{3,}|(?: \.){3,}|…{2,}|·{3,}|_{4,}")
_LONGEST_VALUE = 60  # characters after dots that lead
_NO_HEADING_END = ".;,!،؛；，。！"


@dataclass(frozen=True, slots=True)
class PlainLine:
    """Hold a line without its margin; `indent` is that margin in columns."""

    text: str
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Marker:
    """Hold the marker of a list item and what kind it is: "•", or "1.", "1)", "a)"; `value` counts from 1."""

    text: str
    kind: str
    value: int
    length: int


def make_line(raw: str) -> PlainLine:
    """Measure and take off the margin of a line."""
    stripped = raw.lstrip(" \t\u3000\u00a0")
    margin = raw[: len(raw) - len(stripped)]
    return PlainLine(stripped.rstrip(), len(margin.expandtabs(_TAB)))


def is_rule(text: str) -> bool:
    """Tell whether a line is drawn and not written: "-----", "* * *", "+---+---+"."""
    return text == "--" or (len(text) >= 3 and len(text) - text.count(" ") >= 3 and _RULE.issuperset(text))


def read_marker(text: str) -> Marker | None:
    """Read the marker that opens a list item.

    >>> read_marker("2) Wait").text
    '2)'
    """
    if match := _BULLET.match(text):
        return Marker("•", match["mark"], 0, match.end())
    if match := _NUMBER.match(text):
        kind = "1" if match["number"] else "i" if match["roman"] else "a" if match["letter"].islower() else "A"
        value = int(match["number"]) if match["number"] else ord(match["letter"].lower()) - 96 if match["letter"] else 0
        return Marker(match["mark"], kind + match["end"], value, match.end())
    return None


def clause_of(text: str) -> str | None:
    """Give the number that opens a numbered clause of two levels or more ("2.3 Nurses check")."""
    match = _CLAUSE.match(text)
    return match["clause"] if match else None


def is_capitals(text: str) -> bool:
    """Tell whether all letters are capitals, four at least, as in a heading."""
    letters = sum(map(str.isalpha, text))
    return letters >= 4 and text.isupper() and letters > len(text) / 2


def numbered_level(text: str) -> tuple[int, str | None] | None:
    """Give the depth of a numbered heading and its number, if it may be one: "2.3 Refrigerator" -> (2, "2.3")."""
    if _CHAPTER.match(text):
        return 1, None
    if not (match := _NUMBERED.match(text)) or (match["clause"] and is_contact_or_date(text[:_HEADING_LETTERS])):
        return None
    words = text[match.end() :]
    if not words[0].isalpha() or words[0].islower() or not is_title_like(words):
        return None
    clause = match["clause"]
    return (clause.count(".") + 1 if clause else 1), clause


def is_title_like(text: str) -> bool:
    """Tell whether a line is as short as a heading, begins like one and does not end like a sentence."""
    return (
        len(text) <= _HEADING_LETTERS
        and len(text.split()) <= HEADING_WORDS
        and text[-1] not in _NO_HEADING_END
        and not text[0].islower()
        and (text[0].isalnum() or text[0] in "¿¡\"“„«'‘(§")
        and not _INNER_END.search(text)
    )


def is_question(text: str) -> bool:
    """Tell whether a line is one question."""
    return text.endswith(("?", "？", "؟")) and len(text.split()) <= _QUESTION_WORDS and not _INNER_END.search(text)


def is_contact_or_date(text: str) -> bool:
    """Tell whether a line is one of an address or a date, which head nothing."""
    return bool(_CONTACT.search(text) or _DATED.search(text))


def ends_sentence(text: str) -> bool:
    """Tell whether a line ends as a sentence does."""
    return _SENTENCE_END.search(text, max(len(text) - 20, 0)) is not None


def read_leader(text: str) -> tuple[str, str] | None:
    """Read the two ends of dots that lead from one to the other: "Tea ..... 2.50" -> ("Tea", "2.50")."""
    leaders = list(_LEADER.finditer(text))
    if not leaders:
        return None
    name, value = text[: leaders[-1].start()].strip(" .\t"), text[leaders[-1].end() :].strip(" .\t")
    return (name, value) if name and 0 < len(value) <= _LONGEST_VALUE and not ends_sentence(value) else None


def fits_below(above: PlainLine, below: PlainLine, width: int) -> bool:
    """Tell whether a line ended on purpose: the first word below would have fitted, and does not go on a sentence."""
    first_word = below.text[:_LONGEST_VALUE].split()[0]
    if has_no_spaces(below.text[0]):
        return ends_sentence(above.text) and above.indent + len(above.text) + 2 <= width
    needed = 1 + len(first_word)
    return above.indent + len(above.text) + needed <= width and not below.text[0].islower()
