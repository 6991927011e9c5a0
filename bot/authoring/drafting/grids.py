"""Ask for a cell of a table by its row and column."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.authoring.drafting.candidate import (
    LEAST,
    LONGEST_OPTION,
    POOL,
    TOO_FEW,
    Candidate,
    Found,
    Kind,
    fitting,
    terms_of,
)
from bot.authoring.drafting.parts import Table, shown_text
from bot.authoring.drafting.quantities import MOST_TIMES, NUMBER, number_of

_ABOUT_THE_FILE = re.compile(
    r"\b(?:version|revis\w+|author|approved|issue date|issued|effective|document|owner|changes?|change log|review date"
    r"|signature|telephone|phone|e-?mail|page|link|url|https?)\b",
    re.IGNORECASE,
)
_NO_KEY = re.compile(r"://|www\.|\S@\S|^\(.*\)\W*$|:$|[<{]")
_CODE = re.compile(r"[A-Z]{0,3}[-.]?\d+[a-z]?\.?")
_LABELLED = re.compile(r"(?P<label>[^\W\d_][^:.;|]{1,40}):\s+(?P<text>\S.*)")
_NUMERIC = re.compile(r"(?:[^\W\d]{1,2}\b|[^\w]|\d)*\d(?:[^\W\d]{1,2}\b|[^\w]|\d)*(?:[^\W\d]{3,} ?)?[^\w]*")
_LONGEST_LABEL = 80
_LONGEST_HEADER = 8  # words
_LEAST_ROWS = 3


def ask_for_cells(tables: Sequence[Table]) -> Found:
    """Yield candidates for each row of each table that names something and tells something of it."""
    for number, table in enumerate(tables):
        header = table.rows[0] if _is_header(table) else ()
        width = max(map(len, table.rows))
        rows = [(row, source) for row, source in zip(table.rows, table.sources, strict=True) if row is not header]
        if header:  # the last cell is not written where it is empty
            rows = [((*row, "") if len(row) == width - 1 else row, source) for row, source in rows]
        rows = [(row, source) for row, source in rows if len(row) == width and row[0]]
        named = len(header) == width > 1 and len(set(header)) == width if header else width == 2
        if not named or len(rows) < _LEAST_ROWS or header[:1] == ("",):
            yield "table of another shape"
        elif sum(bool(_ABOUT_THE_FILE.search(cell)) for cell in (*header, *(row[0] for row, _ in rows))) > 1:
            yield "table on the file itself"
        else:
            yield from _ask_rows(table, f"table {number}", header or ("", ""), rows)


def _ask_rows(table: Table, part: str, header: Sequence[str], rows: Sequence[tuple[Sequence[str], str]]) -> Found:
    first = 1 if len(header) > 2 and all(_CODE.fullmatch(row[0]) for row, _ in rows) else 0
    asked = [c for c in range(first + 1, len(header)) if not _ABOUT_THE_FILE.search(header[c])]
    labels = Counter(row[first].casefold() for row, _ in rows)
    for place, (row, source) in enumerate(rows):
        name = row[first]
        if not name or name[-1] == "?" or labels[name.casefold()] > 1 or len(name) > _LONGEST_LABEL:
            yield "row without a name of its own"
            continue
        keys = [c for c in asked if _can_be_key(row[c]) and not terms_of(name) & terms_of(row[c])]
        keys = [c for c in keys if not _is_short_for(row[c], name)]
        found = [(c, wrong) for c in keys if len(wrong := _others([r[c] for r, _ in rows], row[c], place)) >= LEAST]
        if not found:
            yield TOO_FEW
        for rank, (c, wrong) in enumerate(_turned(found, place)):
            under = f"under “{header[c]}” for" if header[c] else "beside"
            question = f"In the table on “{table.place.name}”, what stands {under} “{name}”?"
            yield Candidate(Kind.CELL, part, table.topic, question, row[c], wrong, source, worth=3.0 - 0.5 * rank)


def _turned(found: Sequence[tuple[int, tuple[str, ...]]], by: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the columns, beginning with another one in each row, so that not all rows are asked for the same."""
    at = by % len(found) if found else 0
    yield from (*found[at:], *found[:at])


def _is_header(table: Table) -> bool:
    """Return whether the first row names the columns: all filled (but for the first), short, without figures."""
    first = table.rows[0]
    short = all(len(cell.split()) <= _LONGEST_HEADER and not re.search(r"\d", cell) for cell in first)
    return short and all(first[1:])


def _can_be_key(cell: str) -> bool:
    return any(map(str.isalnum, cell)) and 1 < len(cell) <= LONGEST_OPTION and not _NO_KEY.search(cell)


def _is_short_for(key: str, label: str) -> bool:
    """Return whether a key is written with letters of its label, in their order, as "GUN" for "Gundagai"."""
    letters = iter(label.casefold())
    return key[0] == label[0] and all(letter in letters for letter in key.casefold() if letter.isalnum())


def _others(column: Sequence[str], key: str, place: int) -> tuple[str, ...]:
    """Return the other values of a column that can stand beside the key, the nearest rows first."""
    near = sorted(range(len(column)), key=lambda i: abs(i - place))
    values = (column[i] for i in near if i != place and _can_be_key(column[i]) and _are_near(column[i], key))
    return fitting(values, key)[:POOL]


def _are_near(one: str, other: str) -> bool:
    """Return whether two cells are written alike and of similar size, if either is little more than numbers.

    >>> _are_near("£46.00", "£2.00"), _are_near("£46.00", "£31.00"), _are_near("2 h", "Oak")
    (False, True, False)
    """
    if not any(_NUMERIC.fullmatch(cell) for cell in (one, other)):
        return True
    if re.sub(r"\d+", "0", one).removesuffix("s") != re.sub(r"\d+", "0", other).removesuffix("s"):
        return False
    first, second = (number_of(NUMBER.search(cell)[0]) for cell in (one, other))  # type: ignore[index]
    return len(re.findall(r"\d+:\d\d", one)) > 0 or max(first, second) <= MOST_TIMES * min(first, second)


def read_label(row: str) -> tuple[str, str] | None:
    """Return the label and the text of "Label: text" or "Label – text", or None.

    >>> read_label("Class: Biguanide"), read_label("Wash your hands.")
    (('Class', 'Biguanide'), None)
    """
    match = _LABELLED.fullmatch(re.sub(r"^([^:.;|–]{2,60}) [–—-] (?=\S)", r"\1: ", shown_text(row), count=1))
    return (match["label"].strip(" *"), match["text"]) if match else None
