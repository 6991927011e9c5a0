"""What Telegram shows of the bot before anybody has written to it."""

import logging
from collections.abc import Sequence

from telegram import Bot
from telegram.constants import BotDescriptionLimit
from telegram.error import TelegramError

from bot.answering import messages
from bot.catalogues import Catalogue, catalogues
from bot.telegram.markup.limits import units
from bot.telegram.menus import language_code
from corpus import Article

logger = logging.getLogger(__name__)


async def describe(bot: Bot, articles: Sequence[Article], notice: str | None = None) -> None:
    """Tell Telegram what the bot is, in each language. The bot works without; a failure is logged."""
    try:
        for speech in catalogues().values():
            code = language_code(speech)
            await bot.set_my_description(description(articles, speech, notice), code)
            await bot.set_my_short_description(short_description(articles, speech), code)
    except TelegramError as error:
        logger.warning("the bot's description could not be set: %s", error)


def description(articles: Sequence[Article], speech: Catalogue, notice: str | None = None) -> str:
    """Say in an empty chat what the bot is: whole sentences, as many as Telegram takes."""
    sentences = (
        messages.introduction(articles, speech),
        notice or "",
        speech.say(messages.DISCLAIMER),
        speech.say("Just write your question."),
    )
    said = ""
    for sentence in filter(None, sentences):
        longer = f"{said}\n\n{sentence}".strip()
        said = longer if units(longer) <= BotDescriptionLimit.MAX_DESCRIPTION_LENGTH else said
    return said


def short_description(articles: Sequence[Article], speech: Catalogue) -> str:
    """Say on the bot's page what it is: the longest of some sentences that Telegram takes whole."""
    sentences = (messages.introduction(articles, speech), messages.short_introduction(articles, speech))
    return next(said for said in sentences if units(said) <= BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH)
