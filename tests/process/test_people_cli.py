"""The commands of `article-bot people`: whatever managers do in the chat."""

import re
from datetime import UTC, datetime

from click.testing import CliRunner, Result

from bot.cli import main
from bot.quiz.quizzes import Quizzes

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["people", *arguments], input=typed)


def test_staff_are_listed_shown_and_removed_after_a_question(quizzes: Quizzes) -> None:
    assert run("list").stdout == "Nobody has joined yet.\n"
    quizzes.staff.add("telegram:42", "Anna\x1b[2J", NOW)
    listed = run("list").stdout.splitlines()
    assert listed[0].split("\t")[:2] == ["telegram:42", "Anna[2J"]
    assert listed[1] == "Staff: 1."
    assert "not started" in run("show", "telegram:42").stdout
    assert run("remove", "telegram:42", typed="n\n").exit_code == 1
    assert quizzes.staff.member("telegram:42")
    assert run("remove", "telegram:42", "--name", "Mia", typed="y\n").stdout.endswith("Removed.\n")
    assert quizzes.staff.member("telegram:42") is None
    assert run("actions").stdout.split("\t")[1:] == ["local:mia", "remove person", "telegram:42\n"]
    for command in ("remove", "show"):
        gone = run(command, "telegram:42")
        assert gone.exit_code == 1
        assert "is not on the list of staff" in gone.stderr


def test_an_invitation_is_made_listed_and_withdrawn(quizzes: Quizzes) -> None:
    made = run("invite", "2", "--until", "30", "--bot", "@our_bot")
    link = re.fullmatch(r"https://t\.me/our_bot\?start=join-([\w-]+)\n", made.stdout)
    assert link
    assert quizzes.staff.accept(link[1], "telegram:42", "Anna", datetime.now(UTC))
    assert run("invitations").stdout.startswith("1\t1 of 2\t")
    assert run("withdraw", "1").stdout == "Withdrawn.\n"
    assert quizzes.staff.accept(link[1], "telegram:43", "Ben", datetime.now(UTC)) is None
    assert run("invitations").stdout == "No invitation is open.\n"
    assert "no invitation 1 is open" in run("withdraw", "1").stderr
    for wrong in (("0",), ("5", "--until", "yesterday"), ("5", "--until", "2020-01-01")):
        assert run("invite", *wrong).exit_code == 2


def test_an_announcement_is_confirmed_and_waits_for_the_bot(quizzes: Quizzes) -> None:
    assert "nobody on Telegram" in run("announce", "hello").stderr
    quizzes.staff.add("telegram:42", "Anna", NOW)
    quizzes.staff.add("local:ben", "Ben", NOW)
    assert run("announce", "hello", typed="n\n").exit_code == 1
    assert quizzes.announcements.waiting() == []
    assert "1 people" in run("announce", "hello", "--name", "Mia", "--yes").stdout
    (waiting,) = quizzes.announcements.waiting()
    assert (waiting.account, waiting.author, waiting.text) == ("telegram:42", "Mia", "hello")
    assert run("announce", " ").exit_code == 2
