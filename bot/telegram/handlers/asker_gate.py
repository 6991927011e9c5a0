"""Who may ask where only staff may: they, managers, and whole groups to which a manager added the bot."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from telegram import InlineQueryResultsButton, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext import ApplicationHandlerStop, BaseHandler

from bot.answering import messages
from bot.catalogues import Catalogue, later
from bot.clock import now
from bot.records import Records, groups
from bot.settings import Settings
from bot.telegram.handlers.people import People
from bot.telegram.markup.quiz_markup import say
from bot.telegram.sending import Context, account_of, acknowledge, is_person, send
from bot.telegram.user_languages import UserLanguages

NOT_ALLOWED = later("Sorry, I answer only people who were invited.")
_IN_INLINE = later("I answer only people who were invited.")  # a button's label is short
_OUTSIDE = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)

Callback = Callable[[Update, Context], Coroutine[Any, Any, None]]


class GatedRoutes(BaseHandler[Update, Context, None]):
    """Take each update that a route would take which is not for everyone, to be let through by the gate first."""

    def __init__(
        self, routes: Sequence[BaseHandler[Any, Any, Any]], for_everyone: Sequence[Callback], gate: "AskerGate"
    ) -> None:
        super().__init__(gate.stop_strangers)
        self._routes = routes
        self._for_everyone = for_everyone

    def check_update(self, update: object) -> bool:
        """Tell whether the route that gets an update is one for those only who may ask."""
        first = next((route for route in self._routes if route.check_update(update) not in (None, False)), None)
        return first is not None and first.callback not in self._for_everyone


class AskerGate:
    """Tell who may ask, say how to get in, and note to which groups managers add the bot."""

    def __init__(self, records: Records, languages: UserLanguages, people: People, settings: Settings) -> None:
        self._records = records
        self._languages = languages
        self._people = people
        self._contact = settings.contact
        self.is_open = settings.askers == "everyone"

    async def stop_strangers(self, update: Update, _: Context) -> None:
        """End the handling of what somebody asks who may not, with one sentence and how to get in."""
        user = update.effective_user
        message = update.effective_message
        if user is None or await self._may_ask(user, message):
            return
        speech = await self._languages.of(user)
        if update.inline_query is not None:
            button = InlineQueryResultsButton(speech.say(_IN_INLINE), start_parameter="help")
            await update.inline_query.answer([], cache_time=0, is_personal=True, button=button)
        elif update.callback_query is not None:
            await acknowledge(update.callback_query, speech.say(NOT_ALLOWED), alert=True)
        else:
            await send(message, say(self._way_in(user, speech), speech))
        raise ApplicationHandlerStop

    async def note_membership(self, update: Update, _: Context) -> None:
        """Note that a manager added the bot to a group, or that it is there no more."""
        change = update.my_chat_member
        if change is None or change.chat.type not in _GROUPS:
            return
        was_outside = change.old_chat_member.status in _OUTSIDE
        if change.new_chat_member.status in _OUTSIDE:
            await asyncio.to_thread(self._write, groups.leave, change.chat.id)
        elif was_outside and self._people.is_manager(change.from_user):
            account = account_of(change.from_user)
            await asyncio.to_thread(self._write, groups.allow, change.chat.id, account, now())

    async def note_move(self, update: Update, _: Context) -> None:
        """Take over a group that got another id, by the message in the old one that says so."""
        message = update.effective_message
        if message is not None and message.migrate_to_chat_id is not None:
            await asyncio.to_thread(self._write, groups.change_id, message.chat_id, message.migrate_to_chat_id)

    async def _may_ask(self, user: User, message: Message | None) -> bool:
        speaks_for_self = message is None or message.sender_chat is None or is_person(message)
        if speaks_for_self and (self._people.is_manager(user) or await self._people.is_member(user)):
            return True
        if message is None or message.chat.type not in _GROUPS:
            return False
        return await asyncio.to_thread(self._is_allowed, message.chat_id)

    def _way_in(self, user: User, speech: Catalogue) -> list[str]:
        way = speech.say(
            "To get in, ask a manager for an invitation, and open its link. Your Telegram id is {number}.",
            number=user.id,
        )
        return [speech.say(NOT_ALLOWED), way, *([messages.turn_to(self._contact, speech)] if self._contact else [])]

    def _is_allowed(self, chat: int) -> bool:
        with self._records.read() as session:
            return groups.is_allowed(session, chat)

    def _write(self, do: Callable[..., None], *given: Any) -> None:
        with self._records.write() as session:
            do(session, *given)
