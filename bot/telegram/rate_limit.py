"""How much one person, and all together, may ask: token buckets by the time at which Telegram got a message.

So a backlog that comes at once after an outage is measured as it was sent, and nothing of it is refused for
having waited. Presses of buttons and inline queries carry no time; they have buckets of their own, by when they
came. This computer's clock has no part in any, for it may be set while the bot runs.
"""

import time
from collections.abc import Collection, Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from cachetools import LRUCache
from telegram import InlineQueryResultsButton, Message, Update
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop, BaseHandler

from bot.catalogues import later
from bot.telegram.sending import Context, acknowledge
from bot.telegram.user_languages import UserLanguages

TOO_MUCH = later("That was a lot at once. Please wait a minute, then ask again.")
BUSY = later("A great many people are asking right now. Please ask again in a minute.")

_ALL_TOGETHER = 100
"""How many people's allowance all of them share."""

_MOST_KNOWN = 10_000


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float
    told: bool = False  # that it is empty; it is said anew once it was full again


class LimitedRoutes(BaseHandler[Update, Context, None]):
    """Take each update that one of some routes would take, to be handled before they are: by the limiter."""

    def __init__(self, routes: Sequence[BaseHandler[Any, Any, Any]], limiter: "RateLimiter") -> None:
        super().__init__(limiter.limit)
        self._routes = routes

    def check_update(self, update: object) -> bool:
        """Tell whether a route takes an update; talk that is not meant for the bot counts against nobody."""
        return any(route.check_update(update) not in (None, False) for route in self._routes)


class RateLimiter:
    """Let through `per_minute` messages a minute and person, as many at once; 0 lets everything through.

    Files from managers are not counted: who begins sends a whole folder at once, and is to lose none of it.
    """

    def __init__(self, per_minute: int, languages: UserLanguages, managers: Collection[int] = ()) -> None:
        self._managers = frozenset(managers)
        self._languages = languages
        self._per_minute = per_minute
        self._buckets: LRUCache[Hashable, _Bucket] = LRUCache(_MOST_KNOWN)
        self._let_through: LRUCache[int, bool] = LRUCache(_MOST_KNOWN)  # by update id

    async def limit(self, update: Update, _: Context) -> None:
        """Handle an update before all other handlers do: end its handling where it is too much.

        That it is, is said once; whoever then waits is answered again.
        """
        if not await self._lets_through(update):
            raise ApplicationHandlerStop

    async def _lets_through(self, update: Update) -> bool:
        message = update.message or update.edited_message
        who = _sender(update, message)
        # What is handled again after a failure was counted before.
        if not self._per_minute or who is None or update.update_id in self._let_through:
            return True
        if message is not None and message.document is not None and who in self._managers:
            return True
        at = (message.edit_date or message.date).timestamp() if message is not None else time.monotonic()
        kind = "message" if message is not None else "press" if update.callback_query is not None else "inline"
        own = self._bucket((kind, who), self._per_minute, at)
        shared = self._bucket((kind, None), self._per_minute * _ALL_TOGETHER, at)
        for bucket, words in ((own, TOO_MUCH), (shared, BUSY)):
            if bucket.left < 1:
                speech = await self._languages.of(update.effective_user)
                await _refuse(update, speech.say(words), again=own.told)
                own.told = True
                return False
        own.left -= 1
        shared.left -= 1
        self._let_through[update.update_id] = True
        return True

    def _bucket(self, key: Hashable, rate: int, at: float) -> _Bucket:
        """Give the bucket of a key, filled for the time since it was looked at last."""
        bucket = self._buckets.setdefault(key, _Bucket(float(rate), at))
        bucket.left = min(float(rate), bucket.left + max(at - bucket.at, 0.0) * rate / 60)
        bucket.at = max(bucket.at, at)
        bucket.told = bucket.told and bucket.left < rate
        return bucket


def _sender(update: Update, message: Message | None) -> int | None:
    """Give the id whose allowance a message or a press is counted against; None for what is not limited."""
    if message is None and update.callback_query is None and update.inline_query is None:
        return None
    # Administrators who write as their group have one user in common with all that do.
    sender = message.sender_chat if message is not None else None
    who = sender or update.effective_user
    return who.id if who is not None else None


async def _refuse(update: Update, words: str, *, again: bool) -> None:
    """Say that it is too much: of messages and inline queries once, but no button is left waiting."""
    if update.callback_query is not None:
        await acknowledge(update.callback_query, words)
    elif update.inline_query is not None:
        button = None if again else InlineQueryResultsButton(words, start_parameter="help")
        with suppress(TelegramError):
            await update.inline_query.answer([], cache_time=0, is_personal=True, button=button)
    elif update.effective_message is not None and not again:
        with suppress(TelegramError):
            await update.effective_message.reply_text(words)
