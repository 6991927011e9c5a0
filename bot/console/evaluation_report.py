"""Run the `eval` command: ask every labelled question as a user would, and print the measures."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from random import Random
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from bot.answering.answer import Answer, NoAnswer
from bot.answering.assistant import Assistant
from bot.answering.conversation import Conversation
from bot.text import clip
from index import Hit
from index.evaluation import (
    EvaluatedQuestion,
    EvaluationReport,
    LabelledQuestion,
    by_kind,
    crossed,
    evaluate,
    misses,
    summarise,
    with_typo,
)

_RANKS = 10


def prepare(
    questions: Sequence[LabelledQuestion], rng: Random, *, typos: bool, crossed_articles: bool
) -> list[LabelledQuestion]:
    """Return the questions to ask.

    With `crossed_articles`, questions put to other articles are added; with `typos`, each gets a typing error.
    """
    asked = [*questions, *(crossed(questions, rng) if crossed_articles else ())]
    return [replace(each, question=with_typo(each.question, rng)) for each in asked] if typos else asked


def run(assistant: Assistant, questions: Sequence[LabelledQuestion]) -> list[EvaluatedQuestion]:
    """Ask all questions, with a progress bar if standard error is a terminal."""

    def ask(asked: LabelledQuestion) -> tuple[bool, Sequence[Hit]]:
        conversation = Conversation()
        for turn in asked.turns:
            assistant.ask(turn, conversation, article=asked.article)
        match assistant.ask(asked.question, conversation, limit=_RANKS, article=asked.article):
            case Answer(hits=hits):
                return True, hits
            case NoAnswer(nearest=nearest):
                return False, nearest
        return False, ()

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


def to_json(outcomes: Sequence[EvaluatedQuestion]) -> dict[str, Any]:
    """Return the measures over all questions and for each kind, ready for JSON."""
    return {
        **asdict(summarise(outcomes)),
        "kinds": {kind: asdict(report) for kind, report in by_kind(outcomes).items()},
    }


def print_report(console: Console, outcomes: Sequence[EvaluatedQuestion], worst: int) -> None:
    """Print a table of the measures, then the `worst` failures with the passages returned instead."""
    table = Table(
        "questions",
        "n",
        "recall@1",
        "recall@3",
        "MRR@10",
        "answered",
        "right",
        "wrong",
        "refused",
        "AUROC",
        "refused@95",
        box=None,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    for kind, report in {"all": summarise(outcomes), **by_kind(outcomes)}.items():
        table.add_row(*_row(kind, report))
    console.print(table)
    for outcome in misses(outcomes)[:worst]:
        console.print()
        asked = " / ".join((*outcome.asked.turns, outcome.asked.question))
        console.print(Text(f"? {clip(asked, 200)}", style="bold"))
        console.print(Text(f"  expected: {clip(outcome.asked.expected, 200)}"))
        got = clip(outcome.first.passage.text, 200) if outcome.first else "nothing"
        console.print(Text(f"  got:      {got}  ({_describe_outcome(outcome)})", style="dim"))


def _row(kind: str, report: EvaluationReport) -> list[str]:
    shares = [report.recall_at_1, report.recall_at_3, report.mrr_at_10]
    shares += [report.answered, report.right, report.wrong, report.refused, report.auroc, report.refused_at_95]
    number = report.answerable + report.unanswerable
    return [kind, str(number), *("-" if share is None else f"{share:.3f}" for share in shares)]


def _describe_outcome(outcome: EvaluatedQuestion) -> str:
    rank = f"right passage at {outcome.rank or f'none of {_RANKS}'}, "
    found = rank if outcome.asked.is_answerable else ""
    return f"{found}{'answered' if outcome.answered else 'not answered'}, confidence {outcome.confidence:.2f}"
