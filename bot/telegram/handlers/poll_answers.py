"""Answers to polls: a poll answer names no chat, so the records tell what its poll was."""

import asyncio

from telegram import PollAnswer, Update

from bot.quiz.quizzes import Quizzes
from bot.records import QuizKind
from bot.retry import RetryPolicy, on_waiting
from bot.telegram.handlers.group_games import GameHandlers
from bot.telegram.handlers.poll_states import PollStates
from bot.telegram.handlers.practice_polls import PracticeHandlers
from bot.telegram.handlers.quiz_polls import shows
from bot.telegram.sending import Context, account_of, cause_of


class PollAnswers:
    """Hand each answer to what asked: practice or a game."""

    def __init__(
        self, quizzes: Quizzes, practice: PracticeHandlers, games: GameHandlers, states: PollStates, policy: RetryPolicy
    ) -> None:
        self._states = states
        self._quizzes = quizzes
        self._practice = practice
        self._games = games
        self._policy = policy

    async def answered(self, update: Update, context: Context) -> None:
        """Take an answer to any poll."""
        answer = update.poll_answer
        if answer is None:
            return
        kind, presentation = await self._sent_as(answer) or (None, None)
        cause = cause_of(update, context)
        if kind == QuizKind.GAME and presentation is not None:
            await self._games.answered(answer, presentation, cause)
        else:
            await self._practice.answered(answer, presentation, context.bot, cause)

    async def _sent_as(self, answer: PollAnswer) -> tuple[QuizKind, int] | None:
        """Look up what a poll was sent as. It may be answered before its id is stored: a moment is waited.

        The id of a poll is never stored where the answer to the call that sent it was lost; then what it shows tells.
        """
        for wait in (*self._policy.waits(), None):
            sent = await asyncio.to_thread(self._quizzes.sent_as, answer.poll_id)
            sent = sent or await self._recognised(answer)
            if sent is not None or wait is None:
                return sent
            on_waiting.get()()  # for another update
            await asyncio.sleep(wait)
        return None

    async def _recognised(self, answer: PollAnswer) -> tuple[QuizKind, int] | None:
        """Tell the question of practice that a poll shows whose id is not known, to whoever was asked it."""
        poll = await self._states.of(answer.poll_id)
        if poll is None or answer.user is None:
            return None
        asked = await asyncio.to_thread(self._quizzes.practice.open_question, account_of(answer.user))
        if asked is None or not shows(poll, asked):
            return None
        await asyncio.to_thread(self._quizzes.practice.also_sent, asked.presentation, answer.poll_id)
        return QuizKind.PRACTICE, asked.presentation
