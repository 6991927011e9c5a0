"""What a format's reader hands on: the contract of the readers in `corpus/formats`, read first.

A reader turns the bytes of a file into pieces in reading order, each with the words that a person sees, and
says beside them what it took for title and date, and what it left out. `corpus/layout.py` lays the pieces out
as one text, `corpus/structure.py` makes sections of them.
"""

from dataclasses import dataclass
from typing import Literal

from corpus.reason import Reason

PieceKind = Literal["heading", "paragraph", "list", "table"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Hold one block of a document: its words as a person reads them, without markup.

    `text` is the heading or the paragraph; it is empty for a list or a table. `level` of a heading is 1 for the
    outermost. `rows` are the items of a list, each with its marker ("• ", "1. ") and indented by two spaces for
    each level of nesting; or the rows of a table, cells parted by " | ", the first the header row where
    `has_header`. `page` counts from 1, where the format has pages. `clause` is the number that the author gave
    ("2.3"), which is part of the text as well.
    """

    kind: PieceKind
    text: str = ""
    level: int = 1
    rows: tuple[str, ...] = ()
    has_header: bool = True
    page: int | None = None
    clause: str | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Name words that stand in the file and are not quoted, and why: "hidden", "deleted", "page header", ..."""

    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """Hold a file as its format's reader understood it.

    `title_from` and `published_from` say where each was taken from ("front matter", "document properties", "first
    heading", ...). `published` and `review` are as written, not yet dates. `encoding` is that of a text file, and
    `doubts` are whole sentences about what a person should look at: a guessed encoding, changes accepted, pages
    without text.
    """

    pieces: tuple[Piece, ...]
    title: str | None = None
    title_from: str | None = None
    published: str | None = None
    published_from: str | None = None
    review: str | None = None
    notice: str | None = None
    topics: tuple[str, ...] = ()
    url: str | None = None
    encoding: str | None = None
    pages: int | None = None
    left_out: tuple[LeftOut, ...] = ()
    doubts: tuple[str, ...] = ()


class FormatError(Exception):
    """Tell that the file is not what its name says, or cannot be read; `line` counts from 1."""

    def __init__(self, reason: Reason, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
