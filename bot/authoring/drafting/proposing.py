"""Propose items: article -> candidates from every statement -> the best that pass the checks."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

from bot.authoring.checking import check_item
from bot.authoring.drafting.blanks import ask_for_noun
from bot.authoring.drafting.candidate import LEAST, TOO_FEW, WANTED, Candidate, Found, Kind
from bot.authoring.drafting.fields import ask_for_field_word
from bot.authoring.drafting.inventory import Inventory, take_inventory
from bot.authoring.drafting.lists import ask_for_member, enumerations
from bot.authoring.drafting.numbers import ask_for_quantity, ask_for_year
from bot.authoring.drafting.purposes import ask_for_purpose, purposes
from bot.authoring.drafting.statements import Statement, read_statement
from bot.authoring.drafting.subjects import ask_for_subject
from bot.authoring.item import Item
from corpus import Article
from index.language.tokens import fold

_NEAR = 3  # distance in sentences within which a key is asked for only once
_ALIKE = 3  # shared words from which on two statements may state the same
_MOST_NUMBERS = 12
_EASY_LENGTH = 18  # words
_LONGEST_SLUG = 40


@dataclass(frozen=True, slots=True)
class Drafting:
    """Hold proposed items in the article's order, and the numbers of dropped sentences and candidates, by reason."""

    items: tuple[Item, ...]
    dropped: Mapping[str, int]


def draft(article: Article, taken: Collection[Item] = (), limit: int | None = None) -> Drafting:
    """Propose items on an article, the best `limit` of them, or all.

    None asks what an item of `taken` asks. The same article always yields the same items.
    """
    inventory = take_inventory(article)
    dropped: Counter[str] = Counter()
    candidates: list[Candidate] = []
    for found in _find(article, inventory):
        if isinstance(found, str):
            dropped[found] += 1
        else:
            candidates.append(replace(found, worth=found.worth + _salience(found.statement, inventory)))
    choice = _Selection(article, taken, dropped)
    for candidate in sorted(candidates, key=lambda c: -c.worth):
        choice.consider(candidate, limit)
    return Drafting(_items(choice.chosen, taken), dict(dropped))


def _find(article: Article, inventory: Inventory) -> Found:
    read = [read_statement(sentence, article) for sentence in inventory.sentences]
    statements = [statement for statement in read if not isinstance(statement, str)]
    yield from (reason for reason in read if isinstance(reason, str))
    lists, told = enumerations(inventory.sentences), purposes(statements)
    for statement in statements:
        yield from ask_for_purpose(statement, told)
        yield from ask_for_member(statement, inventory, lists)
        yield from _ask(statement, inventory)


def _ask(statement: Statement, inventory: Inventory) -> Found:
    """Yield the candidates for one statement that do not depend on other statements."""
    rng = Random(statement.source)
    if statement.subject_name:
        yield from ask_for_subject(statement, inventory)
        yield from ask_for_year(statement, inventory, rng)
    if statement.shows_subject:
        yield from ask_for_quantity(statement, inventory, rng)
        yield from ask_for_field_word(statement)
        yield from ask_for_noun(statement, inventory)


def _salience(statement: Statement, inventory: Inventory) -> float:
    """Return how close a statement is to the article's subject, and how easy it is to read."""
    topical = bool(statement.terms & inventory.title)
    return 0.5 * topical + 0.3 * statement.opens - 0.04 * max(0, len(statement.text.split()) - _EASY_LENGTH)


class _Selection:
    """Select candidates one at a time; count each that is rejected under its reason."""

    def __init__(self, article: Article, taken: Collection[Item], dropped: Counter[str]) -> None:
        self.chosen: list[Candidate] = []
        self._article = article
        self._dropped = dropped
        self._questions = {item.question for item in taken}
        self._sources = {_plain(item.source) for item in taken}

    def consider(self, candidate: Candidate, limit: int | None) -> None:
        """Select a candidate, or count the reason for rejecting it."""
        reason = self._reason_against(candidate, limit)
        sound = reason or _check(candidate, self._article)
        if isinstance(sound, str):
            self._dropped[sound] += 1
        else:
            self._questions.add(sound.question)
            self.chosen.append(sound)

    def _reason_against(self, candidate: Candidate, limit: int | None) -> str:
        statement, key = candidate.statement, _plain(candidate.key)
        near = [c for c in self.chosen if abs(c.statement.number - statement.number) < _NEAR]
        numbers = sum(c.kind is Kind.NUMBER for c in self.chosen)
        if candidate.question in self._questions or _plain(statement.source) in self._sources:
            return "asked already"
        if any(_plain(c.key) == key and (c in near or _share_words(c.statement, statement)) for c in self.chosen):
            return "same key"
        if any(c.statement.number == statement.number for c in near):
            return "sentence asked about already"
        if candidate.kind is Kind.NUMBER and numbers >= _MOST_NUMBERS:
            return "enough numbers"
        return "over the limit" if limit is not None and len(self.chosen) >= limit else ""


def _share_words(one: Statement, other: Statement) -> bool:
    return len(one.terms & other.terms) >= _ALIKE


def _check(candidate: Candidate, article: Article) -> Candidate | str:
    """Return the candidate with its first distractors that pass the checks, or the rule that it breaks."""
    broken: Counter[str] = Counter()
    sound: list[str] = []
    for option in candidate.wrong:
        rules = list(_broken_rules(replace(candidate, wrong=(option,)), article))
        broken.update(rules)
        if not rules:
            sound.append(option)
        if len(sound) == WANTED:
            break
    if len(sound) < LEAST:
        return broken.most_common(1)[0][0] if broken else TOO_FEW
    checked = replace(candidate, wrong=tuple(sound))
    return next(_broken_rules(checked, article), checked)


def _broken_rules(candidate: Candidate, article: Article) -> Iterator[str]:
    """Yield the names of the rules that a candidate breaks.

    With a single distractor, which is being tried, the rule on the number of options is ignored.
    """
    alone = len(candidate.wrong) == 1
    for problem in check_item(_item(candidate, "draft"), article):
        if not (alone and problem.rule == "options"):
            yield problem.rule


def _item(candidate: Candidate, identifier: str) -> Item:
    return Item(
        id=identifier,
        topic=candidate.statement.topic,
        question=candidate.question,
        answer=candidate.key,
        wrong=candidate.wrong,
        source=candidate.statement.source,
    )


def _items(chosen: Iterable[Candidate], taken: Collection[Item]) -> tuple[Item, ...]:
    """Return the candidates as items, in the article's order."""
    known = {item.id for item in taken}
    items: list[Item] = []
    for candidate in sorted(chosen, key=lambda c: c.statement.number):
        identifier = _new_id(_slug(candidate.statement.topic), known)
        known.add(identifier)
        items.append(_item(candidate, identifier))
    return tuple(items)


def _new_id(slug: str, known: Collection[str]) -> str:
    number = 1
    while f"{slug}-{number}" in known:
        number += 1
    return f"{slug}-{number}"


def _slug(text: str) -> str:
    """Return a topic as part of an id.

    >>> _slug("Riboflavin (B2)")
    'riboflavin-b2'
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(text))[:_LONGEST_SLUG].strip("-") or "item"


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold().removeprefix("the ")
