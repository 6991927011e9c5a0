"""Whose a token is: its form, and what getMe says. Nothing is changed at Telegram."""

import asyncio
import json
import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from pydantic import SecretStr

from bot.clock import now
from bot.errors import BotError
from bot.telegram.delivery.aiohttp_request import fetch

_FORM = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{3,100}")
_SECONDS = 15.0


class UnreachableError(BotError):
    """Telegram could not be asked; the token may be right."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Say who a bot is, whether it reads all that is written in groups, and how far this computer's clock is off."""

    username: str
    reads_groups: bool
    seconds_off: float | None


def check_form(token: SecretStr) -> None:
    """Raise BotError, which does not repeat it, where a text cannot be a token."""
    if not _FORM.fullmatch(token.get_secret_value()):
        raise BotError(
            "ARTICLE_BOT_TELEGRAM_TOKEN: is not of the form 123456789:letters-and-digits; copy the whole token from"
            " @BotFather, without quotes or spaces"
        )


def look_up_bot(address: str, token: SecretStr) -> Identity:
    """Ask Telegram whose a token is; UnreachableError where it cannot be asked, BotError where it refuses."""
    check_form(token)
    called = fetch(f"{address.rstrip('/')}/bot{token.get_secret_value()}/getMe", _SECONDS)
    try:
        status, date, body = asyncio.run(called)
    except OSError as error:
        raise UnreachableError(
            f"Telegram cannot be reached at {address} ({type(error).__name__}); check the connection"
        ) from None
    answer = _parsed(body)
    if status in (401, 404):
        raise BotError("Telegram refuses the token; copy it anew from @BotFather, or get a new one with /revoke there")
    if status != 200 or not isinstance(answer.get("result"), dict) or "username" not in answer["result"]:
        raise UnreachableError(
            f"{address} does not answer as Telegram does (status {status}); see ARTICLE_BOT_TELEGRAM_API"
        )
    me = answer["result"]
    return Identity(str(me["username"]), me.get("can_read_all_group_messages") is True, _off(date))


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _off(date: str | None) -> float | None:
    """Compare this computer's clock with the date of an answer."""
    try:
        told: datetime = parsedate_to_datetime(date or "")
        return (now() - told).total_seconds()
    except (TypeError, ValueError):
        return None
