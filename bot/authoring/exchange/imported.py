"""Provide what all imports share: ids, limits on sizes, and the handling of questions that cannot be read."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from bot.authoring.item import MAX_ID, Item
from bot.authoring.quotes import topic_of, topic_of_quote
from corpus import Article, FileError, Reason
from index import Index

MAX_TEXT = 2_000_000
MAX_QUESTIONS = 5_000
MAX_QUESTION = 20_000
MAX_OPTIONS = 26
RELATED = 0.5
"""Least confidence that a sentence found answers a question, for it to be proposed as its source."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_NO_SLUG = re.compile(r"[^a-z0-9]+")


class QuestionError(Exception):
    """Tell that a question cannot be read; `line` counts from 1. Only commands import, so it is said in English."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True, slots=True)
class Imported:
    """Hold the items of a file, for each question that was skipped the reason, and what else was left out."""

    items: tuple[Item, ...]
    skipped: tuple[FileError, ...]
    left_out: tuple[FileError, ...] = ()


class QuestionBlock(Protocol):
    """Describe a part of a file that should be one question."""

    @property
    def line(self) -> int:
        """Return the line at which it begins, from 1."""


B = TypeVar("B", bound=QuestionBlock)


class UniqueIds:
    """Make unique ids from titles."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def give(self, title: str) -> str:
        """Return a new id: the title's slug, with a number where it is taken or empty.

        >>> ids = UniqueIds()
        >>> [ids.give(title) for title in ("Grüner Tee!", "gruner tee", "茶", "")]
        ['gruner-tee', 'gruner-tee-2', 'item-1', 'item-2']
        """
        slug = _slug(title)
        name = slug
        number = self._next.get(slug, 2 if slug else 1)
        while not name or name in self._taken:
            end = f"-{number}"
            name = f"{slug[: MAX_ID - len(end)] or 'item'}{end}"
            number += 1
        self._next[slug] = number  # do not search from 2 again: a file may have one title thousands of times
        self._taken.add(name)
        return name


def collect(
    text: str,
    name: str,
    split: Callable[[list[str]], Iterable[B]],
    read: Callable[[B, UniqueIds], Item | tuple[Item, str]],
) -> Imported:
    """Read each block of a text; skip and report those that `read` refuses with a QuestionError.

    `read` returns an item, or an item and what of its question it had to leave out.
    """
    if len(text) > MAX_TEXT:
        return Imported(
            (),
            (
                FileError(
                    name, Reason.in_english(f"is longer than {MAX_TEXT:,} characters; split it into several files")
                ),
            ),
        )
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ids = UniqueIds()
    items: list[Item] = []
    skipped: list[FileError] = []
    left_out: list[FileError] = []
    for number, block in enumerate(split(lines)):
        if number == MAX_QUESTIONS:
            reason = f"has more than {MAX_QUESTIONS:,} questions, of which the rest is not read; split it from here"
            skipped.append(FileError(name, Reason.in_english(reason), block.line))
            break
        try:
            found = read(block, ids)
            item, lost = found if isinstance(found, tuple) else (found, "")
            items.append(item)
            left_out += [FileError(name, Reason.in_english(lost), block.line)] if lost else []
        except QuestionError as error:
            skipped.append(FileError(name, Reason.in_english(str(error)), error.line))
    return Imported(tuple(items), tuple(skipped), tuple(left_out))


def check_size(size: int, line: int) -> None:
    """Raise QuestionError for a question that is too long to be a real one."""
    if size > MAX_QUESTION:
        raise QuestionError(f"the question is longer than {MAX_QUESTION:,} characters; shorten it", line)


def one_line(text: str) -> str:
    r"""Return the text on one line: each run of white space and control characters becomes one space.

    >>> one_line(" Green\ttea\n")
    'Green tea'
    """
    return " ".join(_CONTROL.sub(" ", text).split())


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title.casefold())
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    return _NO_SLUG.sub("-", letters).strip("-")[:MAX_ID].rstrip("-")


def adopt_item(item: Item, article: Article, taken: set[str]) -> Item:
    """Return an imported item with a free id, which is added to `taken`, and with a source and a topic.

    Where the source is empty, the article's sentence that fits question and key best is proposed, if it is one that
    answers the question at all. The topic is the heading that the source stands under; without a source, what was
    given.
    """
    hits = () if item.source else Index.build([article]).search(f"{item.question} {item.answer}", limit=1)
    related = [hit for hit in hits if hit.confidence >= RELATED]
    source = item.source
    if related:
        start, end = related[0].best_sentence
        source = related[0].passage.text[start:end]
    source = " ".join(source.split())
    topic = topic_of_quote(article, source) or item.topic or topic_of(article, article.sections[0])
    return replace(item, id=_free_id(item.id, taken), source=source, topic=topic)


def _free_id(wanted: str, taken: set[str]) -> str:
    """Return an id that is not taken yet, and take it."""
    identifier, number = wanted[:MAX_ID], 2
    while identifier in taken:
        end = f"-{number}"
        identifier, number = f"{wanted[: MAX_ID - len(end)]}{end}", number + 1
    taken.add(identifier)
    return identifier
