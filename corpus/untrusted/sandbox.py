"""Reads a document that is hostile until it is an article: what somebody sent, or what a library in C reads.

The parser runs in a process of its own (`confined.py`) with bounds on time, memory and output, without files to
open, remove or rename, programs to start or processes to signal, as far as the system can deny them (`landlock.py`);
what it answers is checked like the document itself (`wire.py`, `document_wire.py`). A crash of the parser is a
reason like any other. Where there is no `resource` module (Windows), only the bounds on size and wall clock hold. For
root, who may raise limits again, they bind the parsers' errors, but not code that an attacker gets to run; Landlock
binds root as well.
"""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from corpus.article import Article
from corpus.errors import FileError
from corpus.formats import READERS
from corpus.parsed import ParsedDocument
from corpus.untrusted import document_wire
from corpus.untrusted.bounded import TooMuchError, TooSlowError, run
from corpus.untrusted.wire import NonsenseError, RefusedError, clean, most_bytes, unpack

_Answer = TypeVar("_Answer")
_CHILD = Path(__file__).resolve().parent / "confined.py"
_NAMELESS = "document"
_LONGEST_NAME = 80
_LONGEST_SLUG = 60

# How the files of a format begin, and within how many bytes; text begins anyhow.
_BEGINNINGS = {
    ".pdf": (b"%PDF-", 1024, "is not a PDF, whatever its name says; save it as PDF anew"),
    ".docx": (b"PK\x03\x04", 4, "is not a Word document, whatever its name says; save it as .docx anew"),
}


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one document may take: `bytes` of it, `seconds`, `memory` in bytes, `text` in characters."""

    bytes: int = 10_000_000
    seconds: float = 20.0
    memory: int = 1_000_000_000
    text: int = 2_000_000


# A folder's files are its owner's: larger and slower ones are read.
FOLDER = Bounds(bytes=20_000_000, seconds=120.0, memory=2_000_000_000, text=10_000_000)


def read_untrusted(name: str, data: bytes, bounds: Bounds = Bounds()) -> Article:
    """Read a document as its name's ending says; the name serves for nothing else but labels.

    Blocks for `bounds.seconds` at most, a few more where the system is slow to take a process back.
    Raises FileError, in words for who sent it, for whatever is wrong. Slugs of documents of one name
    are the same.
    """
    label, suffix, slug = _names(name)
    _check(label, suffix, data, bounds)
    return _article(_command("article", suffix, slug, bounds), data, label, slug, bounds)


def read_document(label: str, suffix: str, data: bytes, bounds: Bounds = FOLDER) -> ParsedDocument:
    """Parse a file of this ending in the confined process; errors as `read_untrusted` has them, under this label."""
    command = _command("document", suffix, _NAMELESS, bounds)
    answer = _answer(command, data, label, bounds.seconds, document_wire.most_bytes(bounds.text))
    return _believe(lambda: document_wire.unpack_document(answer, bounds.text), label)


def _command(wanted: str, suffix: str, slug: str, bounds: Bounds) -> list[str]:
    limits = (str(bounds.seconds), str(bounds.memory), str(bounds.text))
    return [sys.executable, "-I", "-B", "-X", "utf8", str(_CHILD), wanted, suffix, slug, *limits]


def _article(command: list[str], data: bytes, label: str, slug: str, bounds: Bounds) -> Article:
    """The article that a program makes of a document."""
    answer = _answer(command, data, label, bounds.seconds, most_bytes(bounds.text))
    return _believe(lambda: unpack(answer, slug, bounds.text), label)


def _answer(command: list[str], data: bytes, label: str, seconds: float, most: int) -> bytes:
    """What a program answers to a document."""
    try:
        return run(command, data, seconds=seconds, most=most)
    except TooSlowError:
        raise FileError(label, "takes too long to be read; split it or save it anew") from None
    except TooMuchError:
        raise FileError(label, "is too big when it is read; split it") from None
    except (OSError, RuntimeError):
        raise FileError(label, "cannot be read just now; try it again later") from None


def _believe(unpack_answer: Callable[[], _Answer], label: str) -> _Answer:
    """What an answer holds, every part of it checked."""
    try:
        return unpack_answer()
    except RefusedError as error:
        raise FileError(label, str(error), error.line) from None
    except NonsenseError:
        raise FileError(label, "is damaged, or needs too much memory to be read; save it anew or split it") from None


def _names(name: str) -> tuple[str, str, str]:
    r"""A name as it is shown, its ending, and a slug that is safe wherever it is used.

    >>> _names("..\\../.Green tea\x00.PDF")
    ('.Green tea .PDF', '.pdf', 'Green-tea')
    """
    last = re.split(r"[\\/]", clean(name, 10_000))[-1]
    stem, dot, ending = last.rpartition(".")
    slug = re.sub(r"[^\w.-]+", "-", stem if dot else last)
    slug = re.sub(r"\.{2,}", ".", slug)[:_LONGEST_SLUG].strip(".-_")
    return clean(last, _LONGEST_NAME) or _NAMELESS, f"{dot}{ending.lower()}", slug or _NAMELESS


def _check(label: str, suffix: str, data: bytes, bounds: Bounds) -> None:
    """Refuse what needs no parser to be refused."""
    if suffix not in READERS:
        raise FileError(label, f"has an ending that is not read; use one of {', '.join(sorted(READERS))}")
    if len(data) > bounds.bytes:
        raise FileError(label, f"is too big: {bounds.bytes / 1e6:g} MB are read at most; split it")
    if not data.strip():
        raise FileError(label, "is empty; send the document that you mean")
    beginning, within, reason = _BEGINNINGS.get(suffix, (b"", 0, ""))
    if beginning not in data[:within]:
        raise FileError(label, reason)
