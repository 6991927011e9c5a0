"""Write items in the terminal: a document is walked through, and each sentence has a question proposed for it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.authoring.bank import BankFile, read_bank
from bot.authoring.drafting import Proposal, Sentence, new_id, propose, sentences_of
from bot.authoring.item import Item, Status
from bot.console.lines import Lines
from bot.console.reviewing import SEPARATOR, Check
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
    sentences = sentences_of(article)
    quoted = {" ".join(item.source.split()) for item in read_bank(path, article).bank.items}
    added = 0
    for sentence in sentences:
        proposal = propose(sentence, sentences) if sentence.source not in quoted else None
        if proposal is None:
            continue
        console.print(Text(f"\n{clean(sentence.topic)}: {clean(sentence.text)}", style="dim"))
        item = _ask(console, lines, proposal, sentences)
        if item is None:
            break
        if item.question:
            added += _keep(console, lines, item, path, article, author, check)
    return added


def _ask(console: Console, lines: Lines, proposal: Proposal, sentences: Sequence[Sentence]) -> Item | None:
    """Return the item that a person makes of a proposal; one without a question to go on, None to quit."""
    _show(console, proposal)
    while (line := lines.read("question")) is not None and line.strip().lower() not in {"q", "quit"}:
        said = " ".join(line.split())
        if said.lower() in {"n", "next"}:
            return _item(proposal, "", "", ())
        if said.endswith("?"):
            typed = _options(lines, proposal, f"answer and wrong options, between{SEPARATOR}")
            return _item(proposal, said, typed[0], typed[1:]) if typed else None
        if said:
            other = propose(proposal.sentence, sentences, said)
            if other is None:
                console.print(Text("The sentence has no such words. " + _HELP, style="yellow"))
                continue
            proposal = other
            _show(console, proposal)
        typed = _options(lines, proposal, f"wrong options, numbers or words, between{SEPARATOR}")
        return _item(proposal, proposal.question, proposal.key, typed) if typed else None
    return None


def _show(console: Console, proposal: Proposal) -> None:
    console.print(Text(clean(proposal.question), style="bold"))
    console.print(Text(f"  ✓ {clean(proposal.key)}", style="green"))
    for number, choice in enumerate(proposal.choices, 1):
        console.print(Text(f"  {number} {clean(choice)}"))
    console.print(Text(_HELP, style="dim"))


def _options(lines: Lines, proposal: Proposal, label: str) -> tuple[str, ...]:
    """Ask for options: numbers name those that are offered; empty where the person leaves."""
    line = lines.read(label)
    mark = SEPARATOR.strip()
    parts = [" ".join(part.split()) for part in (line or "").split(mark)]
    if mark not in (line or "") and all(part.isdigit() for part in (line or "").split()):
        parts = (line or "").split()
    offered = {str(number): choice for number, choice in enumerate(proposal.choices, 1)}
    return tuple(offered.get(part, part) for part in parts if part)


def _item(proposal: Proposal, question: str, key: str, wrong: tuple[str, ...]) -> Item:
    return Item("item-1", proposal.sentence.topic, question, key, wrong, proposal.sentence.source)


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
        today = date.today()  # noqa: DTZ011 - the local day
        item = replace(item, status=Status.APPROVED, reviewed_by=author, reviewed_on=today)
    with BankFile.editing(path, article) as file:
        file.add([replace(item, id=new_id(item.topic, {known.id for known in file.read().bank.items}))])
    return True
