"""The Telegram bot: the table of its handlers, and running it."""

import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr
from telegram import LinkPreviewOptions, Update
from telegram.constants import BotDescriptionLimit, ParseMode
from telegram.error import TelegramError
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    Defaults,
    ExtBot,
    MessageHandler,
    PollAnswerHandler,
    filters,
)
from telegram.request import BaseRequest

from bot.answering import messages
from bot.answering.assistant import Assistant
from bot.errors import BotError
from bot.metrics import Metrics
from bot.quiz.quizzes import Quizzes
from bot.settings import Settings
from bot.telegram import menus
from bot.telegram.delivery.retrying_request import NO_TOKEN
from bot.telegram.delivery.update_worker import App
from bot.telegram.filters import MEANT_FOR_BOT
from bot.telegram.handlers.exam_buttons import ExamHandlers
from bot.telegram.handlers.group_games import GameHandlers
from bot.telegram.handlers.people import JOIN, People
from bot.telegram.handlers.poll_answers import PollAnswers
from bot.telegram.handlers.practice_polls import PracticeHandlers
from bot.telegram.handlers.questions import Handlers
from bot.telegram.handlers.team_reports import ReportHandlers
from bot.telegram.markup import quiz_markup as data
from bot.telegram.markup.answer_markup import MORE, SOURCES
from bot.telegram.rate_limit import Limiter
from bot.text import clip

logger = logging.getLogger(__name__)

ALLOWED_UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.POLL_ANSWER]

GET_ONE = (
    "write to @BotFather on Telegram, send /newbot, and put the token that it gives you into a file .env"
    " as ARTICLE_BOT_TELEGRAM_TOKEN=..."
)


def build(settings: Settings, parts: "Parts", request: BaseRequest) -> App:
    """The application: a bot whose calls go through `request`, which knows the token, and its handlers."""
    application = (
        ApplicationBuilder()
        .token(NO_TOKEN)
        .base_url(f"{str(settings.telegram_api).rstrip('/')}/bot")
        .defaults(_defaults())
        .request(request)
        .updater(None)  # updates come through the inbox
        .build()
    )
    add_handlers(application, parts, Limiter(settings.rate_limit))
    application.add_error_handler(parts.people.blocked)
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
    has_questions: bool

    @classmethod
    def of(cls, assistant: Assistant, quizzes: Quizzes, settings: Settings, metrics: Metrics) -> "Parts":
        """The handlers for an assistant and its quizzes."""
        answers = Handlers(assistant, metrics, quiz=quizzes.has_questions)
        people = People(quizzes, settings, answers.forget)
        practice = PracticeHandlers(quizzes, people, settings)
        games = GameHandlers(quizzes, people)
        return cls(
            assistant=assistant,
            answers=answers,
            people=people,
            practice=practice,
            exams=ExamHandlers(quizzes, people, settings),
            games=games,
            reports=ReportHandlers(quizzes, people),
            polls=PollAnswers(quizzes, practice, games),
            has_questions=quizzes.has_questions,
        )

    def beside(self, bot: ExtBot[None]) -> list[Coroutine[Any, Any, None]]:
        """What runs beside the handlers, each for as long as the bot runs."""
        return [introduce(bot, self.assistant, quiz=self.has_questions), self.people.remind_always(bot)]


def add_handlers(application: App, parts: Parts, limiter: Limiter) -> None:
    """The table of handlers. Order matters: the first that fits an update gets it, within the limiter's bounds."""
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
        CommandHandler(["exam", "mydata", "reminders", "invite", "report"], people.private_only, new & group),
        PollAnswerHandler(parts.polls.answered),
        CallbackQueryHandler(answers.more, pattern=rf"^{MORE}:\d{{1,3}}$"),
        CallbackQueryHandler(answers.more_sources, pattern=rf"^{SOURCES}:\d{{1,3}}$"),
        CallbackQueryHandler(exams.begin, pattern=rf"^{data.EXAM_START}:[0-9a-f]{{12}}$"),
        CallbackQueryHandler(exams.pick, pattern=rf"^{data.EXAM_PICK}:\d{{1,18}}:\d{{1,2}}$"),
        CallbackQueryHandler(exams.page, pattern=rf"^{data.EXAM_PAGE}:\d{{1,3}}$"),
        CallbackQueryHandler(exams.certificate, pattern=rf"^{data.CERTIFICATE}:[0-9a-f]{{12}}$"),
        CallbackQueryHandler(games.join, pattern=rf"^{data.GAME_JOIN}:\d{{1,18}}$"),
        CallbackQueryHandler(games.start, pattern=rf"^{data.GAME_START}:\d{{1,18}}$"),
        CallbackQueryHandler(people.my_data_pressed, pattern=rf"^{data.MY_DATA}:\w+$"),
        CallbackQueryHandler(reports.pressed, pattern=rf"^{data.REPORT}:\w+$"),
        CallbackQueryHandler(answers.stale_button),
        MessageHandler(filters.StatusUpdate.MIGRATE, games.moved),
        MessageHandler(messages & private & filters.COMMAND, answers.no_question),
        MessageHandler(messages & filters.TEXT & ~filters.COMMAND & (private | MEANT_FOR_BOT), answers.question),
        # Not when edited: a live location is, all the time.
        MessageHandler(new & private & ~filters.StatusUpdate.ALL, answers.no_question),
    ):
        handler.callback = limiter.limiting(handler.callback)
        application.add_handler(handler)


async def introduce(bot: ExtBot[None], assistant: Assistant, *, quiz: bool) -> None:
    """Tell Telegram the commands and the description. The bot works without, so a failure is only logged."""
    articles = list(assistant.articles.values())
    about = messages.introduction(articles)
    limit = BotDescriptionLimit.MAX_DESCRIPTION_LENGTH // 2  # counted here in characters, there in UTF-16 units
    short = BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH // 2
    try:
        await bot.set_my_commands([*menus.EVERYONE, *([menus.QUIZ] if quiz else [])])
        await bot.set_my_description(clip(f"{about} {messages.DISCLAIMER}", limit))
        await bot.set_my_short_description(clip(about, short))
    except TelegramError as error:
        logger.warning("commands and description could not be set: %s", error)


def token_of(settings: Settings) -> SecretStr:
    """The token; BotError says how to get one."""
    if settings.telegram_token is None:
        raise BotError(f"there is no Telegram token: {GET_ONE}")
    return settings.telegram_token


def _defaults() -> Defaults:
    return Defaults(
        parse_mode=ParseMode.HTML,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        do_quote=True,  # the buttons under an answer find the question in the message that it replies to
        allow_sending_without_reply=True,
    )
