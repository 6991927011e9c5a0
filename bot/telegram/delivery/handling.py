"""Handling: from the inbox through the lanes to the handlers, again after a failure, and given up at last."""

import asyncio
import logging
from collections.abc import Hashable, Iterable
from contextlib import suppress
from typing import Any

from telegram import Bot, Update
from telegram.error import Forbidden, TelegramError
from telegram.ext import Application, ContextTypes

from bot import wording
from bot.metrics import Metrics
from bot.records import ReceivedState
from bot.telegram.delivery.inbox import Inbox
from bot.telegram.delivery.lanes import Lanes

logger = logging.getLogger(__name__)

_WAITS = (1.0, 4.0, 0.0)  # seconds after each attempt that failed

STARTS = 10
"""Starts of the process that leave an update undone before it is given up. More than the attempts, for most
that are in hand when a process is killed have no part in it."""

App = Application[Any, Any, Any, Any, Any, Any]


class Handling:
    """Hands updates to an application's handlers, at least once each."""

    def __init__(self, application: App, inbox: Inbox, lanes: Lanes, managers: Iterable[int], metrics: Metrics) -> None:
        self._metrics = metrics
        self._application = application
        self._inbox = inbox
        self._lanes = lanes
        self._managers = sorted(managers)
        self._errors: dict[int, Exception] = {}
        application.add_error_handler(self._failed)

    async def receive(self, updates: list[dict[str, Any]]) -> None:
        """Write new updates down and put them into their lanes; waits while there is no room."""
        new = await self._inbox.store(updates)
        self._metrics.updates_received(len(updates), repeated=len(updates) - len(new))
        for update in new:
            await self._put(update, again=False)

    async def replay(self) -> None:
        """Put what an earlier run has left into the lanes."""
        count = 0
        async for update in self._inbox.waiting():
            await self._put(update, again=True)
            count += 1
        if count:
            logger.info("%d updates of an earlier run are handled now", count)

    async def _put(self, update: dict[str, Any], *, again: bool) -> None:
        await self._lanes.put(lane_of(update), lambda: self._handle(update, again=again))
        self._metrics.queue_length(self._lanes.length)

    async def _handle(self, raw: dict[str, Any], *, again: bool) -> None:
        number = raw["update_id"]
        try:
            update = self._read(raw)
            if update is None:
                self._metrics.update_set_aside()
                await self._inbox.keep(number, ReceivedState.UNREADABLE, "the library cannot parse it")
            else:
                await self._handle_until_done(update, again=again)
        except Exception:  # the database is gone, most likely: the update waits in it for the next start
            logger.exception("update %d waits for the next start", number)
        finally:
            self._metrics.queue_length(self._lanes.length - 1)

    def _read(self, raw: dict[str, Any]) -> Update | None:
        try:
            return Update.de_json(raw, self._application.bot)
        except Exception:
            logger.exception("update %d cannot be read and is set aside", raw["update_id"])
            return None

    async def _handle_until_done(self, update: Update, *, again: bool) -> None:
        number = update.update_id
        starts = await self._inbox.begin_again(number) if again else 0
        if starts >= STARTS:
            await self._give_up(update, f"the process ended {STARTS} times before it was done")
            return
        error: Exception | None = None
        for wait in _WAITS:
            error = await self._try(update)
            if error is None:
                self._inbox.finish(number)
                self._metrics.update_handled()
                return
            logger.error("update %d failed", number, exc_info=error)
            await asyncio.sleep(wait)
        await self._give_up(update, repr(error))

    async def _try(self, update: Update) -> Exception | None:
        try:
            await self._application.process_update(update)
        except Exception as raised:  # noqa: BLE001 - in the library, not in a handler; it counts the same
            return raised
        error = self._errors.pop(update.update_id, None)
        if isinstance(error, Forbidden):
            logger.info("update %d: whoever it is from has blocked the bot", update.update_id)
            return None
        return error

    async def _failed(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        if isinstance(update, Update) and context.error is not None:
            self._errors[update.update_id] = context.error

    async def _give_up(self, update: Update, reason: str) -> None:
        logger.error("update %d is given up", update.update_id)
        self._metrics.update_given_up()
        message = update.effective_message
        if message is not None:
            with suppress(Exception):  # a message that is nonsense cannot even be replied to
                await message.reply_text(wording.FAILED)
        # Only now: killed before, the next start gives it up again, and says so.
        await self._inbox.keep(update.update_id, ReceivedState.GIVEN_UP, reason)
        await tell(
            self._application.bot,
            self._managers,
            f"An update could not be handled. It is kept in the database as number {update.update_id}, with the"
            " reason; the log says more.",
        )


def lane_of(update: dict[str, Any]) -> Hashable:
    """What an update is handled in order with: its chat, else its sender, else nothing."""
    for content in update.values():
        if isinstance(content, dict):
            query_message = content.get("message")
            inner = query_message if isinstance(query_message, dict) else content
            for part in (inner.get("chat"), content.get("from"), content.get("user")):
                if isinstance(part, dict) and isinstance(part.get("id"), int):
                    return int(part["id"])
    return None


async def tell(bot: Bot, managers: Iterable[int], text: str) -> None:
    """Tell the managers something that they should know."""
    for manager in managers:
        try:
            await bot.send_message(manager, text)
        except TelegramError as error:
            logger.warning("a manager could not be told: %s", error)
