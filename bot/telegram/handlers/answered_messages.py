"""Which messages were answered, and by which: for edits, albums, and who wants to be forgotten.

A message itself takes ten to a hundred kilobytes in memory. What is remembered of one takes some hundred bytes,
however long it is, so that all that is remembered stays within some megabytes.
"""

from collections.abc import MutableMapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

from cachetools import LRUCache
from telegram import Message, User

from bot.telegram.handlers.asked import asked_in, written_in

_MOST_REMEMBERED = 10_000

Place = TypeVar("Place", tuple[int, int], tuple[int, str])


@dataclass(frozen=True, slots=True)
class AnsweredMessage:
    """Hold a digest of a question, empty where none was asked; the id of the answer, and the ids of who asked."""

    question: bytes
    answer: int | None
    askers: tuple[int, ...]


class AnsweredMessages:
    """Remember the last messages that were answered, by chat and message, and by chat and album."""

    def __init__(self) -> None:
        self._single: LRUCache[tuple[int, int], AnsweredMessage] = LRUCache(_MOST_REMEMBERED)
        self._albums: LRUCache[tuple[int, str], AnsweredMessage] = LRUCache(_MOST_REMEMBERED)

    def is_known(self, message: Message, *, edited: bool) -> bool:
        """Tell whether a message was answered: an album was by its first question, an edit by the same words."""
        album = self._album_of(message)
        if album is not None and not edited:
            return bool(album.question) or not written_in(message)
        known = self._single.get((message.chat_id, message.message_id))
        return edited and known is not None and known.question == _digest(asked_in(message).text)

    def answer_before(self, message: Message) -> int | None:
        """Give the answer that a message was given before it was edited, or its album before its caption came."""
        known = self._single.get((message.chat_id, message.message_id)) or self._album_of(message)
        return known.answer if known else None

    def remember(self, message: Message, question: str, answer: int | None, under: Message, user: User | None) -> None:
        """Remember that a message was answered: `under` holds the question, and `user` asked."""
        people = (user, under.from_user)
        askers = tuple({person.id for person in people if person is not None})
        known = AnsweredMessage(_digest(question), answer, askers)
        self._single[message.chat_id, message.message_id] = known
        if message.media_group_id:
            self._albums[message.chat_id, message.media_group_id] = known

    def forget(self, user: int) -> None:
        """Forget what was answered in someone's chat, and what they asked elsewhere."""
        _forget(self._single, user)
        _forget(self._albums, user)

    def _album_of(self, message: Message) -> AnsweredMessage | None:
        return self._albums.get((message.chat_id, message.media_group_id)) if message.media_group_id else None


def _digest(question: str) -> bytes:
    return sha256(question.encode("utf-8", "surrogatepass")).digest()[:16] if question else b""


def _forget(known: MutableMapping[Place, AnsweredMessage], user: int) -> None:
    for place in [place for place, of in known.items() if place[0] == user or user in of.askers]:
        del known[place]
