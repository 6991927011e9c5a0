"""Ask for a cell of a table; sections that repeat the same labels ("Class: ...") are read as a table, too."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

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
from bot.authoring.drafting.parts import Listing, Table, shown_text
from bot.authoring.drafting.quantities import MOST_TIMES, NUMBER, number_of

_ABOUT_THE_FILE = re.compile(
    r"\b(?:version|revis\w+|author|approved|issue date|issued|effective|document|owner|changes?|change log|review date"
    r"|signature|telephone|phone|e-?mail|page|link|url|https?)\b",
    re.IGNORECASE,
)
_NO_KEY = re.compile(r"://|www\.|\S@\S|^\(.*\)\W*$|:$|[<{]")
_CODE = re.compile(r"[A-Z]{0,3}[-.]?\d+[a-z]?\.?")
_LABELLED = re.compile(r"(?P<label>[^\W\d_][^:.;|]{1,40}):\s+(?P<text>\S.*)")
_OF_QUALITIES = re.compile(r"(?:feature|aspect|property|characteristic|criteri(?:on|a)|attribute)s?|", re.IGNORECASE)
"""Matches the first cell of a table whose rows tell different qualities, which are no choice beside each other."""
_NUMERIC = re.compile(r"(?:[^\W\d]{1,2}\b|[^\w]|\d)*\d(?:[^\W\d]{1,2}\b|[^\w]|\d)*(?:[^\W\d]{3,} ?)?[^\w]*")
_LONGEST_LABEL = 80
_LONGEST_HEADER = 8  # words
_LEAST_ROWS = 3
_ALIKE = 0.6  # share of words from which on two cells say nearly the same


def ask_for_cells(tables: Sequence[Table], lists: Sequence[Listing]) -> Found:
    """Yield a candidate for each row of each table that names something and tells something of it."""
    for number, table in enumerate(tables):
        yield from _ask_table(table, f"table {number}")
    yield from _ask_records(lists)


def _ask_table(table: Table, part: str) -> Found:
    header = table.rows[0] if _is_header(table) else ()
    if header and (len(set(header)) < len(header) or _OF_QUALITIES.fullmatch(header[0])):
        yield "table of another shape"
        return
    rows = [(row, source) for row, source in zip(table.rows, table.sources, strict=True) if row is not header]
    width = max(map(len, table.rows))
    if header:  # the last cell is not written where it is empty
        rows = [((*row, "") if len(row) == width - 1 else row, source) for row, source in rows]
    rows = [(row, source) for row, source in rows if len(row) == width and row[0]]
    if len(rows) < _LEAST_ROWS or width < 2 or (header and len(header) != width) or (not header and width > 2):
        yield "table of another shape"
        return
    if len([1 for cell in (*header, *(row[0] for row, _ in rows)) if _ABOUT_THE_FILE.search(cell)]) > 1:
        yield "table on the file itself"
        return
    first = 1 if width > 2 and all(_CODE.fullmatch(row[0]) for row, _ in rows) else 0
    labels = Counter(row[first].casefold() for row, _ in rows)
    for place, (row, source) in enumerate(rows):
        if (
            not row[first]
            or row[first][-1] == "?"
            or labels[row[first].casefold()] > 1
            or len(row[first]) > _LONGEST_LABEL
        ):
            yield "row without a name of its own"
            continue
        columns = [c for c in range(first + 1, width) if not (header and _ABOUT_THE_FILE.search(header[c]))]
        found = [(c, _others([r[c] for r, _ in rows], row[c], place)) for c in columns if _can_be_key(row[c])]
        told = terms_of(row[first])
        found = [(c, wrong) for c, wrong in found if len(wrong) >= LEAST and not told & terms_of(row[c])]
        found = [(c, wrong) for c, wrong in found if not _is_short_for(row[c], row[first])]
        found = [(c, wrong) for c, wrong in found if not header or header[c]]
        if not found:
            yield TOO_FEW
        for rank, (c, wrong) in enumerate(_turned(found, place)):
            asked = (
                f"what stands under “{header[c]}” for “{row[first]}”"
                if header
                else f"what stands beside “{row[first]}”"
            )
            question = f"In the table on “{table.place.name}”, {asked}?"
            yield Candidate(Kind.CELL, part, table.topic, question, row[c], wrong, source, worth=3.0 - 0.5 * rank)


def _turned(found: Sequence[tuple[int, tuple[str, ...]]], by: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the columns, beginning with another one in each row, so that not all rows are asked for the same."""
    at = by % len(found) if found else 0
    yield from (*found[at:], *found[:at])


def _is_header(table: Table) -> bool:
    """Return whether the first row names the columns: all its cells are filled and short words without figures."""
    first = table.rows[0]
    filled = all(cell or not at for at, cell in enumerate(first))
    plain = filled and all(len(cell) <= _LONGEST_LABEL and not re.search(r"\d", cell) for cell in first)
    if len(first) > 2:
        return plain
    later = [row for row in table.rows[1:] if len(row) == len(first)]
    short = all(len(cell.split()) <= _LONGEST_HEADER for cell in first)
    return plain and short and not any(set(row) & set(first) for row in later)


def _can_be_key(cell: str) -> bool:
    return any(map(str.isalnum, cell)) and 1 < len(cell) <= LONGEST_OPTION and not _NO_KEY.search(cell)


def _is_short_for(key: str, label: str) -> bool:
    """Return whether a key is written with letters of its label, in their order, from the first.

    >>> _is_short_for("GUN", "Gundagai"), _is_short_for("F-OABC", "FOABC"), _is_short_for("tea", "Mint tea")
    (True, True, False)
    """
    short, full = (re.sub(r"[\W_]", "", text).casefold() for text in (key, label))
    letters = iter(full)
    return short[:1] == full[:1] and " " not in key and all(letter in letters for letter in short)


def _others(column: Sequence[str], key: str, place: int) -> tuple[str, ...]:
    """Return the other values of a column that differ from the key in most words, the nearest rows first."""
    near = sorted(range(len(column)), key=lambda i: abs(i - place))
    values = (column[i] for i in near if i != place and _can_be_key(column[i]) and _are_near(column[i], key))
    return tuple(islice((v for v in fitting(values, key) if not _alike(v, key)), POOL))


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


def _alike(one: str, other: str) -> bool:
    """Return whether two cells say nearly the same, or one says all that the other does and more."""
    first, second = terms_of(one), terms_of(other)
    if re.search(r"\d", one + other) and len(first) < 4:
        return False
    shared = len(first & second)
    return bool(shared) and (shared == min(len(first), len(second)) or shared >= _ALIKE * len(first | second))


def read_label(row: str) -> tuple[str, str] | None:
    """Return the label and the text of "Label: text" or "Label – text", or None.

    >>> read_label("Class: Biguanide"), read_label("Wash your hands.")
    (('Class', 'Biguanide'), None)
    """
    match = _LABELLED.fullmatch(re.sub(r"^([^:.;|–]{2,60}) [–—-] (?=\S)", r"\1: ", shown_text(row), count=1))
    return (match["label"].strip(" *"), match["text"]) if match else None


def _ask_records(lists: Sequence[Listing]) -> Found:
    """Ask what sections tell under a label that three sections or more have."""
    records: defaultdict[str, list[tuple[Listing, str, str]]] = defaultdict(list)
    for listing in lists:
        for row in listing.rows:
            if not listing.lead and listing.path and (read := read_label(row)):
                records[read[0]].append((listing, read[1], row))
    for label, found in records.items():
        if len({listing.topic for listing, _, _ in found}) < _LEAST_ROWS or _ABOUT_THE_FILE.search(label):
            continue
        for place, (listing, text, row) in enumerate(found):
            wrong = _others([other for _, other, _ in found], text, place) if _can_be_key(text) else ()
            if len(wrong) < LEAST:
                yield TOO_FEW
                continue
            question = f"What does the {listing.place} give as “{label}”?"
            yield Candidate(Kind.CELL, f"label {label}", listing.topic, question, text, wrong, row, worth=2.9)
