"""What was asked in vain: managers see it and point to what answers; driven through the fake Bot API."""

from pathlib import Path

import pytest

from bot.answering.assistant import Assistant
from bot.clock import now
from bot.listening.asked_numbers import read_numbers
from bot.quiz.quizzes import Quizzes
from bot.records import kept_questions
from tests.bot_api import FakeBotApi
from tests.bot_api.wire import Message
from tests.conftest import MANAGER, run_bot, run_on_folder

ANNA = 42
LEAFLET = """# Opening hours

## Letters

Send them to the reception desk, which is on the second floor. Someone reads them each morning.

## Visits

The practice opens at eight and closes at six. On Saturdays a doctor is there until noon.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "hours.md").write_text(LEAFLET)
    return folder


async def ask(api: FakeBotApi, text: str, chat: int = ANNA) -> str:
    api.says(text, chat)
    return str((await api.next(chat))["text"])


def kept(quizzes: Quizzes) -> list[str]:
    with quizzes.records.read() as session:
        return [row.question for row in kept_questions.kept(session)]


def counted(quizzes: Quizzes) -> int:
    return read_numbers(quizzes.records, now().date()).asked


async def opened(api: FakeBotApi, quizzes: Quizzes, waiting: int = 1) -> Message:
    """The first group of what was asked in vain, once so many questions wait: they are kept after the reply."""
    await api.until(lambda: len(kept(quizzes)) == waiting)
    api.says("/unanswered", MANAGER)
    shown = await api.next(MANAGER)
    await api.press(shown, "1", user=MANAGER)
    return shown


async def test_a_manager_points_to_a_passage_and_the_question_and_its_paraphrases_are_answered_until_undone(
    api: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    async with run_on_folder(api, folder, quizzes):
        assert "does not" in await ask(api, "Whither goes my prescription request?")
        shown = await opened(api, quizzes)
        assert "Whither goes my prescription request?" in api.message(shown)["text"]
        await api.press(shown, "Point to the passage that answers", user=MANAGER)
        api.says("second floor", MANAGER, reply_to_message=shown)
        found = await api.next(MANAGER)
        assert "reception desk" in found["text"]
        await api.press(found, "1", user=MANAGER)
        assert "From now on" in api.message(found)["text"]
        assert "Whither goes my prescription request?" in (folder / "hours.examples.yaml").read_text()
        assert "reception desk" in await ask(api, "My prescription request goes whither?")
        assert "does not" in await ask(api, "Who won the World Cup?")
        await api.press(found, "Undo", user=MANAGER)
        assert "does not" in await ask(api, "Whither goes my prescription request?")


async def test_a_question_that_was_settled_meanwhile_is_said_to_wait_no_longer_with_the_way_to_the_others(
    api: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    async with run_on_folder(api, folder, quizzes):
        await ask(api, "Whither goes my prescription request?")
        shown = await opened(api, quizzes)
        api.says("/unanswered", MANAGER)
        again = await api.next(MANAGER)
        await api.press(again, "1", user=MANAGER)
        await api.press(again, "Delete", user=MANAGER)
        assert "was deleted" in api.message(again)["text"]
        await api.press(shown, "Set aside", user=MANAGER)
        assert api.message(shown)["text"].startswith("That question waits no longer")
        for message in (shown, again):
            assert api.buttons(message) == ["All questions"]
        await api.press(shown, "All questions", user=MANAGER)
        assert "Nothing waits for you" in api.message(shown)["text"]


async def test_what_asks_alike_stands_together_and_is_set_aside_or_deleted(
    api: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    async with run_on_folder(api, folder, quizzes):
        for question in ("Is parking free?", "Is the parking free?", "Do you sell umbrellas?"):
            await ask(api, question)
        shown = await opened(api, quizzes, 3)
        text = api.message(shown)["text"]
        assert "asked 2 times" in text
        assert "umbrellas" not in text
        await api.press(shown, "Set aside", user=MANAGER)
        await api.press(shown, "Undo", user=MANAGER)
        await api.press(shown, "Delete", user=MANAGER)
        assert api.message(shown)["text"] == "2 questions were deleted."
    assert kept(quizzes) == ["Do you sell umbrellas?"]


async def test_a_synonym_is_checked_added_and_removed(api: FakeBotApi, folder: Path, quizzes: Quizzes) -> None:
    async with run_on_folder(api, folder, quizzes):
        await ask(api, "Where is the concierge?")
        shown = await opened(api, quizzes)
        await api.press(shown, "Add a synonym", user=MANAGER)
        api.says("concierge", MANAGER, reply_to_message=shown)
        assert "one word only" in (await api.next(MANAGER))["text"]
        api.says("concierge, reception desk", MANAGER, reply_to_message=shown)
        added = await api.next(MANAGER)
        assert "concierge, reception desk" in added["text"]
        assert (folder / "synonyms.txt").read_text() == "concierge, reception desk\n"
        assert "second floor" in await ask(api, "Where is the concierge?")
        await api.press(added, "Undo", user=MANAGER)
        assert (folder / "synonyms.txt").read_text() == ""


async def test_what_is_disliked_waits_as_well(api: FakeBotApi, folder: Path, quizzes: Quizzes) -> None:
    async with run_on_folder(api, folder, quizzes):
        api.says("When does the practice open?", ANNA)
        await api.press(await api.next(ANNA), "👎", user=ANNA)
        api.says("/unanswered", MANAGER)
        assert "1 👎" in (await api.next(MANAGER))["text"]


async def test_only_managers_see_what_was_asked_whatever_is_pressed(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes):
        await ask(api, "Who won the World Cup?", 77)
        for command in ("/unanswered", "/stats"):
            api.says(command, ANNA)
            refused = await api.next(ANNA)
            assert refused["text"].startswith("Please ask in words")  # as to any command that there is not
        assert "World Cup" not in str(api.message(refused))
        for data in ("unanswered:0", "questions:show:abc", "questions:delete:abc", "point:abc:def"):
            await api.press(refused, "", data=data)
        await api.quiet()
    assert kept(quizzes) == ["Who won the World Cup?"]


async def test_questions_are_counted_without_being_kept(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes, keep_questions=0):
        await ask(api, "What is glutathione?")
        await ask(api, "Who won the World Cup?")
        await api.until(lambda: counted(quizzes) == 2)
        api.says("/stats", MANAGER)
        photo = await api.next(MANAGER)
        assert photo["caption"].startswith("2 questions in 30 days\n50% answered\n")
        assert api.files[photo["photo"][0]["file_id"]].startswith(b"\x89PNG")
    assert not kept(quizzes)
