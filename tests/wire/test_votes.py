"""Votes on answers: 👍 and 👎 under each, kept with the question and without who gave them."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest

from bot.answering.assistant import Assistant
from bot.clock import now
from bot.quiz.quizzes import Quizzes
from bot.records import KeptQuestion, kept_questions
from tests.bot_api import FakeBotApi
from tests.bot_api.wire import Message
from tests.conftest import run_bot

GROUP = -1010


def kept(quizzes: Quizzes) -> Sequence[KeptQuestion]:
    with quizzes.records.read() as session:
        return kept_questions.kept(session)


def rows(api: FakeBotApi, message: Message) -> list[list[str]]:
    markup = api.message(message).get("reply_markup", {})
    return [[button["text"] for button in row] for row in markup.get("inline_keyboard", [])]


async def test_a_vote_is_kept_with_its_question_and_what_was_shown(bot: FakeBotApi, quizzes: Quizzes) -> None:
    bot.says("What is glutathione?")
    answer = await bot.reply()
    assert rows(bot, answer)[-1] == ["Share", "👍", "👎"]
    assert await bot.press(answer, "👍") == "Thank you."
    assert rows(bot, answer)[-1] == ["Share", "👍 ✓", "👎"]
    (row,) = kept(quizzes)
    assert (row.question, row.answered, row.good) == ("What is glutathione?", True, True)
    assert row.article == "iv-treatment-of-migraines"
    assert row.passage


async def test_the_other_button_changes_a_vote_and_the_same_again_takes_it_back(
    bot: FakeBotApi, quizzes: Quizzes
) -> None:
    bot.says("What is glutathione?")
    answer = await bot.reply()
    await bot.press(answer, "👍")
    await bot.press(answer, "👎")
    assert rows(bot, answer)[-1] == ["Share", "👍", "👎 ✓"]
    assert [row.good for row in kept(quizzes)] == [False]
    assert await bot.press(answer, "👎") == "Taken back."
    assert rows(bot, answer)[-1] == ["Share", "👍", "👎"]
    assert [row.good for row in kept(quizzes)] == [None]


async def test_a_refusal_is_voted_on_as_well(bot: FakeBotApi, quizzes: Quizzes) -> None:
    bot.says("Who won the World Cup?")
    refusal = await bot.reply()
    assert rows(bot, refusal)[-1] == ["👍", "👎"]
    await bot.press(refusal, "👎")
    (row,) = kept(quizzes)
    assert (row.answered, row.good) == (False, False)


async def test_a_vote_stays_on_the_other_pages_and_after_a_restart(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes):
        api.says("What does magnesium do?")
        answer = await api.reply()
        await api.press(answer, "👍")
        first = kept(quizzes)[0].passage
    async with run_bot(api, assistant, quizzes):
        await api.press(answer, "More")
        assert rows(api, answer)[-1] == ["Share", "👍 ✓", "👎"]
        await api.press(answer, "👎")
    (row,) = kept(quizzes)
    assert row.good is False
    assert row.passage != first


async def test_nothing_that_is_kept_tells_who_asked(bot: FakeBotApi, database: str) -> None:
    account = 987654321
    bot.says("What is glutathione?", account, name="Ophelia")
    await bot.press(await bot.next(account), "👍")
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as connection:
        (row,) = connection.execute("select * from questions").fetchall()
    assert not [value for value in row if str(account) in str(value) or "Ophelia" in str(value)]


async def test_in_a_group_only_who_asked_votes(bot: FakeBotApi, quizzes: Quizzes) -> None:
    bot.says("/ask What is glutathione?", GROUP, group=True, user=5)
    answer = await bot.next(GROUP)
    assert await bot.press(answer, "👍", user=6) == "Only who asked can say whether it is a good answer."
    assert not kept(quizzes)
    await bot.press(answer, "👎", user=5)
    assert [(row.question, row.good) for row in kept(quizzes)] == [("What is glutathione?", False)]


@pytest.mark.parametrize("settings", [{"managers": frozenset()}, {"keep_questions": 0}])
async def test_no_votes_are_asked_for_where_nobody_may_see_them(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes, settings: dict[str, Any]
) -> None:
    async with run_bot(api, assistant, quizzes, **settings):
        api.says("What is glutathione?")
        assert rows(api, await api.reply())[-1] == ["Share"]


async def test_what_was_kept_for_long_enough_is_deleted(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    with quizzes.records.write() as session:
        for days in (4, 6):
            asking = kept_questions.Asking(str(days), f"{days} days ago", answered=False)
            kept_questions.keep(session, asking, now() - timedelta(days=days))
    async with run_bot(api, assistant, quizzes, keep_questions=5):
        await api.quiet()
    assert [row.question for row in kept(quizzes)] == ["4 days ago"]
