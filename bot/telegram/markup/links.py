"""Links into the bot: each opens a private chat with it, where /start carries what the link says. Pure."""

import re
from urllib.parse import urlencode

from telegram import InlineKeyboardButton
from telegram.constants import MessageLimit

from bot.answering.passage_names import name_of
from bot.telegram.markup.buttons import article_key
from index import Passage

QUESTION, PASSAGE = "q_", "a_"
"""How what /start carries begins, where it asks a question or names a passage; invitations begin otherwise."""

_UNSAID = re.compile(r"[?¿!¡.,:;]+(?=\s|$)|[¿¡]")  # marks that change no question
_WORD = re.compile(r"[A-Za-z0-9-]+")


def start_of_question(question: str) -> str | None:
    """Write a question so that a link can carry it; None where it is too long, or has letters that a link cannot carry.

    >>> start_of_question("What is glutathione?"), start_of_question("¿Qué es?")
    ('q_What_is_glutathione', None)
    """
    words = _UNSAID.sub("", question).split()
    start = QUESTION + "_".join(words)
    fits = words and all(map(_WORD.fullmatch, words)) and len(start) <= MessageLimit.DEEP_LINK_LENGTH
    return start if fits else None


def question_in(start: str) -> str | None:
    """Give the question that a link carries, None where it carries something else.

    >>> question_in("q_What_is_glutathione"), question_in("join-abc")
    ('What is glutathione', None)
    """
    asked = start.removeprefix(QUESTION)
    return asked.replace("_", " ").strip() or None if asked != start else None


def start_of_passage(passage: Passage) -> str:
    """Write what a link carries that opens a passage: its name, and the key of its article should it have changed."""
    return f"{PASSAGE}{name_of(passage)}_{article_key(passage.citation.article)}"


def passage_in(start: str) -> tuple[str, str] | None:
    """Give the name of the passage and the key of the article that a link carries; None where it carries others.

    The key is empty where the link has none.
    """
    name, _, key = start.removeprefix(PASSAGE).partition("_")
    return (name, key) if name and start.startswith(PASSAGE) else None


def share_button(label: str, link: str, text: str) -> InlineKeyboardButton:
    """Make a button that lets a person choose a chat, and puts a link with a text into it."""
    return InlineKeyboardButton(label, url=f"https://t.me/share/url?{urlencode({'url': link, 'text': text})}")
