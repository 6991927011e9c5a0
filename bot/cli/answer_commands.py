"""The commands that answer questions, in the terminal and on Telegram, and the one that measures the answers."""

import logging
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.options import (
    APP,
    corpus_option,
    language_option,
    local_language,
    open_assistant,
    settings_for,
    show_reading,
)
from bot.errors import BotError

if TYPE_CHECKING:
    from bot.answering.answer import Result
    from bot.answering.assistant import Assistant
    from bot.catalogues import Catalogue

logger = logging.getLogger(__name__)


@click.command()
@language_option
@corpus_option
def chat(language: str | None, corpus: Path | None) -> None:
    """Talk in the terminal. Piped input is answered line by line."""
    from platformdirs import user_state_path

    from bot.answering.meaning import learning_meaning
    from bot.console.chat import talk

    settings = settings_for(corpus)
    assistant = open_assistant(settings, language)
    with learning_meaning(assistant, settings) as learning:
        if not sys.stdin.isatty():
            learning.join()  # nobody waits for the first answer, and the same questions get the same answers
        talk(assistant, user_state_path(APP) / "history", local_language(language))


@click.command()
@click.argument("question", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per question and line.")
@click.option(
    "--top", metavar="N", type=click.IntRange(1, 50), help="Passages, best first.  [default: 1; 5 with --json]"
)
@click.option("--article", metavar="SLUG", help="Answer from this article only; `corpus list` names them.")
@language_option
@corpus_option
def ask(
    question: tuple[str, ...],
    as_json: bool,
    top: int | None,
    article: str | None,
    language: str | None,
    corpus: Path | None,
) -> None:
    """Answer QUESTION, or one question per line of standard input."""
    if question and not " ".join(question).strip():
        raise click.UsageError("the question is empty; write it behind ask, or one per line into standard input")
    if not question and sys.stdin.isatty():
        click.echo("Type one question per line; Ctrl-D ends.", err=True)
    from bot.answering.assistant import MAX_QUESTION
    from bot.answering.meaning import learn_meaning

    settings = settings_for(corpus)
    assistant = open_assistant(settings, language)
    if article is not None:
        assistant.check_article(article)
    learn_meaning(assistant, settings)
    show = _printer(assistant, top or 1, local_language(language), as_json=as_json)
    for line in [" ".join(question)] if question else sys.stdin:
        if len(line) > MAX_QUESTION:
            click.echo(f"Of this question only the first {MAX_QUESTION:,} characters are read.", err=True)
        if line.strip():
            show(assistant.ask(line, limit=top or 5, article=article))


def _printer(assistant: "Assistant", top: int, speech: "Catalogue", *, as_json: bool) -> "Callable[[Result], None]":
    """Give what prints an answer: as a line of JSON, or as text for the terminal."""
    if as_json:
        import json

        from bot.answering.answer import to_json

        return lambda answer: click.echo(json.dumps(to_json(answer), ensure_ascii=False))
    from bot.console.screen import make_console, print_answer

    screen = make_console()
    return lambda answer: print_answer(screen, answer, assistant, speech, top)


@click.command(name="telegram")
@click.option(
    "--log-level",
    type=click.Choice(["DEBUG", "INFO", "WARNING"], case_sensitive=False),
    default="INFO",
    show_default=True,
)
@corpus_option
def run_telegram(log_level: str, corpus: Path | None) -> None:
    """Run the Telegram bot until it is stopped."""
    from bot.telegram.service import run
    from corpus import CorpusError

    settings = settings_for(corpus)
    try:
        run(settings, log_level.upper(), show_reading, partial(click.echo, err=True))
    except (BotError, CorpusError) as error:
        if settings.log_format != "json":
            raise
        logger.critical("%s", error)  # as an object, as every other line
        raise click.exceptions.Exit(1) from None


@click.command(name="eval")
@click.argument("questions", required=False, type=click.Path(path_type=Path))
@click.option("--examples", is_flag=True, help="Ask the examples beside the articles, in place of a file.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
@click.option(
    "--misses", metavar="N", type=click.IntRange(0), default=10, show_default=True, help="Worst misses shown."
)
@click.option("--typos", is_flag=True, help="Put one typing error into each question.")
@click.option("--crossed", is_flag=True, help="Put each question to another article as well, which should not answer.")
@click.option("--seed", metavar="N", default=1, show_default=True, help="For --typos and --crossed.")
@corpus_option
def evaluate(
    questions: Path | None,
    examples: bool,
    as_json: bool,
    misses: int,
    typos: bool,
    crossed: bool,
    seed: int,
    corpus: Path | None,
) -> None:
    """Measure answers against QUESTIONS (JSON lines): recall@1, recall@3, MRR@10, abstention.

    refused: share of the unanswerable questions that were not answered. refused@95: the same with the
    threshold at which 95% of the answerable ones are answered.
    """
    import json
    from random import Random

    from bot.answering.example_files import usable_examples
    from bot.answering.meaning import learn_meaning
    from bot.console import evaluation_report
    from bot.console.screen import make_console
    from bot.errors import BotError
    from index.evaluation import EvaluationError, LabelledQuestion, read_questions

    if questions is None and not examples:
        raise click.UsageError("name a file of questions, or ask the examples with --examples")
    settings = settings_for(corpus)
    assistant = open_assistant(settings)
    learn_meaning(assistant, settings)
    try:
        labelled = [] if questions is None else read_questions(questions)
        if examples:
            labelled += [
                LabelledQuestion(each.question, each.quote, kind="example", in_article=each.article)
                for each in usable_examples(settings.corpus, assistant.passages)
            ]
        asked = evaluation_report.prepare(labelled, Random(seed), typos=typos, crossed_articles=crossed)
    except EvaluationError as error:
        raise BotError(str(error)) from error
    evaluated = evaluation_report.run(assistant, asked)
    if as_json:
        click.echo(json.dumps(evaluation_report.to_json(evaluated), ensure_ascii=False))
    else:
        evaluation_report.print_report(make_console(), evaluated, misses)
