"""Many questions, at a steady pace and all at once, while the memory of the process is watched."""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.chaos.bots import running
from tests.chaos.kills import settle
from tests.chaos.ledger import Count, Ledger

_CHATS = 500
_PER_SECOND = 60
_MOST_OPEN = 200
_SAMPLE = 1.0
_GROWTH = 1.15
_BACKLOG_CHATS = 5000
_MOST_TAKEN = 1300  # what there is room for, and the batches under way
_BACKLOG_GROWTH = 1.3


@dataclass(frozen=True)
class Soaked:
    """What became of the questions, and the median memory in each quarter of the time, in MB."""

    counted: Count
    quarters: tuple[float, ...]

    @property
    def grows(self) -> bool:
        """Whether the last quarter takes much more than the second: the first fills caches."""
        return self.quarters[3] > _GROWTH * self.quarters[1]


async def soak(amount: int, folder: Path) -> Soaked:
    """Ask so many questions, at most some hundred open at a time."""
    async with running(folder) as bot:
        ledger, samples = Ledger(bot.api), [bot.rss()]
        sampled = began = time.monotonic()
        for number in range(amount):
            ledger.ask(1 + number % _CHATS)
            ahead = number / _PER_SECOND - (time.monotonic() - began)
            await asyncio.sleep(max(ahead, 0))
            if ledger.open > _MOST_OPEN:
                await bot.api.until(lambda: ledger.open < _MOST_OPEN, 60)
            if time.monotonic() - sampled > _SAMPLE:
                sampled = time.monotonic()
                samples.append(bot.rss())
        await settle(ledger)
        return Soaked(ledger.count(), _quarters([*samples, bot.rss()]))


@dataclass(frozen=True)
class Backlog:
    """What became of a backlog: the most updates taken and not answered yet, and the memory before it and at most."""

    counted: Count
    taken: int
    before: float
    most: float

    @property
    def stays_at_telegram(self) -> bool:
        """Whether no more was taken than there is room for, and the memory kept."""
        return self.taken <= _MOST_TAKEN and self.most < _BACKLOG_GROWTH * self.before


async def backlog(amount: int, folder: Path) -> Backlog:
    """Ask so many questions at once, as if the bot had been away for days."""
    async with running(folder) as bot:
        ledger = Ledger(bot.api)
        for chat in range(_CHATS):  # caches fill before
            ledger.ask(1 + chat)
        await settle(ledger)
        before = most = bot.rss()
        taken = 0
        for number in range(amount):
            ledger.ask(1 + number % _BACKLOG_CHATS)
        while ledger.open:
            await asyncio.sleep(0.2)
            taken = max(taken, ledger.open - bot.api.pending)
            most = max(most, bot.rss())
        return Backlog(ledger.count(), taken, before, most)


def _quarters(samples: list[float]) -> tuple[float, ...]:
    size = max(len(samples) // 4, 1)
    return tuple(median(samples[start : start + size] or samples[-1:]) for start in range(0, 4 * size, size))
