"""Word documents, by python-docx: headings by their style, tables row by row."""

import io
import re
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile

from corpus.formats.extra import require
from corpus.formats.plain import split_list
from corpus.parsed import FormatError, ParsedDocument, Piece

_HEADING_STYLE = re.compile(r"Heading (\d)$")


def read(data: bytes) -> ParsedDocument:
    """Read a .docx article: the first paragraph in style Title names it, else its properties do."""
    docx = require("docx", "python-docx")
    try:
        document = docx.Document(io.BytesIO(data))
    except (BadZipFile, KeyError, ValueError, docx.exceptions.PythonDocxError) as error:
        raise FormatError("is not a Word document, or is damaged; save it again as .docx") from error
    title = document.core_properties.title or None
    pieces = []
    for style, piece in _pieces(document):
        if style == "Title":
            title = piece.text
        else:
            pieces.append(piece)
    if title is None and pieces and pieces[0].kind == "heading" and pieces[0].level == 1:
        title = pieces.pop(0).text
    return ParsedDocument(tuple(pieces), title=title, topics=split_list(document.core_properties.keywords or ""))


def _pieces(document: Any) -> Iterator[tuple[str, Piece]]:
    """Each block with the name of its style; list items in a row are one paragraph of several lines."""
    items: list[str] = []
    styles: dict[tuple[bool, str | None], str] = {}
    for block in document.iter_inner_content():
        style = _style(block, styles)
        if style.startswith("List") and not hasattr(block, "rows"):
            items.append(f"• {block.text.strip()}")
            continue
        if items:
            yield "List", Piece("list", rows=tuple(items))
            items = []
        if hasattr(block, "rows"):
            rows = (" | ".join(cell.text.strip() for cell in row.cells) for row in block.rows)
            yield style, Piece("table", rows=tuple(rows))
        elif match := _HEADING_STYLE.match(style):
            yield style, Piece("heading", block.text.strip(), int(match[1]))
        elif block.text.strip():
            yield style, Piece("paragraph", block.text)
    if items:
        yield "List", Piece("list", rows=tuple(items))


def _style(block: Any, known: dict[tuple[bool, str | None], str]) -> str:
    """The name of a block's style, looked up once for all blocks that have it: python-docx takes a millisecond."""
    element, is_table = block._element, hasattr(block, "rows")  # noqa: SLF001 - the only way to the style's bare id
    key = (is_table, element.tblStyle_val if is_table else element.style)
    if key not in known:
        known[key] = block.style.name if block.style is not None else ""
    return known[key]
