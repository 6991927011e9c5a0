"""PowerPoint presentations: each slide a section under its title, shapes read from top to bottom, page = slide.

Most of what stands on a slide is inherited: where a placeholder lies and whether its lines have bullets is said
by the slide's layout, or by the master that the layout is based on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from corpus.formats.archive import Archive, child, children, text_of
from corpus.formats.office.cells import table
from corpus.formats.office.reading_order import Box, in_reading_order
from corpus.formats.office.slide_text import SlideLines, struck, whole_attribute, words_of_shape
from corpus.formats.properties import is_made_up, split_list
from corpus.formats.stated_dates import find_date, find_dates
from corpus.parsed import LeftOut, ParsedDocument, Piece
from corpus.reason import Reason

_KIND, _ENDING = Reason("a PowerPoint presentation"), ".pptx"
_TITLES = ("title", "ctrTitle")
_FOOTERS = ("ftr", "dt", "hdr", "sldNum")
_SHAPES = ("p:sp", "p:graphicFrame", "p:grpSp", "p:pic", "p:cxnSp")
_TITLE_WORDS = 12


def read(data: bytes) -> ParsedDocument:
    """Read a .pptx presentation; raises FormatError for what is none."""
    archive = Archive(data, _KIND, _ENDING)
    main = archive.related("", "officeDocument") or "ppt/presentation.xml"
    if not main.endswith("presentation.xml") or main not in archive:
        raise archive.damaged()
    presentation = archive.xml(main)
    relations = archive.relations(main)
    ids = [item.get("r:id", "") for item in presentation.iter("p:sldId")]
    targets = dict.fromkeys(relations[id_].target for id_ in ids if id_ in relations)
    parts = [part for part in targets if part in archive]
    masters = _Masters(archive)
    width = whole_attribute(next(presentation.iter("p:sldSz"), Element("none")), "cx")
    slides = [_Slide(archive, masters, part, number, width) for number, part in enumerate(parts, start=1)]
    for slide in slides:
        slide.read()
    return _document(archive, slides)


def _document(archive: Archive, slides: "Sequence[_Slide]") -> ParsedDocument:
    """Put slides together; the title slide's words name the document and head no section."""
    properties = archive.optional_xml("docProps/core.xml")
    shown = [slide for slide in slides if not slide.is_hidden]
    title, title_from = _title(shown[0] if shown else None, text_of(properties, "dc:title"))
    published, published_from, review = _dates(shown)
    return ParsedDocument(
        tuple(_pieces(shown, published)),
        title=title,
        title_from=title_from,
        published=published,
        published_from=published_from,
        review=review,
        topics=split_list(text_of(properties, "cp:keywords")),
        pages=len(slides),
        left_out=tuple(dict.fromkeys(out for slide in slides for out in slide.left_out)),
        doubts=_doubts(shown),
    )


def _title(first: "_Slide | None", named: str) -> tuple[str | None, str | None]:
    """Choose the title and say where it is from: the title slide, the properties, the first slide."""
    if first and first.title and first.is_title_slide:
        return first.title, "title slide"
    if named and not is_made_up(named):
        return named, "document properties"
    return (first.title, "first slide") if first and first.title else (None, None)


def _dates(shown: "Sequence[_Slide]") -> tuple[str | None, str | None, str | None]:
    """Find the date and say where it is from: the title slide, else a footer with a label; and the date of review."""
    lines = [line for slide in shown[:1] if slide.is_title_slide for p in slide.pieces for line in (p.text, *p.rows)]
    on_title, below = (
        find_dates(lines),
        find_dates(out.text for slide in shown for out in slide.left_out if out.reason == "footer"),
    )
    review = on_title.review or below.review
    if published := on_title.published or next(filter(None, map(find_date, lines)), None):
        return published, "title slide", review
    return below.published, "footer" if below.published else None, review


def _pieces(shown: "Sequence[_Slide]", published: str | None) -> Iterator[Piece]:
    """Give each slide's title, once where the next slide goes on under it, and its pieces.

    Of the title slide, neither the title is given nor a line that is the date alone.
    """
    last = None
    for slide in shown:
        if slide is shown[0] and slide.is_title_slide:
            yield from (piece for piece in slide.pieces if piece.text != published)
            continue
        if slide.title and slide.title != last:
            yield Piece("heading", slide.title, page=slide.number)
        last = slide.title
        yield from slide.pieces


def _doubts(slides: "Sequence[_Slide]") -> tuple[str, ...]:
    """Name slides that show pictures and no words."""
    bare = [str(slide.number) for slide in slides if slide.has_pictures and not slide.pieces]
    if not bare:
        return ()
    return (f"Slides without words beside their pictures: {', '.join(bare)}; write what the pictures say.",)


@dataclass(frozen=True, slots=True)
class _Level:
    """Hold a layout or a master, and its placeholders by index and by type."""

    root: Element
    by_index: Mapping[str, Element]
    by_type: Mapping[str, Element]

    @classmethod
    def of(cls, root: Element) -> "_Level":
        """Find the placeholders; of one type the first counts. Indexes are the layout's own."""
        filled = [(shape, ph) for shape in root.iter("p:sp") if (ph := _placeholder_of(shape)) is not None]
        filled.reverse()
        by_index = {ph.get("idx", ""): shape for shape, ph in filled} if root.tag == "p:sldLayout" else {}
        return cls(root, by_index, {ph.get("type", "body"): shape for shape, ph in filled})

    def same(self, placeholder: Element) -> Element | None:
        """Find the placeholder of one index, else of one type."""
        type_ = placeholder.get("type", "body")
        found = self.by_index.get(placeholder.get("idx") or "none")
        kin = {"ctrTitle": "title", "subTitle": "body", "obj": "body"}.get(type_, type_)
        return found if found is not None else self.by_type.get(type_, self.by_type.get(kin))


class _Masters:
    """Give the layout and the master of a slide, each parsed once."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._parsed: dict[str, _Level] = {}
        self._above: dict[str, str | None] = {}

    def of(self, slide: str) -> list[_Level]:
        """Give the layout and the master of a slide, in the order in which they are asked."""
        layout = self._archive.related(slide, "slideLayout")
        master = self._related(layout, "slideMaster")
        return [self._parse(part) for part in (layout, master) if part]

    def _related(self, part: str | None, type_: str) -> str | None:
        if part and part not in self._above:
            self._above[part] = self._archive.related(part, type_)
        return self._above[part] if part else None

    def _parse(self, part: str) -> _Level:
        if part not in self._parsed:
            self._parsed[part] = _Level.of(self._archive.xml(part))
        return self._parsed[part]


@dataclass(slots=True)
class _Slide:
    """Read one slide: `pieces` without the title, and what was left out."""

    archive: Archive
    masters: _Masters
    part: str
    number: int
    slide_width: int
    title: str | None = None
    is_hidden: bool = False
    is_title_slide: bool = False
    has_pictures: bool = False
    pieces: list[Piece] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    above: list[_Level] = field(default_factory=list)

    def read(self) -> None:
        """Read the slide, its notes and what it inherits."""
        root = self.archive.xml(self.part)
        self.above = self.masters.of(self.part)
        self.is_hidden = root.get("show") in ("0", "false")
        tree = next(root.iter("p:spTree"), Element("none"))
        boxes = self._shown(tree)
        title = next((box for box in boxes if _placeholder(box.shape) in _TITLES and words_of_shape(box.shape)), None)
        self.title = words_of_shape(title.shape) if title else None
        self.is_title_slide = bool(title and self._heads_the_document(title.shape))
        for box in in_reading_order([box for box in boxes if box is not title]):
            self._read_shape(box.shape)
        if self.title is None:
            self._take_first_line()
        if self.is_hidden:
            words = [self.title or "", *(line for piece in self.pieces for line in (piece.text, *piece.rows))]
            self._leave_out("hidden", "\n".join(filter(None, words)))
        self._read_notes()

    def _heads_the_document(self, title: Element) -> bool:
        return _placeholder(title) == "ctrTitle" or any(level.root.get("type") == "title" for level in self.above[:1])

    def _take_first_line(self) -> None:
        """Take a short first line as title, where a text box does the work of the title's placeholder."""
        first = self.pieces[0] if self.pieces else None
        if (
            first
            and len(self.pieces) > 1
            and first.kind == "paragraph"
            and len(first.text.split()) <= _TITLE_WORDS
            and first.text[-1] not in ".:;,!"
        ):
            self.title = " ".join(first.text.split())
            del self.pieces[0]

    def _read_notes(self) -> None:
        notes = self.archive.related(self.part, "notesSlide")
        if notes:
            shapes = self.archive.xml(notes).iter("p:sp")
            self._leave_out("speaker notes", "\n".join(words_of_shape(s) for s in shapes if _placeholder(s) == "body"))

    def _leave_out(self, reason: str, text: str) -> None:
        if text.strip():
            self.left_out.append(LeftOut(reason, text.strip()))

    def _shown(self, tree: Element) -> list[Box]:
        """Give the shapes right under a tree or a group that a person sees, of alternatives the one with words."""
        boxes = []
        for shape in _shapes(tree):
            if _placeholder(shape) in _FOOTERS:
                if _placeholder(shape) != "sldNum":
                    self._leave_out("footer", words_of_shape(shape))
                continue
            box = self._box(shape)
            beside = self.slide_width and box.width and (box.left >= self.slide_width or box.right <= 0)
            if tree.tag == "p:spTree" and beside:
                self._leave_out("beside the slide", words_of_shape(shape))
            elif _properties(shape).get("hidden") in ("1", "true"):
                self._leave_out("hidden", words_of_shape(shape))
            else:
                boxes.append(box)
        return boxes

    def _box(self, shape: Element) -> Box:
        """Place a shape: where it says itself, else where the placeholder that it fills lies."""
        for level in (shape, *self._inherited(shape)):
            frame = _frame(level)
            if frame is not None:
                offset, extent = (child(frame, name) for name in ("a:off", "a:ext"))
                if offset is not None and extent is not None:
                    return Box(
                        shape,
                        whole_attribute(offset, "x"),
                        whole_attribute(offset, "y"),
                        whole_attribute(extent, "cx"),
                        whole_attribute(extent, "cy"),
                    )
        return Box(shape)

    def _inherited(self, shape: Element) -> Iterator[Element]:
        """Give the placeholders of layout and master that a shape fills."""
        placeholder = _placeholder_of(shape)
        for level in self.above:
            found = level.same(placeholder) if placeholder is not None else None
            if found is not None:
                yield found
                placeholder = _placeholder_of(found)

    def _read_shape(self, shape: Element) -> None:
        match shape.tag:
            case "p:grpSp":
                for box in in_reading_order(self._shown(shape)):
                    self._read_shape(box.shape)
            case "p:graphicFrame":
                self._read_frame(shape)
            case "p:pic":
                self.has_pictures = True
                self._leave_out("picture", _properties(shape).get("descr", ""))
            case _:
                self._read_text(shape)

    def _read_frame(self, frame: Element) -> None:
        """Read a table or a diagram (SmartArt); a chart's words are left out."""
        grid = next(frame.iter("a:tbl"), None)
        if grid is not None:
            self._add(_table(grid, self.number))
            return
        for node in frame.iter():
            related = node.get("r:dm") if node.tag == "dgm:relIds" else node.get("r:id")
            relation = self.archive.relations(self.part).get(related) if related else None
            if relation is None or relation.target not in self.archive:
                continue
            if relation.type == "diagramData":
                self._add(_diagram(self.archive.xml(relation.target), self.number))
            elif relation.type == "chart":
                self._leave_out("chart", _words_of_chart(self.archive.xml(relation.target)))

    def _read_text(self, shape: Element) -> None:
        body = child(shape, "p:txBody")
        if body is None:
            return
        lines = SlideLines(self._list_styles(shape, body))
        for paragraph in children(body, "a:p"):
            self._leave_out("struck through", struck(paragraph))
            lines.add(paragraph)
        for piece in lines.pieces(self.number):
            self._add(piece)

    def _list_styles(self, shape: Element, body: Element) -> list[Element]:
        """Give what may say whether a line has a bullet, the nearest first."""
        styles = [
            child(body, "a:lstStyle"),
            *(child(level, "p:txBody", "a:lstStyle") for level in self._inherited(shape)),
        ]
        if (type_ := _placeholder(shape)) is not None and self.above:
            name = "p:titleStyle" if type_ in _TITLES else "p:bodyStyle"
            styles.append(next(self.above[-1].root.iter(name), None))
        return [style for style in styles if style is not None]

    def _add(self, piece: Piece | None) -> None:
        if piece:
            self.pieces.append(piece)


def _shapes(tree: Element) -> Iterator[Element]:
    for shape in tree:
        if shape.tag in _SHAPES:
            yield shape
        elif shape.tag == "mc:AlternateContent":
            choices = [choice for choice in shape if next(choice.iter("a:t"), None) is not None] or list(shape)
            for choice in choices[:1]:
                yield from _shapes(choice)


def _properties(shape: Element) -> Element:
    return next(shape.iter("p:cNvPr"), Element("none"))


def _placeholder_of(shape: Element) -> Element | None:
    return next(shape.iter("p:ph"), None) if shape.tag != "p:grpSp" else None


def _placeholder(shape: Element) -> str | None:
    found = _placeholder_of(shape)
    return found.get("type", "body") if found is not None else None


def _frame(shape: Element) -> Element | None:
    paths = (("p:spPr", "a:xfrm"), ("p:grpSpPr", "a:xfrm"), ("p:xfrm",))
    return next((found for path in paths if (found := child(shape, *path)) is not None), None)


def _table(grid: Element, page: int) -> Piece | None:
    """Read a table; a merged cell has its words once, in the first of the places that it covers."""
    rows = [[_cell(cell) for cell in children(row, "a:tc")] for row in children(grid, "a:tr")]
    properties = child(grid, "a:tblPr")
    declared = properties is not None and properties.get("firstRow") in ("1", "true")
    return table(rows, has_header=True if declared else None, page=page)


def _cell(cell: Element) -> str:
    is_covered = any(cell.get(name) in ("1", "true") for name in ("hMerge", "vMerge"))
    return "" if is_covered else words_of_shape(cell)


def _diagram(data: Element, page: int) -> Piece | None:
    """Read a diagram as a list: its nodes in the order in which they were written."""
    nodes = [point for point in data.iter("dgm:pt") if point.get("type", "node") == "node"]
    rows = tuple(f"• {words}" for words in map(words_of_shape, nodes) if words)
    return Piece("list", rows=rows, page=page) if rows else None


def _words_of_chart(chart: Element) -> str:
    return " ".join(text.text or "" for text in chart.iter() if text.tag in ("a:t", "c:v"))
