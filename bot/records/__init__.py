"""What must survive a restart, in a database through SQLAlchemy: the only room that imports it."""

from bot.records import daily_counts, effects, kept_questions, languages, queries, updates
from bot.records.database import Records, Session
from bot.records.effects import Cause
from bot.records.tables import (
    Card,
    ChosenLanguage,
    DailyCount,
    Effect,
    Invite,
    ItemVersion,
    KeptQuestion,
    Person,
    Player,
    Poll,
    Presentation,
    Quiz,
    QuizKind,
    Response,
    StoredUpdate,
    UpdateState,
)

__all__ = [
    "Card",
    "Cause",
    "ChosenLanguage",
    "DailyCount",
    "Effect",
    "Invite",
    "ItemVersion",
    "KeptQuestion",
    "Person",
    "Player",
    "Poll",
    "Presentation",
    "Quiz",
    "QuizKind",
    "Records",
    "Response",
    "Session",
    "StoredUpdate",
    "UpdateState",
    "daily_counts",
    "effects",
    "kept_questions",
    "languages",
    "queries",
    "updates",
]
