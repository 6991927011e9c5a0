"""Review of drafts in the terminal: approve, edit, retire, next, beside the cited passage."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from rich.console import Console
from rich.text import Text

from bot.console.lines import Lines
from bot.console.screen import make_console
from bot.display import clean
from bot.quiz.bank import BankFile
from bot.quiz.checking import check_item
from bot.quiz.item import Item, Problem, Status
from bot.quiz.quotes import find_passage
from bot.quiz.wording import counted
from corpus import Article

_HELP = "a approve   e edit   r retire   n next   q quit"
_SEPARATOR = " | "

Check = Callable[[Item, Article], Sequence[Problem]]


def review(file: BankFile, article: Article, reviewer: str, check: Check = check_item) -> None:
    """Walk through the drafts of a bank. Each decision is written at once."""
    console = make_console()
    lines = Lines(console)
    drafts = [item for item in file.read().bank.items if item.status is Status.DRAFT]
    decided = 0
    for number, draft in enumerate(drafts, 1):
        console.print(Text(f"\nDraft {number} of {len(drafts)}: {clean(draft.id)}", style="bold"))
        item = _decide(console, lines, draft, article, check)
        if item is None:
            break
        if item != draft:
            reviewed = replace(item, reviewed_by=reviewer, reviewed_on=date.today())  # noqa: DTZ011 - the local day
            file.replace(reviewed)
            file.write()
            decided += 1
    left = sum(item.status is Status.DRAFT for item in file.read().bank.items)
    console.print(Text(f"\n{decided} decided; {counted(left, 'draft')} left in {file.path.name}."))


def _decide(console: Console, lines: Lines, item: Item, article: Article, check: Check) -> Item | None:
    """The item as it was decided, or as it was for the next one; None to quit."""
    _show(console, item, article, check)
    while (line := lines.read()) is not None:
        match line.strip().lower()[:1]:
            case "a":
                problems = check(replace(item, status=Status.APPROVED), article)
                if any(problem.rule == "quote" for problem in problems):
                    console.print(Text("The source is not in the article; edit it first.", style="yellow"))
                    continue
                return replace(item, status=Status.APPROVED)
            case "e":
                item = _edit(lines, item)
                _show(console, item, article, check)
            case "r":
                return replace(item, status=Status.RETIRED)
            case "n":
                return item
            case "q":
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
    """The whole paragraph that is cited, the quote in it bold."""
    found = find_passage(article, item.source)
    if found is None:
        console.print(Text("The source is not in the article.", style="yellow"))
        return
    citation, text, (start, end) = found
    passage = Text(style="dim")
    for part, style in ((text[:start], ""), (text[start:end], "bold not dim"), (text[end:], "")):
        passage.append(clean(part), style=style)
    console.print(passage)
    console.print(Text(f"— {clean(citation.label)}", style="cyan"))


def _edit(lines: Lines, item: Item) -> Item:
    """Each field in turn, as it is until it is changed; the wrong options on one line."""
    question = _field(lines, "question", item.question)
    answer = _field(lines, "answer", item.answer)
    wrong = _field(lines, f"wrong options, between{_SEPARATOR}", _SEPARATOR.join(item.wrong))
    options = tuple(option.strip() for option in wrong.split(_SEPARATOR.strip()) if option.strip())
    return replace(
        item,
        question=question,
        answer=answer,
        wrong=options or item.wrong,
        why=_field(lines, "why", item.why),
        source=_field(lines, "source", item.source),
        topic=_field(lines, "topic", item.topic),
    )


def _field(lines: Lines, name: str, value: str) -> str:
    return " ".join((lines.read(name, value) or value).split())
