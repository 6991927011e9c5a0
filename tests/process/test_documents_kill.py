"""The real `article-bot telegram` process, killed with kill -9 while a manager adds, replaces and removes articles."""

import asyncio
import os
from pathlib import Path
from random import Random

from tests.bot_api import FakeBotApi
from tests.bot_api.transport import serve
from tests.conftest import MANAGER
from tests.process.test_telegram_process import process
from tests.wire.test_documents import names_in
from tests.wire.test_served_folder import COFFEE, TEA

NEW = TEA.replace("eighty", "seventy")


def state(folder: Path) -> dict[str, str]:
    """The articles in the folder, each with what it says."""
    return {name: (folder / name).read_text() for name in names_in(folder) if not name.startswith(".")}


async def killed_while(api: FakeBotApi, address: str, label: str, chance: Random, *, nth: int) -> None:
    """Press a button of the last message and kill the bot a moment later; then let another one finish."""
    message = [api.message(sent) for sent in api.sent if sent["chat"]["id"] == MANAGER][-1]
    async with process(address, api.token, "INFO") as child:
        await api.until(lambda: sum(method == "deleteWebhook" for method, _ in api.calls) > nth, seconds=60)
        pressing = asyncio.create_task(api.press(message, label))
        await asyncio.sleep(chance.uniform(0.0, 0.12))
        child.kill()
        await child.wait()
    await asyncio.sleep(0)
    pressing.cancel()


async def finished(api: FakeBotApi, address: str, folder: Path, wanted: dict[str, str]) -> None:
    """Start a bot that handles what the killed one has left, until the folder is as it is to be."""
    async with process(address, api.token, "INFO"):
        async with asyncio.timeout(60):
            while state(folder) != wanted:  # noqa: ASYNC110 - a process changes it
                await asyncio.sleep(0.05)
        await api.quiet()


async def asked(api: FakeBotApi, address: str, ask: str) -> None:
    """Send a file, or go to the question whether to remove one, and let the bot reply."""
    async with process(address, api.token, "INFO"):
        count = len(api.sent)
        if ask == "remove":
            api.says("/articles", MANAGER)
            listed = await api.reply(count + 1)
            await api.press(listed, "Coffee")
            await api.press(listed, "Remove")
        else:
            name, content = ("coffee.md", COFFEE) if ask == "add" else ("tea.md", NEW)
            api.sends_file(name, content.encode(), MANAGER)
            await api.until(lambda: len(api.sent) > count and bool(api.buttons(api.sent[-1])))
        await api.quiet()


async def test_a_kill_in_the_middle_leaves_the_old_or_the_new_and_a_restart_finishes_it(
    api: FakeBotApi, tmp_path: Path
) -> None:
    folder, chance = tmp_path / "articles", Random(14)
    folder.mkdir()
    (folder / "tea.md").write_text(TEA)
    os.environ |= {"ARTICLE_BOT_CORPUS": str(folder), "ARTICLE_BOT_MANAGERS": str(MANAGER), "ARTICLE_BOT_MODEL": "off"}
    async with serve(api) as address:
        for ask, label, wanted in (
            ("add", "Add", {"coffee.md": COFFEE, "tea.md": TEA}),
            ("replace", "Replace", {"coffee.md": COFFEE, "tea.md": NEW}),
            ("remove", "Yes", {"tea.md": NEW}),
        ):
            await asked(api, address, ask)
            before = state(folder)
            starts = sum(method == "deleteWebhook" for method, _ in api.calls)
            await killed_while(api, address, label, chance, nth=starts)
            assert state(folder) in (before, wanted)
            await finished(api, address, folder, wanted)
