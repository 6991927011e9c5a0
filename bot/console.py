"""The terminal front end: questions typed or piped in, answers in rich text out."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.formatted_text import HTML
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from rich.console import Console
from rich.text import Text

from bot import wording
from bot.answer import Answer, NoAnswer
from bot.assistant import Assistant
from bot.conversation import Conversation
from bot.display import clean, clip, pages, parts
from corpus import Article
from index import Hit
from index.chunking import split_article

_MIN_WIDTH, _MAX_WIDTH = 20, 100
_MAX_PASSAGE = 4000
_MAX_LABEL = 400

_HELP = """Type a question in your own words, or:
  /more     the next passage for the last question
  /sources  the articles that I answer from
  /help     this list
  /quit     leave (so do Ctrl-D and Ctrl-C)"""


def make_console(file: TextIO | None = None) -> Console:
    """A console as wide as is good to read; colours as the terminal and NO_COLOR allow."""
    console = Console(file=file, highlight=False)
    console.width = min(max(console.width, _MIN_WIDTH), _MAX_WIDTH)
    return console


def print_answer(console: Console, answer: Answer | NoAnswer, articles: Sequence[Article], top: int = 1) -> None:
    """Print an answer with its `top` best passages, or that there is none and the nearest passage."""
    for line in wording.remarks(answer, articles):
        console.print(Text(line, style="dim"))
    if isinstance(answer, Answer):
        for number, hit in enumerate(answer.hits[:top]):
            if number:
                console.print()
            _print_hit(console, hit)
        return
    console.print(Text(wording.not_answered(answer, articles), style="yellow"))
    if answer.nearest:
        console.print(Text(wording.NEAREST, style="dim"))
        _print_hit(console, answer.nearest[0], answers=False)


def _print_hit(console: Console, hit: Hit, *, answers: bool = True) -> None:
    """A passage over its citation. Only where it answers, its best sentence is bold."""
    text = Text()
    for part in parts(hit, _MAX_PASSAGE):
        text.append(part.text, style=" ".join(["bold"] * part.best + ["underline"] * part.match) if answers else "")
    console.print(text)
    citation = hit.passage.citation
    label = Text(f"— {clip(citation.label, _MAX_LABEL)}", style="cyan")
    if citation.url and console.is_terminal:
        label.stylize(f"link {clean(citation.url)}")
    console.print(label)


def print_article(console: Console, article: Article) -> None:
    """Print an article as it is understood: metadata, then each passage under its citation."""
    console.print(Text(wording.source_line(article), style="bold"))
    if article.topics:
        console.print(Text(f"Topics: {clean(', '.join(article.topics))}", style="dim"))
    for passage in split_article(article):
        console.print(Text(f"\n{clip(passage.citation.label, _MAX_LABEL)}", style="cyan"))
        console.print(Text(clean(passage.text)))


class Chat:
    """A conversation in the terminal; `respond` takes one line and returns False when it ends."""

    def __init__(self, assistant: Assistant, console: Console) -> None:
        self._assistant = assistant
        self._console = console
        self._articles = list(assistant.articles.values())
        self._left: list[tuple[Hit, bool]] = []
        self._conversation = Conversation()

    def greet(self) -> None:
        """Say what this is and how to begin."""
        self._console.print(Text(wording.introduction(self._articles), style="bold"))
        self._console.print(Text(wording.DISCLAIMER, style="dim"))
        self._console.print(Text(f"Try: {wording.example_question(self._articles)}   /help for more", style="dim"))

    def respond(self, line: str) -> bool:
        """Answer a line, or do what a /command says."""
        line = line.strip()
        if not line.startswith("/"):
            if line:
                self._answer(line)
            return True
        match line.split()[0].lower():
            case "/quit" | "/exit" | "/q":
                return False
            case "/help" | "/start":
                self._console.print(Text(_HELP))
            case "/sources":
                for article in self._articles:
                    self._console.print(Text(f"• {wording.source_line(article)}"))
            case "/more":
                self._more()
            case unknown:
                self._console.print(Text(f"There is no command {clip(unknown, 40)}; /help lists them.", style="yellow"))
        return True

    def _answer(self, question: str) -> None:
        answer = self._assistant.ask(question, self._conversation)
        print_answer(self._console, answer, self._articles)
        self._left = pages(answer)[1:] if isinstance(answer, Answer) else []
        self._offer_more()

    def _more(self) -> None:
        if not self._left:
            self._console.print(Text("There are no more passages; ask a question.", style="dim"))
            return
        hit, answers = self._left.pop(0)
        if not answers:
            self._console.print(Text(wording.BESIDE, style="dim"))
        _print_hit(self._console, hit, answers=answers)
        self._offer_more()

    def _offer_more(self) -> None:
        if self._left:
            self._console.print(Text(f"{len(self._left)} more: /more", style="dim"))


def chat(assistant: Assistant, history: Path) -> None:
    """Talk until /quit or the end of input: with a prompt at a terminal, else line by line."""
    console = make_console()
    conversation = Chat(assistant, console)
    interactive = sys.stdin.isatty() and console.is_terminal
    if interactive:
        conversation.greet()
    lines = _prompted_lines(history) if interactive else _piped_lines(console)
    for line in lines:
        if not conversation.respond(line):
            break
        console.print()


def _piped_lines(console: Console) -> Iterator[str]:
    """Lines of standard input, each shown as it is read, so that the output reads as a conversation."""
    for line in sys.stdin:
        if line.strip():
            console.print(Text(f"> {clip(line, 500)}"))
            yield line


def _prompted_lines(history: Path) -> Iterator[str]:
    commands = WordCompleter(["/help", "/more", "/sources", "/quit"], sentence=True)
    session: PromptSession[str] = PromptSession(
        history=_open_history(history), completer=commands, reserve_space_for_menu=4
    )
    while True:
        try:
            yield session.prompt(HTML("\n<b>&gt;</b> "))
        except (EOFError, KeyboardInterrupt):
            return


def _open_history(path: Path) -> History:
    """What was typed in earlier sessions; kept in memory only where the file cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        return FileHistory(path)
    except OSError:
        return InMemoryHistory()
