"""Web pages: trafilatura says what is the article, the page's own tree says its words and their order."""

import codecs
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

from corpus.formats.extra import require
from corpus.formats.stated_dates import find_dates
from corpus.formats.text.encoding import decode
from corpus.formats.web.page_blocks import PageReader
from corpus.formats.web.page_content import set_site_aside
from corpus.formats.web.page_metadata import Sourced, find_address, find_published, find_title, read_meta
from corpus.formats.web.page_tables import CELL_TAGS, span_of
from corpus.formats.web.page_tree import Skipped, find_unseen, parse_page, words_of
from corpus.parsed import FormatError, ParsedDocument, Piece
from corpus.reason import Reason

_DECLARED = re.compile(
    rb"<meta[^>]{1,300}charset=[\"']?\s*([\w-]+)|\A\s*<\?xml[^>]{1,100}encoding=[\"']([\w-]+)", re.IGNORECASE
)
# What browsers take for an old name: the later encoding, which has the same letters and more.
_SUPERSETS = {
    "ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-1": "cp1252", "latin1": "cp1252", "iso-8859-9": "cp1254",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "x-sjis": "cp932", "shift-jis": "cp932",
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "windows-31j": "cp932", "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman", "utf8": "utf-8",
}  # fmt: skip
_BYTE_ORDER_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_REFRESH = re.compile(r"\d*[.\d]*\s*[;,]\s*(?:url\s*=\s*)?[\"']?(?P<url>[^\"'\s]+)", re.IGNORECASE)
_FEW_WORDS = 40
# The extractor's work grows with the square of these; a page beyond them is read without it.
_MOST_ELEMENTS = 60_000
_MOST_CHILDREN = 3_000  # of one element
_MOST_SPANNED = 50_000  # cells that are filled by those that span rows and columns
_LONGEST_DATE_LINE = 90  # characters; a page has no lines of its own, so what is longer may be a text
_MOST_TITLE_LINES = 8  # blocks above a title: breadcrumbs, dates, authors


def read(data: bytes) -> ParsedDocument:
    """Read a saved web page: its article without menus, notices and the rest of the site.

    Raises FormatError for what is no page with words of its own.
    """
    text, encoding, doubt = _decode(data)
    _refuse_archive(text)
    root = parse_page(text)
    skipped = find_unseen(root)
    is_huge = _is_too_large_to_extract(root)
    extracted, topics = ("", ()) if is_huge else _extract(root)
    set_site_aside(root, extracted, skipped)
    body = root.find("body")
    reader = PageReader(skipped)
    pieces = reader.read(root if body is None else body)
    if not any(piece.kind != "heading" for piece in pieces):
        raise FormatError(_why_empty(root))
    _refuse_forwarding(root, pieces)
    document = _describe(root, pieces, topics, skipped)
    huge = "The page is very large; menus and notices within its text may have been taken for text." if is_huge else ""
    doubts = (*filter(None, (doubt, huge)), *reader.doubts)
    return replace(document, encoding=encoding, left_out=reader.left_out, doubts=doubts)


def _decode(data: bytes) -> tuple[str, str | None, str]:
    """Give the page's text, its encoding where it is known, and a doubt about it or "".

    A byte order mark goes first, then what the page declares; where it declares none, it is as any text.
    """
    if data.startswith(_BYTE_ORDER_MARKS):
        return decode(data), "utf-8" if data.startswith(codecs.BOM_UTF8) else "utf-16", ""
    match = _DECLARED.search(data[:4096])
    if match is None:
        return decode(data), None, ""
    declared = (match[1] or match[2]).decode("ascii").lower()
    # A page that can be searched for it byte by byte is no UTF-16, whatever it declares.
    encoding = "utf-8" if declared.startswith("utf-16") else _SUPERSETS.get(declared, declared)
    if encoding != "utf-8" and _is_utf8(data):
        return (
            data.decode("utf-8"),
            "utf-8",
            f"The page declares {declared} but is written in utf-8, as which it was read.",
        )
    try:
        return data.decode(encoding), encoding, ""
    except (LookupError, UnicodeError):
        return decode(data), None, f"The page declares {declared} but is not written in it; its encoding was guessed."


def _is_utf8(data: bytes) -> bool:
    """Tell whether bytes beyond ASCII are UTF-8, which other encodings are only by a rare accident."""
    try:
        return not data.isascii() and bool(data.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _refuse_archive(text: str) -> None:
    if re.match(r"\s*(?:From:|MIME-Version:|Content-Type: multipart)", text[:200], re.IGNORECASE):
        raise FormatError(Reason("is a web archive (MHTML), not a page; save it as 'web page, HTML only'"))


def _extract(root: Any) -> tuple[str, tuple[str, ...]]:
    """Give the words and topics that trafilatura finds; none where the page defeats it."""
    trafilatura = require("trafilatura", "html")
    try:
        page = trafilatura.bare_extraction(
            deepcopy(root), include_comments=False, include_tables=True, favor_recall=True, with_metadata=True
        )
    except Exception:  # noqa: BLE001 - it raises whatever an odd page drives it to; the page is read all the same
        return "", ()
    if page is None or page.body is None:
        return "", ()
    topics = tuple(dict.fromkeys([*(page.categories or ()), *(page.tags or ())]))
    return " ".join(page.body.itertext()), topics


def _is_too_large_to_extract(root: Any) -> bool:
    spanned = 0
    for elements, element in enumerate(root.iter()):
        if element.tag in CELL_TAGS and ("rowspan" in element.attrib or "colspan" in element.attrib):
            columns, rows = span_of(element)
            spanned += columns * rows
        if len(element) > _MOST_CHILDREN or elements > _MOST_ELEMENTS or spanned > _MOST_SPANNED:
            return True
    return False


def _why_empty(root: Any) -> Reason:
    if target := _forwards_to(root):
        return Reason("only forwards to {target}; save that page", target=target)
    if next(root.iter("frameset", "frame"), None) is not None:
        return Reason("is a set of frames without text; save the page in the frame")
    if next(root.iter("script"), None) is not None:
        return Reason(
            "has no main text that can be found (scripts may fill it in); save it as the browser shows it, or as text"
        )
    return Reason("has no main text that can be found; save the article as text")


def _refuse_forwarding(root: Any, pieces: list[Piece]) -> None:
    target = _forwards_to(root)
    words = sum(len((piece.text or " ".join(piece.rows)).split()) for piece in pieces)
    if target and words < _FEW_WORDS:
        raise FormatError(Reason("only forwards to {target}; save that page", target=target))


def _forwards_to(root: Any) -> str | None:
    for element in root.iter("meta"):
        if (element.get("http-equiv") or "").lower() == "refresh":
            match = _REFRESH.match((element.get("content") or "").strip()[:500])
            if match:
                return match["url"][:200]
    return None


def _describe(root: Any, pieces: list[Piece], topics: tuple[str, ...], skipped: Skipped) -> ParsedDocument:
    meta = read_meta(root)
    title = _word_title(root) or find_title(root, meta, *_headings(pieces)) or _only_top_heading(pieces)
    kept = _without_title(pieces, title)
    times = (element for element in root.iter("time") if not _is_set_aside(element, skipped))
    dates = find_dates(_date_lines(kept))
    published = find_published(root, meta, _first(times, 3), dates.published)
    return ParsedDocument(
        pieces=tuple(kept),
        title=title.value if title else None,
        title_from=title.source if title else None,
        published=published.value if published else None,
        published_from=published.source if published else None,
        review=dates.review,
        topics=topics,
        url=find_address(root, meta),
    )


def _headings(pieces: list[Piece]) -> tuple[list[str], list[str]]:
    headings = [piece for piece in pieces if piece.kind == "heading"]
    return [h.text for h in headings if h.level == 1], [h.text for h in headings if h.level > 1]


def _only_top_heading(pieces: list[Piece]) -> Sourced | None:
    """Give the first heading where all others are below it."""
    headings = [piece for piece in pieces if piece.kind == "heading"]
    if len(headings) > 1 and headings[0].level < min(other.level for other in headings[1:]):
        return Sourced(headings[0].text, "first heading")
    return None


def _word_title(root: Any) -> Sourced | None:
    """Give the paragraph that Word wrote in its style Title."""
    for element in root.iter("p"):
        if "MsoTitle" in (element.get("class") or "").split() and (text := words_of(element)):
            return Sourced(text, "style Title")
    return None


def _without_title(pieces: list[Piece], title: Sourced | None) -> list[Piece]:
    """Drop the title's own line: above the first heading, or as that."""
    for number, piece in enumerate(pieces[:_MOST_TITLE_LINES]):
        if title is not None and piece.kind in ("heading", "paragraph") and piece.text == title.value:
            return [*pieces[:number], *pieces[number + 1 :]]
        if piece.kind == "heading" and piece.level > 1:
            break
    return pieces


def _date_lines(pieces: list[Piece]) -> Iterator[str]:
    paragraphs = [piece.text for piece in pieces if piece.kind == "paragraph"]
    for text in dict.fromkeys([*paragraphs[:10], *paragraphs[-5:]]):
        yield from (line for line in text.split("\n")[:3] if len(line) <= _LONGEST_DATE_LINE)


def _first(elements: Iterator[Any], count: int) -> list[Any]:
    return [element for element, _ in zip(elements, range(count), strict=False)]


def _is_set_aside(element: Any, skipped: Skipped) -> bool:
    return element in skipped or any(parent in skipped for parent in element.iterancestors())
