"""Plain text: a title, lines such as "Published : ...", then paragraphs with blank lines between.

The document's text is the file's, character for character.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from corpus.formats.encoding import decode
from corpus.parsed import ParsedDocument, Piece

_BLOCK = re.compile(r"\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_FIELD = re.compile(r"[ \t]*([A-Za-z]+)[ \t]*:(.*)")
_FIELDS = {
    "published": "published", "date": "published", "posted": "published",
    "categories": "topics", "topics": "topics", "tags": "topics", "keywords": "topics",
    "url": "url", "link": "url", "source": "url",
}  # fmt: skip

_HEADING_WORDS = 10
_TITLE_WORDS = 25


def read(data: bytes) -> ParsedDocument:
    """Read a plain text article."""
    return read_text(decode(data))


def read_text(text: str) -> ParsedDocument:
    r"""Read an article from text that is decoded already.

    >>> read_text("Tea\n\nDate: 2020-01-02\n\nBoil water.").published
    '2020-01-02'
    """
    blocks = [match[0] for match in _BLOCK.finditer(text)]
    header = _read_header(blocks)
    return ParsedDocument(
        pieces=tuple(_with_headings(blocks[header.blocks :])),
        title=header.title,
        published=header.fields.get("published"),
        topics=split_list(header.fields.get("topics", "")),
        url=header.fields.get("url"),
    )


def split_list(value: str) -> tuple[str, ...]:
    """The members of a comma-separated line, empty ones left out, each once.

    >>> split_list(" , , Pain , Skin care, Pain")
    ('Pain', 'Skin care')
    """
    return tuple(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))


@dataclass(frozen=True, slots=True)
class _Header:
    """The title and fields at the top; `blocks` counts the blocks that are only these."""

    title: str | None
    fields: dict[str, str]
    blocks: int


def _read_header(blocks: list[str]) -> _Header:
    title = None
    fields: dict[str, str] = {}
    for number, block in enumerate(blocks):
        lines = block.splitlines()
        if number == 0 and len(lines[0].split()) <= _TITLE_WORDS and not lines[0].rstrip().endswith("."):
            title, lines = " ".join(lines[0].split()), lines[1:]
        matches = [match for line in lines if (match := _FIELD.match(line))]
        found = [(name, match[2].strip()) for match in matches if (name := _field(match[1]))]
        # Beside a field that is known, others ("Author: ...") are skipped; else the article begins here.
        if len(matches) < len(lines) or (lines and not found):
            return _Header(title if number or not lines else None, fields, number)
        fields.update(dict(reversed(found)))
    return _Header(title, fields, len(blocks))


def _field(name: str) -> str | None:
    return _FIELDS.get(name.casefold())


def _with_headings(blocks: list[str]) -> Iterator[Piece]:
    """Tell headings from paragraphs: short lines of their own, one or two in a row, before a paragraph.

    Three in a row are a list, and short lines after the last paragraph head nothing.
    """
    runs = [(short, list(run)) for short, run in groupby(blocks, key=_is_short_line)]
    for index, (short, run) in enumerate(runs):
        if short and len(run) <= 2 and index + 1 < len(runs):
            for level, block in enumerate(run, start=3 - len(run)):
                yield Piece("heading", block, level)
        else:
            yield from (Piece("paragraph", block) for block in run)


def _is_short_line(line: str) -> bool:
    return (
        "\n" not in line
        and len(line.split()) <= _HEADING_WORDS
        and line.rstrip()[-1] not in ".!?:;,"
        and (line[0].isupper() or line[0].isdigit())
    )
