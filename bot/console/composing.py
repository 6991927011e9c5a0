"""Write items in the terminal: draw the walk through a document, and read what a person types."""

from datetime import date
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.authoring.bank import read_bank
from bot.authoring.composing import SEPARATOR, Check, Walk, add_item, approve, item_of, options_in
from bot.authoring.drafting import Proposal
from bot.authoring.item import Item
from bot.console.lines import Lines
from bot.console.screen import make_console
from bot.text import clean
from corpus import Article

_HELP = "Enter: take it   words of the sentence: ask for them   your own question?   n: next sentence   q: quit"
_SAVE = "a: approve   Enter: keep as a draft   x: drop it"


def write_items(path: Path, article: Article, author: str, check: Check) -> int:
    """Go through the sentences that no item quotes yet, and ask at each for an item; return how many were added.

    An item takes three answers: question and key are taken or changed, distractors chosen, the item is kept. Each is
    written at once.
    """
    console = make_console()
    lines = Lines(console)
    walk = Walk.through(article, read_bank(path, article).bank.items)
    added = 0
    for proposal in walk.proposals():
        console.print(Text(f"\n{clean(proposal.sentence.topic)}: {clean(proposal.sentence.text)}", style="dim"))
        item = _ask(console, lines, proposal, walk)
        if item is None:
            break
        if item.question:
            added += _keep(console, lines, item, path, article, author, check)
    return added


def _ask(console: Console, lines: Lines, proposal: Proposal, walk: Walk) -> Item | None:
    """Return the item that a person makes of a proposal; one without a question to go on, None to quit."""
    _show(console, proposal)
    while (line := lines.read("question")) is not None and line.strip().lower() not in {"q", "quit"}:
        if line.strip().lower() in {"n", "next"}:
            return Item("item-1", "", "", "", (), "")
        said = walk.reworded(proposal, line) if line.strip() else proposal
        if said is None:
            console.print(Text("The sentence has no such words. " + _HELP, style="yellow"))
            continue
        if line.strip().endswith("?"):
            typed = options_in(lines.read(f"answer and wrong options, between{SEPARATOR}") or "", said.choices)
            return item_of(said, typed[1:], typed[0]) if typed else None
        if said is not proposal:
            _show(console, said)
        typed = options_in(lines.read(f"wrong options, numbers or words, between{SEPARATOR}") or "", said.choices)
        return item_of(said, typed) if typed else None
    return None


def _show(console: Console, proposal: Proposal) -> None:
    console.print(Text(clean(proposal.question), style="bold"))
    console.print(Text(f"  ✓ {clean(proposal.key)}", style="green"))
    for number, choice in enumerate(proposal.choices, 1):
        console.print(Text(f"  {number} {clean(choice)}"))
    console.print(Text(_HELP, style="dim"))


def _keep(console: Console, lines: Lines, item: Item, path: Path, article: Article, author: str, check: Check) -> bool:
    """Show what the rules find, ask whether to keep the item, and write it; return whether it was written."""
    for option in item.wrong:
        console.print(Text(f"  ✗ {clean(option)}"))
    for problem in check(item, article):
        console.print(Text(f"! {clean(problem.reason)}", style="yellow"))
    console.print(Text(_SAVE, style="dim"))
    answer = lines.read("keep")
    if answer is None or answer.strip().lower() in {"x", "drop"} or not (item.answer and item.wrong):
        return False
    if answer.strip().lower() in {"a", "approve"}:
        item = approve(item, author, date.today())  # noqa: DTZ011 - the local day
    add_item(path, article, item)
    return True
