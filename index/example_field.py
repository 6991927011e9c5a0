"""Compare a question with example questions, each of which a person pointed to the passage that answers it.

How alike two questions are, from 0 to 1, a sentence model tells by how near one is to the other, in standard deviations
above unrelated sentences. Where another passage is near the question too, that speaks for this passage:

    alike = (nearness of the example - 0.75 * (nearness of the nearest other passage - 6)) / 14

Words tell less than that, and are not asked then.

Without a model it is told by the words that they share, each weighing by its rarity in English:

    alike = sqrt(share of the question's words in the example * share of the example's words in the question)

less 0.25 for each telling word of the question that neither the example nor the passage has, for it may be another
disease or substance.

Below 0.5 an example counts nothing, so questions that are like no example are ranked and answered as if there were
none. From there on the confidence rises from 0.5 to 1.
"""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import exp, sqrt

import numpy as np

from index.bm25 import Ids, Scores
from index.confidence import TELLING, rarity
from index.language.detection import foreign_function_words
from index.language.stems import stems
from index.language.stop_words import content_words
from index.passage import Passage
from index.query import Query
from index.vectors import PassageVectors, Vector

ALIKE = 0.5
"""From which likeness on a question is taken for one like an example."""
_SURE = 0.95  # confidence in words beyond which an example that is like enough still goes first
_STEEPNESS = 12.0
_NEAREST, _USUAL, _RIVALRY = 14.0, 6.0, 0.75  # standard deviations, those of a passage, and what a passage counts
_STRANGE = 0.25
_LEAST = 0.5  # weight of words that an example has at least, so that "And this?" is like nothing


@dataclass(frozen=True, slots=True)
class Example:
    """Hold a question as a person asked it, and a quotation of the article that answers it.

    `article` is the article's slug. The passage pointed to is the first that has the quotation, spaces folded.
    """

    article: str
    question: str
    quote: str


@dataclass(frozen=True, slots=True)
class ExampleMatch:
    """Hold how sure it is that the passage in row `row` answers, because a question is like `example`."""

    row: int
    example: str
    confidence: float


@dataclass(frozen=True, slots=True)
class _Words:
    """Hold the words of a question: all ways to say each, as stems, with its weight; and all stems at once."""

    said: tuple[tuple[tuple[tuple[str, ...], ...], float], ...]
    stems: frozenset[str]

    @classmethod
    def of(cls, query: Query, languages: Sequence[str]) -> "_Words":
        foreign = foreign_function_words(query.text, languages)
        said = []
        for word in query.asked:
            if word.forms and foreign.issuperset(word.forms):
                continue
            content = (content_words(phrase, word.language) for phrase in word.synonyms)
            ways = tuple(filter(None, (stems(phrase, word.language) for phrase in (word.forms, *content))))
            said.append((ways, rarity(word)))
        return cls(tuple(said), frozenset(term for ways, _ in said for way in ways for term in way))

    @property
    def weight(self) -> float:
        return sum(weight for _, weight in self.said)

    def share_in(self, terms: AbstractSet[str]) -> float:
        """Return which share of the weight is of words that are among some stems."""
        shared = sum(weight for ways, weight in self.said if any(terms >= set(way) for way in ways))
        return shared / self.weight if self.weight else 0.0

    def telling_beyond(self, terms: AbstractSet[str]) -> int:
        """Count the telling words that are not among some stems."""
        telling = (ways for ways, weight in self.said if weight > TELLING)
        return sum(not any(terms >= set(way) for way in ways) for ways in telling)


@dataclass(frozen=True, slots=True)
class _Known:
    """Hold an example, the row of the passage that it points to, and its words."""

    example: Example
    row: int
    words: _Words


class ExampleField:
    """Find the examples that a question is like. It does not change after it is built, so threads may share it."""

    def __init__(
        self,
        examples: Sequence[Example],
        passages: Sequence[Passage],
        parse: Callable[[str], Query],
        languages: Sequence[str],
        uses: Callable[[int], AbstractSet[str]],
    ) -> None:
        """Parse the examples; `uses` gives the stems of the passage in a row.

        Examples without a passage count nothing.
        """
        self._languages = languages
        self._uses = uses
        self._known = []
        for example in examples:
            row = find_row(example, passages)
            words = _Words.of(parse(example.question), languages)
            if row is not None and words.weight >= _LEAST:
                self._known.append(_Known(example, row, words))
        self._vectors: PassageVectors | None = None
        self._matrix: Vector | None = None

    def with_vectors(self, vectors: PassageVectors) -> "ExampleField":
        """Return these examples compared by what they mean as well."""
        field = object.__new__(ExampleField)
        vars(field).update(vars(self))
        field._vectors = vectors
        field._matrix = vectors.of_questions([known.example.question for known in self._known])
        return field

    def groups(self, questions: Sequence[Query]) -> list[list[int]]:
        """Put questions that are like each other together: numbers of questions, in the order of their first.

        A question belongs to the first group whose first question it is like.
        """
        found: list[list[int]] = []
        words = [_Words.of(question, self._languages) for question in questions]
        meanings = self._meanings(questions)
        for i, mine in enumerate(words):
            firsts = [group[0] for group in found]
            near = self._vectors.nearness_to(meanings[firsts], _meant(questions[i])) if self._vectors else None
            likeness = [_alike(mine, words[j]) for j in firsts] if near is None else [_likeness(each) for each in near]
            at = next((at for at, alike in enumerate(likeness) if alike >= ALIKE), None)
            if at is None:
                found.append([i])
            else:
                found[at].append(i)
        return found

    def _meanings(self, questions: Sequence[Query]) -> Vector:
        texts = [_meant(question) for question in questions]
        return self._vectors.of_questions(texts) if self._vectors else np.zeros((len(texts), 1), dtype=np.float32)

    def matches(self, question: Query) -> list[ExampleMatch]:
        """Return the examples that a question is like, most alike first, one for each passage."""
        if not self._known:
            return []
        found: dict[int, ExampleMatch] = {}
        alike = zip(self._likenesses(question), self._known, strict=True)
        for likeness, known in sorted(alike, key=lambda each: -each[0]):
            if likeness < ALIKE:
                break
            confidence = 1 / (1 + exp(-_STEEPNESS * (likeness - ALIKE)))
            found.setdefault(known.row, ExampleMatch(known.row, known.example.question, confidence))
        return list(found.values())

    def _likenesses(self, question: Query) -> list[float]:
        """Return how alike a question is to each example, by words where no model understands it."""
        if self._matrix is not None and self._vectors is not None and self._vectors.understand(question.language):
            near = self._vectors.nearness_to(self._matrix, _meant(question))
            others = self._nearest_others(self._vectors.nearness(_meant(question)))
            return [_likeness(value) for value in near - _RIVALRY * (others - _USUAL)]
        words = _Words.of(question, self._languages)
        return [self._by_words(words, known) for known in self._known]

    def _nearest_others(self, nearness: Scores) -> Scores:
        """Return, for each example, how near the nearest passage is that it does not point to; `_USUAL` without any."""
        if len(nearness) < 2:
            return np.full(len(self._known), _USUAL)
        second, first = np.argsort(nearness)[-2:].tolist()
        return np.array([nearness[second if known.row == first else first] for known in self._known])

    def _by_words(self, words: _Words, known: _Known) -> float:
        alike = _alike(words, known.words)
        if alike < ALIKE:
            return alike
        return alike - _STRANGE * words.telling_beyond(known.words.stems | self._uses(known.row))


def _alike(one: _Words, other: _Words) -> float:
    """Return how alike two questions are in words."""
    return sqrt(one.share_in(other.stems) * other.share_in(one.stems))


def _likeness(near: float) -> float:
    """Return how alike two questions are that are so near in meaning, in standard deviations."""
    return min(1.0, max(0.0, float(near) / _NEAREST))


def _meant(question: Query) -> str:
    return question.read_as or question.text


def find_row(example: Example, passages: Sequence[Passage]) -> int | None:
    """Return the number of the first passage that has the quotation of an example; None where none has it."""
    quote = _fold(example.quote)
    if not quote:
        return None
    mine = (i for i, passage in enumerate(passages) if passage.citation.article == example.article)
    return next((i for i in mine if quote in _fold(passages[i].text)), None)


def quote_of(passage: Passage, passages: Sequence[Passage]) -> str:
    """Return the first sentences of a passage, as many as tell it from the other passages of its article."""
    for _, end in passage.sentences:
        quote = passage.text[passage.sentences[0][0] : end]
        row = find_row(Example(passage.citation.article, "", quote), passages)
        if row is not None and passages[row] == passage:
            return quote
    return passage.text


def lift(scores: Scores, matches: Sequence[ExampleMatch], trust: float) -> Scores:
    """Return scores in which passages that an example points to go up; to the first place where it is surer than words.

    `trust` is the confidence of the passage that words put first.
    """
    if not matches:
        return scores
    top = max(1.0, float(scores.max(initial=0.0)))
    lifted = scores.copy()
    rows: Ids = np.array([match.row for match in matches], dtype=np.intp)
    sure = np.array([match.confidence for match in matches])
    lifted[rows] += top * np.where(sure >= min(trust, _SURE), 1.0 + sure, sure / 2)
    return lifted


def _fold(text: str) -> str:
    return " ".join(text.split())
