"""What the bot does with questions. Searching runs in a thread: no handler blocks the event loop."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from cachetools import LRUCache
from telegram import InlineKeyboardButton, Message, Update, User

from bot.answering import messages
from bot.answering.answer import Answer, NoQuestion, Result
from bot.answering.assistant import Assistant
from bot.answering.conversation import Conversation
from bot.answering.library import Library
from bot.answering.page import Page, page_of
from bot.answering.small_talk import Wish, wish_in
from bot.catalogues import Catalogue
from bot.metrics import Metrics
from bot.telegram.handlers.answered_messages import AnsweredMessages
from bot.telegram.handlers.asked import Asked, asked_in, is_aside, is_from_bot, kind_of, question_behind
from bot.telegram.handlers.closed_articles import ClosedArticles, withhold
from bot.telegram.handlers.narrowing import Narrowing
from bot.telegram.handlers.votes import Votes
from bot.telegram.markup.answer_buttons import Scene, buttons_of
from bot.telegram.markup.answer_markup import Reply, draw, read_as
from bot.telegram.markup.buttons import ALL, AskAgain, OpenPassage, ShowAnswer, ShowPassage, question_key
from bot.telegram.markup.contact_markup import with_share
from bot.telegram.markup.vote_markup import new_votes, votes_in
from bot.telegram.sending import Context, acknowledge, edit, pressed, put_in_place, send, typing
from bot.telegram.user_languages import UserLanguages
from bot.timing import Timing

_MOST_REMEMBERED = 10_000


class QuestionHandlers:
    """Answer questions from a library. What it remembers is in memory, and bounded: talks, and its last answers."""

    def __init__(
        self,
        library: Library,
        languages: UserLanguages,
        narrowing: Narrowing,
        closed: ClosedArticles,
        metrics: Metrics,
        timing: Timing,
        votes: Votes,
    ) -> None:
        """Take what the answers are made of, and what keeps votes on them."""
        self._votes = votes
        self._languages = languages
        self._narrowing = narrowing
        self._closed = closed
        self._metrics = metrics
        self._library = library
        self._timing = timing
        self._conversations: LRUCache[tuple[int, int], Conversation] = LRUCache(_MOST_REMEMBERED)
        self._answered = AnsweredMessages()

    @property
    def days_kept(self) -> int:
        """Give the days for which questions are kept, 0 where they are not."""
        return self._votes.days_kept

    def forget(self, user: int) -> None:
        """Forget what someone has asked last, everywhere."""
        for who in [who for who in self._conversations if who[1] == user]:
            del self._conversations[who]
        self._answered.forget(user)
        self._narrowing.forget(user)

    async def question(self, update: Update, context: Context) -> None:
        """Answer a text or a caption. In a group it comes here only when it is meant for the bot."""
        message = update.effective_message
        if message is None or self._answered.is_known(message, edited=update.edited_message is not None):
            return
        asked = asked_in(message)
        if not asked.text:
            await self.no_question(update, context)
            return
        before = self._answered.answer_before(message)
        await self._reply(asked, message, update.effective_user, before, aside=is_aside(message))

    async def answer(self, message: Message, user: User | None, asked: str) -> None:
        """Answer a question that somebody asks by a button or a link, under the message that holds it."""
        await self._reply(Asked(message, asked), message, user, None)

    async def no_question(self, update: Update, _: Context) -> None:
        """Say how to ask, to a picture, a sticker, a command that does not exist; once to an album."""
        message = update.effective_message
        if message is None or self._answered.is_known(message, edited=update.edited_message is not None):
            return
        speech = await self._languages.of(update.effective_user)
        hint = Reply(
            escape(messages.cannot_take(kind_of(message), list(self._library.assistant.articles.values()), speech))
        )
        before = self._answered.answer_before(message)
        sent = await self._send(message, hint, before)
        self._answered.remember(message, "", sent, message, update.effective_user)

    async def _reply(
        self, asked: Asked, message: Message, user: User | None, before: int | None, *, aside: bool = False
    ) -> None:
        """Answer, in the place of an earlier answer if there is one. What is said aside is answered only if it asks."""
        began = time.perf_counter()
        speech = await self._languages.of(user)
        assistant = self._library.assistant
        only = self._narrowing.of(message.chat_id, user, assistant)
        result = await self._answer(asked.text, message, user, only, assistant)
        if aside and isinstance(result, NoQuestion) and wish_in(asked.text) in (None, Wish.THANKS):
            return
        username, votes = message.get_bot().username, self._votes_on(result)
        shown, refused = withhold(result, await self._closed.to(user), speech)
        searched = _Searched(assistant, only, await self._is_complete(result))
        drawn = (
            _refused(refused, result, speech)
            if refused
            else _drawn(shown, asked.text, searched, speech, username, 0, votes)
        )
        sent = await self._send(asked.under, drawn, before)
        self._answered.remember(message, asked.text, sent, asked.under, user)
        took = time.perf_counter() - began
        self._metrics.answered(took, answered=isinstance(result, Answer))
        if not isinstance(result, NoQuestion):
            await self._votes.keep_asked(result, asked.text, votes, took)

    async def _send(self, under: Message, reply: Reply, before: int | None) -> int | None:
        """Send a reply, in the place of the bot's message with the id `before` if there is one; give its id."""
        if before is not None and await put_in_place(under.get_bot(), under.chat_id, before, reply):
            return before
        sent = await send(under, reply)
        return sent.message_id if sent is not None else None

    async def more(self, update: Update, _: Context) -> None:
        """Show another passage of an answer in its message, for the button that older answers have under them."""
        message, data = pressed(update, ShowPassage)[1:]
        await self._show_again(update, message, data.page if data else None)

    async def page(self, update: Update, _: Context) -> None:
        """Show another page of an answer in its message.

        Nothing is kept between messages: the question stands in the message that the answer replies
        to, or in the answer itself, so the buttons work after a restart.
        """
        message, data = pressed(update, ShowAnswer)[1:]
        if data is None:
            await self._show_again(update, None, None)
            return
        await self._show_again(update, message, data.page, data.question, data.article_key)

    async def again(self, update: Update, _: Context) -> None:
        """Answer a question from one article only, or from all again, and go on so with who has pressed."""
        query, message, data = pressed(update, AskAgain)
        assistant = self._library.assistant
        if query is None or message is None or data is None or not self._narrowing.knows(data.article_key, assistant):
            await self._show_again(update, None, None)
            return
        self._narrowing.choose(message.chat_id, query.from_user, data.article_key, assistant)
        await self._show_again(update, message, 0, data.question, data.article_key, again=True)

    async def _show_again(
        self,
        update: Update,
        message: Message | None,
        number: int | None,
        key: str | None = None,
        scope: str = ALL,
        *,
        again: bool = False,
    ) -> None:
        """Show a page for the question behind a message of the bot's there; its votes stay unless it is asked again."""
        query, speech = update.callback_query, await self._languages.of(update.effective_user)
        question, assistant = question_behind(message) if message else None, self._library.assistant
        if message is None or number is None or question is None or not self._narrowing.knows(scope, assistant):
            await acknowledge(query, speech.say("The question is no longer there. Please ask it again."))
            return
        if key is not None and question_key(question) != key:
            await acknowledge(query, speech.say("The question was changed since. Please ask it again."))
            return
        only = self._narrowing.slug_of(scope, assistant)
        result = await asyncio.to_thread(assistant.ask, question, article=only)
        votes = self._votes_on(result) if again else votes_in(message.reply_markup)
        if read_as(message.text or "") and not isinstance(result, NoQuestion):
            result = replace(result, read_as=question)  # it must stand on the next page, too
        result, refused = withhold(result, await self._closed.to(update.effective_user), speech)
        if refused:
            await acknowledge(query, refused, alert=True)
            return
        searched = _Searched(assistant, only, await self._is_complete(result))
        drawn = _drawn(result, question, searched, speech, message.get_bot().username, number, votes)
        try:
            await edit(message, drawn)
        finally:
            await acknowledge(query)

    async def stale_button(self, update: Update, _: Context) -> None:
        """End the waiting of a button that no handler knows."""
        await acknowledge(update.callback_query)

    async def _is_complete(self, result: Result) -> bool:
        """Tell whether all files are served, where it matters: where words are said to occur nowhere."""
        if isinstance(result, NoQuestion) or not any(each.unknown_words for each in (result, *result.further)):
            return True
        return await asyncio.to_thread(self._library.is_complete)

    def _votes_on(self, result: Result) -> tuple[InlineKeyboardButton, ...]:
        if not self._votes.are_taken or isinstance(result, NoQuestion):
            return ()
        return new_votes(answered=isinstance(result, Answer))

    async def _answer(
        self, asked: str, message: Message, user: User | None, only: str | None, assistant: Assistant
    ) -> Result:
        """Ask the assistant; where that takes long, show that an answer is on its way."""
        conversation = self._conversation_with(message, user)
        at = message.date.timestamp()
        await self._take_up(message, conversation, at, assistant)
        async with typing(message, self._timing.typing_after):
            return await asyncio.to_thread(assistant.ask, asked, conversation, article=only, now=at)

    async def _take_up(self, message: Message, conversation: Conversation, at: float, assistant: Assistant) -> None:
        """Go on, in a reply to an answer, from the passage that it quotes: the button under it names that."""
        replied = message.reply_to_message
        if replied is None or not is_from_bot(replied) or replied.reply_markup is None:
            return
        rows = replied.reply_markup.inline_keyboard
        data = (OpenPassage.parse(str(button.callback_data)) for row in rows for button in row)
        opens = next((each for each in data if each is not None), None)
        passage = await asyncio.to_thread(assistant.passage_named, opens.passage) if opens else None
        if passage is None:
            return
        quoted = message.quote.text if message.quote else ""
        turn = await asyncio.to_thread(assistant.turn_on, passage, quoted, at)
        last = conversation.previous(at)
        if quoted or last is None or last.passage != passage.text:
            conversation.last = turn

    def _conversation_with(self, message: Message, user: User | None) -> Conversation:
        """Give the talk with one person in one chat. The longest silent ones are forgotten first."""
        who = (message.chat_id, user.id if user else 0)
        return self._conversations.setdefault(who, Conversation())


def _refused(reason: str, result: Result, speech: Catalogue) -> Reply:
    """Draw why a result is not shown, with what stands first in an emergency."""
    return Reply(draw(Page(emergency=result.emergency, verdict=reason), speech).html)


@dataclass(frozen=True, slots=True)
class _Searched:
    """Hold who was asked, the slug of the only article if one alone was, and whether all files are served."""

    assistant: Assistant
    only: str | None
    complete: bool


def _drawn(
    result: Result,
    question: str,
    searched: _Searched,
    speech: Catalogue,
    username: str,
    number: int,
    votes: Sequence[InlineKeyboardButton],
) -> Reply:
    """Draw a page of a result."""
    assistant, only = searched.assistant, searched.only
    articles = list(assistant.articles.values())
    from_these = articles if only is None else [assistant.articles[only]]
    complete = searched.complete or only is not None
    page = page_of(result, from_these, speech, number, contact=assistant.contact, complete=complete)
    if only is not None:
        page = replace(page, remarks=(*page.remarks, messages.only_in(assistant.articles[only], speech)))
    read = None if isinstance(result, NoQuestion) else result.read_as
    scene = Scene(read or question, only, several=len(articles) > 1)
    drawn = Reply(draw(page, speech).html, buttons_of(page, scene, speech))
    return with_share(drawn, page, username, speech, votes)
