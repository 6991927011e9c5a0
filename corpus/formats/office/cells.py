"""Rows of cells -> the rows of a table piece."""

import re
from collections.abc import Iterable, Sequence

from corpus.parsed import Piece

_NUMBER = re.compile(r"[^\w]*\d[\d.,:/ -]*[^\w]*")
_LONGEST_NUMBER = 40  # characters
_YEAR = re.compile(r"(?:19|20)\d\d")


def table(rows: Sequence[Sequence[str]], *, has_header: bool | None = None, page: int | None = None) -> Piece | None:
    """Make a table of rows of cells, empty rows and the empty ends of rows left out; None where nothing is left.

    Cells stay in their columns. Where nobody says whether the first row is a header row, its words decide.
    """
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        return None
    if has_header is None:
        has_header = len(filled) > 1 and is_header(filled[0])
    return Piece("table", rows=tuple(map(join_cells, filled)), has_header=has_header, page=page)


def join_cells(cells: Iterable[str]) -> str:
    r"""Write the cells of a row on one line.

    >>> join_cells(["Tea", "", "two\nminutes", ""])
    'Tea |  | two minutes'
    """
    words = [" ".join(cell.split()) for cell in cells]
    while words and not words[-1]:
        words.pop()
    return " | ".join(words)


def is_header(row: Sequence[str]) -> bool:
    """Tell whether a row reads like names of columns: mostly words, or years, rather than numbers."""
    filled = [cell.strip() for cell in row if cell.strip()]
    return 2 * sum(is_number(cell) and not _YEAR.fullmatch(cell) for cell in filled) < len(filled)


def is_number(cell: str) -> bool:
    """Tell whether a cell holds a number or a date, with a sign or a currency at most."""
    return len(cell) <= _LONGEST_NUMBER and _NUMBER.fullmatch(cell) is not None
