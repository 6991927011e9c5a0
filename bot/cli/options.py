"""What commands share."""

import getpass
import logging
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.errors import BotError
from bot.text import clip

if TYPE_CHECKING:
    from bot.answering.assistant import Assistant
    from bot.settings import Settings
    from corpus import Corpus

logger = logging.getLogger(__name__)

APP = "article-bot"

_FEW = 3  # files that are read in a moment


def corpus_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add --corpus, which every command that reads articles has."""
    return click.option(
        "--corpus",
        metavar="DIR",
        type=click.Path(path_type=Path),
        help="Folder of articles.  [default: ARTICLE_BOT_CORPUS, else the article shipped]",
    )(command)


def settings_for(corpus: Path | None) -> "Settings":
    """Read the settings, with the corpus that the command line names in place of theirs."""
    from bot.settings import load_settings

    settings = load_settings()
    return settings if corpus is None else settings.model_copy(update={"corpus": corpus})


def open_corpus(settings: "Settings") -> "Corpus":
    """Read the articles, those in the cache from there; a progress bar shows where that takes long."""
    from corpus import Cache, read_corpus

    return read_corpus(settings.corpus, Cache(settings.cache_folder), show_reading)


def show_reading(files: Sequence[Path]) -> Iterable[Path]:
    """Give the files that are read one after the other; of many, a terminal shows how far that is."""
    if len(files) <= _FEW or not sys.stderr.isatty():
        return files
    from bot.console.progress import track_reading

    return track_reading(files)


def open_assistant(settings: "Settings") -> "Assistant":
    """Read and index the articles and the synonyms beside them; what cannot be read is logged as a warning.

    It searches words alone until it learns what the passages mean.
    """
    from bot.answering.assistant import Assistant, usable_synonyms

    corpus = open_corpus(settings)
    for problem in corpus.problems:
        logger.warning("%s", problem)
    return Assistant(corpus.articles, usable_synonyms(settings.corpus), notice=settings.notice)


def name_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add --name, which commands have that record who does something."""
    return click.option("--name", metavar="NAME", help="Who you are.  [default: your account on this computer]")(
        command
    )


def local_name(name: str | None) -> str:
    """Give the name typed behind --name, else that of the account on this computer."""
    from bot.quiz.staff import MAX_NAME

    name = clip(name if name is not None else getpass.getuser(), MAX_NAME)
    if not name:
        raise click.UsageError("the name is empty; write it behind --name")
    return name


def write_file(content: bytes, output: Path | None) -> None:
    """Write a file, or to standard output where none is named; BotError says why it cannot be written."""
    if output is None:
        sys.stdout.buffer.write(content)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise BotError(f"{output}: cannot be written ({error.strerror}); name another file") from error
    click.echo(f"{output}: written", err=True)
