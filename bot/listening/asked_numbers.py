"""Numbers about what people ask: questions a day, the share answered, topics, time to answer. No text is needed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.answering.answer import Answer, NoAnswer
from bot.catalogues import Catalogue
from bot.records import DailyCount, Records, daily_counts

DAYS = 30
"""Days that the numbers are about."""

_TOPICS = 6


@dataclass(frozen=True, slots=True)
class Numbers:
    """Hold counts of the last days: `days` each with how many were asked and answered, and the most asked topics.

    `seconds` is the mean time to answer, None where nothing was asked.
    """

    days: tuple[tuple[date, int, int], ...]
    topics: tuple[tuple[str, int], ...]
    seconds: float | None

    @property
    def asked(self) -> int:
        """Give how many questions were asked."""
        return sum(asked for _, asked, _ in self.days)

    @property
    def answered(self) -> int:
        """Give how many of them were answered."""
        return sum(answered for _, _, answered in self.days)


def read_numbers(records: Records, today: date) -> Numbers:
    """Read the numbers of the last 30 days, today included."""
    first = today - timedelta(days=DAYS - 1)
    with records.read() as session:
        rows = list(daily_counts.since(session, first))
    return _sum(rows, first)


def topic_of(result: Answer | NoAnswer) -> str:
    """Give the heading that an answer stands under, as it is counted."""
    if isinstance(result, NoAnswer):
        return daily_counts.NO_TOPIC
    citation = result.hits[0].passage.citation
    return citation.section[-1] if citation.section else citation.title


def numbers_lines(numbers: Numbers, speech: Catalogue) -> list[str]:
    """Say in a few lines how much was asked and answered."""
    if not numbers.asked:
        return [speech.say_n("Nothing was asked in {n} day.", "Nothing was asked in {n} days.", DAYS)]
    percent = round(100 * numbers.answered / numbers.asked)
    return [
        speech.say_n("{n} question in {days} days", "{n} questions in {days} days", numbers.asked, days=DAYS),
        speech.say("{percent}% answered", percent=percent),
        speech.say("{seconds} s to answer, on average", seconds=speech.decimal(numbers.seconds or 0, 2)),
    ]


def _sum(rows: Sequence[DailyCount], first: date) -> Numbers:
    asked, answered, topics = Counter[date](), Counter[date](), Counter[str]()
    for row in rows:
        asked[row.day] += row.asked
        answered[row.day] += row.answered
        topics[row.topic] += row.answered
    days = [first + timedelta(days=n) for n in range(DAYS)]
    total = asked.total()
    return Numbers(
        days=tuple((day, asked[day], answered[day]) for day in days),
        topics=tuple((topic, count) for topic, count in topics.most_common(_TOPICS) if count),
        seconds=sum(row.milliseconds for row in rows) / total / 1000 if total else None,
    )
