"""Pages of answers -> messages for Telegram: HTML with everything escaped, within Telegram's limits. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from telegram import InlineKeyboardMarkup
from telegram.constants import MessageLimit

from bot.answering import messages
from bot.answering.page import Page, segments
from bot.catalogues import Catalogue
from bot.telegram.markup.buttons import ButtonData, ShowPassage, ShowSources
from bot.text import clean, clip
from corpus import Article
from index import Hit

_PASSAGE_LENGTH = 1000  # characters, of which each may be two of Telegram's UTF-16 units
_LABEL_LENGTH = 200
_OTHER_ENTITIES = 10  # the best sentence, the citation and the remarks
_SOURCES_PER_PAGE = 15


@dataclass(frozen=True, slots=True)
class Reply:
    """Hold a message to send: HTML and the buttons under it."""

    html: str
    buttons: InlineKeyboardMarkup | None = None


def draw(page: Page, speech: Catalogue) -> Reply:
    """Draw a page of a result: what the bot says, one passage with its citation under it, buttons to the others."""
    lines = [f"<i>{escape(line)}</i>" for line in page.remarks]
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
        lines.append(_passage(page.passage, speech, answers=page.answers))
    lines += [f"<i>{escape(line)}</i>" for line in (page.notice, page.contact) if line]
    return Reply("\n\n".join(lines), pager(ShowPassage, page.number, page.count, speech))


def draw_sources(articles: Sequence[Article], speech: Catalogue, page: int = 0) -> Reply:
    """Draw a page of the list of articles, with their dates and links."""
    pages = -(-len(articles) // _SOURCES_PER_PAGE)
    page = min(page, pages - 1)
    shown = articles[page * _SOURCES_PER_PAGE : (page + 1) * _SOURCES_PER_PAGE]
    return Reply(
        "\n".join(f"• {_source(article, speech)}" for article in shown), pager(ShowSources, page, pages, speech)
    )


def read_as(sent: str) -> str | None:
    """Tell how a question was read, if a sent message says so: it carries that over a restart."""
    return messages.read_as(sent.partition("\n")[0])


def _passage(hit: Hit, speech: Catalogue, *, answers: bool = True) -> str:
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
    return f"{html.strip()}\n\n{_citation(hit, speech)}"


def _citation(hit: Hit, speech: Catalogue) -> str:
    citation = hit.passage.citation
    label = escape(clip(citation.label_in(speech), _LABEL_LENGTH))
    if _is_web_address(citation.url):
        return f'— <a href="{escape(citation.url or "")}">{label}</a>'
    return f"— <i>{label}</i>"


def _source(article: Article, speech: Catalogue) -> str:
    line = escape(messages.source_line(article, speech))
    return f'<a href="{escape(article.url or "")}">{line}</a>' if _is_web_address(article.url) else line


def _is_web_address(url: str | None) -> bool:
    return url is not None and url.startswith(("https://", "http://")) and clean(url) == url and len(url) < 2000


def pager(kind: Callable[[int], ButtonData], page: int, pages: int, speech: Catalogue) -> InlineKeyboardMarkup | None:
    """Make buttons to the pages before and after; each carries the page it leads to."""
    if pages < 2:
        return None
    row = []
    if page > 0:
        row.append(kind(page - 1).button("‹ " + speech.say("Back")))
    if page + 1 < pages:
        row.append(kind(page + 1).button(speech.say("More ({page} of {pages})", page=page + 1, pages=pages) + " ›"))
    return InlineKeyboardMarkup([row])
