"""What goes over the wire: parameters, files, answers, errors, and the faults that tests inject."""

import json
from dataclasses import dataclass
from typing import Any

Params = dict[str, Any]
Message = dict[str, Any]
Response = tuple[int, dict[str, Any]]

# Parameters that are text even where they look like JSON.
_TEXTS = {
    "text", "caption", "question", "explanation", "description", "short_description", "callback_query_id",
    "inline_query_id", "language_code", "parse_mode", "photo", "document",
}  # fmt: skip


@dataclass(frozen=True)
class Upload:
    """A file in a multipart request."""

    name: str
    content: bytes
    mime_type: str


@dataclass(frozen=True)
class Webhook:
    """Where updates are posted instead of being asked for, and what the bot knows the sender by."""

    url: str
    secret: str


@dataclass
class Fault:
    """A rule that makes matching calls fail: `times` of them, then it is used up.

    With `status`, that is answered instead, with `body` (raw bytes; default: an error of Telegram's form).
    With `drop`, the connection closes without an answer. `delay` seconds pass before either. With
    `after`, the call takes effect first, and only its answer is lost.
    """

    method: str
    status: int | None = None
    body: bytes | None = None
    drop: bool = False
    delay: float = 0.0
    after: bool = False
    times: int = 1
    chat_id: int | None = None
    parameters: dict[str, Any] | None = None

    def fits(self, method: str, params: Params) -> bool:
        return (
            self.times > 0
            and method.lower() == self.method.lower()
            and (self.chat_id is None or params.get("chat_id") == self.chat_id)
        )

    def answer(self) -> bytes:
        if self.body is not None:
            return self.body
        error: dict[str, Any] = {"ok": False, "error_code": self.status, "description": "injected"}
        return json.dumps(error | ({"parameters": self.parameters} if self.parameters else {})).encode()


class ConnectionDroppedError(Exception):
    """The server closes the connection without an answer."""


class ApiError(Exception):
    """An answer with ok: false."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status = status


class BadRequestError(ApiError):
    """What Telegram refuses because of what was asked."""

    def __init__(self, description: str) -> None:
        super().__init__(400, f"Bad Request: {description}")


def decode(name: str, value: str) -> Any:
    """A parameter from the wire: texts as they are; numbers, booleans, lists and objects as JSON."""
    if name in _TEXTS:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
