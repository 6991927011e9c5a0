"""Phrase what the bot says about quizzes, for all front ends: results -> texts and lines of text, in a language."""

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo

from bot.catalogues import Catalogue, later
from bot.quiz.asking import Place
from bot.quiz.exams import ExamOffer, ExamResult
from bot.quiz.practice import NothingDue, Summary
from bot.quiz.reports import PersonReport, QuestionReport, TeamReport, Topic
from bot.text import clip

ABOUT = later("The questions test what the article says. They are no test of clinical judgement.")
RECORDED = later(
    "Recorded are your name, each answer with its time, your results and when a question comes again."
    " Managers see your results."
)
MY_DATA = later("/mydata shows and deletes it; /reminders turns the daily reminder off.")
NOT_INVITED = later("The quiz is for invited staff. Ask a manager for an invitation.")
BAD_INVITE = later("This invitation was used already, or has expired. Ask a manager for a new one.")
NO_PERSON = later(
    "You write here as a group or a channel, so I cannot tell who you are. You can ask me anything, but not begin,"
    " play or stop a game. Write as yourself for that."
)
NO_QUESTIONS = later(
    "There are no approved questions yet. A manager drafts them with `article-bot quiz draft` and approves them with"
    " `article-bot quiz review`."
)
NO_EXAM = later("There is no exam yet. A manager adds one to the bank of an article.")
NOTHING_TO_STOP = later("There is no quiz to stop. /quiz begins one.")
EXAM_GONE = later("This exam is no longer there, or was changed. /exam shows those there are.")
NO_CERTIFICATE = later("You passed. The certificate cannot be made here; a manager finds the reason in the log.")
EXAM_WAITS = later("Your exam waits where you left it: /exam goes on.")
NOT_STORED = later("Nothing is stored about you.")
FORGOTTEN = later("Everything that was stored about you is deleted.")
TASTER = later("A taster, of which nothing is recorded:")
NOT_RECORDED = later("That was the taster. Ask me anything about the article at any time.")
READ_AGAIN = later("Read again:")

_MAX_QUOTE = 400
_MAX_SHOWN = 12
_MAX_LABEL = 160


def nothing_due(nothing: NothingDue, zone: tzinfo | None, speech: Catalogue) -> str:
    """Say that there is nothing to practise now, and when there will be."""
    if nothing.next_due is None:
        return speech.say(NO_QUESTIONS)
    day = _local_day(nothing.next_due, zone, speech)
    return speech.say("Nothing is due: you are up to date. The next question comes on {day}.", day=day)


def summary(ended: Summary, zone: tzinfo | None, speech: Catalogue) -> list[str]:
    """Describe how a session went and what to read again, in lines."""
    if not ended.outcomes:
        return [speech.say("Stopped. Nothing was answered.")]
    lines = [speech.say("{right} of {total} right.", right=ended.right, total=len(ended.outcomes))]
    if ended.read_again:
        lines += ["", speech.say(READ_AGAIN), *quotes(ended.read_again, speech)]
    if ended.next_due is not None:
        wrong = later("What you got wrong comes again on {day}.")
        comes = wrong if ended.read_again else later("The next of these comes again on {day}.")
        lines += ["", speech.say(comes, day=_local_day(ended.next_due, zone, speech))]
    if ended.more:
        lines.append(speech.say("/quiz asks more."))
    return lines


def quotes(places: Iterable[Place], speech: Catalogue) -> list[str]:
    """Format passages with their citations, one a line."""
    return [f"“{clip(place.quote, _MAX_QUOTE)}” — {clip(place.label(speech), _MAX_LABEL)}" for place in places]


def offer(exam: ExamOffer, speech: Catalogue) -> list[str]:
    """Describe an exam before it begins: title, terms and last result, in lines."""
    lines = [
        speech.say("Exam on “{title}”", title=clip(exam.title, 100)),
        speech.say_n(
            "{n} question, {pass_mark}% to pass, the result at the end.",
            "{n} questions, {pass_mark}% to pass, the result at the end.",
            exam.questions,
            pass_mark=exam.pass_mark,
        ),
    ]
    if exam.last is not None:
        lines.append(speech.say("Last time: {result}", result=result_line(exam.last, speech)))
    return lines


def result_line(result: ExamResult, speech: Catalogue) -> str:
    """Describe a result in one line."""
    score = speech.say(
        "{right} of {questions} ({percent}%) on {day}",
        right=result.right,
        questions=result.questions,
        percent=result.percent,
        day=speech.day(result.on),
    )
    until = speech.day(result.expires_on)
    verdict = speech.say("passed, valid until {day}", day=until) if result.passed else speech.say("not passed")
    return f"{score}, {verdict}"


def result(ended: ExamResult, speech: Catalogue) -> list[str]:
    """Describe the result at the end of an exam, with what to read again, in lines."""
    failed = later("Not passed: {pass_mark}% are needed. /exam tries again.")
    verdict = speech.say("Passed.") if ended.passed else speech.say(failed, pass_mark=ended.pass_mark)
    score = speech.say(
        "{right} of {questions} right ({percent}%).",
        right=ended.right,
        questions=ended.questions,
        percent=ended.percent,
    )
    lines = [f"{verdict} {score}"]
    if ended.read_again:
        lines += ["", speech.say(READ_AGAIN), *quotes(ended.read_again, speech)]
    return lines


def team_lines(team: TeamReport, speech: Catalogue) -> list[str]:
    """Describe everyone who has answered in a line each, then name those who have not."""
    lines = [_standing(person, speech) for person in team.people if person.answers]
    if team.not_started:
        lines += ["", not_started(team, speech)]
    return lines or [speech.say("Nobody has joined yet. /invite makes an invitation.")]


def not_started(team: TeamReport, speech: Catalogue) -> str:
    """Name those who have never answered."""
    return speech.say("Not started: {names}", names=", ".join(clip(name, 40) for name in team.not_started))


def person_lines(person: PersonReport, speech: Catalogue, *, mastery: bool = True) -> list[str]:
    """Describe one person: standing, last exam, mastery by topic if wanted, and topics to read again."""
    lines = [_standing(person, speech)]
    if person.last_exam is not None:
        lines.append("  " + speech.say("Exam: {result}", result=result_line(person.last_exam, speech)))
    if mastery:
        several = len({slug for slug, _ in person.mastery}) > 1
        held = [f"{topic_label(topic, several)} {of.mastered}/{of.items}" for topic, of in person.mastery.items()]
        lines.append("  " + speech.say("Mastered: {topics}", topics="; ".join(held)))
    if person.read_again:
        topics = ", ".join(clip(topic, 40) for topic in person.read_again)
        lines.append("  " + speech.say("To read: {topics}", topics=topics))
    return lines


def topic_label(topic: Topic, several: bool) -> str:
    """Name a topic, with its article where there are several."""
    slug, name = topic
    return clip(f"{slug}: {name}" if several else name, 40)


def question_lines(questions: Sequence[QuestionReport], speech: Catalogue) -> list[str]:
    """Describe the questions that come first in a report, in lines; say how many more there are."""
    lines = []
    for question in questions[:_MAX_SHOWN]:
        few = speech.say("too few answers")
        share = few if question.right is None else speech.say("{share} right", share=f"{question.right:.0%}")
        lines.append(
            f"{question.item} v{question.version}: {share} ({question.answers}) – {clip(question.question, 90)}"
        )
        marked = ((option, "✓ " * (option == question.answer), count) for option, count in question.picks.items())
        picks = "; ".join(f"{mark}{clip(option, 30)} {count}" for option, mark, count in marked)
        lines.append(f"  {picks}")
        if question.to_fix:
            reason = speech.say(question.to_fix.text, option=question.to_fix.option)
            lines.append("  " + speech.say("To fix: {reason}", reason=reason))
    if left := len(questions[_MAX_SHOWN:]):
        lines.append(speech.say_n("and {n} more, in the CSV", "and {n} more, in the CSV", left))
    return lines or [speech.say("No question has been answered yet.")]


def _standing(person: PersonReport, speech: Catalogue) -> str:
    mastered = sum(held.mastered for held in person.mastery.values())
    items = sum(held.items for held in person.mastery.values())
    overdue = person.overdue and " " + speech.say_n("({n} overdue)", "({n} overdue)", person.overdue)
    parts = [
        speech.say_n("{mastered}/{n} mastered", "{mastered}/{n} mastered", items, mastered=mastered),
        speech.say_n("{n} due", "{n} due", person.due) + (overdue or ""),
    ]
    if person.last_answer is not None:
        parts.append(
            speech.say_n(
                "{right} of {n} answer right, the last on {day}",
                "{right} of {n} answers right, the last on {day}",
                person.answers,
                right=person.right,
                day=speech.day(person.last_answer),
            )
        )
    if person.last_exam is not None:
        passed = later("exam {percent}% passed") if person.last_exam.passed else later("exam {percent}% not passed")
        parts.append(speech.say(passed, percent=person.last_exam.percent))
    return f"{clip(person.name, 40)}: {'; '.join(parts)}"


def _local_day(moment: datetime, zone: tzinfo | None, speech: Catalogue) -> str:
    return speech.day(moment.astimezone(zone).date())
