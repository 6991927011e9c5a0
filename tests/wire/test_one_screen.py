"""An answer is one screen of a phone: measured on fifty questions, in lines of 38 characters."""

import json
import textwrap
from pathlib import Path
from statistics import median

from bot.answering.answer import Answer
from bot.answering.assistant import Assistant
from bot.quiz.quizzes import Quizzes
from corpus import ARTICLES, read_articles
from tests.bot_api import FakeBotApi
from tests.bot_api.wire import Message
from tests.conftest import run_bot

DATA = Path(__file__).parents[1] / "data"
WIDTH, FOLDED = 38, 3
UNANSWERED = [
    "What are the side effects of sumatriptan?",
    "Who won the World Cup?",
    "How much does it cost?",
    "Does botox help with migraines?",
    "How many milligrams of magnesium?",
    "Can I take aspirin during pregnancy?",
    "Where is the nearest pharmacy in Lisbon?",
    "What is the capital of France?",
    "Is acupuncture better than topiramate?",
    "Which airline flies to Tokyo?",
]


def lines_of(message: Message) -> int:
    """The lines of a message on a phone; a folded quotation is shown with its first three."""
    units, lines = message["text"].encode("utf-16-le"), 0
    for entity in sorted(message["entities"], key=lambda entity: -entity["offset"]):
        if entity["type"] == "expandable_blockquote":
            start, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
            lines += min(FOLDED, _count(units[start:end].decode("utf-16-le")))
            units = units[:start].rstrip(b"\n\0") + units[end:]
    return lines + _count(units.decode("utf-16-le", "ignore"))


def _count(text: str) -> int:
    return sum(max(1, len(textwrap.wrap(line, WIDTH))) for line in text.split("\n"))


def questions() -> list[str]:
    asked = []
    for name in ("migraine.jsonl", "library.jsonl"):
        with (DATA / name).open(encoding="utf-8") as file:
            asked += [row["question"] for row in map(json.loads, file) if row.get("passage")][:20]
    return [*asked, *UNANSWERED]


async def test_fifty_answers_fit_on_one_screen_of_a_phone(api: FakeBotApi, quizzes: Quizzes) -> None:
    assistant = Assistant([*read_articles(ARTICLES), *read_articles(DATA / "articles")])
    answered: list[int] = []
    refused: list[int] = []
    async with run_bot(api, assistant, quizzes, rate_limit=0):
        for number, question in enumerate(questions()):
            api.says(question, 1000 + number)
            reply = await api.next(1000 + number)
            kept = answered if isinstance(assistant.ask(question), Answer) else refused
            kept.append(lines_of(reply))
    assert len(answered) + len(refused) == 50
    assert len(refused) >= 8
    assert median(answered) <= 12
    assert max(refused) <= 6
    assert max(answered) <= 25
