"""OpenDocument texts (.odt, of LibreOffice and others): a walk over content.xml.

Numbers of headings and lists are not written in the file: they are counted here, as an office counts them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from corpus.formats.archive import Archive, child, children, text_of
from corpus.formats.office.cells import table
from corpus.formats.office.opendocument_styles import DEEPEST_NUMBER, Counter, OdfStyles, integer
from corpus.formats.properties import is_made_up, split_list
from corpus.formats.stated_dates import find_date, find_dates
from corpus.parsed import FormatError, LeftOut, ParsedDocument, Piece
from corpus.reason import Reason

_MIME_TYPES = re.compile(rb"application/vnd\.oasis\.opendocument\.text(?:-template|-web|-master)?\s*")
_MOST_CELLS = 300_000
_MOST_EMPTY = 64
_MOST_CHARACTERS = 20_000_000  # a cell may say that it is repeated
_CONTENTS = ("text:table-of-content", "text:illustration-index", "text:table-index", "text:object-index")
_INDEXES = (*_CONTENTS, "text:alphabetical-index", "text:user-index", "text:bibliography")
_BOXES = tuple(
    f"draw:{name}"
    for name in "frame g a custom-shape rect ellipse circle line polyline polygon path connector caption".split()
)
_SILENT = ("office:annotation-end", "text:ruby-text", "text:note-citation", "draw:object", "draw:object-ole")
_HIDING = ("text:hidden-text", "text:hidden-paragraph")
_HEADING_WORDS = 10
_LETTERHEAD = 10  # lines above a title, at most


def read(data: bytes) -> ParsedDocument:
    """Read an .odt document; raises FormatError for what is none."""
    archive = Archive(data, Reason("an OpenDocument text"), ".odt")
    if "mimetype" in archive and not _MIME_TYPES.fullmatch(archive.read("mimetype")):
        raise archive.damaged()
    if any(archive.optional_xml("META-INF/manifest.xml").iter("manifest:encryption-data")):
        raise FormatError(Reason("is protected by a password; save it without one"))
    content, shared = archive.xml("content.xml"), archive.optional_xml("styles.xml")
    body = next(content.iter("office:text"), None)
    if body is None:
        raise archive.damaged()
    walk = _Walk(OdfStyles([shared, content]))
    walk.read(body)
    return _document(walk, list(_running_lines(shared)), archive.optional_xml("meta.xml"))


def _document(walk: "_Walk", running: Sequence[LeftOut], meta: Element) -> ParsedDocument:
    pieces = list(_with_bold_headings(walk.lines))
    title, title_from = " ".join(walk.title), "Title style"
    if not title:
        named = text_of(meta, "dc:title")
        title, title_from = "" if is_made_up(named) else named, "document properties"
    if not title and pieces and pieces[0].kind == "heading" and pieces[0].level == 1:
        title, title_from = pieces.pop(0).text, "first heading"
    elif title and pieces and pieces[0].kind == "heading" and pieces[0].text == title:
        del pieces[0]
    published, published_from = next(filter(None, map(find_date, walk.subtitle)), None), "Subtitle style"
    dates = find_dates([*walk.subtitle, *(out.text for out in running)])
    if not published:
        published, published_from = dates.published, "page header or footer"
    return ParsedDocument(
        tuple(pieces),
        title=title or None,
        title_from=title_from if title else None,
        published=published,
        published_from=published_from if published else None,
        review=dates.review,
        topics=split_list(",".join(keyword.text or "" for keyword in meta.iter("meta:keyword"))),
        left_out=(*dict.fromkeys(running), *walk.left_out),
        doubts=tuple(walk.doubts()),
    )


def _running_lines(shared: Element) -> Iterator[LeftOut]:
    """Give the lines that stand at the top and the bottom of pages."""
    for part in shared.iter():
        name = part.tag.partition(":")[2]
        if part.tag in ("style:header", "style:footer") or name.startswith(("header-", "footer-")):
            for paragraph in part.iter("text:p"):
                if words := " ".join("".join(paragraph.itertext()).split()):
                    yield LeftOut(f"page {name.partition('-')[0]}", words)


@dataclass(frozen=True, slots=True)
class _Line:
    """Hold a piece, and whether its words are bold throughout."""

    piece: Piece
    is_bold: bool = False


class _Walk:
    """Go through a document in reading order."""

    def __init__(self, styles: OdfStyles) -> None:
        self._styles = styles
        self._outline = Counter(styles.outline)
        self._counters: dict[str, Counter] = {}  # of lists, by the id that a later list may go on from
        self._last: dict[str, Counter] = {}  # of lists, by style
        self._rows: list[str] = []  # of the list that is being read
        self._after: list[Element] = []  # boxes, notes and tables, which follow the paragraph that holds them
        self._cells = 0
        self._characters = 0
        self._changes = 0
        self._in_cells = 0
        self.lines: list[_Line] = []
        self.title: list[str] = []
        self.subtitle: list[str] = []
        self.left_out: list[LeftOut] = []

    def doubts(self) -> Iterator[str]:
        """Say that changes were accepted."""
        if self._changes:
            yield f"Tracked changes are read as accepted ({self._changes}); accept or reject them in the document."

    def read(self, parent: Element) -> None:
        """Read the blocks under an element."""
        for element in parent:
            self._read_block(element)
        self._end_list()

    def _read_block(self, element: Element) -> None:
        tag = element.tag
        if tag == "text:h":
            self._end_list()
            self._read_heading(element)
        elif tag == "text:p":
            self._end_list()
            self._read_paragraph(element)
        elif tag == "text:list":
            self._read_list(element, 1, None, None)
            self._end_list()
        elif tag == "table:table":
            self._read_table(element)
        elif tag in _INDEXES:
            self._read_index(element)
        elif tag == "text:section" and element.get("text:display") == "none":
            self._leave_out("hidden", _all_words(element))
        elif tag == "text:tracked-changes":
            self._read_changes(element)
        elif tag in ("text:section", "text:numbered-paragraph", "draw:text-box", *_BOXES):
            self.read(element)

    def _read_heading(self, element: Element, marker: str = "") -> None:
        """Read a heading; its number is that of the outline, or of the list that it stands in."""
        level = integer(element.get("text:outline-level"), 1)
        words = self._paragraph_words(element)
        if not words:
            return
        numbered = element.get("text:is-list-header") != "true"
        number = self._outline.next(level, element.get("text:start-value")) if numbered else ""
        number = number or marker
        text = f"{number} {' '.join(words.split())}".strip()
        self._add(Piece("heading", text, min(level, DEEPEST_NUMBER), clause=number.strip(".()") or None))
        self._read_after()

    def _read_paragraph(self, element: Element) -> None:
        style = element.get("text:style-name")
        names = self._styles.names("paragraph", style)
        words = self._paragraph_words(element)
        if words and "Title" in names and self._is_top():
            self.title.append(" ".join(words.split()))
        elif words:
            if "Subtitle" in names:
                self.subtitle.append(words)
            self._add(Piece("paragraph", words), is_bold=self._is_bold(element))
        self._read_after()

    def _is_top(self) -> bool:
        """Tell whether nothing but a letterhead has been read."""
        return len(self.lines) < _LETTERHEAD and all(line.piece.kind == "paragraph" for line in self.lines)

    def _is_bold(self, paragraph: Element) -> bool:
        """Tell whether all words of a paragraph are bold."""
        family = self._styles.of("paragraph", paragraph.get("text:style-name"))
        if family.is_bold:
            return not any(self._bold(span) is False for span in paragraph.iter("text:span"))
        loose = [paragraph.text, *(inner.tail for inner in paragraph)]
        spans = [inner for inner in paragraph if "".join(inner.itertext()).strip()]
        return not any(map(str.strip, filter(None, loose))) and bool(spans) and all(map(self._bold, spans))

    def _bold(self, span: Element) -> bool | None:
        return span.tag == "text:span" and self._styles.of("text", span.get("text:style-name")).is_bold

    def _paragraph_words(self, element: Element) -> str:
        """Give the words of a paragraph that a person sees; what it holds beside them waits in `_after`."""
        if self._styles.of("paragraph", element.get("text:style-name")).is_hidden:
            self._leave_out("hidden", _all_words(element))
            return ""
        if any(_is_true(hiding) for hiding in element.iter("text:hidden-paragraph")):
            self._leave_out("hidden", _all_words(element))
            return ""
        lines = "".join(self._words(element)).split("\n")
        text = "\n".join(" ".join(line.split(" ")).strip() for line in map(_collapse, lines)).strip()
        self._characters += len(text)
        if self._characters > _MOST_CHARACTERS:
            raise FormatError(Reason("has more text than is read; split it"))
        return text

    def _words(self, element: Element) -> Iterator[str]:
        """Give the words under an element; spaces, tabs and line ends are elements of their own."""
        yield _collapse((element.text or "").replace("\n", " "))
        for inner in element:
            yield from self._inline(inner)
            yield _collapse((inner.tail or "").replace("\n", " "))

    def _inline(self, element: Element) -> Iterator[str]:
        tag = element.tag
        if tag in ("text:s", "text:tab"):
            yield " "
        elif tag == "text:line-break":
            yield "\n"
        elif tag == "office:annotation":
            self._leave_out("comment", _all_words(element))
        elif tag == "text:note" or tag in _BOXES:
            self._after.append(element)
        elif tag in _HIDING:
            words = element.get("text:string-value", "") or _all_words(element)
            if not _is_true(element):
                yield words
            else:
                self._leave_out("hidden", words)
        elif tag == "text:span" and (reason := self._why_unseen(element)):
            self._leave_out(reason, _all_words(element))
        elif tag not in _SILENT:
            yield from self._words(element)

    def _why_unseen(self, span: Element) -> str | None:
        style = self._styles.of("text", span.get("text:style-name"))
        return "hidden" if style.is_hidden else "struck through" if style.is_struck else None

    def _read_after(self) -> None:
        """Read what the last paragraph or table held: text boxes, and notes with their numbers."""
        if self._in_cells:
            return
        waiting, self._after = self._after, []
        for element in waiting:
            if element.tag != "text:note":
                self._read_block(element)
                continue
            mark, body = child(element, "text:note-citation"), child(element, "text:note-body")
            words = [self._paragraph_words(paragraph) for paragraph in body.iter("text:p")] if body is not None else []
            number = "".join(mark.itertext()).strip() if mark is not None else ""
            self._add(Piece("paragraph", " ".join(filter(None, (number, *words)))))

    def _read_list(self, element: Element, level: int, style: str | None, counter: Counter | None) -> None:
        """Read a list; a list within has the numbers of the one around it."""
        own = element.get("text:style-name") or style or ""
        if counter is None or (own != style and element.get("text:style-name")):
            counter = self._counter(element, own)
        for item in element:
            if item.tag in ("text:list-item", "text:list-header"):
                self._read_item(item, level, own, counter)

    def _counter(self, element: Element, style: str) -> Counter:
        """Choose the numbers of a list: those of an earlier one that it goes on from, or new ones."""
        earlier = self._counters.get(element.get("text:continue-list", ""))
        if earlier is None and element.get("text:continue-numbering") == "true":
            earlier = self._last.get(style)
        counter = earlier or Counter(self._styles.lists.get(style, {}))
        self._last[style] = counter
        if id_ := element.get("xml:id"):
            self._counters[id_] = counter
        return counter

    def _read_item(self, item: Element, level: int, style: str, counter: Counter) -> None:
        """Read an item: its paragraphs are one row, lists within have rows of their own."""
        indent, marker, row = "  " * (level - 1), None, -1
        for inner in item:
            if inner.tag in ("text:p", "text:h") and marker is None:
                start = item.get("text:start-value")
                marker = counter.next(level, start) if item.tag == "text:list-item" else ""
            if inner.tag == "text:list":
                self._read_list(inner, level + 1, style, counter)
            elif inner.tag == "text:h":
                self._end_list()
                self._read_heading(inner, marker or "")
            elif inner.tag != "text:p":
                self._read_block(inner)
            elif words := " ".join(self._paragraph_words(inner).split()):
                if row == len(self._rows) - 1 >= 0:
                    self._rows[row] += f" {words}"
                else:
                    lead = "  " if row >= 0 else f"{marker} " if marker else ""
                    row = len(self._rows)
                    self._rows.append(f"{indent}{lead}{words}")

    def _end_list(self) -> None:
        rows, self._rows = tuple(self._rows), []
        if rows:
            self._add(Piece("list", rows=rows))
            self._read_after()

    def _read_table(self, element: Element) -> None:
        """Read a table; tables within its cells, text boxes and notes follow it."""
        self._end_list()
        cells = list(_cells(element))
        if len(cells) == 1:
            self.read(cells[0])
            return
        inner: list[_Line] = []
        rows: list[list[str]] = []
        headers = 0
        for row, is_heading in _rows(element):
            read = self._read_row(row, inner)
            repeated = self._repeated(row, "table:number-rows-repeated", read)
            rows += [read] * repeated
            headers += is_heading
        if piece := table(rows, has_header=True if headers else None):
            self._add(piece)
        self.lines += inner
        self._read_after()

    def _read_row(self, row: Element, inner: list[_Line]) -> list[str]:
        read: list[str] = []
        for cell in row:
            if cell.tag in ("table:table-cell", "table:covered-table-cell"):
                words = self._read_cell(cell, inner) if cell.tag == "table:table-cell" else ""
                read += [words] * self._repeated(cell, "table:number-columns-repeated", [words])
        return read

    def _read_cell(self, cell: Element, inner: list[_Line]) -> str:
        """Give the words of a cell; tables in it are added to `inner`."""
        around, self.lines = self.lines, []
        self._in_cells += 1
        self.read(cell)
        self._in_cells -= 1
        found, self.lines = self.lines, around
        inner += (line for line in found if line.piece.kind == "table")
        return " ".join(line.piece.text or " ".join(line.piece.rows) for line in found if line.piece.kind != "table")

    def _repeated(self, element: Element, name: str, words: list[str]) -> int:
        """Tell how often a row or a cell stands there; empty ones may be repeated to the end of a page."""
        count = integer(element.get(name), 1)
        count = count if any(words) else min(count, _MOST_EMPTY)
        self._cells += count * len(words)
        self._characters += (count - 1) * sum(map(len, words))
        if self._cells > _MOST_CELLS or self._characters > _MOST_CHARACTERS:
            raise FormatError(Reason("has tables of more than {most} cells; split it", most=_MOST_CELLS))
        return count

    def _read_index(self, element: Element) -> None:
        """Leave out a table of contents or an index, which repeat the text; read a list of works."""
        if element.tag == "text:bibliography":
            self.read(next(element.iter("text:index-body"), element))
        else:
            body = next(element.iter("text:index-body"), element)
            self._leave_out("table of contents" if element.tag in _CONTENTS else "index", _all_words(body))

    def _read_changes(self, element: Element) -> None:
        for region in element:
            for change in region:
                self._changes += change.tag in ("text:deletion", "text:insertion")
                if change.tag == "text:deletion":
                    self._leave_out("deleted", "\n".join(map(_all_words, children(change, "text:p"))))

    def _add(self, piece: Piece, *, is_bold: bool = False) -> None:
        self.lines.append(_Line(piece, is_bold))

    def _leave_out(self, reason: str, text: str) -> None:
        if text.strip():
            self.left_out.append(LeftOut(reason, text.strip()))


def _with_bold_headings(lines: Sequence[_Line]) -> Iterator[Piece]:
    """Give the pieces; a short line that is bold throughout, over one that is not, is a heading."""
    level = 0
    for place, line in enumerate(lines):
        piece, below = line.piece, lines[place + 1] if place + 1 < len(lines) else None
        is_heading = line.is_bold and len(piece.text.split()) <= _HEADING_WORDS and piece.text[-1] not in ".:;,!"
        if is_heading and below and not below.is_bold and below.piece.kind != "heading":
            yield Piece("heading", " ".join(piece.text.split()), level + 1)
            continue
        level = piece.level if piece.kind == "heading" else level
        yield piece


def _rows(element: Element) -> Iterator[tuple[Element, bool]]:
    """Give the rows of a table, those in groups too, and whether each is marked as a header row."""
    for inner in element:
        if inner.tag == "table:table-row":
            yield inner, element.tag == "table:table-header-rows"
        elif inner.tag in ("table:table-header-rows", "table:table-rows", "table:table-row-group"):
            yield from _rows(inner)


def _cells(element: Element) -> Iterator[Element]:
    for row, _ in _rows(element):
        yield from (cell for cell in row if cell.tag in ("table:table-cell", "table:covered-table-cell"))


def _all_words(element: Element) -> str:
    """Give all words under an element, paragraphs parted, for what is left out."""
    paragraphs = list(element.iter("text:p")) if element.tag != "text:p" else [element]
    texts = ["".join(paragraph.itertext()) for paragraph in paragraphs or [element]]
    return "\n".join(filter(None, (" ".join(text.split()) for text in texts)))


def _collapse(text: str) -> str:
    return re.sub(r"[ \t\r]+", " ", text)


def _is_true(hiding: Element) -> bool:
    return hiding.get("text:is-hidden", "true") == "true"
