"""Decide on items: each decision is a new item, signed, and is written into the bank as it is at that moment."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.authoring.bank import BankFile, read_bank
from bot.authoring.drafting import Drafting, draft, new_id
from bot.authoring.item import Item, Problem, Status
from bot.authoring.quotes import topic_of_quote
from corpus import Article

Check = Callable[[Item, Article], Sequence[Problem]]
"""What finds the problems of an item."""


def waiting_items(items: Iterable[Item]) -> list[Item]:
    """Return the items that await a person's decision: drafts, and what the project itself approved."""
    return [item for item in items if item.awaits_person]


def approve(item: Item, by: str, on: date) -> Item:
    """Return an item as a person has approved it."""
    return replace(item, status=Status.APPROVED, reviewed_by=by, reviewed_on=on)


def retire(item: Item, by: str, on: date) -> Item:
    """Return an item as a person has discarded it: it stays in the bank and is not asked."""
    return replace(item, status=Status.RETIRED, reviewed_by=by, reviewed_on=on)


def why_not_approve(item: Item, article: Article, check: Check) -> Problem | None:
    """Return the problem for which an item cannot be approved: its source is not in the article."""
    problems = check(replace(item, status=Status.APPROVED), article)
    return next((problem for problem in problems if problem.rule == "quote"), None)


def edit_item(
    item: Item,
    article: Article,
    *,
    question: str | None = None,
    answer: str | None = None,
    wrong: Sequence[str] | None = None,
    why: str | None = None,
    source: str | None = None,
) -> Item:
    """Return an item with what is given in the place of what it had; its topic is the heading above the source."""
    edited = replace(
        item,
        question=item.question if question is None else question,
        answer=item.answer if answer is None else answer,
        wrong=item.wrong if wrong is None else tuple(wrong),
        why=item.why if why is None else why,
        source=item.source if source is None else source,
    )
    return replace(edited, topic=topic_of_quote(article, edited.source) or item.topic)


def add_drafts(path: Path, article: Article, limit: int | None = None) -> Drafting:
    """Draft items that the bank does not have, the best `limit` or all, add them, and return what was drafted.

    Where nothing is drafted, nothing is written.
    """
    drafting = draft(article, read_bank(path, article).bank.items, limit)
    if drafting.items:
        with BankFile.editing(path, article) as file:
            drafting = draft(article, file.read().bank.items, limit)
            file.add(drafting.items)
    return drafting


def add_item(path: Path, article: Article, item: Item) -> Item:
    """Write an item into a bank, under an id that no other has, and return it; one that is there already is not added.

    So what is done again after a crash is done once.
    """
    with BankFile.editing(path, article) as file:
        items = file.read().bank.items
        for known in items:
            if known.source == item.source and known.asks_the_same(item):
                return known
        added = replace(item, id=new_id(item.topic, {known.id for known in items}))
        file.add([added])
    return added


def write_decision(path: Path, article: Article, before: Item, after: Item) -> bool:
    """Write a decision and return True; return False if someone else has changed the item since it was read."""
    with BankFile.editing(path, article) as file:
        if file.read().bank.item(before.id) != before:
            return False
        file.replace(after)
    return True
