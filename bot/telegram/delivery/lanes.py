"""Lanes: what belongs to one chat is done in order, different chats at the same time, no more than fits."""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

logger = logging.getLogger(__name__)

Job = Callable[[], Awaitable[None]]


@dataclass(slots=True)
class _Waiting:
    """A job that waits, and its form that needs no room while it does."""

    job: Job
    from_disk: Job
    has_room: bool = False


class Lanes:
    """Runs jobs, each in the lane of its key.

    There is room for `capacity` jobs. What waits in a lane that is held up takes none of it, so a chat that
    Telegram makes wait for an hour does not hold up the others.
    """

    def __init__(self, capacity: int = 1000) -> None:
        self._room = asyncio.Semaphore(capacity)
        self._lanes: dict[Hashable, deque[_Waiting]] = {}
        self._held: Counter[Hashable] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self.length = 0

    async def put(self, key: Hashable, job: Job, from_disk: Job | None = None) -> None:
        """Put a job at the end of a lane; waits while there is no room, unless the lane is held up.

        `from_disk` is the same job in a form that is small until it runs, if there is one.
        """
        waiting = _Waiting(job, from_disk or job)
        if key not in self._held:
            await self._room.acquire()
            waiting.has_room = True
        if key in self._held:
            self._take_room(waiting)
        self.length += 1
        lane = self._lanes.get(key)
        if lane is not None:
            lane.append(waiting)
            return
        self._lanes[key] = deque([waiting])
        task = asyncio.create_task(self._run(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @contextmanager
    def held(self, key: Hashable) -> Iterator[None]:
        """Within, a lane is held up: what waits in it, and what comes, takes no room."""
        self._held[key] += 1
        for waiting in self._lanes.get(key, ()):
            self._take_room(waiting)
        try:
            yield
        finally:
            self._held[key] -= 1
            if not self._held[key]:
                del self._held[key]

    async def empty(self, seconds: float) -> None:
        """Let what runs end for so long, then cancel it; what has not begun does not begin."""
        for lane in self._lanes.values():
            lane.clear()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _take_room(self, waiting: _Waiting) -> None:
        """Have a job wait without room."""
        waiting.job = waiting.from_disk
        if waiting.has_room:
            waiting.has_room = False
            self._room.release()

    async def _run(self, key: Hashable) -> None:
        lane = self._lanes[key]
        try:
            while lane:
                waiting = lane.popleft()
                if not waiting.has_room:
                    await self._room.acquire()
                try:
                    await waiting.job()
                except Exception:
                    logger.exception("what failed waits for the next start")
                finally:
                    self.length -= 1
                    self._room.release()
        finally:
            del self._lanes[key]
