"""Collect the phrases that an article mentions, by coarse type: article -> pool of keys and distractors."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.authoring.drafting.nouns import TELLING_TYPES, determiner_before, noun_phrases_in, type_of_noun
from bot.authoring.drafting.source_sentences import Sentence, is_vague, sentences_of, telling, terms_of
from bot.authoring.tagger import Parse, parse_sentence
from corpus import Article

_VITAMIN = re.compile(r"\bVitamin [A-Z]\d*\b")
_LEAST_TELLING = 0.5
_HEADINGS_SIDE_BY_SIDE, _LONGEST_HEADING = 3, 3


@dataclass(frozen=True, slots=True)
class Mention:
    """Hold a phrase of the article, its coarse type, and the numbers of the sentences that contain it.

    Only mentions of one type can be options of one item. `determiners` are the articles that occur before it.
    """

    text: str
    type: str
    where: frozenset[int]
    determiners: frozenset[str] = frozenset({""})


@dataclass(frozen=True, slots=True)
class Inventory:
    """Hold the sentences of an article with their stems, and its mentions by their text.

    `title` are the stems of the title; `common` are the words that the article writes with a small letter.
    """

    sentences: tuple[Sentence, ...]
    terms: tuple[frozenset[str], ...]
    title: frozenset[str]
    common: frozenset[str]
    vitamins: dict[str, Mention]
    nouns: dict[str, Mention]
    headings: dict[str, Mention]

    def of_type(self, kind: str) -> list[Mention]:
        """Return the mentions of one type: headings, vitamins, nouns."""
        found = (*self.headings.values(), *self.vitamins.values(), *self.nouns.values())
        return [mention for mention in found if mention.type == kind]


@dataclass(slots=True)
class _Occurrences:
    """Collect the sentences and determiners of one phrase."""

    where: set[int] = field(default_factory=set)
    determiners: Counter[str] = field(default_factory=Counter)


def take_inventory(article: Article) -> Inventory:
    """Collect everything that an article mentions."""
    sentences = sentences_of(article)
    parses = tuple(parse_sentence(sentence.text) for sentence in sentences)
    common = frozenset(token.text for parse in parses for token in parse.tokens if token.text.islower())
    return Inventory(
        sentences=sentences,
        terms=tuple(terms_of(sentence.text) for sentence in sentences),
        title=terms_of(article.title),
        common=common,
        vitamins=_vitamins(sentences),
        nouns=_nouns(parses),
        headings=_headings(article, sentences),
    )


def _vitamins(sentences: Iterable[Sentence]) -> dict[str, Mention]:
    """Return the vitamins that the sentences mention."""
    seen: dict[str, set[int]] = {}
    for sentence in sentences:
        for match in _VITAMIN.finditer(sentence.text):
            seen.setdefault(match[0], set()).add(sentence.number)
    return {text: Mention(text, "one substance", frozenset(where)) for text, where in seen.items()}


def _nouns(parses: Sequence[Parse]) -> dict[str, Mention]:
    """Return the common noun phrases, without those whose first word is a name elsewhere in the article.

    The first letter is made small, since a phrase may begin its sentence.
    """
    proper = {token.text for parse in parses for token in parse.tokens[1:] if token.is_capitalised}
    seen: dict[str, _Occurrences] = {}
    for number, parse in enumerate(parses):
        for chunk in noun_phrases_in(parse):
            text = parse.words(chunk.first, chunk.last)
            if parse.tokens[chunk.first].text in proper:
                continue
            one = seen.setdefault(text[:1].lower() + text[1:], _Occurrences())
            one.where.add(number)
            one.determiners[determiner_before(parse, chunk.first)] += 1
    return {
        text: Mention(text, type_of_noun(text), frozenset(one.where), frozenset(one.determiners))
        for text, one in seen.items()
        if not is_vague(text) and telling(text) > _LEAST_TELLING
    }


def _headings(article: Article, sentences: Sequence[Sentence]) -> dict[str, Mention]:
    """Return the headings that share a parent heading with two others or more: they name things of one kind."""
    parents: dict[tuple[str, ...], list[str]] = {}
    for section in article.sections:
        if len(section.path) > 1 and not section.is_references:
            parents.setdefault(section.path[:-1], []).append(section.path[-1])
    found: dict[str, Mention] = {}
    for headings in parents.values():
        short = [heading for heading in headings if len(heading.split()) <= _LONGEST_HEADING]
        for heading in short if len(short) >= _HEADINGS_SIDE_BY_SIDE else ():
            where = {s.number for s in sentences if s.topic == heading or terms_of(heading) & terms_of(s.text)}
            kind = type_of_noun(re.sub(r" ?\(.*\)", "", heading))
            kind = kind if kind in TELLING_TYPES else f"{kind.partition(' ')[0]} heading"
            found[heading] = Mention(heading, kind, frozenset(where))
    return found
