"""Values parted by commas, semicolons, tabs or bars (.csv, .tsv), read as a sheet."""

import csv
import io
import re
from collections import Counter

from corpus.formats.office.spreadsheet import document_of
from corpus.formats.office.workbook import Sheet, SheetRow, check_cells
from corpus.formats.text.encoding import decode
from corpus.parsed import FormatError, ParsedDocument
from corpus.reason import Reason

_DELIMITERS = ",;\t|"
_NONE = "\x1f"  # a delimiter that no text has
_MOSTLY = 0.8
_SAMPLE = 65_536  # characters that tell the delimiter
_SAMPLE_ROWS = 200
_SEPARATOR_LINE = re.compile(r"sep=([,;\t|])\n", re.IGNORECASE)  # so Excel names the delimiter


def read(data: bytes) -> ParsedDocument:
    """Read rows of values, parted by whichever delimiter fits; raises FormatError for what is no text."""
    rows, doubts = _split(decode(data))
    filled = tuple(SheetRow(index, row) for index, row in enumerate(rows) if any(row))
    return document_of((Sheet("", filled),), None, (), doubts)


def _split(text: str) -> tuple[list[tuple[str, ...]], tuple[str, ...]]:
    """Split text into rows of cells; quotation marks that do not pair are read as they stand, and that is said."""
    named = _SEPARATOR_LINE.match(text)
    text = text[named.end() :] if named else text
    delimiter = named[1] if named else _delimiter(text)
    try:
        return _rows(text, delimiter, csv.QUOTE_MINIMAL), ()
    except csv.Error:
        doubt = "Quotation marks in it do not pair, so they are quoted as they stand; look at its cells."
        try:
            return _rows(text, delimiter, csv.QUOTE_NONE), (doubt,)
        except csv.Error as error:
            raise FormatError(Reason("is no table of values; save it as CSV anew")) from error


def _rows(text: str, delimiter: str, quoting: int, most: int | None = None) -> list[tuple[str, ...]]:
    source = io.StringIO(text, newline="")
    reader = csv.reader(source, delimiter=delimiter, quoting=quoting, strict=True)  # type: ignore[arg-type]
    rows: list[tuple[str, ...]] = []
    cells = widest = 0
    for row in reader:
        rows.append(tuple(cell.strip() for cell in row))
        cells += len(row)
        widest = max(widest, len(row))
        check_cells(len(rows), widest, cells)
        if len(rows) == most:
            break
    return rows


def _delimiter(text: str) -> str:
    """Choose the delimiter that parts most rows into the same number of cells; a single column has none."""
    sample = text[:_SAMPLE]
    fits = {delimiter: _fit(sample, delimiter) for delimiter in _DELIMITERS if not _is_prose(sample, delimiter)}
    best = max(fits, key=lambda delimiter: fits[delimiter], default=_NONE)
    return best if fits.get(best, (0.0, 0))[1] else _NONE


def _is_prose(sample: str, delimiter: str) -> bool:
    """Tell whether a delimiter is punctuation: the first line has none, and after most there is a space."""
    first = sample.lstrip().partition("\n")[0]
    return delimiter not in first and sample.count(f"{delimiter} ") >= _MOSTLY * sample.count(delimiter)


def _fit(sample: str, delimiter: str) -> tuple[float, int]:
    """Give the share of rows that have the commonest number of cells, and that number; nothing where it is one."""
    try:
        rows = _rows(sample, delimiter, csv.QUOTE_MINIMAL, _SAMPLE_ROWS)
    except csv.Error:  # a sample may end within quotation marks
        rows = [tuple(line.split(delimiter)) for line in sample.split("\n")[:_SAMPLE_ROWS]]
    except FormatError:
        return 0.0, 0
    widths = Counter(len(row) for row in rows if any(row))
    width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(1, 0))
    return (count / widths.total(), width) if width > 1 else (0.0, 0)
