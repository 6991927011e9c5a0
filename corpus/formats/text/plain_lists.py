"""Lists of plain text: items with a marker, nested by their margin, and the lines that they go on in."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.formats.text.plain_lines import Marker, PlainLine, ends_sentence, fits_below, read_marker
from corpus.formats.text.wrapping import join_lines

_MOST_LINES = 12  # of one item, to look for the next


@dataclass(frozen=True, slots=True)
class ListPart:
    """Hold the rows of a list as a piece has them, what kind its outer items are, and the first and last number."""

    rows: tuple[str, ...]
    kind: str
    first: int
    last: int


def opens_list(lines: Sequence[PlainLine], at: int, before: ListPart | None) -> bool:
    """Tell whether an item of a list begins here, and not a line that a dash or a number came to open by wrapping.

    A number opens one where it is the first or the next, or where the next one follows.
    """
    marker = read_marker(lines[at].text)
    if marker is None:
        return False
    previous = lines[at - 1] if at else None
    if marker.kind == "•":
        return previous is None or _is_lead_in(previous) or (at + 1 < len(lines) and _is_bullet(lines[at + 1]))
    if goes_on(lines[at], before):
        return True
    if marker.value > 1 or (marker.kind[0] in "aA" and marker.kind[1] == "."):
        return _is_followed(lines, at, marker)
    return previous is None or _is_lead_in(previous) or _is_followed(lines, at, marker)


def goes_on(line: PlainLine, before: ListPart | None) -> bool:
    """Tell whether a line is the item that comes next in the list above it."""
    marker = read_marker(line.text)
    return marker is not None and before is not None and (before.kind, before.last + 1) == (marker.kind, marker.value)


def _is_lead_in(line: PlainLine) -> bool:
    return line.text.endswith((":", "：", ";", ",")) or ends_sentence(line.text) or read_marker(line.text) is not None


def _is_bullet(line: PlainLine) -> bool:
    marker = read_marker(line.text)
    return marker is not None and marker.kind == "•"


def _is_followed(lines: Sequence[PlainLine], at: int, marker: Marker) -> bool:
    following = (read_marker(line.text) for line in lines[at + 1 : at + 1 + _MOST_LINES])
    return any(
        other and (other.kind, other.value) in ((marker.kind, marker.value + 1), (f"i{marker.kind[-1]}", 0))
        for other in following
    )


def take_list(lines: Sequence[PlainLine], at: int, width: int) -> tuple[ListPart, int]:
    """Read the items of a list from a line on; gives where the list ends."""
    items: list[tuple[int, Marker, list[str]]] = []  # margin, marker, lines
    last: dict[str, int] = {}  # by kind of marker
    number = at
    while number < len(lines):
        line = lines[number]
        marker = read_marker(line.text)
        if marker and (number == at or _is_item(marker, last, lines[number - 1], line, width)):
            items.append((line.indent, marker, [line.text[marker.length :]]))
            last[marker.kind] = marker.value
        elif _continues(items[-1], lines[number - 1], line, width):
            items[-1][2].append(line.text)
        else:
            break
        number += 1
    levels = _levels([indent for indent, _, _ in items])
    rows = tuple(
        f"{'  ' * level}{marker.text} {join_lines(texts)}"
        for level, (_, marker, texts) in zip(levels, items, strict=True)
    )
    outer = [marker for level, (_, marker, _) in zip(levels, items, strict=True) if level == 0]
    return ListPart(rows, outer[0].kind, outer[0].value, outer[-1].value), number


def _is_item(marker: Marker, last: dict[str, int], above: PlainLine, line: PlainLine, width: int) -> bool:
    """Tell whether a line with a marker is the next item, and not the rest of one, wrapped before "29. Juli"."""
    expected = marker.value in (0, 1, last.get(marker.kind, 0) + 1)
    return expected or (fits_below(above, line, width) and ends_sentence(above.text))


def _continues(item: tuple[int, Marker, list[str]], above: PlainLine, line: PlainLine, width: int) -> bool:
    """Tell whether a line without a marker belongs to the item above it."""
    indent, _, _ = item
    return (
        line.indent > indent
        or line.text[0].islower()
        or not (fits_below(above, line, width) or ends_sentence(above.text))
    )


def _levels(indents: Sequence[int]) -> list[int]:
    """Give how deep each item is nested, by the margins of those above it."""
    open_at: list[int] = []
    levels = []
    for indent in indents:
        while open_at and indent < open_at[-1]:
            open_at.pop()
        if not open_at or indent > open_at[-1] + 1:
            open_at.append(indent)
        levels.append(len(open_at) - 1)
    return levels
