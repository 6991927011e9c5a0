"""Sending with patience: a call that fails for a passing reason is made again. The only place that has the token."""

import asyncio
import json
import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
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
            async with nullcontext() if called.lower() == "getupdates" else self._places:
                answer = await self._make(url, method, request_data, *timeouts, **more)
            if isinstance(answer, TelegramError):
                if _is_made_once(called) or not isinstance(answer, NetworkError):
                    raise answer
                logger.warning("%s failed (%s); it is tried again", called, type(answer).__name__)
                self._metrics.message_retried()
            else:
                status, body = answer
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

    async def _make(self, url: str, *of: Any, **more: Any) -> tuple[int, bytes] | TelegramError:
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
