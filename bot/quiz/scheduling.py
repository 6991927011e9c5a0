"""Schedule when an item is asked again, with FSRS: a card and an answer -> the next due time.

This is the only importer of fsrs (https://github.com/open-spaced-repetition/py-fsrs). Steps of minutes are
switched off: staff practise once a day at most, so every item returns on another day.
"""

from datetime import UTC, datetime, timedelta, tzinfo

import fsrs

from bot.records import Card

MASTERED_STABILITY = 21.0
"""Stability in days from which on an item may be mastered: after so long it is recalled nine times out of ten."""

MASTERED_DAYS = 2

# Fuzz is off so that the same answers give the same schedule.
SCHEDULER = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def new_card(person: int, article: str, item: str) -> Card:
    """Make the card of an item that a person has never answered; the caller sets when it is due."""
    return Card(person_id=person, article=article, item=item, state=fsrs.State.Learning.value, step=0)


def review(card: Card, *, correct: bool, now: datetime) -> None:
    """Update a card with an answer: wrong counts as FSRS's Again, right as Good."""
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
    # fsrs accepts no other time zone than datetime's own UTC object.
    after, _ = SCHEDULER.review_card(before, rating, now.astimezone(UTC))
    card.state, card.step = after.state.value, after.step
    card.stability, card.difficulty = after.stability, after.difficulty
    card.due, card.last_review = after.due, after.last_review


def is_mastered(card: Card, days_right: int) -> bool:
    """Return whether an item is mastered: right on two days or more, and a stability of three weeks or more.

    One lucky guess is not enough.
    """
    return (card.stability or 0.0) >= MASTERED_STABILITY and days_right >= MASTERED_DAYS


def end_of_day(now: datetime, zone: tzinfo | None) -> datetime:
    """Return the next midnight in a zone, by default the system's; items due before it are due today."""
    local = now.astimezone(zone)
    tomorrow = (local + timedelta(days=1)).date()
    return datetime.combine(tomorrow, datetime.min.time(), local.tzinfo if zone is None else zone).astimezone(UTC)
