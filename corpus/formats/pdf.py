"""PDFs that hold text, by pypdf. Lines are joined to paragraphs; page numbers and running heads dropped."""

import io
import re
from collections import Counter
from dataclasses import replace
from itertools import chain

from corpus.formats.extra import require
from corpus.formats.plain import read_text, split_list
from corpus.parsed import FormatError, ParsedDocument

_PAGE_NUMBER = re.compile(r"(?:page )?\d{1,4}(?: (?:of|/) \d{1,4})?$", re.IGNORECASE)
_FULL_LINE = 0.75  # of the longest line: a shorter one that ends a sentence ends a paragraph


def read(data: bytes) -> ParsedDocument:
    """Read a PDF article. A scan holds no text and is refused."""
    pypdf = require("pypdf", "pypdf")
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise FormatError("is protected by a password; save it without one")
        pages = [page.extract_text().splitlines() for page in reader.pages]
        title, keywords = (str((reader.metadata or {}).get(name) or "") for name in ("/Title", "/Keywords"))
    except FormatError:
        raise
    except Exception as error:  # pypdf raises whatever a damaged file drives it to
        raise FormatError(f"is not a PDF that can be read ({type(error).__name__}); print it to PDF anew") from error
    lines = _without_running_lines([[line.strip() for line in page] for page in pages])
    if not any(lines):
        raise FormatError("holds no text (a scan?); run text recognition on it first")
    document = read_text(_paragraphs(lines))
    return replace(document, title=document.title or title or None, topics=document.topics or split_list(keywords))


def _without_running_lines(pages: list[list[str]]) -> list[str]:
    """All lines, less page numbers and the first and last lines that most pages share."""
    edges = Counter(chain.from_iterable({line for line in (*page[:1], *page[-1:]) if line} for page in pages))
    running = {line for line, count in edges.items() if len(pages) > 2 and count > len(pages) / 2}
    kept = [[line for line in page if line not in running] for page in pages]
    for page in kept:
        for edge in (0, -1):
            if page and _PAGE_NUMBER.match(page[edge]):
                page.pop(edge)
    return [line for page in kept for line in page]


def _paragraphs(lines: list[str]) -> str:
    """Join lines to paragraphs with blank lines between.

    A paragraph ends at a blank line, or where a line is short and what follows begins a sentence.
    """
    width = max(map(len, lines))
    parts: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        ends = not line or (len(line) < _FULL_LINE * width and following[:1].isupper() and not line.endswith(","))
        if ends or not following:
            parts += line, "\n\n"
        elif line.endswith("-") and following[:1].islower():
            parts.append(line[:-1])
        else:
            parts += line, " "
    return "".join(parts)
