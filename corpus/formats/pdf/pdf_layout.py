"""The reading order of a page: columns by the gaps between them, tables by rows of short cells side by side.

Rows are taken from the top down as long as one gap, a gutter, runs through them all. Between two gutters stands a
column of prose, which is read to its end before the next, or the cells of a table, which are read row by row.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median_low

from corpus.formats.pdf.pdf_rows import PdfRow, join_words, make_row, make_rows
from corpus.formats.pdf.pdf_words import PdfWord

MARKER = re.compile(r"[•●◦○▪■□▫‣⁃∙·➢➤►▶✓✔❖–—*-]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{2,5})[.)]|\d{1,2}(?:\.\d{1,2})+\.?")

_ROUND = "o"  # what word processors put for a hollow bullet
_NARROWEST = 0.6  # of the type size: a gap that may be a gutter
_GUTTER = 0.8  # of the type size: a gap that is one
_MOST_OF = 0.8  # of a gutter: what a row must leave free
_PROSE_WORDS = 3.0  # in a line of a column, on average
_FULL = 0.6  # of its column's width: a line of prose
_ROW_PITCH = 1.35  # of the type size: closer lines are of one cell
_CLOSE = 0.9  # of the type size: closer rows stand side by side
_APART = 2.2  # of the type size: rows so far apart are not of one column
_PAUSE = 1.25  # of the usual pitch: a pause between rows
_LONGEST_CELL = 12  # lines, on average
_DEEPEST = 3  # columns within columns
_MOST_GAPS = 50  # in a row: no table has so many columns
_SAMPLE = 40  # rows that tell prose from cells

_Gap = tuple[float, float]
_EDGE = float("inf")


@dataclass(frozen=True, slots=True)
class PdfLine:
    """One line of a column; `left` and `right` are the column's edges, `column` tells columns apart."""

    row: PdfRow
    page: int
    column: int
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class PdfTable:
    """Rows of cells, from the top down; a cell is its lines."""

    rows: tuple[tuple[tuple[str, ...], ...], ...]
    page: int
    gutters: tuple[_Gap, ...]


@dataclass(slots=True)
class _Band:
    """Rows that follow each other and leave the same gaps free."""

    rows: list[PdfRow] = field(default_factory=list)
    free: list[_Gap] = field(default_factory=list)
    left: float = _EDGE
    right: float = -_EDGE
    side_by_side: bool = False

    def gutters(self) -> list[_Gap]:
        """Give the gaps with words on both sides."""
        return [gap for gap in self.free if self.left < gap[0] and gap[1] < self.right]

    def add(self, row: PdfRow, free: list[_Gap], *, several: bool) -> None:
        """Take one more row, which leaves these gaps."""
        close = bool(self.rows) and self.rows[-1].baseline - row.baseline < _CLOSE * row.size
        self.side_by_side |= close or several
        self.rows.append(row)
        self.free = free
        self.left, self.right = min(self.left, row.left), max(self.right, row.right)


def read_page(words: Iterable[PdfWord], page: int) -> list[PdfLine | PdfTable]:
    """Put the words of a page into reading order."""
    return _Reader(page).read(make_rows(words))


class _Reader:
    """Reads one page; numbers its columns."""

    def __init__(self, page: int) -> None:
        self._page = page
        self._columns = 0

    def read(self, rows: Sequence[PdfRow], depth: int = 0) -> list[PdfLine | PdfTable]:
        parts: list[PdfLine | PdfTable] = []
        single: list[PdfRow] = []
        bands = _bands(rows) if depth < _DEEPEST else [(list(rows), [])]
        edges = _edges(rows)
        for band, gutters in bands:
            if not gutters:
                single += band
                continue
            parts += self._lines(single, edges)
            single = []
            parts += self._table(band, gutters) if _is_table(band, gutters) else self._columns_of(band, gutters, depth)
        return parts + self._lines(single, edges)

    def _lines(self, rows: Iterable[PdfRow], edges: _Gap) -> list[PdfLine | PdfTable]:
        self._columns += 1
        return [PdfLine(row, self._page, self._columns, *edges) for row in rows]

    def _columns_of(self, band: Sequence[PdfRow], gutters: Sequence[_Gap], depth: int) -> list[PdfLine | PdfTable]:
        columns: list[list[PdfWord]] = [[] for _ in range(len(gutters) + 1)]
        for row in band:
            for index, cell in enumerate(_cells(row, gutters)):
                columns[index] += cell
        return [part for words in columns for part in self.read(make_rows(words), depth + 1)]

    def _table(self, band: Sequence[PdfRow], gutters: Sequence[_Gap]) -> list[PdfLine | PdfTable]:
        rows = [tuple(tuple(filter(None, cell)) for cell in row) for row in _table_rows(band, gutters)]
        return [PdfTable(tuple(rows), self._page, tuple(gutters))]


def _edges(rows: Sequence[PdfRow]) -> _Gap:
    """Find between which edges lines are set: where most begin, and where all but one of them end at the latest."""
    if not rows:
        return 0.0, 0.0
    left = Counter(round(row.left) for row in rows).most_common(1)[0][0]
    return float(left), sorted((row.right for row in rows), reverse=True)[: 3 if len(rows) > 5 else 1][-1]


def is_item(row: PdfRow) -> bool:
    """Tell whether a row begins with the marker of a list's item; an "o" is one where a wide gap follows."""
    if len(row.words) < 2:
        return False
    first, second = row.words[:2]
    is_round = first.text == _ROUND and second.left - first.right > _NARROWEST * row.size
    return is_round or MARKER.fullmatch(first.text) is not None


def _bands(rows: Sequence[PdfRow]) -> Iterator[tuple[list[PdfRow], list[_Gap]]]:
    """Part rows into bands, each with its gutters; those without are to be read as they stand."""
    waiting: list[PdfRow] = []
    for band, gutters in _first_bands(rows):
        if not gutters:
            waiting += band
            continue
        start = len(waiting)
        while start and _leaves_free(waiting[start - 1], gutters):
            start -= 1
        yield waiting[:start], []
        yield waiting[start:] + band, gutters
        waiting = []
    yield waiting, []


def _leaves_free(row: PdfRow, gutters: Sequence[_Gap]) -> bool:
    """Tell whether a row has words on both sides of gutters and leaves them free, if by a little less than others."""
    wide = [gap for gap in _gaps(row) if any(_covers(gap, gutter) for gutter in gutters)]
    return len(wide) == len(gutters)


def _first_bands(rows: Sequence[PdfRow]) -> Iterator[tuple[list[PdfRow], list[_Gap]]]:
    band = _Band()
    for row in rows:
        gaps = _free(row, band.gutters())
        shared = _intersect(band.free, gaps, _NARROWEST * row.size) if band.rows else gaps
        several = len(gaps) > 2
        if band.rows and (not _inner(shared, band, row) or _leaves(band, row, several=several)):
            yield from _close(band, more=True)
            gaps = _free(row)
            band, shared, several = _Band(), gaps, len(gaps) > 2
        band.add(row, shared, several=several)
    yield from _close(band, more=False)


def _inner(shared: Sequence[_Gap], band: _Band, row: PdfRow) -> bool:
    """Tell whether a row can join: alone side by side it may, but never by covering the band's gutters."""
    left, right = min(band.left, row.left), max(band.right, row.right)
    has_gutter = any(left < gap[0] and gap[1] < right for gap in shared)
    return has_gutter or not band.gutters()


def _leaves(band: _Band, row: PdfRow, *, several: bool) -> bool:
    """Tell whether a row begins something new: cells after lines, or a line that stands apart below a table."""
    gutters = band.gutters()
    if several and not band.side_by_side:
        return True
    if several or not gutters or not _is_table(band.rows[-_SAMPLE:], gutters):
        return False
    last = band.rows[-1]
    return (
        last.baseline - row.baseline > _APART * row.size or (row.bold and not last.bold) or row.size > 1.1 * last.size
    )


def _close(band: _Band, *, more: bool) -> Iterator[tuple[list[PdfRow], list[_Gap]]]:
    """Hand on a band: what stands on one side only before and after a table, or far below columns, is no part."""
    gutters = [gap for gap in band.gutters() if _parts(band.rows, gap)]
    if not gutters:
        yield band.rows, []
        return
    if not _is_table(band.rows, gutters):
        end = _end_of_columns(band.rows, gutters) if more else len(band.rows)
        yield band.rows[:end], gutters
        yield band.rows[end:], []
        return
    both = [index for index, row in enumerate(band.rows) if _sides(row, gutters) > 1]
    end = both[-1] + 1
    while (
        end < len(band.rows)
        and band.rows[end - 1].baseline - band.rows[end].baseline < _ROW_PITCH * band.rows[end].size
    ):
        end += 1
    yield band.rows[: both[0]], []
    yield band.rows[both[0] : end], gutters
    yield band.rows[end:], []


def _end_of_columns(rows: Sequence[PdfRow], gutters: Sequence[_Gap]) -> int:
    """Find where columns end that something wide follows: a line apart at the left belongs to what follows."""
    last = max(index for index, row in enumerate(rows) if row.right > gutters[-1][0])
    for index in range(last + 1, len(rows)):
        if rows[index - 1].baseline - rows[index].baseline > _APART * rows[index].size and len(rows) - index <= 3:
            return index
    return len(rows)


def _parts(rows: Sequence[PdfRow], gap: _Gap) -> bool:
    """Tell whether a gap is a gutter: wide, and with words on each side in at least two rows."""
    if gap[1] - gap[0] < _GUTTER * median_low(row.size for row in rows):
        return False
    left = sum(row.left < gap[0] for row in rows)
    right = sum(row.right > gap[1] for row in rows)
    return left > 1 and right > 1


def _sides(row: PdfRow, gutters: Sequence[_Gap]) -> int:
    return sum(map(bool, _cells(row, gutters)))


def _free(row: PdfRow, gutters: Sequence[_Gap] = ()) -> list[_Gap]:
    """Find the gaps that a row leaves, the page's edges included.

    In a justified line all gaps are wide, so a gap must be wide beside the row's narrow ones, or very wide, or leave
    a gutter of the rows above free.
    """
    found = _gaps(row)
    usual = sorted(gap[1] - gap[0] for gap in found)[len(found) // 4] if found else 0.0
    least = max(_NARROWEST * row.size, min(1.8 * usual, 1.2 * row.size))
    wide = [gap for gap in found if gap[1] - gap[0] >= least or any(_covers(gap, gutter) for gutter in gutters)]
    return [(-_EDGE, row.left), *(wide if len(wide) <= _MOST_GAPS else ()), (row.right, _EDGE)]


def _gaps(row: PdfRow) -> list[_Gap]:
    """Find the gaps between the words of a row; none after the marker of a list's item."""
    found: list[_Gap] = []
    right, after_marker = row.left, False
    for word in row.words:
        if word.left > right and not after_marker:
            found.append((right, word.left))
        begins = word is row.words[0] or word.left > right + row.size
        after_marker = begins and (word.text == _ROUND or MARKER.fullmatch(word.text) is not None)
        right = max(right, word.right)
    return found


def _covers(gap: _Gap, gutter: _Gap) -> bool:
    """Tell whether a gap leaves most of a gutter free."""
    return min(gap[1], gutter[1]) - max(gap[0], gutter[0]) >= _MOST_OF * (gutter[1] - gutter[0])


def _intersect(one: Sequence[_Gap], other: Sequence[_Gap], narrowest: float) -> list[_Gap]:
    """Find what two lists of gaps have in common.

    >>> _intersect([(0, 5), (8, 12)], [(4, 9)], 1)
    [(4, 5), (8, 9)]
    """
    found = []
    first = second = 0
    while first < len(one) and second < len(other):
        left, right = max(one[first][0], other[second][0]), min(one[first][1], other[second][1])
        if right - left >= narrowest:
            found.append((left, right))
        if one[first][1] < other[second][1]:
            first += 1
        else:
            second += 1
    return found


def _cells(row: PdfRow, gutters: Sequence[_Gap]) -> list[list[PdfWord]]:
    """Part the words of a row by gutters."""
    cells: list[list[PdfWord]] = [[] for _ in range(len(gutters) + 1)]
    index = 0
    for word in row.words:
        while index < len(gutters) and word.left >= gutters[index][1] - 0.1:
            index += 1
        cells[index].append(word)
    return cells


def _is_table(rows: Sequence[PdfRow], gutters: Sequence[_Gap]) -> bool:
    """Tell whether gutters part the cells of a table: two rows at least have several, and they are no prose."""
    if sum(_sides(row, gutters) > 1 for row in rows) < 2:
        return False
    return not _is_prose(rows, gutters) or _is_parted_across(rows, gutters)


def _is_parted_across(rows: Sequence[PdfRow], gutters: Sequence[_Gap]) -> bool:
    """Tell whether the columns pause together again and again, and begin anew side by side: rows of long cells."""
    pitches = [above.baseline - row.baseline for above, row in pairwise(rows)]
    usual = median_low(pitches) * _PAUSE
    begins = [row for pitch, row in zip(pitches, rows[1:], strict=True) if pitch > max(usual, _ROW_PITCH * row.size)]
    return (
        len(begins) > 1 and len(rows) < _LONGEST_CELL * len(begins) and all(_sides(row, gutters) > 1 for row in begins)
    )


def _is_prose(rows: Sequence[PdfRow], gutters: Sequence[_Gap]) -> bool:
    """Tell whether gutters part columns of prose: most lines have several words and fill their column."""
    lines = [(index, make_row(cell)) for row in rows for index, cell in enumerate(_cells(row, gutters)) if cell]
    widths = [0.0] * (len(gutters) + 1)
    lefts = [_EDGE] * (len(gutters) + 1)
    for index, line in lines:
        lefts[index] = min(lefts[index], line.left)
        widths[index] = max(widths[index], line.right - lefts[index])
    if len(lines) < 2 * len(widths) + 2:
        return False
    full = sum(line.right - lefts[index] > _FULL * widths[index] and len(line.words) >= 3 for index, line in lines)
    counts = [[len(line.words) for at, line in lines if at == index] for index in range(len(widths))]
    return full > _FULL * len(lines) and all(sum(of) >= _PROSE_WORDS * len(of) for of in counts if of)


def _table_rows(band: Sequence[PdfRow], gutters: Sequence[_Gap]) -> list[list[list[str]]]:
    """Gather lines into rows of cells, each a list of lines.

    A line goes on with the row above where it stands closer to it than rows do, or has nothing in its first cell.
    """
    pitches = [(above.baseline - row.baseline) / row.size for above, row in pairwise(band)]
    spaced = max(pitches, default=0) > 1.25 * min(pitches, default=0)
    limit = min(_ROW_PITCH, sum(pitches) / len(pitches)) if pitches else 0.0
    result: list[list[list[str]]] = []
    for pitch, row in zip([_EDGE, *pitches], band, strict=True):
        cells = [join_words(cell) for cell in _cells(row, gutters)]
        is_rest = not cells[0] or (sum(map(bool, cells)) == 1 and cells[0][0].islower())
        goes_on = pitch <= _ROW_PITCH and (pitch <= limit if spaced else is_rest)
        if result and goes_on:
            for gathered, cell in zip(result[-1], cells, strict=True):
                gathered.append(cell)
        else:
            result.append([[cell] for cell in cells])
    return result
