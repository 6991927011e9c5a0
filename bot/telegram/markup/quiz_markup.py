"""Questions, exams, games and reports -> messages for Telegram, within its limits. Pure."""

from collections.abc import Callable, Mapping, Sequence
from html import escape

from telegram import InlineKeyboardMarkup
from telegram.constants import PollLimit

from bot.catalogues import Catalogue
from bot.quiz import quiz_messages
from bot.quiz.asking import AskedQuestion
from bot.quiz.exams import ExamOffer, ExamResult
from bot.quiz.games import Finished, Lobby
from bot.telegram.markup.answer_markup import Reply, pager
from bot.telegram.markup.buttons import (
    BeginExam,
    ButtonData,
    EndExam,
    JoinGame,
    ManageMyData,
    PickOption,
    SendCertificate,
    ShowExams,
    ShowReport,
    StartGame,
    article_key,
)
from bot.telegram.markup.limits import NUMBER, fitting, units
from bot.text import clean, clip

_LETTERS = "ABCDEFGHIJKL"
_MAX_TEXT = 3800  # of 4096 UTF-16 units, some are left for what takes two
_SCREEN = 1500  # units that a phone shows at once, or nearly
_EXAMS_PER_PAGE = 6
_MAX_NAME = 40
_MOST_PLAYERS = 30  # who joined first; more would fill the screen


def poll_question(question: AskedQuestion) -> str:
    """Write the question of a poll, with how far one is."""
    number = NUMBER.format(number=question.number, total=question.total)
    return fitting(number + clean(question.text), PollLimit.MAX_QUESTION_LENGTH)


def poll_options(question: AskedQuestion) -> list[str]:
    """Write the options of a poll."""
    return [fitting(clean(option), PollLimit.MAX_OPTION_LENGTH) for option in question.options]


def lines_to_html(lines: Sequence[str], speech: Catalogue) -> str:
    """Lines as HTML, as many as one message takes; what is left out is said."""
    kept: list[str] = []
    length = 0
    for number, line in enumerate(lines):
        length += units(escape(line)) + 1
        if length > _MAX_TEXT:
            left = len(lines) - number
            kept.append(speech.say_n("… and {n} line more", "… and {n} lines more", left))
            break
        kept.append(escape(clean(line)))
    return "\n".join(kept)


def say(lines: Sequence[str], speech: Catalogue) -> Reply:
    """Make a message of lines, each in the language already."""
    return Reply(lines_to_html(lines, speech))


def exam_offers(offers: Sequence[ExamOffer], speech: Catalogue, page: int = 0) -> Reply:
    """Draw a page of the exams, with a button to begin each, and one for its certificate."""
    pages = -(-len(offers) // _EXAMS_PER_PAGE)
    page = min(page, pages - 1)
    texts, rows = [], []
    for offer in offers[page * _EXAMS_PER_PAGE : (page + 1) * _EXAMS_PER_PAGE]:
        title, *rest = quiz_messages.offer(offer, speech)
        texts.append("\n".join([f"<b>{escape(title)}</b>", *map(escape, rest)]))
        goes_on = speech.say("Go on with question {number}", number=(offer.begun or 0) + 1)
        label = speech.say("Begin") if offer.begun is None else goes_on
        name = label if len(offers) == 1 else f"{label}: {clip(offer.title, 30)}"
        row = [] if offer.again_from else [BeginExam(article_key(offer.article)).button(name)]
        if offer.last is not None and offer.last.passed:
            row.append(SendCertificate(article_key(offer.article)).button(speech.say("Certificate")))
        rows += [row] if row else []
    turning = pager(ShowExams, page, pages, speech)
    rows += [list(row) for row in turning.inline_keyboard] if turning else []
    terms = (
        speech.say("Your first answer to a question counts. Until the exam ends, I answer nothing from its article."),
        speech.say("What is unanswered a day after its beginning is wrong."),
        speech.say(quiz_messages.ABOUT),
    )
    return Reply("\n\n".join([*texts, escape(" ".join(terms))]), InlineKeyboardMarkup(rows))


def exams_that_wait(closed: Mapping[str, str], speech: Catalogue) -> Reply:
    """Draw the exams that are open, slug -> title, with a button to end each."""
    texts = [speech.say(quiz_messages.EXAM_WAITS, title=clip(title, 100)) for title in closed.values()]
    end = speech.say("End it now")
    rows = [
        [EndExam(article_key(slug)).button(end if len(closed) == 1 else f"{end}: {clip(title, 30)}")]
        for slug, title in closed.items()
    ]
    return Reply(lines_to_html(texts, speech), InlineKeyboardMarkup(rows))


def exam_question(question: AskedQuestion, speech: Catalogue) -> Reply:
    """Draw a question of an exam: the options in the text, a letter to press for each."""
    options = [
        f"<b>{letter}</b>  {escape(clean(option))}" for letter, option in zip(_LETTERS, question.options, strict=False)
    ]
    buttons = [
        PickOption(question.presentation, index).button(_LETTERS[index]) for index in range(len(question.options))
    ]
    number = speech.say("Question {number} of {total}", number=question.number, total=question.total)
    head = f"<i>{escape(number)}</i>\n\n{escape(clean(question.text))}"
    return Reply(f"{head}\n\n" + "\n".join(options), InlineKeyboardMarkup([buttons]))


def exam_result(result: ExamResult, speech: Catalogue) -> Reply:
    """Draw the result of an exam."""
    lines = quiz_messages.result(result, speech)
    return Reply(f"<b>{escape(lines[0])}</b>\n{lines_to_html(lines[1:], speech)}".strip())


def lobby(game: Lobby, speech: Catalogue) -> Reply:
    """Draw a game that people may join."""
    names = [clip(name, _MAX_NAME) for name in game.players[:_MOST_PLAYERS]]
    players = ", ".join(names)
    if left := len(game.players) - len(names):
        players = speech.say_n("{names} and {n} more", "{names} and {n} more", left, names=players)
    rules = speech.say_n(
        "{n} question, {seconds} seconds each. The first comes a minute after this message, or when who announced it"
        " presses Start.",
        "{n} questions, {seconds} seconds each. The first comes a minute after this message, or when who announced it"
        " presses Start.",
        game.questions,
        seconds=game.seconds,
    )
    joining = speech.say(
        "Press Join to play. The answers of who joined are recorded, and their names stand on the scoreboard."
    )
    playing = speech.say("Playing: {names}", names=players)
    row = [
        JoinGame(game.game).button(speech.say("Join")),
        StartGame(game.game).button(speech.say("Start now")),
    ]
    title = speech.say("Quiz game")
    head = f"<b>{escape(title)}</b>: {escape(rules)}"
    return Reply(f"{head}\n{escape(joining)}\n\n{escape(playing)}", InlineKeyboardMarkup([row]))


def scoreboard(finished: Finished, speech: Catalogue) -> Reply:
    """Draw the scoreboard."""
    rows = [
        speech.say(
            "{place}. {name} – {right} of {questions}, {seconds} s",
            place=row.place,
            name=clip(row.name, _MAX_NAME),
            right=row.right,
            questions=finished.questions,
            seconds=f"{row.seconds:.0f}",
        )
        for row in finished.rows
    ]
    title = speech.say("Scoreboard")
    return Reply(f"<b>{escape(title)}</b>\n{lines_to_html(rows, speech)}")


def report_page(
    blocks: Sequence[Sequence[str]], kind: Callable[[int], ButtonData], page: int, speech: Catalogue
) -> Reply:
    """Draw a page of a report, a screen of a phone: blocks of lines, each whole, with buttons to the other pages."""
    pages: list[list[str]] = [[]]
    for block in blocks:
        if pages[-1] and units(escape("\n".join([*pages[-1], *block]))) > _SCREEN:
            pages.append([])
        pages[-1] += block
    page = min(page, len(pages) - 1)
    return Reply(lines_to_html(pages[page], speech), pager(kind, page, len(pages), speech))


def report_buttons(speech: Catalogue) -> InlineKeyboardMarkup:
    """Make the buttons to the parts of a report."""
    parts = {
        "people": speech.say("People"),
        "questions": speech.say("Questions"),
        "chart": speech.say("Chart"),
        "csv": "CSV",
    }
    return InlineKeyboardMarkup([[ShowReport(part).button(name) for part, name in parts.items()]])


def my_data_buttons(speech: Catalogue, *, sure: bool = False) -> InlineKeyboardMarkup:
    """Make the buttons with which one gets or deletes what is stored about oneself."""
    if sure:
        actions = {"forget": speech.say("Yes, delete it"), "keep": speech.say("No")}
    else:
        actions = {"file": speech.say("Send it to me"), "delete": speech.say("Delete it")}
    return InlineKeyboardMarkup([[ManageMyData(action).button(name) for action, name in actions.items()]])
