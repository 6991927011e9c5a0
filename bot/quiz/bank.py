"""The bank file of an article: YAML beside it, edited by people and by this program.

What people wrote around the items, comments above all, survives when the program writes.
"""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, Field, PositiveInt, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from bot.errors import BotError
from bot.quiz.item import Bank, Exam, Item, Status
from bot.quiz.quotes import find_quote
from corpus import Article, FileError

ENDING = ".quiz.yaml"
MAX_BYTES = 5_000_000

_HEADER = """\
# Questions on the article {slug}. `article-bot quiz check` checks them, `article-bot quiz review` walks through drafts.
# The answer is given by its text. Only items whose status is approved are asked.
"""
_WIDTH = 118
_PATIENCE = 10  # seconds that one program waits for another


class _Entry(BaseModel):
    """An item as it stands in a file."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")
    status: Status
    topic: str = Field(min_length=1)
    question: str = Field(min_length=1)
    answer: str = Field(min_length=1)
    wrong: tuple[str, ...] = Field(min_length=1)
    source: str = ""
    why: str = ""
    enemies: tuple[str, ...] = ()
    version: PositiveInt = 1
    reviewed_by: str | None = None
    reviewed_on: date | None = None


class _Exam(BaseModel):
    """The exam as it stands in a file."""

    model_config = ConfigDict(extra="forbid")

    version: PositiveInt
    items: tuple[str, ...] = Field(min_length=1)
    pass_mark: int = Field(80, ge=1, le=100)
    valid_days: PositiveInt = 365


# What pydantic finds wrong -> what to do about it.
_FIXES = {
    "missing": "is missing; add it",
    "extra_forbidden": "is not known; correct the name or remove it",
    "string_type": "is no text; put it in quotes",
    "string_too_short": "is empty; write it",
    "string_pattern_mismatch": "may hold small letters, digits and dashes only, 60 at most",
    "enum": "is none of draft, approved and retired",
    "too_short": "is empty; write at least one",
    "tuple_type": "is no list; write each on a line of its own after a dash",
}


@dataclass(frozen=True, slots=True)
class BankReading:
    """A bank, and what in its file could not be used or needs a person's eye."""

    bank: Bank
    problems: tuple[FileError, ...]


def bank_path(article_file: Path, slug: str) -> Path:
    """Where the bank of an article belongs: beside it."""
    return article_file.with_name(slug + ENDING)


class BankFile:
    """A bank file as it was when it was read. To change one, use `editing`."""

    def __init__(self, path: Path, article: Article) -> None:
        """Read the file, or begin an empty one where there is none; FileError tells what is wrong as a whole."""
        self.path = path
        self._article = article
        self._yaml = _make_yaml()
        self._root = _load(path, self._yaml) if path.exists() else _empty(self._yaml, article.slug)
        self._entries = _entries(self._root, path)

    @classmethod
    @contextmanager
    def editing(cls, path: Path, article: Article) -> Iterator["BankFile"]:
        """The file as it is now, nobody else's until it is written at the end, whole or not at all."""
        try:
            with FileLock(path.with_name(f".{path.name}.lock"), timeout=_PATIENCE):
                file = cls(path, article)
                yield file
                file._write()
        except Timeout as error:
            raise BotError(f"{path}: another program is changing it; try again when it is done") from error
        except OSError as error:
            raise BotError(
                f"{path}: cannot be written ({error.strerror}); check its permissions, or copy the articles"
                " to a folder of your own and name it with --corpus"
            ) from error

    def read(self) -> BankReading:
        """The items; a bad one is named and left out."""
        items: dict[str, Item] = {}
        problems: list[FileError] = []
        named = self._root.get("article")
        if named is not None and named != self._article.slug:
            reason = f"is beside the article {self._article.slug} and says article: {named}; correct one of the two"
            problems.append(FileError(self.path.name, reason, _line(self._root, "article")))
        for number, entry in enumerate(self._entries):
            line = _line(self._entries, number)
            try:
                item = replace(_item(entry, self.path.name, line), line=line)
                if item.id in items:
                    raise FileError(self.path.name, f"item {item.id}: there is one of that id already; rename it", line)
            except FileError as error:
                problems.append(error)
                continue
            items[item.id] = self._checked(item, problems)
        exam = self._exam(problems)
        return BankReading(Bank(self._article.slug, tuple(items.values()), exam), tuple(problems))

    def add(self, items: Iterable[Item]) -> None:
        """Append items."""
        for item in items:
            entry = CommentedMap(_fields(item))
            self._entries.append(entry)
            self._entries.yaml_set_comment_before_after_key(len(self._entries) - 1, before="\n")

    def replace(self, item: Item) -> Item:
        """Put an item in the place of the one with its id; a change of what it asks raises its version.

        The exam that holds it is a new version, too. Gives the item as it is written.
        """
        entry, old = self._entry(item.id)
        if not item.asks_the_same(old):
            item = replace(item, version=old.version + 1)
        if item.version != old.version:
            self._raise_exam_version(item.id)
        _update(entry, _fields(item))
        return item

    def raise_version(self, identifier: str, version: int) -> None:
        """Give an item another version, and change nothing else of it."""
        entry, _ = self._entry(identifier)
        _update(entry, {"version": version}, only=("version",))
        self._raise_exam_version(identifier)

    def _entry(self, identifier: str) -> tuple[CommentedMap, Item]:
        """The first sound entry with that id, as `read` gives it."""
        for entry in self._entries:
            try:
                item = _item(entry, self.path.name, None)
            except FileError:
                continue
            if item.id == identifier:
                return entry, item
        raise BotError(f"{self.path}: item {identifier} is no longer there; it was renamed or removed meanwhile")

    def _write(self) -> None:
        text = StringIO()
        self._yaml.dump(self._root, text)
        path = self.path.resolve()  # a link stays one
        beside = path.with_name(f".{path.name}.new")
        try:
            beside.write_text(text.getvalue(), encoding="utf-8")
            if path.exists():
                shutil.copymode(path, beside)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)

    def _checked(self, item: Item, problems: list[FileError]) -> Item:
        """An approved item whose quote the article no longer holds is a draft again."""
        if item.status is not Status.APPROVED or find_quote(self._article, item.source):
            return item
        problems.append(
            FileError(
                self.path.name,
                f"item {item.id}: its source is no longer in the article, so it is a draft again; quote the article"
                " anew or retire it",
                item.line,
            )
        )
        return replace(item, status=Status.DRAFT)

    def _exam(self, problems: list[FileError]) -> Exam | None:
        entry = self._root.get("exam")
        if entry is None:
            return None
        try:
            return Exam(**_Exam.model_validate(_plain(entry)).model_dump())
        except ValidationError as error:
            problems.append(_explain(error, self.path.name, "exam", entry, _line(self._root, "exam")))
            return None

    def _raise_exam_version(self, identifier: str) -> None:
        exam = self._root.get("exam")
        if isinstance(exam, dict) and identifier in (exam.get("items") or ()):
            exam["version"] = int(exam.get("version", 0)) + 1


def _update(entry: CommentedMap, fields: dict[str, Any], only: Sequence[str] = ()) -> None:
    """Set the fields of an entry that differ. What follows its last line, comments above all, stays behind it."""
    last = next(reversed(entry))
    for name in [name for name in entry if name not in fields and name != last and not only]:
        del entry[name]
    if last not in fields and not only:
        entry[last] = [] if isinstance(entry[last], list) else ""
    for name, value in fields.items():
        if name not in entry:
            entry.insert(len(entry) - 1, name, value)
        elif _plain(entry[name]) != value:
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
            raise FileError(path.name, f"has more than {MAX_BYTES / 1e6:.0f} MB; split the article")
        root = yaml.load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise FileError(path.name, f"cannot be opened ({error.strerror}); check its permissions") from error
    except UnicodeDecodeError as error:
        raise FileError(path.name, "is no UTF-8 text; save it as UTF-8") from error
    except MarkedYAMLError as error:
        quoted = "quoted scalar" in (error.context or "")
        mark = error.context_mark if quoted else error.problem_mark or error.context_mark
        raise FileError(path.name, _in_plain_words(error), mark.line + 1 if mark else None) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise FileError(path.name, f"is no YAML ({type(error).__name__}); correct it") from error
    if not isinstance(root, CommentedMap):
        raise FileError(path.name, "holds no items; begin it with a line `items:`")
    return root


# What ruamel says -> what the person who wrote the line should do.
_SYNTAX = {
    "\\t": "has a tab; indent with spaces",
    "mapping values are not allowed": "has a colon within its text; put the text in quotes",
    "did not find expected": "is indented otherwise than the lines around it; align it with them",
    "<block end>": "is indented otherwise than the lines around it, or the line above is; align them",
    "while scanning a quoted scalar": "begins with a quotation mark that nothing closes; close it",
    "found duplicate key": "names a field for the second time; remove one of the two",
}


def _in_plain_words(error: MarkedYAMLError) -> str:
    said = " ".join(f"{error.context or ''} {error.problem or ''}".split())
    known = next((fix for sign, fix in _SYNTAX.items() if sign in said), None)
    return known or f"is no YAML here ({said}); correct the line or put its text in quotes"


def _empty(yaml: YAML, slug: str) -> CommentedMap:
    root: CommentedMap = yaml.load(f"{_HEADER.format(slug=slug)}\narticle: {slug}\n\nitems:\n")
    root["items"] = CommentedSeq()
    return root


def _entries(root: CommentedMap, path: Path) -> CommentedSeq:
    for name in root:
        if name not in ("article", "exam", "items"):
            raise FileError(path.name, f"{name!r} is not known; use article, exam and items", _line(root, name))
    if root.get("items") is None:
        root["items"] = CommentedSeq()
    if not isinstance(root["items"], CommentedSeq):
        raise FileError(path.name, "items: is no list; begin each with a dash", _line(root, "items"))
    return root["items"]


def _item(entry: Any, name: str, line: int | None) -> Item:
    identifier = entry.get("id", "without id") if isinstance(entry, dict) else "without id"
    try:
        return Item(**_Entry.model_validate(_plain(entry)).model_dump())
    except ValidationError as error:
        raise _explain(error, name, f"item {identifier}", entry, line) from error


def _explain(error: ValidationError, name: str, what: str, entry: Any, line: int | None) -> FileError:
    """The first thing that is wrong, with its line, in words for who wrote it."""
    # A misspelt name is both unknown and missing: the unknown one is what was typed.
    first = min(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
    place = first["loc"]
    if not place:
        return FileError(name, f"{what}: is no set of fields; write `id: ...` and the rest below each other", line)
    fix = _FIXES.get(first["type"], f"is wrong: {first['msg'][0].lower()}{first['msg'][1:]}")
    return FileError(name, f"{what}: {place[0]} {fix}", _line(entry, place[0], line))


def _line(node: Any, key: Any, otherwise: int | None = None) -> int | None:
    """The line, from 1, at which an entry of a mapping or list stands."""
    try:
        position = node.lc.item(key) if isinstance(node, CommentedSeq) else node.lc.key(key)
        return int(position[0]) + 1
    except (AttributeError, KeyError, TypeError):
        return otherwise


def _plain(node: Any) -> Any:
    """A node without ruamel's types: one level of lists and mappings, which is all that a bank has."""
    if isinstance(node, dict):
        return {str(key): _plain(value) if isinstance(value, list) else _scalar(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_scalar(value) for value in node]
    return _scalar(node)


def _scalar(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value


def _fields(item: Item) -> dict[str, Any]:
    """What is written of an item: nothing empty, lists as lists."""
    fields = asdict(item)
    del fields["line"]
    order = ["id", "status", "topic", "question", "answer", "wrong", "why", "source", "enemies", "version"]
    fields |= {"status": str(item.status), "wrong": list(item.wrong), "enemies": list(item.enemies)}
    always: Sequence[str] = ("id", "status", "topic", "question", "answer", "wrong", "source", "version")
    return {name: fields[name] for name in [*order, "reviewed_by", "reviewed_on"] if fields[name] or name in always}
