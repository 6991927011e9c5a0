"""An update that is handled again, for its reply was cut short, repeats the reply and changes nothing twice."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import select

from bot.answering.assistant import Assistant
from bot.quiz.quizzes import Quizzes
from bot.records import Effect, StoredUpdate, UpdateState, kept_questions
from tests.bot_api import FakeBotApi, Fault
from tests.conftest import run_bot
from tests.quizzing import ANNA, first_poll, given, join, right_option, wrong_option

GROUP = -100


def states(quizzes: Quizzes) -> list[tuple[str, bool]]:
    """Of each update, what became of it, and whether it has changed something."""
    with quizzes.records.write() as session:
        rows = session.scalars(select(StoredUpdate).order_by(StoredUpdate.update_id)).all()
        changed = set(session.scalars(select(Effect.update_id)))
        return [(row.state, row.update_id in changed) for row in rows]


def press_first(api: FakeBotApi, message: dict[str, Any], label: str = "") -> None:
    """Anna presses the first button of a message with such a label; nobody waits for what comes of it."""
    buttons = [button for row in message["reply_markup"]["inline_keyboard"] for button in row]
    data = next(button["callback_data"] for button in buttons if label in button["text"])
    query = {"id": "pressed", "from": api._person(ANNA), "message": message, "data": data, "chat_instance": "1"}
    api._push({"callback_query": query})


@asynccontextmanager
async def cut_short(api: FakeBotApi, quizzes: Quizzes, method: str) -> AsyncIterator[None]:
    """What is done within leads to a call that does not succeed; to be followed by a stop of the bot."""
    fault = Fault(method, status=429, parameters={"retry_after": 60})
    api.faults.append(fault)
    yield
    await api.until(lambda: fault.times == 0)
    assert states(quizzes)[-1] == (UpdateState.WAITING, True)


async def test_reminders_are_switched_once(api: FakeBotApi, assistant: Assistant, quizzes: Quizzes) -> None:
    async with run_bot(api, assistant, quizzes):
        await join(api, ANNA)
        await api.quiet()
        async with cut_short(api, quizzes, "sendMessage"):
            api.says("/reminders", ANNA)
    async with run_bot(api, assistant, quizzes):
        assert (await api.next(ANNA))["text"].startswith("Reminders are off.")
        api.says("/reminders", ANNA)
        assert (await api.next(ANNA))["text"].startswith("Reminders are on")
        await api.quiet()
    assert states(quizzes)[-1] == (UpdateState.DONE, True)


async def test_an_answer_counts_once_and_the_next_question_comes(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes):
        poll = await first_poll(api)
        async with cut_short(api, quizzes, "sendPoll"):
            api.vote(poll, right_option(quizzes, poll))
    async with run_bot(api, assistant, quizzes):
        second = await api.next(ANNA)
        assert second["poll"]["question"].startswith("2/5 ")
        await api.quiet()
    assert given(quizzes) == [True]
    with quizzes.records.write() as session:
        assert not session.scalars(select(StoredUpdate).where(StoredUpdate.state != UpdateState.DONE)).all()


async def test_an_answer_of_an_exam_counts_once(api: FakeBotApi, assistant: Assistant, quizzes: Quizzes) -> None:
    async with run_bot(api, assistant, quizzes):
        await join(api, ANNA)
        api.says("/exam", ANNA)
        offer = await api.next(ANNA)
        await api.press(offer, "Begin")
        question = await api.next(ANNA)
        async with cut_short(api, quizzes, "editMessageText"):
            press_first(api, question)
    async with run_bot(api, assistant, quizzes):
        await api.until(lambda: api.message(question)["text"].startswith("Question 2 of "))
    assert len(given(quizzes)) == 1


async def test_a_vote_on_an_answer_is_not_taken_back_by_the_same_press(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes):
        api.says("What is glutathione?", ANNA)
        answer = await api.next(ANNA)
        async with cut_short(api, quizzes, "editMessageReplyMarkup"):
            press_first(api, answer, "👍")
    async with run_bot(api, assistant, quizzes):
        await api.until(lambda: "👍 ✓" in api.buttons(answer))
    with quizzes.records.read() as session:
        assert [row.good for row in kept_questions.kept(session)] == [True]


async def test_a_game_is_announced_again_and_not_refused(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes):
        await join(api, ANNA)
        await api.quiet()
        async with cut_short(api, quizzes, "sendMessage"):
            api.says("/quiz", GROUP, group=True, user=ANNA)
    async with run_bot(api, assistant, quizzes):
        lobby = await api.next(GROUP)
        assert "5 questions, 30 seconds each" in lobby["text"]
        assert await api.press(lobby, "Start", user=ANNA) == ""
        assert (await api.next(GROUP))["poll"]["question"].startswith("1/5 ")
        await api.quiet(0.5)
    assert [("poll" in message) for message in api.sent if message["chat"]["id"] == GROUP].count(True) == 1


async def test_a_vote_in_a_poll_that_was_asked_again_since_counts(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    """Killed after it closed the poll, and before it wrote down what was picked."""
    async with run_bot(api, assistant, quizzes):
        first = await first_poll(api)
    api.vote(first, wrong_option(quizzes, first))
    answer = api._updates.pop()
    api.lose_updates()  # the poll's state was handled before the end
    api._polls[first["poll"]["id"]].closed = True
    async with run_bot(api, assistant, quizzes):
        again = await api.next(ANNA)
        assert again["poll"]["question"] == first["poll"]["question"]
        api._push({"poll_answer": answer["poll_answer"]})
        assert (await api.next(ANNA))["poll"]["question"].startswith("2/5 ")
    assert given(quizzes) == [False]


async def test_a_stop_that_is_meant_counts_as_no_failed_start(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    api.faults.append(Fault("sendMessage", status=429, parameters={"retry_after": 60}, times=10))
    api.says("niacin")
    for times in range(9, 6, -1):
        async with run_bot(api, assistant, quizzes):
            await api.until(lambda times=times: api.faults[0].times <= times)  # type: ignore[misc]
    with quizzes.records.write() as session:
        assert session.scalars(select(StoredUpdate.attempts)).all() == [0]
