"""A proxy that answers in Telegram's place: nothing that it says is taken for Telegram's word."""

import json

import pytest

from bot.retry import RetryPolicy
from tests.bot_api import FakeBotApi, Fault

QUESTION = "What is glutathione?"
PAGE = b"<html><body>Sign in to use this network</body></html>"
ANSWERS = [(status, PAGE) for status in (200, 302, 400, 401, 403, 404, 409, 429, 502)] + [
    (200, b'{"ok": false}'), (200, b'{"ok": true}'), (200, b'{"ok": true, "result": {"mess'), (200, b""), (404, b"{}"),
    (403, b'"no"'), (401, b"[" * 100_000), (400, b'{"ok": true, "result": []}'),
]  # fmt: skip

pytestmark = pytest.mark.timing(poll=RetryPolicy(0.01, 0.05), call=RetryPolicy(0.01, 0.05))


async def test_whatever_it_answers_the_bot_lives_each_question_is_answered_once_and_none_given_up(
    bot: FakeBotApi, caplog: pytest.LogCaptureFixture
) -> None:
    for number, (status, body) in enumerate(ANSWERS, start=1):
        for method in ("getUpdates", "getMe", "sendMessage"):
            bot.faults.append(Fault(method, status=status, body=body, times=2))
        bot.says(QUESTION)
        assert "glutathione" in (await bot.reply(number))["text"], (status, body[:30])
        bot.faults.clear()
    await bot.quiet()
    assert len(bot.sent) == len(ANSWERS)
    assert "Traceback" not in caplog.text


async def test_an_error_of_telegrams_with_another_status_is_what_it_says(bot: FakeBotApi) -> None:
    error = {"ok": False, "error_code": 400, "description": "Bad Request: can't parse entities: oops"}
    bot.faults.append(Fault("sendMessage", status=200, body=json.dumps(error).encode()))
    bot.says(QUESTION)
    assert "glutathione" in (await bot.reply())["text"]
    assert not bot.sent[0]["entities"], "it is sent plain"


async def test_a_page_in_the_place_of_updates_is_said_once(bot: FakeBotApi, caplog: pytest.LogCaptureFixture) -> None:
    page = Fault("getUpdates", status=404, body=PAGE, times=10_000)
    bot.faults.append(page)
    bot.says(QUESTION)
    await bot.until(lambda: page.times <= 9_990)
    assert caplog.text.count("polling failed (what answers is not Telegram); it is tried again") == 1
    assert "token" not in caplog.text
    bot.faults.clear()
    bot.says(QUESTION)
    assert "glutathione" in (await bot.reply())["text"]
