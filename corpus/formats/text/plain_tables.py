"""Tables of plain text: rows parted by tabs, by strokes, by dots that lead, or set in columns by spaces."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from corpus.formats.text.plain_lines import PlainLine, read_leader, read_marker
from corpus.parsed import Piece

_GAP = re.compile(r"(?<=[^\s.!?:]) {2,}(?=\S)|(?<=[.!?:]) {3,}(?=\S)")  # two after a sentence are a typist's habit
_MOST_COLUMNS = 12
_MOST_LETTERS = 2_000  # of a line that may be a row


def has_cells(text: str) -> bool:
    """Tell whether a line falls into cells."""
    return kind_of_row(text) is not None


def kind_of_row(text: str) -> str | None:
    """Tell what parts the cells of a line: a tab, "|", "." for dots that lead, a space; None where there is one."""
    if len(text) > _MOST_LETTERS or read_marker(text):
        return None
    if "|" in text.strip("|"):
        return "|"
    if "\t" in text:
        return "\t"
    if "..." in text or "…" in text or ". ." in text:
        return "." if read_leader(text) else None
    return " " if "  " in text and _GAP.search(text) else None


def find_tables(lines: Sequence[PlainLine]) -> list[tuple[int, int, str]]:
    """Find where rows of one kind stand together: from, to, kind. Two at least make a table."""
    kinds = [kind_of_row(line.text) for line in lines]
    for number in range(1, len(lines)):  # the rest of a cell, under it
        if kinds[number] is None and kinds[number - 1] == " " and lines[number].indent > lines[number - 1].indent + 2:
            kinds[number] = None if read_marker(lines[number].text) else " "
    found: list[tuple[int, int, str]] = []
    start = 0
    for end in range(1, len(lines) + 1):
        if end == len(lines) or kinds[end] != kinds[start]:
            kind = kinds[start]
            if kind and end - start > 1 and _is_regular(lines[start:end], kind):
                found.append((start, end, kind))
            start = end
    return found


def make_table(lines: Sequence[PlainLine], kind: str, ruled_below_first: bool) -> Piece:
    """Make a table of its lines; the first row is its header where a rule or the figures below tell so."""
    rows = _in_columns(lines) if kind == " " else _parted(lines, kind)
    return Piece("table", rows=tuple(map(" | ".join, rows)), has_header=ruled_below_first or _has_header(rows))


def _is_regular(lines: Sequence[PlainLine], kind: str) -> bool:
    if kind != " ":
        return kind == "." or max(len(row) for row in _parted(lines, kind)) <= _MOST_COLUMNS
    rows = [spans for line in lines if len(spans := _cell_spans(line)) > 1]
    edges = Counter(edge for spans in rows for edge in {edge for span in spans[1:] for edge in span})
    aligned = sum(any(edges[edge] > 1 for span in spans[1:] for edge in span) for spans in rows)
    columns = [len(spans) for spans in rows]
    return (
        len(rows) > 1
        and aligned >= 0.8 * len(rows)
        and max(columns) <= _MOST_COLUMNS
        and max(columns) - min(columns) <= max(columns) // 2
    )


def _parted(lines: Sequence[PlainLine], kind: str) -> list[list[str]]:
    if kind == ".":
        return [list(read_leader(line.text) or (line.text,)) for line in lines]
    rows = [line.text.strip("|").split(kind) if kind == "|" else line.text.split(kind) for line in lines]
    if kind == "\t" and len({len(row) for row in rows}) > 1:  # several tabs to reach the next column
        rows = [[cell for cell in row if cell.strip()] for row in rows]
    return [[cell.strip() for cell in row] for row in rows]


def _cell_spans(line: PlainLine) -> list[tuple[int, int]]:
    """Give from which column to which each cell reaches."""
    starts, ends = [0], []
    for gap in _GAP.finditer(line.text):
        ends.append(gap.start())
        starts.append(gap.end())
    ends.append(len(line.text))
    return [(line.indent + start, line.indent + end) for start, end in zip(starts, ends, strict=True)]


def _in_columns(lines: Sequence[PlainLine]) -> list[list[str]]:
    """Put each cell into the column that it overlaps; a line without a first cell goes on the row above."""
    spans = [_cell_spans(line) for line in lines]
    columns = _columns(spans)
    rows: list[list[str]] = []
    for line, cells in zip(lines, spans, strict=True):
        row = [""] * len(columns)
        for start, end in cells:
            place = _place(columns, start, end)
            text = line.text[start - line.indent : end - line.indent]
            row[place] = f"{row[place]} {text}".strip()
        if row[0] or not rows:
            rows.append(row)
        else:
            rows[-1] = [f"{above} {below}".strip() for above, below in zip(rows[-1], row, strict=True)]
    return rows


def _columns(rows: Sequence[Sequence[tuple[int, int]]]) -> list[tuple[int, int]]:
    """Give the columns of the widest row, each from the end of the one before to its own end."""
    widest = max(rows, key=len)
    starts = [min(cells[number][0] for cells in rows if len(cells) == len(widest)) for number in range(len(widest))]
    ends = [max(cells[number][1] for cells in rows if len(cells) == len(widest)) for number in range(len(widest))]
    return list(zip(starts, accumulate(ends, max), strict=True))


def _place(columns: Sequence[tuple[int, int]], start: int, end: int) -> int:
    def overlap(number: int) -> tuple[int, int]:
        first, last = columns[number]
        return min(end, last) - max(start, first), -abs(start - first)

    return max(range(len(columns)), key=overlap)


def _has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row names the columns: no figure in it and figures below, or words in three columns."""
    first, *others = rows
    if not all(first) or any(map(_has_digit, first)):
        return False
    figures = any(_has_digit(cell) for row in others for cell in row[1:])
    return (figures and all(any(map(_has_digit, row[1:])) for row in others[:1])) or len(first) > 2


def _has_digit(cell: str) -> bool:
    return any(map(str.isdigit, cell))
