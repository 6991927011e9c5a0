"""Sentences end where they end, and not at abbreviations."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.sentences import split_clauses, split_sentences
from tests.growth import grows_linearly


@pytest.mark.parametrize(
    "sentences",
    [
        ["Ask Dr. Buscher, M.D. or Prof. May.", "She knows."],
        ["It is 3.5 mg, i.e. not much.", "Really?", "Yes!"],
        ["See Fig. 3 and vol. 12, pp. 3-4.", "(It is short.)"],
        ["Weigh 9 g of salt (Sigma, cat.no. S86-25G).", "Stir it in (Fluka, Cat.No. 3245-G)."],
        ["“Is it hot?” she asked.", "It was."],
        ["Vitamin B12 is important.", "Low levels of B12 harm."],
        ["Give 1.5 ml i.v. every 6 h, then p.o. b.i.d. or t.i.d. as needed.", "Use vit. C and inj. Iron q.d. Monday."],
        ["See Sect. 2.1 for approx. 70 kg (max. 2 g p.o. b.i.d.) and Dr. med. May.", "It is 5 mg."],
        ["We sell cups, spoons etc. and pots.", "We sell cups etc.", "Pots are elsewhere."],
        ["Die Praxis öffnet am 29. Juli, d.h. bald, um ca. 8 Uhr.", "Am 3. Tag kommt die 2. Dosis."],
        ["Nach Abs. 2 Nr. 3 (S. 12) z.B. Tee, ggf. Saft bzw. Wasser usw. ist erlaubt.", "Es sind 3.", "Danach 4."],
        ["J. R. Smith lives in the U.S. and E. coli does too.", "He left the U.S.", "The end came."],
        ["Take vitamin C.", "Then wait for 6 h.", "The tea is at 8 a.m. on Monday."],
        ["Nach Art. 5 sind es mind. 3 Tassen.", "That is modern art.", "Never mind.", "Others wear caps."],
        ["It is hot.", "mRNA is not.", "So is 3.", "5 more are here."],
    ],
)
def test_sentences_are_split_as_a_reader_would(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [text[start:end] for start, end in split_sentences(text)] == sentences


def test_list_items_and_table_rows_are_sentences_and_wrapped_lines_are_not() -> None:
    text = "It needs\nthree things:\n• tea\n• hot\nwater\n2. a cup\na | b\nc | d"
    assert [text[start:end] for start, end in split_sentences(text)] == [
        "It needs\nthree things:", "• tea", "• hot\nwater", "2. a cup", "a | b", "c | d",
    ]  # fmt: skip


@given(st.text(max_size=200))
def test_sentences_hold_all_that_is_no_white_space(text: str) -> None:
    spans = split_sentences(text)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_sentences_end_in_other_scripts() -> None:
    text = "水要烧开两次。「好」他说。热吗？ هل هذا جيد؟ نعم."
    assert [text[start:end] for start, end in split_sentences(text)] == [
        "水要烧开两次。", "「好」他说。", "热吗？", "هل هذا جيد؟", "نعم.",
    ]  # fmt: skip


def test_more_markers_open_a_line_of_their_own() -> None:
    text = "Bring:\na) tea\n(2) milk\n1.2. sugar\n▪ a spoon"
    assert len(split_sentences(text)) == 5


def test_an_overlong_sentence_is_cut_at_its_clauses() -> None:
    text = "The water boils; the leaves, which are old, wait: then you pour – slowly – and it is done."
    parts = [text[start:end] for start, end in split_clauses(text, (0, len(text)), 10)]
    assert parts == ["The water boils; the leaves, which are old, wait:", "then you pour – slowly – and it is done."]


@given(st.lists(st.sampled_from(["tea", "is,", "hot;", "–", "(so:"]), max_size=60), st.integers(1, 20))
def test_clauses_hold_all_words_in_order_and_no_more_than_asked(words: list[str], most: int) -> None:
    text = "  ".join(words)
    spans = split_clauses(text, (0, len(text)), most)
    assert [word for start, end in spans for word in text[start:end].split()] == words
    assert all(len(text[start:end].split()) <= most for start, end in spans)


HOSTILE: dict[str, tuple[Callable[[int], str], int]] = {
    "spaces": (lambda size: " " * size + "a", 250_000),
    "speech": (lambda size: "? a" * (size // 3), 3_000),
    "bullets": (lambda size: "- item\n" * (size // 7), 20_000),
    "words": (lambda size: "word, " * (size // 6), 60_000),
    "abbreviations": (lambda size: "i.v. " * (size // 5), 6_000),
    "cells": (lambda size: "a | " * (size // 4), 20_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_time_of_splitting_grows_no_faster_than_the_text(name: str) -> None:
    make, size = HOSTILE[name]

    def split(text: str) -> None:
        split_sentences(text)
        split_clauses(text, (0, len(text)), 120)

    assert grows_linearly(split, make, size)
