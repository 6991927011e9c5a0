"""Pages -> a folder: each is there whole or not at all, and nothing that was not made here is touched."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.errors import BotError
from bot.published import INDEX_PAGE, page_name
from bot.publishing.pages import MADE_BY, make_index, make_page
from corpus import Article, Corpus, explain_os_error, put_file

Track = Callable[[Sequence[Article]], Iterable[Article]]


@dataclass(frozen=True, slots=True)
class Published:
    """Count the pages that were written, were there already, and were removed; `kept` are without an article now."""

    written: int
    unchanged: int
    removed: int
    kept: int


def publish(corpus: Corpus, source: Path, folder: Path, track: Track = iter, *, notice: str | None = None) -> Published:
    """Write the pages of all articles into a folder, then their list, then remove pages of articles that are gone.

    None is removed while a file of the corpus cannot be read. `source` is where the corpus was read. `notice`
    stands on the page of each article that has none of its own. BotError or CorpusError says what is wrong; what
    stands in the way is found before anything is written.
    """
    _check_folder(folder, source)
    names = {page_name(article.slug): article for article in corpus.articles}
    _check_own(folder / name for name in (*names, INDEX_PAGE))
    written = 0
    for article in track(corpus.articles):
        written += _put(folder / page_name(article.slug), make_page(replace(article, notice=article.notice or notice)))
    written += _put(folder / INDEX_PAGE, make_index(corpus.articles))
    gone = [file for file in sorted(folder.glob("*.html")) if file.name not in {*names, INDEX_PAGE} and _is_own(file)]
    if not corpus.problems:
        _remove(gone)
    kept = len(gone) if corpus.problems else 0
    return Published(written, len(names) + 1 - written, len(gone) - kept, kept)


def _check_folder(folder: Path, source: Path) -> None:
    """Refuse a folder whose pages would be read as articles."""
    if folder.exists() and not folder.is_dir():
        raise BotError(f"{folder}: is a file; name a folder for the pages")
    target, read = folder.resolve(), source.resolve()
    if (read in (target, *target.parents)) if read.is_dir() else target == read.parent:
        raise BotError(f"{folder}: is where articles are read from; name another folder for the pages")


def _check_own(files: Iterable[Path]) -> None:
    for file in files:
        if (file.exists() or file.is_symlink()) and not _is_own(file):
            raise BotError(f"{file}: was not made by publish; move it away, or name another folder for the pages")


def _is_own(file: Path) -> bool:
    """Tell whether a file is a page that was made here; what cannot be read is not."""
    if file.is_symlink() or not file.is_file():
        return False
    try:
        with file.open("rb") as opened:
            return opened.read(len(MADE_BY)) == MADE_BY
    except OSError:
        return False


def _put(file: Path, content: bytes) -> bool:
    """Write a page where it says something new; tell whether it did."""
    if file.exists() and file.read_bytes() == content:
        return False
    put_file(file, content, replace=True)
    return True


def _remove(files: Iterable[Path]) -> None:
    for file in files:
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            reason = explain_os_error(error, "check the folder's permissions")
            raise BotError(f"{file}: cannot be removed {reason}") from error
