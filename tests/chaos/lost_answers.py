"""Killed while people practise, some answers of Telegram are lost, and some chats are in 429."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.bot_api import Fault
from tests.bot_api.wire import Message
from tests.chaos.bots import Bot, running
from tests.chaos.practising import PEOPLE, Votes, records_of, votes_under_kills

_METHODS = ("stopPoll", "sendPoll", "sendMessage")


@dataclass(frozen=True)
class Outcome:
    """What became of the votes that Telegram took.

    `lost` are questions with a vote, and no answer; `replaced` those whose answer is
    not their first vote; `unknown` are votes in polls that it does not know of; `repeated` are questions sent again.
    """

    votes: int
    lost: int
    replaced: int
    unknown: int
    repeated: int


async def lose_answers_and_kill(kills: int, random: Random, folder: Path) -> Outcome:
    """Some people practise without a pause, while answers are lost, chats are flooded and the bot is killed."""
    async with running(folder) as bot:
        return _compare(bot, await votes_under_kills(bot, kills, random, _faults))


def _faults(random: Random) -> list[Fault]:
    """Of each method some answers to some people are lost; one chat is told to wait."""
    lost = [Fault(method, drop=True, after=True, chat_id=random.choice(PEOPLE)) for method in _METHODS * 2]
    return [*lost, Fault("sendPoll", status=429, chat_id=random.choice(PEOPLE), parameters={"retry_after": 1})]


def _compare(bot: Bot, votes: Votes) -> Outcome:
    noted, recorded = records_of(bot)
    shown = {sent["poll"]["id"]: _content(sent) for sent in _polls(bot)}
    presented = {shown[poll]: presentation for poll, presentation in noted.items()}
    first: dict[int, str] = {}
    for (poll, _), option in votes.items():  # in the order in which they were given, also in polls it does not know
        presentation = noted.get(poll, presented.get(shown[poll]))
        if presentation is not None:
            first.setdefault(presentation, option)
    return Outcome(
        votes=len(votes),
        lost=sum(presentation not in recorded for presentation in first),
        replaced=sum(recorded.get(presentation, option) != option for presentation, option in first.items()),
        unknown=sum(poll not in noted for poll, _ in votes),
        repeated=sum(sent - 1 for sent in _copies(bot).values()),
    )


def _copies(bot: Bot) -> Counter[tuple[int, str, str]]:
    """How often each question was sent to each person, with its options in one order."""
    return Counter(map(_content, _polls(bot)))


def _polls(bot: Bot) -> list[Message]:
    return [message for message in bot.api.sent if "poll" in message]


def _content(sent: Message) -> tuple[int, str, str]:
    """Whom a poll asks, what, and with which options."""
    options = "|".join(option["text"] for option in sent["poll"]["options"])
    return sent["chat"]["id"], sent["poll"]["question"], options
