"""A database that is locked, full or gone, and articles that are: a clear word, and nothing lost."""

import asyncio
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.answering.assistant import Assistant
from bot.clock import now
from bot.errors import BotError
from bot.quiz.quizzes import Quizzes, open_quizzes
from bot.records import updates
from bot.retry import RetryPolicy
from bot.timing import Timing
from corpus import ARTICLES, read_articles, read_corpus
from tests.bot_api import FakeBotApi, Fault
from tests.conftest import full_disk, no_writing, run_bot, run_to_its_end
from tests.quizzing import ANNA, eventually, first_poll, given, right_option

QUESTION = "What is glutathione?"


def polls(bot: FakeBotApi) -> list[dict[str, Any]]:
    return [message for message in bot.sent if "poll" in message]


def is_sound(database: str) -> bool:
    connection = sqlite3.connect(database.removeprefix("sqlite:///"))
    try:
        return bool(connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok")
    finally:
        connection.close()


async def test_while_it_is_locked_updates_stay_at_telegram(bot: FakeBotApi, quizzes: Quizzes) -> None:
    with quizzes.records.write() as session:
        session.connection()
        bot.says(QUESTION)
        await asyncio.sleep(0.3)
        assert bot.pending == 1
    assert "glutathione" in (await bot.reply())["text"]


async def test_while_the_disk_is_full_updates_stay_at_telegram_and_are_answered_later(
    bot: FakeBotApi, quizzes: Quizzes, database: str, caplog: pytest.LogCaptureFixture
) -> None:
    with full_disk(quizzes):
        for number in range(50):  # until no page has room left
            bot.says(f"{QUESTION} {number} " + "x" * 3000)
        await eventually(lambda: "is full" in caplog.text)
        assert bot.pending
    await bot.until(lambda: len(bot.sent) >= 30, 30)
    await bot.until(lambda: not bot.pending)
    assert "free some space on the disk" in caplog.text
    assert is_sound(database)


@pytest.mark.timing(database=RetryPolicy(0.1, 0.1))
async def test_an_answer_that_finds_the_disk_full_counts_when_there_is_room_again(
    bot: FakeBotApi, quizzes: Quizzes, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    poll = await first_poll(bot)
    await bot.quiet()
    answer = quizzes.practice.answer
    room = asyncio.Event()

    def answer_on_a_full_disk(*of: Any) -> Any:
        if room.is_set():
            return answer(*of)
        with full_disk(quizzes), quizzes.records.write() as session:
            session.connection().exec_driver_sql("CREATE TABLE big AS SELECT zeroblob(1000000)")
        return None

    monkeypatch.setattr(type(quizzes.practice), "answer", lambda _, *of: answer_on_a_full_disk(*of))
    bot.vote(poll, right_option(quizzes, poll))
    await eventually(lambda: "waits: " in caplog.text)
    assert given(quizzes) == []
    room.set()
    assert (await bot.next(ANNA))["poll"]["question"].startswith("2/5 ")
    assert given(quizzes) == [True]


async def test_health_says_whether_updates_can_be_written_down(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    async with run_bot(api, assistant, quizzes, listen="127.0.0.1:0"), ClientSession() as client:
        await eventually(lambda: "listening at" in caplog.text)
        address = f"http://{caplog.text.rpartition('listening at ')[2].split()[0]}"

        async def health() -> int:
            async with client.get(f"{address}/healthz") as answer:
                return answer.status

        assert await health() == 200
        with full_disk(quizzes):
            for _ in range(10):  # a dropped table has left some pages free
                api.says(QUESTION + "x" * 4000)
            await eventually(lambda: "is full" in caplog.text)
            assert await health() == 503
        await api.next(1)
        await eventually(lambda: not api.pending)
        assert await health() == 200
        async with client.get(f"{address}/metrics") as answer:
            assert "article_bot_last_good_poll_timestamp_seconds 1" in await answer.text()


@pytest.mark.timing(database=RetryPolicy(0.1, 0.1))
async def test_while_nothing_can_be_written_no_question_is_sent_over_and_over(
    bot: FakeBotApi, quizzes: Quizzes
) -> None:
    await first_poll(bot)
    await bot.quiet()
    before = len(polls(bot))
    slow = Fault("sendPoll", delay=0.5)
    bot.faults.append(slow)
    bot.says("/quiz", ANNA)
    await bot.until(lambda: slow.times == 0)
    with no_writing(quizzes):  # it can be read, and so the question can be sent
        await bot.until(lambda: len(polls(bot)) > before)
        await asyncio.sleep(1)
    poll = polls(bot)[-1]["poll"]["id"]
    await eventually(lambda: quizzes.sent_as(poll) is not None)
    assert len(polls(bot)) == before + 1


async def test_when_its_file_is_gone_the_bot_ends_with_one_line_and_the_next_start_answers(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes, database: str, caplog: pytest.LogCaptureFixture
) -> None:
    file = Path(database.removeprefix("sqlite:///"))
    caplog.set_level("ERROR")
    running = asyncio.create_task(run_to_its_end(api, assistant, quizzes))
    api.says(QUESTION)
    await api.next()
    file.unlink()  # noqa: ASYNC240 - it takes no time
    api.says("What is riboflavin?")
    with pytest.raises(BotError, match=r"records\.db: was moved or deleted while the program ran; "):
        await running
    assert api.pending == 1
    assert caplog.text == ""
    again = open_quizzes(read_corpus(ARTICLES), database)
    async with run_bot(api, assistant, again):
        assert "riboflavin" in (await api.next(1))["text"].lower()
    again.records.close()


async def test_a_bot_whose_articles_vanish_goes_on_answering_from_memory(
    api: FakeBotApi, quizzes: Quizzes, tmp_path: Path
) -> None:
    folder = tmp_path / "articles"
    shutil.copytree(ARTICLES, folder)
    assistant = Assistant(read_articles(folder))
    async with run_bot(api, assistant, quizzes):
        shutil.rmtree(folder)
        api.says(QUESTION)
        assert "glutathione" in (await api.next())["text"]


async def test_what_waits_for_another_bot_in_the_same_database_is_said_and_left_to_it(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes, caplog: pytest.LogCaptureFixture
) -> None:
    other, number = 987654321, 5
    message = {"message_id": 1, "date": 0, "chat": {"id": 8, "type": "private"}, "text": QUESTION}
    with quizzes.records.write() as session:
        updates.store(session, other, [{"update_id": number, "message": message}], now())
    async with run_bot(api, assistant, quizzes):
        api.says(QUESTION)
        await api.reply()
    assert f"1 updates in the database wait for another bot, with the id {other}" in caplog.text
    assert [message["chat"]["id"] for message in api.sent] == [1]
    with quizzes.records.read() as session:
        assert [waiting for waiting, _ in updates.waiting(session, other, None, 10)] == [number]


@pytest.mark.timing(database=RetryPolicy(0.05, 0.05))
async def test_a_database_that_cannot_be_read_while_menus_are_offered_is_waited_for(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes, timing: Timing, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialect = quizzes.records._engine.dialect

    def refuse(*_: Any) -> None:
        raise sqlite3.OperationalError("database is locked")

    async with run_bot(api, assistant, quizzes, timing):
        with monkeypatch.context() as busy:
            busy.setattr(dialect, "do_execute", refuse)
            await asyncio.sleep(0.2)
        await api.until(lambda: any(method == "setMyDescription" for method, _ in api.calls))
        api.says(QUESTION)
        assert "glutathione" in (await api.reply())["text"]
