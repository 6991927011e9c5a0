"""The real `article-bot telegram` as a child of a test."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from tests.paths import ROOT
from tests.warm_processes import WarmProcess

Child = asyncio.subprocess.Process | WarmProcess


@asynccontextmanager
async def running(
    address: str,
    token: str,
    *options: str,
    before: tuple[str, ...] = (),
    executed: bool = False,
    folder: Path = ROOT,
    env: Mapping[str, str] | None = None,
) -> AsyncIterator[Child]:
    """The command, killed at the end if it still runs; `before` is what stands before it in the command line.

    It is forked with its libraries loaded unless it is to be `executed`, as somebody would start it.
    """
    given = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "ARTICLE_BOT_TELEGRAM_TOKEN": token,
        "ARTICLE_BOT_TELEGRAM_API": address,
        **(env or {}),
    }
    command = (*before, sys.executable, "-m", "bot", "telegram", *options)
    child: Child
    if before or executed:
        child = await asyncio.create_subprocess_exec(
            *command, cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, env=given
        )
    else:
        child = WarmProcess(("telegram", *options), folder, given)
        await child.listen()
    try:
        yield child
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


async def output(child: Child) -> str:
    assert child.stdout
    text = (await child.stdout.read()).decode()
    await child.wait()
    return text
