"""The real `article-bot telegram` as a child of a test."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.paths import ROOT


@asynccontextmanager
async def running(
    address: str, token: str, *options: str, before: tuple[str, ...] = (), folder: Path = ROOT, **env: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The command, killed at the end if it still runs; `before` is what stands before it in the command line."""
    child = await asyncio.create_subprocess_exec(
        *before, sys.executable, "-m", "bot", "telegram", *options,
        cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "ARTICLE_BOT_TELEGRAM_TOKEN": token,
             "ARTICLE_BOT_TELEGRAM_API": address, **env},
    )  # fmt: skip
    try:
        yield child
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


async def output(child: asyncio.subprocess.Process) -> str:
    assert child.stdout
    text = (await child.stdout.read()).decode()
    await child.wait()
    return text
