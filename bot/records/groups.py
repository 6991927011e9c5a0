"""Keep the groups to which managers added the bot. Each function takes the session of a transaction first."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.records.staff_tables import AllowedGroup


def allow(session: Session, chat: int, added_by: str, now: datetime) -> None:
    """Note that a manager added the bot to a group."""
    session.merge(AllowedGroup(chat=chat, added_by=added_by, added_at=now))


def is_allowed(session: Session, chat: int) -> bool:
    """Tell whether a manager added the bot to a group."""
    return session.get(AllowedGroup, chat) is not None


def leave(session: Session, chat: int) -> None:
    """Forget a group that the bot has left."""
    row = session.get(AllowedGroup, chat)
    if row is not None:
        session.delete(row)


def change_id(session: Session, chat: int, to: int) -> None:
    """Take over a group that got another id."""
    row = session.get(AllowedGroup, chat)
    if row is not None:
        session.merge(AllowedGroup(chat=to, added_by=row.added_by, added_at=row.added_at))
        session.delete(row)


def forget_manager(session: Session, account: str) -> None:
    """Blank a manager in the groups to which they added the bot; the groups remain."""
    session.execute(update(AllowedGroup).where(AllowedGroup.added_by == account).values(added_by=""))
