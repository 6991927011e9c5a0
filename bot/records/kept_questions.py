"""Keep what was asked, and what was thought of the answers. Each function takes the session of a transaction first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.records.tables import KeptQuestion

_MAX_QUESTION = 1000  # characters


@dataclass(frozen=True, slots=True)
class Asking:
    """Hold a question with what it was answered by; `answer` is the random number under which it is kept."""

    answer: str
    question: str
    answered: bool
    article: str | None = None
    passage: str | None = None


def keep(session: Session, asking: Asking, now: datetime) -> KeptQuestion:
    """Store a question, with the answer that is shown last; its first words and time remain."""
    key = sha256(asking.answer.encode()).hexdigest()
    row = session.get(KeptQuestion, key)
    if row is None:
        row = KeptQuestion(key=key, asked_at=now, question=asking.question[:_MAX_QUESTION], answered=asking.answered)
        session.add(row)
    row.answered, row.article, row.passage = asking.answered, asking.article, asking.passage
    return row


def vote(session: Session, asking: Asking, now: datetime, *, good: bool) -> bool | None:
    """Store what is thought of an answer and return it; None where the same vote again takes it back."""
    row = keep(session, asking, now)
    row.good = None if row.good is good else good
    return row.good


def vote_on(session: Session, answer: str) -> bool | None:
    """Return what is thought of an answer, None where nothing is known."""
    row = session.get(KeptQuestion, sha256(answer.encode()).hexdigest())
    return row.good if row else None


def kept(session: Session) -> Sequence[KeptQuestion]:
    """Return all questions that are kept, oldest first."""
    return session.scalars(select(KeptQuestion).order_by(KeptQuestion.asked_at, KeptQuestion.key)).all()


def waiting(session: Session) -> Sequence[KeptQuestion]:
    """Return the questions that were not answered, or badly, and that no manager has settled; newest first."""
    wanting = KeptQuestion.answered.is_(False) | KeptQuestion.good.is_(False)
    asked = select(KeptQuestion).where(wanting, KeptQuestion.settled.is_(None))
    return session.scalars(asked.order_by(KeptQuestion.asked_at.desc(), KeptQuestion.key)).all()


def settle(session: Session, keys: Sequence[str], name: str) -> None:
    """Let questions wait no longer; `name` is what `take_back` finds them by."""
    session.execute(update(KeptQuestion).where(KeptQuestion.key.in_(keys)).values(settled=name))


def take_back(session: Session, name: str) -> list[str]:
    """Let the questions that were settled under a name wait again, and return what was asked."""
    found = session.scalars(select(KeptQuestion).where(KeptQuestion.settled == name)).all()
    for row in found:
        row.settled = None
    return list(dict.fromkeys(row.question for row in found))


def forget(session: Session, keys: Sequence[str]) -> None:
    """Delete questions."""
    session.execute(delete(KeptQuestion).where(KeptQuestion.key.in_(keys)))


def forget_before(session: Session, moment: datetime) -> None:
    """Delete the questions that were asked before a time."""
    session.execute(delete(KeptQuestion).where(KeptQuestion.asked_at < moment))
