"""What the bot does with questions. Searching runs in a thread: no handler blocks the event loop."""

import asyncio
import re
import time
from contextlib import suppress
from dataclasses import replace
from html import escape

from cachetools import LRUCache
from telegram import Message, Update, User
from telegram.constants import ChatAction, ChatType
from telegram.error import TelegramError

from bot.answering import messages
from bot.answering.answer import Answer, NoQuestion, Result
from bot.answering.assistant import Assistant
from bot.answering.conversation import Conversation
from bot.answering.page import page_of
from bot.answering.small_talk import Wish, wish_in
from bot.catalogues import Catalogue
from bot.metrics import Metrics
from bot.telegram.markup.answer_markup import Reply, draw, draw_sources, read_as
from bot.telegram.markup.buttons import ShowPassage, ShowSources
from bot.telegram.markup.contact_markup import with_share
from bot.telegram.sending import Context, acknowledge, edit, pressed, send
from bot.telegram.user_languages import UserLanguages
from bot.timing import Timing

_MAX_CONVERSATIONS = 10_000
_COMMAND = re.compile(r"\A/\w+(?:@\w+)?")


class QuestionHandlers:
    """Answer questions, for one assistant."""

    def __init__(
        self,
        assistant: Assistant,
        languages: UserLanguages,
        metrics: Metrics,
        timing: Timing,
    ) -> None:
        self._languages = languages
        self._metrics = metrics
        self._assistant = assistant
        self._timing = timing
        self._articles = list(assistant.articles.values())
        self._conversations: LRUCache[tuple[int, int], Conversation] = LRUCache(_MAX_CONVERSATIONS)

    def forget(self, user: int) -> None:
        """Forget what someone has asked last, everywhere."""
        for who in [who for who in self._conversations if who[1] == user]:
            del self._conversations[who]

    async def sources(self, update: Update, _: Context) -> None:
        """List the articles: /sources."""
        speech = await self._languages.of(update.effective_user)
        await send(update.effective_message, draw_sources(self._articles, speech))

    async def question(self, update: Update, context: Context) -> None:
        """Answer a text. In a group it comes here only when it is meant for the bot."""
        message = update.effective_message
        if message is None:
            return
        asked = _question_of(message, context.bot.username)
        if not asked:
            await self.no_question(update, context)
            return
        await self.answer(message, update.effective_user, asked, aside=_is_aside(message, context.bot.username))

    async def answer(self, message: Message, user: User | None, asked: str, *, aside: bool = False) -> None:
        """Answer somebody under a message. What is said aside, in a group, has no reply unless it asks."""
        began = time.perf_counter()
        speech = await self._languages.of(user)
        result = await self._answer(asked, message, user)
        if aside and isinstance(result, NoQuestion) and wish_in(asked) in (None, Wish.THANKS):
            return
        await send(message, self._drawn(result, speech, message.get_bot().username))
        self._metrics.answered(time.perf_counter() - began, answered=isinstance(result, Answer))

    async def no_question(self, update: Update, _: Context) -> None:
        """Say how to ask, to a picture, a sticker, a command that does not exist."""
        speech = await self._languages.of(update.effective_user)
        await send(update.effective_message, Reply(escape(messages.no_question(self._articles, speech))))

    async def more(self, update: Update, context: Context) -> None:
        """Show another passage of an answer in its message, for the button under it.

        Nothing is kept between messages: the question stands in the message that the answer replies
        to, or in the answer itself, so the buttons work after a restart.
        """
        query, message, data = pressed(update, ShowPassage)
        speech = await self._languages.of(update.effective_user)
        question = _question_behind(message, context.bot.username) if message else None
        if query is None or message is None or data is None or question is None:
            await acknowledge(query, speech.say("The question is no longer there. Please ask it again."))
            return
        result = await asyncio.to_thread(self._assistant.ask, question)
        if read_as(message.text or "") and not isinstance(result, NoQuestion):
            result = replace(result, read_as=question)  # it must stand on the next page, too
        try:
            await edit(message, self._drawn(result, speech, context.bot.username, data.page))
        finally:
            await acknowledge(query)

    async def more_sources(self, update: Update, _: Context) -> None:
        """Show another page of the list of articles, for the button under it."""
        query, message, data = pressed(update, ShowSources)
        try:
            if message is not None and data is not None:
                speech = await self._languages.of(update.effective_user)
                await edit(message, draw_sources(self._articles, speech, data.page))
        finally:
            await acknowledge(query)

    async def stale_button(self, update: Update, _: Context) -> None:
        """End the waiting of a button that no handler knows."""
        await acknowledge(update.callback_query)

    def _drawn(self, result: Result, speech: Catalogue, username: str, number: int = 0) -> Reply:
        page = page_of(result, self._articles, speech, number, contact=self._assistant.contact)
        return with_share(draw(page, speech), page, username, speech)

    async def _answer(self, asked: str, message: Message, user: User | None) -> Result:
        """Ask the assistant; where that takes long, show that an answer is on its way."""
        conversation = self._conversation_with(message, user)
        answering = asyncio.ensure_future(
            asyncio.to_thread(self._assistant.ask, asked, conversation, now=message.date.timestamp())
        )
        done, _ = await asyncio.wait({answering}, timeout=self._timing.typing_after)
        if done:
            return answering.result()
        typing = asyncio.create_task(_show_typing(message))
        try:
            return await answering
        finally:
            typing.cancel()

    def _conversation_with(self, message: Message, user: User | None) -> Conversation:
        """Give the talk with one person in one chat. The longest silent ones are forgotten first."""
        who = (message.chat_id, user.id if user else 0)
        return self._conversations.setdefault(who, Conversation())


def _is_aside(message: Message, username: str) -> bool:
    """Tell whether a message in a group replies to the bot and calls it neither by a command nor by its name."""
    text = message.text or ""
    called = text.startswith("/") or f"@{username}".casefold() in text.casefold()
    return message.chat.type != ChatType.PRIVATE and not called


def _question_of(message: Message, username: str) -> str:
    """Give the question in a text, without the command or the bot's name that it begins with."""
    text = _COMMAND.sub("", message.text or "", count=1)
    if message.chat.type != ChatType.PRIVATE:
        text = re.sub(rf"@{re.escape(username)}\b", " ", text, flags=re.IGNORECASE)
    return text.strip()


def _question_behind(message: Message, username: str) -> str | None:
    """Give the question that a message of the bot's answers, or None when it cannot be found any more."""
    if understood := read_as(message.text or ""):
        return understood
    asked = message.reply_to_message
    return _question_of(asked, username) if asked is not None and asked.text else None


async def _show_typing(message: Message) -> None:
    with suppress(TelegramError):
        await message.reply_chat_action(ChatAction.TYPING)
