"""Tables of a page: rows of cells, or the page's layout."""

from collections.abc import Callable, Iterator
from typing import Any

from corpus.formats.web.page_tree import Skipped, words_of

_SECTIONS = ("thead", "tbody", "tfoot")
CELL_TAGS = ("td", "th")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_WIDEST_SPAN = 60
_LONGEST_SPAN = 1_000
_MOST_COLUMNS = 200  # beyond which cells that reach down are not followed
_CELL_WORDS = 100  # more are prose that stands in a cell
_SHORT_CELL_WORDS = 12
_NESTING_CELL_WORDS = 30  # of a table that holds tables


def rows_of(table: Any, skipped: Skipped) -> list[Any]:
    """Give the table's own rows in the order in which a browser shows them, not those of tables within it."""
    parts: dict[str, list[Any]] = {"thead": [], "tbody": [], "tfoot": []}
    for section, row in _walk(table, "tbody", skipped):
        parts[section].append(row)
    return [row for name in _SECTIONS for row in parts[name]]


def _walk(element: Any, section: str, skipped: Skipped) -> Iterator[tuple[str, Any]]:
    for child in element:
        if child in skipped or child.tag in ("caption", "colgroup", "col", "table"):
            continue
        if child.tag == "tr":
            yield section, child
        elif child.tag not in CELL_TAGS:
            yield from _walk(child, child.tag if child.tag in _SECTIONS else section, skipped)


def cells_of(row: Any, skipped: Skipped) -> list[Any]:
    """Give the cells of a row that are seen."""
    return [child for child in row if child.tag in CELL_TAGS and child not in skipped]


def is_layout(table: Any, skipped: Skipped) -> bool:
    """Tell whether a table only places parts of the page beside each other."""
    rows = [cells_of(row, skipped) for row in rows_of(table, skipped)]
    if any(cell.tag == "th" for row in rows for cell in row) or table.find("caption") is not None:
        return False
    if table.get("role") in ("presentation", "none") or next(table.iter(*_HEADINGS), None) is not None:
        return True
    if max(map(len, rows), default=0) < 2:
        return True
    longest = _SHORT_CELL_WORDS if len(rows) == 1 else _CELL_WORDS
    if sum(1 for _ in table.iter("table")) > 1:
        longest = 0 if len(rows) == 1 else _NESTING_CELL_WORDS
    return any(len(words_of(cell).split()) > longest for row in rows for cell in row)


def has_header(rows: list[list[Any]], is_bold: Callable[[Any], bool]) -> bool:
    """Tell whether the first of several rows names the columns."""
    if len(rows) < 2 or not rows[0]:
        return False
    first = rows[0][0].getparent().getparent()
    if all(cell.tag == "th" for cell in rows[0]) or first.tag == "thead":
        return True
    return all(map(is_bold, filter(words_of, rows[0]))) and not all(map(is_bold, rows[1]))


def lay_rows(rows: list[list[tuple[str, int, int]]]) -> list[str]:
    """Write rows of (words, columns, rows) as lines, the words of a cell once, its other places empty.

    >>> lay_rows([[("Day", 1, 1), ("Open", 2, 1)], [("Mon", 1, 2), ("8-12", 1, 1), ("14-18", 1, 1)], [("9-12", 1, 1)]])
    ['Day | Open', 'Mon | 8-12 | 14-18', ' | 9-12']
    """
    lines = []
    below: list[int] = []  # for each column, how many more rows a cell from above takes
    for row in rows:
        line = _line(row, below)
        if any(line):
            lines.append(" | ".join(line))
    return lines


def _line(row: list[tuple[str, int, int]], below: list[int]) -> list[str]:
    line: list[str] = []
    for words, columns, span in row:
        while len(line) < len(below) and below[len(line)]:
            below[len(line)] -= 1
            line.append("")
        line.extend([words] + [""] * (columns - 1))
        if len(line) <= _MOST_COLUMNS:
            below.extend([0] * (len(line) - len(below)))
            below[len(line) - columns : len(line)] = [span - 1] * columns
    for column in range(len(line), len(below)):
        below[column] = max(0, below[column] - 1)
    while below and not below[-1]:
        below.pop()
    while line and not line[-1]:
        line.pop()
    return line


def span_of(cell: Any) -> tuple[int, int]:
    """Give how many columns and rows a cell takes; 0 rows are all that follow."""
    columns, rows = (_whole(cell.get(name)) for name in ("colspan", "rowspan"))
    return min(max(1, columns), _WIDEST_SPAN), min(rows or _LONGEST_SPAN, _LONGEST_SPAN)


def _whole(text: str | None) -> int:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
