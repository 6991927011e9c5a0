"""Which messages are meant for the bot, and which ask how to use it."""

import re
from collections.abc import Callable

from telegram import Message
from telegram.ext.filters import CAPTION, PHOTO, Document, MessageFilter

from bot.answering.small_talk import Wish, wish_in


class _MeantForBot(MessageFilter):
    """Replies to the bot's messages, and texts that name it: "@its_name what is ...?"."""

    def filter(self, message: Message) -> bool:
        me = message.get_bot()
        replied = message.reply_to_message
        if replied is not None and replied.from_user is not None and replied.from_user.id == me.id:
            return True
        entities = message.parse_entities(["mention"]) if message.text else message.parse_caption_entities(["mention"])
        names = entities.values()
        return f"@{me.username}".casefold() in (name.casefold() for name in names)


MEANT_FOR_BOT = _MeantForBot()


class _AsksInCaption(MessageFilter):
    """Captions that begin with /ask; in a group the command may name the bot, and may not name another."""

    def filter(self, message: Message) -> bool:
        name = re.escape(message.get_bot().username)
        return re.match(rf"/ask(?:@{name})?(?!\S)", message.caption or "", re.IGNORECASE) is not None


ASKS_IN_CAPTION = _AsksInCaption()


MAY_BE_ARTICLE = Document.ALL | PHOTO & ~CAPTION
"""What a manager may have sent as an article; a picture with words is a question."""


class AsksForHelp(MessageFilter):
    """Texts that say nothing but "help", unless an article has that word for a heading, as `is_heading` tells."""

    def __init__(self, is_heading: Callable[[str], bool]) -> None:
        super().__init__()
        self._is_heading = is_heading

    def filter(self, message: Message) -> bool:
        """Tell whether a message is one; the bot's name may stand in it."""
        name = re.escape(message.get_bot().username)
        said = re.sub(rf"@{name}\b", " ", message.text or "", flags=re.IGNORECASE).strip()
        return wish_in(said) is Wish.HELP and not self._is_heading(said)
