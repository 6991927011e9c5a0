"""Examples: questions that a person pointed to a passage, in files and in the ranking."""

from pathlib import Path

import pytest

from bot.answering import messages
from bot.answering.answer import Answer, NoAnswer
from bot.answering.assistant import Assistant
from bot.answering.example_files import add_examples, read_examples, remove_examples
from bot.answering.synonym_file import add_synonym
from bot.catalogues import ENGLISH
from bot.errors import BotError
from corpus import read_articles
from index import Example, Index, find_row, quote_of

ARTICLE = """# Practice

## Letters

Send them to the reception desk, which is on the second floor. Someone reads them each morning.

## Visits

The practice opens at eight and closes at six. On Saturdays a doctor is there until noon.

## Lupus

Lupus is treated by Dr. Moreau. She sees patients on Tuesdays.
"""
QUESTION = "Whither goes my prescription request?"
POINTED = Example("practice", QUESTION, "Send them to the reception desk, which is on the second floor.")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "practice.md").write_text(ARTICLE)
    return tmp_path


def test_a_question_like_an_example_is_answered_with_its_passage(corpus: Path) -> None:
    assert isinstance(Assistant.open(corpus).ask(QUESTION), NoAnswer)
    add_examples(corpus, [POINTED])
    assistant = Assistant.open(corpus)
    for question in (QUESTION, "whither goes my request for prescription", "My prescription request goes whither?"):
        answer = assistant.ask(question)
        assert isinstance(answer, Answer)
        assert POINTED.quote in answer.hits[0].passage.text
        assert answer.hits[0].example == QUESTION
        assert ENGLISH.say(messages.BY_EXAMPLE) in messages.remarks(answer, [], ENGLISH)
    plain = assistant.ask("When does the practice open?")
    assert isinstance(plain, Answer)
    assert ENGLISH.say(messages.BY_EXAMPLE) not in messages.remarks(plain, [], ENGLISH)


@pytest.mark.parametrize(
    "question",
    ["When does the practice open?", "Who treats lupus?", "Who won the World Cup?", "Is the reception open?", "?"],
)
def test_other_questions_are_ranked_and_answered_as_without_examples(corpus: Path, question: str) -> None:
    articles = read_articles(corpus)
    plain, taught = Index.build(articles), Index.build(articles, examples=[POINTED])
    assert taught.search(question) == plain.search(question)
    before, after = Assistant(articles), Assistant(articles, examples=[POINTED])
    assert after.ask(question, now=0.0) == before.ask(question, now=0.0)


def test_a_question_on_something_else_is_not_like_an_example_that_shares_its_other_words(corpus: Path) -> None:
    articles = read_articles(corpus)
    visit = Example("practice", "Can appendicitis be treated on Saturdays?", "The practice opens at eight")
    index = Index.build(articles, examples=[visit])
    assert index.is_like_example(index.parse("Can appendicitis be treated on Saturdays?"))
    assert not index.is_like_example(index.parse("Can lupus be treated on Saturdays?"))
    assert not index.is_like_example(index.parse("Can pancreatitis be treated on Saturdays?"))


def test_only_one_article_is_searched_with_its_own_examples(corpus: Path) -> None:
    (corpus / "tea.md").write_text("# Tea\n\nGreen tea is made from leaves.\n")
    add_examples(corpus, [POINTED])
    assistant = Assistant.open(corpus)
    assert isinstance(assistant.ask(QUESTION, article="practice"), Answer)
    assert isinstance(assistant.ask(QUESTION, article="tea"), NoAnswer)


def test_the_quote_of_a_passage_finds_that_passage(corpus: Path) -> None:
    passages = Index.build(read_articles(corpus)).passages
    for row, passage in enumerate(passages):
        assert find_row(Example("practice", "?", quote_of(passage, passages)), passages) == row


def test_writing_keeps_comments_and_replaces_the_example_of_the_same_question(corpus: Path) -> None:
    file = corpus / "practice.examples.yaml"
    file.write_text("# Mine.\n- question: When?\n  quote: opens at eight # early\n")
    add_examples(corpus, [POINTED])
    add_examples(corpus, [Example("practice", QUESTION.upper(), "opens at eight")])
    text = file.read_text()
    assert "# Mine." in text
    assert "# early" in text
    passages = Index.build(read_articles(corpus)).passages
    assert [e.question for e in read_examples(corpus, passages).examples] == ["When?", QUESTION.upper()]
    assert remove_examples(corpus, [QUESTION]) == 1
    assert [e.question for e in read_examples(corpus, passages).examples] == ["When?"]


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("- question: When?\n  quote: opens at nine\n", "no longer has the words"),
        ("- question: When?\n", "has something else"),
        ("- question: [1]\n  quote: opens\n", "must be a text"),
        ("question: When?\n", "is no list"),
        ("- 'a\n", "is no YAML"),
    ],
)
def test_what_cannot_be_used_is_told_and_the_rest_is_used(corpus: Path, entry: str, reason: str) -> None:
    (corpus / "practice.examples.yaml").write_text(entry)
    reading = read_examples(corpus, Index.build(read_articles(corpus)).passages)
    assert not reading.examples
    assert reason in str(reading.problems[0])
    Assistant.open(corpus)


def test_questions_that_ask_alike_are_grouped(corpus: Path) -> None:
    asked = ["Is parking free?", "Do you sell umbrellas?", "Is the parking free?"]
    assert Assistant.open(corpus).groups(asked) == [[0, 2], [1]]


@pytest.mark.parametrize("rule", ["", "concierge", "concierge, doorman", "a => b => c"])
def test_a_synonym_that_would_do_nothing_is_refused(corpus: Path, rule: str) -> None:
    with pytest.raises(BotError):
        add_synonym(corpus, rule, Assistant.open(corpus).uses)
    assert not (corpus / "synonyms.txt").exists()
