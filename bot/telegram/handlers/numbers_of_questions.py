"""Numbers about what people ask, for managers: a few lines and a chart."""

import asyncio
import logging
from html import escape
from io import BytesIO

from telegram import InputFile, Update

from bot.catalogues import Catalogue, later
from bot.clock import now
from bot.errors import BotError, DatabaseError
from bot.listening.asked_numbers import Numbers, numbers_lines, read_numbers
from bot.quiz.numbers_chart import numbers_chart
from bot.records import Records
from bot.settings import Settings
from bot.telegram.handlers.people import People
from bot.telegram.markup.quiz_markup import say
from bot.telegram.sending import Context, send
from bot.telegram.user_languages import UserLanguages

logger = logging.getLogger(__name__)

_REFUSED = later("Only managers see these numbers.")


class NumberHandlers:
    """Handle questions for numbers."""

    def __init__(self, records: Records, languages: UserLanguages, people: People, settings: Settings) -> None:
        self._records = records
        self._languages = languages
        self._people = people
        self._zone = settings.zone

    async def show(self, update: Update, _: Context) -> None:
        """Show how much is asked and answered, as a picture with a few lines: /stats in a private chat."""
        message, user = update.effective_message, update.effective_user
        speech = await self._languages.of(user)
        if message is None or user is None or not self._people.is_manager(user):
            await send(message, say([speech.say(_REFUSED)], speech))
            return
        numbers = await asyncio.to_thread(read_numbers, self._records, now().astimezone(self._zone).date())
        lines = numbers_lines(numbers, speech)
        if not numbers.asked:
            await send(message, say(lines, speech))
            return
        try:
            chart = await asyncio.to_thread(_draw, numbers, speech)
        except DatabaseError:
            raise
        except BotError as error:  # there is no library to draw with
            logger.warning("%s", error)
            reason = speech.say("The chart cannot be drawn here; the log says what is missing.")
            await send(message, say([*lines, reason], speech))
            return
        await message.reply_photo(InputFile(BytesIO(chart), "stats.png"), caption=escape("\n".join(lines)))


def _draw(numbers: Numbers, speech: Catalogue) -> bytes:
    return numbers_chart(numbers.days, numbers.topics, speech)
