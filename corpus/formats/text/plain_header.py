"""What stands at the top of plain text: a letterhead, the title, lines such as "Published: 2024-03-01"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from corpus.formats.stated_dates import PUBLISHED, Dates, find_dates, kind_of_label
from corpus.formats.text.plain_blocks import PlainBlock
from corpus.formats.text.plain_lines import (
    PlainLine,
    ends_sentence,
    fits_below,
    is_capitals,
    is_contact_or_date,
    is_question,
    is_title_like,
    read_marker,
)
from corpus.formats.text.plain_parts import Labels, read_label, read_labels
from corpus.formats.text.plain_tables import has_cells
from corpus.parsed import LeftOut

_FIELD = re.compile(r"(?P<name>[^\W\d_][\w ./-]{0,30}?) ?[:：][ \t]*(?P<value>.*)")
_MEANINGS = {
    "topics": "categories; topics; tags; keywords; schlagwörter",
    "url": "url; link; source; quelle",
    "title": "title; subject; titel; betreff",
}  # beside the names of dates
_FIELDS = {name: meaning for meaning, names in _MEANINGS.items() for name in names.split("; ")}
_DATES = {*PUBLISHED, "review"}
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)

_TITLE_WORDS = 25
_MOST_LETTERHEAD = 8  # lines
_LETTERHEAD_LETTERS = 70


@dataclass(frozen=True, slots=True)
class Header:
    """Hold what the top of a text says about it.

    `letterhead` are the lines above the title; `rest` are the blocks below, the first one without what was title.
    """

    title: str | None
    title_from: str | None = None
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)
    letterhead: PlainBlock | None = None
    rest: tuple[PlainBlock, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    doubts: tuple[str, ...] = ()

    def value(self, meaning: str) -> str | None:
        """Give what a field says, if there is one."""
        return self.fields[meaning][1] if meaning in self.fields else None

    def dates(self) -> Dates:
        """Give the dates that the fields state; where a field holds none, what it says, but for a version's number."""
        stated = find_dates(f"{name}: {value}" for kind, (name, value) in self.fields.items() if kind in _DATES)
        kinds = (kind for kind in PUBLISHED if kind in self.fields and kind != "version")
        name, value = self.fields.get(next(kinds, ""), (None, None))
        published = stated[:2] if stated.published else (value, name)
        return Dates(*published, stated.review or self.value("review"))


def read_header(blocks: Sequence[PlainBlock]) -> Header:
    """Read the title and the fields at the top of a text, and the fields of its last block."""
    letterhead = blocks[0] if len(blocks) > 1 and _is_letterhead(blocks[0]) else None
    title, rest = _read_title(blocks[1:] if letterhead else blocks, read_labels(blocks))
    lines, rest = _take_fields(rest)
    if len(rest) > 1 and _are_last_fields(rest[-1].lines):
        lines += rest[-1].lines
        rest = rest[:-1]
    fields, unused = _read_fields(lines)
    title_from = "first line" if title else None
    if "title" in fields:
        title, title_from = fields["title"][1], f'the line "{fields["title"][0]}"'
    elif title is None and letterhead:
        title, title_from = letterhead.lines[0].text, "letterhead"
    left_out, doubts = _unused(fields, unused)
    return Header(title, title_from, fields, letterhead, tuple(rest), left_out, doubts)


def _read_title(blocks: Sequence[PlainBlock], labels: Labels | None) -> tuple[str | None, Sequence[PlainBlock]]:
    """Take the title off the first block: its first line, more where that goes on, unless it is text."""
    if not blocks or (labels and read_label(blocks[0].lines[0].text) in labels):
        return None, blocks
    block = blocks[0]
    length = _title_lines(block)
    if not length:
        return None, blocks
    title = " ".join(" ".join(line.text for line in block.lines[:length]).split())
    return title, [block.without(length), *blocks[1:]] if len(block.lines) > length else blocks[1:]


def _title_lines(block: PlainBlock) -> int:
    first, *others = block.lines
    if not _may_be_title(first.text) or (_are_fields(block.lines) and any(_is_title(line) for line in block.lines)):
        return 0
    if not others or _are_fields(others):
        return 1
    if block.width <= _LETTERHEAD_LETTERS and len(others) < 3 and all(map(_goes_on, block.lines, others)):
        return len(block.lines)
    if is_title_like(first.text) and fits_below(first, others[0], block.width):
        return 1
    return 0


def _is_title(line: PlainLine) -> bool:
    return _meaning(line.text) == "title"


def _may_be_title(text: str) -> bool:
    return (
        len(text.split()) <= _TITLE_WORDS
        and not text.endswith((".", ",", ";", "。"))
        and read_marker(text) is None
        and not has_cells(text)
        and not (_FIELD.match(text) and _meaning(text))
    )


def _goes_on(above: PlainLine, below: PlainLine) -> bool:
    """Tell whether a title goes on in the next line."""
    return (
        not ends_sentence(above.text)
        and not ends_sentence(below.text)
        and (
            (below.text[0].islower() and not below.text.startswith(("by ", "von ")))
            or (is_capitals(above.text) and is_capitals(below.text))
            or above.text.endswith((":", "–", "—"))
        )
    )


def _is_letterhead(block: PlainBlock) -> bool:
    """Tell whether lines are the address of who wrote: short ones, one of them with a number to call or a place."""
    return (
        len(block.lines) <= _MOST_LETTERHEAD
        and block.width <= _LETTERHEAD_LETTERS
        and not any(ends_sentence(line.text) or is_question(line.text) for line in block.lines)
        and any(is_contact_or_date(line.text) for line in block.lines[len(block.lines) > 1 :])
        and not any(_meaning(line.text) for line in block.lines)
    )


def _take_fields(blocks: Sequence[PlainBlock]) -> tuple[list[PlainLine], Sequence[PlainBlock]]:
    """Take the fields off the top of the blocks; text may follow them without a blank line."""
    lines: list[PlainLine] = []
    while blocks and _are_fields(blocks[0].lines):
        lines += blocks[0].lines
        blocks = blocks[1:]
    if blocks:
        first = blocks[0].lines
        known = len(list(takewhile(_is_known, first)))
        subtitle = len(list(takewhile(_is_subtitle, first)))
        if known:
            blocks = [blocks[0].without(known), *blocks[1:]]
            lines += first[:known]
        elif 0 < subtitle < len(first) and _are_fields(first[subtitle:]):
            blocks = [PlainBlock(first[:subtitle]), *blocks[1:]]
            lines += first[subtitle:]
    return lines, blocks


def _is_known(line: PlainLine) -> bool:
    return _meaning(line.text) is not None


def _is_subtitle(line: PlainLine) -> bool:
    return not _is_known(line) and not ends_sentence(line.text)


def _are_last_fields(lines: Sequence[PlainLine]) -> bool:
    return all(_meaning(line.text) in _DATES for line in lines)


def _are_fields(lines: Sequence[PlainLine]) -> bool:
    """Tell whether lines are fields, one of them known: beside it others ("Author: ...") are as well."""
    return all(_FIELD.fullmatch(line.text) for line in lines) and any(_meaning(line.text) for line in lines)


def _meaning(text: str) -> str | None:
    match = _FIELD.match(text)
    return (_FIELDS.get(match["name"].casefold()) or kind_of_label(match["name"])) if match else None


def _read_fields(lines: Sequence[PlainLine]) -> tuple[dict[str, tuple[str, str]], list[str]]:
    fields: dict[str, tuple[str, str]] = {}
    unused: list[str] = []
    for line in lines:
        match = _FIELD.fullmatch(line.text)
        meaning = _meaning(line.text)
        if match and meaning and meaning not in fields:
            fields[meaning] = match["name"], match["value"].strip()
        else:
            unused.append(line.text)
    return fields, unused


def _unused(fields: dict[str, tuple[str, str]], unused: list[str]) -> tuple[tuple[LeftOut, ...], tuple[str, ...]]:
    """Name the fields that nothing is made of, and doubt an address that is none."""
    doubts = []
    if "version" in fields:
        unused.append(": ".join(fields["version"]))
    if "url" in fields and not _ADDRESS.fullmatch(fields["url"][1]):
        line = ": ".join(fields.pop("url"))
        unused.append(line)
        doubts.append(f"{line!r} is no address that begins with http or https, so no link is made of it.")
    return tuple(LeftOut("field", line) for line in unused), tuple(doubts)
