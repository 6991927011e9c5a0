"""Query the database. Each function takes the session of a transaction first."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, joinedload

from bot.records.staff_tables import News
from bot.records.tables import Card, Invite, ItemVersion, Person, Player, Poll, Presentation, Quiz, QuizKind, Response


def person(session: Session, account: str) -> Person | None:
    """Return the person with an account, or None."""
    return session.scalar(select(Person).where(Person.account == account))


def people(session: Session) -> Sequence[Person]:
    """Return everyone, ordered by name."""
    return session.scalars(select(Person).order_by(Person.name, Person.id)).all()


def invite(session: Session, digest: str) -> Invite | None:
    """Return the invitation whose secret has that digest, or None; its row is locked until the transaction ends."""
    # Two people may try to use one invitation at the same time. SQLite has no such locks and ignores this.
    return session.scalar(select(Invite).where(Invite.digest == digest).with_for_update())


def open_invites(session: Session, now: datetime) -> Sequence[Invite]:
    """Return the invitations by which somebody can still join, those that end first before others."""
    free = select(Invite).where(Invite.taken < Invite.places, Invite.withdrawn_at.is_(None), Invite.expires_at >= now)
    return session.scalars(free.order_by(Invite.expires_at, Invite.id)).all()


def news(session: Session, before: datetime) -> Sequence[News]:
    """Return what managers are still to be told of before a time, oldest first, with the people loaded."""
    asked = select(News).options(joinedload(News.person)).where(News.at < before)
    return session.scalars(asked.order_by(News.id)).all()


def forget_news(session: Session, number: int, at: datetime) -> None:
    """Delete what managers were told. SQLite gives its number to what comes next: the time tells which is meant."""
    session.execute(delete(News).where(News.id == number, News.at == at))


def item_version(session: Session, article: str, item: str, version: int) -> ItemVersion | None:
    """Return an item as it was asked under that version, or None."""
    return session.scalar(
        select(ItemVersion).where(
            ItemVersion.article == article, ItemVersion.item == item, ItemVersion.version == version
        )
    )


def last_versions(session: Session, article: str) -> dict[str, ItemVersion]:
    """Return the latest version of each item of an article that was asked, by the item's id."""
    rows = session.scalars(select(ItemVersion).where(ItemVersion.article == article).order_by(ItemVersion.version))
    return {row.item: row for row in rows}


def cards(session: Session, person: Person) -> dict[tuple[str, str], Card]:
    """Return the cards of a person, by article and item."""
    rows = session.scalars(select(Card).where(Card.person_id == person.id))
    return {(card.article, card.item): card for card in rows}


def open_quiz(
    session: Session,
    kind: QuizKind,
    *,
    person: Person | None = None,
    chat: int | None = None,
    article: str | None = None,
) -> Quiz | None:
    """Return the last begun quiz of a kind that a person, or else a chat, has not ended; None if there is none.

    With `article`, only quizzes on that article count.
    """
    mine = Quiz.person_id == person.id if person is not None else Quiz.chat == chat
    asked = select(Quiz).where(Quiz.kind == kind, mine, Quiz.ended_at.is_(None))
    if article is not None:
        asked = asked.where(Quiz.article == article)
    return session.scalar(asked.order_by(Quiz.id.desc()).limit(1))


def open_quizzes(session: Session, kind: QuizKind, since: datetime) -> Sequence[Quiz]:
    """Return all quizzes of a kind that began in a chat at `since` or later and are not ended, oldest first."""
    return session.scalars(
        select(Quiz)
        .where(Quiz.kind == kind, Quiz.ended_at.is_(None), Quiz.started_at >= since, Quiz.chat.is_not(None))
        .order_by(Quiz.id)
    ).all()


def open_quizzes_of(session: Session, kind: QuizKind, person: Person) -> Sequence[Quiz]:
    """Return the quizzes of a kind that a person has begun and not ended, oldest first."""
    mine = select(Quiz).where(Quiz.kind == kind, Quiz.person_id == person.id, Quiz.ended_at.is_(None))
    return session.scalars(mine.order_by(Quiz.id)).all()


def open_since(session: Session, kind: QuizKind, before: datetime) -> Sequence[Quiz]:
    """Return all quizzes of a kind that began at `before` or earlier and are not ended, oldest first."""
    begun = select(Quiz).where(Quiz.kind == kind, Quiz.ended_at.is_(None), Quiz.started_at <= before)
    return session.scalars(begun.order_by(Quiz.id)).all()


def exams(session: Session, person: Person, article: str | None = None) -> Sequence[Quiz]:
    """Return the exam attempts that a person has finished, latest first; those ended without a result are left out."""
    asked = select(Quiz).where(
        Quiz.kind == QuizKind.EXAM, Quiz.person_id == person.id, Quiz.ended_at.is_not(None), Quiz.passed.is_not(None)
    )
    if article is not None:
        asked = asked.where(Quiz.article == article)
    return session.scalars(asked.order_by(Quiz.ended_at.desc(), Quiz.id.desc())).all()


def attempt_number(session: Session, quiz: Quiz) -> int:
    """Return which of a person's attempts at an exam a quiz is, from 1; those ended without a result do not count."""
    finished = select(func.count()).where(
        Quiz.kind == QuizKind.EXAM,
        Quiz.person_id == quiz.person_id,
        Quiz.article == quiz.article,
        Quiz.passed.is_not(None),
        Quiz.id < quiz.id,
    )
    return (session.scalar(finished) or 0) + 1


def presentation_of_poll(session: Session, poll: str) -> Presentation | None:
    """Return the presentation that was sent as a poll, or None."""
    return session.scalar(select(Presentation).join(Poll).where(Poll.id == poll))


def answer_to(session: Session, presentation: Presentation, person: Person) -> Response | None:
    """Return a person's response to a presentation, or None."""
    return session.scalar(
        select(Response).where(Response.presentation_id == presentation.id, Response.person_id == person.id)
    )


def player(session: Session, quiz: Quiz, person: Person) -> Player | None:
    """Return the player that a person is in a game, or None."""
    return session.scalar(select(Player).where(Player.quiz_id == quiz.id, Player.person_id == person.id))


def answers(session: Session, person: Person | None = None) -> Sequence[Response]:
    """Return all responses, or a person's, oldest first, with person, presentation, item and quiz loaded."""
    asked = select(Response).options(
        joinedload(Response.person),
        joinedload(Response.presentation).joinedload(Presentation.item),
        joinedload(Response.presentation).joinedload(Presentation.quiz),
    )
    if person is not None:
        asked = asked.where(Response.person_id == person.id)
    return session.scalars(asked.order_by(Response.id)).all()


def hosted(session: Session, account: str) -> Sequence[Quiz]:
    """Return the games that an account announced."""
    return session.scalars(select(Quiz).where(Quiz.host == account)).all()


def invites_of(session: Session, account: str) -> Sequence[Invite]:
    """Return the invitations that an account has made."""
    return session.scalars(select(Invite).where(Invite.made_by == account)).all()


def quizzes_of(session: Session, person: Person) -> Sequence[Quiz]:
    """Return the practice sessions and exam attempts that a person has begun, oldest first."""
    return session.scalars(select(Quiz).where(Quiz.person_id == person.id).order_by(Quiz.id)).all()


def games_of(session: Session, person: Person) -> Sequence[Quiz]:
    """Return the games that a person has joined, oldest first."""
    joined = select(Player.quiz_id).where(Player.person_id == person.id)
    return session.scalars(select(Quiz).where(Quiz.id.in_(joined)).order_by(Quiz.id)).all()
