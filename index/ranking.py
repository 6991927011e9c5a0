"""Rank passages: folded words of a question -> a score for every passage and every sentence.

Each passage is indexed as five fields, each scored by BM25. A passage's score is their weighted sum:

    score(p) = 1    * best sentence of p, with its headings               (stems)
             + 1    * p with its headings and the neighbouring passages   (stems)
             + 0.6  * p without its headings                              (folded words)
             + 0.5  * p with its headings                                 (pairs of stems)
             + 0.25 * p with its headings                                 (4-grams of letters)

A sentence that gives the kind of answer wanted, as a time to "How long ...?", scores two fifths higher.
The sum is up to a tenth higher for passages at the beginning of an article, and three tenths lower for cited
works. docs/ABLATION.md measures what each part contributes; halving or doubling a weight changes little.

With a sentence model, meaning is a sixth field (index/vectors.py says how near a passage is), and the score is

    c * score(p) / the best score  +  0.085 * how near p is to the question in meaning, in standard deviations

where c, the confidence of the passage that words put first, is how far words are to be trusted: near 1 where that
passage has the words of the question, so that they decide, and near 0 where it has few of them, so that meaning does.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from index.answer_types import AnswerType
from index.bm25 import BM25, Ids, Scores
from index.language.stems import ENGLISH, stem, stems
from index.language.stop_words import content_words, stop_words
from index.language.tokens import forms
from index.passage import Passage

SENTENCE, CONTEXT, WORDS, PAIRS, LETTERS = "sentence", "context", "words", "pairs", "letters"

RELATED, NEAR = 2.0, 3.5
"""Nearness from which on a passage has to do with a question at all, and from which on it may answer it."""


@dataclass(frozen=True, slots=True)
class RankingWeights:
    """Hold the weight of each field, and which other parts of the ranking are switched on.

    `first_passage` is by what share the score of an article's first passage is raised; it falls to 0 towards the
    end. `kind` is by what share the score of a sentence is raised that gives the kind of answer wanted. `references` is
    the factor on the score of a passage of cited works. `definitions`, `spelling` and `synonyms` switch these on.
    """

    sentence: float = 1.0
    context: float = 1.0
    words: float = 0.6
    pairs: float = 0.5
    letters: float = 0.25
    meaning: float = 0.085
    kind: float = 0.4
    first_passage: float = 0.1
    references: float = 0.7
    definitions: bool = True
    spelling: bool = True
    synonyms: bool = True

    def weight(self, field: str) -> float:
        """Return the weight of a field by its name."""
        return float(getattr(self, field))


_DEFINING = frozenset("is are was were means".split())
_BEHIND_SUBJECT = _DEFINING | frozenset("of in on for to from with by at as that which who".split())
_DEFINED_WITHIN = 9
_APPOSITION = re.compile(r"(?<![\w-])([\w-]+), an? ")


@dataclass(frozen=True, slots=True)
class PassageWords:
    """Hold the folded words of a passage and of its headings.

    `topic` are those of the title and of all headings but the innermost, `headings` those of the title and all
    headings, `sentences` those of each sentence, and `defined` those that each sentence defines. `language` is
    that of the passage.
    """

    topic: list[str]
    headings: list[str]
    sentences: list[list[str]]
    defined: list[list[str]]
    language: str

    @classmethod
    def of(cls, passage: Passage) -> "PassageWords":
        """Split a passage into words."""
        texts = [passage.text[start:end] for start, end in passage.sentences]
        sentences = [forms(text) for text in texts]
        title, section = passage.citation.title, passage.citation.section
        return cls(
            topic=forms(" ".join((title, *section[:-1]))),
            headings=forms(" ".join((title, *section))),
            sentences=sentences,
            defined=[_defined(text, words) for text, words in zip(texts, sentences, strict=True)],
            language=passage.language,
        )

    def all(self) -> list[str]:
        """Return the words of the text, without headings."""
        return [form for sentence in self.sentences for form in sentence]


class Ranking:
    """Score passages for a question.

    `first_sentence[i]` is the position of passage i's first sentence among all sentences; one more element
    holds their number.
    """

    def __init__(self, passages: Sequence[Passage], words_of: Sequence[PassageWords], weights: RankingWeights) -> None:
        self._weights = weights
        languages = [words.language for words in words_of]
        headings = [_without_stop_words(words.headings, words.language) for words in words_of]
        bodies = [_without_stop_words(words.all(), words.language) for words in words_of]
        heading_terms, body_terms = list(map(stems, headings, languages)), list(map(stems, bodies, languages))
        sections = [(passage.citation.article, passage.citation.section) for passage in passages]
        self.size = len(passages)
        self.first_sentence: Ids = np.cumsum([0, *(len(words.sentences) for words in words_of)], dtype=np.intp)
        self._rankers = {
            SENTENCE: BM25(
                [
                    [
                        *heading,
                        *stems(_without_stop_words(sentence, words.language), words.language),
                        *map(_definition_term, defined),
                    ]
                    for heading, words in zip(heading_terms, words_of, strict=True)
                    for sentence, defined in zip(words.sentences, words.defined, strict=True)
                ],
                b=0.5,
            ),
            CONTEXT: BM25(
                [
                    [
                        *_neighbour(body_terms, sections, i, -1),
                        *heading_terms[i],
                        *body,
                        *_neighbour(body_terms, sections, i, 1),
                    ]
                    for i, body in enumerate(body_terms)
                ],
                b=0.75,
            ),
            WORDS: BM25([words.all() for words in words_of], b=0.75),
            PAIRS: BM25([pairs(h + b) for h, b in zip(heading_terms, body_terms, strict=True)], b=0.3),
            LETTERS: BM25([letter_grams(h + b) for h, b in zip(headings, bodies, strict=True)], b=0.75),
        }
        kept = np.array([weights.references if passage.is_reference else 1.0 for passage in passages])
        self._texts = [passage.text[start:end] for passage in passages for start, end in passage.sentences]
        self._of_kind: dict[str, Scores] = {}
        self._bonus = kept * (1 + weights.first_passage * _earliness(passages))

    def scores(
        self,
        words: Sequence[str],
        language: str = ENGLISH,
        *,
        definition: bool = False,
        wanted: AnswerType | None = None,
    ) -> tuple[Scores, Scores]:
        """Return the scores of all passages and of all sentences for the folded words of a question.

        A passage scores only if a sentence or a heading of it has a content word. With `definition`, sentences that
        define a word of the question score higher.
        """
        content = content_words(words, language)
        terms = stems(content, language)
        definition = definition and self._weights.definitions
        sentences = self._rankers[SENTENCE].get_scores([*terms, *map(_definition_term, content if definition else ())])
        if wanted is not None:
            sentences = sentences * (1 + self._weights.kind * self._giving(wanted))
        best = self._best_of(sentences)
        asked = {CONTEXT: terms, WORDS: words, PAIRS: pairs(terms), LETTERS: letter_grams(content)}
        total = self._weights.weight(SENTENCE) * best
        for name, query in asked.items():
            total = total + self._weights.weight(name) * self._rankers[name].get_scores(query)
        return np.where(best > 0, total * self._bonus, 0.0), sentences

    def matching(self, words: Sequence[str], language: str = ENGLISH) -> npt.NDArray[np.bool_]:
        """Return, for each passage, whether it has a content word, or the content words of a phrase side by side."""
        terms = stems(words, language)
        found = np.zeros(self.size, dtype=bool)
        if len(terms) == 1:
            sentences = self._rankers[SENTENCE].documents_with(terms[0])
            found[np.searchsorted(self.first_sentence, sentences, side="right") - 1] = True
            return found
        side_by_side = [self._rankers[PAIRS].documents_with(" ".join(pair)) for pair in pairwise(terms)]
        found[reduce(np.intersect1d, side_by_side, np.arange(self.size))] = True
        return found

    def _giving(self, wanted: AnswerType) -> Scores:
        """Return 1 for each sentence that gives a kind of answer, 0 for the others."""
        if wanted.name not in self._of_kind:
            self._of_kind[wanted.name] = np.array([wanted.is_in(text) for text in self._texts], dtype=float)
        return self._of_kind[wanted.name]

    def _best_of(self, sentences: Scores) -> Scores:
        """Return the score of each passage's best sentence."""
        return np.maximum.reduceat(sentences, self.first_sentence[:-1]) if self.size else sentences


def with_meaning(words: Scores, trust: float, nearness: Scores, weight: float) -> Scores:
    """Return scores that join words and meaning; `trust` in [0, 1] is how far to trust the words.

    A passage that shares no word with the question scores only if it is related in meaning.
    """
    by_words = trust * words / max(float(words.max(initial=0.0)), 1e-9)
    found = (words > 0) | (nearness >= RELATED)
    return np.where(found, by_words + weight * np.maximum(nearness, 0.0), 0.0)


def pairs(terms: Sequence[str]) -> list[str]:
    """Return pairs of neighbouring terms, and of terms with one between them, each pair in its order.

    >>> pairs(["a", "b", "c"])
    ['a b', 'a c', 'b c']
    """
    return [f"{first} {second}" for i, first in enumerate(terms) for second in terms[i + 1 : i + 3]]


def letter_grams(words: Sequence[str], length: int = 4) -> list[str]:
    """Return all runs of `length` letters, also across word boundaries, which favours the same words side by side.

    >>> letter_grams(["ab", "c"])
    ['_ab_', 'ab_c', 'b_c_']
    """
    run = f"_{'_'.join(words)}_"
    return [run[i : i + length] for i in range(len(run) - length + 1)] if words else []


def _without_stop_words(words: Sequence[str], language: str = ENGLISH) -> list[str]:
    without = stop_words(language)
    return [form for form in words if form not in without]


def _defined(text: str, words: Sequence[str]) -> list[str]:
    """Return the folded words that a sentence defines: "Niacin is ...", "glutathione, an enzyme ..."."""
    start = list(words[:_DEFINED_WITHIN])
    # "The treatment of migraines is ..." defines the treatment, not migraines.
    end = next((i for i, form in enumerate(start) if form in _BEHIND_SUBJECT), len(start))
    subject = start[:end] if _DEFINING.intersection(start) else []
    explained = [form for match in _APPOSITION.finditer(text) for form in forms(match[1])]
    return _without_stop_words(subject + explained)


def _definition_term(form: str) -> str:
    return f"{stem(form)}="


def _neighbour(terms: Sequence[tuple[str, ...]], sections: Sequence[object], i: int, step: int) -> tuple[str, ...]:
    """Return the terms of the passage `step` away; empty where that belongs to another section or is none."""
    j = i + step
    return terms[j] if 0 <= j < len(terms) and sections[i] == sections[j] else ()


def _earliness(passages: Sequence[Passage]) -> Scores:
    """Return how early each passage is in its article: 1 for the first, falling towards 0 at the last."""
    place: dict[str, int] = {}
    order = []
    for passage in passages:
        order.append(place.get(passage.citation.article, 0))
        place[passage.citation.article] = order[-1] + 1
    counts = [place[passage.citation.article] for passage in passages]
    return 1 - np.array(order, dtype=float) / np.array(counts, dtype=float) if passages else np.zeros(0)
