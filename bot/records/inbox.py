"""The updates of Telegram's that were received: what waits, what is done. Each takes a session first."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.records.tables import Received, ReceivedState

_MAX_ERROR = 2000

_handled: ContextVar[int | None] = ContextVar("handled", default=None)


@contextmanager
def handling(update_id: int) -> Iterator[None]:
    """Within, in this task and the threads that it waits for, an update is being handled."""
    before = _handled.set(update_id)
    try:
        yield
    finally:
        _handled.reset(before)


def first_time(session: Session) -> bool:
    """Whether the update that is being handled has not had its effect yet; this transaction marks that it has.

    Always true where no update is being handled: in a terminal.
    """
    number = _handled.get()
    row = session.get(Received, number) if number is not None else None
    if row is None:
        return True
    first = not row.applied
    row.applied = True
    return first


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


def waiting_one(session: Session, update_id: int) -> dict[str, Any] | None:
    """An update that is not dealt with."""
    row = session.get(Received, update_id)
    return json.loads(row.body or "{}") if row is not None and row.state == ReceivedState.WAITING else None


def count_attempt(session: Session, update_id: int) -> int:
    """Handling begins once more; gives how often it has."""
    row = session.get_one(Received, update_id)
    row.attempts += 1
    return row.attempts


def uncount_attempts(session: Session, ids: Iterable[int]) -> None:
    """Take back a count: the process was told to end, which is not the updates' fault."""
    session.execute(update(Received).where(Received.update_id.in_(list(ids))).values(attempts=Received.attempts - 1))


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
