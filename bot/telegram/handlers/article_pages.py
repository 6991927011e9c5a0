"""Reading: "In the article", the pages and contents of an article, /sources."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram import CallbackQuery, Message, Update

from bot.answering import messages
from bot.answering.library import Library
from bot.answering.reader import ReaderText
from bot.telegram.handlers.closed_articles import ClosedArticles, refusal
from bot.telegram.handlers.narrowing import Narrowing
from bot.telegram.markup.answer_markup import Reply
from bot.telegram.markup.buttons import ButtonData, Narrow, OpenPassage, ReadPage, ShowContents, ShowSources
from bot.telegram.markup.reading_markup import draw_contents, draw_reading, draw_sources
from bot.telegram.sending import Context, acknowledge, edit, pressed, send
from bot.telegram.user_languages import UserLanguages

B = TypeVar("B", bound=ButtonData)


class ReadingHandlers:
    """Show the articles. Nothing is kept: a button names a passage by its content, and an article by its name."""

    def __init__(
        self, library: Library, languages: UserLanguages, narrowing: Narrowing, closed: ClosedArticles
    ) -> None:
        self._library = library
        self._languages = languages
        self._narrowing = narrowing
        self._closed = closed

    async def sources(self, update: Update, _: Context) -> None:
        """List the articles: /sources."""
        message = update.effective_message
        if message is not None:
            await send(message, await self._sources(update, message))

    async def open(self, update: Update, _: Context) -> None:
        """Open an article at a passage, marked, in a message of its own."""
        query, message, data = pressed(update, OpenPassage)
        try:
            if message is not None and data is not None:
                reply = await self._page(update, query, data.passage, data.article_key, marked=True)
                if reply is not None:
                    await send(message, reply)
        finally:
            await acknowledge(query)

    async def turn(self, update: Update, _: Context) -> None:
        """Show another page of an article in the same message."""
        query, message, data = pressed(update, ReadPage)
        try:
            if message is not None and data is not None:
                reply = await self._page(update, query, data.passage, data.article_key)
                if reply is not None:
                    await edit(message, reply)
        finally:
            await acknowledge(query)

    async def contents(self, update: Update, _: Context) -> None:
        """Show the contents of an article."""

        async def drawn(message: Message, data: ShowContents) -> Reply | None:
            text = await self._text(data.article_key)
            speech = await self._languages.of(update.effective_user)
            if await self._is_closed(update, text):
                return None
            assistant = self._library.assistant
            narrowed = self._narrowing.of(message.chat_id, update.effective_user, assistant) if text else None
            mine = narrowed == text.article.slug if text and len(assistant.articles) > 1 else None
            return draw_contents(text, speech, data.page, narrowed=mine) if text else None

        await self._edit(update, ShowContents, drawn)

    async def more_sources(self, update: Update, _: Context) -> None:
        """Show another page of the list of articles."""

        async def drawn(message: Message, data: ShowSources) -> Reply | None:
            return await self._sources(update, message, data.page)

        await self._edit(update, ShowSources, drawn)

    async def narrow(self, update: Update, _: Context) -> None:
        """Answer who has pressed from one article only, or from all again, and show that in the list."""

        async def drawn(message: Message, data: Narrow) -> Reply | None:
            assistant = self._library.assistant
            if update.effective_user is None or not self._narrowing.knows(data.article_key, assistant):
                return None
            self._narrowing.choose(message.chat_id, update.effective_user, data.article_key, assistant)
            return await self._sources(update, message)

        await self._edit(update, Narrow, drawn)

    async def _edit(
        self, update: Update, kind: type[B], drawn: Callable[[Message, B], Awaitable[Reply | None]]
    ) -> None:
        """Put what is drawn for a button into its message; where its article is gone, say so."""
        query, message, data = pressed(update, kind)
        try:
            if message is not None and data is not None:
                reply = await drawn(message, data)
                if reply is not None:
                    await edit(message, reply)
                else:
                    await self._gone(update, query)
        finally:
            await acknowledge(query)

    async def _page(
        self, update: Update, query: CallbackQuery | None, name: str, key: str, *, marked: bool = False
    ) -> Reply | None:
        """Draw the page that a passage stands on; of an article that was changed since, the nearest, and say so."""
        text = await self._text(key)
        if text is None:
            await self._gone(update, query)
            return None
        if await self._is_closed(update, text):
            return None
        speech = await self._languages.of(update.effective_user)
        found = text.open(name)
        number, place = found or text.open_near(name)
        if found is None:
            await acknowledge(query, messages.changed(speech, nearest=place is not None))
        return draw_reading(text.page(number, place if marked else None), speech)

    async def _is_closed(self, update: Update, text: ReaderText | None) -> bool:
        """Tell whether an article is closed to who has pressed a button, and say so."""
        closed = await self._closed.to(update.effective_user)
        if text is None or text.article.slug not in closed:
            return False
        reason = refusal(closed, text.article.slug, await self._languages.of(update.effective_user))
        await acknowledge(update.callback_query, reason, alert=True)
        return True

    async def _gone(self, update: Update, query: CallbackQuery | None) -> None:
        speech = await self._languages.of(update.effective_user)
        await acknowledge(query, speech.say("That article is no longer there."))

    async def _text(self, key: str) -> ReaderText | None:
        assistant = self._library.assistant
        slug = self._narrowing.slug_of(key, assistant)
        return await asyncio.to_thread(assistant.text_of, slug) if slug else None

    async def _sources(self, update: Update, message: Message, number: int = 0) -> Reply:
        speech = await self._languages.of(update.effective_user)
        assistant = self._library.assistant
        only = self._narrowing.of(message.chat_id, update.effective_user, assistant)
        article = assistant.articles[only] if only else None
        return draw_sources(list(assistant.articles.values()), speech, number, only=article)
