"""KeyedQueue: what belongs to one chat is done in order, different chats at the same time, no more than fits."""

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
    has_room: bool


class KeyedQueue:
    """Runs jobs, each in the lane of its key.

    There is room for `capacity` jobs. What waits in a lane that is held up takes none of it, so a chat that
    Telegram makes wait for an hour does not hold up the others. The job that runs always has room, and hands it
    on to one behind it that has none; so none ever waits for room that those behind it have taken.
    """

    def __init__(self, capacity: int = 1000) -> None:
        self._room = asyncio.Semaphore(capacity)
        self._putting = asyncio.Lock()
        self._lanes: dict[Hashable, deque[_Waiting]] = {}
        self._held: Counter[Hashable] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self.length = 0

    async def put(self, key: Hashable, job: Job, from_disk: Job | None = None) -> None:
        """Put a job at the end of a lane; waits while there is no room, unless the lane is held up.

        `from_disk` is the same job in a form that is small until it runs, if there is one.
        """
        async with self._putting:  # who comes first is put first, however long it waits for room
            if not self._is_held_up(key):
                await self._room.acquire()
                waiting = _Waiting(job, from_disk or job, has_room=True)
                if self._is_held_up(key):
                    self._take_room(waiting)
            else:
                waiting = _Waiting(from_disk or job, from_disk or job, has_room=False)
            self.length += 1
            if key in self._lanes:
                self._lanes[key].append(waiting)
            else:
                self._begin(key, waiting)

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

    def _is_held_up(self, key: Hashable) -> bool:
        """Whether a lane is held up with a job under way: what comes to it can wait without room."""
        return key in self._held and key in self._lanes

    def _take_room(self, waiting: _Waiting) -> None:
        """Have a job wait without room."""
        waiting.job = waiting.from_disk
        if waiting.has_room:
            waiting.has_room = False
            self._room.release()

    def _begin(self, key: Hashable, first: _Waiting) -> None:
        self._lanes[key] = deque([first])
        task = asyncio.create_task(self._run(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, key: Hashable) -> None:
        lane = self._lanes[key]
        try:
            while lane:
                try:
                    await lane.popleft().job()
                except Exception:
                    logger.exception("what failed waits for the next start")
                finally:
                    self.length -= 1
                    self._hand_on(lane)
        finally:
            del self._lanes[key]

    def _hand_on(self, lane: deque[_Waiting]) -> None:
        """Give the room of a job that has ended to the next in its lane, or back."""
        if lane and not lane[0].has_room:
            lane[0].has_room = True
        else:
            self._room.release()
