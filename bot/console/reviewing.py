"""Review drafts in the terminal: approve, edit or retire each, with its cited passage in view."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot import clock
from bot.authoring.bank import BankFile
from bot.authoring.checking import check_item
from bot.authoring.item import Item, Problem, Status
from bot.authoring.quotes import find_passage, topic_of
from bot.console.lines import Lines
from bot.console.screen import make_console
from bot.text import clean, counted
from corpus import Article

_HELP = "a approve   e edit   r retire   n next   q quit"
_SEPARATOR = " | "

Check = Callable[[Item, Article], Sequence[Problem]]


def review_drafts(path: Path, article: Article, reviewer: str, check: Check = check_item) -> None:
    """Go through the drafts of a bank and ask for a decision on each.

    Each decision is written at once, into the file as it is at that moment.
    """
    console = make_console()
    lines = Lines(console)
    drafts = _drafts(path, article)
    decided = 0
    for number, draft in enumerate(drafts, 1):
        console.print(Text(f"\nDraft {number} of {len(drafts)}: {clean(draft.id)}", style="bold"))
        item = _decide(console, lines, draft, article, check)
        if item is None:
            break
        if item != draft:
            reviewed = replace(item, reviewed_by=reviewer, reviewed_on=date.today())  # noqa: DTZ011 - the local day
            decided += _write(console, path, article, draft, reviewed)
    left = len(_drafts(path, article))
    console.print(Text(f"\n{decided} decided; {counted(left, 'draft')} left in {path.name}."))


def write_one(article: Article, check: Check = check_item) -> Item | None:
    """Ask for a new item field by field; return None when the person leaves or a needed field stays empty."""
    console = make_console()
    lines = Lines(console)
    console.print(Text("A new question. Ctrl-D leaves.", style="dim"))
    item = _edit(lines, Item("item-1", topic_of(article, article.sections[0]), "", "", (), ""))
    if item is None or not (item.question and item.answer and item.wrong):
        return None
    for problem in check(item, article):
        console.print(Text(f"! {clean(problem.reason)}", style="yellow"))
    return item


def _drafts(path: Path, article: Article) -> list[Item]:
    return [item for item in BankFile(path, article).read().bank.items if item.status is Status.DRAFT]


def _write(console: Console, path: Path, article: Article, before: Item, after: Item) -> bool:
    """Write a decision and return True; return False if someone else has changed the item since it was read."""
    with BankFile.editing(path, article) as file:
        if file.read().bank.item(before.id) == before:
            file.replace(after)
            return True
    console.print(Text("This item was changed by someone else meanwhile; it is left as it is now.", style="yellow"))
    return False


def _decide(console: Console, lines: Lines, item: Item, article: Article, check: Check) -> Item | None:
    """Ask for a decision on an item.

    Return the item as decided, or as it is now to go on to the next one; None to quit.
    """
    _show(console, item, article, check)
    while (line := lines.read()) is not None:
        match line.strip().lower():
            case "a" | "approve":
                problems = check(replace(item, status=Status.APPROVED), article)
                if any(problem.rule == "quote" for problem in problems):
                    console.print(Text("The source is not in the article; edit it first.", style="yellow"))
                    continue
                return replace(item, status=Status.APPROVED)
            case "e" | "edit":
                item = _edit(lines, item) or item
                _show(console, item, article, check)
            case "r" | "retire":
                return replace(item, status=Status.RETIRED)
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


def _edit(lines: Lines, item: Item) -> Item | None:
    """Ask for each field in turn, with its present value to edit; wrong options are on one line.

    Return None when the person breaks off.
    """
    now = {
        "question": item.question,
        "answer": item.answer,
        f"wrong options, between{_SEPARATOR}": _SEPARATOR.join(item.wrong),
        "why": item.why,
        "source, word for word": item.source,
        "topic": item.topic,
    }
    typed = []
    for name, value in now.items():
        line = lines.read(name, value)
        if line is None:
            return None
        typed.append(" ".join(line.split()))
    question, answer, wrong, why, source, topic = typed
    options = tuple(option.strip() for option in wrong.split(_SEPARATOR.strip()) if option.strip())
    return replace(item, question=question, answer=answer, wrong=options, why=why, source=source, topic=topic)
