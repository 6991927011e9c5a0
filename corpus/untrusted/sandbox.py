"""Reads a document that somebody sent: hostile until it is an article.

The parser runs in a process of its own (`confined.py`) with bounds on time, memory and output, without
files to open or programs to start; what it answers is checked like the document itself (`wire.py`).
Where there is no `resource` module (Windows), only the bounds on size and wall clock hold. For root,
who may raise limits again, they bind the parsers' errors, but not code that an attacker gets to run.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from corpus.article import Article
from corpus.errors import FileError
from corpus.formats import FORMATS, why_unread
from corpus.reason import Reason
from corpus.understood import Understood
from corpus.untrusted.bounded import TooMuchError, TooSlowError, run_bounded
from corpus.untrusted.wire import NonsenseError, RefusedError, clean_label, most_bytes, unpack

_CHILD = Path(__file__).resolve().parent / "confined.py"
DAMAGED = Reason("is damaged, or needs too much memory to be read; save it anew or split it")

_NAMELESS = "document"
_LONGEST_NAME = 80
_LONGEST_SLUG = 60

# How the files of a format begin, and within how many bytes; text begins anyhow.
_BEGINNINGS: dict[str, tuple[tuple[bytes, ...], int, Reason]] = {
    ".pdf": ((b"%PDF-",), 1024, Reason("is not a PDF, whatever its name says; save it as PDF anew")),
    # The second is the container of a file with a password, and of Word 97's: the reader tells which.
    ".docx": (
        (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"),
        4,
        Reason("is not a Word document, whatever its name says; save it as .docx anew"),
    ),
}


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one document may take: `bytes` of it, `seconds`, `memory` in bytes, `text` in characters."""

    bytes: int = 10_000_000
    seconds: float = 20.0
    memory: int = 1_000_000_000
    text: int = 2_000_000


def read_untrusted(name: str, data: bytes, bounds: Bounds = Bounds()) -> Article:
    """Read a document as its name's ending says; the name serves for nothing else but labels.

    Blocks for `bounds.seconds` at most, a few more where the system is slow to take a process back.
    Raises FileError, in words for who sent it, for whatever is wrong. Slugs of documents of one name
    are the same.
    """
    return understand_untrusted(name, data, bounds).article


def understand_untrusted(name: str, data: bytes, bounds: Bounds = Bounds()) -> Understood:
    """Read a document as `read_untrusted` does, and say as well what a person may want to look at."""
    label, suffix, slug = _names(name)
    _check(label, suffix, data, bounds)
    return _unpack(parse_confined(label, data, suffix, slug, bounds), label, slug, bounds)


def parse_confined(label: str, data: bytes, suffix: str, slug: str, bounds: Bounds) -> bytes:
    """Give what the confined process answers for a document, not yet checked; FileError where there is no answer."""
    limits = (str(bounds.seconds), str(bounds.memory), str(bounds.text))
    return _run([sys.executable, "-I", "-B", "-X", "utf8", str(_CHILD), suffix, slug, *limits], data, label, bounds)


def _run(command: list[str], data: bytes, label: str, bounds: Bounds) -> bytes:
    try:
        return run_bounded(command, data, seconds=bounds.seconds, most=most_bytes(bounds.text))
    except TooSlowError:
        raise FileError(label, Reason("takes too long to be read; split it or save it anew")) from None
    except TooMuchError:
        raise FileError(label, Reason("is too big when it is read; split it")) from None
    except (OSError, RuntimeError):
        raise FileError(label, Reason("cannot be read just now; try again later")) from None


def _unpack(answer: bytes, label: str, slug: str, bounds: Bounds) -> Understood:
    try:
        return unpack(answer, slug, bounds.text)
    except RefusedError as error:
        raise FileError(label, error.reason, error.line) from None
    except NonsenseError:
        raise FileError(label, DAMAGED) from None


def _names(name: str) -> tuple[str, str, str]:
    r"""Give a name as it is shown, its ending, and a slug that is safe wherever it is used.

    >>> _names("..\\../.Green tea\x00.PDF")
    ('.Green tea .PDF', '.pdf', 'Green-tea')
    """
    last = re.split(r"[\\/]", clean_label(name, 10_000))[-1]
    stem, dot, ending = last.rpartition(".")
    slug = re.sub(r"[^\w.-]+", "-", stem if dot else last)
    slug = re.sub(r"\.{2,}", ".", slug)[:_LONGEST_SLUG].strip(".-_")
    return clean_label(last, _LONGEST_NAME) or _NAMELESS, f"{dot}{ending.lower()}", slug or _NAMELESS


def _check(label: str, suffix: str, data: bytes, bounds: Bounds) -> None:
    """Refuse what needs no parser to be refused."""
    if suffix not in FORMATS:
        raise FileError(label, why_unread(suffix))
    if len(data) > bounds.bytes:
        raise FileError(
            label, Reason("is too big: {most} MB are read at most; split it", most=f"{bounds.bytes / 1e6:g}")
        )
    if not data.strip():
        raise FileError(label, Reason("is empty; send the document that you mean"))
    beginnings, within, reason = _BEGINNINGS.get(suffix, ((b"",), 0, DAMAGED))
    if not any(beginning in data[:within] for beginning in beginnings):
        raise FileError(label, reason)
