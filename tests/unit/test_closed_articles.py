"""What is left of a result where some articles are closed to who asks."""

from pathlib import Path

import pytest

from bot.answering.answer import Answer, NoQuestion, without_articles
from bot.answering.assistant import Assistant
from corpus import read_articles

TEA = "# Tea\n\nGreen tea is made from leaves. It holds catechins. Tea calms the stomach after a meal.\n"
SOUP = "# Soup\n\nSoup is made from roots. It holds salt. Soup calms the stomach before a meal.\n"


@pytest.fixture
def kitchen(tmp_path: Path) -> Assistant:
    (tmp_path / "tea.md").write_text(TEA)
    (tmp_path / "soup.md").write_text(SOUP)
    return Assistant(read_articles(tmp_path))


def shown(answer: Answer) -> set[str]:
    passages = [*(hit.passage for hit in answer.hits), *answer.neighbours]
    return {passage.citation.article for passage in passages}


def test_an_answer_from_a_closed_article_is_told_by_its_slug(kitchen: Assistant) -> None:
    result = kitchen.ask("What is green tea made from?")
    assert isinstance(result, Answer)
    assert without_articles(result, {"tea"})[1] == "tea"
    assert without_articles(result, set()) == (result, None)


def test_an_answer_from_another_article_keeps_nothing_of_the_closed_one(kitchen: Assistant) -> None:
    result = kitchen.ask("What calms the stomach before a meal?")
    assert isinstance(result, Answer)
    assert result.hits[0].passage.citation.article == "soup"
    assert shown(result) == {"soup", "tea"}
    kept, slug = without_articles(result, {"tea"})
    assert slug is None
    assert isinstance(kept, Answer)
    assert shown(kept) == {"soup"}


def test_of_several_questions_those_on_the_closed_article_are_left_out(kitchen: Assistant) -> None:
    result = kitchen.ask("What is soup made from? What is green tea made from?")
    assert isinstance(result, Answer)
    assert len(result.further) == 1
    kept, slug = without_articles(result, {"tea"})
    assert isinstance(kept, Answer)
    assert (slug, kept.further) == (None, ())


def test_a_greeting_is_nothing_to_withhold(kitchen: Assistant) -> None:
    result = kitchen.ask("hello")
    assert isinstance(result, NoQuestion)
    assert without_articles(result, {"tea", "soup"}) == (result, None)
