"""Reading on Telegram: a page of an article, its contents, the list of articles -> messages. Pure."""

from collections.abc import Callable, Sequence
from html import escape
from typing import TypeVar

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.answering import messages
from bot.answering.page import segments, unmarked
from bot.answering.passage_names import name_of
from bot.answering.reader import ReaderText, ReadingPage, heading_of
from bot.catalogues import Catalogue
from bot.telegram.markup.answer_markup import Reply, link_to, pager
from bot.telegram.markup.buttons import ALL, ButtonData, Narrow, ReadPage, ShowContents, ShowSources, article_key
from bot.text import clip
from corpus import Article
from index import Passage

T = TypeVar("T")

_PER_PAGE = 8
_PASSAGE_LENGTH = 1500
_MAX_LABEL = 50
_MAX_HEADING = 100
_MAX_HEADINGS = 3


def draw_reading(page: ReadingPage, speech: Catalogue) -> Reply:
    """Draw a page of an article, the marked passage as a quotation, with buttons to the pages beside it."""
    key = article_key(page.article.slug)
    lines = [f"<i>{_title(page.article, speech)} · {page.number + 1}/{page.count}</i>"]
    before: Passage | None = None
    for place, passage in enumerate(page.passages):
        headings = heading_of(passage, before)[-_MAX_HEADINGS:]
        lines += [f"<b>{escape(clip(heading, _MAX_HEADING))}</b>" for heading in headings]
        lines.append(_text(passage, marked=place == page.marked))
        before = passage
    if page.article.notice:
        lines.append(f"<i>{escape(page.article.notice)}</i>")
    beside = [
        ReadPage(name_of(passage), key).button(label)
        for passage, label in (
            (page.before, "‹ " + speech.say("Previous")),
            (page.after, speech.say("Next") + " ›"),
        )
        if passage
    ]
    contents = [ShowContents(key, 0).button(speech.say("Contents"))]
    return Reply("\n\n".join(lines), InlineKeyboardMarkup([row for row in (beside, contents) if row]))


def draw_contents(text: ReaderText, speech: Catalogue, number: int = 0, *, narrowed: bool | None = None) -> Reply:
    """Draw a page of the contents of an article: each heading a button that opens it.

    `narrowed` tells whether answers come from this article only; None where there is no other.
    """
    key, first = article_key(text.article.slug), text.page(0).passages[0]
    chapters = [("▸ " + speech.say("From the beginning"), first)]
    chapters += [(chapter.heading, chapter.first) for chapter in text.chapters()]
    shown, number, pages = _page(chapters, number)
    rows = [[ReadPage(name_of(passage), key).button(clip(label, _MAX_LABEL))] for label, passage in shown]
    if narrowed is not None:
        rows.append([_narrowing(key, speech, narrowed=narrowed)])
        rows.append([ShowSources(0).button(speech.say("All sources"))])
    how = escape(speech.say("Press a heading to read there."))
    head = f"<b>{_title(text.article, speech)}</b>\n{how}"
    return Reply(head, _with_pager(rows, lambda at: ShowContents(key, at), number, pages, speech))


def draw_sources(
    articles: Sequence[Article], speech: Catalogue, number: int = 0, *, only: Article | None = None
) -> Reply:
    """Draw a page of the list of articles, each a button that opens it; `only` is the one that answers come from."""
    shown, number, pages = _page(articles, number)
    rows = [
        [ShowContents(article_key(each.slug), 0).button(clip(messages.source_line(each, speech), _MAX_LABEL))]
        for each in shown
    ]
    lines = [messages.introduction(articles, speech), speech.say("Press a title to read it.")]
    if only is not None:
        lines.append(messages.narrowed_to(only, speech))
        rows.insert(0, [_narrowing(ALL, speech, narrowed=True)])
    return Reply("\n".join(map(escape, lines)), _with_pager(rows, ShowSources, number, pages, speech))


def _narrowing(key: str, speech: Catalogue, *, narrowed: bool) -> InlineKeyboardButton:
    if narrowed:
        return Narrow(ALL).button(speech.say("Answer from all articles"))
    return Narrow(key).button(speech.say("Only this article"))


def _page(items: Sequence[T], number: int) -> tuple[Sequence[T], int, int]:
    pages = max(1, -(-len(items) // _PER_PAGE))
    number = min(number, pages - 1)
    return items[number * _PER_PAGE : (number + 1) * _PER_PAGE], number, pages


def _with_pager(
    rows: Sequence[Sequence[InlineKeyboardButton]],
    kind: Callable[[int], ButtonData],
    number: int,
    pages: int,
    speech: Catalogue,
) -> InlineKeyboardMarkup:
    turning = pager(kind, number, pages, speech)
    return InlineKeyboardMarkup([*rows, *(turning.inline_keyboard if turning else ())])


def _title(article: Article, speech: Catalogue) -> str:
    line = escape(messages.source_line(article, speech))
    return link_to(article.url, line) or line


def _text(passage: Passage, *, marked: bool) -> str:
    text = escape("".join(piece.text for piece in segments(unmarked(passage), _PASSAGE_LENGTH)).strip())
    return f"<blockquote>{text}</blockquote>" if marked else text
