"""What several test files share."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from hypothesis import settings
from pydantic import SecretStr
from telegram.ext import Application

from bot.assistant import Assistant
from bot.settings import Settings
from bot.telegram import build
from corpus import Article, read_articles
from tests.bot_api import FakeBotApi
from tests.bot_api.transport import InProcessRequest

settings.register_profile("quick", max_examples=50, deadline=None)
settings.load_profile("quick")


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("ARTICLE_BOT_"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def article() -> Article:
    """The article that is shipped."""
    return read_articles()[0]


@pytest.fixture(scope="session")
def assistant(article: Article) -> Assistant:
    return Assistant([article])


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file into an empty folder; gives its path."""

    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


@pytest.fixture
def api() -> FakeBotApi:
    return FakeBotApi()


@pytest.fixture
async def bot(api: FakeBotApi, assistant: Assistant) -> AsyncIterator[FakeBotApi]:
    """The whole bot on the shipped article, polling the fake Bot API; gives the fake."""
    async with run_bot(api, assistant) as running:
        yield running


@asynccontextmanager
async def run_bot(api: FakeBotApi, assistant: Assistant) -> AsyncIterator[FakeBotApi]:
    settings = Settings(_env_file=None, telegram_token=SecretStr(api.token))  # type: ignore[call-arg]
    application: Application = build(settings, assistant, InProcessRequest(api))  # type: ignore[type-arg]
    async with application:
        assert application.post_init
        assert application.updater
        await application.post_init(application)
        await application.start()
        await application.updater.start_polling(timeout=1)
        try:
            yield api
        finally:
            await application.updater.stop()
            await application.stop()
