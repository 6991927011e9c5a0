"""The bot in groups: how it greets, when it is silent, who cannot do what."""

from typing import Any

import pytest

from bot.answering.assistant import Assistant
from bot.quiz.quizzes import Quizzes
from tests.bot_api import FakeBotApi
from tests.conftest import MANAGER, run_bot
from tests.quizzing import ANNA, join

GROUP = -1009
ANONYMOUS_ADMIN, CHANNEL_BOT = 1087968824, 136817688


async def test_a_group_to_which_it_is_added_is_told_how_to_ask_and_that_mentions_do_not_reach_it(
    bot: FakeBotApi,
) -> None:
    bot.changes_membership(GROUP, "left", "member")
    greeting = (await bot.next(GROUP))["text"]
    assert greeting.startswith("I answer questions from the article")
    assert "/ask@article_test_bot and your question" in greeting
    assert "do not reach me" in greeting
    assert "/setprivacy" in greeting


async def test_a_group_is_greeted_and_helped_in_the_language_of_who_added_it_or_asks_until_it_chooses(
    bot: FakeBotApi,
) -> None:
    bot.people[ANNA] = {"id": ANNA, "is_bot": False, "first_name": "Anna", "language_code": "es"}
    bot.changes_membership(GROUP, "left", "member", user=ANNA)
    assert (await bot.next(GROUP))["text"].startswith("Respondo preguntas")
    bot.says("/help", GROUP, group=True, user=ANNA)
    assert (await bot.next(GROUP))["text"].startswith("Respondo preguntas")
    bot.says("/language", GROUP, group=True, user=MANAGER)
    await bot.press(await bot.next(GROUP), "English", user=MANAGER)
    bot.says("/help", GROUP, group=True, user=ANNA)
    assert (await bot.next(GROUP))["text"].startswith("I answer questions")


async def test_where_it_reads_everything_the_greeting_says_that_it_can_be_named(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes):
        api.changes_membership(GROUP, "left", "administrator")
        assert "Or name me: @article_test_bot" in (await api.next(GROUP))["text"]
    api.me["can_read_all_group_messages"] = True
    async with run_bot(api, assistant, quizzes):
        api.changes_membership(GROUP, "kicked", "member")
        greeting = (await api.next(GROUP))["text"]
        assert "Or name me: @article_test_bot" in greeting
        assert "/setprivacy" not in greeting


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("member", "administrator", "supergroup"),
        ("administrator", "member", "supergroup"),
        ("member", "left", "supergroup"),
        ("member", "kicked", "private"),
        ("kicked", "member", "private"),
        ("left", "administrator", "channel"),
    ],
)
async def test_no_other_change_of_membership_is_spoken_of(bot: FakeBotApi, old: str, new: str, kind: str) -> None:
    bot.changes_membership(1 if kind == "private" else GROUP, old, new, kind=kind)
    await bot.quiet()
    assert bot.sent == []


async def test_a_group_in_which_it_may_not_write_does_no_harm(bot: FakeBotApi) -> None:
    bot.muted.add(GROUP)
    bot.changes_membership(GROUP, "left", "member")
    bot.says("niacin")
    assert "blood flow" in (await bot.next(1))["text"]
    await bot.quiet()


async def test_answers_stay_in_the_topic_in_which_was_asked(bot: FakeBotApi) -> None:
    bot.says("/ask niacin", GROUP, group=True, user=ANNA, message_thread_id=5, is_topic_message=True)
    assert (await bot.next(GROUP))["message_thread_id"] == 5


@pytest.mark.parametrize(
    ("user", "sender_chat"),
    [
        (ANONYMOUS_ADMIN, {"id": GROUP, "type": "supergroup", "title": "Team"}),
        (CHANNEL_BOT, {"id": -100500, "type": "channel", "title": "News"}),
    ],
)
async def test_who_writes_as_a_group_or_a_channel_can_ask_and_is_told_what_they_cannot_do(
    bot: FakeBotApi, user: int, sender_chat: dict[str, Any]
) -> None:
    def say(text: str) -> None:
        bot.says(text, GROUP, group=True, user=user, sender_chat=sender_chat)

    say("/ask niacin")
    assert "blood flow" in (await bot.next(GROUP))["text"]
    for command in ("/quiz", "/stop"):
        say(command)
        assert "Write as yourself" in (await bot.next(GROUP))["text"]
    await bot.quiet()


async def test_an_anonymous_administrator_cannot_stop_the_game_of_others(bot: FakeBotApi, quizzes: Quizzes) -> None:
    await join(bot, ANNA)
    bot.says("/quiz", GROUP, group=True, user=ANNA)
    await bot.next(GROUP)
    bot.says("/stop", GROUP, group=True, user=ANONYMOUS_ADMIN, sender_chat={"id": GROUP, "type": "supergroup"})
    assert "Write as yourself" in (await bot.next(GROUP))["text"]
    assert quizzes.games.is_on(GROUP)
    bot.says("/stop", GROUP, group=True, user=MANAGER)
    assert "stopped" in (await bot.next(GROUP))["text"]
