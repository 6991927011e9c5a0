"""The taster of the quiz, for who is not invited: anonymous polls, which tell only that they were answered."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cachetools import LRUCache
from telegram import Bot, Update

from bot.catalogues import Catalogue
from bot.quiz import quiz_messages
from bot.quiz.asking import AskedQuestion
from bot.telegram.handlers.quiz_polls import send_poll
from bot.telegram.markup.quiz_markup import lines_to_html
from bot.telegram.sending import Context

_MOST_WAITED_FOR = 10_000  # polls


@dataclass(slots=True)
class _Taster:
    """Hold the polls of one taster that wait for an answer; `complete` once all of them are sent."""

    chat: int
    speech: Catalogue
    left: set[str] = field(default_factory=set)
    complete: bool = False


class Tasters:
    """Send tasters, and say the last word of each after its last answer.

    They are kept in memory only, for nothing is recorded of them: after a restart the last word is not said.
    """

    def __init__(self) -> None:
        self._waiting: LRUCache[str, _Taster] = LRUCache(_MOST_WAITED_FOR)
        self._answered: LRUCache[str, bool] = LRUCache(_MOST_WAITED_FOR)  # before it was known whose poll that is

    async def send(self, bot: Bot, chat: int, questions: Sequence[AskedQuestion], speech: Catalogue) -> None:
        """Send all questions of a taster."""
        taster = _Taster(chat, speech)
        for question in questions:
            message = await send_poll(bot, chat, question, speech, anonymous=True)
            if message.poll is not None and not self._answered.pop(message.poll.id, False):
                taster.left.add(message.poll.id)
                self._waiting[message.poll.id] = taster
        taster.complete = True
        await self._end(bot, taster)

    async def changed(self, update: Update, context: Context) -> None:
        """Note that a poll was answered. Those of practice and of games, which are not anonymous, are none of these."""
        poll = update.poll
        if poll is None or not poll.is_anonymous or not (poll.total_voter_count or poll.is_closed):
            return
        taster = self._waiting.pop(poll.id, None)
        if taster is None:
            self._answered[poll.id] = True
            return
        taster.left.discard(poll.id)
        await self._end(context.bot, taster)

    async def _end(self, bot: Bot, taster: _Taster) -> None:
        if taster.complete and not taster.left:
            taster.complete = False  # said once
            last_word = taster.speech.say(quiz_messages.NOT_RECORDED)
            await bot.send_message(taster.chat, lines_to_html([last_word], taster.speech))
