"""In which language the bot speaks to whom: as they have chosen, else as they have told Telegram."""

import asyncio
import logging
from collections.abc import Set as AbstractSet

from cachetools import LRUCache, TTLCache
from telegram import User

from bot.catalogues import ENGLISH, Catalogue, catalogue_for
from bot.errors import DatabaseError
from bot.records import Records, languages

logger = logging.getLogger(__name__)

_MOST_REMEMBERED = 10_000
_REMEMBERED_FOR = 300.0  # seconds: a command may delete what is stored while the bot runs


class UserLanguages:
    """Tell the language of each person and each group, and keep what they choose."""

    def __init__(self, records: Records, managers: AbstractSet[int] = frozenset()) -> None:
        """Keep the languages of `managers` from their first message on, for they are told of what happens."""
        self._records = records
        self._managers = managers
        self._chosen: TTLCache[int, str | None] = TTLCache(_MOST_REMEMBERED, _REMEMBERED_FOR)
        self._told: LRUCache[int, str] = LRUCache(_MOST_REMEMBERED)  # by whose Telegram said so last

    async def of(self, user: User | None) -> Catalogue:
        """Give the language of who wrote or pressed a button."""
        if user is None:
            return ENGLISH
        self._told[user.id] = catalogue_for(user.language_code).language
        if user.id in self._managers:
            await self.keep(user)
        return await self.of_id(user.id)

    async def of_id(self, number: int) -> Catalogue:
        """Give the language of a group, or of someone who has not written just now."""
        return catalogue_for(await self._choice_of(number) or self._told.get(number))

    async def chosen_by(self, number: int) -> Catalogue | None:
        """Give the language that a person or a group has chosen, None where they have chosen none."""
        code = await self._choice_of(number)
        return catalogue_for(code) if code else None

    async def choose(self, number: int, speech: Catalogue) -> None:
        """Speak to a person or a group, named by the id that Telegram has given them, in a language from now on."""
        await asyncio.to_thread(self._write, number, speech.language)
        self._chosen[number] = speech.language

    async def keep(self, user: User) -> None:
        """Keep the language of someone who is also written to when they have not written."""
        speech = catalogue_for(user.language_code)
        if speech is not ENGLISH and await self._choice_of(user.id) is None:
            await self.choose(user.id, speech)

    async def move(self, group: int, to: int) -> None:
        """Take over the language of a group that got another id."""
        await asyncio.to_thread(self._move, group, to)
        self.forget(group)
        self.forget(to)

    def forget(self, number: int) -> None:
        """Forget what is remembered in memory of someone; what is stored is deleted with everything about them."""
        self._chosen.pop(number, None)
        self._told.pop(number, None)

    async def _choice_of(self, number: int) -> str | None:
        if number not in self._chosen:
            try:
                self._chosen[number] = await asyncio.to_thread(self._read, number)
            except DatabaseError as error:  # it is answered without, and whoever writes to it finds out what is wrong
                logger.warning("the language of a chat is not known: %s", error)
                return None
        return self._chosen.get(number)

    def _read(self, number: int) -> str | None:
        with self._records.read() as session:
            return languages.chosen(session, _account(number))

    def _write(self, number: int, language: str) -> None:
        with self._records.write() as session:
            languages.choose(session, _account(number), language)

    def _move(self, group: int, to: int) -> None:
        with self._records.write() as session:
            languages.move(session, _account(group), _account(to))


def _account(number: int) -> str:
    return f"telegram:{number}"
