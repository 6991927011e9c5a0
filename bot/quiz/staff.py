"""Manage the people who take quizzes: invitations, reminders, and the data stored about them."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from hashlib import sha256
from typing import Any

from bot.quiz import scheduling
from bot.quiz.banks import Banks
from bot.records import Cause, Invite, Person, Records, Session, effects, languages, queries, updates

INVITE_DAYS = 7
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

    def invite(self, made_by: str, now: datetime) -> str:
        """Make an invitation for one person, valid for INVITE_DAYS, and return its secret. Only a digest is stored."""
        secret = secrets.token_urlsafe(24)
        with self._records.write() as session:
            expires_at = now + timedelta(days=INVITE_DAYS)
            session.add(Invite(digest=_digest(secret), made_by=made_by, expires_at=expires_at))
        return secret

    def accept(self, secret: str, account: str, name: str, now: datetime) -> Member | None:
        """Add a person by an invitation, which is used up; None when it is unknown, used or expired.

        Someone who is a member already remains one and uses up nothing.
        """
        with self._records.write() as session:
            if known := queries.person(session, account):
                return _member(known)
            invite = queries.invite(session, _digest(secret))
            if invite is None or invite.used_at is not None or invite.expires_at < now:
                return None
            invite.used_at = now
            return _member(_add(session, account, name, now))

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

        For an unknown account, that is only the account, the language that it chose, and its messages that could not be
        handled.
        """
        with self._records.read() as session:
            person = queries.person(session, account)
            kept = [json.loads(row.body or "null") for row in updates.kept(session, account)]
            language = languages.chosen(session, account)
            if person is None and not kept and language is None:
                return None
            about = _data(session, person) if person else {"account": account}
            return about | {"language": language, "messages_not_handled": kept}

    def forget(self, account: str) -> bool:
        """Delete everything stored about an account; return False where nothing was."""
        with self._records.write() as session:
            person, kept = queries.person(session, account), updates.kept(session, account)
            updates.forget_kept(session, account)
            spoken = languages.forget(session, account)
            if person is None:
                return bool(kept) or spoken
            for game in queries.hosted(session, account):
                game.host = None
            for invite in queries.invites_of(session, account):
                invite.made_by = ""
            session.delete(person)
            return True

    def remind(self, hours: tuple[int, int], now: datetime) -> list[tuple[str, int]]:
        """Return the accounts to remind now, each with its number of due items, and mark them as reminded today.

        Reminders are sent on workdays only, from the first of the two `hours` until before the second, once a day at
        most, to people on Telegram with something due. They are marked before sending, so that a crash cannot remind
        anyone twice.
        """
        local = now.astimezone(self._zone)
        if local.weekday() not in WORKDAYS or not hours[0] <= local.hour < hours[1]:
            return []
        today, due_before = local.date(), scheduling.end_of_day(now, self._zone)
        approved = {(slug, item.id) for slug, item in self._banks.approved()}
        reminded = []
        with self._records.write() as session:
            for person in queries.people(session):
                if not person.reminders or person.reminded_on == today or not person.account.startswith("telegram:"):
                    continue
                cards = queries.cards(session, person)
                due = sum(key in approved and card.due < due_before for key, card in cards.items())
                if due:
                    person.reminded_on = today
                    reminded.append((person.account, due))
        return reminded


def _add(session: Session, account: str, name: str, now: datetime) -> Person:
    person = Person(account=account, name=" ".join(name.split())[:MAX_NAME] or account, joined_at=now)
    session.add(person)
    session.flush()
    return person


def _member(person: Person) -> Member:
    return Member(person.account, person.name, person.joined_at, person.reminders)


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


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
