"""The update worker: from the inbox through the keyed queue to the handlers, at least once each.

An update whose handler fails is retried, then kept as a dead letter. The handlers see to it that what an update changes
happens once (`bot.records.effects`); the worker only sees to it that each is handled to its end.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import ExitStack, suppress
from functools import partial
from typing import Any, TypeVar

from telegram import Update
from telegram.error import ChatMigrated, InvalidToken, TelegramError
from telegram.ext import Application, ContextTypes

from bot.errors import BotError, DatabaseBusyError, DatabaseGoneError
from bot.metrics import Metrics
from bot.records import UpdateState
from bot.retry import on_waiting, retry_while_database_busy
from bot.telegram.delivery.alerts import Alerts, Failure
from bot.telegram.delivery.inbox import Inbox
from bot.telegram.delivery.keyed_queue import KeyedQueue
from bot.telegram.delivery.polling import REFUSED, is_refused
from bot.telegram.delivery.raw_updates import moved, queue_key_of
from bot.telegram.failures import AnswerLostError, cannot_be_reached
from bot.timing import Timing

logger = logging.getLogger(__name__)

T = TypeVar("T")

STARTS = 10
"""Starts of the process that leave an update undone before it is a dead letter. More than the retries, for most
that are in hand when a process is killed have no part in it."""

_FAREWELLS = 3
"""Starts after those in which the sender is told; if that ends the process too, it is kept without a word."""

_FEW = 4
"""Updates of an earlier run that are begun at the same time, so that few are in hand when the process is killed."""

App = Application[Any, Any, Any, Any, Any, Any]


class UpdateWorker:
    """Hand updates to an application's handlers. `apology` gives what one is told whose update is a dead letter."""

    def __init__(
        self,
        application: App,
        inbox: Inbox,
        queue: KeyedQueue,
        alerts: Alerts,
        metrics: Metrics,
        timing: Timing,
        apology: Callable[[Update], Awaitable[str]],
    ) -> None:
        self._application = application
        self._inbox = inbox
        self._queue = queue
        self._alerts = alerts
        self._metrics = metrics
        self._timing = timing
        self._apology = apology
        self._errors: dict[int, Exception] = {}
        self._begun_again: set[int] = set()
        self._uncounting: set[asyncio.Task[None]] = set()
        self._few = asyncio.Semaphore(_FEW)
        self._fatal: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        application.add_error_handler(self._note_error)
        metrics.watch_queue(lambda: queue.length)

    async def until_failure(self) -> None:
        """Wait for what makes it pointless to go on; raise it as BotError."""
        await self._fatal

    async def receive(self, batch: list[dict[str, Any]]) -> None:
        """Store new updates and put them into the queue; wait while it is full."""
        try:
            new = await self._inbox.store(batch)
        except DatabaseGoneError as error:
            self._fail(error)
            raise
        self._metrics.updates_received(len(batch), repeated=len(batch) - len(new))
        for update in new:
            await self._put(update, again=False)

    async def replay(self) -> None:
        """Put what an earlier run has left into the queue."""
        count, last = 0, None
        while batch := await self.with_database(partial(self._inbox.waiting, last)):
            for update in batch:
                await self._put(update, again=True)
            count, last = count + len(batch), batch[-1]["update_id"]
        if count:
            logger.info("%d updates of an earlier run are handled now", count)

    async def stop(self) -> None:
        """After the queue is drained: count as not begun what was begun again and told to end."""
        await self._inbox.uncount_attempts(self._begun_again)
        await asyncio.gather(*self._uncounting)

    async def with_database(self, do: Callable[[], Awaitable[T]]) -> T:
        """Do something with the database, as soon as it can be used; where it is gone, the worker fails."""
        try:
            return await retry_while_database_busy(do, self._timing.database)
        except DatabaseGoneError as error:
            self._fail(error)
            await asyncio.Event().wait()  # until it is cancelled with everything else
            raise

    async def _put(self, update: dict[str, Any], *, again: bool) -> None:
        reloading = partial(self._reload_and_handle, update["update_id"], again=again)
        await self._queue.put(queue_key_of(update), partial(self._handle, update, again=again), reloading)

    async def _reload_and_handle(self, number: int, *, again: bool) -> None:
        update = await self.with_database(partial(self._inbox.read, number))
        if update is not None:
            await self._handle(update, again=again)

    async def _handle(self, raw: dict[str, Any], *, again: bool) -> None:
        number = raw["update_id"]
        update = self._parse(raw)
        if update is None:
            self._metrics.update_unparseable()
            keep = partial(self._inbox.keep, number, UpdateState.UNPARSEABLE, "the library cannot parse it")
            await self.with_database(keep)
            self._alerts.add(Failure.UNPARSEABLE, number)
            return
        if again:
            await self._handle_again(raw, update)
        else:
            await self._handle_until_done(raw, update)

    async def _handle_again(self, raw: dict[str, Any], update: Update) -> None:
        """Handle what an earlier run has left, unless it may be what ends the process each time."""
        number = update.update_id
        await self._few.acquire()
        begun = ExitStack()
        begun.callback(self._few.release)
        timer = asyncio.get_running_loop().call_later(self._timing.harmless_after, self._let_go, number, begun)
        waits = on_waiting.set(partial(self._let_go, number, begun))
        try:
            starts = await self.with_database(partial(self._inbox.count_attempt, number))
            self._begun_again.add(number)
            if starts >= STARTS:
                reason = f"the process ended {STARTS} times before it was done"
                say_so = starts < STARTS + _FAREWELLS
                await self._keep_as_dead_letter(update, reason, Failure.CRASH, say_so=say_so)
            else:
                await self._handle_until_done(raw, update)
            self._begun_again.discard(number)  # not when it is cancelled: `stop` takes its count back
        finally:
            on_waiting.reset(waits)
            timer.cancel()
            begun.close()

    def _let_go(self, number: int, begun: ExitStack) -> None:
        """Take an update that goes on, or waits for something else, for harmless: it counts no longer, others begin."""
        begun.close()
        if number in self._begun_again:
            self._begun_again.discard(number)
            uncounting = partial(self._inbox.uncount_attempts, {number})
            task = asyncio.create_task(self.with_database(uncounting))
            self._uncounting.add(task)
            task.add_done_callback(self._uncounting.discard)

    def _parse(self, raw: dict[str, Any]) -> Update | None:
        try:
            return Update.de_json(raw, self._application.bot)
        except Exception:
            logger.exception("update %d cannot be parsed and is kept", raw["update_id"])
            return None

    async def _handle_until_done(self, raw: dict[str, Any], update: Update) -> None:
        number = update.update_id
        waits = self._timing.handling.waits()
        while (error := await self._try(update)) is not None:
            if isinstance(error, InvalidToken) and await is_refused(
                self._application.bot
            ):  # it waits for the next start, with a token that is good
                self._fail(BotError(REFUSED))
                return
            if isinstance(error, DatabaseGoneError):
                self._fail(error)
                return
            if isinstance(error, DatabaseBusyError):
                await self._wait_for_database(number, error)
                continue
            if isinstance(error, ChatMigrated):
                update = self._parse(moved(raw, error.new_chat_id)) or update
            logger.error("update %d failed", number, exc_info=error)
            sent_often = isinstance(error, AnswerLostError)  # the sender may have it several times
            wait = None if sent_often else next(waits, None)
            if wait is None:
                kind = Failure.TELEGRAM if isinstance(error, TelegramError) else Failure.PROGRAM
                await self._keep_as_dead_letter(update, repr(error), kind, say_so=not sent_often)
                return
            await asyncio.sleep(wait)
        self._inbox.finish(number)
        self._metrics.update_handled()

    async def _wait_for_database(self, number: int, error: DatabaseBusyError) -> None:
        """Wait until something can be written, for handlers send before they write."""
        logger.warning("update %d waits: %s", number, error)
        self._alerts.add(Failure.DATABASE)
        on_waiting.get()()
        await asyncio.sleep(self._timing.database.first)
        await self.with_database(partial(self._inbox.note, number, str(error)))

    async def _try(self, update: Update) -> Exception | None:
        try:
            await self._application.process_update(update)
        except Exception as raised:  # noqa: BLE001 - in the library, not in a handler; it counts the same
            self._errors.pop(update.update_id, None)
            return raised
        error = self._errors.pop(update.update_id, None)
        if error is not None and cannot_be_reached(error):
            logger.info("update %d: nobody can be answered there (%s)", update.update_id, error)
            return None
        return error

    async def _note_error(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        if isinstance(update, Update) and context.error is not None:
            self._errors[update.update_id] = context.error

    async def _keep_as_dead_letter(self, update: Update, reason: str, kind: Failure, *, say_so: bool = True) -> None:
        logger.error("update %d is given up", update.update_id)
        self._metrics.update_dead_lettered()
        message, user = update.effective_message, update.effective_user
        with suppress(Exception):  # a message that is nonsense cannot even be replied to
            if not say_so:
                pass
            elif message is not None:
                await message.reply_text(await self._apology(update))
            elif user is not None:  # who answered a poll
                await user.send_message(await self._apology(update))
        # Only now: killed before, the next start keeps it again, and says so.
        await self.with_database(partial(self._inbox.keep, update.update_id, UpdateState.DEAD_LETTER, reason))
        self._alerts.add(kind, update.update_id)

    def _fail(self, error: BotError) -> None:
        if not self._fatal.done():
            self._fatal.set_exception(error)
