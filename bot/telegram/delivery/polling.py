"""Polling: asks for updates, and acknowledges them only when they are on disk."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from telegram import Bot
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from bot.errors import BotError
from bot.metrics import Metrics
from bot.telegram.delivery.alerts import Failure
from bot.telegram.delivery.raw_updates import is_update
from bot.telegram.failures import NotTelegramError
from bot.timing import Timing

logger = logging.getLogger(__name__)

_LIMIT = 100
_AT_ONCE = 0.05  # share of the long poll; an empty answer that comes sooner was not held

REFUSED = "Telegram refuses the token: it was revoked, or is not this bot's. Get a new one from @BotFather"
TWO_POLLERS = (
    "another program asks for this bot's updates: only one may run with a token. End the other one; this one waits"
)

_LASTING = 3  # conflicts, one after the other


async def is_refused(bot: Bot) -> bool:
    """Ask Telegram whether the token is refused: one refusal alone may come from something between."""
    try:
        await bot.get_me()
    except InvalidToken:
        return True
    except TelegramError:
        return False
    return False


class Poller:
    """Poll until cancelled. `receive` returns when the updates are on disk and there is room for more."""

    def __init__(
        self,
        bot: Bot,
        receive: Callable[[list[dict[str, Any]]], Awaitable[None]],
        allowed: list[str],
        metrics: Metrics,
        timing: Timing,
        alert: Callable[[Failure], None] = lambda _: None,
    ) -> None:
        self._metrics = metrics
        self._alert = alert
        self._conflicts = 0
        self._bot = bot
        self._receive = receive
        self._allowed = allowed
        self._timing = timing
        self._offset = 0
        self._waits = timing.poll.waits()
        self._taking = False
        self._complaint = ""
        self.last_good = time.monotonic()

    async def run(self) -> None:
        """Poll; BotError when Telegram refuses the token."""
        self.last_good = time.monotonic()
        while True:
            try:
                updates = await self._poll()
            except (InvalidToken, EndPointNotFound):
                if await is_refused(self._bot):
                    raise BotError(REFUSED) from None
                self._complain("polling was refused, though the token is good: is a proxy in between?")
                await self._pause()
            except Conflict:
                self._complain(TWO_POLLERS)
                self._conflicts += 1
                if self._conflicts >= _LASTING:  # the one before may be about to end
                    self._alert(Failure.TWICE)
                await self._pause()
                self.last_good = time.monotonic()  # Telegram did answer
            except RetryAfter as error:
                after = error.retry_after
                await asyncio.sleep(after.total_seconds() if isinstance(after, timedelta) else after)
                self.last_good = time.monotonic()
            except TelegramError as error:
                reason = str(error) if isinstance(error, NotTelegramError) else type(error).__name__
                self._complain(f"polling failed ({reason}); it is tried again")
                await self._pause()
            else:
                self._conflicts = 0
                if self._complaint:
                    logger.info("polling goes well again")
                    self._complaint = ""
                self.last_good = time.monotonic()
                self._metrics.good_poll(time.time())
                self._taking = True
                try:
                    await self._take(updates)
                finally:
                    self._taking = False
                    self.last_good = time.monotonic()

    async def watch(self) -> None:
        """Raise BotError when polling has died or hangs."""
        end_after = self._timing.end_after
        while True:
            if self._silent > end_after:
                raise BotError(
                    f"Telegram has not answered for {self._silent:.0f} seconds; see whether the network is up"
                )
            await asyncio.sleep(min(end_after / 10, 5.0))

    @property
    def is_healthy(self) -> bool:
        """Tell whether polling goes well, or went well lately."""
        return self._silent < self._timing.unhealthy_after

    @property
    def _silent(self) -> float:
        """Seconds since the last good poll. While there is no room for more, it is not Telegram that is waited for."""
        return 0.0 if self._taking else time.monotonic() - self.last_good

    async def _poll(self) -> list[dict[str, Any]]:
        # In small letters, for the library wants getUpdates to be called by its method, which parses what
        # it gets and fails as a whole when it cannot parse one update.
        asked = {
            "offset": self._offset,
            "timeout": self._timing.long_poll,
            "limit": _LIMIT,
            "allowed_updates": self._allowed,
        }
        began = time.monotonic()
        try:
            result = await self._bot.do_api_request("getupdates", asked, read_timeout=self._timing.long_poll + 10)
        except TelegramError:
            raise
        except Exception as error:  # the library expects Telegram's form of an answer
            raise NotTelegramError(HTTPStatus.OK) from error
        updates = [update for update in result if is_update(update)] if isinstance(result, list) else []
        if not updates and (result != [] or time.monotonic() - began < self._timing.long_poll * _AT_ONCE):
            raise NotTelegramError(HTTPStatus.OK)
        return updates

    async def _take(self, updates: list[dict[str, Any]]) -> None:
        if not updates:
            self._waits = self._timing.poll.waits()
            return
        try:
            await self._receive(updates)
        except BotError as error:  # not acknowledged: Telegram keeps them, and sends them again
            logger.warning("updates cannot be written down; they stay at Telegram: %s", error)
            self._alert(Failure.DATABASE)
            await self._pause()
        else:
            self._offset = max(update["update_id"] for update in updates) + 1
            self._waits = self._timing.poll.waits()

    def _complain(self, text: str) -> None:
        """Log what is wrong once, for as long as it is the same."""
        if text != self._complaint:
            logger.warning("%s", text)
            self._complaint = text

    async def _pause(self) -> None:
        await asyncio.sleep(next(self._waits, self._timing.poll.longest))
