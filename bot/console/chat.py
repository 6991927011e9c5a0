"""Run the chat in the terminal: typed or piped questions -> answers in rich text."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.answering import messages
from bot.answering.answer import Result
from bot.answering.assistant import Assistant
from bot.answering.conversation import Conversation
from bot.answering.page import page_of
from bot.answering.passage_names import name_of
from bot.answering.reader import ReadingPage
from bot.catalogues import Catalogue, catalogues, later
from bot.console.lines import Lines
from bot.console.screen import make_console, print_page, print_reading
from bot.text import clip
from corpus import Article
from index import Passage

_COMMANDS = {
    "/more": later("the next passage for the last question"),
    "/sources": later("the articles that I answer from"),
    "/open": later("the article of the last answer, there; /open and a number opens one of the sources"),
    "/next": later("the next page of the article that is open"),
    "/only": later("answer from one article only: that of the last answer, or /only and a number; /only all ends it"),
    "/language": later("the language in which I speak"),
    "/help": later("this list"),
    "/quit": later("leave (so do Ctrl-D and Ctrl-C)"),
}


class Chat:
    """Hold a conversation in the terminal; call `respond` with one line at a time."""

    def __init__(self, assistant: Assistant, console: Console, speech: Catalogue) -> None:
        self._speech = speech
        self._assistant = assistant
        self._console = console
        self._articles = list(assistant.articles.values())
        self._result: Result | None = None
        self._next: int | None = None
        self._conversation = Conversation()
        self._only: str | None = None
        self._passage: Passage | None = None
        self._reading: ReadingPage | None = None

    def greet(self) -> None:
        """Print what the bot does and how to begin."""
        speech = self._speech
        hint = speech.say(
            "Try: {question}   /help for more", question=messages.example_question(self._articles, speech)
        )
        self._console.print(Text(messages.introduction(self._articles, speech), style="bold"))
        self._console.print(Text(speech.say(messages.DISCLAIMER), style="dim"))
        self._console.print(Text(hint, style="dim"))

    def respond(self, line: str) -> bool:
        """Answer a question or carry out a /command. Return False when the conversation is to end."""
        line = line.strip()
        if not line.startswith("/"):
            if line:
                self._answer(line)
            return True
        name, *rest = line.split()
        actions: dict[str, Callable[[], None]] = {
            "/sources": self._sources,
            "/open": lambda: self._open(rest),
            "/next": self._turn,
            "/only": lambda: self._narrow(rest),
            "/more": self._more,
            "/language": lambda: self._choose_language(rest),
        }
        match name.lower():
            case known if known in actions:
                actions[known]()
            case "/quit" | "/exit" | "/q":
                return False
            case "/help" | "/start":
                self._help()
            case unknown:
                refusal = self._speech.say("There is no command {name}; /help lists them.", name=clip(unknown, 40))
                self._console.print(Text(refusal, style="yellow"))
        return True

    def _sources(self) -> None:
        """List the articles with the numbers that /open and /only take."""
        for number, article in enumerate(self._articles, start=1):
            self._console.print(Text(f"• {messages.source_line(article, self._speech)}  /open {number}"))
        if self._only is not None:
            said = messages.only_in(self._assistant.articles[self._only], self._speech)
            self._console.print(Text(f"{said} /only all", style="dim"))

    def _open(self, named: list[str]) -> None:
        """Show the page of an article that the last passage stands on, marked; of one that was named, its beginning."""
        passage = self._passage
        if named or passage is None:
            article = self._numbered(named)
            if article is not None:
                self._read(article.slug, 0)
            return
        text = self._assistant.text_of(passage.citation.article)
        number, place = text.open(name_of(passage)) or (0, None)
        self._read(text.article.slug, number, place)

    def _turn(self) -> None:
        """Show the next page of the article that is open."""
        if self._reading is None or self._reading.after is None:
            self._console.print(
                Text(self._speech.say("There is no further page; /open opens an article."), style="dim")
            )
            return
        self._read(self._reading.article.slug, self._reading.number + 1)

    def _read(self, slug: str, number: int, marked: int | None = None) -> None:
        self._reading = self._assistant.text_of(slug).page(number, marked)
        print_reading(self._console, self._reading, self._speech)

    def _narrow(self, named: list[str]) -> None:
        """Answer from one article only, from now on, or from all again."""
        if named == ["all"]:
            self._only = None
            self._console.print(Text(messages.introduction(self._articles, self._speech)))
            return
        if not named and self._passage is not None:
            self._only = self._passage.citation.article
        elif (article := self._numbered(named)) is not None:
            self._only = article.slug
        else:
            return
        self._sources()

    def _numbered(self, named: list[str]) -> Article | None:
        """Give the article with a number in the list of sources; the only one needs none."""
        if not named and len(self._articles) == 1:
            return self._articles[0]
        number = int(named[0]) if named and named[0].isdecimal() and len(named[0]) < 9 else 0
        if 0 < number <= len(self._articles):
            return self._articles[number - 1]
        self._console.print(
            Text(self._speech.say("Write the number of an article; /sources lists them."), style="yellow")
        )
        return None

    def _choose_language(self, named: list[str]) -> None:
        """Speak the language that was named; where none was, or none that there is, list those there are."""
        chosen = catalogues().get(named[0].lower()) if named else None
        if chosen is not None:
            self._speech = chosen
            self._console.print(Text(chosen.say("I speak English to you now. /language changes it.")))
            return
        self._console.print(Text(self._speech.say("Write one of these; what the articles say stays as it is written:")))
        for code, catalogue in catalogues().items():
            self._console.print(Text(f"  /language {code}  {catalogue.name}"))

    def _help(self) -> None:
        self._console.print(Text(self._speech.say("Type a question in your own words, or:")))
        width = max(map(len, _COMMANDS))
        for name, does in _COMMANDS.items():
            self._console.print(Text(f"  {name:{width}}  {self._speech.say(does)}"))

    def _answer(self, question: str) -> None:
        self._result = self._assistant.ask(question, self._conversation, article=self._only)
        self._show(0)

    def _more(self) -> None:
        if self._result is None or self._next is None:
            self._console.print(Text(self._speech.say("There are no more passages; ask a question."), style="dim"))
            return
        self._show(self._next)

    def _show(self, number: int) -> None:
        """Print a page of the last result, and say how many more there are."""
        assert self._result is not None  # noqa: S101 - both callers have set it
        searched = self._articles if self._only is None else [self._assistant.articles[self._only]]
        complete, contact = self._assistant.complete or self._only is not None, self._assistant.contact
        page = page_of(self._result, searched, self._speech, number, contact=contact, complete=complete)
        self._passage = page.passage.passage if page.passage else self._passage
        print_page(self._console, page if number == 0 or page.asked else replace(page, remarks=()), self._speech)
        left = page.count - page.number - 1
        self._next = page.number + 1 if left else None
        if left:
            more = self._speech.say_n("{n} more: /more", "{n} more: /more", left)
            self._console.print(Text(more, style="dim"))


def talk(assistant: Assistant, history: Path, speech: Catalogue) -> None:
    """Run a conversation until /quit or the end of input, at a prompt in a terminal, else line by line.

    `history` is the file that keeps the lines typed at the prompt.
    """
    console = make_console()
    conversation = Chat(assistant, console, speech)
    lines = Lines(console, list(_COMMANDS), history)
    if lines.interactive:
        conversation.greet()
    for line in lines:
        if not conversation.respond(line):
            break
        console.print()
