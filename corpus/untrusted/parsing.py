"""What the confined child does: one document -> the line of an article, or of why it is none."""

import encodings
import pkgutil
from contextlib import suppress
from importlib import import_module

from corpus.formats import reader_of
from corpus.parsed import FormatError
from corpus.reason import Reason
from corpus.structure import understand
from corpus.untrusted.wire import fits, pack, refuse

# The libraries of a format, whole: once no file can be opened, nothing can be imported either.
_LIBRARIES = {
    ".pdf": "pypdfium2",
    ".docx": "lxml.etree",
    ".html": "trafilatura",
    ".htm": "trafilatura",
    ".epub": "trafilatura",
}
_TEXT = b"---\ntitle: Tea\n---\n# Tea\n\nWater, leaves."
_PAGE = b"<html><body><article><h1>Tea</h1><p>Published 23 November 2015. Water, leaves.</p></article></body></html>"
_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 46>>stream\nBT /F 12 Tf 50 200 Td (Boil the water.) Tj ET\nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)
# Read once beforehand, for what libraries load when they are first used.
_SAMPLES = {".html": _PAGE, ".htm": _PAGE, ".epub": _PAGE, ".pdf": _PDF, ".md": _TEXT, ".markdown": _TEXT}
_READ_BY = {".epub": ".html"}  # its pages are web pages

_TOO_LARGE = Reason("needs too much memory to be read; split it")


def preload(suffix: str) -> None:
    """Import what reading this ending may need, encodings included, and read what libraries read once."""
    with suppress(ImportError, FormatError):  # the reader says which command installs a library
        reader_of(suffix)
        if library := _LIBRARIES.get(suffix):
            _import_all(library)
        _import_all(encodings.__name__)
        if sample := _SAMPLES.get(suffix):
            reader_of(_READ_BY.get(suffix, suffix))(sample)


def parse(data: bytes, suffix: str, slug: str, most: int) -> bytes:
    """Make the answer for a document: its article with `most` characters at most, or the reason why not."""
    try:
        understood = understand(slug, reader_of(suffix)(data))
        if understood is None:
            return refuse(Reason("has a title at most, and no paragraph; write the text below it"))
        if len(understood.article.text) > most:
            return refuse(Reason("has more than {most} characters; split it", most=most))
        answer = pack(understood)
        return (
            answer if fits(answer, most) else refuse(Reason("has more headings and paragraphs than are read; split it"))
        )
    except FormatError as error:
        return refuse(error.reason, error.line)
    except MemoryError:
        return refuse(_TOO_LARGE)
    except Exception:  # noqa: BLE001 - libraries raise whatever a damaged file drives them to
        return refuse(Reason("is damaged; save it anew"))


def _import_all(package: str) -> None:
    module = import_module(package)
    for found in pkgutil.walk_packages(getattr(module, "__path__", ()), f"{package}."):
        with suppress(ImportError):  # some need what is not installed, or another system
            import_module(found.name)
