"""The commands about answers and articles."""

import json
import logging
import sys
from pathlib import Path
from random import Random
from typing import Any

import click
from platformdirs import user_state_path

from bot import console, telegram
from bot.answering.answer import to_json
from bot.answering.assistant import Assistant, own_synonyms
from bot.answering.messages import source_line
from bot.cli.options import APP, corpus_option, settings_for
from bot.cli.quiz_commands import quiz
from bot.cli.update_commands import list_updates
from bot.console import evaluation_report as evaluating
from bot.errors import BotError, UnknownArticleError
from corpus import CorpusError, FileError, read_corpus
from index.evaluation import EvaluationError, read_questions


class _Commands(click.Group):
    """Turns the project's errors into one line and exit code 1, a wrong slug into wrong usage (2)."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except UnknownArticleError as error:
            raise click.UsageError(str(error)) from error
        except (BotError, CorpusError, EvaluationError) as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=APP)
def main() -> None:
    """Answer questions from articles, word for word and with a citation."""
    logging.basicConfig(format="%(levelname)s: %(message)s", level=logging.WARNING, force=True)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # A character that the terminal's encoding lacks is replaced; it must not end the program.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


@main.command()
@corpus_option
def chat(corpus: Path | None) -> None:
    """Talk in the terminal. Piped input is answered line by line."""
    console.chat(Assistant.open(settings_for(corpus).corpus), user_state_path(APP) / "history")


@main.command()
@click.argument("question", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per question and line.")
@click.option(
    "--top", metavar="N", type=click.IntRange(1, 50), help="Passages, best first.  [default: 1; 5 with --json]"
)
@click.option("--article", metavar="SLUG", help="Answer from this article only; `corpus list` names them.")
@corpus_option
def ask(question: tuple[str, ...], as_json: bool, top: int | None, article: str | None, corpus: Path | None) -> None:
    """Answer QUESTION, or one question per line of standard input."""
    if question and not " ".join(question).strip():
        raise click.UsageError("the question is empty; write it behind ask, or one per line into standard input")
    if not question and sys.stdin.isatty():
        click.echo("Type one question per line; Ctrl-D ends.", err=True)
    assistant = Assistant.open(settings_for(corpus).corpus)
    if article is not None:
        assistant.check_article(article)
    screen = console.make_console()
    for line in [" ".join(question)] if question else sys.stdin:
        if not line.strip():
            continue
        answer = assistant.ask(line, limit=top or 5, article=article)
        if as_json:
            click.echo(json.dumps(to_json(answer), ensure_ascii=False))
            sys.stdout.flush()
        else:
            console.print_answer(screen, answer, list(assistant.articles.values()), top or 1)


@main.command(name="telegram")
@click.option(
    "--log-level",
    type=click.Choice(["DEBUG", "INFO", "WARNING"], case_sensitive=False),
    default="INFO",
    show_default=True,
)
@corpus_option
def run_telegram(log_level: str, corpus: Path | None) -> None:
    """Run the Telegram bot until it is stopped."""
    telegram.run(settings_for(corpus), log_level.upper())


@main.group()
def corpus() -> None:
    """Look at the articles."""


@corpus.command(name="list")
@corpus_option
def list_articles(corpus: Path | None) -> None:
    """List the articles: slug, title and date."""
    for article in read_corpus(settings_for(corpus).corpus).articles:
        click.echo(f"{article.slug}\t{source_line(article)}")


@corpus.command()
@click.argument("slug")
@corpus_option
def show(slug: str, corpus: Path | None) -> None:
    """Show how an article is read: its sections and passages."""
    console.print_article(console.make_console(), Assistant.open(settings_for(corpus).corpus).check_article(slug))


@corpus.command()
@corpus_option
def check(corpus: Path | None) -> None:
    """Name every file that cannot be read, and why; exit code 1 if there is one."""
    folder = settings_for(corpus).corpus
    found = read_corpus(folder)
    problems = list(found.problems)
    try:
        own_synonyms(folder)
    except FileError as error:
        problems.append(error)
    for problem in problems:
        click.echo(str(problem), err=True)
    click.echo(f"{len(found.articles)} articles can be read; {len(problems)} problems.")
    sys.exit(1 if problems else 0)


@main.command(name="eval")
@click.argument("questions", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
@click.option(
    "--misses", metavar="N", type=click.IntRange(0), default=10, show_default=True, help="Worst misses shown."
)
@click.option("--typos", is_flag=True, help="Put one typing error into each question.")
@click.option("--crossed", is_flag=True, help="Put each question to another article as well, which should not answer.")
@click.option("--seed", metavar="N", default=1, show_default=True, help="For --typos and --crossed.")
@corpus_option
def evaluate(
    questions: Path, as_json: bool, misses: int, typos: bool, crossed: bool, seed: int, corpus: Path | None
) -> None:
    """Measure answers against QUESTIONS (JSON lines): recall@1, recall@3, MRR@10, abstention.

    refused: share of the unanswerable questions that were not answered. refused@95: the same with the
    threshold at which 95% of the answerable ones are answered.
    """
    assistant = Assistant.open(settings_for(corpus).corpus)
    asked = evaluating.prepare(read_questions(questions), Random(seed), typos=typos, crossed_articles=crossed)
    outcomes = evaluating.run(assistant, asked)
    if as_json:
        click.echo(json.dumps(evaluating.to_json(outcomes), ensure_ascii=False))
    else:
        evaluating.print_report(console.make_console(), outcomes, misses)


main.add_command(quiz)
main.add_command(list_updates)
