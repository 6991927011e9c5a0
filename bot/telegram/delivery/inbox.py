"""The inbox: updates are on disk before Telegram forgets them, and until they are dealt with."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection
from typing import Any, TypeVar

from bot.clock import now
from bot.errors import BotError, DatabaseBusyError
from bot.records import Records, UpdateState, updates
from bot.telegram.delivery.raw_updates import sender_of

logger = logging.getLogger(__name__)

T = TypeVar("T")

_BATCH = 100
_GATHER = 0.05
"""Seconds for which finished updates are gathered before they are marked in one transaction."""

_FORGET_EVERY = 3600.0  # seconds


class Inbox:
    """The updates of one database, written and read off the event loop."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._in_hand: set[int] = set()  # given out, and not written down as dealt with
        self._finished: set[int] = set()
        self._something = asyncio.Event()
        self._forgot = time.monotonic() - _FORGET_EVERY
        self.works = True
        """Whether what was last to be written down could be."""

    async def store(self, batch: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Write updates down in one transaction; gives those that are to be handled, each once."""
        before = set(self._in_hand)  # one of them may be done, and written down, when this goes on
        found = await self._noting(self._in_thread(updates.store, batch, now(), sender_of))
        fresh = [update for update in found if update["update_id"] not in before | self._in_hand]
        self._in_hand |= {update["update_id"] for update in fresh}
        return fresh

    async def read(self, update_id: int) -> dict[str, Any] | None:
        """An update that is not dealt with."""
        return await self._in_thread(updates.waiting_one, update_id)

    async def waiting(self, after: int | None) -> list[dict[str, Any]]:
        """The next of what an earlier run has left, oldest first: those with numbers above `after`."""
        batch = await self._in_thread(updates.waiting, after, _BATCH)
        self._in_hand |= {number for number, _ in batch}
        return [update for _, update in batch]

    async def begin_again(self, update_id: int) -> int:
        """Count that handling begins once more; gives how often it has."""
        return await self._in_thread(updates.count_attempt, update_id)

    async def take_back(self, ids: Collection[int]) -> None:
        """Take back the count of some: they were cut short by a stop that was meant."""
        if ids:
            await self._in_thread(updates.uncount_attempts, ids)

    def finish(self, update_id: int) -> None:
        """Mark an update as done, which is written down with others in a moment."""
        self._finished.add(update_id)
        self._something.set()

    async def keep(self, update_id: int, state: UpdateState, error: str) -> None:
        """Keep an update that is not handled any more, to be looked at."""
        await self._in_thread(updates.keep, update_id, state, error)
        self._in_hand.discard(update_id)

    async def note(self, update_id: int, error: str) -> None:
        """Write beside an update why it waits: it does no longer when that can be written."""
        await self._in_thread(updates.note, update_id, error)

    async def write(self) -> None:
        """Write down what is done, for as long as the bot runs."""
        while True:
            await self._something.wait()
            await asyncio.sleep(_GATHER)
            try:
                await self.flush()
            except DatabaseBusyError as error:
                logger.warning("what is done cannot be written down; it is tried again: %s", error)
                await asyncio.sleep(1)

    async def flush(self) -> None:
        """Write down at once what is done."""
        self._something.clear()
        finished, self._finished = self._finished, set()
        try:
            await self._noting(asyncio.to_thread(self._finish, finished))
        except (BotError, asyncio.CancelledError):
            self._finished |= finished
            self._something.set()
            raise
        self._in_hand -= finished

    async def _noting(self, writing: Awaitable[T]) -> T:
        """Do some writing, and note whether it could be done."""
        try:
            written = await writing
        except BotError:
            self.works = False
            raise
        self.works = True
        return written

    async def _in_thread(self, do: Callable[..., T], *given: Any) -> T:
        """Call something of the records' inbox in a transaction of its own, off the event loop."""
        return await asyncio.to_thread(self._in_transaction, do, *given)

    def _in_transaction(self, do: Callable[..., T], *given: Any) -> T:
        with self._records.begin() as session:
            return do(session, *given)

    def _finish(self, ids: set[int]) -> None:
        if ids:
            with self._records.begin() as session:
                updates.finish(session, ids)
                if time.monotonic() - self._forgot >= _FORGET_EVERY:
                    updates.forget(session, now())
                    self._forgot = time.monotonic()
