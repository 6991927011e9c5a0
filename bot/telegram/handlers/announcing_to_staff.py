"""Announcements: shown to the manager with a count, confirmed, sent at a gentle pace, and the result told."""

import asyncio
import logging
from functools import partial

from telegram import Bot, Message, Update
from telegram.error import TelegramError

from bot.clock import now
from bot.logs import failure_logged
from bot.quiz import staff_messages
from bot.quiz.announcing import MAX_ANNOUNCEMENT, Delivery
from bot.quiz.quizzes import Quizzes
from bot.records import RecipientState
from bot.retry import write_with_retry
from bot.telegram.failures import AnswerLostError
from bot.telegram.handlers.people import People
from bot.telegram.markup.buttons import Announce
from bot.telegram.markup.limits import units
from bot.telegram.markup.quiz_markup import lines_to_html, say
from bot.telegram.markup.staff_markup import draw_announcement, draw_preview
from bot.telegram.notices import Notices, Put
from bot.telegram.sending import Context, account_of, acknowledge, edit, name_of, pressed, send, user_id
from bot.telegram.user_languages import UserLanguages
from bot.timing import Timing

logger = logging.getLogger(__name__)


class AnnouncementHandlers:
    """Handle /announce and its buttons, and send what was confirmed."""

    def __init__(self, quizzes: Quizzes, languages: UserLanguages, people: People, timing: Timing) -> None:
        self._announcements = quizzes.announcements
        self._languages = languages
        self._people = people
        self._timing = timing
        self._put: set[int] = set()  # recipients whose turn in their chat's queue comes
        self._something = asyncio.Event()

    async def announce(self, update: Update, _: Context) -> None:
        """Show an announcement as it would be sent: /announce with its text."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None or not self._people.is_manager(user):
            return
        speech, text = await self._languages.of(user), _text_of(message)
        if not text or units(text) > MAX_ANNOUNCEMENT:
            await send(message, say(staff_messages.announce_usage(speech, MAX_ANNOUNCEMENT, units(text)), speech))
            return
        name, account = name_of(user), account_of(user)
        draft = await asyncio.to_thread(self._announcements.draft, text, account, name, now())
        nobody = say([speech.say(staff_messages.NO_STAFF)], speech)
        await send(message, draw_preview(draft, name, speech) if draft.people else nobody)

    async def decide(self, update: Update, _: Context) -> None:
        """Have an announcement sent, or drop it."""
        query, message, data = pressed(update, Announce, private=True)
        if query is None or message is None or data is None or not self._people.is_manager(query.from_user):
            await acknowledge(query)
            return
        speech, account = await self._languages.of(query.from_user), account_of(query.from_user)
        if data.step == "send":
            count = await asyncio.to_thread(self._announcements.confirm, data.number, account, now())
            going = speech.say_n("It goes to {n} person now.", "It goes to {n} people now.", count or 0)
            told = speech.say(staff_messages.NO_DRAFT) if count is None else going
        else:
            dropped = await asyncio.to_thread(self._announcements.discard, data.number, account, now())
            told = speech.say(staff_messages.DROPPED if dropped else staff_messages.NO_DRAFT)
        self._something.set()
        try:
            await edit(message, say([told], speech))
        finally:
            await acknowledge(query)

    async def send_always(self, bot: Bot, put: Put, notices: Notices) -> None:
        """Send what is confirmed, for as long as the bot runs: each in its chat's turn, so many a second."""
        await write_with_retry(self._timing.database, self._announcements.resume)
        while True:
            with failure_logged(logger, "announcing failed; it is tried again"):
                await self._send_all(bot, put)
                await self._tell_outcomes(bot, notices)
            await self._wait()

    async def _wait(self) -> None:
        """Wait until something was confirmed or sent here, or for a while: a command may have announced something."""
        try:
            async with asyncio.timeout(self._timing.outbox_every):
                await self._something.wait()
        except TimeoutError:
            return
        self._something.clear()

    async def _send_all(self, bot: Bot, put: Put) -> None:
        for delivery in await asyncio.to_thread(self._announcements.waiting):
            chat = user_id(delivery.account)
            if delivery.number not in self._put and chat is not None:
                self._put.add(delivery.number)
                await put(chat, partial(self._deliver, bot, chat, delivery))
                await asyncio.sleep(self._timing.announce_every)

    async def _deliver(self, bot: Bot, chat: int, delivery: Delivery) -> None:
        """Send an announcement to one person. It is noted before, so that no crash sends it twice."""
        try:
            if not await write_with_retry(self._timing.database, self._announcements.begin, delivery.number):
                return
            html = draw_announcement(delivery.author, delivery.text, await self._languages.of_id(chat))
            state = RecipientState.SENT
            try:
                await bot.send_message(chat, html)
            except AnswerLostError:
                state = RecipientState.UNCLEAR
            except TelegramError as error:
                logger.warning("an announcement could not be sent: %s", error)
                state = RecipientState.FAILED
            await write_with_retry(self._timing.database, self._announcements.note, delivery.number, state)
        finally:
            self._put.discard(delivery.number)
            self._something.set()

    async def _tell_outcomes(self, bot: Bot, notices: Notices) -> None:
        for outcome in await asyncio.to_thread(self._announcements.outcomes):
            chat = user_id(outcome.made_by)
            end = partial(write_with_retry, self._timing.database, self._announcements.end, outcome.number, now())
            if chat is None:
                await end()
                continue
            speech = await self._languages.of_id(chat)
            text = lines_to_html(staff_messages.outcome_lines(outcome, speech), speech)
            await notices.put(f"outcome {outcome.number}", chat, partial(bot.send_message, chat, text), end)


def _text_of(message: Message) -> str:
    """Give what stands behind the command, with its lines."""
    return "".join((message.text or "").split(maxsplit=1)[1:]).strip()
