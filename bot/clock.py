"""The time, in one place."""

from datetime import UTC, datetime


def now() -> datetime:
    """Give the time, in UTC."""
    return datetime.now(UTC)
