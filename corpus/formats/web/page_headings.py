"""Which lines of a page head what follows them, though they are no heading elements."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from corpus.parsed import Piece, PieceKind

PageForm = Literal["", "bold", "opener", "word list", "end"]


@dataclass(slots=True)
class PageBlock:
    """Hold a block of a page before it is settled what it is.

    `form` "bold" is a line that looks like a heading (of a level above 1 where its class names one), "opener" what is
    clicked or asked to see what follows as far as the next block of form "end", "word list" a list that Word wrote as
    paragraphs.
    """

    kind: PieceKind
    text: str = ""
    level: int = 1
    rows: list[str] = field(default_factory=list)
    has_header: bool = True
    form: PageForm = ""


def settle(blocks: Iterable[PageBlock]) -> Iterator[Piece]:
    """Turn blocks into pieces: a line is a heading where it has words to head, and a paragraph elsewhere."""
    waiting = list(_join_openers(list(blocks)))
    element = section = 1  # levels of the last heading element, and of the last heading that is no opener
    for number, block in enumerate(waiting):
        following = waiting[number + 1] if number + 1 < len(waiting) else None
        if block.form in ("bold", "opener") and (following is None or following.kind == "heading"):
            block = PageBlock("paragraph", block.text)  # noqa: PLW2901 - it heads nothing
        elif block.form == "opener":
            block.level = section + 1
        elif block.kind == "heading":
            block.level = max(block.level, element + 1 if block.form == "bold" and block.level == 1 else 1)
            element = block.level if not block.form else element
            # One question does not stand below another.
            section = block.level - 1 if block.text.endswith("?") else block.level
        yield Piece(block.kind, block.text, block.level, rows=tuple(block.rows), has_header=block.has_header)


def _join_openers(blocks: list[PageBlock]) -> Iterator[PageBlock]:
    """Put a question and its answer into one paragraph where its section would swallow what stands below."""
    swallowing = set(_swallowing(blocks))
    opener: PageBlock | None = None
    for number, block in enumerate(blocks):
        if block.form == "end":
            continue
        if number in swallowing:
            opener = block
        elif opener is not None:
            if block.kind == "paragraph":
                block.text = f"{opener.text}\n{block.text}"
            else:
                yield PageBlock("paragraph", opener.text)
            yield block
            opener = None
        else:
            yield block
    if opener is not None:
        yield PageBlock("paragraph", opener.text)


def _swallowing(blocks: list[PageBlock]) -> Iterator[int]:
    """Count the openers whose end is followed by words that no heading parts from them."""
    opened: list[int] = []
    closed: list[int] = []
    for number, block in enumerate(blocks):
        if block.form == "end":
            closed += [opened.pop()] if opened else []
        elif block.form == "opener":
            opened.append(number)
            closed.clear()
        elif block.kind == "heading":
            closed.clear()
        else:
            yield from closed
            closed.clear()
