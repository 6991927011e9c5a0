"""Settings come from the environment and .env; what is wrong is one line."""

from pathlib import Path

import pytest

from bot.errors import BotError
from bot.settings import load_settings
from corpus import ARTICLES


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_without_any_setting_the_shipped_article_is_served() -> None:
    assert load_settings().corpus == ARTICLES
    assert load_settings().telegram_token is None


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("ARTICLE_BOT_TELEGRAM_TOKEN=from-file\nARTICLE_BOT_CORPUS=/file\nOTHER=1\n")
    monkeypatch.setenv("ARTICLE_BOT_CORPUS", "~/environment")
    settings = load_settings()
    assert settings.corpus == Path("~/environment").expanduser()
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == "from-file"


def test_the_token_is_not_in_the_settings_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLE_BOT_TELEGRAM_TOKEN", "123:secret")
    assert "secret" not in repr(load_settings())


def test_a_wrong_value_is_one_line_that_names_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLE_BOT_TELEGRAM_API", "not an address")
    with pytest.raises(BotError, match=r"^ARTICLE_BOT_TELEGRAM_API: .*correct it in the environment or in \.env$"):
        load_settings()


def test_a_file_that_is_no_text_is_one_line() -> None:
    Path(".env").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BotError, match=r"^\.env cannot be read"):
        load_settings()
