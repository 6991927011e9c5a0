"""What managers are told of their staff: who joined, passed or failed. It waits in the database until it is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, tzinfo

from bot.quiz.exams import ExamResult, Exams
from bot.records import News, NewsKind, Quiz, Records, Session, queries


@dataclass(frozen=True, slots=True)
class StaffEvent:
    """Hold something that managers are to be told: who joined, or with `result` whose exam has ended."""

    number: int
    at: datetime
    name: str
    result: ExamResult | None


class StaffNews:
    """Read the news of one database, and forget what was told. Each call is one transaction."""

    def __init__(self, records: Records, exams: Exams, zone: tzinfo | None = None) -> None:
        self._records = records
        self._exams = exams
        self._zone = zone

    def untold(self, now: datetime, hours: tuple[int, int] | None = None) -> list[StaffEvent]:
        """Return what is to be told now, oldest first.

        With `hours`, the first hour of work and the one at which it ends, that is what came before today, in these
        hours: so each event is told once a day, together with others, also when the bot is started anew.
        """
        local = now.astimezone(self._zone)
        if hours is not None and not hours[0] <= local.hour < hours[1]:
            return []
        before = (
            datetime.combine(local.date(), time(), local.tzinfo) if hours else datetime.max.replace(tzinfo=now.tzinfo)
        )
        with self._records.read() as session:
            return [self._event(session, each) for each in queries.news(session, before)]

    def forget(self, told: Iterable[StaffEvent]) -> None:
        """Forget what was told."""
        with self._records.write() as session:
            for event in told:
                queries.forget_news(session, event.number, event.at)

    def _event(self, session: Session, row: News) -> StaffEvent:
        ended = session.get(Quiz, row.quiz_id) if row.kind == NewsKind.EXAM else None
        result = self._exams.result_of(session, ended, row.person) if ended else None
        return StaffEvent(row.id, row.at, row.person.name, result)
