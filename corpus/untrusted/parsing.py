"""What the confined child does: one document -> the line of an article, or of why it is none."""

import encodings
import io
import pkgutil
from contextlib import suppress
from importlib import import_module
from zipfile import BadZipFile, ZipFile

from corpus.formats import reader_of
from corpus.parsed import FormatError
from corpus.structure import understand
from corpus.untrusted.wire import fits, pack, refuse

# The libraries of a format, whole: once no file can be opened, nothing can be imported either.
_LIBRARIES = {".pdf": "pypdf", ".docx": "docx", ".html": "trafilatura", ".htm": "trafilatura"}
_PAGE = b"<html><body><article><h1>Tea</h1><p>Published 23 November 2015. Water, leaves.</p></article></body></html>"

_MOST_MEMBERS = 5_000
_MOST_UNPACKED = 100_000_000  # bytes; a tree of XML takes several times its text

_TOO_LARGE = "needs too much memory to be read; split it"


def preload(suffix: str) -> None:
    """Import what reading this ending may need, encodings included, and read what libraries read once."""
    reader_of(suffix)
    with suppress(ImportError):  # the reader says which command installs a library
        if library := _LIBRARIES.get(suffix):
            _import_all(library)
        _import_all(encodings.__name__)
        if _LIBRARIES.get(suffix) == "trafilatura":
            reader_of(suffix)(_PAGE)


def parse(data: bytes, suffix: str, slug: str, most: int) -> bytes:
    """Make the answer for a document: its article with `most` characters at most, or the reason why not."""
    try:
        if suffix == ".docx":
            _check_members(data)
        understood = understand(slug, reader_of(suffix)(data))
        if understood is None:
            return refuse("has a title at most, and no paragraph; write the text below it")
        if len(understood.article.text) > most:
            return refuse(f"has more than {most} characters; split it")
        answer = pack(understood)
        return answer if fits(answer, most) else refuse("has more headings and paragraphs than are read; split it")
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
