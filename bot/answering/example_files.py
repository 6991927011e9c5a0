"""Read and write the examples of an article: questions that people asked, each with the words that answer it.

They stand beside the article in SLUG.examples.yaml, edited by people and by this program; comments survive.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from bot.errors import BotError
from bot.logs import warn
from bot.yaml_files import write_yaml
from corpus import FileError, Reason, examples_path, explain_os_error, find_files
from index import Example, Passage, find_row

_MAX_BYTES = 1_000_000
_MOST = 2000  # examples of an article
_LONGEST = 4096  # characters of a question, as many as a message has
_LOCK_TIMEOUT = 10  # seconds to wait for another program that is changing the file
_FIELDS = ("question", "quote")
_HEADER = """\
# Questions that people asked, and the words of the article {slug} that answer each. The bot answers questions that
# are like one of these with the passage that has its quote. Remove an entry to take it back.
"""


@dataclass(frozen=True, slots=True)
class ExampleReading:
    """Hold the examples of a folder of articles, and what is wrong with some; those are left out."""

    examples: tuple[Example, ...]
    problems: tuple[FileError, ...]


def read_examples(corpus: Path, passages: Sequence[Passage]) -> ExampleReading:
    """Read the examples beside all articles; those whose words no passage has are among the problems."""
    of_article: dict[str, list[Passage]] = {}
    for passage in passages:
        of_article.setdefault(passage.citation.article, []).append(passage)
    found: list[Example] = []
    problems: list[FileError] = []
    for slug, file in find_files(corpus).files.items():
        path = examples_path(file, slug)
        if not path.is_file():
            continue
        for line, each in _read_file(path, slug):
            if isinstance(each, FileError):
                problems.append(each)
            elif find_row(each, of_article.get(slug, ())) is None:
                reason = Reason(
                    "the article no longer has the words {quote}; quote it anew or remove the example",
                    quote=repr(each.quote[:60]),
                )
                problems.append(FileError(path.name, reason, line))
            else:
                found.append(each)
    return ExampleReading(tuple(found), tuple(problems))


def add_examples(corpus: Path, examples: Sequence[Example]) -> None:
    """Write examples of one article beside it, in place of those of the same questions, wherever they point."""
    remove_examples(corpus, [example.question for example in examples])
    for slug in {example.article for example in examples}:
        path = _path_for(corpus, slug)
        with _editing(path, slug) as entries:
            if len(entries) + len(examples) > _MOST:
                raise BotError(Reason("{file}: holds {most} examples already; remove some", file=path.name, most=_MOST))
            entries.extend(
                CommentedMap({"question": example.question[:_LONGEST], "quote": example.quote})
                for example in examples
                if example.article == slug
            )


def remove_examples(corpus: Path, questions: Sequence[str]) -> int:
    """Remove all examples of some questions, and return how many there were."""
    asked = set(map(_fold, questions))
    removed = 0
    for slug, file in find_files(corpus).files.items():
        path = examples_path(file, slug)
        if path.is_file() and any(
            isinstance(e, Example) and _fold(e.question) in asked for _, e in _read_file(path, slug)
        ):
            with _editing(path, slug) as entries:
                kept = [e for e in entries if not (isinstance(e, Mapping) and _fold(e.get("question")) in asked)]
                removed += len(entries) - len(kept)
                for i in reversed(range(len(entries))):
                    if entries[i] not in kept:
                        del entries[i]
    return removed


def _fold(text: object) -> str:
    return " ".join(str(text).split()).casefold()


def _path_for(corpus: Path, slug: str) -> Path:
    files = find_files(corpus).files
    if slug not in files:
        raise BotError(
            Reason("no article is called {name} any more; `article-bot corpus list` names them", name=repr(slug))
        )
    return examples_path(files[slug], slug)


@contextmanager
def _editing(path: Path, slug: str) -> Iterator[CommentedSeq]:
    """Lock the file, give its entries, and write it whole when the block ends; a failed write leaves the old one."""
    try:
        with FileLock(path.with_name(f".{path.name}.lock"), timeout=_LOCK_TIMEOUT):
            yaml = _make_yaml()
            root = _load(path, yaml) if path.exists() else yaml.load(f"{_HEADER.format(slug=slug)}[]\n")
            if not isinstance(root, CommentedSeq):
                raise FileError(path.name, Reason("is no list; begin each example with a dash"))
            root.fa.set_block_style()
            yield root
            write_yaml(path, root, yaml)
    except Timeout as error:
        raise BotError(
            Reason("{path}: another program is changing it; try again when it is done", path=path)
        ) from error
    except OSError as error:
        remedy = Reason("check its permissions, or copy the articles to a folder of your own and name it with --corpus")
        raise BotError(
            Reason("{path}: cannot be written {why}", path=path, why=explain_os_error(error, remedy))
        ) from error


def _read_file(path: Path, slug: str) -> Iterator[tuple[int | None, Example | FileError]]:
    """Yield each example of a file, or what is wrong with it, and its line."""
    try:
        root = _load(path, _make_yaml())
        if root is None:
            return
        if not isinstance(root, CommentedSeq):
            raise FileError(path.name, Reason("is no list; begin each example with a dash"))
        if len(root) > _MOST:
            raise FileError(
                path.name, Reason("holds more than {most} examples; keep those that are needed", most=_MOST)
            )
    except FileError as error:
        yield None, error
        return
    for i, entry in enumerate(root):
        line = root.lc.key(i)[0] + 1
        try:
            yield line, _read_entry(entry, path.name, slug, line)
        except FileError as error:
            yield line, error


def _read_entry(entry: Any, name: str, slug: str, line: int) -> Example:
    if not isinstance(entry, Mapping) or set(entry) != set(_FIELDS):
        raise FileError(name, Reason("has something else than a question and a quote; write just these two"), line)
    for field in _FIELDS:
        if not isinstance(entry[field], str) or not entry[field].strip() or len(entry[field]) > _LONGEST:
            raise FileError(
                name,
                Reason("{field}: must be a text of at most {most} characters; correct it", field=field, most=_LONGEST),
                line,
            )
    return Example(slug, str(entry["question"]), str(entry["quote"]))


def _make_yaml() -> YAML:
    yaml = YAML(typ="rt")  # round trip: keeps comments and order; builds no objects
    yaml.preserve_quotes = True
    yaml.width = 118
    return yaml


_NOT_YAML = Reason("is no YAML; put each text in quotes")


def _load(path: Path, yaml: YAML) -> Any:
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
        if len(content) > _MAX_BYTES:
            raise FileError(
                path.name,
                Reason("has more than {most} MB; keep the examples that are needed", most=f"{_MAX_BYTES / 1e6:g}"),
            )
        return yaml.load(content.decode("utf-8-sig"))
    except OSError as error:
        why = explain_os_error(error, Reason("check its permissions"))
        raise FileError(path.name, Reason("cannot be read {why}", why=why)) from error
    except UnicodeDecodeError as error:
        raise FileError(path.name, Reason("is no UTF-8 text; save it as UTF-8")) from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise FileError(path.name, _NOT_YAML, mark.line + 1 if mark else None) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise FileError(path.name, _NOT_YAML) from error


def usable_examples(
    corpus: Path, passages: Sequence[Passage], tell: Callable[[FileError], object] = warn
) -> tuple[Example, ...]:
    """Read the examples beside the articles; what cannot be used is told."""
    reading = read_examples(corpus, passages)
    for problem in reading.problems:
        tell(problem)
    return reading.examples
