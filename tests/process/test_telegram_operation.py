"""How the real `article-bot telegram` starts, is watched and stops."""

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.metrics import Metrics
from bot.telegram.delivery.http_server import serve as serve_health
from tests.bot_api import FakeBotApi
from tests.bot_api.transport import serve
from tests.chaos.bots import free_port
from tests.paths import ROOT
from tests.process.telegram_child import Child, output, running


@asynccontextmanager
async def started(
    api: FakeBotApi, *before: str, folder: Path = ROOT, env: dict[str, str] | None = None
) -> AsyncIterator[Child]:
    """The command; `before` is what stands before it in the command line."""
    async with serve(api) as address, running(address, api.token, before=before, folder=folder, env=env) as child:
        yield child


async def answered(api: FakeBotApi) -> None:
    api.says("What is glutathione?")
    await api.reply()


async def test_a_hang_up_stops_it_in_order(api: FakeBotApi) -> None:
    async with started(api) as child:
        await answered(api)
        child.send_signal(signal.SIGHUP)
        log = await output(child)
    assert child.returncode == 0
    assert "Traceback" not in log


async def test_under_nohup_a_hang_up_does_not_stop_it(api: FakeBotApi) -> None:
    async with started(api, "nohup") as child:
        await answered(api)
        child.send_signal(signal.SIGHUP)
        await answered(api)
        assert child.returncode is None


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("TELEGRAM_TOKEN", "no token at all", "ARTICLE_BOT_TELEGRAM_TOKEN: is not of the form"),
        ("LISTEN", "nowhere", "ARTICLE_BOT_LISTEN: 'nowhere' is no host:port"),
        ("LISTEN", "taken", "cannot be listened at"),
        ("CORPUS", "/nowhere", "there is no such file or folder"),
        ("DATABASE", "sqlite:////proc/nowhere/x.db", "cannot be opened"),
    ],
)
async def test_what_is_wrong_here_is_found_before_anything_is_asked_of_telegram(
    api: FakeBotApi, name: str, value: str, said: str
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        value = value.replace("taken", f"127.0.0.1:{taken.getsockname()[1]}")
        async with started(api, env={f"ARTICLE_BOT_{name}": value}) as child:
            log = await output(child)
    assert child.returncode == 1
    assert said in log
    assert "no token at all" not in log
    assert api.calls == []


async def test_it_says_which_settings_it_has_when_they_are_in_the_users_folder(api: FakeBotApi, tmp_path: Path) -> None:
    settings, elsewhere = tmp_path / "config" / "article-bot", tmp_path / "elsewhere"
    (settings / "docs").mkdir(parents=True)
    elsewhere.mkdir()
    (settings / "docs" / "tea.md").write_text("# Tea\n\nGreen tea is made from leaves.\n")
    (settings / ".env").write_text("ARTICLE_BOT_CORPUS=docs\n")
    (settings / ".env").chmod(0o644)
    async with started(api, folder=elsewhere, env={"XDG_CONFIG_HOME": str(tmp_path / "config")}) as child:
        api.says("What is green tea made from?")
        assert "leaves" in (await api.reply())["text"]
        child.terminate()
        log = await output(child)
    assert f"settings: {settings / '.env'}" in log
    assert f"articles: 1 article in {settings / 'docs'}" in log
    assert f"chmod 600 {settings / '.env'}" in log


async def test_as_json_every_line_is_an_object(api: FakeBotApi) -> None:
    async with started(api, env={"ARTICLE_BOT_LOG_FORMAT": "json"}) as child:
        await answered(api)
        child.terminate()
        log = await output(child)
    lines = [json.loads(line) for line in log.splitlines()]
    assert {"time", "level", "logger", "message"} == set.union(*(set(line) for line in lines))
    assert any(line["message"].startswith("@article_test_bot answers now") for line in lines)
    assert api.token not in log


async def test_as_json_the_reason_of_an_end_is_an_object_as_well(api: FakeBotApi) -> None:
    async with started(api, env={"ARTICLE_BOT_LOG_FORMAT": "json", "ARTICLE_BOT_CORPUS": "/nowhere"}) as child:
        (line,) = (await output(child)).splitlines()
    assert child.returncode == 1
    assert json.loads(line)["level"] == "CRITICAL"
    assert "/nowhere" in json.loads(line)["message"]


async def test_the_supervisor_hears_that_it_is_ready_lives_and_stops(api: FakeBotApi, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as supervisor:
        supervisor.bind(str(tmp_path / "notify"))
        supervisor.setblocking(False)
        env = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "200000"}
        async with started(api, env=env) as child:
            heard: list[bytes] = []
            while b"READY=1" not in heard or heard.count(b"WATCHDOG=1") < 5:
                heard.append(await asyncio.get_running_loop().sock_recv(supervisor, 100))
            child.terminate()
            await output(child)
            while b"STOPPING=1" not in heard:
                heard.append(await asyncio.get_running_loop().sock_recv(supervisor, 100))
    assert child.returncode == 0


async def test_the_container_s_health_check_tells_a_bot_that_is_well_from_all_else() -> None:
    dockerfile = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    _, *command = json.loads(dockerfile.partition("HEALTHCHECK")[2].partition("CMD \\\n")[2].splitlines()[0])

    async def check(listen: str) -> int:
        env = os.environ | {"ARTICLE_BOT_LISTEN": listen, "HTTP_PROXY": "http://127.0.0.1:9"}
        quiet = asyncio.subprocess.DEVNULL
        child = await asyncio.create_subprocess_exec(sys.executable, *command, env=env, stderr=quiet)
        return await child.wait()

    well = [True]
    async with serve_health("127.0.0.1:0", None, None, Metrics(), lambda: well[0]) as listen:
        assert await check(listen) == 0
        well[0] = False
        assert await check(listen) == 1
    assert await check(listen) == 1


async def test_numbers_tell_which_program_runs_and_how_much_it_serves(api: FakeBotApi) -> None:
    listen = f"127.0.0.1:{free_port()}"
    async with started(api, env={"ARTICLE_BOT_LISTEN": listen}) as child, ClientSession() as client:
        await answered(api)
        async with client.get(f"http://{listen}/metrics") as response:
            numbers = (await response.text()).splitlines()
        child.terminate()
        assert f"health:   http://{listen}/healthz" in await output(child)
    assert "article_bot_articles 1.0" in numbers
    assert any(line.startswith("article_bot_passages ") and not line.endswith(" 0.0") for line in numbers)
    assert any(line.startswith("article_bot_build_info{") and 'version="' in line for line in numbers)
