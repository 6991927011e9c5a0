"""A whole day of a manager, over the wire in each language that the bot speaks, and by commands."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner

from bot.catalogues import Catalogue, catalogue_for
from bot.cli import main
from bot.clock import now
from bot.quiz import staff_messages
from bot.quiz.quizzes import Quizzes, open_quizzes
from bot.records import actions, kept_questions
from corpus import read_corpus
from tests.bot_api import FakeBotApi
from tests.bot_api.wire import Message
from tests.conftest import MANAGER, TIMING, run_on_folder
from tests.word_files import p, r, word_file

ANNA, ASKER = 42, 43
CHANGED = 'w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z"'
QUESTION = "Whither goes my prescription request?"
ASKED_AGAIN = "My prescription request goes whither?"
PRACTICE = """# The practice

## Visits

The practice opens at eight and closes at six. On Saturdays a doctor is there until noon.
"""
BANK = """\
article: practice
exam: {version: 1, items: [q1], pass_mark: 100}
items:
  - id: q1
    status: approved
    topic: Visits
    question: When does the practice open?
    answer: At eight
    wrong: [At nine, At ten]
    source: The practice opens at eight
    why: The article says so.
"""
DONE = ["invite", "add", "point to passage", "remove person"]


def letters() -> bytes:
    """A Word file in which a tracked change moves the desk from the first floor to the second."""
    return word_file(
        p(r("Letters"), "Title")
        + p(r("Post"), "Heading1")
        + p(
            r("Send them to the reception desk, which is on the ")
            + f"<w:del {CHANGED}><w:r><w:delText>first</w:delText></w:r></w:del>"
            + f"<w:ins {CHANGED}>{r('second')}</w:ins>"
            + r(" floor. Someone reads them each morning.")
        )
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "practice.md").write_text(PRACTICE)
    (folder / "practice.quiz.yaml").write_text(BANK)
    return folder


@pytest.fixture
def quizzes(database: str, folder: Path) -> Any:
    with open_quizzes(read_corpus(folder), database, UTC, Random(1)) as opened:
        yield opened


def done(quizzes: Quizzes) -> list[tuple[str, str]]:
    """Who did what, oldest first."""
    with quizzes.records.read() as session:
        return [(each.account, each.what) for each in reversed(actions.latest(session, 100))]


async def told(api: FakeBotApi, chat: int, part: str) -> Message:
    """The next message to a chat that has some words: news may come in between."""
    while part not in (message := await api.next(chat))["text"]:
        pass
    return message


def pass_exam(quizzes: Quizzes) -> None:
    account, when = f"telegram:{ANNA}", datetime.now(UTC)
    then: Any = quizzes.exams.begin("practice", account, ANNA, when)
    while hasattr(then, "presentation"):
        then = quizzes.exams.answer(then.presentation, account, then.key, when)
    assert then.passed


class Day:
    """What a manager does in a day, one thing after the other."""

    def __init__(self, api: FakeBotApi, quizzes: Quizzes, speech: Catalogue) -> None:
        self.api = api
        self.quizzes = quizzes
        self.speech = speech

    async def press(self, message: Message, label: str) -> str:
        """Press the button that bears a label of the catalogue, or a number; gives what the message says then."""
        await self.api.press(message, self.speech.say(label), user=MANAGER)
        return str(self.api.message(message)["text"])

    async def invites_someone(self) -> None:
        self.api.says("/invite", MANAGER)
        link = re.search(r"start=(join-[\w-]+)", (await told(self.api, MANAGER, "start="))["text"])
        assert link
        self.api.says(f"/start {link[1]}", ANNA, name="Anna")
        assert "Anna" in (await self.api.next(ANNA))["text"]
        await told(self.api, MANAGER, self.speech.say("{name} has joined the staff.", name="Anna"))

    async def sends_a_document_with_changes(self) -> None:
        self.api.sends_file("letters.docx", letters(), MANAGER)
        shown = await told(self.api, MANAGER, "letters.docx")
        for part in (self.speech.say("doubt"), self.speech.say("left out"), self.speech.quoted("first")):
            assert part in shown["text"]
        assert self.speech.say("Add") in self.api.buttons(shown)
        assert "Letters" in await self.press(shown, "Add")

    async def points_a_question_to_what_answers_it(self) -> None:
        self.api.says(QUESTION, ASKER)
        assert "second floor" not in (await self.api.next(ASKER))["text"]
        await self.api.quiet()  # a question is kept after its reply
        self.api.says("/unanswered", MANAGER)
        shown = await told(self.api, MANAGER, QUESTION)
        await self.press(shown, "1")
        await self.press(shown, "Point to the passage that answers")
        self.api.says("second floor", MANAGER, reply_to_message=self.api.message(shown))
        found = await told(self.api, MANAGER, "reception desk")
        assert QUESTION in await self.press(found, "1")
        self.api.says(ASKED_AGAIN, ASKER)
        assert "second floor" in (await self.api.next(ASKER))["text"]

    async def is_told_of_a_pass(self) -> None:
        pass_exam(self.quizzes)
        assert "1 " in (await told(self.api, MANAGER, "Anna"))["text"]

    async def removes_someone(self) -> None:
        self.api.says("/people", MANAGER)
        listed = await told(self.api, MANAGER, "Anna")
        await self.press(listed, "Anna")
        await self.press(listed, "Remove")
        await self.press(listed, "Yes, remove")
        assert self.quizzes.staff.members() == []

    async def sees_what_was_done(self) -> None:
        self.api.says("/actions", MANAGER)
        text = (await told(self.api, MANAGER, self.speech.say("you") + ": "))["text"]
        assert all(self.speech.say(staff_messages.SAID[what]) in text for what in DONE)


@pytest.mark.parametrize("language", ["en", "es"])
async def test_a_manager_runs_the_day_from_the_chat_in_their_language(
    api: FakeBotApi, folder: Path, quizzes: Quizzes, language: str
) -> None:
    for user in (MANAGER, ANNA, ASKER):
        api.speaks(user, language)
    day = Day(api, quizzes, catalogue_for(language))
    async with run_on_folder(api, folder, quizzes, replace(TIMING, outbox_every=0.05)):
        await day.invites_someone()
        await day.sends_a_document_with_changes()
        await day.points_a_question_to_what_answers_it()
        await day.is_told_of_a_pass()
        await day.removes_someone()
        await day.sees_what_was_done()
    assert done(quizzes) == [(f"telegram:{MANAGER}", what) for what in DONE]


def test_a_manager_runs_the_day_by_commands(folder: Path, quizzes: Quizzes, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("ARTICLE_BOT_CORPUS", str(folder))
    monkeypatch.setenv("ARTICLE_BOT_MODEL", "off")

    def run(*words: str, name: bool = True) -> str:
        result = CliRunner().invoke(main, [*words, *(["--name", "Mia"] if name else [])])
        assert result.exit_code == 0, result.output
        return result.output

    link = re.search(r"start=join-([\w-]+)", run("people", "invite", "1", "--bot", "our_bot"))
    assert link
    assert quizzes.staff.accept(link[1], f"telegram:{ANNA}", "Anna", now())
    (tmp_path / "letters.docx").write_bytes(letters())
    shown = run("corpus", "add", str(tmp_path / "letters.docx"), "--yes")
    assert "“first”" in shown
    assert "doubt" in shown
    with quizzes.records.write() as session:
        kept_questions.keep(session, kept_questions.Asking("1", QUESTION, answered=False), now())
    group = run("report", "unanswered", name=False).partition("\t")[0]
    passage = run("report", "point", group, "--search", "second floor").partition("\t")[0]
    run("report", "point", group, "--passage", passage)
    assert "second floor" in run("ask", ASKED_AGAIN, name=False)
    pass_exam(quizzes)
    assert "Anna" in run("people", "list", name=False)
    assert "100%" in run("people", "show", f"telegram:{ANNA}", name=False)
    run("people", "remove", f"telegram:{ANNA}", "--yes")
    assert done(quizzes) == [("local:mia", what) for what in DONE]
    assert [line.split("\t")[2] for line in run("people", "actions", name=False).splitlines()] == DONE[::-1]
