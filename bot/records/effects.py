"""Idempotency: what an update changes is changed once, however often the update is handled.

An effect is named by a literal with what it is about, such as "answer:42", and claimed in the transaction that brings
it about. The names outlive an upgrade of the program, for an update may be handled again after one: never reuse one.
Each function takes the session of a transaction first.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from bot.records.tables import Effect, StoredUpdate

ANY_EFFECT = "*"
"""The effect of an update that was handled by a version in which effects had no names."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Name the update because of which something is changed: its number, and the id of the bot that received it."""

    bot: int
    update: int


def claim_effect(session: Session, cause: Cause | None, effect: str) -> bool:
    """Claim an effect of a cause for this transaction; False where an earlier one has had it.

    True without a cause (in a terminal, nothing is handled twice) and for an update that is not stored.
    """
    if cause is None or session.get(StoredUpdate, (cause.bot, cause.update)) is None:
        return True
    if already_applied(session, cause, effect):
        return False
    session.add(Effect(bot=cause.bot, update_id=cause.update, name=effect))
    session.flush()
    return True


def already_applied(session: Session, cause: Cause | None, effect: str) -> bool:
    """Tell whether a cause has had an effect before, so that only its reply is missing."""
    if cause is None:
        return False
    mine = (Effect.bot == cause.bot, Effect.update_id == cause.update, Effect.name.in_((effect, ANY_EFFECT)))
    return bool(session.scalar(select(exists().where(*mine))))


def received_at(session: Session, cause: Cause | None) -> datetime | None:
    """Give the time at which the update came, which may have waited since; None where none is stored."""
    stored = session.get(StoredUpdate, (cause.bot, cause.update)) if cause is not None else None
    return stored.received_at if stored is not None else None
