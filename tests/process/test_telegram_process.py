"""The real `article-bot telegram` process against the fake Bot API over loopback HTTP."""

import shutil
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.records import Records, StoredUpdate, UpdateState
from tests.bot_api import FakeBotApi, Fault
from tests.bot_api.transport import serve
from tests.process.telegram_child import Child, output, running


@asynccontextmanager
async def process(address: str, token: str, level: str = "DEBUG", *, executed: bool = False) -> AsyncIterator[Child]:
    async with running(address, token, "--log-level", level, executed=executed) as child:
        yield child


async def test_it_answers_pages_and_stops_and_no_log_line_holds_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ARTICLE_BOT_MODEL")  # with the model that comes with it
    api = FakeBotApi()
    async with serve(api) as address, process(address, api.token, executed=True) as child:
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
        for first in (b"settings: ", b"articles: 1 article", b"database: ", b"managers: nobody"):
            assert (await child.stdout.readline()).startswith(first)
        for _ in range(2):
            assert b"cannot be reached (NetworkError); it is tried again" in await child.stdout.readline()
        child.send_signal(signal.SIGTERM)
        log = await output(child)
    assert "Traceback" not in log
    assert "999:token" not in log


async def test_a_second_process_on_the_database_ends_with_one_line_and_the_first_goes_on() -> None:
    api = FakeBotApi()
    async with serve(api) as address, process(address, api.token, "WARNING"):
        api.says("niacin")
        await api.reply()
        async with process(address, "999:another-bot", "WARNING") as second:
            log = await output(second)
        assert second.returncode == 1
        assert "another bot runs on this database; stop it, or name another" in log
        assert "Traceback" not in log
        api.says("niacin")
        await api.reply()


@pytest.mark.parametrize("harm", [b"", b"This is no database. " * 20_000], ids=["truncated", "overwritten"])
async def test_a_database_that_is_spoilt_while_it_runs_ends_the_bot_with_one_line_and_loses_no_question(
    database: str, harm: bytes
) -> None:
    file = Path(database.removeprefix("sqlite:///"))
    api = FakeBotApi()
    async with serve(api) as address:
        async with process(address, api.token, "WARNING") as child:
            api.says("niacin")
            await api.next()
            file.write_bytes(harm)  # noqa: ASYNC240 - it takes no time
            api.says("What is riboflavin?")
            log = await output(child)
        assert child.returncode == 1
        assert log.count("while the program ran; put back a whole copy") >= 1
        assert "Traceback" not in log
        assert api.pending == 1
        for left in file.parent.glob("records.db*"):
            left.unlink()
        async with process(address, api.token, "WARNING"):
            assert "riboflavin" in (await api.next())["text"].lower()


async def test_the_database_file_of_a_stopped_bot_copied_alone_holds_everything(database: str, tmp_path: Path) -> None:
    api = FakeBotApi()
    async with serve(api) as address, process(address, api.token, "WARNING") as child:
        api.says("niacin")
        await api.reply()
        await api.quiet()
        child.send_signal(signal.SIGTERM)
        await output(child)
    copy = tmp_path / "copy.db"
    shutil.copyfile(database.removeprefix("sqlite:///"), copy)
    with Records.open(f"sqlite:///{copy}") as records, records.read() as session:
        states = session.scalars(select(StoredUpdate.state)).all()
    assert states == [UpdateState.DONE]
