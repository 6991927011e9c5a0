"""What the chaos suite found in the delivery of updates, each by itself."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import TimeoutError as NoConnectionError
from telegram import Bot

from bot.answering import messages
from bot.answering.assistant import Assistant
from bot.clock import now
from bot.errors import BotError
from bot.metrics import Metrics
from bot.quiz.quizzes import Quizzes
from bot.records import UpdateState, updates
from bot.records.tables import StoredUpdate
from bot.retry import RetryPolicy
from bot.telegram.delivery.inbox import Inbox
from bot.telegram.delivery.polling import Poller
from bot.telegram.delivery.update_worker import STARTS
from bot.timing import Timing
from tests.bot_api import FakeBotApi, Fault
from tests.bot_api.server import BOT_ID
from tests.bot_api.transport import InProcessRequest
from tests.conftest import MANAGER, run_bot


def left_by_earlier_runs(api: FakeBotApi, quizzes: Quizzes, attempts: int) -> int:
    """A question that was written down, and begun so often after a restart."""
    api.says("niacin")
    raw = api._updates.pop()
    with quizzes.records.write() as session:
        updates.store(session, BOT_ID, [raw], now())
    with quizzes.records.write() as session:
        session.execute(update(StoredUpdate).values(attempts=attempts))
    return int(raw["update_id"])


async def test_a_question_in_hand_at_some_kills_is_answered(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    left_by_earlier_runs(api, quizzes, attempts=STARTS - 2)
    async with run_bot(api, assistant, quizzes):
        assert "niacin" in (await api.reply())["text"].lower()


@pytest.mark.parametrize(
    "fault",
    [
        Fault("sendMessage", status=429, parameters={"retry_after": 60}),
        Fault("sendMessage", delay=60),
        Fault("sendMessage", status=502, times=1000),
        Fault("sendMessage", drop=True, times=1000),
    ],
    ids=["blocked", "hanging", "a server that is down", "no network"],
)
async def test_waiting_for_telegram_does_not_count_against_an_update(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes, fault: Fault
) -> None:
    """However often the process is killed meanwhile: what counted at its start is taken back while it waits."""
    left_by_earlier_runs(api, quizzes, attempts=STARTS - 2)
    api.faults.append(fault)
    at_first = fault.times

    def is_taken_back() -> bool:
        with quizzes.records.read() as session:
            return fault.times < at_first and session.scalar(select(StoredUpdate.attempts)) == STARTS - 2

    async with run_bot(api, assistant, quizzes):
        await api.until(is_taken_back, 10)
    with quizzes.records.read() as session:
        row = session.scalars(select(StoredUpdate)).one()
        assert (row.state, row.attempts) == (UpdateState.WAITING, STARTS - 2)


async def test_one_whose_farewell_ends_the_process_too_is_given_up_without_a_word(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    number = left_by_earlier_runs(api, quizzes, attempts=STARTS + 2)
    async with run_bot(api, assistant, quizzes):
        await api.next(MANAGER)
        await api.quiet()
    assert [called["chat_id"] for method, called in api.calls if method == "sendMessage"] == [MANAGER]
    with quizzes.records.read() as session:
        state = session.scalar(select(StoredUpdate.state).where(StoredUpdate.update_id == number))
    assert state == UpdateState.DEAD_LETTER


async def test_one_in_hand_at_very_many_is_given_up_with_a_word(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    number = left_by_earlier_runs(api, quizzes, attempts=STARTS - 1)
    async with run_bot(api, assistant, quizzes):
        assert (await api.reply())["text"] == messages.FAILED
        await api.quiet()
    with quizzes.records.write() as session:
        found = session.execute(
            select(StoredUpdate.state, StoredUpdate.error).where(StoredUpdate.update_id == number)
        ).one()
    assert found.state == UpdateState.DEAD_LETTER
    assert "the process ended" in (found.error or "")


async def test_it_is_kept_as_given_up_only_after_the_word(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    number = left_by_earlier_runs(api, quizzes, attempts=STARTS - 1)
    api.faults.append(Fault("sendMessage", status=429, parameters={"retry_after": 60}))
    async with run_bot(api, assistant, quizzes):
        await api.until(lambda: api.faults[0].times == 0)
    with quizzes.records.write() as session:
        state = session.scalar(select(StoredUpdate.state).where(StoredUpdate.update_id == number))
    assert state == UpdateState.WAITING


@pytest.mark.timing(handling=RetryPolicy(0.0, 0.0, retries=2))
async def test_an_update_that_the_library_chokes_on_is_given_up_and_not_left_waiting(
    bot: FakeBotApi, quizzes: Quizzes
) -> None:
    message = bot.says("niacin", 5)
    chat = {"id": {"not": "hashable"}, "type": "private"}
    bot._updates[-1]["message"] = message | {"chat": chat}
    bot.says("niacin", 6)
    await bot.next(6)
    await bot.next(7)  # the manager is told
    await bot.quiet()
    with quizzes.records.write() as session:
        states = session.scalars(select(StoredUpdate.state).order_by(StoredUpdate.update_id)).all()
    assert states == [UpdateState.DEAD_LETTER, UpdateState.DONE]


@pytest.mark.timing(typing_after=0.0)
async def test_an_answer_does_not_wait_for_the_sign_that_it_is_typed(bot: FakeBotApi) -> None:
    bot.faults.append(Fault("sendChatAction", delay=60))
    bot.says("niacin")
    async with asyncio.timeout(3):
        await bot.reply()


async def test_waiting_for_room_is_not_taken_for_silence() -> None:
    api = FakeBotApi()
    api.says("niacin")

    async def no_room(_: list[dict[str, Any]]) -> None:
        await asyncio.sleep(60)

    async with Bot(api.token, request=InProcessRequest(api), get_updates_request=InProcessRequest(api)) as bot:
        poller = Poller(bot, no_room, ["message"], Metrics(), Timing(long_poll=0, end_after=0.2))
        task = asyncio.create_task(poller.run())
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.6):
                await poller.watch()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def test_no_free_connection_is_a_bot_error(quizzes: Quizzes) -> None:
    with pytest.raises(BotError, match="cannot be used"), quizzes.records.write():
        raise NoConnectionError("QueuePool limit reached")


async def test_what_is_done_is_forgotten_while_the_bot_runs(quizzes: Quizzes) -> None:
    with quizzes.records.write() as session:
        updates.store(session, BOT_ID, [{"update_id": 1}, {"update_id": 2}], now() - timedelta(days=3))
        updates.store(session, BOT_ID, [{"update_id": 3}], now())
    waiting = Inbox(quizzes.records, BOT_ID, Timing(forget_every=0.0))
    for number in (1, 3):
        waiting.finish(number)
    await waiting.flush()
    with quizzes.records.write() as session:
        assert list(session.scalars(select(StoredUpdate.update_id).order_by(StoredUpdate.update_id))) == [2, 3]
