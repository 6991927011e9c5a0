"""What a manager presses twice by mistake, before the message has changed, is done once and told as done."""

import asyncio
from pathlib import Path

import pytest

from bot.quiz.quizzes import Quizzes
from tests.bot_api import FakeBotApi
from tests.bot_api.wire import Message
from tests.conftest import MANAGER, run_on_folder
from tests.wire.test_documents import recorded
from tests.wire.test_people import hire
from tests.wire.test_served_folder import COFFEE, TEA


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "articles"
    place.mkdir()
    (place / "tea.md").write_text(TEA)
    return place


async def press_twice(api: FakeBotApi, message: Message, label: str) -> str:
    """What a message says after two presses of a button that came before the first was handled."""
    await asyncio.gather(api.press(message, label), api.press(message, label))
    await api.quiet()
    return str(api.message(message)["text"])


async def test_a_document_is_added_replaced_removed_and_restored_once(
    api: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    async with run_on_folder(api, folder, quizzes):
        api.sends_file("coffee.md", COFFEE.encode(), MANAGER)
        assert "was added" in await press_twice(api, await api.next(MANAGER), "Add")
        api.sends_file("coffee.md", COFFEE.replace("roasted", "green").encode(), MANAGER)
        assert "was replaced" in await press_twice(api, await api.next(MANAGER), "Replace")
        api.says("/articles", MANAGER)
        listed = await api.next(MANAGER)
        await api.press(listed, "Coffee")
        await api.press(listed, "Remove")
        assert "was removed" in await press_twice(api, listed, "Yes, remove it")
        assert "as it was before" in await press_twice(api, listed, "Restore")
        assert [what for _, what, _ in recorded(quizzes)] == ["add", "replace", "remove", "restore"]
        api.says("/articles", MANAGER)
        listed = await api.next(MANAGER)
        await api.press(listed, "Coffee")
        for label in ("Remove", "No", "Remove"):  # there and back again is no double press
            await api.press(listed, label)
        assert "Remove “Coffee”?" in api.message(listed)["text"]


async def test_a_file_is_discarded_a_person_removed_and_an_announcement_sent_once(
    api: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    hire(quizzes, 2)
    async with run_on_folder(api, folder, quizzes):
        api.sends_file("coffee.md", COFFEE.encode(), MANAGER)
        assert "was discarded" in await press_twice(api, await api.next(MANAGER), "Discard")
        api.says("/people", MANAGER)
        listed = await api.next(MANAGER)
        await api.press(listed, "Nurse 000")
        await api.press(listed, "Remove")
        assert "is removed" in await press_twice(api, listed, "Yes, remove")
        api.says("/announce Tea at four.", MANAGER)
        assert "goes to 1 person now" in await press_twice(api, await api.next(MANAGER), "Send")
        assert [what for _, what, _ in recorded(quizzes)] == ["remove person", "announce"]


async def test_a_question_is_set_aside_taken_back_and_deleted_once(
    api: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    async with run_on_folder(api, folder, quizzes):
        api.says("Where do I park my car?", 43)
        await api.next(43)
        await api.quiet()
        api.says("/unanswered", MANAGER)
        listed = await api.next(MANAGER)
        await api.press(listed, "1")
        assert "not listed any more" in await press_twice(api, listed, "Set aside")
        assert "asked once" in await press_twice(api, listed, "Undo")
        assert "was deleted" in await press_twice(api, listed, "Delete")
        assert [what for _, what, _ in recorded(quizzes)] == ["set questions aside", "take back", "delete questions"]
        assert [text for text in map(str, api._unread) if "could not be done" in text] == []
