"""Killed over and over while staff practise: each vote counts once."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from tests.bot_api import FakeBotApi, Fault
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


Votes = dict[tuple[str, int], str]
"""The option that was picked in a poll by a person, in the order in which the votes were given."""


async def practise_and_kill(kills: int, random: Random, folder: Path) -> Practised:
    """Some people practise without a pause, while the bot is killed at any moment."""
    async with running(folder) as bot:
        return _compare(bot, await votes_under_kills(bot, kills, random))


async def votes_under_kills(
    bot: Bot, kills: int, random: Random, faults: Callable[[Random], list[Fault]] = lambda _: []
) -> Votes:
    """What people voted while the bot was killed so often, each time with new faults; all is handled then."""
    votes: Votes = {}
    for person in PEOPLE:
        await join(bot.api, person, f"P{person}")
    people = [asyncio.create_task(_practise(bot.api, person, votes, random)) for person in PEOPLE]
    for _ in range(kills):
        bot.api.faults[:] = faults(random)
        await asyncio.sleep(random.uniform(0.1, 2.5))
        await bot.kill()
        await bot.start()
        await bot.ready()
    bot.api.faults.clear()
    await asyncio.sleep(2)
    for task in people:
        task.cancel()
    await asyncio.gather(*people, return_exceptions=True)
    await bot.api.quiet(_SETTLED)
    await asyncio.sleep(1)  # for what is done to be written down
    return votes


async def _practise(api: FakeBotApi, person: int, votes: Votes, random: Random) -> None:
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


def records_of(bot: Bot) -> tuple[dict[str, int], dict[int, str]]:
    """The presentation of each poll that the bot knows, and the option that is recorded for each presentation."""
    with closing(sqlite3.connect(bot.database)) as connection:
        noted = dict(connection.execute("SELECT id, showing_id FROM polls").fetchall())
        rows = connection.execute(
            "SELECT answers.showing_id, json_extract(showings.options, '$[' || answers.picked || ']')"
            " FROM answers JOIN showings ON showings.id = answers.showing_id"
        ).fetchall()
    recorded = dict(rows)
    assert len(recorded) == len(rows), "a presentation has two answers"
    return noted, recorded


def _compare(bot: Bot, votes: Votes) -> Practised:
    noted, recorded = records_of(bot)
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
