"""What handlers share: who is meant, sending, and the end of a button's waiting."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from html import unescape
from typing import TypeVar

from telegram import Bot, CallbackQuery, InlineKeyboardMarkup, Message, Update, User
from telegram.constants import ChatAction, ChatType
from telegram.error import BadRequest, TelegramError
from telegram.ext import ContextTypes

from bot.records import Cause
from bot.settings import OF_NOBODY
from bot.telegram.markup.answer_markup import Reply
from bot.telegram.markup.buttons import ButtonData
from bot.text import clean_name

Context = ContextTypes.DEFAULT_TYPE

B = TypeVar("B", bound=ButtonData)

logger = logging.getLogger(__name__)

_TEXT_REFUSED = ("can't parse entities", "too long", "text is empty")
# A second press before the first was shown; a message that was deleted, or left behind when its group moved.
_EDITED_OR_GONE = ("not modified", "message to edit not found", "message can't be edited")
_TAG = re.compile(r"<[^<>]*>")
_TYPING_LASTS = 4.5  # seconds, in Telegram's programs
_PLAIN_LENGTH = 2000  # characters, of which each may be two of Telegram's units


def is_person(message: Message) -> bool:
    """Tell whether a person has written as themselves, not as their group or a channel, as several people may."""
    sender = message.from_user
    return message.sender_chat is None and sender is not None and sender.id not in OF_NOBODY


def account_of(user: User) -> str:
    """Give the name that the records have for a user of Telegram."""
    return f"telegram:{user.id}"


def name_of(user: User) -> str:
    """Give the name of a user of Telegram as it is shown and stored."""
    return clean_name(user.full_name)


def user_id(account: str) -> int | None:
    """Give the user of Telegram whom an account names, if it names one."""
    place, _, number = account.partition(":")
    return int(number) if place == "telegram" and number.isdigit() else None


def topic_of(message: Message) -> int | None:
    """Give the topic of a group that a message stands in, None outside of topics: threads of replies are none."""
    return message.message_thread_id if message.is_topic_message else None


def cause_of(update: Update, context: Context) -> Cause:
    """Name an update as the cause of what it changes, so that it changes it once."""
    return Cause(context.bot.id, update.update_id)


def pressed(
    update: Update, kind: type[B], *, private: bool = False
) -> tuple[CallbackQuery | None, Message | None, B | None]:
    """Give a button's press, the message under which it stands, and what the button means.

    Message and meaning are None where the bot may no longer edit the message, for data that no button of the message
    carries, which only a forger sends, and outside of private chats where only those are meant.
    """
    query = update.callback_query
    # An inaccessible message, too old for the bot to edit, is no Message.
    message = query.message if query is not None and isinstance(query.message, Message) else None
    if query is None or message is None:
        return query, None, None
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    forged = query.data not in {button.callback_data for row in rows for button in row}
    elsewhere = private and message.chat.type != ChatType.PRIVATE
    data = None if forged or elsewhere else kind.parse(query.data)
    return query, message if data else None, data


async def send(message: Message | None, reply: Reply, *, protect: bool = False) -> Message | None:
    """Reply to a message, and give what was sent. A text that Telegram refuses is sent plain and in parts."""
    if message is None:
        return None
    try:
        return await message.reply_html(reply.html, reply_markup=reply.buttons, protect_content=protect)
    except BadRequest as error:
        if not any(sign in str(error).lower() for sign in _TEXT_REFUSED):
            raise
        for part in plain_parts(reply.html):
            await message.reply_text(part, parse_mode=None, protect_content=protect)
    return None


def plain_parts(html: str) -> list[str]:
    """Turn HTML into plain text, in parts that each fit into a message whatever their characters are.

    >>> plain_parts("<b>1 &lt; 2</b>")
    ['1 < 2']
    """
    text = unescape(_TAG.sub("", html))
    return [text[at : at + _PLAIN_LENGTH] for at in range(0, len(text), _PLAIN_LENGTH)]


@asynccontextmanager
async def typing(message: Message, after: float) -> AsyncIterator[None]:
    """Show in a chat that something is being done, once it takes longer than so many seconds, until it is done."""
    shown = asyncio.create_task(_keep_typing(message, after))
    try:
        yield
    finally:
        shown.cancel()


async def _keep_typing(message: Message, after: float) -> None:
    await asyncio.sleep(after)
    while True:
        with suppress(TelegramError):
            await message.reply_chat_action(ChatAction.TYPING)
        await asyncio.sleep(_TYPING_LASTS)


async def edit(message: Message, reply: Reply) -> None:
    """Put a reply in the place of a message of the bot's, if it is still there."""
    try:
        await message.edit_text(reply.html, reply_markup=reply.buttons)
    except BadRequest as error:
        if not any(sign in str(error).lower() for sign in _EDITED_OR_GONE):
            raise


async def edit_buttons(message: Message, buttons: InlineKeyboardMarkup) -> None:
    """Put other buttons under a message of the bot's, if it is still there."""
    try:
        await message.edit_reply_markup(buttons)
    except BadRequest as error:
        if not any(sign in str(error).lower() for sign in _EDITED_OR_GONE):
            raise


async def put_in_place(bot: Bot, chat: int, message: int, reply: Reply) -> bool:
    """Put a reply in the place of a message of the bot's; False where Telegram refuses, as when it was deleted."""
    try:
        await bot.edit_message_text(reply.html, chat, message, reply_markup=reply.buttons)
    except BadRequest as error:
        return "not modified" in str(error).lower()
    return True


async def acknowledge(query: CallbackQuery | None, text: str | None = None, *, alert: bool = False) -> None:
    """End a button's waiting; Telegram refuses that for a press that is too old, which harms nothing."""
    if query is not None:
        with suppress(BadRequest):
            await query.answer(text, show_alert=alert)
