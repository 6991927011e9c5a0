"""No word hides behind a character that nobody sees."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.characters import clean_text
from tests.growth import grows_linearly


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("refri\u00adgerator", "refrigerator"),
        ("tempera\u00ad\nture", "temperature"),
        ("check\u200bed \u2060twice\ufeff", "checked twice"),
        ("a\u200dword", "aword"),
        ("e\u0301te\u0301", "été"),
        ("\ufb01nd the ba\ufb04ed o\ufb03ce", "find the baffled office"),
        ("8\u00a0a.m. 5\u202fmg", "8 a.m. 5 mg"),
        ("\u202eabc\u202c \u2066d\u2069", "abc d"),
        ("bell\x07 and\x9f null\x00", "bell and null"),
        ("one\x0btwo\u2028three\x85four\u2029five", "one\ntwo\nthree\nfour\n\nfive"),
    ],
)
def test_what_is_not_seen_is_taken_out(written: str, seen: str) -> None:
    assert clean_text(written) == seen


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",
        "क्\u200dष",
        "👩\u200d⚕️",
        "5 µg ± ½, cm², H₂O, №, ①",
        "tab\there\nline",
        "gap \u00a0here",
        "日本　語",
    ],
)
def test_what_scripts_need_and_signs_stay(text: str) -> None:
    assert clean_text(text) == text


@given(st.text(max_size=300))
def test_a_cleaned_text_is_clean_and_keeps_letters_and_figures(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    figures = [character for character in text if character.isdigit()]
    assert [character for character in normalize("NFC", cleaned) if character.isdigit()] == figures


def test_marks_without_end_take_time_in_proportion() -> None:
    assert grows_linearly(clean_text, lambda count: "a" + "\u0301\u0323" * count, 200_000)
