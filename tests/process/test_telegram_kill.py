"""The real `article-bot telegram` process, killed with kill -9 in the middle of quizzes, and started again."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.quiz.quizzes import Quizzes
from bot.records import updates
from tests.bot_api import FakeBotApi
from tests.bot_api.server import BOT_ID
from tests.bot_api.transport import serve
from tests.conftest import MANAGER
from tests.process.test_telegram_process import process
from tests.quizzing import ANNA, eventually, first_poll, given, join, right_option
from tests.wire.test_telegram_exams import QUESTIONS, begin, letter
from tests.wire.test_telegram_games import GROUP, announce, play


@asynccontextmanager
async def running(address: str, api: FakeBotApi) -> AsyncIterator[None]:
    """The bot, once it has gone on with what it found, until it is killed without warning."""
    os.environ["ARTICLE_BOT_MANAGERS"] = str(MANAGER)
    starts = polling_starts(api)
    async with process(address, api.token, "INFO") as child:
        await api.until(lambda: polling_starts(api) > starts, seconds=60)
        yield
        assert child.returncode is None, "it still runs"
        child.kill()
        await child.wait()


def polling_starts(api: FakeBotApi) -> int:
    """How often a bot has begun to poll: the library deletes the webhook before."""
    return sum(method == "deleteWebhook" for method, _ in api.calls)


async def test_practice_loses_nothing(api: FakeBotApi, quizzes: Quizzes) -> None:
    async with serve(api) as address:
        async with running(address, api):
            first = await first_poll(api)
            await noted(quizzes, first)
            api.vote(first, right_option(quizzes, first))
        for _ in range(12):  # an answer that was in hand at the kill may have to be given again
            if len(given(quizzes)) == 5:
                break
            async with running(address, api):
                poll = await open_poll(api)
                await noted(quizzes, poll)
                api.vote(poll, right_option(quizzes, poll))
        async with running(address, api):
            await api.until(lambda: "right." in api.sent[-1].get("text", ""))
        assert api.sent[-1]["text"].startswith("5 of 5 right.")
        assert given(quizzes) == [True] * 5


async def noted(quizzes: Quizzes, poll: dict[str, Any]) -> None:
    """Until the bot has written down which poll it sent: one of which it knows nothing is asked again."""
    await eventually(lambda: quizzes.sent_as(poll["poll"]["id"]) is not None)


def waiting(quizzes: Quizzes) -> bool:
    """Whether there is an update that is not marked as done."""
    with quizzes.records.write() as session:
        return bool(updates.waiting(session, BOT_ID, None, 1))


async def open_poll(api: FakeBotApi) -> dict[str, Any]:
    """The last poll that was sent, once it is open: the bot closes one that waited, and asks anew."""

    def last() -> dict[str, Any]:
        return [api.message(sent) for sent in api.sent if "poll" in sent][-1]

    await api.quiet()
    await api.until(lambda: not last()["poll"]["is_closed"] or "right." in api.sent[-1].get("text", ""))
    return last()


async def test_an_exam_loses_nothing(api: FakeBotApi, quizzes: Quizzes) -> None:
    async with serve(api) as address:
        async with running(address, api):
            await join(api, ANNA)
            message = await begin(api)
            await press_right(api, quizzes, message, 1, 6)
        async with running(address, api):
            await press_right(api, quizzes, message, 6, QUESTIONS + 1)
            assert api.message(message)["text"].startswith("Passed. 17 of 17 right (100%).")
            # Not the next message: after a kill, a reply may come twice.
            await api.until(lambda: any("document" in message for message in api.sent))
        assert given(quizzes) == [True] * QUESTIONS


async def press_right(api: FakeBotApi, quizzes: Quizzes, message: dict[str, Any], first: int, end: int) -> None:
    for number in range(first, end):
        text = api.message(message)["text"]
        assert text.startswith(f"Question {number} of")
        await api.press(message, letter(quizzes, text, right=True))


async def test_a_game_goes_on(api: FakeBotApi, quizzes: Quizzes) -> None:
    async with serve(api) as address:
        async with running(address, api):
            lobby = await announce(api)
            await api.press(lobby, "Start", user=ANNA)
            poll = await api.next(GROUP)
            await noted(quizzes, poll)
            await eventually(lambda: not waiting(quizzes))  # else the announcement may come twice
        async with running(address, api):
            right = right_option(quizzes, poll)
            api.vote(poll, right, user=ANNA)
            api.vote(poll, right, user=43)
            await play(api, quizzes, 2)
            board = (await api.next(GROUP))["text"]
        assert "1. Anna – 5 of 5" in board
        assert "2. Ben – 1 of 5" in board
