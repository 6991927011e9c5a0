"""An answer is one screen of a phone: measured on fifty questions, in lines of 38 characters."""

import json
import textwrap
from pathlib import Path
from statistics import median

import pytest

from bot.answering.answer import Answer, NoAnswer, NoQuestion, Result
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
    """The lines of a message on a phone; a folded quotation counts as three of them, however short it is."""
    units, rest, at, folds = message["text"].encode("utf-16-le"), "", 0, 0
    for entity in sorted(message["entities"], key=lambda entity: entity["offset"]):
        if entity["type"] == "expandable_blockquote":
            start, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
            rest += units[at:start].decode("utf-16-le").removesuffix("\n")
            at, folds = end, folds + 1
    return FOLDED * folds + _count(rest + units[at:].decode("utf-16-le"))


def _count(text: str) -> int:
    return sum(max(1, len(textwrap.wrap(line, WIDTH))) for line in text.split("\n"))


def questions() -> list[str]:
    asked = []
    for name in ("migraine.jsonl", "library.jsonl"):
        with (DATA / name).open(encoding="utf-8") as file:
            asked += [row["question"] for row in map(json.loads, file) if row.get("passage")][:20]
    return [*asked, *UNANSWERED]


async def measure(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes, asked: list[str], language: str = "en"
) -> tuple[list[int], list[int]]:
    """Ask each question in a chat of its own; gives the lines of the answers, and of the refusals."""
    lines: dict[type[Result], list[int]] = {Answer: [], NoAnswer: [], NoQuestion: []}
    async with run_bot(api, assistant, quizzes, rate_limit=0):
        for chat, question in enumerate(asked, 1000):
            api.people[chat] = {"id": chat, "is_bot": False, "first_name": "Ann", "language_code": language}
            api.says(question, chat)
            lines[type(assistant.ask(question))].append(lines_of(await api.next(chat)))
    assert sum(map(len, lines.values())) == 50
    assert max(map(max, filter(None, lines.values()))) <= 25
    return lines[Answer], lines[NoAnswer]


def test_a_folded_quotation_counts_as_three_lines_and_long_lines_are_broken() -> None:
    fold = {"type": "expandable_blockquote", "offset": 6, "length": 5}
    bold = {"type": "bold", "offset": 0, "length": 5}
    assert lines_of({"text": "First\nA\nB\nC\n— Tea, ¶ 1", "entities": [bold, fold]}) == 1 + 3 + 1
    assert lines_of({"text": "word " * 16, "entities": []}) == 3


NOTICE, CONTACT = "This is not medical advice. Please ask your doctor.", "reception, +1 555 0100"


@pytest.mark.parametrize(("notice", "contact", "of_contact"), [(None, None, 0), (NOTICE, CONTACT, 2)])
async def test_fifty_answers_fit_on_one_screen_of_a_phone(
    api: FakeBotApi, quizzes: Quizzes, notice: str | None, contact: str | None, of_contact: int
) -> None:
    articles = [*read_articles(ARTICLES), *read_articles(DATA / "articles")]
    assistant = Assistant(articles, notice=notice, contact=contact)
    answered, refused = await measure(api, assistant, quizzes, questions())
    assert len(refused) >= 8
    assert median(answered) <= 12 + (notice is not None)  # which is a line of its own
    assert max(refused) <= 6 + of_contact


async def test_fifty_answers_in_spanish_fit_on_one_screen_of_a_phone(api: FakeBotApi, quizzes: Quizzes) -> None:
    asked = (DATA / "preguntas.txt").read_text(encoding="utf-8").splitlines()
    answered, refused = await measure(api, Assistant(read_articles(DATA / "spanish")), quizzes, asked, "es")
    assert len(refused) >= 8
    assert median(answered) <= 12
    assert max(refused) <= 6
