"""Games in a group: announced, timed polls, a scoreboard. Each game is a task that reads what to do next."""

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta
from functools import partial

from telegram import Bot, PollAnswer, Update
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.catalogues import Catalogue, later
from bot.clock import now
from bot.errors import DatabaseBusyError
from bot.quiz import quiz_messages
from bot.quiz.asking import AskedQuestion
from bot.quiz.games import Finished, Wait
from bot.quiz.quizzes import Quizzes
from bot.records import Cause
from bot.retry import write_with_retry
from bot.telegram.failures import AnswerLostError, cannot_be_reached
from bot.telegram.handlers.people import People
from bot.telegram.handlers.quiz_polls import send_poll
from bot.telegram.markup.buttons import JoinGame, StartGame
from bot.telegram.markup.quiz_markup import lobby, say, scoreboard
from bot.telegram.notices import InTurn
from bot.telegram.sending import Context, account_of, acknowledge, cause_of, edit, is_person, pressed, send, topic_of
from bot.telegram.user_languages import UserLanguages
from bot.timing import Timing

logger = logging.getLogger(__name__)

_OVER = later("This game is over.")
_FORGOTTEN = timedelta(hours=2)


class GameHandlers:
    """Handle games, and run each in a task of its own, which sends in the turn of its group."""

    def __init__(
        self, quizzes: Quizzes, languages: UserLanguages, people: People, timing: Timing, in_turn: InTurn
    ) -> None:
        self._in_turn = in_turn
        self._languages = languages
        self._games = quizzes.games
        self._people = people
        self._timing = timing
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._wake: dict[int, asyncio.Event] = {}

    async def announce(self, update: Update, context: Context) -> None:
        """Announce a game that people may join: /quiz in a group."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        if not is_person(message):
            speech = await self._languages.of(user)
            await send(message, say([speech.say(quiz_messages.NO_PERSON)], speech))
            return
        if not await self._people.admit(message, user):
            speech = await self._languages.of(user)
            await send(message, say([speech.say(quiz_messages.NOT_INVITED)], speech))
            return
        game = await asyncio.to_thread(
            partial(self._games.announce, thread=topic_of(message)),
            message.chat_id,
            account_of(user),
            now(),
            cause_of(update, context),
        )
        if game is None:
            on = await asyncio.to_thread(self._games.is_on, message.chat_id)
            speech = await self._languages.of(user)
            known = later("A game is on already. Who announced it, or a manager, can /stop it.")
            await send(message, say([speech.say(known if on else quiz_messages.NO_QUESTIONS)], speech))
            return
        try:
            await send(message, lobby(game, await self._languages.of_id(game.chat)))
        except TelegramError:
            await asyncio.to_thread(self._games.finish, game.game, now())  # nobody has seen it
            raise
        self.run(context.bot, game.game, game.chat, game.thread)

    async def join(self, update: Update, _: Context) -> None:
        """Let someone join, for the button to it. Only staff may, for names and answers are recorded."""
        query, message, data = pressed(update, JoinGame)
        speech = await self._languages.of(update.effective_user)
        if query is None or message is None or data is None:
            await acknowledge(query, speech.say(_OVER))
            return
        if not await self._people.is_member(query.from_user):
            await acknowledge(query, speech.say(quiz_messages.NOT_INVITED), alert=True)
            return
        game = await asyncio.to_thread(self._games.join, data.game, account_of(query.from_user))
        try:
            if game is not None and game.starts_at > now():
                await edit(message, lobby(game, await self._languages.of_id(game.chat)))
        finally:
            await acknowledge(query, speech.say(later("You play.") if game else _OVER))

    async def start(self, update: Update, _: Context) -> None:
        """Start the game at once, for the button that only its host may press."""
        query, message, data = pressed(update, StartGame)
        speech = await self._languages.of(update.effective_user)
        if query is None or message is None or data is None:
            await acknowledge(query, speech.say(_OVER))
            return
        started = await asyncio.to_thread(self._games.start, data.game, account_of(query.from_user), now())
        self._hurry(data.game if started else None)
        try:
            if started:
                with suppress(BadRequest):  # pressed twice, or the message is gone
                    await message.edit_reply_markup(None)
        finally:
            await acknowledge(query, None if started else speech.say("Who announced the game starts it."))

    async def stop(self, update: Update, context: Context) -> None:
        """End the game: /stop in a group."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        if not is_person(message):
            speech = await self._languages.of(user)
            await send(message, say([speech.say(quiz_messages.NO_PERSON)], speech))
            return
        manager = self._people.is_manager(user)
        cause = cause_of(update, context)
        stopped = await asyncio.to_thread(
            self._games.stop, message.chat_id, account_of(user), now(), cause, manager=manager
        )
        if stopped:
            speech = await self._languages.of_id(message.chat_id)
            await send(message, say([speech.say("The game is stopped.")], speech))
        elif await asyncio.to_thread(self._games.is_on, message.chat_id):
            speech = await self._languages.of(user)
            await send(message, say([speech.say("Who announced the game, or a manager, can stop it.")], speech))

    async def answered(self, answer: PollAnswer, presentation: int, cause: Cause) -> None:
        """Take an answer to a poll of a game. Late ones, and those of who has not joined, change nothing."""
        if answer.user is not None and answer.option_ids:
            account = account_of(answer.user)
            game = await asyncio.to_thread(
                self._games.answer, presentation, account, answer.option_ids[0], now(), cause
            )
            self._hurry(game)

    async def moved(self, update: Update, _: Context) -> None:
        """Move the games of a group that became a supergroup, which has another id."""
        message = update.effective_message
        if message is not None and message.migrate_to_chat_id is not None:
            await asyncio.to_thread(self._games.move, message.chat_id, message.migrate_to_chat_id)
            await self._languages.move(message.chat_id, message.migrate_to_chat_id)

    async def resume(self, bot: Bot) -> None:
        """Go on, after a restart, with the games that were on."""
        moment = now()
        for game, chat, thread in await asyncio.to_thread(self._games.running, moment - _FORGOTTEN, moment):
            self.run(bot, game, chat, thread)

    def run(self, bot: Bot, game: int, chat: int, thread: int | None = None) -> None:
        """Run a game in a task of its own, unless it has one."""
        if game in self._tasks:
            return
        self._wake[game] = asyncio.Event()
        self._tasks[game] = task = asyncio.create_task(self._run(bot, game, chat, thread))
        task.add_done_callback(lambda _: (self._tasks.pop(game, None), self._wake.pop(game, None)))

    async def shut_down(self) -> None:
        """End the tasks; the games go on after the next start."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, bot: Bot, game: int, chat: int, thread: int | None) -> None:
        waits = self._timing.game.waits()
        while True:
            try:
                if not await self._step(bot, game, chat, thread):
                    break
                waits = self._timing.game.waits()
            except ChatMigrated as moved:
                chat = moved.new_chat_id  # the records learn it from the message about it
            except DatabaseBusyError as error:
                logger.warning("a game waits: %s", error)
                await asyncio.sleep(self._timing.game.first)
            except TelegramError as error:
                logger.warning("a game waits: %s", error)
                wait = next(waits, None)
                # Where answers are lost, the group may have several copies.
                if wait is None or isinstance(error, AnswerLostError) or cannot_be_reached(error):
                    break
                await asyncio.sleep(wait)
            except Exception:
                logger.exception("a game failed; it goes on after the next start")
                return
        # However it ended: its group may begin another.
        await write_with_retry(self._timing.database, self._games.finish, game, now())

    async def _step(self, bot: Bot, game: int, chat: int, thread: int | None) -> bool:
        """Do what is to be done next; False when the game is over and all is told."""
        step = await asyncio.to_thread(self._games.step, game, now())
        speech = await self._languages.of_id(chat)
        match step:
            case None:
                return False
            case Wait():
                await self._wait(game, (step.until - now()).total_seconds())
            case Finished():
                board = scoreboard(step, speech).html
                await self._in_turn(chat, partial(bot.send_message, chat, board, message_thread_id=thread))
                return False
            case _:
                await self._in_turn(chat, partial(self._ask, bot, game, chat, speech, thread))
        return True

    async def _ask(self, bot: Bot, game: int, chat: int, speech: Catalogue, thread: int | None) -> None:
        """Send the question whose turn it is now, if the game was not stopped meanwhile, and note which poll it is."""
        question = await asyncio.to_thread(self._games.step, game, now())
        if not isinstance(question, AskedQuestion):
            return
        message = await send_poll(bot, chat, question, speech, seconds=question.seconds, thread=thread)
        if message.poll is not None:
            sent = (question.presentation, message.poll.id, message.message_id, now())
            await write_with_retry(self._timing.database, self._games.sent, *sent)

    def _hurry(self, game: int | None) -> None:
        """Let a game look at once what is to be done: it was started, or everyone has answered."""
        if game in self._wake:
            self._wake[game].set()

    async def _wait(self, game: int, seconds: float) -> None:
        """Until the time has come, or something has happened."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(seconds, 0.05)):
                await self._wake[game].wait()
        self._wake[game].clear()
