"""Each fault of Telegram and of the network on the way to it."""

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import ClientSession

from bot.answering import messages
from tests.bot_api import Fault
from tests.bot_api.webhook import post
from tests.chaos.bots import MANAGER
from tests.chaos.trial import Check, Trial
from tests.quizzing import eventually

_AT_ONCE = 6.0


async def too_many_requests(trial: Trial) -> None:
    slow = trial.ask(Fault("sendMessage", status=429, parameters={"retry_after": 8}))
    quick = trial.ask()
    assert await trial.answered(quick) < _AT_ONCE, "another chat waited, too"
    assert not trial.ledger.answers(slow), "it did not wait as long as Telegram said"
    await trial.answered(slow)


async def flooded(trial: Trial, count: int = 1200) -> None:
    """A chat with more messages than there is room for is held up; nobody else is."""
    chat = trial.chat()
    trial.api.faults.append(Fault("sendMessage", status=429, chat_id=chat, parameters={"retry_after": 10}))
    held = [trial.ledger.ask(chat) for _ in range(count)]
    await trial.api.until(lambda: trial.api.pending == 0, 60)
    assert await trial.answered(trial.ask()) < _AT_ONCE, "another chat waited, too"
    assert not trial.ledger.answers(held[0]), "it did not wait as long as Telegram said"
    await trial.api.until(lambda: trial.ledger.open == 0, 120)
    assert trial.ledger.count().in_order, "the order is lost"


def sends_meet(*faults: Callable[[], Fault], repeated: int = 0) -> Check:
    """A check that one question is answered although its sends meet faults."""

    async def check(trial: Trial) -> None:
        question = trial.ask(*(fault() for fault in faults))
        await trial.answered(question)
        assert trial.ledger.answers(question) <= 1 + repeated

    return check


async def typing_fails(trial: Trial) -> None:
    took = await trial.answered(trial.ask(Fault("sendChatAction", status=500, times=20)))
    assert took < _AT_ONCE, f"the answer waited {took:.0f} s for the sign that one is typed"


async def typing_is_flooded(trial: Trial) -> None:
    flood = Fault("sendChatAction", status=429, parameters={"retry_after": 30})
    took = await trial.answered(trial.ask(flood))
    assert took < _AT_ONCE, f"the answer waited {took:.0f} s for the sign that one is typed"


async def read_timeout(trial: Trial) -> None:
    await trial.answered(trial.ask(Fault("sendMessage", status=502, delay=24)), 40)


async def blocked(trial: Trial) -> None:
    gone = trial.ask()
    trial.api.blocked.add(gone[0])
    await trial.answered(trial.ask())
    await asyncio.sleep(1.5)
    tried = sum(method == "sendMessage" and sent["chat_id"] == gone[0] for method, sent in trial.api.calls)
    assert tried == 1, f"it was tried {tried} times"


async def unparsable(trial: Trial) -> None:
    before = trial.states().get("unreadable", 0)
    nonsense: dict[str, Any]
    for nonsense in ({"message": {"message_id": "x", "chat": 5}}, {"message": [1]}, {"callback_query": {"id": {}}}):
        trial.api._push(nonsense)
    await trial.all_well()
    await eventually(lambda: trial.states().get("unreadable", 0) > before, 10)


async def expired_callback(trial: Trial) -> None:
    chat, number = trial.ask()
    press = {"id": "expired", "from": trial.api._person(chat), "chat_instance": "1", "data": "more:1"}
    trial.api._push({"callback_query": press | {"message": trial.api._messages[chat, number]}})
    await trial.answered((chat, number))
    await trial.all_well()
    assert not trial.states().get("given up"), "an update was given up"


async def twice_in_a_batch(trial: Trial) -> None:
    question = trial.ask()
    trial.api._updates.extend(trial.api._updates[-1:] * 2)
    await trial.answered(question)
    await asyncio.sleep(0.5)
    assert trial.ledger.answers(question) == 1


async def lost_poll(trial: Trial) -> None:
    trial.api.faults.append(Fault("getUpdates", drop=True, after=True, times=2))
    question = trial.ask()
    await trial.answered(question)
    assert trial.ledger.answers(question) == 1


async def two_pollers(trial: Trial) -> None:
    trial.api.faults.append(Fault("getUpdates", status=409, times=2))
    await trial.answered(trial.ask())  # the poll that is under way
    await trial.answered(trial.ask())
    assert "another program asks for this bot's updates" in trial.bot.log


async def poll_without_json(trial: Trial) -> None:
    trial.api.faults.append(Fault("getUpdates", status=200, body=b"<html>", times=2))
    trial.api.faults.append(Fault("getUpdates", status=200, body=b'{"ok": true, "result": {"a": 1}}'))
    await trial.answered(trial.ask())
    await trial.answered(trial.ask())


async def poll_hangs(trial: Trial) -> None:
    trial.api.faults.append(Fault("getUpdates", status=502, delay=100))
    await trial.answered(trial.ask())  # the poll that is under way
    await trial.answered(trial.ask(), 45)


async def unparsable_text(trial: Trial) -> None:
    body = b'{"ok": false, "error_code": 400, "description": "Bad Request: can\'t parse entities: oops"}'
    question = trial.ask(Fault("sendMessage", status=400, body=body))
    await trial.answered(question)
    assert trial.api.sent[-1]["text"] != messages.FAILED
    assert not trial.api.sent[-1]["entities"], "it was not sent plain"


async def too_long(trial: Trial) -> None:
    body = b'{"ok": false, "error_code": 400, "description": "Bad Request: message is too long"}'
    await trial.answered(trial.ask(Fault("sendMessage", status=400, body=body)))
    assert trial.api.sent[-1]["text"] != messages.FAILED


async def given_up(trial: Trial) -> None:
    before = trial.states().get("given up", 0)
    question = trial.ask(Fault("sendMessage", status=400, times=3))
    await trial.answered(question)
    assert trial.api.sent[-1]["text"] == messages.FAILED, "the user was not told"
    told = [message["text"] for message in trial.api.sent if message["chat"]["id"] == MANAGER]
    if not told:
        told = [(await trial.api.next(MANAGER))["text"]]
    assert "could not be handled" in told[-1], "the manager was not told"
    await eventually(lambda: trial.states().get("given up", 0) == before + 1, 10)  # after the user was told


async def no_right_to_write(trial: Trial) -> None:
    group = -trial.chat()
    trial.api.muted.add(group)
    trial.api.says("/ask What is niacin?", group, group=True)
    before = trial.states().get("given up", 0)
    await trial.all_well()
    await asyncio.sleep(1.5)
    tried = sum(method == "sendMessage" and sent["chat_id"] == group for method, sent in trial.api.calls)
    assert tried == 1, f"it was tried {tried} times"
    assert trial.states().get("given up", 0) == before


async def moved_group(trial: Trial) -> None:
    new = -trial.chat()
    trial.ask(Fault("sendMessage", status=400, parameters={"migrate_to_chat_id": new}), group=True)
    await trial.api.until(lambda: trial.api.sent[-1]["chat"]["id"] == new, 30)


async def twice_by_webhook(trial: Trial) -> None:
    question = trial.ask()
    update = trial.api._updates[-1]
    async with ClientSession() as session:
        said = await asyncio.gather(*(post(session, trial.api, update) for _ in range(5)))
        await trial.answered(question)
        said += [await post(session, trial.api, update)]
    await asyncio.sleep(0.5)
    assert set(said) == {200}, said
    assert trial.ledger.answers(question) == 1


async def wrong_secret(trial: Trial) -> None:
    right = trial.api.webhook
    assert right
    async with ClientSession() as session:
        answer = await session.post(right.url, json={"update_id": 1}, headers={"X-Telegram-Bot-Api-Secret-Token": "no"})
        assert answer.status == 403
    await trial.all_well()


POLLING: dict[str, Check] = {
    "429 for one chat": too_many_requests,
    "429 for 1,200 messages of one": flooded,
    "500 and 502 on sends": sends_meet(
        lambda: Fault("sendMessage", status=500), lambda: Fault("sendMessage", status=502, body=b"<html>")
    ),
    "a drop before the effect": sends_meet(lambda: Fault("sendMessage", drop=True)),
    "a drop after the effect": sends_meet(lambda: Fault("sendMessage", drop=True, after=True), repeated=1),
    "no JSON, with 200": sends_meet(lambda: Fault("sendMessage", status=200, body=b"<html>")),
    "typing: 500": typing_fails,
    "typing: 429": typing_is_flooded,
    "a text that cannot be parsed": unparsable_text,
    "a text that is too long": too_long,
    "a user who blocked the bot": blocked,
    "a group where it may not write": no_right_to_write,
    "a group that moved": moved_group,
    "nonsense for updates": unparsable,
    "an expired callback": expired_callback,
    "an update that fails each time": given_up,
    "updates twice in a batch": twice_in_a_batch,
    "a poll whose answer is lost": lost_poll,
    "getUpdates: 409": two_pollers,
    "getUpdates: no JSON": poll_without_json,
}
SLOW: dict[str, Check] = {
    "a send without an answer": read_timeout,
    "getUpdates hangs": poll_hangs,
}
WEBHOOK: dict[str, Check] = {
    "updates posted again": twice_by_webhook,
    "posted with a wrong secret": wrong_secret,
    "webhook: nonsense": unparsable,
}
