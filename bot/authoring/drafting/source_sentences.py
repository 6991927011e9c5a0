"""Split an article into sentences, and weigh words and phrases by their rarity in English."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.authoring.drafting.words import VAGUE_HEADS
from bot.authoring.quotes import topic_of
from corpus import Article, Section
from index.confidence import TELLING, rarity
from index.language.sentences import split_sentences
from index.language.stems import stem, stems
from index.language.stop_words import content_words
from index.language.tokens import forms
from index.query import QueryTerm

_BULLET = re.compile(r"^(?:[•*–-]|\d+[.)])\s+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Hold a sentence of the running text, numbered from 0; its white space is single spaces.

    `opens` is true for the first sentence of a paragraph. `heading` is the section's heading for its first
    sentence, and empty for the others.
    """

    text: str
    topic: str
    number: int
    opens: bool
    heading: str


def sentences_of(article: Article) -> tuple[Sentence, ...]:
    """Return the sentences of the running text, without cited works."""
    found: list[Sentence] = []
    for section in article.sections:
        if not section.is_references:
            found.extend(_sentences_of_section(article, section, len(found)))
    return tuple(found)


def _sentences_of_section(article: Article, section: Section, number: int) -> Iterator[Sentence]:
    topic = topic_of(article, section)
    heading = topic if section.path else ""
    for paragraph in section.paragraphs:
        text = article.text[paragraph.start : paragraph.end]
        for i, (start, end) in enumerate(split_sentences(text)):
            sentence = _BULLET.sub("", " ".join(text[start:end].split()))
            yield Sentence(sentence, topic, number, i == 0, heading)
            number += 1
            heading = ""


@lru_cache(maxsize=8)
def frequencies(article: Article) -> Mapping[str, int]:
    """Return the number of sentences that contain each stem; under "" the number of all sentences."""
    return Counter(term for sentence in sentences_of(article) for term in ("", *terms_of(sentence.text)))


@lru_cache(maxsize=20_000)
def terms_of(text: str) -> frozenset[str]:
    """Return the stems of the content words of a text."""
    return frozenset(stems(content_words(forms(text))))


def tells(form: str) -> float:
    """Return the weight of a word, 0.1 to 1: its rarity in English."""
    return rarity(QueryTerm(form, (form,), used=True))


def telling(text: str) -> float:
    """Return the weight of the rarest content word of a text; 0 if it has none."""
    return max(map(tells, content_words(forms(text))), default=0.0)


def is_vague(phrase: str) -> bool:
    """Return whether a noun phrase names nothing by itself.

    >>> is_vague("many people"), is_vague("the result"), is_vague("serotonin")
    (True, True, False)
    """
    found = content_words(forms(phrase))
    return not found or stem(found[-1]) in _vague_stems() or telling(phrase) < TELLING / 2


@lru_cache(maxsize=1)
def _vague_stems() -> frozenset[str]:
    return frozenset(map(stem, VAGUE_HEADS))
