"""Passages are found by what they mean as well; words go on to decide whether they answer."""

import logging
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from bot.answering import messages
from bot.answering.answer import Answer, NoAnswer, to_json
from bot.answering.assistant import Assistant
from bot.answering.conversation import Conversation
from bot.answering.meaning import learn_meaning, learning_meaning
from bot.answering.page import page_of
from bot.catalogues import ENGLISH
from bot.settings import Settings
from corpus import Article, Cache, read_articles
from index import Index, PassageVectors, SentenceModel, open_model
from index.encoder import Encoder
from index.ranking import with_meaning
from index.vectors import Vector
from tests.sentence_models import NO_WORD, write_model

Write = Callable[[str, str | bytes], Path]

DRINKS = """# Drinks

## Tea

Leaves are steeped in boiling water, and the pot rests under a cosy for a while.

## Coffee

Beans are roasted and ground before anybody may brew them at home or elsewhere.

## Milk

Cows give it twice a day, and it turns sour where nobody keeps it cold enough.
"""
# "spoil" and "sour" mean the same here, as do "infusion" and "steeped"; no other word means anything.
MEANINGS = {
    NO_WORD: [0.0, 0.0],
    "spoil": [1.0, 0.0],
    "sour": [1.0, 0.0],
    "infusion": [0.0, 1.0],
    "steeped": [0.0, 1.0],
}


class Counting:
    """A model that counts the passages that it is given."""

    def __init__(self, model: SentenceModel, name: bytes = b"model") -> None:
        self.name = name
        self.languages = model.languages
        self.asked: list[str] = []
        self.of_question = model.of_question
        self._model = model

    def of_passage(self, text: str) -> Vector:
        self.asked.append(text)
        return self._model.of_passage(text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_model(tmp_path / "model", MEANINGS)


@pytest.fixture
def model(folder: Path) -> SentenceModel:
    opened = open_model(folder)
    assert opened is not None
    return opened


@pytest.fixture
def articles(write: Write) -> list[Article]:
    return read_articles(write("articles/drinks.md", DRINKS).parent)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "vectors")


def knowing(index: Index, model: SentenceModel) -> Index:
    vectors = PassageVectors.encode(index.passages, model)
    assert vectors is not None
    return index.with_vectors(vectors)


def test_who_was_shown_a_passage_that_may_answer_goes_on_about_its_article(write: Write, model: SentenceModel) -> None:
    write("articles/drinks.md", DRINKS)
    folder = write("articles/chairs.md", "# Chairs\n\n## Place\n\nA chair is stored in the attic.\n").parent
    assistant = Assistant(read_articles(folder))
    assistant.learn_meaning(model)
    talk = Conversation()
    shown = assistant.ask("does it spoil", talk, now=1.0)
    assert isinstance(shown, NoAnswer)
    assert shown.nearest[0].meant
    assert talk.last is not None
    assert talk.last.article == "drinks"


def test_a_passage_that_shares_no_word_with_the_question_is_found(
    articles: list[Article], model: SentenceModel
) -> None:
    index = Index.build(articles)
    assert index.search("does it spoil") == []
    hit = knowing(index, model).search("does it spoil")[0]
    assert "sour" in hit.passage.text
    assert hit.meant
    assert hit.confidence == 0
    assert hit.matches == ()


@pytest.mark.parametrize(("languages", "found"), [(None, True), ({"de"}, False), ({"en", "de"}, True)])
def test_a_model_is_asked_only_in_languages_that_it_understands(
    articles: list[Article], folder: Path, languages: set[str] | None, found: bool
) -> None:
    model = Encoder(folder, languages=frozenset(languages) if languages else None)
    assert bool(knowing(Index.build(articles), model).search("does it spoil")) == found


def test_what_means_nothing_still_finds_nothing(articles: list[Article]) -> None:
    shipped = open_model()
    assert shipped is not None
    index = knowing(Index.build(articles), shipped)
    for question in ("", "🍕", "what is it", "xyzzy", "of the"):
        assert index.search(question) == [], question


@pytest.mark.parametrize("question", ["Which beans are roasted?", "spoil", "Is the pot under a cosy?", "sour beans"])
def test_the_confidence_is_that_which_words_have(articles: list[Article], model: SentenceModel, question: str) -> None:
    index = Index.build(articles)
    alone, both = index.search(question), knowing(index, model).search(question)
    assert both[0].confidence == (alone[0].confidence if alone else 0)


def test_words_decide_where_they_are_trusted_and_meaning_where_they_are_not() -> None:
    words, nearness = np.array([10.0, 8.0, 0.0, 0.0]), np.array([0.0, 2.0, 6.0, 1.0])
    assert with_meaning(words, 1.0, nearness, 0.1) == pytest.approx([1.0, 1.0, 0.6, 0.0])
    assert with_meaning(words, 0.1, nearness, 0.1) == pytest.approx([0.1, 0.28, 0.6, 0.0])
    assert with_meaning(np.zeros(4), 0.0, nearness, 0.1) == pytest.approx([0.0, 0.2, 0.6, 0.0])


def test_a_sentence_that_means_what_is_asked_counts_among_others_that_do_not(
    write: Write, model: SentenceModel
) -> None:
    rest = " ".join(f"There are {number} of them in the house." for number in ("ten", "six", "two", "five"))
    text = f"## Cellar\n\nIt went sour. {rest}\n\n## Attic\n\n{rest}\n"
    index = knowing(Index.build(read_articles(write("house/house.md", text).parent)), model)
    assert [hit.passage.citation.section for hit in index.search("spoil", limit=1)] == [("Cellar",)]


def test_one_article_alone_is_searched_by_meaning_too(articles: list[Article], model: SentenceModel) -> None:
    other = replace(articles[0], slug="other")
    index = Index.build([*articles, other])
    index.only("other")  # built before its meaning is known
    index = knowing(index, model)
    for slug in ("drinks", "other"):
        hits = index.search("spoil", article=slug)
        assert [hit.passage.citation.article for hit in hits] == [slug]


def test_headings_are_part_of_what_a_passage_means(write: Write, model: SentenceModel) -> None:
    folder = write("two/a.md", "# Notes\n\n## Infusion\n\nIt takes a while.\n\n## Others\n\nIt takes a day.\n").parent
    hits = knowing(Index.build(read_articles(folder)), model).search("steeped")
    assert [hit.passage.text for hit in hits] == ["It takes a while."]


def test_vectors_are_made_once_and_come_from_the_cache_the_same(
    articles: list[Article], model: SentenceModel, cache: Cache
) -> None:
    passages = Index.build(articles).passages
    fresh = PassageVectors.encode(passages, first := Counting(model), cache)
    kept = PassageVectors.encode(passages, second := Counting(model), cache)
    assert fresh is not None
    assert kept is not None
    assert {passage.text for passage in passages} <= set(first.asked)
    assert not {passage.text for passage in passages} & set(second.asked)
    assert fresh.nearness("spoil").tolist() == kept.nearness("spoil").tolist()


def test_another_model_makes_them_anew(articles: list[Article], model: SentenceModel, cache: Cache) -> None:
    passages = Index.build(articles).passages
    PassageVectors.encode(passages, Counting(model), cache)
    PassageVectors.encode(passages, other := Counting(model, b"other"), cache)
    assert passages[0].text in other.asked


def test_making_them_goes_on_where_it_was_stopped(write: Write, model: SentenceModel, cache: Cache) -> None:
    text = "\n\n".join(f"## Part {i}\n\nThis is said of number {i}." for i in range(150))
    passages = Index.build(read_articles(write("long/long.md", text).parent)).passages
    texts = [passage.text for passage in passages]
    turns = count()
    assert PassageVectors.encode(passages, Counting(model), cache, lambda: next(turns) < 100) is None
    resumed = Counting(model)
    assert PassageVectors.encode(passages, resumed, cache) is not None
    made = [text for text in texts if text in resumed.asked]
    assert made == texts[64:]


def test_a_passage_near_in_meaning_is_offered_without_a_claim(articles: list[Article], model: SentenceModel) -> None:
    assistant = Assistant(articles)
    before = page_of(assistant.ask("does it spoil"), articles, ENGLISH)
    assert before.verdict is not None
    assert before.verdict.startswith("The article does not answer that.")
    assistant.learn_meaning(model)
    result = assistant.ask("does it spoil")
    assert isinstance(result, NoAnswer)
    page = page_of(result, articles, ENGLISH)
    assert page.lead == "Not in these words; this may be it:"
    assert page.verdict == "“spoil” does not occur in the article."
    assert page.passage is not None
    assert "sour" in page.passage.passage.text
    assert not page.answers
    as_json = to_json(result)
    assert not as_json["answered"]
    assert "sour" in as_json["nearest"][0]["text"]


def test_an_answer_that_rests_on_meaning_says_so(articles: list[Article], model: SentenceModel) -> None:
    assistant = Assistant(articles)
    assistant.learn_meaning(model)
    answer = assistant.ask("Which beans are roasted?")
    assert isinstance(answer, Answer)
    assert messages.BY_MEANING not in page_of(answer, articles, ENGLISH).remarks
    by_meaning = replace(answer, hits=(replace(answer.hits[0], meant=True),))
    assert messages.BY_MEANING in page_of(by_meaning, articles, ENGLISH).remarks


def test_it_is_learnt_while_words_already_serve(articles: list[Article], folder: Path, tmp_path: Path) -> None:
    assistant = Assistant(articles)
    with learning_meaning(assistant, Settings(model=folder, cache=tmp_path / "cache")) as learning:
        assert isinstance(assistant.ask("Which beans are roasted?"), Answer)
        learning.join(timeout=30)
    result = assistant.ask("does it spoil")
    assert isinstance(result, NoAnswer)
    assert result.nearest


def test_nothing_is_learnt_where_it_is_switched_off(articles: list[Article]) -> None:
    assistant = Assistant(articles)
    learn_meaning(assistant, Settings(model="off"))
    result = assistant.ask("does it spoil")
    assert isinstance(result, NoAnswer)
    assert not result.nearest


def test_a_model_that_cannot_be_used_is_named_and_words_serve_alone(
    articles: list[Article], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assistant = Assistant(articles)
    with caplog.at_level(logging.WARNING):
        learn_meaning(assistant, Settings(model=tmp_path / "none"))
    assert "has no model.onnx" in caplog.text
    assert isinstance(assistant.ask("Which beans are roasted?"), Answer)
