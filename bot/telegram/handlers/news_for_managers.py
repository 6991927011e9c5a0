"""Managers are told who joined, passed or failed: at once, or where it is set once a day in working hours."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial

from telegram import Bot

from bot.clock import now
from bot.logs import failure_logged
from bot.quiz import staff_messages
from bot.quiz.quizzes import Quizzes
from bot.quiz.staff_news import StaffEvent
from bot.retry import write_with_retry
from bot.settings import Settings
from bot.telegram.markup.quiz_markup import lines_to_html
from bot.telegram.notices import Notices
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
        self._more = asyncio.Event()
        self._told: dict[tuple[int, datetime], set[int]] = {}  # event -> managers who know, while it may be found

    async def tell_always(self, bot: Bot, notices: Notices) -> None:
        """Look every few seconds what is new, for as long as the bot runs."""
        hours = self._settings.hours if self._settings.digest else None
        while True:
            with failure_logged(logger, "telling the managers news failed; it is tried again"):
                events = await asyncio.to_thread(self._news.untold, now(), hours)
                if events:  # what was looked up before it was forgotten is still known to be told
                    there = {(event.number, event.at) for event in events}
                    self._told = {key: told for key, told in self._told.items() if key in there}
                for manager in sorted(self._settings.managers):
                    new = [event for event in events if manager not in self._told.get((event.number, event.at), ())][
                        :_LINES
                    ]
                    if new:
                        note = partial(self._note, manager, new)
                        await notices.put("news", manager, partial(self._tell, bot, manager, new), note)
                if not self._settings.managers:
                    await asyncio.to_thread(self._news.forget, events)
            with suppress(TimeoutError):
                async with asyncio.timeout(self._timing.outbox_every):
                    await self._more.wait()
            self._more.clear()

    async def _tell(self, bot: Bot, manager: int, events: Sequence[StaffEvent]) -> None:
        speech = await self._languages.of_id(manager)
        lines = [line for event in events for line in staff_messages.news_lines(event, speech)]
        await bot.send_message(manager, lines_to_html(lines, speech))

    async def _note(self, manager: int, events: Sequence[StaffEvent]) -> None:
        """Note what a manager was told; forget what all were."""
        for event in events:
            self._told.setdefault((event.number, event.at), set()).add(manager)
        known = [event for event in events if self._told[event.number, event.at] >= self._settings.managers]
        await write_with_retry(self._timing.database, self._news.forget, known)
        if len(events) == _LINES:
            self._more.set()
