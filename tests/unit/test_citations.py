"""A citation says where a person finds the passage: page, clause or paragraph, and whether a review is due."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.answering.answer import Answer, NoAnswer, to_json
from bot.answering.assistant import Assistant
from bot.authoring.quotes import find_quote
from corpus import Article, read_articles
from corpus.parsed import ParsedDocument, Piece
from corpus.structure import build
from index import Citation
from index.chunking import split_article

Write = Callable[[str, str | bytes], Path]

PLAIN = Citation("tea", "Tea", ("Brewing",), 3, 3, date(2024, 5, 1), None)


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({}, "Tea › Brewing, ¶ 3 (1 May 2024)"),
        ({"last_paragraph": 5}, "Tea › Brewing, ¶ 3–5 (1 May 2024)"),
        ({"page": 12, "last_page": 12}, "Tea › Brewing, p. 12 (1 May 2024)"),
        ({"page": 12, "last_page": 13, "published": None}, "Tea › Brewing, pp. 12–13"),
        ({"clause": "2.3", "last_clause": "2.3"}, "Tea › Brewing, 2.3 (1 May 2024)"),
        ({"clause": "2.3", "last_clause": "2.5"}, "Tea › Brewing, 2.3–2.5 (1 May 2024)"),
        ({"clause": "2.3", "last_clause": "2.3", "section": ("2.3 Brewing",)}, "Tea › 2.3 Brewing (1 May 2024)"),
        ({"clause": "2.3.", "last_clause": "2.3.", "section": ("2.3. Brewing",)}, "Tea › 2.3. Brewing (1 May 2024)"),
        ({"clause": "2", "last_clause": "2", "section": ("2.3 Brewing",)}, "Tea › 2.3 Brewing, 2 (1 May 2024)"),
        ({"clause": "2", "last_clause": "2", "section": ("20 ways",)}, "Tea › 20 ways, 2 (1 May 2024)"),
        (
            {"clause": "2.3", "last_clause": "2.4", "section": ("2.3 Brewing",)},
            "Tea › 2.3 Brewing, 2.3–2.4 (1 May 2024)",
        ),
        ({"clause": "2.3", "last_clause": "2.3", "page": 4, "last_page": 4}, "Tea › Brewing, 2.3, p. 4 (1 May 2024)"),
        ({"clause": "2.3", "page": 4, "section": ("2.3 Brewing",)}, "Tea › 2.3 Brewing, p. 4 (1 May 2024)"),
    ],
)
def test_a_label_names_what_can_be_found(fields: dict[str, object], label: str) -> None:
    assert replace(PLAIN, **fields).label == label  # type: ignore[arg-type]


def test_a_label_says_from_the_day_after_that_a_review_was_due() -> None:
    citation = replace(PLAIN, review=date(2025, 3, 1))
    assert citation.as_of(date(2025, 3, 1)).label == citation.label == "Tea › Brewing, ¶ 3 (1 May 2024)"
    late = citation.as_of(date(2025, 3, 2))
    assert late.label == "Tea › Brewing, ¶ 3 (1 May 2024) – review was due 1 Mar 2025"
    assert late.as_of(date(2025, 3, 1)) == citation


def words(count: int, of: str) -> str:
    return " ".join([of] * (count - 1)) + " end."


@pytest.fixture
def paged() -> Article:
    article = build(
        "tea",
        ParsedDocument(
            (
                Piece("paragraph", words(30, "green"), page=1),
                Piece("paragraph", words(30, "black"), page=2),
                Piece("paragraph", words(90, "white"), page=3),
                Piece("heading", "Brewing"),
                Piece("paragraph", "4.1 " + words(20, "boil"), page=4, clause="4.1"),
                Piece("paragraph", "4.2 " + words(20, "pour"), page=4, clause="4.2"),
                Piece("paragraph", words(5, "drink"), page=4),
            )
        ),
    )
    assert article is not None
    return article


def test_a_passage_cites_the_pages_and_clauses_that_it_is_from(paged: Article) -> None:
    first, second, third = (passage.citation for passage in split_article(paged))
    assert (first.page, first.last_page, first.label) == (1, 2, "Tea, pp. 1–2")
    assert (second.page, second.last_page) == (3, 3)
    assert third.label == "Tea › Brewing, 4.1–4.2, p. 4"


def test_a_quote_cites_its_own_page_and_clause(paged: Article) -> None:
    citation = find_quote(paged, "pour pour end.")
    assert citation is not None
    assert citation.label == "Tea › Brewing, 4.2, p. 4"


def test_pages_stand_in_json_between_address_and_label(paged: Article) -> None:
    (passage,) = to_json(Assistant([paged]).ask("black"))["passages"]
    assert list(passage["citation"])[-4:] == ["url", "page", "last_page", "label"]
    assert (passage["citation"]["page"], passage["citation"]["last_page"]) == (1, 2)


def test_past_the_review_date_every_citation_of_an_answer_says_so(write: Write) -> None:
    write("tea.md.meta.yaml", "review: 2025-03-01\n")
    assistant = Assistant(
        read_articles(write("tea.md", "# Tea\n\nDate\n\n## Use\n\nDrink it hot.\n\n## Care\n\nRinse it."))
    )
    before, after = (datetime(2025, 3, day, 12, tzinfo=UTC).timestamp() for day in (1, 2))
    late = "– review was due 1 Mar 2025"

    def labels(question: str, now: float) -> list[str]:
        answer = assistant.ask(question, now=now)
        assert isinstance(answer, Answer | NoAnswer)
        hits = answer.hits if isinstance(answer, Answer) else answer.nearest
        neighbours = answer.neighbours if isinstance(answer, Answer) else ()
        return [passage.citation.label for passage in (*(hit.passage for hit in hits), *neighbours)]

    for question in ("drink hot", "What is it about?", "drink rubber boots on the moon"):
        assert labels(question, before)
        assert not any(late in label for label in labels(question, before))
        assert all(label.endswith(late) for label in labels(question, after))
    assert isinstance(assistant.ask("drink rubber boots on the moon"), NoAnswer)
