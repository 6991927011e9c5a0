"""What was talked about, and how a follow-up question is read in its light.

A question is a follow-up if the one before it was asked within half an hour. It stays in the article cited last,
unless it names another: by the title, or by a word that only another article's title has. There,

- without a word of its own to search for ("why?") it is read with all words of the one before;
- where it points back ("does it help with pain?") and names no topic of its own, that is, none of its words
  stands in a heading of that article, it is read with the topic of the one before, and if that is not
  answered, alone: then only a passage that has the topic answers;
- any other is read alone, and if that is not answered and it is short or goes on ("and niacin?"), with the topic;
- where it goes on, passages that speak of the question before, too, are raised: of "which fuse does the pressure pump
  have?", "and the boost pump?" asks for that one's fuse.

A passage that only has the topic, and not the words of the question itself, is no answer to it. What is not
answered there, and does not point back, is looked for in all articles; not under a heading that the article
cited last has as well, for it was asked of that article. The topic of a question are its words that stand in
the heading over the answer, and its words that are rare in English, as far as any article has them; not words
of the article's title, for everything in it is about these.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import takewhile

from corpus import Article
from index import Hit, Query
from index.confidence import rarity
from index.language.stems import stem, stems
from index.language.stop_words import content_words
from index.language.tokens import forms
from index.query import QueryTerm

MAX_AGE = 30 * 60
"""Seconds for which a question is remembered."""

_MAX_TOPIC = 4  # words
_SHORT = 4  # content words
_TELLS_TOPIC = 0.4  # weight from which on a word of a heading can be a topic
_PLAINLY_OTHER = 2  # content words that the article cited last does not use: the question is about another subject
_SAME_LETTERS, _OTHER_LETTERS = (
    4,
    2,
)  # of a word and one in a heading: first ones that they share, last ones that differ
_ENOUGH = 0.45  # share of the weight of a question's own words that a passage has that was found with a topic
_POINTS_BACK = re.compile(
    r"\b(?:it|its|itself|they|them|their|he|she|him|her|his|this|these|those)\b"
    # not "is there", "two of one kind", "so that", "is it true that"
    r"|(?<!is )(?<!are )(?<!was )(?<!were )\bthere\b(?! (?:is|are|was|were)\b)"
    r"|\b(?:is|does|can|will|about|of|with|for|after|before|from|like) that\b|\bthat (?:one|is|was|does|can)\b"
    r"|\b(?:the|this|that|a|an|another|use|take|get|need|have|buy|which) one\b(?=\s*(?:[?.!,]|$))",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\s*(?:what|which|who|whose|how|why|where|when|is|are|was|were|do|does|did|can|could|may|might|must|should|will|would"
    r"|has|have|had)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\s*(?:and|or|also|but|then|what about|how about|what of)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Turn:
    """Hold a question as it was understood, the words that it was about, the article cited, and when, in seconds.

    `passage` is the text that was quoted, if any was.
    """

    question: str
    topic: tuple[str, ...]
    article: str | None
    time: float
    passage: str | None = None


@dataclass(slots=True)
class Conversation:
    """Hold one person's talk with the bot: the last turn only."""

    last: Turn | None = None

    def previous(self, now: float) -> Turn | None:
        """Give the last turn, if it is not too old."""
        return self.last if self.last is not None and 0 <= now - self.last.time <= MAX_AGE else None


@dataclass(frozen=True, slots=True)
class Interpretation:
    """Hold one way to read a question: the text to search for, and the article to search, None for all.

    `shown` is the text as it is shown, without the words of the article's title. `added` tells whether a topic was
    added. Passages that speak of `background` too are raised. A passage must have one of the words `about`, if there
    are any, and must not stand under one of the headings `elsewhere`.
    """

    text: str
    shown: str
    article: str | None = None
    added: bool = False
    background: str = ""
    about: tuple[str, ...] = ()
    elsewhere: AbstractSet[str] = frozenset()

    @classmethod
    def alone(cls, question: str, article: str | None = None) -> "Interpretation":
        """Read a question as it is."""
        return cls(question, question, article)

    @classmethod
    def of(
        cls, question: str, article: str | None, topic: Sequence[str], subject: Sequence[str] = ()
    ) -> "Interpretation":
        """Put a topic behind a question, "does it help? (magnesium)", and the article's subject, which is not shown."""
        shown = _with_topic(question, topic)
        text = _with_topic(question, (*topic, *subject))
        return cls(text, shown, article, added=text != question)


class Titles:
    """Find the articles that a question names."""

    def __init__(self, articles: Mapping[str, Article]) -> None:
        self._articles = articles
        self._titles = {slug: frozenset(forms(article.title)) for slug, article in articles.items()}
        terms = {slug: frozenset(stems(content_words(forms(a.title)))) for slug, a in articles.items()}
        counts = Counter(term for each in terms.values() for term in each)
        self._owners = {term: slug for slug, each in terms.items() for term in each if counts[term] == 1}
        self._bodies: dict[str, frozenset[str]] = {}

    def in_full(self, question: str) -> str | None:
        """Give the only article whose whole title is in a question."""
        words = set(forms(question))
        named = [slug for slug, title in self._titles.items() if title and title <= words]
        return named[0] if len(named) == 1 else None

    def named(self, question: str, current: str | None) -> set[str]:
        """Give the articles that a question names; not by a word that the `current` article uses for itself."""
        known = self.words_of(current) if current else frozenset()
        owners = ((term, self._owners.get(term)) for term in stems(forms(question)))
        named = {slug for term, slug in owners if slug is not None and (slug == current or term not in known)}
        full = self.in_full(question)
        return named | {full} if full else named

    def without(self, question: str, slug: str) -> tuple[str, ...]:
        """Give the content words of a question that are not of an article's title."""
        title = set(stems(forms(self._articles[slug].title)))
        return tuple(form for form in content_words(forms(question)) if stem(form) not in title)

    def marked(self, text: str) -> tuple[str, str | None]:
        """Split a text as `mark` makes it into the question and the article."""
        for slug, article in self._articles.items() if text.endswith(")") and len(self._articles) > 1 else ():
            for ending, rest in ((f", {article.title})", ")"), (f" ({article.title})", "")):
                if text.endswith(ending):
                    return text.removesuffix(ending) + rest, slug
        return text, None

    def mark(self, text: str, slug: str) -> str:
        """Put the title of an article behind a question: "side effects? (Aspirin)"."""
        title = self._articles[slug].title
        return f"{text[:-1]}, {title})" if text.endswith(")") else f"{text} ({title})"

    def subject(self, slug: str | None) -> tuple[str, ...]:
        """Give the words of an article's title where there are several articles: what everything in it is about."""
        if slug is None or len(self._articles) == 1:
            return ()
        return content_words(forms(self._articles[slug].title))

    def words_of(self, slug: str) -> frozenset[str]:
        """Give the stems of an article's words."""
        if slug not in self._bodies:
            self._bodies[slug] = frozenset(stems(forms(self._articles[slug].text)))
        return self._bodies[slug]


def interpretations(
    question: str, previous: Turn | None, titles: Titles, headings: Mapping[str, str], sections: AbstractSet[str]
) -> Iterator[Interpretation]:
    """Give the ways to read a question, the likeliest first.

    `headings` are the words of all headings of the article cited last by their stems, `sections` these headings.
    """
    if previous is None:
        text, slug = titles.marked(question)
        yield Interpretation.alone(text, slug)
        if slug is not None:
            yield Interpretation.of(text, slug, (), titles.subject(slug))
        return
    content = content_words(forms(question))
    named = titles.named(question, previous.article)
    if len(named) == 1 and previous.article not in named:
        yield from _elsewhere(question, previous, titles, named.pop())
    elif len(named) > 1:
        yield Interpretation.alone(question)
    elif not content:
        yield Interpretation.of(question, previous.article, (previous.question,), titles.subject(previous.article))
    else:
        yield from _follow_up(question, content, previous, titles, headings, sections)


def _follow_up(
    question: str,
    content: Sequence[str],
    previous: Turn,
    titles: Titles,
    headings: Mapping[str, str],
    sections: AbstractSet[str],
) -> Iterator[Interpretation]:
    """Read a question in the article cited last; `content` are its content words."""
    here = previous.article
    kindred = _kindred(stems(content), headings)
    topic, subject = (*previous.topic, *kindred), titles.subject(here)
    alone = Interpretation.alone(question, here)
    if _POINTS_BACK.search(question):
        own_topic = not headings.keys().isdisjoint(stems(content))
        if own_topic:
            yield alone
        yield Interpretation.of(question, here, topic, subject)
        if subject:
            yield Interpretation.of(question, here, kindred, subject)
        yield replace(alone, about=() if own_topic else (*previous.topic, *subject))
        return
    goes_on = _GOES_ON.match(question) is not None
    yield replace(alone, background=previous.question) if goes_on else alone
    if goes_on or len(content) <= _SHORT:
        yield Interpretation.of(question, here, topic, subject)
    if here is not None:
        strange = [term for term in stems(content) if term not in titles.words_of(here)]
        unwanted = sections if len(strange) < _PLAINLY_OTHER else frozenset()
        yield replace(alone, article=None, elsewhere=unwanted)


def _elsewhere(question: str, previous: Turn, titles: Titles, slug: str) -> Iterator[Interpretation]:
    """Read a question that names another article: "and of the other one?" asks the same of that."""
    if not titles.without(question, slug) and (_GOES_ON.match(question) or not _ASKS.match(question)):
        before = content_words(forms(previous.question))
        asked = titles.without(" ".join(before), previous.article) if previous.article else before
        yield Interpretation.of(question, slug, (" ".join(asked),) if asked else ())
    yield Interpretation.alone(question, slug)
    yield Interpretation.alone(question)


def topic_of(question: Query, best: Hit | None) -> tuple[str, ...]:
    """Choose the words that a question is about, as typed."""
    heading: set[str] = set()
    title: set[str] = set()
    if best is not None:
        heading.update(stems(forms(" ".join(best.passage.citation.section[-1:]))))
        title.update(stems(forms(best.passage.citation.title)))
    telling = [
        word
        for word in question.asked
        if (word.used or word.synonyms)
        and (word.is_rare or (heading.intersection(stems(word.forms)) and rarity(word) >= _TELLS_TOPIC))
    ]
    return tuple(word.typed for word in telling if not title.issuperset(stems(word.forms)))[:_MAX_TOPIC]


def is_met(reading: Interpretation, question: Query, typed: str, hit: Hit) -> bool:
    """Tell whether a passage that was found for a reading of what was typed answers that itself."""
    citation = hit.passage.citation
    heading = citation.section[-1] if citation.section else ""
    if heading.casefold() in reading.elsewhere:
        return False
    present = set(stems(forms(" ".join((hit.passage.text, citation.title, *citation.section)))))
    if reading.about and present.isdisjoint(stems(forms(" ".join(reading.about)))):
        return False
    return not reading.added or _speaks_of(present, {stem(form): form for form in forms(heading)}, question, typed)


def _speaks_of(present: set[str], heading: Mapping[str, str], question: Query, typed: str) -> bool:
    """Tell whether a passage has what was typed, not only the topic added to it."""
    own = set(forms(typed))
    asked = [word for word in question.asked if own.issuperset(forms(word.typed)) or own.issuperset(word.forms)]
    met = [word for word in asked if _is_in(present, word) or _kindred(stems(word.forms), heading)]
    return sum(map(rarity, met)) >= _ENOUGH * sum(map(rarity, asked))


def _is_in(present: set[str], word: QueryTerm) -> bool:
    phrases = [stems(content_words(phrase)) for phrase in (word.forms, *word.synonyms)]
    return any(phrase and present.issuperset(phrase) for phrase in phrases)


def _kindred(terms: Sequence[str], headings: Mapping[str, str]) -> tuple[str, ...]:
    """Give the words of headings that differ from one of some stems in the last letters: "storage" for "stored"."""
    return tuple(
        word
        for heading, word in headings.items()
        if any(term != heading and _differ_at_the_end(term, heading) for term in terms)
    )


def _differ_at_the_end(one: str, other: str) -> bool:
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return shared >= _SAME_LETTERS and max(len(one), len(other)) - shared <= _OTHER_LETTERS


def _with_topic(question: str, topic: Sequence[str]) -> str:
    present = set(stems(forms(question)))
    missing = []
    for word in topic:
        if not present.issuperset(terms := stems(forms(word))):
            missing.append(word)
            present.update(terms)
    return f"{question} ({', '.join(missing)})" if missing else question
