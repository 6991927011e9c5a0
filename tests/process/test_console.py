"""The chat as someone at a terminal sees it, through a real pseudo-terminal."""

import io
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest
from rich.console import Console

from bot.answering.assistant import Assistant
from bot.catalogues import ENGLISH
from bot.console.chat import Chat
from corpus import read_articles
from tests.paths import ROOT
from tests.warm_processes import WarmTerminal

READY = "\x1b[?2004h"  # prompt_toolkit turns bracketed paste on when it begins to read


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[WarmTerminal]:
    env = {"TERM": "xterm-256color", "XDG_STATE_HOME": str(tmp_path), "PROMPT_TOOLKIT_NO_CPR": "1"}
    child = WarmTerminal("chat", folder=ROOT, columns=60, env=env)
    yield child
    child.end()


def test_it_greets_answers_pages_and_quits(terminal: WarmTerminal) -> None:
    terminal.expect("I answer questions from the article")
    terminal.expect_exact(READY)
    terminal.send("What does magnesium do?\r")
    terminal.expect("Magnesium")
    terminal.expect("more: /more")
    terminal.send("/more\r")
    terminal.expect("— IV Treatment")
    terminal.send("/quit\r")
    terminal.expect(pexpect.EOF)
    assert terminal.wait() == 0


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_ctrl_c_and_ctrl_d_leave_cleanly(terminal: WarmTerminal, key: str) -> None:
    terminal.expect_exact(READY)
    terminal.send(key)
    terminal.expect(pexpect.EOF)
    assert terminal.wait() == 0
    assert "Traceback" not in (terminal.before or "")


def test_the_last_question_comes_back_with_the_up_key(terminal: WarmTerminal) -> None:
    terminal.expect_exact(READY)
    terminal.send("What is niacin for?\r")
    terminal.expect("periphery")
    terminal.expect_exact(READY)
    terminal.send("\x1b[A\r")
    terminal.expect("periphery")


def chat_on(console: Console, assistant: Assistant) -> Chat:
    return Chat(assistant, console, ENGLISH)


def test_no_color_keeps_the_emphasis_and_drops_colours(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    file = io.StringIO()
    chat_on(Console(file=file, force_terminal=True, width=80), assistant).respond("What is glutathione?")
    assert "\x1b[1m" in file.getvalue()
    assert "\x1b[36m" not in file.getvalue()


def test_a_narrow_terminal_wraps_and_loses_nothing(assistant: Assistant) -> None:
    file = io.StringIO()
    chat_on(Console(file=file, width=20), assistant).respond("What is glutathione?")
    assert max(map(len, file.getvalue().splitlines())) <= 20
    assert "detoxifying" in file.getvalue()


def test_escape_sequences_in_what_is_typed_are_not_echoed(assistant: Assistant) -> None:
    file = io.StringIO()
    chat_on(Console(file=file), assistant).respond("\x1b[2Jzzzz \x1b]0;x\x07")
    assert "\x1b" not in file.getvalue()


def said_to(assistant: Assistant, *lines: str) -> str:
    console = Console(record=True, width=100, file=io.StringIO())
    chat = chat_on(console, assistant)
    for line in lines:
        assert chat.respond(line)
    return console.export_text()


def test_the_article_is_opened_at_the_last_answer_and_read_on(assistant: Assistant) -> None:
    said = said_to(assistant, "What is glutathione?", "/open")
    assert "▸ Patients who suffer from migraines often have low levels of glutathione" in said
    assert "· 2/" in said_to(assistant, "/open", "/next")
    assert said_to(assistant, "/next").startswith("There is no further page")


def test_one_article_alone_is_asked_until_all_are_again() -> None:
    library = Assistant(read_articles(ROOT / "tests" / "data" / "articles"))
    said = said_to(library, "/sources", "/only 1", "What raises sourdough bread?", "/only all", "/sources")
    assert "• Keeping a Bicycle in Good Order (5 Apr 2023)  /open 1" in said
    assert "Only in “Keeping a Bicycle in Good Order”. /only all" in said
    assert "The article does not answer that." in said
    assert "wild yeast" in said_to(library, "/only 1", "/only all", "What raises sourdough bread?")
    for wrong in ("/only", "/only 9", "/open x", "/open 99999999999999999999", "/only ²"):
        assert "Write the number of an article" in said_to(library, wrong)


def test_the_language_is_changed_while_one_talks(assistant: Assistant) -> None:
    console = Console(record=True, width=100, file=io.StringIO())
    chat = Chat(assistant, console, ENGLISH)
    for line in (
        "/language",
        "/language xx",
        "/language es",
        "Who won the world cup?",
        "/help",
        "/language",
        "/nothing",
    ):
        assert chat.respond(line)
    said = console.export_text()
    english, _, spanish = said.partition("Ahora le hablo en español.")
    assert english.count("/language es  Español") == 2
    assert "El artículo no responde a eso." in spanish
    assert "el siguiente pasaje para la última pregunta" in spanish
    assert "No existe la orden /nothing" in spanish
