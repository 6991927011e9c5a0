"""Lanes: what belongs to one chat is done in order, different chats at the same time, no more than fits."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable

Job = Callable[[], Awaitable[None]]


class Lanes:
    """Runs jobs, each in the lane of its key. A job sees to its own errors."""

    def __init__(self, at_once: int = 256, capacity: int = 1000) -> None:
        self._at_once = asyncio.Semaphore(at_once)
        self._room = asyncio.Semaphore(capacity)
        self._lanes: dict[Hashable, deque[Job]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.length = 0

    async def put(self, key: Hashable, job: Job) -> None:
        """Put a job at the end of a lane; waits while there is no room."""
        await self._room.acquire()
        self.length += 1
        lane = self._lanes.get(key)
        if lane is not None:
            lane.append(job)
            return
        self._lanes[key] = deque([job])
        task = asyncio.create_task(self._run(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def empty(self, seconds: float) -> None:
        """Let what runs end for so long, then cancel it; what has not begun does not begin."""
        for lane in self._lanes.values():
            lane.clear()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _run(self, key: Hashable) -> None:
        lane = self._lanes[key]
        try:
            while lane:
                job = lane.popleft()
                try:
                    async with self._at_once:
                        await job()
                finally:
                    self.length -= 1
                    self._room.release()
        finally:
            del self._lanes[key]
