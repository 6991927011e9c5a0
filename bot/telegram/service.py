"""The life of the bot: connect, go on with what a restart has cut short, receive updates, stop."""

import asyncio
import gc
import logging
import signal
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import timedelta
from typing import Any

from pydantic import SecretStr
from telegram import Update
from telegram.error import InvalidToken, TelegramError
from telegram.request import BaseRequest

from bot import logs, supervisor
from bot.answering import messages
from bot.answering.library import Library, Served
from bot.answering.meaning import learning_meaning
from bot.clock import now
from bot.errors import BotError
from bot.metrics import Metrics
from bot.quiz.quizzes import Quizzes, open_quizzes
from bot.settings import Settings
from bot.telegram.delivery.aiohttp_request import AiohttpRequest
from bot.telegram.delivery.alerts import Alerts
from bot.telegram.delivery.http_server import DEFAULT_LISTEN, Receive, check_listen, serve
from bot.telegram.delivery.inbox import Inbox
from bot.telegram.delivery.keyed_queue import KeyedQueue
from bot.telegram.delivery.polling import REFUSED, Poller
from bot.telegram.delivery.retrying_request import RetryingRequest
from bot.telegram.delivery.update_worker import UpdateWorker
from bot.telegram.greeting import greet, introduce
from bot.telegram.identity import check_form
from bot.telegram.routes import ALLOWED_UPDATES, background_tasks, build_application, build_handlers
from bot.timing import Timing
from corpus import Progress

logger = logging.getLogger(__name__)

GET_ONE = (
    "write to @BotFather on Telegram, send /newbot, and put the token that it gives you into a file .env"
    " as ARTICLE_BOT_TELEGRAM_TOKEN=..."
)


def run(
    settings: Settings, log_level: str, progress: Progress = iter, say: Callable[[str], None] = logger.info
) -> None:
    """Answer on Telegram until stopped by a signal: by a webhook where one is set, else by polling.

    What can be checked on this computer is checked before anything is changed at Telegram. `say` gets the first lines.
    """
    logs.configure(log_level, settings.secrets, as_json=settings.log_format == "json")
    say = logger.info if settings.log_format == "json" else say
    check_form(_token_of(settings))  # before anything is read or made
    if listen := _listen_of(settings):
        check_listen(listen)
    served = Served.read(settings, progress)
    corpus = served.corpus
    for problem in (*settings.doubts, *corpus.problems, *corpus.overdue(now().date())):
        logger.warning("%s", problem)
    library = Library(served.assistant, served)
    try:
        with (
            learning_meaning(served.assistant, settings),
            open_quizzes(
                corpus,
                settings.database_url,
                settings.zone,
                exam_wait=timedelta(hours=settings.exam_wait),
                for_one_bot=True,
            ) as quizzes,
        ):
            greet(say, settings, corpus, quizzes.records.name, _listen_of(settings))
            asyncio.run(_run_until_signal(Service(settings, library, quizzes, say=say)))
    finally:
        gc.freeze()  # else Python looks through all that it holds once more, which takes half a second


class Service:
    """Run one bot, from connecting to the last word. `request` is the transport, `capacity` that of the queue."""

    def __init__(
        self,
        settings: Settings,
        library: Library,
        quizzes: Quizzes,
        request: BaseRequest | None = None,
        *,
        timing: Timing = Timing(),
        capacity: int = 1000,
        say: Callable[[str], None] = logger.info,
    ) -> None:
        self._settings = settings
        self._quizzes = quizzes
        self._timing = timing
        self._say = say
        self._metrics = Metrics()
        self._metrics.corpus_size(len(library.assistant.articles), library.assistant.passage_count)
        self._queue = KeyedQueue(capacity)
        self._handlers = build_handlers(library, quizzes, settings, self._metrics, timing, self._queue.run)
        caller = RetryingRequest(
            request or AiohttpRequest(), _token_of(settings), self._metrics, self._queue.held_up, timing.call
        )
        self._application = build_application(settings, self._handlers, caller)

    async def run(self, stop: asyncio.Event) -> None:
        """Run until told to stop; BotError when it cannot go on."""
        await _first_of([stop.wait(), self._run_until_failure()], background=[supervisor.keep_watchdog_quiet()])
        supervisor.notify("STOPPING=1")

    async def _run_until_failure(self) -> None:
        await self._connect()
        bot = self._application.bot
        inbox = Inbox(self._quizzes.records, bot.id, self._timing)
        languages = self._handlers.languages
        alerts = Alerts(bot, self._settings.managers, languages.of_id, self._timing.alert_every, self._queue.put)

        async def apology(update: Update) -> str:
            return (await languages.of(update.effective_user)).say(messages.FAILED)

        worker = UpdateWorker(self._application, inbox, self._queue, alerts, self._metrics, self._timing, apology)
        tasks = background_tasks(bot, self._handlers, self._settings, self._quizzes, self._queue.put, self._timing)
        try:
            await _first_of(
                [self._receive_updates(inbox, worker, alerts), worker.until_failure()],
                background=[inbox.mark_finished(), alerts.send_always(), *tasks],
            )
        finally:
            await self._queue.drain(self._timing.stop)
            await self._handlers.games.shut_down()
            await self._handlers.practice.shut_down()
            with suppress(BotError):  # what is not marked as done is handled once more
                await inbox.flush()
            with suppress(BotError):
                await worker.stop()
            await self._application.shutdown()

    async def _connect(self) -> None:
        """Learn who the bot is; an outage is waited out, for a while."""
        waits, began = self._timing.connect.waits(), time.monotonic()
        while True:
            try:
                await self._application.initialize()
            except InvalidToken:
                # "from None": the library's error names the token.
                raise BotError(f"Telegram refuses the token. Check it, or get a new one: {GET_ONE}") from None
            except Exception as error:  # noqa: BLE001 - the library expects Telegram's form of an answer
                if time.monotonic() - began >= self._timing.end_after:
                    address = self._settings.telegram_api
                    raise BotError(f"Telegram cannot be reached at {address}; check the connection") from None
                logger.warning("Telegram cannot be reached (%s); it is tried again", type(error).__name__)
                await asyncio.sleep(next(waits))
            else:
                return

    async def _receive_updates(self, inbox: Inbox, worker: UpdateWorker, alerts: Alerts) -> None:
        """Go on with what the last stop cut short, then take new updates."""
        bot = self._application.bot
        await worker.with_database(inbox.open)
        await worker.replay()
        await worker.with_database(lambda: self._handlers.practice.resume(bot, self._queue.put))
        main = self._listen(inbox, worker) if self._settings.webhook_url else self._poll(inbox, worker, alerts)
        await _first_of([main], background=[self._resume_games(worker)])

    async def _resume_games(self, worker: UpdateWorker) -> None:
        """Go on with the games that were on, when the votes that an earlier run has left are counted."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._timing.votes):
                while self._queue.length:  # noqa: ASYNC110 - looked at for a moment only
                    await asyncio.sleep(0.05)
        await worker.with_database(lambda: self._handlers.games.resume(self._application.bot))

    async def _poll(self, inbox: Inbox, worker: UpdateWorker, alerts: Alerts) -> None:
        bot = self._application.bot
        poller = Poller(bot, worker.receive, ALLOWED_UPDATES, self._metrics, self._timing, alerts.add)
        async with self._endpoint(inbox, poller):
            with _refusal_in_one_line():
                await bot.delete_webhook()
            self._ready()
            await _first_of([poller.run(), poller.watch()])

    async def _listen(self, inbox: Inbox, worker: UpdateWorker) -> None:
        async def receive(update: dict[str, Any]) -> None:
            await worker.receive([update])

        secret = self._settings.webhook_secret
        async with self._endpoint(inbox, receive=receive):
            with _refusal_in_one_line():
                await self._application.bot.set_webhook(
                    str(self._settings.webhook_url),
                    secret_token=secret.get_secret_value() if secret else None,
                    allowed_updates=ALLOWED_UPDATES,
                )
            self._ready()
            await asyncio.Event().wait()

    def _ready(self) -> None:
        introduce(self._say, self._application.bot.username)
        supervisor.notify("READY=1")

    @asynccontextmanager
    async def _endpoint(
        self, inbox: Inbox, poller: Poller | None = None, receive: Receive | None = None
    ) -> AsyncIterator[None]:
        """Serve health and metrics, and the webhook if `receive` takes its updates. Who polls need not listen."""
        listen = _listen_of(self._settings)
        if listen is None:
            yield
            return

        def healthy() -> bool:
            return inbox.works and (poller is None or poller.is_healthy)

        async with serve(listen, receive, self._settings.webhook_secret, self._metrics, healthy) as address:
            logger.info("listening at %s", address)
            yield


def _token_of(settings: Settings) -> SecretStr:
    """Give the token; BotError says how to get one."""
    if settings.telegram_token is None:
        raise BotError("there is no Telegram token; go to the folder that has your .env, or type: article-bot init")
    return settings.telegram_token


def _listen_of(settings: Settings) -> str | None:
    """Give the host:port at which is listened, if at any: a webhook needs one."""
    return settings.listen or (DEFAULT_LISTEN if settings.webhook_url else None)


@contextmanager
def _refusal_in_one_line() -> Iterator[None]:
    """End the bot with one line when Telegram refuses something at the start."""
    try:
        yield
    except InvalidToken:
        raise BotError(REFUSED) from None
    except TelegramError as error:
        raise BotError(f"Telegram refuses how updates are to come: {error}; see ARTICLE_BOT_WEBHOOK_URL") from None


async def _first_of(
    main: list[Coroutine[Any, Any, Any]], background: list[Coroutine[Any, Any, None]] | None = None
) -> None:
    """Run until the first of the main coroutines ends, or any fails; then cancel all. An error is raised."""
    tasks = {asyncio.create_task(one) for one in main}
    others = {asyncio.create_task(one) for one in background or []}
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


async def _run_until_signal(service: Service) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is None or signal.getsignal(number) is signal.SIG_IGN:  # so nohup has it
            continue
        with suppress(NotImplementedError):  # Windows has no such handlers; there Ctrl-C interrupts
            loop.add_signal_handler(number, stop.set)
    await service.run(stop)
