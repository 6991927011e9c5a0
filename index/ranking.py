"""Passages seen in five ways, each ranked by BM25; their weighted sum is a passage's score.

    score(p) = 1    * best sentence of p, with the headings over it       (stems)
             + 1    * p with its headings and the passages beside it      (stems)
             + 0.6  * p, every word as it is written                      (words)
             + 0.5  * p with its headings                                 (pairs of neighbouring stems)
             + 0.25 * p with its headings                                 (4-grams of letters)

and the first passage of an article has up to a tenth more than the last, cited works three tenths less.
What each part is worth is measured in docs/ABLATION.md; weights half or double as large change little.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from index.bm25 import BM25, Ids, Scores
from index.language.stems import stem, stems
from index.language.stop_words import STOP_WORDS, content_words
from index.language.tokens import forms
from index.passage import Passage

SENTENCE, CONTEXT, WORDS, PAIRS, LETTERS = "sentence", "context", "words", "pairs", "letters"


@dataclass(frozen=True, slots=True)
class RankingWeights:
    """What the ranking is made of: the weight of each view, and what else takes part in it.

    `first_passage` is how much more the first passage of an article has than the last, `references` what
    of its score a passage of cited works keeps.
    """

    sentence: float = 1.0
    context: float = 1.0
    words: float = 0.6
    pairs: float = 0.5
    letters: float = 0.25
    first_passage: float = 0.1
    references: float = 0.7
    definitions: bool = True
    spelling: bool = True
    synonyms: bool = True

    def weight(self, view: str) -> float:
        """The weight of a view by its name."""
        return float(getattr(self, view))


_DEFINING = frozenset("is are was were means".split())
_BEHIND_SUBJECT = _DEFINING | frozenset("of in on for to from with by at as that which who".split())
_DEFINED_WITHIN = 9
_APPOSITION = re.compile(r"(?<![\w-])([\w-]+), an? ")


@dataclass(frozen=True, slots=True)
class PassageWords:
    """The folded words of a passage: of its title and headings, and of each sentence.

    `topic` are those of the title and of all headings but the innermost. `defined` are the words of
    which each sentence says what they are.
    """

    topic: list[str]
    headings: list[str]
    sentences: list[list[str]]
    defined: list[list[str]]

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
        )

    def all(self) -> list[str]:
        """The words of the text, without headings."""
        return [form for sentence in self.sentences for form in sentence]


class Ranking:
    """Scores of passages for a question."""

    def __init__(self, passages: Sequence[Passage], read: Sequence[PassageWords], weights: RankingWeights) -> None:
        self._weights = weights
        headings = [_without_stop_words(words.headings) for words in read]
        bodies = [_without_stop_words(words.all()) for words in read]
        heading_terms, body_terms = list(map(stems, headings)), list(map(stems, bodies))
        sections = [(passage.citation.article, passage.citation.section) for passage in passages]
        self.size = len(passages)
        self.first_sentence: Ids = np.cumsum([0, *(len(words.sentences) for words in read)], dtype=np.intp)
        self._rankers = {
            SENTENCE: BM25(
                [
                    [*heading, *stems(_without_stop_words(sentence)), *map(_definition_term, defined)]
                    for heading, words in zip(heading_terms, read, strict=True)
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
            WORDS: BM25([words.all() for words in read], b=0.75),
            PAIRS: BM25([pairs(h + b) for h, b in zip(heading_terms, body_terms, strict=True)], b=0.3),
            LETTERS: BM25([letter_grams(h + b) for h, b in zip(headings, bodies, strict=True)], b=0.75),
        }
        kept = np.array([weights.references if passage.is_reference else 1.0 for passage in passages])
        self._bonus = kept * (1 + weights.first_passage * _earliness(passages))

    def scores(self, words: Sequence[str], *, definition: bool = False) -> tuple[Scores, Scores]:
        """The scores of all passages, and of all their sentences, for the folded words of a question.

        A passage scores only if a sentence or a heading of it has a content word. `definition` says
        that the question asks what something is: sentences that say so are preferred.
        """
        content = content_words(words)
        terms = stems(content)
        definition = definition and self._weights.definitions
        sentences = self._rankers[SENTENCE].get_scores([*terms, *map(_definition_term, content if definition else ())])
        best = self._best_of(sentences)
        asked = {CONTEXT: terms, WORDS: words, PAIRS: pairs(terms), LETTERS: letter_grams(content)}
        total = self._weights.weight(SENTENCE) * best
        for name, query in asked.items():
            total = total + self._weights.weight(name) * self._rankers[name].get_scores(query)
        return np.where(best > 0, total * self._bonus, 0.0), sentences

    def matching(self, words: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Tell which passages have a content word, or the content words of a phrase side by side."""
        terms = stems(words)
        found = np.zeros(self.size, dtype=bool)
        if len(terms) == 1:
            sentences = self._rankers[SENTENCE].documents_with(terms[0])
            found[np.searchsorted(self.first_sentence, sentences, side="right") - 1] = True
            return found
        side_by_side = [self._rankers[PAIRS].documents_with(" ".join(pair)) for pair in pairwise(terms)]
        found[reduce(np.intersect1d, side_by_side, np.arange(self.size))] = True
        return found

    def _best_of(self, sentences: Scores) -> Scores:
        """The score of each passage's best sentence."""
        return np.maximum.reduceat(sentences, self.first_sentence[:-1]) if self.size else sentences


def pairs(terms: Sequence[str]) -> list[str]:
    """Neighbouring terms in their order, and those with one between them.

    >>> pairs(["a", "b", "c"])
    ['a b', 'a c', 'b c']
    """
    return [f"{first} {second}" for i, first in enumerate(terms) for second in terms[i + 1 : i + 3]]


def letter_grams(words: Sequence[str], length: int = 4) -> list[str]:
    """Runs of letters, also across the borders of words, which rewards words that stand together.

    >>> letter_grams(["ab", "c"])
    ['_ab_', 'ab_c', 'b_c_']
    """
    run = f"_{'_'.join(words)}_"
    return [run[i : i + length] for i in range(len(run) - length + 1)] if words else []


def _without_stop_words(words: Sequence[str]) -> list[str]:
    return [form for form in words if form not in STOP_WORDS]


def _defined(text: str, words: Sequence[str]) -> list[str]:
    """The folded words of which a sentence says what they are: "Niacin is ...", "glutathione, an enzyme ..."."""
    start = list(words[:_DEFINED_WITHIN])
    # "The treatment of migraines is ..." says what the treatment is.
    end = next((i for i, form in enumerate(start) if form in _BEHIND_SUBJECT), len(start))
    subject = start[:end] if _DEFINING.intersection(start) else []
    explained = [form for match in _APPOSITION.finditer(text) for form in forms(match[1])]
    return _without_stop_words(subject + explained)


def _definition_term(form: str) -> str:
    return f"{stem(form)}="


def _neighbour(terms: Sequence[tuple[str, ...]], sections: Sequence[object], i: int, step: int) -> tuple[str, ...]:
    """The terms of the passage before or after, where it belongs to the same section."""
    j = i + step
    return terms[j] if 0 <= j < len(terms) and sections[i] == sections[j] else ()


def _earliness(passages: Sequence[Passage]) -> Scores:
    """1 for the first passage of an article, falling to 0 behind its last."""
    place: dict[str, int] = {}
    order = []
    for passage in passages:
        order.append(place.get(passage.citation.article, 0))
        place[passage.citation.article] = order[-1] + 1
    counts = [place[passage.citation.article] for passage in passages]
    return 1 - np.array(order, dtype=float) / np.array(counts, dtype=float) if passages else np.zeros(0)
