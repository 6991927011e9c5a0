"""Articles closed to someone while their exam on one is open: nothing of them is quoted, and the reason is said."""

import asyncio
from collections.abc import Mapping

from telegram import User

from bot.answering.answer import Result, without_articles
from bot.catalogues import Catalogue
from bot.quiz import quiz_messages
from bot.quiz.quizzes import Quizzes
from bot.telegram.sending import account_of
from bot.text import clip

_MAX_TITLE = 40


class ClosedArticles:
    """Look up the articles that are closed to someone."""

    def __init__(self, quizzes: Quizzes) -> None:
        self._exams = quizzes.exams

    async def to(self, user: User | None) -> Mapping[str, str]:
        """Give the articles closed to someone, slug -> title."""
        return await asyncio.to_thread(self._exams.closed_to, account_of(user)) if user else {}


def refusal(closed: Mapping[str, str], slug: str, speech: Catalogue) -> str:
    """Say why nothing of an article is quoted, in the 200 characters that the reply to a press may have."""
    return speech.say(quiz_messages.EXAM_OPEN, title=clip(closed[slug], _MAX_TITLE))


def withhold(result: Result, closed: Mapping[str, str], speech: Catalogue) -> tuple[Result, str | None]:
    """Leave out of a result what closed articles say; give the reason where that is what would be shown first."""
    if not closed:
        return result, None
    kept, slug = without_articles(result, closed.keys())
    return kept, refusal(closed, slug, speech) if slug else None
