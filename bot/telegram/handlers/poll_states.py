"""What Telegram tells of polls: their states, which say more than a call whose answer was lost."""

import asyncio
import json

from cachetools import LRUCache
from telegram import Poll, Update

from bot.clock import now
from bot.records import Records, queries, unknown_polls
from bot.retry import RetryPolicy
from bot.telegram.sending import Context

_MOST_KNOWN = 10_000


class PollStates:
    """Remember the last state of each poll that was voted in or closed.

    It is in memory; that of a poll whose id is not stored is on disk too, for a kill may come between it and its vote.
    """

    def __init__(self, records: Records, policy: RetryPolicy) -> None:
        self._records = records
        self._policy = policy
        self._states: LRUCache[str, Poll] = LRUCache(_MOST_KNOWN)

    async def changed(self, update: Update, _: Context) -> None:
        """Note the new state of a poll."""
        if update.poll is not None:
            self._states[update.poll.id] = update.poll
            if update.poll.total_voter_count and not await asyncio.to_thread(self._is_stored, update.poll.id):
                await asyncio.to_thread(self._keep, update.poll)

    async def of(self, poll: str) -> Poll | None:
        """Give the last state of a poll that is known."""
        return self._states.get(poll) or await asyncio.to_thread(self._kept, poll)

    async def closed(self, poll: str) -> Poll | None:
        """Give the state of a poll that was closed, which Telegram tells in a moment; None where it does not."""
        for wait in (*self._policy.waits(), None):
            state = self._states.get(poll)
            if wait is None or (state is not None and state.is_closed):
                return state
            await asyncio.sleep(wait)
        return None

    def _is_stored(self, poll: str) -> bool:
        with self._records.read() as session:
            return queries.presentation_of_poll(session, poll) is not None

    def _keep(self, poll: Poll) -> None:
        with self._records.write() as session:
            unknown_polls.keep(session, poll.id, poll.to_json(), now())

    def _kept(self, poll: str) -> Poll | None:
        with self._records.read() as session:
            state = unknown_polls.state_of(session, poll)
        return Poll.de_json(json.loads(state), None) if state else None
