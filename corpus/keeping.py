"""Putting files into a folder of articles and taking them out, each step whole or not at all."""

import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path

from corpus.errors import CorpusError, FileError, explain_os_error
from corpus.folder import REMOVED, check_place, find_files, name_files

_FOLDER = "check the folder's permissions"


def find_place(folder: Path, name: str, content: bytes, *, replace: bool) -> tuple[Path, str]:
    """Say where a file belongs and what slug its article will have.

    FileError says why it cannot be put there: articles that are there keep their files and their slugs.
    """
    target = folder / name
    if reason := check_place(target):
        raise FileError(name, reason)
    if target.exists() and not replace and not _holds(target, content):
        raise FileError(name, "is there already, and says something else; --replace puts the new file in its place")
    before = find_files(folder).files if folder.exists() else {}
    after = name_files(folder, {*before.values(), target})
    for slug, file in before.items():
        if after.get(slug) != file:
            raise FileError(name, f"would be called {slug!r} in place of {file.name}; give it a name of its own")
    return target, next(slug for slug, file in after.items() if file == target)


def put_file(target: Path, content: bytes, *, replace: bool) -> None:
    """Write a file whole; CorpusError where one is there already and is not to be replaced, or it cannot be written."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # A name that begins with a point is never taken for an article's.
        descriptor, unfinished = tempfile.mkstemp(prefix=".", dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(unfinished).chmod(0o644)
            _rename(Path(unfinished), target, replace=replace)
        finally:
            Path(unfinished).unlink(missing_ok=True)
    except FileExistsError as error:
        raise FileError(target.name, "is there already; --replace puts the new file in its place") from error
    except OSError as error:
        raise CorpusError(f"{target}: cannot be written {explain_os_error(error, _FOLDER)}") from error


def _rename(source: Path, target: Path, *, replace: bool) -> None:
    if replace:
        source.replace(target)
        return
    try:
        target.hardlink_to(source)  # unlike a renaming, it fails where the target exists
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if target.exists():
            raise FileExistsError(target) from None
        source.rename(target)


def move_away(files: Sequence[Path], slug: str) -> Path:
    """Move the files of an article, its own last, to a folder of their own beside it, and give that folder.

    CorpusError says why they cannot be moved; then all are where they were.
    """
    moved: list[tuple[Path, Path]] = []
    try:
        place = _make_place(files[-1].parent / REMOVED, slug)
        for file in files:
            target = place / file.name
            file.rename(target)
            moved.append((file, target))
    except OSError as error:
        for file, target in reversed(moved):
            with suppress(OSError):
                target.rename(file)
        raise CorpusError(f"{files[-1]}: cannot be moved {explain_os_error(error, _FOLDER)}") from error
    return place


def _make_place(folder: Path, slug: str) -> Path:
    folder.mkdir(exist_ok=True)
    for number in count(1):
        place = folder / (slug if number == 1 else f"{slug}-{number}")
        with suppress(FileExistsError):
            place.mkdir()
            return place
    raise AssertionError


def _holds(file: Path, content: bytes) -> bool:
    try:
        return file.stat().st_size == len(content) and file.read_bytes() == content
    except OSError:
        return False
