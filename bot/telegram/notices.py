"""Notices: what the bot sends unasked, each in its chat's turn, and noted only when it was sent."""

import logging
from collections.abc import Awaitable, Callable, Hashable
from functools import partial
from typing import Any

from telegram.error import BadRequest, Forbidden, TelegramError

from bot.telegram.failures import AnswerLostError

logger = logging.getLogger(__name__)

Put = Callable[[Hashable, Callable[[], Awaitable[None]]], Awaitable[Any]]
"""Put a job into the queue of a chat."""

InTurn = Callable[[Hashable, Callable[[], Awaitable[Any]]], Awaitable[Any]]
"""Do something in the turn of a chat, and give what comes of it."""


async def nothing() -> None:
    """Note nothing, of what is written down elsewhere."""


class Notices:
    """Put notices into the queues of their chats, so that one chat which Telegram makes wait silences no other."""

    def __init__(self, put: Put) -> None:
        self._put = put
        self._waiting: set[tuple[str, int]] = set()

    async def put(
        self,
        name: str,
        chat: int,
        send: Callable[[], Awaitable[Any]],
        note: Callable[[], Awaitable[None]] = nothing,
    ) -> None:
        """Send something in its chat's turn, unless what has the same name waits there; `note` that it was sent.

        It is noted as well where Telegram refuses it for good, or may have sent it and no answer came. After another
        failure it is not: whoever looks again puts it again.
        """
        if (name, chat) not in self._waiting:
            self._waiting.add((name, chat))
            await self._put(chat, partial(self._send, name, chat, send, note))

    async def _send(
        self, name: str, chat: int, send: Callable[[], Awaitable[Any]], note: Callable[[], Awaitable[None]]
    ) -> None:
        try:
            await send()
        except (AnswerLostError, BadRequest, Forbidden) as error:
            logger.warning("a notice may not have been received: %s", error)
            await note()
        except TelegramError as error:
            logger.warning("a notice could not be sent: %s", error)
        else:
            await note()
        finally:
            self._waiting.discard((name, chat))
