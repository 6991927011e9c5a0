"""Propose items: article -> candidates from every part of it -> the best that pass the checks."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.authoring.checking import check_item
from bot.authoring.drafting.candidate import LEAST, TOO_FEW, WANTED, Candidate, Found, Kind, terms_of
from bot.authoring.drafting.duties import ask_for_bans
from bot.authoring.drafting.grids import ask_for_cells
from bot.authoring.drafting.lists import ask_for_labels, ask_for_members, ask_for_steps
from bot.authoring.drafting.numbers import ask_for_numbers
from bot.authoring.drafting.parts import lists_of, sentences_of, tables_of
from bot.authoring.item import Item
from corpus import Article
from corpus.language import guess_language
from index.language.tokens import fold

OTHER_LANGUAGE = "article in a language other than English"
_MOST = {Kind.CELL: 6, Kind.LABEL: 4, Kind.STEP: 3, Kind.BAN: 3, Kind.MEMBER: 4, Kind.NUMBER: 15}
"""Most items on one part of an article, by kind."""
_ALIKE = 3  # shared words from which on two questions with the same key may ask the same
_LONGEST_SLUG = 40


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
    dropped: Counter[str] = Counter()
    candidates: list[Candidate] = []
    for found in _find(article):
        if isinstance(found, str):
            dropped[found] += 1
        else:
            candidates.append(found)
    chosen = list[Candidate]()
    known = {item.question for item in taken}.union(_plain(item.source) for item in taken)
    parts = Counter[tuple[Kind, str]]()
    for candidate in sorted(candidates, key=lambda c: -c.worth):
        full = "over the limit" if limit is not None and len(chosen) >= limit else ""
        full = full or ("enough on one part" if parts[candidate.kind, candidate.part] >= _MOST[candidate.kind] else "")
        found = _reason_against(candidate, chosen, known) or full or _check(candidate, article)
        if isinstance(found, str):
            dropped[found] += 1
            continue
        parts[found.kind, found.part] += 1
        known.add(_plain(found.source))
        chosen.append(found)
    return Drafting(_items(chosen, article, taken), dict(dropped))


def _find(article: Article) -> Found:
    sentences = [sentence for sentence in sentences_of(article) if sentence.place.is_one]
    lists = [listing for listing in lists_of(article) if listing.place.is_one]
    tables = [table for table in tables_of(article) if table.place.is_one]
    yield from ask_for_cells(tables)
    yield from ask_for_labels(lists)
    yield from ask_for_steps(lists)
    yield from ask_for_bans(sentences)
    yield from ask_for_members(lists)
    yield from ask_for_numbers(sentences)


def _reason_against(candidate: Candidate, chosen: Iterable[Candidate], known: Collection[str]) -> str:
    """Return why a candidate asks what is asked already; empty if it does not. `known` holds questions and sources."""
    if candidate.question in known or _plain(candidate.source) in known:
        return "asked already"
    alike = (one for one in chosen if one.kind == candidate.kind and _plain(one.key) == _plain(candidate.key))
    source = terms_of(candidate.source)
    return "same key" if any(len(source & terms_of(one.source)) >= _ALIKE for one in alike) else ""


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
        topic=candidate.topic,
        question=candidate.question,
        answer=candidate.key,
        wrong=candidate.wrong,
        source=candidate.source,
    )


def _items(chosen: Iterable[Candidate], article: Article, taken: Collection[Item]) -> tuple[Item, ...]:
    """Return the candidates as items, in the article's order."""
    known = {item.id for item in taken}
    text = " ".join(article.text.split())
    items: list[Item] = []
    for candidate in sorted(chosen, key=lambda c: text.find(c.source)):
        items.append(_item(candidate, new_id(candidate.topic, known)))
        known.add(items[-1].id)
    return tuple(items)


def new_id(topic: str, known: Collection[str]) -> str:
    """Return an id made of a topic that is none of those known."""
    slug, number = _slug(topic), 1
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
