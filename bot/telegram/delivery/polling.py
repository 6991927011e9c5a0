"""Polling: asks for updates, and acknowledges them only when they are on disk."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from telegram import Bot
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from bot.errors import BotError
from bot.metrics import Metrics
from bot.telegram.delivery.raw_updates import is_update

logger = logging.getLogger(__name__)

LONG_POLL = 20
"""Seconds for which Telegram holds a call that has nothing to tell."""

PATIENCE = 300.0
"""Seconds without a good poll after which the process ends, so that its supervisor starts a new one."""

_UNHEARD = 90.0
"""Seconds without a good poll after which the bot no longer counts as healthy."""

_LIMIT = 100
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 15.0

REFUSED = "Telegram refuses the token: it was revoked, or is not this bot's. Get a new one from @BotFather"
TWO_POLLERS = (
    "another program asks for this bot's updates: only one may run with a token. End the other one; this one waits"
)


class Poller:
    """Polls until it is cancelled. `receive` returns when the updates are on disk and there is room for more."""

    def __init__(
        self,
        bot: Bot,
        receive: Callable[[list[dict[str, Any]]], Awaitable[None]],
        allowed: list[str],
        metrics: Metrics,
        seconds: int = LONG_POLL,
    ) -> None:
        self._metrics = metrics
        self._bot = bot
        self._receive = receive
        self._allowed = allowed
        self._seconds = seconds
        self._offset = 0
        self._wait = _FIRST_WAIT
        self._taking = False
        self.last_good = time.monotonic()

    async def run(self) -> None:
        """Poll; BotError when Telegram refuses the token."""
        self.last_good = time.monotonic()
        while True:
            try:
                updates = await self._poll()
            except (InvalidToken, EndPointNotFound):
                raise BotError(REFUSED) from None
            except Conflict:
                logger.warning(TWO_POLLERS)
                await self._pause()
                self.last_good = time.monotonic()  # Telegram did answer
            except RetryAfter as error:
                after = error.retry_after
                await asyncio.sleep(after.total_seconds() if isinstance(after, timedelta) else after)
                self.last_good = time.monotonic()
            except TelegramError as error:
                logger.warning("polling failed (%s); it is tried again", type(error).__name__)
                await self._pause()
            else:
                self.last_good = time.monotonic()
                self._metrics.good_poll(time.time())
                self._taking = True
                try:
                    await self._take(updates)
                finally:
                    self._taking = False
                    self.last_good = time.monotonic()

    async def watch(self, patience: float = PATIENCE) -> None:
        """Raise BotError when polling has died or hangs."""
        while True:
            if self._silent > patience:
                raise BotError(
                    f"Telegram has not answered for {self._silent:.0f} seconds; see whether the network is up"
                )
            await asyncio.sleep(min(patience / 10, 5.0))

    @property
    def is_heard(self) -> bool:
        """Whether polling goes well, or went well lately."""
        return self._silent < _UNHEARD

    @property
    def _silent(self) -> float:
        """Seconds since the last good poll. While there is no room for more, it is not Telegram that is waited for."""
        return 0.0 if self._taking else time.monotonic() - self.last_good

    async def _poll(self) -> list[dict[str, Any]]:
        # In small letters, for the library wants getUpdates to be called by its method, which parses what
        # it gets and fails as a whole when it cannot parse one update.
        result = await self._bot.do_api_request(
            "getupdates",
            {"offset": self._offset, "timeout": self._seconds, "limit": _LIMIT, "allowed_updates": self._allowed},
            read_timeout=self._seconds + 10,
        )
        if not isinstance(result, list):
            raise TelegramError("getUpdates gave no list")
        return [update for update in result if is_update(update)]

    async def _take(self, updates: list[dict[str, Any]]) -> None:
        if not updates:
            self._wait = _FIRST_WAIT
            return
        try:
            await self._receive(updates)
        except BotError as error:  # not acknowledged: Telegram keeps them, and sends them again
            logger.warning("updates cannot be written down; they stay at Telegram: %s", error)
            await self._pause()
        else:
            self._offset = max(update["update_id"] for update in updates) + 1
            self._wait = _FIRST_WAIT

    async def _pause(self) -> None:
        await asyncio.sleep(self._wait)
        self._wait = min(2 * self._wait, _LONGEST_WAIT)
