"""The small file beside an article that says when it is to be reviewed.

Beside tea.pdf it is called tea.pdf.meta.yaml, and holds one line such as "review: 2026-03-01".
"""

import re
from datetime import date
from pathlib import Path

from corpus.dates import read_date
from corpus.errors import FileError

_ENDING = ".meta.yaml"
_MAX_BYTES = 10_000
_LINE = re.compile(r"review[ \t]*:[ \t]*(['\"]?)(?P<day>[^'\"#\n]*)\1[ \t]*(?:#[^\n]*)?")
_OTHER_LINE = re.compile(r"[ \t]*(?:#[^\n]*)?|---|\.\.\.")


def sidecar_path(file: Path) -> Path:
    """Say where the review date of a file is kept: beside it."""
    return file.with_name(file.name + _ENDING)


def write_sidecar(review: date) -> str:
    """Give the text of a sidecar file."""
    return f"# When the article beside this file is due to be looked at again.\nreview: {review.isoformat()}\n"


def read_sidecar(file: Path, name: str) -> date | None:
    """Read the review date that is kept beside an article's file, called `name` in errors; None where there is none.

    Raises FileError where there is a sidecar file that cannot be understood.
    """
    path = sidecar_path(file)
    name += _ENDING
    try:
        with path.open("rb") as opened:
            text = opened.read(_MAX_BYTES).decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(name, f"cannot be read ({type(error).__name__}); {_write_it()}") from error
    review = None
    for number, line in enumerate(text.splitlines(), start=1):
        if match := _LINE.fullmatch(line.rstrip()):
            review = read_date(match["day"].strip())
            if review is None:
                raise FileError(name, f"{match['day'].strip()[:40]!r} is no date; {_write_it()}", number)
        elif not _OTHER_LINE.fullmatch(line):
            raise FileError(name, f"is not understood; {_write_it()}", number)
    return review


def _write_it() -> str:
    return "write one line such as review: 2026-03-01"
