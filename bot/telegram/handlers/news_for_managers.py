"""Managers are told who joined, passed or failed: at once, or where it is set once a day in working hours."""

import asyncio
import logging

from telegram import Bot
from telegram.error import TelegramError

from bot.clock import now
from bot.logs import failure_logged
from bot.quiz import staff_messages
from bot.quiz.quizzes import Quizzes
from bot.quiz.staff_news import StaffEvent
from bot.settings import Settings
from bot.telegram.markup.quiz_markup import lines_to_html
from bot.telegram.user_languages import UserLanguages
from bot.timing import Timing

logger = logging.getLogger(__name__)

_LINES = 15  # in one message, of which each may be as long as two names


class NewsForManagers:
    """Tell managers what is new of their staff. What was told is forgotten; what was not is told after a restart."""

    def __init__(self, quizzes: Quizzes, languages: UserLanguages, settings: Settings, timing: Timing) -> None:
        self._news = quizzes.news
        self._languages = languages
        self._settings = settings
        self._timing = timing

    async def tell_always(self, bot: Bot) -> None:
        """Look every few seconds what is new, for as long as the bot runs."""
        hours = self._settings.hours if self._settings.digest else None
        while True:
            with failure_logged(logger, "telling the managers news failed; it is tried again"):
                events = await asyncio.to_thread(self._news.untold, now(), hours)
                for start in range(0, len(events), _LINES):
                    await self._tell(bot, events[start : start + _LINES])
            await asyncio.sleep(self._timing.outbox_every)

    async def _tell(self, bot: Bot, events: list[StaffEvent]) -> None:
        for manager in sorted(self._settings.managers):
            speech = await self._languages.of_id(manager)
            lines = [line for event in events for line in staff_messages.news_lines(event, speech)]
            try:
                await bot.send_message(manager, lines_to_html(lines, speech))
            except TelegramError as error:
                logger.warning("a manager could not be told what is new: %s", error)
        await asyncio.to_thread(self._news.forget, events)
