"""Phrase reports on people and questions, for all front ends: reports -> lines of text, in a language."""

from collections.abc import Iterator, Sequence

from bot.catalogues import Catalogue, later
from bot.quiz.quiz_messages import again, result_line
from bot.quiz.reports import ENOUGH, PersonReport, QuestionReport, ReportTopic, TeamReport, TopicProgress
from bot.text import clip

_MAX_SHOWN = 12
_NAMES_A_LINE = 20


def team_lines(team: TeamReport, speech: Catalogue) -> list[str]:
    """Describe everyone who has answered in a line each, who needs help first, then name those who have not."""
    lines = [_standing(person, speech) for person in team.people if person.answers]
    lines += not_started(team, speech)
    return lines or [speech.say("Nobody has joined yet. /invite makes an invitation.")]


def not_started(team: TeamReport, speech: Catalogue) -> list[str]:
    """Name those who have never answered, some in each line."""
    names = [clip(name, 40) for name in team.not_started]
    parts = (names[at : at + _NAMES_A_LINE] for at in range(0, len(names), _NAMES_A_LINE))
    return [speech.say("Not started: {names}", names=", ".join(part)) for part in parts]


def person_lines(person: PersonReport, speech: Catalogue, *, topics: bool = True) -> list[str]:
    """Describe one person: standing, last exam, progress by topic if wanted, and topics to read again."""
    lines = [_standing(person, speech)]
    if person.last_exam is not None:
        lines.append("  " + speech.say("Exam: {result}", result=result_line(person.last_exam, speech)))
        if person.last_exam.again_from is not None:
            lines.append("  " + again(person.last_exam.again_from, speech))
    if topics and person.answers:
        lines += [f"  {line}" for line in _by_topic(person, speech)]
    if person.read_again:
        wrong = ", ".join(clip(topic, 40) for topic in person.read_again)
        lines.append("  " + speech.say("To read: {topics}", topics=wrong))
    return lines


def _by_topic(person: PersonReport, speech: Catalogue) -> Iterator[str]:
    several = len({slug for slug, _ in person.progress}) > 1
    for topic, of in person.progress.items():
        if of.met:
            yield speech.say_n(
                "{topic}: {met} of {n} met, {right} right last time, {mastered} mastered",
                "{topic}: {met} of {n} met, {right} right last time, {mastered} mastered",
                of.items,
                topic=topic_label(topic, several),
                met=of.met,
                right=of.right,
                mastered=of.mastered,
            )


def topic_label(topic: ReportTopic, several: bool) -> str:
    """Name a topic, with its article where there are several."""
    slug, name = topic
    return clip(f"{slug}: {name}" if several else name, 40)


def question_lines(questions: Sequence[QuestionReport], speech: Catalogue) -> list[str]:
    """Describe the questions that come first in a report, in lines; say how many more there are."""
    lines = []
    for question in questions[:_MAX_SHOWN]:
        if question.to_fix:
            reason = speech.say(question.to_fix.text, option=question.to_fix.option)
            lines.append(speech.say("To fix: {reason}", reason=reason))
        few = speech.say("too few answers")
        share = few if question.right is None else speech.say("{share} right", share=f"{question.right:.0%}")
        lines.append(
            f"{question.item} v{question.version}: {share} ({question.answers}) – {clip(question.question, 90)}"
        )
        marked = ((option, "✓ " * (option == question.answer), count) for option, count in question.picks.items())
        picks = "; ".join(f"{mark}{clip(option, 30)} {count}" for option, mark, count in marked)
        lines.append(f"  {picks}")
    if left := len(questions[_MAX_SHOWN:]):
        lines.append(speech.say_n("and {n} more, in the CSV", "and {n} more, in the CSV", left))
    if any(question.right is None for question in questions):
        lines.append(speech.say("What is to be fixed is told from {count} answers to a question on.", count=ENOUGH))
    return lines or [speech.say("No question has been answered yet.")]


def _standing(person: PersonReport, speech: Catalogue) -> str:
    if not person.answers and person.last_exam is None:
        return speech.say("{name}: not started", name=clip(person.name, 40))
    overdue = person.overdue and " " + speech.say_n("({n} overdue)", "({n} overdue)", person.overdue)
    parts = [_progress(person.overall, speech), speech.say_n("{n} due", "{n} due", person.due) + (overdue or "")]
    if person.last_answer is not None:
        parts.append(speech.say("the last answer on {day}", day=speech.day(person.last_answer)))
    if person.last_exam is not None:
        passed = later("exam {percent}% passed, valid until {day}")
        said = passed if person.last_exam.passed else later("exam {percent}% not passed")
        day = speech.day(person.last_exam.expires_on)
        parts.append(speech.say(said, percent=person.last_exam.percent, day=day))
    return f"{clip(person.name, 40)}: {'; '.join(parts)}"


def _progress(of: TopicProgress, speech: Catalogue) -> str:
    return speech.say_n(
        "{met} of {n} met, {right} right last time, {mastered} mastered",
        "{met} of {n} met, {right} right last time, {mastered} mastered",
        of.items,
        met=of.met,
        right=of.right,
        mastered=of.mastered,
    )
