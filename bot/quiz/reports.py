"""Report results: recorded responses -> how each person, each item and the team are doing."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from io import StringIO

from bot.catalogues import later
from bot.quiz import scheduling
from bot.quiz.banks import Banks
from bot.quiz.exams import ExamResult, Exams
from bot.records import Card, ItemVersion, Person, QuizKind, Records, Response, Session, queries
from bot.text import safe_cell

ENOUGH = 20
"""Number of responses from which on a share is reported."""

_HARD, _EASY = 0.3, 0.95

_RIVAL = later("“{option}” is picked more often than the answer; see whether it is right, too")
_FEW_KNOW = later("few know it; see whether the question is clear")
_ALL_KNOW = later("nearly everyone knows it; make it harder or retire it")
_UNUSED = later("nobody picks “{option}”; write a likelier option")

ReportTopic = tuple[str, str]
"""The slug of an article, and a topic of it."""


@dataclass(frozen=True, slots=True)
class TopicProgress:
    """Hold how far a person is with a topic's items: how many were met, right last time, and mastered."""

    items: int
    met: int = 0
    right: int = 0
    mastered: int = 0

    def __add__(self, other: "TopicProgress") -> "TopicProgress":
        """Return the progress with the items of both."""
        return TopicProgress(
            self.items + other.items, self.met + other.met, self.right + other.right, self.mastered + other.mastered
        )


@dataclass(frozen=True, slots=True)
class PersonReport:
    """Hold how one person is doing. `due` includes `overdue`, which counts items due before today.

    `progress` is by topic. `read_again` are the topics of items whose last answer was wrong.
    """

    name: str
    answers: int
    right: int
    due: int
    overdue: int
    last_answer: date | None
    last_exam: ExamResult | None
    progress: Mapping[ReportTopic, TopicProgress]
    read_again: tuple[str, ...]

    @property
    def overall(self) -> TopicProgress:
        """Return the progress over all topics."""
        return sum(self.progress.values(), TopicProgress(0))

    @property
    def need(self) -> tuple[bool, float, int, str]:
        """Return what people are sorted by: who has begun and knows least first, at the end who has not begun."""
        known = self.overall
        return not self.answers, known.right / known.met if known.met else 0.0, -self.overdue, self.name


@dataclass(frozen=True, slots=True)
class ToFix:
    """Hold why an item should be looked at: a sentence for `Catalogue.say`, and the option that it names, if any."""

    text: str
    option: str = ""


@dataclass(frozen=True, slots=True)
class QuestionReport:
    """Hold how one version of an item was answered.

    `right` is the share of right answers, None below ENOUGH answers. `picks` counts each option, the key first.
    `to_fix` says why the item should be looked at, None where nothing points to it.
    """

    article: str
    item: str
    version: int
    question: str
    answer: str
    answers: int
    right: float | None
    picks: Mapping[str, int]
    to_fix: ToFix | None


@dataclass(frozen=True, slots=True)
class TeamReport:
    """Hold the reports on everyone. `not_started` are the names of those who have never answered."""

    topics: tuple[ReportTopic, ...]
    people: tuple[PersonReport, ...]
    not_started: tuple[str, ...]


class Reports:
    """Build reports from one database."""

    def __init__(self, records: Records, banks: Banks, exams: Exams, zone: tzinfo | None = None) -> None:
        self._records = records
        self._banks = banks
        self._exams = exams
        self._zone = zone
        self._topics = {(slug, item.id): (slug, item.topic) for slug, item in banks.approved()}

    def team(self, now: datetime) -> TeamReport:
        """Report on everyone, first who needs help most: whose last answers were wrong most often."""
        with self._records.read() as session:
            by_person: dict[int, list[Response]] = defaultdict(list)
            for answer in queries.answers(session):
                by_person[answer.person_id].append(answer)
            found = (self._person(session, person, by_person[person.id], now) for person in queries.people(session))
            people = tuple(sorted(found, key=lambda person: person.need))
        topics = tuple(dict.fromkeys((slug, item.topic) for slug, item in self._banks.approved()))
        return TeamReport(topics, people, tuple(person.name for person in people if not person.answers))

    def person(self, account: str, now: datetime) -> tuple[PersonReport, tuple[ExamResult, ...]] | None:
        """Report on one person, with all exams that they have taken, latest first; None for an unknown account."""
        with self._records.read() as session:
            person = queries.person(session, account)
            if person is None:
                return None
            exams = tuple(self._exams.result_of(session, exam, person) for exam in queries.exams(session, person))
            return self._person(session, person, queries.answers(session, person), now), exams

    def questions(self) -> tuple[QuestionReport, ...]:
        """Report on every item version that was answered: those to fix first, then the hardest."""
        with self._records.read() as session:
            answers: dict[int, list[Response]] = defaultdict(list)
            versions: dict[int, ItemVersion] = {}
            for answer in queries.answers(session):
                versions[answer.presentation.item.id] = answer.presentation.item
                answers[answer.presentation.item.id].append(answer)
            found = [_question(versions[key], answers[key]) for key in versions]
        return tuple(sorted(found, key=lambda q: (q.to_fix is None, q.right is None, q.right or 0.0, q.item)))

    def answers_csv(self) -> str:
        """Return all responses as CSV, a row each, oldest first; no cell is read as a formula by a spreadsheet."""
        out = StringIO()
        writer = csv.writer(out)
        writer.writerow(
            "at account person kind article item version topic question picked answer correct exam_version".split()
        )
        with self._records.read() as session:
            for answer in queries.answers(session):
                presentation, item = answer.presentation, answer.presentation.item
                row: list[object] = [answer.at.isoformat(), answer.person.account, answer.person.name]
                row += [presentation.quiz.kind, item.article, item.item, item.version, item.topic, item.question]
                row += [presentation.options[answer.picked], item.answer, int(answer.correct)]
                row += [presentation.quiz.exam_version or ""]
                writer.writerow(map(safe_cell, row))
        return out.getvalue()

    def _person(self, session: Session, person: Person, answers: Sequence[Response], now: datetime) -> PersonReport:
        approved = {(slug, item.id): item for slug, item in self._banks.approved()}
        cards = {key: card for key, card in queries.cards(session, person).items() if key in approved}
        tonight = scheduling.end_of_day(now, self._zone)
        exams = queries.exams(session, person)
        return PersonReport(
            name=person.name,
            answers=len(answers),
            right=sum(answer.correct for answer in answers),
            due=sum(card.due < tonight for card in cards.values()),
            overdue=sum(card.due < tonight - timedelta(days=1) for card in cards.values()),
            last_answer=answers[-1].at.astimezone(self._zone).date() if answers else None,
            last_exam=self._exams.result_of(session, exams[0], person) if exams else None,
            progress=self._progress(cards, answers),
            read_again=_read_again(answers),
        )

    def _progress(
        self, cards: Mapping[tuple[str, str], Card], answers: Iterable[Response]
    ) -> dict[ReportTopic, TopicProgress]:
        days: dict[tuple[str, str], set[date]] = defaultdict(set)
        last: dict[tuple[str, str], bool] = {}
        for answer in answers:
            shown = answer.presentation.item
            last[shown.article, shown.item] = answer.correct
            if answer.correct and answer.presentation.quiz.kind == QuizKind.PRACTICE:
                days[shown.article, shown.item].add(answer.at.astimezone(self._zone).date())
        progress: dict[ReportTopic, TopicProgress] = defaultdict(lambda: TopicProgress(0))
        for key in ((slug, item.id) for slug, item in self._banks.approved()):
            card = cards.get(key)
            mastered = card is not None and scheduling.is_mastered(card, len(days[key]))
            progress[self._topics[key]] += TopicProgress(1, key in last, last.get(key, False), mastered)
        return dict(progress)


def _read_again(answers: Iterable[Response]) -> tuple[str, ...]:
    """Return the topics of items whose last answer was wrong, most such items first."""
    last = {(answer.presentation.item.article, answer.presentation.item.item): answer for answer in answers}
    wrong = Counter(answer.presentation.item.topic for answer in last.values() if not answer.correct)
    return tuple(topic for topic, _ in wrong.most_common())


def _question(version: ItemVersion, answers: Sequence[Response]) -> QuestionReport:
    picks = Counter(answer.presentation.options[answer.picked] for answer in answers)
    right = picks[version.answer] / len(answers) if len(answers) >= ENOUGH else None
    return QuestionReport(
        article=version.article,
        item=version.item,
        version=version.version,
        question=version.question,
        answer=version.answer,
        answers=len(answers),
        right=right,
        picks={option: picks[option] for option in (version.answer, *version.wrong)},
        to_fix=_to_fix(version, picks, right),
    )


def _to_fix(version: ItemVersion, picks: Counter[str], right: float | None) -> ToFix | None:
    """Return why an item should be looked at, or None; judge only from ENOUGH answers on."""
    if right is None:
        return None
    rivals = [option for option in version.wrong if picks[option] > picks[version.answer]]
    unused = [option for option in version.wrong if not picks[option]]
    if rivals:
        return ToFix(_RIVAL, rivals[0])
    if right < _HARD:
        return ToFix(_FEW_KNOW)
    if right > _EASY:
        return ToFix(_ALL_KNOW)
    if unused:
        return ToFix(_UNUSED, unused[0])
    return None
