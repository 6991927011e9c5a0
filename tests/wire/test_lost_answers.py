"""Calls of the Bot API that were carried out, and whose answers were lost."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr
from telegram import Bot

from bot.answering.assistant import Assistant
from bot.metrics import Metrics
from bot.quiz.asking import AskedQuestion
from bot.quiz.quizzes import Quizzes
from bot.retry import RetryPolicy
from bot.settings import Settings
from bot.telegram.delivery.inbox import Inbox
from bot.telegram.delivery.keyed_queue import KeyedQueue
from bot.telegram.delivery.retrying_request import NO_TOKEN, REPEATS, RetryingRequest
from bot.telegram.handlers.people import People
from bot.telegram.notices import Notices
from bot.telegram.user_languages import UserLanguages
from bot.timing import Timing
from tests.bot_api import FakeBotApi, Fault
from tests.bot_api.server import BOT_ID
from tests.bot_api.transport import InProcessRequest
from tests.conftest import MANAGER, TIMING, run_bot
from tests.quizzing import ANNA, eventually, first_poll, given, join, right_option, wrong_option

QUESTION = "What does glutathione do?"


@pytest.mark.timing(call=RetryPolicy(0.01, 0.01, retries=10))
async def test_a_send_whose_answers_are_lost_is_repeated_so_often_at_most_and_told_to_the_managers(
    bot: FakeBotApi,
) -> None:
    bot.faults.append(Fault("sendMessage", drop=True, after=True, chat_id=1, times=10**6))
    bot.says(QUESTION, 1)
    assert "could not be handled" in (await bot.next(MANAGER))["text"]
    await bot.quiet()
    copies = Counter(message["text"] for message in bot.sent if message["chat"]["id"] == 1)
    assert list(copies.values()) == [1 + REPEATS]


@pytest.mark.timing(call=RetryPolicy(0.001, 0.001, retries=10))
async def test_a_send_is_not_repeated_while_telegram_answers_nothing(bot: FakeBotApi) -> None:
    await bot.quiet()
    bot.faults.append(Fault("sendMessage", drop=True, after=True))
    outage = Fault("getMe", drop=True, times=40)
    bot.faults.append(outage)
    bot.says(QUESTION, 1)
    await bot.until(lambda: outage.times == 20)
    assert len(bot.sent) == 1
    await bot.until(lambda: len(bot.sent) == 2)
    assert not outage.times


async def test_a_lost_answer_to_closing_a_poll_asks_no_answered_question_again(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes):
        first = await first_poll(api)
    api.vote(first, wrong_option(quizzes, first))
    api._updates = [update for update in api._updates if "poll_answer" not in update]  # nobody has that vote
    api.faults.append(Fault("stopPoll", drop=True, after=True))
    async with run_bot(api, assistant, quizzes):
        assert (await api.next(ANNA))["poll"]["question"].startswith("2/5 ")
    assert given(quizzes) == [False]


async def test_stored_votes_are_handled_before_a_session_goes_on(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes):
        first = await first_poll(api)
        api.faults.append(Fault("sendPoll", status=429, chat_id=ANNA, parameters={"retry_after": 60}))
        api.vote(first, wrong_option(quizzes, first))
        await api.until(lambda: not api.faults[0].times)
    async with run_bot(api, assistant, quizzes):
        assert (await api.next(ANNA))["poll"]["question"].startswith("2/5 ")
        await api.quiet()
    assert [method for method, _ in api.calls].count("stopPoll") == 0 or given(quizzes) == [False]
    assert len([sent for sent in api.sent if "poll" in sent and sent["poll"]["question"].startswith("1/5 ")]) == 1


async def test_a_vote_in_a_poll_whose_sending_was_never_answered_counts_and_a_second_one_does_not(
    bot: FakeBotApi, quizzes: Quizzes
) -> None:
    bot.faults.append(Fault("sendPoll", drop=True, after=True))
    unknown = await first_poll(bot)
    known = await bot.next(ANNA)
    assert known["poll"]["question"] == unknown["poll"]["question"]
    bot.vote(unknown, wrong_option(quizzes, unknown))
    assert (await bot.next(ANNA))["poll"]["question"].startswith("2/5 ")
    bot.vote(known, right_option(quizzes, known))
    await bot.quiet()
    assert given(quizzes) == [False]


async def test_of_votes_in_two_copies_while_nobody_listened_the_first_counts(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes):
        api.faults.append(Fault("sendPoll", drop=True, after=True))
        unknown, known = await first_poll(api), await api.next(ANNA)
    api.vote(unknown, wrong_option(quizzes, unknown))
    api.vote(known, right_option(quizzes, known))
    async with run_bot(api, assistant, quizzes):
        assert (await api.next(ANNA))["poll"]["question"].startswith("2/5 ")
    assert given(quizzes) == [False]


async def test_votes_that_an_earlier_run_has_stored_find_the_states_of_their_polls(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    unknown = []
    async with run_bot(api, assistant, quizzes):
        for person in range(101, 107):
            await join(api, person)
            api.faults.append(Fault("sendPoll", drop=True, after=True, chat_id=person))
            api.says("/quiz", person)
            await api.next(person)  # what the questions are about
            unknown.append(await api.next(person))
            await api.next(person)
    for poll in unknown:
        api.vote(poll, wrong_option(quizzes, poll))
    inbox = Inbox(quizzes.records, BOT_ID, TIMING)
    await inbox.open()
    await inbox.store(api._updates)
    api.lose_updates()
    async with run_bot(api, assistant, quizzes):
        for poll in unknown:
            assert (await api.next(poll["chat"]["id"]))["poll"]["question"].startswith("2/5 ")
    assert given(quizzes) == [False] * len(unknown)


async def test_such_a_vote_counts_also_where_the_bot_was_killed_between_the_state_of_the_poll_and_the_vote(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes):
        api.faults.append(Fault("sendPoll", drop=True, after=True))
        unknown = await first_poll(api)
        await api.next(ANNA)
    api.vote(unknown, wrong_option(quizzes, unknown))
    (vote,) = (update for update in api._updates if "poll_answer" in update)
    api._updates.remove(vote)
    async with run_bot(api, assistant, quizzes):
        await api.quiet()
    api._push({"poll_answer": vote["poll_answer"]})
    async with run_bot(api, assistant, quizzes):
        await api.quiet()
        api.vote([sent for sent in api.sent if "poll" in sent][1], right_option(quizzes, unknown))
        await api.quiet()
    assert given(quizzes) == [False]


async def test_a_reminder_that_one_chat_cannot_get_yet_reaches_the_others(bot: FakeBotApi, quizzes: Quizzes) -> None:
    monday = datetime(2026, 11, 23, 10, tzinfo=UTC)
    for person in (ANNA, 43):
        await join(bot, person)
        question = quizzes.practice.begin(f"telegram:{person}", person, monday)
        assert isinstance(question, AskedQuestion)
        quizzes.practice.answer(question.presentation, f"telegram:{person}", 0, monday)
    bot.faults.append(Fault("sendMessage", status=429, chat_id=ANNA, parameters={"retry_after": 1}))
    queue, late = KeyedQueue(), datetime(2026, 12, 1, 10, tzinfo=UTC)
    metrics, token = Metrics(), SecretStr(bot.token)
    request = RetryingRequest(InProcessRequest(bot), token, metrics, queue.held_up, Timing().call)
    people = People(quizzes, UserLanguages(quizzes.records), Settings(_env_file=None, timezone="UTC"))  # type: ignore[call-arg]
    async with Bot(NO_TOKEN, request=request) as caller:
        await people.remind(caller, Notices(queue.put), late)
        assert "Due today" in (await bot.next(43))["text"]
        await eventually(lambda: quizzes.staff.remind((9, 17), late) == [(f"telegram:{ANNA}", 1)])
        assert "Due today" in (await bot.next(ANNA))["text"]
        await eventually(lambda: quizzes.staff.remind((9, 17), late) == [])
