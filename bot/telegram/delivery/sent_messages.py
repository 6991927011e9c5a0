"""Answers of a Bot API server that is older or newer than the library, to calls that have sent something. Pure.

What was sent is not to be sent again because the library cannot parse the message that the server gives back.
"""

import json
import logging
from typing import Any

from telegram import Message, Poll
from telegram.constants import ChatType, PollType

logger = logging.getLogger(__name__)


def sends_message(called: str) -> bool:
    """Tell whether a method of the Bot API sends a message and gives it back."""
    return called.startswith("send") and called.lower() not in ("sendchataction", "sendmediagroup")


def parseable(body: bytes, chat: object) -> bytes:
    """Give the body of an answer as it is, or reduced to what the bot needs where the library cannot parse its message.

    `chat` is the id of the chat to which the message was sent.
    """
    answer = json.loads(body)
    if not answer.get("ok"):
        return body
    result = answer.get("result")
    try:
        if isinstance(result, dict):
            Message.de_json(result, None)
            return body
    except Exception as error:  # noqa: BLE001 - whatever the library stumbles over
        logger.warning("the server's answer is not understood (%r); what was sent is not sent again", error)
    return json.dumps({"ok": True, "result": _reduced(result if isinstance(result, dict) else {}, chat)}).encode()


def _reduced(result: dict[str, Any], chat: object) -> dict[str, Any]:
    """Give a message with its number and chat, and the id of its poll."""
    number, sent_at = (result.get(name) for name in ("message_id", "date"))
    message: dict[str, Any] = {
        "message_id": number if isinstance(number, int) else 0,
        "date": sent_at if isinstance(sent_at, int) else 0,
        "chat": {"id": chat if isinstance(chat, int) else 0, "type": ChatType.PRIVATE},
    }
    poll = result.get("poll")
    if isinstance(poll, dict) and isinstance(poll.get("id"), str):
        known = Poll(
            poll["id"],
            question="",
            options=[],
            total_voter_count=0,
            is_closed=False,
            is_anonymous=False,
            type=PollType.QUIZ,
            allows_multiple_answers=False,
            allows_revoting=False,
            members_only=False,
        )
        message["poll"] = known.to_dict()
    return message
