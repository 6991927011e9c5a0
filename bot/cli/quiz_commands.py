"""The commands of quizzes: be quizzed, and read what came of it. `bank_commands.py` has those that keep the banks."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.cli.bank_commands import BANK_COMMANDS
from bot.cli.options import (
    CommandGroup,
    corpus_option,
    language_option,
    local_account,
    local_language,
    local_name,
    name_option,
    open_corpus,
    settings_for,
    write_file,
)


@click.group(cls=CommandGroup, invoke_without_command=True)
@name_option
@language_option
@corpus_option
@click.pass_context
def quiz(context: click.Context, name: str | None, language: str | None, corpus: Path | None) -> None:
    """Be quizzed: five questions, those due first. The commands below keep the banks of questions."""
    context.obj = corpus
    if context.invoked_subcommand is not None:
        return
    from bot.console.quizzing import run_quiz
    from bot.quiz.quizzes import open_quizzes

    settings, who, speech = settings_for(corpus), local_name(name), local_language(language)
    with open_quizzes(open_corpus(settings), settings.database_url, settings.zone) as quizzes:
        run_quiz(quizzes, local_account(who), who, settings.zone, speech)


@quiz.command()
@click.option("--csv", "table", type=click.Path(path_type=Path), help="Write one row per answer into this file.")
@click.option(
    "--chart",
    type=click.Path(path_type=Path),
    help="Write the team's chart into this PNG file, or several: team-1.png, ...",
)
@corpus_option
@click.pass_context
def report(context: click.Context, table: Path | None, chart: Path | None, corpus: Path | None) -> None:
    """Show how everyone stands: what is met, right and mastered by topic, what is due, exams, the questions to fix."""
    from bot.catalogues import ENGLISH
    from bot.console.reporting import print_report
    from bot.console.screen import make_console
    from bot.quiz.quizzes import open_quizzes
    from bot.quiz.team_chart import chart_pages, team_chart

    if chart is not None and chart.suffix.lower() != ".png":
        raise click.UsageError(f"{chart}: the chart is a PNG file; let its name end in .png")
    settings = settings_for(corpus or context.obj)
    with open_quizzes(open_corpus(settings), settings.database_url, settings.zone) as quizzes:
        team = quizzes.reports.team(datetime.now(UTC))
        if table is not None:
            write_file(quizzes.reports.answers_csv().encode("utf-8-sig"), table)
        if chart is not None:
            pages = chart_pages(team)
            for page in range(pages):
                path = chart if pages == 1 else chart.with_stem(f"{chart.stem}-{page + 1}")
                write_file(team_chart(team, ENGLISH, page), path)
        print_report(make_console(), team, quizzes.reports.questions())


@quiz.command()
@click.option("--delete", is_flag=True, help="Delete it all.")
@click.option("--account", metavar="ACCOUNT", help="Someone else's, for who keeps the database: telegram:42.")
@name_option
@corpus_option
@click.pass_context
def mydata(context: click.Context, delete: bool, account: str | None, name: str | None, corpus: Path | None) -> None:
    """Print what is stored about you, as JSON; with --delete, delete it."""
    from bot.quiz import quiz_messages
    from bot.quiz.quizzes import open_quizzes

    settings, account = settings_for(corpus or context.obj), account or local_account(local_name(name))
    with open_quizzes(open_corpus(settings), settings.database_url, settings.zone) as quizzes:
        if delete:
            click.echo(quiz_messages.FORGOTTEN if quizzes.staff.forget(account) else quiz_messages.NOT_STORED)
            return
        data = quizzes.staff.data(account)
    click.echo(json.dumps(data, ensure_ascii=False, indent=2) if data else quiz_messages.NOT_STORED)


for command in BANK_COMMANDS:
    quiz.add_command(command)
