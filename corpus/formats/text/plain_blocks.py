"""Text -> blocks: lines between blank lines, without the rules drawn around them."""

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.formats.text.plain_lines import HEADING_WORDS, PlainLine, ends_sentence, is_rule, make_line, read_marker
from corpus.formats.text.plain_tables import has_cells

_NARROWEST = 45  # characters; shorter lines ended on purpose
_UNDERLINES = "=-~^*#+_"


@dataclass(frozen=True, slots=True)
class PlainBlock:
    """Hold lines with no blank line between; `underline` is the character that a heading's line is drawn of.

    `ruled` are the numbers of lines that a rule follows inside a table.
    """

    lines: tuple[PlainLine, ...]
    underline: str | None = None
    ruled: frozenset[int] = frozenset()

    @property
    def width(self) -> int:
        """Give the length of the longest line with its margin: where lines were wrapped, if they were."""
        return max(_NARROWEST, *(line.indent + len(line.text) for line in self.lines))

    def without(self, count: int) -> "PlainBlock":
        """Give the block without its first lines."""
        return PlainBlock(self.lines[count:], ruled=frozenset(row - count for row in self.ruled))


def split_blocks(text: str) -> Iterator[PlainBlock]:
    """Give the blocks of a text. A rule ends a block, but under a single line it makes a heading of that."""
    lines: list[PlainLine] = []
    ruled: set[int] = set()
    for line in (*map(make_line, text.split("\n")), PlainLine("")):
        if line.text and not is_rule(line.text):
            lines.append(line)
        elif line.text and lines and has_cells(lines[-1].text):
            ruled.add(len(lines) - 1)
        else:
            yield from _close(lines, ruled, line.text)
            lines, ruled = [], set()


def _close(lines: list[PlainLine], ruled: set[int], rule: str) -> Iterator[PlainBlock]:
    if lines and rule and _is_underline(rule, lines[-1]):
        yield from _close(lines[:-1], ruled, "")
        yield PlainBlock((lines[-1],), underline=rule[0])
    elif lines:
        yield PlainBlock(tuple(lines), ruled=frozenset(ruled))


def _is_underline(rule: str, line: PlainLine) -> bool:
    return (
        rule[0] in _UNDERLINES
        and rule == rule[0] * len(rule)
        and 2 * len(line.text) >= len(rule)
        and 2 * len(rule) >= len(line.text)
        and len(line.text.split()) <= 2 * HEADING_WORDS
        and (len(rule) == len(line.text) or not ends_sentence(line.text))
        and read_marker(line.text.lstrip("0123456789.")) is None
    )
