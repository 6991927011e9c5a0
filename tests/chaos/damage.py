"""A database that is damaged while the bot runs, and a backup that is put back: beside a stale log, on a full disk."""

import asyncio
import hashlib
import os
import resource
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

from tests.bot_api import Fault
from tests.chaos.bots import ROOT, Bot, running
from tests.chaos.trial import Trial

_PAGE = 4096
_SOME = 300  # questions, so that the database has some pages
_MOST_ASKED = 600
_DISK_FULL = 25_000  # bytes that no file may go beyond


async def damaged_in_place(seed: int, folder: Path) -> None:
    """Some pages are overwritten while it runs: it ends with one line, or goes on where none of them is needed."""
    for name, harm in _harms(Random(seed)).items():
        async with running(folder / name) as bot:
            await _fill(bot)
            harm(bot.database)
            trial = Trial(bot)
            for _ in range(_MOST_ASKED):
                if not bot.alive:
                    break
                trial.ask(*([Fault("sendMessage", status=500)] if trial.ledger.open else []))
                await asyncio.sleep(0.02)
            if bot.alive and name != "a few pages":
                raise AssertionError(f"{name}: it goes on with a database that is spoilt")
            _ended_in_one_line(bot, name)


def _harms(random: Random) -> dict[str, Callable[[Path], None]]:
    def overwrite(file: Path, pages: float) -> None:
        size = file.stat().st_size // _PAGE
        with file.open("r+b") as opened:
            for page in random.sample(range(1, size), max(1, int(size * pages))):
                opened.seek(page * _PAGE)
                opened.write(random.randbytes(_PAGE))

    def cut(file: Path) -> None:
        os.truncate(file, random.randrange(file.stat().st_size // 2))

    def replace(file: Path) -> None:
        file.write_bytes(random.randbytes(file.stat().st_size))

    return {
        "a few pages": lambda file: overwrite(file, 0.1),
        "most pages": lambda file: overwrite(file, 0.95),
        "truncated": cut,
        "overwritten": replace,
    }


async def _fill(bot: Bot) -> None:
    trial = Trial(bot)
    for _ in range(_SOME):
        trial.ask()
    await bot.api.until(lambda: trial.ledger.open == 0, 120)
    with closing(sqlite3.connect(bot.database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _ended_in_one_line(bot: Bot, name: str) -> None:
    if bot.alive:
        return
    lines = [line for line in bot.log.splitlines() if line.strip()]
    assert "Traceback" not in bot.log, f"{name}: a traceback"
    assert "put back a whole copy" in lines[-1], f"{name}: {lines[-1]}"


async def restored_beside_a_stale_log(folder: Path) -> None:
    """Killed, so that its log is left; what a backup has comes back, and nothing out of the log."""
    async with running(folder) as bot:
        trial = Trial(bot)
        await trial.all_well()
        backup = bot.folder / "backup.tar.gz"
        assert await _command(bot, "backup", str(backup)) == 0
        for _ in range(50):
            trial.ask()
        await bot.api.until(lambda: trial.ledger.open == 0, 60)
        await bot.kill()
        assert bot.database.with_name("records.db-wal").stat().st_size, "there is no log that is left"
        assert await _command(bot, "restore", str(backup)) == 0
        with closing(sqlite3.connect(bot.database)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            (count,) = connection.execute("SELECT count(*) FROM updates").fetchone()
        assert count < 10, f"{count} updates came out of the log that was left"
        await bot.start()
        await trial.all_well()


async def restored_on_a_full_disk(seed: int, folder: Path) -> None:
    """No file may grow beyond some bytes while it restores: all is as it was, with one line, and the bot starts."""
    random = Random(seed)
    async with running(folder) as bot:
        await _fill(bot)
        backup = bot.folder / "backup.tar.gz"
        assert await _command(bot, "backup", str(backup)) == 0
        bot.stop()
        await bot.ended(30)
        (bot.articles / "tea.md").write_text("# Tea\n\nGreen tea is made from leaves.\n")
        before = _digests(bot)
        for _ in range(3):
            most = random.randrange(100, _DISK_FULL)
            assert await _command(bot, "restore", str(backup), most=most) == 1, f"it could be restored in {most} bytes"
            assert _digests(bot) == before, f"at {most} bytes something was changed"
        await bot.start()
        await Trial(bot).all_well()
        bot.stop()
        await bot.ended(30)
        assert await _command(bot, "restore", str(backup)) == 0


def _digests(bot: Bot) -> dict[str, str]:
    """What there is, but for what SQLite and locks need only while they run."""
    files = (path for path in bot.folder.rglob("*") if path.is_file())
    seen = (path for path in files if not path.name.endswith((".lock", "-shm", "-wal", "log.txt")))
    return {str(path.relative_to(bot.folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in seen}


async def _command(bot: Bot, *arguments: str, most: int | None = None) -> int:
    """Run a command in the folder of a bot; no file that it writes may have more bytes than `most`."""

    def limit() -> None:
        if most is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    environment = bot._environment() | {"PYTHONPATH": str(ROOT)}
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=bot.folder, env=environment, preexec_fn=limit,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, said = await started.communicate()
    if started.returncode:
        text = said.decode(errors="replace")
        assert "Traceback" not in text, text[-500:]
        assert len(text.strip().splitlines()) == 1, text
    return started.returncode or 0
