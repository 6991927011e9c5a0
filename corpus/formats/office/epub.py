"""Electronic books (.epub): their pages in reading order, each read as the web page that it is."""

import re
from collections.abc import Iterator
from html import unescape
from xml.etree.ElementTree import Element

from corpus.formats.archive import Archive, text_of
from corpus.formats.extra import require
from corpus.formats.properties import is_made_up
from corpus.formats.stated_dates import find_date
from corpus.formats.web import html
from corpus.parsed import FormatError, LeftOut, ParsedDocument, Piece
from corpus.reason import Reason

_PAGES = ("application/xhtml+xml", "text/html")
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")  # ways to hide fonts, not words
_LOCKED = Reason("is locked (DRM), so that only its shop's program opens it; ask for a copy without a lock")
_HEADING = re.compile(r"<h([1-6])\b[^<>]{0,500}>([^\0]{0,1000}?)</h\1", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]*>")
_FIRST_YEAR = "1400"  # programs write 0101-01-01 where they know no date


def read(data: bytes) -> ParsedDocument:
    """Read an .epub book; raises FormatError for what is none, and for a book that is locked (DRM)."""
    require("trafilatura", "epub")  # of every page's reader; a page that cannot be read is passed over
    archive = Archive(data, Reason("an electronic book"), ".epub")
    _refuse_locked(archive)
    if "META-INF/container.xml" not in archive:
        raise archive.damaged()
    rootfile = next(archive.xml("META-INF/container.xml").iter("container:rootfile"), Element("none"))
    part = rootfile.get("full-path", "")
    if part not in archive:
        raise archive.damaged()
    package = archive.xml(part)
    book = _Book()
    for name in _spine(archive, package, part):
        book.add(archive.read(name))
    published = _published(package)
    title = text_of(package, "dc:title")
    title = "" if is_made_up(title) else title
    return ParsedDocument(
        tuple(book.pieces),
        title=title or None,
        title_from="document properties" if title else None,
        published=published,
        published_from="document properties" if published else None,
        topics=tuple(dict.fromkeys(" ".join((s.text or "").split()) for s in package.iter("dc:subject") if s.text)),
        left_out=tuple(book.left_out),
        doubts=tuple(book.doubts()),
    )


class _Book:
    """Gather the pages of a book."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.left_out: list[LeftOut] = []
        self._doubts: list[str] = []
        self._without_words = 0

    def add(self, page: bytes) -> None:
        """Read a page; a cover or a picture has no words and is passed over."""
        try:
            document = html.read(page)
        except FormatError:
            self._without_words += 1
            return
        if document.title and _is_heading(document.title, page):
            self.pieces.append(Piece("heading", document.title))
        self.pieces += document.pieces
        self.left_out += document.left_out
        self._doubts += document.doubts

    def doubts(self) -> Iterator[str]:
        """Say which doubts the pages left, each once, and how many pages have no words."""
        yield from dict.fromkeys(self._doubts)
        if self._without_words:
            yield f"Pages without words that can be read: {self._without_words} (a cover, pictures)."


def _is_heading(title: str, page: bytes) -> bool:
    """Tell whether a page's title is one of its headings, which the reader of pages takes out of the text."""
    source = page.decode("utf-8", "replace")
    return any(_words(match[2]) == _words(title) for match in _HEADING.finditer(source))


def _words(markup: str) -> str:
    return "".join(unescape(_MARKUP.sub("", markup)).split()).casefold()


def _refuse_locked(archive: Archive) -> None:
    """Refuse a book whose words are encrypted; fonts may be."""
    if "META-INF/rights.xml" in archive or "META-INF/sinf.xml" in archive:
        raise FormatError(_LOCKED)
    methods = archive.optional_xml("META-INF/encryption.xml").iter("enc:EncryptionMethod")
    if any(method.get("Algorithm") not in _FONTS for method in methods):
        raise FormatError(_LOCKED)


def _spine(archive: Archive, package: Element, part: str) -> Iterator[str]:
    """Name the pages in reading order, each once, but for tables of contents."""
    contents = {
        archive.sibling(part, guide.get("href", ""))
        for guide in package.iter("opf:reference")
        if guide.get("type") == "toc"
    }
    items = {item.get("id", ""): item for item in package.iter("opf:item")}
    for idref in dict.fromkeys(entry.get("idref", "") for entry in package.iter("opf:itemref")):
        item = items.get(idref)
        if item is None or item.get("media-type") not in _PAGES or "nav" in item.get("properties", "").split():
            continue
        name = archive.sibling(part, item.get("href", ""))
        if name in archive and name not in contents:
            yield name


def _published(package: Element) -> str | None:
    """Find when the book was published, to the day: a date that is marked so, else one that is not marked at all."""
    dates = list(package.iter("dc:date"))
    marked = [date for date in dates if date.get("opf:event") == "publication"]
    plain = [date for date in dates if date.get("opf:event") is None]
    written = ((date.text or "").strip().partition("T")[0] for date in marked or plain)
    return next((date for date in written if date >= _FIRST_YEAR and find_date(date)), None)
