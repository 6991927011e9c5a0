"""The command that makes web pages of the articles."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.options import corpus_option, open_corpus, settings_for
from bot.text import counted

if TYPE_CHECKING:
    from corpus import Article

_MANY = 20  # pages that are written in a moment


@click.command()
@click.argument("target", metavar="DIR")
@corpus_option
def publish(target: str, corpus: Path | None) -> None:
    """Write the articles into DIR as web pages, for citations to link to.

    DIR gets a page for each article and index.html, which lists them. Have a web server serve DIR, and set
    ARTICLE_BOT_PAGES to its address: then citations open the page at the passage, highlighted. Do it again whenever
    articles change. Pages of articles that are gone are removed; other files in DIR stay as they are.

    The exit code is 1 if an article cannot be read; the others are published.
    """
    if not target.strip():
        raise click.UsageError("DIR is empty; name a folder for the pages")
    from bot.publishing.site import publish as write_pages

    settings, folder = settings_for(corpus), Path(target)
    found = open_corpus(settings)
    done = write_pages(found, settings.corpus, folder, _show_writing, notice=settings.notice)
    for problem in found.problems:
        click.echo(str(problem), err=True)
    click.echo(
        f"{counted(done.written, 'page')} written to {folder}, {done.unchanged} unchanged, {done.removed} removed."
    )
    if done.kept:
        click.echo(
            f"{counted(done.kept, 'page')} without an article stayed, for not all articles can be read.", err=True
        )
    if settings.pages is None:
        click.echo("Citations link to them once ARTICLE_BOT_PAGES is the web address of that folder.")
    sys.exit(1 if found.problems else 0)


def _show_writing(articles: Sequence["Article"]) -> Iterable["Article"]:
    if len(articles) <= _MANY or not sys.stderr.isatty():
        return articles
    from bot.console.progress import track_work

    return track_work(articles, "Writing pages")
