"""A paragraph's text -> elements of a page: words as they are, lists as lists, tables as tables."""

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from lxml.builder import E

from bot.text import clean
from corpus import Paragraph

Element = Any
"""An element of lxml's, which has no types. It escapes whatever text it is given."""

_ITEM = re.compile(r" *(?:[•◦▪–-]|\(?\w{1,6}[.)])\s")
_CELLS = " | "
_INDENT = 2  # spaces for each level of a list


def safe(text: str) -> str:
    """Make text safe for a page: without what XML forbids, which lxml refuses."""
    return re.sub("[\ufffe\uffff]", "", clean(text))


def draw_paragraph(paragraph: Paragraph, text: str) -> list[Element]:
    """Draw a paragraph as the elements that fit its kind."""
    lines = safe(text).split("\n")
    if paragraph.kind == "table":
        return [E.div(_draw_table(lines), {"class": "wide"})]
    if paragraph.kind == "list":
        lead_in = list(takewhile(lambda line: not _ITEM.match(line), lines))
        items = lines[len(lead_in) :]
        return [draw(part) for draw, part in ((_draw_lines, lead_in), (_draw_list, items)) if part]
    return [_draw_lines(lines)]


def _draw_lines(lines: Sequence[str]) -> Element:
    drawn = E.p(lines[0])
    for line in lines[1:]:
        drawn.append(_break(line))
    return drawn


def _break(line: str) -> Element:
    drawn = E.br()
    drawn.tail = line
    return drawn


def _draw_list(lines: Sequence[str]) -> Element:
    """Draw items with the author's own markers, each list within the item above it; a line without goes on an item."""
    root = E.ul()
    opened = [(0, root)]
    for line in lines:
        depth = (len(line) - len(line.lstrip(" "))) // _INDENT
        if not _ITEM.match(line):
            opened[-1][1][-1].append(_break(line.strip()))
            continue
        while len(opened) > 1 and depth < opened[-1][0]:
            opened.pop()
        if depth > opened[-1][0] and len(opened[-1][1]):
            inner = E.ul()
            opened[-1][1][-1].append(inner)
            opened.append((depth, inner))
        opened[-1][1].append(E.li(line.strip()))
    return root


def _draw_table(lines: Sequence[str]) -> Element:
    """Draw rows; the first heads the others where it has no number, for what it was is not kept."""
    rows = [line.split(_CELLS) for line in lines]
    width = max(map(len, rows))
    has_header = len(rows) > 1 and len(rows[0]) > 1 and not re.search(r"\d", lines[0])
    table = E.table()
    for number, row in enumerate(rows):
        heads = has_header and number == 0
        cells = [E.th(cell.strip(), scope="col") if heads else E.td(cell.strip()) for cell in row]
        if len(cells) < width:
            cells[-1].set("colspan", str(width - len(cells) + 1))
        table.append(E.tr(*cells))
    return table
