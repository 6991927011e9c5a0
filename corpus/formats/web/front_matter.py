"""What may stand above a Markdown text: fields in YAML between lines of ---, or in TOML between lines of +++."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionStartEvent

from corpus.formats.properties import split_list
from corpus.formats.web.page_metadata import is_web_address
from corpus.parsed import FormatError
from corpus.reason import Reason

MAX_CHARACTERS = 64_000
_DEEPEST = 20  # lists within lists
_OPENING = re.compile(r"(---|\+\+\+)[ \t]*\n")
_CLOSING = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE),
}
_FIRST_FIELD = re.compile(r"(?:[ \t]*#[^\n]*\n)*[\"']?\w[\w .\-/]{0,60}[\"']?[ \t]*:(?:[ \t\n]|\Z)")
_TOML_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Hold the fields above a text by their names in small letters, and where the text begins."""

    fields: Mapping[str, Any]
    end: int = 0

    def text(self, *names: str) -> str | None:
        """Give the first of these fields that says something, in one line."""
        for name in names:
            value = self.fields.get(name)
            if value not in (None, "") and not isinstance(value, (list, dict)):
                return " ".join(str(value).split())
        return None

    @property
    def url(self) -> str | None:
        """Give the address of the article, where one is given that is of the web."""
        found = (self.text(name) for name in ("url", "link", "source", "canonical_url", "canonical"))
        return next((text for text in found if text and is_web_address(text)), None)

    @property
    def topics(self) -> tuple[str, ...]:
        """Give the topics from a list or a line with commas."""
        taxonomies = self.fields.get("taxonomies")
        fields = {**taxonomies, **self.fields} if isinstance(taxonomies, dict) else self.fields
        for name in ("topics", "categories", "tags", "keywords"):
            match fields.get(name):
                case list() as members:
                    return split_list(",".join(str(member) for member in members))
                case str() as line:
                    return split_list(line)
        return ()


def read_front_matter(source: str) -> FrontMatter:
    """Read the fields above a text; a rule (---) at the top, with no fields below it, is none.

    Raises FormatError for fields that cannot be read, with the line in the file.
    """
    opening = _OPENING.match(source)
    if opening is None:
        return FrontMatter({})
    mark, start = opening[1], opening.end()
    closing = _CLOSING[mark].search(source, start, start + MAX_CHARACTERS)
    if mark == "---" and not _FIRST_FIELD.match(source, start, start + MAX_CHARACTERS):
        is_empty = closing is not None and not source[start : closing.start()].strip(" \t") and closing[0][0] == "-"
        return FrontMatter({}, closing.end()) if is_empty and closing else FrontMatter({})
    if closing is None:
        if _CLOSING[mark].search(source, start):
            raise FormatError(
                Reason("the front matter has more than {most} KB; shorten it", most=MAX_CHARACTERS // 1000), 1
            )
        return FrontMatter({})
    block = source[start : closing.start()]
    fields = _read_yaml(block) if mark == "---" else _read_toml(block)
    if fields is None:
        return FrontMatter({})
    return FrontMatter({str(name).casefold(): value for name, value in fields.items()}, closing.end())


_NOT_YAML = Reason("the front matter is not YAML here; write one field a line, and put its text in quotes")


def _read_toml(block: str) -> dict[str, Any]:
    try:
        return tomllib.loads(block)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = _TOML_LINE.search(str(error))
        raise FormatError(
            Reason('the front matter is not TOML; write title = "..."'), int(found[1]) + 1 if found else 1
        ) from error


def _read_yaml(block: str) -> dict[str, Any] | None:
    """Read a mapping, None where the block is something else."""
    try:
        _check_events(block)
        fields = YAML(typ="safe", pure=True).load(block)
    except MarkedYAMLError as error:
        # The opening --- is line 1 of the file; marks count from 0 within the front matter.
        line = error.problem_mark.line + 2 if error.problem_mark else None
        raise FormatError(_NOT_YAML, line) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise FormatError(_NOT_YAML, 1) from error
    return fields if isinstance(fields, dict) else None


def _check_events(block: str) -> None:
    """Refuse what grows when it is read: references to other parts, and lists in lists without bound."""
    depth = 0
    for event in YAML(typ="safe", pure=True).parse(block):
        if isinstance(event, AliasEvent):
            line = event.start_mark.line + 2
            raise FormatError(
                Reason(
                    "the front matter repeats another part by its name (*{anchor}); write it out", anchor=event.anchor
                ),
                line,
            )
        depth += isinstance(event, CollectionStartEvent) - type(event).__name__.endswith(
            ("MappingEndEvent", "SequenceEndEvent")
        )
        if depth > _DEEPEST:
            raise FormatError(
                Reason("the front matter nests its lists too deep; make it plain lines"), event.start_mark.line + 2
            )
