"""Draw docs/answer.svg: a real answer as the terminal shows it."""

import io
import re
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.answering.assistant import Assistant
from bot.catalogues import ENGLISH
from bot.console.chat import Chat
from corpus import ARTICLES

QUESTIONS = ["Which vitamin keeps the nerves healthy?", "What are the side effects of sumatriptan?"]
PICTURE = Path(__file__).parent / "answer.svg"


def draw() -> str:
    """Export the picture as SVG, without the fonts that rich would have a viewer download."""
    console = Console(record=True, width=84, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    chat = Chat(Assistant.open(ARTICLES), console, ENGLISH)
    for question in QUESTIONS:
        console.print(Text(f"> {question}", style="bold green"))
        chat.respond(question)
        console.print()
    svg = console.export_svg(title="article-bot chat", unique_id="answer")
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return svg.replace("<text ", '<text xml:space="preserve" ')  # else some viewers drop spaces beside styled words


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
