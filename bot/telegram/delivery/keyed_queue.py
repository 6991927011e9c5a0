"""A queue of jobs with keys: one job of a key at a time, in order; different keys concurrently; bounded."""

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
    """A job that waits, its form that takes no memory while it does, and whether it holds a place of the capacity."""

    job: Job
    reloading: Job
    has_place: bool


class KeyedQueue:
    """Run jobs, those of one key in order.

    `capacity` jobs fit; `put` waits while the queue is full. Jobs behind a blocked key take no place, so one chat that
    Telegram makes wait for an hour does not hold up the others. The running job of a key always has a place, and hands
    it on to the next if that has none, so no job waits for a place that jobs behind it have taken.
    """

    def __init__(self, capacity: int = 1000) -> None:
        self._places = asyncio.Semaphore(capacity)
        self._putting = asyncio.Lock()
        self._queues: dict[Hashable, deque[_Waiting]] = {}
        self._blocked: Counter[Hashable] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self.length = 0
        """How many jobs wait or run."""

    async def put(self, key: Hashable, job: Job, reloading: Job | None = None) -> None:
        """Put a job at the end of a key's queue; wait while the queue is full, unless the key is blocked.

        `reloading` is the same job in a form that takes little memory until it runs, if there is one.
        """
        async with self._putting:  # first come, first served, however long one waits for a place
            if not self._is_blocked(key):
                await self._places.acquire()
                waiting = _Waiting(job, reloading or job, has_place=True)
                if self._is_blocked(key):
                    self._give_up_place(waiting)
            else:
                waiting = _Waiting(reloading or job, reloading or job, has_place=False)
            self.length += 1
            if key in self._queues:
                self._queues[key].append(waiting)
            else:
                self._begin(key, waiting)

    @contextmanager
    def blocked(self, key: Hashable) -> Iterator[None]:
        """Block a key within: the jobs that wait behind its running job take no places."""
        self._blocked[key] += 1
        for waiting in self._queues.get(key, ()):
            self._give_up_place(waiting)
        try:
            yield
        finally:
            self._blocked[key] -= 1
            if not self._blocked[key]:
                del self._blocked[key]

    async def drain(self, seconds: float) -> None:
        """Let running jobs end for so long, then cancel them; waiting jobs do not begin."""
        for queue in self._queues.values():
            queue.clear()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _is_blocked(self, key: Hashable) -> bool:
        """Tell whether a job that comes to a key can wait without a place: behind one that runs and is blocked."""
        return key in self._blocked and key in self._queues

    def _give_up_place(self, waiting: _Waiting) -> None:
        waiting.job = waiting.reloading
        if waiting.has_place:
            waiting.has_place = False
            self._places.release()

    def _begin(self, key: Hashable, first: _Waiting) -> None:
        self._queues[key] = deque([first])
        task = asyncio.create_task(self._run(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, key: Hashable) -> None:
        queue = self._queues[key]
        try:
            while queue:
                try:
                    await queue.popleft().job()
                except Exception:
                    logger.exception("what failed waits for the next start")
                finally:
                    self.length -= 1
                    self._hand_on_place(queue)
        finally:
            del self._queues[key]

    def _hand_on_place(self, queue: deque[_Waiting]) -> None:
        """Give the place of a job that has ended to the next of its key, or back."""
        if queue and not queue[0].has_place:
            queue[0].has_place = True
        else:
            self._places.release()
