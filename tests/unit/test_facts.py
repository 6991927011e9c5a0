"""Questions about an article itself are told from questions about its subject."""

import pytest

from bot.answering.answer import Answer
from bot.answering.assistant import Assistant
from bot.answering.conversation import Conversation
from bot.answering.messages import note_of
from bot.catalogues import ENGLISH
from corpus import Article, read_articles
from tests.paths import DATA as _DATA

DATA = _DATA / "articles"


def told(answer: Answer) -> str:
    return note_of(answer.note, ENGLISH) if answer.note else ""


@pytest.mark.parametrize(
    "question",
    [
        "When was it published?",
        "when was this article written",
        "What is the date of the article?",
        "publication date",
        "¿Cuándo se publicó?",
        "¿Cuál es la fecha del artículo?",
    ],
)
def test_when_it_was_published(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, Answer)
    assert told(answer) == "“IV Treatment of Migraines” was published on 23 November 2015."


@pytest.mark.parametrize(
    "question",
    [
        "What does it cite?",
        "Which studies does the article cite?",
        "list the references",
        "What are your sources?",
        "¿Qué estudios cita el artículo?",
    ],
)
def test_what_it_cites(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, Answer)
    assert told(answer) == "“IV Treatment of Migraines” cites 3 works."
    assert "David Buscher" in answer.hits[0].passage.text


@pytest.mark.parametrize(
    "question",
    [
        "What is it about?",
        "what's this article about",
        "what does the article cover",
        "give me an overview",
        "¿De qué trata?",
        "¿Qué temas cubre el artículo?",
    ],
)
def test_what_it_covers(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, Answer)
    assert answer.note is not None
    assert "Riboflavin (B2)" in told(answer)


@pytest.mark.parametrize(
    "question",
    [
        "When was glutathione discovered?",
        "What about niacin?",
        "What are the sources of migraines?",
        "what is vitamin B12 about to lead to",
        "sources of magnesium",
    ],
)
def test_questions_about_the_subject_are_searched(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert not isinstance(answer, Answer) or answer.note is None


def test_in_a_library_the_article_must_be_named(article: Article) -> None:
    other = Article("other", "Other", "Some text.", article.sections[:0])
    library = Assistant([article, other])
    answer = library.ask("When was it published?", article="iv-treatment-of-migraines")
    assert isinstance(answer, Answer)
    assert answer.note


def test_in_a_library_the_article_cited_last_is_meant_and_said(article: Article) -> None:
    library = Assistant([article, *read_articles(DATA)])
    conversation = Conversation()
    library.ask("What is autolyse?", conversation)
    answer = library.ask("When was it published?", conversation)
    assert isinstance(answer, Answer)
    assert told(answer) == "“Baking Sourdough Bread at Home” was published on 18 February 2024."
    assert answer.read_as == "When was it published? (Baking Sourdough Bread at Home)"
    again = library.ask(answer.read_as)
    assert isinstance(again, Answer)
    assert again.note == answer.note
