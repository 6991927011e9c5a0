"""What tests of quizzes through the fake Bot API share."""

import asyncio
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.quiz.asking import AskedQuestion
from bot.quiz.practice import NothingDue, Summary
from bot.quiz.quizzes import Quizzes
from bot.records import queries
from tests.bot_api import FakeBotApi
from tests.conftest import MANAGER

ANNA = 42


async def invite(api: FakeBotApi) -> str:
    """The start command of an invitation that the manager has made."""
    api.says("/invite", MANAGER)
    link = (await api.next(MANAGER))["text"]
    while "has joined" in link:  # news of who came before
        link = (await api.next(MANAGER))["text"]
    found = re.search(r"https://t\.me/article_test_bot\?start=(join-[\w-]+)", link)
    assert found, link
    return f"/start {found[1]}"


async def join(api: FakeBotApi, user: int, name: str = "Anna") -> None:
    start = await invite(api)
    api.says(start, user, name=name)
    welcome = (await api.next(user))["text"]
    assert f"Welcome, {name}" in welcome
    assert "Recorded are your name, each answer with its time" in welcome
    assert "/mydata" in welcome


async def first_poll(api: FakeBotApi) -> dict[str, Any]:
    """The first question of Anna's first session."""
    await join(api, ANNA)
    api.says("/quiz", ANNA)
    await api.next(ANNA)  # what the questions are about
    return await api.next(ANNA)


def right_option(quizzes: Quizzes, poll: dict[str, Any]) -> str:
    """The right option of a poll, from the bank: the fake tells nobody."""
    asked = re.sub(r"^\d+/\d+ ", "", poll["poll"]["question"])
    return next(item.answer for _, item in quizzes.banks.approved() if item.question == asked)


def wrong_option(quizzes: Quizzes, poll: dict[str, Any]) -> str:
    right = right_option(quizzes, poll)
    return str(next(option["text"] for option in poll["poll"]["options"] if option["text"] != right))


def given(quizzes: Quizzes) -> list[bool]:
    """Whether each answer that is recorded was right."""
    with quizzes.records.write() as session:
        return [answer.correct for answer in queries.answers(session)]


def practise(quizzes: Quizzes, account: str, now: datetime, *, right: bool) -> None:
    """A whole session of practice, each answer right or each wrong."""
    then: AskedQuestion | NothingDue | Summary = quizzes.practice.begin(account, None, now)
    while isinstance(then, AskedQuestion):
        picked = then.key if right else (then.key + 1) % len(then.options)
        answered = quizzes.practice.answer(then.presentation, account, picked, now)
        assert answered
        then = answered.then
    quizzes.practice.finish(account, now)


async def eventually(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait until something is true that no call to the fake tells of."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - nothing announces it
            await asyncio.sleep(0.01)
