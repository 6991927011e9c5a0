"""Manage the people who take quizzes: invitations, reminders, and the data stored about them."""

import json
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from bot.quiz import scheduling
from bot.quiz.banks import Banks
from bot.quiz.invitations import digest_of
from bot.records import (
    Cause,
    News,
    NewsKind,
    Person,
    Records,
    Session,
    actions,
    announcements,
    effects,
    groups,
    languages,
    queries,
    updates,
)
from bot.text import clean_name

MAX_NAME = 80
WORKDAYS = range(5)  # Monday is 0


@dataclass(frozen=True, slots=True)
class Member:
    """Hold a person who takes quizzes."""

    account: str
    name: str
    joined_at: datetime
    reminders: bool


class Staff:
    """Manage all people of one database. Each call is one transaction."""

    def __init__(self, records: Records, banks: Banks, zone: tzinfo | None = None) -> None:
        self._records = records
        self._banks = banks
        self._zone = zone

    def member(self, account: str) -> Member | None:
        """Return the person with an account, or None."""
        with self._records.read() as session:
            person = queries.person(session, account)
            return _member(person) if person else None

    def members(self) -> list[Member]:
        """Return everyone who takes quizzes, ordered by name."""
        with self._records.read() as session:
            return [_member(person) for person in queries.people(session)]

    def accept(self, secret: str, account: str, name: str, now: datetime) -> Member | None:
        """Add a person by an invitation, in one of its places; None when it is unknown, full, withdrawn or expired.

        Someone who is a member already remains one and uses up nothing.
        """
        with self._records.write() as session:
            if known := queries.person(session, account):
                return _member(known)
            invite = queries.invite(session, digest_of(secret))
            if invite is None or invite.withdrawn_at is not None or invite.expires_at < now:
                return None
            if invite.taken >= invite.places:
                return None
            invite.taken, invite.used_at = invite.taken + 1, now
            person = _add(session, account, name, now)
            session.add(News(at=now, kind=NewsKind.JOINED, person_id=person.id))
            return _member(person)

    def add(self, account: str, name: str, now: datetime) -> Member:
        """Add a person without an invitation: a manager, or the user of the terminal."""
        with self._records.write() as session:
            return _member(queries.person(session, account) or _add(session, account, name, now))

    def switch_reminders(self, account: str, cause: Cause | None = None) -> bool | None:
        """Turn the daily reminders on or off and return whether they are on now; None for an unknown account."""
        with self._records.write() as session:
            person = queries.person(session, account)
            if person is None:
                return None
            if effects.claim_effect(session, cause, "switch-reminders"):
                person.reminders = not person.reminders
            return person.reminders

    def stop_reminders(self, account: str) -> None:
        """Turn off the reminders of someone who has blocked the bot; ignore unknown accounts."""
        with self._records.write() as session:
            person = queries.person(session, account)
            if person is not None:
                person.reminders = False

    def data(self, account: str) -> dict[str, Any] | None:
        """Return everything stored about an account, ready for JSON; None where nothing is.

        For an unknown account, that is only the account, the language that it chose, its messages that could not be
        handled, and what it did as a manager.
        """
        with self._records.read() as session:
            person = queries.person(session, account)
            kept = [json.loads(row.body or "null") for row in updates.kept(session, account)]
            language = languages.chosen(session, account)
            done = [
                {"at": each.at.isoformat(), "who": each.account, "what": each.what, "subject": each.subject}
                for each in actions.of_account(session, account)
            ]
            if person is None and not kept and not done and language is None:
                return None
            about = _data(session, person) if person else {"account": account}
            return about | {"language": language, "messages_not_handled": kept, "actions": done}

    def forget(self, account: str) -> bool:
        """Delete everything stored about an account; return False where nothing was.

        Updates keep their numbers, without the account: else one that Telegram repeats would be handled twice.
        """
        with self._records.write() as session:
            return _forget(session, account)

    def remove(self, account: str, by: str, now: datetime) -> str | None:
        """Delete everything stored about a person, for a manager, and return their name; None where there is none."""
        with self._records.write() as session:
            person = queries.person(session, account)
            if person is None:
                return None
            name = person.name
            _forget(session, account)
            actions.record(session, by, "remove person", account, now)
            return name

    def remind(self, hours: tuple[int, int], now: datetime) -> list[tuple[str, int]]:
        """Return the accounts to remind now, each with its number of due items.

        Reminders are sent on workdays only, from the first of the two `hours` until before the second, once a day at
        most, to people on Telegram with something due. Call `note_reminder` when one was sent.
        """
        local = now.astimezone(self._zone)
        if local.weekday() not in WORKDAYS or not hours[0] <= local.hour < hours[1]:
            return []
        today, due_before = local.date(), scheduling.end_of_day(now, self._zone)
        approved = {(slug, item.id) for slug, item in self._banks.approved()}
        reminded = []
        with self._records.read() as session:
            for person in queries.people(session):
                if not person.reminders or person.reminded_on == today or not person.account.startswith("telegram:"):
                    continue
                cards = queries.cards(session, person)
                due = sum(key in approved and card.due < due_before for key, card in cards.items())
                if due:
                    reminded.append((person.account, due))
        return reminded

    def note_reminder(self, account: str, now: datetime) -> None:
        """Note that someone was reminded today; ignore unknown accounts."""
        with self._records.write() as session:
            person = queries.person(session, account)
            if person is not None:
                person.reminded_on = now.astimezone(self._zone).date()


def _add(session: Session, account: str, name: str, now: datetime) -> Person:
    person = Person(account=account, name=clean_name(name)[:MAX_NAME].strip() or account, joined_at=now)
    session.add(person)
    session.flush()
    return person


def _member(person: Person) -> Member:
    return Member(person.account, person.name, person.joined_at, person.reminders)


def _forget(session: Session, account: str) -> bool:
    person, kept = queries.person(session, account), updates.kept(session, account)
    updates.forget_kept(session, account)
    noted = [updates.blank_sender(session, account), actions.forget(session, account)]
    spoken = languages.forget(session, account)
    announcements.blank_author(session, account)
    groups.forget_manager(session, account)
    for game in queries.hosted(session, account):
        game.host = None
    for invite in queries.invites_of(session, account):
        invite.made_by = ""
    if person is not None:
        session.delete(person)
    return person is not None or bool(kept) or spoken or any(noted)


def _data(session: Session, person: Person) -> dict[str, Any]:
    cards = queries.cards(session, person).values()
    return {
        "account": person.account,
        "name": person.name,
        "joined_at": person.joined_at.isoformat(),
        "reminders": person.reminders,
        "reminded_on": person.reminded_on.isoformat() if person.reminded_on else None,
        "schedule": [
            {
                "article": card.article,
                "item": card.item,
                "due": card.due.isoformat(),
                "stability_days": card.stability,
                "difficulty": card.difficulty,
                "last_review": card.last_review.isoformat() if card.last_review else None,
            }
            for card in cards
        ],
        "answers": [
            {
                "at": answer.at.isoformat(),
                "kind": answer.presentation.quiz.kind,
                "question": answer.presentation.item.question,
                "picked": answer.presentation.options[answer.picked],
                "correct": answer.correct,
            }
            for answer in queries.answers(session, person)
        ],
        "quizzes": [
            {"kind": quiz.kind, "article": quiz.article, "started_at": quiz.started_at.isoformat()}
            for quiz in queries.quizzes_of(session, person)
        ],
        "invitations_made": len(queries.invites_of(session, person.account)),
        "games": [game.started_at.isoformat() for game in queries.games_of(session, person)],
        "exams": [
            {
                "article": exam.article,
                "version": exam.exam_version,
                "ended_at": exam.ended_at.isoformat() if exam.ended_at else None,
                "passed": exam.passed,
            }
            for exam in queries.exams(session, person)
        ],
    }
