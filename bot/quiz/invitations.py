"""Invitations: links that let a number of people join until a day; made, listed and withdrawn."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from hashlib import sha256

from bot.records import Invite, Records, actions, queries

INVITE_DAYS = 7
MOST_PLACES = 1000
MOST_DAYS = 365


@dataclass(frozen=True, slots=True)
class Invitation:
    """Hold an invitation: how many may join by it, how many have, and until when. Its secret is not stored."""

    number: int
    places: int
    taken: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Terms:
    """Hold how many people an invitation is for, and when it ends."""

    places: int
    expires_at: datetime


def terms_of(given: Sequence[str], now: datetime, zone: tzinfo | None = None) -> Terms | None:
    """Read the terms of an invitation: people, then days or the last day, both optional; None where they are wrong.

    >>> from datetime import UTC
    >>> terms_of(["20", "2026-12-31"], datetime(2026, 11, 25, tzinfo=UTC), UTC)
    Terms(places=20, expires_at=datetime.datetime(2027, 1, 1, 0, 0, tzinfo=datetime.timezone.utc))
    """
    if len(given) > 2:
        return None
    places = _number(given[0], MOST_PLACES) if given else 1
    expires_at = _end(given[1], now, zone) if len(given) > 1 else now + timedelta(days=INVITE_DAYS)
    return None if places is None or expires_at is None else Terms(places, expires_at)


class Invitations:
    """Keep the invitations of one database. Each call is one transaction."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def make(self, made_by: str, now: datetime, terms: Terms | None = None) -> tuple[Invitation, str]:
        """Make an invitation, for one person and INVITE_DAYS unless the terms say else; give it and its secret."""
        terms = terms or Terms(1, now + timedelta(days=INVITE_DAYS))
        secret = secrets.token_urlsafe(24)
        with self._records.write() as session:
            invite = Invite(
                digest=digest_of(secret), made_by=made_by, places=terms.places, taken=0, expires_at=terms.expires_at
            )
            session.add(invite)
            session.flush()
            actions.record(session, made_by, "invite", f"{invite.id}", now)
            return _invitation(invite), secret

    def open_ones(self, now: datetime) -> list[Invitation]:
        """Return the invitations by which somebody can still join, those that end first before others."""
        with self._records.read() as session:
            return [_invitation(invite) for invite in queries.open_invites(session, now)]

    def withdraw(self, number: int, by: str, now: datetime) -> bool:
        """Withdraw an invitation; return False where nobody could join by it any more."""
        with self._records.write() as session:
            invite = next((one for one in queries.open_invites(session, now) if one.id == number), None)
            if invite is not None:
                invite.withdrawn_at = now
                actions.record(session, by, "withdraw invitation", f"{number}", now)
            return invite is not None


def digest_of(secret: str) -> str:
    """Give the digest under which the secret of an invitation is stored."""
    return sha256(secret.encode()).hexdigest()


def _invitation(invite: Invite) -> Invitation:
    return Invitation(invite.id, invite.places, invite.taken, invite.expires_at)


def _number(text: str, most: int) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) and 1 <= int(text) <= most else None


def _end(text: str, now: datetime, zone: tzinfo | None) -> datetime | None:
    """Read when an invitation ends: after days, or with a day as ISO 8601 writes it."""
    if (days := _number(text, MOST_DAYS)) is not None:
        return now + timedelta(days=days)
    try:
        last = date.fromisoformat(text)
        end = datetime.combine(last + timedelta(days=1), time(), zone).astimezone(now.tzinfo)
    except (ValueError, OverflowError):
        return None
    return end if now < end <= now + timedelta(days=MOST_DAYS + 1) else None
