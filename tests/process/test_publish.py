"""`article-bot publish` as a process, and killed while it writes."""

import asyncio
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.publishing.pages import MADE_BY
from tests.bot_api import FakeBotApi
from tests.bot_api.transport import serve
from tests.paths import ROOT
from tests.process.test_telegram_process import process
from tests.warm_processes import WarmProcess


def run(*arguments: str | Path, **environment: str) -> Result:
    return CliRunner().invoke(main, ["publish", *map(str, arguments)], env=environment)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(300):
        (folder / f"tea-{number}.md").write_text(f"# Tea {number}\n\n" + "Tea is made from leaves.\n\n" * 50)
    return folder


def test_the_shipped_article_is_published_and_it_is_said_what_to_do_next(tmp_path: Path) -> None:
    result = run(tmp_path / "pages")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("2 pages written to ")
    assert "ARTICLE_BOT_PAGES" in result.stdout
    assert "ARTICLE_BOT_PAGES" not in run(tmp_path / "pages", ARTICLE_BOT_PAGES="https://clinic.example/").stdout


def test_an_article_that_cannot_be_read_keeps_pages_and_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("tea", "water"):
        (folder / f"{name}.md").write_text(f"# {name}\n\nWords.\n")
    assert run(tmp_path / "pages", "--corpus", folder).exit_code == 0
    (folder / "water.md").write_text("")
    result = run(tmp_path / "pages", "--corpus", folder)
    assert result.exit_code == 1
    assert result.stderr.startswith("water.md: is empty")
    assert (tmp_path / "pages" / "water.html").exists()
    (folder / "water.md").unlink()
    assert run(tmp_path / "pages", "--corpus", folder).exit_code == 0
    assert not (tmp_path / "pages" / "water.html").exists()


@pytest.mark.parametrize("given", ["", " "])
def test_a_folder_without_a_name_is_wrong_usage(given: str) -> None:
    assert run(given).exit_code == 2


def test_a_file_in_the_place_of_the_folder_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "pages").write_text("mine")
    result = run(tmp_path / "pages")
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert "is a file; name a folder" in result.stderr


async def test_killed_while_it_writes_it_leaves_whole_pages_and_the_next_run_makes_the_rest(
    tmp_path: Path, articles: Path
) -> None:
    pages = tmp_path / "pages"
    command = ("publish", str(pages), "--corpus", str(articles))
    child = WarmProcess(command, ROOT, os.environ, tmp_path / "said.txt")
    while child.returncode is None and sum(1 for _ in pages.glob("*.html")) < 5:  # noqa: ASYNC110 - a process changes it
        await asyncio.sleep(0.001)
    child.kill()
    await child.wait()
    left = list(pages.glob("*.html"))
    assert 5 <= len(left) < 301
    for page in left:
        content = page.read_bytes()
        assert content.startswith(MADE_BY)
        assert content.endswith(b"</html>\n")
    result = run(pages, "--corpus", articles)
    assert result.exit_code == 0
    assert len(list(pages.glob("*.html"))) == 301


async def test_citations_on_telegram_open_the_page_at_the_passage(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ARTICLE_BOT_PAGES", "https://clinic.example/articles")
    api = FakeBotApi()
    async with serve(api) as address, process(address, api.token):
        api.says("What is glutathione?")
        reply = await api.reply()
    (link,) = (entity["url"] for entity in reply["entities"] if "url" in entity)
    page, _, anchor = link.removeprefix("https://clinic.example/articles/").partition("#")
    assert run(tmp_path).exit_code == 0
    assert f'id="{anchor}"' in (tmp_path / page).read_text(encoding="utf-8")
