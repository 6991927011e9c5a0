"""Calls of the Bot API that were carried out, and whose answers were lost."""

from collections import Counter

import pytest

from bot.retry import RetryPolicy
from bot.telegram.delivery.retrying_request import REPEATS
from tests.bot_api import FakeBotApi, Fault
from tests.conftest import MANAGER

QUESTION = "What does glutathione do?"


async def test_a_send_whose_answers_are_lost_is_repeated_so_often_at_most_and_told_to_the_managers(
    bot: FakeBotApi,
) -> None:
    bot.faults.append(Fault("sendMessage", drop=True, after=True, chat_id=1, times=10**6))
    bot.says(QUESTION, 1)
    assert "could not be handled" in (await bot.next(MANAGER))["text"]
    await bot.quiet()
    copies = Counter(message["text"] for message in bot.sent if message["chat"]["id"] == 1)
    assert list(copies.values()) == [1 + REPEATS]


@pytest.mark.timing(call=RetryPolicy(0.001, 0.001, retries=10))
async def test_a_send_is_not_repeated_while_telegram_answers_nothing(bot: FakeBotApi) -> None:
    await bot.quiet()
    bot.faults.append(Fault("sendMessage", drop=True, after=True))
    outage = Fault("getMe", drop=True, times=40)
    bot.faults.append(outage)
    bot.says(QUESTION, 1)
    await bot.until(lambda: outage.times == 20)
    assert len(bot.sent) == 1
    await bot.until(lambda: len(bot.sent) == 2)
    assert not outage.times
