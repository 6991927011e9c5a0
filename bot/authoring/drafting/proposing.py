"""Propose items: article -> candidates from every part of it -> the best that pass the checks."""

import re
from collections import Counter
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import count

from bot.authoring.checking import check_item
from bot.authoring.checking.bank_rules import items_apart
from bot.authoring.drafting.candidate import LEAST, WANTED, Candidate, Found
from bot.authoring.drafting.numbers import ask_for_numbers
from bot.authoring.drafting.pairs import ask_for_pairs
from bot.authoring.drafting.parts import lists_of, sentences_of, tables_of
from bot.authoring.item import Item
from corpus import Article
from corpus.language import guess_language
from index.language.tokens import fold

OTHER_LANGUAGE = "article in a language other than English"
_LONGEST_SLUG, _LONGEST_STEM = 40, 290


@dataclass(frozen=True, slots=True)
class Drafting:
    """Hold proposed items in the article's order, and the numbers of dropped sentences and candidates, by reason."""

    items: tuple[Item, ...]
    dropped: Mapping[str, int]


def draft(article: Article, taken: Collection[Item] = (), limit: int | None = None) -> Drafting:
    """Propose items on an article, the best `limit` of them, or all.

    None asks what an item of `taken` asks. The same article always yields the same items. Questions are put in
    English, so there are none on an article in another language.
    """
    if guess_language(article.text) not in {"en", None}:
        return Drafting((), {OTHER_LANGUAGE: 1})
    found = list(_find(article))
    dropped = Counter(reason for reason in found if isinstance(reason, str))
    chosen, parts = list[Candidate](), Counter[str]()
    known = {item.question for item in taken}.union(" ".join(item.source.split()) for item in taken)
    for candidate in sorted((one for one in found if isinstance(one, Candidate)), key=lambda one: -one.worth):
        if limit is not None and len(chosen) >= limit:
            checked: Candidate | str = "over the limit"
        elif parts[candidate.part] >= candidate.most:
            checked = "enough on one part"
        else:
            checked = _check(candidate, article, known, [one for one in chosen if one.key == candidate.key])
        if isinstance(checked, str):
            dropped[checked] += 1
        else:
            parts[candidate.part] += 1
            known.add(candidate.fact)
            chosen.append(checked)
    return Drafting(_items(chosen, article, taken), dict(dropped))


def _find(article: Article) -> Found:
    lists = [listing for listing in lists_of(article) if listing.lead or listing.place.is_one]
    yield from ask_for_pairs([table for table in tables_of(article) if table.place.is_one], lists)
    yield from ask_for_numbers([sentence for sentence in sentences_of(article) if sentence.place.is_one])


def _check(
    candidate: Candidate, article: Article, known: Collection[str], alike: Iterable[Candidate]
) -> Candidate | str:
    """Return the candidate with its first distractors that pass the checks, or the reason to drop it.

    `known` are questions, sources and facts that are asked already, `alike` candidates with the same key.
    """
    asked = any(any(items_apart((_item(one, "one"), _item(candidate, "other")), article)) for one in alike)
    if asked or not {candidate.question, candidate.fact, candidate.source}.isdisjoint(known):
        return "asked already"
    if len(candidate.question) > _LONGEST_STEM:
        return "question too long"
    broken = {option: _broken_rule(replace(candidate, wrong=(option,)), article) for option in candidate.wrong}
    sound = tuple(option for option, rule in broken.items() if not rule)[:WANTED]
    if len(sound) < LEAST:
        return next(filter(None, broken.values()), "too few distractors")
    checked = replace(candidate, wrong=sound)
    return _broken_rule(checked, article) or checked


def _broken_rule(candidate: Candidate, article: Article) -> str:
    """Return the name of a rule that a candidate breaks; with a single distractor, their number does not count."""
    problems = check_item(_item(candidate, "draft"), article)
    return next((one.rule for one in problems if one.rule != "options" or len(candidate.wrong) > 1), "")


def _item(found: Candidate, identifier: str) -> Item:
    return Item(identifier, found.topic, found.question, found.key, found.wrong, found.source)


def _items(chosen: Iterable[Candidate], article: Article, taken: Collection[Item]) -> tuple[Item, ...]:
    """Return the candidates as items, in the article's order."""
    items: dict[str, Item | None] = dict.fromkeys(item.id for item in taken)
    text = " ".join(article.text.split())
    for candidate in sorted(chosen, key=lambda one: text.find(one.source)):
        identifier = new_id(candidate.topic, items)
        items[identifier] = _item(candidate, identifier)
    return tuple(filter(None, items.values()))


def new_id(topic: str, known: Container[str]) -> str:
    """Return an id made of a topic that is none of those known.

    >>> new_id("Riboflavin (B2)", {"riboflavin-b2-1"})
    'riboflavin-b2-2'
    """
    slug = re.sub(r"[^a-z0-9]+", "-", fold(topic))[:_LONGEST_SLUG].strip("-") or "item"
    return next(name for number in count(1) if (name := f"{slug}-{number}") not in known)
