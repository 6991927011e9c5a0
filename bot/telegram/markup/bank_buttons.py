"""What the buttons of /questions carry, by which managers write and decide on items."""

from dataclasses import dataclass
from typing import ClassVar

from bot.telegram.markup.buttons import ButtonData


@dataclass(frozen=True, slots=True)
class ShowBanks(ButtonData):
    """Show a page of the articles with what there is in their banks."""

    NAME: ClassVar[str] = "banks"
    page: int


@dataclass(frozen=True, slots=True)
class OpenBank(ButtonData):
    """Begin in the bank of an article, by its key: "show" it, "draft", "write" or "review" items."""

    NAME: ClassVar[str] = "bank"
    article_key: str
    step: str


@dataclass(frozen=True, slots=True)
class WriteItem(ButtonData):
    """Take an option for the item proposed on a sentence, both by their keys; "next" passes the sentence over.

    The proposal asks for the characters `start` to `end` of the sentence.
    """

    NAME: ClassVar[str] = "write"
    article_key: str
    sentence: str
    start: int
    end: int
    option: str


@dataclass(frozen=True, slots=True)
class DecideItem(ButtonData):
    """Do something with an item, by its key, as long as it says what it said (`state`); `walk` is "write" or "review".

    "approve" it, "discard" it, make it a "draft" again, go on to the "next", "show" it, ask for another "question",
    "answer", "source" or "why". "no-question" and so on show it again from where that is asked for: a reply to the
    message of such a button is what was asked for.
    """

    NAME: ClassVar[str] = "item"
    action: str
    article_key: str
    item: str
    state: str
    walk: str


@dataclass(frozen=True, slots=True)
class TakeOption(ButtonData):
    """Take an option, by its key, into an item ("add") or out of it ("remove")."""

    NAME: ClassVar[str] = "option"
    action: str
    article_key: str
    item: str
    option: str
    walk: str
