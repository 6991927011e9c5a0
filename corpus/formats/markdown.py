"""Markdown (CommonMark with tables, ~~struck~~ words and footnotes), with or without front matter.

It is turned into HTML and read like a page, so that tables, <details> and other HTML within it are read as well.
"""

import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference
from markdown_it.token import Token

from corpus.formats.encoding import decode
from corpus.formats.front_matter import FrontMatter, read_front_matter
from corpus.formats.page_blocks import PageReader
from corpus.formats.page_tree import find_unseen, parse_page
from corpus.parsed import FormatError, ParsedDocument, Piece

MAX_NESTING = 60  # blocks within blocks: a list within a list is two more
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,60})\]")
_MOST_TITLE_LINES = 4  # blocks above a title: links to translations, a line with the date


def read(data: bytes) -> ParsedDocument:
    """Read a Markdown article: front matter, else the first level-1 heading, names the title."""
    source = decode(data)
    front = read_front_matter(source)
    pieces, reader = _read_body(source[front.end :])
    title = front.text("title")
    title_from = "front matter" if title else None
    at = _find_title(pieces)
    if at is not None and title in (None, pieces[at].text):
        title, title_from = pieces.pop(at).text, title_from or "first heading"
    published = front.text("published", "date")
    return ParsedDocument(
        pieces=tuple(pieces),
        title=title,
        title_from=title_from,
        published=published,
        published_from="front matter" if published else None,
        review=front.text("review"),
        topics=front.topics,
        url=front.url,
        left_out=reader.left_out,
        doubts=reader.doubts,
    )


def _read_body(source: str) -> tuple[list[Piece], PageReader]:
    root = parse_page(f"<html><body>{_to_html(source)}</body></html>")
    reader = PageReader(find_unseen(root))
    return reader.read(root.find("body")), reader


def _to_html(source: str) -> str:
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    parser.block.ruler.at("reference", _reference, {"alt": []})
    tokens = parser.parse(source)
    for token in tokens:
        if token.level >= MAX_NESTING - 1:
            line = token.map[0] + 1 if token.map else None
            raise FormatError(f"nests lists or quotations more than {MAX_NESTING // 2} deep; make it flatter", line)
        if token.type == "inline":
            token.children = _with_footnotes(token.children or [])
    html: str = parser.renderer.render(tokens, parser.options, {})
    return html


def _reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the library's signature
    """Define a link, but for a footnote's text: "[^1]: Ibid." is words."""
    at = state.bMarks[start] + state.tShift[start]
    return not state.src.startswith("[^", at) and reference(state, start, end, silent)


def _with_footnotes(children: list[Token]) -> list[Token]:
    """Write footnote marks without their sign, and begin each footnote's text as a paragraph of its own."""
    result: list[Token] = []
    for child in children:
        if child.type == "text" and "[^" in child.content:
            if result and result[-1].type == "softbreak" and _FOOTNOTE.match(child.content):
                result += [Token("hardbreak", "br", 0), Token("hardbreak", "br", 0)]
            child.content = _FOOTNOTE.sub(r"[\1]", child.content)
        result.append(child)
    return result


def _find_title(pieces: list[Piece]) -> int | None:
    """Number the heading of level 1 that names the article: the first, with little above it."""
    for number, piece in enumerate(pieces[:_MOST_TITLE_LINES]):
        if piece.kind == "heading":
            return number if piece.level == 1 else None
    return None
