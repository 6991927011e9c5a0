"""One paragraph of a Word file -> the words that a person reads in it.

Changes are accepted. Hidden, struck and deleted words are noted as left out; a field shows its result, not its code.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import ClassVar

from corpus.formats.word.word_math import math_text
from corpus.formats.word.word_numbering import write_number
from corpus.formats.word.word_package import Element, find_child, find_children, number, prefixed_name, switch, value
from corpus.formats.word.word_styles import ParagraphStyle, RunFormat, WordStyles, read_run_format
from corpus.formats.word.word_symbols import is_symbol_font, symbol
from corpus.parsed import LeftOut

DELETED = "deleted"
HIDDEN = "hidden"
STRUCK = "struck"
PLACEHOLDER = "placeholder"
CONTENTS = "table of contents"
PICTURE = "image without text"

_CONTENTS_FIELDS = ("TOC", "TOA", "INDEX")
_CLOCKS = ("DATE", "TIME", "PRINTDATE", "SAVEDATE", "CREATEDATE")  # not what an author wrote
_CODE_LENGTH = 200  # characters of a field's code that are kept
_PAGE_BREAK = "\n\n"
_SPACES = re.compile(r"[ \t]+")

# Properties, and what shows nothing.
_SILENT = frozenset(["", "w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:softHyphen", "m:oMathParaPr", "w:ffData"])


@dataclass(slots=True)
class Findings:
    """Gather, through a whole document, what was left out, and count changes, pictures and embedded files."""

    left_out: list[tuple[str, list[str]]] = field(default_factory=list)
    changes: int = 0
    pictures: int = 0
    embedded: int = 0
    _last: str | None = None

    def leave_out(self, reason: str, text: str) -> None:
        """Note words that are not quoted; what follows for the same reason in the same paragraph is one with them."""
        if self._last == reason:
            self.left_out[-1][1].append(text)
        else:
            self.left_out.append((reason, [text]))
            self._last = reason

    def end_paragraph(self) -> None:
        """Part what is left out before from what is left out after; a table of contents stays in one."""
        if self._last == CONTENTS:
            self.left_out[-1][1].append("\n")
        else:
            self._last = None

    def results(self) -> tuple[LeftOut, ...]:
        """Give all that was left out, but for mere space."""
        found = ((reason, re.sub(r"\n+", "\n", tidy("".join(parts)))) for reason, parts in self.left_out)
        return tuple(LeftOut(reason, text) for reason, text in found if text)


@dataclass(frozen=True, slots=True)
class Note:
    """Name a footnote or endnote that a paragraph refers to, and the mark that stands there."""

    kind: str
    key: str
    mark: str


@dataclass(slots=True)
class WordLine:
    """Hold the words of a paragraph, and what hangs on it; tabs are kept for who looks for columns."""

    parts: list[str] = field(default_factory=list)
    boxes: list[tuple[Element, str | None]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    is_bold: bool = True
    size: int = 0
    is_contents: bool = False

    @property
    def text(self) -> str:
        """The words, tabs and line breaks as they stand."""
        return "".join(self.parts)


@dataclass(slots=True)
class _Field:
    """A field that is open: its code first, then its result. It may reach over many paragraphs.

    `reason` is why what stands in it now is left out: "" for what nobody sees, as a code, None where it is quoted.
    """

    around: str | None
    code: str = ""
    reason: str | None = ""

    def show_result(self, *, with_clock: bool) -> None:
        """Go on from the code to the result, which is seen but where something around it is not."""
        kind = self.code.strip().partition(" ")[0].upper()
        of_kind = CONTENTS if kind in _CONTENTS_FIELDS else None
        if kind in _CLOCKS and not with_clock:
            of_kind = ""
        self.reason = of_kind if self.around is None else self.around


class TextReader:
    """Read the paragraphs of a story, in order; `with_clock` quotes today's date where a field shows it."""

    def __init__(self, styles: WordStyles, findings: Findings, *, with_clock: bool = True) -> None:
        self._styles = styles
        self._findings = findings
        self._with_clock = with_clock
        self._fields: list[_Field] = []
        self._numbers = {"footnote": 0, "endnote": 0}
        self._line = WordLine()
        self._reason: str | None = None
        self._drawn: str | None = None
        self._style = RunFormat()
        self._format = RunFormat()

    def read(self, paragraph: Element, style: ParagraphStyle, reason: str | None = None) -> WordLine:
        """Read a paragraph; with a `reason`, all its words are left out for it."""
        self._line, self._reason = WordLine(), reason
        self._style = self._format = style.run
        self._walk(paragraph)
        self._findings.end_paragraph()
        return self._line

    def _walk(self, element: Element) -> None:
        for found in element:
            name = prefixed_name(found)
            if handle := self._HANDLERS.get(name):
                handle(self, found)
            elif name not in _SILENT:
                self._walk(found)

    def _say(self, text: str) -> None:
        reason = self._why_not()
        if reason is None:
            self._line.parts.append(text)
            if text.strip():
                self._line.is_bold = self._line.is_bold and bool(self._format.bold)
                self._line.size = max(self._line.size, self._format.size or 0)
        elif reason:
            self._findings.leave_out(reason, text)
            self._line.is_contents = self._line.is_contents or reason == CONTENTS

    def _why_not(self) -> str | None:
        """Tell why what is said now is not quoted: None where it is, "" where nobody would see it anyhow."""
        if (around := self._around()) is not None:
            return around
        if self._reason is not None:
            return self._reason
        if self._format.hidden:
            return HIDDEN
        return STRUCK if self._format.struck else None

    def _around(self) -> str | None:
        return self._fields[-1].reason if self._fields else None

    @contextmanager
    def _because(self, reason: str) -> Iterator[None]:
        before, self._reason = self._reason, self._reason or reason
        yield
        self._reason = before

    def _run(self, run: Element) -> None:
        properties = find_child(run, "w:rPr")
        before = self._format
        if properties is not None:
            character = self._styles.character(value(find_child(properties, "w:rStyle")))
            self._format = read_run_format(properties).over(character.within(self._style))
        else:
            self._format = self._style
        self._walk(run)
        self._format = before

    def _text(self, element: Element) -> None:
        text = element.text or ""
        for entity in element:  # an entity is not resolved; the text after it is kept
            text += entity.tail or ""
        font = self._format.font
        if is_symbol_font(font) or any("\uf000" <= letter <= "\uf0ff" for letter in text):
            text = "".join(symbol(ord(letter), font) or "" for letter in text)
        self._say(text.replace("\n", " ").replace("\r", " "))

    def _deleted(self, element: Element) -> None:
        self._change(element)
        with self._because(DELETED):
            self._walk(element)

    def _moved_from(self, element: Element) -> None:
        with self._because(DELETED):  # counted where it was moved to
            self._walk(element)

    def _inserted(self, element: Element) -> None:
        self._change(element)
        self._walk(element)

    def _change(self, element: Element) -> None:
        self._findings.changes += any(True for _ in find_children(element, "w:r"))

    def _break(self, element: Element) -> None:
        self._say(_PAGE_BREAK if value(element, "type") in ("page", "column") else "\n")

    def _symbol(self, element: Element) -> None:
        font, code = value(element, "font"), value(element, "char") or ""
        try:
            drawn = symbol(int(code, 16), font)
        except ValueError:
            drawn = None
        if drawn is None:
            self._findings.leave_out("symbol", f"{font} {code}")
        else:
            self._say(drawn)

    def _field_mark(self, element: Element) -> None:
        match value(element, "fldCharType"):
            case "begin":
                self._form_field(find_child(element, "w:ffData"))
                self._fields.append(_Field(self._around()))
            case "separate" if self._fields:
                self._fields[-1].show_result(with_clock=self._with_clock)
            case "end" if self._fields:
                self._fields.pop()

    def _form_field(self, data: Element | None) -> None:
        """Say what a form's check box or list shows, which is not in its result."""
        box, choices = find_child(data, "w:checkBox"), find_child(data, "w:ddList")
        if box is not None:
            checked = switch(find_child(box, "w:checked"))
            self._say("☒" if (switch(find_child(box, "w:default")) if checked is None else checked) else "☐")
        entries = list(find_children(choices, "w:listEntry"))
        chosen = number(find_child(choices, "w:result")) or 0
        if chosen < len(entries):
            self._say(value(entries[chosen]) or "")

    def _field_code(self, element: Element) -> None:
        # Only the first word is asked for: it says what a field is.
        if self._fields and len(self._fields[-1].code) < _CODE_LENGTH:
            self._fields[-1].code += element.text or ""

    def _simple_field(self, element: Element) -> None:
        self._fields.append(_Field(self._around(), value(element, "instr") or ""))
        self._fields[-1].show_result(with_clock=self._with_clock)
        self._walk(element)
        self._fields.pop()

    def _content_control(self, element: Element) -> None:
        content = find_child(element, "w:sdtContent")
        if content is None:
            return
        if switch(find_child(element, "w:sdtPr", "w:showingPlcHdr")):
            with self._because(PLACEHOLDER):
                self._walk(content)
        else:
            self._walk(content)

    def _alternatives(self, element: Element) -> None:
        self._walk(chosen_alternative(element))

    def _note(self, element: Element) -> None:
        if self._why_not() is not None:
            return
        kind, mark = prefixed_name(element).removeprefix("w:").removesuffix("Reference"), ""
        if value(element, "customMarkFollows") not in ("1", "true", "on"):  # else the mark is text, here and there
            self._numbers[kind] += 1
            mark = f"[{write_number(self._numbers[kind], 'decimal' if kind == 'footnote' else 'lowerRoman')}]"
            self._say(mark)
        self._line.notes.append(Note(kind, value(element, "id") or "", mark))

    def _box(self, element: Element) -> None:
        reason = self._why_not()
        if reason != "":
            self._line.boxes.append((element, reason))

    def _drawing(self, element: Element) -> None:
        boxes, self._drawn = len(self._line.boxes), None
        self._walk(element)
        if len(self._line.boxes) == boxes and self._drawn is not None and self._why_not() is None:
            self._findings.pictures += 1
            if self._drawn:
                self._findings.leave_out(PICTURE, self._drawn)
        self._drawn = None

    def _drawing_name(self, element: Element) -> None:
        self._drawn = element.get("descr") or ""

    def _lettering(self, element: Element) -> None:
        self._say(element.get("string") or "")

    def _math(self, element: Element) -> None:
        self._say(math_text(element))

    def _ruby(self, element: Element) -> None:
        self._walk(find_child(element, "w:rubyBase") if find_child(element, "w:rubyBase") is not None else element)

    def _tab(self, _: Element) -> None:
        self._say("\t")

    def _hyphen(self, _: Element) -> None:
        self._say("-")

    _HANDLERS: ClassVar[dict[str, Callable[["TextReader", Element], None]]] = {
        "w:r": _run,
        "w:t": _text,
        "w:delText": _text,
        "w:tab": _tab,
        "w:ptab": _tab,
        "w:br": _break,
        "w:cr": _break,
        "w:noBreakHyphen": _hyphen,
        "w:sym": _symbol,
        "w:del": _deleted,
        "w:moveFrom": _moved_from,
        "w:ins": _inserted,
        "w:moveTo": _inserted,
        "w:fldChar": _field_mark,
        "w:instrText": _field_code,
        "w:delInstrText": _field_code,
        "w:fldSimple": _simple_field,
        "w:sdt": _content_control,
        "mc:AlternateContent": _alternatives,
        "w:footnoteReference": _note,
        "w:endnoteReference": _note,
        "w:txbxContent": _box,
        "w:drawing": _drawing,
        "wp:docPr": _drawing_name,
        ":textpath": _lettering,
        "m:oMath": _math,
        "w:ruby": _ruby,
    }


def chosen_alternative(element: Element) -> Element:
    """Give that of several alternatives which a new Word shows; the others say the same."""
    first = find_child(element, "mc:Choice")
    return first if first is not None else next(find_children(element, "mc:Fallback"), element)


def tidy(text: str) -> str:
    r"""Make each run of spaces and tabs one space, and drop those around lines.

    >>> tidy(" Monday \t 8 \n to  12 ")
    'Monday 8\nto 12'
    """
    return "\n".join(line.strip() for line in _SPACES.sub(" ", text).split("\n")).strip()


def drop_open_fields(story: Element) -> None:
    """Take out the marks of fields that begin and never end, which would hide all the rest."""
    begun: list[Element] = []
    for mark in story.iter("{*}fldChar"):
        match value(mark, "fldCharType"):
            case "begin":
                begun.append(mark)
            case "end" if begun:
                begun.pop()
    for mark in begun:
        mark.getparent().remove(mark)
