"""A Bot API server for tests: Telegram's semantics at the wire, in-process or over loopback HTTP."""

from tests.bot_api.fake import FakeBotApi, Fault

__all__ = ["FakeBotApi", "Fault"]
