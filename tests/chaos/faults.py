"""Each fault of the network, of Telegram and of the database in turn, and what became of the questions."""

import asyncio
import sqlite3
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from tests.bot_api import FakeBotApi, Fault
from tests.bot_api.transport import serve
from tests.bot_api.webhook import post
from tests.chaos.bots import Bot, free_port, running, stopped
from tests.chaos.ledger import Ledger, Question

_SOON = 60.0  # seconds: the machine may be busy
_AT_ONCE = 6.0
_LOCK = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
time.sleep(float(sys.argv[2]))
"""


@dataclass(frozen=True)
class Outcome:
    """What a fault did."""

    name: str
    good: bool
    seconds: float
    remark: str = ""


class Trial:
    """A running bot, and chats that no other fault has used."""

    _chat = 1000

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self.api: FakeBotApi = bot.api
        self.ledger = Ledger(bot.api)

    def ask(self, *faults: Fault) -> Question:
        """A question from a new chat, whose sends meet these faults."""
        Trial._chat += 1
        for fault in faults:
            fault.chat_id = Trial._chat
        self.api.faults.extend(faults)
        return self.ledger.ask(Trial._chat)

    async def answered(self, question: Question, seconds: float = _SOON) -> float:
        """Until it is answered; gives after how long."""
        began = time.monotonic()
        await self.api.until(lambda: self.ledger.answers(question) > 0, seconds)
        return time.monotonic() - began

    async def all_well(self) -> None:
        """The process lives and answers."""
        assert self.bot.alive, "the process has ended"
        await self.answered(self.ask())


Check = Callable[[Trial], Awaitable[None]]


async def too_many_requests(trial: Trial) -> None:
    slow = trial.ask(Fault("sendMessage", status=429, parameters={"retry_after": 8}))
    quick = trial.ask()
    assert await trial.answered(quick) < _AT_ONCE, "another chat waited, too"
    assert not trial.ledger.answers(slow), "it did not wait as long as Telegram said"
    await trial.answered(slow)


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
    before = states(trial.bot).get("unreadable", 0)
    nonsense: dict[str, Any]
    for nonsense in ({"message": {"message_id": "x", "chat": 5}}, {"message": [1]}, {"callback_query": {"id": {}}}):
        trial.api._push(nonsense)
    await trial.all_well()
    assert states(trial.bot).get("unreadable", 0) > before, "nothing was set aside"


async def expired_callback(trial: Trial) -> None:
    chat, number = trial.ask()
    press = {"id": "expired", "from": trial.api._person(chat), "chat_instance": "1", "data": "more:1"}
    trial.api._push({"callback_query": press | {"message": trial.api._messages[chat, number]}})
    await trial.answered((chat, number))
    await trial.all_well()
    assert not states(trial.bot).get("given up"), "an update was given up"


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


async def locked(trial: Trial, seconds: float = 3) -> None:
    holder = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _LOCK, str(trial.bot.database), str(seconds), stdout=subprocess.PIPE
    )
    assert holder.stdout
    await holder.stdout.readline()
    question = trial.ask()
    await asyncio.sleep(seconds / 2)
    assert not trial.ledger.answers(question), "it was answered before it was written down"
    await holder.wait()
    await trial.answered(question, 15)


async def locked_for_long(trial: Trial) -> None:
    await locked(trial, 36)


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
    "500 and 502 on sends": sends_meet(
        lambda: Fault("sendMessage", status=500), lambda: Fault("sendMessage", status=502, body=b"<html>")
    ),
    "a drop before the effect": sends_meet(lambda: Fault("sendMessage", drop=True)),
    "a drop after the effect": sends_meet(lambda: Fault("sendMessage", drop=True, after=True), repeated=1),
    "no JSON, with 200": sends_meet(lambda: Fault("sendMessage", status=200, body=b"<html>")),
    "typing: 500": typing_fails,
    "typing: 429": typing_is_flooded,
    "a user who blocked the bot": blocked,
    "nonsense for updates": unparsable,
    "an expired callback": expired_callback,
    "updates twice in a batch": twice_in_a_batch,
    "a poll whose answer is lost": lost_poll,
    "getUpdates: 409": two_pollers,
    "getUpdates: no JSON": poll_without_json,
    "database locked for 3 s": locked,
}
SLOW: dict[str, Check] = {
    "a send without an answer": read_timeout,
    "getUpdates hangs": poll_hangs,
    "database locked for 36 s": locked_for_long,
}
WEBHOOK: dict[str, Check] = {
    "updates posted again": twice_by_webhook,
    "posted with a wrong secret": wrong_secret,
    "webhook: nonsense": unparsable,
    "webhook: locked for 3 s": locked,
}


async def inject_all(folder: Path, *, slow: bool) -> list[Outcome]:
    """Every fault, each after the one before on the same bot; those that end a process on one of their own."""
    outcomes = await inject(POLLING | (SLOW if slow else {}), folder / "polling")
    outcomes += await inject(WEBHOOK, folder / "webhook", webhook=True)
    outcomes.append(await _outcome("getUpdates: 401", token_revoked(folder / "revoked")))
    outcomes.append(await _outcome("an outage at the start", outage_at_start(folder / "outage")))
    return outcomes


async def inject(checks: dict[str, Check], folder: Path, *, webhook: bool = False) -> list[Outcome]:
    """Some faults, on one bot."""
    async with running(folder, webhook=webhook) as bot:
        return [await _outcome(name, check(Trial(bot))) for name, check in checks.items()]


async def token_revoked(folder: Path) -> None:
    """The process ends with one line that says why."""
    async with running(folder) as bot:
        bot.api.faults.append(Fault("getUpdates", status=401, times=100))
        bot.api.says("niacin")
        assert await bot.ended(30) == 1
        assert "Traceback" not in bot.log
        assert sum("refuses the token" in line for line in bot.log.splitlines()) == 1


async def outage_at_start(folder: Path, seconds: float = 5) -> None:
    """The bot is started first, Telegram comes up later."""
    async with stopped(folder) as bot:
        port = free_port()
        bot.address = f"http://127.0.0.1:{port}"
        await bot.start()
        await asyncio.sleep(seconds)
        async with serve(bot.api, port):
            trial = Trial(bot)
            await trial.answered(trial.ask(), 60)
            await bot.kill()


def states(bot: Bot) -> dict[str, int]:
    """How many updates in the database are in which state."""
    connection = sqlite3.connect(bot.database)
    try:
        return dict(connection.execute("SELECT state, count(*) FROM received GROUP BY state").fetchall())
    finally:
        connection.close()


async def _outcome(name: str, check: Awaitable[Any]) -> Outcome:
    began = time.monotonic()
    try:
        await check
    except TimeoutError:
        return Outcome(name, good=False, seconds=time.monotonic() - began, remark="nothing came in time")
    except AssertionError as error:
        return Outcome(name, good=False, seconds=time.monotonic() - began, remark=str(error).split("\n")[0])
    return Outcome(name, good=True, seconds=time.monotonic() - began)
