"""Many messages, and chats that Telegram makes wait: what is held up, and what is not."""

import asyncio
from collections.abc import Callable

from bot.assistant import Assistant
from bot.quiz.quizzes import Quizzes
from bot.records import inbox
from bot.telegram.delivery.lanes import Job, Lanes
from tests.bot_api import FakeBotApi, Fault
from tests.conftest import run_bot
from tests.quizzing import eventually

CAPACITY = 1000


async def test_a_flooded_chat_with_more_messages_than_there_is_room_for_holds_up_nobody(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    api.faults.append(Fault("sendMessage", status=429, chat_id=1, parameters={"retry_after": 6}))
    count = CAPACITY + 200
    async with run_bot(api, assistant, quizzes, rate_limit=0):
        for _ in range(count):
            api.says("niacin", 1)
        await api.until(lambda: api.faults[0].times == 0)
        api.says("niacin", 2)
        await api.next(2)
        assert not [message for message in api.sent if message["chat"]["id"] == 1]
        await api.until(lambda: len(api.sent) == count + 1, 120)
    asked = [message["reply_to_message"]["message_id"] for message in api.sent if message["chat"]["id"] == 1]
    assert asked == sorted(asked)


async def test_what_a_flooded_chat_has_left_at_a_stop_is_answered_after_the_next_start(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    api.faults.append(Fault("sendMessage", status=429, chat_id=1, parameters={"retry_after": 60}))
    async with run_bot(api, assistant, quizzes, rate_limit=0):
        for _ in range(5):
            api.says("niacin", 1)
        await api.until(lambda: api.faults[0].times == 0 and not api.pending)
    async with run_bot(api, assistant, quizzes, rate_limit=0):
        await api.until(lambda: len(api.sent) == 5)
    with quizzes.records.begin() as session:
        assert inbox.waiting(session, None, 10) == []


async def test_more_than_there_is_room_for_stays_at_telegram(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    everybody = Fault("sendMessage", status=429, parameters={"retry_after": 3}, times=10**6)
    api.faults.append(everybody)
    for chat in range(1, CAPACITY + 501):
        api.says("niacin", chat)
    async with run_bot(api, assistant, quizzes, rate_limit=0):
        await api.until(lambda: api.pending <= 500)
        await asyncio.sleep(0.5)
        assert api.pending >= 400, "it took more than it has room for, and the batch under way"
        everybody.times = 0
        await api.until(lambda: len(api.sent) == CAPACITY + 500, 120)


def jobs(done: list[str], *names: str) -> list[Job]:
    async def job(name: str) -> None:
        await asyncio.sleep(0)
        done.append(name)

    def make(name: str) -> Callable[[], object]:
        return lambda: job(name)

    return [make(name) for name in names]  # type: ignore[misc]


async def test_a_lane_that_is_held_up_takes_no_room_and_keeps_its_order() -> None:
    lanes, done, release = Lanes(capacity=2), list[str](), asyncio.Event()

    async def flooded() -> None:
        with lanes.held(1):
            await release.wait()
        done.append("first")

    await lanes.put(1, flooded)
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        for small, big in zip(jobs(done, "a", "b", "c"), jobs(done, "A", "B", "C"), strict=True):
            await lanes.put(1, big, small)
        for job in jobs(done, "x", "y", "z"):
            await lanes.put(2, job)
        await eventually(lambda: "z" in done)
        assert lanes.length == 4
        release.set()
        await eventually(lambda: not lanes.length)
    assert done == ["x", "y", "z", "first", "a", "b", "c"]
