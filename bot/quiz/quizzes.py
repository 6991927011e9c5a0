"""Build everything that quizzes need from a corpus and a database, for front ends."""

import logging
from dataclasses import dataclass
from datetime import timedelta, tzinfo
from random import Random, SystemRandom
from typing import Self

from bot import clock
from bot.authoring.quotes import find_quote
from bot.quiz.announcing import Announcements
from bot.quiz.asking import AskedQuestion, Place
from bot.quiz.banks import Banks, raise_versions, read_banks
from bot.quiz.exams import WAIT, Exams
from bot.quiz.games import GameRules, Games
from bot.quiz.invitations import Invitations
from bot.quiz.practice import Practice
from bot.quiz.reports import Reports
from bot.quiz.session_plan import plan
from bot.quiz.staff import Staff
from bot.quiz.staff_news import StaffNews
from bot.records import QuizKind, Records, queries
from corpus import Corpus

logger = logging.getLogger(__name__)

_TASTER = 3


@dataclass(frozen=True, slots=True)
class Quizzes:
    """Hold the parts of the quizzes of one corpus and database. Close it, or use it in a `with` statement."""

    banks: Banks
    practice: Practice
    exams: Exams
    games: Games
    staff: Staff
    reports: Reports
    invitations: Invitations
    announcements: Announcements
    news: StaffNews
    records: Records
    rng: Random

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database, so that its file holds everything."""
        self.records.close()

    @property
    def has_questions(self) -> bool:
        """Return whether there is any approved item."""
        return next(self.banks.approved(), None) is not None

    def read_again(self, corpus: Corpus) -> Banks:
        """Read the banks of a corpus that is to be served in the place of this one; `banks.swap` puts them there."""
        return _read(corpus, self.records)

    def sent_as(self, poll: str) -> tuple[QuizKind, int] | None:
        """Return the kind of quiz and the presentation id that a poll belongs to; None for an unknown poll."""
        with self.records.read() as session:
            presentation = queries.presentation_of_poll(session, poll)
            return (QuizKind(presentation.quiz.kind), presentation.id) if presentation else None

    def taster(self) -> list[AskedQuestion]:
        """Return a few questions for an unknown person. Nothing is recorded."""
        subjects = self.banks.subjects
        items = list(Banks(subjects).approved())
        self.rng.shuffle(items)
        chosen = plan(items, _TASTER)
        questions = []
        for number, (slug, item) in enumerate(chosen, 1):
            options = list(item.options)
            self.rng.shuffle(options)
            article = subjects[slug].article
            citation = find_quote(article, item.source)
            cited = citation.as_of(clock.now().date()) if citation else article.title
            place = Place(slug, item.topic, item.source, cited, citation.url if citation else None, item.why)
            key = options.index(item.answer)
            questions.append(AskedQuestion(0, number, len(chosen), item.question, tuple(options), key, place))
        return questions


def open_quizzes(
    corpus: Corpus,
    database: str,
    zone: tzinfo | None = None,
    rng: Random | None = None,
    *,
    game_rules: GameRules = GameRules(),
    exam_wait: timedelta = WAIT,
    for_one_bot: bool = False,
) -> Quizzes:
    """Read the banks and open the database; log a warning for each problem in a bank."""
    records = Records.open(database, for_one_bot=for_one_bot)
    banks = _read(corpus, records)
    rng = rng or SystemRandom()
    exams = Exams(records, banks, rng, zone, exam_wait)
    return Quizzes(
        banks=banks,
        practice=Practice(records, banks, rng, zone),
        exams=exams,
        games=Games(records, banks, rng, game_rules),
        staff=Staff(records, banks, zone),
        reports=Reports(records, banks, exams, zone),
        invitations=Invitations(records),
        announcements=Announcements(records),
        news=StaffNews(records, exams, zone),
        records=records,
        rng=rng,
    )


def _read(corpus: Corpus, records: Records) -> Banks:
    """Read the banks, items with the versions that they must have; a warning for each problem."""
    banks = raise_versions(read_banks(corpus), records)
    for problem in banks.problems:
        logger.warning("%s", problem)
    return banks
