"""Numbers of lists and clauses, which a Word file does not hold as text: counted as Word counts them.

A paragraph names a numbering and a level in it; the numbering names an abstract one, which has for each level
where to start, how to write the number, and its text around it, "%1.%2" for "2.3". All numberings of one abstract
one count on together, but for those that say where to start anew. See ECMA-376, part 1, 17.9.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from corpus.formats.numerals import numeral
from corpus.formats.word.word_package import Element, find_child, find_children, number, switch, value
from corpus.formats.word.word_styles import ParagraphStyle, WordStyles, read_indent, read_run_format
from corpus.formats.word.word_symbols import symbol

_LEVELS = 9
_LONGEST_TEXT = 60  # characters around a number
_BULLET = "•"
_CHECK_MARKS = "✓✗☐☑☒"
_ALPHABETS = {
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "russianLower": "абвгдежзиклмнопрстуфхцчшщыэюя",
    "russianUpper": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ",
}
_WORDS = {
    "cardinalText": "One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve".split(),
    "ordinalText": "First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth".split(),
    "decimalEnclosedCircle": "① ② ③ ④ ⑤ ⑥ ⑦ ⑧ ⑨ ⑩ ⑪ ⑫ ⑬ ⑭ ⑮ ⑯ ⑰ ⑱ ⑲ ⑳".split(),
}
_MOST_REPEATS = 10  # of a letter


@dataclass(frozen=True, slots=True)
class Label:
    """Hold what stands before a paragraph: "2.3", "(a)" or a bullet.

    `list` names the numbering that counts, `level` is 0 for the outermost. `indent` is in twentieths of a point.
    """

    text: str
    list: str
    level: int
    is_bullet: bool
    indent: int | None


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    style: str | None = None
    is_legal: bool = False
    indent: int | None = None
    font: str | None = None

    def restarts_below(self, depth: int) -> int:
        """Give the level that a count must be above to start this level, at `depth`, anew."""
        return depth if self.restart is None else self.restart


@dataclass(slots=True)
class _List:
    """One numbering: the abstract one that it counts in, and the levels in which it differs from that."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)
    is_begun: bool = False


class Numbering:
    """Count through a document: ask for the label of each numbered paragraph once, in reading order."""

    def __init__(self, root: Element | None, styles: WordStyles) -> None:
        abstracts = {value(one, "abstractNumId") or "": one for one in find_children(root, "w:abstractNum")}
        numbers = {number(one, "numId"): one for one in find_children(root, "w:num")}
        levels = {key: _read_levels(one) for key, one in abstracts.items()}
        self._counts: dict[str, list[int | None]] = {}
        self._lists: dict[int, _List] = {}
        for key, one in numbers.items():
            abstract = value(find_child(one, "w:abstractNumId")) or ""
            # An abstract numbering may only name a list style, whose numbering has the levels.
            link = styles.list_numbering(value(find_child(abstracts.get(abstract), "w:numStyleLink")))
            abstract = value(find_child(numbers.get(link), "w:abstractNumId")) or abstract
            if key is not None and abstract in levels:
                self._lists[key] = _read_list(one, abstract, levels[abstract])

    def level_of(self, numbering: int, style: ParagraphStyle) -> int | None:
        """Tell which level of a numbering a style is linked to."""
        found = self._lists.get(numbering)
        linked = {} if found is None else {level.style: depth for depth, level in found.levels.items() if level.style}
        return next((linked[key] for key in style.ids if key in linked), None)

    def count(self, numbering: int, depth: int) -> Label | None:
        """Count one paragraph of a numbering's level, and give its label; None where there is no such level."""
        found = self._lists.get(numbering)
        level = found.levels.get(depth) if found else None
        if found is None or level is None:
            return None
        counts = self._counts.setdefault(found.abstract, [None] * _LEVELS)
        if not found.is_begun:
            found.is_begun = True
            for anew in found.starts:
                counts[anew] = None
        counts[depth] = level.start if (last := counts[depth]) is None else last + 1
        for deeper in range(depth + 1, _LEVELS):
            if depth < found.levels.get(deeper, _Level()).restarts_below(deeper):
                counts[deeper] = None
        is_bullet = level.format == "bullet"
        text = _bullet(level) if is_bullet else _fill(level, found.levels, counts)
        return Label(text, found.abstract, depth, is_bullet, level.indent)


def _read_levels(element: Element | None) -> dict[int, _Level]:
    levels = ((number(one, "ilvl"), _read_level(one)) for one in find_children(element, "w:lvl"))
    return {depth: level for depth, level in levels if depth is not None and 0 <= depth < _LEVELS}


def _read_level(element: Element) -> _Level:
    start = number(find_child(element, "w:start"))
    # A newer kind of number stands in an alternative, with one for older programs beside it.
    form = value(find_child(element, "w:numFmt"))
    older = value(find_child(element, "mc:AlternateContent", "mc:Fallback", "w:numFmt"))
    return _Level(
        start=1 if start is None else start,
        format=form or older or "decimal",
        text=(value(find_child(element, "w:lvlText")) or "")[:_LONGEST_TEXT],
        restart=number(find_child(element, "w:lvlRestart")),
        style=value(find_child(element, "w:pStyle")),
        is_legal=bool(switch(find_child(element, "w:isLgl"))),
        indent=read_indent(find_child(element, "w:pPr")),
        font=read_run_format(find_child(element, "w:rPr")).font,
    )


def _read_list(element: Element, abstract: str, levels: dict[int, _Level]) -> _List:
    """Read a numbering: levels of its own, and where it starts anew."""
    found = _List(abstract, dict(levels))
    for override in find_children(element, "w:lvlOverride"):
        depth, start = number(override, "ilvl"), number(find_child(override, "w:startOverride"))
        if depth is None or not 0 <= depth < _LEVELS:
            continue
        level = find_child(override, "w:lvl")
        if level is not None:
            found.levels[depth] = _read_level(level)
        if start is not None:
            found.starts[depth] = start
            found.levels[depth] = replace(found.levels.get(depth, _Level()), start=start)
    return found


def _fill(level: _Level, levels: dict[int, _Level], counts: list[int | None]) -> str:
    """Put the numbers into a level's text: "%1.%2" -> "2.3"."""

    def written(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        other = levels.get(depth, _Level())
        count = counts[depth]
        return write_number(other.start if count is None else count, "decimal" if level.is_legal else other.format)

    return re.sub(r"%([1-9])", written, level.text).strip()


def _bullet(level: _Level) -> str:
    """Give a bullet, whatever its picture is; but a check mark or a cross says something."""
    drawn = symbol(ord(level.text[0]), level.font) if level.text else ""
    return drawn if drawn and drawn in _CHECK_MARKS else _BULLET if level.text else ""


def write_number(count: int, form: str) -> str:
    """Write a number as a list does: letters go on with "aa" after "z", and what is not known is decimal.

    >>> write_number(4, "lowerRoman"), write_number(28, "upperLetter"), write_number(7, "decimalZero")
    ('iv', 'BB', '07')
    """
    if form in _ALPHABETS:
        alphabet = _ALPHABETS[form]
        if 0 < count <= _MOST_REPEATS * len(alphabet):
            return alphabet[(count - 1) % len(alphabet)] * ((count - 1) // len(alphabet) + 1)
    elif form in _WORDS:
        if 0 < count <= len(_WORDS[form]):
            return _WORDS[form][count - 1]
    elif form in _FORMS:
        return _FORMS[form](count)
    return str(count)


def _ordinal(count: int) -> str:
    is_teen = count % 100 in (11, 12, 13)
    return f"{count}{'th' if is_teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(count % 10, 'th')}"


_FORMS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "decimalZero": "{:02}".format,
    "ordinal": _ordinal,
    "lowerRoman": lambda count: numeral(count, "i"),
    "upperRoman": lambda count: numeral(count, "I"),
}
