"""A proxy between the bot and Telegram that answers in its place, in every way that proxies do."""

import asyncio
import json
from pathlib import Path
from random import Random

from tests.bot_api import Fault
from tests.chaos.bots import running
from tests.chaos.trial import Trial

_METHODS = ("getUpdates", "sendMessage", "getMe", "sendChatAction")
_SECONDS = 2.0
_MOST_POLLS = 5  # a second, over all kinds of answers
_HUGE = 60_000_000  # bytes, more than any answer may have
_PAGE = b"<html><body><h1>Sign in to use this network</h1></body></html>"


def _answers(random: Random) -> list[tuple[int, bytes]]:
    """What a proxy may answer: status and body, in any order."""
    whole = json.dumps({"ok": True, "result": [{"update_id": 5, "message": {"text": "x" * 200}}]}).encode()
    cut = whole[: random.randrange(1, len(whole))]
    pages = [(status, _PAGE) for status in (200, 302, 400, 401, 403, 404, 407, 409, 500, 502, 503, 504)]
    halves = [(200, b""), (200, cut), (200, b'{"ok": false}'), (200, b'{"ok": true}'), (404, b"{}"), (200, b"null")]
    strange = [(200, random.randbytes(2000)), (200, b"[" * 100_000), (200, b" " * _HUGE), (429, _PAGE)]
    answers = pages + halves + strange
    random.shuffle(answers)
    return answers


async def broken_proxy(seed: int, folder: Path) -> None:
    """Give each answer for a while to some kinds of calls: the bot lives, polls slowly, answers each question once."""
    random = Random(seed)
    async with running(folder) as bot:
        trial = Trial(bot)
        for status, body in _answers(random):
            answer = f"status {status}, {body[:20]!r}"
            methods = random.sample(_METHODS, random.randint(1, len(_METHODS)))
            faults = [Fault(method, status=status, body=body, times=1_000_000) for method in methods]
            bot.api.faults.extend(faults)
            question = trial.ask()
            await asyncio.sleep(_SECONDS)
            bot.api.faults.clear()
            polls = next((1_000_000 - one.times for one in faults if one.method == "getUpdates"), 0)
            assert polls <= _SECONDS * _MOST_POLLS, f"{answer}: polled {polls} times"
            assert bot.alive, f"{answer}: the process has ended: {bot.log[-300:]}"
            await trial.answered(question)
        await trial.all_well()
        counted = trial.ledger.count()
        assert not counted.given_up, f"{counted.given_up} given up"
        assert not counted.repeated, f"{counted.repeated} repeated"
        at = bot.log.find("Traceback")
        assert at < 0, f"a traceback: {bot.log[max(at - 300, 0) : at + 3000]!r}"
