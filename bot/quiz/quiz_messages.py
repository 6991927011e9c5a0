"""Phrase what the bot says about quizzes, for all front ends: results -> texts and lines of text, in a language."""

from collections.abc import Iterable
from datetime import datetime, tzinfo

from bot.catalogues import Catalogue, later
from bot.quiz.asking import Place
from bot.quiz.exams import ExamOffer, ExamResult, TooSoon, TopicScore
from bot.quiz.practice import NothingDue, Summary
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
EXAM_WAITS = later(
    "Your exam on “{title}” waits where you left it, for a day from its beginning: /exam goes on. Until it ends I"
    " answer nothing from its article."
)
EXAM_OPEN = later(
    "Your exam on “{title}” is open, so I answer nothing from its article until it ends. /exam goes on, /stop offers to"
    " end it."
)
NO_ATTEMPT = later("No exam of yours is open.")
NOT_STORED = later("Nothing is stored about you.")
FORGOTTEN = later("Everything that was stored about you is deleted.")
TASTER = later("A taster, of which nothing is recorded:")
NOT_RECORDED = later("That was the taster. Ask me anything about the article at any time.")
READ_AGAIN = later("Read again:")

_MAX_QUOTE = 400
_MAX_LABEL = 160


def nothing_due(nothing: NothingDue, zone: tzinfo | None, speech: Catalogue) -> str:
    """Say that there is nothing to practise now, why, and when there will be."""
    if nothing.exam is not None:
        return speech.say(
            "Your exam on “{title}” is open, so nothing of its article is practised until it ends. /exam goes on.",
            title=clip(nothing.exam, 100),
        )
    if nothing.next_due is None:
        return speech.say(NO_QUESTIONS)
    day = _local_day(nothing.next_due, zone, speech)
    return speech.say("Nothing is due: you are up to date. The next question comes on {day}.", day=day)


def due_today(count: int, speech: Catalogue) -> str:
    """Say how many questions are due today, each of which takes one tap."""
    if not count:
        return speech.say("Nothing is due today; these are new.")
    return speech.say_n("Due today: {n} question, a tap each.", "Due today: {n} questions, a tap each.", count)


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
    if exam.again_from is not None:
        lines.append(again(exam.again_from, speech))
    if exam.last is not None:
        lines.append(speech.say("Last time: {result}", result=result_line(exam.last, speech)))
    return lines


def too_soon(refused: TooSoon, speech: Catalogue) -> str:
    """Say that an exam was failed a short while ago."""
    taken = speech.say("You took this exam a short while ago.")
    return f"{taken} {again(refused.again_from, speech)}"


def again(moment: datetime, speech: Catalogue) -> str:
    """Say from when on an exam may be tried again; the moment is in the zone to be told in."""
    return speech.say("/exam tries again from {day}, {time}.", day=speech.day(moment), time=f"{moment:%H:%M}")


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
    """Describe the result at the end of an exam: verdict, attempt, what comes next, and the topics to read again."""
    failed = later("Not passed: {pass_mark}% are needed.")
    verdict = speech.say("Passed.") if ended.passed else speech.say(failed, pass_mark=ended.pass_mark)
    score = speech.say(
        "{right} of {questions} right ({percent}%).",
        right=ended.right,
        questions=ended.questions,
        percent=ended.percent,
    )
    attempt = speech.say("Attempt {number}.", number=ended.attempt)
    lines = [
        f"{verdict} {score}",
        f"{attempt} {_comes_next(ended, speech)}",
    ]
    weak = [score for score in ended.topics if score.right < score.questions]
    if weak:
        lines += ["", speech.say(READ_AGAIN), *(_topic_score(score, speech) for score in weak)]
    return lines


def _topic_score(score: TopicScore, speech: Catalogue) -> str:
    values = {"topic": clip(score.topic, 60), "right": score.right}
    return speech.say_n("• {topic}: {right} of {n} right", "• {topic}: {right} of {n} right", score.questions, **values)


def _comes_next(ended: ExamResult, speech: Catalogue) -> str:
    """Say until when a pass is valid, or when the next attempt may be."""
    if ended.passed:
        return speech.say("It is valid until {day}; take it again by then.", day=speech.day(ended.expires_on))
    return again(ended.again_from, speech) if ended.again_from else speech.say("/exam tries again.")


def result_told(ended: ExamResult, speech: Catalogue) -> list[str]:
    """Tell a manager how someone's exam ended, in lines."""
    about = speech.say(
        "{name}: exam on “{title}”, attempt {number}.",
        name=clip(ended.name, 40),
        title=clip(ended.title, 100),
        number=ended.attempt,
    )
    next_try = later("The next attempt may be from {day}, {time}.")
    lines = [about, result_line(ended, speech)]
    if ended.again_from and not ended.passed:
        lines.append(speech.say(next_try, day=speech.day(ended.again_from), time=f"{ended.again_from:%H:%M}"))
    return lines


def _local_day(moment: datetime, zone: tzinfo | None, speech: Catalogue) -> str:
    return speech.day(moment.astimezone(zone).date())
