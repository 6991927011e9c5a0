"""The Telegram front end: the only room that imports the telegram library."""

from bot.telegram.running import Service, run

__all__ = ["Service", "run"]
