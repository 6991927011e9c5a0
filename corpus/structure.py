"""ParsedDocument -> Article: run-in headings, references, page boilerplate, sections and paragraph numbers."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from dateutil.parser import ParserError
from dateutil.parser import parse as parse_date

from corpus.article import Article, Paragraph, Section
from corpus.layout import Block, lay_out
from corpus.parsed import ParsedDocument

REFERENCES = "References"
_REFERENCE_HEADINGS = {
    "references", "reference list", "bibliography", "works cited", "literature", "literature cited",
    "sources", "citations", "further reading",
}  # fmt: skip

# Lines that web pages leave around an article when it is saved as text.
_BOILERPLATE = {
    "share this content", "share this", "share this article", "share this post", "share this page",
    "share on facebook", "share on twitter", "share", "tweet", "print", "print this page", "pin it",
    "email this", "like this", "related posts", "related articles", "leave a comment", "comments",
    "no comments", "add a comment", "read more", "back to top", "previous", "next", "skip to content",
    "subscribe to our newsletter",
}  # fmt: skip

# "Magnesium: There is ..." - up to five words and a colon, then the start of a sentence.
_RUN_IN = re.compile(r"(?P<heading>[^\W\d_][\w'’()/&-]*(?: [\w'’()/&-]+){0,4}):\s+(?=[^\Wa-z_]|[“\"'(\[])")

_LONGEST_REFERENCE = 600  # characters

# What bibliographic entries have and running text seldom does; two of these make a reference.
_REFERENCE_SIGNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:1[6-9]|20)\d\d\b",
        r"\bet al\b",
        r"\bdoi\b|\b10\.\d{4,}/",
        r"https?://",
        r"\b\d+\s*(?:\(\d+\))?\s*:\s*[a-z]?\d+",  # volume:pages
        r"\bpp?\.\s*\d+",
        r"“[^”]+[.,]”|\"[^\"]+[.,]\"",  # a quoted title
        r"^(?:\[\d+\]|\d+\.)\s",
        r"^[A-Z][\w'’-]+,? (?:[A-Z]\.?-?){1,3}[,;.&(]",  # Smith J,  Smith, J. A.,
        r"\b(?:MD|PhD|RN|Eds?\.|Vol\.|No\.)(?=\W|$)",
    )
)


def build(slug: str, document: ParsedDocument) -> Article | None:
    """The article that a document holds, or None when it holds no paragraph."""
    text, laid_out = lay_out(document.pieces)
    blocks = _mark_references(text, _split_run_ins(text, _without_boilerplate(text, laid_out)))
    sections = tuple(_sections(text, blocks))
    if not sections:
        return None
    return Article(
        slug=slug,
        title=document.title or slug.replace("-", " ").replace("_", " ").strip().capitalize(),
        text=text,
        sections=sections,
        published=read_date(document.published) if document.published else None,
        topics=document.topics,
        url=document.url,
    )


def read_date(text: str) -> date | None:
    """A date as people write it, the month first where both readings exist; None when it is none.

    >>> read_date("11/23/2015 19:46:05")
    datetime.date(2015, 11, 23)
    """
    try:
        # Parsed against two defaults, a missing day, month or year shows as a difference.
        first, second = (
            parse_date(text, default=datetime(year, month, month)) for year, month in ((2001, 1), (2004, 2))
        )
    except (ParserError, OverflowError, ValueError):
        return None
    return first.date() if first.date() == second.date() else None


def _without_boilerplate(text: str, blocks: Iterable[Block]) -> list[Block]:
    return [
        block
        for block in blocks
        if " ".join(text[block.start : block.end].split()).casefold().rstrip(":.!") not in _BOILERPLATE
    ]


def _split_run_ins(text: str, blocks: list[Block]) -> list[Block]:
    """Turn "Magnesium: There is ..." into a heading and a paragraph, where it is the article's habit.

    Once is no habit: a single paragraph that begins so ("Note: ...") keeps its words. The run-in
    heading is one level below the heading above it.
    """
    found = {
        block: match
        for block in blocks
        if block.kind == "paragraph" and (match := _RUN_IN.match(text, block.start, block.end))
    }
    if len(found) < 2:
        return blocks
    result: list[Block] = []
    level = 0
    for block in blocks:
        if block.kind == "heading":
            level = block.level
        if match := found.get(block):
            result.append(Block("heading", match.start("heading"), match.end("heading"), level + 1))
            result.append(replace(block, start=match.end()))
        else:
            result.append(block)
    return result


def _mark_references(text: str, blocks: list[Block]) -> list[Block]:
    """Give references at the end a heading where the article gives them none."""
    last_heading = max((i for i, block in enumerate(blocks) if block.kind == "heading"), default=-1)
    if last_heading >= 0 and _is_reference_heading(_slice(text, blocks[last_heading])):
        return blocks
    first = len(blocks)
    while first > last_heading + 1 and _looks_like_reference(_slice(text, blocks[first - 1])):
        first -= 1
    if first in (len(blocks), 0):
        return blocks
    start = blocks[first].start
    # An empty span: the heading is ours, not the article's.
    return [*blocks[:first], Block("heading", start, start), *blocks[first:]]


def _is_reference_heading(heading: str) -> bool:
    return heading.casefold().strip(" :.") in _REFERENCE_HEADINGS


def _looks_like_reference(paragraph: str) -> bool:
    """Whether a paragraph reads like an entry of a bibliography.

    Either it bears two signs of one, or it is short and written like a title throughout:
    "David Buscher, MD. Intravenous Nutrition."
    """
    if len(paragraph) > _LONGEST_REFERENCE:
        return False
    if sum(bool(sign.search(paragraph)) for sign in _REFERENCE_SIGNS) >= 2:
        return True
    words = [word for word in re.findall(r"[^\W\d_]+", paragraph) if len(word) > 3]
    capitals = sum(word[0].isupper() for word in words)
    return 2 <= len(words) <= 15 and capitals == len(words) and paragraph.rstrip().endswith(".")


def _sections(text: str, blocks: Iterable[Block]) -> Iterator[Section]:
    """Gather paragraphs under their headings, numbering them through the article."""
    path: list[tuple[int, str]] = []
    opened: list[tuple[tuple[str, ...], list[Paragraph]]] = [((), [])]
    number = 0
    for block in blocks:
        if block.kind == "heading":
            path = [(level, name) for level, name in path if level < block.level]
            path.append((block.level, _slice(text, block) or REFERENCES))
            opened.append((tuple(name for _, name in path), []))
        else:
            number += 1
            opened[-1][1].append(Paragraph(number, block.start, block.end))
    for names, paragraphs in opened:
        if paragraphs:
            yield Section(names, tuple(paragraphs), any(map(_is_reference_heading, names)))


def _slice(text: str, block: Block) -> str:
    return " ".join(text[block.start : block.end].split())
