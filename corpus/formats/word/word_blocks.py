"""The body of a Word file -> its paragraphs and tables in reading order, each with the label that Word gives it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from corpus.formats.word.word_numbering import Label, Numbering
from corpus.formats.word.word_package import Element, find_child, find_children, number, prefixed_name, switch, value
from corpus.formats.word.word_styles import ParagraphStyle, WordStyles, read_indent
from corpus.formats.word.word_text import (
    CONTENTS,
    DELETED,
    HIDDEN,
    Findings,
    Note,
    TextReader,
    WordLine,
    chosen_alternative,
    tidy,
)

_MOST_COLUMNS = 63  # as in Word
_CELL_WORDS = 25  # of a paragraph that is text, not an entry
_BOX_WORDS = 60  # of a box that is a column of the text, with headings of its own
_MERGED = ("w:vMerge", "w:hMerge")
_SENTENCE_ENDS = (".", "!", "?", ":", ";", ",", "…")


@dataclass(frozen=True, slots=True)
class Text:
    """Hold a paragraph. `raw` are its words with their tabs, `text` as they are quoted, without the label.

    `level` is that of a heading by its style, `size` the largest letters in half points; a `note` is a footnote or
    an endnote. `stands_apart` is a line of a cover page, which heads nothing.
    """

    raw: str
    style: ParagraphStyle
    label: Label | None = None
    level: int | None = None
    indent: int | None = None
    is_bold: bool = False
    size: int = 0
    note: str | None = None
    stands_apart: bool = False

    @property
    def text(self) -> str:
        """The words as they are quoted."""
        return tidy(self.raw)

    @property
    def on_one_line(self) -> str:
        """The words without breaks."""
        return " ".join(self.text.split("\n"))

    @property
    def words(self) -> str:
        """The label and the words, on one line."""
        return f"{self.label.text} {self.on_one_line}".strip() if self.label else self.on_one_line


@dataclass(frozen=True, slots=True)
class WordTable:
    """Hold a table's rows, cells parted by " | "."""

    rows: tuple[str, ...]
    has_header: bool


@dataclass(frozen=True, slots=True)
class Contents:
    """Mark where a line of a table of contents stood."""


WordBlock = Text | WordTable | Contents

Notes = dict[tuple[str, str], Element]
"""Footnotes and endnotes, by kind and id."""


@dataclass(frozen=True, slots=True)
class _Cell:
    blocks: tuple[WordBlock, ...]
    columns: int

    @property
    def texts(self) -> list[Text]:
        return [block for block in self.blocks if isinstance(block, Text)]


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph that is read; one that `goes_on` has no end of its own."""

    text: Text
    line: WordLine
    goes_on: bool

    def after(self, first: "_Paragraph") -> "_Paragraph":
        """Join a paragraph that goes on to this one, which keeps its own style and label."""
        bold = all(line.is_bold for line in (first.line, self.line))
        text = replace(self.text, raw=first.text.raw + self.text.raw, is_bold=bold)
        self.line.boxes[:0] = first.line.boxes
        self.line.notes[:0] = first.line.notes
        return replace(self, text=text)


class BlockReader:
    """Read the blocks of a document's main part or of a header; `findings` gathers what is left out."""

    def __init__(
        self, styles: WordStyles, numbering: Numbering, notes: Notes, findings: Findings, *, with_clock: bool = True
    ) -> None:
        self._styles = styles
        self._numbering = numbering
        self._notes = notes
        self._findings = findings
        self._text = TextReader(styles, findings, with_clock=with_clock)
        self._in_cover = False
        self._open_cells = 0

    def read(self, container: Element, reason: str | None = None) -> Iterator[WordBlock]:
        """Read a container of paragraphs and tables; with a `reason`, all its words are left out for it."""
        open_paragraph: _Paragraph | None = None
        for element, why in self._elements(container, reason):
            if prefixed_name(element) == "w:tbl":
                yield from self._close(open_paragraph)
                open_paragraph = None
                yield from self._table(element, why)
                continue
            paragraph = self._paragraph(element, why)
            if open_paragraph is not None:
                paragraph = paragraph.after(open_paragraph)
            # Where the mark at its end is deleted, a paragraph goes on in the next; a large initial does, too.
            open_paragraph = paragraph if paragraph.goes_on else None
            if open_paragraph is None:
                yield from self._close(paragraph)
        yield from self._close(open_paragraph)

    def _elements(self, container: Element, reason: str | None) -> Iterator[tuple[Element, str | None]]:
        """Give paragraphs and tables, out of all that may stand around them."""
        for element in container:
            match prefixed_name(element):
                case "w:p" | "w:tbl":
                    yield element, reason
                case "w:sdt":
                    yield from self._content_control(element, reason)
                case "w:del" | "w:moveFrom":
                    yield from self._elements(element, reason or DELETED)
                case "w:body" | "w:ins" | "w:moveTo" | "w:customXml" | "w:smartTag" | "w:sdtContent":
                    yield from self._elements(element, reason)
                case "mc:AlternateContent":
                    yield from self._elements(chosen_alternative(element), reason)
                case "w:altChunk":
                    self._findings.embedded += 1

    def _content_control(self, element: Element, reason: str | None) -> Iterator[tuple[Element, str | None]]:
        gallery = value(find_child(element, "w:sdtPr", "w:docPartObj", "w:docPartGallery")) or ""
        content = find_child(element, "w:sdtContent")
        if content is None:
            return
        self._in_cover = gallery == "Cover Pages"
        yield from self._elements(content, reason or (CONTENTS if gallery == "Table of Contents" else None))
        self._in_cover = False

    def _paragraph(self, element: Element, reason: str | None) -> "_Paragraph":
        properties = find_child(element, "w:pPr")
        style = self._styles.paragraph(value(find_child(properties, "w:pStyle")))
        if style.is_contents or style.is_called("toc heading", "contents heading"):
            reason = reason or CONTENTS
        line = self._text.read(element, style, reason)
        mark = find_child(properties, "w:rPr")
        ends = not any(find_child(mark, name) is not None for name in ("w:del", "w:moveFrom"))
        is_initial = value(find_child(properties, "w:framePr"), "dropCap") in ("drop", "margin")
        is_seen = ends and reason is None and not (switch(find_child(mark, "w:vanish")) and not line.text)
        label = self._label(properties, style) if is_seen else None
        outline = number(find_child(properties, "w:outlineLvl"))
        indent = read_indent(properties)
        text = Text(
            raw=line.text,
            style=style,
            label=label,
            level=style.level if outline is None else outline + 1 if 0 <= outline < 9 else None,
            indent=_indent(indent, label, style),
            is_bold=line.is_bold,
            size=line.size,
            stands_apart=self._in_cover,
        )
        return _Paragraph(text, line, goes_on=is_initial or not ends)

    def _label(self, properties: Element | None, style: ParagraphStyle) -> Label | None:
        direct = find_child(properties, "w:numPr")
        numbering, depth = number(find_child(direct, "w:numId")), number(find_child(direct, "w:ilvl"))
        if numbering is None:
            numbering = style.numbering
        if not numbering:  # 0 takes a style's numbering away
            return None
        if depth is None:
            depth = self._numbering.level_of(numbering, style)
        return self._numbering.count(numbering, style.numbering_level or 0 if depth is None else depth)

    def _close(self, paragraph: "_Paragraph | None") -> Iterator[WordBlock]:
        """Give a paragraph, then the boxes that are anchored in it and the notes that it refers to."""
        if paragraph is None:
            return
        if paragraph.line.is_contents:
            yield Contents()
        label = paragraph.text.label
        # A number without words is seen in a table's column of numbers; elsewhere it is a slip.
        if paragraph.text.text or (self._open_cells and label and not label.is_bullet):
            yield paragraph.text
        for box, why in paragraph.line.boxes:
            yield from _set_apart(list(self.read(box, why)))
        for note in paragraph.line.notes:
            yield from self._note(note)

    def _note(self, note: Note) -> Iterator[WordBlock]:
        """Give a note's paragraphs, the first with its mark; what is in a note twice is read once."""
        element = self._notes.pop((note.kind, note.key), None)
        mark = f"{note.mark} " if note.mark else ""
        for block in () if element is None else self.read(element):
            if isinstance(block, Text):
                yield replace(block, raw=mark + block.raw.lstrip(), level=None, note=note.kind)
                mark = ""
            else:
                yield block

    def _table(self, table: Element, reason: str | None) -> Iterator[WordBlock]:
        rows = [(row, tuple(self._cells(row, why))) for row, why in self._rows(table, reason)]
        rows = [(row, cells) for row, cells in rows if any(cell.blocks for cell in cells)]
        if _is_layout([cells for _, cells in rows]):
            yield from (block for _, cells in rows for cell in cells for block in cell.blocks)
            return
        while _has_caption([cells for _, cells in rows]):
            yield from (block for cell in rows.pop(0)[1] for block in cell.blocks)
        has_header = _has_header(table, rows)
        yield WordTable(tuple(" | ".join(_columns(cells)) for _, cells in rows), has_header)
        yield from (text for _, cells in rows for cell in cells for text in cell.texts if text.note)

    def _rows(self, table: Element, reason: str | None) -> Iterator[tuple[Element, str | None]]:
        for element in table:
            match prefixed_name(element):
                case "w:tr":
                    properties = find_child(element, "w:trPr")
                    deleted, hidden = find_child(properties, "w:del"), find_child(properties, "w:hidden")
                    self._findings.changes += deleted is not None or find_child(properties, "w:ins") is not None
                    yield element, reason or (DELETED if deleted is not None else HIDDEN if switch(hidden) else None)
                case "w:sdt" | "w:sdtContent" | "w:customXml" | "w:ins" | "w:moveTo":
                    yield from self._rows(element, reason)

    def _cells(self, row: Element, reason: str | None) -> Iterator[_Cell]:
        """Give the cells of a row; one that is merged with the cell before or above shows nothing of its own."""
        before = number(find_child(row, "w:trPr", "w:gridBefore")) or 0
        if before > 0:
            yield _Cell((), min(before, _MOST_COLUMNS))
        self._open_cells += 1
        for element in _cell_elements(row):
            properties = find_child(element, "w:tcPr")
            why = reason or (DELETED if find_child(properties, "w:cellDel") is not None else None)
            if any(value(merged) != "restart" for name in _MERGED for merged in find_children(properties, name)):
                why = why or HIDDEN
            columns = number(find_child(properties, "w:gridSpan")) or 1
            yield _Cell(tuple(self.read(element, why)), max(1, min(columns, _MOST_COLUMNS)))
        self._open_cells -= 1


def _set_apart(blocks: list[WordBlock]) -> Iterator[WordBlock]:
    """Keep what is in a small box from heading the text after it."""
    is_column = sum(len(block.text.split()) for block in blocks if isinstance(block, Text)) >= _BOX_WORDS
    for block in blocks:
        yield block if is_column or not isinstance(block, Text) else replace(block, level=None, stands_apart=True)


def _indent(direct: int | None, label: Label | None, style: ParagraphStyle) -> int | None:
    listed = label.indent if label else None
    return next((indent for indent in (direct, listed, style.indent) if indent is not None), None)


def _cell_elements(row: Element) -> Iterator[Element]:
    for element in row:
        match prefixed_name(element):
            case "w:tc":
                yield element
            case "w:sdt" | "w:sdtContent" | "w:customXml":
                yield from _cell_elements(element)


def _is_layout(rows: list[tuple[_Cell, ...]]) -> bool:
    """Tell whether a table only places text on the page: its cells hold tables, sections or whole paragraphs."""
    cells = [cell for row in rows for cell in row]
    if len(cells) <= 1 or any(isinstance(block, WordTable) for cell in cells for block in cell.blocks):
        return True
    if any(text.level for cell in cells for text in cell.texts[:-1]):
        return True
    return all(len(row) == 1 for row in rows) and any(
        len(cell.blocks) > 1 or len(text.words.split()) > _CELL_WORDS for cell in cells for text in cell.texts
    )


def _has_caption(rows: list[tuple[_Cell, ...]]) -> bool:
    """Tell whether a table's first row is one cell over all columns, with the row of headers below it."""
    return len(rows) > 2 and len(rows[0]) == 1 < len(rows[1])


def _has_header(table: Element, rows: list[tuple[Element, tuple[_Cell, ...]]]) -> bool:
    """Tell whether the first row says what is in the columns.

    It does where it is marked so, and mostly else; not where the first column does so for the rows ("Phone: | 123").
    """
    if not rows or switch(find_child(rows[0][0], "w:trPr", "w:tblHeader")):
        return bool(rows)
    first, *others = [cell.texts for cell in rows[0][1]] or [[]]
    # In two columns, "Phone | 555 0100" names and says something already.
    is_entry = len(others) == 1 and any(letter.isdigit() for text in others[0] for letter in text.text)
    if len(rows) < 2 or is_entry or (first and first[-1].text.endswith(":")):
        return False
    names_columns = all(text.is_bold for texts in others for text in texts)
    names_rows = all(text.is_bold for _, cells in rows for text in cells[0].texts)
    if names_columns:
        return True
    look = find_child(table, "w:tblPr", "w:tblLook")
    return not names_rows and value(look, "firstRow") not in ("0", "false", "off")


def _columns(cells: Iterable[_Cell]) -> Iterator[str]:
    """Give a row's cells as text; one over several columns leaves the further ones empty."""
    cells = list(cells)
    for cell in cells:
        yield _join([text.words for text in cell.texts if not text.note])
        if len(cells) > 1:
            yield from [""] * (cell.columns - 1)


def _join(lines: list[str]) -> str:
    """Put the paragraphs of a cell on one line, but apart.

    >>> _join(["Adults", "Children.", "All"])
    'Adults; Children. All'
    """
    ends = (" " if line.endswith(_SENTENCE_ENDS) else "; " for line in lines[:-1])
    return "".join(line + end for line, end in zip(lines, [*ends, ""], strict=False))
