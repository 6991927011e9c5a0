"""What the styles of an OpenDocument text say, and the numbers that they give to lists and headings."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from corpus.formats.archive import child
from corpus.formats.numerals import numeral

DEEPEST_NUMBER = 10  # levels


@dataclass(frozen=True, slots=True)
class Style:
    """Hold what a style says itself; None where its parent says it."""

    parent: str | None = None
    is_hidden: bool | None = None
    is_struck: bool | None = None
    is_bold: bool | None = None
    list_style: str | None = None


class OdfStyles:
    """Give what the styles of a document say, those that they are based on asked too."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._styles: dict[tuple[str, str], Style] = {}
        self.lists: dict[str, dict[int, Element]] = {}
        self.outline: dict[int, Element] = {}
        for root in roots:
            for element in root.iter():
                if element.tag == "style:style":
                    key = element.get("style:family", ""), element.get("style:name", "")
                    self._styles[key] = _own(element)
                elif element.tag == "text:list-style":
                    self.lists[element.get("style:name", "")] = _levels(element)
                elif element.tag == "text:outline-style":
                    self.outline = _levels(element)
        self._whole: dict[tuple[str, str], Style] = {}

    def of(self, family: str, name: str | None) -> Style:
        """Give a style with all that it inherits."""
        key = (family, name or "")
        if key not in self._whole:
            self._whole[key] = self._inherit(key)
        return self._whole[key]

    def _inherit(self, key: tuple[str, str]) -> Style:
        family, style = key[0], self._styles.get(key, Style())
        whole = replace(style, parent=None)
        for name in self.names(*key)[1:]:
            above = self._styles.get((family, name), Style())
            whole = Style(
                None,
                above.is_hidden if whole.is_hidden is None else whole.is_hidden,
                above.is_struck if whole.is_struck is None else whole.is_struck,
                above.is_bold if whole.is_bold is None else whole.is_bold,
                above.list_style if whole.list_style is None else whole.list_style,
            )
        return whole

    def names(self, family: str, name: str | None) -> list[str]:
        """Give the name of a style and of those that it is based on, ten at most."""
        names: list[str] = []
        while name and name not in names and len(names) < 10:
            names.append(name)
            name = self._styles.get((family, name), Style()).parent
        return names


def _own(element: Element) -> Style:
    words, name = child(element, "style:text-properties"), element.get("style:list-style-name")
    hidden = struck = bold = None
    if words is not None:
        shown, line, weight = (
            words.get(key) for key in ("text:display", "style:text-line-through-style", "fo:font-weight")
        )
        hidden = None if shown is None else shown == "none"
        struck = None if line is None else line != "none"
        bold = None if weight is None else weight == "bold" or (weight.isdigit() and int(weight) >= 600)
    return Style(element.get("style:parent-style-name"), hidden, struck, bold, name)


def _levels(style: Element) -> dict[int, Element]:
    return {integer(level.get("text:level"), 1): level for level in style}


@dataclass(slots=True)
class Counter:
    """Count the items of a list, or headings, level by level."""

    levels: dict[int, Element]
    counts: dict[int, int] = field(default_factory=dict)

    def next(self, level: int, start: str | None = None) -> str:
        """Give the marker of the next item on a level: "2.3.", "b)", "•", or nothing."""
        for deeper in [other for other in self.counts if other > level]:
            del self.counts[deeper]
        style = self.levels.get(level, Element("none"))
        first = integer(start or style.get("text:start-value"), 1)
        self.counts[level] = first if start or level not in self.counts else self.counts[level] + 1
        if style.tag in ("text:list-level-style-bullet", "text:list-level-style-image"):
            return "•"
        if not style.get("style:num-format"):
            return ""
        shown = min(integer(style.get("text:display-levels"), 1), level, DEEPEST_NUMBER)
        numbers = [self._numeral(above) for above in range(level - shown + 1, level + 1)]
        prefix, suffix = style.get("style:num-prefix", ""), style.get("style:num-suffix", "")
        return f"{prefix}{'.'.join(filter(None, numbers))}{suffix}".strip()

    def _numeral(self, level: int) -> str:
        style = self.levels.get(level, Element("none"))
        first = integer(style.get("text:start-value"), 1)
        format_ = style.get("style:num-format", "")
        return numeral(self.counts.get(level, first), format_) if format_ else ""


def integer(text: str | None, default: int) -> int:
    """Read a whole number of eight digits at most; anything else is the default."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else default
