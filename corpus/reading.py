"""A file or a folder -> articles. One bad file never stops the others: it is named with the reason."""

import logging
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from corpus.article import Article
from corpus.cache import Cache, entry_name, reader_version
from corpus.errors import CorpusError, FileError, explain_os_error
from corpus.folder import bare_slug, find_files
from corpus.formats import FORMATS
from corpus.reason import Reason
from corpus.sidecar import Sidecar, read_sidecar
from corpus.understood import Understood
from corpus.untrusted.parsing import parse
from corpus.untrusted.sandbox import DAMAGED, Bounds, parse_confined, understand_untrusted
from corpus.untrusted.wire import NonsenseError, RefusedError, unpack

logger = logging.getLogger(__name__)

ARTICLES = Path(__file__).parent / "articles"
SYNONYMS = Path(__file__).parent / "synonyms.txt"
GENERAL_SYNONYMS = Path(__file__).parent / "general_synonyms.txt"
EMERGENCIES = Path(__file__).parent / "emergencies.txt"
MAX_BYTES = 20_000_000

# Short texts are read at once. All else is read in a process of its own, which can be ended: it takes a tenth of a
# second longer, but no file can keep the others waiting for ever, nor take all memory.
_AT_ONCE = {".txt", ".text", ".md", ".markdown", ".html", ".htm"}
_SHORT = 100_000  # bytes
_BOUNDS = Bounds(bytes=MAX_BYTES, seconds=60.0, memory=2_000_000_000, text=MAX_BYTES)

Progress = Callable[[Sequence[Path]], Iterable[Path]]
"""What is given the files that have to be read, and gives them back one after the other: a progress bar, say."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Hold the articles of a folder in the order of their slugs, and what was wrong with the rest.

    `files` tells by slug where each article was read from, `understood` what is to be said of it. `skipped` names
    files that are not read on purpose.
    """

    articles: tuple[Article, ...]
    problems: tuple[FileError, ...]
    files: Mapping[str, Path]
    understood: Mapping[str, Understood] = field(default_factory=dict)
    skipped: tuple[FileError, ...] = ()

    def overdue(self, today: date) -> list[FileError]:
        """Name the files whose review date is past."""
        return [
            FileError(
                self.files[article.slug].name,
                Reason("was due to be reviewed on {day}; set a new date", day=article.review),
            )
            for article in self.articles
            if article.review is not None and article.review < today
        ]


def read_articles(path: str | Path = ARTICLES) -> list[Article]:
    """Read the articles of a file or folder; what cannot be read is logged as a warning.

    Raises CorpusError when there is not one article.
    """
    corpus = read_corpus(path)
    for problem in corpus.problems:
        logger.warning("%s", problem)
    return list(corpus.articles)


def read_corpus(path: str | Path, cache: Cache | None = None, progress: Progress = iter) -> Corpus:
    """Read all articles of a file, or of a folder and its subfolders; those in the cache are not parsed again.

    Raises CorpusError when there is not one article.
    """
    path = Path(path)
    found = find_files(path)
    reader = _Reader(path, cache)
    for file in progress([file for file in found.files.values() if not reader.is_known(file)]):
        reader.read(file)
    understood = {slug: reader.understand(file, slug) for slug, file in found.files.items() if file in reader.done}
    problems = sorted((*found.problems, *reader.problems), key=lambda problem: problem.name)
    if not understood:
        raise CorpusError(
            Reason.lines([_nothing_found(path, found.files), *(each.whole for each in (*problems, *found.skipped))])
        )
    slugs = sorted(understood)
    return Corpus(
        articles=tuple(understood[slug].article for slug in slugs),
        problems=tuple(problems),
        files={slug: found.files[slug] for slug in slugs},
        understood=understood,
        skipped=found.skipped,
    )


def read_new_file(file: Path, review: date | None = None) -> tuple[bytes, Understood]:
    """Read a file that somebody wants to add: its content, and what is understood of it in the confined process.

    Raises FileError for whatever is wrong.
    """
    content = _load(file, file.name)
    understood = understand_untrusted(file.name, content, _BOUNDS)
    for written in _undated(understood):
        raise FileError(file.name, _no_date(written))
    if review is None:
        return content, understood
    return content, replace(understood, article=replace(understood.article, review=review))


def _nothing_found(path: Path, files: Mapping[str, Path]) -> Reason:
    kinds = ", ".join(sorted(FORMATS))
    if files:
        return Reason("{path}: no article can be read", path=path)
    return Reason("{path}: holds no article; put a file there that ends in {endings}", path=path, endings=kinds)


class _Reader:
    """Read files one by one: `done` holds what was understood, `problems` what was wrong."""

    def __init__(self, path: Path, cache: Cache | None) -> None:
        self._folder = path if path.is_dir() else path.parent
        self._cache = cache
        self.done: dict[Path, Understood] = {}
        self.problems: list[FileError] = []

    def is_known(self, file: Path) -> bool:
        """Take a file from the cache; tell whether nothing is left to be read of it."""
        if self._cache is None:
            return False
        with self._noting_problems():
            data = _load(file, self._name(file))
            answer = self._cache.get(_entry_name(file, data))
            if answer is None:
                return False
            try:
                self._take(file, answer)
            except NonsenseError:
                return False
        return True

    def read(self, file: Path) -> None:
        """Parse a file, and keep what came of it."""
        name, suffix, stem = self._name(file), file.suffix.lower(), bare_slug(file)
        with self._noting_problems():
            data = _load(file, name)
            if suffix in _AT_ONCE and len(data) <= _SHORT:
                answer = parse(data, suffix, stem, _BOUNDS.text)
            else:
                answer = parse_confined(name, data, suffix, stem, _BOUNDS)
            try:
                self._take(file, answer)
            except NonsenseError:
                raise FileError(name, DAMAGED) from None
            if self._cache is not None:
                self._cache.put(_entry_name(file, data), answer)

    def understand(self, file: Path, slug: str) -> Understood:
        """Give a file that was read under the slug that it has in this corpus, with what is kept beside it."""
        name = self._name(file)
        understood = self.done[file]
        beside = Sidecar()
        with self._noting_problems():
            beside = read_sidecar(file, name)
        self.problems += (FileError(name, _no_date(written)) for written in _undated(understood))
        read = understood.article
        review, notice = beside.review or read.review, beside.notice or read.notice
        return replace(understood, article=replace(read, slug=slug, review=review, notice=notice))

    def _take(self, file: Path, answer: bytes) -> None:
        """Take what the parser answered: an article, or why there is none. NonsenseError for anything else."""
        try:
            self.done[file] = unpack(answer, bare_slug(file), _BOUNDS.text)
        except RefusedError as error:
            self.problems.append(FileError(self._name(file), error.reason, error.line))

    def _name(self, file: Path) -> str:
        return str(file.relative_to(self._folder))

    @contextmanager
    def _noting_problems(self) -> Iterator[None]:
        try:
            yield
        except FileError as error:
            self.problems.append(error)


def _undated(understood: Understood) -> list[str]:
    return [written for written in (understood.no_date, understood.no_review) if written is not None]


def _no_date(written: str) -> Reason:
    return Reason("{written} is no date; write it as 2015-11-23", written=repr(written))


def _entry_name(file: Path, data: bytes) -> str:
    return entry_name(reader_version(), file.suffix.lower().encode(), bare_slug(file).encode(), data)


def _load(file: Path, name: str) -> bytes:
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            raise FileError(name, Reason("is no ordinary file; put the article itself there"))
        if status.st_size > MAX_BYTES:
            raise FileError(name, _too_big(status.st_size))
        with file.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except OSError as error:
        why = explain_os_error(error, Reason("check it and its permissions"))
        raise FileError(name, Reason("cannot be opened {why}", why=why)) from error
    if len(data) > MAX_BYTES:
        raise FileError(name, _too_big(len(data)))
    if not data.strip():
        raise FileError(name, Reason("is empty; write the article into it, or leave it out"))
    return data


def _too_big(size: int) -> Reason:
    most = f"{MAX_BYTES / 1e6:.0f}"
    return Reason("has {size} MB; {most} MB are read at most; split it", size=f"{size / 1e6:.0f}", most=most)
