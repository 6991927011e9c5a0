"""A block of lines -> its parts: headings above their text, questions and answers, lists, tables, paragraphs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from corpus.formats.text.plain_blocks import PlainBlock
from corpus.formats.text.plain_lines import (
    PlainLine,
    clause_of,
    ends_sentence,
    fits_below,
    is_capitals,
    is_contact_or_date,
    is_question,
    is_title_like,
    numbered_level,
    read_marker,
)
from corpus.formats.text.plain_lists import ListPart, goes_on, opens_list, take_list
from corpus.formats.text.plain_tables import find_tables, make_table
from corpus.formats.text.wrapping import join_lines
from corpus.parsed import Piece

# What opens a question and its answer, by language.
_LABELS = (
    ("q", "a"), ("question", "answer"), ("f", "a"), ("frage", "antwort"), ("q", "r"), ("question", "réponse"),
    ("p", "r"), ("pregunta", "respuesta"), ("pergunta", "resposta"), ("d", "r"), ("domanda", "risposta"),
    ("p", "o"), ("pytanie", "odpowiedź"), ("s", "c"), ("soru", "cevap"), ("в", "о"), ("вопрос", "ответ"),
)  # fmt: skip
_LABEL = re.compile(r"(?P<label>[^\W\d_]{1,10}) ?\d{0,3} ?[.:)：] ?(?=\S)")

_UNDERLINE_LEVELS = {"=": 1, "-": 2}
_CAPITALS_LEVEL = 1
_NUMBERED_LEVEL = 2  # of one number; "2.3" is one below
SHORT_LEVEL = 8
_QUESTION_LEVEL = 9
_WORDS_ABOVE = 8  # of a heading directly above its text
_SHORT_LINE = 40  # characters; shorter lines are not paragraphs of one line each

_WIDEST_WRAP = 85  # characters; a longer line that ends as a sentence does is a paragraph
_LONGEST_HEADING = 120  # characters
_MOST_LINES_IN_CAPITALS = 3
_FEW_LINES = 8
_COLONS = (":", "：")

Strength = Literal["", "strong", "weak"]
Labels = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """Hold a piece, and how sure it is that it is a heading: a "weak" one is a short line of its own, no more.

    `number` is that of a line like "2. Refrigerator", a heading or an item of a list; `items` tells how a list ends.
    """

    piece: Piece
    strength: Strength = ""
    number: int | None = None
    items: ListPart | None = None


_Taken = tuple[Part, int]  # a part, and the number of the line after it


def read_labels(blocks: Sequence[PlainBlock]) -> Labels | None:
    """Find what questions and answers are opened by: ("q", "a") where there are lines like "Q: ..." and "A: ..."."""
    found = {label for block in blocks for line in block.lines if (label := read_label(line.text))}
    return next((pair for pair in _LABELS if found.issuperset(pair)), None)


def read_block(block: PlainBlock, labels: Labels | None, before: ListPart | None) -> list[Part]:
    """Read the parts of a block; `before` is the list that the block above ended with, which may go on."""
    if block.underline:
        level = _UNDERLINE_LEVELS.get(block.underline, 3)
        return [Part(Piece("heading", block.lines[0].text, level), "strong")]
    parts: list[Part] = []
    at = 0
    for start, end, kind in find_tables(block.lines):
        parts += _read_lines(block.lines[at:start], block.width, labels, before)
        parts.append(Part(make_table(block.lines[start:end], kind, start in block.ruled)))
        at, before = end, None
    return parts + list(_read_lines(block.lines[at:], block.width, labels, before))


def _read_lines(
    lines: Sequence[PlainLine], width: int, labels: Labels | None, before: ListPart | None
) -> Iterator[Part]:
    text: list[PlainLine] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if labels and read_label(line.text) == labels[1]:
            yield from _paragraphs(text, width)
            text, at = [PlainLine(_unlabelled(line.text), line.indent)], at + 1
        elif taken := _take(lines, at, width, labels, before, not text or _is_closed(text[-1], line, width)):
            yield from _paragraphs(text, width)
            text = []
            part, at = taken
            before = part.items
            yield part
        else:
            text.append(line)
            at += 1
    yield from _paragraphs(text, width)


def _take(
    lines: Sequence[PlainLine], at: int, width: int, labels: Labels | None, before: ListPart | None, closed: bool
) -> _Taken | None:
    """Take a question, a list or a heading that begins in a line; None where it is text."""
    if labels and read_label(lines[at].text) == labels[0]:
        return _take_question(lines, at, width)
    if opens_list(lines, at, before) and (goes_on(lines[at], before) or not _is_numbered_heading(lines, at, width)):
        items, end = take_list(lines, at, width)
        return Part(Piece("list", rows=items.rows), items=items), end
    return _take_heading(lines, at, width) if closed else None


def _take_question(lines: Sequence[PlainLine], at: int, width: int) -> _Taken:
    end = at + 1
    while end < len(lines) and not read_label(lines[end].text) and not fits_below(lines[end - 1], lines[end], width):
        end += 1
    first, *others = (line.text for line in lines[at:end])
    return Part(Piece("heading", join_lines([_unlabelled(first), *others]), _QUESTION_LEVEL), "strong"), end


def _take_heading(lines: Sequence[PlainLine], at: int, width: int) -> _Taken | None:
    text = lines[at].text
    alone = at + 1 == len(lines)
    if alone and at and not ends_sentence(lines[at - 1].text):
        return None
    if _is_numbered_heading(lines, at, width) and (found := numbered_level(text)):
        depth, clause = found
        marker = read_marker(text)
        level = _NUMBERED_LEVEL + depth - 1
        return Part(Piece("heading", text, level, clause=clause), "strong", marker.value if marker else None), at + 1
    if is_capitals(text) and is_title_like(text) and not is_contact_or_date(text):
        return _take_capitals(lines, at)
    if is_question(text) and (alone or fits_below(lines[at], lines[at + 1], width)):
        return Part(Piece("heading", text, _QUESTION_LEVEL), "strong"), at + 1
    if not is_title_like(text) or is_contact_or_date(text) or not (alone or _has_text_below(lines, at, width)):
        return None
    strength: Strength = "weak" if alone or text.endswith(_COLONS) else "strong"
    return Part(Piece("heading", text, SHORT_LEVEL), strength), at + 1


def _is_numbered_heading(lines: Sequence[PlainLine], at: int, width: int) -> bool:
    """Tell whether a numbered line heads the text below: it is short, and no item of a list that goes on."""
    if not numbered_level(lines[at].text):
        return False
    if at + 1 == len(lines):
        return True
    if lines[at].text.split(maxsplit=1)[0].isdigit():  # "14 Mill Lane" is of an address
        return False
    below = lines[at + 1]
    if read_marker(below.text):
        return False
    return fits_below(lines[at], below, width) and not (
        below.indent > lines[at].indent and _has_marker(lines[at + 2 : at + 2 + _FEW_LINES])
    )


def _has_marker(lines: Sequence[PlainLine]) -> bool:
    return any(read_marker(line.text) for line in lines)


def _take_capitals(lines: Sequence[PlainLine], at: int) -> _Taken | None:
    """Take a heading in capitals, of up to three lines; more of them are a text that shouts."""
    end = at + 1
    while end < min(len(lines), at + _MOST_LINES_IN_CAPITALS + 1) and is_capitals(lines[end].text):
        end += 1
    if end - at > _MOST_LINES_IN_CAPITALS:
        return None
    text = join_lines(line.text for line in lines[at:end])
    return Part(Piece("heading", text, _CAPITALS_LEVEL), "strong"), end


def _has_text_below(lines: Sequence[PlainLine], at: int, width: int) -> bool:
    """Tell whether a short line heads the text directly below it, and is no line of an address or a verse."""
    line, below = lines[at], lines[at + 1]
    if len(line.text.split()) > _WORDS_ABOVE or not fits_below(line, below, width):
        return False
    if read_marker(below.text):
        return not line.text.endswith(_COLONS)
    if is_contact_or_date(below.text[:_LONGEST_HEADING]) and not ends_sentence(below.text):
        return False
    if not is_title_like(below.text) or below.indent > line.indent + 1:
        return True
    if ends_sentence(below.text) and len(below.text) > len(line.text):
        return True
    return at + 2 < len(lines) and not is_title_like(lines[at + 2].text) and fits_below(below, lines[at + 2], width)


def _is_closed(above: PlainLine, line: PlainLine, width: int) -> bool:
    return ends_sentence(above.text) or fits_below(above, line, width)


def _paragraphs(lines: Sequence[PlainLine], width: int) -> Iterator[Part]:
    """Give the paragraphs of lines of text: wrapped lines joined, lines that ended on purpose kept as lines."""
    if not lines:
        return
    kept: list[list[str]] = [[lines[0].text]]
    for above, line in pairwise(lines):
        if _opens_paragraph(above, line, width):
            yield _paragraph(kept)
            kept = [[line.text]]
        elif fits_below(above, line, width):
            kept.append([line.text])
        else:
            kept[-1].append(line.text)
    yield _paragraph(kept)


def _opens_paragraph(above: PlainLine, line: PlainLine, width: int) -> bool:
    ended = ends_sentence(above.text) and not line.text[0].islower()
    on_purpose = fits_below(above, line, width)
    if clause_of(line.text):
        return ended or on_purpose
    is_indented = line.indent > above.indent + 1
    is_long = max(len(above.text), len(line.text)) > _SHORT_LINE
    return ended and (is_indented or (on_purpose and is_long) or len(above.text) > _WIDEST_WRAP)


def _paragraph(lines: Sequence[Sequence[str]]) -> Part:
    text = "\n".join(map(join_lines, lines))
    return Part(Piece("paragraph", text, clause=clause_of(text[:_LONGEST_HEADING])))


def read_label(text: str) -> str | None:
    """Read the label that a line opens with: "q" of "Q: Is it sold out?"."""
    match = _LABEL.match(text)
    return match["label"].casefold() if match else None


def _unlabelled(text: str) -> str:
    match = _LABEL.match(text)
    return text[match.end() :] if match else text
