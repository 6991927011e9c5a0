"""Inline mode: `@bot magnesium`, typed in any chat, offers passages to put into it."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.constants import InlineQueryLimit
from telegram.error import BadRequest
from telegram.helpers import create_deep_linked_url

from bot.answering.answer import Answer
from bot.answering.examples import Examples
from bot.answering.library import Library
from bot.answering.page import page_of
from bot.catalogues import Catalogue
from bot.telegram.handlers.closed_articles import ClosedArticles, withhold
from bot.telegram.markup.answer_markup import draw
from bot.telegram.markup.links import start_of_passage, start_of_question
from bot.telegram.sending import Context
from bot.telegram.user_languages import UserLanguages
from bot.text import clip

KEPT: Final = 300  # seconds for which Telegram may give the same answer to the same person
_MAX_PASSAGES = 10
_MAX_TITLE, _MAX_DESCRIPTION = 60, 120  # characters, of which an app shows about a line and two
_START = "help"


class InlineHandlers:
    """Offer passages in other chats."""

    def __init__(self, library: Library, examples: Examples, languages: UserLanguages, closed: ClosedArticles) -> None:
        self._library = library
        self._examples = examples
        self._languages = languages
        self._closed = closed

    async def offer(self, update: Update, context: Context) -> None:
        """Answer what is typed behind the bot's name: a question with passages, nothing with topics."""
        query = update.inline_query
        if query is None:
            return
        speech = await self._languages.of(query.from_user)
        find = self._passages if query.query.strip() else self._topics
        closed = await self._closed.to(query.from_user)
        results = await asyncio.to_thread(find, query.query, closed, speech, context.bot.username)
        button = None if results else _in_private(query.query, speech)
        try:
            kept = 0 if closed else KEPT  # an exam ends sooner
            await query.answer(results, cache_time=kept, is_personal=True, button=button)
        except BadRequest as error:
            if "query is too old" not in str(error).lower():  # nobody waits for it any more
                raise

    def _topics(
        self, _: str, closed: Mapping[str, str], speech: Catalogue, username: str
    ) -> list[InlineQueryResultArticle]:
        """Offer what the articles can be asked about."""
        chosen = self._examples.choose(speech)[: InlineQueryLimit.RESULTS]
        return [
            self._result(str(number), example.answer, 0, example.question, speech, username)
            for number, example in enumerate(chosen)
            if example.answer.hits[0].passage.citation.article not in closed
        ]

    def _passages(
        self, asked: str, closed: Mapping[str, str], speech: Catalogue, username: str
    ) -> list[InlineQueryResultArticle]:
        """Offer the passages that answer."""
        asking = self._library.assistant.ask
        result, refused = withhold(asking(asked, limit=_MAX_PASSAGES), closed, speech)
        if refused or not isinstance(result, Answer):
            return []
        result = replace(result, further=())  # of several questions, the first
        return [
            self._result(str(number), result, number, asked, speech, username) for number in range(len(result.hits))
        ]

    def _result(
        self, identifier: str, answer: Answer, number: int, asked: str, speech: Catalogue, username: str
    ) -> InlineQueryResultArticle:
        hit = answer.hits[number]
        citation, (start, end) = hit.passage.citation, hit.best_sentence
        assistant = self._library.assistant
        page = page_of(answer, list(assistant.articles.values()), speech, number, complete=assistant.complete)
        link = create_deep_linked_url(username, start_of_question(asked) or start_of_passage(hit.passage))
        ask = InlineKeyboardButton(speech.say("Ask the bot"), url=link)
        return InlineQueryResultArticle(
            identifier,
            clip(citation.section[-1] if citation.section else citation.title, _MAX_TITLE),
            InputTextMessageContent(draw(page, speech).html),
            reply_markup=InlineKeyboardMarkup([[ask]]),
            description=clip(hit.passage.text[start:end], _MAX_DESCRIPTION),
        )


def _in_private(asked: str, speech: Catalogue) -> InlineQueryResultsButton:
    """Offer to ask in the bot's own chat what is not answered here."""
    text = speech.say("No passage answers that. Ask me in my chat.")
    return InlineQueryResultsButton(text, start_parameter=start_of_question(asked) or _START)
