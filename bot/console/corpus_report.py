"""What was understood of a file, for whoever keeps the articles."""

from collections.abc import Iterator
from datetime import date

from rich.console import Console
from rich.text import Text

from bot.text import clip, counted, day
from corpus import Understood
from corpus.language import guess_language

_MAX_VALUE = 300
_WIDTH = 11
_STYLES = {"doubt": "yellow", "left out": "dim"}


def print_understood(console: Console, file: str, understood: Understood, today: date) -> None:
    """Print a file's name and slug, and under them what it was understood to be, a line for each thing."""
    console.print(Text(f"{clip(file, _MAX_VALUE)} ({understood.article.slug})", style="bold"), soft_wrap=True)
    for name, value in _facts(understood, today):
        line = f"  {name:{_WIDTH}}{clip(value, _MAX_VALUE)}"
        console.print(Text(line, style=_STYLES.get(name, "")), soft_wrap=True)


def _facts(understood: Understood, today: date) -> Iterator[tuple[str, str]]:
    article = understood.article
    yield "title", f"{article.title} (from {understood.title_from or 'the document'})"
    if article.published:
        yield "date", f"{day(article.published)} (from {understood.published_from or 'the document'})"
    else:
        yield "date", "none"
    if article.review:
        yield "review", f"{'was' if article.review < today else 'is'} due {day(article.review)}"
    if article.notice:
        yield "notice", article.notice
    language = guess_language(article.text)
    yield "language", f"{language} (a guess)" if language else "not known"
    if understood.encoding:
        yield "encoding", understood.encoding
    yield "contents", _contents(understood)
    for omission in understood.omissions:
        yield "left out", f"{counted(omission.words, 'word')}, {omission.reason}: “{omission.sample}”"
    for doubt in understood.doubts:
        yield "doubt", doubt


def _contents(understood: Understood) -> str:
    article = understood.article
    numbers = [
        (len(article.sections), "section"),
        (sum(1 for _ in article.paragraphs()), "paragraph"),
        (understood.pages, "page"),
        (understood.tables, "table"),
    ]
    parts = [counted(number, thing) for number, thing in numbers if number]
    return ", ".join([*parts, f"{counted(understood.words, 'word')} quoted"])
