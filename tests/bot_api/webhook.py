"""Posting updates to the bot's webhook as Telegram does: in order per chat, each again until the answer is 200."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager, suppress
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.bot_api.fake import FakeBotApi

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_AT_ONCE = 40  # as many connections as Telegram makes by default
_AGAIN = 0.1
_TIMEOUT = ClientTimeout(total=10)

Update = dict[str, Any]


@asynccontextmanager
async def pushing(api: FakeBotApi) -> AsyncIterator[None]:
    """Post what comes up, wherever a webhook is set, until the block ends."""
    task = asyncio.create_task(_push(api))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def post(session: ClientSession, api: FakeBotApi, update: Update) -> int:
    """Post an update once: the status, or 0 where there is no answer."""
    if api.webhook is None:
        return 0
    try:
        headers = {SECRET_HEADER: api.webhook.secret}
        async with session.post(api.webhook.url, json=update, headers=headers) as response:
            return response.status
    except (ClientError, TimeoutError, OSError):
        return 0


async def _push(api: FakeBotApi) -> None:
    """Give each chat its queue. As on Telegram, what cannot be posted holds up only its own chat."""
    seen = 0
    queues: dict[Hashable, deque[Update]] = {}
    connections = asyncio.Semaphore(_AT_ONCE)

    def is_new(update: Update) -> bool:
        return int(update["update_id"]) > seen

    async with ClientSession(timeout=_TIMEOUT) as session, asyncio.TaskGroup() as tasks:
        while True:
            await api.until(lambda: bool(api.webhook and api._updates) and is_new(api._updates[-1]), None)
            for update in filter(is_new, list(api._updates)):
                seen = update["update_id"]
                key = _queue_of(update)
                if key in queues:
                    queues[key].append(update)
                else:
                    queues[key] = deque([update])
                    tasks.create_task(_post_all(session, api, connections, queues, key))


async def _post_all(
    session: ClientSession,
    api: FakeBotApi,
    connections: asyncio.Semaphore,
    queues: dict[Hashable, deque[Update]],
    key: Hashable,
) -> None:
    queue = queues[key]
    while queue:
        async with connections:
            status = await post(session, api, queue[0])
        if status != 200:
            await asyncio.sleep(_AGAIN)
            continue
        api._updates.remove(queue.popleft())
        api.acknowledged += 1
        await api._notify()
    del queues[key]


def _queue_of(update: Update) -> Hashable:
    for content in update.values():
        if isinstance(content, dict) and isinstance(content.get("chat"), dict):
            return str(content["chat"].get("id"))
    return int(update["update_id"])
