"""The clock of the computer is set, forward and back: quizzes go on, and nobody is shut out."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from bot.answering.assistant import Assistant
from bot.quiz.asking import AskedQuestion
from bot.quiz.games import GameRules, Wait
from bot.quiz.quizzes import Quizzes
from bot.records import queries
from tests.bot_api import FakeBotApi
from tests.conftest import run_bot
from tests.quizzing import practise

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ANNA = "telegram:42"
RULES = GameRules()


@pytest.fixture
def game(quizzes: Quizzes) -> int:
    quizzes.staff.add(ANNA, "Anna", NOON)
    lobby = quizzes.games.announce(-100, ANNA, NOON)
    assert lobby
    return lobby.game


def test_a_game_whose_clock_is_put_back_waits_as_long_as_ever_and_no_longer(quizzes: Quizzes, game: int) -> None:
    earlier = NOON - 30 * DAY
    assert quizzes.games.step(game, earlier) == Wait(earlier + RULES.joining)
    begun = earlier + RULES.joining
    question = quizzes.games.step(game, begun)
    assert isinstance(question, AskedQuestion)
    quizzes.games.sent(question.presentation, "poll", 1, begun)
    much_earlier = begun - 400 * DAY
    assert quizzes.games.step(game, much_earlier) == Wait(much_earlier + timedelta(seconds=RULES.seconds))
    assert isinstance(quizzes.games.step(game, much_earlier + timedelta(seconds=RULES.seconds)), AskedQuestion)


def test_a_game_whose_clock_is_put_forward_goes_on(quizzes: Quizzes, game: int) -> None:
    assert isinstance(quizzes.games.step(game, NOON + 400 * DAY), AskedQuestion)


@pytest.mark.parametrize("jump", [-400 * DAY, -DAY, 400 * DAY])
def test_practice_goes_on_and_what_comes_next_is_a_time_in_reach(quizzes: Quizzes, jump: timedelta) -> None:
    quizzes.staff.add(ANNA, "Anna", NOON)
    practise(quizzes, ANNA, NOON, right=True)
    practise(quizzes, ANNA, NOON + jump, right=True)
    practise(quizzes, ANNA, NOON + jump + DAY, right=False)
    with quizzes.records.write() as session:
        person = queries.person(session, ANNA)
        assert person
        for card in queries.cards(session, person).values():
            assert card.stability is None or 0 < card.stability < 40_000
            assert card.due <= NOON + abs(jump) + 400 * DAY


async def test_who_presses_buttons_is_not_shut_out_by_the_clock(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with run_bot(api, assistant, quizzes, rate_limit=4):
        api.says("What is glutathione?")
        answer = await api.next()
        for days, button in ((3, "More"), (3, "Back"), (3, "More"), (-3, "Back")):
            moment = time.time() + days * 86400
            with monkeypatch.context() as patch:
                patch.setattr(time, "time", lambda moment=moment: moment)
                assert await api.press(answer, button) == ""
        api.says("And niacin?")
        assert "Niacin" in (await api.next())["text"]
