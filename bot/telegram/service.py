"""The life of the bot: connect, go on with what a restart has cut short, poll, stop."""

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

from telegram.error import InvalidToken, TelegramError
from telegram.request import BaseRequest, HTTPXRequest

from bot import logs
from bot.answering import messages
from bot.answering.assistant import Assistant, usable_synonyms
from bot.errors import BotError
from bot.metrics import Metrics
from bot.quiz.quizzes import Quizzes, open_quizzes
from bot.settings import Settings
from bot.telegram.delivery.alerts import Alerts
from bot.telegram.delivery.http_server import DEFAULT_LISTEN, Receive, serve
from bot.telegram.delivery.inbox import Inbox
from bot.telegram.delivery.keyed_queue import KeyedQueue
from bot.telegram.delivery.polling import LONG_POLL, PATIENCE, REFUSED, Poller
from bot.telegram.delivery.retrying_request import RetryingRequest
from bot.telegram.delivery.update_worker import App, UpdateWorker
from bot.telegram.routes import ALLOWED_UPDATES, GET_ONE, Parts, build, token_of
from corpus import Cache, Progress, read_corpus

logger = logging.getLogger(__name__)

_CONNECTIONS = 128  # more than are made at once
_STOPPING = 0.6
"""Seconds for which handlers may go on after the signal to stop; what they leave is handled after the next start."""

_VOTES = 5.0
"""Seconds that games wait for the votes of an earlier run."""

_FIRST_WAIT, _LONGEST_WAIT = 0.5, 15.0


def run(settings: Settings, log_level: str, progress: Progress = iter) -> None:
    """Answer on Telegram until stopped by a signal: by a webhook where one is set, else by polling."""
    logs.configure(log_level, settings.secrets)
    token_of(settings)  # before anything is read or made
    corpus = read_corpus(settings.corpus, Cache(settings.cache_folder), progress)
    for problem in (*settings.doubts, *corpus.problems):
        logger.warning("%s", problem)
    assistant = Assistant(corpus.articles, usable_synonyms(settings.corpus))
    quizzes = open_quizzes(corpus, settings.database_url, settings.zone)
    try:
        asyncio.run(_until_signal(Service(settings, assistant, quizzes)))
    finally:
        gc.freeze()  # else Python looks through all that it holds once more, which takes half a second


class Service:
    """One bot, from connecting to the last word."""

    def __init__(
        self,
        settings: Settings,
        assistant: Assistant,
        quizzes: Quizzes,
        request: BaseRequest | None = None,
        *,
        poll_seconds: int = LONG_POLL,
        patience: float = PATIENCE,
    ) -> None:
        self._settings = settings
        self._metrics = Metrics()
        self._parts = Parts.of(assistant, quizzes, settings, self._metrics)
        self._inbox = Inbox(quizzes.records)
        self._lanes = KeyedQueue()
        inner = request or HTTPXRequest(connection_pool_size=_CONNECTIONS, read_timeout=20)
        patient = RetryingRequest(inner, token_of(settings), self._metrics, self._lanes.held)
        self._application = build(settings, self._parts, patient)
        bot = self._application.bot
        self._alerts = Alerts(bot, settings.managers)
        self._handling = UpdateWorker(
            self._application, self._inbox, self._lanes, self._alerts, self._metrics, messages.FAILED
        )
        self._poller = Poller(bot, self._handling.receive, ALLOWED_UPDATES, self._metrics, poll_seconds)
        self._patience = patience

    async def run(self, stop: asyncio.Event) -> None:
        """Run until told to stop; BotError when it cannot go on."""
        await _first_of([stop.wait(), self._live()])

    async def _live(self) -> None:
        await _connect(self._application, self._settings, self._patience)
        bot = self._application.bot
        try:
            await _first_of(
                [self._work(), self._handling.until_it_cannot_go_on()],
                beside=[self._inbox.write(), self._alerts.tell(), *self._parts.beside(bot)],
            )
        finally:
            await self._lanes.empty(_STOPPING)
            await self._parts.games.shut_down()
            with suppress(BotError):  # what is not written down as done is handled once more
                await self._inbox.flush()
            with suppress(BotError):
                await self._handling.stopped()
            await self._application.shutdown()

    async def _work(self) -> None:
        """Go on with what the last stop cut short, then take new updates."""
        bot = self._application.bot
        await self._handling.with_database_retry(lambda: self._parts.practice.resume(bot, self._lanes.put))
        await self._handling.replay()
        main = self._listen() if self._settings.webhook_url else self._poll()
        await _first_of([main], beside=[self._resume_games()])

    async def _resume_games(self) -> None:
        """Go on with the games that were on, when the votes that an earlier run has left are counted."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_VOTES):
                while self._lanes.length:  # noqa: ASYNC110 - looked at for a moment only
                    await asyncio.sleep(0.05)
        await self._handling.with_database_retry(lambda: self._parts.games.resume(self._application.bot))

    async def _poll(self) -> None:
        with _refusal_in_one_line():
            await self._application.bot.delete_webhook()
        async with self._endpoint():
            await _first_of([self._poller.run(), self._poller.watch(self._patience)])

    async def _listen(self) -> None:
        """Be told by Telegram: each update is answered when it is on disk and there is room for more."""

        async def receive(update: dict[str, Any]) -> None:
            await self._handling.receive([update])

        secret = self._settings.webhook_secret
        async with self._endpoint(receive):
            with _refusal_in_one_line():
                await self._application.bot.set_webhook(
                    str(self._settings.webhook_url),
                    secret_token=secret.get_secret_value() if secret else None,
                    allowed_updates=ALLOWED_UPDATES,
                )
            await asyncio.Event().wait()

    @asynccontextmanager
    async def _endpoint(self, receive: Receive | None = None) -> AsyncIterator[None]:
        """Serve health and metrics, and the webhook if `receive` takes its updates. Who polls need not listen."""
        listen = self._settings.listen or (DEFAULT_LISTEN if receive else None)
        if listen is None:
            yield
            return
        secret = self._settings.webhook_secret

        def healthy() -> bool:
            return self._inbox.works and (receive is not None or self._poller.is_heard)

        async with serve(listen, receive, secret, self._metrics, healthy) as address:
            logger.info("listening at %s", address)
            yield


@contextmanager
def _refusal_in_one_line() -> Iterator[None]:
    """What Telegram refuses at the start ends the bot, and is said in one line."""
    try:
        yield
    except InvalidToken:
        raise BotError(REFUSED) from None
    except TelegramError as error:
        raise BotError(f"Telegram refuses how updates are to come: {error}; see ARTICLE_BOT_WEBHOOK_URL") from None


async def _connect(application: App, settings: Settings, patience: float) -> None:
    """Learn who the bot is; an outage is waited out, as long as patience lasts."""
    wait, waited = _FIRST_WAIT, 0.0
    while True:
        try:
            await application.initialize()
        except InvalidToken:
            # "from None": the library's error names the token.
            raise BotError(f"Telegram refuses the token. Check it, or get a new one: {GET_ONE}") from None
        except TelegramError as error:
            if waited >= patience:
                raise BotError(f"Telegram cannot be reached at {settings.telegram_api}; check the connection") from None
            logger.warning("Telegram cannot be reached (%s); it is tried again", type(error).__name__)
            await asyncio.sleep(wait)
            waited, wait = waited + wait, min(2 * wait, _LONGEST_WAIT)
        else:
            return


async def _first_of(
    main: list[Coroutine[Any, Any, Any]], beside: list[Coroutine[Any, Any, None]] | None = None
) -> None:
    """Run until the first of the main coroutines ends, or any fails; then cancel all. An error is raised."""
    tasks = {asyncio.create_task(one) for one in main}
    others = {asyncio.create_task(one) for one in beside or []}
    ended: set[asyncio.Task[Any]] = set()
    try:
        while not ended & tasks:
            done, _ = await asyncio.wait((tasks | others) - ended, return_when=asyncio.FIRST_COMPLETED)
            ended |= done
            for task in done:
                task.result()
    finally:
        for task in tasks | others:
            task.cancel()
        await asyncio.gather(*tasks, *others, return_exceptions=True)


async def _until_signal(service: Service) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows has no such handlers; there Ctrl-C interrupts
            loop.add_signal_handler(name, stop.set)
    await service.run(stop)
