"""The order in which a person reads what lies on a slide."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from xml.etree.ElementTree import Element

_FLAT = 0.5  # of the height of what is below: a text box that is flatter heads a column
_OVERLAP = 0.1  # of a shape's height or width that may reach into the next row or column
_MOST_CUT = 200  # shapes; more are ordered by their tops alone, for each cut looks at all of them


@dataclass(frozen=True, slots=True)
class Box:
    """Hold a shape and where it lies on its slide, in English Metric Units."""

    shape: Element
    left: int = 0
    top: int = 0
    width: int = 0
    height: int = 0

    @property
    def right(self) -> int:
        """Give where the shape ends on the right."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """Give where the shape ends below."""
        return self.top + self.height


def in_reading_order(boxes: Sequence[Box]) -> list[Box]:
    """Order shapes as a person reads them: rows from the top, in a row columns from the left.

    A recursive cut along the gaps between shapes (the XY-cut of document analysis), rows first.
    """
    if 1 < len(boxes) <= _MOST_CUT:
        rows = _cut(boxes, lambda box: (box.top, box.bottom))
        if len(rows) > 1:
            return list(chain.from_iterable(map(in_reading_order, _with_columns(rows))))
        columns = _cut(boxes, lambda box: (box.left, box.right))
        if len(columns) > 1:
            return list(chain.from_iterable(map(in_reading_order, columns)))
    return sorted(boxes, key=lambda box: (box.top, box.left))


def _cut(boxes: Sequence[Box], span: Callable[[Box], tuple[int, int]]) -> list[list[Box]]:
    """Part shapes where their spans leave a gap; a small overlap is none."""
    parts: list[list[Box]] = []
    reached = 0
    for box in sorted(boxes, key=span):
        start, end = span(box)
        if not parts or start + _OVERLAP * (end - start) >= reached:
            parts.append([])
            reached = start
        parts[-1].append(box)
        reached = max(reached, end - int(_OVERLAP * (end - start)))
    return parts


def _with_columns(rows: Sequence[Sequence[Box]]) -> Iterator[Sequence[Box]]:
    """Give rows; where one is flat heads over the shapes of the next, give the columns of the two instead."""
    at = 0
    while at < len(rows):
        columns = _columns(rows[at], rows[at + 1]) if at + 1 < len(rows) else None
        yield from columns or rows[at : at + 1]
        at += 2 if columns else 1


def _columns(heads: Sequence[Box], bodies: Sequence[Box]) -> list[tuple[Box, Box]] | None:
    """Pair two rows by column where each shape of the first is a flat head over one of the second."""
    if len(heads) < 2 or len(heads) != len(bodies):
        return None
    pairs = list(zip(*(sorted(row, key=lambda box: box.left) for row in (heads, bodies)), strict=True))
    for head, body in pairs:
        apart = min(head.right, body.right) <= max(head.left, body.left)
        if apart or head.height > _FLAT * body.height or body.shape.tag == "p:pic":
            return None
    return pairs
