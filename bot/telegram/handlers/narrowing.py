"""Who is answered from one article only: remembered by chat and person, in memory, until the bot is started anew."""

from cachetools import LRUCache
from telegram import User

from bot.answering.assistant import Assistant
from bot.telegram.markup.buttons import ALL, article_key

_MOST_REMEMBERED = 10_000


class Narrowing:
    """Remember choices of articles, which buttons name by keys."""

    def __init__(self) -> None:
        self._slugs: tuple[Assistant | None, dict[str, str]] = None, {}
        self._chosen: LRUCache[tuple[int, int], str] = LRUCache(_MOST_REMEMBERED)

    def knows(self, key: str, assistant: Assistant) -> bool:
        """Tell whether a key names an article that there is, or all."""
        return key == ALL or key in self._keys(assistant)

    def slug_of(self, key: str, assistant: Assistant) -> str | None:
        """Give the slug that a key stands for, None for all articles."""
        return self._keys(assistant).get(key)

    def choose(self, chat: int, user: User, key: str, assistant: Assistant) -> None:
        """Answer someone in a chat from an article only, or from all again."""
        if key in self._keys(assistant) and len(assistant.articles) > 1:
            self._chosen[chat, user.id] = key
        else:
            self._chosen.pop((chat, user.id), None)

    def of(self, chat: int, user: User | None, assistant: Assistant) -> str | None:
        """Give the slug of the only article that someone is answered from in a chat, None for all."""
        key = self._chosen.get((chat, user.id)) if user else None
        return self.slug_of(key, assistant) if key else None

    def _keys(self, assistant: Assistant) -> dict[str, str]:
        """Give the slugs of an assistant's articles by their keys."""
        of, slugs = self._slugs
        if of is not assistant:
            slugs = {article_key(slug): slug for slug in assistant.articles}
            self._slugs = assistant, slugs
        return slugs

    def forget(self, user: int) -> None:
        """Forget what someone has chosen, everywhere."""
        for who in [who for who in self._chosen if who[1] == user]:
            del self._chosen[who]
