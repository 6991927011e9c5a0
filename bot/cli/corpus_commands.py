"""The commands that look at the articles and change which there are."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from bot.cli.options import CommandGroup, by_option, corpus_option, open_corpus, record_action, settings_for
from bot.errors import BotError
from bot.text import counted
from corpus import Reason

if TYPE_CHECKING:
    from datetime import date

    from corpus import Understood


@click.group(cls=CommandGroup)
def corpus() -> None:
    """Look at the articles, add some and remove some."""


@corpus.command(name="list")
@corpus_option
def list_articles(corpus: Path | None) -> None:
    """List the articles: slug, title and date."""
    from bot.answering.messages import source_line
    from bot.catalogues import ENGLISH

    for article in open_corpus(settings_for(corpus)).articles:
        click.echo(f"{article.slug}\t{source_line(article, ENGLISH)}")


@corpus.command()
@click.argument("slug")
@click.option("--passages", is_flag=True, help="Show it as it is cut into passages, each under its citation.")
@corpus_option
def show(slug: str, passages: bool, corpus: Path | None) -> None:
    """Show an article as it will be quoted: its headings and paragraphs."""
    from bot.cli.options import open_assistant
    from bot.console.screen import make_console, print_article, print_passages

    article = open_assistant(settings_for(corpus)).check_article(slug)
    (print_passages if passages else print_article)(make_console(), article)


@corpus.command()
@corpus_option
def check(corpus: Path | None) -> None:
    """Say what was understood of each file, and what was left out; exit code 1 if one cannot be read."""
    from bot import clock
    from bot.answering.emergencies import own_emergencies
    from bot.answering.example_files import read_examples
    from bot.answering.own_synonyms import own_synonyms
    from bot.console.corpus_report import print_understood
    from bot.console.screen import make_console
    from corpus import FileError
    from index import Index

    folder = settings_for(corpus).corpus
    found = open_corpus(settings_for(corpus))
    console, today = make_console(), clock.now().date()
    for slug, file in found.files.items():
        print_understood(console, _within(file, folder), found.understood[slug], today)
    problems = list(found.problems)
    passages = Index.build(found.articles).passages
    problems += read_examples(folder, passages).problems
    for read in (own_synonyms, own_emergencies):
        try:
            read(folder)
        except FileError as error:
            problems.append(error)
    _say(found.skipped)
    _say(problems)
    click.echo(f"{counted(len(found.articles), 'article')} can be read; {counted(len(problems), 'problem')}.")
    sys.exit(1 if problems else 0)


@corpus.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--review", metavar="DATE", help="When the articles are due to be looked at again, such as 2026-03-01.")
@click.option("--replace", is_flag=True, help="Put a file in the place of one that has its name.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@by_option
@corpus_option
def add(
    files: tuple[Path, ...], review: str | None, replace: bool, yes: bool, by: str | None, corpus: Path | None
) -> None:
    """Show what is understood of FILES, and copy them to the articles when you agree."""
    from corpus import FileError

    folder, day = _own_folder(corpus), _review_date(review)
    failed = []
    for file in files:
        try:
            if done := _add(file, folder, day, replace=replace, yes=yes):
                record_action(done, file.name, by)
        except FileError as error:
            failed.append(error)
    _say(failed)
    sys.exit(1 if failed else 0)


def _add(file: Path, folder: Path, review: date | None, *, replace: bool, yes: bool) -> str | None:
    """Add one file, and say what was done; its review date is written first, so that it is never served without."""
    from corpus import FileError, find_place, put_file, read_new_file, replace_file, set_review

    content, understood = read_new_file(file, review)
    target, slug = find_place(folder, file.name, content, replace=replace)
    _preview(file, understood, slug)
    if review is None and target.exists() and target.samefile(file):
        raise FileError(file.name, Reason("is the file in the folder of articles itself, which is served already"))
    if not yes and not _agreed(f"Add it to {folder} as {slug}?"):
        click.echo("It was not added.")
        return None
    if review is not None:
        target.parent.mkdir(parents=True, exist_ok=True)
        set_review(target, review)
    replaces = target.exists()
    if replaces:
        replace_file(target, content, slug)
    else:
        put_file(target, content, replace=replace)
    click.echo(f"Added {target} as {slug}. A bot that is running serves it in a moment.")
    return "replace" if replaces else "add"


def _preview(file: Path, understood: Understood, slug: str) -> None:
    from dataclasses import replace

    from bot import clock
    from bot.console.corpus_report import print_understood
    from bot.console.screen import make_console

    named = replace(understood, article=replace(understood.article, slug=slug))
    print_understood(make_console(), file.name, named, clock.now().date())


@corpus.command()
@click.argument("slug")
@by_option
@corpus_option
def remove(slug: str, by: str | None, corpus: Path | None) -> None:
    """Move an article, with its bank of questions, to the folder .removed beside it."""
    from bot.quiz.banks import files_of
    from corpus import find_files, move_away, name_files

    folder = _own_folder(corpus)
    files = find_files(folder).files
    if slug not in files:
        raise click.UsageError(f"no article is called {slug!r}; `article-bot corpus list` names them")
    *beside, file = files_of(files[slug], slug)
    place = move_away([*beside, file], slug)
    click.echo(f"Moved {' and '.join(path.name for path in (file, *beside))} to {place}.")
    click.echo(f"To undo: article-bot corpus restore {quote(slug)}{_named(corpus)}")
    left = [path for path in files.values() if path != file]
    for new, other in name_files(folder, left).items():
        if files.get(new) != other:
            click.echo(f"{other.name} is called {new} from now on: rename its bank, if it has one, to {new}.quiz.yaml.")
    record_action("remove", slug, by)


@corpus.command(name="restore")
@click.argument("slug")
@by_option
@corpus_option
def put_back(slug: str, by: str | None, corpus: Path | None) -> None:
    """Put back what an article was before it was replaced or removed; done again, it goes back and forth."""
    from corpus import find_files, find_versions, restore

    folder = _own_folder(corpus)
    versions = find_versions(folder)
    version = next((each for each in versions if each.slug == slug and each.differs), None)
    if version is None:
        known = ", ".join(sorted({each.slug for each in versions})) or "none"
        raise click.UsageError(f"nothing that was replaced or removed is called {slug!r}; there is: {known}")
    files = find_files(folder).files if folder.exists() else {}
    target = restore(version, files.get(slug))
    click.echo(f"Restored {target}. A bot that is running serves it in a moment.")
    record_action("restore", slug, by)


def _named(corpus: Path | None) -> str:
    return f" --corpus {quote(str(corpus))}" if corpus else ""


def _own_folder(corpus: Path | None) -> Path:
    """Give the folder of articles, where it is the user's own to change."""
    from corpus import ARTICLES

    folder = settings_for(corpus).corpus
    if folder.is_file():
        raise BotError(f"{folder}: is a file; name the folder of your articles with --corpus or ARTICLE_BOT_CORPUS")
    if folder.exists() and folder.samefile(ARTICLES):
        raise BotError(
            f"{folder}: belongs to the program; name a folder of your own with --corpus or ARTICLE_BOT_CORPUS"
        )
    return folder


def _review_date(written: str | None) -> date | None:
    from corpus import read_date

    if written is None:
        return None
    if (day := read_date(written)) is None:
        raise click.UsageError(f"{written!r} is no date; write it as 2026-03-01")
    return day


def _agreed(question: str) -> bool:
    if not sys.stdin.isatty():
        raise click.UsageError("nobody is there to be asked; with --yes it is added without a question")
    return click.confirm(question)


def _within(file: Path, folder: Path) -> str:
    return str(file.relative_to(folder)) if folder.is_dir() else file.name


def _say(errors: Iterable[Exception]) -> None:
    for error in errors:
        click.echo(str(error), err=True)
