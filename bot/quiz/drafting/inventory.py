"""What an article mentions, by coarse type: the pool that keys and distractors are drawn from."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.quiz.drafting.names import names_in, signs_of, type_of_name
from bot.quiz.drafting.nouns import TELLING_TYPES, contexts_of, determiner_before, noun_phrases_in, type_of_noun
from bot.quiz.drafting.sentences import Sentence, is_vague, sentences_of, telling, terms_of
from bot.quiz.drafting.words import COUNTRIES, GIVEN_NAMES
from bot.quiz.phrases import Parse, parse_sentence
from corpus import Article

_LEAST_TELLING = 0.5
_HEADINGS_SIDE_BY_SIDE, _LONGEST_HEADING = 3, 3


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase of the article, its coarse type, and the numbers of the sentences that have it.

    Only what has the same type may stand beside each other as options. `determiners` are the articles before
    it, `contexts` the verbs, prepositions, partners and modifiers that it stands with.
    """

    text: str
    type: str
    where: frozenset[int]
    determiners: frozenset[str] = frozenset({""})
    contexts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Inventory:
    """The sentences of an article with their parses and stems, and what they mention, by its text.

    `common` are the words that the article writes small.
    """

    sentences: tuple[Sentence, ...]
    parses: tuple[Parse, ...]
    terms: tuple[frozenset[str], ...]
    title: frozenset[str]
    common: frozenset[str]
    names: dict[str, Mention]
    nouns: dict[str, Mention]
    headings: dict[str, Mention]

    def of_type(self, kind: str) -> list[Mention]:
        """The mentions of one type: headings, names, nouns."""
        found = (*self.headings.values(), *self.names.values(), *self.nouns.values())
        return [mention for mention in found if mention.type == kind]


@dataclass(slots=True)
class _Seen:
    """What is gathered of one phrase."""

    where: set[int] = field(default_factory=set)
    signs: Counter[str] = field(default_factory=Counter)
    determiners: Counter[str] = field(default_factory=Counter)
    contexts: set[str] = field(default_factory=set)


def take_inventory(article: Article) -> Inventory:
    """Read all that an article mentions."""
    sentences = sentences_of(article)
    parses = tuple(parse_sentence(sentence.text) for sentence in sentences)
    common = frozenset(token.text for parse in parses for token in parse.tokens if token.text.islower())
    return Inventory(
        sentences=sentences,
        parses=parses,
        terms=tuple(terms_of(sentence.text) for sentence in sentences),
        title=terms_of(article.title),
        common=common,
        names=_names(parses, common),
        nouns=_nouns(parses),
        headings=_headings(article, sentences),
    )


def _names(parses: Iterable[Parse], common: frozenset[str]) -> dict[str, Mention]:
    seen: dict[str, _Seen] = {}
    for number, parse in enumerate(parses):
        for chunk in names_in(parse, common):
            one = seen.setdefault(parse.words(chunk.first, chunk.last), _Seen())
            one.where.add(number)
            one.signs.update(("", *signs_of(parse, chunk)))
            one.determiners[determiner_before(parse, chunk.first)] += 1
    return {
        text: Mention(
            text,
            type_of_name(text, one.signs, common),
            frozenset(one.where),
            frozenset({one.determiners.most_common(1)[0][0]}),
        )
        for text, one in seen.items()
    }


def _nouns(parses: Sequence[Parse]) -> dict[str, Mention]:
    """The common noun phrases, a sentence's first word written small unless it is a name within another."""
    proper = {token.text for parse in parses for token in parse.tokens[1:] if token.is_capitalised}
    seen: dict[str, _Seen] = {}
    for number, parse in enumerate(parses):
        for chunk in noun_phrases_in(parse):
            text = parse.words(chunk.first, chunk.last)
            if parse.tokens[chunk.first].text in proper | COUNTRIES | GIVEN_NAMES:
                continue
            one = seen.setdefault(text[:1].lower() + text[1:], _Seen())
            one.where.add(number)
            one.determiners[determiner_before(parse, chunk.first)] += 1
            one.contexts.update(contexts_of(parse, chunk))
    return {
        text: Mention(
            text, type_of_noun(text), frozenset(one.where), frozenset(one.determiners), frozenset(one.contexts)
        )
        for text, one in seen.items()
        if not is_vague(text) and telling(text) > _LEAST_TELLING
    }


def _headings(article: Article, sentences: Sequence[Sentence]) -> dict[str, Mention]:
    """The headings side by side under another, where they are three or more: they name things of one kind."""
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
