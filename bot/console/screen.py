"""Print answers, articles and passages in the terminal, in a width that is easy to read."""

from dataclasses import replace
from typing import TextIO

from rich.console import Console
from rich.text import Text

from bot.answering import messages
from bot.answering.answer import Answer, NoQuestion, Result
from bot.answering.assistant import Assistant
from bot.answering.page import Page, page_of, segments, unmarked
from bot.answering.reader import ReadingPage, heading_of
from bot.catalogues import ENGLISH, Catalogue
from bot.text import clean, clip
from corpus import Article
from index import Hit, Passage
from index.chunking import split_article

_MIN_WIDTH, _MAX_WIDTH = 20, 100
_MAX_PASSAGE = 4000
_MAX_LABEL = 400


def make_console(file: TextIO | None = None) -> Console:
    """Make a console of limited width; colours depend on the terminal and NO_COLOR."""
    console = Console(file=file, highlight=False)
    console.width = min(max(console.width, _MIN_WIDTH), _MAX_WIDTH)
    return console


def print_answer(console: Console, result: Result, assistant: Assistant, speech: Catalogue, top: int = 1) -> None:
    """Print a result with its `top` best passages; where the articles do not answer, say so, with the nearest one.

    The first page of each further question of the message follows.
    """
    articles, contact = list(assistant.articles.values()), assistant.contact
    print_page(console, page_of(result, articles, speech, contact=contact, complete=assistant.complete), speech)
    for hit in result.hits[1:top] if isinstance(result, Answer) else ():
        console.print()
        _print_passage(console, hit, speech, answers=True)
    further = () if isinstance(result, NoQuestion) else result.further
    for number, _ in enumerate(further, start=1):
        console.print()
        page = page_of(result, articles, speech, number, contact=contact, complete=assistant.complete)
        print_page(console, replace(page, emergency=None), speech)


def print_page(console: Console, page: Page, speech: Catalogue) -> None:
    """Print a page: what is said first in an emergency, the bot's own remarks, then the passage with its citation."""
    if page.emergency:
        console.print(Text(page.emergency, style="bold"))
    for line in page.remarks:
        console.print(Text(line, style="dim"))
    if page.asked:
        console.print(Text(page.asked, style="dim"))
    if page.verdict:
        console.print(Text(page.verdict, style="yellow"))
    if page.lead:
        console.print(Text(page.lead, style="dim"))
    if page.heading:
        console.print(Text(clip(page.heading, _MAX_LABEL), style="cyan"))
    if page.passage:
        _print_passage(console, page.passage, speech, answers=page.answers)
    for line in filter(None, (page.notice, page.contact)):
        console.print(Text(clean(line), style="dim"))


def _print_passage(console: Console, hit: Hit, speech: Catalogue, *, answers: bool) -> None:
    """Print a passage and its citation; where it answers, mark its best sentence and matching words."""
    text = Text()
    for segment in segments(hit, _MAX_PASSAGE):
        emphasis = ["bold"] * segment.best + ["underline"] * segment.match
        text.append(segment.text, style=" ".join(emphasis) if answers else "")
    console.print(text)
    citation = hit.passage.citation
    label = Text(f"— {clip(citation.label_in(speech), _MAX_LABEL)}", style="cyan")
    if citation.url and console.is_terminal:
        label.stylize(f"link {clean(citation.url)}")
    console.print(label)


def print_reading(console: Console, page: ReadingPage, speech: Catalogue) -> None:
    """Print a page of an article under its title, the marked passage in bold."""
    line = f"{messages.source_line(page.article, speech)} · {page.number + 1}/{page.count}"
    console.print(Text(line, style="cyan"))
    before: Passage | None = None
    for place, passage in enumerate(page.passages):
        for heading in heading_of(passage, before):
            console.print(Text(f"\n{clip(heading, _MAX_LABEL)}", style="cyan bold"))
        shown = "".join(piece.text for piece in segments(unmarked(passage), _MAX_PASSAGE))
        console.print(
            Text(f"\n{'▸ ' if place == page.marked else ''}{shown}", style="bold" if place == page.marked else "")
        )
        before = passage
    if page.after:
        console.print(Text(speech.say("/next turns the page."), style="dim"))


def print_article(console: Console, article: Article) -> None:
    """Print an article as it will be quoted: metadata, then its paragraphs under their headings."""
    _print_head(console, article)
    for section in article.sections:
        if section.path:
            console.print(Text(f"\n{clip(' › '.join(section.path), _MAX_LABEL)}", style="bold"))
        for paragraph in section.paragraphs:
            console.print(Text(f"\n{clean(article.text[paragraph.start : paragraph.end])}"))


def print_passages(console: Console, article: Article) -> None:
    """Print an article as it is cut: metadata, then each passage under its citation."""
    _print_head(console, article)
    for passage in split_article(article):
        console.print(Text(f"\n{clip(passage.citation.label, _MAX_LABEL)}", style="cyan"))
        console.print(Text(clean(passage.text)))


def _print_head(console: Console, article: Article) -> None:
    console.print(Text(messages.source_line(article, ENGLISH), style="bold"))
    if article.topics:
        console.print(Text(f"Topics: {clean(', '.join(article.topics))}", style="dim"))
