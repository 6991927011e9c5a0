"""What must survive a restart, in a database through SQLAlchemy: the only room that imports it."""

from bot.records import inbox, queries
from bot.records.database import Records, Session
from bot.records.tables import (
    Answer,
    Card,
    Invite,
    ItemVersion,
    Person,
    Player,
    Poll,
    Quiz,
    QuizKind,
    Received,
    ReceivedState,
    Showing,
)

__all__ = [
    "Answer",
    "Card",
    "Invite",
    "ItemVersion",
    "Person",
    "Player",
    "Poll",
    "Quiz",
    "QuizKind",
    "Received",
    "ReceivedState",
    "Records",
    "Session",
    "Showing",
    "inbox",
    "queries",
]
