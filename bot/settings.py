"""Settings from the environment and from a file `.env` in the working folder."""

from pathlib import Path

from pydantic import AnyHttpUrl, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import BotError
from corpus import ARTICLES

_PREFIX = "ARTICLE_BOT_"


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
    telegram_token: SecretStr | None = None
    telegram_api: AnyHttpUrl = AnyHttpUrl("https://api.telegram.org")

    @field_validator("telegram_token")
    @classmethod
    def _without_line_end(cls, token: SecretStr | None) -> SecretStr | None:
        return SecretStr(token.get_secret_value().strip()) if token else None

    @field_validator("corpus")
    @classmethod
    def _expand_home(cls, path: Path) -> Path:
        return path.expanduser()


def load_settings() -> Settings:
    """Read the settings; BotError names the first one that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = _PREFIX + str(first["loc"][0]).upper()
        raise BotError(f"{name}: {first['msg']}; correct it in the environment or in .env") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BotError(f".env cannot be read ({error}); save it as UTF-8 text") from None
