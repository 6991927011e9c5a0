"""The inbox of one bot: updates are on disk before Telegram forgets them, and until they are dealt with."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection
from typing import Any, TypeVar

from bot.clock import now
from bot.errors import BotError, DatabaseBusyError
from bot.records import Records, UpdateState, updates
from bot.telegram.delivery.raw_updates import sender_of
from bot.timing import Timing

logger = logging.getLogger(__name__)

T = TypeVar("T")

_BATCH = 100


class Inbox:
    """Store and read the updates of a bot, off the event loop."""

    def __init__(self, records: Records, bot: int, timing: Timing) -> None:
        self._records = records
        self._bot = bot
        self._timing = timing
        self._in_hand: set[int] = set()  # given out, and not yet marked as dealt with
        self._finished: set[int] = set()
        self._something_finished = asyncio.Event()
        self._forgot_at = time.monotonic() - timing.forget_every
        self.works = True
        """Whether the last attempt to write succeeded."""

    async def open(self) -> None:
        """Take over what an earlier version stored without a bot's id, and say what waits for other bots."""
        others = await asyncio.to_thread(self._adopt)
        for bot, count in others.items():
            logger.warning("%d updates in the database wait for another bot, with the id %d", count, bot)

    async def store(self, batch: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Store updates in one transaction; give those that are to be handled, each once."""
        before = set(self._in_hand)  # one of them may be done, and marked so, when this goes on
        found = await self._noting_success(self._write(updates.store, batch, now(), sender_of))
        fresh = [update for update in found if update["update_id"] not in before | self._in_hand]
        self._in_hand |= {update["update_id"] for update in fresh}
        return fresh

    async def read(self, update_id: int) -> dict[str, Any] | None:
        """Give an update, if it is not dealt with."""
        return await self._read(updates.waiting_one, update_id)

    async def waiting(self, after: int | None) -> list[dict[str, Any]]:
        """Give the next of what an earlier run has left, oldest first: those with numbers above `after`."""
        batch = await self._read(updates.waiting, after, _BATCH)
        self._in_hand |= {number for number, _ in batch}
        return [update for _, update in batch]

    async def count_attempt(self, update_id: int) -> int:
        """Count that handling begins once more; give how often it has."""
        return await self._write(updates.count_attempt, update_id)

    async def uncount_attempts(self, ids: Collection[int]) -> None:
        """Take back the count of some updates: they were cut short by a stop that was meant."""
        if ids:
            await self._write(updates.uncount_attempts, ids)

    def finish(self, update_id: int) -> None:
        """Have an update marked as done, in a moment and together with others."""
        self._finished.add(update_id)
        self._something_finished.set()

    async def keep(self, update_id: int, state: UpdateState, error: str) -> None:
        """Keep an update that is not handled any more, to be looked at."""
        await self._write(updates.keep, update_id, state, error)
        self._in_hand.discard(update_id)

    async def note(self, update_id: int, error: str) -> None:
        """Write beside an update why it waits."""
        await self._write(updates.note, update_id, error)

    async def mark_finished(self) -> None:
        """Mark updates as done, for as long as the bot runs."""
        while True:
            await self._something_finished.wait()
            await asyncio.sleep(self._timing.finish_every)
            try:
                await self.flush()
            except DatabaseBusyError as error:
                logger.warning("what is done cannot be marked; it is tried again: %s", error)
                await asyncio.sleep(1)

    async def flush(self) -> None:
        """Mark at once as done what is."""
        self._something_finished.clear()
        finished, self._finished = self._finished, set()
        try:
            await self._noting_success(asyncio.to_thread(self._finish, finished))
        except (BotError, asyncio.CancelledError):
            self._finished |= finished
            self._something_finished.set()
            raise
        self._in_hand -= finished

    async def _noting_success(self, writing: Awaitable[T]) -> T:
        try:
            result = await writing
        except BotError:
            self.works = False
            raise
        self.works = True
        return result

    async def _write(self, do: Callable[..., T], *given: Any) -> T:
        """Call something of `bot.records.updates` in a thread, in a transaction of its own."""

        def write() -> T:
            with self._records.write() as session:
                return do(session, self._bot, *given)

        return await asyncio.to_thread(write)

    async def _read(self, do: Callable[..., T], *given: Any) -> T:
        def read() -> T:
            with self._records.read() as session:
                return do(session, self._bot, *given)

        return await asyncio.to_thread(read)

    def _adopt(self) -> dict[int, int]:
        with self._records.write() as session:
            updates.adopt(session, self._bot)
            return updates.waiting_for_others(session, self._bot)

    def _finish(self, ids: set[int]) -> None:
        if ids:
            with self._records.write() as session:
                updates.finish(session, self._bot, ids)
                if time.monotonic() - self._forgot_at >= self._timing.forget_every:
                    updates.forget(session, now())
                    self._forgot_at = time.monotonic()
