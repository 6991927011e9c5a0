"""The choice of a language: for oneself in a private chat, for all in a group."""

from telegram import Chat, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType

from bot.catalogues import catalogues
from bot.telegram.handlers.people import People
from bot.telegram.markup.buttons import ChooseLanguage
from bot.telegram.markup.language_markup import draw_choice, draw_chosen
from bot.telegram.sending import Context, acknowledge, edit, pressed, send
from bot.telegram.user_languages import UserLanguages

_MAY_CHOOSE = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)


class LanguageChoice:
    """Handle /language and its buttons."""

    def __init__(self, languages: UserLanguages, people: People) -> None:
        self._languages = languages
        self._people = people

    async def offer(self, update: Update, _: Context) -> None:
        """Offer the languages that there are: /language."""
        message, user = update.effective_message, update.effective_user
        if message is not None:
            speech = await self._languages.of(user)
            await send(message, draw_choice(speech, group=message.chat.type != ChatType.PRIVATE))

    async def choose(self, update: Update, _: Context) -> None:
        """Keep the language of the button that was pressed; in a group, only its administrators and managers may."""
        query, message, data = pressed(update, ChooseLanguage)
        chosen = catalogues().get(data.language) if data else None
        if query is None or message is None or chosen is None:
            await acknowledge(query)
            return
        if not await self._may_choose(message.chat, query.from_user):
            speech = await self._languages.of(query.from_user)
            refusal = speech.say("The administrators of the group choose its language.")
            await acknowledge(query, refusal, alert=True)
            return
        await self._languages.choose(message.chat_id, chosen)
        try:
            await edit(message, draw_chosen(chosen, group=message.chat.type != ChatType.PRIVATE))
            await self._offer_menu(message, query.from_user)
        finally:
            await acknowledge(query)

    async def _may_choose(self, chat: Chat, user: User) -> bool:
        if chat.type == ChatType.PRIVATE or self._people.is_manager(user):
            return True
        return (await chat.get_member(user.id)).status in _MAY_CHOOSE

    async def _offer_menu(self, message: Message, user: User) -> None:
        if message.chat.type == ChatType.PRIVATE:
            await self._people.offer_menu(message.get_bot(), user)
