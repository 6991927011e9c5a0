"""Blocks become sections: run-in headings, notices, references, dates, and what is dropped is named."""

from collections.abc import Callable
from datetime import date

import pytest

from corpus import Article
from corpus.dates import read_date
from corpus.parsed import LeftOut, ParsedDocument, Piece
from corpus.structure import understand
from corpus.understood import Omission, Understood
from tests.growth import grows_linearly


def read(*pieces: Piece, **fields: object) -> Understood:
    understood = understand("tea", ParsedDocument(pieces, **fields))  # type: ignore[arg-type]
    assert understood is not None
    return understood


def sections(article: Article) -> list[tuple[tuple[str, ...], list[str]]]:
    return [(s.path, [article.text[p.start : p.end] for p in s.paragraphs]) for s in article.sections]


def paragraph(text: str) -> Piece:
    return Piece("paragraph", text)


GREEN = paragraph("Green: It is not oxidised.")
BLACK = paragraph("Black: It is oxidised.")


def test_what_a_run_in_heading_opens_ends_at_the_next_heading_whatever_its_level() -> None:
    for level in (1, 2, 6):
        article = read(GREEN, BLACK, Piece("heading", "Opening hours", level), paragraph("We open at eight.")).article
        assert [path for path, _ in sections(article)] == [("Green",), ("Black",), ("Opening hours",)]


def test_a_run_in_heading_stands_below_the_heading_above_it() -> None:
    article = read(Piece("heading", "Kinds", 3), GREEN, BLACK, Piece("heading", "Use", 3), paragraph("Drink.")).article
    assert [path for path, _ in sections(article)] == [("Kinds", "Green"), ("Kinds", "Black"), ("Use",)]


@pytest.mark.parametrize("notice", ["Note", "WARNING", "Caution", "Important", "Hinweis", "Q", "Please note"])
def test_a_notice_is_no_heading_and_keeps_its_words(notice: str) -> None:
    text = f"{notice}: Never boil it."
    article = read(GREEN, paragraph(text), BLACK).article
    assert sections(article) == [
        (("Green",), ["It is not oxidised.", text]),
        (("Black",), ["It is oxidised."]),
    ]


def test_notices_alone_make_no_habit() -> None:
    article = read(paragraph("Note: Boil it."), paragraph("Warning: It is hot."), GREEN).article
    assert [path for path, _ in sections(article)] == [()]


def test_a_list_can_stand_under_a_run_in_heading_and_its_parts_stay_together() -> None:
    rows = tuple(f"• Leaf number {n} with eight words in it" for n in range(30))
    article = read(GREEN, paragraph("Black: These leaves are used:"), Piece("list", rows=rows)).article
    (_, (_, parts)) = sections(article)
    assert len(parts) > 1
    assert all(part.startswith("These leaves are used:\n• Leaf") for part in parts)


def test_the_steps_of_a_list_are_not_under_a_heading_called_steps() -> None:
    article = read(GREEN, BLACK, paragraph("Steps:"), Piece("list", rows=("1. Boil", "2. Pour"))).article
    assert sections(article)[-1] == (("Black",), ["It is oxidised.", "Steps:\n1. Boil\n2. Pour"])


def test_each_item_of_a_list_of_references_is_one_work() -> None:
    works = ("1. Smith J. On leaves. 2004.", "2. Doe A. On roots. 2011.")
    article = read(paragraph("Drink it."), Piece("heading", "References"), Piece("list", rows=works)).article
    assert [article.text[p.start : p.end] for p in article.references()] == list(works)


def test_kinds_pages_and_clauses_come_through() -> None:
    article = read(
        Piece("paragraph", "2.3 Boil the water, and wait until it is no longer boiling.", page=4, clause="2.3"),
        Piece("table", rows=("a | b", "c | d"), page=5),
    ).article
    assert [(p.kind, p.page, p.clause) for p in article.paragraphs()] == [("paragraph", 4, "2.3"), ("table", 5, None)]


def test_what_is_dropped_is_summed_up_with_what_the_reader_left_out() -> None:
    understood = read(
        paragraph("Share this article"),
        paragraph("Drink it."),
        paragraph("Back to top"),
        left_out=(LeftOut("hidden", "do not\nread"), LeftOut("hidden", "this")),
    )
    assert understood.omissions == (
        Omission("hidden", 4, "do not read this"),
        Omission("boilerplate", 6, "Share this article Back to top"),
    )
    assert understood.words == 2


def test_a_page_of_text_that_looks_like_a_heading_is_quoted() -> None:
    long = "tea " * 200
    article = read(Piece("heading", long), paragraph("Drink it.")).article
    assert sections(article) == [((), [long.strip(), "Drink it."])]


def test_title_and_date_say_where_they_are_from() -> None:
    named = read(paragraph("Drink it."), title="Tea\u00ad", title_from="first heading", published="2020-01-02")
    assert (named.article.title, named.title_from) == ("Tea", "first heading")
    assert (named.article.published, named.published_from) == (date(2020, 1, 2), "the document")
    nameless = read(paragraph("Drink it."), published="spring", published_from="front matter", review="later")
    assert (nameless.article.title, nameless.title_from) == ("Tea", "the file's name")
    assert (nameless.article.published, nameless.published_from, nameless.no_date) == (None, None, "spring")
    assert (nameless.article.review, nameless.no_review) == (None, "later")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("23. November 2015", (2015, 11, 23)),
        ("Montag, 3. März 2025", (2025, 3, 3)),
        ("1er août 2020", (2020, 8, 1)),
        ("le 14 févr. 2021", (2021, 2, 14)),
        ("5 de marzo de 2020", (2020, 3, 5)),
        ("7 de outubro de 2019", (2019, 10, 7)),
        ("2 giugno 2018", (2018, 6, 2)),
        ("9 października 2017", (2017, 10, 9)),
        ("1 mei 2016", (2016, 5, 1)),
        ("31. Februar 2016", None),
        ("März 2025", None),
        ("2025", None),
        ("11/2024", None),
        ("spring 2024", None),
        ("10:30", None),
        ("1 January 2020" + " " * 100_000, None),
    ],
)
def test_a_date_is_read_in_its_language_to_the_day_or_not_at_all(
    written: str, day: tuple[int, int, int] | None
) -> None:
    assert read_date(written) == (date(*day) if day else None)


HOSTILE: dict[str, tuple[Callable[[int], tuple[Piece, ...]], int]] = {
    "run-ins": (lambda n: (GREEN, BLACK) * n, 2_000),
    "spaces behind a colon": (lambda n: (GREEN, paragraph("Black:" + " " * n + "it")), 2_500_000),
    "one word": (lambda n: (GREEN, paragraph("x" * n)), 2_500_000),
    "words": (lambda n: (GREEN, paragraph("Green tea " * n)), 40_000),
    "long headings": (lambda n: (Piece("heading", "x " * 150), paragraph("Drink it.")) * n, 2_000),
    "deep headings": (lambda n: tuple(Piece("heading", "x", i) if i % 2 else GREEN for i in range(n)), 4_000),
    "boilerplate": (lambda n: (paragraph("Share" + " " * n + "."), paragraph("Print")) * 2, 1_500_000),
    "references": (lambda n: (paragraph("Drink."), *[paragraph("Doe A. et al. 2004. " + "1:" * 250)] * n), 300),
    "one reference": (lambda n: (paragraph("Drink."), paragraph("“" * n)), 200_000),
    "left out": (lambda n: (paragraph("Drink."), *[paragraph("Share")] * n), 4_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_in_proportion(name: str) -> None:
    make, size = HOSTILE[name]
    assert grows_linearly(lambda pieces: understand("tea", ParsedDocument(pieces)), make, size)
