"""What the bot remembers of the people who write to it: bounded in bytes, however long their messages are."""

import gc
import sys
from datetime import UTC, datetime
from types import FunctionType, ModuleType

import pytest
from telegram import Chat, Message, User

from bot.answering.assistant import Assistant
from bot.answering.conversation import Conversation
from bot.telegram.handlers.answered_messages import AnsweredMessages

_MOST_EACH = 16_000  # bytes, of which 10,000 are kept


def size_of(*things: object) -> int:
    """All bytes that things refer to, each counted once; not types, modules and functions."""
    seen, left, total = set[int](), list(things), 0
    while left:
        thing = left.pop()
        if id(thing) in seen or isinstance(thing, type | ModuleType | FunctionType):
            continue
        seen.add(id(thing))
        total += sys.getsizeof(thing)
        left += gc.get_referents(thing)
    return total


@pytest.mark.parametrize("text", ["magnesium?", "\U0001f600" * 4096, "magnesium ሴ" * 340, "riboflavin " * 372])
def test_a_conversation_takes_few_bytes_however_long_its_questions_are(assistant: Assistant, text: str) -> None:
    talk = Conversation()
    assistant.ask(text, talk, now=0)
    assistant.ask("What is magnesium good for? " + text, talk, now=1)
    assert size_of(talk) < _MOST_EACH


def test_an_answered_message_takes_few_bytes_and_the_oldest_are_forgotten() -> None:
    known, long = AnsweredMessages(), "\U0001f600" * 4096
    for number in range(10_100):
        message = _message(number, long)
        known.remember(message, long, number, message, message.from_user)
    assert size_of(known) < 10_000 * 1000
    assert known.answer_before(_message(0, long)) is None
    assert known.answer_before(_message(10_099, long)) == 10_099
    assert known.is_known(_message(10_099, long), edited=True)
    assert not known.is_known(_message(10_099, "other words"), edited=True)


def test_who_wants_to_be_forgotten_is_in_their_chat_and_in_groups() -> None:
    known = AnsweredMessages()
    own, in_group, of_another = _message(1, "a"), _message(2, "b", chat=-5, user=1), _message(3, "c", chat=-5, user=3)
    for message in (own, in_group, of_another):
        known.remember(message, "q", 9, message, message.from_user)
    known.forget(1)
    assert [known.answer_before(message) for message in (own, in_group, of_another)] == [None, None, 9]


def _message(number: int, text: str, chat: int | None = None, user: int | None = None) -> Message:
    chat, user = number if chat is None else chat, number if user is None else user
    kind = Chat.PRIVATE if chat > 0 else Chat.SUPERGROUP
    return Message(number, datetime.now(UTC), Chat(chat, kind), User(user, "A", is_bot=False), text=text)
