"""Whatever an article and a question hold, Telegram takes the answer, and shows just what they say."""

import string
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from telegram.constants import MessageLimit

from bot.answering.answer import Answer, NoQuestion
from bot.answering.assistant import Assistant
from bot.answering.page import page_of
from bot.catalogues import ENGLISH
from bot.telegram.markup.answer_markup import Reply, draw
from bot.telegram.markup.contact_markup import draw_group_help, draw_help, draw_welcome
from bot.telegram.markup.reading_markup import draw_sources
from bot.telegram.menus import Role, group_commands, private_commands
from bot.text import clean
from corpus import Article
from tests.bot_api.entities import parse_html, utf16_length
from tests.unit.test_chunking import article_of

_SHOWN = {"bold", "italic", "underline", "text_link", "expandable_blockquote"}

texts = st.text(st.characters(codec="utf-8"), max_size=400)
markup = st.text(st.sampled_from("<>&\"'/b=# \n𝔘a;"), max_size=400)
hostile = st.one_of(texts, markup, st.text(string.printable, max_size=400))
urls = st.one_of(st.none(), hostile, hostile.map("https://example.org/{}".format))


def article(title: str, heading: str, text: str, url: str | None) -> Article:
    """An article that answers whatever is asked about zebras, made of these texts."""
    line = " ".join(text.split()) or "Nothing"
    made = article_of(
        f"Zebras\n\n{' '.join(heading.split())[:60]}\n\nThe zebra has stripes {line} and a tail. {line}\n"
    )
    return replace(made, title=title.strip() or "Zebras", url=url)


def check(reply: Reply) -> str:
    """The text that Telegram shows of a reply."""
    shown, entities = parse_html(reply.html)
    assert utf16_length(shown) <= MessageLimit.MAX_TEXT_LENGTH
    assert len(entities) <= MessageLimit.MESSAGE_ENTITIES
    assert {entity["type"] for entity in entities} <= _SHOWN
    return shown


@given(hostile, hostile, hostile, urls, hostile)
def test_answers_fit_and_parse(title: str, heading: str, text: str, url: str | None, question: str) -> None:
    articles = [article(title, heading, text, url)]
    assistant = Assistant(articles)
    check(draw(page_of(assistant.ask(question), articles, ENGLISH), ENGLISH))
    shown = check(draw(page_of(assistant.ask("Does the zebra have stripes and a tail?"), articles, ENGLISH), ENGLISH))
    assert "zebra" in shown


@given(hostile, hostile, urls)
def test_lists_of_articles_and_what_people_see_first_fit_and_parse(title: str, text: str, url: str | None) -> None:
    articles = [article(title, "Stripes", text, url)]
    check(draw_sources(articles, ENGLISH))
    check(draw_welcome(articles, [title or "?"], ENGLISH, text[:200] or None))
    check(draw_help(articles, private_commands(Role.MANAGER, quiz=True), [title], ENGLISH, text[:200] or None))
    for hears in (False, True):
        check(draw_group_help(articles, "article_bot", group_commands(quiz=True), ENGLISH, hears_mentions=hears))


@given(hostile)
def test_a_passage_is_shown_to_the_letter(text: str) -> None:
    articles = [article("Zebras", "Stripes", text, None)]
    answer = Assistant(articles).ask("Does the zebra have stripes and a tail?")
    shown = check(draw(page_of(answer, articles, ENGLISH), ENGLISH))
    assert not isinstance(answer, NoQuestion)
    hit = (answer.hits if isinstance(answer, Answer) else answer.nearest)[0]
    if len(hit.passage.text) < 900:  # longer ones are cut
        assert " ".join(clean(hit.passage.text).split()) in " ".join(shown.split())


def test_which_question_and_which_heading_a_passage_belongs_to_stand_above_it() -> None:
    articles = [article("Zebras", "Stripes", "It has", None)]
    made = article_of("Zebras\n\nStripes\nThey are black and white, and no two animals have the same.\n")
    result = Assistant([made]).ask("Do zebras sing? Are stripes black and white?")
    shown = check(draw(page_of(result, articles, ENGLISH, 1), ENGLISH))
    assert shown.startswith("Question 2 of 2: Are stripes black and white?\n\nStripes\nThey are black")
