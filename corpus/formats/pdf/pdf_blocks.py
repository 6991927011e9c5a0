"""Lines in reading order -> paragraphs, list items, notes and tables, across columns and pages."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.formats.pdf.pdf_hyphens import Hyphens
from corpus.formats.pdf.pdf_layout import PdfLine, PdfTable, is_item

_BULLET = re.compile(r"[•●◦○▪■□▫‣⁃∙·➢➤►▶✓✔❖–—*-]")
_ENDS = re.compile(r"[.!?:;…][\"'”’»)\]]*(?:\[\d+\])?$")
_NOTE = re.compile(r"(?:\[?\d{1,3}\]?|[*†‡§¹²³])\s*\S")
_GLUED = re.compile(r"[^\s-][-‐‑/—]$|\d–$")  # what the next line follows without a space
_LARGE = 1.1  # times the body's type: a heading
_NOTE_SIZE = 0.92  # of the body's type
_SAME_SIZE = 1.06
_INDENT = 0.8  # of the type size
_GAP = 1.25  # of the usual pitch: lines further apart are of two paragraphs


@dataclass(slots=True)
class PdfBlock:
    """Lines that belong together. `marker_left` is set for an item of a list: where its marker stands."""

    lines: list[PdfLine] = field(default_factory=list)
    table: PdfTable | None = None
    marker_left: float | None = None
    is_note: bool = False

    @property
    def page(self) -> int:
        """Give the page that it begins on."""
        return self.table.page if self.table else self.lines[0].page

    @property
    def size(self) -> float:
        """Give its type size."""
        return self.lines[0].row.size if self.lines else 0.0

    @property
    def bold(self) -> bool:
        """Tell whether all of it is bold."""
        return bool(self.lines) and all(line.row.bold for line in self.lines)


_LARGE_GAP = 1.5  # of the type size: lines of one heading


def make_blocks(lines: Iterable[PdfLine | PdfTable], body: float) -> list[PdfBlock]:
    """Gather lines into blocks; notes at the foot of a page come after the paragraph that they interrupt."""
    parts = list(_with_rests_of_cells(lines))
    pitch = _usual_pitch(parts)
    notes = _note_lines(parts, body)
    blocks: list[PdfBlock] = []
    held: list[PdfBlock] = []  # notes until the paragraph above them has ended
    last_note: PdfBlock | None = None
    for part in parts:
        if isinstance(part, PdfTable):
            blocks += [*held, PdfBlock(table=part)]
            held = []
        elif id(part) in notes:
            if last_note in held and last_note and _note_goes_on(last_note.lines[-1], part, pitch):
                last_note.lines.append(part)
            else:
                last_note = PdfBlock([part], is_note=True)
                held.append(last_note)
        elif blocks and not blocks[-1].table and _goes_on(blocks[-1], part, pitch, body):
            blocks[-1].lines.append(part)
        else:
            blocks += held
            held = []
            blocks.append(PdfBlock([part], marker_left=part.row.left if is_item(part.row) else None))
    return blocks + held


def _with_rests_of_cells(parts: Iterable[PdfLine | PdfTable]) -> Iterator[PdfLine | PdfTable]:
    """Make cells of the lines at the top of a page that end a cell of the table at the foot of the page before."""
    above: PdfLine | PdfTable | None = None
    table: PdfTable | None = None
    for part in parts:
        if isinstance(part, PdfLine) and table and above and above.page in (table.page, part.page):
            column = sum(part.row.left > gutter[1] - 1 for gutter in table.gutters)
            if part.page == table.page + 1 and column and part.row.text[0].islower():
                cells = tuple((part.row.text,) if index == column else () for index in range(len(table.gutters) + 1))
                yield PdfTable((cells,), part.page, table.gutters)
                continue
        above = part
        table = part if isinstance(part, PdfTable) else None
        yield part


def _usual_pitch(parts: Iterable[PdfLine | PdfTable]) -> float:
    """Give how far lines of a paragraph are apart, as a multiple of the type size."""
    pitches = Counter(
        round((above.row.baseline - line.row.baseline) / line.row.size * 20)
        for above, line in pairwise(parts)
        if isinstance(above, PdfLine) and isinstance(line, PdfLine) and above.column == line.column
        and above.page == line.page and above.row.size == line.row.size
    )  # fmt: skip
    likely = [(count, -pitch) for pitch, count in pitches.items() if 16 <= pitch <= 60]
    return -max(likely)[1] / 20 if likely else 1.2


def _note_lines(parts: Sequence[PdfLine | PdfTable], body: float) -> set[int]:
    """Find the lines in small type at the foot of columns: the last of their column, the first marked as a note."""
    found: set[int] = set()
    run: list[PdfLine] = []
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        if isinstance(part, PdfLine) and part.row.size < _NOTE_SIZE * body:
            run.append(part)
        else:
            run = []
        ends = not isinstance(following, PdfLine) or (following.page, following.column) != (
            part.page,
            getattr(part, "column", 0),
        )
        if ends:
            first = next((index for index, line in enumerate(run) if _NOTE.match(line.row.text)), None)
            found |= {id(line) for line in run[first:]} if first is not None else set()
            run = []
    return found


def _note_goes_on(above: PdfLine, line: PdfLine, pitch: float) -> bool:
    return not _NOTE.match(line.row.text) and above.row.baseline - line.row.baseline < _GAP * pitch * line.row.size


def _goes_on(block: PdfBlock, line: PdfLine, pitch: float, body: float) -> bool:
    """Tell whether a line goes on with the block before it."""
    above = block.lines[-1]
    breaks = _is_deliberate(above, line)
    if max(above.row.size, line.row.size) > _SAME_SIZE * min(above.row.size, line.row.size):
        return False
    if above.row.bold != line.row.bold and (breaks or not _reads_on(above, line)):
        return False
    if (above.page, above.column) != (line.page, line.column):
        unsure = breaks or is_large(block, body)
        return not is_item(line.row) and (line.row.text[0].islower() or not (unsure or _ENDS.search(above.row.text)))
    apart = (above.row.baseline - line.row.baseline) / line.row.size
    if not 0 < apart <= (_LARGE_GAP if is_large(block, body) else max(_GAP * pitch, 1.3)):
        return False
    return not _begins_block(block, line, large=is_large(block, body), breaks=breaks)


def _begins_block(block: PdfBlock, line: PdfLine, *, large: bool, breaks: bool) -> bool:
    """Tell whether a line that is close to the block above begins another: an item, or a paragraph."""
    above = block.lines[-1].row
    if is_item(line.row) and (breaks or block.marker_left is not None or _is_bullet(line)):
        return True
    if block.marker_left is not None:
        return breaks and line.row.left <= block.marker_left + 0.4 * line.row.size
    ended = _ENDS.search(above.text) is not None or not (line.row.text[0].islower() or large)
    return _is_indented(block, line) or (breaks and ended)


def _reads_on(above: PdfLine, line: PdfLine) -> bool:
    """Tell whether a sentence goes on: it has not ended, or goes on in a small letter."""
    return line.row.text[0].islower() or not _ENDS.search(above.row.text)


def _is_deliberate(above: PdfLine, line: PdfLine) -> bool:
    """Tell whether a line was ended before it was full: the next word would have had room."""
    first = line.row.words[0]
    return above.row.right + 0.3 * above.row.size + first.right - first.left < above.right - 0.2 * above.row.size


def _is_indented(block: PdfBlock, line: PdfLine) -> bool:
    """Tell whether a line begins a paragraph by its indent, or stands outside of one that is indented as a whole."""
    above, size = block.lines[-1].row, line.row.size
    if not _ENDS.search(above.text):
        return False
    shift = (line.row.left - above.left) / size
    if len(block.lines) == 1:
        return shift > _INDENT or (abs(shift) < 0.3 and line.row.left > line.left + _INDENT * size)
    return abs(shift) > _INDENT


def is_large(block: PdfBlock, body: float) -> bool:
    """Tell whether a block is set in larger or bolder type than the body, as headings are."""
    return block.size > _LARGE * body or block.bold


def _is_bullet(line: PdfLine) -> bool:
    return _BULLET.fullmatch(line.row.words[0].text) is not None


def join_pdf_lines(lines: Iterable[str], hyphens: Hyphens) -> str:
    """Join lines to running text."""
    parts: list[str] = []
    for line in lines:
        above = parts[-1] if parts else ""
        if above.endswith("-") and not above.endswith((" -", "--")) and line[:1].isalpha():
            if not hyphens.belongs(above, line):
                parts[-1] = above[:-1]
        elif above and line and not (_GLUED.search(above[-2:]) and not above.endswith("--")):
            parts.append(" ")
        if line:
            parts.append(line)
    return "".join(parts)


def whole_lines(blocks: Iterable[PdfBlock]) -> Iterator[str]:
    """Give the lines of blocks without the words that a line's end parts."""
    for block in blocks:
        parted = False
        for line in block.lines:
            words = line.row.text.split(" ")[int(parted) :]
            parted = bool(words) and words[-1].endswith("-")
            yield " ".join(words[:-1] if parted else words)
        for row in block.table.rows if block.table else ():
            yield " ".join(" ".join(cell) for cell in row)
