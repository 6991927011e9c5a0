"""What people asked in vain: managers see it, and say what answers it. For managers alone, in a private chat."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from telegram import Message, Update
from telegram.ext.filters import MessageFilter

from bot.catalogues import Catalogue, later
from bot.errors import SettledError
from bot.listening.unanswered import QuestionGroup, Unanswered
from bot.records import Cause
from bot.settings import Settings
from bot.telegram.handlers.people import People
from bot.telegram.handlers.replying import buttons_replied_to, reply_or_explain
from bot.telegram.markup.answer_markup import Reply
from bot.telegram.markup.buttons import ManageQuestions, PointToPassage, RemoveSynonym, ShowUnanswered
from bot.telegram.markup.quiz_markup import say
from bot.telegram.markup.unanswered_markup import (
    draw_ask_synonym,
    draw_done,
    draw_group,
    draw_groups,
    draw_passages,
    draw_pointed,
    draw_settled,
    draw_synonym,
)
from bot.telegram.sending import Context, account_of, acknowledge, cause_of, pressed, send
from bot.telegram.user_languages import UserLanguages

_REFUSED = later("Only managers see what was asked in vain.")
_NEAREST = 5


@dataclass(frozen=True, slots=True)
class _By:
    """Hold who does something, and the update because of which it is done."""

    account: str
    cause: Cause

    @classmethod
    def of(cls, update: Update, context: Context) -> "_By":
        return cls(account_of(update.effective_user) if update.effective_user else "", cause_of(update, context))


class UnansweredQuestions:
    """Handle what managers do about questions that were not answered; `refresh` serves what was changed in the files.

    Whatever is done is recorded with who did it.
    """

    def __init__(
        self,
        unanswered: Unanswered,
        languages: UserLanguages,
        people: People,
        settings: Settings,
        refresh: Callable[[], Awaitable[None]],
    ) -> None:
        self._unanswered = unanswered
        self._languages = languages
        self._people = people
        self._days = settings.keep_questions
        self._refresh = refresh

    async def show(self, update: Update, _: Context) -> None:
        """List what waits: /unanswered in a private chat."""
        message, user = update.effective_message, update.effective_user
        speech = await self._languages.of(user)
        if user is None or not self._people.is_manager(user):
            await send(message, say([speech.say(_REFUSED)], speech))
            return
        if not self._days:
            kept = speech.say("Questions are not kept: the setting KEEP_QUESTIONS is 0.")
            await send(message, say([kept], speech))
            return
        groups = await asyncio.to_thread(self._unanswered.groups)
        await send(message, draw_groups(groups, 0, speech, self._days))

    async def turn(self, update: Update, _: Context) -> None:
        """Show another page of the list, for the buttons under it."""
        query, message, data = pressed(update, ShowUnanswered, private=True)
        await self._answer(update, message, lambda speech: self._page(data.page if data else 0, speech))
        await acknowledge(query)

    async def manage(self, update: Update, context: Context) -> None:
        """Do what a button under a group says."""
        query, message, data = pressed(update, ManageQuestions, private=True)
        if data is not None:
            await self._answer(update, message, lambda speech: self._done(data, _By.of(update, context), speech))
        await acknowledge(query)

    async def point(self, update: Update, context: Context) -> None:
        """Answer a group with the passage that a manager points to, from now on."""
        query, message, data = pressed(update, PointToPassage, private=True)
        if data is not None:
            await self._answer(update, message, lambda speech: self._pointed(data, _By.of(update, context), speech))
        await acknowledge(query)

    async def remove_synonym(self, update: Update, context: Context) -> None:
        """Take a synonym back."""
        query, message, data = pressed(update, RemoveSynonym, private=True)
        if data is not None:
            await self._answer(update, message, lambda speech: self._removed(data, _By.of(update, context), speech))
        await acknowledge(query)

    async def typed(self, update: Update, context: Context) -> None:
        """Take the words that a manager types in reply: to look for a passage, or as a synonym."""
        message = update.effective_message
        asked = prompt_of(message)
        if message is None or asked is None:
            return
        text = message.text or ""
        draw = self._found if asked.action == "back" else self._with_synonym
        await self._answer(update, None, lambda speech: draw(asked.group, text, _By.of(update, context), speech))

    async def _answer(
        self, update: Update, message: Message | None, draw: Callable[[Catalogue], Awaitable[Reply]]
    ) -> None:
        """Put what is drawn in the place of a message, or send it; say in one line what cannot be done."""
        user = update.effective_user
        speech = await self._languages.of(user)
        if user is None or not self._people.is_manager(user):
            await acknowledge(update.callback_query, speech.say(_REFUSED))
            return
        await reply_or_explain(update, message, speech, partial(self._drawn, draw, speech))

    @staticmethod
    async def _drawn(draw: Callable[[Catalogue], Awaitable[Reply]], speech: Catalogue) -> Reply:
        """Draw something about questions that wait, or say that they wait no longer: lists stay in a chat for long."""
        try:
            return await draw(speech)
        except SettledError:
            return draw_done(speech.say("That question waits no longer: it was settled, or its time is over."), speech)

    async def _page(self, page: int, speech: Catalogue) -> Reply:
        return draw_groups(await asyncio.to_thread(self._unanswered.groups), page, speech, self._days)

    async def _done(self, data: ManageQuestions, by: _By, speech: Catalogue) -> Reply:
        match data.action:
            case "look":
                group = await self._find(data.group)
                passages = await asyncio.to_thread(self._unanswered.nearest, group.wordings[0], _NEAREST)
                return draw_passages(group.name, passages, speech)
            case "synonym":
                return draw_ask_synonym(await self._find(data.group), speech)
            case "aside":
                group = await asyncio.to_thread(self._unanswered.set_aside, data.group, by.account, by.cause)
                return draw_settled(group.name, speech.say("Set aside: it is not listed any more."), speech)
            case "delete":
                group = await asyncio.to_thread(self._unanswered.delete, data.group, by.account, by.cause)
                deleted = speech.say_n("{n} question was deleted.", "{n} questions were deleted.", group.asked)
                return draw_done(deleted, speech)
            case "undo":
                await asyncio.to_thread(self._unanswered.undo, data.group, by.account, by.cause)
                await self._refresh()
        return draw_group(await self._find(data.group), speech)

    async def _pointed(self, data: PointToPassage, by: _By, speech: Catalogue) -> Reply:
        group = await self._find(data.group)
        passage = await asyncio.to_thread(self._unanswered.point, group.name, data.passage, by.account, by.cause)
        await self._refresh()
        return draw_pointed(group.name, group.wordings[0], passage, speech)

    async def _found(self, group: str, text: str, _: _By, speech: Catalogue) -> Reply:
        return draw_passages(group, await asyncio.to_thread(self._unanswered.nearest, text, _NEAREST), speech)

    async def _with_synonym(self, name: str, text: str, by: _By, speech: Catalogue) -> Reply:
        group = await self._find(name)
        rule = await asyncio.to_thread(self._unanswered.add_synonym, text, by.account, by.cause)
        await self._refresh()
        question = group.wordings[0]
        answered = await asyncio.to_thread(self._unanswered.is_answered, question)
        return draw_synonym(rule, question, speech, answered=answered)

    async def _removed(self, data: RemoveSynonym, by: _By, speech: Catalogue) -> Reply:
        rule = await asyncio.to_thread(self._unanswered.remove_synonym, data.rule, by.account, by.cause)
        await self._refresh()
        return draw_done(speech.say("Removed: {rule}", rule=rule), speech)

    async def _find(self, name: str) -> QuestionGroup:
        return await asyncio.to_thread(self._unanswered.find, name)


def prompt_of(message: Message | None) -> ManageQuestions | None:
    """Tell what the message of the bot's asks for that somebody replies to, by the button under it."""
    data = map(ManageQuestions.parse, buttons_replied_to(message))
    return next((each for each in data if each and each.action in ("back", "return")), None)


class _AnswersPrompt(MessageFilter):
    """Replies to a message of the bot's that asks a manager for words."""

    def filter(self, message: Message) -> bool:
        return prompt_of(message) is not None


ANSWERS_PROMPT = _AnswersPrompt()
