"""Which blocks are headings, of which level, and which is the title: by type size and weight beside the body's."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.formats.pdf.pdf_blocks import PdfBlock, is_large
from corpus.formats.properties import is_made_up

_MOST_WORDS = 22
_MOST_BOLD_WORDS = 14
_MOST_LINES = 3
_BYLINE_WORDS = 12
_TITLE_WORDS = 40
_TITLE_SIZE = 1.1  # times the body's type
_NUMBERED = re.compile(
    r"(?:(?:chapter|section|part|appendix|kapitel|teil)\s+)?(\d{1,2}(?:\.\d{1,2})*|[A-Z]|[IVX]{1,5})[.):]?\s+\S",
    re.IGNORECASE,
)
_NO_HEADING = re.compile(r"[.,;]$|^[^\w\"'“‘«¿¡(]|^[a-zß-ÿ]{2}")
_SENTENCE = re.compile(r"[.!?][\"'”’)]*$")
_TEXT_ENDS = re.compile(r"[.!?:;][\"'”’)]*$")
_BYLINE = re.compile(r"@|\bby\b|\b(?:19|20)\d\d\b|,|&|\band\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Headings:
    """Levels of the blocks that are headings, by identity; the blocks of the title; and the title with its source."""

    levels: Mapping[int, int]
    title_blocks: frozenset[int]
    title: str | None
    title_from: str | None


def find_pdf_headings(blocks: Sequence[PdfBlock], texts: Sequence[str], body: float, named: str | None) -> Headings:
    """Find title and headings among blocks, whose texts stand beside them; `named` is the title in the properties."""
    body_is_bold = _is_body_bold(blocks, texts)
    found = [index for index in range(len(blocks)) if _is_heading(blocks, texts, index, body, bold=body_is_bold)]
    title = _title_blocks(blocks, texts, found, body, named)
    first = max(title, default=-1) + 1
    found = _without_cover_lines(blocks, texts, [index for index in found if index >= first], first)
    levels = _levels(blocks, texts, found)
    printed = " ".join(texts[index] for index in title) or None
    junk = named is None or is_made_up(named)
    return Headings(
        levels={id(blocks[index]): level for index, level in levels.items()},
        title_blocks=frozenset(id(blocks[index]) for index in title),
        title=printed or (None if junk else named),
        title_from=_title_from(blocks, title, body) if printed else None if junk else "document properties",
    )


def _title_from(blocks: Sequence[PdfBlock], title: Sequence[int], body: float) -> str:
    return "largest type on the first page" if blocks[title[0]].size > _TITLE_SIZE * body else "first line"


def _is_body_bold(blocks: Iterable[PdfBlock], texts: Iterable[str]) -> bool:
    letters = {True: 0, False: 0}
    for block, text in zip(blocks, texts, strict=True):
        letters[block.bold] += len(text)
    return letters[True] > letters[False]


def _is_heading(blocks: Sequence[PdfBlock], texts: Sequence[str], index: int, body: float, *, bold: bool) -> bool:
    block, text = blocks[index], texts[index]
    if block.table or block.is_note or len(block.lines) > _MOST_LINES or index + 1 == len(blocks):
        return False
    words = len(text.split())
    if not any(map(str.isalpha, text)) or words > _MOST_WORDS or block.size < 0.95 * body:
        return False
    numbered = _NUMBERED.match(text) is not None
    if is_large(block, body) and block.size > body:
        return not _NO_HEADING.search(text) or (numbered and words <= _MOST_BOLD_WORDS)
    if block.bold and not bold:
        return words <= _MOST_BOLD_WORDS and not _NO_HEADING.search(text)
    return _is_plain_heading(blocks, texts, index)


def _is_plain_heading(blocks: Sequence[PdfBlock], texts: Sequence[str], index: int) -> bool:
    """Tell whether a line in the body's own type is a heading: in capitals, or a short question above its answer."""
    block, text, following = blocks[index], texts[index], blocks[index + 1]
    words = text.split()
    if len(block.lines) > 1 or len(words) > _MOST_BOLD_WORDS or block.marker_left is not None:
        return False
    if text.endswith("?"):
        return bool(following.lines) and following.marker_left is None and len(words) > 1
    letters = [letter for letter in text if letter.isalpha()]
    return (
        _is_text(following, texts[index + 1])
        and len(letters) > 4
        and text.isupper()
        and not _NO_HEADING.search(text)
        and len(words) < 9
    )


def _title_blocks(
    blocks: Sequence[PdfBlock], texts: Sequence[str], headings: Sequence[int], body: float, named: str | None
) -> list[int]:
    """Find the blocks of the title: what the properties name, else the largest type on the first page."""
    first = blocks[0].page if blocks else 0
    here = [index for index, block in enumerate(blocks) if block.page == first and not block.table and block.lines]
    if named and not is_made_up(named):
        wanted = _letters(named)
        for index in here:
            for end in range(index + 1, min(index + 4, len(blocks) + 1)):
                if _letters("".join(texts[index:end])) == wanted:
                    return list(range(index, end))
    large = [index for index in here if _may_be_title(blocks[index], texts[index], body)]
    if not large:
        return [0] if _is_plain_title(blocks, texts, headings) else []
    most = max(blocks[index].size for index in large)
    run = [index for index in large if blocks[index].size > 0.97 * most]
    return run[:1]


def _is_plain_title(blocks: Sequence[PdfBlock], texts: Sequence[str], headings: Sequence[int]) -> bool:
    """Tell whether the first block is a title in no larger type than the text: a short line that stands apart."""
    if len(blocks) < 2 or blocks[0].table or len(blocks[0].lines) > 1 or len(texts[0].split()) > _MOST_BOLD_WORDS:
        return False
    is_alone = blocks[1].table is None and blocks[1].marker_left is None and not _NO_HEADING.search(texts[0])
    others = any(
        blocks[index].size >= blocks[0].size and blocks[index].bold >= blocks[0].bold for index in headings if index
    )
    return is_alone and not _SENTENCE.search(texts[0]) and (1 in headings or not others)


def _may_be_title(block: PdfBlock, text: str, body: float) -> bool:
    letters = sum(map(str.isalpha, text))
    return block.size > _TITLE_SIZE * body and letters >= 3 and len(text.split()) <= _TITLE_WORDS and not block.is_note


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _without_cover_lines(
    blocks: Sequence[PdfBlock], texts: Sequence[str], headings: Sequence[int], first: int
) -> list[int]:
    """Drop what heads no text at the top of the first page: the authors' line, a subtitle, the lines of a cover."""
    all_headings = set(headings)
    top = _end_of_top(blocks, texts, all_headings, first)
    kept: list[int] = []
    for index in reversed(headings):
        one, following = blocks[index], blocks[index + 1]
        if index < top:
            over_heading = index + 1 in kept[-1:] and (one.size, one.bold) > (following.size, following.bold)
            over_text = index + 1 not in all_headings and _is_text(following, texts[index + 1])
            over_other = index + 1 in all_headings and _is_byline(texts[index])
            if following.page != one.page or over_other or not (over_heading or over_text):
                continue
        kept.append(index)
    return kept[::-1]


def _end_of_top(blocks: Sequence[PdfBlock], texts: Sequence[str], headings: Container[int], first: int) -> int:
    """Find the first text below the title; on a cover, which has none, the first block of the next page."""
    for index in range(first, len(blocks)):
        if blocks[index].page != blocks[0].page or (
            index not in headings and len(texts[index].split()) > _BYLINE_WORDS
        ):
            return index
    return len(blocks)


def _is_byline(text: str) -> bool:
    return _BYLINE.search(text) is not None and _NUMBERED.match(text) is None


def _is_text(block: PdfBlock, text: str) -> bool:
    """Tell whether a block is what a heading stands above: a table, a list, a sentence or many words."""
    return bool(block.table or block.marker_left is not None or len(text.split()) > 7 or _TEXT_ENDS.search(text))


def _levels(blocks: Sequence[PdfBlock], texts: Sequence[str], headings: Sequence[int]) -> dict[int, int]:
    """Rank headings by size and weight; within one type, "2.1" is below "2"."""
    styles = {style: rank for rank, style in enumerate(sorted({_style(blocks[i]) for i in headings}, reverse=True), 1)}
    depths: dict[tuple[float, bool], set[int]] = defaultdict(set)
    for index in headings:
        depths[_style(blocks[index])].add(_depth(texts[index]))
    levels = {}
    for index in headings:
        style = _style(blocks[index])
        known = sorted(depths[style] - {0})
        deeper = known.index(_depth(texts[index])) if _depth(texts[index]) in known else 0
        levels[index] = min(styles[style] + deeper, 6)
    return levels


def _style(block: PdfBlock) -> tuple[float, bool]:
    return round(block.size), block.bold


def _depth(text: str) -> int:
    match = _NUMBERED.match(text)
    return match[1].count(".") + 1 if match else 0
