"""Read and write the bank file of an article: YAML in the article's folder, edited by people and by this program.

Comments and the order of fields survive when the program writes.
"""

import errno
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cachetools import LRUCache
from filelock import FileLock, Timeout
from platformdirs import user_data_path
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from bot.authoring.bank_fields import NOT_YAML, fields_of, in_plain_words, line_of, plain, read_exam, read_item
from bot.authoring.item import Bank, Exam, Item, Status
from bot.authoring.quotes import find_quote
from bot.errors import BotError
from bot.yaml_files import write_yaml
from corpus import ARTICLES, Article, FileError, Reason, explain_os_error

ENDING = ".quiz.yaml"
MAX_BYTES = 5_000_000

_HEADER = """\
# Questions on the article {slug}. `article-bot quiz check` checks them, `article-bot quiz review` walks through drafts.
# The answer is given by its text. Only items whose status is approved are asked.
"""
_WIDTH = 118
_LOCK_TIMEOUT = 10  # seconds to wait for another program that is changing the file


@dataclass(frozen=True, slots=True)
class BankReading:
    """Hold a bank and the problems in its file, such as items that were left out or demoted to drafts."""

    bank: Bank
    problems: tuple[FileError, ...]


_readings: LRUCache[tuple[Path, int, int, int], tuple[Article, BankReading]] = LRUCache(200)


def read_bank(path: Path, article: Article) -> BankReading:
    """Return what an article's bank holds, nothing if there is none. It is read anew only when file or article changed.

    Raise FileError if no item can be read at all.
    """
    path = _in_use(path)
    try:
        state = path.stat()
    except OSError:
        return BankFile(path, article).read()
    key = (path, state.st_ino, state.st_mtime_ns, state.st_size)
    if key not in _readings or _readings[key][0] != article:
        _readings[key] = article, BankFile(path, article).read()
    return _readings[key][1]


def bank_path(article_file: Path, slug: str) -> Path:
    """Return the path of an article's bank: in the article's folder, named by its slug."""
    return article_file.with_name(slug + ENDING)


class BankFile:
    """Hold a bank file as it was when it was read. Use `editing` to change one."""

    def __init__(self, path: Path, article: Article) -> None:
        """Read the file, or begin an empty one where there is none. Raise FileError if no item can be read at all."""
        self.path = path = _in_use(path)
        self._article = article
        self._yaml = _make_yaml()
        self._root = _load(path, self._yaml) if path.exists() else _empty(self._yaml, article.slug)
        self._entries = _entries(self._root, path)

    @classmethod
    @contextmanager
    def editing(cls, path: Path, article: Article) -> Iterator["BankFile"]:
        """Lock the file, read it, and write it when the block ends; a failed write leaves the old file.

        What is shipped with the program is not changed: the edited bank stands in the user's data folder from then on,
        where no new version of the program overwrites it. A bank without items is not written. Raise BotError where
        another program holds the lock for too long, or the file cannot be written.
        """
        try:
            own = _own_path(path)
            if own != path:
                own.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(own.with_name(f".{own.name}.lock"), timeout=_LOCK_TIMEOUT):
                file = cls(path, article)
                yield file
                file.path = own
                if file._entries or own.exists():
                    write_yaml(file.path, file._root, file._yaml)
        except Timeout as error:
            raise BotError(
                Reason("{path}: another program is changing it; try again when it is done", path=path)
            ) from error
        except OSError as error:
            raise BotError(Reason("{path}: cannot be written: {why}", path=path, why=_why_not(error))) from error

    def read(self) -> BankReading:
        """Return the items and the exam; an item with a mistake is reported and left out."""
        items: dict[str, Item] = {}
        problems: list[FileError] = []
        named = self._root.get("article")
        if named is not None and named != self._article.slug:
            reason = Reason(
                "is beside the article {name} and says article: {other}; correct one of the two",
                name=self._article.slug,
                other=named,
            )
            problems.append(FileError(self.path.name, reason, line_of(self._root, "article")))
        for number, entry in enumerate(self._entries):
            line = line_of(self._entries, number)
            try:
                item = replace(read_item(entry, self.path.name, line), line=line)
                if item.id in items:
                    raise FileError(
                        self.path.name,
                        Reason("item {id}: there is one of that id already; rename it", id=item.id),
                        line,
                    )
            except FileError as error:
                problems.append(error)
                continue
            items[item.id] = self._checked(item, problems)
        exam = self._exam(problems)
        return BankReading(Bank(self._article.slug, tuple(items.values()), exam), tuple(problems))

    def add(self, items: Iterable[Item]) -> None:
        """Append items."""
        for item in items:
            entry = CommentedMap(fields_of(item))
            self._entries.append(entry)
            self._entries.yaml_set_comment_before_after_key(len(self._entries) - 1, before="\n")

    def replace(self, item: Item) -> Item:
        """Replace the item with the same id, and return the item as it is written.

        If question, options or key differ, the item gets the next version. If its version changes, so does the
        version of an exam that contains it. Raise BotError where the item is gone.
        """
        entry, old = self._entry(item.id)
        if not item.asks_the_same(old):
            item = replace(item, version=old.version + 1)
        if item.version != old.version:
            self._raise_exam_version(item.id)
        _update(entry, fields_of(item))
        return item

    def raise_version(self, identifier: str, version: int) -> None:
        """Give an item another version and change nothing else in it; raise the version of an exam that contains it."""
        entry, _ = self._entry(identifier)
        _update(entry, {"version": version}, only=("version",))
        self._raise_exam_version(identifier)

    def _entry(self, identifier: str) -> tuple[CommentedMap, Item]:
        """Return the first valid entry with that id, and its item. Raise BotError where there is none."""
        for entry in self._entries:
            try:
                item = read_item(entry, self.path.name, None)
            except FileError:
                continue
            if item.id == identifier:
                return entry, item
        raise BotError(
            Reason(
                "{path}: item {id} is no longer there; it was renamed or removed meanwhile",
                path=self.path,
                id=identifier,
            )
        )

    def _checked(self, item: Item, problems: list[FileError]) -> Item:
        """Demote an approved item to a draft, and report it, if the article no longer has its quote."""
        if item.status is not Status.APPROVED or find_quote(self._article, item.source):
            return item
        problems.append(
            FileError(
                self.path.name,
                Reason(
                    "item {id}: its source is no longer in the article, so it is a draft again; quote the article anew"
                    " or retire it",
                    id=item.id,
                ),
                item.line,
            )
        )
        return replace(item, status=Status.DRAFT)

    def _exam(self, problems: list[FileError]) -> Exam | None:
        entry = self._root.get("exam")
        if entry is None:
            return None
        try:
            return read_exam(entry, self.path.name, line_of(self._root, "exam"))
        except FileError as error:
            problems.append(error)
            return None

    def _raise_exam_version(self, identifier: str) -> None:
        exam = self._root.get("exam")
        if isinstance(exam, dict) and identifier in (exam.get("items") or (identifier,)):
            exam["version"] = int(exam.get("version", 0)) + 1


def _in_use(path: Path) -> Path:
    """Return the path that a bank is read from: where it is written to, if it was ever written, else its own."""
    own = _own_path(path)
    return own if own.exists() else path


def own_banks() -> Path:
    """Return the folder of the user's data in which banks stand that came with the program and were edited."""
    return user_data_path("article-bot", appauthor=False) / "banks"


def _own_path(path: Path) -> Path:
    """Return the path that a bank is written to: its own, but for a shipped one a path in the user's data folder."""
    if path.parent.resolve() != ARTICLES.resolve():
        return path
    return own_banks() / path.name


_REASONS = {
    errno.ENOSPC: Reason("the disk is full; make room on it"),
    errno.EDQUOT: Reason("your share of the disk is used up; make room in it"),
    errno.EROFS: Reason("its folder can only be read; copy the articles to one of your own and name it with --corpus"),
    errno.EACCES: Reason(
        "you may not write there; check its permissions, or copy the articles to a folder of your own and name it"
        " with --corpus"
    ),
}
_REASONS[errno.EPERM] = _REASONS[errno.EACCES]


def _why_not(error: OSError) -> Reason:
    """Say why a file cannot be written and what to do."""
    return _REASONS.get(error.errno or 0, Reason("{cause}; look at its folder", cause=error.strerror))


def _update(entry: CommentedMap, fields: dict[str, Any], only: Sequence[str] = ()) -> None:
    """Set the given fields of an entry where they differ, and remove its other fields unless `only` is given.

    The last field is emptied instead of removed, because ruamel attaches to it the comments that follow.
    """
    last = next(reversed(entry))
    for name in [name for name in entry if name not in fields and name != last and not only]:
        del entry[name]
    if last not in fields and not only:
        entry[last] = [] if isinstance(entry[last], list) else ""
    for name, value in fields.items():
        if name not in entry:
            entry.insert(len(entry) - 1, name, value)
        elif plain(entry[name]) != value:
            entry[name] = value


def _make_yaml() -> YAML:
    yaml = YAML(typ="rt")  # round trip: keeps comments and order; builds no objects
    yaml.preserve_quotes = True
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _load(path: Path, yaml: YAML) -> CommentedMap:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FileError(
                path.name, Reason("has more than {most} MB; split the article", most=f"{MAX_BYTES / 1e6:.0f}")
            )
        root = yaml.load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        why = explain_os_error(error, Reason("check its permissions"))
        raise FileError(path.name, Reason("cannot be opened {why}", why=why)) from error
    except UnicodeDecodeError as error:
        raise FileError(path.name, Reason("is no UTF-8 text; save it as UTF-8")) from error
    except MarkedYAMLError as error:
        quoted = "quoted scalar" in (error.context or "")
        mark = error.context_mark if quoted else error.problem_mark or error.context_mark
        raise FileError(path.name, in_plain_words(error), mark.line + 1 if mark else None) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise FileError(path.name, NOT_YAML) from error
    if not isinstance(root, CommentedMap):
        raise FileError(path.name, Reason("holds no items; begin it with a line `items:`"))
    return root


def _empty(yaml: YAML, slug: str) -> CommentedMap:
    root: CommentedMap = yaml.load(f"{_HEADER.format(slug=slug)}\narticle: {slug}\n\nitems:\n")
    root["items"] = CommentedSeq()
    return root


def _entries(root: CommentedMap, path: Path) -> CommentedSeq:
    for name in root:
        if name not in ("article", "exam", "items"):
            raise FileError(
                path.name,
                Reason("{name} is not known; use article, exam and items", name=repr(name)),
                line_of(root, name),
            )
    if root.get("items") is None:
        root["items"] = CommentedSeq()
    if not isinstance(root["items"], CommentedSeq):
        raise FileError(path.name, Reason("items: is no list; begin each with a dash"), line_of(root, "items"))
    return root["items"]
