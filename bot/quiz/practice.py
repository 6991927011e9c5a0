"""Run practice: sessions of five questions, those due first, then new ones mixed over topics."""

from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from random import Random

from bot.authoring.item import Item
from bot.quiz import scheduling
from bot.quiz.asking import (
    AskedQuestion,
    Outcome,
    Place,
    mark_sent,
    may_answer,
    outcomes,
    present,
    question_of,
    read_again,
    snapshot,
    take_answer,
)
from bot.quiz.banks import Banks
from bot.quiz.open_exams import closed_articles
from bot.quiz.session_plan import plan
from bot.records import Card, Cause, ItemVersion, Person, Poll, Presentation, Quiz, QuizKind, Records, Session, queries

PER_SESSION = 5
GOES_ON = timedelta(days=1)
"""How long after its beginning a session may be continued; then a new one is planned."""


@dataclass(frozen=True, slots=True)
class NothingDue:
    """Report that there is nothing to ask now; `next_due` is when there will be, None without any items.

    `exam` is the title of an article whose items wait until the person's exam on it ends, None where that is not why.
    """

    next_due: datetime | None
    exam: str | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """Hold the results of a session. `read_again` are the passages behind wrong answers.

    `more` tells whether more can be asked at once; `next_due` is when the person's next item is due, None
    without any.
    """

    outcomes: tuple[Outcome, ...]
    read_again: tuple[Place, ...]
    next_due: datetime | None
    more: bool

    @property
    def right(self) -> int:
        """Return the number of right answers."""
        return sum(outcome.correct for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class Answered:
    """Hold the outcome of a response and what follows it: the next question, or the summary.

    After sending a summary, call `finish` to end the session.
    """

    outcome: Outcome
    then: AskedQuestion | Summary


class Practice:
    """Run the practice sessions of all people. Each call is one transaction."""

    def __init__(self, records: Records, banks: Banks, rng: Random, zone: tzinfo | None = None) -> None:
        self._records = records
        self._banks = banks
        self._rng = rng
        self._zone = zone

    def begin(self, account: str, chat: int | None, now: datetime) -> AskedQuestion | NothingDue:
        """Begin a session, or continue the open one; return the question to ask.

        Raise LookupError for an unknown account.
        """
        with self._records.write() as session:
            person = _known(session, account)
            quiz = queries.open_quiz(session, QuizKind.PRACTICE, person=person)
            if quiz is not None:
                waiting = self._next(session, quiz, person, now)
                if isinstance(waiting, AskedQuestion):
                    return waiting
                quiz.ended_at = now
            cards, closed = queries.cards(session, person), closed_articles(session, person, self._banks)
            chosen = due_then_new(cards, self._approved(closed), scheduling.end_of_day(now, self._zone))
            if not chosen:
                return NothingDue(self._next_due(cards), next(iter(closed.values()), None))
            quiz = Quiz(
                kind=QuizKind.PRACTICE,
                person_id=person.id,
                chat=chat,
                planned=[snapshot(session, slug, item).id for slug, item in chosen],
                started_at=now,
            )
            session.add(quiz)
            first = present(session, quiz, self._rng, now)
            assert first is not None  # noqa: S101 - something was chosen
            return question_of(first, self._banks)

    def left_over(self, account: str, now: datetime) -> Summary | None:
        """Return the summary of an open session that does not go on, to be sent before `begin` starts a new one.

        All of it was answered, it began too long ago, or an exam on its article is open. None where there is no such
        session, or nothing was answered in it.
        """
        with self._records.write() as session:
            person = queries.person(session, account)
            quiz = queries.open_quiz(session, QuizKind.PRACTICE, person=person) if person else None
            if person is None or quiz is None:
                return None
            then = self._next(session, quiz, person, now)
            return then if isinstance(then, Summary) and then.outcomes else None

    def due_today(self, account: str, now: datetime) -> int:
        """Return how many of a person's items are due today."""
        with self._records.read() as session:
            person = queries.person(session, account)
            cards = queries.cards(session, person) if person else {}
            closed = closed_articles(session, person, self._banks) if person else {}
            tonight = scheduling.end_of_day(now, self._zone)
            open_items = {(slug, item.id) for slug, item in self._approved(closed)}
            return sum(key in open_items and card.due < tonight for key, card in cards.items())

    def answer(
        self, presentation_id: int, account: str, picked: int, now: datetime, cause: Cause | None = None
    ) -> Answered | None:
        """Record a response and reschedule the item.

        None, and nothing changes, when the response does not count: it is late, a second one or for no option, or
        the session belongs to somebody else.
        """
        with self._records.write() as session:
            person = queries.person(session, account)
            presentation = session.get(Presentation, presentation_id)
            if person is None or presentation is None or not may_answer(presentation.quiz, person, QuizKind.PRACTICE):
                return None
            answer = take_answer(session, presentation, person, picked, now, cause)
            if answer is None:
                return None
            item = presentation.item
            card = session.get(Card, (person.id, item.article, item.item))
            if card is None:
                card = scheduling.new_card(person.id, item.article, item.item)
                card.due = now
                session.add(card)
            scheduling.review(card, correct=answer.correct, now=now)
            session.flush()
            outcome = Outcome(question_of(presentation, self._banks), picked)
            return Answered(outcome, self._go_on(session, presentation.quiz, person, now))

    def sent(self, presentation_id: int, poll: str, message: int, now: datetime) -> None:
        """Store the poll and message under which a question was sent."""
        with self._records.write() as session:
            mark_sent(session, presentation_id, poll, message, now)

    def also_sent(self, presentation_id: int, poll: str) -> None:
        """Store another poll under which a question was sent, of which it was not known."""
        with self._records.write() as session:
            session.merge(Poll(id=poll, presentation_id=presentation_id))

    def stop(self, account: str, now: datetime) -> Summary | None:
        """Return the summary of a person's open session, which `finish` then ends; None without one."""
        with self._records.read() as session:
            person = queries.person(session, account)
            quiz = queries.open_quiz(session, QuizKind.PRACTICE, person=person) if person else None
            return self._summary(session, quiz, person, now) if person and quiz else None

    def finish(self, account: str, now: datetime) -> None:
        """End a person's open session, if there is one; its summary was sent."""
        with self._records.write() as session:
            person = queries.person(session, account)
            quiz = queries.open_quiz(session, QuizKind.PRACTICE, person=person) if person else None
            if quiz is not None:
                quiz.ended_at = now

    def under_way(self, within: timedelta, now: datetime) -> list[tuple[int, str]]:
        """Return the chat and the account of each open session begun within that time."""
        with self._records.read() as session:
            found = queries.open_quizzes(session, QuizKind.PRACTICE, now - within)
            return [(quiz.chat or 0, session.get_one(Person, quiz.person_id).account) for quiz in found]

    def waiting(self, account: str, within: timedelta, now: datetime) -> AskedQuestion | Summary | None:
        """Return what is to be sent next in a person's open session, if that began within that time."""
        with self._records.write() as session:
            person = queries.person(session, account)
            quiz = queries.open_quiz(session, QuizKind.PRACTICE, person=person) if person else None
            if person is None or quiz is None or quiz.started_at < now - within:
                return None
            return self._next(session, quiz, person, now)

    def open_question(self, account: str) -> AskedQuestion | None:
        """Return the question of a person's open session that was asked last; None without one."""
        with self._records.read() as session:
            person = queries.person(session, account)
            quiz = queries.open_quiz(session, QuizKind.PRACTICE, person=person) if person else None
            return question_of(quiz.presentations[-1], self._banks) if quiz is not None else None

    def _next(self, session: Session, quiz: Quiz, person: Person, now: datetime) -> AskedQuestion | Summary:
        """Return what follows in an open session: the summary where the session does not go on."""
        closed = closed_articles(session, person, self._banks)
        if now - quiz.started_at >= GOES_ON or quiz.presentations[-1].item.article in closed:
            return self._summary(session, quiz, person, now)
        return self._waiting(session, quiz, person, now)

    def _waiting(self, session: Session, quiz: Quiz, person: Person, now: datetime) -> AskedQuestion | Summary:
        last = quiz.presentations[-1]
        if queries.answer_to(session, last, person) is None:
            return question_of(last, self._banks)
        return self._go_on(session, quiz, person, now)

    def unsent(self, account: str, now: datetime) -> AskedQuestion | Summary | None:
        """Return what follows a recorded response but was not sent, because sending failed or was interrupted.

        None where nothing is open, or the open question was sent.
        """
        with self._records.write() as session:
            person = queries.person(session, account)
            quiz = queries.open_quiz(session, QuizKind.PRACTICE, person=person) if person else None
            if person is None or quiz is None or quiz.chat is None:
                return None
            waiting = self._waiting(session, quiz, person, now)
            return None if isinstance(waiting, AskedQuestion) and waiting.poll is not None else waiting

    def _go_on(self, session: Session, quiz: Quiz, person: Person, now: datetime) -> AskedQuestion | Summary:
        closed = closed_articles(session, person, self._banks)
        coming = quiz.planned[len(quiz.presentations) :]
        if any(session.get_one(ItemVersion, version).article in closed for version in coming):
            return self._summary(session, quiz, person, now)
        presentation = present(session, quiz, self._rng, now)
        return question_of(presentation, self._banks) if presentation else self._summary(session, quiz, person, now)

    def _summary(self, session: Session, quiz: Quiz, person: Person, now: datetime) -> Summary:
        of = tuple(outcome for outcome in outcomes(quiz, person, self._banks) if outcome.picked is not None)
        cards = queries.cards(session, person)
        tonight = scheduling.end_of_day(now, self._zone)
        closed = closed_articles(session, person, self._banks)
        more = bool(due_then_new(cards, self._approved(closed), tonight))
        return Summary(of, read_again(of), self._next_due(cards), more)

    def _approved(self, closed: Mapping[str, str]) -> list[tuple[str, Item]]:
        """Return the approved items of all articles that are not closed, each with its slug."""
        return [(slug, item) for slug, item in self._banks.approved() if slug not in closed]

    def _next_due(self, cards: Mapping[tuple[str, str], Card]) -> datetime | None:
        approved = {(slug, item.id) for slug, item in self._banks.approved()}
        return min((card.due for key, card in cards.items() if key in approved), default=None)


def due_then_new(
    cards: Mapping[tuple[str, str], Card], approved: Iterable[tuple[str, Item]], due_before: datetime
) -> list[tuple[str, Item]]:
    """Return the items of a session: the due ones, longest due first, then new ones, of the topics least met first.

    Their order is such that none is given away by what is told after one before it.
    """
    items = {(slug, item.id): item for slug, item in approved}
    due = sorted((key for key in items if key in cards and cards[key].due < due_before), key=lambda key: cards[key].due)
    new = _mixed(items, cards.keys())
    return plan([(key[0], items[key]) for key in (*due, *new)], PER_SESSION)


def _mixed(items: Mapping[tuple[str, str], Item], met: AbstractSet[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the new items mixed over topics: next is always the first of a topic of which fewest are met."""
    counts = Counter((key[0], items[key].topic) for key in items if key in met)
    ranked = []
    for place, (key, item) in enumerate(items.items()):
        if key not in met:
            ranked.append((counts[key[0], item.topic], place, key))
            counts[key[0], item.topic] += 1
    return [key for _, _, key in sorted(ranked)]


def _known(session: Session, account: str) -> Person:
    person = queries.person(session, account)
    if person is None:
        raise LookupError(account)
    return person
