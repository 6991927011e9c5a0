"""What the bot calls: the methods of the Bot API, each as Telegram answers it."""

import asyncio
import re
import time
from contextlib import suppress
from typing import Any

from tests.bot_api.content import caption_of, document_of, markup_of, member_of, photo_of, text_of
from tests.bot_api.entities import utf16_length
from tests.bot_api.inline import check_inline_answer
from tests.bot_api.polls import Poll
from tests.bot_api.server import BOT_ID, TOKEN, Server
from tests.bot_api.wire import ApiError, BadRequestError, Message, Params, Upload, Webhook

_MAX_UPDATES = 100
_MAX_DOWNLOAD = 20 * 2**20
_EDITABLE_TEXT = ("text", "entities", "reply_markup")
_GIFTS = "unlimited_gifts limited_gifts unique_gifts premium_subscription gifts_from_channels".split()


class Methods(Server):
    """A method `name` of the Bot API is `_on_name` here, in lower case; it gives the result."""

    def __init__(self, token: str = TOKEN, username: str = "article_test_bot") -> None:
        super().__init__(token, username)
        self.callback_answers: dict[str, str | None] = {}
        self.inline_answers: dict[str, Params | None] = {}
        self.profile: dict[str, Any] = {}
        self._poller = object()

    # Updates and the bot itself.

    async def _on_getme(self, _: Params) -> Any:
        return self.me

    async def _on_setwebhook(self, params: Params) -> bool:
        """From now on updates are posted (see webhook.py), and nobody may poll."""
        self.webhook = Webhook(str(params["url"]), str(params.get("secret_token", "")))
        self._allowed = set(params.get("allowed_updates", self._allowed))
        return True

    async def _on_deletewebhook(self, params: Params) -> bool:
        self.webhook = None
        if params.get("drop_pending_updates"):
            self._updates.clear()
        return True

    async def _on_getupdates(self, params: Params) -> list[Any]:
        """Long polling: an offset acknowledges what is before it; a second poller ends the first with 409.

        `allowed_updates` holds until another call names it, for the updates that arise from then on.
        """
        if self.webhook is not None:
            raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active")
        mine = self._poller = object()
        await self._notify()
        self._allowed = set(params.get("allowed_updates", self._allowed))
        offset = int(params.get("offset", 0))
        if offset > 0:
            self.acknowledged += sum(update["update_id"] < offset for update in self._updates)
            self._updates = [update for update in self._updates if update["update_id"] >= offset]
            await self._notify()
        with suppress(TimeoutError):
            async with asyncio.timeout(float(params.get("timeout", 0))), self._changed:
                await self._changed.wait_for(lambda: self._updates or self._poller is not mine)
        if self._poller is not mine:
            raise ApiError(409, "Conflict: terminated by other getUpdates request")
        return self._updates[: min(int(params.get("limit", _MAX_UPDATES)), _MAX_UPDATES)]

    async def _on_setmycommands(self, params: Params) -> bool:
        for command in params["commands"]:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
                raise BadRequestError("BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise BadRequestError("BOT_COMMAND_DESCRIPTION_INVALID")
        self.profile[self._menu(params)] = [command["command"] for command in params["commands"]]
        return True

    async def _on_deletemycommands(self, params: Params) -> bool:
        self.profile.pop(self._menu(params), None)
        return True

    def _menu(self, params: Params) -> str:
        """The name of a menu in the profile: whose it is, and in which language unless it is for all."""
        scope = params.get("scope", {"type": "default"})
        if scope["type"] == "chat":
            if not self.knows(scope["chat_id"]):
                raise BadRequestError("chat not found")
            whose = f"commands of {scope['chat_id']}"
        else:
            whose = "commands" if scope["type"] == "default" else f"commands of {scope['type']}"
        return _in_language(whose, params)

    async def _on_setmydescription(self, params: Params) -> bool:
        return self._set_profile("description", params, 512)

    async def _on_setmyshortdescription(self, params: Params) -> bool:
        return self._set_profile("short_description", params, 120)

    def _set_profile(self, name: str, params: Params, limit: int) -> bool:
        if utf16_length(params[name]) > limit:
            raise BadRequestError(f"{name} is too long")
        self.profile[_in_language(name, params)] = params[name]
        return True

    async def _on_getfile(self, params: Params) -> dict[str, Any]:
        """Where a file can be fetched: 20 MB at most."""
        identifier = str(params["file_id"])
        if identifier not in self.files:
            raise BadRequestError("wrong file_id or the file is temporarily unavailable")
        if len(self.files[identifier]) > _MAX_DOWNLOAD:
            raise BadRequestError("file is too big")
        size = len(self.files[identifier])
        path = f"documents/{identifier}"
        return {"file_id": identifier, "file_unique_id": identifier, "file_size": size, "file_path": path}

    # Sending.

    async def _on_sendmessage(self, params: Params) -> Message:
        return self._send(params, text_of(params))

    async def _on_sendphoto(self, params: Params) -> Message:
        return self._send(params, {"photo": self._file("photo", params)} | caption_of(params))

    async def _on_senddocument(self, params: Params) -> Message:
        return self._send(params, {"document": self._file("document", params)} | caption_of(params))

    async def _on_sendpoll(self, params: Params) -> Message:
        poll = Poll(len(self._polls) + 1, params)
        message = self._send(params, {"poll": poll.state()})
        poll.place = message["chat"]["id"], message["message_id"]
        self._polls[poll.id] = poll
        return message

    async def _on_sendchataction(self, params: Params) -> bool:
        self._check_reachable(_chat_id(params))
        return True

    def _send(self, params: Params, content: dict[str, Any]) -> Message:
        content = content | markup_of(params)
        chat = _chat_id(params)
        self._check_reachable(chat)
        content |= self._topic(chat, params.get("message_thread_id"))
        content |= self._reply_to(chat, params.get("reply_parameters"))
        if params.get("protect_content"):
            content["has_protected_content"] = True
        message = self._new_message(chat, self.me)
        message |= content
        self.sent.append(message)
        self._unread.append(message)
        return message

    def _topic(self, chat: int, thread: int | None) -> dict[str, Any]:
        """The topic of a group that a message goes to; without one, it goes to General."""
        if thread is None:
            return {}
        if thread not in self.topics.get(chat, set()):
            raise BadRequestError("message thread not found")
        return {"message_thread_id": thread, "is_topic_message": True}

    def _reply_to(self, chat: int, reply: dict[str, Any] | None) -> dict[str, Any]:
        """The message replied to; Telegram shows it without the message that it replies to itself."""
        if not reply:
            return {}
        if not isinstance(reply.get("message_id"), int):
            raise BadRequestError("can't parse reply parameters: field must be a number")
        if shown := self._replied(chat, reply):
            return shown
        if not reply.get("allow_sending_without_reply"):
            raise BadRequestError("message to be replied not found")
        return {}

    def _replied(self, chat: int, original: Message) -> dict[str, Any]:
        """A message that another replies to, as it is now and without the one that it replies to itself; if there."""
        now = self._messages.get((chat, original["message_id"]))
        return {"reply_to_message": {k: v for k, v in now.items() if k != "reply_to_message"}} if now else {}

    def _file(self, kind: str, params: Params) -> Any:
        """What a message shows of a file: one uploaded as this parameter, or as attach://part, or one sent before."""
        given = params.get(kind)
        if isinstance(given, str) and given.startswith("attach://"):
            given = params.get(given.removeprefix("attach://"))
        if isinstance(given, Upload):
            return self._keep(kind, given)
        if not given:
            raise BadRequestError(f"there is no {kind} in the request")
        if given not in self._media:
            raise BadRequestError("wrong file identifier/HTTP URL specified")
        known, shown = self._media[given]
        if known != kind:
            raise BadRequestError(f"can't use file of type {known.title()} as {kind.title()}")
        return shown

    def _keep(self, kind: str, upload: Upload) -> Any:
        if not upload.content:
            raise BadRequestError("file must be non-empty")
        number = len(self.files) + 1
        identifier = f"{kind}-{number:04}"
        file = {"file_id": identifier, "file_unique_id": f"unique-{number:04}", "file_size": len(upload.content)}
        shown = photo_of(upload, file) if kind == "photo" else document_of(upload, file)
        self.files[identifier] = upload.content
        self._media[identifier] = kind, shown
        return shown

    # Messages that are there.

    async def _on_editmessagetext(self, params: Params) -> Message:
        content = text_of(params) | markup_of(params, edit=True)
        message = self._own_message(params, "message to edit not found")
        if "text" not in message:
            raise BadRequestError("there is no text in the message to edit")
        return self._edit(message, content, _EDITABLE_TEXT)

    async def _on_editmessagereplymarkup(self, params: Params) -> Message:
        """Without markup, the buttons go."""
        content = markup_of(params, edit=True)
        return self._edit(self._own_message(params, "message to edit not found"), content, ("reply_markup",))

    def _own_message(self, params: Params, otherwise: str) -> Message:
        """The message that is meant, if it is the bot's own."""
        message = self._messages.get((_chat_id(params), int(params.get("message_id", 0))))
        if message is None:
            raise BadRequestError(otherwise)
        if message.get("from", {}).get("id") != BOT_ID:
            raise BadRequestError("message can't be edited")
        return message

    def _edit(self, old: Message, content: dict[str, Any], names: tuple[str, ...]) -> Message:
        if all(old.get(name) == content.get(name) for name in names):
            raise BadRequestError("message is not modified")
        kept = {name: value for name, value in old.items() if name not in names}
        key = old["chat"]["id"], old["message_id"]
        self._messages[key] = kept | content | {"edit_date": int(time.time())}
        return self._messages[key]

    async def _on_stoppoll(self, params: Params) -> dict[str, Any]:
        """Close a poll; its buttons become those given here, if any."""
        markup = markup_of(params, edit=True)
        message = self._own_message(params, "message with poll to stop not found")
        if "poll" not in message:
            raise BadRequestError("message is not a poll")
        poll = self._polls[message["poll"]["id"]]
        if poll.closed:
            raise BadRequestError("poll has already been closed")
        poll.closed = True
        self._messages[poll.place] = {k: v for k, v in message.items() if k != "reply_markup"} | markup
        self._poll_changed(poll)
        return poll.state()

    async def _on_deletemessage(self, params: Params) -> bool:
        """A bot deletes its own messages, and others' in private chats; in groups only as an administrator."""
        chat = _chat_id(params)
        key = chat, int(params.get("message_id", 0))
        if key not in self._messages:
            raise BadRequestError("message to delete not found")
        message = self._messages[key]
        own = message.get("from", {}).get("id") == BOT_ID
        if not (own or message["chat"]["type"] == "private" or self.members.get((chat, BOT_ID)) == "administrator"):
            raise BadRequestError("message can't be deleted")
        del self._messages[key]
        return True

    async def _on_answercallbackquery(self, params: Params) -> bool:
        identifier = str(params.get("callback_query_id", ""))
        if self.callback_answers.get(identifier, "") is not None:
            raise BadRequestError("query is too old and response timeout expired or query ID is invalid")
        self.callback_answers[identifier] = params.get("text", "")
        return True

    async def _on_answerinlinequery(self, params: Params) -> bool:
        identifier = str(params.get("inline_query_id", ""))
        if self.inline_answers.get(identifier, {}) is not None:
            raise BadRequestError("query is too old and response timeout expired or query ID is invalid")
        check_inline_answer(params)
        self.inline_answers[identifier] = params
        return True

    # Chats.

    async def _on_getchat(self, params: Params) -> dict[str, Any]:
        chat = _chat_id(params)
        if chat not in self.chats:
            raise BadRequestError("chat not found")
        more = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(_GIFTS, False)}
        return self._chat(chat) | more

    async def _on_getchatmember(self, params: Params) -> dict[str, Any]:
        user = int(params["user_id"])
        return member_of(self._person(user), self.members.get((_chat_id(params), user), "member"))

    async def _on_leavechat(self, params: Params) -> bool:
        chat = _chat_id(params)
        if self._chat(chat)["type"] == "private":
            raise BadRequestError("chat member status can't be changed in private chats")
        self._check_reachable(chat)
        self.left.add(chat)
        return True


def _in_language(name: str, params: Params) -> str:
    language = params.get("language_code")
    return f"{name} in {language}" if language else name


def _chat_id(params: Params) -> int:
    chat = params.get("chat_id", "")
    if chat == "":
        raise BadRequestError("chat_id is empty")
    if not isinstance(chat, int):
        raise BadRequestError("chat not found")
    return chat
