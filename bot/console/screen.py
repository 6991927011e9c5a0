"""Drawing in the terminal: answers, articles, and the width that is good to read."""

from collections.abc import Sequence
from typing import TextIO

from rich.console import Console
from rich.text import Text

from bot.answering import messages
from bot.answering.answer import Answer, NoAnswer
from bot.answering.page import segments
from bot.text import clean, clip
from corpus import Article
from index import Hit
from index.chunking import split_article

_MIN_WIDTH, _MAX_WIDTH = 20, 100
_MAX_PASSAGE = 4000
_MAX_LABEL = 400


def make_console(file: TextIO | None = None) -> Console:
    """A console as wide as is good to read; colours as the terminal and NO_COLOR allow."""
    console = Console(file=file, highlight=False)
    console.width = min(max(console.width, _MIN_WIDTH), _MAX_WIDTH)
    return console


def print_answer(console: Console, answer: Answer | NoAnswer, articles: Sequence[Article], top: int = 1) -> None:
    """Print an answer with its `top` best passages, or that there is none and the nearest passage."""
    for line in messages.remarks(answer, articles):
        console.print(Text(line, style="dim"))
    if isinstance(answer, Answer):
        for number, hit in enumerate(answer.hits[:top]):
            if number:
                console.print()
            print_hit(console, hit)
        return
    console.print(Text(messages.not_answered(answer, articles), style="yellow"))
    if answer.nearest:
        console.print(Text(messages.NEAREST, style="dim"))
        print_hit(console, answer.nearest[0], answers=False)


def print_hit(console: Console, hit: Hit, *, answers: bool = True) -> None:
    """A passage over its citation. Only where it answers, its best sentence is bold."""
    text = Text()
    for part in segments(hit, _MAX_PASSAGE):
        text.append(part.text, style=" ".join(["bold"] * part.best + ["underline"] * part.match) if answers else "")
    console.print(text)
    citation = hit.passage.citation
    label = Text(f"— {clip(citation.label, _MAX_LABEL)}", style="cyan")
    if citation.url and console.is_terminal:
        label.stylize(f"link {clean(citation.url)}")
    console.print(label)


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
    console.print(Text(messages.source_line(article), style="bold"))
    if article.topics:
        console.print(Text(f"Topics: {clean(', '.join(article.topics))}", style="dim"))
