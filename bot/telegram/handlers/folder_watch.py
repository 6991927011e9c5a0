"""The folder of articles is watched: whatever changes in it is served without a restart."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event

from telegram import Bot

from bot.answering.library import Library, Served
from bot.authoring.bank import ENDING
from bot.catalogues import Catalogue
from bot.errors import BotError
from bot.metrics import Metrics
from bot.quiz.banks import Banks
from bot.quiz.quizzes import Quizzes
from bot.reader_words import explain
from bot.settings import Settings
from bot.telegram.markup.quiz_markup import lines_to_html
from bot.telegram.notices import Notices
from bot.telegram.user_languages import UserLanguages
from bot.text import clip
from bot.timing import Timing
from corpus import CorpusError, FileError, Stamps, look_at

logger = logging.getLogger(__name__)

_MAX_TOLD, _MAX_PROBLEM = 10, 300


class _StoppedError(Exception):
    """The bot ends, and what was being read is no longer wanted."""


class FolderWatch:
    """Read the folder again when it has changed, beside the questions that come in, and swap what is served.

    Managers are told once of each file that cannot be read; a restart tells again.
    """

    def __init__(
        self,
        library: Library,
        quizzes: Quizzes,
        languages: UserLanguages,
        settings: Settings,
        timing: Timing,
        metrics: Metrics,
    ) -> None:
        self._library = library
        self._quizzes = quizzes
        self._languages = languages
        self._settings = settings
        self._timing = timing
        self._metrics = metrics
        self._reading = asyncio.Lock()
        self._stopped = Event()
        self._told: set[str] = set()
        self._failed: Stamps | None = None  # how the folder looked when it could not be read at all

    async def watch_always(self, bot: Bot, notices: Notices, introduce: Callable[[], Awaitable[None]]) -> None:
        """Look at the folder for as long as the bot runs; `introduce` tells Telegram of other articles."""
        if self._library.served is None:
            return
        await self._tell(bot, notices, self._problems)
        before, since = self._library.served.stamps, time.monotonic()
        introduced = self._introduced
        try:
            while True:
                await asyncio.sleep(self._timing.look_every)
                now = await asyncio.to_thread(look_at, self._settings.corpus)
                if now in (self._library.served.stamps, self._failed):
                    since = time.monotonic()
                elif now == before or time.monotonic() - since > self._timing.settle:
                    await self._read(bot, notices)
                    since = time.monotonic()
                before = now
                if introduced != self._introduced:
                    introduced = self._introduced
                    await introduce()
        finally:
            self._stopped.set()

    @property
    def _introduced(self) -> tuple[list[str], bool]:
        """Give what Telegram is told of: the articles, and whether there are questions on them."""
        return list(self._library.assistant.articles), self._quizzes.has_questions

    @property
    def _problems(self) -> Sequence[CorpusError | FileError]:
        """Give what is wrong with the articles and with what stands beside them."""
        served = self._library.served
        return (*(served.problems if served else ()), *self._quizzes.banks.problems)

    async def _read(self, bot: Bot, notices: Notices) -> None:
        try:
            await self.refresh()
        except CorpusError as error:
            self._failed = await asyncio.to_thread(look_at, self._settings.corpus)
            logger.warning("%s; what was read before is served", error)
            await self._tell(bot, notices, [error])
        except BotError as error:
            logger.warning("the articles could not be read again: %s; it is tried again", error)
        except Exception:
            self._failed = await asyncio.to_thread(look_at, self._settings.corpus)
            logger.exception("the articles could not be read again; what was read before is served")
        else:
            await self._tell(bot, notices, self._problems)

    def question_count(self, slug: str) -> int:
        """Count the quiz questions on an article that may be asked."""
        return sum(article == slug for article, _ in self._quizzes.banks.approved())

    async def refresh(self) -> None:
        """Read the folder now, and serve what it holds; CorpusError where that is nothing."""
        async with self._reading:
            served, banks = await asyncio.to_thread(self._read_folder)
            self._library.swap(served)
            self._quizzes.banks.swap(banks)
            self._metrics.corpus_size(len(served.corpus.articles), served.assistant.passage_count)
            self._failed = None
            logger.info("%d articles are served now", len(served.corpus.articles))

    def _read_folder(self) -> tuple[Served, Banks]:
        """Read the folder: the banks alone where nothing else has changed."""
        before, stamps = self._library.served, look_at(self._settings.corpus)
        if before is not None and self._failed is None and _only_banks_differ(before.stamps, stamps):
            return replace(before, stamps=stamps), self._quizzes.read_again(before.corpus)
        served = Served.read_whole(self._settings, lambda: not self._stopped.is_set(), self._until_stopped)
        return served, self._quizzes.read_again(served.corpus)

    def _until_stopped(self, files: Iterable[Path]) -> Iterator[Path]:
        for file in files:
            if self._stopped.is_set():
                raise _StoppedError
            yield file

    async def _tell(self, bot: Bot, notices: Notices, problems: Sequence[CorpusError | FileError]) -> None:
        """Tell the managers what is wrong with files, unless they were told."""
        found = {str(problem): problem for problem in problems}
        new = [problem for problem in found if problem not in self._told]
        for problem in new:
            logger.warning("%s", problem)
        # What was mended, and is wrong again, is told again.
        self._told = {*new, *(problem for problem in self._told if problem in found)} if found else set()
        for manager in sorted(self._settings.managers) if new else ():
            speech = await self._languages.of_id(manager)
            send = partial(
                bot.send_message,
                manager,
                lines_to_html(_lines([explain(speech, found[each]) for each in new], speech), speech),
            )
            await notices.put("\n".join(new), manager, send)


def _only_banks_differ(one: Stamps, other: Stamps) -> bool:
    changed = [file for file in one.keys() | other.keys() if one.get(file) != other.get(file)]
    return all(file.name.endswith(ENDING) for file in changed)


def _lines(problems: list[str], speech: Catalogue) -> list[str]:
    lines = [f"• {clip(problem, _MAX_PROBLEM)}" for problem in problems[:_MAX_TOLD]]
    left = len(problems) - len(lines)
    more = [speech.say_n("{n} more", "{n} more", left)] if left else []
    return [speech.say("Something is wrong in the folder of articles:"), *lines, *more]
