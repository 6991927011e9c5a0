"""The commands about what people asked: in vain, and how much."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.options import by_option, corpus_option, local_account, open_assistant, settings_for, write_file

if TYPE_CHECKING:
    from bot.listening.unanswered import Unanswered


@click.group()
def report() -> None:
    """See what people asked, and say what answers it."""


@report.command()
@corpus_option
def unanswered(corpus: Path | None) -> None:
    """List the questions that were not answered, or badly: a name to use below, how often, the wordings."""
    with _unanswered(corpus) as waiting:
        for group in waiting.groups():
            disliked = f"\t{group.disliked} 👎" if group.disliked else ""
            click.echo(f"{group.name}\t{group.asked}\t{' / '.join(group.wordings)}{disliked}")


@report.command()
@click.argument("name")
@click.option("--passage", metavar="NAME", help="The passage that answers; without it, the nearest are listed.")
@click.option("--search", metavar="WORDS", help="List the passages nearest to these words.")
@by_option
@corpus_option
def point(name: str, passage: str | None, search: str | None, by: str | None, corpus: Path | None) -> None:
    """Answer the questions NAME with a passage from now on."""
    from bot.answering.passage_names import name_of
    from bot.text import clip

    with _unanswered(corpus) as waiting:
        if passage is not None:
            shown = waiting.point(name, passage, local_account(by))
            click.echo(f"Questions like that are answered with: {clip(shown.text, 200)}")
            click.echo(f"To undo: article-bot report undo {name}")
            return
        for each in waiting.nearest(search or waiting.find(name).wordings[0]):
            click.echo(f"{name_of(each)}\t{each.citation.label}\t{clip(each.text, 200)}")


@report.command()
@click.argument("name")
@by_option
@corpus_option
def undo(name: str, by: str | None, corpus: Path | None) -> None:
    """Take back what was done about the questions NAME; they wait again."""
    with _unanswered(corpus) as waiting:
        asked = waiting.undo(name, local_account(by))
        click.echo(f"{len(asked)} wait again: {' / '.join(asked)}")


@report.command(name="set-aside")
@click.argument("name")
@by_option
@corpus_option
def set_aside(name: str, by: str | None, corpus: Path | None) -> None:
    """List the questions NAME no more."""
    with _unanswered(corpus) as waiting:
        group = waiting.set_aside(name, local_account(by))
        click.echo(f"Set aside: {group.wordings[0]}\nTo undo: article-bot report undo {group.name}")


@report.command()
@click.argument("name")
@by_option
@corpus_option
def delete(name: str, by: str | None, corpus: Path | None) -> None:
    """Delete the questions NAME for good."""
    with _unanswered(corpus) as waiting:
        click.echo(f"Deleted: {waiting.delete(name, local_account(by)).asked}.")


@report.command()
@click.argument("rule")
@click.option("--remove", is_flag=True, help="Remove it instead.")
@by_option
@corpus_option
def synonym(rule: str, remove: bool, by: str | None, corpus: Path | None) -> None:
    """Add RULE, such as "pee, urine", to the synonyms beside the articles."""
    from bot.answering.synonym_file import rule_key

    with _unanswered(corpus) as waiting:
        if remove:
            click.echo(f"Removed: {waiting.remove_synonym(rule_key(rule), local_account(by))}")
        else:
            click.echo(f"Added: {waiting.add_synonym(rule, local_account(by))}")


@report.command()
@click.option("--chart", metavar="FILE", type=click.Path(path_type=Path), help="Draw them as a PNG.")
def stats(chart: Path | None) -> None:
    """Say how much was asked and answered in 30 days."""
    from bot import clock
    from bot.catalogues import ENGLISH
    from bot.listening.asked_numbers import numbers_lines, read_numbers
    from bot.quiz.numbers_chart import numbers_chart
    from bot.records import Records

    settings = settings_for(None)
    with Records.open(settings.database_url) as records:
        numbers = read_numbers(records, clock.now().astimezone(settings.zone).date())
    for line in numbers_lines(numbers, ENGLISH):
        click.echo(line)
    if chart is not None:
        write_file(numbers_chart(numbers.days, numbers.topics, ENGLISH), chart)


@contextmanager
def _unanswered(corpus: Path | None) -> "Iterator[Unanswered]":
    from bot.answering.meaning import learn_meaning
    from bot.listening.unanswered import Unanswered
    from bot.records import Records

    settings = settings_for(corpus)
    assistant = open_assistant(settings)
    learn_meaning(assistant, settings)
    with Records.open(settings.database_url) as records:
        yield Unanswered(records, lambda: assistant, settings.corpus)
