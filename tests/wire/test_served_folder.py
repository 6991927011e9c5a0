"""A folder of articles that changes while the bot runs."""

import asyncio
import os
from pathlib import Path

import pytest

from bot.answering.library import Library
from bot.quiz.quizzes import Quizzes
from bot.timing import Timing
from tests.bot_api import FakeBotApi
from tests.conftest import MANAGER, TIMING, run_on_folder

TEA = "# Tea\n\n## Water\n\nGreen tea is made with water of eighty degrees. It draws for two minutes.\n"
COFFEE = "# Coffee\n\n## Beans\n\nCoffee is brewed from roasted beans of arabica plants, which are ground finely.\n"
BANK = """\
article: coffee
items:
  - id: q1
    status: approved
    topic: Beans
    question: What is coffee brewed from?
    answer: From roasted beans
    wrong: [From leaves, From bark]
    source: Coffee is brewed from roasted beans of arabica plants
    why: The article says so.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "articles"
    place.mkdir()
    (place / "tea.md").write_text(TEA)
    return place


async def served(library: Library, *slugs: str) -> None:
    """Wait until exactly these articles are served."""
    async with asyncio.timeout(10):
        while set(library.assistant.articles) != set(slugs):  # noqa: ASYNC110 - a thread serves them
            await asyncio.sleep(0.02)


async def answer(api: FakeBotApi, question: str, chat: int = 1) -> str:
    api.says(question, chat)
    return str((await api.next(chat))["text"])


async def test_a_document_that_is_dropped_in_is_served_and_one_that_is_removed_goes(
    api: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    async with run_on_folder(api, folder, quizzes) as library:
        assert "roasted" not in await answer(api, "What is coffee brewed from?")
        (folder / "coffee.md").write_text(COFFEE)
        await served(library, "tea", "coffee")
        assert "roasted beans" in await answer(api, "What is coffee brewed from?")
        (folder / "tea.md").unlink()
        await served(library, "coffee")
        assert "eighty" not in await answer(api, "How hot is the water for green tea?")


async def test_a_document_that_is_changed_is_answered_from_as_it_is_now(
    api: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    async with run_on_folder(api, folder, quizzes) as library:
        before = library.assistant
        (folder / "tea.md").write_text(TEA.replace("eighty", "seventy"))
        async with asyncio.timeout(10):
            while library.assistant is before:  # noqa: ASYNC110 - a thread serves it
                await asyncio.sleep(0.02)
        assert "seventy degrees" in await answer(api, "How hot is the water for green tea?")


async def test_a_file_that_cannot_be_read_is_told_to_the_managers_once(
    api: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    async with run_on_folder(api, folder, quizzes) as library:
        (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and then nothing")
        told = await api.next(MANAGER)
        assert "broken.pdf" in told["text"]
        (folder / "coffee.md").write_text(COFFEE)
        await served(library, "tea", "coffee")
        await api.quiet(0.3)
        assert [message["chat"]["id"] for message in api.sent].count(MANAGER) == 1
        (folder / "tea.md").unlink()
        (folder / "coffee.md").unlink()  # nothing is left that can be read: what was read before is served
        assert "no article can be read" in (await api.next(MANAGER))["text"]
        assert "roasted beans" in await answer(api, "What is coffee brewed from?")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("synonyms.txt", "tea =>\n"),
        ("emergencies.txt", "chest pain\n"),
        ("tea.examples.yaml", "question: no list\n"),
        ("tea.quiz.yaml", "items: none\n"),
    ],
)
async def test_what_is_wrong_with_a_file_beside_the_articles_is_told_to_the_managers(
    api: FakeBotApi, folder: Path, quizzes: Quizzes, name: str, content: str
) -> None:
    async with run_on_folder(api, folder, quizzes):
        (folder / name).write_text(content)
        assert name in (await api.next(MANAGER))["text"]
        assert "eighty degrees" in await answer(api, "How hot is the water for green tea?")


async def test_no_word_is_said_to_occur_nowhere_while_a_file_lies_there_unread(
    api: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    async with run_on_folder(api, folder, quizzes, Timing(long_poll=1)) as library:
        assert "does not occur" in await answer(api, "What about arabica?")
        (folder / "broken.docx").write_bytes(b"PK and then nothing")
        refusal = await answer(api, "What about arabica?")
        assert "does not occur" not in refusal
        assert "not read all articles" in refusal
        (folder / "broken.docx").unlink()
        async with asyncio.timeout(10):
            while not library.is_complete():  # noqa: ASYNC110 - a thread makes it so
                await asyncio.sleep(0.02)
        assert "does not occur" in await answer(api, "What about arabica?")


async def test_a_file_is_read_when_it_has_stopped_growing(api: FakeBotApi, folder: Path, quizzes: Quizzes) -> None:
    async with run_on_folder(api, folder, quizzes) as library:
        with (folder / "coffee.md").open("w") as file:
            for line in COFFEE.splitlines(keepends=True) * 8:
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
                await asyncio.sleep(0.02)
                assert set(library.assistant.articles) == {"tea"}
        await served(library, "tea", "coffee")


async def test_a_talk_goes_on_after_its_article_is_gone(api: FakeBotApi, folder: Path, quizzes: Quizzes) -> None:
    (folder / "coffee.md").write_text(COFFEE)
    async with run_on_folder(api, folder, quizzes) as library:
        assert "roasted" in await answer(api, "What is coffee brewed from?")
        (folder / "coffee.md").unlink()
        await served(library, "tea")
        assert await answer(api, "why?")
        assert await answer(api, "when was it published?")
        assert "eighty degrees" in await answer(api, "How hot is the water for green tea?")


async def test_whoever_asked_one_article_only_asks_all_when_it_is_gone(
    api: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    (folder / "coffee.md").write_text(COFFEE)
    async with run_on_folder(api, folder, quizzes) as library:
        api.says("What is coffee brewed from?")
        await api.press(await api.next(1), "Only this article")
        (folder / "coffee.md").unlink()
        await served(library, "tea")
        assert "eighty degrees" in await answer(api, "How hot is the water for green tea?")


async def test_the_bank_of_questions_follows_its_article(api: FakeBotApi, folder: Path, quizzes: Quizzes) -> None:
    async with run_on_folder(api, folder, quizzes) as library:
        (folder / "coffee.quiz.yaml").write_text(BANK)
        (folder / "coffee.md").write_text(COFFEE)
        await served(library, "tea", "coffee")
        api.says("/quiz", MANAGER)
        async with asyncio.timeout(10):
            while not (polls := [message for message in api.sent if "poll" in message]):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        assert "What is coffee brewed from?" in polls[0]["poll"]["question"]


@pytest.mark.parametrize("swaps", [12])
async def test_every_question_is_answered_rightly_while_articles_are_swapped(
    api: FakeBotApi, folder: Path, quizzes: Quizzes, swaps: int
) -> None:
    async with run_on_folder(api, folder, quizzes, TIMING, rate_limit=100_000) as library:
        right = 0
        for number in range(swaps):
            (folder / "coffee.md").write_text(COFFEE.replace("roasted", f"roasted{number}"))
            before = library.assistant
            async with asyncio.timeout(20):
                while library.assistant is before:
                    assert "eighty degrees" in await answer(api, "How hot is the water for green tea?", 2)
                    right += 1
            assert f"roasted{number}" in await answer(api, "What is coffee brewed from?", 3 + number)
        assert right >= swaps
