"""The words in a shape of a slide: lines with their bullets and numbers, less what is struck through."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from corpus.formats.archive import child
from corpus.formats.numerals import numeral
from corpus.parsed import Piece

_CHANGING_FIELDS = re.compile("slidenum|datetime.*")
_DEEPEST_BULLET = 8  # as PowerPoint has it
_NUMBERED = re.compile(r"(arabic|alphaLc|alphaUc|romanLc|romanUc)\w*?(Period|ParenR|ParenBoth|Plain)")
_DIGIT = {"arabic": "1", "alphaLc": "a", "alphaUc": "A", "romanLc": "i", "romanUc": "I"}
_FRAMED = {"Period": "{}.", "ParenR": "{})", "ParenBoth": "({})", "Plain": "{}"}


class SlideLines:
    """Gather the lines of a text box: paragraphs, and lists with their bullets and numbers."""

    def __init__(self, styles: list[Element]) -> None:
        self._styles = styles
        self._lines: list[tuple[str, str]] = []  # the marker with its indentation, and the words
        self._counts: dict[int, tuple[str, int]] = {}  # by level: the scheme of numbers, and the last one

    def add(self, paragraph: Element) -> None:
        """Add a line; an empty one parts lists."""
        text = words_of_line(paragraph)
        properties = child(paragraph, "a:pPr")
        level = min(max(whole_attribute(properties, "lvl"), 0), _DEEPEST_BULLET) if properties is not None else 0
        marker = self._marker(properties, level) if text else ""
        self._lines.append((f"{'  ' * level}{marker} " if marker else "", text))

    def _marker(self, properties: Element | None, level: int) -> str:
        bullet = _bullet(properties)
        for style in self._styles:
            bullet = bullet if bullet is not None else _bullet(child(style, f"a:lvl{level + 1}pPr"))
        for deeper in [other for other in self._counts if other > level]:
            del self._counts[deeper]
        if bullet is None or bullet.tag != "a:buAutoNum":
            self._counts.pop(level, None)
            return "" if bullet is None or bullet.tag == "a:buNone" else "•"
        return self._number(bullet, level)

    def _number(self, bullet: Element, level: int) -> str:
        scheme = bullet.get("type", "arabicPeriod")
        last_scheme, last = self._counts.get(level, ("", 0))
        number = last + 1 if scheme == last_scheme else whole_attribute(bullet, "startAt", 1)
        self._counts[level] = (scheme, number)
        found = _NUMBERED.match(scheme)
        digit, frame = (_DIGIT[found[1]], _FRAMED[found[2]]) if found else ("1", "{}.")
        return frame.format(numeral(number, digit))

    def pieces(self, page: int) -> Iterator[Piece]:
        """Give the lines as pieces; lines with markers in a row are one list."""
        rows: list[str] = []
        for marker, text in (*self._lines, ("", "")):
            if marker:
                rows.append(marker + " ".join(text.split()))
                continue
            if rows:
                yield Piece("list", rows=tuple(rows), page=page)
                rows = []
            if text:
                yield Piece("paragraph", text, page=page)


def _bullet(properties: Element | None) -> Element | None:
    if properties is None:
        return None
    kinds = ("a:buNone", "a:buAutoNum", "a:buChar", "a:buBlip")
    return next((child for child in properties if child.tag in kinds), None)


def words_of_shape(shape: Element) -> str:
    """Give all words of a shape on one line."""
    return " ".join(" ".join(map(words_of_line, shape.iter("a:p"))).split())


def words_of_line(paragraph: Element) -> str:
    """Give the words of a paragraph; a line break stays one, what changes by itself (the slide's number) goes."""
    parts: list[str] = []
    for run in paragraph:
        if run.tag == "a:br":
            parts.append("\n")
        elif not _is_struck(run) and not (run.tag == "a:fld" and _CHANGING_FIELDS.fullmatch(run.get("type", ""))):
            parts += (text.text or "" for text in run.iter() if text.tag in ("a:t", "m:t"))
    return "\n".join(" ".join(line.split()) for line in "".join(parts).split("\n")).strip()


def _is_struck(run: Element) -> bool:
    properties = child(run, "a:rPr")
    return properties is not None and properties.get("strike", "noStrike") != "noStrike"


def struck(paragraph: Element) -> str:
    """Give the words of a paragraph that are struck through."""
    return " ".join(text.text or "" for run in paragraph if _is_struck(run) for text in run.iter("a:t"))


def whole_attribute(element: Element, name: str, default: int = 0) -> int:
    """Read an attribute that is a whole number."""
    try:
        return int(element.get(name, default))
    except ValueError:
        return default
