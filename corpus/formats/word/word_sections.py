"""Paragraphs and tables of a Word file -> pieces: which lines are headings, lists, clauses or a contents list."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, takewhile
from operator import itemgetter

from corpus.formats.contents_titles import names_contents
from corpus.formats.word.word_blocks import Contents, Text, WordBlock, WordTable
from corpus.formats.word.word_numbering import Label
from corpus.formats.word.word_text import CONTENTS, Findings
from corpus.parsed import Piece

_SHORT_WORDS = 15  # of a line that is no paragraph
_HEADING_WORDS = 12  # of a bold line
_LONGEST_HEADING = 30  # words of a heading by its style; headings are not quoted, so what is longer is text
_CLAUSE_WORDS = 40  # on average: numbered paragraphs that long are no list of steps
_SUBCLAUSE_WORDS = 12  # the same for those numbered "2.3"
_SENTENCE_ENDS = (".", "!", "?", ":")
_NO_HEADING_ENDS = (".", "!", ";", ",", "…")
_CLAUSE = re.compile(r"(?:§+ ?|art(?:icle|ikel|\.) ?|clause ?|section ?)?(\d{1,3}(?:\.\d{1,3})*)[.)]?", re.IGNORECASE)
_TYPED_CLAUSE = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,3}){1,4})[.)]?\s+(?=\S)")
_TYPED_BULLET = re.compile(r"[•·▪◦‣●○■–—*-]\s+\S")
_TYPED_CONTENTS = re.compile(r"(?:\t|\.{3}|…|_{3}) ?\d{1,4}$")  # "Brewing ........ 12"


def without_contents(blocks: Iterable[WordBlock], findings: Findings) -> list[Text | WordTable]:
    """Leave out the line above a table of contents that says so, and a table of contents that was typed by hand."""
    kept: list[Text | WordTable] = []
    waiting: list[Text] = []  # "Contents", and the typed lines after it
    for block in blocks:
        # Only the end is searched: what fills a line up to its number may be long.
        is_entry = isinstance(block, Text) and bool(_TYPED_CONTENTS.search(block.raw.rstrip()[-10:]))
        if waiting and not is_entry:
            _settle(waiting, kept, findings, is_contents=isinstance(block, Contents) or len(waiting) > 2)
        if isinstance(block, Text) and (is_contents_title(block) or (waiting and is_entry)):
            waiting.append(block)
        elif not isinstance(block, Contents):
            kept.append(block)
    _settle(waiting, kept, findings, is_contents=len(waiting) > 2)
    return kept


def is_contents_title(block: Text) -> bool:
    """Tell whether a line says "Contents", in one of several languages."""
    return names_contents(block.text)


def _settle(waiting: list[Text], kept: list[Text | WordTable], findings: Findings, *, is_contents: bool) -> None:
    if is_contents:
        for text in waiting:
            findings.leave_out(CONTENTS, text.words)
            findings.end_paragraph()
    else:
        kept += waiting
    waiting.clear()


@dataclass(frozen=True, slots=True)
class Leveled:
    """Hold a block with its level as a heading, None where it is none."""

    block: Text | WordTable
    level: int | None = None

    @property
    def size(self) -> int:
        """The largest letters, in half points."""
        return self.block.size if isinstance(self.block, Text) else 0


def find_word_headings(blocks: list[Text | WordTable]) -> list[Leveled]:
    """Tell headings by their styles, and short lines in bold directly above text."""
    levels = [_style_level(block) for block in blocks]
    bold = [levels[at] is None and _is_bold_line(blocks, at) for at in range(len(blocks))]
    start = _end_of_cover(blocks, levels, bold)
    on_cover = [at for at in range(start) if bold[at]]
    if on_cover:
        levels[on_cover[-1]] = 1
    current = 0
    while start < len(blocks):
        current = levels[start] or current
        run = list(takewhile(bold.__getitem__, range(start, len(blocks))))
        start += len(run) or 1
        if run and start < len(blocks) and levels[start] is None:
            # Two in a row are a heading and one below it; of more, only the last heads the text.
            for below, at in enumerate(run if len(run) == 2 else run[-1:], start=1):
                levels[at] = current + below
    return [Leveled(block, level) for block, level in zip(blocks, levels, strict=True)]


def _end_of_cover(blocks: list[Text | WordTable], levels: list[int | None], bold: list[bool]) -> int:
    """Give where the text begins, after a letterhead or cover: lines of which only the last in bold heads anything."""
    for at, block in enumerate(blocks):
        is_line = is_short(block) and isinstance(block, Text) and not block.text.endswith(_SENTENCE_ENDS)
        if levels[at] is not None or not (bold[at] or is_line):
            return at
    return 0


def is_short(block: Text | WordTable) -> bool:
    """Tell whether a block is a line that is no paragraph yet."""
    return isinstance(block, Text) and len(block.text.split()) <= _SHORT_WORDS


def _style_level(block: Text | WordTable) -> int | None:
    if not isinstance(block, Text) or block.level is None:
        return None
    words = len(block.text.split())
    is_sentence = words > _HEADING_WORDS and block.text.endswith(_NO_HEADING_ENDS)
    return None if is_sentence or words > _LONGEST_HEADING else block.level


def _is_bold_line(blocks: list[Text | WordTable], at: int) -> bool:
    """Tell whether a paragraph is bold throughout and short, no sentence, and no item of a list."""
    block = blocks[at]
    if not isinstance(block, Text) or not block.is_bold or block.stands_apart or block.note:
        return False
    if "\n" in block.text or len(block.text.split()) > _HEADING_WORDS or block.text.endswith(_NO_HEADING_ENDS):
        return False
    if block.style.is_called("caption", "subtitle", "quote", "title"):
        return False
    return block.label is None or not (block.label.is_bullet or _is_beside_an_item(blocks, at, block.label))


def _is_beside_an_item(blocks: list[Text | WordTable], at: int, label: Label) -> bool:
    """Tell whether the block before or after is an item of the same list's level, as in a list of bold items."""
    beside = (blocks[near] for near in (at - 1, at + 1) if 0 <= near < len(blocks))
    labels = [block.label for block in beside if isinstance(block, Text) and block.label]
    return any(other.list == label.list and other.level == label.level for other in labels)


def to_pieces(blocks: list[Leveled]) -> Iterator[Piece]:
    """Make pieces; footnotes stand after the paragraph or list that refers to them, endnotes at their section's end."""
    counted = frozenset(
        one.block.label.list
        for one in blocks
        if one.level is not None and isinstance(one.block, Text) and one.block.label
    )
    clauses = TypedClauses()
    for is_list, run in groupby(_mark_items(_place_notes(blocks)), key=itemgetter(0)):
        if is_list:
            yield from _list_pieces([one.block for _, one in run if isinstance(one.block, Text)], counted)
        else:
            for _, one in run:
                yield from _piece(one, clauses)


def _place_notes(blocks: Iterable[Leveled]) -> Iterator[Leveled]:
    footnotes: list[Leveled] = []
    endnotes: list[Leveled] = []
    for one in blocks:
        note = one.block.note if isinstance(one.block, Text) else None
        if note:
            (footnotes if note == "footnote" else endnotes).append(one)
            continue
        if not (_is_item(one) or _may_continue(one)):
            yield from footnotes
            footnotes.clear()
        if one.level is not None:
            yield from endnotes
            endnotes.clear()
        yield one
    yield from footnotes + endnotes


def _mark_items(blocks: Iterable[Leveled]) -> Iterator[tuple[bool, Leveled]]:
    """Tell which blocks are items of a list, or go on with the item before."""
    is_list = False
    for one in blocks:
        is_list = _is_item(one) or (is_list and _may_continue(one))
        yield is_list, one


def _is_item(one: Leveled) -> bool:
    block = one.block
    if not isinstance(block, Text) or one.level is not None or block.note:
        return False
    if block.label:
        return bool(block.label.text)
    return block.style.list_depth is not None or bool(_TYPED_BULLET.match(block.text))


def _may_continue(one: Leveled) -> bool:
    block = one.block
    if not isinstance(block, Text) or one.level is not None or block.note:
        return False
    return not block.label and bool(block.indent) and block.style.is_called("list continue", "list paragraph")


def _piece(one: Leveled, clauses: "TypedClauses") -> Iterator[Piece]:
    block = one.block
    if isinstance(block, WordTable):
        yield Piece("table", rows=block.rows, has_header=block.has_header)
    elif one.level is not None:
        label = block.label
        yield Piece("heading", block.on_one_line if label and label.is_bullet else block.words, one.level)
    else:
        for text in filter(None, map(str.strip, re.split(r"\n{2,}", block.text))):
            yield Piece("paragraph", text, clause=None if block.note else clauses.number(text))


def _list_pieces(items: list[Text], counted: frozenset[str]) -> Iterator[Piece]:
    """Make a list of items; or, where they are clauses, a paragraph of each and lists of what is below them."""
    are_clauses = _are_clauses([item for item in items if item.label and not item.label.is_bullet], counted)
    waiting: list[Text] = []
    for item in items:
        clause = _clause(item) if are_clauses else None
        if clause is None:
            waiting.append(item)
            continue
        yield from _list(waiting)
        waiting.clear()
        yield Piece("paragraph", item.words, clause=clause)
    yield from _list(waiting)


def _clause(item: Text) -> str | None:
    label = item.label.text if item.label and not item.label.is_bullet else ""
    return label.rstrip(".)") if _CLAUSE.fullmatch(label) else None


def _are_clauses(numbered: list[Text], counted: frozenset[str]) -> bool:
    """Tell whether numbered paragraphs are a contract's or a policy's clauses, not the steps of a list.

    They are where they count on with headings, or are long.
    """
    labels = [item.label for item in numbered if item.label]
    if any(label.list in counted for label in labels):
        return True
    words = sum(len(item.text.split()) for item in numbered)
    most = _SUBCLAUSE_WORDS if any("." in label.text.rstrip(".") for label in labels) else _CLAUSE_WORDS
    return words > most * len(numbered)


def _list(items: list[Text]) -> Iterator[Piece]:
    rows: list[str] = []
    above: list[Text] = []  # the items that the next may be nested in, outermost first
    for item in items:
        if not _is_item(Leveled(item)):
            if rows:
                rows[-1] += f" {item.words}"
            else:
                yield Piece("paragraph", item.text)
            continue
        while above and not _is_deeper(item, above[-1]):
            above.pop()
        marker = "• " if item.label is None and item.style.list_depth is not None else ""
        rows.append("  " * len(above) + marker + item.words)
        above.append(item)
    if rows:
        yield Piece("list", rows=tuple(rows))


def _is_deeper(item: Text, other: Text) -> bool:
    """Tell whether an item is nested in another: by their list's levels, or else by how far they are set in."""
    if item.label and other.label and item.label.list == other.label.list:
        return item.label.level > other.label.level
    if item.label is None and other.label is None:
        return (item.style.list_depth or 0) > (other.style.list_depth or 0)
    return (item.indent or 0) > (other.indent or 0)


class TypedClauses:
    """Recognise clauses whose numbers were typed: "2.3" is one where "2.2" stood before, or as "2.1"."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def number(self, text: str) -> str | None:
        """Give the number of the clause that a paragraph is, None where it is none."""
        match = _TYPED_CLAUSE.match(text)
        if match is None:
            return None
        number = match["number"]
        above, _, last = number.rpartition(".")
        if last != "1" and f"{above}.{int(last) - 1}" not in self._seen:
            return None
        self._seen.add(number)
        return number
