"""What tests of quizzes through the fake Bot API share."""

import re
from typing import Any

from bot.quiz.quizzes import Quizzes
from bot.records import queries
from tests.bot_api import FakeBotApi
from tests.conftest import MANAGER

ANNA = 42


async def invite(api: FakeBotApi) -> str:
    """The start command of an invitation that the manager has made."""
    api.says("/invite", MANAGER)
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


def right_option(quizzes: Quizzes, poll: dict[str, Any]) -> str:
    """The right option of a poll, from the bank: the fake tells nobody."""
    asked = re.sub(r"^\d+/\d+ ", "", poll["poll"]["question"])
    return next(item.answer for _, item in quizzes.banks.approved() if item.question == asked)


def wrong_option(quizzes: Quizzes, poll: dict[str, Any]) -> str:
    right = right_option(quizzes, poll)
    return str(next(option["text"] for option in poll["poll"]["options"] if option["text"] != right))


def given(quizzes: Quizzes) -> list[bool]:
    """Whether each answer that is recorded was right."""
    with quizzes.records.begin() as session:
        return [answer.correct for answer in queries.answers(session)]
