"""A trial: a running bot, one fault, and what became of the questions."""

import sqlite3
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bot_api import FakeBotApi, Fault
from tests.chaos.bots import Bot, running
from tests.chaos.ledger import Ledger, Question

_SOON = 60.0  # seconds: the machine may be busy


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

    def chat(self) -> int:
        """A chat that nobody has used."""
        Trial._chat += 1
        return Trial._chat

    def ask(self, *faults: Fault, group: bool = False) -> Question:
        """A question from a new chat, whose sends meet these faults."""
        chat = -self.chat() if group else self.chat()
        for fault in faults:
            fault.chat_id = chat
        self.api.faults.extend(faults)
        return self.ledger.ask(chat, "/ask What is niacin?" if group else None)

    async def answered(self, question: Question, seconds: float = _SOON) -> float:
        """Until it is answered; gives after how long."""
        began = time.monotonic()
        await self.api.until(lambda: self.ledger.answers(question) > 0, seconds)
        return time.monotonic() - began

    async def all_well(self) -> None:
        """The process lives and answers."""
        assert self.bot.alive, "the process has ended"
        await self.answered(self.ask())

    def states(self) -> dict[str, int]:
        """How many updates in the database are in which state."""
        connection = sqlite3.connect(self.bot.database)
        try:
            return dict(connection.execute("SELECT state, count(*) FROM updates GROUP BY state").fetchall())
        finally:
            connection.close()


Check = Callable[[Trial], Awaitable[None]]


async def attempt(name: str, check: Awaitable[Any]) -> Outcome:
    """Make a check; what it finds wrong is the remark."""
    began = time.monotonic()
    try:
        await check
    except TimeoutError:
        return Outcome(name, good=False, seconds=time.monotonic() - began, remark="nothing came in time")
    except AssertionError as error:
        return Outcome(name, good=False, seconds=time.monotonic() - began, remark=str(error).split("\n")[0])
    return Outcome(name, good=True, seconds=time.monotonic() - began)


async def on_one_bot(checks: dict[str, Check], folder: Path, *, webhook: bool = False) -> list[Outcome]:
    """Some faults, each after the one before."""
    async with running(folder, webhook=webhook) as bot:
        return [await attempt(name, check(Trial(bot))) for name, check in checks.items()]
