"""Keep what those did who run the bot: who, what and when. Each function takes the session of a transaction first."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from bot.records.staff_tables import Action

ACTION_DAYS = 365
"""Days for which an action is kept."""

_MOST_ABOUT = 300


def record(session: Session, who: str, what: str, about: str, now: datetime) -> None:
    """Record an action of an account, and forget those that are too old."""
    session.execute(delete(Action).where(Action.at < now - timedelta(days=ACTION_DAYS)))
    session.add(Action(at=now, who=who, what=what, about=about[:_MOST_ABOUT]))


def listed(session: Session, limit: int) -> Sequence[Action]:
    """Return the last actions, latest first."""
    return session.scalars(select(Action).order_by(Action.id.desc()).limit(limit)).all()


def of_account(session: Session, account: str) -> Sequence[Action]:
    """Return what an account did or what was done to it, oldest first."""
    return session.scalars(
        select(Action).where(or_(Action.who == account, Action.about == account)).order_by(Action.id)
    ).all()


def forget(session: Session, account: str) -> bool:
    """Blank an account wherever it stands in the actions, which remain; return False where it stands in none."""
    if not of_account(session, account):
        return False
    session.execute(update(Action).where(Action.who == account).values(who=""))
    session.execute(update(Action).where(Action.about == account).values(about=""))
    return True
