"""Query the announcements. Each function takes the session of a transaction first."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, joinedload

from bot.records.staff_tables import Announcement, Recipient, RecipientState


def draft_of(session: Session, account: str, text: str) -> Announcement | None:
    """Return the announcement with that text that an account has not confirmed yet, or None."""
    return session.scalar(
        select(Announcement)
        .where(Announcement.made_by == account, Announcement.text == text)
        .where(Announcement.confirmed_at.is_(None), Announcement.ended_at.is_(None))
        .limit(1)
    )


def under_way(session: Session) -> Sequence[Announcement]:
    """Return the announcements that were confirmed and are not ended, oldest first."""
    asked = select(Announcement).where(Announcement.confirmed_at.is_not(None), Announcement.ended_at.is_(None))
    return session.scalars(asked.order_by(Announcement.id)).all()


def waiting(session: Session, announcement: Announcement) -> Sequence[Recipient]:
    """Return those to whom an announcement is still to be sent, in the order in which they were counted."""
    return session.scalars(
        select(Recipient)
        .options(joinedload(Recipient.person))
        .where(Recipient.announcement_id == announcement.id, Recipient.state == RecipientState.WAITING)
        .order_by(Recipient.id)
    ).all()


def states(session: Session, announcement: Announcement) -> Counter[str]:
    """Count the recipients of an announcement by their states."""
    return Counter(session.scalars(select(Recipient.state).where(Recipient.announcement_id == announcement.id)))


def drop_recipients(session: Session, announcement: Announcement) -> None:
    """Forget to whom an announcement went, or was to go."""
    session.execute(delete(Recipient).where(Recipient.announcement_id == announcement.id))


def leave_unclear(session: Session) -> None:
    """Note of whom an earlier run was sending to that nobody knows whether they have it."""
    cut_short = update(Recipient).where(Recipient.state == RecipientState.SENDING)
    session.execute(cut_short.values(state=RecipientState.UNCLEAR))


def blank_author(session: Session, account: str) -> None:
    """Blank an account and its name in the announcements that it made."""
    made = update(Announcement).where(Announcement.made_by == account)
    session.execute(made.values(made_by="", author=""))
