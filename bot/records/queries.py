"""What is asked of the database. Each takes the session of a transaction first."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from bot.records.tables import Card, Invite, ItemVersion, Person, Player, Poll, Presentation, Quiz, QuizKind, Response


def person(session: Session, account: str) -> Person | None:
    """Who is known by an account."""
    return session.scalar(select(Person).where(Person.account == account))


def people(session: Session) -> Sequence[Person]:
    """Everyone, by name."""
    return session.scalars(select(Person).order_by(Person.name, Person.id)).all()


def invite(session: Session, digest: str) -> Invite | None:
    """The invitation whose secret has that digest."""
    # Locked where the database has such locks: two people may come with one invitation.
    return session.scalar(select(Invite).where(Invite.digest == digest).with_for_update())


def item_version(session: Session, article: str, item: str, version: int) -> ItemVersion | None:
    """An item as it was asked under that version."""
    return session.scalar(
        select(ItemVersion).where(
            ItemVersion.article == article, ItemVersion.item == item, ItemVersion.version == version
        )
    )


def last_versions(session: Session, article: str) -> dict[str, ItemVersion]:
    """By item, the latest version that was asked."""
    rows = session.scalars(select(ItemVersion).where(ItemVersion.article == article).order_by(ItemVersion.version))
    return {row.item: row for row in rows}


def cards(session: Session, person: Person) -> dict[tuple[str, str], Card]:
    """The cards of a person, by article and item."""
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
    """The quiz of a kind, on an article if one is named, that a person or a chat has not ended; the last begun."""
    mine = Quiz.person_id == person.id if person is not None else Quiz.chat == chat
    asked = select(Quiz).where(Quiz.kind == kind, mine, Quiz.ended_at.is_(None))
    if article is not None:
        asked = asked.where(Quiz.article == article)
    return session.scalar(asked.order_by(Quiz.id.desc()).limit(1))


def open_quizzes(session: Session, kind: QuizKind, since: datetime) -> Sequence[Quiz]:
    """All quizzes of a kind that began since then in a chat and are not ended."""
    return session.scalars(
        select(Quiz)
        .where(Quiz.kind == kind, Quiz.ended_at.is_(None), Quiz.started_at >= since, Quiz.chat.is_not(None))
        .order_by(Quiz.id)
    ).all()


def exams(session: Session, person: Person, article: str | None = None) -> Sequence[Quiz]:
    """The exam attempts that a person has ended, the last first."""
    asked = select(Quiz).where(
        Quiz.kind == QuizKind.EXAM, Quiz.person_id == person.id, Quiz.ended_at.is_not(None), Quiz.passed.is_not(None)
    )
    if article is not None:
        asked = asked.where(Quiz.article == article)
    return session.scalars(asked.order_by(Quiz.ended_at.desc(), Quiz.id.desc())).all()


def presentation_of_poll(session: Session, poll: str) -> Presentation | None:
    """The presentation that was sent as a poll."""
    return session.scalar(select(Presentation).join(Poll).where(Poll.id == poll))


def answer_to(session: Session, presentation: Presentation, person: Person) -> Response | None:
    """What a person answered to a presentation."""
    return session.scalar(
        select(Response).where(Response.presentation_id == presentation.id, Response.person_id == person.id)
    )


def player(session: Session, quiz: Quiz, person: Person) -> Player | None:
    """A person in a game."""
    return session.scalar(select(Player).where(Player.quiz_id == quiz.id, Player.person_id == person.id))


def answers(session: Session, person: Person | None = None) -> Sequence[Response]:
    """All answers, or a person's, in the order given, with what they answer."""
    asked = select(Response).options(
        joinedload(Response.person),
        joinedload(Response.presentation).joinedload(Presentation.item),
        joinedload(Response.presentation).joinedload(Presentation.quiz),
    )
    if person is not None:
        asked = asked.where(Response.person_id == person.id)
    return session.scalars(asked.order_by(Response.id)).all()


def hosted(session: Session, account: str) -> Sequence[Quiz]:
    """The games that an account began."""
    return session.scalars(select(Quiz).where(Quiz.host == account)).all()


def invites_of(session: Session, account: str) -> Sequence[Invite]:
    """The invitations that an account has made."""
    return session.scalars(select(Invite).where(Invite.made_by == account)).all()


def quizzes_of(session: Session, person: Person) -> Sequence[Quiz]:
    """The practice sessions and exam attempts that a person has begun."""
    return session.scalars(select(Quiz).where(Quiz.person_id == person.id).order_by(Quiz.id)).all()


def games_of(session: Session, person: Person) -> Sequence[Quiz]:
    """The games that a person has joined."""
    joined = select(Player.quiz_id).where(Player.person_id == person.id)
    return session.scalars(select(Quiz).where(Quiz.id.in_(joined)).order_by(Quiz.id)).all()
