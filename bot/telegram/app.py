"""The Telegram bot: the table of its handlers, and running it."""

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Any

from pydantic import SecretStr
from telegram import LinkPreviewOptions, Update
from telegram.constants import BotDescriptionLimit, ParseMode
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    Defaults,
    MessageHandler,
    PollAnswerHandler,
    filters,
)
from telegram.request import BaseRequest

from bot import logs, wording
from bot.assistant import Assistant, own_synonyms
from bot.display import clip
from bot.errors import BotError
from bot.quiz.quizzes import Quizzes, open_quizzes
from bot.settings import Settings
from bot.telegram import commands
from bot.telegram import quiz_markup as data
from bot.telegram.exams import ExamHandlers
from bot.telegram.filters import MEANT_FOR_BOT
from bot.telegram.games import GameHandlers
from bot.telegram.handlers import Handlers
from bot.telegram.markup import MORE, SOURCES
from bot.telegram.people import JOIN, People
from bot.telegram.polls import PollAnswers
from bot.telegram.practice import PracticeHandlers
from bot.telegram.reports import ReportHandlers
from corpus import read_corpus

logger = logging.getLogger(__name__)

ALLOWED_UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.POLL_ANSWER]

_GET_ONE = (
    "write to @BotFather on Telegram, send /newbot, and put the token that it gives you into a file .env"
    " as ARTICLE_BOT_TELEGRAM_TOKEN=..."
)

Bot = Application[Any, Any, Any, Any, Any, Any]


def build(settings: Settings, assistant: Assistant, quizzes: Quizzes, request: BaseRequest | None = None) -> Bot:
    """The application, ready to run; `request` carries its calls in place of HTTP."""
    builder = (
        ApplicationBuilder()
        .token(_token(settings).get_secret_value())
        .base_url(f"{str(settings.telegram_api).rstrip('/')}/bot")
        .defaults(_defaults())
    )
    if request is not None:
        builder = builder.request(request).get_updates_request(request)
    parts = Parts.of(assistant, quizzes, settings)
    builder = builder.post_init(parts.begin).post_stop(parts.end)
    application = builder.build()
    add_handlers(application, parts)
    return application


@dataclass(frozen=True, slots=True)
class Parts:
    """The handlers of one bot, and what they do beside handling updates."""

    assistant: Assistant
    answers: Handlers
    people: People
    practice: PracticeHandlers
    exams: ExamHandlers
    games: GameHandlers
    reports: ReportHandlers
    polls: PollAnswers
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @classmethod
    def of(cls, assistant: Assistant, quizzes: Quizzes, settings: Settings) -> "Parts":
        """The handlers for an assistant and its quizzes."""
        people = People(quizzes, settings)
        practice = PracticeHandlers(quizzes, people, settings)
        games = GameHandlers(quizzes, people)
        return cls(
            assistant=assistant,
            answers=Handlers(assistant),
            people=people,
            practice=practice,
            exams=ExamHandlers(quizzes, people, settings),
            games=games,
            reports=ReportHandlers(quizzes, people),
            polls=PollAnswers(quizzes, practice, games),
        )

    async def begin(self, application: Bot) -> None:
        """Before the first update: introduce the bot, and go on with what a restart has cut short."""
        await introduce(application, self.assistant, quiz=self.practice.has_questions)
        await self.practice.resume(application.bot)
        await self.games.resume(application.bot)
        self.tasks.add(asyncio.create_task(self.people.remind_always(application.bot)))

    async def end(self, _: Bot) -> None:
        """End what runs beside the handlers."""
        await self.games.shut_down()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


def add_handlers(application: Bot, parts: Parts) -> None:
    """The table of handlers. Order matters: the first that fits an update gets it."""
    private, group = filters.ChatType.PRIVATE, filters.ChatType.GROUPS
    # New and edited messages; without this, channel posts would come through as well.
    messages, new = filters.UpdateType.MESSAGES, filters.UpdateType.MESSAGE
    answers, people, practice = parts.answers, parts.people, parts.practice
    exams, games, reports = parts.exams, parts.games, parts.reports
    for handler in (
        CommandHandler("start", people.join, new & private & filters.Regex(rf"^/start(@\w+)? {JOIN}")),
        CommandHandler(["start", "help"], answers.start),
        CommandHandler("sources", answers.sources),
        CommandHandler("ask", answers.question),
        CommandHandler("quiz", practice.quiz, new & private),
        CommandHandler("quiz", games.announce, new & group),
        CommandHandler("stop", practice.stop, new & private),
        CommandHandler("stop", games.stop, new & group),
        CommandHandler("exam", exams.exam, new & private),
        CommandHandler("mydata", people.my_data, new & private),
        CommandHandler("reminders", people.reminders, new & private),
        CommandHandler("invite", people.invite, new & private),
        CommandHandler("report", reports.report, new & private),
        PollAnswerHandler(parts.polls.answered),
        CallbackQueryHandler(answers.more, pattern=rf"^{MORE}:\d{{1,3}}$"),
        CallbackQueryHandler(answers.more_sources, pattern=rf"^{SOURCES}:\d{{1,3}}$"),
        CallbackQueryHandler(exams.begin, pattern=rf"^{data.EXAM_START}:[0-9a-f]{{12}}$"),
        CallbackQueryHandler(exams.pick, pattern=rf"^{data.EXAM_PICK}:\d{{1,18}}:\d{{1,2}}$"),
        CallbackQueryHandler(exams.certificate, pattern=rf"^{data.CERTIFICATE}:[0-9a-f]{{12}}$"),
        CallbackQueryHandler(games.join, pattern=rf"^{data.GAME_JOIN}:\d{{1,18}}$"),
        CallbackQueryHandler(games.start, pattern=rf"^{data.GAME_START}:\d{{1,18}}$"),
        CallbackQueryHandler(people.my_data_pressed, pattern=rf"^{data.MY_DATA}:\w+$"),
        CallbackQueryHandler(reports.pressed, pattern=rf"^{data.REPORT}:\w+$"),
        CallbackQueryHandler(answers.stale_button),
        MessageHandler(messages & private & filters.COMMAND, answers.no_question),
        MessageHandler(messages & filters.TEXT & ~filters.COMMAND & (private | MEANT_FOR_BOT), answers.question),
        # Not when edited: a live location is, all the time.
        MessageHandler(new & private & ~filters.StatusUpdate.ALL, answers.no_question),
    ):
        application.add_handler(handler)
    application.add_error_handler(answers.failed)


async def introduce(application: Bot, assistant: Assistant, *, quiz: bool) -> None:
    """Tell Telegram the commands and the description. The bot works without, so a failure is only logged."""
    articles = list(assistant.articles.values())
    about = wording.introduction(articles)
    limit = BotDescriptionLimit.MAX_DESCRIPTION_LENGTH // 2  # counted here in characters, there in UTF-16 units
    short = BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH // 2
    try:
        await application.bot.set_my_commands([*commands.EVERYONE, *([commands.QUIZ] if quiz else [])])
        await application.bot.set_my_description(clip(f"{about} {wording.DISCLAIMER}", limit))
        await application.bot.set_my_short_description(clip(about, short))
    except TelegramError as error:
        logger.warning("commands and description could not be set: %s", error)


def run(settings: Settings, log_level: str) -> None:
    """Poll Telegram and answer until stopped by a signal."""
    logs.configure(log_level, [settings.telegram_token] if settings.telegram_token else [])
    _token(settings)  # before anything is read or made
    corpus = read_corpus(settings.corpus)
    for problem in corpus.problems:
        logger.warning("%s", problem)
    assistant = Assistant(corpus.articles, own_synonyms(settings.corpus))
    quizzes = open_quizzes(corpus, settings.database_url, settings.zone)
    application = build(settings, assistant, quizzes)
    if log_level != "DEBUG":
        logging.getLogger("telegram.ext").addFilter(_no_failure_to_start)
    try:
        application.run_polling(allowed_updates=ALLOWED_UPDATES)
    except InvalidToken:
        # "from None", here and below: the library's error names the token.
        raise BotError(f"Telegram refuses the token. Check it, or get a new one: {_GET_ONE}") from None
    except NetworkError as error:
        raise BotError(
            f"Telegram cannot be reached at {settings.telegram_api} ({error}); check the connection"
        ) from None


def _token(settings: Settings) -> SecretStr:
    if settings.telegram_token is None:
        raise BotError(f"there is no Telegram token: {_GET_ONE}")
    return settings.telegram_token


def _no_failure_to_start(record: logging.LogRecord) -> bool:
    """Drop the library's traceback of a failure to start: `run` says in one line what is wrong."""
    return "(Bootstrap Initialize" not in record.getMessage()


def _defaults() -> Defaults:
    return Defaults(
        parse_mode=ParseMode.HTML,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        do_quote=True,  # the buttons under an answer find the question in the message that it replies to
        allow_sending_without_reply=True,
    )
