"""What can be told of an update before the library parses it: it may be anything. Pure."""

from collections.abc import Hashable
from typing import Any, TypeGuard

_MOST = 2**63  # what a database can hold


def is_update(given: object) -> TypeGuard[dict[str, Any]]:
    """Tell whether something is an update: an object with a number that a database can hold."""
    number = given.get("update_id") if isinstance(given, dict) else None
    return type(number) is int and 0 <= number < _MOST  # a bool is an int, too


def queue_key_of(update: dict[str, Any]) -> Hashable:
    """Give the key whose updates are handled in order: the chat, else the sender, else the poll, else None."""
    for content in update.values():
        if isinstance(content, dict):
            for part in (_message_of(content).get("chat"), content.get("from"), content.get("user")):
                if isinstance(part, dict) and isinstance(part.get("id"), int):
                    return int(part["id"])
    poll = update.get("poll")
    return str(poll.get("id")) if isinstance(poll, dict) else None


def sender_of(update: dict[str, Any]) -> str | None:
    """Give the account that an update is from; None where it names nobody."""
    for content in update.values():
        user = content.get("from") or content.get("user") if isinstance(content, dict) else None
        if isinstance(user, dict) and type(user.get("id")) is int and abs(user["id"]) < _MOST:
            return f"telegram:{user['id']}"
    return None


def moved(update: dict[str, Any], chat: int) -> dict[str, Any]:
    """Rewrite an update as if its group had its new id already: it became a supergroup in between."""

    def there(content: Any) -> Any:
        if not isinstance(content, dict):
            return content
        if isinstance(content.get("message"), dict):
            return content | {"message": there(content["message"])}
        known = content.get("chat")
        return content | {"chat": known | {"id": chat, "type": "supergroup"}} if isinstance(known, dict) else content

    return {kind: there(content) for kind, content in update.items()}


def _message_of(content: dict[str, Any]) -> dict[str, Any]:
    """Give the message under which a button was pressed, else the content itself."""
    message = content.get("message")
    return message if isinstance(message, dict) else content
