"""The alerts: managers are told of what could not be handled, but not once for each."""

import asyncio
import logging
from collections.abc import Iterable

from telegram import Bot
from telegram.error import TelegramError

logger = logging.getLogger(__name__)

_PAUSE = 600.0
"""Seconds in which what fails is gathered before the managers are told again."""


class Alerts:
    """Tells managers which updates were given up: the first at once, later ones together."""

    def __init__(self, bot: Bot, managers: Iterable[int]) -> None:
        self._bot = bot
        self._managers = sorted(managers)
        self._given_up: list[int] = []
        self._something = asyncio.Event()

    def given_up(self, update_id: int) -> None:
        """Note an update of which the managers are to be told."""
        self._given_up.append(update_id)
        self._something.set()

    async def tell(self) -> None:
        """Tell, for as long as the bot runs."""
        while True:
            await self._something.wait()
            self._something.clear()
            numbers, self._given_up = self._given_up, []
            for manager in self._managers:
                try:
                    await self._bot.send_message(manager, _words(numbers))
                except TelegramError as error:
                    logger.warning("a manager could not be told: %s", error)
            await asyncio.sleep(_PAUSE)


def _words(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return (
            f"A message could not be handled. It is kept as number {numbers[0]}: “article-bot updates” shows it,"
            " with the reason."
        )
    return (
        f"{len(numbers)} messages could not be handled. They are kept, the last as number {numbers[-1]}:"
        " “article-bot updates” shows them, with the reasons."
    )
