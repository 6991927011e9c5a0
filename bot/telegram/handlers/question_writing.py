"""/questions: managers write questions with help, sentence by sentence, and review drafts, in a private chat."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram import Message, Update
from telegram.ext.filters import MessageFilter

from bot.clock import now
from bot.errors import BotError, DatabaseError
from bot.quiz.bank_editing import Author, BankEditor
from bot.settings import Settings
from bot.telegram.handlers.closed_articles import ClosedArticles
from bot.telegram.handlers.people import People
from bot.telegram.handlers.replying import buttons_replied_to, reply_or_explain
from bot.telegram.handlers.writing_steps import Step, WritingSteps
from bot.telegram.markup.answer_markup import Reply
from bot.telegram.markup.bank_buttons import DecideItem, OpenBank, ShowBanks, TakeOption, WriteItem
from bot.telegram.markup.writing_markup import NO_FIELD
from bot.telegram.sending import Context, account_of, acknowledge, cause_of, pressed
from bot.telegram.user_languages import UserLanguages
from bot.text import clip
from corpus import CorpusError

logger = logging.getLogger(__name__)

_LONGEST_NAME = 60


class QuestionWriting:
    """Handle /questions, the buttons under it and replies to its messages.

    `refresh` has the quizzes that run ask what was written.
    """

    def __init__(
        self,
        editor: BankEditor,
        languages: UserLanguages,
        people: People,
        settings: Settings,
        closed: ClosedArticles,
        refresh: Callable[[], Awaitable[None]],
    ) -> None:
        self._editor = editor
        self._languages = languages
        self._people = people
        self._zone = settings.zone
        self._closed = closed
        self._refresh = refresh

    async def show(self, update: Update, context: Context) -> None:
        """List the banks: /questions in a private chat."""
        await self._do(update, context, None, lambda steps: steps.list_banks())

    async def turn(self, update: Update, context: Context) -> None:
        """Show another page of the banks."""
        query, message, data = pressed(update, ShowBanks, private=True)
        if data is not None:
            await self._do(update, context, message, lambda steps: steps.list_banks(data.page))
        await acknowledge(query)

    async def open(self, update: Update, context: Context) -> None:
        """Show a bank, or begin to write or to review."""
        query, message, data = pressed(update, OpenBank, private=True)
        if data is not None:
            await self._do(update, context, message, lambda steps: steps.open(data))
        await acknowledge(query)

    async def write(self, update: Update, context: Context) -> None:
        """Begin an item with an option, or go on to the next sentence."""
        query, message, data = pressed(update, WriteItem, private=True)
        if data is not None:
            await self._do(update, context, message, lambda steps: steps.take(data))
        await acknowledge(query)

    async def option(self, update: Update, context: Context) -> None:
        """Take an option into an item, or out of it."""
        query, message, data = pressed(update, TakeOption, private=True)
        if data is not None:
            await self._do(update, context, message, lambda steps: steps.option(data))
        await acknowledge(query)

    async def decide(self, update: Update, context: Context) -> None:
        """Do what a button under an item says."""
        query, message, data = pressed(update, DecideItem, private=True)
        if data is not None:
            await self._do(update, context, message, lambda steps: steps.decide(data))
        await acknowledge(query)

    async def typed(self, update: Update, context: Context) -> None:
        """Take what a manager types in reply to one of these messages."""
        message = update.effective_message
        meant = _meant_by(message)
        text = message.text or "" if message else ""
        if isinstance(meant, WriteItem):
            await self._do(update, context, None, lambda steps: steps.say_on_proposal(meant, text))
        elif meant is not None:
            await self._do(update, context, None, lambda steps: steps.say_on_item(meant, text))

    async def _do(self, update: Update, context: Context, message: Message | None, step: Step) -> None:
        """Do a step, and put what it draws in the place of a message, or send it; say in one line what cannot be."""
        user = update.effective_user
        if user is None or not self._people.is_manager(user):
            return
        speech = await self._languages.of(user)
        by = Author(account_of(user), clip(user.full_name, _LONGEST_NAME), cause_of(update, context))
        today = now().astimezone(self._zone).date()
        steps = WritingSteps(self._editor, by, today, speech, await self._closed.to(user))

        async def draw() -> Reply:
            reply = await asyncio.to_thread(step, steps)
            if steps.written:
                await self._have_it_asked()
            return reply

        await reply_or_explain(update, message, speech, draw)

    async def _have_it_asked(self) -> None:
        try:
            await self._refresh()
        except DatabaseError:
            raise
        except (BotError, CorpusError) as error:  # it is written, and asked once the folder can be read
            logger.warning("%s", error)


def _meant_by(message: Message | None) -> WriteItem | DecideItem | None:
    """Tell what somebody replies to, by the buttons under it: a field asked for, an item, or a proposal."""
    data = list(buttons_replied_to(message))
    items = [item for each in data if (item := DecideItem.parse(each))]
    for item in items:
        if item.action.startswith(NO_FIELD) or item.action == "approve":
            return item
    return next((one for each in data if (one := WriteItem.parse(each))), None)


class _RepliesToQuestion(MessageFilter):
    """Replies to a message of the bot's that shows an item, or proposes one."""

    def filter(self, message: Message) -> bool:
        return _meant_by(message) is not None


REPLIES_TO_QUESTION = _RepliesToQuestion()
