"""What happens to updates and replies when something fails."""

import asyncio
import json
import time
from dataclasses import replace
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot.answering.assistant import Assistant
from bot.clock import now
from bot.errors import BotError
from bot.quiz.quizzes import Quizzes
from bot.records import StoredUpdate, UpdateState
from bot.retry import RetryPolicy
from bot.telegram.delivery.keyed_queue import KeyedQueue
from bot.telegram.delivery.raw_updates import queue_key_of
from bot.telegram.sending import plain_parts
from tests.bot_api import FakeBotApi, Fault
from tests.bot_api.server import BOT_ID
from tests.conftest import MANAGER, TIMING, run_bot, run_to_its_end
from tests.quizzing import eventually, join

QUESTION = "What is glutathione?"


def received(quizzes: Quizzes) -> list[tuple[str, bool]]:
    """The state of each update, and whether its text is kept."""
    with quizzes.records.write() as session:
        rows = session.scalars(select(StoredUpdate).order_by(StoredUpdate.update_id)).all()
        return [(row.state, row.body is not None) for row in rows]


async def test_an_update_is_on_disk_before_it_is_acknowledged_and_its_text_gone_when_done(
    bot: FakeBotApi, quizzes: Quizzes
) -> None:
    bot.says(QUESTION)
    await bot.reply()
    await eventually(lambda: received(quizzes) == [(UpdateState.DONE, False)])


async def test_what_an_earlier_run_left_is_handled_after_the_start(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    message = api.says(QUESTION)
    api.lose_updates()
    with quizzes.records.write() as session:
        body = json.dumps({"update_id": 1000, "message": message})
        session.add(StoredUpdate(bot=BOT_ID, update_id=1000, body=body, received_at=now()))
    async with run_bot(api, assistant, quizzes):
        assert "glutathione" in (await api.reply())["text"]
        await eventually(lambda: received(quizzes) == [(UpdateState.DONE, False)])


async def test_an_update_that_telegram_sends_twice_is_answered_once(bot: FakeBotApi) -> None:
    bot.faults.append(Fault("getUpdates", drop=True, after=True))
    bot.says(QUESTION)
    await bot.reply()
    await bot.quiet()
    assert len(bot.sent) == 1


async def test_a_flood_wait_of_one_chat_holds_up_that_chat_alone(bot: FakeBotApi) -> None:
    bot.faults.append(Fault("sendMessage", status=429, chat_id=1, parameters={"retry_after": 1}))
    bot.says(QUESTION, 1)
    bot.says("And niacin?", 1)
    bot.says(QUESTION, 2)
    assert (await bot.next())["chat"]["id"] == 2
    assert "glutathione" in (await bot.next(1))["text"]
    assert "Niacin" in (await bot.next(1))["text"], "the order within a chat is kept"


@pytest.mark.parametrize(
    "fault",
    [
        Fault("sendMessage", status=502),
        Fault("sendMessage", status=200, body=b"<html>proxy</html>"),
        Fault("sendMessage", drop=True),
        Fault("sendMessage", status=429),
    ],
    ids=["502", "no JSON", "drop", "429 without a time"],
)
async def test_a_failure_that_passes_costs_no_reply(bot: FakeBotApi, fault: Fault) -> None:
    bot.faults.append(Fault(**vars(fault)))
    bot.says(QUESTION)
    assert "glutathione" in (await bot.reply())["text"]


async def test_an_update_that_cannot_be_read_is_set_aside_and_the_rest_is_answered(
    bot: FakeBotApi, quizzes: Quizzes
) -> None:
    bot.says(None, 5, photo="this is no list of sizes", entities=7)
    bot.says(QUESTION)
    assert "glutathione" in (await bot.next(1))["text"]
    await eventually(lambda: UpdateState.UNPARSEABLE in [state for state, _ in received(quizzes)])
    assert (UpdateState.UNPARSEABLE, True) in received(quizzes)


@pytest.mark.timing(handling=RetryPolicy(0.0, 0.0, retries=2))
async def test_an_update_that_fails_three_times_is_given_up_kept_and_told_to_the_managers(
    bot: FakeBotApi, quizzes: Quizzes
) -> None:
    bot.faults.append(Fault("sendMessage", status=400, times=3))
    bot.says(QUESTION)
    assert "Something went wrong on my side" in (await bot.next(1))["text"]
    told = (await bot.next(MANAGER))["text"]
    assert "could not be handled" in told
    await eventually(lambda: received(quizzes) == [(UpdateState.DEAD_LETTER, True)])
    bot.says(QUESTION)
    assert "glutathione" in (await bot.next(1))["text"]


async def test_who_has_blocked_the_bot_is_left_in_peace(bot: FakeBotApi, quizzes: Quizzes) -> None:
    bot.blocked.add(1)
    bot.says(QUESTION)
    await eventually(lambda: received(quizzes) == [(UpdateState.DONE, False)])
    assert [method for method, _ in bot.calls].count("sendMessage") == 1


async def test_a_group_in_which_the_bot_may_not_write_is_no_failure(bot: FakeBotApi, quizzes: Quizzes) -> None:
    bot.muted.add(-100)
    bot.says(f"/ask {QUESTION}", -100, group=True)
    await eventually(lambda: received(quizzes) == [(UpdateState.DONE, False)])
    await bot.quiet()
    assert bot.sent == []
    assert [method for method, _ in bot.calls].count("sendMessage") == 1


async def test_who_has_blocked_the_bot_is_not_reminded_any_more(bot: FakeBotApi, quizzes: Quizzes) -> None:
    await join(bot, 5)
    bot.blocked.add(5)
    bot.says(QUESTION, 5)

    def reminded() -> bool:
        member = quizzes.staff.member("telegram:5")
        return member is None or member.reminders

    await eventually(lambda: not reminded())


@pytest.mark.timing(handling=RetryPolicy(0.0, 0.0, retries=0), alert_every=3.0)
async def test_managers_are_told_at_once_and_then_of_several_together(bot: FakeBotApi) -> None:
    bot.faults.append(Fault("sendMessage", status=400, chat_id=1, times=100))
    bot.says(QUESTION)
    assert "A message could not be handled" in (await bot.next(MANAGER))["text"]
    for _ in range(3):
        bot.says(QUESTION)
    assert (await bot.next(MANAGER))["text"].startswith("3 messages could not be handled")


async def test_a_text_that_telegram_cannot_parse_is_sent_plain(bot: FakeBotApi) -> None:
    body = b'{"ok": false, "error_code": 400, "description": "Bad Request: can\'t parse entities: oops"}'
    bot.faults.append(Fault("sendMessage", status=400, body=body))
    bot.says(QUESTION)
    reply = await bot.reply()
    assert "glutathione" in reply["text"]
    assert reply["entities"] == []


async def test_a_group_that_moved_is_followed(bot: FakeBotApi) -> None:
    bot.faults.append(Fault("sendMessage", status=400, chat_id=-100, parameters={"migrate_to_chat_id": -200}))
    bot.says(f"/ask {QUESTION}", -100, group=True)
    assert "glutathione" in (await bot.next(-200))["text"]


async def test_a_press_that_is_too_old_to_be_answered_still_turns_the_page(bot: FakeBotApi, quizzes: Quizzes) -> None:
    bot.says(QUESTION)
    answer = await bot.next()
    more = answer["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    press = {"id": "expired", "from": bot._person(1), "message": answer, "chat_instance": "1", "data": more}
    bot._push({"callback_query": press})
    await bot.until(lambda: bot.message(answer)["text"] != answer["text"])
    await eventually(lambda: received(quizzes) == [(UpdateState.DONE, False)] * 2)


async def test_a_press_in_a_group_that_moved_fails_nothing(bot: FakeBotApi, quizzes: Quizzes) -> None:
    bot.says(f"/ask {QUESTION}", -100, group=True)
    answer = await bot.next(-100)
    bot.faults.append(Fault("editMessageText", status=400, parameters={"migrate_to_chat_id": -200}))
    await bot.press(answer, "More")
    await eventually(lambda: received(quizzes) == [(UpdateState.DONE, False)] * 2)


def test_plain_parts_fit_and_lose_nothing() -> None:
    parts = plain_parts("<b>a</b>" + "𝔘&amp;" * 3000)
    assert "".join(parts) == "a" + "𝔘&" * 3000
    assert all(len(part.encode("utf-16-le")) // 2 <= 4096 for part in parts)


async def test_who_asks_too_much_is_told_once_and_can_go_on_later(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes, rate_limit=5):
        for _ in range(9):
            api.says(QUESTION)
        api.says(QUESTION, 2)
        assert "glutathione" in (await api.next(2))["text"]
        await api.quiet()
        texts = [message["text"] for message in api.sent if message["chat"]["id"] == 1]
        assert [text.startswith("That was a lot at once.") for text in texts] == [False] * 5 + [True]
        api.says(QUESTION, date=int(time.time()) + 60)
        await api.until(lambda: "glutathione" in api.sent[-1]["text"])


async def test_what_is_tried_again_is_not_counted_again(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    api.faults.append(Fault("sendMessage", status=400, times=2))
    quick = replace(TIMING, handling=RetryPolicy(0.0, 0.0, retries=2))
    async with run_bot(api, assistant, quizzes, quick, rate_limit=1):
        api.says(QUESTION)
        assert "glutathione" in (await api.next())["text"]


async def test_talk_in_a_group_that_is_not_meant_for_the_bot_is_not_counted(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes, rate_limit=2):
        for _ in range(5):
            api.says("Who brings the cake?", -100, group=True, user=5)
        api.says(f"/ask {QUESTION}", -100, user=5)
        assert "glutathione" in (await api.next())["text"]
        await api.quiet()
        assert len(api.sent) == 1


async def test_a_keyed_queue_keeps_the_order_and_makes_who_puts_wait() -> None:
    queue, done = KeyedQueue(capacity=10), list[tuple[int, int]]()

    async def job(key: int, number: int) -> None:
        await asyncio.sleep(0.001 * ((key * 7 + number) % 3))
        done.append((key, number))

    for number in range(40):
        for key in range(5):
            await queue.put(key, lambda key=key, number=number: job(key, number))  # type: ignore[misc]
            assert queue.length <= 10
    await queue.drain(5)
    for key in range(5):
        numbers = [number for k, number in done if k == key]
        assert numbers == sorted(numbers)


@pytest.mark.parametrize(
    ("update", "key"),
    [
        ({"update_id": 1, "message": {"chat": {"id": 5}, "from": {"id": 6}}}, 5),
        ({"update_id": 1, "callback_query": {"from": {"id": 6}, "message": {"chat": {"id": 5}}}}, 5),
        ({"update_id": 1, "poll_answer": {"user": {"id": 6}}}, 6),
        ({"update_id": 1, "inline_query": {"from": {"id": 6}}}, 6),
        ({"update_id": 1, "poll": {"id": "7"}}, "7"),
        ({"update_id": 1, "poll": "nonsense"}, None),
        ({"update_id": 1, "message": "nonsense"}, None),
    ],
)
def test_updates_are_kept_in_order_by_chat_sender_or_poll(update: dict[str, Any], key: int | str | None) -> None:
    assert queue_key_of(update) == key


async def test_a_token_that_is_revoked_ends_the_bot_with_one_line_and_the_update_waits(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    token = api.token
    api.faults.append(Fault("sendMessage", status=401, delay=0.5, times=100))
    running = asyncio.create_task(run_to_its_end(api, assistant, quizzes))
    api.says(QUESTION)
    await api.until(lambda: api.faults[0].times < 100)
    api.token = "1:another"
    with pytest.raises(BotError, match="Telegram refuses the token: it was revoked"):
        await running
    api.token = token
    api.faults.clear()
    assert received(quizzes) == [(UpdateState.WAITING, True)]
    async with run_bot(api, assistant, quizzes):
        assert "glutathione" in (await api.reply())["text"]


@pytest.mark.timing(poll=RetryPolicy(0.01, 0.05), handling=RetryPolicy(0.01, 0.01, retries=5))
@pytest.mark.parametrize("method", ["sendMessage", "getUpdates"])
@pytest.mark.parametrize("status", [401, 404])
async def test_a_refusal_that_is_not_telegrams_own_does_not_end_the_bot(
    bot: FakeBotApi, method: str, status: int
) -> None:
    bot.faults.append(Fault(method, status=status, times=2))
    bot.says(QUESTION)
    assert "glutathione" in (await bot.reply())["text"]


NONSENSE = [
    b'{"ok": true}', b'{"ok": true, "result": {}}', b'{"ok": true, "result": [1, null, "x", {"update_id": "1"}]}',
    b"[]", b"null", b'"text"', b'{"ok": true, "result": []}', b"[" * 5000, b'{"ok": false}',
]  # fmt: skip


@pytest.mark.timing(poll=RetryPolicy(0.05, 0.05))
@pytest.mark.parametrize("body", NONSENSE)
async def test_nonsense_in_the_place_of_updates_is_asked_for_slowly_and_said_once(
    bot: FakeBotApi, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    nonsense = Fault("getUpdates", status=200, body=body, times=10_000)
    bot.faults.append(nonsense)
    bot.says("niacin")
    await asyncio.sleep(0.25)
    assert 10_000 - nonsense.times <= 8
    assert caplog.text.count("it is tried again") <= 1
    bot.faults.clear()
    bot.says(QUESTION)
    assert "glutathione" in (await bot.reply(2))["text"]


async def test_a_webhook_that_telegram_refuses_ends_the_bot_with_one_line(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    api.faults.append(Fault("setWebhook", status=400))
    where: dict[str, Any] = {"webhook_url": "https://bot.example.org/webhook", "webhook_secret": SecretStr("x" * 32)}
    with pytest.raises(BotError, match="Telegram refuses how updates are to come"):
        await run_to_its_end(api, assistant, quizzes, listen="127.0.0.1:0", **where)


async def test_what_runs_beside_the_handlers_and_fails_ends_the_bot(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_: object) -> None:
        raise ValueError("nobody foresaw this")

    monkeypatch.setattr("bot.telegram.delivery.inbox.Inbox.mark_finished", fail)
    with pytest.raises(ValueError, match="nobody foresaw this"):
        await run_to_its_end(api, assistant, quizzes)


async def test_two_pollers_are_not_taken_for_silence(api: FakeBotApi, assistant: Assistant, quizzes: Quizzes) -> None:
    api.faults.append(Fault("getUpdates", status=409, times=2))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(3):
            await run_to_its_end(api, assistant, quizzes, replace(TIMING, end_after=1.8))


async def test_polling_that_hangs_ends_the_bot_so_that_it_is_started_anew(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    api.faults.append(Fault("getUpdates", delay=60))
    with pytest.raises(BotError, match="Telegram has not answered for"):
        await run_to_its_end(api, assistant, quizzes, replace(TIMING, end_after=0.5))


async def test_two_pollers_are_explained_and_the_bot_goes_on(bot: FakeBotApi, caplog: pytest.LogCaptureFixture) -> None:
    bot.faults.append(Fault("getUpdates", status=409))
    await eventually(lambda: "another program asks for this bot's updates" in caplog.text)
    bot.says(QUESTION)
    assert "glutathione" in (await bot.reply())["text"]
