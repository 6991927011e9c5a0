"""BM25 over lists of terms: rank_bm25's Okapi, compiled to arrays; the only importer of rank_bm25.

Okapi rather than Plus: Plus gives passages without any term of the query a positive score, which an
answering machine must not do, and on short passages of like length its length bonus orders nothing
better. Two things are replaced, each a defect for this use:

- Its inverse document frequency is 0 for a term in half of the documents, and the floor that it puts
  under negative ones then ranks common words above rarer ones. Here it is
  ln(1 + (N - df + 0.5) / (df + 0.5)), always positive (Robertson & Zaragoza 2009, as in Lucene).
- Its `get_scores` loops over all documents in Python. Here the same numbers are laid out once, term by
  term, and a query adds a few arrays.
"""

from collections.abc import Iterable, Sequence
from math import log

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Okapi

Scores = npt.NDArray[np.float64]
Ids = npt.NDArray[np.intp]

K1 = 0.9
B = 0.75
_BLOCK = 256


class _Okapi(BM25Okapi):  # type: ignore[misc]  # rank_bm25 has no types
    def _calc_idf(self, nd: dict[str, int]) -> None:
        self.idf = {term: inverse_document_frequency(self.corpus_size, df) for term, df in nd.items()}


def inverse_document_frequency(documents: int, having: int) -> float:
    """ln(1 + (N - df + 0.5) / (df + 0.5)): what meeting a term tells, in nats."""
    return log(1 + (documents - having + 0.5) / (having + 0.5))


class BM25:
    """Scores of documents, given as lists of terms, for queries, given as lists of terms.

    >>> ids, scores = BM25([["tea", "leaf"], ["coffee"], ["tea", "tea"]]).top(["tea"], 5)
    >>> ids.tolist()
    [2, 0]
    """

    def __init__(self, documents: Sequence[Sequence[str]], k1: float = K1, b: float = B) -> None:
        for document in documents:
            _refuse_string(document)
        self.size = len(documents)
        self.idf: dict[str, float] = {}
        self._postings: dict[str, tuple[Ids, Scores]] = {}
        if any(documents):  # rank_bm25 divides by zero without a single term
            okapi = _Okapi(documents, k1=k1, b=b)
            self.idf = okapi.idf
            self._postings = _compile(okapi)

    def get_scores(self, query: Iterable[str]) -> Scores:
        """The score of every document, 0 for one that has no term of the query."""
        _refuse_string(query)
        scores = np.zeros(self.size)
        for term in query:
            if posting := self._postings.get(term):
                ids, weights = posting
                scores[ids] += weights
        return scores

    def top(self, query: Iterable[str], n: int) -> tuple[Ids, Scores]:
        """Ids and scores of the n best documents that match at all, best first, equals in id order."""
        return best(self.get_scores(query), n)


def best(scores: Scores, n: int) -> tuple[Ids, Scores]:
    """Positions and values of the n largest positive scores, equals in order of position.

    The n-th largest maximum of blocks of 256 is a floor under the n-th largest score, and nearly all
    scores fall below it: sorting what remains is far cheaper than partitioning everything.
    """
    floor = 0.0
    if len(scores) > _BLOCK * n:
        whole = len(scores) // _BLOCK * _BLOCK
        maxima = scores[:whole].reshape(-1, _BLOCK).max(axis=1)
        floor = np.partition(maxima, len(maxima) - n)[len(maxima) - n]
    ids = np.flatnonzero((scores >= floor) & (scores > 0))
    ids = ids[np.lexsort((ids, -scores[ids]))][:n]
    return ids, scores[ids]


def _compile(okapi: BM25Okapi) -> dict[str, tuple[Ids, Scores]]:
    """Each term's documents and its part of their scores, term frequency and length weighed in."""
    lengths = np.array(okapi.doc_len) / okapi.avgdl
    penalties = okapi.k1 * (1 - okapi.b + okapi.b * lengths)
    postings: dict[str, tuple[list[int], list[int]]] = {}
    for document, frequencies in enumerate(okapi.doc_freqs):
        for term, frequency in frequencies.items():
            ids, counts = postings.setdefault(term, ([], []))
            ids.append(document)
            counts.append(frequency)
    compiled = {}
    for term, (ids, counts) in postings.items():
        positions, frequency = np.array(ids, dtype=np.intp), np.array(counts)
        weights = okapi.idf[term] * (frequency * (okapi.k1 + 1) / (frequency + penalties[positions]))
        compiled[term] = (positions, weights)
    return compiled


def _refuse_string(terms: Iterable[str]) -> None:
    if isinstance(terms, str):
        raise TypeError(f"terms must be a list of strings, not the string {terms[:40]!r}: split it into terms first")
