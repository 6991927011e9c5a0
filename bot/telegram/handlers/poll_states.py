"""What Telegram tells of polls: their states, which say more than a call whose answer was lost."""

import asyncio

from cachetools import LRUCache
from telegram import Poll, Update

from bot.retry import RetryPolicy
from bot.telegram.sending import Context

_MOST_KNOWN = 10_000


class PollStates:
    """Remember the last state of each poll that was voted in or closed; in memory, for a vote comes right after it."""

    def __init__(self, policy: RetryPolicy) -> None:
        self._policy = policy
        self._states: LRUCache[str, Poll] = LRUCache(_MOST_KNOWN)

    async def changed(self, update: Update, _: Context) -> None:
        """Note the new state of a poll."""
        if update.poll is not None:
            self._states[update.poll.id] = update.poll

    def of(self, poll: str) -> Poll | None:
        """Give the last state of a poll that is known."""
        return self._states.get(poll)

    async def closed(self, poll: str) -> Poll | None:
        """Give the state of a poll that was closed, which Telegram tells in a moment; None where it does not."""
        for wait in (*self._policy.waits(), None):
            state = self._states.get(poll)
            if wait is None or (state is not None and state.is_closed):
                return state
            await asyncio.sleep(wait)
        return None
