"""What must survive a restart, in a database through SQLAlchemy: the only room that imports it."""

from bot.records import actions, announcements, effects, groups, languages, queries, updates
from bot.records.database import Records, Session
from bot.records.effects import Cause
from bot.records.staff_tables import AllowedGroup, Announcement, News, NewsKind, Recipient, RecipientState
from bot.records.tables import (
    Action,
    Card,
    ChosenLanguage,
    Effect,
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
    "Action",
    "AllowedGroup",
    "Announcement",
    "Card",
    "Cause",
    "ChosenLanguage",
    "Effect",
    "Invite",
    "ItemVersion",
    "News",
    "NewsKind",
    "Person",
    "Player",
    "Poll",
    "Presentation",
    "Quiz",
    "QuizKind",
    "Recipient",
    "RecipientState",
    "Records",
    "Response",
    "Session",
    "StoredUpdate",
    "UpdateState",
    "actions",
    "announcements",
    "effects",
    "groups",
    "languages",
    "queries",
    "updates",
]
