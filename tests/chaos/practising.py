"""Killed over and over while staff practise: each vote counts once."""

import asyncio
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from tests.bot_api import FakeBotApi
from tests.chaos.bots import Bot, running
from tests.quizzing import join

PEOPLE = range(101, 109)
_SETTLED = 3.0  # seconds without a call


@dataclass(frozen=True)
class Practised:
    """The votes that Telegram took, and what is recorded of them.

    A vote in a poll that the bot sent and was killed before it could note which is in nobody's reach: that question
    is `asked_again`. `lost` are those in a noted poll that are not recorded, `wrong` those recorded otherwise.
    """

    votes: int
    recorded: int
    asked_again: int
    lost: int
    wrong: int


async def practise_and_kill(kills: int, random: Random, folder: Path) -> Practised:
    """Some people practise without a pause, while the bot is killed at any moment."""
    async with running(folder) as bot:
        votes: dict[tuple[str, int], str] = {}
        for person in PEOPLE:
            await join(bot.api, person, f"P{person}")
        people = [asyncio.create_task(practise(bot.api, person, votes, random)) for person in PEOPLE]
        for _ in range(kills):
            await asyncio.sleep(random.uniform(0.1, 2.5))
            await bot.kill()
            await bot.start()
            await bot.ready()
        await asyncio.sleep(2)
        for task in people:
            task.cancel()
        await asyncio.gather(*people, return_exceptions=True)
        await bot.api.quiet(_SETTLED)
        await asyncio.sleep(1)  # for what is done to be written down
        return _compare(bot, votes)


async def practise(api: FakeBotApi, person: int, votes: dict[tuple[str, int], str], random: Random) -> None:
    """Answer whatever is asked, and ask for more, until nothing is due."""
    api.says("/quiz", person)
    while True:
        message = await _next(api, person)
        if "poll" in message:
            await asyncio.sleep(random.uniform(0, 0.3))
            picked = random.choice(message["poll"]["options"])["text"]
            if api.vote(message, picked):
                votes[message["poll"]["id"], person] = picked
        elif "right." in message["text"]:
            api.says("/quiz", person)


async def _next(api: FakeBotApi, person: int) -> dict[str, Any]:
    """The next message to a person, however long the bot is dead."""
    while True:
        try:
            return await api.next(person)
        except TimeoutError:
            continue


def _compare(bot: Bot, votes: dict[tuple[str, int], str]) -> Practised:
    connection = sqlite3.connect(bot.database)
    try:
        noted = dict(connection.execute("SELECT id, showing_id FROM polls").fetchall())
        rows = connection.execute(
            "SELECT answers.showing_id, json_extract(showings.options, '$[' || answers.picked || ']')"
            " FROM answers JOIN showings ON showings.id = answers.showing_id"
        ).fetchall()
    finally:
        connection.close()
    recorded = dict(rows)
    assert len(recorded) == len(rows), "a presentation has two answers"
    picked: dict[int, set[str]] = {}
    for (poll, _), option in votes.items():
        if poll in noted:
            picked.setdefault(noted[poll], set()).add(option)
    return Practised(
        votes=len(votes),
        recorded=len(recorded),
        asked_again=sum(poll not in noted for poll, _ in votes),
        lost=sum(presentation not in recorded for presentation in picked),
        wrong=sum(option not in picked.get(presentation, ()) for presentation, option in recorded.items()),
    )
