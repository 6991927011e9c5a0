"""A queue of jobs with keys: one job of a key at a time, in order; different keys concurrently; bounded."""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

logger = logging.getLogger(__name__)

Job = Callable[[], Awaitable[None]]

T = TypeVar("T")

_HELD_FOR_EACH_PLACE = 10
_BEHIND_FOR_EACH_PLACE = 100

_key: ContextVar[Hashable] = ContextVar("key", default=None)
"""The key whose job runs in this context."""


@dataclass(slots=True)
class _Waiting:
    """A job that waits or runs, its form that takes no memory while it waits, and what it takes of the capacity.

    It may hold a place, or, while it runs and waits for something outside, one of the places for those that do.
    """

    job: Job
    reloading: Job
    has_place: bool
    is_held: bool = False


class KeyedQueue:
    """Run jobs, those of one key in order.

    `capacity` jobs fit; `put` waits while the queue is full. Jobs behind a blocked key take no place, nor does its
    running job, as long as no more than ten times the capacity are blocked: so chats that Telegram makes wait for an
    hour do not hold up the others. A hundred times the capacity may wait behind blocked keys; what comes beyond takes
    places, so that memory is bounded. The running job of a key hands what it takes on to the next if that has no place,
    so no job waits for a place that jobs behind it have taken.
    """

    def __init__(self, capacity: int = 1000) -> None:
        self._places = asyncio.Semaphore(capacity)
        self._held_left = capacity * _HELD_FOR_EACH_PLACE
        self._behind_left = capacity * _BEHIND_FOR_EACH_PLACE
        self._running: dict[Hashable, _Waiting] = {}
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
            if not self._is_blocked(key) or not self._behind_left:
                await self._places.acquire()
                waiting = _Waiting(job, reloading or job, has_place=True)
                if self._is_blocked(key):
                    self._give_up_place(waiting)
            else:
                waiting = _Waiting(reloading or job, reloading or job, has_place=False)
                self._behind_left -= 1
            self.length += 1
            if key in self._queues:
                self._queues[key].append(waiting)
            else:
                self._begin(key, waiting)

    async def run(self, key: Hashable, do: Callable[[], Awaitable[T]]) -> T:
        """Do something in its key's turn, and give what comes of it."""
        outcome: asyncio.Future[T] = asyncio.get_running_loop().create_future()

        async def job() -> None:
            try:
                result = await do()
            except Exception as error:  # noqa: BLE001 - it is raised where it is waited for
                if not outcome.done():
                    outcome.set_exception(error)
            else:
                if not outcome.done():
                    outcome.set_result(result)

        await self.put(key, job)
        return await outcome

    def held_up(self) -> AbstractContextManager[None]:
        """Block the key whose job this is called in, if it is called in any."""
        return self.blocked(_key.get()) if _key.get() is not None else nullcontext()

    @contextmanager
    def blocked(self, key: Hashable) -> Iterator[None]:
        """Block a key within: its running job, and those that wait behind it, take no places."""
        self._blocked[key] += 1
        if (running := self._running.get(key)) is not None:
            self._hold(running)
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
        if waiting.has_place and self._behind_left:
            waiting.has_place = False
            self._behind_left -= 1
            self._places.release()

    def _hold(self, running: _Waiting) -> None:
        """Let a job that runs, and waits for something outside, take a place among those that do."""
        if running.has_place and self._held_left:
            running.has_place, running.is_held = False, True
            self._held_left -= 1
            self._places.release()

    def _begin(self, key: Hashable, first: _Waiting) -> None:
        self._queues[key] = deque([first])
        task = asyncio.create_task(self._run(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, key: Hashable) -> None:
        queue = self._queues[key]
        _key.set(key)
        try:
            while queue:
                running = self._running[key] = queue.popleft()
                try:
                    await running.job()
                except Exception:
                    logger.exception("what failed waits for the next start")
                finally:
                    self.length -= 1
                    del self._running[key]
                    self._hand_on_place(running, queue)
        finally:
            del self._queues[key]

    def _hand_on_place(self, ended: _Waiting, queue: deque[_Waiting]) -> None:
        """Give what a job that has ended took to the next of its key, if that has nothing, or back."""
        if queue and not queue[0].has_place:
            queue[0].has_place, queue[0].is_held = ended.has_place, ended.is_held
            self._behind_left += 1
        elif ended.is_held:
            self._held_left += 1
        else:
            self._places.release()
