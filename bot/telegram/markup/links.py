"""Links into the bot: each opens a private chat with it, where /start carries what the link says. Pure."""

import re
from urllib.parse import urlencode

from telegram import InlineKeyboardButton
from telegram.constants import MessageLimit

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


def passage_in(start: str) -> str | None:
    """Give the name of the passage that a link carries, None where it carries something else."""
    name = start.removeprefix(PASSAGE)
    return name or None if name != start else None


def share_button(label: str, link: str, text: str) -> InlineKeyboardButton:
    """Make a button that lets a person choose a chat, and puts a link with a text into it."""
    return InlineKeyboardButton(label, url=f"https://t.me/share/url?{urlencode({'url': link, 'text': text})}")
