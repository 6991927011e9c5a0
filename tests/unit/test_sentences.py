"""Sentences end where they end, and not at abbreviations."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.sentences import split_sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["Ask Dr. Buscher, M.D. or Prof. May.", "She knows."],
        ["It is 3.5 mg, i.e. not much.", "Really?", "Yes!"],
        ["See Fig. 3 and vol. 12, pp. 3-4.", "(It is short.)"],
        ["“Is it hot?” she asked.", "It was."],
        ["Vitamin B12 is important.", "Low levels of B12 harm."],
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
