"""When an item comes again, by FSRS: the only importer of fsrs.

See https://github.com/open-spaced-repetition/py-fsrs. There are no steps of minutes: staff come once a day
at most, so whatever is answered comes again on another day.
"""

from datetime import UTC, datetime, timedelta, tzinfo

import fsrs

from bot.records import Card

MASTERED_STABILITY = 21.0
"""Days over which a mastered item is still recalled nine times out of ten."""

MASTERED_DAYS = 2

# Without fuzz, the same answers give the same schedule.
SCHEDULER = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def new_card(person: int, article: str, item: str) -> Card:
    """The card of an item that a person has not met."""
    return Card(person_id=person, article=article, item=item, state=fsrs.State.Learning.value, step=0)


def review(card: Card, *, correct: bool, now: datetime) -> None:
    """Move a card by an answer: wrong counts as Again, right as Good."""
    before = fsrs.Card(
        card_id=0,
        state=fsrs.State(card.state),
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        due=card.due,
        last_review=card.last_review,
    )
    rating = fsrs.Rating.Good if correct else fsrs.Rating.Again
    # fsrs insists on this very object for the zone.
    after, _ = SCHEDULER.review_card(before, rating, now.astimezone(UTC))
    card.state, card.step = after.state.value, after.step
    card.stability, card.difficulty = after.stability, after.difficulty
    card.due, card.last_review = after.due, after.last_review


def is_mastered(card: Card, days_right: int) -> bool:
    """Right on two different days, and stable for three weeks: more than one lucky guess."""
    return (card.stability or 0.0) >= MASTERED_STABILITY and days_right >= MASTERED_DAYS


def end_of_day(now: datetime, zone: tzinfo | None) -> datetime:
    """The next midnight in a zone, by default the system's; what is due before it is due today."""
    local = now.astimezone(zone)
    tomorrow = (local + timedelta(days=1)).date()
    return datetime.combine(tomorrow, datetime.min.time(), local.tzinfo if zone is None else zone).astimezone(UTC)
