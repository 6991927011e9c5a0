"""Calls of the Bot API, retried after a failure that passes. The only place that has the token."""

import asyncio
import json
import logging
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from http import HTTPStatus
from math import inf
from typing import Any

from pydantic import SecretStr
from telegram.error import NetworkError, TelegramError
from telegram.request import BaseRequest, RequestData

from bot.metrics import Metrics
from bot.retry import RetryPolicy, on_waiting
from bot.telegram.delivery.sent_messages import parseable, sends_message
from bot.telegram.failures import AnswerLostError, NotTelegramError

logger = logging.getLogger(__name__)

_SHORTEST_FLOOD_WAIT, _LONGEST_FLOOD_WAIT = 0.5, 3600.0  # seconds
_AT_ONCE = 100  # calls of one kind that are not slow
_SLOW = 0.5  # seconds after which a call is waited for

REPEATS = 2
"""How often something is sent again whose answer was lost: three copies at most, if each was carried out."""

NO_TOKEN = "hidden"  # noqa: S105 - it is none
"""What the library has in the place of the token: it would show it in addresses, errors and its `repr`."""

_LOST_FACTOR = 10
"""How much longer it waits each time that an answer is lost, for what swallows answers may be over by then."""

CallResult = tuple[int, bytes] | TelegramError
"""Status and body, or the error that prevented them."""


class RetryingRequest(BaseRequest):
    """Make each call through another request, and again after a failure that passes.

    After 429 it waits as long as Telegram says. A network that is down, and a server that answers 5xx or no JSON, are
    retried until they are well; but a call that fails while others succeed, only as often as the policy says. The
    poller has its own policy.

    Where only the answer was lost, the call may have been carried out. What changes something that is there, such as an
    edit, is made again, and Telegram says that nothing is left to do. What sends is made again when Telegram answers a
    harmless call, and `REPEATS` times at most; then AnswerLostError is raised.

    Each kind of call has room of its own. A call that is slow, or waits, leaves it, and is `held_up`: whoever makes it
    gives up their place in the queue meanwhile, so only what waits for this call waits with it.
    """

    def __init__(
        self,
        inner: BaseRequest,
        token: SecretStr,
        metrics: Metrics,
        held_up: Callable[[], AbstractContextManager[None]],
        policy: RetryPolicy,
    ) -> None:
        self._inner = inner
        self._token = token
        self._metrics = metrics
        self._held_up = held_up
        self._policy = policy
        self._rooms: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(_AT_ONCE))
        self._last_success = -inf

    @property
    def read_timeout(self) -> float | None:
        """Give that of the inner request."""
        return self._inner.read_timeout

    async def initialize(self) -> None:
        """Prepare the inner request."""
        await self._inner.initialize()

    async def shutdown(self) -> None:
        """Shut down the inner request."""
        await self._inner.shutdown()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **more: Any
    ) -> tuple[int, bytes]:
        """Make a call until it succeeds, fails for good, or has failed too often."""
        called = url.rpartition("/")[2]
        waits, own_failures, lost = self._policy.waits(), 0, 0
        wait = next(waits)
        while True:
            began = time.monotonic()
            result = await self._make(url, method, request_data, *timeouts, **more)
            after = _retry_after(result)
            if _is_made_once(called) or own_failures == self._policy.retries:
                return _unwrap(result)
            if after is None and not _is_transient(result):
                if isinstance(result, TelegramError):
                    raise result
                self._last_success = time.monotonic()
                chat = request_data.parameters.get("chat_id") if request_data else None
                return result[0], parseable(result[1], chat) if sends_message(called) else result[1]
            lost += sends_message(called) and after is None and _may_be_carried_out(result)
            if lost > REPEATS:
                raise AnswerLostError(f"{called}: no answer came, {lost} times")
            logger.warning("%s %s; it is tried again", called, _describe(result))
            self._metrics.message_retried()
            on_waiting.get()()
            with self._held_up():
                if after is not None:
                    await asyncio.sleep(min(max(after, _SHORTEST_FLOOD_WAIT), _LONGEST_FLOOD_WAIT))
                    continue
                await asyncio.sleep(max(wait, self._policy.first * _LOST_FACTOR ** (lost - 1)) if lost else wait)
                wait = next(waits, self._policy.longest)
                own_failures += self._last_success > began  # others got through meanwhile: it is this call
                if lost:
                    await self._until_well(f"{url.rpartition('/')[0]}/getMe")

    async def _until_well(self, harmless: str) -> None:
        """Wait until Telegram answers a call that changes nothing: what it does not answer would be lost again."""
        waits = self._policy.waits()
        while _is_transient(await self._make(harmless, "POST")):  # noqa: ASYNC110 - nobody tells when it is well
            await asyncio.sleep(next(waits, self._policy.longest))

    async def _make(self, url: str, *of: Any, **more: Any) -> CallResult:
        """Make a call with the token, in the room of its kind; once it is slow, it leaves that to others."""
        kind = "file" if "/file/bot" in url else url.rpartition("/")[2].lower()
        with ExitStack() as room, ExitStack() as holding:
            await self._rooms[kind].acquire()
            room.callback(self._rooms[kind].release)

            def become_slow() -> None:
                on_waiting.get()()
                room.close()
                holding.enter_context(self._held_up())

            slow = asyncio.get_running_loop().call_later(_SLOW, become_slow)
            holding.callback(slow.cancel)
            result = await self._make_at_once(url, *of, **more)
            return result if kind == "file" else _of_telegram(result)

    async def _make_at_once(self, url: str, *of: Any, **more: Any) -> CallResult:
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
    """Tell whether a call is not retried here: the caller does it, or it is a mere sign that an answer is typed."""
    return called.lower() in ("getupdates", "getme", "sendchataction")


def _may_be_carried_out(result: CallResult) -> bool:
    """Tell whether a call that failed may have been carried out: no answer came, or something in between spoilt it.

    A redirection, a refusal and an outage of something in between come before Telegram has the call.
    """
    if isinstance(result, NotTelegramError):
        return result.status < HTTPStatus.MULTIPLE_CHOICES or result.status == HTTPStatus.GATEWAY_TIMEOUT
    return isinstance(result, AnswerLostError)


def _unwrap(result: CallResult) -> tuple[int, bytes]:
    """Give status and body to who made the call, or raise the error."""
    if isinstance(result, TelegramError):
        raise result
    return result


def _describe(result: CallResult) -> str:
    """Say what happened, for the log."""
    return f"failed ({type(result).__name__})" if isinstance(result, TelegramError) else f"was answered {result[0]}"


def _retry_after(result: CallResult) -> float | None:
    """Give the seconds that Telegram wants to be left alone, where it says so."""
    if isinstance(result, TelegramError) or result[0] != 429:
        return None
    try:
        return float(json.loads(result[1])["parameters"]["retry_after"])
    except (ValueError, KeyError, TypeError):
        return _SHORTEST_FLOOD_WAIT


def _is_transient(result: CallResult) -> bool:
    """Tell whether a result is a failure that may pass: of the network, of the server, or of something between."""
    return isinstance(result, NetworkError) if isinstance(result, TelegramError) else result[0] >= 500


def _of_telegram(result: CallResult) -> CallResult:
    """Take what something between has answered in Telegram's place for a failure of the network, whatever its status.

    Telegram answers JSON that says whether it is "ok". An error that something between has given status 200 is
    believed: it says which it was.
    """
    if isinstance(result, TelegramError):
        return result
    try:
        said = json.loads(result[1])
    except (ValueError, RecursionError):
        said = None
    if isinstance(said, dict) and said.get("ok") is (result[0] < 300) and (result[0] >= 300 or "result" in said):
        return result
    code = said.get("error_code") if isinstance(said, dict) and said.get("ok") is False else None
    if isinstance(code, int) and code >= 400:
        return code, result[1]
    return NotTelegramError(result[0])
