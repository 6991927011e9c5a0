"""Web pages: main text and metadata by trafilatura."""

import re
from collections.abc import Iterator
from typing import Any

from corpus.formats.encoding import decode
from corpus.formats.extra import require
from corpus.parsed import FormatError, ParsedDocument, Piece

_DECLARED = re.compile(rb"<meta[^>]+charset=[\"']?\s*([\w-]+)", re.IGNORECASE)


def read(data: bytes) -> ParsedDocument:
    """Read a saved web page: its article without menus, comments and the rest of the site."""
    trafilatura = require("trafilatura", "trafilatura")
    page = trafilatura.bare_extraction(
        _decode(data), include_comments=False, include_tables=True, favor_recall=True, with_metadata=True
    )
    if page is None or page.body is None:
        raise FormatError("has no main text that can be found; save the article as text")
    pieces = list(_pieces(page.body))
    title = page.title
    if pieces and pieces[0].kind == "heading" and pieces[0].level == 1:
        title = pieces.pop(0).text
    topics = tuple(dict.fromkeys([*(page.categories or ()), *(page.tags or ())]))
    return ParsedDocument(tuple(pieces), title=title, published=page.date, topics=topics, url=page.url)


def _decode(data: bytes) -> str:
    """The page's text in the encoding that it declares; where it declares none, as for any text."""
    match = _DECLARED.search(data[:4096])
    # A page that can be searched for it byte by byte is no UTF-16, whatever it declares.
    if match and not match[1].lower().startswith(b"utf-16"):
        try:
            return data.decode(match[1].decode("ascii"))
        except (LookupError, UnicodeError):
            pass
    return decode(data)


def _pieces(body: Any) -> Iterator[Piece]:
    """Blocks of trafilatura's tree (TEI-like names: head, p, list/item, table/row/cell, quote, code)."""
    for element in body:
        match element.tag:
            case "head":
                yield Piece("heading", _words(element), int(element.get("rend", "h2")[1:]))
            case "list":
                items = [f"• {words}" for item in element.iter("item") if (words := _words(item))]
                yield Piece("list", rows=tuple(items))
            case "table":
                rows = (" | ".join(map(_words, row.iter("cell"))) for row in element.iter("row"))
                yield Piece("table", rows=tuple(rows))
            case "quote" | "div" if len(element):
                yield from _pieces(element)
            case "graphic" | "lb":
                continue
            case _:
                yield Piece("paragraph", _words(element))


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
