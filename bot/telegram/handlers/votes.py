"""What people think of answers: votes, kept without who gave them, where managers are named to learn from them."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta

from telegram import Bot, CallbackQuery, InlineKeyboardButton, Message, Update
from telegram.constants import ChatType

from bot.answering.answer import Answer, NoAnswer
from bot.answering.library import Library
from bot.clock import now
from bot.listening.asked_numbers import topic_of
from bot.logs import failure_logged
from bot.records import Cause, Records, daily_counts, effects, kept_questions
from bot.records.kept_questions import Asking
from bot.settings import Settings
from bot.telegram.handlers.asked import question_behind
from bot.telegram.markup.buttons import OpenPassage, VoteOnAnswer, article_key
from bot.telegram.markup.vote_markup import with_vote
from bot.telegram.sending import Context, acknowledge, cause_of, edit_buttons, pressed
from bot.telegram.user_languages import UserLanguages
from bot.timing import Timing

logger = logging.getLogger(__name__)


class Votes:
    """Keep votes on answers, each with its question, and forget both after the days that the settings say."""

    def __init__(
        self,
        records: Records,
        library: Library,
        languages: UserLanguages,
        settings: Settings,
        timing: Timing,
    ) -> None:
        self._records = records
        self._library = library
        self._languages = languages
        self._timing = timing
        self._kept_for = timedelta(days=settings.keep_questions)
        self._zone = settings.zone
        self._are_managers = bool(settings.managers)
        self.days_kept = settings.keep_questions if settings.managers else 0
        self.are_taken = bool(settings.managers and settings.keep_questions)

    async def vote(self, update: Update, context: Context) -> None:
        """Keep the vote of whoever asked; the other button changes it, the same again takes it back."""
        query, message, data = pressed(update, VoteOnAnswer)
        if query is None or message is None or data is None or not self.are_taken:
            await acknowledge(query)
            return
        speech = await self._languages.of(query.from_user)
        if not _has_asked(query, message):
            await acknowledge(query, speech.say("Only who asked can say whether it is a good answer."))
            return
        question = question_behind(message)
        if question is None:
            await acknowledge(query, speech.say("The question is no longer there. Please ask it again."))
            return
        cause = cause_of(update, context)
        good = await asyncio.to_thread(self._store, self._asking(message, data, question), bool(data.good), cause)
        try:
            if message.reply_markup is not None:
                await edit_buttons(message, with_vote(message.reply_markup, good))
        finally:
            thanks = speech.say("Thank you. That is kept with the question, and without your name.")
            await acknowledge(query, speech.say("Taken back.") if good is None else thanks)

    async def keep_asked(
        self, result: Answer | NoAnswer, question: str, votes: Sequence[InlineKeyboardButton], seconds: float
    ) -> None:
        """Count a question, and keep it where it was not answered; what fails here is logged, for the reply is sent."""
        if not self._are_managers:
            return
        data = next((each for each in (VoteOnAnswer.parse(str(one.callback_data)) for one in votes) if each), None)
        with failure_logged(logger, "a question could not be counted"):
            await asyncio.to_thread(self._keep_asked, result, question, data, seconds)

    def _keep_asked(self, result: Answer | NoAnswer, question: str, data: VoteOnAnswer | None, seconds: float) -> None:
        moment = now()
        with self._records.write() as session:
            daily_counts.count(session, moment.astimezone(self._zone).date(), topic_of(result), seconds)
            if data is not None and isinstance(result, NoAnswer):
                kept_questions.keep(session, Asking(data.answer, question, answered=False), moment)

    def _asking(self, message: Message, data: VoteOnAnswer, question: str) -> Asking:
        rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
        opening = (OpenPassage.parse(str(button.callback_data)) for row in rows for button in row)
        shown = next((each for each in opening if each), None)
        slugs = self._library.assistant.articles
        article = next((slug for slug in slugs if shown and article_key(slug) == shown.article_key), None)
        return Asking(data.answer, question, bool(data.answered), article, shown.passage if shown else None)

    def _store(self, asking: Asking, good: bool, cause: Cause) -> bool | None:
        with self._records.write() as session:
            if effects.claim_effect(session, cause, "vote-on-answer"):
                return kept_questions.vote(session, asking, now(), good=good)
            return kept_questions.vote_on(session, asking.answer)

    async def forget_always(self, _: Bot) -> None:
        """Forget every few minutes what was kept for long enough, until cancelled."""
        while True:
            with failure_logged(logger, "old questions could not be deleted; it is tried again"):
                await asyncio.to_thread(self._forget)
            await asyncio.sleep(self._timing.forget_every)

    def _forget(self) -> None:
        with self._records.write() as session:
            kept_questions.forget_before(session, now() - self._kept_for)


def _has_asked(query: CallbackQuery, message: Message) -> bool:
    """Tell whether a button under an answer was pressed by whoever asked; in a private chat nobody else can."""
    asked = message.reply_to_message
    if message.chat.type == ChatType.PRIVATE or asked is None or asked.from_user is None:
        return True
    return asked.from_user.id == query.from_user.id
