"""The commands that Telegram's menu offers: to everyone, to staff, to managers."""

import logging
from collections.abc import Mapping

from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import TelegramError

from bot.catalogues import Catalogue, later

logger = logging.getLogger(__name__)

EVERYONE = {
    "ask": later("ask a question, also in a group"),
    "sources": later("the articles that I answer from"),
    "language": later("the language in which I speak"),
    "help": later("how to use me"),
}
QUIZ = {"quiz": later("a few questions on the article")}
STAFF = QUIZ | {
    "exam": later("the test that counts"),
    "stop": later("end a quiz"),
    "reminders": later("turn the daily reminder on or off"),
    "mydata": later("see or delete what is stored about you"),
}
MANAGERS = {"report": later("how everyone stands"), "invite": later("invite someone to the quiz")}


def commands(named: Mapping[str, str], speech: Catalogue) -> list[BotCommand]:
    """Make the entries of a menu in a language, from commands and what they do."""
    return [BotCommand(name, speech.say(does)) for name, does in named.items()]


async def offer_to_member(bot: Bot, chat: int, speech: Catalogue, *, manager: bool) -> None:
    """Show someone who has joined more commands than everyone sees. The bot works without, so a failure is logged."""
    try:
        offered = commands(EVERYONE | STAFF | (MANAGERS if manager else {}), speech)
        await bot.set_my_commands(offered, BotCommandScopeChat(chat))
    except TelegramError as error:
        logger.warning("the menu of a member could not be set: %s", error)


async def take_back(bot: Bot, chat: int) -> None:
    """Show someone who is no longer a member what everyone sees."""
    try:
        await bot.delete_my_commands(BotCommandScopeChat(chat))
    except TelegramError as error:
        logger.warning("the menu of a former member could not be taken back: %s", error)
