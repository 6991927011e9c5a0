"""Files that somebody has sent and not decided on: kept in a hidden place beside the articles, bounded, for a week."""

from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from time import time

from corpus.keeping import put_file

UPLOADS = ".uploads"

_MOST = 200
_MOST_BYTES = 500_000_000  # twenty-five of the largest
_DAYS = 7.0


def keep_upload(folder: Path, key: str, name: str, content: bytes) -> None:
    """Keep a file under a key; what was kept for a week goes, and so does the oldest where there are too many."""
    drop_upload(folder, key)
    put_file(folder / UPLOADS / key / name, content, replace=True)
    kept = sorted((folder / UPLOADS).iterdir(), key=_age)
    total = 0
    for number, place in enumerate(kept):
        total += _size(place)
        if number >= _MOST or total > _MOST_BYTES or _age(place) > _DAYS * 86400:
            rmtree(place, ignore_errors=True)


def find_upload(folder: Path, key: str) -> Path | None:
    """Give the file kept under a key; None where it was dropped."""
    place = folder / UPLOADS / key
    with suppress(OSError):
        return next((file for file in sorted(place.iterdir()) if not file.name.startswith(".")), None)
    return None


def drop_upload(folder: Path, key: str) -> None:
    """Drop what is kept under a key, if anything is."""
    rmtree(folder / UPLOADS / key, ignore_errors=True)


def _size(place: Path) -> int:
    try:
        return sum(file.stat().st_size for file in place.iterdir())
    except OSError:  # it was dropped meanwhile
        return 0


def _age(place: Path) -> float:
    try:
        return time() - place.stat().st_mtime
    except OSError:
        return 0.0
