"""Keep what passages mean as vectors, and say how near in meaning a question is to each.

A question is compared with the whole passage and with each of its sentences: a passage says several things, and is as
near as the mean of the whole and of its nearest sentence. To each vector half that of the headings is added, so that
what a passage leaves unsaid because its title says it counts too. Nearness is counted in standard deviations above what
sentences have in common that have nothing to do with each other: models differ much in their scale, and this makes one
weight fit all.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Protocol

import numpy as np
import numpy.typing as npt

from corpus import Cache
from corpus.cache import entry_name
from index.bm25 import Ids, Scores
from index.passage import Passage

Vector = npt.NDArray[np.float32]
HalfPrecision = npt.NDArray[np.float16]

_HEADINGS = 0.5
_LEAST_DEVIATION = 0.01
_BATCH = 64  # passages whose vectors are kept as one value
_CLOSEST = 256
"""How many passages are compared sentence by sentence: those nearest as a whole. It bounds a question's time."""
_UNRELATED = (
    "The train to the coast leaves at nine.",
    "Add two eggs and a pinch of salt to the flour.",
    "The court dismissed the appeal on Friday.",
    "Her grandfather played the violin.",
    "Liver cells store sugar.",
    "The roof has to be painted before winter.",
    "Prices of copper fell by four per cent.",
    "Wolves hunt in packs.",
    "He scored twice in the second half.",
    "The password must have eight letters.",
    "The moon has no air.",
    "A treaty ended the war.",
)


class ModelError(Exception):
    """Tell in one line why a sentence model cannot be used, and what to do."""


class SentenceModel(Protocol):
    """Turn texts into vectors of length 1.

    `name` changes with whatever the vectors depend on; `languages` are those that it understands, None for all.
    """

    name: bytes
    languages: frozenset[str] | None

    @property
    def of_question(self) -> Callable[[str], Vector]:
        """Return the vector of a question."""
        ...

    def of_passage(self, text: str) -> Vector:
        """Return the vector of a passage."""
        ...


class PassageVectors:
    """Hold vectors of passages and of their sentences. It does not change after `encode`, so threads may share it.

    `wholes` has a row for each passage, `sentences` those of each passage's sentences.
    """

    def __init__(
        self,
        model: SentenceModel,
        wholes: Vector,
        sentences: Sequence[HalfPrecision],
        usual: tuple[float, float],
    ) -> None:
        self._model = model
        self._wholes = wholes
        self._sentences = sentences
        self._mean, self._deviation = usual

    @classmethod
    def encode(
        cls,
        passages: Sequence[Passage],
        model: SentenceModel,
        cache: Cache | None = None,
        go_on: Callable[[], bool] = lambda: True,
    ) -> "PassageVectors | None":
        """Make the vectors of passages, or take them from the cache; None where `go_on` said that it is to stop.

        What was made is kept, so that the next call goes on from there.
        """
        found: list[HalfPrecision] = []
        for batch in _batches(passages):
            vectors = _encode_batch(batch, model, cache, go_on)
            if vectors is None:
                return None
            found.extend(vectors)
        wholes = np.array([rows[0] for rows in found], dtype=np.float32) if found else np.zeros((0, 1), np.float32)
        return cls(model, wholes, [rows[1:] for rows in found], _usual(model))

    def only(self, rows: Ids) -> "PassageVectors":
        """Return the vectors of some passages."""
        sentences = [self._sentences[row] for row in rows.tolist()]
        return PassageVectors(self._model, self._wholes[rows], sentences, (self._mean, self._deviation))

    def understand(self, language: str) -> bool:
        """Tell whether the model understands a language; of others it would find the wrong passages near."""
        return self._model.languages is None or language in self._model.languages

    def nearness(self, question: str) -> Scores:
        """Return how near each passage is to a question, in standard deviations above unrelated sentences."""
        if not len(self._wholes):
            return np.zeros(0)
        nearness = self.nearness_to(self._wholes, question)
        closest = np.argsort(-nearness)[:_CLOSEST]
        compared = [self._sentences[row] for row in closest.tolist()]
        of_sentences = self.nearness_to(np.concatenate(compared).astype(np.float32), question)
        first = np.cumsum([0, *map(len, compared[:-1])], dtype=np.intp)
        nearness[closest] = (nearness[closest] + np.maximum.reduceat(of_sentences, first)) / 2
        return nearness

    def of_questions(self, questions: Sequence[str]) -> Vector:
        """Return the vectors of questions, one a row."""
        rows = [self._model.of_question(question) for question in questions]
        return np.array(rows, dtype=np.float32) if rows else np.zeros((0, 1), dtype=np.float32)

    def nearness_to(self, vectors: Vector, question: str) -> Scores:
        """Return how near each of some vectors, one a row, is to a question, in the same measure."""
        cosines = vectors @ self._model.of_question(question)
        return (cosines.astype(float) - self._mean) / self._deviation


def _batches(passages: Sequence[Passage]) -> list[list[tuple[str, ...]]]:
    """Return headings, text and sentences of passages, batch by batch; no batch has passages of two articles."""
    batches: list[list[tuple[str, ...]]] = []
    article: str | None = None
    for passage in passages:
        citation = passage.citation
        if citation.article != article or len(batches[-1]) == _BATCH:
            batches.append([])
            article = citation.article
        sentences = (passage.text[start:end] for start, end in passage.sentences)
        batches[-1].append((" › ".join((citation.title, *citation.section)), passage.text, *sentences))
    return batches


def _encode_batch(
    batch: Sequence[tuple[str, ...]], model: SentenceModel, cache: Cache | None, go_on: Callable[[], bool]
) -> list[HalfPrecision] | None:
    """Return the vectors of each passage: its own, then those of its sentences."""
    # The same half precision whether it comes from the cache or not: an answer must not depend on that.
    name = _entry_name(batch, model)
    ends = np.cumsum([len(parts) - 1 for parts in batch])
    if cache is not None and (kept := cache.get(name)) is not None:
        return np.split(np.frombuffer(kept, dtype=np.float16).reshape(int(ends[-1]), -1), ends[:-1])
    encode = lru_cache(model.of_passage)  # headings recur, and a sentence may be a whole passage
    rows: list[HalfPrecision] = []
    for headings, *texts in batch:
        if not go_on():
            return None
        both = (encode(text) + _HEADINGS * encode(headings) for text in texts)
        rows.extend((vector / (1 + _HEADINGS)).astype(np.float16) for vector in both)
    vectors = np.array(rows)
    if cache is not None:
        cache.put(name, vectors.tobytes())
    return np.split(vectors, ends[:-1])


def _entry_name(batch: Sequence[tuple[str, ...]], model: SentenceModel) -> str:
    texts = (part.encode() for parts in batch for part in parts)
    return entry_name(b"vectors", model.name, str(_HEADINGS).encode(), *texts)


def _usual(model: SentenceModel) -> tuple[float, float]:
    """Return mean and standard deviation of the cosines of sentences that have nothing to do with each other."""
    questions = [model.of_question(text) for text in _UNRELATED]
    passages = [model.of_passage(text) for text in _UNRELATED]
    cosines = [float(questions[i] @ passages[j]) for i, j in combinations(range(len(_UNRELATED)), 2)]
    return float(np.mean(cosines)), max(float(np.std(cosines)), _LEAST_DEVIATION)
