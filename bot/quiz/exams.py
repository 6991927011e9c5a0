"""Run exams: a fixed set of items, feedback only at the end, attempts separate from practice."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from random import Random

from bot.authoring.item import Exam, Item
from bot.quiz.asking import (
    AskedQuestion,
    Outcome,
    Place,
    may_answer,
    outcomes,
    present,
    question_of,
    read_again,
    snapshot,
    take_answer,
)
from bot.quiz.banks import Banks, Subject
from bot.records import Cause, News, NewsKind, Person, Presentation, Quiz, QuizKind, Records, Session, queries


@dataclass(frozen=True, slots=True)
class ExamOffer:
    """Hold an exam that can be taken, as one person sees it.

    `last` is the person's last result in it. `begun` is the number of questions answered in an attempt that has
    not ended, None without one. `pass_mark` is in percent.
    """

    article: str
    title: str
    version: int
    questions: int
    pass_mark: int
    valid_days: int
    last: "ExamResult | None"
    begun: int | None


@dataclass(frozen=True, slots=True)
class ExamResult:
    """Hold the result of an attempt. `article_version` and `published` tell which text it was about.

    `right` counts the right responses among the `questions`; `pass_mark` is in percent.
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
    outcomes: tuple[Outcome, ...] = ()
    read_again: tuple[Place, ...] = ()

    @property
    def percent(self) -> int:
        """Return the score in percent, rounded down: 79.9 is 79."""
        return 100 * self.right // self.questions

    def is_valid(self, today: date) -> bool:
        """Return whether it is a pass that has not expired."""
        return self.passed and today <= self.expires_on


class Exams:
    """Run the exams of all banks. Each call is one transaction."""

    def __init__(self, records: Records, banks: Banks, rng: Random, zone: tzinfo | None = None) -> None:
        self._records = records
        self._banks = banks
        self._rng = rng
        self._zone = zone

    def offers(self, account: str) -> list[ExamOffer]:
        """Return the exams that can be taken, with the person's last result and open attempt in each."""
        with self._records.read() as session:
            person = queries.person(session, account)
            return [
                self._offer(session, subject, exam, person)
                for subject in self._banks.subjects.values()
                if (exam := subject.bank.exam) is not None and exam_items(subject)
            ]

    def begin(self, article: str, account: str, chat: int | None, now: datetime) -> AskedQuestion | None:
        """Begin an attempt, or continue the open one; return the question to ask.

        None where the person is unknown, the article has no exam or nothing is left to ask.
        """
        with self._records.write() as session:
            person = queries.person(session, account)
            subject = self._banks.subjects.get(article)
            exam = subject.bank.exam if subject else None
            if person is None or subject is None or exam is None or not exam_items(subject):
                return None
            quiz = self._attempt(session, person, article)
            if quiz is not None and self._is_outdated(quiz):
                quiz.ended_at, quiz = now, None
            if quiz is not None and queries.answer_to(session, quiz.presentations[-1], person) is None:
                return question_of(quiz.presentations[-1], self._banks)
            if quiz is None:
                quiz = _new_attempt(session, subject, exam, person, chat, now)
            presentation = present(session, quiz, self._rng, now)
            return question_of(presentation, self._banks) if presentation else None

    def answer(
        self, presentation_id: int, account: str, picked: int, now: datetime, cause: Cause | None = None
    ) -> AskedQuestion | ExamResult | None:
        """Record a response; return the next question, or the result after the last one.

        None, and nothing changes, where the response does not count; an attempt at an outdated exam ends, however.
        """
        with self._records.write() as session:
            person = queries.person(session, account)
            presentation = session.get(Presentation, presentation_id)
            if person is None or presentation is None or not may_answer(presentation.quiz, person, QuizKind.EXAM):
                return None
            if self._is_outdated(presentation.quiz):
                presentation.quiz.ended_at = now
                return None
            if take_answer(session, presentation, person, picked, now, cause) is None:
                return None
            following = present(session, presentation.quiz, self._rng, now)
            if following is not None:
                return question_of(following, self._banks)
            session.add(News(at=now, kind=NewsKind.EXAM, person_id=person.id, quiz_id=presentation.quiz_id))
            return self._end(presentation.quiz, person, now)

    def current(self, presentation_id: int, account: str) -> AskedQuestion | ExamResult | None:
        """Return the present state of the attempt that a presentation belongs to: its open question or its result.

        It serves buttons of older messages. None where the attempt is not the person's, or ended without a result.
        """
        with self._records.read() as session:
            person = queries.person(session, account)
            presentation = session.get(Presentation, presentation_id)
            if person is None or presentation is None or presentation.quiz.person_id != person.id:
                return None
            quiz = presentation.quiz
            if quiz.ended_at is not None and quiz.passed is None:
                return None  # ended without a result because the exam was changed
            return (
                question_of(quiz.presentations[-1], self._banks)
                if quiz.ended_at is None
                else self.result_of(quiz, person)
            )

    def last_pass(self, account: str, article: str, today: date) -> ExamResult | None:
        """Return the last pass that has not expired, for its certificate, or None."""
        with self._records.read() as session:
            person = queries.person(session, account)
            attempts = queries.exams(session, person, article) if person else ()
            results = (self.result_of(quiz, person) for quiz in attempts if person)
            return next((result for result in results if result.is_valid(today)), None)

    def _offer(self, session: Session, subject: Subject, exam: Exam, person: Person | None) -> ExamOffer:
        article = subject.article
        ended = queries.exams(session, person, article.slug) if person else ()
        attempt = self._attempt(session, person, article.slug) if person else None
        return ExamOffer(
            article=article.slug,
            title=article.title,
            version=exam.version,
            questions=len(exam_items(subject)),
            pass_mark=exam.pass_mark,
            valid_days=exam.valid_days,
            last=self.result_of(ended[0], person) if ended and person else None,
            begun=len(attempt.presentations) - 1 if attempt and not self._is_outdated(attempt) else None,
        )

    def _is_outdated(self, quiz: Quiz) -> bool:
        """Return whether the exam was changed or removed since an attempt began."""
        subject = self._banks.subjects.get(quiz.article or "")
        exam = subject.bank.exam if subject else None
        return exam is None or exam.version != quiz.exam_version

    def _attempt(self, session: Session, person: Person, article: str) -> Quiz | None:
        quiz = queries.open_quiz(session, QuizKind.EXAM, person=person, article=article)
        return quiz if quiz is not None and quiz.presentations else None

    def _end(self, quiz: Quiz, person: Person, now: datetime) -> ExamResult:
        right = sum(outcome.correct for outcome in outcomes(quiz, person, self._banks))
        quiz.ended_at = now
        quiz.passed = 100 * right >= (quiz.pass_mark or 0) * len(quiz.planned)
        return self.result_of(quiz, person)

    def result_of(self, quiz: Quiz, person: Person) -> ExamResult:
        """Return the result of an attempt that has ended."""
        of = outcomes(quiz, person, self._banks)
        slug, ended = quiz.article or "", quiz.ended_at or quiz.started_at
        subject = self._banks.subjects.get(slug)
        on = ended.astimezone(self._zone).date()
        return ExamResult(
            attempt=quiz.id,
            name=person.name,
            article=slug,
            title=subject.article.title if subject else slug,
            article_version=quiz.article_version or "",
            published=subject.article.published if subject else None,
            exam_version=quiz.exam_version or 0,
            right=sum(outcome.correct for outcome in of),
            questions=len(quiz.planned),
            pass_mark=quiz.pass_mark or 0,
            passed=bool(quiz.passed),
            on=on,
            expires_on=on + timedelta(days=quiz.valid_days or 0),
            outcomes=of,
            read_again=read_again(of),
        )


def exam_items(subject: Subject) -> list[Item]:
    """Return the approved items of an exam, in the order of the exam."""
    exam = subject.bank.exam
    approved = {item.id: item for item in subject.bank.approved()}
    return [approved[identifier] for identifier in (exam.items if exam else ()) if identifier in approved]


def _new_attempt(
    session: Session, subject: Subject, exam: Exam, person: Person, chat: int | None, now: datetime
) -> Quiz:
    slug = subject.article.slug
    quiz = Quiz(
        kind=QuizKind.EXAM,
        person_id=person.id,
        chat=chat,
        planned=[snapshot(session, slug, item).id for item in exam_items(subject)],
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
