"""The commands that Telegram's menu offers: to everyone, to staff, to managers."""

import logging

from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import TelegramError

logger = logging.getLogger(__name__)

EVERYONE = [
    BotCommand("ask", "ask a question, also in a group"),
    BotCommand("sources", "the articles that I answer from"),
    BotCommand("help", "how to use me"),
]
QUIZ = BotCommand("quiz", "a few questions on the article")
STAFF = [
    QUIZ,
    BotCommand("exam", "the test that counts"),
    BotCommand("stop", "end a quiz"),
    BotCommand("reminders", "turn the daily reminder on or off"),
    BotCommand("mydata", "see or delete what is stored about you"),
]
MANAGERS = [BotCommand("report", "how everyone stands"), BotCommand("invite", "invite someone to the quiz")]


async def offer_to_member(bot: Bot, chat: int, *, manager: bool) -> None:
    """Show someone who has joined more commands than everyone sees. The bot works without, so a failure is logged."""
    try:
        await bot.set_my_commands([*EVERYONE, *STAFF, *(MANAGERS if manager else [])], BotCommandScopeChat(chat))
    except TelegramError as error:
        logger.warning("the menu of a member could not be set: %s", error)


async def take_back(bot: Bot, chat: int) -> None:
    """Show someone who is no longer a member what everyone sees."""
    try:
        await bot.delete_my_commands(BotCommandScopeChat(chat))
    except TelegramError as error:
        logger.warning("the menu of a former member could not be taken back: %s", error)
