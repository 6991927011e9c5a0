"""The commands that Telegram's menu offers: by place, by role and by language, from the first moment."""

import logging
from collections.abc import Mapping
from enum import StrEnum

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from bot.catalogues import ENGLISH, Catalogue, catalogues, later
from bot.telegram.failures import cannot_be_reached

logger = logging.getLogger(__name__)


class Role(StrEnum):
    """Name who someone is for the bot."""

    GUEST = "guest"
    STAFF = "staff"
    MANAGER = "manager"


ASK = {"ask": later("ask a question, also in a group")}
EVERYONE = {
    "sources": later("the articles that I answer from"),
    "language": later("the language in which I speak"),
    "help": later("how to use me"),
    "privacy": later("what I keep, and for how long"),
    "forget": later("delete what I keep about you"),
}
QUIZ = {"quiz": later("a few questions on the article")}
GAME = {"quiz": later("a game for this group"), "stop": later("end the game")}
STAFF = QUIZ | {
    "exam": later("the test that counts"),
    "stop": later("end a quiz"),
    "reminders": later("turn the daily reminder on or off"),
    "mydata": later("see or delete what is stored about you"),
}
MANAGERS = {
    "articles": later("the documents: add, replace, remove"),
    "unanswered": later("what was asked in vain, to be answered"),
    "stats": later("how much is asked, and answered"),
    "report": later("how everyone stands"),
    "people": later("your staff: look at someone, or remove them"),
    "invite": later("a link that lets people join"),
    "invitations": later("the invitations that are open"),
    "announce": later("tell all your staff something"),
    "actions": later("what managers have done, and when"),
}


def private_commands(role: Role, *, quiz: bool) -> dict[str, str]:
    """Give the commands that someone has in a private chat, and what each does."""
    own = {Role.GUEST: QUIZ if quiz else {}, Role.STAFF: STAFF, Role.MANAGER: STAFF | MANAGERS}[role]
    return ASK | own | EVERYONE


def group_commands(*, quiz: bool) -> dict[str, str]:
    """Give the commands that everyone has in a group, and what each does."""
    in_groups = {name: does for name, does in EVERYONE.items() if name != "forget"}
    return ASK | (GAME if quiz else {}) | in_groups


def entries(commands: Mapping[str, str], speech: Catalogue) -> list[BotCommand]:
    """Make the entries of a menu in a language."""
    return [BotCommand(name, speech.say(does)) for name, does in commands.items()]


def language_code(speech: Catalogue) -> str | None:
    """Give the code under which Telegram is told what is said in a language: English is for all others, too."""
    return None if speech is ENGLISH else speech.language


async def offer_to_all(bot: Bot, *, quiz: bool) -> None:
    """Set the menus of private chats and of groups. The bot works without, so a failure is logged."""
    menus: list[tuple[BotCommandScope, dict[str, str]]] = [
        (BotCommandScopeAllPrivateChats(), private_commands(Role.GUEST, quiz=quiz)),
        (BotCommandScopeAllGroupChats(), group_commands(quiz=quiz)),
    ]
    try:
        for scope, commands in menus:
            await _set(bot, scope, commands)
    except TelegramError as error:
        logger.warning("the menus could not be set: %s", error)


async def offer(bot: Bot, chat: int, role: Role, speech: Catalogue | None = None, *, quiz: bool = True) -> None:
    """Show someone the commands of their role, in a language or each in theirs.

    Whoever has not written to the bot has no menu yet: it is offered again when they do.
    """
    try:
        await _set(bot, BotCommandScopeChat(chat), private_commands(role, quiz=quiz), speech)
    except TelegramError as error:
        # Somebody whom Telegram does not know yet is no news to the operator.
        level = logging.DEBUG if cannot_be_reached(error) else logging.WARNING
        logger.log(level, "a menu (%s) could not be set: %s", role, error)


async def take_back(bot: Bot, chat: int) -> None:
    """Show someone who is no longer a member what everyone sees."""
    try:
        for speech in catalogues().values():
            await bot.delete_my_commands(BotCommandScopeChat(chat), language_code(speech))
    except TelegramError as error:
        logger.warning("the menu of a former member could not be taken back: %s", error)


async def _set(bot: Bot, scope: BotCommandScope, commands: Mapping[str, str], chosen: Catalogue | None = None) -> None:
    for speech in catalogues().values():
        await bot.set_my_commands(entries(commands, chosen or speech), scope, language_code(speech))
