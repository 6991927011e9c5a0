"""Retry policies: when something is done again that failed for a passing reason."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from bot.errors import DatabaseBusyError

T = TypeVar("T")

logger = logging.getLogger(__name__)


on_waiting: ContextVar[Callable[[], None]] = ContextVar("on_waiting", default=lambda: None)
"""Called when what is done in this context begins to wait for something outside: Telegram, a network, the database."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Say how long to wait after each failure, in seconds: `first`, then `factor` times as long, `longest` at most.

    After `retries` retries the failure is final; None retries without end.
    """

    first: float
    longest: float
    retries: int | None = None
    factor: float = 2.0

    def waits(self) -> Iterator[float]:
        """Give the wait before each retry; end when there is to be none.

        >>> list(RetryPolicy(first=1, longest=3, retries=3).waits())
        [1, 2.0, 3]
        """
        wait, made = self.first, 0
        while self.retries is None or made < self.retries:
            yield wait
            wait, made = min(wait * self.factor, self.longest), made + 1


async def retry_while_database_busy(do: Callable[[], Awaitable[T]], policy: RetryPolicy) -> T:
    """Do something with the database until it can be used, or the policy ends; DatabaseBusyError then."""
    for wait in policy.waits():
        try:
            return await do()
        except DatabaseBusyError as error:
            logger.warning("it is tried again: %s", error)
            on_waiting.get()()
            await asyncio.sleep(wait)
    return await do()


async def write_with_retry(policy: RetryPolicy, write: Callable[..., T], *given: Any) -> T:
    """Write something in a thread, as soon as the database can be used.

    For what follows something sent: if the whole handler were called again, it would be sent again.
    """
    return await retry_while_database_busy(partial(asyncio.to_thread, write, *given), policy)
