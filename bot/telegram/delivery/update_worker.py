"""UpdateWorker: from the inbox through the lanes to the handlers, again after a failure, and given up at last."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import ExitStack, suppress
from functools import partial
from typing import Any, TypeVar

from telegram import Update
from telegram.error import ChatMigrated, InvalidToken
from telegram.ext import Application, ContextTypes

from bot.errors import BotError, DatabaseBusyError, DatabaseGoneError
from bot.metrics import Metrics
from bot.records import UpdateState
from bot.records.updates import handling
from bot.retry import pause_for_database, with_database_retry
from bot.telegram.delivery.alerts import Alerts
from bot.telegram.delivery.inbox import Inbox
from bot.telegram.delivery.keyed_queue import KeyedQueue
from bot.telegram.delivery.polling import REFUSED
from bot.telegram.delivery.raw_updates import moved, queue_key_of
from bot.telegram.failures import cannot_be_reached

logger = logging.getLogger(__name__)

T = TypeVar("T")

_WAITS = (1.0, 4.0)  # seconds after the attempts that failed, but for the last

STARTS = 10
"""Starts of the process that leave an update undone before it is given up. More than the attempts, for most
that are in hand when a process is killed have no part in it."""

_FEW = 4
"""Updates of an earlier run that are begun at the same time, so that few are in hand when the process is killed."""

_HARMLESS_AFTER = 5.0
"""Seconds after which an update that was begun no longer counts among those: it waits for the network."""

App = Application[Any, Any, Any, Any, Any, Any]


class UpdateWorker:
    """Hands updates to an application's handlers, at least once each."""

    def __init__(
        self, application: App, inbox: Inbox, lanes: KeyedQueue, alerts: Alerts, metrics: Metrics, apology: str
    ) -> None:
        self._application = application
        self._inbox = inbox
        self._lanes = lanes
        self._alerts = alerts
        self._metrics = metrics
        self._apology = apology
        self._errors: dict[int, Exception] = {}
        self._begun_again: set[int] = set()
        self._few = asyncio.Semaphore(_FEW)
        self._fatal: BotError | None = None
        self._ended = asyncio.Event()
        application.add_error_handler(self._failed)
        metrics.watch_queue(lambda: lanes.length)

    async def until_it_cannot_go_on(self) -> None:
        """Wait for what makes it pointless to go on; raises it as BotError."""
        await self._ended.wait()
        assert self._fatal is not None  # noqa: S101 - set before the event is
        raise self._fatal

    async def receive(self, updates: list[dict[str, Any]]) -> None:
        """Write new updates down and put them into their lanes; waits while there is no room."""
        try:
            new = await self._inbox.store(updates)
        except DatabaseGoneError as error:
            self._end(error)
            raise
        self._metrics.updates_received(len(updates), repeated=len(updates) - len(new))
        for update in new:
            await self._put(update, again=False)

    async def replay(self) -> None:
        """Put what an earlier run has left into the lanes."""
        count, last = 0, None
        while batch := await self.with_database_retry(partial(self._inbox.waiting, last)):
            for update in batch:
                await self._put(update, again=True)
            count, last = count + len(batch), batch[-1]["update_id"]
        if count:
            logger.info("%d updates of an earlier run are handled now", count)

    async def stopped(self) -> None:
        """After the lanes are empty: what was begun again and told to end counts as not begun."""
        await self._inbox.take_back(self._begun_again)

    async def _put(self, update: dict[str, Any], *, again: bool) -> None:
        from_disk = partial(self._handle_from_disk, update["update_id"], again=again)
        await self._lanes.put(queue_key_of(update), partial(self._handle, update, again=again), from_disk)

    async def _handle_from_disk(self, number: int, *, again: bool) -> None:
        update = await self.with_database_retry(partial(self._inbox.read, number))
        if update is not None:
            await self._handle(update, again=again)

    async def _handle(self, raw: dict[str, Any], *, again: bool) -> None:
        number = raw["update_id"]
        update = self._read(raw)
        if update is None:
            self._metrics.update_set_aside()
            keep = partial(self._inbox.keep, number, UpdateState.UNPARSEABLE, "the library cannot parse it")
            await self.with_database_retry(keep)
            return
        if again:
            await self._handle_again(raw, update)
        else:
            await self._handle_until_done(raw, update)

    async def _handle_again(self, raw: dict[str, Any], update: Update) -> None:
        """Handle what an earlier run has left, unless it may be what ends the process each time."""
        number = update.update_id
        await self._few.acquire()
        with ExitStack() as begun:
            begun.callback(self._few.release)
            timer = asyncio.get_running_loop().call_later(_HARMLESS_AFTER, begun.close)
            begun.callback(timer.cancel)
            starts = await self.with_database_retry(partial(self._inbox.begin_again, number))
            if starts >= STARTS:
                begun.close()
                await self._give_up(update, f"the process ended {STARTS} times before it was done")
                return
            self._begun_again.add(number)
            await self._handle_until_done(raw, update)
        self._begun_again.discard(number)

    def _read(self, raw: dict[str, Any]) -> Update | None:
        try:
            return Update.de_json(raw, self._application.bot)
        except Exception:
            logger.exception("update %d cannot be read and is set aside", raw["update_id"])
            return None

    async def _handle_until_done(self, raw: dict[str, Any], update: Update) -> None:
        number = update.update_id
        failures = 0
        while True:
            error = await self._try(update)
            if error is None:
                self._inbox.finish(number)
                self._metrics.update_handled()
                return
            if isinstance(error, InvalidToken):  # it waits for the next start, with a token that is good
                self._end(BotError(REFUSED))
                return
            if isinstance(error, DatabaseGoneError):
                self._end(error)
                return
            if isinstance(error, DatabaseBusyError):
                logger.warning("update %d waits: %s", number, error)
                await pause_for_database()
                # Only when something could be written: the handlers send before they write.
                await self.with_database_retry(partial(self._inbox.note, number, str(error)))
                continue
            if isinstance(error, ChatMigrated):
                update = self._read(moved(raw, error.new_chat_id)) or update
            logger.error("update %d failed", number, exc_info=error)
            failures += 1
            if failures > len(_WAITS):
                await self._give_up(update, repr(error))
                return
            await asyncio.sleep(_WAITS[failures - 1])

    async def _try(self, update: Update) -> Exception | None:
        try:
            with handling(update.update_id):
                await self._application.process_update(update)
        except Exception as raised:  # noqa: BLE001 - in the library, not in a handler; it counts the same
            return raised
        error = self._errors.pop(update.update_id, None)
        if error is not None and cannot_be_reached(error):
            logger.info("update %d: nobody can be answered there (%s)", update.update_id, error)
            return None
        return error

    async def _failed(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        if isinstance(update, Update) and context.error is not None:
            self._errors[update.update_id] = context.error

    async def _give_up(self, update: Update, reason: str) -> None:
        logger.error("update %d is given up", update.update_id)
        self._metrics.update_given_up()
        message, user = update.effective_message, update.effective_user
        with suppress(Exception):  # a message that is nonsense cannot even be replied to
            if message is not None:
                await message.reply_text(self._apology)
            elif user is not None:  # who answered a poll
                await user.send_message(self._apology)
        # Only now: killed before, the next start gives it up again, and says so.
        await self.with_database_retry(partial(self._inbox.keep, update.update_id, UpdateState.DEAD_LETTER, reason))
        self._alerts.given_up(update.update_id)

    async def with_database_retry(self, do: Callable[[], Awaitable[T]]) -> T:
        """Do something with the database, as soon as it can be used; where it is gone, all ends."""
        try:
            return await with_database_retry(do)
        except DatabaseGoneError as error:
            self._end(error)
            await asyncio.Event().wait()  # until it is cancelled with everything else
            raise

    def _end(self, error: BotError) -> None:
        self._fatal = self._fatal or error
        self._ended.set()
