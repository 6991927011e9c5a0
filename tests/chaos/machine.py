"""Each fault of the machine: its database, its disk, its articles, its network; and what ends the process."""

import asyncio
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from tests.bot_api import Fault
from tests.bot_api.transport import serve
from tests.chaos.bots import Bot, free_port, running, stopped
from tests.chaos.trial import Check, Trial

_LOCK = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
time.sleep(float(sys.argv[2]))
"""

_GRACE = 8.0
"""Seconds within which it must end when told to; Docker kills after ten."""


async def hold(bot: Bot, seconds: float) -> asyncio.subprocess.Process:
    """Another process that locks the database for so long; gives it once it does."""
    holder = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _LOCK, str(bot.database), str(seconds), stdout=subprocess.PIPE
    )
    assert holder.stdout
    await holder.stdout.readline()
    return holder


async def locked(trial: Trial, seconds: float = 3) -> None:
    holder = await hold(trial.bot, seconds)
    question = trial.ask()
    await asyncio.sleep(seconds / 2)
    assert not trial.ledger.answers(question), "it was answered before it was written down"
    await holder.wait()
    await trial.answered(question, 15)


async def locked_for_long(trial: Trial) -> None:
    await locked(trial, 36)


async def disk_full(trial: Trial) -> None:
    """No file of the process may grow, as if the disk were full."""
    assert trial.bot.child
    size = sum(file.stat().st_size for file in trial.bot.folder.glob("records.db*"))
    unlimited = resource.prlimit(trial.bot.child.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(trial.bot.child.pid, resource.RLIMIT_FSIZE, (size // 4, unlimited[1]))
    questions = [trial.ask() for _ in range(300)]
    await asyncio.sleep(4)
    waiting = trial.ledger.open
    resource.prlimit(trial.bot.child.pid, resource.RLIMIT_FSIZE, unlimited)
    assert waiting, "the disk was not full"
    for question in questions:
        await trial.answered(question)
    with closing(sqlite3.connect(trial.bot.database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def no_articles(trial: Trial) -> None:
    shutil.rmtree(trial.bot.articles)
    await trial.all_well()


async def database_gone(folder: Path) -> None:
    """The process ends with one line; the next start answers what Telegram still has."""
    async with running(folder) as bot:
        trial = Trial(bot)
        await trial.all_well()
        for file in folder.glob("records.db*"):  # noqa: ASYNC240
            file.unlink()
        question = trial.ask()
        assert await bot.ended(30) == 1
        assert sum("was moved or deleted" in line for line in bot.log.splitlines()) >= 1
        assert "Traceback" not in bot.log
        await bot.start()
        await trial.answered(question)


async def token_revoked(folder: Path) -> None:
    """The process ends with one line that says why; with a good token it goes on."""
    async with running(folder) as bot:
        trial = Trial(bot)
        token, bot.api.token = bot.api.token, "1:another"
        question = trial.ask()
        assert await bot.ended(60) == 1
        assert "Traceback" not in bot.log
        assert sum("refuses the token" in line for line in bot.log.splitlines()) == 1
        bot.api.token = token
        await bot.start()
        await trial.answered(question)


async def refusals_of_a_proxy(folder: Path) -> None:
    """Something between refuses a few calls as if the token were bad; Telegram itself does not, so the bot goes on."""
    async with running(folder) as bot:
        trial = Trial(bot)
        for method in ("sendMessage", "getUpdates"):
            bot.api.faults.append(Fault(method, status=404, times=2))
        await trial.answered(trial.ask())
        assert bot.alive


async def outage_at_start(folder: Path, seconds: float = 5) -> None:
    """The bot is started first, Telegram comes up later."""
    await outage(folder, seconds, at_start=True)


async def outage(folder: Path, seconds: float = 5, *, at_start: bool = False) -> None:
    """Telegram is away for a while: nothing listens at its address."""
    async with stopped(folder) as bot:
        port = free_port()
        bot.address = f"http://127.0.0.1:{port}"
        trial = Trial(bot)
        if at_start:
            await bot.start()
        else:
            async with serve(bot.api, port):
                await bot.start()
                await trial.answered(trial.ask())
        question = trial.ask()
        await asyncio.sleep(seconds)
        async with serve(bot.api, port):
            await trial.answered(question)
            await bot.kill()


async def second_process(folder: Path) -> None:
    """Another one with the same token is explained; when it ends, the first goes on."""
    async with running(folder / "first") as bot, stopped(folder / "second") as other:
        trial = Trial(bot)
        other.api, other.address = bot.api, bot.address
        await other.start()
        await bot.api.until(lambda: "another program asks for this bot's updates" in bot.log + other.log, 60)
        await other.kill()
        await trial.all_well()


async def told_to_stop(folder: Path) -> None:
    """SIGTERM in the middle of a burst: it ends before it would be killed, and the next start answers the rest."""
    async with running(folder) as bot:
        trial = Trial(bot)
        for times in range(5):
            for _ in range(200):
                trial.ask()
            goal = len(bot.api.sent) + 10 * times
            await bot.api.until(lambda goal=goal: len(bot.api.sent) >= goal, 60)  # type: ignore[misc]
            began = time.monotonic()
            bot.stop()
            assert await bot.ended(30) == 0
            took = time.monotonic() - began
            assert took < _GRACE, f"it took {took:.1f} s"
            await bot.start()
        await bot.api.until(lambda: trial.ledger.open == 0, 120)
        assert trial.ledger.count().given_up == 0


async def told_to_stop_while_locked(folder: Path) -> None:
    """It ends soon though it cannot write down what is done, and handles that after the next start."""
    async with running(folder) as bot:
        trial = Trial(bot)
        await trial.all_well()
        holder = await hold(bot, 60)
        questions = [trial.ask() for _ in range(5)]
        await asyncio.sleep(0.5)
        began = time.monotonic()
        bot.stop()
        await bot.ended(30)
        took = time.monotonic() - began
        holder.kill()
        await holder.wait()
        assert took < _GRACE, f"it took {took:.1f} s"
        await bot.start()
        for question in questions:
            await trial.answered(question)


SHARED: dict[str, Check] = {
    "database locked for 3 s": locked,
    "the disk is full": disk_full,
    "the articles are gone": no_articles,
}
SLOW: dict[str, Check] = {"database locked for 36 s": locked_for_long}
ALONE = {
    "the database is gone": database_gone,
    "all calls: 401": token_revoked,
    "a few calls: 404": refusals_of_a_proxy,
    "an outage at the start": outage_at_start,
    "an outage later on": outage,
    "a second process": second_process,
    "SIGTERM in a burst, five times": told_to_stop,
    "SIGTERM while it is locked": told_to_stop_while_locked,
}
