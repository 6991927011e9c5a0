"""What the confined child does: one document -> the answer with its article or its pieces, or why there is none."""

import encodings
import io
import pkgutil
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from zipfile import BadZipFile, ZipFile

from corpus.formats import READERS
from corpus.parsed import FormatError, ParsedDocument
from corpus.structure import build
from corpus.untrusted.document_wire import fits as document_fits
from corpus.untrusted.document_wire import pack_document
from corpus.untrusted.wire import fits, pack, refuse

# The libraries of a format, whole: once no file can be opened, nothing can be imported either.
_LIBRARIES = {".pdf": "pypdfium2", ".docx": "docx", ".html": "trafilatura", ".htm": "trafilatura"}

# What is read before that, for libraries and our own code import at first use, or read once what they need.
_PAGE = b"<html><body><article><h1>Tea</h1><p>Published 23 November 2015. Water, leaves.</p></article></body></html>"
_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 46>>stream\nBT /F 12 Tf 50 200 Td (Boil the water.) Tj ET\nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)
_SAMPLES = {".html": _PAGE, ".htm": _PAGE, ".pdf": _PDF}

_MOST_MEMBERS = 5_000
_MOST_UNPACKED = 100_000_000  # bytes; a tree of XML takes several times its text

_TOO_MANY = "has more headings and paragraphs than are read; split it"
_TOO_LARGE = "needs too much memory to be read; split it"


def preload(suffix: str) -> None:
    """Import what reading this ending may need, encodings included, and read what libraries read once."""
    with suppress(ImportError, FormatError):  # the reader says which command installs a library
        if library := _LIBRARIES.get(suffix):
            _import_all(library)
        _import_all(encodings.__name__)
        if suffix in _SAMPLES:
            READERS[suffix](_SAMPLES[suffix])


def parse(data: bytes, suffix: str, slug: str, most: int) -> bytes:
    """The answer for a document: its article with `most` characters at most, or the reason why not."""
    return _answer(lambda: _article(_read(data, suffix), slug, most))


def parse_document(data: bytes, suffix: str, most: int) -> bytes:
    """Make the answer for a document that is to come back as it was parsed, with `most` characters at most."""
    return _answer(lambda: _document(_read(data, suffix), most))


def _read(data: bytes, suffix: str) -> ParsedDocument:
    if suffix == ".docx":
        _check_members(data)
    return READERS[suffix](data)


def _article(document: ParsedDocument, slug: str, most: int) -> bytes:
    article = build(slug, document)
    if article is None:
        return refuse("has no text, or a title at most; send a document with paragraphs")
    if len(article.text) > most:
        return refuse(f"has more than {most} characters; split it")
    answer = pack(article)
    return answer if fits(answer, most) else refuse(_TOO_MANY)


def _document(document: ParsedDocument, most: int) -> bytes:
    if sum(len(piece.text) + sum(map(len, piece.rows)) for piece in document.pieces) > most:
        return refuse(f"has more than {most} characters; split it")
    answer = pack_document(document)
    return answer if document_fits(answer, most) else refuse(_TOO_MANY)


def _answer(make: Callable[[], bytes]) -> bytes:
    """What `make` gives, or the reason why it gives nothing."""
    try:
        return make()
    except FormatError as error:
        return refuse(str(error), error.line)
    except MemoryError:
        return refuse(_TOO_LARGE)
    except Exception:  # noqa: BLE001 - libraries raise whatever a damaged file drives them to
        return refuse("is damaged; save it anew")


def _check_members(data: bytes) -> None:
    """Refuse a Word file that says it unpacks to too much. ZipFile unpacks no more than it says."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError) as error:
        raise FormatError("is not a Word document, or is damaged; save it again as .docx") from error
    if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > _MOST_UNPACKED:
        raise FormatError("unpacks to far more than a document holds; save it anew without pictures")


def _import_all(package: str) -> None:
    module = import_module(package)
    for found in pkgutil.walk_packages(module.__path__, f"{package}."):
        with suppress(ImportError):  # some need what is not installed, or another system
            import_module(found.name)
