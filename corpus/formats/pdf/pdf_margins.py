"""What stands around the text of a page and is not quoted: heads and feet, page and line numbers, stamps, contents."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.formats.pdf.pdf_rows import PdfRow, make_row, make_rows
from corpus.formats.pdf.pdf_words import PdfPage, PdfWord
from corpus.parsed import LeftOut

_NUMBER = r"(?:\d{1,4}|[ivxlc]{1,6})"
_PAGE_NUMBER = re.compile(
    rf"[-–—|•[(]?\s*(?:(?:page|seite|p\.|pg\.?)\s*)?{_NUMBER}(?:\s*(?:of|/|von|\|)\s*\d{{1,4}})?\s*[-–—|•\])]?",
    re.IGNORECASE,
)
_LEADERS = re.compile(rf"(?:[.…_·]\s?){{4,}}\s*{_NUMBER}$", re.IGNORECASE)
_LISTED = re.compile(rf"\D.*\s{_NUMBER}$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:table of )?contents|inhalt(?:sverzeichnis)?|sommaire|índice", re.IGNORECASE)
_LONGEST_LEADER = 80  # characters of a line's end that are looked at
_MARGIN = 0.13  # of the page's height: where heads and feet stand
_EDGE_ROWS = 4  # from the top and from the bottom that can be heads or feet
_STAMP = 2.5  # times the type of the body: larger and pale is a stamp
_LARGE = 1.15  # times the type of the body
_SMALL = 0.92  # times the type of the body
_MOST_PAGES = 0.6  # of all pages
_SAME_HEIGHT = 3.0  # points


@dataclass(frozen=True, slots=True)
class CleanPage:
    """Hold the words of a page that are its text, and what was left out around them."""

    number: int
    words: tuple[PdfWord, ...]
    left_out: tuple[LeftOut, ...]


def body_size(words: Iterable[PdfWord]) -> float:
    """Give the type size of most letters."""
    letters = Counter[float]()
    for word in words:
        letters[round(word.size * 2) / 2] += len(word.text)
    return letters.most_common(1)[0][0] if letters else 10.0


def clean_pages(pages: Sequence[PdfPage], body: float) -> list[CleanPage]:
    """Take from all pages what is around their text."""
    rows = [make_rows(page.words) for page in pages]
    repeated = _repeated(pages, rows, body)
    return [_clean(page, page_rows, repeated, body) for page, page_rows in zip(pages, rows, strict=True)]


def _clean(page: PdfPage, rows: list[PdfRow], repeated: set[tuple[str, int]], body: float) -> CleanPage:
    rows, stamps = _without_stamps(rows, body)
    kept, heads = _without_edge(page, rows, repeated, body, "header")
    kept, feet = _without_edge(page, kept[::-1], repeated, body, "footer")
    kept, contents = _without_contents(kept[::-1])
    kept, numbers = _without_line_numbers(kept)
    words = tuple(word for row in kept for word in row.words)
    return CleanPage(page.number, words, (*page.left_out, *stamps, *heads, *feet, *contents, *numbers))


def _without_edge(
    page: PdfPage, rows: list[PdfRow], repeated: set[tuple[str, int]], body: float, side: str
) -> tuple[list[PdfRow], list[LeftOut]]:
    """Leave out the outermost rows that are a head, a foot or a page number; rows come from that edge inwards."""
    gone = []
    for row in rows[:_EDGE_ROWS]:
        if not _at_edge(page, row):
            break
        if _PAGE_NUMBER.fullmatch(row.text):
            gone.append(LeftOut("page number", row.text))
        elif _keys(row) & repeated:
            gone.append(LeftOut(f"page {side}", row.text))
        else:
            break
    for count in range(len(gone), 0, -1):
        if _is_parted(rows, count) or all(row.size < _SMALL * body for row in rows[:count]):
            return rows[count:], gone[:count]
    return rows, []


def _at_edge(page: PdfPage, row: PdfRow) -> bool:
    reach = _MARGIN * (page.top - page.bottom)
    return not page.bottom + reach < row.baseline < page.top - reach


def _is_parted(rows: Sequence[PdfRow], count: int) -> bool:
    """Tell whether the first rows are parted from the rest by more than the lines of the rest are."""
    gaps = [abs(one.baseline - other.baseline) for one, other in pairwise(rows[count - 1 : count + 6])]
    return not gaps or gaps[0] > max(1.4 * rows[count].size, 1.4 * min(gaps[1:], default=0))


def _repeated(pages: Sequence[PdfPage], rows: Sequence[Sequence[PdfRow]], body: float) -> set[tuple[str, int]]:
    """Find what stands at the same height at the edge of several pages, numbers aside.

    Two pages are enough for small type; what is larger than the body may be a heading that goes on ("Doses"). Where
    most pages have something at the height of a repeated row, all of that is a head: the names of chapters.
    """
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    needed: dict[tuple[str, int], float] = {}
    for page, page_rows in zip(pages, rows, strict=True):
        for row in (*page_rows[:_EDGE_ROWS], *page_rows[-_EDGE_ROWS:]):
            if _at_edge(page, row):
                most = len(pages) / 2 if row.size > _LARGE * body else 1
                for key in _keys(row):
                    seen[key].add(page.number)
                    needed[key] = max(needed.get(key, 1), most)
    repeated = {key for key, numbers in seen.items() if len(numbers) > needed[key]}
    at_height: dict[int, set[int]] = defaultdict(set)
    for (_, height), numbers in seen.items():
        at_height[height] |= numbers
    common = {height for _, height in repeated if len(at_height[height]) > max(2, _MOST_PAGES * len(pages))}
    return repeated | {key for key in seen if key[1] in common and needed[key] == 1}


def _keys(row: PdfRow) -> set[tuple[str, int]]:
    """Name a row by its words without numbers and by its height, which may differ by a few points."""
    name = re.sub(r"\d+", "#", row.text.casefold())
    height = row.baseline / _SAME_HEIGHT
    return {(name, int(height)), (name, round(height))}


def _without_stamps(rows: list[PdfRow], body: float) -> tuple[list[PdfRow], list[LeftOut]]:
    stamps = {id(row): row for row in rows if row.size > _STAMP * body and all(word.pale for word in row.words)}
    return [row for row in rows if id(row) not in stamps], [LeftOut("stamp", row.text) for row in stamps.values()]


def _without_contents(rows: list[PdfRow]) -> tuple[list[PdfRow], list[LeftOut]]:
    """Leave out a table of contents: lines with dots to a page number, or what is listed below "Contents"."""
    listed: list[PdfRow] = []
    within = False
    for row in rows:
        text = row.text
        if _CONTENTS.fullmatch(text.strip(" :")):
            within = True
            heading = row
        elif _LEADERS.search(text[-_LONGEST_LEADER:]) or (within and _LISTED.fullmatch(text)):
            listed.append(row)
        elif listed:
            within = False
    if len(listed) < 3:
        return rows, []
    if any(_CONTENTS.fullmatch(row.text.strip(" :")) for row in rows):
        listed.append(heading)
    gone = set(map(id, listed))
    text = "; ".join(re.sub(r"\s*(?:[.…_·]\s?){2,}", " … ", row.text) for row in listed)
    return [row for row in rows if id(row) not in gone], [LeftOut("table of contents", text)]


def _without_line_numbers(rows: list[PdfRow]) -> tuple[list[PdfRow], list[LeftOut]]:
    """Leave out numbers that count the lines at the left or the right edge of the page."""
    for end in (0, -1):
        numbered = [row for row in rows if row.words[end].text.isdecimal() and len(row.words[end].text) < 5]
        if len(numbered) < 6 or not _counts_lines([int(row.words[end].text) for row in numbered], len(rows)):
            continue
        if not _is_column([row.words[end] for row in numbered], rows, end):
            continue
        text = " ".join(row.words[end].text for row in numbered)
        shorter = {id(row): row.words[1:] if end == 0 else row.words[:-1] for row in numbered}
        kept = [make_row(words) for row in rows if (words := shorter.get(id(row), row.words))]
        return kept, [LeftOut("line number", text)]
    return rows, []


def _counts_lines(numbers: list[int], rows: int) -> bool:
    steps = Counter(after - before for before, after in pairwise(numbers))
    step, times = steps.most_common(1)[0]
    return step in (1, 2, 5, 10) and times >= 0.9 * (len(numbers) - 1) and len(numbers) * step >= 0.8 * rows


def _is_column(numbers: list[PdfWord], rows: list[PdfRow], end: int) -> bool:
    """Tell whether the numbers stand in a line of their own, with all other words to one side."""
    others = [word for row in rows for word in (row.words[1:] if end == 0 else row.words[:-1])]
    if not others:
        return False
    if end == 0:
        return max(word.right for word in numbers) < min(word.left for word in others)
    return min(word.left for word in numbers) > max(word.right for word in others)
