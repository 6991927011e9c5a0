"""The commands that look at the articles and change which there are."""

import sys
from pathlib import Path

import click

from bot.cli.options import corpus_option, settings_for


@click.group()
def corpus() -> None:
    """Look at the articles."""


@corpus.command(name="list")
@corpus_option
def list_articles(corpus: Path | None) -> None:
    """List the articles: slug, title and date."""
    from bot.answering.messages import source_line
    from corpus import read_corpus

    for article in read_corpus(settings_for(corpus).corpus).articles:
        click.echo(f"{article.slug}\t{source_line(article)}")


@corpus.command()
@click.argument("slug")
@corpus_option
def show(slug: str, corpus: Path | None) -> None:
    """Show how an article is read: its sections and passages."""
    from bot.answering.assistant import Assistant
    from bot.console.screen import make_console, print_article

    print_article(make_console(), Assistant.open(settings_for(corpus).corpus).check_article(slug))


@corpus.command()
@corpus_option
def check(corpus: Path | None) -> None:
    """Name every file that cannot be read, and why; exit code 1 if there is one."""
    from bot.answering.assistant import own_synonyms
    from corpus import FileError, read_corpus

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
