"""A folder of articles: which files it holds, what each is called, and what stands beside them."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from corpus.errors import CorpusError, FileError, explain_os_error
from corpus.formats import FORMATS, why_unread
from corpus.reason import Reason

REMOVED = ".removed"
"""The folder, beside the files, that removed articles are moved to."""

# What may stand beside articles and is none.
_NOT_ARTICLES = re.compile(r"[.~].*|(synonyms|emergencies)\.txt|.*\.ya?ml", re.IGNORECASE)
_LONGEST = 200  # bytes of a slug: banks, locks and notes stand beside the file under names made of it
_README = re.compile(r"readme(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """Name the files that may be articles by their slugs, and say why others are none.

    `skipped` are meant not to be read, most likely; `problems` want to be mended.
    """

    files: dict[str, Path]
    skipped: tuple[FileError, ...] = ()
    problems: tuple[FileError, ...] = ()


def find_files(path: Path) -> FoundFiles:
    """Find the files of a folder and its subfolders, or take the one file named; nothing is opened.

    Raises CorpusError where there is no such file or folder, or it cannot be looked into.
    """
    if not path.exists():
        raise CorpusError(
            Reason(
                "{path}: there is no such file or folder; put articles there or name another with --corpus", path=path
            )
        )
    if not path.is_dir():
        objection = _objection(path)
        problems = (FileError(path.name, objection),) if objection else ()
        return FoundFiles({} if problems else {bare_slug(path): path}, problems=problems)
    errors: list[FileError] = []
    found = sorted(_walk(path, errors))
    articles = {file: _objection(file) for file in found if not _README.fullmatch(file.name)}
    return FoundFiles(
        name_files(path, (file for file, objection in articles.items() if not objection)),
        tuple(
            FileError(
                _name(path, file),
                Reason("is not read, for it says what the folder holds; rename it if it is an article"),
            )
            for file in found
            if _README.fullmatch(file.name)
        ),
        (*errors, *(FileError(_name(path, file), objection) for file, objection in articles.items() if objection)),
    )


def name_files(folder: Path, files: Iterable[Path]) -> dict[str, Path]:
    """Give each file a slug: its bare name, where a file of that name comes before it in the order its path.

    The files of the folder itself come first, and each subfolder's after those above it; tea.md, tea.pdf and
    sub/tea.md are tea, tea-pdf and sub-tea.
    """
    ordered = sorted(files, key=lambda file: (len(file.parts), file))
    slugs: dict[str, Path] = {}
    rest = [file for file in ordered if slugs.setdefault(bare_slug(file), file) != file]
    for file in rest:
        slug = next(slug for slug in _other_slugs(file.relative_to(folder)) if slug not in slugs)
        slugs[slug] = file
    return slugs


def stands_beside(file: Path) -> bool:
    """Tell from its name whether a file stands beside articles and is none: synonyms, banks, hidden files."""
    return _NOT_ARTICLES.fullmatch(file.name) is not None or _README.fullmatch(file.name) is not None


def check_place(file: Path) -> Reason | None:
    """Say why a file of this name would not be read where articles are, or None where it would be."""
    if stands_beside(file):
        return Reason("has a name that is not taken for an article's; rename it")
    return _objection(file)


def _objection(file: Path) -> Reason | None:
    """Say why a file is not read, from its name alone."""
    if len(bare_slug(file).encode()) > _LONGEST:
        return Reason("has a name of more than {most} bytes; shorten it", most=_LONGEST)
    if file.suffix.lower() in FORMATS:
        return None
    if file.is_dir():
        return Reason("is a link to a folder and not followed; move the folder here")
    return why_unread(file.suffix.lower())


def _name(folder: Path, file: Path) -> str:
    return str(file.relative_to(folder))


def bare_slug(file: Path) -> str:
    """Give the slug that a file has where it is the only one of its name.

    >>> bare_slug(Path("teas/Green tea.pdf"))
    'Green-tea'
    """
    return _slug(file.stem)


def _slug(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name)


def _other_slugs(path: Path) -> Iterator[str]:
    """Give slugs for a file whose bare name is taken, the shortest first."""
    whole = "-".join((*path.parent.parts, path.stem))
    ending = path.suffix.lower().removeprefix(".")
    if len(_slug(f"{whole}-{ending}").encode()) > _LONGEST:
        whole = path.stem
    yield _slug(whole)
    yield _slug(f"{whole}-{ending}")
    for number in count(2):
        yield _slug(f"{whole}-{ending}-{number}")


def _walk(folder: Path, errors: list[FileError]) -> Iterator[Path]:
    """Give the files that may be articles, links included; what cannot be looked into is added to `errors`."""

    def note(error: OSError) -> None:
        failed = Path(error.filename)
        why = explain_os_error(error, Reason("check its permissions"))
        reason = Reason("cannot be read {why}", why=why)
        if failed == folder:
            raise CorpusError(Reason("{folder}: {reason}", folder=folder, reason=reason)) from error
        errors.append(FileError(_name(folder, failed), reason))

    for place, folders, names in os.walk(folder, onerror=note):
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        folders[:] = [name for name in folders if name not in links and not _NOT_ARTICLES.fullmatch(name)]
        files = (Path(place) / name for name in [*names, *links] if not _NOT_ARTICLES.fullmatch(name))
        yield from (file for file in files if file.is_file() or file.is_symlink())
