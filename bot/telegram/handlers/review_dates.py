"""Managers are told once a day, in working hours, which articles are past the date of their review."""

import asyncio
import logging
from datetime import date
from functools import partial

from telegram import Bot

from bot.answering import messages
from bot.answering.library import Library
from bot.clock import now
from bot.settings import Settings
from bot.telegram.markup.quiz_markup import lines_to_html
from bot.telegram.notices import Notices
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
        self._told: dict[int, date] = {}

    async def tell_always(self, bot: Bot, notices: Notices) -> None:
        """Tell the managers, for as long as the bot runs."""
        while True:
            local = now().astimezone(self._settings.zone)
            first, last = self._settings.hours
            if first <= local.hour < last:
                await self._tell(bot, notices, local.date())
            await asyncio.sleep(self._timing.remind_every)

    async def _tell(self, bot: Bot, notices: Notices, today: date) -> None:
        for manager in sorted(self._settings.managers):
            speech = await self._languages.of_id(manager)
            lines = messages.overdue_reviews(self._library.assistant.articles.values(), today, speech)
            if lines and self._told.get(manager) != today:
                send = partial(bot.send_message, manager, lines_to_html(lines, speech))
                await notices.put("review dates", manager, send, partial(self._note, manager, today))

    async def _note(self, manager: int, today: date) -> None:
        self._told[manager] = today
