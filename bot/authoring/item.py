"""Define items, banks and exams. Read this module first.

The terms are those of item writing: an item has a stem (`question`), a key (`answer`) and distractors
(`wrong`).
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

MAX_ID = 60
"""Longest id of an item, in characters."""
PROJECT = "article-bot"
"""Who has reviewed what this project wrote itself: no person."""


class Status(StrEnum):
    """Name the stage of an item's life. Only approved items are asked."""

    DRAFT = "draft"
    APPROVED = "approved"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Item:
    """Hold a question on one article, with one right option.

    `id` is unique in its bank. `topic` is a heading of the article, or its title for text before the first
    heading. `source` is the sentence, or part of it, that the key rests on, verbatim but for white space. `why`
    is an optional explanation beyond the quote. `enemies` are the ids of items that must not be asked together
    with this one, because they give it away or ask the same. `version` counts the changes of question, options
    or key. `line` is where the item begins in its file.
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
    def awaits_person(self) -> bool:
        """Return whether a person has to decide on it: it is a draft, or approved by this project and nobody else."""
        return self.status is Status.DRAFT or (self.status is Status.APPROVED and self.reviewed_by == PROJECT)

    @property
    def options(self) -> tuple[str, ...]:
        """Return all options, the key first."""
        return (self.answer, *self.wrong)

    def asks_the_same(self, other: "Item") -> bool:
        """Return whether another version has the same stem, key and distractors, in any order."""
        return self.question == other.question and self.answer == other.answer and set(self.wrong) == set(other.wrong)

    def is_enemy_of(self, other: "Item") -> bool:
        """Return whether two items of a bank are enemies; it is enough that one of them lists the other."""
        return self.id in other.enemies or other.id in self.enemies


@dataclass(frozen=True, slots=True)
class Exam:
    """Hold what an exam asks: `questions` of the `items` in its pool, by id, drawn anew for each attempt.

    Without `items`, all approved items of the bank are the pool; without `questions`, the whole pool is asked.
    `pass_mark` is in percent; a pass expires after `valid_days`.
    """

    version: int
    items: tuple[str, ...] = ()
    pass_mark: int = 80
    valid_days: int = 365
    questions: int | None = None

    def has(self, identifier: str) -> bool:
        """Return whether an item is in the pool."""
        return not self.items or identifier in self.items


@dataclass(frozen=True, slots=True)
class Bank:
    """Hold the items on one article, given by its slug, in the order of their file."""

    article: str
    items: tuple[Item, ...]
    exam: Exam | None = None

    def approved(self) -> tuple[Item, ...]:
        """Return the items that may be asked."""
        return tuple(item for item in self.items if item.status is Status.APPROVED)

    def pool(self) -> tuple[Item, ...]:
        """Return the approved items from which the exam is drawn, each once; none without an exam."""
        exam = self.exam
        return tuple(item for item in self.approved() if exam.has(item.id)) if exam else ()

    def item(self, identifier: str) -> Item | None:
        """Return the item with that id, or None."""
        return next((item for item in self.items if item.id == identifier), None)


@dataclass(frozen=True, slots=True)
class Problem:
    """Hold what is wrong with an item, or with a bank as a whole (`item` None).

    `rule` is the rule's short name; `reason` says in one line what is wrong and what to do.
    """

    rule: str
    reason: str
    item: Item | None = None
