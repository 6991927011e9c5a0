"""Putting files into a folder of articles and taking them out, each step whole or not at all."""

import os
import re
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import count
from pathlib import Path

from corpus.errors import CorpusError, FileError, explain_os_error
from corpus.folder import REMOVED, bare_slug, check_place, find_files, name_files
from corpus.reason import Reason
from corpus.sidecar import read_sidecar, sidecar_path, write_sidecar

MOST_VERSIONS = 20
"""Versions of an article that are kept; of more, the oldest go."""

_FOLDER = Reason("check the folder's permissions")


def find_place(folder: Path, name: str, content: bytes, *, replace: bool) -> tuple[Path, str]:
    """Say where a file belongs and what slug its article will have.

    FileError says why it cannot be put there: articles that are there keep their files and their slugs.
    """
    target = folder / name
    if reason := check_place(target):
        raise FileError(name, reason)
    if target.exists() and not replace and not _holds(target, content):
        raise FileError(
            name, Reason("is there already, and says something else; --replace puts the new file in its place")
        )
    before = find_files(folder).files if folder.exists() else {}
    after = name_files(folder, {*before.values(), target})
    for slug, file in before.items():
        if after.get(slug) != file:
            raise FileError(
                name,
                Reason(
                    "would be called {name} in place of {other}; give it a name of its own",
                    name=repr(slug),
                    other=file.name,
                ),
            )
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
        raise FileError(target.name, Reason("is there already; --replace puts the new file in its place")) from error
    except OSError as error:
        raise CorpusError(
            Reason("{path}: cannot be written {why}", path=target, why=explain_os_error(error, _FOLDER))
        ) from error


def set_review(file: Path, review: date) -> None:
    """Write when an article is due to be looked at again beside its file; CorpusError says why it cannot be written."""
    path = sidecar_path(file)
    read_sidecar(file, file.name)  # what cannot be read is not written over
    before = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    put_file(path, write_sidecar(review, before).encode(), replace=True)


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

    The article goes in one step, when copies of the others are there already: cut short, it is there with all that
    belongs to it, or gone. CorpusError says why it cannot be moved; then all are where they were.
    """
    *beside, article = files
    copies: list[Path] = []
    try:
        place = _make_place(article.parent / REMOVED, slug)
        copies.append(place)
        for file in beside:
            put_file(place / file.name, file.read_bytes(), replace=True)
            copies.append(place / file.name)
        article.rename(place / article.name)
    except (OSError, CorpusError) as error:
        with suppress(OSError):
            for copy in reversed(copies):
                copy.rmdir() if copy.is_dir() else copy.unlink()
        reason = explain_os_error(error, _FOLDER) if isinstance(error, OSError) else error.whole
        raise CorpusError(Reason("{path}: cannot be moved {reason}", path=article, reason=reason)) from error
    for file in beside:
        with suppress(OSError):
            file.unlink()
    _forget_oldest(article, slug)
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


@dataclass(frozen=True, slots=True)
class Version:
    """Hold a state of an article that was replaced or removed: its files, and the folder that they belong into."""

    slug: str
    place: Path
    article: Path

    @property
    def key(self) -> str:
        """Name this version, and no other, in 12 characters."""
        changed = self.article.stat().st_mtime_ns if self.article.exists() else 0
        return sha256(f"{self.place.name}/{self.article.name}:{changed}".encode()).hexdigest()[:12]

    @property
    def target(self) -> Path:
        """Give the file that the article would have again."""
        return self.place.parent.parent / self.article.name

    @property
    def differs(self) -> bool:
        """Tell whether it says something else than what is there now: a restoring that was cut short leaves a copy."""
        return not _holds(self.target, self.article.read_bytes())


def replace_file(target: Path, content: bytes, slug: str) -> None:
    """Put a file in the place of an article's, of which a copy is kept first as the version before.

    Where this is cut short, the article is the old one or the new one, whole, and doing it again is right.
    """
    if target.exists() and not _holds(target, content):
        _keep_copy(target, slug)
    put_file(target, content, replace=True)


def find_versions(folder: Path, slug: str | None = None) -> list[Version]:
    """Find what was replaced or removed, of one article or of all, the latest first."""
    places = (place for removed in _removed_folders(folder) for place in removed.iterdir() if place.is_dir())
    versions = [version for place in places if (version := _version(place)) and slug in (None, version.slug)]
    return sorted(versions, key=lambda version: version.place.stat().st_mtime_ns, reverse=True)


def restore(version: Version, current: Path | None) -> Path:
    """Put a version back: in the place of the `current` file of its article, which is kept, or where it was.

    Gives the article's file. Where this is cut short, the article is there as before or as after, and doing it again
    is right. CorpusError says why it cannot be done.
    """
    target = version.target
    if current is not None and current != target:
        raise FileError(
            version.article.name,
            Reason("cannot come back while {other} is called so; remove that first", other=current.name),
        )
    try:
        content = version.article.read_bytes()
        if current is not None and not _holds(target, content):
            _keep_copy(target, version.slug)
        for file in sorted(version.place.iterdir()):  # what belongs to the article is there before it is served
            if file != version.article and not (target.parent / file.name).exists():
                file.rename(target.parent / file.name)
        put_file(target, content, replace=True)
        version.article.unlink()
        with suppress(OSError):  # something that the current article has as well stays
            version.place.rmdir()
    except OSError as error:
        raise CorpusError(
            Reason("{path}: cannot be put back {why}", path=version.article, why=explain_os_error(error, _FOLDER))
        ) from error
    return target


def _keep_copy(file: Path, slug: str) -> None:
    """Keep a copy of an article's file as a version, unless the latest is the same."""
    content = file.read_bytes()
    latest = [each for each in find_versions(file.parent, slug) if each.target == file][:1]
    if not any(_holds(version.article, content) for version in latest):
        put_file(_make_place(file.parent / REMOVED, slug) / file.name, content, replace=True)
        _forget_oldest(file, slug)


def _forget_oldest(file: Path, slug: str) -> None:
    """Delete the oldest versions of an article's file beyond MOST_VERSIONS."""
    mine = [each for each in find_versions(file.parent, slug) if each.target == file]
    for version in mine[MOST_VERSIONS:]:
        with suppress(OSError):  # the article last: what has none is no version, and would stay for good
            for each in sorted(version.place.iterdir(), key=lambda each: each == version.article):
                each.unlink()
            version.place.rmdir()


def _removed_folders(folder: Path) -> list[Path]:
    found = []
    for place, folders, _ in os.walk(folder):
        found += [Path(place) / name for name in folders if name == REMOVED]
        folders[:] = [name for name in folders if not name.startswith((".", "~"))]
    return found


def _version(place: Path) -> Version | None:
    """Tell what a folder of removed files holds; None where there is no article in it."""
    article = next((file for file in sorted(place.iterdir()) if file.is_file() and not check_place(file)), None)
    if article is None:
        return None
    own = bare_slug(article)
    # A number at the end was added to keep versions apart, unless the file itself is called so.
    return Version(own if re.fullmatch(rf"{re.escape(own)}(-\d+)?", place.name) else place.name, place, article)
