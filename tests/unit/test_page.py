"""What is shown of a passage: all of it, its emphasis in place, and nothing that could harm a terminal."""

import unicodedata
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.answering.page import Page, segments
from bot.text import clean, clip
from index import Citation, Hit, Passage
from index.language.sentences import split_sentences

CITATION = Citation("tea", "Tea", (), 1, 1, None, None)


def hit_of(text: str, best: int = 0, matches: tuple[tuple[int, int], ...] = ()) -> Hit:
    sentences = tuple(split_sentences(text)) or ((0, len(text)),)
    return Hit(Passage(text, 0, sentences, CITATION), 1.0, 1.0, sentences[best], matches)


def test_the_best_sentence_and_the_matches_are_marked() -> None:
    shown = list(segments(hit_of("Tea is hot. Tea is green.", best=1, matches=((12, 15),)), 100))
    assert [(part.text, part.best, part.match) for part in shown] == [
        ("Tea is hot. ", False, False), ("Tea", True, True), (" is green.", True, False),
    ]  # fmt: skip


def test_white_space_is_folded_but_lists_and_paragraphs_stay() -> None:
    shown = segments(hit_of("One\ntwo \xa0 three:\n• a\n• b\n\nNext."), 1000)
    assert "".join(part.text for part in shown) == "One two three:\n• a\n• b\n\nNext."


def test_items_within_items_stand_further_in() -> None:
    text = "Bring:\n• cups\n  • two red ones\n" + " " * 30 + "• deep\nand wrapped"
    shown = "".join(part.text for part in segments(hit_of(text), 1000))
    assert shown == "Bring:\n• cups\n  • two red ones\n        • deep and wrapped"


def test_a_long_passage_is_cut_at_sentences_around_the_best() -> None:
    text = " ".join(f"Sentence {n} is here." for n in range(50))
    shown = "".join(part.text for part in segments(hit_of(text, best=25), 100))
    assert "Sentence 25 is here." in shown
    assert shown.startswith("… Sentence")
    assert shown.endswith("here. …")
    assert len(shown) <= 104


@given(st.text(max_size=300), st.integers(1, 400), st.data())
def test_whatever_the_text_only_clean_text_of_bounded_length_is_shown(
    text: str, length: int, data: st.DataObject
) -> None:
    if not text.strip():
        return
    text = text.strip()
    best = data.draw(st.integers(0, len(split_sentences(text)) - 1))
    start = data.draw(st.integers(0, len(text)))
    shown = "".join(part.text for part in segments(hit_of(text, best, ((start, start + 1),)), length))
    assert len(shown) <= length + 4
    assert not [letter for letter in shown if unicodedata.category(letter) == "Cc" and letter not in "\n\t"]


@given(st.text(max_size=300), st.integers(2, 50))
def test_clipping_keeps_one_line_of_at_most_the_length(text: str, length: int) -> None:
    assert len(clip(text, length)) <= length
    assert "\n" not in clip(text, length)


def test_escape_sequences_and_direction_overrides_are_taken_out() -> None:
    assert clean("a\x1b[31mb\u202ec\x00") == "a[31mbc"


def test_a_passage_whose_best_sentence_names_no_subject_has_its_heading_above_it() -> None:
    placed = replace(CITATION, section=("Drinks", "Green tea"))
    for text, section, heading in (
        ("It is used in the evening.", placed, "Green tea"),
        ("It is used in the evening.", CITATION, "Tea"),
        ("Green tea is used in the evening.", placed, None),
    ):
        hit = hit_of(text)
        hit = replace(hit, passage=replace(hit.passage, citation=section))
        assert Page(passage=hit).heading == heading
