"""The Telegram front end: the only room that imports the telegram library."""

from bot.telegram.app import build, run

__all__ = ["build", "run"]
