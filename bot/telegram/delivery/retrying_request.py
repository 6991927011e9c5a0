"""Sending with patience: a call that fails for a passing reason is made again. The only place that has the token."""

import asyncio
import json
import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from math import inf
from typing import Any

from pydantic import SecretStr
from telegram.error import NetworkError, TelegramError
from telegram.request import BaseRequest, RequestData

from bot.metrics import Metrics

logger = logging.getLogger(__name__)

_FIRST_WAIT, _LONGEST_WAIT = 0.5, 30.0  # seconds
_TRIES = 10
_LONGEST_FLOOD_WAIT = 3600.0
_AT_ONCE = 100

NO_TOKEN = "hidden"  # noqa: S105 - it is none
"""What the library has in the place of the token: it would show it in addresses, errors and its `repr`."""

Answer = tuple[int, bytes] | TelegramError
"""Status and body, or what prevented them."""


class RetryingRequest(BaseRequest):
    """Makes each call through another request, and again after a failure that passes.

    After 429 it waits as long as Telegram says, within `held` for the chat; only what waits for this call waits
    with it. A network that is down, and a server that answers 5xx or no JSON, are tried until they are well; but
    a call that fails while others succeed, ten times. Polling has its own patience.
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
        self._last_success = -inf

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
        failures = 0
        wait = _FIRST_WAIT
        while True:
            began = time.monotonic()
            async with nullcontext() if called.lower() == "getupdates" else self._places:
                answer = await self._make(url, method, request_data, *timeouts, **more)
            after = _retry_after(answer)
            if _is_made_once(called) or failures == _TRIES:
                return _given(answer)
            if after is None and not _passes(answer):
                if not isinstance(answer, TelegramError):
                    self._last_success = time.monotonic()
                return _given(answer)
            logger.warning("%s %s; it is tried again", called, _told(answer))
            self._metrics.message_retried()
            if after is not None:
                with self._held(request_data.parameters.get("chat_id") if request_data else None):
                    await asyncio.sleep(min(max(after, _FIRST_WAIT), _LONGEST_FLOOD_WAIT))
                continue
            await asyncio.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)
            failures += self._last_success > began  # others got through meanwhile: it is this call

    async def _make(self, url: str, *of: Any, **more: Any) -> Answer:
        """Make a call with the token. An error is given back as a copy: the frames of the real one have the address."""
        try:
            token = f"/bot{self._token.get_secret_value()}/"
            return await self._inner.do_request(url.replace(f"/bot{NO_TOKEN}/", token, 1), *of, **more)
        except TelegramError as error:
            kind, text = type(error), str(error)
        except Exception as error:  # noqa: BLE001 - of the transport; what it says may quote the address
            kind, text = TelegramError, type(error).__name__
        return kind(text)


def _is_made_once(called: str) -> bool:
    """Whether the caller has its own patience, or an answer would wait for a mere sign that it is typed."""
    return called.lower() in ("getupdates", "getme", "sendchataction")


def _given(answer: Answer) -> tuple[int, bytes]:
    """An answer for who made the call."""
    if isinstance(answer, TelegramError):
        raise answer
    return answer


def _told(answer: Answer) -> str:
    """What happened, for the log."""
    return f"failed ({type(answer).__name__})" if isinstance(answer, TelegramError) else f"was answered {answer[0]}"


def _retry_after(answer: Answer) -> float | None:
    """The seconds that Telegram wants to be left alone, where it says so."""
    if isinstance(answer, TelegramError) or answer[0] != 429:
        return None
    try:
        return float(json.loads(answer[1])["parameters"]["retry_after"])
    except (ValueError, KeyError, TypeError):
        return _FIRST_WAIT


def _passes(answer: Answer) -> bool:
    """Whether an answer is a failure that may pass: of the network, of the server, or of something between."""
    if isinstance(answer, TelegramError):
        return isinstance(answer, NetworkError)
    status, body = answer
    if status >= 500:
        return True
    try:
        return not isinstance(json.loads(body), dict)
    except ValueError:
        return True
