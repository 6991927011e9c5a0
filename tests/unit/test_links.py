"""What a link into the bot can carry."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.markup.links import passage_in, question_in, share_button, start_of_question


@pytest.mark.parametrize(
    ("question", "start"),
    [
        ("What is glutathione?", "q_What_is_glutathione"),
        ("  Is it over-the-counter,  or not?! ", "q_Is_it_over-the-counter_or_not"),
        ("w" * 62, "q_" + "w" * 62),
        ("w" * 63, None),
        ("¿Qué es?", None),
        ("What's that?", None),
        ("50%", None),
        ("a_b", None),
        ("?", None),
        ("", None),
    ],
)
def test_a_question_goes_into_a_link_where_it_fits_and_else_there_is_none(question: str, start: str | None) -> None:
    assert start_of_question(question) == start


@given(st.text(max_size=80))
def test_whatever_goes_into_a_link_comes_out_of_it_with_the_same_words(question: str) -> None:
    start = start_of_question(question)
    if start is not None:
        assert len(start) <= 64
        assert (question_in(start) or "").split() == question.translate(str.maketrans("", "", "?¿!¡.,:;")).split()


@pytest.mark.parametrize("start", ["", "q_", "q__", "a_", "join-q_x", "x"])
def test_what_is_no_question_is_none(start: str) -> None:
    assert question_in(start) is None
    assert passage_in(start) is None


def test_a_passage_is_named_in_a_link() -> None:
    assert passage_in("a_1f2e-12_b0") == ("1f2e-12", "b0")
    assert passage_in("a_1f2e") == ("1f2e", "")


def test_sharing_hands_over_the_link_and_a_text() -> None:
    button = share_button("Share", "https://t.me/article_test_bot?start=a_x", "What is “tea” & milk?")
    given_to_telegram = parse_qs(urlsplit(button.url or "").query)
    assert given_to_telegram == {
        "url": ["https://t.me/article_test_bot?start=a_x"],
        "text": ["What is “tea” & milk?"],
    }
