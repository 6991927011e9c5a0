"""The form of a backup, a .tar.gz, and how one is taken apart that anybody may have written.

Only plain files with harmless names come out of it, into a folder that is new, bounded in size and count.
"""

import gzip
import hashlib
import json
import re
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Protocol

from bot.authoring.bank import ENDING as BANK_ENDING
from bot.errors import BotError

MANIFEST = "manifest.json"
SETTINGS = "settings.env"
DATABASE = "records.db"
CORPUS = "corpus"
BANKS = "banks"
"""Holds the edited banks of articles that come with the program; others stand in the corpus."""
FORM = 1
"""Of the layout; a program that does not know it refuses the backup."""

CHUNK = 2**20  # bytes

_PLAIN_PART = re.compile(r"(?!\.)[^\x00-\x1f\x7f/\\:]{1,200}")
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class ArchiveBounds:
    """Say how much may come out of an archive: bytes in all, and files."""

    bytes: int = 50 * 2**30
    files: int = 100_000


@dataclass(frozen=True, slots=True)
class Unpacked:
    """Hold what came out of a backup: the folder with its files, what its manifest says, and the files' names."""

    folder: Path
    version: str
    made: str
    files: tuple[str, ...]

    @property
    def articles(self) -> list[str]:
        """Names of the files that belong into the folder of articles, in it."""
        return self._within(CORPUS)

    @property
    def banks(self) -> list[str]:
        """Names of the edited banks of articles that come with the program."""
        return [name for name in self._within(BANKS) if "/" not in name and name.endswith(BANK_ENDING)]

    def _within(self, folder: str) -> list[str]:
        return [name.removeprefix(f"{folder}/") for name in self.files if name.startswith(f"{folder}/")]


def unpack(file: Path, folder: Path, bounds: ArchiveBounds = ArchiveBounds()) -> Unpacked:
    """Take a backup apart into an empty folder, and hold each file against the manifest's checksum.

    Raises BotError for what is no backup, is damaged or is not harmless, OSError where the folder cannot be written.
    """
    digests: dict[str, str] = {}
    with _damage_in_words(file), gzip.open(file) as packed:
        stream = _Forward(packed, bounds.bytes)
        with tarfile.TarFile(fileobj=stream, mode="r") as archive:  # type: ignore[arg-type] # all that it calls is there
            for member in archive:
                archive.members = []  # type: ignore[attr-defined] # else it remembers all that went by
                _check(member, file, known=digests)
                if len(digests) >= bounds.files:
                    raise _refused(file, f"holds more than {bounds.files} files")
                opened = archive.extractfile(member)
                assert opened is not None  # noqa: S101 - it is a plain file
                digests[member.name] = _write(opened, folder / member.name)
        stream.finish()
    return _described(file, folder, digests)


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class _Forward:
    """Read a stream that is only gone through forward, a bounded distance, in pieces of bounded size."""

    def __init__(self, stream: _Readable, most: int) -> None:
        self._stream = stream
        self._most = most
        self._at = 0
        self._last = b""
        self._again = False

    def read(self, size: int) -> bytes:
        if not 0 <= size <= CHUNK:
            raise tarfile.ReadError("a header is too long")
        given = self._last if self._again and size else b""
        self._again = self._again and not size
        read = given + self._stream.read(size - len(given))
        self._at += len(read)
        if self._at > self._most:
            raise _TooLargeError
        self._last = read[-1:] or self._last
        return read

    def seek(self, target: int) -> None:
        if target == self._at - 1 and not self._again:  # the library looks whether the last byte is there
            self._at, self._again = target, True
        while self._at < target:
            if not self.read(min(target - self._at, CHUNK)):
                raise tarfile.ReadError("unexpected end of data")
        if self._at != target:
            raise tarfile.ReadError("it goes backward")

    def tell(self) -> int:
        return self._at

    def finish(self) -> None:
        """Read what stands behind the archive, which is little, so that the whole file's checksum is compared."""
        while self.read(CHUNK):
            pass


class _TooLargeError(Exception):
    """More comes out than may."""


def _check(member: tarfile.TarInfo, file: Path, known: Mapping[str, str]) -> None:
    """Refuse a member that is no plain file, or whose name leads elsewhere or comes twice."""
    shown = ascii(member.name[:80])
    parts = member.name.split("/")
    if member.type not in (tarfile.REGTYPE, tarfile.AREGTYPE) or member.sparse is not None:
        raise _refused(file, f"{shown} in it is no plain file")
    at_home = parts[0] in (CORPUS, BANKS) if len(parts) > 1 else member.name in (MANIFEST, SETTINGS, DATABASE)
    if not at_home or len(parts) > _DEEPEST or not all(_PLAIN_PART.fullmatch(part) for part in parts):
        raise _refused(file, f"{shown} in it is no name of a backup's file")
    if member.name in known:
        raise _refused(file, f"{shown} is in it twice")


def _write(source: IO[bytes], target: Path) -> str:
    """Write a new file; give its SHA-256."""
    digest = hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as opened:
        if target.name in (DATABASE, SETTINGS, MANIFEST):
            target.chmod(0o600)
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            opened.write(chunk)
    return digest.hexdigest()


def _described(file: Path, folder: Path, digests: dict[str, str]) -> Unpacked:
    """Compare what came out with what the manifest says went in."""
    if digests.pop(MANIFEST, None) is None:
        raise _refused(file, "has no manifest: it is no backup of article-bot's, or not whole")
    manifest = _manifest(folder / MANIFEST)
    if manifest.get("form") != FORM:
        raise _refused(file, "was made by a newer article-bot, or by another program; update this one")
    if manifest.get("files") != digests:
        raise _refused(file, "does not hold what its manifest says; take another")
    return Unpacked(folder, str(manifest.get("version"))[:40], str(manifest.get("made"))[:40], tuple(sorted(digests)))


def _manifest(file: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(file.read_bytes()) if file.stat().st_size <= 100 * CHUNK else None
    except (ValueError, RecursionError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def is_plain_name(name: str) -> bool:
    """Tell whether a file of this path below the articles can be in a backup."""
    parts = PurePosixPath(name).parts
    return len(parts) < _DEEPEST and all(_PLAIN_PART.fullmatch(part) for part in parts)


@contextmanager
def _damage_in_words(file: Path) -> Iterator[None]:
    try:
        yield
    except _TooLargeError:
        raise _refused(file, "unpacks to more than a backup may hold") from None
    except (EOFError, zlib.error, gzip.BadGzipFile, tarfile.TarError, UnicodeError) as error:
        raise _refused(file, f"is no backup, or damaged ({error}); take another") from None


def _refused(file: Path, why: str) -> BotError:
    return BotError(f"{file}: {why}. Nothing was changed")
