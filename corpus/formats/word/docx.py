"""Word documents: quoted is what a person reads who opens the file, with the numbers that Word counts.

The parts of the work: `word_package` opens the file, `word_text` reads a paragraph, `word_blocks` paragraphs and
tables in order, with `word_styles` and `word_numbering`; `word_sections` makes pieces of them.
"""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from corpus.formats.properties import is_made_up, split_list
from corpus.formats.stated_dates import find_dates
from corpus.formats.word.word_blocks import BlockReader, Notes, Text, WordBlock, WordTable
from corpus.formats.word.word_numbering import Numbering
from corpus.formats.word.word_package import Element, Package, find_child, find_children, value
from corpus.formats.word.word_sections import (
    Leveled,
    find_word_headings,
    is_contents_title,
    is_short,
    to_pieces,
    without_contents,
)
from corpus.formats.word.word_styles import WordStyles
from corpus.formats.word.word_text import Findings, drop_open_fields
from corpus.parsed import FormatError, LeftOut, ParsedDocument
from corpus.reason import Reason

_FIRST_BLOCKS = 12  # where a cover or a table of versions may be


def read(data: bytes) -> ParsedDocument:
    """Read a .docx article: what is hidden, struck or deleted, page headers and the contents list are left out."""
    package = Package(data)
    try:
        return _read(package)
    except RecursionError as error:
        raise FormatError(Reason("is nested too deeply to be read; save it anew")) from error


def _read(package: Package) -> ParsedDocument:
    part, root = package.main()
    findings = Findings()
    styles = WordStyles(package.read_related(part, "styles"))
    numbering = Numbering(package.read_related(part, "numbering"), styles)
    drop_open_fields(root)
    blocks = list(BlockReader(styles, numbering, _notes(package, part), findings).read(root))
    leveled = find_word_headings(without_contents(blocks, findings))
    properties = package.read_related("", "core-properties")
    title, title_from, leveled = _take_title(leveled, _property(properties, "dc:title"))
    beside = _texts_beside(package, part, styles)
    published, published_from, review = _find_dates(beside, leveled)
    return ParsedDocument(
        pieces=tuple(to_pieces(leveled)),
        title=title,
        title_from=title_from,
        published=published,
        published_from=published_from,
        review=review,
        topics=split_list(_property(properties, "cp:keywords")),
        left_out=(*findings.results(), *beside),
        doubts=tuple(_doubts(findings)),
    )


def _notes(package: Package, part: str) -> Notes:
    """Find footnotes and endnotes; those of a type are lines between text and notes, and no notes."""
    notes: Notes = {}
    for kind in ("footnote", "endnote"):
        for note in find_children(package.read_related(part, f"{kind}s"), f"w:{kind}"):
            if value(note, "type") in (None, "normal"):
                drop_open_fields(note)
                notes[kind, value(note, "id") or ""] = note
    return notes


def _texts_beside(package: Package, part: str, styles: WordStyles) -> list[LeftOut]:
    """Read page headers, footers and comments, each line once; a clock in them is not what the author wrote."""
    reader = BlockReader(styles, Numbering(None, styles), {}, Findings(), with_clock=False)
    found: dict[LeftOut, None] = {}
    for kind, reason in (("header", "page header"), ("footer", "page footer"), ("comments", "comment")):
        for name in package.related(part, kind):
            root = package.read(name)
            for story in () if root is None else root if kind == "comments" else (root,):
                drop_open_fields(story)
                lines = (line for block in reader.read(story) for line in _lines(block))
                found |= dict.fromkeys(LeftOut(reason, line) for line in lines if line)
    return list(found)


def _lines(block: WordBlock) -> tuple[str, ...]:
    match block:
        case Text():
            return (block.words,)
        case WordTable():
            return block.rows
    return ()


def _find_dates(beside: list[LeftOut], blocks: list[Leveled]) -> tuple[str | None, str | None, str | None]:
    """Find the date of publication, where it stands, and the date of review, all as written.

    What a page's header or footer says holds, then what the first lines say; when the file was saved is no such date.
    """
    places = {
        reason: find_dates(one.text for one in beside if one.reason == reason)
        for reason in ("page header", "page footer")
    }
    places["first lines"] = find_dates(_first_lines(blocks))
    review = next((dates.review for dates in places.values() if dates.review), None)
    for place, dates in places.items():
        if dates.published:
            return dates.published, place, review
    return None, None, review


def _property(properties: Element | None, name: str) -> str:
    element = find_child(properties, name)
    return " ".join((element.text or "").split()) if element is not None else ""


def _take_title(blocks: list[Leveled], in_properties: str) -> tuple[str | None, str | None, list[Leveled]]:
    """Find the title, and take its line out of the blocks: it is said once.

    In this order: lines in style Title, the properties but for what a template left in them, the first heading.
    """
    first = next((at for at, one in enumerate(blocks) if _is_title(one)), None)
    if first is not None:
        lines = list(takewhile(_is_title, blocks[first:]))
        title = " ".join(_words(one) for one in lines)
        rest = [Leveled(one.block, 1) if _is_title(one) else one for one in blocks[first + len(lines) :]]
        return title, "style Title", blocks[:first] + rest
    at = _heading_of_all(blocks)
    heading = None if at is None else _words(blocks[at])
    if in_properties and not is_made_up(in_properties):
        if at is not None and heading is not None and heading.casefold() == in_properties.casefold():
            blocks = blocks[:at] + blocks[at + 1 :]
        return in_properties, "document properties", blocks
    if at is None:
        return None, None, blocks
    return heading, "first heading", blocks[:at] + blocks[at + 1 :] if _heads_all(blocks, at) else blocks


def _is_title(one: Leveled) -> bool:
    block = one.block
    return isinstance(block, Text) and block.style.is_title and not block.note and not is_contents_title(block)


def _words(one: Leveled) -> str:
    return one.block.words if isinstance(one.block, Text) else ""


def _heading_of_all(blocks: list[Leveled]) -> int | None:
    """Find the first heading, where no text stands before it; or a larger line above it, as on a cover."""
    at = next((at for at, one in enumerate(blocks) if one.level is not None), None)
    if at is None or not all(is_short(one.block) for one in blocks[:at]):
        return None
    largest = max(range(at + 1), key=lambda place: blocks[place].size)
    return largest if blocks[largest].size > blocks[at].size else at


def _heads_all(blocks: list[Leveled], at: int) -> bool:
    """Tell whether a heading is the title: above or larger than all others, or with another right below it."""
    level, size = blocks[at].level, blocks[at].size
    if level is None:
        return True
    others = [one for one in blocks[at + 1 :] if one.level is not None]
    is_above_all = all((other.level or 0) > level or other.size < size for other in others)
    return is_above_all or blocks[at + 1].level is not None


def _first_lines(blocks: Sequence[Leveled]) -> Iterator[str]:
    """Give the short lines and the table rows that a document begins with, before any text."""
    for one in blocks[:_FIRST_BLOCKS]:
        if isinstance(one.block, WordTable):
            yield from one.block.rows
        elif is_short(one.block):
            yield one.block.on_one_line
        elif one.level is None:
            return


def _doubts(findings: Findings) -> Iterator[str]:
    if findings.changes:
        yield f"{findings.changes} tracked change{'s were' if findings.changes > 1 else ' was'} accepted."
    if findings.pictures:
        pictures = "1 picture is" if findings.pictures == 1 else f"{findings.pictures} pictures are"
        yield f"{pictures} not read: write what they show beside them."
    if findings.embedded:
        yield "Another file is embedded whose text is not read; copy it in as text."
