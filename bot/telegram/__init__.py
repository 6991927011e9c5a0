"""The Telegram front end: the only room that imports the telegram library."""

from bot.telegram.service import Service, run

__all__ = ["Service", "run"]
