"""Games in a group, driven through the fake Bot API."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.answering.assistant import Assistant
from bot.catalogues import ENGLISH
from bot.clock import now
from bot.quiz import games
from bot.quiz.games import Finished
from bot.quiz.quizzes import Quizzes
from bot.records import Cause, Player, Presentation, Quiz, updates
from bot.retry import RetryPolicy
from bot.telegram.markup.quiz_markup import scoreboard
from tests.bot_api import FakeBotApi, Fault
from tests.bot_api.entities import utf16_length
from tests.bot_api.server import BOT_ID
from tests.conftest import MANAGER, no_writing, run_bot
from tests.quizzing import ANNA, eventually, given, join, right_option, wrong_option

GROUP = -100
BEN, EVE = 43, 50


async def announce(api: FakeBotApi) -> dict[str, Any]:
    """Anna announces a game that Ben joins; Eve, who is not invited, cannot."""
    await join(api, ANNA, "Anna")
    await join(api, BEN, "Ben")
    api.says("/quiz", GROUP, group=True, user=ANNA)
    lobby = await api.next(GROUP)
    assert "5 questions, 30 seconds each" in lobby["text"]
    assert lobby["text"].endswith("Playing: Anna")
    await api.press(lobby, "Join", user=BEN)
    assert api.message(lobby)["text"].endswith("Playing: Anna, Ben")
    assert "invited staff" in str(await api.press(lobby, "Join", user=EVE, name="Eve"))
    assert "starts it" in str(await api.press(lobby, "Start", user=BEN))
    return lobby


async def play(api: FakeBotApi, quizzes: Quizzes, first: int) -> None:
    for number in range(first, 6):
        poll = await api.next(GROUP)
        assert poll["poll"]["question"].startswith(f"{number}/5 ")
        assert poll["poll"]["open_period"] == 30
        assert not poll["poll"]["is_anonymous"]
        right = right_option(quizzes, poll)
        api.vote(poll, right, user=EVE)
        api.vote(poll, right, user=ANNA)
        api.vote(poll, right if number == 1 else wrong_option(quizzes, poll), user=BEN)


async def test_a_game_is_announced_played_and_scored(bot: FakeBotApi, quizzes: Quizzes) -> None:
    lobby = await announce(bot)
    await bot.press(lobby, "Start", user=ANNA)
    await play(bot, quizzes, 1)
    board = (await bot.next(GROUP))["text"].split("\n")
    assert board[0] == "Scoreboard"
    assert board[1].startswith("1. Anna – 5 of 5, ")
    assert board[2].startswith("2. Ben – 1 of 5, ")
    assert len(board) == 3, "who has not joined is not named"
    assert len(given(quizzes)) == 10
    await eventually(lambda: not quizzes.games.is_on(GROUP))


async def test_a_game_goes_on_after_a_restart(api: FakeBotApi, assistant: Assistant, quizzes: Quizzes) -> None:
    async with run_bot(api, assistant, quizzes):
        lobby = await announce(api)
        await api.press(lobby, "Start", user=ANNA)
        poll = await api.next(GROUP)
        api.vote(poll, right_option(quizzes, poll), user=ANNA)
        await api.quiet()
    async with run_bot(api, assistant, quizzes):
        api.vote(poll, right_option(quizzes, poll), user=BEN)
        await play(api, quizzes, 2)
        board = (await api.next(GROUP))["text"].split("\n")
        assert board[1].startswith("1. Anna – 5 of 5, ")
        assert board[2].startswith("2. Ben – 1 of 5, ")


async def test_a_game_begun_in_a_topic_is_played_there_after_a_restart_as_well(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes):
        await join(api, ANNA, "Anna")
        api.says("/quiz", GROUP, group=True, user=ANNA, message_thread_id=44, is_topic_message=True)
        lobby = await api.next(GROUP)
        await api.press(lobby, "Start", user=ANNA)
        poll = await api.next(GROUP)
        api.vote(poll, right_option(quizzes, poll), user=ANNA)
        await api.quiet()
    async with run_bot(api, assistant, quizzes):
        for _ in range(2, 6):
            poll = await api.next(GROUP)
            api.vote(poll, right_option(quizzes, poll), user=ANNA)
        assert (await api.next(GROUP))["text"].startswith("Scoreboard")
    sent = [message for message in api.sent if message["chat"]["id"] == GROUP]
    assert len(sent) == 7
    assert all(message.get("message_thread_id") == 44 for message in sent)


async def test_in_a_thread_of_replies_which_is_no_topic_a_game_is_played_as_anywhere(bot: FakeBotApi) -> None:
    await join(bot, ANNA, "Anna")
    bot.says("/quiz", GROUP, group=True, user=ANNA, message_thread_id=9)
    lobby = await bot.next(GROUP)
    await bot.press(lobby, "Start", user=ANNA)
    assert "message_thread_id" not in await bot.next(GROUP)


async def test_one_game_at_a_time_and_only_its_host_or_a_manager_stops_it(bot: FakeBotApi) -> None:
    await announce(bot)
    bot.says("/quiz", GROUP, group=True, user=BEN)
    assert "A game is on already" in (await bot.next(GROUP))["text"]
    bot.says("/stop", GROUP, group=True, user=BEN)
    assert "can stop it" in (await bot.next(GROUP))["text"]
    bot.says("/stop", GROUP, group=True, user=MANAGER)
    assert "stopped" in (await bot.next(GROUP))["text"]
    bot.says("/stop", GROUP, group=True, user=ANNA)
    await bot.quiet()


async def test_who_is_not_invited_cannot_announce_a_game(bot: FakeBotApi) -> None:
    bot.says("/quiz", GROUP, group=True, user=EVE)
    assert "invited staff" in (await bot.next(GROUP))["text"]


async def test_a_game_that_nobody_has_seen_announced_is_not_on(bot: FakeBotApi, quizzes: Quizzes) -> None:
    await join(bot, ANNA, "Anna")
    bot.faults.append(Fault("sendMessage", status=400, chat_id=GROUP))
    bot.says("/quiz", GROUP, group=True, user=ANNA)
    assert "Press Join" in (await bot.next(GROUP))["text"], "the second attempt announces it"
    assert quizzes.games.is_on(GROUP)


async def test_a_game_ends_quietly_when_all_players_delete_their_data(bot: FakeBotApi, quizzes: Quizzes) -> None:
    lobby = await announce(bot)
    await bot.press(lobby, "Start", user=ANNA)
    poll = await bot.next(GROUP)
    quizzes.staff.forget(f"telegram:{ANNA}")
    quizzes.staff.forget(f"telegram:{BEN}")
    bot.vote(poll, 0, user=ANNA)
    await eventually(lambda: not quizzes.games.is_on(GROUP) or quizzes.games.step(1, now()) is None)
    assert not quizzes.games.is_on(GROUP)
    assert bot.sent[-1]["message_id"] == poll["message_id"]


async def test_a_vote_for_a_poll_that_is_not_written_down_yet_counts(bot: FakeBotApi, quizzes: Quizzes) -> None:
    """The update comes through another lane than the one in which the poll was sent."""
    lobby = await announce(bot)
    await bot.press(lobby, "Start", user=ANNA)
    poll = await bot.next(GROUP)
    bot.vote(poll, right_option(quizzes, poll), user=ANNA)
    await eventually(lambda: given(quizzes) == [True])


async def test_a_forged_button_lets_nobody_into_a_game(bot: FakeBotApi, quizzes: Quizzes) -> None:
    await announce(bot)
    await join(bot, EVE, "Eve")
    bot.says("/help", EVE)
    help_text = await bot.next(EVE)
    assert await bot.press(help_text, "", data="game-join:1") == "This game is over."
    assert await bot.press(help_text, "", data="game-start:1") == "This game is over."
    with quizzes.records.write() as session:
        assert sorted(player.person.name for player in session.scalars(select(Player))) == ["Anna", "Ben"]


async def test_a_crowd_fits_into_the_lobby_and_onto_the_scoreboard(bot: FakeBotApi, quizzes: Quizzes) -> None:
    lobby = await announce(bot)
    for user in range(1000, 1040):
        quizzes.staff.add(f"telegram:{user}", "\U0001f9e0" * 64, now())
        quizzes.games.join(1, f"telegram:{user}")
    await join(bot, EVE, "Eve")
    assert await bot.press(lobby, "Join", user=EVE) == "You play."
    assert bot.message(lobby)["text"].endswith(" and 13 more")
    with quizzes.records.write() as session:
        game = session.get_one(Quiz, 1)
        rows = Finished(games.scoreboard(game), 5)
    assert "lines more" in scoreboard(rows, ENGLISH).html
    assert utf16_length(scoreboard(rows, ENGLISH).html) <= 4096


SHORT = timedelta(seconds=1)
"""A short time for joining."""


def polls(api: FakeBotApi) -> list[str]:
    """How the questions that were sent begin."""
    return [message["poll"]["question"][:4] for message in api.sent if "poll" in message]


@pytest.mark.game_rules(joining=SHORT)
@pytest.mark.timing(game=RetryPolicy(0.1, 0.1, retries=20))
async def test_a_game_waits_for_the_database(
    bot: FakeBotApi, quizzes: Quizzes, caplog: pytest.LogCaptureFixture
) -> None:
    await join(bot, ANNA)
    bot.says("/quiz", GROUP, group=True, user=ANNA)
    await bot.next(GROUP)
    with no_writing(quizzes):
        await eventually(lambda: "a game waits" in caplog.text)
    assert (await bot.next(GROUP))["poll"]["question"].startswith("1/5 ")


@pytest.mark.game_rules(joining=SHORT, questions=1)
@pytest.mark.timing(game=RetryPolicy(0.1, 0.1, retries=20), database=RetryPolicy(0.1, 0.1))
async def test_nothing_is_sent_over_and_over_while_nothing_can_be_written(bot: FakeBotApi, quizzes: Quizzes) -> None:
    await join(bot, ANNA)
    for method in ("sendPoll", "sendMessage"):
        slow = Fault(method, chat_id=GROUP, delay=0.5)
        if method == "sendPoll":
            bot.says("/quiz", GROUP, group=True, user=ANNA)
            await bot.next(GROUP)
        bot.faults.append(slow)
        await bot.until(lambda slow=slow: slow.times == 0)  # type: ignore[misc]
        before = len(bot.sent)
        with no_writing(quizzes):
            await asyncio.sleep(0.8)
            assert len(bot.sent) == before + 1, method
        if method == "sendPoll":
            poll = bot.sent[-1]
            await eventually(lambda poll=poll: quizzes.sent_as(poll["poll"]["id"]) is not None)  # type: ignore[misc]
            bot.vote(poll, right_option(quizzes, poll), user=ANNA)
    await eventually(lambda: not quizzes.games.is_on(GROUP))
    assert bot.sent[-1]["text"].startswith("Scoreboard")


@pytest.mark.game_rules(joining=SHORT, questions=1)
async def test_a_vote_that_was_in_hand_at_a_stop_counts_though_its_time_is_over_at_the_next_start(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes):
        await join(api, ANNA)
        api.says("/quiz", GROUP, group=True, user=ANNA)
        await api.next(GROUP)
        poll = await api.next(GROUP)
        await eventually(lambda: quizzes.sent_as(poll["poll"]["id"]) is not None)
    api.vote(poll, right_option(quizzes, poll), user=ANNA)
    vote = api._updates.pop()
    with quizzes.records.write() as session:
        updates.store(session, BOT_ID, [vote], now())
        for presentation in session.scalars(select(Presentation)):
            presentation.shown_at = now() - timedelta(seconds=5)
            presentation.closes_at = now() + timedelta(seconds=0.2)
    await asyncio.sleep(0.5)
    async with run_bot(api, assistant, quizzes):
        board = (await api.next(GROUP))["text"]
    assert "Anna – 1 of 1" in board


@pytest.mark.game_rules(joining=SHORT)
async def test_a_game_in_a_group_where_the_bot_is_muted_ends_so_that_another_can_begin(
    bot: FakeBotApi, quizzes: Quizzes
) -> None:
    await join(bot, ANNA)
    bot.says("/quiz", GROUP, group=True, user=ANNA)
    await bot.next(GROUP)
    bot.muted.add(GROUP)
    await eventually(lambda: not quizzes.games.is_on(GROUP))
    bot.muted.clear()
    bot.says("/quiz", GROUP, user=ANNA)
    assert "5 questions" in (await bot.next(GROUP))["text"]


@pytest.mark.game_rules(joining=timedelta(seconds=3))
async def test_a_game_that_is_announced_again_after_a_restart_is_played_once(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    held = Fault("sendMessage", status=429, chat_id=GROUP, parameters={"retry_after": 60})
    async with run_bot(api, assistant, quizzes):
        await join(api, ANNA)
        await api.quiet()
        api.faults.append(held)
        api.says("/quiz", GROUP, group=True, user=ANNA)
        await api.until(lambda: held.times == 0)
    async with run_bot(api, assistant, quizzes):
        await api.next(GROUP)
        await api.until(lambda: bool(polls(api)))
        await api.quiet(0.5)
        assert polls(api) == ["1/5 "]


async def test_a_stop_whose_reply_was_cut_short_is_told(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    held = Fault("sendMessage", status=429, chat_id=GROUP, parameters={"retry_after": 60})
    async with run_bot(api, assistant, quizzes):
        await join(api, ANNA)
        api.says("/quiz", GROUP, group=True, user=ANNA)
        await api.next(GROUP)
        await api.quiet()
        api.faults.append(held)
        api.says("/stop", GROUP, user=ANNA)
        await api.until(lambda: held.times == 0)
    async with run_bot(api, assistant, quizzes):
        assert (await api.next(GROUP))["text"] == "The game is stopped."


async def test_a_vote_that_came_in_time_counts_though_it_is_handled_late(bot: FakeBotApi, quizzes: Quizzes) -> None:
    lobby = await announce(bot)
    await bot.press(lobby, "Start", user=ANNA)
    poll = await bot.next(GROUP)
    await eventually(lambda: quizzes.sent_as(poll["poll"]["id"]) is not None)
    presentation = quizzes.sent_as(poll["poll"]["id"])
    assert presentation
    with quizzes.records.write() as session:
        updates.store(session, BOT_ID, [{"update_id": 5}], now())
    late = now() + timedelta(hours=1)
    assert quizzes.games.answer(presentation[1], f"telegram:{ANNA}", 0, late, Cause(BOT_ID, 5)) == 1
    assert quizzes.games.answer(presentation[1], f"telegram:{BEN}", 0, now() + timedelta(hours=1)) is None
