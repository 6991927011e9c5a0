"""Convert between the fields of a bank file and items, and explain mistakes in them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, ValidationError
from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.error import MarkedYAMLError

from bot.authoring.item import MAX_ID, Exam, Item, Status
from corpus import FileError, Reason


class _Entry(BaseModel):
    """Validate an item as written in a file."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=MAX_ID)
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
    """Validate the exam as written in a file."""

    model_config = ConfigDict(extra="forbid")

    version: PositiveInt
    items: tuple[str, ...] = Field((), min_length=1)
    questions: PositiveInt | None = None
    pass_mark: int = Field(80, ge=1, le=100)
    valid_days: PositiveInt = 365


# Type of a pydantic error -> what is wrong and how to fix it.
_FIXES = {
    "missing": Reason("is missing; add it"),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), Reason("is no whole number; write one")),
    **dict.fromkeys(("greater_than", "greater_than_equal"), Reason("is too small; write a greater number")),
    "less_than_equal": Reason("is too great; write a smaller number"),
    "extra_forbidden": Reason("is not known; correct the name or remove it"),
    "string_type": Reason("is no text; put it in quotes"),
    "string_too_short": Reason("is empty; write it"),
    "string_pattern_mismatch": Reason("may hold small letters, digits and dashes only, and begins with no dash"),
    "string_too_long": Reason("may hold {most} letters, digits and dashes at most", most=MAX_ID),
    "enum": Reason("is none of draft, approved and retired"),
    "too_short": Reason("is empty; write at least one"),
    "tuple_type": Reason("is no list; write each on a line of its own after a dash"),
}


# Part of ruamel's message -> what is wrong and how to fix it.
_SYNTAX = {
    "\\t": Reason("has a tab; indent with spaces"),
    "mapping values are not allowed": Reason("has a colon within its text; put the text in quotes"),
    "did not find expected": Reason("is indented otherwise than the lines around it; align it with them"),
    "<block end>": Reason("is indented otherwise than the lines around it, or the line above is; align them"),
    "while scanning a quoted scalar": Reason("begins with a quotation mark that nothing closes; close it"),
    "found duplicate key": Reason("names a field for the second time; remove one of the two"),
}


NOT_YAML = Reason("is no YAML here; correct the line or put its text in quotes")


def in_plain_words(error: MarkedYAMLError) -> Reason:
    """Explain a mistake in the YAML and how to fix it."""
    said = " ".join(f"{error.context or ''} {error.problem or ''}".split())
    known = next((fix for sign, fix in _SYNTAX.items() if sign in said), None)
    return known or NOT_YAML


def read_exam(entry: Any, name: str, line: int | None) -> Exam:
    """Return the exam. Raise FileError for a mistake in it."""
    try:
        return Exam(**_Exam.model_validate(plain(entry)).model_dump())
    except ValidationError as error:
        raise _explain(error, name, Reason("exam"), entry, line) from error


def read_item(entry: Any, name: str, line: int | None) -> Item:
    """Return an item. Raise FileError for a mistake in it."""
    without = Reason("without id")
    identifier = entry.get("id", without) if isinstance(entry, dict) else without
    try:
        return Item(**_Entry.model_validate(plain(entry)).model_dump())
    except ValidationError as error:
        raise _explain(error, name, Reason("item {id}", id=identifier), entry, line) from error


def _explain(error: ValidationError, name: str, what: Reason, entry: Any, line: int | None) -> FileError:
    """Explain the first mistake and how to fix it, with its line."""
    # A misspelt name yields two errors, an unknown field and a missing one; only the first shows what was typed.
    first = min(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
    place = first["loc"]
    if not place:
        return FileError(
            name, Reason("{item}: is no set of fields; write `id: ...` and the rest below each other", item=what), line
        )
    fix = _FIXES.get(first["type"], Reason("is wrong; correct it"))
    return FileError(
        name, Reason("{item}: {field} {fix}", item=what, field=place[0], fix=fix), line_of(entry, place[0], line)
    )


def line_of(node: Any, key: Any, otherwise: int | None = None) -> int | None:
    """Return the line, from 1, of an entry of a mapping or list; `otherwise` where it is not known."""
    try:
        position = node.lc.item(key) if isinstance(node, CommentedSeq) else node.lc.key(key)
        return int(position[0]) + 1
    except (AttributeError, KeyError, TypeError):
        return otherwise


def plain(node: Any) -> Any:
    """Convert a node from ruamel's types to Python's, down to one level of lists and mappings: banks have no more."""
    if isinstance(node, dict):
        return {str(key): plain(value) if isinstance(value, list) else _scalar(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_scalar(value) for value in node]
    return _scalar(node)


def _scalar(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value


def fields_of(item: Item) -> dict[str, Any]:
    """Return the fields of an item that are written to a file, in their order, without empty optional ones."""
    fields = asdict(item)
    del fields["line"]
    order = ["id", "status", "topic", "question", "answer", "wrong", "why", "source", "enemies", "version"]
    fields |= {"status": str(item.status), "wrong": list(item.wrong), "enemies": list(item.enemies)}
    always: Sequence[str] = ("id", "status", "topic", "question", "answer", "wrong", "source", "version")
    return {name: fields[name] for name in [*order, "reviewed_by", "reviewed_on"] if fields[name] or name in always}
