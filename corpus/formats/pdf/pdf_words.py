"""The words of a PDF's pages with place, type size and weight of each, by PDFium.

PDFium is a C library that is not safe beside threads, so this runs in the confined reader's process only
(`corpus/untrusted`). Lengths are in points (1/72 inch); the baseline is the line that letters stand on, counted
from the bottom of the page.
"""

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from corpus.formats.extra import require
from corpus.parsed import FormatError, LeftOut
from corpus.reason import Reason

MOST_PAGES = 5_000
MOST_CHARACTERS = 200_000  # on one page

HYPHEN = "\ufffe"  # what PDFium makes of a hyphen at a line's end
_SPLIT = re.compile(rf"[^\s{HYPHEN}]+{HYPHEN}?|{HYPHEN}")
_BOLD_NAME = re.compile(r"bold|black|heavy|[-,]semi|demi|\b(?:cm|sf|ec)(?:ss)?bx?\d", re.IGNORECASE)
_FORCED_BOLD = 1 << 18  # the PDF standard's font flag
_BOLD_WEIGHT = 600
_PALE = 0.6  # of white

# Latin ligatures that stand as one character, bullets of symbol fonts, and what is not seen at all.
_LETTERS = {
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)},
    0x00A0: " ", 0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF076: "❖", 0xF06E: "■", 0xF06F: "□",
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F)]),
    **dict.fromkeys([*range(0x2060, 0x2070), 0xFEFF, 0xFFFD, 0xFFFF]),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PdfWord:
    """One word as it stands on the page; `glued` to the one before it where no space parts them.

    `raised` words are small and above the line, as the marks of footnotes are. `pale` ones are printed in light grey.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool = False
    glued: bool = False
    raised: bool = False
    pale: bool = False


@dataclass(frozen=True, slots=True)
class PdfPage:
    """Hold a page turned so that most of its words run from left to right; `bottom` and `top` are its edges."""

    number: int
    words: tuple[PdfWord, ...]
    bottom: float
    top: float
    has_picture: bool = False
    is_damaged: bool = False
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class _Style:
    size: float
    bold: bool
    pale: bool
    angle: int  # degrees from left to right, counted against the clock


def open_pages(data: bytes) -> tuple[list[PdfPage], dict[str, str]]:
    """Read all pages and the document's properties; FormatError when they cannot be read."""
    pdfium = require("pypdfium2", "pdf")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise FormatError(_reason(pdfium, error)) from error
    with document:
        if len(document) > MOST_PAGES:
            raise FormatError(
                Reason("has {pages} pages; {most} are read at most; split it", pages=len(document), most=MOST_PAGES)
            )
        pages = [_page(pdfium, document, index) for index in range(len(document))]
        return pages, {name: _normal(value) for name, value in document.get_metadata_dict().items()}


def _reason(pdfium: Any, error: Any) -> Reason:
    codes = pdfium.raw
    if error.err_code == codes.FPDF_ERR_PASSWORD:
        return Reason("is protected by a password; save it without one")
    if error.err_code == codes.FPDF_ERR_SECURITY:
        return Reason("is encrypted in a way that is not known; print it to PDF anew")
    return Reason("is not a PDF that can be read; print it to PDF anew")


def _page(pdfium: Any, document: Any, index: int) -> PdfPage:
    """Read one page; a damaged one does not cost the others."""
    try:
        return _Reader(pdfium.raw, document, index).page()
    except pdfium.PdfiumError:
        return PdfPage(index + 1, (), 0.0, 0.0, is_damaged=True)


class _Reader:
    """Reads one page. Per word it asks for two places and a style, which is kept by text object."""

    def __init__(self, raw: Any, document: Any, index: int) -> None:
        self._raw = raw
        self._number = index + 1
        self._page = document[index]
        self._text = self._page.get_textpage()
        self._styles: dict[int, _Style] = {}
        self._doubles = tuple(ctypes.c_double() for _ in range(4))

    def page(self) -> PdfPage:
        """Read the page, and let go of it."""
        try:
            found = list(self._words())
            angle = Counter[int]()
            for word, turned in found:
                angle[turned] += len(word.text)
            turn = angle.most_common(1)[0][0] if angle else 0
            return self._turned(found, turn)
        finally:
            self._text.close()
            self._page.close()

    def _turned(self, found: list[tuple[PdfWord, int]], turn: int) -> PdfPage:
        left, bottom, right, top = _turn_box(self._page.get_bbox(), turn)
        words, gone = [], []
        # A line that runs over the edge is kept whole.
        seen = {round(word.baseline) for word, _ in found if word.left < right and word.right > left}
        for word, angle in found:
            if angle != turn:
                gone.append(("rotated text" if (angle - turn) % 90 == 0 else "stamp", word.text))
            elif round(word.baseline) not in seen or not bottom - 1 <= word.baseline <= top + 1:
                gone.append(("outside the page", word.text))
            else:
                words.append(word)
        return PdfPage(
            number=self._number,
            words=tuple(_without_doubles(words)),
            bottom=bottom,
            top=top,
            has_picture=not words and self._holds_picture(),
            left_out=_runs(gone),
        )

    def _holds_picture(self) -> bool:
        kinds = {self._raw.FPDF_PAGEOBJ_IMAGE, self._raw.FPDF_PAGEOBJ_FORM}
        count = min(self._raw.FPDFPage_CountObjects(self._page), 1000)
        return any(self._raw.FPDFPageObj_GetType(self._raw.FPDFPage_GetObject(self._page, i)) in kinds
                   for i in range(count))  # fmt: skip

    def _words(self) -> Iterator[tuple[PdfWord, int]]:
        text = self._characters()
        glued = False
        for match in _SPLIT.finditer(text):
            start, end = match.span()
            for first, last, style in self._same_style(start, end):
                word = self._word(text, first, last, style, glued=glued or first > start)
                if word.text:
                    yield word, style.angle
            glued = text[end - 1] == HYPHEN and text[end : end + 1].strip() != ""

    def _characters(self) -> str:
        """Give the text of the page, one character for each of PDFium's."""
        count = self._text.count_chars()
        if count > MOST_CHARACTERS:
            raise FormatError(
                Reason(
                    "has {count} characters on page {page}; {most} are read at most",
                    count=count,
                    page=self._number,
                    most=MOST_CHARACTERS,
                )
            )
        buffer = (ctypes.c_ushort * (count + 1))()
        self._raw.FPDFText_GetText(self._text, 0, count, buffer)
        text = bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
        if len(text) == count:
            return text
        codes = (self._raw.FPDFText_GetUnicode(self._text, index) for index in range(count))
        return "".join(HYPHEN if code == 2 else chr(code) if 0 < code < 0x110000 else "\ufffd" for code in codes)

    def _same_style(self, start: int, end: int) -> Iterator[tuple[int, int, _Style]]:
        """Part a word where its type changes or where it goes back: marks of footnotes hang on words."""
        opened = self._object(start)
        style = self._style(start, opened)
        if opened == self._object(end - 1):
            yield start, end, style
            return
        first, before = start, self._place(start)
        for index in range(start + 1, end):
            other, place = self._style(index, self._object(index)), self._place(index)
            shifted = abs(place[1] - before[1]) > 0.1 * other.size and not other.angle
            if shifted or other != style:
                yield first, index, style
                first, style = index, other
            before = place
        yield first, end, style

    def _word(self, text: str, first: int, end: int, style: _Style, *, glued: bool) -> PdfWord:
        left, baseline = _turn(*self._place(first), style.angle)
        box = _turn_box(self._box(end - 1), style.angle)
        letters = _normal(text[first:end].replace(HYPHEN, "-"))
        right = max(left, box[2])
        return PdfWord(letters, left, right, baseline, style.size, style.bold, glued=glued, pale=style.pale)

    def _place(self, index: int) -> tuple[float, float]:
        x, y = self._doubles[:2]
        self._raw.FPDFText_GetCharOrigin(self._text, index, x, y)
        return x.value, y.value

    def _box(self, index: int) -> tuple[float, float, float, float]:
        left, right, bottom, top = self._doubles
        self._raw.FPDFText_GetCharBox(self._text, index, left, right, bottom, top)
        return left.value, bottom.value, right.value, top.value

    def _object(self, index: int) -> int:
        return ctypes.cast(self._raw.FPDFText_GetTextObject(self._text, index), ctypes.c_void_p).value or 0

    def _style(self, index: int, text_object: int) -> _Style:
        if text_object not in self._styles:
            self._styles[text_object] = self._find_style(index)
        return self._styles[text_object]

    def _find_style(self, index: int) -> _Style:
        raw, text = self._raw, self._text
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(text, index, matrix)
        name, flags = ctypes.create_string_buffer(200), ctypes.c_int()
        raw.FPDFText_GetFontInfo(text, index, name, 200, flags)
        weight = raw.FPDFText_GetFontWeight(text, index)
        red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
        raw.FPDFText_GetFillColor(text, index, red, green, blue, opacity)
        light = (0.3 * red.value + 0.59 * green.value + 0.11 * blue.value) / 255
        bold = weight >= _BOLD_WEIGHT or flags.value & _FORCED_BOLD or _BOLD_NAME.search(name.value.decode("latin-1"))
        return _Style(
            size=round(raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d), 1) or 1.0,
            bold=bool(bold),
            pale=1 - (1 - light) * opacity.value / 255 > _PALE,
            angle=round(math.degrees(math.atan2(matrix.b, matrix.a))) % 360 if matrix.a or matrix.b else 0,
        )


def _normal(text: str) -> str:
    """Letters as they are typed: ligatures parted, accents composed, nothing that is not seen.

    >>> _normal("e\ufb03cient cafe\u0301\u200b")
    'efficient café'
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    return unicodedata.normalize("NFC", text.translate(_LETTERS)).strip()


def _turn(x: float, y: float, angle: int) -> tuple[float, float]:
    """Turn a place so that text of this angle runs from left to right."""
    if not angle:
        return x, y
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return x * cosine + y * sine, y * cosine - x * sine


def _turn_box(box: tuple[float, float, float, float], angle: int) -> tuple[float, float, float, float]:
    if not angle:
        return box
    corners = [_turn(x, y, angle) for x in box[::2] for y in box[1::2]]
    across, up = zip(*corners, strict=True)
    return min(across), min(up), max(across), max(up)


def _without_doubles(words: list[PdfWord]) -> Iterator[PdfWord]:
    """Words, but once where they are printed twice in one place, as some programs do for bold type."""
    seen: set[tuple[str, int, int]] = set()
    for word in words:
        places = {(word.text, round(word.left + shift), round(word.baseline)) for shift in (0, 0.5)}
        if not places & seen:
            yield word
        seen |= places


def _runs(words: list[tuple[str, str]]) -> tuple[LeftOut, ...]:
    """Join words that were left out for one reason."""
    joined: list[LeftOut] = []
    for reason, text in words:
        if joined and joined[-1].reason == reason:
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {text}")
        else:
            joined.append(LeftOut(reason, text))
    return tuple(joined)
