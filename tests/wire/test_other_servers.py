"""A Bot API server that is older or newer than the library: what was sent is not sent again."""

import json
from typing import Any

import pytest

from bot.quiz.quizzes import Quizzes
from tests.bot_api import FakeBotApi, Fault
from tests.quizzing import given, join, right_option

QUESTION = "What is glutathione?"


def answered_with(method: str, result: Any) -> Fault:
    """The call takes effect, and is answered with something else."""
    return Fault(method, status=200, body=json.dumps({"ok": True, "result": result}).encode(), after=True)


@pytest.mark.parametrize("result", [{"message_id": 5}, {"message_id": "five", "chat": 7}, {}, "sent", [1], True])
async def test_an_answer_is_not_sent_again_because_the_server_describes_it_in_other_words(
    bot: FakeBotApi, result: Any
) -> None:
    bot.faults.append(answered_with("sendMessage", result))
    bot.says(QUESTION)
    await bot.reply()
    await bot.quiet()
    assert len(bot.sent) == 1


async def test_a_poll_of_such_a_server_is_sent_once_and_its_answer_counts(bot: FakeBotApi, quizzes: Quizzes) -> None:
    await join(bot, 1, "Anna")
    poll_id = "5298988606646386001"
    bot.faults.append(answered_with("sendPoll", {"message_id": 5, "date": 1, "poll": {"id": poll_id, "options": None}}))
    bot.says("/quiz")
    poll = await bot.next(1)
    while "poll" not in poll:
        poll = await bot.next(1)
    assert poll["poll"]["id"] == poll_id
    await bot.quiet()
    bot.vote(poll, right_option(quizzes, poll))
    assert (await bot.next(1))["poll"]["question"].startswith("2/5 ")
    assert len(given(quizzes)) == 1
