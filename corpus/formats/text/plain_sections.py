"""Parts of all blocks -> pieces: which short lines are headings is told by what follows them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from corpus.formats.text.plain_parts import SHORT_LEVEL, Part
from corpus.parsed import Piece

_COLON_HABIT = 2  # as many lines like "Opening hours:" are headings


def make_pieces(parts: Sequence[Part]) -> tuple[Piece, ...]:
    """Settle what is a heading, and join lists whose items stood apart."""
    settled = _settle_colons(_numbered_lists(list(_joined_lists(parts))))
    return tuple(_settle(settled))


def _joined_lists(parts: Sequence[Part]) -> Iterator[Part]:
    for run in _runs_of_lists(parts):
        rows = tuple(row for part in run for row in part.piece.rows)
        yield replace(run[0], piece=replace(run[0].piece, rows=rows)) if len(run) > 1 else run[0]


def _runs_of_lists(parts: Sequence[Part]) -> Iterator[list[Part]]:
    run: list[Part] = []
    for part in parts:
        if run and not _goes_on(run[-1], part):
            yield run
            run = []
        run.append(part)
    if run:
        yield run


def _goes_on(above: Part, below: Part) -> bool:
    """Tell whether a list goes on another one, with the same bullets or the next number."""
    if not above.items or not below.items or above.items.kind != below.items.kind:
        return False
    return above.items.kind == "•" or below.items.first == above.items.last + 1


def _numbered_lists(parts: Sequence[Part]) -> Iterator[Part]:
    """Make a list of numbered lines with no text between: "1. Soap", "2. Water"."""
    run: list[Part] = []
    for part in parts:
        if run and not (part.number == (run[-1].number or 0) + 1 and part.piece.level == run[-1].piece.level):
            yield from _as_list(run)
            run = []
        if part.number is None:
            yield part
        else:
            run.append(part)
    yield from _as_list(run)


def _as_list(run: list[Part]) -> list[Part]:
    if len(run) < 2:
        return run
    return [Part(Piece("list", rows=tuple(part.piece.text for part in run)))]


def _settle_colons(parts: Iterator[Part]) -> list[Part]:
    """Take lines such as "Opening hours:" for headings where text follows and it is a habit; else they lead in."""
    settled = list(parts)
    heads = [_has_colon(part) and _is_text(below) for part, below in pairwise([*settled, Part(Piece("list"))])]
    habit = sum(heads) >= _COLON_HABIT
    return [
        _as_paragraph(part) if _has_colon(part) and not (head and habit) else part
        for part, head in zip(settled, heads, strict=True)
    ]


def _has_colon(part: Part) -> bool:
    return part.strength == "weak" and part.piece.text.endswith((":", "："))


def _is_text(part: Part) -> bool:
    return part.piece.kind == "paragraph"


def _as_paragraph(part: Part) -> Part:
    return Part(Piece("paragraph", part.piece.text)) if part.strength else part


def _settle(parts: Sequence[Part]) -> Iterator[Piece]:
    """Give headings that something follows; short lines are headings where they are one or two in a row."""
    runs = [(strength, list(run)) for strength, run in groupby(parts, key=lambda part: part.strength)]
    last_text = max((number for number, (strength, _) in enumerate(runs) if not strength), default=-1)
    for number, (strength, run) in enumerate(runs):
        if not strength:
            yield from (part.piece for part in run)
        elif number > last_text or (strength == "weak" and len(run) > 2):
            yield from (_as_paragraph(part).piece for part in run)
        elif strength == "weak":
            yield from (
                replace(part.piece, level=level) for level, part in enumerate(run, start=SHORT_LEVEL + 1 - len(run))
            )
        else:
            yield from _headings(run)


def _headings(run: Sequence[Part]) -> Iterator[Piece]:
    """Give headings in a row: of three and more of one level, as in a list of contents, only the last has text."""
    for level, group in groupby(run, key=lambda part: part.piece.level):
        same = list(group)
        for part in same[:-1] if len(same) > 2 else ():
            yield _as_paragraph(part).piece
        for place, part in enumerate(same[-1:] if len(same) > 2 else same, start=1):
            yield replace(part.piece, level=level if place == 1 else level + 1)
