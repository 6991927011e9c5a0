"""Keep what managers have done: who, what, when. Each function takes the session of a transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.records.effects import Cause, claim_effect
from bot.records.tables import Action


def record(session: Session, account: str, what: str, subject: str, at: datetime, cause: Cause | None) -> None:
    """Record an action on a subject, once for each update that causes it."""
    if claim_effect(session, cause, f"action:{what}"):
        session.add(Action(account=account, what=what, subject=subject[:300], at=at))


def latest(session: Session, count: int) -> Sequence[Action]:
    """Give the latest actions, the last one first."""
    return session.scalars(select(Action).order_by(Action.id.desc()).limit(count)).all()
