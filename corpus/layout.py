"""Pieces -> one text, and where in it each block came to stand.

What is too long to be quoted at once is laid out as several blocks that can each be understood alone: the blocks of
a table begin with its header row, as pages of a long table do, and those of a list with the words that lead it in.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from corpus.characters import clean_text
from corpus.cited_works import is_reference_heading, looks_like_reference
from corpus.parsed import Piece, PieceKind

_MOST_WORDS = 100  # of a list or a table in one block, the repeated words included
_MOST_REPEATED = 60  # words of a header row or a lead-in; longer ones stand once
_LONGEST_REPEATED = 600  # characters, so that repeating cannot swell a text without bound
_SHORT_LEAD_IN = 20  # words of a paragraph that leads in a list without a colon
_SENTENCE_END = re.compile(r"(?<=\w{4}[.!?])\s+(?=[^\W\da-z_])")


@dataclass(frozen=True, slots=True)
class Block:
    """Mark a heading, a paragraph, or a part of a list or table at `[start, end)` of the text; `level` 1 is outermost.

    A list with the words that lead it in is one block.
    """

    kind: PieceKind
    start: int
    end: int
    level: int = 1
    page: int | None = None
    clause: str | None = None


def lay_out(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...]]:
    r"""Lay pieces out as one text, blank lines between, and say where each came to stand.

    >>> lay_out([Piece("paragraph", "Bring:"), Piece("list", rows=("• a passport", "• a photo"))])[0]
    'Bring:\n• a passport\n• a photo'
    """
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for piece in _lay_out_each(_cleaned(pieces)):
        if parts:
            parts.append("\n\n")
            at += 2
        blocks.append(Block(piece.kind, at, at + len(piece.text), piece.level, piece.page, piece.clause))
        parts.append(piece.text)
        at += len(piece.text)
    return "".join(parts), tuple(blocks)


def _cleaned(pieces: Iterable[Piece]) -> list[Piece]:
    """Take out what is not seen, and pieces in which nothing is left."""
    found = []
    for piece in pieces:
        text = clean_text(piece.text).strip()
        rows = tuple(row for row in map(clean_text, piece.rows) if any(map(str.isalnum, row)))
        # A header row without words heads nothing.
        has_header = piece.has_header and rows[:1] == tuple(map(clean_text, piece.rows[:1]))
        if text or rows:
            found.append(replace(piece, text=text, rows=rows, has_header=has_header))
    return found


def _lay_out_each(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Give each block as a piece with the text that it has in the article."""
    references = _find_reference_lists(pieces)
    lead_in: Piece | None = None
    for number, piece in enumerate(pieces):
        following = pieces[number + 1] if number + 1 < len(pieces) else None
        if piece.text:
            leads = following is not None and following.kind == "list" and number + 1 not in references
            before, lead_in = _split_lead_in(piece) if leads else (piece, None)
            if before is not None:
                yield before
        elif number in references:
            yield from (replace(piece, kind="paragraph", text=row.strip(), rows=()) for row in piece.rows)
        elif piece.kind == "table":
            yield from _cut_table(piece)
        else:
            yield from _cut_list(piece, lead_in)
            lead_in = None


def _find_reference_lists(pieces: Sequence[Piece]) -> set[int]:
    """Find the lists of which each item is a cited work: under such a heading, or at the article's end."""
    found: set[int] = set()
    level: int | None = None
    for number, piece in enumerate(pieces):
        if piece.kind == "heading":
            if is_reference_heading(piece.text):
                level = piece.level
            elif level is not None and piece.level <= level:
                level = None
        elif piece.kind == "list" and level is not None:
            found.add(number)
    for number in range(len(pieces) - 1, -1, -1):
        if pieces[number].kind != "list" or not all(map(looks_like_reference, pieces[number].rows)):
            break
        found.add(number)
    return found


def _split_lead_in(piece: Piece) -> tuple[Piece | None, Piece | None]:
    """Split a paragraph before a list into what stands by itself and what leads the list in, either of them None."""
    if piece.kind != "paragraph":
        return piece, None
    words = _count_words(piece.text)
    if words <= _SHORT_LEAD_IN and len(piece.text) <= _LONGEST_REPEATED:
        return None, piece
    if not piece.text.endswith(":"):
        return piece, None
    start = max((match.end() for match in _SENTENCE_END.finditer(piece.text)), default=0)
    lead_in = piece.text[start:]
    if not _can_be_repeated(lead_in):
        return piece, None
    before = piece.text[:start].rstrip()
    return replace(piece, text=before) if before else None, replace(piece, text=lead_in)


def _cut_table(piece: Piece) -> Iterator[Piece]:
    header = piece.rows[0] if piece.has_header and _can_be_repeated(piece.rows[0]) else None
    rows = piece.rows if header is None else piece.rows[1:]
    for block in _cut_rows(header, rows, nested=False):
        yield replace(piece, text=block, rows=())


def _cut_list(piece: Piece, lead_in: Piece | None) -> Iterator[Piece]:
    """Give the blocks of a list; the first stands where its lead-in does, and is numbered as that."""
    text = lead_in.text if lead_in else None
    for number, block in enumerate(_cut_rows(text, piece.rows, nested=True)):
        clause = (lead_in.clause if lead_in else None) or piece.clause
        page = lead_in.page if lead_in and not number else piece.page
        yield replace(piece, text=block, rows=(), clause=clause, page=page)


def _cut_rows(first_line: str | None, rows: Sequence[str], *, nested: bool) -> Iterator[str]:
    """Share rows out among blocks of about one length, each after the first line.

    A block that begins within a nested list repeats the items above it.
    """
    room = _MOST_WORDS - _count_words(first_line or "")
    sizes = list(map(_count_words, rows))
    share = sum(sizes) / max(1, ceil(sum(sizes) / room))
    block = [first_line] if first_line else []
    filled, above = 0, list[str]()
    for row, size in zip(rows, sizes, strict=True):
        while nested and above and _indent(above[-1]) >= _indent(row):
            above.pop()
        if filled and (filled + size > room or filled + size / 2 > share):
            yield "\n".join(block).strip()
            block = [first_line] if first_line else []
            block += above if _can_be_repeated(*block, *above) else []
            filled = 0
        block.append(row.rstrip())
        filled += max(size, 1)
        if nested:
            above.append(row.rstrip())
    if filled or not rows:
        yield "\n".join(block).strip()


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip(" "))


def _can_be_repeated(*lines: str) -> bool:
    # Lengths first: words of long lines must not be counted again and again.
    return sum(map(len, lines)) <= _LONGEST_REPEATED and sum(map(_count_words, lines)) <= _MOST_REPEATED


def _count_words(text: str) -> int:
    return len(text.split())
