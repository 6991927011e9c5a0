"""The real `article-bot telegram` process against the fake Bot API over loopback HTTP."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.bot_api import FakeBotApi, Fault
from tests.bot_api.transport import serve

ROOT = Path(__file__).parent.parent


@asynccontextmanager
async def process(address: str, token: str, level: str = "DEBUG") -> AsyncIterator[asyncio.subprocess.Process]:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "telegram", "--log-level", level,
        cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, "ARTICLE_BOT_TELEGRAM_TOKEN": token, "ARTICLE_BOT_TELEGRAM_API": address},
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


async def test_it_answers_pages_and_stops_and_no_log_line_holds_the_token() -> None:
    api = FakeBotApi()
    async with serve(api) as address, process(address, api.token) as child:
        api.says("What is glutathione?")
        reply = await api.reply()
        assert reply["text"].startswith("Patients who suffer from migraines often have low levels of glutathione")
        assert reply["text"].endswith("Glutathione, ¶ 12 (23 Nov 2015)")
        await api.press(reply, "More")
        assert api.message(reply)["text"] != reply["text"]
        api.faults.append(Fault("sendMessage", status=500))
        api.says("niacin")
        await api.until(lambda: any(method == "sendMessage" for method, _ in api.calls[-2:]))
        child.send_signal(signal.SIGTERM)
        log = await output(child)
    assert child.returncode == 0
    assert "DEBUG" in log
    assert "getupdates" in log.lower()
    assert api.token not in log
    assert api.token.split(":")[1] not in log


async def test_a_refused_token_is_one_helpful_line_without_the_token() -> None:
    api = FakeBotApi()
    async with serve(api) as address, process(address, "999:wrong-token", "WARNING") as child:
        log = await output(child)
    assert child.returncode == 1
    assert "Telegram refuses the token" in log
    assert "@BotFather" in log
    assert "wrong-token" not in log
    assert "Traceback" not in log


async def test_a_server_that_is_not_there_is_waited_for() -> None:
    async with process("http://127.0.0.1:9", "999:token", "WARNING") as child:
        assert child.stdout
        for _ in range(2):
            assert b"cannot be reached (NetworkError); it is tried again" in await child.stdout.readline()
        child.send_signal(signal.SIGTERM)
        log = await output(child)
    assert "Traceback" not in log
    assert "999:token" not in log
