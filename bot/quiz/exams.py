"""Run exams: items drawn from a pool, feedback only at the end, attempts separate from practice."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from random import Random

from bot.authoring.item import Exam, Item
from bot.quiz.asking import AskedQuestion, may_answer, outcomes, present, question_of, snapshot, take_answer
from bot.quiz.banks import Banks, Subject, choose
from bot.quiz.open_exams import closed_articles, is_outdated
from bot.records import Cause, Person, Presentation, Quiz, QuizKind, Records, Session, effects, queries

WAIT = timedelta(hours=24)
"""How long whoever has failed waits until the next attempt, unless the settings say otherwise."""

OPEN_FOR = timedelta(days=1)
"""How long an attempt may stay open; then it ends, and what is unanswered counts as wrong."""


@dataclass(frozen=True, slots=True)
class ExamOffer:
    """Hold an exam that can be taken, as one person sees it.

    `last` is the person's last result in it. `begun` is the number of questions answered in an attempt that has
    not ended, None without one. `pass_mark` is in percent. `again_from` is when it may be tried again, None for now.
    """

    article: str
    title: str
    version: int
    questions: int
    pass_mark: int
    valid_days: int
    last: "ExamResult | None"
    begun: int | None
    again_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class TooSoon:
    """Report that an exam was failed a short while ago: it may be tried again from a time on."""

    again_from: datetime


@dataclass(frozen=True, slots=True)
class TopicScore:
    """Hold how many of the questions of a topic were answered right."""

    topic: str
    right: int
    questions: int


@dataclass(frozen=True, slots=True)
class ExamResult:
    """Hold the result of an attempt. `article_version` and `published` tell which text it was about.

    `attempt` counts the person's attempts at this exam from 1. `right` counts the right responses among the
    `questions`; `pass_mark` is in percent. A pass expires after `expires_on`; after a fail, `again_from` is when the
    next attempt may begin, None for at once. `topics` are in the order asked: what was asked itself is not told.
    """

    attempt: int
    name: str
    article: str
    title: str
    article_version: str
    published: date | None
    exam_version: int
    right: int
    questions: int
    pass_mark: int
    passed: bool
    on: date
    expires_on: date
    again_from: datetime | None = None
    topics: tuple[TopicScore, ...] = ()

    @property
    def percent(self) -> int:
        """Return the score in percent, rounded down: 79.9 is 79."""
        return 100 * self.right // self.questions

    def is_valid(self, today: date) -> bool:
        """Return whether it is a pass that has not expired."""
        return self.passed and today <= self.expires_on


class Exams:
    """Run the exams of all banks. Each call is one transaction."""

    def __init__(
        self, records: Records, banks: Banks, rng: Random, zone: tzinfo | None = None, wait: timedelta = WAIT
    ) -> None:
        """Run them with a `wait` after each failed attempt, zero for none."""
        self._records = records
        self._banks = banks
        self._rng = rng
        self._zone = zone
        self._wait = wait

    def offers(self, account: str, now: datetime) -> list[ExamOffer]:
        """Return the exams that can be taken, with the person's last result and open attempt in each."""
        with self._records.read() as session:
            person = queries.person(session, account)
            return [
                self._offer(session, subject, exam, person, now)
                for subject in self._banks.subjects.values()
                if (exam := subject.bank.exam) is not None and subject.bank.pool()
            ]

    def closed_to(self, account: str) -> Mapping[str, str]:
        """Return the articles on which a person's exam is open, slug -> title: nothing of them is answered."""
        with self._records.read() as session:
            person = queries.person(session, account)
            return closed_articles(session, person, self._banks) if person else {}

    def begin(self, article: str, account: str, chat: int | None, now: datetime) -> AskedQuestion | TooSoon | None:
        """Begin an attempt, or continue the open one; return the question to ask.

        None where the person is unknown, the article has no exam or nothing is left to ask.
        """
        with self._records.write() as session:
            person = queries.person(session, account)
            subject = self._banks.subjects.get(article)
            exam = subject.bank.exam if subject else None
            if person is None or subject is None or exam is None or not subject.bank.pool():
                return None
            quiz = self._attempt(session, person, article)
            if quiz is not None and is_outdated(quiz, self._banks):
                quiz.ended_at, quiz = now, None
            if quiz is not None and queries.answer_to(session, quiz.presentations[-1], person) is None:
                return question_of(quiz.presentations[-1], self._banks)
            if quiz is None:
                if again_from := self._again_from(session, person, article, now):
                    return TooSoon(again_from)
                quiz = self._new_attempt(session, subject, exam, person, chat, now)
            presentation = present(session, quiz, self._rng, now)
            return question_of(presentation, self._banks) if presentation else None

    def answer(
        self, presentation_id: int, account: str, picked: int, now: datetime, cause: Cause | None = None
    ) -> AskedQuestion | ExamResult | None:
        """Record a response; return the next question, or the result after the last one.

        None, and nothing changes, where the response does not count; an attempt at an outdated exam ends, however.
        An update that is handled again gets what it got.
        """
        with self._records.write() as session:
            person = queries.person(session, account)
            presentation = session.get(Presentation, presentation_id)
            if person is None or presentation is None or presentation.quiz.person_id != person.id:
                return None
            quiz = presentation.quiz
            if effects.already_applied(session, cause, f"answer:{presentation_id}"):
                return self._state(session, quiz, person)
            if not may_answer(quiz, person, QuizKind.EXAM):
                return None
            if is_outdated(quiz, self._banks):
                quiz.ended_at = now
                return None
            if take_answer(session, presentation, person, picked, now, cause) is None:
                return None
            following = present(session, quiz, self._rng, now)
            return question_of(following, self._banks) if following else self._end(session, quiz, person, now)

    def current(self, presentation_id: int, account: str) -> AskedQuestion | ExamResult | None:
        """Return the present state of the attempt that a presentation belongs to: its open question or its result.

        It serves buttons of older messages. None where the attempt is not the person's, or ended without a result.
        """
        with self._records.read() as session:
            person = queries.person(session, account)
            presentation = session.get(Presentation, presentation_id)
            if person is None or presentation is None or presentation.quiz.person_id != person.id:
                return None
            return self._state(session, presentation.quiz, person)

    def give_up(self, article: str, account: str, now: datetime) -> ExamResult | None:
        """End a person's open attempt, and return its result: what is unanswered counts as wrong. None without one."""
        with self._records.write() as session:
            person = queries.person(session, account)
            quiz = self._attempt(session, person, article) if person else None
            return self._end(session, quiz, person, now) if quiz and person else None

    def end_overdue(self, now: datetime) -> list[tuple[str, ExamResult]]:
        """End the attempts that have been open for OPEN_FOR; return each account with its result."""
        ended = []
        with self._records.write() as session:
            for quiz in queries.open_since(session, QuizKind.EXAM, now - OPEN_FOR):
                person = session.get_one(Person, quiz.person_id)
                if is_outdated(quiz, self._banks):
                    quiz.ended_at = now
                else:
                    ended.append((person.account, self._end(session, quiz, person, now)))
        return ended

    def last_pass(self, account: str, article: str, today: date) -> ExamResult | None:
        """Return the last pass that has not expired, for its certificate, or None."""
        with self._records.read() as session:
            person = queries.person(session, account)
            attempts = queries.exams(session, person, article) if person else ()
            results = (self.result_of(session, quiz, person) for quiz in attempts if person)
            return next((result for result in results if result.is_valid(today)), None)

    def _offer(self, session: Session, subject: Subject, exam: Exam, person: Person | None, now: datetime) -> ExamOffer:
        article = subject.article
        ended = queries.exams(session, person, article.slug) if person else ()
        attempt = self._attempt(session, person, article.slug) if person else None
        begun = len(attempt.presentations) - 1 if attempt and not is_outdated(attempt, self._banks) else None
        return ExamOffer(
            article=article.slug,
            title=article.title,
            version=exam.version,
            questions=min(exam.questions or len(subject.bank.pool()), len(subject.bank.pool())),
            pass_mark=exam.pass_mark,
            valid_days=exam.valid_days,
            last=self.result_of(session, ended[0], person) if ended and person else None,
            begun=begun,
            again_from=self._again_from(session, person, article.slug, now) if person and begun is None else None,
        )

    def _again_from(self, session: Session, person: Person, article: str, now: datetime) -> datetime | None:
        """Return when an exam may be tried again, None for now."""
        last = next(iter(queries.exams(session, person, article)), None)
        again_from = self._next_attempt(last) if last else None
        return again_from if again_from and again_from > now else None

    def _next_attempt(self, ended: Quiz) -> datetime | None:
        if ended.passed or ended.ended_at is None or not self._wait:
            return None
        return (ended.ended_at + self._wait).astimezone(self._zone)

    def _attempt(self, session: Session, person: Person, article: str) -> Quiz | None:
        quiz = queries.open_quiz(session, QuizKind.EXAM, person=person, article=article)
        return quiz if quiz is not None and quiz.presentations else None

    def _state(self, session: Session, quiz: Quiz, person: Person) -> AskedQuestion | ExamResult | None:
        """Return the open question of an attempt, or its result; None where it ended without one."""
        if quiz.ended_at is None:
            return question_of(quiz.presentations[-1], self._banks)
        return None if quiz.passed is None else self.result_of(session, quiz, person)

    def _end(self, session: Session, quiz: Quiz, person: Person, now: datetime) -> ExamResult:
        right = sum(outcome.correct for outcome in outcomes(quiz, person, self._banks))
        quiz.ended_at = now
        quiz.passed = 100 * right >= (quiz.pass_mark or 0) * len(quiz.planned)
        session.flush()
        return self.result_of(session, quiz, person)

    def result_of(self, session: Session, quiz: Quiz, person: Person) -> ExamResult:
        """Return the result of an attempt that has ended."""
        slug, ended = quiz.article or "", quiz.ended_at or quiz.started_at
        subject = self._banks.subjects.get(slug)
        on = ended.astimezone(self._zone).date()
        topics = _scores(quiz, person)
        return ExamResult(
            attempt=queries.attempt_number(session, quiz),
            name=person.name,
            article=slug,
            title=subject.article.title if subject else slug,
            article_version=quiz.article_version or "",
            published=subject.article.published if subject else None,
            exam_version=quiz.exam_version or 0,
            right=sum(score.right for score in topics),
            questions=len(quiz.planned),
            pass_mark=quiz.pass_mark or 0,
            passed=bool(quiz.passed),
            on=on,
            expires_on=on + timedelta(days=quiz.valid_days or 0),
            again_from=self._next_attempt(quiz),
            topics=topics,
        )

    def _new_attempt(
        self, session: Session, subject: Subject, exam: Exam, person: Person, chat: int | None, now: datetime
    ) -> Quiz:
        slug = subject.article.slug
        drawn = self._draw(session, subject, exam, person)
        quiz = Quiz(
            kind=QuizKind.EXAM,
            person_id=person.id,
            chat=chat,
            planned=[snapshot(session, slug, item).id for item in drawn],
            started_at=now,
            article=slug,
            article_version=subject.article.version,
            exam_version=exam.version,
            pass_mark=exam.pass_mark,
            valid_days=exam.valid_days,
        )
        session.add(quiz)
        session.flush()
        return quiz

    def _draw(self, session: Session, subject: Subject, exam: Exam, person: Person) -> list[Item]:
        """Draw the items of an attempt in random order, no two of them enemies.

        What an open practice session has asked is drawn last, for its answer may still be looked up there.
        """
        slug, pool = subject.article.slug, list(subject.bank.pool())
        self._rng.shuffle(pool)
        asked = queries.open_quiz(session, QuizKind.PRACTICE, person=person)
        practised = {(p.item.article, p.item.item) for p in asked.presentations} if asked else set()
        pool.sort(key=lambda item: (slug, item.id) in practised)
        drawn = [item for _, item in choose(((slug, item) for item in pool), exam.questions or len(pool))]
        self._rng.shuffle(drawn)
        return drawn


def _scores(quiz: Quiz, person: Person) -> tuple[TopicScore, ...]:
    """Count the right responses of an attempt by topic; what was planned and not presented has none."""
    asked, right = Counter[str](), Counter[str]()
    for presentation in quiz.presentations:
        asked[presentation.item.topic] += 1
        right[presentation.item.topic] += any(
            answer.correct for answer in presentation.answers if answer.person_id == person.id
        )
    return tuple(TopicScore(topic, right[topic], count) for topic, count in asked.items())
