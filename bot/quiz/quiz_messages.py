"""Phrase what the bot says about quizzes, for all front ends: results -> texts and lines of text."""

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo

from bot.quiz.asking import Place
from bot.quiz.exams import ExamOffer, ExamResult
from bot.quiz.practice import NothingDue, Summary
from bot.quiz.reports import PersonReport, QuestionReport, TeamReport, Topic
from bot.text import clip, counted, day

ABOUT = "The questions test what the article says. They are no test of clinical judgement."
RECORDED = (
    "Recorded are your name, each answer with its time, your results and when a question comes again."
    " Managers see your results."
)
MY_DATA = "/mydata shows and deletes it; /reminders turns the daily reminder off."
NOT_INVITED = "The quiz is for invited staff. Ask a manager for an invitation."
BAD_INVITE = "This invitation was used already, or has expired. Ask a manager for a new one."
NO_QUESTIONS = (
    "There are no approved questions yet. A manager drafts them with `article-bot quiz draft` and approves them with"
    " `article-bot quiz review`."
)
NO_EXAM = "There is no exam yet. A manager adds one to the bank of an article."
NOTHING_TO_STOP = "There is no quiz to stop. /quiz begins one."
EXAM_GONE = "This exam is no longer there, or was changed. /exam shows those there are."
NO_CERTIFICATE = "You passed. The certificate cannot be made here; a manager finds the reason in the log."
EXAM_WAITS = "Your exam waits where you left it: /exam goes on."
NOT_STORED = "Nothing is stored about you."
FORGOTTEN = "Everything that was stored about you is deleted."
TASTER = "A taster, of which nothing is recorded:"
NOT_RECORDED = "That was the taster. Ask me anything about the article at any time."

_MAX_QUOTE = 400
_MAX_SHOWN = 12
_MAX_LABEL = 160


def nothing_due(nothing: NothingDue, zone: tzinfo | None) -> str:
    """Say that there is nothing to practise now, and when there will be."""
    if nothing.next_due is None:
        return NO_QUESTIONS
    return f"Nothing is due: you are up to date. The next question comes on {_local_day(nothing.next_due, zone)}."


def summary(ended: Summary, zone: tzinfo | None) -> list[str]:
    """Describe how a session went and what to read again, in lines."""
    if not ended.outcomes:
        return ["Stopped. Nothing was answered."]
    lines = [f"{ended.right} of {len(ended.outcomes)} right."]
    if ended.read_again:
        lines += ["", "Read again:", *quotes(ended.read_again)]
    if ended.next_due is not None:
        which = "What you got wrong" if ended.read_again else "The next of these"
        lines += ["", f"{which} comes again on {_local_day(ended.next_due, zone)}."]
    if ended.more:
        lines.append("/quiz asks more.")
    return lines


def quotes(places: Iterable[Place]) -> list[str]:
    """Format passages with their citations, one a line."""
    return [f"“{clip(place.quote, _MAX_QUOTE)}” — {clip(place.citation, _MAX_LABEL)}" for place in places]


def offer(exam: ExamOffer) -> list[str]:
    """Describe an exam before it begins: title, terms and last result, in lines."""
    lines = [
        f"Exam on “{clip(exam.title, 100)}”",
        f"{exam.questions} questions, {exam.pass_mark}% to pass, the result at the end.",
    ]
    if exam.last is not None:
        lines.append(f"Last time: {result_line(exam.last)}")
    return lines


def result_line(result: ExamResult) -> str:
    """Describe a result in one line."""
    verdict = f"passed, valid until {day(result.expires_on)}" if result.passed else "not passed"
    return f"{result.right} of {result.questions} ({result.percent}%) on {day(result.on)}, {verdict}"


def result(ended: ExamResult) -> list[str]:
    """Describe the result at the end of an exam, with what to read again, in lines."""
    verdict = "Passed." if ended.passed else f"Not passed: {ended.pass_mark}% are needed. /exam tries again."
    lines = [f"{verdict} {ended.right} of {ended.questions} right ({ended.percent}%)."]
    if ended.read_again:
        lines += ["", "Read again:", *quotes(ended.read_again)]
    return lines


def team_lines(team: TeamReport) -> list[str]:
    """Describe everyone who has answered in a line each, then name those who have not."""
    lines = [_standing(person) for person in team.people if person.answers]
    if team.not_started:
        lines += ["", f"Not started: {', '.join(clip(name, 40) for name in team.not_started)}"]
    return lines or ["Nobody has joined yet. /invite makes an invitation."]


def person_lines(person: PersonReport, *, mastery: bool = True) -> list[str]:
    """Describe one person: standing, last exam, mastery by topic if wanted, and topics to read again."""
    lines = [_standing(person)]
    if person.last_exam is not None:
        lines.append(f"  Exam: {result_line(person.last_exam)}")
    if mastery:
        several = len({slug for slug, _ in person.mastery}) > 1
        held = [f"{topic_label(topic, several)} {of.mastered}/{of.items}" for topic, of in person.mastery.items()]
        lines.append(f"  Mastered: {'; '.join(held)}")
    if person.read_again:
        lines.append(f"  To read: {', '.join(clip(topic, 40) for topic in person.read_again)}")
    return lines


def topic_label(topic: Topic, several: bool) -> str:
    """Name a topic, with its article where there are several."""
    slug, name = topic
    return clip(f"{slug}: {name}" if several else name, 40)


def question_lines(questions: Sequence[QuestionReport]) -> list[str]:
    """Describe the questions that come first in a report, in lines; say how many more there are."""
    lines = []
    for question in questions[:_MAX_SHOWN]:
        share = "too few answers" if question.right is None else f"{question.right:.0%} right"
        lines.append(
            f"{question.item} v{question.version}: {share} ({question.answers}) – {clip(question.question, 90)}"
        )
        marked = ((option, "✓ " * (option == question.answer), count) for option, count in question.picks.items())
        picks = "; ".join(f"{mark}{clip(option, 30)} {count}" for option, mark, count in marked)
        lines.append(f"  {picks}")
        if question.to_fix:
            lines.append(f"  To fix: {question.to_fix}")
    if len(questions) > _MAX_SHOWN:
        lines.append(f"and {len(questions) - _MAX_SHOWN} more, in the CSV")
    return lines or ["No question has been answered yet."]


def _standing(person: PersonReport) -> str:
    mastered = sum(held.mastered for held in person.mastery.values())
    items = sum(held.items for held in person.mastery.values())
    parts = [
        f"{mastered}/{items} mastered",
        f"{person.due} due" + (f" ({person.overdue} overdue)" if person.overdue else ""),
    ]
    if person.last_answer is not None:
        parts.append(
            f"{person.right} of {counted(person.answers, 'answer')} right, the last on {day(person.last_answer)}"
        )
    if person.last_exam is not None:
        parts.append(f"exam {person.last_exam.percent}% {'passed' if person.last_exam.passed else 'not passed'}")
    return f"{clip(person.name, 40)}: {'; '.join(parts)}"


def _local_day(moment: datetime, zone: tzinfo | None) -> str:
    return day(moment.astimezone(zone).date())
