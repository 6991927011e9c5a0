"""The updates of Telegram's that bots have received: what waits, what is done, what is a dead letter.

Each function takes the session of a transaction first; `bot` is the id of the bot whose updates are meant.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Update, delete, func, select, update
from sqlalchemy.orm import Session

from bot.records.tables import StoredUpdate, UpdateState

_MAX_ERROR = 2000
_AT_ONCE = 1000
_KEPT = (UpdateState.DEAD_LETTER, UpdateState.UNPARSEABLE)
_DAYS_DONE = 2
_DAYS_KEPT = 30
"""Days for which a dead letter or what could not be parsed is kept, with what somebody wrote in it."""

_NO_BOT = 0  # of updates that were stored before a bot was noted with them


def store(
    session: Session,
    bot: int,
    batch: Sequence[dict[str, Any]],
    now: datetime,
    sender_of: Callable[[dict[str, Any]], str | None] = lambda _: None,
) -> list[dict[str, Any]]:
    """Store updates; give those that are not dealt with.

    Telegram sends one again that it thinks was not received: that is not dealt with, either, until it is.
    """
    by_id = {one["update_id"]: one for one in batch}
    rows = session.execute(
        select(StoredUpdate.update_id, StoredUpdate.state).where(
            StoredUpdate.bot == bot, StoredUpdate.update_id.in_(by_id)
        )
    )
    known = {row.update_id: row.state for row in rows}
    new = {number: one for number, one in by_id.items() if number not in known}
    session.add_all(
        StoredUpdate(bot=bot, update_id=number, body=json.dumps(one), received_at=now, sender=sender_of(one))
        for number, one in new.items()
    )
    return [one for number, one in by_id.items() if known.get(number, UpdateState.WAITING) == UpdateState.WAITING]


def adopt(session: Session, bot: int) -> None:
    """Give a bot the updates that an earlier version stored without saying whose they are."""
    session.execute(update(StoredUpdate).where(StoredUpdate.bot == _NO_BOT).values(bot=bot))


def waiting_for_others(session: Session, bot: int) -> dict[int, int]:
    """Count, by bot, the updates that wait for other bots than this one."""
    asked = select(StoredUpdate.bot, func.count()).where(
        StoredUpdate.bot != bot, StoredUpdate.state == UpdateState.WAITING
    )
    return {row[0]: row[1] for row in session.execute(asked.group_by(StoredUpdate.bot))}


def waiting(session: Session, bot: int, after: int | None, limit: int) -> list[tuple[int, dict[str, Any]]]:
    """Give the oldest updates with ids above `after` that are not dealt with: id and content."""
    asked = select(StoredUpdate.update_id, StoredUpdate.body).where(
        StoredUpdate.bot == bot, StoredUpdate.state == UpdateState.WAITING
    )
    if after is not None:
        asked = asked.where(StoredUpdate.update_id > after)
    rows = session.execute(asked.order_by(StoredUpdate.update_id).limit(limit)).all()
    return [(row[0], json.loads(row[1] or "{}")) for row in rows]


def waiting_one(session: Session, bot: int, update_id: int) -> dict[str, Any] | None:
    """Give an update, if it is not dealt with."""
    row = session.get(StoredUpdate, (bot, update_id))
    return json.loads(row.body or "{}") if row is not None and row.state == UpdateState.WAITING else None


def count_attempt(session: Session, bot: int, update_id: int) -> int:
    """Count that handling begins once more; give how often it has."""
    row = session.get_one(StoredUpdate, (bot, update_id))
    row.attempts += 1
    return row.attempts


def note(session: Session, bot: int, update_id: int, error: str) -> None:
    """Write beside an update why it waits."""
    session.execute(_one(bot, update_id).values(error=error[:_MAX_ERROR]))


def uncount_attempts(session: Session, bot: int, ids: Iterable[int]) -> None:
    """Take back a count: the process was told to end, which is not the updates' fault."""
    some = update(StoredUpdate).where(StoredUpdate.bot == bot, StoredUpdate.update_id.in_(list(ids)))
    session.execute(some.values(attempts=StoredUpdate.attempts - 1))


def finish(session: Session, bot: int, ids: Iterable[int]) -> None:
    """Mark updates as done: of each only its number is kept."""
    numbers = list(ids)
    for start in range(0, len(numbers), _AT_ONCE):  # a statement has so many parameters at most
        some = StoredUpdate.update_id.in_(numbers[start : start + _AT_ONCE])
        done = update(StoredUpdate).where(StoredUpdate.bot == bot, some)
        session.execute(done.values(state=UpdateState.DONE, body=None))


def keep(session: Session, bot: int, update_id: int, state: UpdateState, error: str) -> None:
    """Keep an update that is not handled any more, to be looked at."""
    session.execute(_one(bot, update_id).values(state=state, error=error[:_MAX_ERROR]))


def kept(session: Session, sender: str | None = None) -> Sequence[StoredUpdate]:
    """Give what is a dead letter or unparseable, of all bots, oldest first; of one account only, if one is named."""
    asked = select(StoredUpdate).where(StoredUpdate.state.in_(_KEPT))
    if sender is not None:
        asked = asked.where(StoredUpdate.sender == sender)
    return session.scalars(asked.order_by(StoredUpdate.update_id)).all()


def retry(session: Session, update_id: int) -> bool:
    """Have its bot handle an update again that is kept, after its next start; False where there is none."""
    kept_ones = [row for row in kept(session) if row.update_id == update_id]
    for row in kept_ones:
        row.state, row.attempts, row.error = UpdateState.WAITING, 0, None
    return bool(kept_ones)


def forget_kept(session: Session, sender: str) -> None:
    """Forget what is kept of an account: of each update only that it came."""
    for row in kept(session, sender):
        row.state, row.body, row.error = UpdateState.DONE, None, None


def blank_sender(session: Session, sender: str) -> bool:
    """Blank an account in all updates; their numbers stay, so that none is handled twice. False where it is in none."""
    known = session.scalar(select(StoredUpdate.update_id).where(StoredUpdate.sender == sender).limit(1)) is not None
    session.execute(update(StoredUpdate).where(StoredUpdate.sender == sender).values(sender=None))
    return known


def forget(session: Session, now: datetime) -> None:
    """Forget what is done, which Telegram does not send again after a day, and what was kept for long."""
    for states, days in (((UpdateState.DONE,), _DAYS_DONE), (_KEPT, _DAYS_KEPT)):
        before = now - timedelta(days=days)
        session.execute(delete(StoredUpdate).where(StoredUpdate.state.in_(states), StoredUpdate.received_at < before))


def _one(bot: int, update_id: int) -> Update:
    return update(StoredUpdate).where(StoredUpdate.bot == bot, StoredUpdate.update_id == update_id)
