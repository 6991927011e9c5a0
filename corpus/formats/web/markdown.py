"""Markdown (CommonMark with tables, ~~struck~~ words and footnotes), with or without front matter.

It is turned into HTML and read like a page, so that tables, <details> and other HTML within it are read as well.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference
from markdown_it.token import Token

from corpus.formats.text.encoding import decode
from corpus.formats.web.front_matter import read_front_matter
from corpus.formats.web.page_blocks import PageReader
from corpus.formats.web.page_tree import find_unseen, parse_page
from corpus.parsed import FormatError, ParsedDocument, Piece
from corpus.reason import Reason

MAX_NESTING = 60  # blocks within blocks: a list within a list is two more
MAX_ITEMS = 20_000  # of lists; the parser takes a second for them
_ITEM = re.compile(r"^[ \t>]{0,40}(?:[-*+]|\d{1,9}[.)])[ \t]", re.MULTILINE)
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"</?([a-zA-Z][\w-]*)")
# What is between < and > in a line is HTML where it is one of these, else words: "Take <drug> at night".
_INLINE_TAGS = frozenset(
    "a abbr acronym b bdi bdo big br center cite code data del details dfn div em font i img input ins kbd label li "
    "mark ol p picture pre q rp rt ruby s samp small source span strike strong sub summary sup table tbody td th thead "
    "time tr tt u ul var wbr".split()
)
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,60})\]")
_MOST_TITLE_LINES = 4  # blocks above a title: links to translations, a line with the date


def read(data: bytes) -> ParsedDocument:
    """Read a Markdown article: front matter, else the first level-1 heading, names the title."""
    source = decode(data)
    front = read_front_matter(source)
    pieces, reader = _read_body(source[front.end :], source.count("\n", 0, front.end))
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
        notice=front.text("notice"),
        topics=front.topics,
        url=front.url,
        left_out=reader.left_out,
        doubts=reader.doubts,
    )


def _read_body(source: str, lines_above: int) -> tuple[list[Piece], PageReader]:
    if sum(1 for _ in _ITEM.finditer(source)) > MAX_ITEMS:
        raise FormatError(Reason("has more than {most} list items; split it", most=MAX_ITEMS))
    tokens, parser = _parse(source, lines_above)
    root = parse_page(f"<html><body>{parser.renderer.render(tokens, parser.options, {})}</body></html>")
    reader = PageReader(find_unseen(root))
    for token in tokens:
        for comment in _COMMENT.findall(token.content) if "<!--" in token.content and token.type != "fence" else ():
            reader.leave_out("comment", comment)
    return reader.read(root.find("body")), reader


def _parse(source: str, lines_above: int) -> tuple[list[Token], MarkdownIt]:
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    parser.block.ruler.at("reference", _reference, {"alt": []})
    tokens = parser.parse(source)
    for token in tokens:
        if token.level >= MAX_NESTING - 1:
            line = token.map[0] + 1 + lines_above if token.map else None
            raise FormatError(
                Reason("nests lists or quotations more than {most} deep; make it flatter", most=MAX_NESTING // 2), line
            )
        if token.type == "inline":
            token.children = _as_seen(token.children or [])
    return tokens, parser


def _reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Define a link, but for a footnote's text: "[^1]: Ibid." is words."""
    at = state.bMarks[start] + state.tShift[start]
    return not state.src.startswith("[^", at) and reference(state, start, end, silent)


def _as_seen(children: list[Token]) -> list[Token]:
    """Write footnote marks without their sign, begin each footnote as a paragraph, keep words in angle brackets."""
    result: list[Token] = []
    for child in children:
        if child.type == "text" and "[^" in child.content:
            if result and result[-1].type == "softbreak" and _FOOTNOTE.match(child.content):
                result += [Token("hardbreak", "br", 0), Token("hardbreak", "br", 0)]
            child.content = _FOOTNOTE.sub(r"[\1]", child.content)
        elif child.type == "html_inline" and (tag := _TAG.match(child.content)) and tag[1].lower() not in _INLINE_TAGS:
            child.type = "text"
        result.append(child)
    return result


def _find_title(pieces: list[Piece]) -> int | None:
    """Find the number of the heading of level 1 that names the article: the first, with little above it."""
    for number, piece in enumerate(pieces[:_MOST_TITLE_LINES]):
        if piece.kind == "heading":
            return number if piece.level == 1 else None
    return None
