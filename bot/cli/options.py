"""What commands share."""

import getpass
import logging
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.errors import BotError
from bot.text import clean_name, clip

if TYPE_CHECKING:
    from bot.answering.assistant import Assistant
    from bot.catalogues import Catalogue
    from bot.settings import Settings
    from corpus import Corpus

logger = logging.getLogger(__name__)

APP = "article-bot"

_SENTENCE = 250  # characters
_FEW = 3  # files that are read in a moment


class CommandGroup(click.Group):
    """List commands with the whole first sentence of their help; click cuts it where the line ends."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, each with what it does."""
        commands = {name: self.get_command(ctx, name) for name in self.list_commands(ctx)}
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, each.get_short_help_str(limit=_SENTENCE)) for name, each in commands.items() if each]
            )


class _Folder(click.Path):
    """Take a path, but not an empty one: a variable of a script that is not set would name the working folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not value:
            self.fail("is empty; name a folder of articles", param, ctx)
        return super().convert(value, param, ctx)


def corpus_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add --corpus, which every command that reads articles has."""
    return click.option(
        "--corpus",
        metavar="DIR",
        type=_Folder(path_type=Path),
        help="Folder of articles.  [default: ARTICLE_BOT_CORPUS, else the article shipped]",
    )(command)


def settings_for(corpus: Path | None) -> "Settings":
    """Read the settings, with the corpus that the command line names in place of theirs."""
    from bot.settings import load_settings

    settings = load_settings()
    return settings if corpus is None else settings.model_copy(update={"corpus": corpus})


def open_corpus(settings: "Settings") -> "Corpus":
    """Read the articles, those in the cache from there; a progress bar shows where that takes long."""
    from bot.published import with_pages
    from corpus import Cache, read_corpus

    return with_pages(read_corpus(settings.corpus, Cache(settings.cache_folder), show_reading), settings.pages)


def show_reading(files: Sequence[Path]) -> Iterable[Path]:
    """Give the files that are read one after the other; of many, a terminal shows how far that is."""
    if len(files) <= _FEW or not sys.stderr.isatty():
        return files
    from bot.console.progress import track_reading

    return track_reading(files)


def open_assistant(settings: "Settings", language: str | None = "en") -> "Assistant":
    """Read and index the articles, synonyms and notices; what cannot be read is logged as a warning, in a language.

    It searches words alone until it learns what the passages mean.
    """
    from bot.answering.library import assistant_for
    from bot.reader_words import explain
    from corpus import CorpusError, FileError

    speech = local_language(language)
    try:
        corpus = open_corpus(settings)
    except CorpusError as error:
        raise BotError(explain(speech, error)) from error

    def warn(problem: FileError) -> None:
        logger.warning("%s", explain(speech, problem))

    for problem in corpus.problems:
        warn(problem)
    return assistant_for(corpus, settings, warn)


def name_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add --name, which commands have that record who does something."""
    return click.option("--name", metavar="NAME", help="Who you are.  [default: your account on this computer]")(
        command
    )


def local_name(name: str | None) -> str:
    """Give the name typed behind --name, else that of the account on this computer."""
    from bot.quiz.staff import MAX_NAME

    name = clip(clean_name(name if name is not None else getpass.getuser()), MAX_NAME)
    if not name:
        raise click.UsageError("the name is empty; write it behind --name")
    return name


def by_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add --name, as `name_option` does, to a command that has another NAME; it is passed as `by`."""
    return click.option("--name", "by", metavar="NAME", help="Who you are.  [default: your account on this computer]")(
        command
    )


def local_account(name: str | None = None) -> str:
    """Give the name that the records have for who types here."""
    return f"local:{local_name(name).casefold()}"


def record_action(what: str, subject: str, by: str | None) -> None:
    """Record what a manager did here, where the database can be used; else say why it was not."""
    from bot.clock import now
    from bot.records import Records, actions

    try:
        with Records.open(settings_for(None).database_url) as records, records.write() as session:
            actions.record(session, local_account(by), what, subject, now())
    except BotError as error:
        click.echo(f"It is done, but who did it is not recorded: {error}", err=True)


def language_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add --language, which commands have that speak to a person."""
    return click.option(
        "--language", metavar="CODE", help="Language of the bot's own words, such as es.  [default: the system's]"
    )(command)


def local_language(code: str | None) -> "Catalogue":
    """Give the catalogue of the language named behind --language, else of the system's, else English."""
    from bot.catalogues import catalogue_for, catalogues

    if code is not None and code.lower() not in catalogues():
        raise click.UsageError(f"there is no language {clip(code, 20)!r}; there are {', '.join(catalogues())}")
    # As gettext takes them, but for a list of several.
    spoken = (os.environ.get(name) for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    return catalogue_for(code or next((each.partition(":")[0] for each in spoken if each), None))


def write_file(content: bytes, output: Path | None) -> None:
    """Write a file whole, or to standard output where none is named; BotError says why it cannot be written."""
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()  # here, where what fails is told
        return
    from corpus import put_file

    if not output.parent.is_dir():
        raise BotError(f"{output}: cannot be written, for there is no folder {output.parent}; name another file")
    if output.is_file() or not output.exists():
        put_file(output.resolve(), content, replace=True)
    else:
        output.write_bytes(content)  # a device or a pipe
    click.echo(f"{output}: written", err=True)
