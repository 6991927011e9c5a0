"""Read and write text in GIFT: escaped characters, and the marker of a text's format."""

import html
import re

from bot.authoring.exchange.imported import one_line

_ESCAPED = re.compile(r"\\([\\~=#{}:n])")
_SPECIAL = re.compile(r"[\\~=#{}:]")
_MARKER = re.compile(r"\[(html|plain|markdown|moodle)\]")
# Possessive quantifiers prevent backtracking over a tag that no > closes.
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*+)[^<>]*+>")
_INLINE = frozenset("a abbr b code em font i kbd mark s small span strong sub sup tt u".split())
# No character has so large a number, and Python refuses to convert numbers of thousands of digits.
_NO_CHARACTER = re.compile(r"&#[xX]?[0-9A-Fa-f]{9,};?")


def escape(text: str) -> str:
    """Return a text on one line, with GIFT's special characters escaped."""
    return _SPECIAL.sub(r"\\\g<0>", one_line(text))


def escape_plain(text: str) -> str:
    """Return an escaped text, marked as plain where its beginning could be read as a marker or a weight."""
    escaped = escape(text)
    return f"[plain]{escaped}" if escaped.startswith(("[", "%")) else escaped


def unescape(text: str) -> str:
    r"""Return a text with its escapes resolved; a backslash before any other character stays.

    >>> unescape(r"2\:1 \{\\alpha\} \d")
    '2:1 {\\alpha} \\d'
    """
    return _ESCAPED.sub(lambda match: "\n" if match[1] == "n" else match[1], text)


def read_marked(raw: str, default: str = "moodle") -> tuple[str, str]:
    """Return the text on one line, and its format: the one that its marker names, or the default."""
    raw = raw.strip()
    marker = _MARKER.match(raw)
    form = marker[1] if marker else default
    text = unescape(raw[marker.end() :] if marker else raw)
    return one_line(_without_tags(text) if form == "html" else text), form


def _without_tags(text: str) -> str:
    """Return the text that a browser shows of HTML; inline tags leave no space between words."""
    words = _TAG.sub(lambda tag: "" if tag[2].lower() in _INLINE else " ", text)
    return html.unescape(_NO_CHARACTER.sub("\ufffd", words))
