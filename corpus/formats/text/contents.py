"""Find a table of contents in plain text: lines that stand again further down, or lead to page numbers."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from corpus.formats.contents_titles import names_contents
from corpus.formats.text.plain_blocks import PlainBlock
from corpus.formats.text.plain_lines import read_leader

_NUMBER = re.compile(r"[\d.]+[ \t]+|[\d.]+\Z")
_PAGE = re.compile(r"[ \t]{2,}\d{1,4}\Z|\t\d{1,4}\Z")


def drop_contents(blocks: Sequence[PlainBlock]) -> tuple[list[PlainBlock], list[str]]:
    """Drop the table of contents of a text; gives the blocks that are left, and the lines that were dropped."""
    lines = Counter(_entry(line.text) for block in blocks for line in block.lines)
    kept: list[PlainBlock] = []
    dropped: list[str] = []
    seen: set[str] = set()
    inside = False
    for block in blocks:
        headed = names_contents(block.lines[0].text)
        entries = _count_entries(block, lines, inside or headed)
        names = {_entry(line.text) for line in block.lines[:entries]}
        if not headed and names & seen:  # the heading itself, below its contents
            entries = 0
        seen |= names
        inside = (headed or inside) and entries == len(block.lines)
        dropped += [line.text for line in block.lines[:entries]]
        if entries < len(block.lines):
            kept.append(block.without(entries) if entries else block)
    return kept, dropped


def _count_entries(block: PlainBlock, lines: Counter[str], inside: bool) -> int:
    """Count the lines of a block, from its first one, that are contents: their heading and what it lists."""
    first = block.lines[0].text
    headed = names_contents(first) or not _is_entry(first, lines, inside)
    listed = block.lines[int(headed) :]
    entries = len(list(takewhile(lambda line: _is_entry(line.text, lines, inside), listed)))
    if entries > 1 or (inside and (entries or names_contents(first))):
        return entries + int(headed)
    return 0


def _is_entry(text: str, lines: Counter[str], inside: bool) -> bool:
    leads = read_leader(text)
    if not inside:
        return leads is not None and leads[1].isdigit() and lines[_entry(text)] > 1
    return lines[_entry(text)] > 1 or (leads or ("", ""))[1].isdigit() or _PAGE.search(text[-20:]) is not None


def _entry(text: str) -> str:
    """Give the words of an entry, as they stand in the heading: without the number before and the page behind."""
    leads = read_leader(text) if "." in text or "…" in text or "_" in text or "·" in text else None
    words = leads[0] if leads else text[:-20] + _PAGE.sub("", text[-20:])
    return " ".join(_NUMBER.sub("", words, count=1).split()).casefold().strip(" :.") if len(words) < 300 else words
