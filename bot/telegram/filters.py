"""Which messages in a group are meant for the bot."""

from telegram import Message
from telegram.ext.filters import MessageFilter


class _MeantForBot(MessageFilter):
    """Replies to the bot's messages, and texts that name it: "@its_name what is ...?"."""

    def filter(self, message: Message) -> bool:
        me = message.get_bot()
        replied = message.reply_to_message
        if replied is not None and replied.from_user is not None and replied.from_user.id == me.id:
            return True
        names = message.parse_entities(["mention"]).values()
        return f"@{me.username}".casefold() in (name.casefold() for name in names)


MEANT_FOR_BOT = _MeantForBot()
