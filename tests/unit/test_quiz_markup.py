"""Whatever texts are in a quiz, Telegram takes its messages."""

import string

from hypothesis import given
from hypothesis import strategies as st
from telegram.constants import MessageLimit, PollLimit

from bot.catalogues import ENGLISH
from bot.clock import now
from bot.quiz.asking import AskedQuestion, Place
from bot.quiz.games import Finished, Lobby, Row
from bot.telegram.markup.explanations import explanation
from bot.telegram.markup.quiz_markup import (
    exam_question,
    lines_to_html,
    lobby,
    poll_options,
    poll_question,
    scoreboard,
)
from bot.telegram.sending import plain_parts
from tests.bot_api.entities import parse_html, utf16_length

texts = st.text(st.characters(codec="utf-8"), max_size=600)
words = st.lists(st.sampled_from(["word", "words"]), max_size=80)
hostile = st.one_of(texts, st.text(st.sampled_from("<>&\"'/b=\n𝔘"), max_size=600), st.text(string.printable))


def question(text: str, options: list[str], quote: str, citation: str) -> AskedQuestion:
    place = Place("slug", "topic", quote, citation, None, "")
    return AskedQuestion(1, 1, 5, text, tuple(options), 0, place)


@given(hostile, st.lists(hostile, min_size=2, max_size=4), hostile, hostile)
def test_polls_and_exam_questions_fit_and_parse(text: str, options: list[str], quote: str, citation: str) -> None:
    asked = question(text, options, quote, citation)
    assert utf16_length(poll_question(asked)) <= PollLimit.MAX_QUESTION_LENGTH
    assert all(utf16_length(option) <= PollLimit.MAX_OPTION_LENGTH for option in poll_options(asked))
    said = explanation(asked, ENGLISH)
    assert utf16_length(said) <= PollLimit.MAX_EXPLANATION_LENGTH
    assert said.count("\n") <= PollLimit.MAX_EXPLANATION_LINE_FEEDS
    shown, entities = parse_html(exam_question(asked, ENGLISH).html)
    assert utf16_length(shown) <= MessageLimit.MAX_TEXT_LENGTH
    assert {entity["type"] for entity in entities} <= {"bold", "italic"}


@given(words, words, st.lists(st.sampled_from(["tea", "nerves"]), min_size=1, max_size=12), words, words)
def test_the_key_stays_in_the_explanation_wherever_it_stands_in_the_quote(
    before: list[str], after: list[str], key: list[str], why: list[str], cited: list[str]
) -> None:
    answer = " ".join(key)
    place = Place("slug", "topic", " ".join([*before, *key, *after]), " ".join(cited), None, " ".join(why))
    said = explanation(AskedQuestion(1, 1, 5, "What?", (answer, "oil"), 0, place), ENGLISH)
    assert answer in said
    assert utf16_length(said) <= PollLimit.MAX_EXPLANATION_LENGTH
    assert not why or said.startswith("word")


@given(st.lists(hostile, max_size=60))
def test_lines_fit_and_say_exactly_what_they_say(lines: list[str]) -> None:
    shown, entities = parse_html(lines_to_html(lines, ENGLISH))
    assert utf16_length(shown) <= MessageLimit.MAX_TEXT_LENGTH
    assert entities == []


@given(st.lists(hostile, min_size=1, max_size=8))
def test_names_are_shown_as_they_are(names: list[str]) -> None:
    rows = tuple(Row(1, name, 2, 3.0) for name in names)
    for reply in (lobby(Lobby(1, -5, 5, 30, now(), tuple(names)), ENGLISH), scoreboard(Finished(rows, 5), ENGLISH)):
        _, entities = parse_html(reply.html)
        assert [entity["type"] for entity in entities] == ["bold"]


@given(hostile)
def test_plain_parts_are_within_the_limit(html: str) -> None:
    assert all(utf16_length(part) <= MessageLimit.MAX_TEXT_LENGTH for part in plain_parts(html))
