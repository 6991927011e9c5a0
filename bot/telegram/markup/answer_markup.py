"""Answers -> messages for Telegram: HTML with everything escaped, within Telegram's limits. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import MessageLimit

from bot.answering import messages
from bot.answering.answer import Answer, NoAnswer
from bot.answering.assistant import Assistant
from bot.answering.page import pages, segments
from bot.text import clean, clip
from corpus import Article
from index import Hit

MORE = "more"
SOURCES = "sources"

_PASSAGE_LENGTH = 1000  # characters, of which each may be two of Telegram's UTF-16 units
_LABEL_LENGTH = 200
_OTHER_ENTITIES = 10  # the best sentence, the citation and the remarks
_SOURCES_PER_PAGE = 15


@dataclass(frozen=True, slots=True)
class Reply:
    """A message to send: HTML and the buttons under it."""

    html: str
    buttons: InlineKeyboardMarkup | None = None


def answer_reply(answer: Answer | NoAnswer, articles: Sequence[Article], page: int = 0) -> Reply:
    """The message for an answer: one passage, its citation under it, and buttons to the others.

    `page` counts from 0 the passages that answer, then those beside the best one; one beyond the last
    shows the last.
    """
    lines = [f"<i>{escape(line)}</i>" for line in messages.remarks(answer, articles)]
    if isinstance(answer, Answer):
        shown = pages(answer)
        page = min(page, len(shown) - 1)
        hit, answers = shown[page]
        if not answers:
            lines.append(f"<i>{escape(messages.BESIDE)}</i>")
        lines.append(_passage(hit, answers=answers))
        return Reply("\n\n".join(lines), pager(MORE, page, len(shown)))
    lines.append(escape(messages.not_answered(answer, articles)))
    if answer.nearest:
        lines.append(escape(messages.NEAREST))
        lines.append(_passage(answer.nearest[0], answers=False))
    return Reply("\n\n".join(lines))


def reply_to_start(assistant: Assistant, *, quiz: bool = False) -> Reply:
    """The first message that someone sees, and /help."""
    articles = list(assistant.articles.values())
    example = escape(messages.example_question(articles))
    return Reply(
        f"{escape(messages.introduction(articles))}\n\n{escape(messages.DISCLAIMER)}\n\n"
        f"Just write your question, for example: <i>{example}</i>\n\n"
        "/sources – the articles that I answer from\n"
        + "/quiz – a few questions on the article\n" * quiz
        + "/help – this message"
    )


def reply_to_sources(articles: Sequence[Article], page: int = 0) -> Reply:
    """The list of articles with their dates and links, a page of it."""
    pages = -(-len(articles) // _SOURCES_PER_PAGE)
    page = min(page, pages - 1)
    shown = articles[page * _SOURCES_PER_PAGE : (page + 1) * _SOURCES_PER_PAGE]
    return Reply("\n".join(f"• {_source(article)}" for article in shown), pager(SOURCES, page, pages))


def read_as(sent: str) -> str | None:
    """How a question was read, if a sent message says so: it carries that over a restart."""
    first = sent.partition("\n")[0]
    prefix = messages.READ_AS.format("")
    return first.removeprefix(prefix) if first.startswith(prefix) else None


def _passage(hit: Hit, *, answers: bool = True) -> str:
    """A passage and its citation. Only where it answers, its best sentence is bold."""
    marks_left = MessageLimit.MESSAGE_ENTITIES - _OTHER_ENTITIES
    html = ""
    for part in segments(hit, _PASSAGE_LENGTH):
        piece = escape(part.text)
        if part.match and answers and marks_left >= 2:
            # Counted twice: Telegram may cut the bold around a marked word in two.
            piece = f"<u>{piece}</u>"
            marks_left -= 2
        html += f"<b>{piece}</b>" if part.best and answers else piece
    html = html.replace("</b><b>", "")
    return f"{html.strip()}\n\n{_citation(hit)}"


def _citation(hit: Hit) -> str:
    citation = hit.passage.citation
    label = escape(clip(citation.label, _LABEL_LENGTH))
    if _is_web_address(citation.url):
        return f'— <a href="{escape(citation.url or "")}">{label}</a>'
    return f"— <i>{label}</i>"


def _source(article: Article) -> str:
    line = escape(messages.source_line(article))
    return f'<a href="{escape(article.url or "")}">{line}</a>' if _is_web_address(article.url) else line


def _is_web_address(url: str | None) -> bool:
    return url is not None and url.startswith(("https://", "http://")) and clean(url) == url and len(url) < 2000


def pager(name: str, page: int, pages: int) -> InlineKeyboardMarkup | None:
    """Buttons to the pages before and after; each carries the page it leads to."""
    if pages < 2:
        return None
    row = []
    if page > 0:
        row.append(InlineKeyboardButton("‹ Back", callback_data=f"{name}:{page - 1}"))
    if page + 1 < pages:
        row.append(InlineKeyboardButton(f"More ({page + 1} of {pages}) ›", callback_data=f"{name}:{page + 1}"))
    return InlineKeyboardMarkup([row])
