"""Passages of lists and tables keep their first line; none is longer than about 120 words, whatever the text."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Article
from corpus.parsed import ParsedDocument, Piece
from corpus.structure import build
from index.chunking import MAX_WORDS, split_article
from tests.growth import grows_linearly


def article_of(*pieces: Piece) -> Article:
    article = build("tea", ParsedDocument(pieces))
    assert article is not None
    return article


def texts(*pieces: Piece) -> list[str]:
    return [passage.text for passage in split_article(article_of(*pieces))]


def test_every_passage_of_a_table_shows_the_header_row() -> None:
    rows = ("Drug | Adult | Child", *(f"Drug {n} | {n} mg three times a day | {n} mg once" for n in range(60)))
    passages = texts(Piece("paragraph", "Doses are given in milligrams."), Piece("table", rows=rows))
    assert len(passages) > 3
    assert all(rows[0] in passage for passage in passages)


def test_every_passage_of_a_list_shows_what_leads_it_in() -> None:
    rows = tuple(f"• Reason {n} that is told in some ten words or so" for n in range(60))
    passages = texts(Piece("paragraph", "The reasons for this are:"), Piece("list", rows=rows))
    assert len(passages) > 3
    assert all("The reasons for this are:\n• Reason" in passage for passage in passages)


def test_a_long_item_is_cut_but_never_from_the_line_that_leads_it_in() -> None:
    item = "• " + " ".join(f"Sentence {n} of the item is here." for n in range(40))
    first, *rest = texts(Piece("paragraph", "The reasons are:"), Piece("list", rows=(item,)))
    assert first.startswith("The reasons are:\n• Sentence 0")
    assert rest
    endless = "• " + "word " * 300
    assert texts(Piece("paragraph", "The reasons are:"), Piece("list", rows=(endless,)))[0].startswith(
        "The reasons are:\n• word word"
    )


def test_a_long_lead_in_goes_with_its_first_items() -> None:
    lead_in = " ".join(["A lead-in of so many words that it is not repeated"] * 7) + ":"
    first, *_ = texts(Piece("paragraph", lead_in), Piece("list", rows=("• leaves", "• water")))
    assert first.endswith(":\n\n• leaves\n• water")


def test_a_row_is_a_sentence_whatever_marks_it() -> None:
    (passage,) = split_article(article_of(Piece("list", rows=("a) Boil it. Now.", "(b) pour", "☐ drink"))))
    assert [passage.text[start:end] for start, end in passage.sentences] == [
        "a) Boil it.",
        "Now.",
        "(b) pour",
        "☐ drink",
    ]


@pytest.mark.parametrize(
    "text",
    ["word " * 1000, "clause of five words, " * 200, "x" * 20_000, "茶" * 20_000, "word " * 130 + "x" * 5000 + " end."],
)
def test_no_passage_is_longer_than_a_person_reads(text: str) -> None:
    for kind in (Piece("paragraph", text), Piece("list", rows=(text, text)), Piece("table", rows=(text, text))):
        passages = texts(kind)
        assert all(len(passage.split()) <= MAX_WORDS and len(passage) <= 2100 for passage in passages)


def test_a_book_in_one_line_is_cut_at_the_ends_of_its_sentences() -> None:
    passages = texts(Piece("paragraph", "It is hot. " * 20_000))
    assert all(passage.startswith("It is") and passage.endswith("hot.") for passage in passages)


def test_a_reference_of_many_words_is_cut_as_well() -> None:
    pieces = (Piece("paragraph", "Drink it."), Piece("heading", "References"), Piece("paragraph", "A work. " * 200))
    assert all(len(passage.split()) <= MAX_WORDS for passage in texts(*pieces))


LINE = st.lists(st.sampled_from(["tea", "is", "hot.", "and:", "x" * 900]), min_size=1, max_size=150).map(" ".join)
PIECE = st.builds(Piece, st.sampled_from(["paragraph", "heading"]), LINE) | st.builds(
    Piece, st.sampled_from(["list", "table"]), rows=st.lists(LINE, min_size=1, max_size=8).map(tuple)
)


@given(st.lists(PIECE, min_size=1, max_size=5))
def test_passages_are_slices_that_cover_every_paragraph_and_are_short(pieces: list[Piece]) -> None:
    article = build("tea", ParsedDocument(tuple(pieces)))
    if article is None:
        return
    passages = split_article(article)
    for passage in passages:
        assert passage.text == article.text[passage.start : passage.start + len(passage.text)]
        assert passage.sentences[0][0] == 0
        assert passage.sentences[-1][1] == len(passage.text)
        assert len(passage.text.split()) <= MAX_WORDS
    shown = "".join("".join(passage.text.split()) for passage in passages)
    assert shown == "".join("".join(article.text[p.start : p.end].split()) for p in article.paragraphs())


HOSTILE: dict[str, tuple[Callable[[int], Article], int]] = {
    "sentences": (lambda n: article_of(Piece("paragraph", "It is hot. " * n)), 1_000),
    "one sentence": (lambda n: article_of(Piece("paragraph", "word, " * n)), 10_000),
    "one word": (lambda n: article_of(Piece("paragraph", "x" * n)), 400_000),
    "spaces": (lambda n: article_of(Piece("paragraph", "a" + " " * n + "b")), 500_000),
    "bullets": (lambda n: article_of(Piece("list", rows=("• a",) * n)), 3_000),
    "paragraphs": (lambda n: article_of(*[Piece("paragraph", "Tea:")] * n), 3_000),
    "cells": (lambda n: article_of(Piece("table", rows=("a | b | " * n,))), 10_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_in_proportion(name: str) -> None:
    make, size = HOSTILE[name]
    assert grows_linearly(split_article, make, size)
