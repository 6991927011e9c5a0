"""A file or a folder -> articles. One bad file never stops the others: it is named with the reason."""

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.article import Article
from corpus.errors import CorpusError, FileError
from corpus.formats import NATIVE, READERS
from corpus.parsed import FormatError
from corpus.structure import build, read_date
from corpus.untrusted.sandbox import read_document

logger = logging.getLogger(__name__)

ARTICLES = Path(__file__).parent / "articles"
SYNONYMS = Path(__file__).parent / "synonyms.txt"
MAX_BYTES = 20_000_000

# What may stand beside articles and is none.
_NOT_ARTICLES = re.compile(r"[.~].*|readme(\..*)?|synonyms\.txt|.*\.ya?ml", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Corpus:
    """The articles of a folder in the order of their slugs, and what was wrong with the rest.

    `files` tells by slug where each article was read from.
    """

    articles: tuple[Article, ...]
    problems: tuple[FileError, ...]
    files: Mapping[str, Path]


def read_articles(path: str | Path = ARTICLES) -> list[Article]:
    """The articles of a file or folder; what cannot be read is logged as a warning.

    Raises CorpusError when there is not one article.
    """
    corpus = read_corpus(path)
    for problem in corpus.problems:
        logger.warning("%s", problem)
    return list(corpus.articles)


def read_corpus(path: str | Path) -> Corpus:
    """Read all articles of a file, or of a folder and its subfolders.

    Raises CorpusError when there is not one article.
    """
    path = Path(path)
    files = _find(path)
    articles: dict[str, Article] = {}
    found: dict[str, Path] = {}
    problems: list[FileError] = []
    for file in files:
        name = str(file.relative_to(path)) if path.is_dir() else file.name
        try:
            article = _read(file, name, problems)
            if article.slug in articles:
                raise FileError(name, f"an article is called {article.slug!r} already; rename this file")
        except FileError as error:
            problems.append(error)
        else:
            articles[article.slug] = article
            found[article.slug] = file
    if not articles:
        raise CorpusError("\n".join([_nothing_found(path, files), *map(str, problems)]))
    return Corpus(tuple(articles[slug] for slug in sorted(articles)), tuple(problems), found)


def _find(path: Path) -> list[Path]:
    if not path.exists():
        raise CorpusError(f"{path}: there is no such file or folder; put articles there or name another with --corpus")
    return sorted(_walk(path)) if path.is_dir() else [path]


def _walk(folder: Path) -> Iterator[Path]:
    try:
        entries = list(folder.iterdir())
    except OSError as error:
        raise CorpusError(f"{folder}: cannot be read ({error.strerror}); check its permissions") from error
    for entry in entries:
        if _NOT_ARTICLES.fullmatch(entry.name):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _walk(entry)
        elif entry.is_file() or entry.is_symlink():
            yield entry


def _nothing_found(path: Path, files: list[Path]) -> str:
    kinds = ", ".join(sorted(READERS))
    if files:
        return f"{path}: no article can be read"
    return f"{path}: holds no article; put a file there that ends in {kinds}"


def _read(file: Path, name: str, problems: list[FileError]) -> Article:
    """Read one file; what is wrong but leaves an article is added to `problems`."""
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        raise FileError(name, f"has an ending that is not read; use one of {', '.join(sorted(READERS))}")
    data = _load(file, name)
    try:
        document = read_document(name, file.suffix.lower(), data) if file.suffix.lower() in NATIVE else reader(data)
    except FormatError as error:
        raise FileError(name, str(error), error.line) from error
    except FileError:
        raise
    except Exception as error:
        raise FileError(name, f"is damaged ({type(error).__name__}); save it anew") from error
    article = build(_slug(file), document)
    if article is None:
        raise FileError(name, "has a title at most, and no paragraph; write the article below it")
    if document.published and read_date(document.published) is None:
        problems.append(FileError(name, f"{document.published!r} is no date; write it as 2015-11-23"))
    return article


def _load(file: Path, name: str) -> bytes:
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            raise FileError(name, f"has {size / 1e6:.0f} MB; {MAX_BYTES / 1e6:.0f} MB are read at most; split it")
        data = file.read_bytes()
    except OSError as error:
        raise FileError(name, f"cannot be opened ({error.strerror}); check it and its permissions") from error
    if not data.strip():
        raise FileError(name, "is empty; write the article into it or remove it")
    return data


def _slug(file: Path) -> str:
    return re.sub(r"[^\w.-]+", "-", file.stem)
