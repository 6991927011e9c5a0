"""What a folder of articles looks like from outside: names, sizes and times. Nothing is opened."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from corpus.folder import stands_beside

Stamp = tuple[int, int, int]
Stamps = Mapping[Path, Stamp]
"""The size in bytes, the time of the last change in nanoseconds, and the number on the disk of each file."""

_HIDDEN = (".", "~")
_GONE: Stamp = (-1, 0, 0)


def look_at(path: Path) -> Stamps:
    """Look at the files of a folder and its subfolders, or at one file and what stands beside it.

    Hidden files and folders are left out. What cannot be looked at has a stamp that no file has.
    """
    files = _files(path) if path.is_dir() else (path, *_files(path.parent, deep=False))
    return {file: _stamp(file) for file in files if path.is_dir() or file == path or stands_beside(file)}


def articles_in(stamps: Stamps) -> Stamps:
    """Leave out what stands beside articles, such as synonyms and banks."""
    return {file: stamp for file, stamp in stamps.items() if not stands_beside(file)}


def _files(folder: Path, *, deep: bool = True) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if deep and not name.startswith(_HIDDEN)]
        yield from (Path(place) / name for name in names if not name.startswith(_HIDDEN))


def _stamp(file: Path) -> Stamp:
    try:
        status = file.stat()
    except OSError:
        return _GONE
    return status.st_size, status.st_mtime_ns, status.st_ino
