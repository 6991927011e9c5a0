"""What a message holds, checked as Telegram checks it: text, caption, buttons, and the files sent with it."""

import re
from typing import Any

from tests.bot_api.entities import ParseError, parse_html, utf16_length
from tests.bot_api.wire import BadRequestError, Params, Upload

_MAX_TEXT = 4096
_MAX_CAPTION = 1024
_MAX_CALLBACK_DATA = 64
_URL = re.compile(r"(?:(?:https?|tg)://[^\s/?#:]+|[^\s/?#:]+\.[^\s/?#:]+)(?::\d+)?(?:[/?#]\S*)?$", re.IGNORECASE)
_BUTTON_KINDS = {
    "callback_data", "url", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
}  # fmt: skip

_PNG = re.compile(rb"\x89PNG\r\n\x1a\n....IHDR(.{4})(.{4})", re.DOTALL)
_JPEG = re.compile(rb"\xff\xd8\xff.*?\xff[\xc0-\xc2]..\x08(..)(..)", re.DOTALL)
_MAX_PHOTO = 10 * 2**20
_MAX_DIMENSIONS = 10_000  # width and height together
_MAX_RATIO = 20

# What the administrator of a group may do here: nothing, which a test may change.
_RIGHTS = (
    "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members"
    " can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories"
).split()
_STATUSES: dict[str, dict[str, Any]] = {
    "creator": {"is_anonymous": False},
    "administrator": dict.fromkeys(_RIGHTS, False),
    "kicked": {"until_date": 0},
}


def formatted(
    source: Params, name: str, mode: str = "parse_mode", entities: str = "entities"
) -> tuple[str, list[dict[str, Any]]]:
    """A text among the parameters and its entities; `mode` and `entities` name the parameters that format it."""
    text = str(source.get(name, ""))
    if source.get(mode) != "HTML":
        return text, list(source.get(entities, []))
    try:
        return parse_html(text)
    except ParseError as error:
        raise BadRequestError(str(error)) from error


def text_of(params: Params) -> dict[str, Any]:
    """The text of a message to be sent or edited."""
    text, entities = formatted(params, "text")
    if not text.strip():
        raise BadRequestError("message text is empty")
    if utf16_length(text) > _MAX_TEXT:
        raise BadRequestError("message is too long")
    content: dict[str, Any] = {"text": text, "entities": entities}
    if preview := params.get("link_preview_options"):
        content["link_preview_options"] = preview
    return content


def caption_of(params: Params) -> dict[str, Any]:
    """The caption under a file, if there is one."""
    caption, entities = formatted(params, "caption", entities="caption_entities")
    if utf16_length(caption) > _MAX_CAPTION:
        raise BadRequestError("message caption is too long")
    return {"caption": caption, "caption_entities": entities} if caption.strip() else {}


def markup_of(params: Params, *, edit: bool = False) -> dict[str, Any]:
    """The buttons under a message.

    Other markup (force_reply, remove_keyboard, a reply keyboard) changes how the user types; the message
    that Telegram gives back does not hold it, and it cannot be edited in.
    """
    markup = params.get("reply_markup")
    if not markup:
        return {}
    if "inline_keyboard" not in markup:
        if edit:
            raise BadRequestError("inline keyboard expected")
        return {}
    for row in markup["inline_keyboard"]:
        for button in row:
            _check_button(button)
    return {"reply_markup": markup} if any(markup["inline_keyboard"]) else {}


def _check_button(button: dict[str, Any]) -> None:
    if not button.get("text", "").strip() or not _BUTTON_KINDS & button.keys():
        raise BadRequestError("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if not 1 <= len(button.get("callback_data", "x").encode()) <= _MAX_CALLBACK_DATA:
        raise BadRequestError("BUTTON_DATA_INVALID")
    if "url" in button and not _URL.match(button["url"]):
        raise BadRequestError(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")


def photo_of(upload: Upload, file: dict[str, Any]) -> list[dict[str, Any]]:
    """The sizes of a photo: here, the one that was sent. Telegram refuses what is no picture."""
    picture = upload.content
    if len(picture) > _MAX_PHOTO:
        raise BadRequestError("file is too big")
    if match := _PNG.match(picture):
        width, height = (int.from_bytes(side) for side in match.groups())
    elif match := _JPEG.match(picture):
        height, width = (int.from_bytes(side) for side in match.groups())
    else:
        raise BadRequestError("IMAGE_PROCESS_FAILED")
    if width + height > _MAX_DIMENSIONS or max(width, height) > _MAX_RATIO * min(width, height):
        raise BadRequestError("PHOTO_INVALID_DIMENSIONS")
    return [file | {"width": width, "height": height}]


def document_of(upload: Upload, file: dict[str, Any]) -> dict[str, Any]:
    return file | {"file_name": upload.name, "mime_type": upload.mime_type}


def member_of(person: dict[str, Any], status: str) -> dict[str, Any]:
    """A ChatMember."""
    return {"user": person, "status": status} | _STATUSES.get(status, {})


def entities_typed(text: str) -> list[dict[str, Any]]:
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
