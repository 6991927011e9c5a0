"""What managers have done, for managers only: listed page by page."""

import asyncio

from telegram import Update

from bot.catalogues import Catalogue
from bot.quiz.staff_messages import action_line
from bot.records import Records, actions
from bot.settings import Settings
from bot.telegram.handlers.people import People
from bot.telegram.markup.answer_markup import Reply
from bot.telegram.markup.buttons import ShowActions
from bot.telegram.markup.staff_markup import PER_PAGE, draw_actions, page_of_list
from bot.telegram.sending import Context, account_of, acknowledge, edit, pressed, send
from bot.telegram.user_languages import UserLanguages


class ManagersActions:
    """Handle /actions and the buttons under it."""

    def __init__(self, records: Records, languages: UserLanguages, people: People, settings: Settings) -> None:
        self._records = records
        self._languages = languages
        self._people = people
        self._zone = settings.zone

    async def show(self, update: Update, _: Context) -> None:
        """List what was done last: /actions."""
        user = update.effective_user
        if user is not None and self._people.is_manager(user):
            await send(update.effective_message, await self._page(0, await self._languages.of(user), account_of(user)))

    async def turn(self, update: Update, _: Context) -> None:
        """Show another page."""
        query, message, data = pressed(update, ShowActions, private=True)
        if query is not None and message is not None and data is not None and self._people.is_manager(query.from_user):
            speech, reader = await self._languages.of(query.from_user), account_of(query.from_user)
            await edit(message, await self._page(data.page, speech, reader))
        await acknowledge(query)

    async def _page(self, number: int, speech: Catalogue, reader: str) -> Reply:
        return await asyncio.to_thread(self._read, number, speech, reader)

    def _read(self, number: int, speech: Catalogue, reader: str) -> Reply:
        with self._records.read() as session:
            page, pages = page_of_list(number, actions.number(session))
            latest = actions.latest(session, PER_PAGE, page * PER_PAGE)
            done = [action_line(each, self._zone, speech, reader) for each in latest]
        return draw_actions(done, page, pages, speech)
