"""Managers are told once a day, in working hours, which articles are past the date of their review."""

import asyncio
import logging
from datetime import date

from telegram import Bot
from telegram.error import TelegramError

from bot.answering import messages
from bot.answering.library import Library
from bot.clock import now
from bot.settings import Settings
from bot.telegram.markup.quiz_markup import lines_to_html
from bot.telegram.user_languages import UserLanguages
from bot.timing import Timing

logger = logging.getLogger(__name__)


class ReviewDates:
    """Watch the review dates of articles. Who was told is not stored, so a restart tells again."""

    def __init__(self, library: Library, languages: UserLanguages, settings: Settings, timing: Timing) -> None:
        self._languages = languages
        self._library = library
        self._settings = settings
        self._timing = timing

    async def tell_always(self, bot: Bot) -> None:
        """Tell the managers, for as long as the bot runs."""
        told: date | None = None
        while True:
            local = now().astimezone(self._settings.zone)
            first, last = self._settings.hours
            if local.date() != told and first <= local.hour < last:
                told = local.date()
                await self._tell(bot, told)
            await asyncio.sleep(self._timing.remind_every)

    async def _tell(self, bot: Bot, today: date) -> None:
        for manager in sorted(self._settings.managers):
            speech = await self._languages.of_id(manager)
            lines = messages.overdue_reviews(self._library.assistant.articles.values(), today, speech)
            if not lines:
                return
            try:
                await bot.send_message(manager, lines_to_html(lines, speech))
            except TelegramError as error:
                logger.warning("a manager could not be told of overdue reviews: %s", error)
