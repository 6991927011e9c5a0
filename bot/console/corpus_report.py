"""What was understood of a file, for whoever keeps the articles."""

from datetime import date

from rich.console import Console
from rich.text import Text

from bot.catalogues import ENGLISH
from bot.text import clip
from bot.understood_lines import UnderstoodLine, lines_of
from corpus import Understood

_MAX_VALUE = 300
_WIDTH = 11


def print_understood(console: Console, file: str, understood: Understood, today: date) -> None:
    """Print a file's name and slug, and under them what it was understood to be, a line for each thing."""
    console.print(Text(f"{clip(file, _MAX_VALUE)} ({understood.article.slug})", style="bold"), soft_wrap=True)
    for line in lines_of(understood, today, ENGLISH):
        shown = f"  {line.name:{_WIDTH}}{clip(line.value, _MAX_VALUE)}"
        console.print(Text(shown, style=_style(line)), soft_wrap=True)


def _style(line: UnderstoodLine) -> str:
    return "yellow" if line.doubtful else "dim" if line.left_out else ""
