"""BM25 over lists of terms: rank_bm25 counts the terms and has the formula, which is compiled to arrays here.

The formula is rank_bm25's Okapi. BM25+ is no option: it gives a positive score to documents without any
term of the query, and on short passages of similar length its length bonus does not improve the order.
Two things differ from rank_bm25, each of which is a defect for this use:

- Its inverse document frequency is 0 for a term in half of the documents, and the floor that it puts
  under negative ones then ranks common words above rarer ones. Here it is
  ln(1 + (N - df + 0.5) / (df + 0.5)), always positive (Robertson & Zaragoza 2009, as in Lucene).
- Its `get_scores` loops over all documents in Python. Here each term's contribution to each document is
  computed once and stored in postings, so that a query only adds a few arrays.
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
_NONE: Ids = np.zeros(0, dtype=np.intp)


class _Okapi(BM25Okapi):  # type: ignore[misc]  # rank_bm25 has no types
    def _calc_idf(self, nd: dict[str, int]) -> None:
        self.idf = {term: inverse_document_frequency(self.corpus_size, df) for term, df in nd.items()}


def inverse_document_frequency(documents: int, document_frequency: int) -> float:
    """Return the inverse document frequency of a term in nats: ln(1 + (N - df + 0.5) / (df + 0.5)).

    `documents` is N, the number of all documents; `document_frequency` is df, the number of those with the term.
    """
    return log(1 + (documents - document_frequency + 0.5) / (document_frequency + 0.5))


class BM25:
    """Score documents for queries; both are lists of terms.

    >>> ids, scores = BM25([["tea", "leaf"], ["coffee"], ["tea", "tea"]]).top(["tea"], 5)
    >>> ids.tolist()
    [2, 0]
    """

    def __init__(self, documents: Sequence[Sequence[str]], k1: float = K1, b: float = B) -> None:
        for document in documents:
            _refuse_string(document)
        self.size = len(documents)
        self._rows: dict[str, int] = {}
        self._starts: Ids = np.zeros(1, dtype=np.intp)
        self._documents: Ids = np.zeros(0, dtype=np.intp)
        self._weights: Scores = np.zeros(0)
        if any(documents):  # rank_bm25 divides by zero without a single term
            self._compile(_Okapi(documents, k1=k1, b=b))

    def get_scores(self, query: Iterable[str]) -> Scores:
        """Return the score of every document, by its position; 0 for a document without any term of the query."""
        _refuse_string(query)
        scores = np.zeros(self.size)
        for term in query:
            row = self._rows.get(term)
            if row is not None:
                posting = slice(self._starts[row], self._starts[row + 1])
                scores[self._documents[posting]] += self._weights[posting]
        return scores

    def documents_with(self, term: str) -> Ids:
        """Return the ids of the documents that contain a term, in ascending order."""
        row = self._rows.get(term)
        return self._documents[self._starts[row] : self._starts[row + 1]] if row is not None else _NONE

    def top(self, query: Iterable[str], n: int) -> tuple[Ids, Scores]:
        """Return ids and scores of the `n` best documents that match at all, best first; ties in order of id."""
        return best(self.get_scores(query), n)

    def _compile(self, okapi: BM25Okapi) -> None:
        """Compute the postings: for each term, the documents that contain it and its contribution to their scores."""
        documents: list[int] = []
        rows: list[int] = []
        frequencies: list[int] = []
        for document, counts in enumerate(okapi.doc_freqs):
            for term, frequency in counts.items():
                documents.append(document)
                rows.append(self._rows.setdefault(term, len(self._rows)))
                frequencies.append(frequency)
        row = np.array(rows, dtype=np.intp)
        by_term = np.argsort(row, kind="stable")
        self._starts = np.concatenate([[0], np.cumsum(np.bincount(row))])
        self._documents = np.array(documents, dtype=np.intp)[by_term]
        idf = np.array([okapi.idf[term] for term in self._rows])[row[by_term]]
        frequency = np.array(frequencies, dtype=float)[by_term]
        lengths = np.array(okapi.doc_len)[self._documents] / okapi.avgdl
        penalty = okapi.k1 * (1 - okapi.b + okapi.b * lengths)
        self._weights = idf * (frequency * (okapi.k1 + 1) / (frequency + penalty))


def best(scores: Scores, n: int) -> tuple[Ids, Scores]:
    """Return positions and values of the `n` largest positive scores, largest first; ties in order of position.

    The n-th largest maximum of blocks of 256 scores is a lower bound of the n-th largest score. Nearly all
    scores fall below it, so sorting what remains is much cheaper than partitioning all of them.
    """
    if n < 1:
        return np.zeros(0, dtype=np.intp), np.zeros(0)
    floor = 0.0
    if len(scores) > _BLOCK * n:
        whole = len(scores) // _BLOCK * _BLOCK
        maxima = scores[:whole].reshape(-1, _BLOCK).max(axis=1)
        floor = np.partition(maxima, len(maxima) - n)[len(maxima) - n]
    ids = np.flatnonzero((scores >= floor) & (scores > 0))
    ids = ids[np.lexsort((ids, -scores[ids]))][:n]
    return ids, scores[ids]


def _refuse_string(terms: Iterable[str]) -> None:
    if isinstance(terms, str):
        raise TypeError(f"terms must be a list of strings, not the string {terms[:40]!r}: split it into terms first")
