"""The `eval` command: asks every labelled question as a user would, and prints what came of it."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from bot.answer import Answer
from bot.assistant import Assistant
from bot.display import clip
from index import Hit
from index.evaluation import LabelledQuestion, Outcome, Report, by_kind, evaluate, misses, summarise

_RANKS = 10


def run(assistant: Assistant, questions: Sequence[LabelledQuestion]) -> list[Outcome]:
    """Ask all questions; a progress bar on standard error where that is a terminal."""

    def ask(question: str, article: str | None) -> tuple[bool, Sequence[Hit]]:
        answer = assistant.ask(question, limit=_RANKS, article=article)
        return (True, answer.hits) if isinstance(answer, Answer) else (False, answer.nearest)

    screen = Console(stderr=True)
    return list(
        track(
            evaluate(questions, ask),
            "Asking",
            total=len(questions),
            console=screen,
            transient=True,
            disable=not screen.is_terminal,
        )
    )


def to_json(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The whole report and one per kind."""
    return {
        **asdict(summarise(outcomes)),
        "kinds": {kind: asdict(report) for kind, report in by_kind(outcomes).items()},
    }


def print_report(console: Console, outcomes: Sequence[Outcome], worst: int) -> None:
    """A table of all measures, then the worst misses with what was returned instead."""
    table = Table("questions", "n", "recall@1", "recall@3", "MRR@10", "answered", "not answered", box=None)
    for kind, report in {"all": summarise(outcomes), **by_kind(outcomes)}.items():
        table.add_row(*_row(kind, report))
    console.print(table)
    for outcome in misses(outcomes)[:worst]:
        console.print()
        console.print(Text(f"? {clip(outcome.asked.question, 200)}", style="bold"))
        console.print(Text(f"  expected: {clip(outcome.asked.passage or 'no answer', 200)}"))
        got = clip(outcome.first.passage.text, 200) if outcome.first else "nothing"
        console.print(Text(f"  got:      {got}  ({_fate(outcome)})", style="dim"))


def _row(kind: str, report: Report) -> list[str]:
    shares = [report.recall_at_1, report.recall_at_3, report.mrr_at_10, report.answered, report.refused]
    number = report.answerable + report.unanswerable
    return [kind, str(number), *("-" if share is None else f"{share:.3f}" for share in shares)]


def _fate(outcome: Outcome) -> str:
    confidence = outcome.first.confidence if outcome.first else 0.0
    found = "" if outcome.asked.passage is None else f"right passage at {outcome.rank or f'none of {_RANKS}'}, "
    return f"{found}confidence {confidence:.2f}"
