"""Review items in the terminal: approve, edit or retire each, with its cited passage in view."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot import clock
from bot.authoring.bank import read_bank
from bot.authoring.checking import check_item
from bot.authoring.composing import (
    SEPARATOR,
    Check,
    approve,
    edit_item,
    options_in,
    retire,
    waiting_items,
    why_not_approve,
    write_decision,
)
from bot.authoring.item import Item, Status
from bot.authoring.quotes import find_passage
from bot.console.lines import Lines
from bot.console.screen import make_console
from bot.text import clean, counted
from corpus import Article

_HELP = "a approve   e edit   r retire   n next   q quit"


def review_drafts(path: Path, article: Article, reviewer: str, check: Check = check_item) -> bool:
    """Go through the items of a bank that await a person's decision: drafts, and what the project itself approved.

    Each decision is written at once, into the file as it is at that moment. Return False if the person quits.
    """
    console = make_console()
    lines = Lines(console)
    drafts = _drafts(path, article)
    decided, goes_on = 0, True
    for number, draft in enumerate(drafts, 1):
        what = "Draft" if draft.status is Status.DRAFT else "Approved by no person yet,"
        console.print(Text(f"\n{what} {number} of {len(drafts)}: {clean(draft.id)}", style="bold"))
        item = _decide(console, lines, draft, article, check, reviewer)
        if item is None:
            goes_on = False
            break
        if item != draft:
            decided += _write(console, path, article, draft, item)
    left = len([item for item in _drafts(path, article) if item.status is Status.DRAFT])
    console.print(Text(f"\n{decided} decided; {counted(left, 'draft')} left in {path.name}."))
    return goes_on


def _drafts(path: Path, article: Article) -> list[Item]:
    return waiting_items(read_bank(path, article).bank.items)


def _write(console: Console, path: Path, article: Article, before: Item, after: Item) -> bool:
    """Write a decision, or say that someone else has changed the item since it was read."""
    written = write_decision(path, article, before, after)
    if not written:
        said = "This item was changed by someone else meanwhile; it is left as it is now."
        console.print(Text(said, style="yellow"))
    return written


def _decide(console: Console, lines: Lines, item: Item, article: Article, check: Check, reviewer: str) -> Item | None:
    """Ask for a decision on an item, which the reviewer signs.

    Return the item as decided, or as it is now to go on to the next one; None to quit.
    """
    _show(console, item, article, check)
    today = date.today()  # noqa: DTZ011 - the local day
    while (line := lines.read()) is not None:
        match line.strip().lower():
            case "a" | "approve":
                if why_not_approve(item, article, check):
                    console.print(Text("The source is not in the article; edit it first.", style="yellow"))
                    continue
                return approve(item, reviewer, today)
            case "e" | "edit":
                edited = _edit(lines, item, article)
                item = replace(edited, reviewed_by=reviewer, reviewed_on=today) if edited else item
                _show(console, item, article, check)
            case "r" | "retire":
                return retire(item, reviewer, today)
            case "n" | "next":
                return item
            case "q" | "quit":
                return None
            case _:
                console.print(Text(_HELP, style="dim"))
    return None


def _show(console: Console, item: Item, article: Article, check: Check) -> None:
    console.print(Text(clean(item.question), style="bold"))
    console.print(Text(f"  ✓ {clean(item.answer)}", style="green"))
    for option in item.wrong:
        console.print(Text(f"  ✗ {clean(option)}"))
    if item.why:
        console.print(Text(f"Why: {clean(item.why)}"))
    _show_passage(console, item, article)
    for problem in check(item, article):
        console.print(Text(f"! {clean(problem.reason)}", style="yellow"))
    console.print(Text(_HELP, style="dim"))


def _show_passage(console: Console, item: Item, article: Article) -> None:
    """Print the whole cited paragraph, with the quote in bold."""
    found = find_passage(article, item.source)
    if found is None:
        console.print(Text("The source is not in the article.", style="yellow"))
        return
    citation, text, (start, end) = found
    passage = Text(style="dim")
    for part, style in ((text[:start], ""), (text[start:end], "bold not dim"), (text[end:], "")):
        passage.append(clean(part), style=style)
    console.print(passage)
    console.print(Text(f"— {clean(citation.as_of(clock.now().date()).label)}", style="cyan"))


def _edit(lines: Lines, item: Item, article: Article) -> Item | None:
    """Ask for each field in turn, with its present value to edit; wrong options are on one line.

    The topic is the heading above the source.
    Return None when the person breaks off.
    """
    now = {
        "question": item.question,
        "answer": item.answer,
        f"wrong options, between{SEPARATOR}": SEPARATOR.join(item.wrong),
        "why": item.why,
        "source, word for word": item.source,
    }
    typed = []
    for name, value in now.items():
        line = lines.read(name, value)
        if line is None:
            return None
        typed.append(" ".join(line.split()))
    question, answer, wrong, why, source = typed
    return edit_item(
        item, article, question=question, answer=answer, wrong=options_in(wrong, ()), why=why, source=source
    )
