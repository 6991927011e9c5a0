"""`article-bot init` and `doctor`: from nothing to a bot that answers, and what is said of one that cannot."""

import asyncio
import json
import os
import stat
import sys
from io import StringIO
from pathlib import Path

import pexpect
import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.metrics import Metrics
from bot.records import Records
from bot.telegram.delivery.http_server import serve as serve_health
from tests.bot_api import FakeBotApi, Fault
from tests.bot_api.transport import serve
from tests.paths import ROOT
from tests.warm_processes import WarmProcess, WarmTerminal, run_warm

TOKEN = "123456789:AAsecretsecretsecretsecretsecretsecr"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two documents, from which the commands are run."""
    folder = tmp_path / "clinic"
    (folder / "docs").mkdir(parents=True)
    (folder / "docs" / "tea.md").write_text("# Tea\n\nGreen tea is made from leaves.\n")
    (folder / "docs" / "coffee.txt").write_text("Coffee\n\nCoffee is made from roasted beans.\n")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("ARTICLE_BOT_MODEL", "off")  # to open one takes a while
    return folder


def run(*command: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, list(command), input=typed)


async def process(*command: str, typed: str = "", **env: str) -> tuple[int, str]:
    ended = await asyncio.to_thread(run_warm, *command, folder=Path.cwd(), typed=typed, env=env)
    return ended.returncode, ended.stdout + ended.stderr


async def test_piped_answers_make_a_bot_that_answers(place: Path) -> None:
    api = FakeBotApi()
    async with serve(api) as address:
        code, said = await process("init", typed=f"{api.token}\ndocs\n5, 6\n", ARTICLE_BOT_TELEGRAM_API=address)
        assert code == 0, said
        assert "of @article_test_bot, https://t.me/article_test_bot" in said
        assert "2 articles can be read" in said
        assert api.token not in said
        child = WarmProcess(("telegram",), place, {**os.environ, "ARTICLE_BOT_TELEGRAM_API": address})
        await child.listen()
        api.says("What is coffee made from?")
        assert "roasted beans" in (await api.reply())["text"]
        child.terminate()
        log = (await child.stdout.read()).decode()
        assert await child.wait() == 0
    lines = [line for line in log.splitlines() if " INFO " not in line and " WARNING " not in line]
    assert lines == [
        f"settings: {place / '.env'}",
        f"articles: 2 articles in {place / 'docs'}",
        f"database: {os.environ['ARTICLE_BOT_DATABASE'].removeprefix('sqlite:///')}",
        "managers: 5, 6",
        "@article_test_bot answers now: https://t.me/article_test_bot (Ctrl-C stops it)",
    ]


def test_in_a_terminal_it_asks_and_does_not_show_the_token(place: Path) -> None:
    child = WarmTerminal("init", "--offline", folder=place)
    child.expect("Token ")
    child.sendline("no token")
    child.expect("is not of the form")
    child.expect("Token ")
    child.sendline(TOKEN)
    child.expect("Folder of your documents")
    child.sendline("new-folder")
    child.expect("Make it")
    child.sendline("y")
    child.expect("managers")
    child.sendline("")
    child.expect("doctor")
    child.expect(pexpect.EOF)
    child.end()
    assert TOKEN in (place / ".env").read_text()
    assert (place / "new-folder").is_dir()
    assert "AAsecret" not in (child.before or "")


def typing(*answers: tuple[str, str]) -> str:
    """What a person sees who gives these answers to questions that hold these words."""
    child = pexpect.spawn(sys.executable, ["-m", "bot", "init", "--offline"], encoding="utf-8", timeout=60)
    child.logfile_read = seen = StringIO()
    for question, answer in answers:
        child.expect_exact(question)
        child.sendline(answer)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0, seen.getvalue()
    return seen.getvalue()


def test_a_wrong_answer_is_asked_for_again_and_quotation_marks_are_no_part_of_a_folder(place: Path) -> None:
    seen = typing(
        ("Token ", TOKEN), ("Folder of", "dosc"), ("Make it", "n"), ("Folder of", "'docs'"),
        ("managers", "@maria"), ("managers", "7"),
    )  # fmt: skip
    assert "dosc: there is no such folder" in seen
    assert "'@maria' is no Telegram id" in seen
    assert (place / ".env").read_text() == (
        f"ARTICLE_BOT_TELEGRAM_TOKEN={TOKEN}\nARTICLE_BOT_CORPUS={place / 'docs'}\nARTICLE_BOT_MANAGERS=7\n"
    )


def test_enter_keeps_what_was_set_up_before_in_a_terminal(place: Path) -> None:
    (place / ".env").write_text(
        f"ARTICLE_BOT_TELEGRAM_TOKEN={TOKEN}\nARTICLE_BOT_CORPUS=docs\nARTICLE_BOT_MANAGERS=5,6\n"
    )
    seen = typing(("in it?", "y"), ("Enter: as before", ""), ("docs, as before", ""), ("5, 6", ""))
    assert TOKEN not in seen
    assert (place / ".env").read_text() == (
        f"ARTICLE_BOT_TELEGRAM_TOKEN={TOKEN}\nARTICLE_BOT_CORPUS={place / 'docs'}\nARTICLE_BOT_MANAGERS=5,6\n"
    )


@pytest.mark.parametrize(("typed", "corpus", "managers"), [("", "{}/docs", "5,6"), ("none", "", "")])
def test_a_new_token_leaves_documents_and_managers_as_they_were(
    place: Path, typed: str, corpus: str, managers: str
) -> None:
    (place / ".env").write_text("ARTICLE_BOT_CORPUS=docs\nARTICLE_BOT_MANAGERS=5,6\n")
    result = run("init", "--offline", "--replace", typed=f"{TOKEN}\n{typed}\n{typed}\n")
    assert result.exit_code == 0, result.output
    assert (place / ".env").read_text() == (
        f"ARTICLE_BOT_TELEGRAM_TOKEN={TOKEN}\nARTICLE_BOT_CORPUS={corpus.format(place)}\n"
        f"ARTICLE_BOT_MANAGERS={managers}\n"
    )


def test_it_is_readable_by_its_owner_only_and_holds_an_absolute_place(place: Path) -> None:
    (place / "token").write_text(f"{TOKEN}\n")
    result = run("init", "--offline", "--token-file", "token", "--corpus", "docs", "--managers", "7")
    assert result.exit_code == 0, result.output
    assert stat.S_IMODE((place / ".env").stat().st_mode) == 0o600
    assert (place / ".env").read_text() == (
        f"ARTICLE_BOT_TELEGRAM_TOKEN={TOKEN}\nARTICLE_BOT_CORPUS={place / 'docs'}\nARTICLE_BOT_MANAGERS=7\n"
    )


def test_what_stands_in_a_file_is_not_changed_unasked_and_other_lines_stay(place: Path) -> None:
    (place / ".env").write_text("# mine\nARTICLE_BOT_TIMEZONE=UTC\nARTICLE_BOT_TELEGRAM_TOKEN=old\n")
    (place / ".env").chmod(0o644)
    before = (place / ".env").read_text()
    command = ("init", "--offline", "--corpus", "docs", "--managers", "")
    refused = run(*command, typed=f"{TOKEN}\n")
    assert refused.exit_code == 1
    assert "add --replace" in refused.output
    assert (place / ".env").read_text() == before
    assert run(*command, "--replace", typed=f"{TOKEN}\n").exit_code == 0
    written = (place / ".env").read_text()
    assert written.startswith("# mine\nARTICLE_BOT_TIMEZONE=UTC\n")
    assert "=old" not in written
    assert stat.S_IMODE((place / ".env").stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["it's mine", "a b#c", "ünï", 'say "tea"', "back\\slash"])
def test_a_folder_of_any_name_is_found_again(place: Path, name: str) -> None:
    (place / "docs").rename(place / name)
    assert run("init", "--offline", "--corpus", name, "--managers", "", typed=f"{TOKEN}\n").exit_code == 0
    assert "leaves" in run("ask", "What is green tea made from?").output


@pytest.mark.parametrize(
    ("options", "typed", "said"),
    [
        (("--managers", "Anna"), f"{TOKEN}\ndocs\n", "is no Telegram id"),
        (("--managers", "-5"), f"{TOKEN}\ndocs\n", "a manager's id is above 0"),
        ((), "", "is not of the form 123456789:"),
        ((), "my token\n", "is not of the form 123456789:"),
        ((), f"{TOKEN}\nnowhere\n", "nowhere: there is no such folder"),
        (("--token-file", "nowhere"), "", "nowhere: no token can be read from it"),
    ],
)
def test_what_is_wrong_is_one_line_and_nothing_is_written(
    place: Path, options: tuple[str, ...], typed: str, said: str
) -> None:
    result = run("init", "--offline", *options, typed=typed)
    assert result.exit_code == 1
    assert said in result.output.splitlines()[-1]
    assert not list(place.glob(".env*"))


async def test_a_token_that_telegram_refuses_is_not_written(place: Path) -> None:
    api = FakeBotApi()
    async with serve(api) as address:
        code, said = await process("init", typed=f"{TOKEN}\ndocs\n\n", ARTICLE_BOT_TELEGRAM_API=address)
    assert code == 1
    assert "Telegram refuses the token" in said
    assert "AAsecret" not in said
    assert not (place / ".env").exists()


async def test_without_a_network_it_says_so_and_goes_on(place: Path) -> None:
    code, said = await process("init", typed=f"{TOKEN}\ndocs\n\n", ARTICLE_BOT_TELEGRAM_API="http://127.0.0.1:9")
    assert code == 0
    assert "Token: not checked: Telegram cannot be reached" in said
    assert (place / ".env").exists()


def findings(*options: str) -> tuple[int, dict[str, dict[str, str]]]:
    result = run("doctor", "--json", *options)
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    return result.exit_code, {line["thing"]: line for line in lines}


def test_a_bot_that_is_set_up_is_found_well(place: Path) -> None:
    assert run("init", "--offline", "--corpus", "docs", "--managers", "", typed=f"{TOKEN}\n").exit_code == 0
    with Records.open(os.environ["ARTICLE_BOT_DATABASE"]):
        pass
    before = sorted(place.parent.rglob("*"))
    code, found = findings("--offline")
    assert code == 0
    assert {one["state"] for one in found.values()} == {"ok"}
    assert "whole" in found["database"]["says"]
    assert sorted(place.parent.rglob("*")) == before, "it changes nothing"


def test_each_thing_that_is_wrong_is_named_with_what_mends_it(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / ".env").write_text(
        "ARTICLE_BOT_TELEGRAM_TOKEN=nonsense\nARTICLE_BOT_LISTEN=nowhere\nARTICLE_BOT_MANGERS=1\nARTICLE_BOT_CORPUS=none\n"
    )
    (place / ".env").chmod(0o644)
    (place / "spoilt.db").write_bytes(b"This is no database." * 500)
    monkeypatch.setenv("ARTICLE_BOT_DATABASE", f"sqlite:///{place / 'spoilt.db'}")
    monkeypatch.setenv("ARTICLE_BOT_MODEL", str(place))
    monkeypatch.setenv("ARTICLE_BOT_WEBHOOK_SECRET", "short")
    result = run("doctor")
    assert result.exit_code == 1
    for said in (
        "warning  settings: ", "-> chmod 600 ", "ARTICLE_BOT_MANGERS is no setting", "wrong    token: ",
        "-> article-bot init", "wrong    articles: ", "-> article-bot corpus check", "wrong    database: ",
        "-> article-bot restore", "wrong    health address: ", "warning  search by meaning: ",
        "WEBHOOK_SECRET is short",
    ):  # fmt: skip
        assert said in result.output, said
    assert "nonsense" not in result.output


def test_settings_that_cannot_be_read_are_one_finding(place: Path) -> None:
    (place / ".env").write_text("ARTICLE_BOT_MANAGERS=Anna\n")
    code, found = findings("--offline")
    assert code == 1
    assert "ARTICLE_BOT_MANAGERS: write Telegram ids" in found["settings"]["says"]


async def test_it_tells_whose_the_token_is_and_whether_the_clock_is_right() -> None:
    api = FakeBotApi()
    async with serve(api) as address:
        env = {"ARTICLE_BOT_TELEGRAM_API": address, "ARTICLE_BOT_TELEGRAM_TOKEN": api.token}
        code, said = await process("doctor", **env)
        assert code == 0
        assert "ok       token: of @article_test_bot" in said
        assert "ok       clock: " in said
        assert [method for method, _ in api.calls] == ["getMe"], "nothing is changed at Telegram"
        api.faults.append(Fault("getMe", status=502))
        code, said = await process("doctor", **env)
        assert code == 0
        assert "warning  token: " in said
        code, said = await process("doctor", **(env | {"ARTICLE_BOT_TELEGRAM_TOKEN": "1:wrong"}))
        assert code == 1
        assert "wrong    token: Telegram refuses the token" in said


def test_an_empty_database_is_doubted(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLE_BOT_DATABASE", f"sqlite:///{place / 'empty.db'}")
    (place / "empty.db").touch()
    found = findings("--offline")[1]["database"]
    assert found["state"] == "warning"
    assert "restore" in found["mend"]


def test_a_bot_that_runs_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLE_BOT_TELEGRAM_TOKEN", TOKEN)
    with Records.open(os.environ["ARTICLE_BOT_DATABASE"], for_one_bot=True):
        code, found = findings("--offline")
    assert code == 0
    assert "runs just now" in found["bot"]["says"]


async def test_a_port_that_a_bot_has_is_no_fault_wherever_its_database_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("TELEGRAM_TOKEN", TOKEN), ("DATABASE", "sqlite://")):
        monkeypatch.setenv(f"ARTICLE_BOT_{name}", value)
    async with serve_health("127.0.0.1:0", None, None, Metrics(), lambda: False) as address:
        monkeypatch.setenv("ARTICLE_BOT_LISTEN", address)
        _, found = await asyncio.to_thread(findings, "--offline")
    assert found["health address"]["state"] == "ok"
    assert "runs just now" in found["bot"]["says"]
