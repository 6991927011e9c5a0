"""One fake Bot API: what users do, what the bot did, and the way in for its calls.

It knows no transport. `call` takes a method's parameters as they arrive on the wire (strings, nested
values as JSON) and returns status and body. Users of the bot are played by the methods `says`,
`press`, `vote`, ...; what the bot did is read from `sent`, `calls`, `files` and `profile`.
"""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from tests.bot_api.content import entities_typed, member_of
from tests.bot_api.methods import Methods
from tests.bot_api.polls import Choice
from tests.bot_api.server import BOT_ID, TOKEN
from tests.bot_api.wire import ApiError, ConnectionDroppedError, Fault, Message, Params, Response, Upload, decode

__all__ = ["BOT_ID", "TOKEN", "ApiError", "ConnectionDroppedError", "FakeBotApi", "Fault", "Upload"]

_PATIENCE = 60.0  # seconds: on a busy machine a process takes a while to start
_STEPS = 10


class FakeBotApi(Methods):
    def __init__(self, token: str = TOKEN, username: str = "article_test_bot") -> None:
        super().__init__(token, username)
        self.calls: list[tuple[str, Params]] = []
        self.faults: list[Fault] = []
        self.downloads: list[str] = []  # paths of the files that the bot has fetched
        self._arrived = 0  # calls other than getUpdates, and how many of them are not answered yet
        self._unanswered = 0
        self._next_callback = 1

    # What a user does.

    def says(
        self,
        text: str | None,
        chat: int = 1,
        *,
        group: bool = False,
        user: int | None = None,
        name: str | None = None,
        **more: Any,
    ) -> Message:
        """A message from a user: a text, or with `text` None whatever else `more` holds.

        `user` says it, in a private chat the one whose id the chat has; `name` becomes their first name.
        """
        self._chat(chat, group=group)
        message = self._new_message(chat, self._speaker(chat, user, name))
        if text is not None:
            message |= {"text": text, "entities": entities_typed(text)}
        message |= _with_entities(more)
        if "reply_to_message" in more:
            message |= self._replied(chat, more["reply_to_message"])
        if message.get("is_topic_message"):
            self.topics.setdefault(chat, set()).add(message["message_thread_id"])
        self._push({"message": message})
        return message

    def sends_file(self, name: str, content: bytes, chat: int = 1, *, size: int | None = None, **more: Any) -> Message:
        """A user sends a file as a document; `size` is what Telegram says of it, its real one by default."""
        document = self._keep("document", Upload(name, content, "application/octet-stream"))
        shown = {"file_size": len(content) if size is None else size}
        return self.says(None, chat, document=document | shown, **more)

    def speaks(self, user: int, code: str | None) -> None:
        """A user's Telegram has a language, or hides it from bots."""
        self.people[user] = self._person(user) | {"language_code": code}

    def edits(self, message: Message, text: str) -> None:
        """A user edits a message of theirs."""
        written = {"caption": text} if "caption" in message else {"text": text}
        edited = message | _with_entities(written) | {"edit_date": int(time.time())}
        self._messages[message["chat"]["id"], message["message_id"]] = edited
        self._push({"edited_message": edited})

    def moves(self, message: Message) -> None:
        """A live location of a user's moves: Telegram sends the message as edited."""
        self._push({"edited_message": message | {"edit_date": int(time.time())}})

    def posts(self, text: str, channel: int = -100500) -> None:
        """A post in a channel that the bot is in."""
        self.chats[channel] = {"id": channel, "type": "channel", "title": "News"}
        self._push({"channel_post": self._new_message(channel, None) | {"text": text}})

    async def press(
        self,
        message: Message,
        label: str,
        *,
        user: int | None = None,
        name: str | None = None,
        data: str | None = None,
    ) -> str | None:
        """A user presses the button whose text holds `label`; gives what the bot answers to the press.

        The message comes as it is now, and so does the one that it replies to: edited, where that was edited.
        """
        message = self.message(message)
        if "reply_to_message" in message:
            message = message | self._replied(message["chat"]["id"], message["reply_to_message"])
        if data is None:
            rows = message["reply_markup"]["inline_keyboard"]
            buttons = [button for row in rows for button in row if "callback_data" in button]
            data = next(button["callback_data"] for button in buttons if label in button["text"])
        callback = str(self._next_callback)
        self._next_callback += 1
        self.callback_answers[callback] = None
        query = {"id": callback, "from": self._speaker(message["chat"]["id"], user, name), "message": message}
        self._push({"callback_query": query | {"data": data, "chat_instance": "1"}})
        await self.until(lambda: self.callback_answers[callback] is not None)
        return self.callback_answers[callback]

    async def types_inline(self, text: str, user: int = 1, **more: Any) -> Params:
        """A user types `@bot text` in some chat; gives what the bot answers: results, button and more."""
        identifier = str(self._next_callback)
        self._next_callback += 1
        self.inline_answers[identifier] = None
        query = {"id": identifier, "from": self._person(user) | more, "query": text, "offset": ""}
        self._push({"inline_query": query})
        await self.until(lambda: self.inline_answers[identifier] is not None)
        return self.inline_answers[identifier] or {}

    def changes_membership(self, chat: int, old: str, new: str, user: int = 1, *, kind: str = "supergroup") -> None:
        """Somebody adds the bot to a group, removes it or changes what it may do there."""
        self.chats[chat] = {"id": chat, "type": kind, "title": "Team"}
        self.members[chat, BOT_ID] = new
        members = {"old_chat_member": member_of(self.me, old), "new_chat_member": member_of(self.me, new)}
        change = {"chat": self.chats[chat], "from": self._person(user), "date": int(time.time())}
        self._push({"my_chat_member": change | members})

    def vote(
        self, message: Message, option: Choice, user: int | None = None, *, name: str | None = None, force: bool = False
    ) -> bool:
        """A user votes in the poll of a message; gives whether the vote counts.

        `option` is a number or a text, or several where the poll allows that, or None to take the vote back.
        A closed poll takes no votes, and a vote in a quiz stands. With `force` any vote counts, and the bot
        hears of it even where the poll is anonymous: what an odd server might send.
        """
        self._close_overdue()
        poll = self._polls[message["poll"]["id"]]
        if force and user is not None:  # a poll that was forwarded has voters from other chats
            voter = self._person(user, name)
        else:
            voter = self._speaker(message["chat"]["id"], user, name)
        numbers = poll.numbers(option)
        if not force and not poll.accepts(voter["id"], numbers):
            return False
        poll.count(voter["id"], numbers)
        self._poll_changed(poll)
        if force or not poll.is_anonymous:
            chosen = [poll.options[number]["persistent_id"] for number in numbers]
            answer = {"poll_id": poll.id, "user": voter, "option_ids": numbers, "option_persistent_ids": chosen}
            self._push({"poll_answer": answer})
        return True

    def expire(self, message: Message) -> None:
        """The time of a poll with an open_period or a close_date is over."""
        self._polls[message["poll"]["id"]].closes = 0.0
        self._close_overdue()

    def delete(self, message: Message) -> None:
        """A message is deleted: replies to it no longer show it."""
        del self._messages[message["chat"]["id"], message["message_id"]]

    def _speaker(self, chat: int, user: int | None, name: str | None) -> dict[str, Any]:
        if user is not None and user != chat and self._chat(chat)["type"] == "private":
            raise ValueError(f"user {user} is not in the private chat {chat}")
        return self._person(abs(chat) if user is None else user, name)

    # What the bot did.

    def buttons(self, sent: Message) -> list[str]:
        """The labels of the buttons under a message as it is now."""
        rows = self.message(sent).get("reply_markup", {}).get("inline_keyboard", [])
        return [button["text"] for row in rows for button in row]

    def lose_updates(self) -> None:
        """Forget the updates that wait, as if a bot had acknowledged them and died before handling them."""
        self._updates.clear()

    async def until(self, condition: Callable[[], bool], seconds: float | None = _PATIENCE) -> None:
        """Wait until what the bot does makes a condition true."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(condition)

    async def reply(self, number: int = 1) -> Message:
        """The `number`-th message that the bot sent, once it is there."""
        await self.until(lambda: len(self.sent) >= number)
        return self.sent[number - 1]

    async def next(self, chat: int | None = None) -> Message:
        """The next message that the bot sent (to a chat), as sent: the first that `next` did not give yet."""

        def unread() -> list[Message]:
            return [message for message in self._unread if chat in (None, message["chat"]["id"])]

        await self.until(lambda: bool(unread()))
        message = unread()[0]
        self._unread = [other for other in self._unread if other is not message]
        return message

    async def quiet(self, seconds: float = 0.2) -> None:
        """Wait until the bot has acknowledged all updates, and then made no call for so long."""
        async with asyncio.timeout(_PATIENCE + seconds):
            await self.until(self._is_idle)
            while await self._is_disturbed(seconds):
                await self.until(self._is_idle)

    def _is_idle(self) -> bool:
        return not self._updates and not self._unanswered

    async def _is_disturbed(self, seconds: float) -> bool:
        """Whether a call or an update comes within so many seconds.

        They are waited for in steps: where the machine is busy, each leaves a bot of this process some time to go on.
        """
        arrived = self._arrived
        for _ in range(_STEPS):
            with suppress(TimeoutError):
                await self.until(lambda: self._arrived > arrived or bool(self._updates), seconds / _STEPS)
                return True
        return False

    # How its calls come in.

    async def call(
        self, token: str, method: str, wire: Mapping[str, str], files: Mapping[str, Upload] | None = None
    ) -> tuple[int, bytes]:
        """Answer a call: status and body. Raises ConnectionDroppedError where a fault rule says so.

        `files` are the files of a multipart request, by the name of their part; they become parameters.
        """
        params: Params = {name: decode(name, value) for name, value in wire.items()} | dict(files or {})
        counts = method.lower() != "getupdates"
        self._arrived += counts
        self._unanswered += counts
        await self._notify()
        try:
            return await self._respond(token, method, params)
        finally:
            self._unanswered -= counts
            await self._notify()

    async def download(self, token: str, path: str) -> tuple[int, bytes]:
        """Answer a download of a file by the path that getFile gave."""
        self._arrived += 1
        fault = next((fault for fault in self.faults if fault.fits("download", {"path": path})), None)
        if fault is not None:
            fault.times -= 1
            await asyncio.sleep(fault.delay)
            if fault.drop:
                raise ConnectionDroppedError
            if fault.status is not None:
                return fault.status, fault.answer()
        found = self.files.get(path.removeprefix("documents/"))
        if token != self.token or found is None:
            return 404, b'{"ok":false,"error_code":404,"description":"Not Found"}'
        self.downloads.append(path)
        return 200, found

    async def _respond(self, token: str, method: str, params: Params) -> tuple[int, bytes]:
        fault = next((fault for fault in self.faults if fault.fits(method, params)), None)
        if fault is not None:
            fault.times -= 1
            await asyncio.sleep(fault.delay)
            if fault.after:
                await self._answer(token, method, params)
            if fault.drop:
                raise ConnectionDroppedError
            if fault.status is not None:
                return fault.status, fault.answer()
        status, body = await self._answer(token, method, params)
        return status, json.dumps(body).encode()

    async def _answer(self, token: str, method: str, params: Params) -> Response:
        if token != self.token:
            return 401, {"ok": False, "error_code": 401, "description": "Unauthorized"}
        handler = getattr(self, f"_on_{method.lower()}", None)
        if handler is None:
            return 404, {"ok": False, "error_code": 404, "description": f"Not Found: method {method}"}
        if method.lower() != "getupdates":
            self.calls.append((method, params))
        self._close_overdue()
        try:
            result = await handler(params)
        except ApiError as error:
            return error.status, {"ok": False, "error_code": error.status, "description": str(error)}
        finally:
            await self._notify()
        return 200, {"ok": True, "result": result}


def _with_entities(content: Params) -> Params:
    """What a user's message holds, with the entities that Telegram finds in its text or caption."""
    if "text" in content:
        return {"entities": entities_typed(content["text"])} | content
    return {"caption_entities": entities_typed(content["caption"])} | content if content.get("caption") else content
