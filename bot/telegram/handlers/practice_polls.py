"""Practice in a private chat: native quiz polls, one after another; and a taster for who is not invited."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from telegram import Bot, Message, Poll, PollAnswer, Update
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.catalogues import Catalogue
from bot.clock import now
from bot.errors import BotError
from bot.logs import failure_logged
from bot.quiz import quiz_messages
from bot.quiz.asking import AskedQuestion
from bot.quiz.practice import NothingDue, Summary
from bot.quiz.quizzes import Quizzes
from bot.records import Cause
from bot.retry import write_with_retry
from bot.settings import Settings
from bot.telegram.handlers.people import People
from bot.telegram.handlers.poll_states import PollStates
from bot.telegram.handlers.quiz_polls import picked_in, send_poll
from bot.telegram.handlers.tasters import Tasters
from bot.telegram.markup.quiz_markup import exams_that_wait, lines_to_html, say
from bot.telegram.notices import InTurn
from bot.telegram.sending import Context, account_of, send
from bot.telegram.user_languages import UserLanguages
from bot.timing import Timing

logger = logging.getLogger(__name__)

_RECENT = timedelta(hours=1)
"""A session that began within that time goes on by itself after a restart; others wait for /quiz."""


class PracticeHandlers:
    """Handle practice."""

    def __init__(
        self,
        quizzes: Quizzes,
        languages: UserLanguages,
        people: People,
        tasters: Tasters,
        states: PollStates,
        settings: Settings,
        timing: Timing,
        in_turn: InTurn,
    ) -> None:
        self._languages = languages
        self._quizzes = quizzes
        self._people = people
        self._tasters = tasters
        self._states = states
        self._settings = settings
        self._timing = timing
        self._in_turn = in_turn
        self._later: set[asyncio.Task[None]] = set()

    async def quiz(self, update: Update, context: Context) -> None:
        """Begin practice, or go on where it was left: /quiz in a private chat."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        speech = await self._languages.of(user)
        if not await self._people.admit(message, user):
            await self._taste(message, context.bot, speech)
            return
        left = await asyncio.to_thread(self._quizzes.practice.left_over, account_of(user), now())
        if left is not None:
            await self._go_on(context.bot, message.chat_id, account_of(user), left, speech)
        begun = await asyncio.to_thread(self._quizzes.practice.begin, account_of(user), message.chat_id, now())
        if isinstance(begun, NothingDue):
            await send(message, say([quiz_messages.nothing_due(begun, self._settings.zone, speech)], speech))
        elif begun.poll is None:
            if begun.number == 1:
                due = await asyncio.to_thread(self._quizzes.practice.due_today, account_of(user), now())
                lines = [quiz_messages.due_today(due, speech), speech.say(quiz_messages.ABOUT)]
                await send(message, say(lines, speech))
            await self._ask(context.bot, message.chat_id, begun, speech)
        else:
            await self._ask_again(context.bot, message.chat_id, account_of(user), begun, speech)

    async def stop(self, update: Update, context: Context) -> None:
        """End the session with its summary, while an exam waits: /stop in a private chat."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        speech = await self._languages.of(user)
        ended = await asyncio.to_thread(self._quizzes.practice.stop, account_of(user), now())
        if ended is not None:
            await self._go_on(context.bot, message.chat_id, account_of(user), ended, speech)
            return
        closed = await asyncio.to_thread(self._quizzes.exams.closed_to, account_of(user))
        nothing = say([speech.say(quiz_messages.NOTHING_TO_STOP)], speech)
        await send(message, exams_that_wait(closed, speech) if closed else nothing)

    async def answered(self, answer: PollAnswer, presentation: int | None, bot: Bot, cause: Cause) -> None:
        """Take an answer to a poll of practice, or to an unknown poll (`presentation` None).

        One taken back, or anyone else's, changes nothing. But what should have followed an earlier answer, and
        was never sent, is sent now.
        """
        if answer.user is None or not answer.option_ids:
            return
        account = account_of(answer.user)
        if presentation is not None:
            await asyncio.to_thread(
                self._quizzes.practice.answer, presentation, account, answer.option_ids[0], now(), cause
            )
        then = await asyncio.to_thread(self._quizzes.practice.unsent, account, now())
        if then is not None:
            await self._go_on(bot, answer.user.id, account, then, await self._languages.of(answer.user))

    async def resume(self, bot: Bot, put: Callable[[int, Callable[[], Awaitable[None]]], Awaitable[None]]) -> None:
        """Go on, after a restart, with the sessions that were under way, each after the stored updates of its chat."""
        for chat, account in await asyncio.to_thread(self._quizzes.practice.under_way, _RECENT, now()):
            await put(chat, partial(self._resume, bot, chat, account))

    async def _resume(self, bot: Bot, chat: int, account: str) -> None:
        speech = await self._languages.of_id(chat)
        try:
            then = await asyncio.to_thread(self._quizzes.practice.waiting, account, _RECENT, now())
            if then is None:
                return
            if isinstance(then, AskedQuestion) and then.poll is not None:
                await self._ask_again(bot, chat, account, then, speech)
            else:
                await self._go_on(bot, chat, account, then, speech)
        except (TelegramError, BotError) as error:
            logger.warning("a quiz could not go on: %s", error)

    async def _go_on(self, bot: Bot, chat: int, account: str, then: AskedQuestion | Summary, speech: Catalogue) -> None:
        if isinstance(then, AskedQuestion):
            await self._ask(bot, chat, then, speech)
        else:
            lines = quiz_messages.summary(then, self._settings.zone, speech)
            await bot.send_message(chat, lines_to_html(lines, speech))
            await write_with_retry(self._timing.database, self._quizzes.practice.finish, account, now())

    async def _ask(self, bot: Bot, chat: int, question: AskedQuestion, speech: Catalogue) -> None:
        message = await send_poll(bot, chat, question, speech, protect=True)
        if message.poll is not None:
            await write_with_retry(
                self._timing.database,
                self._quizzes.practice.sent,
                question.presentation,
                message.poll.id,
                message.message_id,
                now(),
            )

    async def _ask_again(self, bot: Bot, chat: int, account: str, question: AskedQuestion, speech: Catalogue) -> None:
        """Close a poll that waits, and ask its question anew if nobody has answered it.

        If it was answered, an update tells so, which has its turn after votes in other copies of the poll. What the
        poll itself shows is taken later, in case that update never comes.
        """
        picked = await self._picked(bot, chat, question)
        if picked is None:
            await self._ask(bot, chat, question, speech)
            return
        take = partial(self._take, bot, chat, account, question.presentation, picked)
        task = asyncio.create_task(self._take_later(chat, take))
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    async def _take_later(self, chat: int, take: Callable[[], Awaitable[None]]) -> None:
        with failure_logged(logger, "a quiz could not go on"):
            await asyncio.sleep(self._timing.vote_told)
            await self._in_turn(chat, take)

    async def _take(self, bot: Bot, chat: int, account: str, presentation: int, picked: int) -> None:
        """Take the answer that a closed poll shows, unless one was taken meanwhile."""
        answered = await asyncio.to_thread(self._quizzes.practice.answer, presentation, account, picked, now())
        if answered is not None:
            await self._go_on(bot, chat, account, answered.then, await self._languages.of_id(chat))

    async def shut_down(self) -> None:
        """End what was to be done later; the next start sees to it."""
        for task in self._later:
            task.cancel()
        await asyncio.gather(*self._later, return_exceptions=True)

    async def _picked(self, bot: Bot, chat: int, question: AskedQuestion) -> int | None:
        """Close the poll of a question; the option that was picked, if it was answered."""
        try:
            poll: Poll | None = await bot.stop_poll(chat, question.message or 0)
        except BadRequest as error:
            # It was closed by a call whose answer was lost: its state is on its way.
            closed = "already been closed" in str(error).lower()
            poll = await self._states.closed(question.poll or "") if closed else None
        except Forbidden:
            return None
        return picked_in(poll)

    async def _taste(self, message: Message, bot: Bot, speech: Catalogue) -> None:
        """Send a few anonymous polls: Telegram does not report who answers them."""
        questions = await asyncio.to_thread(self._quizzes.taster) if self._settings.taster else []
        if not questions:
            await send(message, say([speech.say(quiz_messages.NOT_INVITED)], speech))
            return
        await send(message, say([speech.say(quiz_messages.TASTER), speech.say(quiz_messages.ABOUT)], speech))
        await self._tasters.send(bot, message.chat_id, questions, speech)
