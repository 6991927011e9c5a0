"""Count questions by day and topic, without their texts. Each function takes the session of a transaction first."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.records.tables import DailyCount

NO_TOPIC = ""
"""The topic of what was not answered."""

_MAX_TOPIC = 200  # characters


def count(session: Session, day: date, topic: str, seconds: float) -> None:
    """Count a question that was answered under a heading, or NO_TOPIC, and how long that took."""
    key = (day, topic[:_MAX_TOPIC])
    row = session.get(DailyCount, key)
    if row is None:
        row = DailyCount(day=key[0], topic=key[1], asked=0, answered=0, milliseconds=0)
        session.add(row)
    row.asked += 1
    row.answered += topic != NO_TOPIC
    row.milliseconds += round(1000 * seconds)


def since(session: Session, day: date) -> Sequence[DailyCount]:
    """Return the counts from a day on, by day and topic."""
    return session.scalars(
        select(DailyCount).where(DailyCount.day >= day).order_by(DailyCount.day, DailyCount.topic)
    ).all()
