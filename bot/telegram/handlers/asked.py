"""What a message asks: its text or caption, the message that it replies to, a part that it quotes. Pure."""

import re
from dataclasses import dataclass

from telegram import Message
from telegram.constants import ChatType

from bot.telegram.markup.answer_markup import read_as

_COMMAND = re.compile(r"\A/\w+(?:@\w+)?")
_KINDS = ("voice", "audio", "video_note", "video", "photo", "animation", "document", "venue", "location", "contact",
          "poll", "sticker")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold a question, and the message under which it is answered: the one that holds it."""

    under: Message
    text: str


def asked_in(message: Message) -> Asked:
    """Give the question in a message; the command or the bot's name alone, as a reply, asks what it replies to."""
    text, replied = question_of(message), message.reply_to_message
    if text or replied is None or not _calls(message) or is_from_bot(replied):
        return Asked(message, text)
    return Asked(replied, question_of(replied))


def question_of(message: Message) -> str:
    """Give the question in a text or a caption, without the command or the bot's name that it begins with."""
    text = _COMMAND.sub("", written_in(message), count=1)
    if message.chat.type != ChatType.PRIVATE:
        text = re.sub(rf"@{re.escape(message.get_bot().username)}\b", " ", text, flags=re.IGNORECASE)
    return text.strip()


def question_behind(answer: Message) -> str | None:
    """Give the question that a message of the bot's answers, or None when it cannot be found any more."""
    if understood := read_as(answer.text or ""):
        return understood
    asked = answer.reply_to_message
    return question_of(asked) or None if asked is not None else None


def written_in(message: Message) -> str:
    """Give the text of a message, or its caption."""
    return message.text or message.caption or ""


def is_aside(message: Message) -> bool:
    """Tell whether a message in a group replies to the bot and calls it neither by a command nor by its name."""
    return message.chat.type != ChatType.PRIVATE and not _calls(message)


def is_from_bot(message: Message) -> bool:
    """Tell whether the bot has sent a message itself."""
    return message.from_user is not None and message.from_user.id == message.get_bot().id


def kind_of(message: Message) -> str:
    """Name what a message holds, as the Bot API names it; "text" for everything else."""
    return next((kind for kind in _KINDS if getattr(message, kind)), "text")


def _calls(message: Message) -> bool:
    text = written_in(message)
    return text.startswith("/") or f"@{message.get_bot().username}".casefold() in text.casefold()
