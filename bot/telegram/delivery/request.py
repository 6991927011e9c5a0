"""Sending with patience: a call that fails for a passing reason is made again. The only place that has the token."""

import asyncio
import json
import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from pydantic import SecretStr
from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

from bot.metrics import Metrics

logger = logging.getLogger(__name__)

_FIRST_WAIT, _LONGEST_WAIT = 0.5, 30.0  # seconds
_TRIES = 10
_LONGEST_FLOOD_WAIT = 3600.0
_AT_ONCE = 100

NO_TOKEN = "hidden"  # noqa: S105 - it is none
"""What the library has in the place of the token: it would show it in addresses, errors and its `repr`."""


class PatientRequest(BaseRequest):
    """Makes each call through another request, and again after a failure that passes.

    After 429 it waits as long as Telegram says, within `held` for the chat; only what waits for this call waits
    with it. A network that is down is tried until it is up; answers of 5xx or no JSON ten times. Polling has
    its own patience.
    """

    def __init__(
        self,
        inner: BaseRequest,
        token: SecretStr,
        metrics: Metrics,
        held: Callable[[object], AbstractContextManager[None]],
    ) -> None:
        self._inner = inner
        self._token = token
        self._metrics = metrics
        self._held = held
        self._places = asyncio.Semaphore(_AT_ONCE)

    @property
    def read_timeout(self) -> float | None:
        """That of the request within."""
        return self._inner.read_timeout

    async def initialize(self) -> None:
        """Prepare the request within."""
        await self._inner.initialize()

    async def shutdown(self) -> None:
        """Let go of the request within."""
        await self._inner.shutdown()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **more: Any
    ) -> tuple[int, bytes]:
        """Make a call until it succeeds, fails for good, or has failed too often."""
        called = url.rpartition("/")[2]
        tries = _TRIES
        wait = _FIRST_WAIT
        while True:
            try:
                async with nullcontext() if called.lower() == "getupdates" else self._places:
                    status, body = await self._inner.do_request(
                        self._address(url), method, request_data, *timeouts, **more
                    )
            except NetworkError as error:
                if _is_made_once(called):
                    raise error.with_traceback(None) from None  # the frames beneath hold the address with the token
                logger.warning("%s failed (%s); it is tried again", called, type(error).__name__)
                self._metrics.message_retried()
            else:
                after = _retry_after(status, body)
                tries -= after is None
                if _is_made_once(called) or tries == 0 or not (after is not None or _passes(status, body)):
                    return status, body
                logger.warning("%s was answered with %s; it is tried again", called, status)
                self._metrics.message_retried()
                if after is not None:
                    with self._held(request_data.parameters.get("chat_id") if request_data else None):
                        await asyncio.sleep(min(after, _LONGEST_FLOOD_WAIT))
                    continue
            await asyncio.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)

    def _address(self, url: str) -> str:
        return url.replace(f"/bot{NO_TOKEN}/", f"/bot{self._token.get_secret_value()}/", 1)


def _is_made_once(called: str) -> bool:
    """Whether the caller has its own patience, or an answer would wait for a mere sign that it is typed."""
    return called.lower() in ("getupdates", "getme", "sendchataction")


def _retry_after(status: int, body: bytes) -> float | None:
    """The seconds that Telegram wants to be left alone, where it says so."""
    if status != 429:
        return None
    try:
        return float(json.loads(body)["parameters"]["retry_after"])
    except (ValueError, KeyError, TypeError):
        return _FIRST_WAIT


def _passes(status: int, body: bytes) -> bool:
    """Whether an answer is a failure that may pass: of the server, or of something between."""
    if status >= 500:
        return True
    try:
        return not isinstance(json.loads(body), dict)
    except ValueError:
        return True
