"""Rows of words across a page, and the words of a row as one text."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.formats.numerals import RAISED
from corpus.formats.pdf.pdf_words import PdfWord

_EXPONENT = re.compile(r"[-+−–]?\d{1,3}")
_POWER_BASE = re.compile(r"\d$|(?:^|[\d/·.])(?:[mckdµn]?m|[kmµ]?g|s|h|d|[mdµ]?[lL]|min)$")
_MOST_RAISED = 40  # words that are raised in one row
_LONGEST_ROW = 400  # words of a row with something raised
_CLOSE = 0.2  # of the type size: no space
_NOTE_MARK = re.compile(r"\d{1,3}(?:[,–-]\d{1,3})*,?|[a-z]")


@dataclass(frozen=True, slots=True)
class PdfRow:
    """Words of one baseline, from left to right, and their text; `bold` where all of them are."""

    words: tuple[PdfWord, ...]
    text: str
    baseline: float
    size: float
    left: float
    right: float
    bold: bool


def make_row(words: Sequence[PdfWord]) -> PdfRow:
    """Put words of one baseline in order; the type of most letters is the row's."""
    ordered = tuple(sorted(words, key=lambda word: word.left))
    letters = Counter[float]()
    for word in ordered:
        letters[word.size] += 0 if word.raised else len(word.text)
    size = letters.most_common(1)[0][0]
    main = next(word for word in ordered if word.size == size)
    return PdfRow(
        words=ordered,
        text=join_words(ordered),
        baseline=main.baseline,
        size=size,
        left=ordered[0].left,
        right=max(word.right for word in ordered),
        bold=all(word.bold for word in ordered),
    )


def make_rows(words: Iterable[PdfWord]) -> list[PdfRow]:
    """Gather words into rows, from the top down; what is raised or lowered joins the row that it hangs on."""
    gathered: list[list[PdfWord]] = []
    for word in sorted(words, key=lambda word: (-word.baseline, word.left)):
        if gathered and gathered[-1][0].baseline - word.baseline <= 0.25 * min(word.size, gathered[-1][0].size):
            gathered[-1].append(word)
        else:
            gathered.append([word])
    rows: list[PdfRow] = []
    for row in map(make_row, gathered):
        above = rows[-1] if rows else None
        if above and _hangs(above, row, 0.7):
            raised = tuple(replace(word, raised=True) for word in above.words)
            rows[-1] = make_row((*raised, *row.words))
        elif above and _hangs(row, above, 0.35):
            rows[-1] = make_row((*above.words, *row.words))
        else:
            rows.append(row)
    return rows


def _hangs(small: PdfRow, row: PdfRow, reach: float) -> bool:
    """Tell whether small type belongs to a row: every word of it is close to one of the row's words."""
    if small.size > 0.85 * row.size or abs(small.baseline - row.baseline) > reach * row.size:
        return False
    if len(small.words) > min(_MOST_RAISED, len(row.words)) or len(row.words) > _LONGEST_ROW:
        return False
    near = 0.5 * row.size
    return all(any(other.left - near <= word.left <= other.right + near for other in row.words) for word in small.words)


def join_words(words: Sequence[PdfWord]) -> str:
    """Join the words of a row: spaces between, none where the page has none; raised numbers as people type them.

    A raised number is a power after a number or a unit ("10⁹", "m²"), else the mark of a note ("[1]").
    """
    parts: list[str] = []
    last: PdfWord | None = None
    for word in words:
        text, before = word.text, parts[-1] if parts else ""
        if word.raised and _EXPONENT.fullmatch(text) and _POWER_BASE.search(before):
            text = text.translate(RAISED)
        elif word.raised and _NOTE_MARK.fullmatch(text):
            text = f"[{text.strip(',')}]"
        touches = last is not None and abs(word.left - last.right) < _CLOSE * max(word.size, last.size)
        if last is not None and not word.glued and not (touches and (word.raised or last.raised)):
            parts.append(" ")
        parts.append(text)
        last = word
    return "".join(parts)
