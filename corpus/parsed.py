"""What a format reader hands on: a text and what its blocks are, before sections are made of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["heading", "paragraph"]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a paragraph: the span `[start, end)` of the document's text. `level` 1 is outermost."""

    kind: Kind
    start: int
    end: int
    level: int = 1


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A file as its format's reader understood it. `published` is as written, not yet a date."""

    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    published: str | None = None
    topics: tuple[str, ...] = ()
    url: str | None = None


class FormatError(Exception):
    """The file is not what its name says, or cannot be read; `line` counts from 1."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True, slots=True)
class Piece:
    """A block whose text is not a slice of a file, because the format wraps it in markup."""

    kind: Kind
    text: str
    level: int = 1


def join(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...]]:
    r"""Lay pieces out as one text, blank lines between, and say where each came to stand.

    >>> join([Piece("heading", "Tea"), Piece("paragraph", "Boil water.")])[0]
    'Tea\n\nBoil water.'
    """
    text = ""
    blocks: list[Block] = []
    for piece in pieces:
        body = piece.text.strip()
        if not body:
            continue
        if text:
            text += "\n\n"
        blocks.append(Block(piece.kind, len(text), len(text) + len(body), piece.level))
        text += body
    return text, tuple(blocks)
