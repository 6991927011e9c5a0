"""The token is nowhere but where it is sent."""

import subprocess
import sys
import traceback

import pytest
from pydantic import SecretStr
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.request import BaseRequest, HTTPXRequest

from bot.answering.assistant import Assistant
from bot.answering.library import Library
from bot.metrics import Metrics
from bot.quiz.quizzes import Quizzes
from bot.settings import Settings, load_settings
from bot.telegram.delivery.http_server import _known, _Webhook
from bot.telegram.delivery.keyed_queue import KeyedQueue
from bot.telegram.delivery.retrying_request import RetryingRequest
from bot.telegram.delivery.update_worker import App
from bot.telegram.routes import build_application, build_handlers
from bot.timing import Timing
from tests.bot_api import FakeBotApi
from tests.bot_api.transport import InProcessRequest

TOKEN = "123456789:AAsecret-of-the-bot"


@pytest.fixture
def settings() -> Settings:
    address = "http://127.0.0.1:9"  # nobody listens there
    return Settings(_env_file=None, telegram_token=SecretStr(TOKEN), telegram_api=address)  # type: ignore[call-arg, arg-type]


def application(settings: Settings, assistant: Assistant, quizzes: Quizzes, inner: BaseRequest) -> App:
    metrics, token = Metrics(), settings.telegram_token
    assert token
    handlers = build_handlers(Library(assistant), quizzes, settings, metrics, Timing(), KeyedQueue().run)
    request = RetryingRequest(inner, token, metrics, KeyedQueue().held_up, Timing().call)
    return build_application(settings, handlers, request)


def all_that_can_be_seen(error: BaseException) -> str:
    """A traceback as some tools print it, with the variables of each frame but the test's own."""
    frames = error.__traceback__.tb_next if error.__traceback__ else None
    return "".join(traceback.TracebackException(type(error), error, frames, capture_locals=True).format())


async def test_the_library_does_not_have_it(settings: Settings, assistant: Assistant, quizzes: Quizzes) -> None:
    bot = application(settings, assistant, quizzes, HTTPXRequest()).bot
    slots = [name for kind in type(bot).__mro__ for name in getattr(kind, "__slots__", ())]
    held = [getattr(bot, "__dict__", {}), *(getattr(bot, name, None) for name in slots)]
    for seen in (repr(bot), str(bot), bot.token, bot.base_url, bot.base_file_url, str(held)):
        assert "AAsecret" not in seen


async def test_an_error_of_the_network_does_not_tell_it(
    settings: Settings, assistant: Assistant, quizzes: Quizzes
) -> None:
    bot = application(settings, assistant, quizzes, HTTPXRequest()).bot
    with pytest.raises(NetworkError) as caught:
        await bot.initialize()
    assert "hidden" in all_that_can_be_seen(caught.value), "the frames are not looked at"
    assert "AAsecret" not in all_that_can_be_seen(caught.value)


async def test_a_refusal_does_not_tell_it(settings: Settings, assistant: Assistant, quizzes: Quizzes) -> None:
    bot = application(settings, assistant, quizzes, InProcessRequest(FakeBotApi("1:another"))).bot
    with pytest.raises(InvalidToken) as caught:
        await bot.initialize()
    assert "AAsecret" not in all_that_can_be_seen(caught.value)


async def test_it_is_what_is_sent(settings: Settings, assistant: Assistant, quizzes: Quizzes) -> None:
    bot = application(settings, assistant, quizzes, InProcessRequest(FakeBotApi(TOKEN))).bot
    await bot.initialize()
    with pytest.raises(TelegramError):
        await bot.send_message("nobody", "hello")
    await bot.shutdown()


def test_an_error_that_nobody_foresaw_is_printed_without_it() -> None:
    program = (
        "from pydantic import SecretStr\nfrom bot import logs\n"
        f"logs.configure('INFO', [SecretStr({TOKEN!r})])\nraise ValueError('https://host/bot' + {TOKEN!r})"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "ValueError: https://host/bot[redacted]" in run.stderr
    assert "AAsecret" not in run.stderr


def test_the_secret_of_the_webhook_is_not_in_what_holds_it() -> None:
    async def receive(_: object) -> None:
        pass

    assert "geheim" not in repr(_Webhook(receive, _known(SecretStr("geheim")), 1.0))


def test_the_password_of_a_database_is_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLE_BOT_DATABASE", "postgresql://bot:geheim@db.example.org/bot")
    settings = load_settings()
    assert "geheim" not in repr(settings)
    assert "geheim" in [secret.get_secret_value() for secret in settings.secrets]
