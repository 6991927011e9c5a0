"""Two ways to the fake Bot API: within the process, and over loopback HTTP."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from telegram.request import BaseRequest, RequestData

from bot.telegram.failures import AnswerLostError
from tests.bot_api.fake import ConnectionDroppedError, FakeBotApi, Upload

_MAX_UPLOAD = 50 * 2**20
_FILE = re.compile(r"/file/bot(?P<token>[^/]+)/(?P<path>.+)$")
_ADDRESS = re.compile(r"/bot(?P<token>[^/]+)/(?P<method>\w+)$")


class InProcessRequest(BaseRequest):
    """Carries the library's calls to the fake without a network."""

    def __init__(self, api: FakeBotApi) -> None:
        self._api = api

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        try:
            if file := _FILE.search(url):
                return await self._api.download(file["token"], file["path"])
        except ConnectionDroppedError as error:
            raise AnswerLostError("dropped") from error
        address = _ADDRESS.search(url)
        assert address, f"{method} {url} is no call of the Bot API"
        parameters = request_data.json_parameters if request_data else {}
        try:
            return await self._api.call(address["token"], address["method"], parameters, _uploads(request_data))
        except ConnectionDroppedError as error:
            raise AnswerLostError("dropped") from error


def _uploads(request_data: RequestData | None) -> dict[str, Upload]:
    """The files of a request by the name of their part, as the library would encode them."""
    parts = request_data.multipart_data if request_data else {}
    return {
        part: Upload(name, content if isinstance(content, bytes) else content.read(), mime_type)
        for part, (name, content, mime_type) in parts.items()
    }


@asynccontextmanager
async def serve(api: FakeBotApi, port: int = 0) -> AsyncIterator[str]:
    """Serve the fake on a port of the loopback address (0: any free one); gives that address."""

    async def handle(request: web.Request) -> web.StreamResponse:
        parameters: dict[str, str] = {}
        files: dict[str, Upload] = {}
        try:
            given = await request.post()
        except ConnectionResetError:  # the bot was killed
            return web.Response()
        for name, value in given.items():
            if isinstance(value, web.FileField):
                files[name] = Upload(value.filename, value.file.read(), value.content_type)
            else:
                parameters[name] = str(value)
        try:
            status, body = await api.call(request.match_info["token"], request.match_info["method"], parameters, files)
        except ConnectionDroppedError:
            assert request.transport
            request.transport.close()
            return web.Response()
        return web.Response(status=status, body=body, content_type="application/json")

    async def give(request: web.Request) -> web.StreamResponse:
        try:
            status, body = await api.download(request.match_info["token"], request.match_info["path"])
        except ConnectionDroppedError:
            assert request.transport
            request.transport.close()
            return web.Response()
        return web.Response(status=status, body=body)

    server = web.Application(client_max_size=_MAX_UPLOAD)
    server.router.add_get("/file/bot{token}/{path:.+}", give)
    server.router.add_route("*", "/bot{token}/{method}", handle)
    runner = web.AppRunner(server, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    try:
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()
