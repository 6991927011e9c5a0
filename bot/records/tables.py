"""Define the tables of the database. Read this module first; all times are in UTC.

A change here needs a migration in `migrations/versions`; a test compares the two.
"""

from datetime import UTC, date, datetime
from enum import StrEnum

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from bot.records.person_name import PersonName


class UtcDateTime(TypeDecorator[datetime]):
    """Store a time: aware in Python, in UTC without a time zone in the database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> datetime | None:
        """Convert a time for the database. Raise ValueError for a time without a time zone."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a time must have a zone")
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        """Convert a time from the database to an aware one in UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class QuizKind(StrEnum):
    """Name the purpose of a quiz. Only practice changes a person's schedule."""

    PRACTICE = "practice"
    EXAM = "exam"
    GAME = "game"


class Base(DeclarativeBase):
    """Hold what all tables share. Constraints have names, so that migrations can refer to them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - read by SQLAlchemy when the class is made
        datetime: UtcDateTime(),
        list[str]: JSON(),
        list[int]: JSON(),
    }


class Person(Base):
    """Hold a person who takes quizzes. `account` says where from: "telegram:42", "local:anna".

    `reminded_on` is the day of the last reminder.
    """

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[str] = mapped_column(PersonName(200))
    joined_at: Mapped[datetime]
    reminders: Mapped[bool] = mapped_column(default=True)
    reminded_on: Mapped[date | None] = mapped_column(default=None)


class ChosenLanguage(Base):
    """Hold the language that a person or a group has chosen, by its code. `account` is as in Person."""

    __tablename__ = "languages"

    account: Mapped[str] = mapped_column(String(100), primary_key=True)
    language: Mapped[str] = mapped_column(String(20))


class Action(Base):
    """Hold what a manager has done, on Telegram or by a command: `what` is such as "add". `account` is as in Person."""

    __tablename__ = "actions"

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(100))
    what: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]


class Invite(Base):
    """Hold an invitation that lets as many people join as it has `places`. Only a digest of its secret is stored.

    `made_by` is the account of the manager who made it, `taken` counts who joined, `used_at` is when the last one did.
    """

    __tablename__ = "invites"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_by: Mapped[str] = mapped_column(String(100))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)
    places: Mapped[int] = mapped_column(default=1, server_default="1")
    taken: Mapped[int] = mapped_column(default=0, server_default="0")
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)


class ItemVersion(Base):
    """Hold an item as it was asked; later changes of the bank do not affect it."""

    __tablename__ = "item_versions"
    __table_args__ = (UniqueConstraint("article", "item", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article: Mapped[str] = mapped_column(String(300))
    item: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    topic: Mapped[str]
    question: Mapped[str]
    answer: Mapped[str]
    wrong: Mapped[list[str]]
    source: Mapped[str]
    why: Mapped[str]


class Quiz(Base):
    """Hold one practice session, exam attempt or game.

    `planned` are the ids of the item versions to ask, in order. The fields from `article` to `passed` belong to
    exams, those from `host` on to games: the account that announced it, the time of its first question, the
    seconds for each question, and the topic of the group that it is played in.
    """

    __tablename__ = "quizzes"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    chat: Mapped[int | None] = mapped_column(BigInteger, index=True)
    planned: Mapped[list[int]]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    article: Mapped[str | None] = mapped_column(String(300), default=None)
    article_version: Mapped[str | None] = mapped_column(String(100), default=None)
    exam_version: Mapped[int | None] = mapped_column(default=None)
    pass_mark: Mapped[int | None] = mapped_column(default=None)
    valid_days: Mapped[int | None] = mapped_column(default=None)
    passed: Mapped[bool | None] = mapped_column(default=None)
    host: Mapped[str | None] = mapped_column(String(100), default=None)
    starts_at: Mapped[datetime | None] = mapped_column(default=None)
    seconds: Mapped[int | None] = mapped_column(default=None)
    thread: Mapped[int | None] = mapped_column(BigInteger, default=None)

    presentations: Mapped[list["Presentation"]] = relationship(
        back_populates="quiz", order_by="Presentation.id", passive_deletes=True
    )
    players: Mapped[list["Player"]] = relationship(order_by="Player.id", passive_deletes=True)


class Player(Base):
    """Hold a person's participation in a game."""

    __tablename__ = "players"
    __table_args__ = (UniqueConstraint("quiz_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    person: Mapped[Person] = relationship()


class Presentation(Base):
    """Hold a presentation of an item in a quiz: its options in the order in which they were shown.

    `poll` and `message` are the ids at Telegram once the question was sent; after a repetition, the last ones.
    """

    __tablename__ = "showings"

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id", ondelete="CASCADE"), index=True)
    item_version_id: Mapped[int] = mapped_column(ForeignKey("item_versions.id"), index=True)
    options: Mapped[list[str]]
    shown_at: Mapped[datetime]
    closes_at: Mapped[datetime | None] = mapped_column(default=None)
    poll: Mapped[str | None] = mapped_column(String(100), unique=True, default=None)
    message: Mapped[int | None] = mapped_column(BigInteger, default=None)

    quiz: Mapped[Quiz] = relationship(back_populates="presentations")
    item: Mapped[ItemVersion] = relationship()
    answers: Mapped[list["Response"]] = relationship(back_populates="presentation", passive_deletes=True)


class Poll(Base):
    """Hold the id of a Telegram poll that a presentation was sent as.

    A presentation that was sent again has several; a response to any of them counts for the presentation.
    """

    __tablename__ = "polls"

    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    presentation_id: Mapped[int] = mapped_column(
        "showing_id", ForeignKey("showings.id", ondelete="CASCADE"), index=True
    )

    presentation: Mapped[Presentation] = relationship()


class PollState(Base):
    """Hold the state, as JSON, of a poll that was voted in while its id was not stored: the vote is still to come."""

    __tablename__ = "poll_states"

    poll: Mapped[str] = mapped_column(String(100), primary_key=True)
    state: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class Response(Base):
    """Hold a person's response to a presentation: `picked` is the index into its options.

    Only the first response counts; it never changes.
    """

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("showing_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    presentation_id: Mapped[int] = mapped_column("showing_id", ForeignKey("showings.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    picked: Mapped[int]
    correct: Mapped[bool]
    at: Mapped[datetime]

    presentation: Mapped[Presentation] = relationship(back_populates="answers")
    person: Mapped[Person] = relationship()


class Card(Base):
    """Hold how well a person knows an item, as FSRS puts it: stability in days, difficulty from 1 to 10."""

    __tablename__ = "cards"
    __table_args__ = (Index("ix_cards_due", "person_id", "due"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    article: Mapped[str] = mapped_column(String(300), primary_key=True)
    item: Mapped[str] = mapped_column(String(60), primary_key=True)
    state: Mapped[int]
    step: Mapped[int | None]
    stability: Mapped[float | None]
    difficulty: Mapped[float | None]
    due: Mapped[datetime]
    last_review: Mapped[datetime | None]


class KeptQuestion(Base):
    """Hold a question that was asked, without who asked it, for as long as the settings say.

    `key` is a digest of a random number that only the buttons under the answer hold. `answered` tells whether the
    articles answer; `article` and `passage` are the slug and the name of what was shown, None where nothing was.
    `good` is what whoever asked thinks of the answer, None where they have not said. `settled` names what a manager
    did with it and with the questions like it: the key of one of them; None while it waits.
    """

    __tablename__ = "questions"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(index=True)
    question: Mapped[str]
    answered: Mapped[bool]
    article: Mapped[str | None] = mapped_column(String(300), default=None)
    passage: Mapped[str | None] = mapped_column(String(60), default=None)
    good: Mapped[bool | None] = mapped_column(default=None)
    settled: Mapped[str | None] = mapped_column(String(64), default=None)


class DailyCount(Base):
    """Count the questions of a day whose answers were on one topic, without the questions.

    `topic` is the heading that the answer stood under, empty for those that were not answered. `milliseconds` is how
    long all of them took together.
    """

    __tablename__ = "daily_counts"

    day: Mapped[date] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(String(200), primary_key=True)
    asked: Mapped[int] = mapped_column(default=0)
    answered: Mapped[int] = mapped_column(default=0)
    milliseconds: Mapped[int] = mapped_column(default=0)


class UpdateState(StrEnum):
    """Name the state of an update.

    A dead letter failed too often. Dead letters and updates that cannot be parsed keep their body.
    """

    WAITING = "waiting"
    DONE = "done"
    DEAD_LETTER = "given up"
    UNPARSEABLE = "unreadable"


class StoredUpdate(Base):
    """Hold an update from Telegram, stored before it is acknowledged.

    `bot` is the id of the bot that received it, `sender` the account of the person who wrote or pressed a
    button. `body` is its JSON, emptied when it is done. `attempts` counts the starts of the process after which
    its handling began anew.

    An update is done when its replies are sent. Its effects are stored in the same transactions as the changes
    that they stand for, so an update that is handled again may repeat replies but changes nothing twice.
    """

    __tablename__ = "updates"

    bot: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(20), default=UpdateState.WAITING, index=True)
    body: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sender: Mapped[str | None] = mapped_column(String(100), default=None)
    received_at: Mapped[datetime]
    error: Mapped[str | None] = mapped_column(default=None)


class Effect(Base):
    """Hold the idempotency mark of a change that an update has made. `name` is, for example, "answer:42"."""

    __tablename__ = "effects"
    __table_args__ = (
        ForeignKeyConstraint(
            ["bot", "update_id"], ["updates.bot", "updates.update_id"], onupdate="CASCADE", ondelete="CASCADE"
        ),
    )

    bot: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(100), primary_key=True)
