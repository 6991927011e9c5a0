"""Pieces laid out: lists with what leads them in, tables with their header, each part to be understood alone."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.layout import lay_out
from corpus.parsed import Piece
from tests.growth import grows_linearly


def laid_out(*pieces: Piece) -> list[str]:
    text, blocks = lay_out(pieces)
    assert "\n\n".join(text[block.start : block.end] for block in blocks) == text
    return [text[block.start : block.end] for block in blocks]


def items(count: int, words: int = 8) -> tuple[str, ...]:
    return tuple(f"• Item {n} " + "leaf " * (words - 2) for n in range(count))


def rows_of(blocks: list[str]) -> list[str]:
    return [line for block in blocks for line in block.split("\n")]


def test_a_list_stands_with_the_words_that_lead_it_in() -> None:
    for lead_in in ("Bring with you:", "These are the things to bring with you"):
        assert laid_out(Piece("paragraph", lead_in), Piece("list", rows=("• cups", "• leaves"))) == [
            f"{lead_in}\n• cups\n• leaves"
        ]


def test_every_part_of_a_long_list_begins_with_its_lead_in_and_cuts_no_item() -> None:
    rows = items(40)
    blocks = laid_out(Piece("paragraph", "The reasons are these:"), Piece("list", rows=rows))
    assert len(blocks) > 3
    assert all(block.startswith("The reasons are these:\n• Item") for block in blocks)
    assert all(40 <= len(block.split()) <= 100 for block in blocks)
    assert [line for line in rows_of(blocks) if line.startswith("•")] == [row.rstrip() for row in rows]


def test_only_the_last_sentence_of_a_long_paragraph_leads_a_list_in() -> None:
    before = (
        "Tea is grown in many countries, and each of them has a way of its own to prepare and to serve it to guests."
    )
    blocks = laid_out(Piece("paragraph", f"{before} The ways are:"), Piece("list", rows=items(30)))
    assert blocks[0] == before
    assert all(block.startswith("The ways are:\n") for block in blocks[1:])


def test_a_long_paragraph_without_a_colon_stays_by_itself() -> None:
    text = "Tea is grown in many countries. Each of them has a way of its own to prepare it and to serve it to guests."
    assert laid_out(Piece("paragraph", text), Piece("list", rows=("• cups",))) == [text, "• cups"]


def test_a_part_that_begins_inside_a_nested_list_repeats_the_items_above() -> None:
    rows = ("• Children", *(f"  • Dose {n} of ten words that are all just the same" for n in range(20)), "• Adults")
    blocks = laid_out(Piece("paragraph", "Doses:"), Piece("list", rows=rows))
    assert len(blocks) > 1
    assert all(block.startswith("Doses:\n• Children\n  • Dose") for block in blocks)


def test_every_part_of_a_long_table_begins_with_its_header_row() -> None:
    rows = ("Drug | Adult | Child", *(f"Drug {n} | {n} mg three times a day | {n} mg once a day" for n in range(40)))
    blocks = laid_out(Piece("table", rows=rows))
    assert len(blocks) > 3
    assert all(block.startswith("Drug | Adult | Child\nDrug ") for block in blocks)
    assert [line for line in rows_of(blocks) if line != rows[0]] == list(rows[1:])


def test_a_table_without_a_header_repeats_nothing() -> None:
    rows = tuple(f"Drug {n} | {n} mg three times a day" for n in range(40))
    assert rows_of(laid_out(Piece("table", rows=rows, has_header=False))) == list(rows)
    blank = laid_out(Piece("table", rows=(" | ", *rows)))
    assert rows_of(blank) == list(rows)


def test_a_header_as_long_as_a_passage_stands_once() -> None:
    header = "column " * 90
    blocks = laid_out(Piece("table", rows=(header, *("one | two three four five" for _ in range(50)))))
    assert "\n".join(blocks).count("column") == 90


def test_each_item_under_references_is_a_paragraph() -> None:
    works = ("1. Smith J. On leaves. 2004.", "2. Doe A. On roots. 2011.")
    assert laid_out(Piece("heading", "References"), Piece("list", rows=works)) == ["References", *works]
    assert laid_out(Piece("paragraph", "Drink it."), Piece("list", rows=works)) == ["Drink it.", *works]


def test_a_list_has_the_page_on_which_its_lead_in_stands_and_its_clause() -> None:
    _, (first, *rest) = lay_out(
        [Piece("paragraph", "2.3 Bring:", page=4, clause="2.3"), Piece("list", rows=items(30), page=5)]
    )
    assert (first.kind, first.page, first.clause) == ("list", 4, "2.3")
    assert {(block.page, block.clause) for block in rest} == {(5, "2.3")}


def test_characters_that_nobody_sees_are_taken_out_of_every_piece() -> None:
    text, _ = lay_out([Piece("paragraph", "re\u00adfri\u200bgerator"), Piece("table", rows=("of\ufb01ce | \ufeffb",))])
    assert text == "refrigerator\n\noffice | b"


WORDS = st.lists(st.sampled_from(["tea", "is", "hot:", "B12", "", "  •", "|", "\u200b", "Very.long"]), max_size=30)
LINE = WORDS.map(" ".join)
PIECE = st.builds(Piece, st.just("paragraph"), LINE) | st.builds(
    Piece,
    st.sampled_from(["list", "table"]),
    rows=st.lists(LINE, max_size=12).map(tuple),
    has_header=st.booleans(),
)


@given(st.lists(PIECE, max_size=6))
def test_no_word_is_lost_and_none_comes_but_those_repeated(pieces: list[Piece]) -> None:
    laid = " ".join(laid_out(*pieces)).split()
    given_words = " ".join(line for piece in pieces for line in (piece.text, *piece.rows)).replace("\u200b", "").split()
    kept = [word for word in given_words if any(map(str.isalnum, word))]
    remaining = iter(laid)
    assert all(word in remaining for word in kept)  # in their order
    assert set(laid) <= set(given_words)


HOSTILE: dict[str, tuple[Callable[[int], list[Piece]], int]] = {
    "bullets": (lambda n: [Piece("list", rows=("• a",) * n)], 10_000),
    "empty bullets": (lambda n: [Piece("list", rows=("•",) * n)], 25_000),
    "lead-ins": (lambda n: [Piece("paragraph", "Bring:"), Piece("list", rows=("• a",))] * n, 2_500),
    "header": (lambda n: [Piece("table", rows=("word " * 50, *["a"] * n))], 15_000),
    "long header": (lambda n: [Piece("table", rows=("x" * n, *["a"] * (n // 10)))], 150_000),
    "long item above": (lambda n: [Piece("list", rows=("• " + "x" * n, *["  • a"] * (n // 10)))], 60_000),
    "nesting": (lambda n: [Piece("list", rows=tuple("  " * depth + "• a" for depth in range(int(n**0.5))))], 200_000),
    "spaces": (lambda n: [Piece("paragraph", "a." + " " * n + "b:"), Piece("list", rows=("• a",))], 400_000),
    "one line": (lambda n: [Piece("paragraph", "word. Word " * n + ":"), Piece("list", rows=("• a",))], 20_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_in_proportion(name: str) -> None:
    make, size = HOSTILE[name]
    assert grows_linearly(lay_out, make, size)
