"""Inline mode: what is typed behind the bot's name in any chat."""

from pathlib import Path
from typing import Any

import pytest

from bot.answering.assistant import Assistant
from bot.quiz.quizzes import Quizzes
from corpus import read_articles
from tests.bot_api import FakeBotApi
from tests.bot_api.entities import parse_html
from tests.conftest import run_bot


def text_of(result: dict[str, Any]) -> str:
    return parse_html(result["input_message_content"]["message_text"])[0]


async def test_a_question_is_answered_with_passages_that_can_be_put_into_the_chat(bot: FakeBotApi) -> None:
    answer = await bot.types_inline("What is glutathione?")
    first = answer["results"][0]
    assert first["title"] == "Glutathione"
    assert first["description"].startswith("Patients who suffer from migraines")
    assert "Patients who suffer from migraines often have low levels of glutathione" in text_of(first)
    assert "IV Treatment of Migraines › Intravenous nutrition › Glutathione" in text_of(first)
    assert first["input_message_content"]["parse_mode"] == "HTML"
    assert answer["is_personal"] is True
    assert answer["cache_time"] > 0
    (button,) = first["reply_markup"]["inline_keyboard"][0]
    assert button["url"].startswith("https://t.me/article_test_bot?start=")


async def test_nothing_typed_offers_topics(bot: FakeBotApi) -> None:
    results = (await bot.types_inline(""))["results"]
    assert {result["title"] for result in results} >= {"Magnesium", "Niacin", "Glutathione"}
    assert all("IV Treatment of Migraines ›" in text_of(result) for result in results)


async def test_what_is_not_answered_offers_nothing_but_the_way_to_the_bot(bot: FakeBotApi) -> None:
    answer = await bot.types_inline("Who won the World Cup?")
    assert answer["results"] == []
    assert answer["button"]["start_parameter"] == "q_Who_won_the_World_Cup"


@pytest.mark.parametrize(
    "typed", ["?", "thanks", "🍕" * 128, "<b>&", "niacin " * 36, "What is niacin? What is glutathione?"]
)
async def test_anything_typed_gets_an_answer(bot: FakeBotApi, typed: str) -> None:
    assert isinstance((await bot.types_inline(typed))["results"], list)


async def test_a_library_offers_no_more_than_telegram_takes(api: FakeBotApi, tmp_path: Path, quizzes: Quizzes) -> None:
    parts = [
        f"## Subject{n}\n\nSomebody of the ward looks after subject{n} <&> twice a day, as they should."
        for n in range(80)
    ]
    (tmp_path / "ward.md").write_text("# Ward\n\n" + "\n\n".join(parts))
    async with run_bot(api, Assistant(read_articles(tmp_path)), quizzes):
        assert 0 < len((await api.types_inline(""))["results"]) <= 50
        assert len((await api.types_inline("somebody of the ward"))["results"]) <= 50


async def test_the_rate_limit_holds_for_inline_queries_and_is_said_once(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes, rate_limit=2):
        answers = [await api.types_inline("niacin") for _ in range(4)]
        assert [bool(answer["results"]) for answer in answers] == [True, True, False, False]
        assert ["button" in answer for answer in answers] == [False, False, True, False]
        assert (await api.types_inline("niacin", user=2))["results"]
