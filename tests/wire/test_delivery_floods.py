"""Many messages, and chats that Telegram makes wait: what is held up, and what is not."""

import asyncio
from collections.abc import Callable

import pytest

from bot.answering.assistant import Assistant
from bot.quiz.quizzes import Quizzes
from bot.records import updates
from bot.retry import RetryPolicy
from bot.telegram.delivery.keyed_queue import Job, KeyedQueue
from tests.bot_api import FakeBotApi, Fault
from tests.bot_api.server import BOT_ID
from tests.conftest import run_bot
from tests.quizzing import ANNA, eventually, join

CAPACITY = 30  # messages that the queue has room for


async def test_a_flooded_chat_with_more_messages_than_there_is_room_for_holds_up_nobody(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    api.faults.append(Fault("sendMessage", status=429, chat_id=1, parameters={"retry_after": 3}))
    count = 2 * CAPACITY
    async with run_bot(api, assistant, quizzes, capacity=CAPACITY, rate_limit=0):
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
    with quizzes.records.write() as session:
        assert updates.waiting(session, BOT_ID, None, 10) == []


async def test_more_than_there_is_room_for_stays_at_telegram(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    everybody = Fault("sendMessage", status=429, parameters={"retry_after": 1}, times=10**6)
    api.faults.append(everybody)
    for chat in range(1, 251):
        api.says("niacin", chat)
    async with run_bot(api, assistant, quizzes, capacity=10, rate_limit=0):  # ten times as many are held
        await api.until(lambda: api.pending <= 150)
        await asyncio.sleep(0.5)
        assert api.pending >= 50, "it took more than it has room for, and the batch under way"
        everybody.times = 0
        await api.until(lambda: len(api.sent) == 250, 120)


async def test_many_chats_that_telegram_makes_wait_hold_up_nobody(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    held = range(1, CAPACITY + 6)
    api.faults += [Fault("sendMessage", status=429, chat_id=chat, parameters={"retry_after": 60}) for chat in held]
    async with run_bot(api, assistant, quizzes, capacity=CAPACITY, rate_limit=0):
        for chat in held:
            api.says("niacin", chat)
        await api.until(lambda: not any(fault.times for fault in api.faults))
        for chat in range(1001, 1021):
            api.says("niacin", chat)
            await api.next(chat)
        assert {message["chat"]["id"] for message in api.sent} == set(range(1001, 1021))


@pytest.mark.parametrize("method", ["sendMessage", "sendChatAction"])
async def test_sends_that_hang_leave_others_twice_as_long_as_usual_at_most(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes, method: str
) -> None:
    held = range(1, CAPACITY + 21)
    async with run_bot(api, assistant, quizzes, capacity=CAPACITY, rate_limit=0):
        usual = await _p95(api, range(1001, 1021))
        api.faults += [Fault(method, status=502, chat_id=chat, delay=60) for chat in held]
        for chat in held:
            api.says("niacin", chat)
        if method == "sendMessage":
            await api.until(lambda: not any(fault.times for fault in api.faults))
        beside = await _p95(api, range(2001, 2021))
    assert beside <= 2 * usual + _GRAIN, f"{beside:.3f} s, usually {usual:.3f} s"


_GRAIN = 0.4  # seconds: what a busy machine may add to anything; who is held up waits for more


async def _p95(api: FakeBotApi, chats: range) -> float:
    """The time within which of the chats, one after another, 95 of 100 are answered."""
    took = []
    for chat in chats:
        began = asyncio.get_running_loop().time()
        api.says("niacin", chat)
        await api.next(chat)
        took.append(asyncio.get_running_loop().time() - began)
    return sorted(took)[int(len(took) * 0.95) - 1]


def jobs(done: list[str], *names: str) -> list[Job]:
    async def job(name: str) -> None:
        await asyncio.sleep(0)
        done.append(name)

    def make(name: str) -> Callable[[], object]:
        return lambda: job(name)

    return [make(name) for name in names]  # type: ignore[misc]


async def test_a_lane_that_is_held_up_takes_no_room_and_keeps_its_order() -> None:
    queue, done, release = KeyedQueue(capacity=2), list[str](), asyncio.Event()

    async def flooded() -> None:
        with queue.blocked(1):
            await release.wait()
        done.append("first")

    await queue.put(1, flooded)
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        for small, big in zip(jobs(done, "a", "b", "c"), jobs(done, "A", "B", "C"), strict=True):
            await queue.put(1, big, small)
        for job in jobs(done, "x", "y", "z"):
            await queue.put(2, job)
        await eventually(lambda: "z" in done)
        assert queue.length == 4
        release.set()
        await eventually(lambda: not queue.length)
    assert done == ["x", "y", "z", "first", "a", "b", "c"]


async def test_no_more_than_a_hundred_times_what_there_is_room_for_waits_behind_a_flooded_chat() -> None:
    queue, done = KeyedQueue(capacity=1), list[str]()
    for _ in range(2):  # what was given is given back
        release = asyncio.Event()

        async def flooded(release: asyncio.Event = release) -> None:
            with queue.blocked(1):
                await release.wait()

        await queue.put(1, flooded)
        await asyncio.sleep(0)
        for job in jobs(done, *map(str, range(101))):
            await queue.put(1, job)
        beyond = asyncio.create_task(queue.put(1, *jobs(done, "101")))
        await asyncio.sleep(0.01)
        assert not beyond.done()
        release.set()
        await beyond
        await eventually(lambda: not queue.length)
    assert done == [*map(str, range(102))] * 2


async def test_messages_that_come_after_a_flood_do_not_take_the_room_of_those_before(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    api.faults.append(Fault("sendMessage", status=429, chat_id=1, parameters={"retry_after": 1}))
    async with run_bot(api, assistant, quizzes, capacity=20, rate_limit=0):
        for _ in range(50):
            api.says("niacin", 1)
        await api.until(lambda: api.faults[0].times == 0 and not api.pending)
        await api.next(1)
        for _ in range(50):
            api.says("niacin", 1)
        api.says("niacin", 2)
        await api.until(lambda: len(api.sent) == 101, 30)


async def test_two_that_put_into_one_lane_keep_their_order_though_one_needs_no_room() -> None:
    queue, done, release = KeyedQueue(capacity=1), list[str](), asyncio.Event()

    async def busy() -> None:
        await release.wait()

    await queue.put(2, busy)
    first, second = jobs(done, "first", "second")
    waits = asyncio.create_task(queue.put(1, first))
    await asyncio.sleep(0)
    with queue.blocked(1):
        behind = asyncio.create_task(queue.put(1, second))
        await asyncio.sleep(0.01)
        release.set()
        await asyncio.gather(waits, behind)
    await eventually(lambda: not queue.length)
    assert done == ["first", "second"]


@pytest.mark.timing(call=RetryPolicy(0.01, 0.05, retries=10), handling=RetryPolicy(0.0, 0.0, retries=0))
async def test_a_call_that_never_gets_through_is_given_up_while_others_do(bot: FakeBotApi) -> None:
    await join(bot, ANNA)
    ill = Fault("sendDocument", status=500, times=10**6)
    bot.faults.append(ill)
    bot.says("/mydata", ANNA)
    shown = await bot.next(ANNA)
    press = asyncio.create_task(bot.press(shown, "Send it to me"))
    for chat in range(100, 140):  # others are answered meanwhile
        bot.says("niacin", chat)
        await bot.next(chat)
        await asyncio.sleep(0.05)
    assert "Something went wrong" in (await bot.next(ANNA))["text"]
    assert 10 <= 10**6 - ill.times <= 100, "failures that nobody else got through meanwhile are not its own"
    await press


@pytest.mark.timing(call=RetryPolicy(0.005, 0.01, retries=10))
async def test_a_server_that_is_ill_is_waited_for_however_long(bot: FakeBotApi) -> None:
    await bot.quiet()
    bot.faults.extend(Fault(method, status=502, times=60) for method in ("sendMessage", "sendChatAction"))
    bot.faults.append(Fault("getUpdates", status=502, times=2))
    bot.says("niacin")
    assert "niacin" in (await bot.next(1))["text"].lower()


async def test_everybody_is_told_that_it_is_busy(api: FakeBotApi, assistant: Assistant, quizzes: Quizzes) -> None:
    async with run_bot(api, assistant, quizzes, rate_limit=1):
        for chat in range(1, 111):
            api.says("niacin", chat)
        await api.until(lambda: len(api.sent) == 110)
    busy = [message for message in api.sent if message["text"].startswith("A great many people")]
    assert len(busy) == 10


async def test_a_flood_wait_of_no_time_is_not_tried_without_a_pause(bot: FakeBotApi) -> None:
    flood = Fault("sendMessage", status=429, parameters={"retry_after": 0}, times=10**6)
    bot.faults.append(flood)
    bot.says("niacin")
    await asyncio.sleep(1)
    assert 1 <= 10**6 - flood.times <= 6
    flood.times = 0
    await bot.reply()
