"""Writing items with help, as someone at a terminal does it, through a real pseudo-terminal."""

from pathlib import Path

import pexpect

from bot.authoring.bank import BankFile
from bot.authoring.checking import check_item
from bot.authoring.item import Status
from corpus import read_articles
from tests.paths import ROOT
from tests.warm_processes import WarmTerminal

READY = "\x1b[?2004h"  # prompt_toolkit turns bracketed paste on when it begins to read
HOUSE = """# Rules of the house

## Keys

A lost key costs £40 and is replaced within three days.

## Meals

Supper is kept for guests until nine hours after noon. Lunch costs £12 for each guest of the house.
"""


def test_three_answers_make_an_approved_item_with_source_topic_and_checks(tmp_path: Path) -> None:
    (tmp_path / "house.md").write_text(HOUSE, encoding="utf-8")
    command = ("quiz", "add", "--name", "Maria", "--corpus", tmp_path)
    env = {"TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1"}
    child = WarmTerminal(*command, folder=ROOT, columns=100, env=env)
    answers = ["", "1 2 3", "a"]
    child.expect_exact("____")
    for answer in answers:
        child.expect_exact(READY)
        child.send(f"{answer}\r")
    child.expect_exact("Supper")
    child.expect_exact(READY)
    child.send("q\r")
    child.expect(pexpect.EOF)
    assert child.wait() == 0
    child.end()
    article = read_articles(tmp_path)[0]
    (item,) = BankFile(tmp_path / "house.quiz.yaml", article).read().bank.items
    assert (item.answer, item.topic, item.status) == ("£40", "Keys", Status.APPROVED)
    assert item.source == "A lost key costs £40 and is replaced within three days."
    assert len(item.wrong) == 3
    assert not check_item(item, article)
