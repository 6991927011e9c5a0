"""Killed at any moment, over and over, while questions come: none may be lost."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.chaos.bots import Bot, stopped
from tests.chaos.ledger import Count, Ledger

_FEW_CHATS, _MANY_CHATS = 4, 100
_BURST = 250
_STALLED = 45.0
"""Seconds without a new reply after which what is open counts as lost."""


@dataclass(frozen=True)
class Mode:
    """How updates come, and how many."""

    name: str
    webhook: bool
    overloaded: bool


MODES = [
    Mode("polling, sequential", webhook=False, overloaded=False),
    Mode("polling, overloaded", webhook=False, overloaded=True),
    Mode("webhook, sequential", webhook=True, overloaded=False),
    Mode("webhook, overloaded", webhook=True, overloaded=True),
]


async def kill_often(mode: Mode, kills: int, random: Random, folder: Path, burst: int = _BURST) -> Count:
    """Count what became of the questions after so many kills."""
    async with stopped(folder, webhook=mode.webhook) as bot:
        ledger = Ledger(bot.api)
        async with _asking(mode, ledger, bot):
            for number in range(kills):
                await bot.start()
                if mode.overloaded:
                    _burst(ledger, number, burst)
                await _any_moment(bot, random)
                assert bot.alive, bot.log[-2000:]
                await bot.kill()
            await bot.start()
            await bot.ready()
        await settle(ledger)
        assert bot.alive, bot.log[-2000:]
        await asyncio.sleep(1)  # for replies that come once too often
        return ledger.count()


async def settle(ledger: Ledger, stalled: float = _STALLED) -> None:
    """Wait until all is answered, or nothing comes any more."""
    seen, since = ledger.replies, time.monotonic()
    while ledger.open and time.monotonic() - since < stalled:
        await asyncio.sleep(0.1)
        if ledger.replies > seen:
            seen, since = ledger.replies, time.monotonic()


@asynccontextmanager
async def _asking(mode: Mode, ledger: Ledger, bot: Bot) -> AsyncIterator[None]:
    """In sequential modes, a few chats ask one question after another, dead or alive."""
    chats = [] if mode.overloaded else range(1, _FEW_CHATS + 1)
    tasks = [asyncio.create_task(_ask_on(ledger, bot, chat)) for chat in chats]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _ask_on(ledger: Ledger, bot: Bot, chat: int) -> None:
    while True:
        question = ledger.ask(chat)

        def answered(question: tuple[int, int] = question) -> bool:
            return ledger.answers(question) > 0

        await bot.api.until(answered, None)


def _burst(ledger: Ledger, number: int, size: int) -> None:
    for index in range(size):
        ledger.ask(1 + (index * 7 + number) % _MANY_CHATS)


async def _any_moment(bot: Bot, random: Random) -> None:
    """Seldom during the start; mostly after some sends, or a fraction of a second later."""
    if random.random() < 0.2:
        await asyncio.sleep(random.uniform(0.1, 3))
        return
    await bot.ready()
    goal = len(bot.api.sent) + random.randint(0, 40)
    with suppress(TimeoutError):
        await bot.api.until(lambda: len(bot.api.sent) >= goal, random.uniform(0.1, 3))
    await asyncio.sleep(random.uniform(0, 0.05))
