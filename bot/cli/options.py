"""What commands share."""

from collections.abc import Callable
from pathlib import Path

import click

from bot.settings import Settings, load_settings

APP = "article-bot"


def corpus_option(command: Callable[..., None]) -> Callable[..., None]:
    """--corpus, on every command that reads articles."""
    return click.option(
        "--corpus",
        metavar="DIR",
        type=click.Path(path_type=Path),
        help="Folder of articles.  [default: ARTICLE_BOT_CORPUS, else the article shipped]",
    )(command)


def settings_for(corpus: Path | None) -> Settings:
    """The settings, with the corpus that the command line names in place of theirs."""
    settings = load_settings()
    return settings if corpus is None else settings.model_copy(update={"corpus": corpus})
