"""A button that is tapped twice by mistake is pressed once: the second press finds that the first has done it."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

from cachetools import TTLCache
from telegram import Update

from bot.telegram.sending import Context, acknowledge

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]

_MOST_KNOWN = 1000


class DoublePresses:
    """Remember for some seconds which button of a message was pressed last, and do nothing for a second press of it.

    All buttons of a message are to be handled here, so that going there and back again is no double press.

    What fails is not remembered, and nothing is after a restart, so whatever is handled again is handled.
    """

    def __init__(self, seconds: float) -> None:
        self._last: TTLCache[tuple[int, int, int], str | None] = TTLCache(_MOST_KNOWN, seconds)

    def once(self, handle: Handler) -> Handler:
        """Make of a handler of presses one that ends a second press of the same button without handling it."""

        @wraps(handle)
        async def handle_once(update: Update, context: Context) -> None:
            query = update.callback_query
            if query is None or query.message is None:
                await handle(update, context)
                return
            place = (query.from_user.id, query.message.chat.id, query.message.message_id)
            if place in self._last and self._last[place] == query.data:
                await acknowledge(query)
                return
            await handle(update, context)
            self._last[place] = query.data

        return handle_once
