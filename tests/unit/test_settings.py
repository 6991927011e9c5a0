"""Settings come from the environment and .env; what is wrong is one line."""

from pathlib import Path

import pytest

from bot.errors import BotError
from bot.settings import load_settings, settings_file
from bot.telegram.delivery.http_server import DEFAULT_LISTEN
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
    assert "123:secret" not in repr(load_settings())


def test_a_wrong_value_is_one_line_that_names_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLE_BOT_TELEGRAM_API", "not an address")
    with pytest.raises(BotError, match=r"^ARTICLE_BOT_TELEGRAM_API: .*correct it in the environment or in \.env$"):
        load_settings()


def test_a_file_that_is_no_text_is_one_line() -> None:
    Path(".env").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BotError, match=r"^\.env cannot be read"):
        load_settings()


@pytest.mark.parametrize("number", ["1087968824", "136817688", "777000", "-1001234567890"])
def test_no_id_that_stands_for_many_can_be_a_manager(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLE_BOT_MANAGERS", f"7, {number}")
    with pytest.raises(BotError, match=rf"^ARTICLE_BOT_MANAGERS: {number} stands for .*, not for a person;.*\.env$"):
        load_settings()


def test_a_long_notice_is_one_line_that_says_how_long_it_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLE_BOT_NOTICE", "x" * 301)
    with pytest.raises(BotError, match=r"^ARTICLE_BOT_NOTICE: .*300 characters.*\.env$"):
        load_settings()


def test_by_default_there_is_no_webhook_and_a_webhook_listens_to_this_computer_only() -> None:
    settings = load_settings()
    assert (settings.webhook_url, settings.webhook_secret, settings.listen) == (None, None, None)
    assert DEFAULT_LISTEN == "127.0.0.1:8080"


@pytest.mark.parametrize(
    "url",
    [
        "https://bot.example.org/webhook",
        "https://203.0.113.5:8443/webhook",
        "http://localhost:8080/webhook",
        "http://127.0.0.2/webhook",
        "http://[::1]:8080/webhook",
    ],
)
def test_a_webhook_is_encrypted_or_stays_on_this_computer(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLE_BOT_WEBHOOK_URL", url)
    monkeypatch.setenv("ARTICLE_BOT_WEBHOOK_SECRET", "a-secret_1\n")
    settings = load_settings()
    assert str(settings.webhook_url) == url
    assert settings.webhook_secret is not None
    assert settings.webhook_secret.get_secret_value() == "a-secret_1"
    assert "a-secret_1" not in repr(settings)


@pytest.mark.parametrize(
    "url",
    [
        "http://bot.example.org/",
        "http://10.0.0.1/",
        "http://localhost.example.org/",
        "http://[::2]/",
        "ftp://localhost/",
    ],
)
def test_a_webhook_in_the_clear_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLE_BOT_WEBHOOK_URL", url)
    monkeypatch.setenv("ARTICLE_BOT_WEBHOOK_SECRET", "a-secret_1")
    with pytest.raises(BotError, match=r"^ARTICLE_BOT_WEBHOOK_URL: [^\n]*https?\b"):
        load_settings()


def test_a_webhook_without_a_secret_is_told_how_to_make_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLE_BOT_WEBHOOK_URL", "https://bot.example.org/webhook")
    with pytest.raises(BotError, match=r"^ARTICLE_BOT_WEBHOOK_SECRET: .* make one: python -c 'import secrets;"):
        load_settings()


@pytest.mark.parametrize("secret", ["two words", "naïve", "a/b", "a\nb", "x" * 257])
def test_a_secret_that_telegram_would_not_take_is_not_repeated(secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLE_BOT_WEBHOOK_SECRET", secret)
    with pytest.raises(BotError, match=r"^ARTICLE_BOT_WEBHOOK_SECRET: .*A-Z a-z 0-9 _ -") as caught:
        load_settings()
    assert secret not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("MANAGERS", "abc", "write Telegram ids, which are numbers, with commas between"),
        ("TASTER", "nein", "write true or false"),
        ("TIMEZONE", "Mars", "there is no such time zone; write one such as Europe/Berlin"),
        ("WORKING_HOURS", "17-9", "write two full hours such as 9-17"),
        ("RATE_LIMIT", "much", "write a whole number"),
    ],
)
def test_a_setting_that_is_wrong_says_what_to_write(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(f"ARTICLE_BOT_{name}", value)
    with pytest.raises(BotError, match=f"^ARTICLE_BOT_{name}: {said}"):
        load_settings()


def test_managers_are_read_with_commas_or_spaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLE_BOT_MANAGERS", "1, 22 333")
    assert load_settings().managers == {1, 22, 333}


def test_a_misspelt_setting_is_warned_of(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv("ARTICLE_BOT_MANGERS", "1")
    load_settings()
    assert "ARTICLE_BOT_MANGERS is no setting" in caplog.text


@pytest.mark.parametrize(
    ("given", "expected"), [("off", "off"), ("~/models/e5", Path("~/models/e5").expanduser()), ("", None)]
)
def test_the_sentence_model_is_a_folder_or_off(
    monkeypatch: pytest.MonkeyPatch, given: str, expected: Path | str | None
) -> None:
    monkeypatch.setenv("ARTICLE_BOT_MODEL", given)
    assert load_settings().model == expected


def test_a_file_here_goes_before_the_one_in_the_users_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("ARTICLE_BOT_DATABASE", raising=False)
    (tmp_path / "config" / "article-bot").mkdir(parents=True)
    user = tmp_path / "config" / "article-bot" / ".env"
    user.write_text("ARTICLE_BOT_CORPUS=docs\nARTICLE_BOT_DATABASE=sqlite:///a.db\nARTICLE_BOT_RATE_LIMIT=7\n")
    assert settings_file() == user
    settings = load_settings()
    assert settings.corpus == user.parent / "docs"
    assert settings.database_url == f"sqlite:///{user.parent / 'a.db'}"
    Path(".env").write_text("ARTICLE_BOT_CORPUS=mine\n")
    settings = load_settings()
    assert (settings.corpus, settings.rate_limit) == (Path("mine"), 30), "the two are not mixed"


@pytest.mark.parametrize("address", ["sqlite:////data/a.db", "postgresql://h/d", "sqlite://", "sqlite:///C:\\a.db"])
def test_an_address_that_is_whole_is_left_alone(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("ARTICLE_BOT_DATABASE", raising=False)
    (tmp_path / "article-bot").mkdir()
    (tmp_path / "article-bot" / ".env").write_text(f"ARTICLE_BOT_DATABASE={address}\n")
    assert load_settings().database_url == address


@pytest.mark.parametrize(
    "address",
    ["clinic.example", "ftp://clinic.example/", "https://clinic.example/?page=1", "https://clinic.example/#a"],
)
def test_an_address_of_pages_that_is_none_of_a_folder_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLE_BOT_PAGES", address)
    with pytest.raises(BotError, match=r"^ARTICLE_BOT_PAGES: write the address .*https://clinic\.example/articles/"):
        load_settings()
