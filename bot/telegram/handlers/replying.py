"""What the handlers of managers' longer tasks share: a reply that may not come about, and what a reply is to."""

import logging
from collections.abc import Awaitable, Callable, Iterator

from telegram import Message, Update

from bot.catalogues import Catalogue
from bot.errors import BotError, DatabaseError
from bot.reader_words import explain
from bot.telegram.markup.answer_markup import Reply
from bot.telegram.markup.quiz_markup import say
from bot.telegram.sending import edit, send
from corpus import CorpusError

logger = logging.getLogger(__name__)


async def reply_or_explain(
    update: Update, message: Message | None, speech: Catalogue, draw: Callable[[], Awaitable[Reply]]
) -> None:
    """Put what is drawn in the place of a message, or send it; say in one line what cannot be done."""
    try:
        reply = await draw()
    except DatabaseError:
        raise
    except (BotError, CorpusError) as error:
        logger.warning("%s", error)
        told = speech.say("That could not be done: {reason}", reason=explain(speech, error))
        await send(update.effective_message, say([told], speech))
        return
    if message is None:
        await send(update.effective_message, reply)
    else:
        await edit(message, reply)


def buttons_replied_to(message: Message | None) -> Iterator[str]:
    """Give the data of the buttons under the message that somebody replies to."""
    replied = message.reply_to_message if message else None
    for row in replied.reply_markup.inline_keyboard if replied and replied.reply_markup else ():
        yield from (str(button.callback_data) for button in row)
