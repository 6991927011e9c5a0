"""Sending with patience: a call that fails for a passing reason is made again."""

import asyncio
import json
import logging
from typing import Any

from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

from bot.metrics import Metrics

logger = logging.getLogger(__name__)

_FIRST_WAIT, _LONGEST_WAIT = 0.5, 30.0  # seconds
_TRIES = 10
_LONGEST_FLOOD_WAIT = 3600.0


class PatientRequest(BaseRequest):
    """Makes each call through another request, and again after a failure that passes.

    After 429 it waits as long as Telegram says; only what waits for this call waits with it. A network that
    is down is tried until it is up; answers of 5xx or no JSON ten times. Polling has its own patience.
    """

    def __init__(self, inner: BaseRequest, metrics: Metrics) -> None:
        self._inner = inner
        self._metrics = metrics

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
                status, body = await self._inner.do_request(url, method, request_data, *timeouts, **more)
            except NetworkError as error:
                if _is_made_once(called):
                    raise
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
                    await asyncio.sleep(min(after, _LONGEST_FLOOD_WAIT))
                    continue
            await asyncio.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)


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
