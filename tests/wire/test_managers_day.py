"""A manager's day in the chat, from the invitation to the farewell, in each language that is shipped."""

import re
import shutil
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.catalogues import Catalogue, catalogue_for
from bot.quiz.quizzes import open_quizzes
from bot.records import actions
from corpus import ARTICLES, read_corpus
from tests.bot_api import FakeBotApi
from tests.conftest import MANAGER, TIMING, run_on_folder
from tests.quizzing import ANNA
from tests.wire.test_telegram_exams import QUESTIONS, letter
from tests.word_files import p, r, word_file

CHANGED = 'w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z"'
LEAFLET = word_file(
    p(r("Opening hours"), "Title")
    + p(r("Letters"), "Heading1")
    + p(
        r("Letters are handed in at the reception desk on the ")
        + f"<w:del {CHANGED}><w:r><w:delText>first</w:delText></w:r></w:del>"
        + f"<w:ins {CHANGED}>{r('second')}</w:ins>"
        + r(" floor, where someone reads them each morning.")
    )
)
ASKED, AGAIN = "Whither goes my prescription request?", "My prescription request goes whither?"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of the manager's own, with an article that has a bank of questions."""
    return Path(shutil.copytree(ARTICLES, tmp_path / "articles"))


@pytest.mark.parametrize("language", ["en", "es"])
async def test_a_whole_day(api: FakeBotApi, folder: Path, database: str, language: str) -> None:
    speech = catalogue_for(language)
    api.speaks(MANAGER, language)
    with open_quizzes(read_corpus(folder), database, UTC, Random(1)) as quizzes:
        async with run_on_folder(api, folder, quizzes, replace(TIMING, outbox_every=0.05)):
            await invites(api, speech)
            await adds_a_document(api, speech)
            await answers_what_was_asked_in_vain(api, speech)
            await is_told_of_a_pass(api, speech, quizzes)
            await removes_someone(api, speech)
            assert quizzes.staff.members() == []
        with quizzes.records.read() as session:
            done = [(each.account, each.what) for each in reversed(actions.latest(session, 10))]
    assert done == [(f"telegram:{MANAGER}", what) for what in ("invite", "add", "point to passage", "remove person")]


async def next_with(api: FakeBotApi, chat: int, part: str) -> dict[str, Any]:
    """The next message in a chat that holds a text; what else comes meanwhile is passed over."""
    while part not in (message := await api.next(chat)).get("text", ""):
        pass
    return message


async def invites(api: FakeBotApi, speech: Catalogue) -> None:
    api.says("/invite", MANAGER)
    link = (await api.next(MANAGER))["text"]
    found = re.search(r"start=(join-[\w-]+)", link)
    assert found
    api.says(f"/start {found[1]}", ANNA, name="Anna")
    assert "Welcome, Anna" in (await api.next(ANNA))["text"]
    joined = await api.next(MANAGER)
    assert joined["text"] == speech.say("{name} has joined the staff.", name="Anna")


async def adds_a_document(api: FakeBotApi, speech: Catalogue) -> None:
    api.sends_file("hours.docx", LEAFLET, MANAGER)
    shown = await api.next(MANAGER)
    assert "Opening hours" in shown["text"]
    assert "tracked change" in shown["text"]
    assert "first" in shown["text"], "what was deleted is named"
    await api.press(shown, speech.say("Add"))
    assert "Opening hours" in api.message(shown)["text"]
    api.says("Where are letters handed in?", ANNA)
    assert "second floor" in (await api.next(ANNA))["text"]


async def answers_what_was_asked_in_vain(api: FakeBotApi, speech: Catalogue) -> None:
    api.says(ASKED, ANNA)
    assert "do not answer" in (await api.next(ANNA))["text"]
    await api.quiet()  # a question is kept after its reply
    api.says("/unanswered", MANAGER)
    listed = await api.next(MANAGER)
    assert ASKED in listed["text"]
    await api.press(listed, "1")
    await api.press(listed, speech.say("Point to the passage that answers"))
    api.says("second floor", MANAGER, reply_to_message=api.message(listed))
    found = await api.next(MANAGER)
    await api.press(found, "1")
    api.says(AGAIN, ANNA)
    assert "second floor" in (await api.next(ANNA))["text"]


async def is_told_of_a_pass(api: FakeBotApi, speech: Catalogue, quizzes: Any) -> None:
    api.says("/exam", ANNA)
    await api.press(await api.next(ANNA), "Begin")
    exam = await api.next(ANNA)
    for _ in range(QUESTIONS):
        await api.press(exam, letter(quizzes, api.message(exam)["text"], right=True))
    assert api.message(exam)["text"].startswith("Passed.")
    told = (await next_with(api, MANAGER, "Anna"))["text"]
    assert f"{QUESTIONS} of {QUESTIONS}" in told or speech.language != "en"
    assert "100" in told


async def removes_someone(api: FakeBotApi, speech: Catalogue) -> None:
    api.says("/people", MANAGER)
    staff = await next_with(api, MANAGER, "Anna")
    await api.press(staff, "Anna")
    await api.press(staff, speech.say("Remove"))
    await api.press(staff, speech.say("Yes, remove"))
    api.says("/people", MANAGER)
    assert "Anna" not in (await api.next(MANAGER))["text"]
