"""A page's tree -> pieces: its blocks in the order and with the words that a person sees."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from corpus.formats.web import page_forms, page_numbers, page_tables
from corpus.formats.web.page_headings import PageBlock, settle
from corpus.formats.web.page_text import PageLine, Runs, raise_text
from corpus.formats.web.page_tree import NEVER_SEEN, Skipped, left_out, style_of, words_of
from corpus.parsed import LeftOut, Piece

MOST_LEFT_OUT = 200  # that are named one by one
_LONGEST_HEADING = 30  # words; more are a paragraph in large type, and are quoted
_LONGEST_STYLED = 400  # characters; what style sheets set large or bold beyond that is a part of the page

_BLOCK_TAGS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "dialog", "div", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "legend", "li", "main", "nav", "noframes", "p",
    "search", "section", "summary", "tbody", "td", "tfoot", "th", "thead", "tr",
})  # fmt: skip
_BOLD_TAGS = frozenset({"b", "strong", "big", "u"})
_SIDE_BY_SIDE = frozenset({"a", "label", "span"})
_EMBEDDED = frozenset({"audio", "canvas", "embed", "iframe", "object", "svg", "video"})
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)|font\s*:[^;]*\bbold\b")
_LARGE_STYLE = re.compile(
    r"font-size\s*:\s*(?:x+-large|1[4-9]\d*(?:\.\d+)?pt|[2-9]\d(?:\.\d+)?p[tx]|1\.[3-9]\d*r?em|2r?em)"
)
_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|flex|grid|list-item|table)")


@dataclass(slots=True)
class _Flow:
    """Hold what is collected while the elements of one part of the page are walked through."""

    blocks: list[PageBlock] = field(default_factory=list)
    runs: Runs = field(default_factory=Runs)
    bold: int = 0
    nesting: int = 0  # of the list that the part stands in
    marker: str = ""  # that Word wrote before the words
    is_pre: bool = False

    def add(self, text: str | None) -> None:
        if self.is_pre:
            self.runs.add_lines(text)
        else:
            self.runs.add(text, bold=self.bold > 0)

    def flush(self) -> None:
        """End the block: what was collected becomes paragraphs, and lines that look like headings are marked."""
        if self.is_pre:
            if text := self.runs.take_lines():
                self.blocks.append(PageBlock("paragraph", text))
            return
        for lines in self.runs.take():
            kept: list[PageLine] = []
            for line in lines:
                if line.may_be_heading:
                    self._paragraph(kept)
                    kept = []
                    self.blocks.append(PageBlock("heading", line.text, form="bold"))
                else:
                    kept.append(line)
            self._paragraph(kept)

    def _paragraph(self, lines: list[PageLine]) -> None:
        if lines:
            self.blocks.append(PageBlock("paragraph", "\n".join(line.text for line in lines)))


class PageReader:
    """Read parts of one page, and note what is left out of them."""

    def __init__(self, skipped: Skipped) -> None:
        self._skipped = skipped
        self._left_out: list[LeftOut] = []
        self._images = 0
        handlers: dict[str, Callable[[Any, _Flow], None]] = {
            "ul": self._list, "ol": self._list, "menu": self._list, "dir": self._list, "dl": self._definitions,
            "table": self._table, "details": self._details, "pre": self._pre, "listing": self._pre, "img": self._image,
            "button": self._button, "q": self._quotation, "sup": self._raised, "rt": self._reading,
            "math": self._formula, "input": self._input, "select": self._control, "textarea": self._control,
            "rp": self._nothing,
        }  # fmt: skip
        handlers |= {f"h{level}": self._heading for level in range(1, 7)}
        handlers |= dict.fromkeys(_EMBEDDED, self._embedded) | dict.fromkeys(_BOLD_TAGS, self._bold)
        self._handlers = handlers

    def read(self, element: Any) -> list[Piece]:
        """Give the pieces of an element."""
        return list(settle(self._blocks(element)))

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Give what was met on the way and is not quoted."""
        more = len(self._left_out) - MOST_LEFT_OUT
        rest = (LeftOut("other", f"{more} more parts"),) if more > 0 else ()
        return (*self._left_out[:MOST_LEFT_OUT], *rest)

    @property
    def doubts(self) -> tuple[str, ...]:
        """Give what a person should look at, in sentences."""
        if not self._images:
            return ()
        count = "1 picture has" if self._images == 1 else f"{self._images} pictures have"
        return (f"{count} no description; what pictures show is not quoted.",)

    def leave_out(self, reason: str, text: str) -> None:
        """Note words that are not quoted."""
        if any(map(str.isalnum, text)):
            self._left_out.append(left_out(reason, text))

    def _blocks(self, element: Any, nesting: int = 0) -> list[PageBlock]:
        flow = _Flow(nesting=nesting)
        self._walk(element, flow)
        flow.flush()
        return flow.blocks

    def _walk(self, element: Any, flow: _Flow) -> None:
        flow.add(element.text)
        previous = None
        for child in element:
            if previous is not None:
                _part_neighbours(previous, child, flow)
            self._element(child, flow)
            flow.add(child.tail)
            previous = child

    def _element(self, element: Any, flow: _Flow) -> None:
        tag = element.tag
        if element in self._skipped or tag in NEVER_SEEN:
            self._skip(element, flow)
        elif handler := self._handlers.get(tag):
            handler(element, flow)
        elif tag == "br":
            flow.runs.add_break()
        elif tag in _BLOCK_TAGS or (element.attrib and _BLOCK_STYLE.search(style_of(element))):
            self._block(element, flow)
        elif tag == "font" or element.attrib:
            self._styled(element, flow)
        else:
            self._walk(element, flow)

    def _skip(self, element: Any, flow: _Flow) -> None:
        reason = self._skipped.get(element, "markup")
        if reason == "markup":
            return
        words = "".join(element.itertext())
        self.leave_out(reason, " ".join(element.itertext()))
        if any(map(str.isspace, words.strip("\n"))):
            flow.add(" ")  # "one<del> or two</del>daily" is read as two words

    def _block(self, element: Any, flow: _Flow) -> None:
        flow.flush()
        first, flow.marker = len(flow.blocks), ""
        self._styled(element, flow)
        flow.flush()
        new = flow.blocks[first:]
        if flow.marker and new:
            before = flow.blocks[first - 1] if first else None
            flow.blocks[first:] = page_forms.word_list(element, flow.marker, new, before)
            flow.marker = ""
        elif len(new) == 1 and new[0].kind in ("paragraph", "heading") and new[0].form in ("", "bold"):
            page_forms.mark_by_class(element, new[0])

    def _styled(self, element: Any, flow: _Flow) -> None:
        style = style_of(element)
        if "mso-list:ignore" in style.replace(" ", ""):
            flow.marker = words_of(element)
            return
        is_bold = bool(_BOLD_STYLE.search(style) or _LARGE_STYLE.search(style)) or _is_large_font(element)
        is_bold = is_bold and len(words_of(element)) <= _LONGEST_STYLED
        flow.bold += is_bold
        self._walk(element, flow)
        flow.bold -= is_bold

    def _bold(self, element: Any, flow: _Flow) -> None:
        flow.bold += 1
        self._walk(element, flow)
        flow.bold -= 1

    def _line_of(self, element: Any) -> str:
        """Give an element's words in one line, its blocks side by side."""
        return " ".join(" ".join(page_forms.texts(self._blocks(element))).split())

    def _heading(self, element: Any, flow: _Flow) -> None:
        flow.flush()
        text = self._line_of(element)
        if len(text.split()) > _LONGEST_HEADING:
            flow.blocks.append(PageBlock("paragraph", text))
        elif text:
            flow.blocks.append(PageBlock("heading", text, int(element.tag[1])))

    def _list(self, element: Any, flow: _Flow) -> None:
        flow.flush()
        items = [child for child in element if child.tag == "li" and child not in self._skipped]
        if any(next(item.iter("h1", "h2", "h3", "h4", "h5", "h6"), None) is not None for item in items):
            self._walk(element, flow)  # parts of the page that are called a list
            flow.flush()
            return
        numbers = dict(zip(items, page_numbers.markers(element, items, style_of(element)), strict=True))
        flow.blocks += self._list_blocks(element, numbers, flow.nesting)

    def _list_blocks(self, element: Any, numbers: dict[Any, str], nesting: int) -> list[PageBlock]:
        rows: list[str] = []
        loose = _Flow(nesting=nesting + 1)
        loose.add(element.text)
        for child in element:
            if child in numbers:
                rows += _rows(loose, nesting) + self._item(child, numbers[child], nesting)
            else:
                self._element(child, loose)
            loose.add(child.tail)
        rows += _rows(loose, nesting)
        return [PageBlock("list", rows=rows)] if rows else []

    def _item(self, item: Any, marker: str, nesting: int) -> list[str]:
        blocks = self._blocks(item, nesting + 1)
        indent = "  " * nesting
        if not blocks:
            return []
        if blocks[0].kind == "list":
            return [row for block in blocks for row in page_forms.block_rows(block, nesting + 1)]
        lines = page_forms.with_box("\n".join(page_forms.texts(blocks[:1]))).split("\n")
        count = 1
        for block in blocks[1:]:
            if block.kind == "list":
                break
            lines += page_forms.texts([block])
            count += 1
        first = f"{indent}{marker}" + f"\n{indent}  ".join(line for part in lines for line in part.split("\n"))
        return [first, *(row for block in blocks[count:] for row in page_forms.block_rows(block, nesting + 1))]

    def _definitions(self, element: Any, flow: _Flow) -> None:
        flow.flush()
        terms: list[str] = []
        found: list[PageBlock] = []
        for term, blocks in self._definition_parts(element, flow.nesting):
            if term and found:
                flow.blocks += page_forms.definition(terms, found)
                terms, found = [], []
            terms += [term] if term else []
            found += blocks
        flow.blocks += page_forms.definition(terms, found)

    def _definition_parts(self, element: Any, nesting: int) -> Iterator[tuple[str, list[PageBlock]]]:
        """Give terms, and the blocks of what stands between them."""
        loose = _Flow(nesting=nesting)
        loose.add(element.text)
        for child in element:
            is_term = child.tag == "dt" and child not in self._skipped
            if is_term or (child.tag == "div" and child.find("dt") is not None):
                loose.flush()
                yield "", loose.blocks
                loose.blocks = []
                yield from [(self._line_of(child), [])] if is_term else self._definition_parts(child, nesting)
            else:
                self._element(child, loose)
            loose.add(child.tail)
        loose.flush()
        yield "", loose.blocks

    def _details(self, element: Any, flow: _Flow) -> None:
        flow.flush()
        summary = element.find("summary")
        if summary is None or summary in self._skipped:
            self._block(element, flow)
            return
        opener = self._line_of(summary)
        self._skipped[summary] = "markup"  # it is read
        rest = self._blocks(element, flow.nesting)
        flow.blocks += page_forms.opened(opener, rest)

    def _button(self, element: Any, flow: _Flow) -> None:
        """Read a button that opens an answer as its heading; others are left out, but for those in a heading."""
        parent = element.getparent()
        opens = "aria-expanded" in element.attrib or "aria-controls" in element.attrib
        if parent is not None and parent.tag in ("h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt"):
            self._walk(element, flow)
        elif (opens or page_forms.HEADING_CLASS.search((element.get("class") or "").lower())) and (
            text := self._line_of(element)
        ):
            flow.flush()
            flow.blocks.append(PageBlock("heading", text, form="bold"))
        else:
            self.leave_out("button", "".join(element.itertext()))

    def _table(self, element: Any, flow: _Flow) -> None:
        flow.flush()
        if page_tables.is_layout(element, self._skipped):
            self._walk(element, flow)
            flow.flush()
            return
        self._read_around(element, flow)
        rows = [page_tables.cells_of(row, self._skipped) for row in page_tables.rows_of(element, self._skipped)]
        read = {cell: self._blocks(cell) for row in rows for cell in row}
        lines = [[(page_forms.cell(read[cell]), *page_tables.span_of(cell)) for cell in row] for row in rows]
        header = page_tables.has_header(rows, lambda cell: page_forms.is_bold(read[cell]))
        if laid := page_tables.lay_rows(lines):
            flow.blocks.append(PageBlock("table", rows=laid, has_header=header))

    def _read_around(self, element: Any, flow: _Flow) -> None:
        """Read the caption and what else a browser shows above a table's rows; none of it heads them."""
        first = len(flow.blocks)
        flow.add(element.text)
        for child in element:
            if child.tag in ("table", "caption") or child in self._skipped:
                self._element(child, flow)
            elif child.tag not in page_tables.CELL_TAGS:
                self._read_around(child, flow)
            flow.add(child.tail)
        flow.flush()
        for block in flow.blocks[first:]:
            block.kind = "paragraph" if block.kind == "heading" else block.kind

    def _pre(self, element: Any, flow: _Flow) -> None:
        flow.flush()
        flow.is_pre = True
        self._walk(element, flow)
        flow.flush()
        flow.is_pre = False

    def _image(self, element: Any, flow: _Flow) -> None:  # noqa: ARG002 - as all handlers
        text = element.get("alt")
        if text is None and not {element.get("width"), element.get("height")} & {"0", "1", "1px"}:
            self._images += 1
        self.leave_out("image", text or "")

    def _embedded(self, element: Any, flow: _Flow) -> None:  # noqa: ARG002
        if element.tag not in ("svg", "canvas"):
            name = element.get("title") or element.get("src") or element.get("data") or ""
            self.leave_out(f"embedded {element.tag}", name or element.tag)

    def _quotation(self, element: Any, flow: _Flow) -> None:
        flow.add("“")
        self._walk(element, flow)
        flow.add("”")

    def _raised(self, element: Any, flow: _Flow) -> None:
        text = "".join(element.itertext())
        before, after = (" " if side != text else "" for side in (text.lstrip(), text.rstrip()))
        flow.add(f"{before}{raise_text(self._line_of(element))}{after}")

    def _reading(self, element: Any, flow: _Flow) -> None:
        flow.add(f"({self._line_of(element)})")

    def _formula(self, element: Any, flow: _Flow) -> None:
        flow.add(f" {words_of(element)} ")

    def _input(self, element: Any, flow: _Flow) -> None:
        if element.get("type") == "checkbox":
            flow.add("☑ " if "checked" in element.attrib else "☐ ")

    def _control(self, element: Any, flow: _Flow) -> None:  # noqa: ARG002
        self.leave_out("form", "".join(element.itertext()))

    def _nothing(self, element: Any, flow: _Flow) -> None:
        """Read nothing: what the element holds is shown only by old browsers."""


def _rows(flow: _Flow, nesting: int) -> list[str]:
    """Give what stands in a list but in no item, lists directly within it above all."""
    flow.flush()
    blocks, flow.blocks = flow.blocks, []
    return [row for block in blocks for row in page_forms.block_rows(block, nesting)]


def _part_neighbours(left: Any, right: Any, flow: _Flow) -> None:
    """Begin a new line between two neighbours without a space that style sheets place apart: "hoursThe clinic"."""
    if left.tail or left.tag not in _SIDE_BY_SIDE or right.tag not in _SIDE_BY_SIDE:
        return
    before, after = flow.runs.last, (right.text or "")
    if not before or not after:
        return
    ends = before[-1].islower() or before[-1] in ".!?:;)"
    if ends and after[0].isupper() and " " in before.strip() and " " in after.strip():
        flow.runs.add_break()


def _is_large_font(element: Any) -> bool:
    return element.tag == "font" and (element.get("size") or "") in {"5", "6", "7", "+1", "+2", "+3", "+4"}
