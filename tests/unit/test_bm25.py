"""BM25 against rank_bm25 itself, and against its known defects."""

import math
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from index.bm25 import BM25, best, inverse_document_frequency

TERMS = st.sampled_from(["tea", "leaf", "water", "cup", "pot", "milk"])
DOCUMENTS = st.lists(st.lists(TERMS, max_size=8), min_size=1, max_size=12).filter(any)
QUERY = st.lists(TERMS | st.just("unknown"), max_size=5)


def reference(documents: list[list[str]], k1: float, b: float) -> BM25Okapi:
    """rank_bm25's Okapi with nothing but its table of inverse document frequencies replaced."""
    okapi = BM25Okapi(documents, k1=k1, b=b)
    having = {term: sum(term in document for document in documents) for document in documents for term in document}
    okapi.idf = {term: inverse_document_frequency(len(documents), df) for term, df in having.items()}
    return okapi


# rank_bm25 divides 0 by 0 for an empty document at b = 1, where our scores stay 0.
@given(documents=DOCUMENTS, query=QUERY, k1=st.floats(0.1, 3), b=st.floats(0, 0.99))
def test_scores_equal_those_of_rank_bm25(documents: list[list[str]], query: list[str], k1: float, b: float) -> None:
    np.testing.assert_allclose(
        BM25(documents, k1, b).get_scores(query), reference(documents, k1, b).get_scores(query), rtol=1e-12
    )


@given(documents=DOCUMENTS, query=QUERY, n=st.integers(1, 15))
def test_top_is_the_stable_order_of_the_scores_that_match(documents: list[list[str]], query: list[str], n: int) -> None:
    index = BM25(documents)
    scores = index.get_scores(query)
    expected = [i for i in sorted(range(len(scores)), key=lambda i: (-scores[i], i)) if scores[i] > 0][:n]
    ids, values = index.top(query, n)
    assert ids.tolist() == expected
    assert values.tolist() == [scores[i] for i in expected]


@given(st.lists(st.integers(0, 5), max_size=3000), st.integers(1, 7))
def test_the_best_of_many_equal_scores_are_the_first(scores: list[int], n: int) -> None:
    ids, _ = best(np.array(scores, dtype=float), n)
    assert ids.tolist() == [i for i in sorted(range(len(scores)), key=lambda i: (-scores[i], i)) if scores[i] > 0][:n]


def test_the_best_of_very_many_scores_are_found_beyond_the_last_whole_block() -> None:
    scores = np.zeros(256 * 20 + 7)
    scores[[3, 700, 256 * 20 + 6]] = [1.0, 3.0, 2.0]
    assert best(scores, 3)[0].tolist() == [700, 256 * 20 + 6, 3]


def test_an_empty_corpus_finds_nothing() -> None:
    empty: list[list[list[str]]] = [[], [[]], [[], []]]
    for documents in empty:
        index = BM25(documents)
        assert index.get_scores(["tea"]).tolist() == [0.0] * len(documents)
        assert index.top(["tea"], 3)[0].tolist() == []


def test_an_empty_document_scores_nothing_even_with_full_length_normalisation() -> None:
    assert BM25([[], ["tea"]], b=1.0).get_scores(["tea", "unknown"])[0] == 0


def test_a_term_in_every_document_still_scores_above_zero() -> None:
    assert (BM25([["tea"], ["tea", "cup"]]).get_scores(["tea"]) > 0).all()


@given(st.integers(1, 1000), st.data())
def test_rarer_terms_weigh_more_and_all_weigh_something(documents: int, data: st.DataObject) -> None:
    having = data.draw(st.integers(0, documents - 1))
    rarer, commoner = (inverse_document_frequency(documents, df) for df in (having, having + 1))
    assert rarer > commoner > 0


def test_a_query_that_matches_nothing_finds_nothing() -> None:
    assert BM25([["tea"], ["cup"]]).top(["coffee"], 5)[0].size == 0
    assert BM25([["tea"], ["cup"]]).top([], 5)[0].size == 0


def test_a_plain_string_is_refused_rather_than_read_letter_by_letter() -> None:
    with pytest.raises(TypeError, match="split it into terms"):
        BM25(["tea cup"])
    with pytest.raises(TypeError, match="split it into terms"):
        BM25([["tea"]]).get_scores("tea")


def test_scores_are_the_formula_worked_out_by_hand() -> None:
    # Two documents of lengths 1 and 3 (average 2); "tea" is in one, twice.
    idf = math.log(1 + (2 - 1 + 0.5) / (1 + 0.5))
    expected = idf * 2 * (0.9 + 1) / (2 + 0.9 * (1 - 0.75 + 0.75 * 3 / 2))
    assert BM25([["cup"], ["tea", "tea", "pot"]]).get_scores(["tea"])[1] == pytest.approx(expected)


def test_queries_do_not_loop_in_rank_bm25() -> None:
    index = BM25([["tea"], ["cup"]])
    with patch.object(BM25Okapi, "get_scores", side_effect=AssertionError):
        assert index.get_scores(["tea"])[0] > 0
