"""Practice and the taster, driven through the fake Bot API."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from telegram import Bot

from bot.answering.assistant import Assistant
from bot.quiz.asking import AskedQuestion
from bot.quiz.quizzes import Quizzes
from bot.records import Card, Quiz, StoredUpdate, queries
from bot.retry import RetryPolicy
from bot.settings import Settings
from bot.telegram.delivery.keyed_queue import KeyedQueue
from bot.telegram.handlers.people import People
from bot.telegram.notices import Notices
from bot.telegram.user_languages import UserLanguages
from index.language.tokens import forms
from tests.bot_api import FakeBotApi, Fault
from tests.bot_api.transport import InProcessRequest
from tests.conftest import MANAGER, run_bot
from tests.quizzing import ANNA, eventually, first_poll, given, invite, join, right_option, wrong_option


async def test_a_session_asks_five_questions_and_ends_with_what_to_read_again(
    bot: FakeBotApi, quizzes: Quizzes
) -> None:
    await join(bot, ANNA)
    bot.says("/quiz", ANNA)
    assert "no test of clinical judgement" in (await bot.next(ANNA))["text"]
    for number in range(1, 6):
        poll = await bot.next(ANNA)
        assert poll["poll"]["question"].startswith(f"{number}/5 ")
        assert poll["poll"]["type"] == "quiz"
        assert not poll["poll"]["is_anonymous"]
        assert poll["has_protected_content"]
        assert re.search(r"“.+” — .*¶ \d+", poll["poll"]["explanation"])
        pick = wrong_option if number == 2 else right_option
        assert bot.vote(poll, pick(quizzes, poll))
    summary = (await bot.next(ANNA))["text"]
    assert summary.startswith("4 of 5 right.")
    assert "Read again:" in summary
    assert "IV Treatment of Migraines" in summary
    bot.says("/stop", ANNA)
    assert "no quiz to stop" in (await bot.next(ANNA))["text"]


async def test_explanations_keep_their_key_and_hold_none_to_come_and_topics_are_mixed(
    bot: FakeBotApi, quizzes: Quizzes
) -> None:
    await join(bot, ANNA)
    items = {item.question: item for _, item in quizzes.banks.approved()}
    for number in range(4):
        bot.says("/quiz", ANNA)
        await bot.next(ANNA)
        told, topics = "", set[str]()
        for _ in range(5):
            poll = await bot.next(ANNA)
            item = items[re.sub(r"^\d+/\d+ ", "", poll["poll"]["question"])]
            explanation = poll["poll"]["explanation"]
            assert f" {' '.join(forms(item.answer))} " not in told, "it was given away before it was asked"
            told += f" {' '.join(forms(explanation))} "
            topics.add(item.topic)
            if item.answer.casefold() in " ".join(item.source.split()).casefold():
                assert item.answer.casefold() in explanation.casefold()
            if item.why:
                assert explanation.startswith(item.why)
            bot.vote(poll, item.answer)
        await bot.next(ANNA)  # the summary
        assert number or len(topics) == 5, "the first session is on five topics"


async def test_how_many_are_due_is_shown_before_they_are_asked(bot: FakeBotApi, quizzes: Quizzes) -> None:
    await join(bot, ANNA)
    bot.says("/quiz", ANNA)
    assert (await bot.next(ANNA))["text"].startswith("Nothing is due today; these are new.")
    for _ in range(5):
        poll = await bot.next(ANNA)
        bot.vote(poll, right_option(quizzes, poll))
    await bot.next(ANNA)
    with quizzes.records.write() as session:
        for card in session.scalars(select(Card)):
            card.due = datetime(2020, 1, 1, tzinfo=UTC)
    bot.says("/quiz", ANNA)
    assert (await bot.next(ANNA))["text"].startswith("Due today: 5 questions, a tap each.")


async def test_a_session_left_for_days_is_summed_up_before_the_next(bot: FakeBotApi, quizzes: Quizzes) -> None:
    poll = await first_poll(bot)
    bot.vote(poll, right_option(quizzes, poll))
    await bot.next(ANNA)
    with quizzes.records.write() as session:
        for quiz in session.scalars(select(Quiz)):
            quiz.started_at -= timedelta(days=2)
    bot.says("/quiz", ANNA)
    assert (await bot.next(ANNA))["text"].startswith("1 of 1 right.")
    assert "no test of clinical judgement" in (await bot.next(ANNA))["text"]
    assert (await bot.next(ANNA))["poll"]["question"].startswith("1/5 ")


async def test_votes_that_do_not_count_change_nothing(bot: FakeBotApi, quizzes: Quizzes) -> None:
    poll = await first_poll(bot)
    bot.vote(poll, None, force=True)  # taken back before anything was picked
    bot.vote(poll, 0, user=99, force=True)  # someone else
    await bot.quiet()
    assert given(quizzes) == []
    bot.vote(poll, wrong_option(quizzes, poll))
    second = await bot.next(ANNA)
    bot.vote(poll, None, force=True)
    bot.vote(poll, right_option(quizzes, poll), force=True)  # a second answer
    await bot.quiet()
    assert given(quizzes) == [False]
    bot.says("/stop", ANNA)
    assert (await bot.next(ANNA))["text"].startswith("0 of 1 right.")
    bot.vote(second, right_option(quizzes, second))  # too late
    await bot.quiet()
    assert given(quizzes) == [False]


async def test_an_invitation_works_once(bot: FakeBotApi) -> None:
    start = await invite(bot)
    bot.says(start, ANNA, name="Anna")
    assert "Welcome, Anna" in (await bot.next(ANNA))["text"]
    bot.says(start, 43, name="Eve")
    assert "used already, or has expired" in (await bot.next(43))["text"]
    bot.says("/start join-nonsense", 44)
    assert "used already, or has expired" in (await bot.next(44))["text"]
    bot.says("/invite", ANNA)
    assert "Only managers" in (await bot.next(ANNA))["text"]
    assert "exam" in bot.profile[f"commands of {ANNA}"]
    assert "report" not in bot.profile[f"commands of {ANNA}"]


async def test_who_is_not_invited_gets_a_taster_that_records_nothing(bot: FakeBotApi, quizzes: Quizzes) -> None:
    bot.says("/quiz", 50)
    assert "nothing is recorded" in (await bot.next(50))["text"]
    for _ in range(3):
        poll = await bot.next(50)
        assert poll["poll"]["is_anonymous"]
        bot.vote(poll, 0)
    assert "That was the taster" in (await bot.next(50))["text"]
    await bot.quiet()
    with quizzes.records.write() as session:
        assert list(queries.people(session)) == []
        assert list(queries.answers(session)) == []


async def test_without_taster_the_answer_is_a_polite_no(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes, taster=False) as running:
        for command in ("/quiz", "/exam", "/reminders"):
            running.says(command, 50)
            assert (await running.next(50))["text"] == "The quiz is for invited staff. Ask a manager for an invitation."


async def test_a_restart_goes_on_with_the_question_that_waited(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes):
        first = await first_poll(api)
    async with run_bot(api, assistant, quizzes):
        again = await api.next(ANNA)
        assert again["poll"]["question"] == first["poll"]["question"]
        assert [o["text"] for o in again["poll"]["options"]] == [o["text"] for o in first["poll"]["options"]]
        api.vote(again, right_option(quizzes, again))
        assert (await api.next(ANNA))["poll"]["question"].startswith("2/5 ")


async def test_an_answer_given_while_nobody_listened_counts_after_the_restart(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes):
        first = await first_poll(api)
    api.vote(first, right_option(quizzes, first))
    api.lose_updates()  # acknowledged, and the process died before it handled them
    async with run_bot(api, assistant, quizzes):
        assert (await api.next(ANNA))["poll"]["question"].startswith("2/5 ")
        assert given(quizzes) == [True]


async def test_quiz_again_asks_the_question_that_waits(bot: FakeBotApi, quizzes: Quizzes) -> None:
    first = await first_poll(bot)
    bot.says("/quiz", ANNA)
    again = await bot.next(ANNA)
    assert again["poll"]["question"] == first["poll"]["question"]
    assert bot.message(first)["poll"]["is_closed"]
    bot.vote(again, right_option(quizzes, again))
    assert (await bot.next(ANNA))["poll"]["question"].startswith("2/5 ")


async def test_my_data_is_shown_sent_and_deleted(bot: FakeBotApi, quizzes: Quizzes) -> None:
    poll = await first_poll(bot)
    bot.vote(poll, right_option(quizzes, poll))
    await bot.next(ANNA)
    bot.says("/mydata", ANNA)
    shown = await bot.next(ANNA)
    assert "1 answer," in shown["text"]
    await bot.press(shown, "Send it to me")
    document = (await bot.next(ANNA))["document"]
    data = json.loads(bot.files[document["file_id"]])
    assert data["name"] == "Anna"
    assert data["answers"][0]["correct"] is True
    await bot.press(shown, "Delete it")
    await bot.press(shown, "No")
    assert quizzes.staff.member(f"telegram:{ANNA}")
    bot.says("/mydata", ANNA)
    shown = await bot.next(ANNA)
    await bot.press(shown, "Delete it")
    await bot.press(shown, "Yes, delete it")
    assert "is deleted" in bot.message(shown)["text"]
    assert quizzes.staff.member(f"telegram:{ANNA}") is None
    assert given(quizzes) == []
    bot.says("/mydata", ANNA)
    assert (await bot.next(ANNA))["text"] == "Nothing is stored about you."


async def test_a_reminder_comes_once_a_day_and_leaves_who_blocked_the_bot_in_peace(
    bot: FakeBotApi, quizzes: Quizzes
) -> None:
    monday = datetime(2026, 11, 23, 10, tzinfo=UTC)
    await join(bot, ANNA)
    question = quizzes.practice.begin(f"telegram:{ANNA}", ANNA, monday)
    assert isinstance(question, AskedQuestion)
    quizzes.practice.answer(question.presentation, f"telegram:{ANNA}", 0, monday)
    people = People(quizzes, UserLanguages(quizzes.records), Settings(_env_file=None, timezone="UTC"))  # type: ignore[call-arg]
    async with Bot(bot.token, request=InProcessRequest(bot)) as caller:
        late = datetime(2026, 12, 1, 10, tzinfo=UTC)
        queue = KeyedQueue()
        notices = Notices(queue.put)
        for moment in (late, late + timedelta(hours=3)):
            await people.remind(caller, notices, moment)
            await eventually(lambda: not queue.length)
        assert "Due today: 1 question." in (await bot.next(ANNA))["text"]
        bot.blocked.add(ANNA)
        await people.remind(caller, notices, late + timedelta(days=1))
        await eventually(lambda: not queue.length)
        await bot.quiet()
    assert len([m for m in bot.sent if "Due today" in m.get("text", "")]) == 1
    member = quizzes.staff.member(f"telegram:{ANNA}")
    assert member
    assert not member.reminders


async def test_a_manager_joins_by_asking_and_is_told_what_is_recorded(bot: FakeBotApi) -> None:
    bot.says("/quiz", MANAGER, name="Maria")
    assert "Recorded are your name" in (await bot.next(MANAGER))["text"]
    assert "no test of clinical judgement" in (await bot.next(MANAGER))["text"]
    assert (await bot.next(MANAGER))["poll"]["question"].startswith("1/5 ")
    assert {"report", "invite", "exam"} <= set(bot.profile[f"commands of {MANAGER}"])


@pytest.mark.timing(handling=RetryPolicy(0.0, 0.0, retries=0))
async def test_what_could_not_be_handled_is_shown_and_deleted_too(bot: FakeBotApi, quizzes: Quizzes) -> None:
    bot.faults.append(Fault("sendMessage", status=400, chat_id=ANNA))
    bot.says("My secret is xyzzy", ANNA)
    await bot.next(MANAGER)
    await bot.next(ANNA)  # that something went wrong
    bot.says("/mydata", ANNA)
    shown = await bot.next(ANNA)
    assert "1 message of yours that could not be handled" in shown["text"]
    await bot.press(shown, "Send it to me")
    file = await bot.next(ANNA)
    assert b"xyzzy" in bot.files[file["document"]["file_id"]]
    await bot.press(shown, "Delete it")
    await bot.press(shown, "Yes, delete it")
    await bot.quiet()
    with quizzes.records.write() as session:
        assert [row.body for row in session.scalars(select(StoredUpdate)) if row.body] == []


async def test_what_was_asked_last_is_forgotten_with_the_rest(bot: FakeBotApi) -> None:
    await join(bot, ANNA)
    bot.says("What is glutathione?", ANNA)
    await bot.next(ANNA)
    bot.says("/mydata", ANNA)
    shown = await bot.next(ANNA)
    await bot.press(shown, "Delete it")
    await bot.press(shown, "Yes, delete it")
    bot.says("why?", ANNA)
    assert "glutathione" not in (await bot.next(ANNA))["text"].lower()
