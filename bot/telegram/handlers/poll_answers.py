"""Answers to polls: a poll answer names no chat, so the records tell what its poll was."""

import asyncio

from telegram import Update

from bot.quiz.quizzes import Quizzes
from bot.records import QuizKind
from bot.retry import RetryPolicy
from bot.telegram.handlers.group_games import GameHandlers
from bot.telegram.handlers.practice_polls import PracticeHandlers
from bot.telegram.sending import Context, cause_of


class PollAnswers:
    """Hand each answer to what asked: practice or a game."""

    def __init__(self, quizzes: Quizzes, practice: PracticeHandlers, games: GameHandlers, policy: RetryPolicy) -> None:
        self._quizzes = quizzes
        self._practice = practice
        self._games = games
        self._policy = policy

    async def answered(self, update: Update, context: Context) -> None:
        """Take an answer to any poll."""
        answer = update.poll_answer
        if answer is None:
            return
        kind, presentation = await self._sent_as(answer.poll_id) or (None, None)
        cause = cause_of(update, context)
        if kind == QuizKind.GAME and presentation is not None:
            await self._games.answered(answer, presentation, cause)
        else:
            await self._practice.answered(answer, presentation, context.bot, cause)

    async def _sent_as(self, poll: str) -> tuple[QuizKind, int] | None:
        """Look up what a poll was sent as. It may be answered before its id is stored: a moment is waited."""
        for wait in (*self._policy.waits(), None):
            sent = await asyncio.to_thread(self._quizzes.sent_as, poll)
            if sent is not None or wait is None:
                return sent
            await asyncio.sleep(wait)
        return None
