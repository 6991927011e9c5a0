"""Which folder of articles may be written to."""

from pathlib import Path

from bot.errors import BotError
from corpus import ARTICLES, Reason


def check_own(folder: Path) -> None:
    """Raise BotError where a folder of articles is the one that comes with the program."""
    if folder.exists() and folder.samefile(ARTICLES):
        raise BotError(
            Reason(
                "{folder}: belongs to the program; name a folder of your own with --corpus or ARTICLE_BOT_CORPUS",
                folder=folder,
            )
        )
