"""The updates of Telegram's that were received: what waits, what is done. Each takes a session first."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bot.records.tables import Received, ReceivedState

_MAX_ERROR = 2000


def store(session: Session, updates: Sequence[dict[str, Any]], now: datetime) -> list[dict[str, Any]]:
    """Write updates down; gives those that are new. Telegram sends one again that it thinks was not received."""
    ids = [one["update_id"] for one in updates]
    known = set(session.scalars(select(Received.update_id).where(Received.update_id.in_(ids))))
    new = {one["update_id"]: one for one in updates if one["update_id"] not in known}
    session.add_all(Received(update_id=number, body=json.dumps(one), received_at=now) for number, one in new.items())
    return list(new.values())


def waiting(session: Session, after: int | None, limit: int) -> list[tuple[int, dict[str, Any]]]:
    """The oldest updates with ids above `after` that are not dealt with: id and content."""
    asked = select(Received.update_id, Received.body).where(Received.state == ReceivedState.WAITING)
    if after is not None:
        asked = asked.where(Received.update_id > after)
    rows = session.execute(asked.order_by(Received.update_id).limit(limit)).all()
    return [(row[0], json.loads(row[1] or "{}")) for row in rows]


def count_waiting(session: Session) -> int:
    """How many updates are not dealt with."""
    asked = select(func.count()).select_from(Received).where(Received.state == ReceivedState.WAITING)
    return session.scalar(asked) or 0


def count_attempt(session: Session, update_id: int) -> int:
    """Handling begins once more; gives how often it has."""
    row = session.get_one(Received, update_id)
    row.attempts += 1
    return row.attempts


def finish(session: Session, ids: Iterable[int]) -> None:
    """Mark updates as done: of each only its number is kept."""
    session.execute(
        update(Received).where(Received.update_id.in_(list(ids))).values(state=ReceivedState.DONE, body=None)
    )


def keep(session: Session, update_id: int, state: ReceivedState, error: str) -> None:
    """Keep an update that is not handled any more, to be looked at."""
    session.execute(
        update(Received).where(Received.update_id == update_id).values(state=state, error=error[:_MAX_ERROR])
    )


def forget(session: Session, before: datetime) -> None:
    """Forget what is done and was received before a time: Telegram sends nothing again after a day."""
    session.execute(delete(Received).where(Received.state == ReceivedState.DONE, Received.received_at < before))
