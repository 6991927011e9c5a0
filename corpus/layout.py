"""Pieces -> one text, and where in it each block came to stand."""

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.parsed import Kind, Piece


@dataclass(frozen=True, slots=True)
class Block:
    """Mark a heading or a paragraph at `[start, end)` of the text; `level` 1 is outermost."""

    kind: Kind
    start: int
    end: int
    level: int = 1
    page: int | None = None
    clause: str | None = None


def lay_out(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...]]:
    r"""Lay pieces out as one text, blank lines between, and say where each came to stand.

    >>> lay_out([Piece("heading", "Tea"), Piece("paragraph", "Boil water.")])[0]
    'Tea\n\nBoil water.'
    """
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for piece in pieces:
        body = (piece.text or "\n".join(piece.rows)).strip()
        if not body:
            continue
        if parts:
            parts.append("\n\n")
            at += 2
        blocks.append(Block(piece.kind, at, at + len(body), piece.level, piece.page, piece.clause))
        parts.append(body)
        at += len(body)
    return "".join(parts), tuple(blocks)
