"""Plain text: what people mean by blank lines, margins, capitals, rules and columns -> pieces."""

import re
from dataclasses import replace

from corpus.characters import clean_text
from corpus.formats.properties import split_list
from corpus.formats.text.contents import drop_contents
from corpus.formats.text.encoding import decode_text
from corpus.formats.text.plain_blocks import PlainBlock, split_blocks
from corpus.formats.text.plain_header import read_header
from corpus.formats.text.plain_lines import ends_sentence
from corpus.formats.text.plain_lists import ListPart
from corpus.formats.text.plain_parts import Part, read_block, read_labels
from corpus.formats.text.plain_sections import make_pieces
from corpus.parsed import LeftOut, ParsedDocument, Piece

_TERMINAL = re.compile(r"\x1b\[[0-9;?]{0,20}[@-~]")  # what colours a terminal


def read(data: bytes) -> ParsedDocument:
    """Read a plain text article."""
    decoded = decode_text(data)
    document = read_text(decoded.text)
    doubts = (decoded.doubt, *document.doubts) if decoded.doubt else document.doubts
    return replace(document, encoding=decoded.encoding, doubts=doubts)


def read_text(text: str) -> ParsedDocument:
    r"""Read an article from text that is decoded already.

    >>> read_text("Tea\n\nDate: 2020-01-02\n\nBoil water.").published
    '2020-01-02'
    """
    text = clean_text(_without_page_breaks(_TERMINAL.sub("", text)))
    header = read_header(list(split_blocks(text)))
    blocks, contents = drop_contents(header.rest)
    dates = header.dates()
    return ParsedDocument(
        pieces=(*_letterhead(header.letterhead), *make_pieces(_parts(blocks))),
        title=header.title,
        title_from=header.title_from,
        published=dates.published,
        published_from=f'the line "{dates.published_label}"' if dates.published else None,
        review=dates.review,
        topics=split_list(header.value("topics") or ""),
        url=header.value("url"),
        left_out=(*header.left_out, *(LeftOut("table of contents", line) for line in contents)),
        doubts=header.doubts,
    )


def _without_page_breaks(text: str) -> str:
    """Put a blank line where a page ends, but none into a sentence that goes on over it."""
    first, *pages = text.split("\f")
    parts = [first]
    for page in pages:
        before = parts[-1].rstrip()
        goes_on = before and not ends_sentence(before) and page.lstrip()[:1].islower()
        parts += ["\n" if goes_on else "\n\n", page]
    return "".join(parts)


def _letterhead(block: PlainBlock | None) -> tuple[Piece, ...]:
    return (Piece("paragraph", "\n".join(line.text for line in block.lines)),) if block else ()


def _parts(blocks: list[PlainBlock]) -> list[Part]:
    labels = read_labels(blocks)
    parts: list[Part] = []
    for block in blocks:
        before: ListPart | None = parts[-1].items if parts else None
        parts += read_block(block, labels, before)
    return parts
