"""Articles that are replaced again and again while questions come in: what is answered, and the memory."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.bots import running

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
    """Replace an article so often, asking another and itself all the time."""
    async with running(folder) as bot:
        (bot.articles / "tea.md").write_text(_TEA)
        asked = wrong = 0
        memory = []
        for number in range(count):
            (bot.articles / "coffee.md").write_text(_COFFEE.format(word=f"roasted{number}"))
            async with asyncio.timeout(60):
                is_new = False
                while not is_new:
                    chat = 1 + asked % _CHATS
                    for question, right in (
                        ("How hot is the water for green tea?", "eighty degrees"),
                        ("What is coffee brewed from?", f"roasted{number} beans"),
                    ):
                        bot.api.says(question, chat)
                        text = (await bot.api.next(chat))["text"]
                        asked += 1
                        # Before the first swap neither is there; afterwards coffee says the last thing or this one.
                        wrong += number > 0 and right not in text and f"roasted{number - 1} beans" not in text
                        is_new = f"roasted{number} beans" in text
                    await asyncio.sleep(0.1)
            memory.append(bot.rss())
        return Swapped(count, asked, wrong, tuple(memory))
