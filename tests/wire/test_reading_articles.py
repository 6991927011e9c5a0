"""Reading on Telegram: the article behind an answer, its contents, the list of articles, one article only."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.answering.assistant import Assistant
from bot.quiz.quizzes import Quizzes
from corpus import read_articles
from tests.bot_api import FakeBotApi
from tests.conftest import run_bot
from tests.wire.test_telegram import styled

ARTICLES = Path(__file__).parents[1] / "data" / "articles"


@pytest.fixture
async def library(api: FakeBotApi, quizzes: Quizzes) -> AsyncIterator[FakeBotApi]:
    async with run_bot(api, Assistant(read_articles(ARTICLES)), quizzes) as running:
        yield running


async def test_the_sentence_that_answers_comes_first_and_the_passage_is_folded(bot: FakeBotApi) -> None:
    bot.says("What is glutathione?")
    reply = await bot.reply()
    (fold,) = styled(reply, "expandable_blockquote")
    sentence = reply["text"].split("\n")[0]
    assert sentence.startswith("Patients who suffer")
    assert styled(reply, "bold")[0] == sentence
    assert sentence in fold
    assert reply["text"].split("\n")[-1].startswith("— IV Treatment of Migraines")


async def test_in_the_article_opens_the_text_at_the_passage_which_is_marked_and_turns_pages(bot: FakeBotApi) -> None:
    bot.says("What is glutathione?")
    answer = await bot.reply()
    await bot.press(answer, "In the article")
    page = await bot.reply(2)
    (marked,) = styled(page, "blockquote")
    assert marked.startswith("Patients who suffer from migraines")
    assert bot.message(answer) == answer
    first = page["text"]
    await bot.press(page, "Previous")
    assert bot.message(page)["text"] != first
    await bot.press(page, "Next")
    assert bot.message(page)["text"] == first
    assert not styled(bot.message(page), "blockquote")
    await bot.press(page, "Contents")
    assert "Niacin" in bot.buttons(page)
    await bot.press(page, "Niacin")
    assert "Niacin" in styled(bot.message(page), "bold")


async def test_the_pages_of_an_article_hold_all_of_it_once(bot: FakeBotApi, assistant: Assistant) -> None:
    bot.says("/sources")
    page = await bot.reply()
    await bot.press(page, "IV Treatment")
    await bot.press(page, "From the beginning")
    text = bot.message(page)["text"]
    while any("Next" in label for label in bot.buttons(page)):
        await bot.press(page, "Next")
        text += "\n" + bot.message(page)["text"]
    (article,) = assistant.articles.values()
    for paragraph in article.paragraphs():
        words = " ".join(article.text[paragraph.start : paragraph.end].split())
        assert " ".join(text.split()).count(words[:60]) >= 1


async def test_where_the_article_has_a_passage_no_more_what_stands_there_is_opened(
    api: FakeBotApi, quizzes: Quizzes, tmp_path: Path
) -> None:
    file = tmp_path / "tea.md"
    file.write_text("# Tea\n\nGreen tea is made from leaves.\n")
    async with run_bot(api, Assistant(read_articles(tmp_path)), quizzes):
        api.says("green tea")
        answer = await api.reply()
    file.write_text("# Tea\n\nGreen tea is made from fresh leaves.\n")
    async with run_bot(api, Assistant(read_articles(tmp_path)), quizzes):
        said = await api.press(answer, "In the article")
        assert said == "The article was changed since; this stands where that passage stood."
        assert "fresh leaves" in (await api.reply(2))["text"]


async def test_only_this_article_narrows_and_the_list_of_articles_shows_it_and_widens(library: FakeBotApi) -> None:
    library.says("How do I clean the chain of a bicycle?")
    answer = await library.reply()
    await library.press(answer, "Only this article")
    narrowed = library.message(answer)
    assert "Only in “" in narrowed["text"]
    library.says("How do I feed a sourdough starter?")
    refusal = (await library.reply(2))["text"]
    assert refusal.startswith("Only in “Keeping a Bicycle in Good Order”.\nThe article does not answer that.")
    library.says("/sources")
    sources = await library.reply(3)
    assert "You are answered only from “" in sources["text"]
    await library.press(sources, "Answer from all articles")
    assert "You are answered only" not in library.message(sources)["text"]
    library.says("How do I feed a sourdough starter?")
    assert "sourdough" in (await library.reply(4))["text"].lower()


async def test_the_list_of_articles_opens_and_narrows(library: FakeBotApi) -> None:
    library.says("/sources")
    sources = await library.reply()
    titles = library.buttons(sources)
    assert len(titles) == 2
    await library.press(sources, titles[0])
    await library.press(sources, "Only this article")
    assert "You are answered only from" in library.message(sources)["text"]


async def test_hostile_data_opens_nothing(bot: FakeBotApi) -> None:
    bot.says("What does magnesium do?")
    reply = await bot.reply()
    for data in ("open:x:y", "read:../..:all", "contents:x:0", "only:x", "again:x:y", "answer:0:x:y"):
        await bot.press(reply, "", data=data)
    assert bot.message(reply) == reply
    assert len(bot.sent) == 1
