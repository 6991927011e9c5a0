"""Keep the states of polls of which only their votes tell. Each function takes the session of a transaction first."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.records.tables import PollState

KEPT_FOR = timedelta(days=1)


def keep(session: Session, poll: str, state: str, at: datetime) -> None:
    """Keep the state of a poll for a day."""
    session.execute(delete(PollState).where(PollState.at < at - KEPT_FOR))
    session.merge(PollState(poll=poll, state=state, at=at))


def state_of(session: Session, poll: str) -> str | None:
    """Return the state that is kept of a poll, or None."""
    row = session.get(PollState, poll)
    return row.state if row else None
