"""Run the chat in the terminal: typed or piped questions -> answers in rich text."""

from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.answering import messages
from bot.answering.answer import Result
from bot.answering.assistant import Assistant
from bot.answering.conversation import Conversation
from bot.answering.page import page_of
from bot.console.lines import Lines
from bot.console.screen import make_console, print_page
from bot.text import clip

_HELP = """Type a question in your own words, or:
  /more     the next passage for the last question
  /sources  the articles that I answer from
  /help     this list
  /quit     leave (so do Ctrl-D and Ctrl-C)"""


class Chat:
    """Hold a conversation in the terminal; call `respond` with one line at a time."""

    def __init__(self, assistant: Assistant, console: Console) -> None:
        self._assistant = assistant
        self._console = console
        self._articles = list(assistant.articles.values())
        self._result: Result | None = None
        self._next: int | None = None
        self._conversation = Conversation()

    def greet(self) -> None:
        """Print what the bot does and how to begin."""
        self._console.print(Text(messages.introduction(self._articles), style="bold"))
        self._console.print(Text(messages.DISCLAIMER, style="dim"))
        self._console.print(Text(f"Try: {messages.example_question(self._articles)}   /help for more", style="dim"))

    def respond(self, line: str) -> bool:
        """Answer a question or carry out a /command. Return False when the conversation is to end."""
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
                    self._console.print(Text(f"• {messages.source_line(article)}"))
            case "/more":
                self._more()
            case unknown:
                self._console.print(Text(f"There is no command {clip(unknown, 40)}; /help lists them.", style="yellow"))
        return True

    def _answer(self, question: str) -> None:
        self._result = self._assistant.ask(question, self._conversation)
        self._show(0)

    def _more(self) -> None:
        if self._result is None or self._next is None:
            self._console.print(Text("There are no more passages; ask a question.", style="dim"))
            return
        self._show(self._next)

    def _show(self, number: int) -> None:
        """Print a page of the last result, and say how many more there are."""
        assert self._result is not None  # noqa: S101 - both callers have set it
        page = page_of(self._result, self._articles, number)
        print_page(self._console, page if number == 0 or page.asked else replace(page, remarks=()))
        left = page.count - page.number - 1
        self._next = page.number + 1 if left else None
        if left:
            self._console.print(Text(f"{left} more: /more", style="dim"))


def talk(assistant: Assistant, history: Path) -> None:
    """Run a conversation until /quit or the end of input, at a prompt in a terminal, else line by line.

    `history` is the file that keeps the lines typed at the prompt.
    """
    console = make_console()
    conversation = Chat(assistant, console)
    lines = Lines(console, ["/help", "/more", "/sources", "/quit"], history)
    if lines.interactive:
        conversation.greet()
    for line in lines:
        if not conversation.respond(line):
            break
        console.print()
