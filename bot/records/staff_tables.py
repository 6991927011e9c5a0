"""Define the tables about running the staff: announcements, news, groups that are let in."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.records.person_name import PersonName
from bot.records.tables import Base, Person


class NewsKind(StrEnum):
    """Name what managers are told of their staff."""

    JOINED = "joined"
    EXAM = "exam"


class News(Base):
    """Hold something that managers are still to be told; written with what it tells of, deleted when it is told."""

    __tablename__ = "news"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    quiz_id: Mapped[int | None] = mapped_column(ForeignKey("quizzes.id", ondelete="CASCADE"), default=None)

    person: Mapped[Person] = relationship()


class Announcement(Base):
    """Hold a text for the staff. It is a draft until it is confirmed; ended when its author was told how it went.

    The text is emptied then. `made_by` is the account of the author.
    """

    __tablename__ = "announcements"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    made_by: Mapped[str] = mapped_column(String(100))
    author: Mapped[str] = mapped_column(PersonName(200))
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None, index=True)


class RecipientState(StrEnum):
    """Name how far an announcement is with a person.

    UNCLEAR is who was being sent to when the process ended: they may have it or not, and it is never repeated.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCLEAR = "unclear"


class Recipient(Base):
    """Hold a person to whom an announcement goes, as they were counted when it was shown to its author."""

    __tablename__ = "recipients"

    id: Mapped[int] = mapped_column(primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(20), default=RecipientState.WAITING)

    person: Mapped[Person] = relationship()


class AllowedGroup(Base):
    """Hold a group to which a manager added the bot: everyone in it may ask. `added_by` is the manager's account."""

    __tablename__ = "groups"

    chat: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    added_by: Mapped[str] = mapped_column(String(100))
    added_at: Mapped[datetime]
