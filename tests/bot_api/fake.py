"""One fake Bot API: what Telegram keeps (updates, chats, messages) and how it answers each method.

It knows no transport. `call` takes a method's parameters as they arrive on the wire (strings, nested
values as JSON) and returns status and body. Users of the bot are played by the methods `says`,
`presses`, ...; what the bot did is read from `sent`, `calls` and `profile`.
"""

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from tests.bot_api.entities import ParseError, parse_html, utf16_length

TOKEN = "123456789:TEST-token_of-the-fake-bot-api-0000"
BOT_ID = 123456789

_MAX_TEXT = 4096
_MAX_CALLBACK_DATA = 64
_MAX_UPDATES = 100
_TEXTS = {"text", "description", "short_description", "callback_query_id", "parse_mode"}

Params = dict[str, Any]
Response = tuple[int, dict[str, Any]]


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


class ConnectionDroppedError(Exception):
    """The server closes the connection without an answer."""


class ApiError(Exception):
    """An answer with ok: false."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status = status


class FakeBotApi:
    def __init__(self, token: str = TOKEN, username: str = "article_test_bot") -> None:
        self.token = token
        self.me = {
            "id": BOT_ID,
            "is_bot": True,
            "first_name": "Article",
            "username": username,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }
        self.calls: list[tuple[str, Params]] = []
        self.sent: list[dict[str, Any]] = []
        self.callback_answers: dict[str, str | None] = {}
        self.profile: dict[str, Any] = {}
        self.faults: list[Fault] = []
        self.acknowledged = 0
        self._updates: list[dict[str, Any]] = []
        self._messages: dict[tuple[int, int], dict[str, Any]] = {}
        self._next_message: dict[int, int] = defaultdict(lambda: 1)
        self._next_update = 1000
        self._next_callback = 1
        self._poller = object()
        self._changed = asyncio.Condition()

    # What a user does.

    def says(self, text: str | None, chat: int = 1, *, group: bool = False, **more: Any) -> dict[str, Any]:
        """A message from a user: a text, or with `text` None whatever else `more` holds."""
        message = self._new_message(chat, self._person(chat), group=group)
        if text is not None:
            message |= {"text": text, "entities": _entities_typed(text)}
        message |= more
        self._push({"message": message})
        return message

    def edits(self, message: dict[str, Any], text: str) -> None:
        """A user edits a message of theirs."""
        edited = message | {"text": text, "entities": _entities_typed(text), "edit_date": int(time.time())}
        self._messages[message["chat"]["id"], message["message_id"]] = edited
        self._push({"edited_message": edited})

    def moves(self, message: dict[str, Any]) -> None:
        """A live location of a user's moves: Telegram sends the message as edited."""
        self._push({"edited_message": message | {"edit_date": int(time.time())}})

    def posts(self, text: str, channel: int = -100500) -> None:
        """A post in a channel that the bot is in."""
        post = self._new_message(channel, None)
        post["chat"] = {"id": channel, "type": "channel", "title": "News"}
        self._push({"channel_post": post | {"text": text}})

    async def press(self, message: dict[str, Any], label: str, *, data: str | None = None) -> str | None:
        """A user presses the button whose text holds `label`; gives what the bot answers to the press."""
        message = self.message(message)
        if data is None:
            rows = message["reply_markup"]["inline_keyboard"]
            data = next(button["callback_data"] for row in rows for button in row if label in button["text"])
        callback = str(self._next_callback)
        self._next_callback += 1
        self.callback_answers[callback] = None
        query = {"id": callback, "from": self._person(message["chat"]["id"]), "message": message, "data": data}
        self._push({"callback_query": query | {"chat_instance": "1"}})
        await self.until(lambda: self.callback_answers[callback] is not None)
        return self.callback_answers[callback]

    def delete(self, message: dict[str, Any]) -> None:
        """A message is deleted: replies to it no longer show it."""
        del self._messages[message["chat"]["id"], message["message_id"]]

    def message(self, sent: dict[str, Any]) -> dict[str, Any]:
        """A message as it is now."""
        return self._messages[sent["chat"]["id"], sent["message_id"]]

    def buttons(self, sent: dict[str, Any]) -> list[str]:
        """The labels of the buttons under a message as it is now."""
        rows = self.message(sent).get("reply_markup", {}).get("inline_keyboard", [])
        return [button["text"] for row in rows for button in row]

    async def until(self, condition: Callable[[], bool], seconds: float = 10.0) -> None:
        """Wait until what the bot does makes a condition true."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(condition)

    async def reply(self, number: int = 1) -> dict[str, Any]:
        """The `number`-th message that the bot sent, once it is there."""
        await self.until(lambda: len(self.sent) >= number)
        return self.sent[number - 1]

    # What the bot calls.

    async def call(self, token: str, method: str, wire: dict[str, str]) -> tuple[int, bytes]:
        """Answer a call: status and body. Raises ConnectionDroppedError where a fault rule says so."""
        params = {name: _decode(name, value) for name, value in wire.items()}
        fault = next((fault for fault in self.faults if fault.fits(method, params)), None)
        if fault is not None:
            fault.times -= 1
            await asyncio.sleep(fault.delay)
            if fault.after:
                await self._answer(token, method, params)
            if fault.drop:
                raise ConnectionDroppedError
            if fault.status is not None:
                return fault.status, _error_body(fault) if fault.body is None else fault.body
        status, body = await self._answer(token, method, params)
        return status, json.dumps(body).encode()

    async def _answer(self, token: str, method: str, params: Params) -> Response:
        if token != self.token:
            return 401, {"ok": False, "error_code": 401, "description": "Unauthorized"}
        handler = getattr(self, f"_{method.lower()}", None)
        if handler is None:
            return 404, {"ok": False, "error_code": 404, "description": f"Not Found: method {method}"}
        if method.lower() != "getupdates":
            self.calls.append((method, params))
        try:
            result = await handler(params)
        except ApiError as error:
            return error.status, {"ok": False, "error_code": error.status, "description": str(error)}
        finally:
            async with self._changed:
                self._changed.notify_all()
        return 200, {"ok": True, "result": result}

    async def _getme(self, _: Params) -> Any:
        return self.me

    async def _deletewebhook(self, params: Params) -> bool:
        if params.get("drop_pending_updates"):
            self._updates.clear()
        return True

    async def _getupdates(self, params: Params) -> list[Any]:
        """Long polling: an offset acknowledges what is before it; a second poller ends the first with 409."""
        mine = self._poller = object()
        async with self._changed:
            self._changed.notify_all()
        offset = int(params.get("offset", 0))
        if offset > 0:
            self.acknowledged += sum(update["update_id"] < offset for update in self._updates)
            self._updates = [update for update in self._updates if update["update_id"] >= offset]
        with suppress(TimeoutError):
            async with asyncio.timeout(float(params.get("timeout", 0))), self._changed:
                await self._changed.wait_for(lambda: self._updates or self._poller is not mine)
        if self._poller is not mine:
            raise ApiError(409, "Conflict: terminated by other getUpdates request")
        return self._updates[: min(int(params.get("limit", _MAX_UPDATES)), _MAX_UPDATES)]

    async def _sendmessage(self, params: Params) -> dict[str, Any]:
        body = _body(params)
        chat = int(params["chat_id"])
        message = self._new_message(chat, self.me, group=chat < 0) | body
        replied = params.get("reply_parameters")
        if replied and (original := self._messages.get((chat, replied["message_id"]))):
            message["reply_to_message"] = {k: v for k, v in original.items() if k != "reply_to_message"}
        elif replied and not replied.get("allow_sending_without_reply"):
            raise ApiError(400, "Bad Request: message to be replied not found")
        self._messages[chat, message["message_id"]] = message
        self.sent.append(message)
        return message

    async def _editmessagetext(self, params: Params) -> dict[str, Any]:
        key = int(params["chat_id"]), int(params["message_id"])
        if key not in self._messages:
            raise ApiError(400, "Bad Request: message to edit not found")
        body = _body(params)
        old = self._messages[key]
        if all(old.get(name) == body.get(name) for name in ("text", "entities", "reply_markup")):
            raise ApiError(400, "Bad Request: message is not modified")
        kept = {name: value for name, value in old.items() if name not in ("text", "entities", "reply_markup")}
        self._messages[key] = kept | body | {"edit_date": int(time.time())}
        return self._messages[key]

    async def _answercallbackquery(self, params: Params) -> bool:
        identifier = str(params["callback_query_id"])
        if self.callback_answers.get(identifier, "") is not None:
            raise ApiError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.callback_answers[identifier] = params.get("text", "")
        return True

    async def _sendchataction(self, _: Params) -> bool:
        return True

    async def _setmycommands(self, params: Params) -> bool:
        self.profile["commands"] = [command["command"] for command in params["commands"]]
        return True

    async def _setmydescription(self, params: Params) -> bool:
        return self._set_profile("description", params, 512)

    async def _setmyshortdescription(self, params: Params) -> bool:
        return self._set_profile("short_description", params, 120)

    def _set_profile(self, name: str, params: Params, limit: int) -> bool:
        if utf16_length(params[name]) > limit:
            raise ApiError(400, f"Bad Request: {name} is too long")
        self.profile[name] = params[name]
        return True

    # What Telegram keeps.

    def _push(self, update: dict[str, Any]) -> None:
        self._updates.append({"update_id": self._next_update, **update})
        self._next_update += 1
        self._wake = asyncio.ensure_future(self._notify())

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    @property
    def pending(self) -> int:
        """Updates that the bot has not acknowledged."""
        return len(self._updates)

    def _new_message(self, chat: int, sender: dict[str, Any] | None, *, group: bool = False) -> dict[str, Any]:
        number = self._next_message[chat]
        self._next_message[chat] += 1
        place = (
            {"id": chat, "type": "group", "title": "Team"}
            if group
            else {"id": chat, "type": "private", "first_name": "User"}
        )
        message: dict[str, Any] = {"message_id": number, "date": int(time.time()), "chat": place}
        if sender is not None:
            message["from"] = sender
        self._messages[chat, number] = message
        return message

    @staticmethod
    def _person(chat: int) -> dict[str, Any]:
        return {"id": abs(chat), "is_bot": False, "first_name": "User"}


def _body(params: Params) -> dict[str, Any]:
    """Text, entities and buttons of a message to be sent or edited, checked as Telegram checks them."""
    text, entities = str(params.get("text", "")), list(params.get("entities", []))
    if params.get("parse_mode") == "HTML":
        try:
            text, entities = parse_html(text)
        except ParseError as error:
            raise ApiError(400, f"Bad Request: {error}") from error
    if not text.strip():
        raise ApiError(400, "Bad Request: message text is empty")
    if utf16_length(text) > _MAX_TEXT:
        raise ApiError(400, "Bad Request: message is too long")
    body: dict[str, Any] = {"text": text, "entities": entities}
    if preview := params.get("link_preview_options"):
        body["link_preview_options"] = preview
    if markup := params.get("reply_markup"):
        for row in markup.get("inline_keyboard", []):
            for button in row:
                if not 1 <= len(button.get("callback_data", "x").encode()) <= _MAX_CALLBACK_DATA:
                    raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
        body["reply_markup"] = markup
    return body


def _entities_typed(text: str) -> list[dict[str, Any]]:
    """The entities that Telegram finds in what a user types: commands and mentions."""
    entities = []
    at = 0
    for word in text.split(" "):
        kind = {"/": "bot_command", "@": "mention"}.get(word[:1])
        if kind and len(word) > 1:
            entities.append(
                {"type": kind, "offset": utf16_length(text[:at]), "length": utf16_length(word.split("\n")[0])}
            )
        at += len(word) + 1
    return entities


def _decode(name: str, value: str) -> Any:
    """A parameter from the wire: texts as they are; numbers, booleans, lists and objects as JSON."""
    if name in _TEXTS:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _error_body(fault: Fault) -> bytes:
    body: dict[str, Any] = {"ok": False, "error_code": fault.status, "description": "injected"}
    return json.dumps(body | ({"parameters": fault.parameters} if fault.parameters else {})).encode()
