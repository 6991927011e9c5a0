"""Run practice in the terminal."""

from datetime import UTC, datetime, tzinfo

from rich.console import Console
from rich.text import Text

from bot.catalogues import Catalogue
from bot.console.lines import Lines
from bot.console.screen import make_console
from bot.quiz import quiz_messages
from bot.quiz.asking import AskedQuestion
from bot.quiz.practice import Answered, NothingDue, Summary
from bot.quiz.quizzes import Quizzes
from bot.text import clean

_LETTERS = "abcdefghijkl"


def run_quiz(quizzes: Quizzes, account: str, name: str, zone: tzinfo | None, speech: Catalogue) -> None:
    """Ask the questions of a session until it ends or the person stops."""
    console = make_console()
    if quizzes.staff.member(account) is None:
        quizzes.staff.add(account, name, datetime.now(UTC))
        welcome = speech.say("Welcome, {name}.", name=clean(name))
        console.print(Text(f"{welcome} {speech.say(quiz_messages.RECORDED)}", style="dim"))
    if (left := quizzes.practice.left_over(account, datetime.now(UTC))) is not None:
        _sum_up(console, left, zone, speech)
    begun = quizzes.practice.begin(account, None, datetime.now(UTC))
    if isinstance(begun, NothingDue):
        console.print(Text(quiz_messages.nothing_due(begun, zone, speech)))
        return
    due = quizzes.practice.due_today(account, datetime.now(UTC))
    console.print(Text(quiz_messages.due_today(due, speech)))
    console.print(Text(speech.say(quiz_messages.ABOUT), style="dim"))
    lines = Lines(console, ["/stop"])
    then: AskedQuestion | Summary | None = begun
    while isinstance(then, AskedQuestion):
        then = _ask(console, lines, quizzes, account, then, speech)
    if then is None:
        then = quizzes.practice.stop(account, datetime.now(UTC))
    if then is not None:
        console.print()
        _sum_up(console, then, zone, speech)
        quizzes.practice.finish(account, datetime.now(UTC))


def _sum_up(console: Console, ended: Summary, zone: tzinfo | None, speech: Catalogue) -> None:
    for line in quiz_messages.summary(ended, zone, speech):
        console.print(Text(clean(line)))


def _ask(
    console: Console, lines: Lines, quizzes: Quizzes, account: str, question: AskedQuestion, speech: Catalogue
) -> AskedQuestion | Summary | None:
    """Ask a question and print the feedback on the answer.

    Return what follows: the next question or the summary; None when the person stops.
    """
    console.print(Text(f"\n{question.number}/{question.total}  {clean(question.text)}", style="bold"))
    for letter, option in zip(_LETTERS, question.options, strict=False):
        console.print(Text(f"  {letter})  {clean(option)}"))
    for line in lines:
        if line.strip().lower() in ("/stop", "/quit", "/exit", "/q"):
            return None
        picked = pick(line, question.options)
        if picked is None:
            letters = ", ".join(_LETTERS[: len(question.options)])
            console.print(Text(speech.say("Type one of {letters}, or /stop.", letters=letters), style="yellow"))
            continue
        answered = quizzes.practice.answer(question.presentation, account, picked, datetime.now(UTC))
        if answered is None:
            elsewhere = speech.say("This question was answered elsewhere, in another window perhaps.")
            console.print(Text(elsewhere, style="yellow"))
            return _resume_elsewhere(quizzes, account)
        _explain(console, answered, speech)
        return answered.then
    return None


def _resume_elsewhere(quizzes: Quizzes, account: str) -> AskedQuestion | None:
    """Return the open question of the session that continues in another window; None if the session has ended."""
    if quizzes.practice.stop(account, datetime.now(UTC)) is None:
        return None
    begun = quizzes.practice.begin(account, None, datetime.now(UTC))
    return begun if isinstance(begun, AskedQuestion) else None


def pick(line: str, options: tuple[str, ...]) -> int | None:
    """Return the index of the option that a line names by its letter, its number from 1, or its text; else None.

    >>> pick(" B) ", ("tea", "coffee")), pick("1", ("tea", "coffee")), pick("Coffee", ("tea", "coffee"))
    (1, 0, 1)
    """
    said = line.strip().rstrip(").").casefold()
    names = [{_LETTERS[number], str(number + 1), option.casefold()} for number, option in enumerate(options)]
    return next((number for number, meant in enumerate(names) if said in meant), None)


def _explain(console: Console, answered: Answered, speech: Catalogue) -> None:
    question, outcome = answered.outcome.question, answered.outcome
    if outcome.correct:
        console.print(Text(speech.say("Right."), style="green"))
    else:
        console.print(Text(speech.say("No: {answer}.", answer=clean(question.options[question.key])), style="red"))
    if question.place.why:
        console.print(Text(clean(question.place.why)))
    for line in quiz_messages.quotes([question.place], speech):
        console.print(Text(line, style="dim"))
