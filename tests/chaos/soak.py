"""Many questions, at a steady pace and all at once, while the memory of the process is watched."""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bot.console.progress import track_work
from tests.chaos.bots import Bot, running
from tests.chaos.kills import settle
from tests.chaos.ledger import SUBJECTS, Count, Ledger

_CHATS = 500
_PEOPLE = 20_000
_PER_SECOND = 80
_MOST_OPEN = 200
_SAMPLE = 1.0
_GROWTH = 1.05
_MORE_FILES = 30
_MOST_LOG = 20_000_000  # bytes of the database's write-ahead log
_MOST_WRITTEN = 200  # bytes in the program's own log for each question
_LONG = " I have had this for years, and nobody could tell me what else there is that might help." * 10
_BACKLOG_CHATS = 5000
_MOST_TAKEN = 1300  # what there is room for, and the batches under way
_BACKLOG_GROWTH = 1.3


@dataclass(frozen=True)
class Sample:
    """What the process takes at a moment: memory in MB, open files, bytes of its log and of the write-ahead log."""

    memory: float
    files: int
    log: int
    wal: int

    @classmethod
    def of(cls, bot: Bot) -> "Sample":
        """Look at a running bot."""
        assert bot.child
        wal = bot.database.with_name(f"{bot.database.name}-wal")
        return cls(
            bot.rss(),
            sum(1 for _ in Path(f"/proc/{bot.child.pid}/fd").iterdir()),
            (bot.folder / "log.txt").stat().st_size,
            wal.stat().st_size if wal.exists() else 0,
        )


@dataclass(frozen=True)
class Soaked:
    """What became of questions, and what the process took meanwhile. Quarters are medians in a quarter of the time."""

    counted: Count
    samples: tuple[Sample, ...]
    per_second: float

    @property
    def memory(self) -> tuple[float, ...]:
        """Give the memory by quarters."""
        return _quarters([sample.memory for sample in self.samples])

    @property
    def files(self) -> tuple[float, ...]:
        """Give the open files by quarters."""
        return _quarters([sample.files for sample in self.samples])

    @property
    def most_wal(self) -> int:
        """Give the largest size of the write-ahead log."""
        return max(sample.wal for sample in self.samples)

    @property
    def log(self) -> int:
        """Give the size of the log in the end."""
        return self.samples[-1].log

    @property
    def grows(self) -> bool:
        """Whether anything goes on growing in the second half: in the first, what is remembered of people fills."""
        return (
            self.memory[3] > _GROWTH * self.memory[2]
            or self.files[3] > self.files[2] + _MORE_FILES
            or self.most_wal > _MOST_LOG
            or self.log > _MOST_WRITTEN * self.counted.sent
        )


async def soak(amount: int, folder: Path, people: int = _PEOPLE) -> Soaked:
    """Have people ask so many questions, each in turn, at most some hundred open at a time; some are long."""
    async with running(folder) as bot:
        ledger, samples = Ledger(bot.api), [Sample.of(bot)]
        sampled = began = time.monotonic()
        for number in track_work(range(amount), "Asking"):
            text = f"What is {SUBJECTS[number % len(SUBJECTS)]}?{_LONG}" if number % 50 == 49 else None
            ledger.ask(1 + number % people, text)
            await asyncio.sleep(max(number / _PER_SECOND - (time.monotonic() - began), 0))
            if ledger.open > _MOST_OPEN:
                await bot.api.until(lambda: ledger.open < _MOST_OPEN, 120)
            if time.monotonic() - sampled > _SAMPLE:
                sampled = time.monotonic()
                samples.append(Sample.of(bot))
        await settle(ledger)
        samples.append(Sample.of(bot))
        return Soaked(ledger.count(), tuple(samples), amount / (time.monotonic() - began))


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
