"""The small file beside an article that says when it is to be reviewed, and what is to be shown with each quotation.

Beside tea.pdf it is called tea.pdf.meta.yaml, and holds lines such as "review: 2026-03-01" and "notice: For staff."
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpus.characters import clean_text
from corpus.dates import read_date
from corpus.errors import FileError, explain_os_error
from corpus.reason import Reason

_ENDING = ".meta.yaml"
_EXAMPLES = ".examples.yaml"
_MAX_BYTES = 10_000
_LINE = re.compile(r"review[ \t]*:[ \t]*(['\"]?)(?P<day>[^'\"#\n]*)\1[ \t]*(?:#[^\n]*)?")
_NOTICE = re.compile(r"notice[ \t]*:[ \t]*(?P<quote>['\"]?)(?P<notice>\S[^\n]*?)(?P=quote)")
_LONGEST_NOTICE = 300
_OTHER_LINE = re.compile(r"[ \t]*(?:#[^\n]*)?|---|\.\.\.")


@dataclass(frozen=True, slots=True)
class Sidecar:
    """Hold what is kept beside an article's file; None is what is not."""

    review: date | None = None
    notice: str | None = None


def sidecar_path(file: Path) -> Path:
    """Say where the review date and the notice of a file are kept: beside it."""
    return file.with_name(file.name + _ENDING)


def write_sidecar(review: date, before: str = "") -> str:
    r"""Give the text of a sidecar file; of the one before, its other lines stay.

    >>> write_sidecar(date(2026, 3, 1), "notice: For staff.\nreview: 2020-01-01").splitlines()
    ['notice: For staff.', 'review: 2026-03-01']
    """
    kept = [line for line in before.splitlines() if not _LINE.fullmatch(line.rstrip())]
    head = kept or ["# When the article beside this file is due to be looked at again."]
    return "".join(f"{line}\n" for line in [*head, f"review: {review.isoformat()}"])


def read_sidecar(file: Path, name: str) -> Sidecar:
    """Read what is kept beside an article's file, called `name` in errors; an empty one where there is none.

    Raises FileError where there is a sidecar file that cannot be understood.
    """
    path = sidecar_path(file)
    name += _ENDING
    try:
        with path.open("rb") as opened:
            text = opened.read(_MAX_BYTES).decode("utf-8-sig")
    except FileNotFoundError:
        return Sidecar()
    except OSError as error:
        raise FileError(name, Reason("cannot be read {why}", why=explain_os_error(error, _write_it()))) from error
    except UnicodeDecodeError as error:
        raise FileError(name, Reason("is no UTF-8 text; {remedy}", remedy=_write_it())) from error
    review = notice = None
    for number, line in enumerate(text.splitlines(), start=1):
        if match := _LINE.fullmatch(line.rstrip()):
            review = read_date(match["day"].strip())
            if review is None:
                raise FileError(
                    name,
                    Reason(
                        "{written} is no date; {remedy}", written=repr(match["day"].strip()[:40]), remedy=_write_it()
                    ),
                    number,
                )
        elif match := _NOTICE.fullmatch(line.rstrip()):
            notice = " ".join(clean_text(match["notice"]).split())
            if len(notice) > _LONGEST_NOTICE:
                raise FileError(
                    name,
                    Reason("the notice is longer than {most} characters; shorten it", most=_LONGEST_NOTICE),
                    number,
                )
        elif not _OTHER_LINE.fullmatch(line):
            raise FileError(name, Reason("is not understood; {remedy}", remedy=_write_it()), number)
    return Sidecar(review, notice)


def _write_it() -> Reason:
    return Reason("write one line such as review: 2026-03-01")


def examples_path(article_file: Path, slug: str) -> Path:
    """Return the path of an article's examples: in the article's folder, named by its slug."""
    return article_file.with_name(slug + _EXAMPLES)
