"""Markdown (CommonMark with tables), with or without YAML front matter."""

import re
from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from corpus.formats.encoding import decode
from corpus.formats.plain import split_list
from corpus.parsed import FormatError, ParsedDocument, Piece

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


def read(data: bytes) -> ParsedDocument:
    """Read a Markdown article: front matter, else the first level-1 heading, names the title."""
    source = decode(data)
    fields: dict[str, Any] = {}
    if match := _FRONT_MATTER.match(source):
        fields = _read_front_matter(match[1])
        source = source[match.end() :]
    pieces = list(_pieces(SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(source))))
    title = _text_of(fields, "title")
    if pieces and pieces[0].kind == "heading" and pieces[0].level == 1 and title in (None, pieces[0].text):
        title = pieces.pop(0).text
    return ParsedDocument(
        pieces=tuple(pieces),
        title=title,
        published=_text_of(fields, "published", "date"),
        topics=_topics(fields),
        url=_text_of(fields, "url", "link", "source", "canonical_url"),
    )


def _read_front_matter(source: str) -> dict[str, Any]:
    try:
        fields = YAML(typ="safe", pure=True).load(source)
    except MarkedYAMLError as error:
        # The opening --- is line 1 of the file; marks count from 0 within the front matter.
        line = error.problem_mark.line + 2 if error.problem_mark else None
        raise FormatError(f"the front matter is not YAML: {error.problem}", line) from error
    except (YAMLError, ValueError) as error:
        raise FormatError(f"the front matter is not YAML: {error}", 1) from error
    if fields is None:
        return {}
    if not isinstance(fields, dict):
        raise FormatError("the front matter is not a list of 'name: value' lines", 2)
    return {str(name).casefold(): value for name, value in fields.items()}


def _text_of(fields: dict[str, Any], *names: str) -> str | None:
    for name in names:
        if fields.get(name) not in (None, ""):
            return " ".join(str(fields[name]).split())
    return None


def _topics(fields: dict[str, Any]) -> tuple[str, ...]:
    for name in ("topics", "categories", "tags", "keywords"):
        match fields.get(name):
            case list() as members:
                return split_list(",".join(str(member) for member in members))
            case str() as line:
                return split_list(line)
    return ()


def _pieces(root: SyntaxTreeNode) -> Iterator[Piece]:
    """Headings and paragraphs; a list or a table is one paragraph of several lines."""
    for node in root.children:
        match node.type:
            case "heading":
                yield Piece("heading", _words(node), int(node.tag[1:]))
            case "paragraph":
                yield Piece("paragraph", _words(node))
            case "bullet_list" | "ordered_list":
                yield Piece("list", rows=tuple(_items(node)))
            case "table":
                rows = (row for part in node.children for row in part.children)
                yield Piece("table", rows=tuple(" | ".join(map(_words, row.children)) for row in rows))
            case "blockquote":
                yield from _pieces(node)
            case "fence" | "code_block":
                yield Piece("paragraph", node.content)


def _items(node: SyntaxTreeNode) -> Iterator[str]:
    first = int(node.attrs.get("start", 1))
    for number, item in enumerate(node.children, start=first):
        mark = "•" if node.type == "bullet_list" else f"{number}."
        lines = [piece.text or "\n".join(piece.rows) for piece in _pieces(item)]
        yield f"{mark} " + "\n".join(lines)


def _words(node: SyntaxTreeNode) -> str:
    """The words under a node: markup, pictures and raw HTML left out, links by their text."""
    if node.type in ("text", "code_inline"):
        return node.content
    if node.type in ("softbreak", "hardbreak"):
        return " "
    return "" if node.type == "image" else "".join(map(_words, node.children))
