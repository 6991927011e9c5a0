"""How much one person, and all together, may ask: token buckets by the time at which Telegram got a message.

So a backlog that comes at once after an outage is measured as it was sent, and nothing of it is refused for
having waited. Presses of buttons carry no time; they have buckets of their own, by when they came. This
computer's clock has no part in either, for it may be set while the bot runs.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Hashable
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from typing import Any

from telegram import Message, Update
from telegram.error import TelegramError

from bot.telegram.sending import Context, acknowledge

Handle = Callable[[Update, Context], Coroutine[Any, Any, None]]

TOO_MUCH = "That was a lot at once. Please wait a minute, then ask again."
BUSY = "A great many people are asking right now. Please ask again in a minute."

_ALL_TOGETHER = 100
"""How many people's allowance all of them share."""

_MOST_KNOWN = 10_000


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float
    warned: float = -inf


class Limiter:
    """Lets through `per_minute` messages a minute and person, as many at once; 0 lets everything through."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._buckets: OrderedDict[Hashable, _Bucket] = OrderedDict()
        self._let_through: OrderedDict[int, None] = OrderedDict()  # update ids

    def limiting(self, handle: Handle) -> Handle:
        """A handler's callback that is called as often as whoever it is about may ask."""

        async def limited(update: Update, context: Context) -> None:
            if await self._lets_through(update):
                await handle(update, context)

        return limited

    async def _lets_through(self, update: Update) -> bool:
        """Whether an update is not too much; that it is, is said once a minute."""
        message = update.message or update.edited_message
        who = _sender(update, message)
        # What is handled again after a failure was counted before.
        if not self._per_minute or who is None or update.update_id in self._let_through:
            return True
        at = (message.edit_date or message.date).timestamp() if message is not None else time.monotonic()
        own = self._bucket((message is None, who), self._per_minute, at)
        shared = self._bucket((message is None, None), self._per_minute * _ALL_TOGETHER, at)
        for bucket, words in ((own, TOO_MUCH), (shared, BUSY)):
            if bucket.left < 1:
                if at - own.warned > 60:
                    own.warned = at
                    await _refuse(update, words)
                elif update.callback_query is not None:
                    await acknowledge(update.callback_query, words)
                return False
        own.left -= 1
        shared.left -= 1
        self._let_through[update.update_id] = None
        if len(self._let_through) > _MOST_KNOWN:
            self._let_through.popitem(last=False)
        return True

    def _bucket(self, key: Hashable, rate: int, at: float) -> _Bucket:
        """The bucket of a key, filled for the time since it was looked at last."""
        bucket = self._buckets.setdefault(key, _Bucket(float(rate), at))
        bucket.left = min(float(rate), bucket.left + max(at - bucket.at, 0.0) * rate / 60)
        bucket.at = max(bucket.at, at)
        self._buckets.move_to_end(key)
        if len(self._buckets) > _MOST_KNOWN:
            self._buckets.popitem(last=False)
        return bucket


def _sender(update: Update, message: Message | None) -> int | None:
    """Whose allowance a message or a press is counted against; None for what is not limited."""
    if message is None and update.callback_query is None:
        return None
    # Administrators who write as their group have one user in common with all that do.
    sender = message.sender_chat if message is not None else None
    who = sender or update.effective_user
    return who.id if who is not None else None


async def _refuse(update: Update, words: str) -> None:
    if update.callback_query is not None:
        await acknowledge(update.callback_query, words)
    elif update.effective_message is not None:
        with suppress(TelegramError):
            await update.effective_message.reply_text(words)
