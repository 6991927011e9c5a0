"""Alerts: managers are told what fails, and what to do about it, once for each kind of failure and hour."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from enum import Enum
from functools import partial

from telegram import Bot
from telegram.error import TelegramError

from bot.catalogues import Catalogue, later
from bot.telegram.notices import Put

logger = logging.getLogger(__name__)


class Failure(Enum):
    """Name a kind of failure that managers are told of; the value says what to do about it."""

    TELEGRAM = later(
        "Telegram refused what I sent. If it goes on, send the reason to whoever looks after me;"
        " “article-bot updates --retry NUMBER” has a message handled again."
    )
    PROGRAM = later(
        "That is a mistake in my program. Send the reason and the log to whoever looks after me; after it is mended,"
        " “article-bot updates --retry NUMBER” has a message handled again."
    )
    UNPARSEABLE = later("I do not know such messages. A newer version of me may: please have me updated.")
    CRASH = later("I was stopped each time that I handled it. Please have the log looked at before it is tried again.")
    DATABASE = later(
        "My database cannot be written at the moment. Nothing is lost, but people wait. Please have it seen to that its"
        " disk is not full, that its server is up if it has one, and that no other program holds it; then I go on by"
        " myself."
    )
    TWICE = later(
        "Another program fetches my messages with the same token, so each of us gets only some. Please have the other"
        " one stopped; or get a new token from @BotFather, if nobody knows of another."
    )


class Alerts:
    """Tell managers of failures: of each kind the first at once, later ones together, `every` seconds.

    Each manager has a queue for alerts, so that none waits for another, nor for a message of their own which waits for
    what the alert is about.

    `language_of` gives the language of a manager.
    """

    def __init__(
        self,
        bot: Bot,
        managers: Iterable[int],
        language_of: Callable[[int], Awaitable[Catalogue]],
        every: float,
        put: Put,
    ) -> None:
        self._put = put
        self._language_of = language_of
        self._bot = bot
        self._managers = sorted(managers)
        self._every = every
        self._dead_letters: dict[Failure, list[int]] = {kind: [] for kind in Failure}
        self._something = {kind: asyncio.Event() for kind in Failure}

    def add(self, kind: Failure, update_id: int | None = None) -> None:
        """Note a failure of which the managers are to be told; with a number, that of the update that is kept."""
        if update_id is not None:
            self._dead_letters[kind].append(update_id)
        self._something[kind].set()

    async def send_always(self) -> None:
        """Send alerts, for as long as the bot runs."""
        await asyncio.gather(*map(self._send, Failure))

    async def _send(self, kind: Failure) -> None:
        while True:
            await self._something[kind].wait()
            self._something[kind].clear()
            numbers, self._dead_letters[kind] = self._dead_letters[kind], []
            for manager in self._managers:
                await self._put(("alert", manager), partial(self._tell, manager, kind, numbers))
            await asyncio.sleep(self._every)

    async def _tell(self, manager: int, kind: Failure, numbers: list[int]) -> None:
        try:
            await self._bot.send_message(manager, _alert(kind, numbers, await self._language_of(manager)))
        except TelegramError as error:
            logger.warning("a manager could not be told: %s", error)


def _alert(kind: Failure, numbers: list[int], speech: Catalogue) -> str:
    if not numbers:
        return speech.say(kind.value)
    happened = speech.say_n(
        "A message could not be handled. It is kept as number {last}: “article-bot updates” shows it, with the reason.",
        "{n} messages could not be handled. They are kept, the last as number {last}: “article-bot updates” shows"
        " them, with the reasons.",
        len(numbers),
        last=numbers[-1],
    )
    return f"{happened}\n\n{speech.say(kind.value)}"
