"""Articles that are replaced again and again while questions come in: what is answered, and the memory."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.bots import MANAGER, Bot, running

_CHATS = 50
_TEA = "# Tea\n\n## Water\n\nGreen tea is made with water of eighty degrees. It draws for two minutes.\n"
_COFFEE = "# Coffee\n\n## Beans\n\nCoffee is brewed from {word} beans of arabica plants, which are ground finely.\n"
_GROWTH = 1.15


@dataclass(frozen=True)
class Swapped:
    """Count the swaps, the questions and the wrong answers; `memory` is the process's in MB after each swap."""

    swaps: int
    asked: int
    wrong: int
    memory: tuple[float, ...]

    @property
    def grows(self) -> bool:
        """Whether the last tenth of the swaps takes much more than the second: the first fills caches."""
        tenth = max(1, len(self.memory) // 10)
        return min(self.memory[-tenth:]) > _GROWTH * max(self.memory[tenth : 2 * tenth])


async def swap(count: int, folder: Path) -> Swapped:
    """Have a manager replace an article so often, while it and another are asked all the time."""
    async with running(folder) as bot:
        articles = _Articles(bot)
        asking = asyncio.create_task(articles.ask_always())
        memory = []
        await articles.put("tea.md", _TEA, "Add")
        await articles.put("coffee.md", _COFFEE.format(word="roasted0"), "Add")
        for number in range(1, count + 1):
            articles.begun = number
            await articles.put("coffee.md", _COFFEE.format(word=f"roasted{number}"), "Replace")
            articles.confirmed = number
            memory.append(bot.rss())
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        if asking.done() and not asking.cancelled():
            asking.result()
        return Swapped(count, articles.asked, articles.wrong, tuple(memory))


class _Articles:
    """Two articles that a manager keeps from the chat; counts the questions on them and the wrong answers."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self.begun = self.confirmed = self.asked = self.wrong = 0

    async def put(self, name: str, content: str, label: str) -> None:
        """Send a file and press a button; return when the bot has confirmed that it is served."""
        api = self._bot.api
        async with asyncio.timeout(60):
            api.sends_file(name, content.encode(), MANAGER)
            while label not in " ".join(api.buttons(shown := await api.next(MANAGER))):
                pass
            await api.press(shown, label)
            assert "answered from" in api.message(shown)["text"]

    async def ask_always(self) -> None:
        """Ask both; once an article is confirmed, nothing older may be answered, and nothing may be left out."""
        while True:
            await asyncio.sleep(0.02)
            oldest = self.confirmed
            if not self.begun:  # the articles are not there yet
                continue
            tea = await self._answer("How hot is the water for green tea?")
            self.wrong += "eighty degrees" not in tea
            coffee = await self._answer("What is coffee brewed from?")
            self.wrong += not any(f"roasted{number} beans" in coffee for number in range(oldest, self.begun + 1))

    async def _answer(self, question: str) -> str:
        chat = 100 + self.asked % _CHATS
        self.asked += 1
        self._bot.api.says(question, chat)
        async with asyncio.timeout(60):
            return str((await self._bot.api.next(chat))["text"])
