"""What a quiz is made of: the contract of this package, read first.

The words are those of item writing: an item has a stem (`question`), a key (`answer`) and distractors
(`wrong`).
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """Where an item is in its life. Only approved items are asked."""

    DRAFT = "draft"
    APPROVED = "approved"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Item:
    """A question on one article, with one right option.

    `id` is unique in its bank. `topic` is a heading of the article, or its title for what stands before
    the first heading. `source` is the sentence, or part of it, that the answer rests on: verbatim but for
    white space. `why` says more than the quote does, where that helps. `enemies` are the ids of items that
    give this one away or ask the same. `version` counts the changes of question, options or key.
    `line` is where the item begins in its file.
    """

    id: str
    topic: str
    question: str
    answer: str
    wrong: tuple[str, ...]
    source: str
    status: Status = Status.DRAFT
    why: str = ""
    enemies: tuple[str, ...] = ()
    version: int = 1
    reviewed_by: str | None = None
    reviewed_on: date | None = None
    line: int | None = field(default=None, compare=False)

    @property
    def options(self) -> tuple[str, ...]:
        """All options, the key first."""
        return (self.answer, *self.wrong)

    def asks_the_same(self, other: "Item") -> bool:
        """Whether stem, options and key are those of another version."""
        return self.question == other.question and self.answer == other.answer and set(self.wrong) == set(other.wrong)

    def is_enemy_of(self, other: "Item") -> bool:
        """Whether two items of a bank must not be asked together, whichever of them says so."""
        return self.id in other.enemies or other.id in self.enemies


@dataclass(frozen=True, slots=True)
class Exam:
    """A fixed set of items that counts: `pass_mark` in percent, `valid_days` until a pass expires."""

    version: int
    items: tuple[str, ...]
    pass_mark: int = 80
    valid_days: int = 365


@dataclass(frozen=True, slots=True)
class Bank:
    """The items on one article, named by its slug, in the order of their file."""

    article: str
    items: tuple[Item, ...]
    exam: Exam | None = None

    def approved(self) -> tuple[Item, ...]:
        """The items that may be asked."""
        return tuple(item for item in self.items if item.status is Status.APPROVED)

    def item(self, identifier: str) -> Item | None:
        """The item with that id."""
        return next((item for item in self.items if item.id == identifier), None)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an item, or with a bank as a whole (`item` None).

    `rule` is the rule's short name; `reason` says what is wrong and what to do, in one line.
    """

    rule: str
    reason: str
    item: Item | None = None
