"""Updates, health and metrics over HTTP."""

import asyncio
import hmac
import json
import logging
import os
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from pydantic import SecretStr

from bot.errors import BotError
from bot.metrics import CONTENT_TYPE, Metrics
from bot.telegram.delivery.raw_updates import is_update

logger = logging.getLogger(__name__)

Receive = Callable[[dict[str, Any]], Awaitable[None]]

DEFAULT_LISTEN = "127.0.0.1:8080"

_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
_MAX_BODY = 2**20  # an update is some kilobytes
_BODY_SECONDS = 10.0
_IDLE_SECONDS = 75.0  # longer than a reverse proxy keeps a connection, so that it closes first
_SHUTDOWN_SECONDS = 0.4  # spent twice by the library: for a handler to end, and to end it
_ADDRESS = re.compile(r"(?:\[(?P<v6>[0-9A-Za-z:.%]+)\]|(?P<name>[^\s\[\]:/@]+)):(?P<port>[0-9]{1,5})")


@asynccontextmanager
async def serve(
    listen: str,
    receive: Receive | None,
    secret: SecretStr | None,
    metrics: Metrics,
    healthy: Callable[[], bool],
    body_seconds: float = _BODY_SECONDS,
    idle_seconds: float = _IDLE_SECONDS,
) -> AsyncIterator[str]:
    """Listen at host:port (0: any free port) and give the address; POST /webhook is there with `receive` only."""
    host, port = _host_and_port(listen)
    server = _application(metrics, healthy)
    if receive is not None:
        webhook = _Webhook(receive, _known(secret), body_seconds)
        server.router.add_post("/webhook", webhook.post, expect_handler=webhook.expected)
    runner = _runner(server, idle_seconds)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except (OSError, UnicodeError) as error:
            raise _cannot_listen(listen, error) from error
        yield _written(runner.addresses[0])
    finally:
        await runner.cleanup()


def check_listen(listen: str) -> None:
    """Raise BotError where nothing can listen at host:port: it is none, is taken, or is not this computer's."""
    host, port = _host_and_port(listen)
    try:
        for family, kind, _, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            with socket.socket(family, kind) as tried:
                if os.name == "posix":  # as the server itself does: a connection that lingers is no hindrance
                    tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                tried.bind(address)
    except (OSError, UnicodeError) as error:
        raise _cannot_listen(listen, error) from error


def _cannot_listen(listen: str, error: Exception) -> BotError:
    return BotError(f"ARTICLE_BOT_LISTEN: {listen} cannot be listened at ({error}); write a free host:port")


@dataclass(frozen=True, slots=True)
class _Webhook:
    """Take updates from who knows the secret. What is sent goes to `receive`, never to the log."""

    receive: Receive
    secret: SecretStr
    body_seconds: float

    async def post(self, request: web.Request) -> web.Response:
        """Answer 200 once the update is safely stored; after anything else Telegram sends it again."""
        if refusal := self._refusal(request):
            return refusal
        try:
            async with asyncio.timeout(self.body_seconds):
                body = await _read(request)
        except TimeoutError:
            return _text(408, "the body took too long", close=True)
        except (web.RequestPayloadError, ConnectionError):
            return _text(400, "the body is broken", close=True)
        if body is None:
            return _text(413, "the body is too large", close=True)
        update = _update(body)
        if update is None:
            return _text(400, "not an update")
        return await self._stored(update)

    async def expected(self, request: web.Request) -> web.Response | None:
        """Ask a client that waits with its body for it, unless it is refused."""
        refusal = self._refusal(request)
        if refusal is None and request.version >= (1, 1):
            await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            request.writer.output_size = 0  # the answer itself has not begun
        return refusal

    def _refusal(self, request: web.Request) -> web.Response | None:
        """Refuse a request by its headers alone, if they call for it."""
        given = request.headers.get(_SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self.secret.get_secret_value().encode()):
            return _text(403, "forbidden", close=True)
        if (request.content_length or 0) > _MAX_BODY:
            return _text(413, "the body is too large", close=True)
        return None

    async def _stored(self, update: dict[str, Any]) -> web.Response:
        try:
            await self.receive(update)
        except Exception as error:  # noqa: BLE001 - whatever it is, the update must come again
            name = type(error).__name__
            # Its text and its traceback may quote the update.
            logger.error("an update could not be stored (%s); Telegram sends it again", name)  # noqa: TRY400
            return _text(500, "not stored")
        return _text(200, "ok")


async def _read(request: web.Request) -> bytes | None:
    """Read the body; None as soon as it is too large, whatever its headers say."""
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > _MAX_BODY:
            return None
    return bytes(body)


def _update(body: bytes) -> dict[str, Any] | None:
    """Parse the update that a body holds; None if it holds something else."""
    try:
        update = json.loads(body.decode())
    except (ValueError, RecursionError):
        return None
    return update if is_update(update) else None


def _application(metrics: Metrics, healthy: Callable[[], bool]) -> web.Application:
    async def health(_: web.Request) -> web.Response:
        return _text(200, "ok") if healthy() else _text(503, "not healthy; the log says why")

    async def numbers(_: web.Request) -> web.Response:
        return web.Response(body=metrics.render(), headers={"Content-Type": CONTENT_TYPE})

    server = web.Application()
    server.router.add_get("/healthz", health)
    server.router.add_get("/metrics", numbers)
    server.on_response_prepare.append(_without_version)
    return server


async def _without_version(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.pop("Server", None)


def _runner(server: web.Application, idle_seconds: float) -> web.AppRunner:
    quiet = logging.getLogger(f"{__name__}.library")
    quiet.addFilter(_without_content)
    return web.AppRunner(
        server,
        access_log=None,
        logger=quiet,
        auto_decompress=False,  # Telegram does not compress; a small body stays small
        lingering_time=0,  # what is refused is not read to its end
        keepalive_timeout=idle_seconds,
        shutdown_timeout=_SHUTDOWN_SECONDS,
    )


def _without_content(record: logging.LogRecord) -> bool:
    """Keep what was sent out of the log: the library's errors quote it."""
    kind = record.exc_info[0] if record.exc_info else None
    record.msg, record.args = "a request failed (%s)", (kind.__name__ if kind else "unknown",)
    record.exc_info = None
    return True


def _text(status: int, text: str, *, close: bool = False) -> web.Response:
    response = web.Response(status=status, text=f"{text}\n")
    if close:
        response.force_close()
    return response


def _known(secret: SecretStr | None) -> SecretStr:
    if secret is None or not secret.get_secret_value():
        raise BotError("ARTICLE_BOT_WEBHOOK_SECRET is not set; a webhook without one would take updates from anybody")
    return secret


def _host_and_port(listen: str) -> tuple[str, int]:
    match = _ADDRESS.fullmatch(listen)
    if match is None or int(match["port"]) > 65535:
        raise BotError(
            f"ARTICLE_BOT_LISTEN: {listen!r} is no host:port; write one such as 127.0.0.1:8080 or [::1]:8080"
        )
    return match["v6"] or match["name"], int(match["port"])


def _written(address: Any) -> str:
    host, port = address[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
