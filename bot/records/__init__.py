"""What must survive a restart, in a database through SQLAlchemy: the only room that imports it."""

from bot.records import queries, updates
from bot.records.database import Records, Session
from bot.records.tables import (
    Card,
    Invite,
    ItemVersion,
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
    "Invite",
    "ItemVersion",
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
    "queries",
    "updates",
]
