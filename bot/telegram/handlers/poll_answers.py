"""Answers to polls: a poll answer names no chat, so the records tell what its poll was."""

import asyncio

from telegram import Update

from bot.quiz.quizzes import Quizzes
from bot.records import QuizKind
from bot.telegram.handlers.group_games import GameHandlers
from bot.telegram.handlers.practice_polls import PracticeHandlers
from bot.telegram.sending import Context

_WAITS = (0.0, 0.1, 0.4, 1.0)  # seconds


class PollAnswers:
    """Hands each answer to whoever asked."""

    def __init__(self, quizzes: Quizzes, practice: PracticeHandlers, games: GameHandlers) -> None:
        self._quizzes = quizzes
        self._practice = practice
        self._games = games

    async def answered(self, update: Update, context: Context) -> None:
        """An answer to any poll."""
        answer = update.poll_answer
        if answer is None:
            return
        kind, presentation = await self._sent_as(answer.poll_id) or (None, None)
        if kind == QuizKind.GAME and presentation is not None:
            await self._games.answered(answer, presentation)
        else:
            await self._practice.answered(answer, presentation, context.bot)

    async def _sent_as(self, poll: str) -> tuple[QuizKind, int] | None:
        """What a poll was sent as. It may be answered before it is written down what it is: a moment is waited."""
        for wait in _WAITS:
            await asyncio.sleep(wait)
            sent = await asyncio.to_thread(self._quizzes.sent_as, poll)
            if sent is not None:
                return sent
        return None
