"""What Telegram keeps: people, chats, messages, polls, files, and the updates that wait for the bot."""

import asyncio
import time
from collections import defaultdict
from typing import Any

from tests.bot_api.polls import Poll
from tests.bot_api.wire import ApiError, Message, Webhook

TOKEN = "123456789:TEST-token_of-the-fake-bot-api-0000"
BOT_ID = 123456789

_NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}


class Server:
    """The state. Tests read it, and set what it should be: `blocked`, `muted`, `members`, `faults`, ..."""

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
        self.people: dict[int, dict[str, Any]] = {BOT_ID: self.me}
        self.chats: dict[int, dict[str, Any]] = {}
        self.members: dict[tuple[int, int], str] = {}  # chat and user -> status, where that is not "member"
        self.blocked: set[int] = set()  # chats whose user blocked the bot
        self.left: set[int] = set()  # chats that the bot left
        self.muted: set[int] = set()  # groups in which it may not write
        self.topics: dict[int, set[int]] = {}  # group -> the topics in which people have written
        self.sent: list[Message] = []
        self.files: dict[str, bytes] = {}  # file id -> what was uploaded
        self.acknowledged = 0
        self.webhook: Webhook | None = None
        self._polls: dict[str, Poll] = {}
        self._media: dict[str, tuple[str, Any]] = {}  # file id -> kind and what a message shows of it
        self._unread: list[Message] = []
        self._updates: list[dict[str, Any]] = []
        self._allowed: set[str] = set()  # kinds of updates; none: all but those that must be asked for
        self._messages: dict[tuple[int, int], Message] = {}
        self._next_message: dict[int, int] = defaultdict(lambda: 1)
        self._next_update = 1000
        self._changed = asyncio.Condition()

    @property
    def pending(self) -> int:
        """Updates that the bot has not acknowledged."""
        return len(self._updates)

    def knows(self, chat: int) -> bool:
        """Whether the bot may write to a chat: it is in that group, or the user has written to it."""
        return chat in self.chats

    def message(self, sent: Message) -> Message:
        """A message as it is now."""
        self._close_overdue()
        return self._messages[sent["chat"]["id"], sent["message_id"]]

    def _push(self, update: dict[str, Any]) -> None:
        """A new update, kept only if the bot asked for its kind: what it did not, Telegram drops at once."""
        (kind,) = update
        if kind not in self._allowed if self._allowed else kind in _NOT_BY_DEFAULT:
            return
        self._updates.append({"update_id": self._next_update, **update})
        self._next_update += 1
        self._wake = asyncio.ensure_future(self._notify())

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    def _person(self, user: int, name: str | None = None) -> dict[str, Any]:
        """A user; with `name`, that is their first name from now on."""
        known = self.people.get(user, {"id": user, "is_bot": False, "first_name": "User"})
        self.people[user] = known | ({"first_name": name} if name else {})
        return self.people[user]

    def _chat(self, chat: int, *, group: bool = False) -> dict[str, Any]:
        """A chat. A private one has the id and the name of its user."""
        if group or (chat < 0 and chat not in self.chats):
            self.chats[chat] = {"id": chat, "type": "group", "title": "Team"}
        elif chat not in self.chats or self.chats[chat]["type"] == "private":
            self.chats[chat] = {"id": chat, "type": "private", "first_name": self._person(chat)["first_name"]}
        return self.chats[chat]

    def _new_message(self, chat: int, sender: dict[str, Any] | None) -> Message:
        number = self._next_message[chat]
        self._next_message[chat] += 1
        message: Message = {"message_id": number, "date": int(time.time()), "chat": self._chat(chat)}
        if sender is not None:
            message["from"] = sender
        self._messages[chat, number] = message
        return message

    def _check_reachable(self, chat: int) -> None:
        if chat in self.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if chat in self.left:
            raise ApiError(403, "Forbidden: bot is not a member of the group chat")
        if chat in self.muted:
            raise ApiError(400, "Bad Request: not enough rights to send text messages to the chat")

    def _close_overdue(self) -> None:
        """Close the polls whose time is over. Telegram tells the bot that sent them."""
        for poll in self._polls.values():
            if poll.is_overdue():
                poll.closed = True
                self._poll_changed(poll)

    def _poll_changed(self, poll: Poll) -> None:
        """A poll of the bot's has votes or is closed: its message shows it, and the bot gets its new state."""
        state = poll.state()
        if poll.place in self._messages:
            self._messages[poll.place] = self._messages[poll.place] | {"poll": state}
        self._push({"poll": state})
