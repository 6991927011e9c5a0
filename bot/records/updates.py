"""The updates of Telegram's that were received: what waits, what is done. Each takes a session first."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.records.tables import StoredUpdate, UpdateState

_MAX_ERROR = 2000
_AT_ONCE = 1000
_KEPT = (UpdateState.DEAD_LETTER, UpdateState.UNPARSEABLE)
_DAYS_DONE = 2
_DAYS_KEPT = 30
"""Days for which an update that was given up or could not be read is kept, with what somebody wrote in it."""

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
    row = _row(session)
    if row is None:
        return True
    first = not row.applied
    row.applied = True
    return first


def is_repeated(session: Session) -> bool:
    """Whether the update that is being handled has had its effect, and only its reply is missing."""
    row = _row(session)
    return row is not None and row.applied


def received_at(session: Session) -> datetime | None:
    """When the update that is being handled came."""
    row = _row(session)
    return row.received_at if row is not None else None


def _row(session: Session) -> StoredUpdate | None:
    number = _handled.get()
    return session.get(StoredUpdate, number) if number is not None else None


def store(
    session: Session,
    updates: Sequence[dict[str, Any]],
    now: datetime,
    sender_of: Callable[[dict[str, Any]], str | None] = lambda _: None,
) -> list[dict[str, Any]]:
    """Write updates down; gives those that are not dealt with.

    Telegram sends one again that it thinks was not received: that is not dealt with, either, until it is.
    """
    by_id = {one["update_id"]: one for one in updates}
    rows = session.execute(select(StoredUpdate.update_id, StoredUpdate.state).where(StoredUpdate.update_id.in_(by_id)))
    known = {row.update_id: row.state for row in rows}
    new = {number: one for number, one in by_id.items() if number not in known}
    session.add_all(
        StoredUpdate(update_id=number, body=json.dumps(one), received_at=now, sender=sender_of(one))
        for number, one in new.items()
    )
    return [one for number, one in by_id.items() if known.get(number, UpdateState.WAITING) == UpdateState.WAITING]


def waiting(session: Session, after: int | None, limit: int) -> list[tuple[int, dict[str, Any]]]:
    """The oldest updates with ids above `after` that are not dealt with: id and content."""
    asked = select(StoredUpdate.update_id, StoredUpdate.body).where(StoredUpdate.state == UpdateState.WAITING)
    if after is not None:
        asked = asked.where(StoredUpdate.update_id > after)
    rows = session.execute(asked.order_by(StoredUpdate.update_id).limit(limit)).all()
    return [(row[0], json.loads(row[1] or "{}")) for row in rows]


def waiting_one(session: Session, update_id: int) -> dict[str, Any] | None:
    """An update that is not dealt with."""
    row = session.get(StoredUpdate, update_id)
    return json.loads(row.body or "{}") if row is not None and row.state == UpdateState.WAITING else None


def count_attempt(session: Session, update_id: int) -> int:
    """Handling begins once more; gives how often it has."""
    row = session.get_one(StoredUpdate, update_id)
    row.attempts += 1
    return row.attempts


def note(session: Session, update_id: int, error: str) -> None:
    """Write beside an update why it waits."""
    session.execute(update(StoredUpdate).where(StoredUpdate.update_id == update_id).values(error=error[:_MAX_ERROR]))


def uncount_attempts(session: Session, ids: Iterable[int]) -> None:
    """Take back a count: the process was told to end, which is not the updates' fault."""
    session.execute(
        update(StoredUpdate).where(StoredUpdate.update_id.in_(list(ids))).values(attempts=StoredUpdate.attempts - 1)
    )


def finish(session: Session, ids: Iterable[int]) -> None:
    """Mark updates as done: of each only its number is kept."""
    numbers = list(ids)
    for start in range(0, len(numbers), _AT_ONCE):  # a statement has so many parameters at most
        some = StoredUpdate.update_id.in_(numbers[start : start + _AT_ONCE])
        session.execute(update(StoredUpdate).where(some).values(state=UpdateState.DONE, body=None))


def keep(session: Session, update_id: int, state: UpdateState, error: str) -> None:
    """Keep an update that is not handled any more, to be looked at."""
    session.execute(
        update(StoredUpdate).where(StoredUpdate.update_id == update_id).values(state=state, error=error[:_MAX_ERROR])
    )


def kept(session: Session, sender: str | None = None) -> Sequence[StoredUpdate]:
    """What was given up or could not be read, oldest first; of one account only, if one is named."""
    asked = select(StoredUpdate).where(StoredUpdate.state.in_(_KEPT))
    if sender is not None:
        asked = asked.where(StoredUpdate.sender == sender)
    return session.scalars(asked.order_by(StoredUpdate.update_id)).all()


def retry(session: Session, update_id: int) -> bool:
    """Have the bot handle an update again that is kept, after its next start; False where there is none."""
    row = session.get(StoredUpdate, update_id)
    if row is None or row.state not in _KEPT:
        return False
    row.state, row.attempts, row.error = UpdateState.WAITING, 0, None
    return True


def forget_kept(session: Session, sender: str) -> None:
    """Forget what is kept of an account: of each update only that it came."""
    for row in kept(session, sender):
        row.state, row.body, row.error = UpdateState.DONE, None, None


def forget(session: Session, now: datetime) -> None:
    """Forget what is done, which Telegram does not send again after a day, and what was kept for long."""
    for states, days in (((UpdateState.DONE,), _DAYS_DONE), (_KEPT, _DAYS_KEPT)):
        before = now - timedelta(days=days)
        session.execute(delete(StoredUpdate).where(StoredUpdate.state.in_(states), StoredUpdate.received_at < before))
