"""Questions, exams, games and reports -> messages for Telegram, within its limits. Pure."""

from collections.abc import Sequence
from hashlib import sha256
from html import escape

from telegram import InlineKeyboardMarkup
from telegram.constants import PollLimit

from bot.quiz import quiz_messages
from bot.quiz.asking import AskedQuestion, Place
from bot.quiz.exams import ExamOffer, ExamResult
from bot.quiz.games import Finished, Lobby
from bot.telegram.markup.answer_markup import Reply, pager
from bot.telegram.markup.buttons import (
    BeginExam,
    JoinGame,
    ManageMyData,
    PickOption,
    SendCertificate,
    ShowExams,
    ShowReport,
    StartGame,
)
from bot.telegram.markup.limits import NUMBER
from bot.text import clean, clip

_LETTERS = "ABCDEFGHIJKL"
_MAX_TEXT = 3800  # of 4096 UTF-16 units, some are left for what takes two
_EXAMS_PER_PAGE = 6
_MAX_NAME = 40
_MOST_PLAYERS = 30  # who joined first; more would fill the screen
_MAX_CITATION = 90
_SHORTEST_QUOTE = 20


def poll_question(question: AskedQuestion) -> str:
    """Write the question of a poll, with how far one is."""
    number = NUMBER.format(number=question.number, total=question.total)
    return _fitting(number + clean(question.text), PollLimit.MAX_QUESTION_LENGTH)


def poll_options(question: AskedQuestion) -> list[str]:
    """Write the options of a poll."""
    return [_fitting(clean(option), PollLimit.MAX_OPTION_LENGTH) for option in question.options]


def explanation(place: Place) -> str:
    """Write what a poll shows after an answer: the quote, clipped to the room there is, and its citation."""
    citation = " ".join(clean(place.citation).split())
    if len(citation) > _MAX_CITATION:
        citation = clip(citation.rpartition(" › ")[2], _MAX_CITATION)
    room = PollLimit.MAX_EXPLANATION_LENGTH - _units(f"“” — {citation}")
    return f"“{_fitting(' '.join(place.quote.split()), max(room, _SHORTEST_QUOTE))}” — {citation}"


def lines_to_html(lines: Sequence[str]) -> str:
    """Lines as HTML, as many as one message takes; what is left out is said."""
    kept: list[str] = []
    length = 0
    for number, line in enumerate(lines):
        length += _units(escape(line)) + 1
        if length > _MAX_TEXT:
            kept.append(f"… and {len(lines) - number} lines more")
            break
        kept.append(escape(clean(line)))
    return "\n".join(kept)


def say(lines: Sequence[str]) -> Reply:
    """Make a message of lines."""
    return Reply(lines_to_html(lines))


def exam_offers(offers: Sequence[ExamOffer], page: int = 0) -> Reply:
    """Draw a page of the exams, with a button to begin each, and one for its certificate."""
    pages = -(-len(offers) // _EXAMS_PER_PAGE)
    page = min(page, pages - 1)
    texts, rows = [], []
    for offer in offers[page * _EXAMS_PER_PAGE : (page + 1) * _EXAMS_PER_PAGE]:
        title, *rest = quiz_messages.offer(offer)
        texts.append("\n".join([f"<b>{escape(title)}</b>", *map(escape, rest)]))
        label = "Begin" if offer.begun is None else f"Go on with question {offer.begun + 1}"
        name = label if len(offers) == 1 else f"{label}: {clip(offer.title, 30)}"
        row = [BeginExam(article_key(offer.article)).button(name)]
        if offer.last is not None and offer.last.passed:
            row.append(SendCertificate(article_key(offer.article)).button("Certificate"))
        rows.append(row)
    turning = pager(ShowExams, page, pages)
    rows += [list(row) for row in turning.inline_keyboard] if turning else []
    terms = f"Your first answer to a question counts. {escape(quiz_messages.ABOUT)}"
    return Reply("\n\n".join([*texts, terms]), InlineKeyboardMarkup(rows))


def exam_question(question: AskedQuestion) -> Reply:
    """Draw a question of an exam: the options in the text, a letter to press for each."""
    options = [
        f"<b>{letter}</b>  {escape(clean(option))}" for letter, option in zip(_LETTERS, question.options, strict=False)
    ]
    buttons = [
        PickOption(question.presentation, index).button(_LETTERS[index]) for index in range(len(question.options))
    ]
    head = f"<i>Question {question.number} of {question.total}</i>\n\n{escape(clean(question.text))}"
    return Reply(f"{head}\n\n" + "\n".join(options), InlineKeyboardMarkup([buttons]))


def exam_result(result: ExamResult) -> Reply:
    """Draw the result of an exam."""
    lines = quiz_messages.result(result)
    return Reply(f"<b>{escape(lines[0])}</b>\n{lines_to_html(lines[1:])}".strip())


def lobby(game: Lobby) -> Reply:
    """Draw a game that people may join."""
    shown = [escape(clip(name, _MAX_NAME)) for name in game.players[:_MOST_PLAYERS]]
    more = len(game.players) - len(shown)
    players = ", ".join(shown) + (f" and {more} more" if more else "")
    text = (
        f"<b>Quiz game</b>: {game.questions} questions, {game.seconds} seconds each. The first comes a minute after"
        " this message, or when who announced it presses Start.\n"
        "Press Join to play. The answers of who joined are recorded, and their names stand on the scoreboard.\n\n"
        f"Playing: {players}"
    )
    row = [
        JoinGame(game.game).button("Join"),
        StartGame(game.game).button("Start now"),
    ]
    return Reply(text, InlineKeyboardMarkup([row]))


def scoreboard(finished: Finished) -> Reply:
    """Draw the scoreboard."""
    rows = [
        f"{row.place}. {clip(row.name, _MAX_NAME)} – {row.right} of {finished.questions}, {row.seconds:.0f} s"
        for row in finished.rows
    ]
    return Reply(f"<b>Scoreboard</b>\n{lines_to_html(rows)}")


def report_buttons() -> InlineKeyboardMarkup:
    """Make the buttons to the parts of a report."""
    names = ["People", "Questions", "Chart", "CSV"]
    return InlineKeyboardMarkup([[ShowReport(name.lower()).button(name) for name in names]])


def my_data_buttons(*, sure: bool = False) -> InlineKeyboardMarkup:
    """Make the buttons with which one gets or deletes what is stored about oneself."""
    names = {"Yes, delete it": "forget", "No": "keep"} if sure else {"Send it to me": "file", "Delete it": "delete"}
    return InlineKeyboardMarkup([[ManageMyData(action).button(name) for name, action in names.items()]])


def article_key(slug: str) -> str:
    """Make a short name for a slug: what a button carries is limited."""
    return sha256(slug.encode()).hexdigest()[:12]


def _fitting(text: str, limit: int) -> str:
    """Cut a text, on one line, to a number of UTF-16 units."""
    length = limit
    while _units(clipped := clip(text, length)) > limit:
        length -= 1
    return clipped


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
