"""Pages of answers -> messages for Telegram: HTML with everything escaped, within Telegram's limits. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from telegram import InlineKeyboardMarkup
from telegram.constants import MessageLimit

from bot.answering import messages
from bot.answering.page import Page, segments
from bot.telegram.markup.buttons import ButtonData, ShowPassage, ShowSources
from bot.text import clean, clip
from corpus import Article
from index import Hit

_PASSAGE_LENGTH = 1000  # characters, of which each may be two of Telegram's UTF-16 units
_LABEL_LENGTH = 200
_OTHER_ENTITIES = 11  # a notice, the best sentence, the citation and the remarks
_SOURCES_PER_PAGE = 15


@dataclass(frozen=True, slots=True)
class Reply:
    """Hold a message to send: HTML and the buttons under it."""

    html: str
    buttons: InlineKeyboardMarkup | None = None


def draw(page: Page) -> Reply:
    """Draw a page of a result: what the bot says, one passage with its citation under it, buttons to the others."""
    lines = [f"<b>{escape(page.emergency)}</b>"] if page.emergency else []
    lines += [f"<i>{escape(line)}</i>" for line in page.remarks]
    if page.asked:
        lines.append(f"<i>{escape(page.asked)}</i>")
    if page.verdict:
        lines.append(escape(page.verdict))
    if page.lead:
        lead = escape(page.lead)
        lines.append(lead if page.verdict else f"<i>{lead}</i>")
    if page.heading:
        lines.append(f"<i>{escape(clip(page.heading, _LABEL_LENGTH))}</i>")
    if page.passage:
        lines.append(_passage(page.passage, answers=page.answers))
    return Reply("\n\n".join(lines), pager(ShowPassage, page.number, page.count))


def draw_start(articles: Sequence[Article], *, quiz: bool = False) -> Reply:
    """Draw the first message that someone sees, which is /help as well."""
    example = escape(messages.example_question(articles))
    return Reply(
        f"{escape(messages.introduction(articles))}\n\n{escape(messages.DISCLAIMER)}\n\n"
        f"Just write your question, for example: <i>{example}</i>\n\n"
        "/sources – the articles that I answer from\n"
        + "/quiz – a few questions on the article\n" * quiz
        + "/help – this message"
    )


def draw_sources(articles: Sequence[Article], page: int = 0) -> Reply:
    """Draw a page of the list of articles, with their dates and links."""
    pages = -(-len(articles) // _SOURCES_PER_PAGE)
    page = min(page, pages - 1)
    shown = articles[page * _SOURCES_PER_PAGE : (page + 1) * _SOURCES_PER_PAGE]
    return Reply("\n".join(f"• {_source(article)}" for article in shown), pager(ShowSources, page, pages))


def read_as(sent: str) -> str | None:
    """Tell how a question was read, if a sent message says so: it carries that over a restart."""
    prefix = messages.READ_AS.format("")
    # It stands first, or second where a notice stands before it.
    lines = sent.split("\n\n", 2)[:2]
    return next((line[len(prefix) :].partition("\n")[0] for line in lines if line.startswith(prefix)), None)


def _passage(hit: Hit, *, answers: bool = True) -> str:
    """Draw a passage and its citation. Only where it answers, its best sentence is bold."""
    marks_left = MessageLimit.MESSAGE_ENTITIES - _OTHER_ENTITIES
    html = ""
    for segment in segments(hit, _PASSAGE_LENGTH):
        piece = escape(segment.text)
        if segment.match and answers and marks_left >= 2:
            # Counted twice: Telegram may cut the bold around a marked word in two.
            piece = f"<u>{piece}</u>"
            marks_left -= 2
        html += f"<b>{piece}</b>" if segment.best and answers else piece
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


def pager(kind: Callable[[int], ButtonData], page: int, pages: int) -> InlineKeyboardMarkup | None:
    """Make buttons to the pages before and after; each carries the page it leads to."""
    if pages < 2:
        return None
    row = []
    if page > 0:
        row.append(kind(page - 1).button("‹ Back"))
    if page + 1 < pages:
        row.append(kind(page + 1).button(f"More ({page + 1} of {pages}) ›"))
    return InlineKeyboardMarkup([row])
