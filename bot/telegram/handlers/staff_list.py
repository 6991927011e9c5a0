"""The staff, for managers only: listed, looked at, removed; invitations made, listed and withdrawn."""

import asyncio
from contextlib import suppress
from functools import partial
from html import escape

from telegram import Bot, Message, Update, User
from telegram.error import TelegramError
from telegram.helpers import create_deep_linked_url

from bot.catalogues import Catalogue
from bot.clock import now
from bot.quiz import report_messages, staff_messages
from bot.quiz.invitations import terms_of
from bot.quiz.quizzes import Quizzes
from bot.quiz.staff import Member
from bot.settings import Settings
from bot.telegram.handlers.people import JOIN, People
from bot.telegram.markup.answer_markup import Reply
from bot.telegram.markup.buttons import (
    RemovePerson,
    ShowInvitations,
    ShowPerson,
    ShowStaff,
    WithdrawInvitation,
    account_key,
)
from bot.telegram.markup.quiz_markup import say
from bot.telegram.markup.staff_markup import (
    PER_PAGE,
    draw_invitation,
    draw_invitations,
    draw_people,
    draw_person,
    draw_removal,
    draw_removed,
    page_of_list,
)
from bot.telegram.menus import take_back
from bot.telegram.notices import InTurn
from bot.telegram.sending import Context, account_of, acknowledge, edit, pressed, send, user_id
from bot.telegram.user_languages import UserLanguages


class StaffListHandlers:
    """Handle /people, /invite and /invitations, and their buttons."""

    def __init__(
        self, quizzes: Quizzes, languages: UserLanguages, people: People, settings: Settings, in_turn: InTurn
    ) -> None:
        self._in_turn = in_turn
        self._telling: set[asyncio.Task[None]] = set()
        self._quizzes = quizzes
        self._languages = languages
        self._people = people
        self._zone = settings.zone

    async def invite(self, update: Update, context: Context) -> None:
        """Make a link that lets people join: /invite, for managers; others are told their number, to be made one."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        speech = await self._languages.of(user)
        if not self._people.is_manager(user):
            refusal = speech.say("Only managers can invite. Your Telegram id is {number}.", number=user.id)
            await send(message, say([refusal], speech))
            return
        terms = terms_of(context.args or [], now(), self._zone)
        if terms is None:
            await send(message, say(staff_messages.invite_usage(speech), speech))
            return
        made, secret = await asyncio.to_thread(self._quizzes.invitations.make, account_of(user), now(), terms)
        link = create_deep_linked_url(context.bot.username, JOIN + secret)
        await send(message, draw_invitation(made, link, self._zone, speech))

    async def people(self, update: Update, _: Context) -> None:
        """List the staff: /people."""
        user = update.effective_user
        if user is not None and self._people.is_manager(user):
            await send(update.effective_message, await self._list(0, await self._languages.of(user)))

    async def show_people(self, update: Update, _: Context) -> None:
        """Show another page of the staff."""
        query, message, data = pressed(update, ShowStaff, private=True)
        if query is not None and message is not None and data is not None and self._people.is_manager(query.from_user):
            await edit(message, await self._list(data.page, await self._languages.of(query.from_user)))
        await acknowledge(query)

    async def show_person(self, update: Update, _: Context) -> None:
        """Show a person."""
        query, message, data = pressed(update, ShowPerson, private=True)
        if query is not None and message is not None and data is not None and self._people.is_manager(query.from_user):
            speech = await self._languages.of(query.from_user)
            await edit(message, await self._person(data.person, data.page, speech))
        await acknowledge(query)

    async def remove(self, update: Update, _: Context) -> None:
        """Remove a person, after a question."""
        query, message, data = pressed(update, RemovePerson, private=True)
        if query is not None and message is not None and data is not None and self._people.is_manager(query.from_user):
            speech = await self._languages.of(query.from_user)
            member = await self._find(data.person)
            if member is None:
                await edit(message, await self._person(data.person, data.page, speech))
            elif data.step == "yes":
                await self._remove(message, query.from_user, member, data.page, speech)
            else:
                await edit(message, draw_removal(member.name, data.person, data.page, speech))
        await acknowledge(query)

    async def invitations(self, update: Update, _: Context) -> None:
        """List the invitations that are open: /invitations."""
        user = update.effective_user
        if user is not None and self._people.is_manager(user):
            await send(update.effective_message, await self._open_invitations(0, await self._languages.of(user)))

    async def show_invitations(self, update: Update, _: Context) -> None:
        """Show another page of the invitations."""
        query, message, data = pressed(update, ShowInvitations, private=True)
        if query is not None and message is not None and data is not None and self._people.is_manager(query.from_user):
            await edit(message, await self._open_invitations(data.page, await self._languages.of(query.from_user)))
        await acknowledge(query)

    async def withdraw(self, update: Update, _: Context) -> None:
        """Withdraw an invitation."""
        query, message, data = pressed(update, WithdrawInvitation, private=True)
        if query is None or message is None or data is None or not self._people.is_manager(query.from_user):
            await acknowledge(query)
            return
        speech = await self._languages.of(query.from_user)
        by = account_of(query.from_user)
        withdrawn = await asyncio.to_thread(self._quizzes.invitations.withdraw, data.number, by, now())
        try:
            await edit(message, await self._open_invitations(data.page, speech))
        finally:
            await acknowledge(query, speech.say("Withdrawn." if withdrawn else staff_messages.NOT_OPEN))

    async def _list(self, number: int, speech: Catalogue) -> Reply:
        members = await asyncio.to_thread(self._quizzes.staff.members)
        page, pages = page_of_list(number, len(members))
        shown = [
            (member, await self._standing(member, speech))
            for member in members[page * PER_PAGE : (page + 1) * PER_PAGE]
        ]
        return draw_people(shown, len(members), page, pages, speech)

    async def _standing(self, member: Member, speech: Catalogue) -> str:
        found = await asyncio.to_thread(self._quizzes.reports.person, member.account, now())
        return report_messages.person_lines(found[0], speech, topics=False)[0] if found else member.name

    async def _person(self, key: str, page: int, speech: Catalogue) -> Reply:
        member = await self._find(key)
        found = await asyncio.to_thread(self._quizzes.reports.person, member.account, now()) if member else None
        if member is None or found is None:
            listed = await self._list(page, speech)
            return Reply(f"{speech.say(staff_messages.GONE)}\n\n{listed.html}", listed.buttons)
        return draw_person(staff_messages.member_lines(member, *found, speech), key, page, speech)

    async def _find(self, key: str) -> Member | None:
        members = await asyncio.to_thread(self._quizzes.staff.members)
        return next((member for member in members if account_key(member.account) == key), None)

    async def _remove(self, message: Message, by: User, member: Member, page: int, speech: Catalogue) -> None:
        number = user_id(member.account)
        theirs = await self._languages.of_id(number) if number is not None else speech  # it is deleted with the rest
        await asyncio.to_thread(self._quizzes.staff.remove, member.account, account_of(by), now())
        if number is not None:
            self._people.forget_in_memory(number)
        still_open = await asyncio.to_thread(self._quizzes.invitations.open_ones, now())
        await edit(message, draw_removed(member.name, len(still_open), page, speech))
        if number is not None:
            await take_back(message.get_bot(), number)
            telling = asyncio.create_task(self._tell_removed(message.get_bot(), number, theirs))
            self._telling.add(telling)
            telling.add_done_callback(self._telling.discard)

    async def _tell_removed(self, bot: Bot, chat: int, speech: Catalogue) -> None:
        """Tell someone that they are no longer on the list, in their chat's turn; the manager does not wait for it."""
        said = speech.say(
            "You are no longer on the list of staff: a manager has removed you. What was stored about you is deleted."
        )
        with suppress(TelegramError):
            await self._in_turn(chat, partial(bot.send_message, chat, escape(said)))

    async def _open_invitations(self, number: int, speech: Catalogue) -> Reply:
        found = await asyncio.to_thread(self._quizzes.invitations.open_ones, now())
        page, pages = page_of_list(number, len(found))
        shown = found[page * PER_PAGE : (page + 1) * PER_PAGE]
        return draw_invitations(shown, page, pages, self._zone, speech)
