"""In which language the bot speaks to whom."""

from telegram import User

from bot.catalogues import ENGLISH, Catalogue, catalogue_for


class UserLanguages:
    """Tell the language of each person, who has told it to Telegram, and of each group."""

    async def of(self, user: User | None) -> Catalogue:
        """Give the language of who wrote or pressed a button."""
        return catalogue_for(user.language_code) if user is not None else ENGLISH

    async def of_id(self, user: int) -> Catalogue:  # noqa: ARG002
        """Give the language of someone who has not written just now."""
        return ENGLISH

    async def of_chat(self, chat: int) -> Catalogue:  # noqa: ARG002
        """Give the language of what the bot says to a whole group."""
        return ENGLISH
