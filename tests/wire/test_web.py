"""The HTTP endpoint takes updates only from who knows the secret, and tells nothing to anybody else."""

import asyncio
import gzip
import json
import logging
import socket
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from bot.errors import BotError
from bot.metrics import CONTENT_TYPE, Metrics
from bot.telegram.delivery.http_server import serve

SECRET = "the-right-secret_1"
WORDS = "words-from-a-chat"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
RIGHT = f"{HEADER}: {SECRET}\r\n"
UPDATE = {"update_id": 1, "message": {"text": WORDS}}
LIMIT = 2**20
PATIENCE = 5.0  # what hangs, fails


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str


class Inbox:
    """Where updates go; `error` is raised instead when set."""

    def __init__(self, error: Exception | None = None) -> None:
        self.updates: list[dict[str, Any]] = []
        self.error = error

    async def receive(self, update: dict[str, Any]) -> None:
        if self.error:
            raise self.error
        self.updates.append(update)


@pytest.fixture(autouse=True)
def _nothing_sent_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.DEBUG)
    yield
    records = [record for when in ("setup", "call") for record in caplog.get_records(when)]
    told = "\n".join(logging.Formatter().format(record) for record in records)
    assert SECRET not in told
    assert WORDS not in told


@asynccontextmanager
async def served(
    inbox: Inbox | None = None,
    *,
    healthy: bool = True,
    body_seconds: float = 10.0,
    idle_seconds: float = 75.0,
    metrics: Metrics | None = None,
) -> AsyncIterator[str]:
    receive = (inbox or Inbox()).receive
    numbers, secret, seconds = metrics or Metrics(), SecretStr(SECRET), (body_seconds, idle_seconds)
    async with serve("127.0.0.1:0", receive, secret, numbers, lambda: healthy, *seconds) as address:
        yield address


@asynccontextmanager
async def connected(address: str) -> AsyncIterator[tuple[StreamReader, StreamWriter]]:
    host, _, port = address.rpartition(":")
    reader, writer = await asyncio.open_connection(host.strip("[]"), int(port))
    try:
        yield reader, writer
    finally:
        writer.close()
        await asyncio.gather(writer.wait_closed(), return_exceptions=True)


async def answer(reader: StreamReader) -> Answer:
    async with asyncio.timeout(PATIENCE):
        status, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Answer(int(status.split()[1]), headers, body.decode())


async def ask(address: str, request: str, body: bytes = b"") -> Answer:
    async with connected(address) as (reader, writer):
        writer.write(f"{request}\r\n".encode("latin-1") + body)
        return await answer(reader)


async def post(address: str, body: bytes, headers: str = RIGHT) -> Answer:
    request = f"POST /webhook HTTP/1.1\r\nHost: x\r\n{headers}Content-Length: {len(body)}\r\n"
    return await ask(address, request, body)


async def get(address: str, path: str, method: str = "GET") -> Answer:
    return await ask(address, f"{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n")


async def closed(reader: StreamReader) -> bool:
    async with asyncio.timeout(PATIENCE):
        try:
            return await reader.read() == b""
        except ConnectionError:
            return True


async def test_an_update_with_the_right_secret_is_received() -> None:
    inbox = Inbox()
    async with served(inbox) as address:
        assert (await post(address, json.dumps(UPDATE).encode())).status == 200
    assert inbox.updates == [UPDATE]


async def test_a_connection_carries_several_updates() -> None:
    inbox = Inbox()
    body = json.dumps(UPDATE)
    request = f"POST /webhook HTTP/1.1\r\nHost: x\r\n{RIGHT}Content-Length: {len(body)}\r\n\r\n{body}".encode()
    async with served(inbox) as address, connected(address) as (reader, writer):
        for _ in range(3):
            writer.write(request)
            assert (await answer(reader)).status == 200
    assert len(inbox.updates) == 3


@pytest.mark.parametrize(
    "headers",
    ["", f"{HEADER}:\r\n", f"{HEADER}: {SECRET}x\r\n", f"{HEADER}: {SECRET[:-1]}\r\n", f"{HEADER}: \xff\r\n"],
    ids=["none", "empty", "longer", "shorter", "not ascii"],
)
async def test_a_wrong_secret_is_refused_and_the_connection_closed(headers: str) -> None:
    inbox = Inbox()
    body = json.dumps(UPDATE)
    request = f"POST /webhook HTTP/1.1\r\nHost: x\r\n{headers}Content-Length: {len(body)}\r\n\r\n{body}"
    async with served(inbox) as address, connected(address) as (reader, writer):
        writer.write(request.encode("latin-1"))
        assert (await answer(reader)).status == 403
        assert await closed(reader)
    assert not inbox.updates


@pytest.mark.parametrize(("headers", "status"), [(f"{HEADER}: wrong\r\n", 403), (RIGHT, 413)], ids=["wrong", "right"])
async def test_a_large_body_is_refused_before_any_of_it_comes(headers: str, status: int) -> None:
    request = f"POST /webhook HTTP/1.1\r\nHost: x\r\n{headers}Content-Length: {60 * 2**20}\r\n\r\n"
    async with served() as address, connected(address) as (reader, writer):
        writer.write(request.encode())
        assert (await answer(reader)).status == status
        assert await closed(reader)


@pytest.mark.parametrize(("headers", "first"), [("", 403), (RIGHT, 100)], ids=["wrong", "right"])
async def test_a_client_that_asks_before_sending_is_told_by_its_secret(headers: str, first: int) -> None:
    body = json.dumps(UPDATE).encode()
    request = f"POST /webhook HTTP/1.1\r\nHost: x\r\n{headers}Expect: 100-continue\r\nContent-Length: {len(body)}\r\n"
    async with served() as address, connected(address) as (reader, writer):
        writer.write(f"{request}\r\n".encode())
        assert (await answer(reader)).status == first
        if first == 100:
            writer.write(body)
            assert (await answer(reader)).status == 200


async def test_a_chunked_update_is_received() -> None:
    inbox = Inbox()
    body = json.dumps(UPDATE).encode()
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:9], body[9:])) + b"0\r\n\r\n"
    async with served(inbox) as address:
        request = f"POST /webhook HTTP/1.1\r\nHost: x\r\n{RIGHT}Transfer-Encoding: chunked\r\n"
        assert (await ask(address, request, chunks)).status == 200
    assert inbox.updates == [UPDATE]


async def test_a_chunked_body_is_cut_at_the_limit() -> None:
    """The last chunk never comes, so the answer can only be due to the limit."""
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    async with served() as address:
        request = f"POST /webhook HTTP/1.1\r\nHost: x\r\n{RIGHT}Transfer-Encoding: chunked\r\n"
        assert (await ask(address, request, chunk * (LIMIT // 0x10000) + b"10\r\n" + b" " * 16)).status == 413


async def test_a_body_as_large_as_allowed_is_received() -> None:
    inbox = Inbox()
    body = json.dumps(UPDATE).encode().ljust(LIMIT)
    async with served(inbox) as address:
        assert (await post(address, body)).status == 200
        assert (await post(address, body + b" ")).status == 413
    assert inbox.updates == [UPDATE]


async def test_a_slow_body_is_dropped() -> None:
    inbox = Inbox()
    request = f"POST /webhook HTTP/1.1\r\nHost: x\r\n{RIGHT}Content-Length: 100\r\n\r\n{{"
    async with served(inbox, body_seconds=0.05) as address, connected(address) as (reader, writer):
        writer.write(request.encode())
        assert (await answer(reader)).status == 408
        assert await closed(reader)
    assert not inbox.updates


HALF = "GET /healthz HTTP/1.1\r\nHost: x\r\nX-More: "
WHOLE = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize("sent", ["", "GET /", HALF, WHOLE + HALF], ids=["nothing", "a line", "half", "a second"])
async def test_headers_that_do_not_end_are_not_waited_for_even_if_more_comes_all_the_time(sent: str) -> None:
    async with served(idle_seconds=0.2) as address, connected(address) as (reader, writer):
        writer.write(sent.encode())
        if sent.startswith(WHOLE):
            assert (await answer(reader)).status == 200

        async def drip() -> None:
            while sent:
                writer.write(b"a")
                await asyncio.sleep(0.02)

        dripping = asyncio.create_task(drip())
        assert await closed(reader)
        dripping.cancel()


async def test_a_client_that_leaves_in_the_middle_harms_nothing() -> None:
    async with served() as address:
        async with connected(address) as (_, writer):
            writer.write(f"POST /webhook HTTP/1.1\r\nHost: x\r\n{RIGHT}Content-Length: 99\r\n\r\n{WORDS}".encode())
            await writer.drain()
        assert (await get(address, "/healthz")).status == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        WORDS.encode(),
        b"\xff\xfe" + WORDS.encode(),
        b"[1]",
        b"null",
        b'"update_id"',
        b"{}",
        b'{"update_id": null}',
        b'{"update_id": true}',
        b'{"update_id": "1"}',
        b'{"update_id": 1.5}',
        b'{"update_id": 1',
        b'{"update_id": ' + b"1" * 10_000 + b"}",
        b'{"update_id": 1, "a": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
        b'{"a":' * 100_000,
    ],
    ids=lambda body: body[:16].decode(errors="replace"),
)
async def test_what_is_no_update_is_refused(body: bytes) -> None:
    inbox = Inbox()
    async with served(inbox) as address:
        assert (await post(address, body)).status == 400
    assert not inbox.updates


@pytest.mark.parametrize(
    "tail",
    [
        f"Transfer-Encoding: chunked\r\n\r\n{WORDS}\r\n",
        f"Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n{WORDS}",
        f"Content-Length: -1\r\n\r\n{WORDS}",
        f"Content-Length: {WORDS}\r\n\r\n",
        f"{WORDS}\r\n\r\n",
    ],
)
async def test_broken_http_is_refused_and_not_logged(tail: str) -> None:
    async with served() as address, connected(address) as (reader, writer):
        writer.write(f"POST /webhook HTTP/1.1\r\nHost: x\r\n{RIGHT}{tail}".encode())
        assert (await answer(reader)).status == 400


async def test_words_behind_a_short_length_are_not_logged() -> None:
    """They stand where the next request should."""
    body = json.dumps(UPDATE)
    async with served() as address, connected(address) as (reader, writer):
        writer.write(f"POST /webhook HTTP/1.1\r\nHost: x\r\n{RIGHT}Content-Length: {len(body)}\r\n\r\n{body}".encode())
        assert (await answer(reader)).status == 200
        writer.write(f"{WORDS} {SECRET}\r\n\r\n".encode())
        assert (await answer(reader)).status == 400


async def test_compressed_bodies_are_not_inflated() -> None:
    async with served() as address:
        assert (
            await post(address, gzip.compress(json.dumps(UPDATE).encode()), f"{RIGHT}Content-Encoding: gzip\r\n")
        ).status == 400


async def test_what_cannot_be_stored_comes_again_and_says_no_details(caplog: pytest.LogCaptureFixture) -> None:
    inbox = Inbox(OSError(f"disk full while writing {WORDS}"))
    async with served(inbox) as address:
        refused = await post(address, json.dumps(UPDATE).encode())
        assert refused.status == 500
        assert "disk" not in refused.text
        assert "could not be stored (OSError)" in caplog.text
        inbox.error = None
        assert (await post(address, json.dumps(UPDATE).encode())).status == 200


@given(
    body=st.binary(max_size=200)
    | st.recursive(st.integers() | st.text(), st.lists).map(lambda v: json.dumps(v).encode()),
    right=st.booleans(),
    chunked=st.booleans(),
)
async def test_no_body_breaks_it(body: bytes, right: bool, chunked: bool) -> None:
    headers = RIGHT if right else ""
    async with served() as address:
        if chunked and body:
            request = f"POST /webhook HTTP/1.1\r\nHost: x\r\n{headers}Transfer-Encoding: chunked\r\n"
            result = await ask(address, request, b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body))
        else:
            result = await post(address, body, headers)
        assert result.status in ({200, 400, 413} if right else {403})
        assert (await get(address, "/healthz")).status == 200


@pytest.mark.parametrize(("healthy", "status", "text"), [(True, 200, "ok\n"), (False, 503, "not healthy")])
async def test_health_is_told(healthy: bool, status: int, text: str) -> None:
    async with served(healthy=healthy) as address:
        told = await get(address, "/healthz")
    assert told.status == status
    assert told.text.startswith(text)
    assert told.headers["content-type"].startswith("text/plain")


async def test_metrics_are_told_without_ids_or_words() -> None:
    metrics = Metrics()
    metrics.answered(0.1, answered=True)
    async with served(metrics=metrics) as address:
        await post(address, json.dumps({"update_id": 987654321, "message": {"text": WORDS}}).encode())
        told = await get(address, "/metrics")
    assert told.status == 200
    assert told.headers["content-type"] == CONTENT_TYPE
    samples = [sample for family in text_string_to_metric_families(told.text) for sample in family.samples]
    assert next(s.value for s in samples if s.name.endswith("questions_total") and s.labels["answered"] == "true") == 1
    assert WORDS not in told.text
    assert "987654321" not in told.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/webhook/", 404),
        ("POST", "/webhook/../webhook", 404),
        ("GET", "/../../etc/passwd", 404),
        ("GET", "/webhook", 405),
        ("DELETE", "/webhook", 405),
        ("POST", "/healthz", 405),
        ("PUT", "/metrics", 405),
    ],
)
async def test_other_paths_and_methods_are_refused(method: str, path: str, status: int) -> None:
    async with served() as address:
        refused = await get(address, path, method)
    assert refused.status == status
    assert "server" not in refused.headers


async def test_without_a_receiver_there_is_no_webhook() -> None:
    async with serve("127.0.0.1:0", None, None, Metrics(), lambda: True) as address:
        assert (await post(address, json.dumps(UPDATE).encode())).status == 404
        assert (await get(address, "/healthz")).status == 200


@pytest.mark.parametrize("secret", [None, SecretStr("")])
async def test_a_webhook_without_a_secret_does_not_start(secret: SecretStr | None) -> None:
    with pytest.raises(BotError, match=r"^ARTICLE_BOT_WEBHOOK_SECRET"):
        await serve("127.0.0.1:0", Inbox().receive, secret, Metrics(), lambda: True).__aenter__()


async def test_it_shuts_down_soon_whatever_is_open() -> None:
    begun = asyncio.Event()

    async def hang(_: dict[str, Any]) -> None:
        begun.set()
        await asyncio.Event().wait()

    body = json.dumps(UPDATE)
    head = f"POST /webhook HTTP/1.1\r\nHost: x\r\n{RIGHT}"
    server = serve("127.0.0.1:0", hang, SecretStr(SECRET), Metrics(), lambda: True)
    address = await server.__aenter__()
    async with connected(address), connected(address) as (_, half), connected(address) as (_, whole):
        half.write(f"{head}Content-Length: 99\r\n\r\n{{".encode())
        whole.write(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
        async with asyncio.timeout(PATIENCE):
            await begun.wait()
            await server.__aexit__(None, None, None)
    with pytest.raises(OSError, match="onnect"):
        await ask(address, "GET /healthz HTTP/1.1\r\n")


@pytest.mark.parametrize(
    "listen",
    [
        "",
        "8080",
        ":8080",
        "localhost",
        "localhost:",
        "localhost:http",
        "localhost:65536",
        "127.0.0.1:-1",
        "127.0.0.1:\u0661",
        "::1:8080",
        "[::1]",
        "[]:80",
        "http://127.0.0.1:8080",
        "two\nlines:80",
        f"{'a' * 300}:80",
    ],
)
async def test_a_wrong_address_is_one_line(listen: str) -> None:
    with pytest.raises(BotError, match=r"^ARTICLE_BOT_LISTEN: [^\n]+; write [^\n]+$"):
        await serve(listen, None, None, Metrics(), lambda: True).__aenter__()


async def test_an_address_that_is_taken_is_one_line() -> None:
    async with served() as address:
        with pytest.raises(BotError, match=r"^ARTICLE_BOT_LISTEN: [^\n]+ in use[^\n]+$"):
            await serve(address, None, None, Metrics(), lambda: True).__aenter__()


async def test_it_listens_on_ipv6() -> None:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            pass
    except OSError:
        pytest.skip("there is no IPv6 here")
    async with serve("[::1]:0", None, None, Metrics(), lambda: True) as address:
        assert address.startswith("[::1]:")
        assert (await get(address, "/healthz")).status == 200
