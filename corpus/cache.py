"""What has been computed once, kept on disk: files named by what they were made of, and by what made them.

Nothing depends on it. It may be deleted at any time; where it cannot be read or written, everything is computed anew.
"""

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from time import time

MOST_BYTES = 500_000_000

_NAME = re.compile(r"[0-9a-f]{64}")
_UNFINISHED = ".unfinished-"
_OLD = 3600.0  # seconds after which nobody finishes a file
_KEPT = 0.8  # of the bytes, where it has become too big
_DIGEST = 32  # bytes


class Cache:
    """Keep values by name in a folder, `most` bytes at most; what was not used for the longest time goes first.

    Only files that are named as this class names them are ever removed.
    """

    def __init__(self, folder: Path, most: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most = most
        self._size: int | None = None

    def get(self, name: str) -> bytes | None:
        """Give the value kept under a name of `entry_name`, or None. One that was damaged on the disk is none."""
        path = self._folder / name
        try:
            content = path.read_bytes()
        except OSError:
            return None
        digest, value = content[:_DIGEST], content[_DIGEST:]
        if sha256(value).digest() != digest:
            return None
        with suppress(OSError):
            os.utime(path)
        return value

    def put(self, name: str, value: bytes) -> None:
        """Keep a value; where that is not possible, nothing happens."""
        if len(value) > self._most * _KEPT:
            return
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(name, sha256(value).digest() + value)
            self._make_room(len(value) + _DIGEST)

    def _write(self, name: str, content: bytes) -> None:
        """Write a file under another name first, so that nobody ever reads half of it."""
        descriptor, unfinished = tempfile.mkstemp(prefix=_UNFINISHED, dir=self._folder)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            Path(unfinished).replace(self._folder / name)
        except OSError:
            with suppress(OSError):
                Path(unfinished).unlink()
            raise

    def _make_room(self, added: int) -> None:
        # The folder is looked through once, and again only when it must have become too big.
        self._size = sum(size for _, size, _ in self._entries()) if self._size is None else self._size + added
        if self._size <= self._most:
            return
        entries = sorted(self._entries())
        size = sum(size for _, size, _ in entries)
        for _, bytes_freed, path in entries:
            if size <= self._most * _KEPT:
                break
            with suppress(OSError):
                path.unlink()
                size -= bytes_freed
        self._size = size

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        """Give when each file was used last, its bytes and its path; forget what nobody has finished."""
        with os.scandir(self._folder) as entries:
            for entry in entries:
                with suppress(OSError):
                    status = entry.stat(follow_symlinks=False)
                    if _NAME.fullmatch(entry.name):
                        yield status.st_mtime, status.st_size, Path(entry.path)
                    elif entry.name.startswith(_UNFINISHED) and status.st_mtime < time() - _OLD:
                        Path(entry.path).unlink()


def entry_name(*parts: bytes) -> str:
    """Name a value by all that it depends on.

    >>> entry_name(b"ab", b"c") == entry_name(b"a", b"bc")
    False
    """
    return sha256(b"".join(sha256(part).digest() for part in parts)).hexdigest()


@lru_cache(maxsize=1)
def reader_version() -> bytes:
    """Name the state of whatever turns a file into an article: this package's source, Python, and what is installed.

    Whichever of these changes, files are read anew; no number has to be counted up by hand.
    """
    package = Path(__file__).parent
    source = [path.read_bytes() for path in sorted(package.rglob("*.py"))]
    return "\n".join([sys.version, entry_name(*source), *_installed()]).encode()


def _installed() -> list[str]:
    """Give the names of all distributions with their versions, as their folders are called."""
    found = set[str]()
    for place in map(Path, sys.path):
        with suppress(OSError):
            found.update(entry.name for entry in place.iterdir() if entry.suffix in (".dist-info", ".egg-info"))
    return sorted(found)
