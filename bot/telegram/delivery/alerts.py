"""Alerts: managers are told of dead letters, but not once for each."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable

from telegram import Bot
from telegram.error import TelegramError

from bot.catalogues import Catalogue

logger = logging.getLogger(__name__)


class Alerts:
    """Tell managers which updates became dead letters: the first at once, later ones together, `every` seconds.

    `language_of` gives the language of a manager.
    """

    def __init__(
        self, bot: Bot, managers: Iterable[int], language_of: Callable[[int], Awaitable[Catalogue]], every: float
    ) -> None:
        self._language_of = language_of
        self._bot = bot
        self._managers = sorted(managers)
        self._every = every
        self._dead_letters: list[int] = []
        self._something = asyncio.Event()

    def add(self, update_id: int) -> None:
        """Note a dead letter of which the managers are to be told."""
        self._dead_letters.append(update_id)
        self._something.set()

    async def send_always(self) -> None:
        """Send alerts, for as long as the bot runs."""
        while True:
            await self._something.wait()
            self._something.clear()
            numbers, self._dead_letters = self._dead_letters, []
            for manager in self._managers:
                try:
                    await self._bot.send_message(manager, _alert(numbers, await self._language_of(manager)))
                except TelegramError as error:
                    logger.warning("a manager could not be told: %s", error)
            await asyncio.sleep(self._every)


def _alert(numbers: list[int], speech: Catalogue) -> str:
    return speech.say_n(
        "A message could not be handled. It is kept as number {last}: “article-bot updates” shows it, with the reason.",
        "{n} messages could not be handled. They are kept, the last as number {last}: “article-bot updates” shows"
        " them, with the reasons.",
        len(numbers),
        last=numbers[-1],
    )
