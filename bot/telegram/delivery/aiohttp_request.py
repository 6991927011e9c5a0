"""The transport of calls to the Bot API, on aiohttp: a third of the CPU time of the library's own, on httpx."""

from typing import Any

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    FormData,
    TCPConnector,
)
from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.telegram.failures import AnswerLostError

_CONNECTIONS = 512
"""Calls under way at the same time, most of which may be slow; half of the files that a process may open."""

_CONNECT_SECONDS = 5.0
_READ_SECONDS = 20.0
_MOST_BYTES = 50_000_000
_MOST_FETCHED = 100_000  # bytes


class AiohttpRequest(BaseRequest):
    """Make each call once; NetworkError says that it did not get through, AnswerLostError that it may have."""

    def __init__(self) -> None:
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Give the seconds that an answer may take, unless a call says otherwise."""
        return _READ_SECONDS

    async def initialize(self) -> None:
        """Open the pool of connections, if it is not open."""
        if self._session is None:
            connector = TCPConnector(limit=_CONNECTIONS)
            self._session = ClientSession(connector=connector, headers={"User-Agent": self.USER_AGENT}, trust_env=True)

    async def shutdown(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        *_: Any,
        **__: Any,
    ) -> tuple[int, bytes]:
        """Make a call; give the status and the body of what is answered."""
        assert self._session is not None, "initialize comes first"  # noqa: S101 - the library sees to it
        seconds = read_timeout if isinstance(read_timeout, int | float) else _READ_SECONDS
        timeout = ClientTimeout(total=None, sock_connect=_CONNECT_SECONDS, sock_read=seconds)
        try:
            # The address is encoded already; the token in it has a colon, which is to stay one.
            async with self._session.request(
                method, URL(url, encoded=True), data=_form(request_data), timeout=timeout, allow_redirects=False
            ) as response:
                return response.status, await _read(response)
        except (ClientConnectorError, ConnectionTimeoutError) as error:
            raise NetworkError(type(error).__name__) from error  # its text would quote the address
        except (ClientError, OSError) as error:
            raise AnswerLostError(type(error).__name__) from error


async def _read(response: ClientResponse) -> bytes:
    """Read what is answered, as far as anything that is asked for can go."""
    body = bytearray()
    async for part in response.content.iter_chunked(2**16):
        body += part
        if len(body) > _MOST_BYTES:
            raise NetworkError(f"more than {_MOST_BYTES} bytes")
    return bytes(body)


def _form(request_data: RequestData | None) -> FormData | dict[str, str] | None:
    """Encode the parameters of a call; with files as a form of several parts."""
    if request_data is None:
        return None
    if not request_data.contains_files:
        return request_data.json_parameters
    form = FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form


async def fetch(address: str, seconds: float, *, proxies: bool = True) -> tuple[int, str | None, bytes]:
    """Get a page once: its status, its date and the beginning of its body. OSError says that it did not get through.

    With `proxies`, those that the environment names are used.
    """
    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=seconds), trust_env=proxies) as session,
            session.get(URL(address, encoded=True), allow_redirects=False) as response,
        ):
            body = b""
            while len(body) < _MOST_FETCHED and (chunk := await response.content.readany()):
                body += chunk
            return response.status, response.headers.get("Date"), body
    except (ClientError, ValueError) as error:
        raise ConnectionError(type(error).__name__) from None  # its text would quote the address
