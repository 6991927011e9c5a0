"""Workbooks of Office Open XML (.xlsx): their sheets as rows of what a person sees in the cells.

A sheet's cells are sparse in the file and stay so here: one cell at the far end of a sheet makes no row of
sixteen thousand.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from corpus.formats.archive import Archive, Relation, child, children, text_of
from corpus.formats.office.cells import join_cells
from corpus.formats.office.numberformat import GENERAL, built_in, format_number
from corpus.formats.properties import is_made_up
from corpus.parsed import FormatError, LeftOut
from corpus.reason import Reason

_MOST_ROWS = 50_000
_MOST_COLUMNS = 500
_MOST_CELLS = 1_000_000  # those counted in that are empty and stand before others in their row
_MOST_CHARACTERS = 20_000_000  # a string may stand in many cells
_MOST_COVERED = 300_000  # cells covered by others
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_HIDDEN = ("1", "true")


def check_cells(rows: int, columns: int, cells: int) -> None:
    """Refuse a sheet with more than is read."""
    for count, most, name in (
        (rows, _MOST_ROWS, Reason("rows")),
        (columns, _MOST_COLUMNS, Reason("columns")),
        (cells, _MOST_CELLS, Reason("cells")),
    ):
        if count > most:
            raise FormatError(Reason("has a sheet with more than {most} {name}; split it", most=most, name=name))


@dataclass(frozen=True, slots=True)
class SheetRow:
    """Hold the cells of a row, "" for empty ones; `index` is its place in the sheet, for gaps tell tables apart.

    A row is not whole where a cell is struck through and therefore left out.
    """

    index: int
    cells: tuple[str, ...]
    is_whole: bool = True

    def at(self, column: int) -> str:
        """Give the cell of a column, "" where the row ends before it."""
        return self.cells[column] if column < len(self.cells) else ""

    def filled(self) -> list[str]:
        """Give the cells that are not empty."""
        return [cell for cell in self.cells if cell]

    def line(self) -> str:
        """Give the cells that are not empty on one line."""
        return join_cells(self.filled())


@dataclass(frozen=True, slots=True)
class Sheet:
    """Hold a sheet's name, its rows that are not empty, and the words of its text boxes."""

    name: str
    rows: tuple[SheetRow, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """Hold the visible sheets of a workbook, and what is hidden in it."""

    sheets: tuple[Sheet, ...]
    title: str | None
    left_out: tuple[LeftOut, ...]
    doubts: tuple[str, ...]


def read_workbook(data: bytes) -> Workbook:
    """Read an .xlsx file; raises FormatError for what is none."""
    archive = Archive(data, Reason("an Excel workbook"), ".xlsx")
    main = archive.related("", "officeDocument") or "xl/workbook.xml"
    if not main.endswith("workbook.xml") or main not in archive:
        raise archive.damaged()
    book = archive.xml(main)
    reader = _SheetReader(archive, main, _is_true(next(book.iter("s:workbookPr"), Element("none")), "date1904"))
    relations = archive.relations(main)
    sheets = [
        sheet
        for entry in book.iter("s:sheet")
        if (sheet := reader.read(entry, relations.get(entry.get("r:id", "")))) is not None
    ]
    title = text_of(archive.optional_xml("docProps/core.xml"), "dc:title")
    return Workbook(
        tuple(sheets),
        None if is_made_up(title) else title or None,
        tuple(reader.left_out),
        tuple(reader.doubts()),
    )


class _SheetReader:
    """Read the sheets of one workbook, which share their strings and styles."""

    def __init__(self, archive: Archive, main: str, since_1904: bool) -> None:
        self._archive = archive
        self._since_1904 = since_1904
        self._strings = [_string(item) for item in children(self._part(main, "sharedStrings"), "s:si")]
        self._formats, self._struck = _styles(self._part(main, "styles"))
        self._seen: set[str] = set()
        self._hidden_rows = 0
        self._characters = 0
        self.left_out: list[LeftOut] = []

    def _part(self, main: str, type_: str) -> Element:
        name = self._archive.related(main, type_)
        return self._archive.xml(name) if name else Element("absent")

    def read(self, entry: Element, relation: Relation | None) -> Sheet | None:
        """Read a sheet; None for one that is hidden, or holds no cells but a chart."""
        if relation is None or relation.type != "worksheet" or relation.target in self._seen:
            return None
        if relation.target not in self._archive:
            return None
        self._seen.add(relation.target)
        root = self._archive.xml(relation.target)
        rows = tuple(self._rows(root))
        notes = tuple(self._notes(relation.target))
        if entry.get("state", "visible") == "visible":
            return Sheet(entry.get("name", ""), rows, notes)
        self._leave_out("hidden", "\n".join([*(row.line() for row in rows), *notes]))
        return None

    def doubts(self) -> Iterator[str]:
        """Say how many rows are hidden, for a filter that was left on hides them as well."""
        if self._hidden_rows:
            yield f"Hidden rows are not read ({self._hidden_rows}); show them if they should be quoted."

    def _rows(self, root: Element) -> Iterator[SheetRow]:
        hidden, covered = _hidden_columns(root), _covered(root)
        count = area = 0
        for index, element in enumerate(root.iter("s:row")):
            place = _index(element.get("r"), index + 1) - 1
            omitted = len(self.left_out)
            found = {column: text for column, text in self._cells(element) if (place, column) not in covered}
            is_whole = len(self.left_out) == omitted
            if not found:
                continue
            width = max(found) + 1
            count, area = count + 1, area + width
            check_cells(count, width, area)
            if _is_true(element, "hidden"):
                self._hidden_rows += 1
                self._leave_out("hidden", join_cells(found.values()))
                continue
            self._leave_out("hidden", join_cells(text for column, text in found.items() if column in hidden))
            cells = tuple("" if column in hidden else found.get(column, "") for column in range(width))
            if any(cells):
                yield SheetRow(place, cells, is_whole)

    def _cells(self, row: Element) -> Iterator[tuple[int, str]]:
        """Give the cells of a row that hold words, by column from 0."""
        column = -1
        for cell in children(row, "s:c"):
            column = _column(cell.get("r"), column + 1)
            style = _index(cell.get("s"))
            text = self._text(cell, style).strip()
            self._characters += len(text)
            if self._characters > _MOST_CHARACTERS:
                raise FormatError(Reason("has more text than is read; split it"))
            if text and style in self._struck:
                self._leave_out("struck through", text)
            elif text:
                yield column, text

    def _text(self, cell: Element, style: int) -> str:
        """Give what a person sees in a cell; of a formula, the value that was stored."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = child(cell, "s:is")
            return _string(inline) if inline is not None else ""
        stored = child(cell, "s:v")
        value = (stored.text or "") if stored is not None else ""
        if not value:
            return ""
        if kind == "s":
            index = _index(value, -1)
            return self._strings[index] if 0 <= index < len(self._strings) else ""
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind == "n":
            return self._number(value, style)
        return value[:10] if kind == "d" else _unescape(value)

    def _number(self, value: str, style: int) -> str:
        try:
            number = float(value)
        except ValueError:
            return value
        code = self._formats[style] if style < len(self._formats) else GENERAL
        return format_number(number, code, since_1904=self._since_1904) if math.isfinite(number) else value

    def _notes(self, part: str) -> Iterator[str]:
        """Give the words of text boxes that lie on a sheet."""
        drawing = self._archive.related(part, "drawing")
        if drawing:
            for paragraph in self._archive.xml(drawing).iter("a:p"):
                if words := "".join(text.text or "" for text in paragraph.iter("a:t")).strip():
                    yield words

    def _leave_out(self, reason: str, text: str) -> None:
        if text.strip():
            self.left_out.append(LeftOut(reason, text.strip()))


def _string(item: Element) -> str:
    """Give the words of a string, runs joined; what is struck through and how Japanese is spoken go."""
    parts = []
    for run in item:
        if run.tag == "s:t":
            parts.append(run.text or "")
        elif run.tag == "s:r":
            properties = child(run, "s:rPr")
            struck = child(properties, "s:strike") if properties is not None else None
            if struck is None or not _is_true(struck, "val", default="1"):
                parts += (text.text or "" for text in children(run, "s:t"))
    return _unescape("".join(parts))


def _unescape(text: str) -> str:
    """Turn what XML cannot hold, written as _x000D_, into what it stands for: line ends and the like, or nothing."""
    plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)) if int(match[1], 16) >= 32 else "\n", text)
    lines = (" ".join(line.split()) for line in plain.replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def _styles(root: Element) -> tuple[list[str], set[int]]:
    """Give the number format of each cell style, and the styles that strike words through."""
    own = {item.get("numFmtId"): item.get("formatCode", GENERAL) for item in root.iter("s:numFmt")}
    fonts = child(root, "s:fonts")
    struck_fonts = {
        str(index)
        for index, font in enumerate(children(fonts, "s:font") if fonts is not None else ())
        if (strike := child(font, "s:strike")) is not None and _is_true(strike, "val", default="1")
    }
    cells = child(root, "s:cellXfs")
    styles: Sequence[Element] = children(cells, "s:xf") if cells is not None else ()
    formats = [own.get(style.get("numFmtId")) or built_in(_index(style.get("numFmtId"))) for style in styles]
    return formats, {index for index, style in enumerate(styles) if style.get("fontId") in struck_fonts}


def _hidden_columns(root: Element) -> set[int]:
    hidden: set[int] = set()
    spent = 0
    for column in root.iter("s:col"):
        if _is_true(column, "hidden"):
            first, last = _index(column.get("min"), 1) - 1, min(_index(column.get("max"), 1), _MOST_COLUMNS)
            hidden.update(range(first, last))
            spent += max(last - first, 1)
            check_cells(0, 0, spent)
    return hidden


def _covered(root: Element) -> set[tuple[int, int]]:
    """Give the cells that others cover since they were merged; a few programs leave words in them."""
    covered: set[tuple[int, int]] = set()
    for merged in root.iter("s:mergeCell"):
        ends = [_REFERENCE.fullmatch(end) for end in merged.get("ref", "").split(":")]
        if len(ends) != 2 or ends[0] is None or ends[1] is None:
            continue
        (left, top), (right, bottom) = ((_letters(end[1]), int(end[2]) - 1) for end in ends if end)
        columns = range(left, min(right + 1, _MOST_COLUMNS))
        if len(covered) + (bottom - top + 1) * len(columns) > _MOST_COVERED:
            break
        covered.update((row, column) for row in range(top, bottom + 1) for column in columns)
        covered.discard((top, left))
    return covered


def _letters(column: str) -> int:
    """Turn a column's letters into its place from 0.

    >>> _letters("A"), _letters("AB")
    (0, 27)
    """
    place = 0
    for letter in column:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _column(reference: str | None, default: int) -> int:
    found = _REFERENCE.fullmatch(reference or "")
    return _letters(found[1]) if found else default


def _index(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else default


def _is_true(element: Element, name: str, default: str = "0") -> bool:
    return element.get(name, default) in _HIDDEN
