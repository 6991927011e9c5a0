"""What the Bot API's errors mean."""

from telegram.error import BadRequest, Forbidden, NetworkError

_UNREACHABLE = (
    "chat not found", "have no rights to send", "have no write access", "not enough rights", "chat_write_forbidden",
    "chat_restricted", "chat_admin_required", "chat_send_", "user_banned_in_channel", "message thread not found",
    "topic_closed", "topic_deleted", "peer_id_invalid", "user_is_blocked",
)  # fmt: skip


class NotTelegramError(NetworkError):
    """What came is no answer of Telegram's: something between has answered in its place, with an HTTP `status`."""

    def __init__(self, status: int) -> None:
        super().__init__("what answers is not Telegram")
        self.status = status


class AnswerLostError(NetworkError):
    """Say that a call reached the server, or may have, and no answer came: whether it was carried out is unknown."""


def cannot_be_reached(error: Exception) -> bool:
    """Tell whether an error says that the bot may not write to a chat: it is blocked, removed or muted."""
    refused = isinstance(error, BadRequest) and any(sign in str(error).lower() for sign in _UNREACHABLE)
    return refused or isinstance(error, Forbidden)
