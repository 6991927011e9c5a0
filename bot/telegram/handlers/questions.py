"""What the bot does with each kind of update. Searching runs in a thread: no handler blocks the loop."""

import asyncio
import re
import time
from collections import OrderedDict
from contextlib import suppress
from dataclasses import replace

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatAction, ChatType
from telegram.error import TelegramError

from bot.answering import messages
from bot.answering.answer import Answer
from bot.answering.assistant import Assistant
from bot.answering.conversation import Conversation
from bot.metrics import Metrics
from bot.telegram.markup.answer_markup import Reply, answer_reply, read_as, reply_to_sources, reply_to_start
from bot.telegram.sending import Context, acknowledge, edit, pressed, send

_MAX_CONVERSATIONS = 10_000
_COMMAND = re.compile(r"\A/\w+(?:@\w+)?")


class Handlers:
    """The handlers of one bot, for one assistant."""

    def __init__(self, assistant: Assistant, metrics: Metrics, *, quiz: bool = False) -> None:
        self._metrics = metrics
        self._assistant = assistant
        self._quiz = quiz
        self._articles = list(assistant.articles.values())
        self._conversations: OrderedDict[tuple[int, int], Conversation] = OrderedDict()

    def _conversation_with(self, message: Message) -> Conversation:
        """The talk with one person in one chat. The longest silent ones are forgotten first."""
        who = (message.chat_id, message.from_user.id if message.from_user else 0)
        conversation = self._conversations.setdefault(who, Conversation())
        self._conversations.move_to_end(who)
        if len(self._conversations) > _MAX_CONVERSATIONS:
            self._conversations.popitem(last=False)
        return conversation

    def forget(self, user: int) -> None:
        """Forget what someone has asked last, everywhere."""
        for who in [who for who in self._conversations if who[1] == user]:
            del self._conversations[who]

    async def start(self, update: Update, _: Context) -> None:
        """/start and /help: say what the bot is and how to ask."""
        await send(update.effective_message, reply_to_start(self._assistant, quiz=self._quiz))

    async def sources(self, update: Update, _: Context) -> None:
        """/sources: list the articles."""
        await send(update.effective_message, reply_to_sources(self._articles))

    async def question(self, update: Update, context: Context) -> None:
        """Answer a text. In a group it comes here only when it is meant for the bot."""
        message = update.effective_message
        if message is None:
            return
        asked = _question_of(message, context.bot.username)
        if not asked:
            await self.no_question(update, context)
            return
        began = time.perf_counter()
        conversation = self._conversation_with(message)
        answering = asyncio.to_thread(self._assistant.ask, asked, conversation, now=message.date.timestamp())
        _, answer = await asyncio.gather(_show_typing(message), answering)
        await send(message, answer_reply(answer, self._articles))
        self._metrics.answered(time.perf_counter() - began, answered=isinstance(answer, Answer))

    async def no_question(self, update: Update, _: Context) -> None:
        """A picture, a sticker, a command that does not exist: say how to ask."""
        await send(update.effective_message, Reply(messages.no_question(self._articles)))

    async def more(self, update: Update, context: Context) -> None:
        """A button under an answer: show another of its passages in the same message.

        Nothing is kept between messages: the question stands in the message that the answer replies
        to, or in the answer itself, so the buttons work after a restart.
        """
        query, message = pressed(update)
        question = _question_behind(message, context.bot.username) if message else None
        if query is None or message is None or question is None:
            await acknowledge(query, "The question is no longer there. Please ask it again.")
            return
        answer = await asyncio.to_thread(self._assistant.ask, question)
        if read_as(message.text or ""):
            answer = replace(answer, read_as=question)  # it must stand on the next page, too
        try:
            await edit(message, answer_reply(answer, self._articles, _page(query)))
        finally:
            await acknowledge(query)

    async def more_sources(self, update: Update, _: Context) -> None:
        """A button under the list of articles: show another page of it."""
        query, message = pressed(update)
        try:
            if query is not None and message is not None:
                await edit(message, reply_to_sources(self._articles, _page(query)))
        finally:
            await acknowledge(query)

    async def stale_button(self, update: Update, _: Context) -> None:
        """A button that no handler knows: at least end its waiting."""
        await acknowledge(update.callback_query)


def _question_of(message: Message, username: str) -> str:
    """The question in a text, without the command or the bot's name that it begins with."""
    text = _COMMAND.sub("", message.text or "", count=1)
    if message.chat.type != ChatType.PRIVATE:
        text = re.sub(rf"@{re.escape(username)}\b", " ", text, flags=re.IGNORECASE)
    return text.strip()


def _question_behind(message: Message, username: str) -> str | None:
    """The question that a message of the bot's answers, or None when it cannot be found any more."""
    if understood := read_as(message.text or ""):
        return understood
    asked = message.reply_to_message
    return _question_of(asked, username) if asked is not None and asked.text else None


def _page(query: CallbackQuery) -> int:
    """The page in a button's data; the handler's pattern lets through at most three digits."""
    return int((query.data or "").rpartition(":")[2])


async def _show_typing(message: Message) -> None:
    with suppress(TelegramError):
        await message.reply_chat_action(ChatAction.TYPING)
