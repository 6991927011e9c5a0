"""Exams: inline buttons in one message, no feedback before the end, a certificate on a pass."""

import asyncio
import logging
from datetime import datetime
from functools import partial
from io import BytesIO

from telegram import Bot, InputFile, Message, Update

from bot.catalogues import Catalogue
from bot.clock import now
from bot.errors import BotError
from bot.quiz import quiz_messages
from bot.quiz.asking import AskedQuestion
from bot.quiz.drawing import certificate
from bot.quiz.exams import ExamResult, TooSoon
from bot.quiz.quizzes import Quizzes
from bot.settings import Settings
from bot.telegram.handlers.people import People
from bot.telegram.markup.buttons import BeginExam, EndExam, PickOption, SendCertificate, ShowExams, article_key
from bot.telegram.markup.quiz_markup import exam_offers, exam_question, exam_result, lines_to_html, say
from bot.telegram.notices import Notices
from bot.telegram.sending import Context, account_of, acknowledge, cause_of, edit, pressed, send, user_id
from bot.telegram.user_languages import UserLanguages
from bot.timing import Timing

logger = logging.getLogger(__name__)


class ExamHandlers:
    """Handle exams."""

    def __init__(
        self, quizzes: Quizzes, languages: UserLanguages, people: People, settings: Settings, timing: Timing
    ) -> None:
        self._languages = languages
        self._exams = quizzes.exams
        self._banks = quizzes.banks
        self._people = people
        self._settings = settings
        self._timing = timing

    def _slug_of(self, key: str) -> str | None:
        return next((slug for slug in self._banks.subjects if article_key(slug) == key), None)

    async def exam(self, update: Update, _: Context) -> None:
        """List the exams, with a button to begin each: /exam in a private chat."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        speech = await self._languages.of(user)
        if not await self._people.admit(message, user):
            await send(message, say([speech.say(quiz_messages.NOT_INVITED)], speech))
            return
        offers = await asyncio.to_thread(self._exams.offers, account_of(user), now())
        none = say([speech.say(quiz_messages.NO_EXAM)], speech)
        await send(message, exam_offers(offers, speech) if offers else none)

    async def page(self, update: Update, _: Context) -> None:
        """Show another page of the exams, for the button to it."""
        query, message, data = pressed(update, ShowExams, private=True)
        try:
            if query is not None and message is not None and data is not None:
                offers = await asyncio.to_thread(self._exams.offers, account_of(query.from_user), now())
                speech = await self._languages.of(query.from_user)
                await edit(message, exam_offers(offers, speech, data.page))
        finally:
            await acknowledge(query)

    async def begin(self, update: Update, _: Context) -> None:
        """Begin an exam, or go on with it, for the button under it."""
        query, message, data = pressed(update, BeginExam, private=True)
        speech = await self._languages.of(update.effective_user)
        slug = self._slug_of(data.article_key) if data else None
        if query is None or message is None or slug is None:
            await acknowledge(query, speech.say(quiz_messages.EXAM_GONE))
            return
        account = account_of(query.from_user)
        question = await asyncio.to_thread(self._exams.begin, slug, account, message.chat_id, now())
        try:
            if question is None:
                known = await self._people.is_member(query.from_user)
                reason = speech.say(quiz_messages.NO_EXAM if known else quiz_messages.NOT_INVITED)
                await send(message, say([reason], speech))
            elif isinstance(question, TooSoon):
                await send(message, say([quiz_messages.too_soon(question, speech)], speech))
            else:
                await send(message, exam_question(question, speech), protect=True)
        finally:
            await acknowledge(query)

    async def pick(self, update: Update, context: Context) -> None:
        """Take the answer of an option's button, and show the next question in the same message."""
        query, message, data = pressed(update, PickOption, private=True)
        speech = await self._languages.of(update.effective_user)
        if query is None or message is None or data is None:
            await acknowledge(query, speech.say(quiz_messages.EXAM_GONE))
            return
        account, cause = account_of(query.from_user), cause_of(update, context)
        note: str | None = None
        try:
            then = await asyncio.to_thread(self._exams.answer, data.presentation, account, data.option, now(), cause)
            ends = isinstance(then, ExamResult)
            if then is None:  # a second press, or a message that was left behind: show where the exam stands
                then = await asyncio.to_thread(self._exams.current, data.presentation, account)
            if isinstance(then, AskedQuestion):
                await edit(message, exam_question(then, speech))
            elif then is None:
                note = speech.say(quiz_messages.EXAM_GONE)
            else:
                # First, so that a failure in between leaves the button, which brings one here again.
                if ends and then.passed:
                    await self._certify(message, then, speech)
                await edit(message, exam_result(then, speech))
        finally:
            await acknowledge(query, note)

    async def end(self, update: Update, _: Context) -> None:
        """End an exam before all of it is answered, for the button to it."""
        query, message, data = pressed(update, EndExam, private=True)
        speech = await self._languages.of(update.effective_user)
        slug = self._slug_of(data.article_key) if data else None
        if query is None or message is None or slug is None:
            await acknowledge(query, speech.say(quiz_messages.NO_ATTEMPT))
            return
        ended = await asyncio.to_thread(self._exams.give_up, slug, account_of(query.from_user), now())
        try:
            if ended is not None:
                await edit(message, exam_result(ended, speech))
        finally:
            await acknowledge(query, None if ended else speech.say(quiz_messages.NO_ATTEMPT))

    async def end_overdue(self, bot: Bot, notices: Notices, moment: datetime) -> None:
        """End the exams that were left open, and tell whoever took them; managers hear it with their other news."""
        for account, ended in await asyncio.to_thread(self._exams.end_overdue, moment):
            chat = user_id(account)
            if chat is not None:
                speech = await self._languages.of_id(chat)
                over = speech.say("Your exam on “{title}” was open for a day and has ended.", title=ended.title)
                text = lines_to_html([over, *quiz_messages.result(ended, speech)], speech)
                await notices.put(over, chat, partial(bot.send_message, chat, text))

    async def end_always(self, bot: Bot, notices: Notices) -> None:
        """Look every few minutes which exams were left open, until cancelled."""
        while True:
            try:
                await self.end_overdue(bot, notices, now())
            except Exception:
                logger.exception("ending exams failed; it is tried again")
            await asyncio.sleep(self._timing.remind_every)

    async def certificate(self, update: Update, _: Context) -> None:
        """Send the certificate of the last pass that is still valid, for the button to it."""
        query, message, data = pressed(update, SendCertificate, private=True)
        speech = await self._languages.of(update.effective_user)
        slug = self._slug_of(data.article_key) if data else None
        if query is None or message is None or slug is None:
            await acknowledge(query)
            return
        today = datetime.now(self._settings.zone).date()
        passed = await asyncio.to_thread(self._exams.last_pass, account_of(query.from_user), slug, today)
        try:
            if passed is not None:
                await self._certify(message, passed, speech)
        finally:
            await acknowledge(query, None if passed else speech.say("There is no pass that is still valid."))

    async def _certify(self, message: Message, result: ExamResult, speech: Catalogue) -> None:
        try:
            document = await asyncio.to_thread(certificate, result, speech)
        except BotError as error:
            logger.warning("%s", error)
            await send(message, say([speech.say(quiz_messages.NO_CERTIFICATE)], speech))
            return
        name = f"certificate-{result.on.isoformat()}.pdf"
        await message.reply_document(
            InputFile(BytesIO(document), filename=name), caption=quiz_messages.result_line(result, speech)
        )
