"""The Telegram bot: the table of its handlers, and running it."""

import logging
from typing import Any

from telegram import BotCommand, LinkPreviewOptions, Update
from telegram.constants import BotDescriptionLimit, ParseMode
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    Defaults,
    MessageHandler,
    filters,
)
from telegram.request import BaseRequest

from bot import logs, wording
from bot.assistant import Assistant
from bot.display import clip
from bot.errors import BotError
from bot.settings import Settings
from bot.telegram.filters import MEANT_FOR_BOT
from bot.telegram.handlers import Handlers
from bot.telegram.markup import MORE, SOURCES

logger = logging.getLogger(__name__)

COMMANDS = [
    BotCommand("ask", "ask a question, also in a group"),
    BotCommand("sources", "the articles that I answer from"),
    BotCommand("help", "how to use me"),
]
ALLOWED_UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY]

_GET_ONE = (
    "write to @BotFather on Telegram, send /newbot, and put the token that it gives you into a file .env"
    " as ARTICLE_BOT_TELEGRAM_TOKEN=..."
)

Bot = Application[Any, Any, Any, Any, Any, Any]


def build(settings: Settings, assistant: Assistant, request: BaseRequest | None = None) -> Bot:
    """The application, ready to run; `request` carries its calls in place of HTTP."""
    if settings.telegram_token is None:
        raise BotError(f"there is no Telegram token: {_GET_ONE}")
    builder = (
        ApplicationBuilder()
        .token(settings.telegram_token.get_secret_value())
        .base_url(f"{str(settings.telegram_api).rstrip('/')}/bot")
        .defaults(_defaults())
        .post_init(lambda application: introduce(application, assistant))
    )
    if request is not None:
        builder = builder.request(request).get_updates_request(request)
    application = builder.build()
    add_handlers(application, Handlers(assistant))
    return application


def add_handlers(application: Bot, handlers: Handlers) -> None:
    """The table of handlers. Order matters: the first that fits an update gets it."""
    private = filters.ChatType.PRIVATE
    # New and edited messages; without this, channel posts would come through as well.
    messages = filters.UpdateType.MESSAGES
    for handler in (
        CommandHandler(["start", "help"], handlers.start),
        CommandHandler("sources", handlers.sources),
        CommandHandler("ask", handlers.question),
        CallbackQueryHandler(handlers.more, pattern=rf"^{MORE}:\d{{1,3}}$"),
        CallbackQueryHandler(handlers.more_sources, pattern=rf"^{SOURCES}:\d{{1,3}}$"),
        CallbackQueryHandler(handlers.stale_button),
        MessageHandler(messages & private & filters.COMMAND, handlers.no_question),
        MessageHandler(messages & filters.TEXT & ~filters.COMMAND & (private | MEANT_FOR_BOT), handlers.question),
        # Not when edited: a live location is, all the time.
        MessageHandler(filters.UpdateType.MESSAGE & private & ~filters.StatusUpdate.ALL, handlers.no_question),
    ):
        application.add_handler(handler)
    application.add_error_handler(handlers.failed)


async def introduce(application: Bot, assistant: Assistant) -> None:
    """Tell Telegram the commands and the description. The bot works without, so a failure is only logged."""
    articles = list(assistant.articles.values())
    about = wording.introduction(articles)
    limit = BotDescriptionLimit.MAX_DESCRIPTION_LENGTH // 2  # counted here in characters, there in UTF-16 units
    short = BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH // 2
    try:
        await application.bot.set_my_commands(COMMANDS)
        await application.bot.set_my_description(clip(f"{about} {wording.DISCLAIMER}", limit))
        await application.bot.set_my_short_description(clip(about, short))
    except TelegramError as error:
        logger.warning("commands and description could not be set: %s", error)


def run(settings: Settings, log_level: str) -> None:
    """Poll Telegram and answer until stopped by a signal."""
    logs.configure(log_level, [settings.telegram_token] if settings.telegram_token else [])
    application = build(settings, Assistant.open(settings.corpus))
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
