"""Phrase what managers see of their staff, for all front ends: people, invitations, announcements, news."""

import re
from collections.abc import Sequence
from datetime import tzinfo

from bot.catalogues import Catalogue, later
from bot.quiz import quiz_messages, report_messages
from bot.quiz.announcing import AnnouncementOutcome
from bot.quiz.exams import ExamResult
from bot.quiz.invitations import MOST_DAYS, MOST_PLACES
from bot.quiz.reports import PersonReport
from bot.quiz.staff import Member
from bot.quiz.staff_news import StaffEvent
from bot.records import Action
from bot.text import clip

GONE = later("They are not on the list of staff.")
NOT_OPEN = later("That invitation is no longer open.")
NO_INVITATIONS = later("No invitation is open. /invite makes one.")
NO_DRAFT = later("That announcement was sent or dropped already.")
NO_STAFF = later("There is nobody on the list of staff to announce it to.")
DROPPED = later("It was not sent.")

_MAX_NAME = 40
_MAX_SUBJECT = 100
_KEY = re.compile(r"^[0-9a-f]{12}(?:: |$)")  # by which commands know a question; to people it says nothing
_MOST_EXAMS = 10
SAID = {
    "add": later("added an article"),
    "replace": later("replaced an article"),
    "remove": later("removed an article"),
    "restore": later("restored an article"),
    "set review date": later("set when an article is to be looked at again"),
    "point to passage": later("pointed a question to a passage"),
    "set questions aside": later("set a question aside"),
    "take back": later("took back what was done about a question"),
    "delete questions": later("deleted a question"),
    "add synonym": later("added a synonym"),
    "remove synonym": later("removed a synonym"),
    "draft questions": later("had quiz questions drafted"),
    "write question": later("wrote a quiz question"),
    "edit question": later("changed a quiz question"),
    "approve question": later("approved a quiz question"),
    "discard question": later("discarded a quiz question"),
    "invite": later("made an invitation"),
    "withdraw invitation": later("withdrew an invitation"),
    "remove person": later("removed someone from the staff"),
    "announce": later("announced something"),
}


def invite_usage(speech: Catalogue) -> list[str]:
    """Say how an invitation is made."""
    most = speech.say(
        "For one person and a week, write /invite alone. For more, write how many people, and for how many days or"
        " until which day: at most {people} people and {days} days. For example:",
        people=MOST_PLACES,
        days=MOST_DAYS,
    )
    return [most, "/invite 20", "/invite 20 30", "/invite 20 2027-01-31"]


def announce_usage(speech: Catalogue, most: int, length: int = 0) -> list[str]:
    """Say how something is announced, and that what was written is too long where its length is."""
    how = speech.say(
        "Write what your staff should know behind the command, at most {most} characters. You see it, and to how many"
        " it goes, before it is sent. For example:",
        most=most,
    )
    too_long = [speech.say("That is too long: it has {n} characters.", n=length)] if length > most else []
    return [*too_long, how, speech.say("/announce The article on migraines is new. Please read it by Friday.")]


def member_lines(member: Member, report: PersonReport, exams: Sequence[ExamResult], speech: Catalogue) -> list[str]:
    """Describe a person: when they joined, how they stand, the exams that they took, latest first."""
    lines = [
        clip(member.name, _MAX_NAME),
        speech.say("Joined on {day}.", day=speech.day(member.joined_at.date())),
        "",
        *report_messages.person_lines(report, speech),
    ]
    if exams:
        lines += ["", speech.say("Exams:")]
        lines += [
            f"• {clip(each.title, 60)}: {quiz_messages.result_line(each, speech)}" for each in exams[:_MOST_EXAMS]
        ]
    if left := len(exams) - _MOST_EXAMS:
        lines += [speech.say_n("… and {n} before", "… and {n} before", left)] if left > 0 else []
    return lines


def outcome_lines(outcome: AnnouncementOutcome, speech: Catalogue) -> list[str]:
    """Say how an announcement went."""
    lines = [
        speech.say_n("Your announcement went to {n} person.", "Your announcement went to {n} people.", outcome.sent)
    ]
    if outcome.failed:
        lines.append(
            speech.say_n(
                "{n} could not be reached: they may have blocked me.",
                "{n} could not be reached: they may have blocked me.",
                outcome.failed,
            )
        )
    if outcome.unclear:
        lines.append(
            speech.say_n(
                "Of {n} it is not known whether they have it, for I was stopped in that moment. To nobody is it sent"
                " twice.",
                "Of {n} it is not known whether they have it, for I was stopped in that moment. To nobody is it sent"
                " twice.",
                outcome.unclear,
            )
        )
    return lines


def news_lines(event: StaffEvent, speech: Catalogue) -> list[str]:
    """Say who joined, or how whose exam has ended, in lines."""
    if event.result is not None:
        return quiz_messages.result_told(event.result, speech)
    return [speech.say("{name} has joined the staff.", name=clip(event.name, _MAX_NAME))]


def action_line(done: Action, zone: tzinfo | None, speech: Catalogue, reader: str = "") -> str:
    """Say what a manager has done: when, who, what; `reader` is the account of who reads it."""
    local = done.at.astimezone(zone)
    what = speech.say(SAID[done.what]) if done.what in SAID else done.what
    who = clip(done.account.removeprefix("telegram:"), _MAX_NAME) or "–"
    who = speech.say("you") if reader and done.account == reader else who
    subject = clip(_KEY.sub("", done.subject), _MAX_SUBJECT)
    return f"{speech.day(local.date())}, {local:%H:%M} · {who}: {what}{f' ({subject})' if subject else ''}"
