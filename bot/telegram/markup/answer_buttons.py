"""The buttons under an answer. Pure."""

from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.answering.page import Page
from bot.answering.passage_names import name_of
from bot.catalogues import Catalogue
from bot.telegram.markup.answer_markup import pager
from bot.telegram.markup.buttons import ALL, AskAgain, OpenPassage, ShowAnswer, article_key, question_key


@dataclass(frozen=True, slots=True)
class Scene:
    """Hold what the buttons under an answer depend on beside the page.

    `question` is what was asked, `only` the slug of the article that was searched alone, None for all. `several` tells
    whether there are several articles.
    """

    question: str
    only: str | None = None
    several: bool = False


def buttons_of(page: Page, scene: Scene, speech: Catalogue) -> InlineKeyboardMarkup | None:
    """Make the buttons under a page of an answer: to others, to where it stands, and to narrow the search."""
    asked, scope = question_key(scene.question), article_key(scene.only) if scene.only else ALL
    turning = pager(lambda number: ShowAnswer(number, asked, scope), page.number, page.count, speech)
    rows: list[list[InlineKeyboardButton]] = [list(row) for row in turning.inline_keyboard] if turning else []
    here: list[InlineKeyboardButton] = []
    if page.passage is not None:
        passage = page.passage.passage
        name, key = name_of(passage), article_key(passage.citation.article)
        here.append(OpenPassage(name, key).button(speech.say("In the article")))
        if scene.several and not scene.only and not page.refuses:
            here.append(AskAgain(asked, key).button(speech.say("Only this article")))
    if scene.only:
        here.append(AskAgain(asked, ALL).button(speech.say("All articles")))
    if here:
        rows.append(here)
    return InlineKeyboardMarkup(rows) if rows else None
