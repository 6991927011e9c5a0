"""What could not be handled is listed, and can be handled again."""

import re
from dataclasses import replace
from datetime import timedelta

from click.testing import CliRunner, Result

from bot.answering.assistant import Assistant
from bot.cli import main
from bot.clock import now
from bot.quiz.quizzes import Quizzes
from bot.records import UpdateState, updates
from bot.retry import RetryPolicy
from tests.bot_api import FakeBotApi, Fault
from tests.bot_api.server import BOT_ID
from tests.conftest import MANAGER, TIMING, run_bot


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["updates", *arguments])


def test_when_all_was_handled_it_says_so() -> None:
    result = run()
    assert (result.exit_code, result.stdout) == (0, "All that came was handled.\n")


def test_a_number_that_is_not_kept_is_one_line() -> None:
    result = run("--retry", "5")
    assert result.exit_code == 1
    assert result.stderr == "Error: no update is kept as number 5; `article-bot updates` lists them\n"


async def test_what_was_given_up_is_listed_with_its_reason_and_answered_when_tried_again(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes, replace(TIMING, handling=RetryPolicy(0.0, 0.0, retries=0))):
        api.faults.append(Fault("sendMessage", status=400))
        api.says("What is glutathione?", 5)
        await api.next(5)
        said = (await api.next(MANAGER))["text"]
        number = re.search(r"number (\d+)", said)
        assert number
        assert "article-bot updates" in said
    listed = run().stdout
    assert listed.startswith(f"{number[1]}\t")
    assert "\tgiven up\tBadRequest('injected')\tWhat is glutathione?\nKept: 1.\n" in listed
    assert run("--retry", number[1]).exit_code == 0
    assert run().stdout == "All that came was handled.\n"
    async with run_bot(api, assistant, quizzes):
        assert "glutathione" in (await api.next(5))["text"]


def test_it_is_kept_for_a_month(quizzes: Quizzes) -> None:
    for number, days in ((1, 31), (2, 29)):
        with quizzes.records.write() as session:
            updates.store(session, BOT_ID, [{"update_id": number}], now() - timedelta(days=days))
        with quizzes.records.write() as session:
            updates.keep(session, BOT_ID, number, UpdateState.UNPARSEABLE, "nonsense")
    with quizzes.records.write() as session:
        updates.forget(session, now())
    with quizzes.records.write() as session:
        assert [row.update_id for row in updates.kept(session)] == [2]
