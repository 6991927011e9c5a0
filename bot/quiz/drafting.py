"""Article -> drafts of items, for a manager to approve, change or throw away."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from bot.quiz.asking import TOO_FEW, Candidate, candidates
from bot.quiz.checking import check_item
from bot.quiz.distractors import LEAST, WANTED
from bot.quiz.enumerating import ask_for_member, ask_for_purpose
from bot.quiz.inventory import Inventory, take_inventory
from bot.quiz.item import Item
from bot.quiz.lists import enumerations
from bot.quiz.statements import Statement, read_statement
from corpus import Article
from index.terms import fold

PER_SENTENCE = 2
_NUMBERS_TO_OTHERS = 1.0  # what is asked must not be dates only
_FEWEST_NUMBERS = 4


@dataclass(frozen=True, slots=True)
class Drafting:
    """Items of status draft, in the article's order; how many candidates were dropped, by reason."""

    items: tuple[Item, ...]
    dropped: Mapping[str, int]


def draft(article: Article, taken: Collection[Item] = (), limit: int | None = None) -> Drafting:
    """Propose items on an article, the best `limit` of them; none that asks what those `taken` ask."""
    inventory = take_inventory(article)
    dropped: Counter[str] = Counter()
    found = list(_candidates(article, inventory, dropped))
    chosen = _choose(found, article, taken, limit, dropped)
    return Drafting(_items(chosen, taken), dict(dropped))


def _candidates(article: Article, inventory: Inventory, dropped: Counter[str]) -> Iterable[Candidate]:
    lists = enumerations(inventory.sentences)
    for sentence in inventory.sentences:
        statement = read_statement(sentence, article)
        if isinstance(statement, str):
            dropped[statement] += 1
            continue
        for found in (
            *ask_for_member(statement, inventory, lists),
            *ask_for_purpose(statement, inventory),
            *candidates(statement, inventory, Random(statement.source)),
        ):
            if isinstance(found, str):
                dropped[found] += 1
            else:
                yield replace(found, worth=found.worth + _salience(statement, inventory))


def _salience(statement: Statement, inventory: Inventory) -> float:
    """How much a statement is about the article's matter, and how easy it is to read."""
    topical = len(statement.terms & inventory.title) > 0
    length = len(statement.text.split())
    return 0.5 * topical + 0.3 * statement.opens - 0.04 * max(0, length - 18)


def _choose(
    found: Sequence[Candidate],
    article: Article,
    taken: Collection[Item],
    limit: int | None,
    dropped: Counter[str],
) -> list[Candidate]:
    """The best candidates, at most two of a sentence, in the article's order."""
    questions = {item.question for item in taken}
    keys = {(_plain(item.source), _plain(item.answer)) for item in taken}
    used: Counter[str] = Counter()
    chosen: list[Candidate] = []
    numbers = 0
    # Numbers come last: how many there may be depends on how many others there are.
    for candidate in sorted(found, key=lambda c: (c.kind == "number", -c.worth)):
        source = candidate.statement.source
        key = (_plain(source), _plain(candidate.key))
        if candidate.question in questions or key in keys:
            dropped["asked already"] += 1
        elif any(_plain(c.key) == key[1] and abs(c.statement.number - candidate.statement.number) < 3 for c in chosen):
            dropped["same key nearby"] += 1
        elif used[source] >= PER_SENTENCE:
            dropped["enough of the sentence"] += 1
        elif candidate.kind == "number" and numbers >= max(
            _FEWEST_NUMBERS, _NUMBERS_TO_OTHERS * (len(chosen) - numbers)
        ):
            dropped["enough numbers"] += 1
        elif limit is not None and len(chosen) >= limit:
            dropped["over the limit"] += 1
        elif isinstance(sound := _check(candidate, article), str):
            dropped[sound] += 1
        else:
            numbers += candidate.kind == "number"
            questions.add(candidate.question)
            keys.add(key)
            used[source] += 1
            chosen.append(sound)
    return sorted(chosen, key=lambda c: c.statement.number)


def _check(candidate: Candidate, article: Article) -> Candidate | str:
    """The candidate with its first distractors that pass the checks, or the rule that it breaks."""
    broken: list[str] = []
    sound: list[str] = []
    for option in candidate.wrong:
        rules = _broken_rules(replace(candidate, wrong=(option,)), article)
        broken += rules
        if not rules:
            sound.append(option)
        if len(sound) == WANTED:
            break
    if len(sound) < LEAST:
        return max(broken, key=broken.count) if broken else TOO_FEW
    checked = replace(candidate, wrong=tuple(sound))
    rules = _broken_rules(checked, article)
    return rules[0] if rules else checked


def _broken_rules(candidate: Candidate, article: Article) -> list[str]:
    problems = check_item(_item(candidate, "draft"), article)
    few = len(candidate.wrong) < LEAST
    return [problem.rule for problem in problems if not (few and problem.rule == "options")]


def _item(candidate: Candidate, identifier: str) -> Item:
    return Item(
        id=identifier,
        topic=candidate.statement.topic,
        question=candidate.question,
        answer=candidate.key,
        wrong=candidate.wrong,
        source=candidate.statement.source,
    )


def _items(chosen: Sequence[Candidate], taken: Collection[Item]) -> tuple[Item, ...]:
    known = {item.id for item in taken}
    items = []
    for candidate in chosen:
        identifier = _new_id(_slug(candidate.statement.topic), known)
        known.add(identifier)
        items.append(_item(candidate, identifier))
    return tuple(replace(item, enemies=_enemies(item, items)) for item in items)


def _enemies(item: Item, items: Iterable[Item]) -> tuple[str, ...]:
    return tuple(other.id for other in items if other.source == item.source and other.id != item.id)


def _new_id(slug: str, known: set[str]) -> str:
    number = 1
    while f"{slug}-{number}" in known:
        number += 1
    return f"{slug}-{number}"


def _slug(text: str) -> str:
    """A topic as part of an id.

    >>> _slug("Riboflavin (B2)")
    'riboflavin-b2'
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(text))[:40].strip("-") or "item"


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold().removeprefix("the ")
