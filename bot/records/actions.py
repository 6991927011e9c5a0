"""Keep what managers have done: who, what, when. Each function takes the session of a transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from bot.records.effects import Cause, claim_effect
from bot.records.tables import Action

ACTION_DAYS = 365
"""Days for which an action is kept."""


def record(session: Session, account: str, what: str, subject: str, at: datetime, cause: Cause | None = None) -> None:
    """Record an action on a subject, once for each update that causes it, and forget what is too old."""
    session.execute(delete(Action).where(Action.at < at - timedelta(days=ACTION_DAYS)))
    if claim_effect(session, cause, f"action:{what}"):
        session.add(Action(account=account, what=what, subject=subject[:300], at=at))


def latest(session: Session, count: int, skipped: int = 0) -> Sequence[Action]:
    """Give the latest actions, the last one first, without so many of them."""
    return session.scalars(select(Action).order_by(Action.id.desc()).offset(skipped).limit(count)).all()


def number(session: Session) -> int:
    """Count the actions that are kept."""
    return session.scalar(select(func.count()).select_from(Action)) or 0


def of_account(session: Session, account: str) -> Sequence[Action]:
    """Give what an account did and what was done to it, oldest first."""
    mine = or_(Action.account == account, Action.subject == account)
    return session.scalars(select(Action).where(mine).order_by(Action.id)).all()


def forget(session: Session, account: str) -> bool:
    """Blank an account wherever it stands in the actions, which remain; return False where it stands in none."""
    if not of_account(session, account):
        return False
    session.execute(update(Action).where(Action.account == account).values(account=""))
    session.execute(update(Action).where(Action.subject == account).values(subject=""))
    return True
