"""Managers are told what fails, once for each kind and hour, with what to do; through the fake Bot API."""

import pytest

from bot.quiz.quizzes import Quizzes
from bot.retry import RetryPolicy
from tests.bot_api import FakeBotApi, Fault
from tests.conftest import MANAGER, no_writing
from tests.quizzing import ANNA, join

QUESTION = "What does glutathione do?"
AT_ONCE = RetryPolicy(0.0, 0.0, retries=0)


def told(api: FakeBotApi) -> list[str]:
    return [sent["text"] for sent in api.sent if sent["chat"]["id"] == MANAGER]


@pytest.mark.timing(handling=AT_ONCE)
async def test_each_kind_of_failure_is_told_once_with_what_to_do(bot: FakeBotApi) -> None:
    bot.faults.append(Fault("sendMessage", status=400, chat_id=1, times=100))
    for _ in range(3):
        bot.says(QUESTION, 1)
    first = (await bot.next(MANAGER))["text"]
    assert first.startswith("A message could not be handled. It is kept as number ")
    assert "Telegram refused what I sent." in first
    bot.says(None, 5, photo="this is no list of sizes", entities=7)
    second = (await bot.next(MANAGER))["text"]
    assert "A newer version of me may" in second
    await bot.quiet()
    assert told(bot) == [first, second]


async def test_a_database_that_cannot_be_written_is_told_and_what_waits_is_not_lost(
    bot: FakeBotApi, quizzes: Quizzes
) -> None:
    await join(bot, ANNA)
    with no_writing(quizzes):
        bot.says("/reminders", ANNA)
        assert (await bot.next(MANAGER))["text"].startswith("My database cannot be written at the moment.")
    assert "Reminders are off" in (await bot.next(ANNA))["text"]


@pytest.mark.timing(poll=RetryPolicy(0.01, 0.01))
async def test_a_second_program_with_the_token_is_told_when_it_lasts(bot: FakeBotApi) -> None:
    bot.faults.append(Fault("getUpdates", status=409, times=2))
    bot.says(QUESTION)
    await bot.next(1)
    await bot.quiet()
    assert told(bot) == [], "one that is about to end is no reason to worry"
    bot.faults.append(Fault("getUpdates", status=409, times=9))
    bot.says(QUESTION)
    assert (await bot.next(MANAGER))["text"].startswith("Another program fetches my messages with the same token")
    await bot.quiet()
    assert len(told(bot)) == 1
