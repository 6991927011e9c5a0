"""PDFs that hold text: words with their places (PDFium) -> columns, tables, paragraphs, headings.

The reader runs in the confined process only; `pdf_words.py` says why. What each step does stands in the module of
its name: words, margins, layout, blocks, headings.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from corpus.formats.pdf.pdf_blocks import PdfBlock, join_pdf_lines, make_blocks, whole_lines
from corpus.formats.pdf.pdf_headings import Headings, find_pdf_headings
from corpus.formats.pdf.pdf_hyphens import Hyphens
from corpus.formats.pdf.pdf_layout import read_page
from corpus.formats.pdf.pdf_margins import CleanPage, body_size, clean_pages
from corpus.formats.pdf.pdf_words import PdfPage, open_pages
from corpus.formats.properties import split_list
from corpus.formats.stated_dates import find_dates
from corpus.parsed import FormatError, LeftOut, ParsedDocument, Piece
from corpus.reason import Reason

_CLAUSE = re.compile(r"(\d{1,3}(?:\.\d{1,3})+)\.?\s")
_CLAUSE_OF_HEADING = re.compile(r"(\d{1,3}(?:\.\d{1,3})*)[.)]?\s")
_LEVEL_INDENT = 0.8  # of the type size: how much further in an item of the next level stands


def read(data: bytes) -> ParsedDocument:
    """Read a PDF article. A scan holds no text and is refused."""
    pages, properties = open_pages(data)
    if not any(page.words for page in pages):
        raise FormatError(Reason("holds no text (a scan?); run text recognition on it first"))
    body = body_size(word for page in pages for word in page.words)
    clean = clean_pages(pages, body)
    blocks = make_blocks([part for page in clean for part in read_page(page.words, page.number)], body)
    hyphens = Hyphens(whole_lines(blocks))
    texts = [join_pdf_lines((line.row.text for line in block.lines), hyphens) for block in blocks]
    headings = find_pdf_headings(blocks, texts, body, properties.get("Title"))
    left_out = tuple(_left_out(clean))
    dates = find_dates(_lines_with_dates(blocks, left_out, len(pages)))
    return ParsedDocument(
        pieces=tuple(_pieces(blocks, texts, headings, hyphens)),
        title=headings.title,
        title_from=headings.title_from,
        published=dates.published,
        published_from=f'a line of the document ("{dates.published_label}")' if dates.published else None,
        review=dates.review,
        topics=split_list(properties.get("Keywords", "")),
        pages=len(pages),
        left_out=left_out,
        doubts=tuple(_doubts(pages)),
    )


def _pieces(blocks: Sequence[PdfBlock], texts: Sequence[str], headings: Headings, hyphens: Hyphens) -> Iterator[Piece]:
    """Make pieces of blocks; the items of a list are one piece, as a table is that goes on over a page's end."""
    items: list[tuple[PdfBlock, str]] = []
    table: list[PdfBlock] = []
    for block, text in zip(blocks, texts, strict=True):
        is_heading = id(block) in headings.levels
        if items and (block.marker_left is None or is_heading or _is_other_list(items[-1], block, text)):
            yield _list(items)
            items = []
        if table and not _same_table(table[-1], block):
            yield _table(table, hyphens)
            table = []
        if id(block) in headings.title_blocks:
            continue
        if is_heading:
            yield Piece(
                "heading", text, headings.levels[id(block)], page=block.page, clause=_clause(text, _CLAUSE_OF_HEADING)
            )
        elif block.table:
            table.append(block)
        elif block.marker_left is not None and not _CLAUSE.match(text):
            items.append((block, text))
        else:
            yield Piece("paragraph", text, page=block.page, clause=_clause(text, _CLAUSE))
    if items:
        yield _list(items)
    if table:
        yield _table(table, hyphens)


def _is_other_list(above: tuple[PdfBlock, str], block: PdfBlock, text: str) -> bool:
    """Tell whether bullets follow numbers at the same indent, or numbers bullets."""
    shift = abs((above[0].marker_left or 0.0) - (block.marker_left or 0.0))
    return above[1][0].isalnum() != text[0].isalnum() and shift < _LEVEL_INDENT * block.size


def _clause(text: str, pattern: re.Pattern[str]) -> str | None:
    match = pattern.match(text)
    return match[1] if match else None


def _list(items: Sequence[tuple[PdfBlock, str]]) -> Piece:
    """Make one piece of items; those whose marker stands further in are one level deeper.

    One paragraph that begins with a number or an initial ("A. Baker") is no list.
    """
    if len(items) == 1 and items[0][1][0].isalnum():
        return Piece("paragraph", items[0][1], page=items[0][0].page)
    rows = []
    indents: list[float] = []
    for block, text in items:
        left = block.marker_left or 0.0
        while indents and left < indents[-1] - _LEVEL_INDENT * block.size:
            indents.pop()
        if not indents or left > indents[-1] + _LEVEL_INDENT * block.size:
            indents.append(left)
        rows.append("  " * (len(indents) - 1) + text)
    return Piece("list", rows=tuple(rows), page=items[0][0].page)


def _same_table(above: PdfBlock, block: PdfBlock) -> bool:
    """Tell whether a table goes on on the next page: as many columns in the same places."""
    one, other = above.table, block.table
    if (
        one is None
        or other is None
        or other.page not in (one.page, one.page + 1)
        or len(one.gutters) != len(other.gutters)
    ):
        return False
    return all(a[0] < b[1] and b[0] < a[1] for a, b in zip(one.gutters, other.gutters, strict=True))


def _table(blocks: Sequence[PdfBlock], hyphens: Hyphens) -> Piece:
    """Make one piece of a table on several pages: its header row comes once, and a cell goes on over a page's end."""
    rows: list[list[tuple[str, ...]]] = []
    for table in (block.table for block in blocks if block.table):
        for index, row in enumerate(table.rows):
            if index == 0 and rows and list(row) == rows[0]:
                continue
            if index == 0 and rows and not row[0]:
                rows[-1] = [above + cell for above, cell in zip(rows[-1], row, strict=True)]
            else:
                rows.append(list(row))
    texts = [[join_pdf_lines(cell, hyphens) for cell in row] for row in rows]
    joined = (" | ".join(row if sum(map(bool, row)) > 1 else filter(None, row)).rstrip() for row in texts)
    return Piece("table", rows=tuple(joined), page=blocks[0].page)


def _left_out(pages: Sequence[CleanPage]) -> Iterator[LeftOut]:
    """Give what was left out: heads and feet once, for they are the same on every page but for numbers."""
    numbers = [left_out.text for page in pages for left_out in page.left_out if left_out.reason == "page number"]
    if numbers:
        yield LeftOut("page number", " ".join(numbers))
    seen = set()
    for left_out in (left_out for page in pages for left_out in page.left_out):
        key = (left_out.reason, re.sub(r"\d+", "#", left_out.text))
        if left_out.reason != "page number" and key not in seen:
            seen.add(key)
            yield left_out


def _lines_with_dates(blocks: Iterable[PdfBlock], left_out: Iterable[LeftOut], pages: int) -> Iterator[str]:
    """Give the lines that may date the document: heads and feet, the first and the last page."""
    yield from (each.text for each in left_out if each.reason in ("page header", "page footer"))
    for block in blocks:
        if block.page in (1, pages):
            yield from (line.row.text for line in block.lines)
            yield from (" ".join(map(" ".join, row)) for row in (block.table.rows if block.table else ()))


def _doubts(pages: Sequence[PdfPage]) -> Iterator[str]:
    if scans := [page.number for page in pages if page.has_picture]:
        yield f"{_ranges(scans)} hold{'s' if len(scans) == 1 else ''} no text (scan{'s' if len(scans) > 1 else ''}?)."
    if damaged := [page.number for page in pages if page.is_damaged]:
        yield f"{_ranges(damaged)} {'is' if len(damaged) == 1 else 'are'} damaged and cannot be read."


def _ranges(numbers: Sequence[int]) -> str:
    """Name pages.

    >>> _ranges([3, 4, 5, 9])
    'Pages 3-5, 9'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    named = ", ".join("-".join(map(str, run)) for run in runs)
    return f"Page{'s' if len(numbers) > 1 else ''} {named}"
