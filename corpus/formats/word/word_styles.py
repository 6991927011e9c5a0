"""Styles of a Word file, each with all that it inherits: whether it is a heading, a list, hidden, bold."""

import re
from dataclasses import dataclass, replace

from corpus.formats.word.word_package import Element, find_child, find_children, number, prefixed_name, switch, value

_LONGEST_CHAIN = 20  # styles that are based on each other; Word allows a dozen

# How the built-in headings and titles are called where a program translates their names.
_HEADING = re.compile(
    r"(?:heading|überschrift|titre|título|titulo|encabezado|titolo|intestazione|rubrik|överskrift|overskrift|kop|otsikko"
    r"|nagłówek|nadpis|naslov|címsor|titlu|başlık|заголовок|επικεφαλίδα|标题|標題|見出し|제목)[ -]?([1-9])"
)
_TITLE = frozenset(
    "title titel titre título titulo titolo tytuł název názov naslov titlu tittel cím 标题 表題 제목".split()
)
_CONTENTS = re.compile(r"(?:toc|verzeichnis|contents|inhaltsverzeichnis) ?\d|table of (?:figures|authorities)")
_LIST = re.compile(r"list (?:bullet|number)(?: ([2-5]))?")
_BODY = 9  # the outline level of what is no heading


@dataclass(frozen=True, slots=True)
class RunFormat:
    """Hold how a run of characters is drawn; None is what is not said, `size` is in half points."""

    bold: bool | None = None
    hidden: bool | None = None
    struck: bool | None = None
    size: int | None = None
    font: str | None = None

    def over(self, other: "RunFormat") -> "RunFormat":
        """Give what holds where this is said over the other."""
        return RunFormat(
            bold=other.bold if self.bold is None else self.bold,
            hidden=other.hidden if self.hidden is None else self.hidden,
            struck=other.struck if self.struck is None else self.struck,
            size=other.size if self.size is None else self.size,
            font=other.font if self.font is None else self.font,
        )

    def within(self, other: "RunFormat") -> "RunFormat":
        """Give a character style's format in a paragraph style's: what both switch on is off, as Word has it."""
        return replace(
            self.over(other),
            bold=_toggled(self.bold, other.bold),
            hidden=_toggled(self.hidden, other.hidden),
            struck=_toggled(self.struck, other.struck),
        )


def _toggled(one: bool | None, other: bool | None) -> bool | None:
    return bool(one) != bool(other) if one is not None and other is not None else one or other


_PLAIN = RunFormat()


def read_run_format(properties: Element | None) -> RunFormat:
    """Read the run properties that say whether and how words are seen."""
    if properties is None:
        return _PLAIN
    found = {prefixed_name(element): element for element in properties}
    strike, double = switch(found.get("w:strike")), switch(found.get("w:dstrike"))
    fonts = found.get("w:rFonts")
    return RunFormat(
        bold=switch(found.get("w:b")),
        hidden=switch(found.get("w:vanish")),
        struck=strike if double is None else double or strike,
        size=number(found.get("w:sz")),
        font=value(fonts, "ascii") or value(fonts, "hAnsi"),
    )


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """Hold a paragraph style with what it inherits.

    `ids` begins with its own and goes on with those that it is based on. `level` is that of a heading, 1 the
    outermost. `numbering` is a list's id, given by the style `numbered_by`. `indent` is in twentieths of a point.
    """

    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    level: int | None = None
    numbering: int | None = None
    numbering_level: int | None = None
    indent: int | None = None
    run: RunFormat = _PLAIN

    @property
    def is_title(self) -> bool:
        """Tell whether it is the document's title."""
        return self.names[:1] != () and self.names[0] in _TITLE

    @property
    def is_contents(self) -> bool:
        """Tell whether it is a line of a table of contents."""
        return any(map(_CONTENTS.fullmatch, self.names))

    @property
    def list_depth(self) -> int | None:
        """Tell how deep a built-in list style is, 0 the outermost; None where it is none."""
        matches = (_LIST.fullmatch(name) for name in self.names)
        return next((int(match[1] or 1) - 1 for match in matches if match), None)

    def is_called(self, *names: str) -> bool:
        """Tell whether it, or one that it is based on, has one of these names."""
        return any(name.startswith(names) for name in self.names)


class WordStyles:
    """Look up styles by their ids; a file without any has the built-in ones by their names."""

    def __init__(self, root: Element | None) -> None:
        self._elements = {value(style, "styleId") or "": style for style in find_children(root, "w:style")}
        self._default = {
            value(style, "type"): key
            for key, style in self._elements.items()
            if value(style, "default") in ("1", "true", "on")
        }
        self._base = read_run_format(find_child(root, "w:docDefaults", "w:rPrDefault", "w:rPr"))
        self._own: dict[str, ParagraphStyle] = {}
        self._paragraphs: dict[str, ParagraphStyle] = {}
        self._characters: dict[str, RunFormat] = {}

    def paragraph(self, key: str | None) -> ParagraphStyle:
        """Give a paragraph style, or the default one where none is named."""
        key = key or self._default.get("paragraph", "")
        if key not in self._paragraphs:
            style = ParagraphStyle()
            for link in self._chain(key):
                style = _inherit(style, self._own_of(link))
            self._paragraphs[key] = replace(style, level=style.level or None, run=style.run.over(self._base))
        return self._paragraphs[key]

    def character(self, key: str | None) -> RunFormat:
        """Give the format of a character style."""
        if not key:
            return _PLAIN
        if key not in self._characters:
            run = _PLAIN
            for link in self._chain(key):
                run = run.over(self._own_of(link).run)
            self._characters[key] = run
        return self._characters[key]

    def list_numbering(self, key: str | None) -> int | None:
        """Give the numbering of a list style."""
        return number(find_child(self._elements.get(key or ""), "w:pPr", "w:numPr", "w:numId"))

    def _chain(self, key: str) -> list[str]:
        """Give the ids of a style and of those that it is based on."""
        chain: dict[str, None] = {}
        while key and key not in chain and len(chain) < _LONGEST_CHAIN:
            chain[key] = None
            key = value(find_child(self._elements.get(key), "w:basedOn")) or ""
        return list(chain)

    def _own_of(self, key: str) -> ParagraphStyle:
        """Give what a style says itself; its level is 0 where it says that it is no heading."""
        if key not in self._own:
            self._own[key] = _read_style(key, self._elements.get(key))
        return self._own[key]


def _read_style(key: str, element: Element | None) -> ParagraphStyle:
    properties = find_child(element, "w:pPr")
    listed = find_child(properties, "w:numPr")
    return ParagraphStyle(
        ids=(key,),
        names=(_style_name(key, element),),
        level=_heading_level(key, element),
        numbering=number(find_child(listed, "w:numId")),
        numbering_level=number(find_child(listed, "w:ilvl")),
        indent=read_indent(properties),
        run=read_run_format(find_child(element, "w:rPr")),
    )


def _inherit(style: ParagraphStyle, base: ParagraphStyle) -> ParagraphStyle:
    """Add what a further style of the chain says, where none before it said so."""
    is_listed = style.numbering is not None
    return ParagraphStyle(
        ids=style.ids + base.ids,
        names=style.names + base.names,
        level=base.level if style.level is None else style.level,
        numbering=style.numbering if is_listed else base.numbering,
        numbering_level=style.numbering_level if is_listed else base.numbering_level,
        indent=base.indent if style.indent is None else style.indent,
        run=style.run.over(base.run),
    )


def _style_name(key: str, element: Element | None) -> str:
    """Give a style's name in small letters; that of a built-in style is told by its id where the name is missing."""
    name = value(find_child(element, "w:name"))
    return name.strip().casefold() if name else re.sub(r"(?<=[a-z])(?=[A-Z0-9])", " ", key).casefold()


def _heading_level(key: str, element: Element | None) -> int | None:
    """Tell a style's level as a heading: 0 where it says that it is none, None where it says nothing."""
    outline = number(find_child(element, "w:pPr", "w:outlineLvl"))
    if outline is not None:
        return outline + 1 if 0 <= outline < _BODY else 0
    match = _HEADING.fullmatch(_style_name(key, element))
    return int(match[1]) if match else None


def read_indent(properties: Element | None) -> int | None:
    """Read how far a paragraph is set in from the left (or the start of the line), in twentieths of a point."""
    indent = find_child(properties, "w:ind")
    left = number(indent, "left")
    return number(indent, "start") if left is None else left
