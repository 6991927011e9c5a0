"""Doing something again that failed for a passing reason."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

from bot.errors import DatabaseBusyError

T = TypeVar("T")

logger = logging.getLogger(__name__)

_DATABASE_WAIT = 5.0  # seconds until a database that cannot be used is tried again


async def with_database_retry(do: Callable[[], Awaitable[T]]) -> T:
    """Do something with the database, again and again until it can be used."""
    while True:
        try:
            return await do()
        except DatabaseBusyError as error:
            logger.warning("it is tried again: %s", error)
            await pause_for_database()


async def write_with_retry(write: Callable[..., T], *given: Any) -> T:
    """Write something in a thread, as soon as the database can be used.

    For what follows something sent: if the whole handler were called again, it would be sent again.
    """
    return await with_database_retry(partial(asyncio.to_thread, write, *given))


async def pause_for_database() -> None:
    """Leave a database that cannot be used alone for a while."""
    await asyncio.sleep(_DATABASE_WAIT)
