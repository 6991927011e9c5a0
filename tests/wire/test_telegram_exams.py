"""Exams, driven through the fake Bot API."""

import re
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from bot.answering.assistant import Assistant
from bot.quiz.quizzes import Quizzes, open_quizzes
from bot.records import Quiz, QuizKind, queries
from corpus import ARTICLES, Corpus, read_corpus
from tests.bot_api import FakeBotApi, Fault
from tests.conftest import MANAGER, TIMING, run_bot
from tests.pdf_documents import pdf_text
from tests.quizzing import ANNA, join, right_option

QUESTIONS = 17

pytestmark = pytest.mark.timing(outbox_every=0.05)
TOLD = replace(TIMING, outbox_every=0.05)


async def of_an_exam(api: FakeBotApi) -> dict[str, Any]:
    """What a manager is told of an exam."""
    while "attempt" not in (told := await api.next(MANAGER))["text"]:
        pass
    return told


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
    assert "Attempt 1. It is valid until" in result
    _, _, weak = result.partition("Read again:\n")
    topics = {item.topic for _, item in quizzes.banks.approved()}
    assert {re.sub(r"^• (.+): \d of \d right$", r"\1", line) for line in weak.splitlines()} <= topics
    assert weak
    told = (await of_an_exam(bot))["text"]
    assert told.startswith("Anna: exam on “IV Treatment of Migraines”, attempt 1.\n14 of 17 (82%)")
    assert "passed, valid until" in told
    document = (await bot.next(ANNA))["document"]
    text = pdf_text(bot.files[document["file_id"]])
    version = quizzes.banks.subjects["iv-treatment-of-migraines"].article.version
    for part in (
        "Anna",
        "14 of 17",
        "82%",
        "IV Treatment of Migraines",
        version,
        "valid until",
        "test version 3 · attempt 1",
    ):
        assert part in text
    with quizzes.records.write() as session:
        person = queries.person(session, f"telegram:{ANNA}")
        assert person
        assert queries.cards(session, person) == {}, "an exam moves no schedule"


@pytest.fixture
async def patient_bot(api: FakeBotApi, assistant: Assistant, quizzes: Quizzes) -> AsyncIterator[FakeBotApi]:
    """The bot without a limit on presses, for two exams in a minute."""
    async with run_bot(api, assistant, quizzes, TOLD, rate_limit=0) as running:
        yield running


async def test_a_fail_gives_none_and_the_exam_may_be_taken_again_a_day_later(
    patient_bot: FakeBotApi, quizzes: Quizzes
) -> None:
    bot = patient_bot
    await join(bot, ANNA)
    message = await begin(bot)
    bot.says("/exam", ANNA)
    older = await bot.next(ANNA)
    await take(bot, quizzes, message, wrong={1, 2, 3, 4})
    result = bot.message(message)["text"]
    assert result.startswith("Not passed: 80% are needed.")
    assert re.search(r"Attempt 1\. /exam tries again from \d+ \w+ 20\d\d, \d\d:\d\d\.", result)
    assert re.search(r"not passed\nThe next attempt may be from \d+ ", (await of_an_exam(bot))["text"])
    bot.says("/exam", ANNA)
    offer = await bot.next(ANNA)
    assert "/exam tries again from" in offer["text"]
    assert bot.buttons(offer) == []
    await bot.press(older, "Go on")
    assert (await bot.next(ANNA))["text"].startswith("You took this exam a short while ago.")
    with quizzes.records.write() as session:  # as if a day had passed
        for quiz in session.scalars(select(Quiz)):
            quiz.ended_at = quiz.ended_at and quiz.ended_at - timedelta(hours=24)
    again = await begin(bot)
    assert again["text"].startswith("Question 1 of 17")
    assert not any("document" in sent for sent in bot.sent)
    await take(bot, quizzes, again, wrong=set())
    assert "Attempt 2." in bot.message(again)["text"]


async def test_without_a_wait_a_failed_exam_may_be_taken_at_once(
    api: FakeBotApi, assistant: Assistant, database: str
) -> None:
    with open_quizzes(read_corpus(ARTICLES), database, UTC, Random(1), exam_wait=timedelta()) as quizzes:
        async with run_bot(api, assistant, quizzes):
            await join(api, ANNA)
            message = await begin(api)
            await take(api, quizzes, message, wrong=set(range(1, 9)))
            assert "Attempt 1. /exam tries again." in api.message(message)["text"]
            assert (await begin(api))["text"].startswith("Question 1 of 17")


async def test_attempts_differ_in_items_order_and_options(bot: FakeBotApi, quizzes: Quizzes) -> None:
    await join(bot, ANNA)
    await join(bot, 43)
    for user in (ANNA, 43):
        await take(bot, quizzes, await begin(bot, user), wrong=set())
    with quizzes.records.read() as session:
        first, second = (
            [(p.item.item, tuple(p.options)) for p in quiz.presentations]
            for quiz in session.scalars(select(Quiz).order_by(Quiz.id))
        )
    assert len(first) == len(second) == QUESTIONS
    assert {item for item, _ in first} != {item for item, _ in second}, "drawn from a larger pool"
    order = [item.id for _, item in quizzes.banks.approved()]
    assert [item for item, _ in first] != sorted((item for item, _ in first), key=order.index)
    shared = set(dict(first)) & set(dict(second))
    assert any(dict(first)[item] != dict(second)[item] for item in shared)
    enemies = {item.id: item for _, item in quizzes.banks.approved()}
    assert not any(enemies[a].is_enemy_of(enemies[b]) for a, _ in first for b, _ in first if a != b)


async def test_while_an_exam_is_open_nothing_of_its_article_is_told(bot: FakeBotApi) -> None:
    await join(bot, ANNA)
    bot.says("What is glutathione?", ANNA)
    earlier = await bot.next(ANNA)
    message = await begin(bot)
    bot.says("What does magnesium reduce?", ANNA)
    refused = await bot.next(ANNA)
    assert refused["text"].startswith("Your exam on “IV Treatment of Migraines” is open, so I answer nothing")
    assert bot.buttons(refused) == []
    for button in ("More", "In the article"):
        assert "is open, so I answer nothing" in str(await bot.press(earlier, button))
    assert bot.message(earlier)["text"] == earlier["text"]
    share = next(b for row in earlier["reply_markup"]["inline_keyboard"] for b in row if "url" in b)
    link = re.search(r"start%3D(a_[\w-]+)|start=(a_[\w-]+)", share["url"])
    assert link
    bot.says(f"/start {link[1] or link[2]}", ANNA)
    assert "is open, so I answer nothing" in (await bot.next(ANNA))["text"]
    bot.says("/ask What does magnesium reduce?", -5, group=True, user=ANNA)
    assert "is open, so I answer nothing" in (await bot.next(-5))["text"]
    for typed in ("What does magnesium reduce?", ""):
        assert (await bot.types_inline(typed, ANNA))["results"] == []
    bot.says("What does magnesium reduce?", 55)
    assert "open, so I answer" not in (await bot.next(55))["text"], "it is closed to nobody else"
    bot.says("I have chest pain, what does magnesium reduce?", ANNA)
    urgent = (await bot.next(ANNA))["text"]
    assert "is open, so I answer nothing" in urgent
    assert not urgent.startswith("Your exam"), "what is said first in an emergency is said"
    assert bot.message(message)["text"].startswith("Question 1")


async def test_while_an_exam_is_open_its_article_is_not_practised(bot: FakeBotApi, quizzes: Quizzes) -> None:
    await join(bot, ANNA)
    bot.says("/quiz", ANNA)
    await bot.next(ANNA)
    poll = await bot.next(ANNA)
    message = await begin(bot)
    bot.vote(poll, right_option(quizzes, poll))
    assert (await bot.next(ANNA))["text"].startswith("1 of 1 right."), "the session ends there"
    bot.says("/quiz", ANNA)
    assert "nothing of its article is practised until it ends" in (await bot.next(ANNA))["text"]
    with quizzes.records.read() as session:
        exam = next(quiz for quiz in session.scalars(select(Quiz)) if quiz.kind == QuizKind.EXAM)
        practised = next(quiz for quiz in session.scalars(select(Quiz)) if quiz.kind == QuizKind.PRACTICE)
        assert practised.planned[0] not in exam.planned, "what was just asked is not drawn"
    await take(bot, quizzes, message, wrong=set())
    await bot.next(ANNA)  # the certificate
    bot.says("/quiz", ANNA)
    assert "no test of clinical judgement" in (await bot.next(ANNA))["text"]


async def test_an_exam_may_be_ended_before_its_last_question(bot: FakeBotApi, quizzes: Quizzes) -> None:
    await join(bot, ANNA)
    message = await begin(bot)
    await bot.press(message, letter(quizzes, bot.message(message)["text"], right=True))
    bot.says("/stop", ANNA)
    waits = await bot.next(ANNA)
    await bot.press(waits, "End it now")
    assert bot.message(waits)["text"].startswith("Not passed: 80% are needed. 1 of 17 right (5%).")
    assert "1 of 17 (5%)" in (await of_an_exam(bot))["text"]
    bot.says("What is glutathione?", ANNA)
    assert "open, so I answer" not in (await bot.next(ANNA))["text"]


async def test_an_exam_left_open_ends_after_a_day(api: FakeBotApi, assistant: Assistant, quizzes: Quizzes) -> None:
    async with run_bot(api, assistant, quizzes, TOLD):
        await join(api, ANNA)
        await begin(api)
    with quizzes.records.write() as session:
        for quiz in session.scalars(select(Quiz)):
            quiz.started_at -= timedelta(hours=24)
    async with run_bot(api, assistant, quizzes, TOLD):
        told = (await api.next(ANNA))["text"]
        assert told.startswith("Your exam on “IV Treatment of Migraines” was open for a day and has ended.\nNot passed")
        assert "0 of 17 (0%)" in (await of_an_exam(api))["text"]
        api.says("What is glutathione?", ANNA)
        assert "open, so I answer" not in (await api.next(ANNA))["text"]


async def test_a_second_press_on_the_last_question_tells_managers_nothing_anew(bot: FakeBotApi) -> None:
    await join(bot, ANNA)
    message = await begin(bot)
    data = []
    for _ in range(QUESTIONS):
        shown = bot.message(message)
        data.append(shown["reply_markup"]["inline_keyboard"][0][0]["callback_data"])
        await bot.press(message, "A")
    await of_an_exam(bot)
    await bot.press(message, "", data=data[-1])
    await bot.quiet()
    assert len([sent for sent in bot.sent if sent["chat"]["id"] == MANAGER and "attempt" in sent["text"]]) == 1


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
        assert "waits where you left it" in (await api.next(ANNA))["text"]
        api.says("/exam", ANNA)
        offer = await api.next(ANNA)
        assert api.buttons(offer) == ["Go on with question 2"]
        await api.press(offer, "Go on")
        assert (await api.next(ANNA))["text"].startswith("Question 2")
    with quizzes.records.write() as session:
        assert len(queries.answers(session)) == 1


async def test_the_certificate_can_be_had_again_and_says_what_it_cannot_print(
    bot: FakeBotApi, quizzes: Quizzes
) -> None:
    await join(bot, ANNA, "Lǐ 李")
    await take(bot, quizzes, await begin(bot), wrong=set())
    text = pdf_text(bot.files[(await bot.next(ANNA))["document"]["file_id"]])
    assert "Lǐ □" in text
    assert "letters that this document cannot print" in text
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
