"""Exams, driven through the fake Bot API."""

import sys
from datetime import UTC
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.answering.assistant import Assistant
from bot.quiz.quizzes import Quizzes, open_quizzes
from bot.records import queries
from corpus import Corpus, read_corpus
from tests.bot_api import FakeBotApi, Fault
from tests.conftest import run_bot
from tests.pdf_documents import pdf_text
from tests.quizzing import ANNA, join

QUESTIONS = 17


async def begin(api: FakeBotApi, user: int = ANNA) -> dict[str, Any]:
    """Begin the exam; gives the message that holds its questions."""
    api.says("/exam", user)
    offer = await api.next(user)
    assert "17 questions, 80% to pass, the result at the end" in offer["text"]
    await api.press(offer, "Begin")
    return await api.next(user)


def letter(quizzes: Quizzes, text: str, *, right: bool) -> str:
    """The letter of the right option, or of a wrong one, in the text of an exam's question."""
    question = text.split("\n")[2]
    answer = next(item.answer for _, item in quizzes.banks.approved() if item.question == question)
    options = [line.split("  ", 1) for line in text.split("\n")[4:]]
    return next(letter for letter, option in options if (option == answer) is right)


async def take(api: FakeBotApi, quizzes: Quizzes, message: dict[str, Any], wrong: set[int]) -> None:
    for number in range(1, QUESTIONS + 1):
        text = api.message(message)["text"]
        assert text.startswith(f"Question {number} of {QUESTIONS}")
        await api.press(message, letter(quizzes, text, right=number not in wrong))


async def test_a_pass_gives_a_certificate_and_no_feedback_before_the_end(bot: FakeBotApi, quizzes: Quizzes) -> None:
    await join(bot, ANNA)
    message = await begin(bot)
    assert message["has_protected_content"]
    await take(bot, quizzes, message, wrong={3, 4, 5})
    shown = [call for method, call in bot.calls if method == "editMessageText"]
    assert len(shown) == QUESTIONS
    assert not any("right" in call["text"] for call in shown[:-1])
    result = bot.message(message)["text"]
    assert result.startswith("Passed. 14 of 17 right (82%).")
    assert "Read again:" in result
    document = (await bot.next(ANNA))["document"]
    text = pdf_text(bot.files[document["file_id"]])
    version = quizzes.banks.subjects["iv-treatment-of-migraines"].article.version
    for part in ("Anna", "14 of 17", "82%", "IV Treatment of Migraines", version, "valid until", "test version 2"):
        assert part in text
    with quizzes.records.write() as session:
        person = queries.person(session, f"telegram:{ANNA}")
        assert person
        assert queries.cards(session, person) == {}, "an exam moves no schedule"


async def test_a_fail_gives_none_and_the_exam_may_be_taken_again(bot: FakeBotApi, quizzes: Quizzes) -> None:
    await join(bot, ANNA)
    message = await begin(bot)
    await take(bot, quizzes, message, wrong={1, 2, 3, 4})
    assert bot.message(message)["text"].startswith("Not passed: 80% are needed.")
    again = await begin(bot)
    assert again["text"].startswith("Question 1 of 17")
    assert not any("document" in sent for sent in bot.sent)


async def test_a_second_press_and_a_strangers_press_change_nothing(bot: FakeBotApi, quizzes: Quizzes) -> None:
    await join(bot, ANNA)
    message = await begin(bot)
    first = bot.message(message)
    data = first["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await bot.press(message, "A")
    assert bot.message(message)["text"].startswith("Question 2")
    for forged in (data, data.rpartition(":")[0] + ":9"):
        await bot.press(message, "", data=forged)
    assert bot.message(message)["text"].startswith("Question 2")
    await join(bot, 43, "Eve")
    bot.says("hello", 43)
    eves = await bot.next(43)
    await bot.press(eves, "", data=data)
    with quizzes.records.write() as session:
        assert len(queries.answers(session)) == 1


async def test_an_exam_goes_on_after_a_restart_and_after_a_lost_reply(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes):
        await join(api, ANNA)
        message = await begin(api)
        api.faults.append(Fault("editMessageText", status=400, times=9))
        await api.press(message, "A")
        assert api.message(message)["text"].startswith("Question 1"), "the answer is taken, but is not shown"
    api.faults.clear()
    async with run_bot(api, assistant, quizzes):
        await api.until(lambda: api.message(message)["text"].startswith("Question 2"))
        assert api.message(message)["text"].startswith("Question 2")
        api.says("/stop", ANNA)
        assert "Your exam waits" in (await api.next(ANNA))["text"]
        api.says("/exam", ANNA)
        offer = await api.next(ANNA)
        assert api.buttons(offer) == ["Go on with question 2"]
        await api.press(offer, "Go on")
        assert (await api.next(ANNA))["text"].startswith("Question 2")
    with quizzes.records.write() as session:
        assert len(queries.answers(session)) == 1


async def test_the_certificate_can_be_had_again(bot: FakeBotApi, quizzes: Quizzes) -> None:
    await join(bot, ANNA)
    await take(bot, quizzes, await begin(bot), wrong=set())
    await bot.next(ANNA)
    bot.says("/exam", ANNA)
    offer = await bot.next(ANNA)
    assert "Last time: 17 of 17 (100%)" in offer["text"]
    await bot.press(offer, "Certificate")
    assert (await bot.next(ANNA))["document"]["file_name"].startswith("certificate-")


async def test_an_exam_that_was_changed_is_begun_anew(
    api: FakeBotApi, assistant: Assistant, tmp_path: Path, database: str
) -> None:
    quizzes = open_quizzes(many_exams(tmp_path, 1), database, UTC, Random(1))
    async with run_bot(api, assistant, quizzes):
        await join(api, ANNA)
        api.says("/exam", ANNA)
        await api.press(await api.next(ANNA), "Begin")
        message = await api.next(ANNA)
    quizzes.records.close()
    bank = tmp_path / "tea-0.quiz.yaml"
    bank.write_text(bank.read_text().replace("version: 1\n  pass_mark: 50", "version: 2\n  pass_mark: 100"))
    changed = open_quizzes(read_corpus(tmp_path), database, UTC, Random(1))
    async with run_bot(api, assistant, changed):
        assert "was changed" in str(await api.press(message, "A"))
        api.says("/exam", ANNA)
        assert api.buttons(await api.next(ANNA)) == ["Begin"]
    changed.records.close()


async def test_many_exams_are_shown_in_pages(
    api: FakeBotApi, assistant: Assistant, tmp_path: Path, database: str
) -> None:
    quizzes = open_quizzes(many_exams(tmp_path, 30), database, UTC, Random(1))
    async with run_bot(api, assistant, quizzes):
        await join(api, ANNA)
        api.says("/exam", ANNA)
        offer = await api.next(ANNA)
        assert api.buttons(offer)[-1] == "More (1 of 5) ›"
        await api.press(offer, "More")
        assert "Tea 14" in api.message(offer)["text"]
    quizzes.records.close()


def many_exams(folder: Path, count: int) -> Corpus:
    """A corpus of small articles, each with an exam of two items."""
    for number in range(count):
        (folder / f"tea-{number}.md").write_text(f"# Tea {number}\n\nGreen tea is made from leaves, and is hot.\n")
        (folder / f"tea-{number}.quiz.yaml").write_text(
            "exam:\n  version: 1\n  pass_mark: 50\n  items: [leaves, hot]\nitems:\n"
            + "".join(
                f"  - id: {answer}\n    status: approved\n    topic: Tea {number}\n    question: What is {answer}?\n"
                f"    answer: {answer}\n    wrong: [roots, cold]\n    source: Green tea is made from leaves\n"
                for answer in ("leaves", "hot")
            )
        )
    return read_corpus(folder)


async def test_without_matplotlib_a_pass_says_why_there_is_no_certificate(
    bot: FakeBotApi, quizzes: Quizzes, monkeypatch: pytest.MonkeyPatch
) -> None:
    await join(bot, ANNA)
    message = await begin(bot)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    await take(bot, quizzes, message, wrong=set())
    assert "The certificate cannot be made here" in (await bot.next(ANNA))["text"]
    assert bot.message(message)["text"].startswith("Passed.")


async def test_exams_stay_in_private_chats(bot: FakeBotApi) -> None:
    for command in ("/exam", "/mydata", "/report"):
        bot.says(command, -100, group=True, user=ANNA)
        assert (await bot.next(-100))["text"] == "Write that to me in a private chat."


async def test_who_deletes_their_data_in_the_middle_is_told_so(bot: FakeBotApi) -> None:
    await join(bot, ANNA)
    message = await begin(bot)
    bot.says("/mydata", ANNA)
    data = await bot.next(ANNA)
    await bot.press(data, "Delete it")
    await bot.press(data, "Yes, delete it")
    assert f"commands of {ANNA}" not in bot.profile
    assert "no longer there" in str(await bot.press(message, "A"))
