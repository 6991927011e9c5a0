"""Settings from the environment and from a file `.env` in the working folder."""

import logging
import os
import re
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values
from platformdirs import user_cache_path, user_data_path
from pydantic import AnyHttpUrl, Field, NonNegativeInt, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import BotError
from corpus import ARTICLES

logger = logging.getLogger(__name__)

_PREFIX = "ARTICLE_BOT_"
_MAX_NOTICE, _MAX_CONTACT = 300, 200  # characters
OF_NOBODY = {1087968824: "all anonymous administrators", 136817688: "whoever writes as a channel", 777000: "Telegram"}
"""Ids of Telegram's own that are sent in the place of a person's, and for whom each of them stands."""
_LONG_SECRET = 16  # characters
_MAKE_SECRET = "python -c 'import secrets; print(secrets.token_hex(32))'"  # noqa: S105 - how to make one


class Settings(BaseSettings):
    """Each field is read from ARTICLE_BOT_<its name in capitals>."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX,
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    corpus: Path = ARTICLES
    cache: Path | None = None
    model: Literal["off"] | Path | None = None
    database: SecretStr | None = None  # its address may hold a password
    telegram_token: SecretStr | None = None
    telegram_api: AnyHttpUrl = AnyHttpUrl("https://api.telegram.org")
    pages: AnyHttpUrl | None = None
    managers: Annotated[frozenset[int], NoDecode] = frozenset()
    contact: str | None = Field(default=None, max_length=_MAX_CONTACT)
    notice: str | None = Field(default=None, max_length=_MAX_NOTICE)
    taster: bool = True
    keep_questions: NonNegativeInt = 30  # days
    rate_limit: NonNegativeInt = 30
    timezone: str | None = None
    working_hours: str = "9-17"
    webhook_url: AnyHttpUrl | None = None
    webhook_secret: SecretStr | None = Field(default=None, validate_default=True)
    listen: str | None = None

    @field_validator("telegram_token")
    @classmethod
    def _without_line_end(cls, token: SecretStr | None) -> SecretStr | None:
        return SecretStr(token.get_secret_value().strip()) if token else None

    @field_validator("managers", mode="before")
    @classmethod
    def _ids(cls, given: object) -> object:
        return given.replace(",", " ").split() if isinstance(given, str) else given

    @field_validator("managers")
    @classmethod
    def _are_people(cls, ids: frozenset[int]) -> frozenset[int]:
        for one in sorted(ids):
            stands_for = OF_NOBODY.get(one, "a group or a channel" if one < 0 else None)
            if stands_for:
                raise ValueError(f"{one} stands for {stands_for}, not for a person; write the ids of people")
        return ids

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str | None) -> str | None:
        try:
            return name if name is None else ZoneInfo(name).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("there is no such time zone; write one such as Europe/Berlin") from None

    @field_validator("working_hours")
    @classmethod
    def _hours(cls, given: str) -> str:
        match = re.fullmatch(r"\s*(\d{1,2})\s*-\s*(\d{1,2})\s*", given)
        if match is None or not 0 <= int(match[1]) < int(match[2]) <= 24:
            raise ValueError("write two full hours such as 9-17")
        return given

    @field_validator("webhook_url")
    @classmethod
    def _encrypted(cls, url: AnyHttpUrl | None) -> AnyHttpUrl | None:
        if url is not None and url.scheme != "https" and not _is_loopback(url.host or ""):
            raise ValueError("Telegram sends to https only; write one such as https://bot.example.org/webhook")
        return url

    @field_validator("pages")
    @classmethod
    def _of_a_folder(cls, url: AnyHttpUrl | None) -> AnyHttpUrl | None:
        if url is not None and (url.query or url.fragment or url.username or url.password):
            raise ValueError("write the address of the folder alone, such as https://clinic.example/articles/")
        return url

    @field_validator("webhook_secret")
    @classmethod
    def _as_telegram_wants(cls, secret: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if secret is None:
            if info.data.get("webhook_url"):
                raise ValueError(f"{_PREFIX}WEBHOOK_URL needs a secret beside it; make one: {_MAKE_SECRET}")
            return None
        value = secret.get_secret_value().strip()
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value):
            raise ValueError(f"write 1 to 256 of A-Z a-z 0-9 _ -; make one: {_MAKE_SECRET}")
        return SecretStr(value)

    @property
    def database_url(self) -> str:
        """The SQLAlchemy URL of the database, by default of a file in the user's data folder."""
        if self.database is not None:
            return self.database.get_secret_value()
        return f"sqlite:///{user_data_path('article-bot', appauthor=False) / 'records.db'}"

    @property
    def cache_folder(self) -> Path:
        """Where what was read is kept, by default the user's cache folder; it may be deleted at any time."""
        return self.cache or user_cache_path("article-bot", appauthor=False)

    @property
    def secrets(self) -> list[SecretStr]:
        """Give what must not be seen in any log."""
        database = urlsplit(self.database_url)
        raw = database.netloc.rpartition("@")[0].partition(":")[2]
        passwords = [raw, unquote(raw), *parse_qs(database.query).get("password", [])]
        known = (self.telegram_token, self.webhook_secret, *map(SecretStr, passwords))
        return [secret for secret in known if secret]

    @property
    def doubts(self) -> list[str]:
        """Say what is allowed, and hardly meant."""
        found = []
        if self.telegram_api.scheme != "https" and not _is_loopback(self.telegram_api.host or ""):
            found.append(f"{_PREFIX}TELEGRAM_API is no https address: whoever is between can read the token")
        if self.webhook_secret is not None and len(self.webhook_secret) < _LONG_SECRET:
            found.append(f"{_PREFIX}WEBHOOK_SECRET is short, and could be guessed; make one: {_MAKE_SECRET}")
        return found

    @property
    def zone(self) -> ZoneInfo | None:
        """The zone of dates and reminders; None is the system's."""
        return ZoneInfo(self.timezone) if self.timezone else None

    @property
    def hours(self) -> tuple[int, int]:
        """The first hour of work and the one at which it ends."""
        first, _, last = self.working_hours.partition("-")
        return int(first), int(last)

    @field_validator("corpus", "cache", "model")
    @classmethod
    def _expand_home(cls, path: Path | str | None) -> Path | str | None:
        return path.expanduser() if isinstance(path, Path) else path


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


# What pydantic finds wrong -> what to write instead, by setting where that says more.
_FIXES = {
    "PAGES": "write the address at which the published pages are served, such as https://clinic.example/articles/",
    "MANAGERS": "write Telegram ids, which are numbers, with commas between; /invite tells each person theirs",
    "bool_parsing": "write true or false",
    "int_parsing": "write a whole number",
}


def load_settings() -> Settings:
    """Read the settings; BotError names the first one that is wrong. One that is not known is logged as a warning."""
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper()
        own = first["msg"].removeprefix("Value error, ")
        fix = own if first["type"] == "value_error" else _FIXES.get(name) or _FIXES.get(first["type"]) or own
        raise BotError(f"{_PREFIX}{name}: {fix}; correct it in the environment or in .env") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BotError(f".env cannot be read ({error}); save it as UTF-8 text") from None
    for name in sorted(_unknown()):
        logger.warning("%s is no setting; the README lists them", name)
    return settings


def _unknown() -> set[str]:
    """Names that begin like settings and are none: misspelt, most likely."""
    known = {(_PREFIX + name).upper() for name in Settings.model_fields}
    given = {name.upper() for name in (*os.environ, *dotenv_values(".env"))}
    return {name for name in given if name.startswith(_PREFIX) and name not in known}
