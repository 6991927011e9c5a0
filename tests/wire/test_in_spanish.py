"""Whoever speaks Spanish hears Spanish: no word of another language is in anything that the bot sends.

All that it quotes here is Spanish as well: the article, its bank and the questions. So each word of a message stands in
one of these or in the Spanish catalogue, or it is a command, a name or a number.
"""

import re
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.answering.assistant import Assistant
from bot.quiz.quizzes import Quizzes, open_quizzes
from bot.records import languages
from bot.retry import RetryPolicy
from bot.timing import Timing
from corpus import Corpus, read_corpus
from tests.bot_api import FakeBotApi, Fault
from tests.catalogues import read, sources, translations_of
from tests.conftest import MANAGER, run_bot
from tests.pdf_documents import pdf_text
from tests.quizzing import invite

FOLDER = Path(__file__).parents[1] / "data" / "spanish"
QUESTIONS = (FOLDER.parent / "preguntas.txt").read_text(encoding="utf-8").splitlines()
ANA, TEAM = 42, -5
NAMES = (
    "English A B C Ana Juan Telegram CSV s v t me start join article_test_bot article bot quiz updates corpus check id"
    " te verde BotFather"
)


def words(text: str) -> set[str]:
    """The words of a text: no commands, addresses and numbers."""
    text = re.sub(r"https?://\S+|/[a-z]+\b", " ", text)
    return {word.casefold() for word in re.findall(r"[^\W\d_]+", text)}


def spanish() -> set[str]:
    """Every word that the bot may say: of its catalogue, and of what it quotes."""
    (path,) = (path for path in sources() if path.parts[-3] == "es")
    said = [
        re.sub(r"\{\w+\}", " ", string) for message in read(path) if message.id for string in translations_of(message)
    ]
    keys = re.compile(r"^[\s-]*[a-z_]+:( approved)?", re.MULTILINE)  # of banks and front matter
    quoted = [keys.sub(" ", file.read_text(encoding="utf-8")) for file in FOLDER.iterdir()]
    return set().union(*map(words, [*said, *quoted, NAMES]))


def shown(api: FakeBotApi) -> Iterator[str]:
    """Every text that the bot has sent for people to read, whatever it was sent in."""
    for method, call in api.calls:
        if method == "answerCallbackQuery":
            yield call.get("text", "")
        elif method == "sendPoll":
            yield from (call["question"], call.get("explanation", ""), *(each["text"] for each in call["options"]))
        elif method.startswith(("send", "edit")):
            yield re.sub(r"<[^<>]*>", " ", f"{call.get('text', '')} {call.get('caption', '')}")
        elif method == "answerInlineQuery":
            yield re.sub(r"<[^<>]*>", " ", " ".join(_offered(call)))
        yield from (button["text"] for row in _rows(call) for button in row)
        if call.get("language_code") == "es" or (method == "setMyCommands" and "chat_id" in call.get("scope", {})):
            yield from (command["description"] for command in call.get("commands", []))
            yield f"{call.get('description', '')} {call.get('short_description', '')}"


def _offered(call: dict[str, Any]) -> Iterator[str]:
    yield call.get("button", {}).get("text", "")
    for result in call["results"]:
        yield from (result["title"], result["description"], result["input_message_content"]["message_text"])
        yield from (button["text"] for row in _rows(result) for button in row)


def _rows(call: dict[str, Any]) -> list[list[dict[str, Any]]]:
    markup = call.get("reply_markup") or {}
    return list(markup.get("inline_keyboard", []))


def assert_all_spanish(api: FakeBotApi) -> None:
    known = spanish()
    strange = {word: text for text in shown(api) for word in words(text) - known - words(" ".join(QUESTIONS))}
    assert not strange


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(FOLDER)


@pytest.fixture(scope="module")
def assistant(corpus: Corpus) -> Assistant:
    return Assistant(corpus.articles)


@pytest.fixture
def quizzes(database: str, new_database: Path, corpus: Corpus) -> Iterator[Quizzes]:
    shutil.copy(new_database, database.removeprefix("sqlite:///"))
    with open_quizzes(corpus, database, None, Random(1)) as opened:
        yield opened


@pytest.fixture
async def bot(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes, timing: Timing, request: pytest.FixtureRequest
) -> AsyncIterator[FakeBotApi]:
    """The whole bot on the Spanish article; everyone in it has a Telegram in Spanish."""
    for user, name in ((1, "Juan"), (2, "Juan"), (ANA, "Ana"), (MANAGER, "Juan")):
        api.people[user] = {"id": user, "is_bot": False, "first_name": name, "language_code": "es"}
    limit = getattr(request, "param", 0)
    with quizzes.records.write() as session:
        languages.choose(session, f"telegram:{MANAGER}", "es")
    async with run_bot(api, assistant, quizzes, timing, working_hours="0-24", rate_limit=limit) as running:
        assert (await running.next(MANAGER))["text"].startswith("Con la fecha de revisión vencida:")
        yield running


def test_the_check_finds_a_word_that_is_not_spanish() -> None:
    assert words("The article does not answer. El artículo no responde. More (1 of 3)") - spanish() == {
        "the", "does", "not", "answer", "more", "of",
    }  # fmt: skip


async def test_fifty_questions_are_answered_and_refused_in_spanish(bot: FakeBotApi) -> None:
    assert len(QUESTIONS) == 50
    for question in QUESTIONS:
        bot.says(question)
        reply = await bot.next(1)
        while any("Más" in label for label in bot.buttons(reply)):
            assert await bot.press(reply, "Más") is not None
    voted_on = next(message for message in bot.sent if "👍" in bot.buttons(message))
    thanks = "Gracias. Eso se guarda con la pregunta y sin su nombre."
    assert [await bot.press(voted_on, "👍") for _ in range(2)] == [thanks, "Retirado."]
    texts = [message["text"] for message in bot.sent]
    assert sum(text.startswith("El artículo no responde a eso.") for text in texts) >= 5
    assert sum("debía revisarse el 14 may 2022" in text for text in texts) >= 25
    assert any("Entendido como: " in text for text in texts)
    assert_all_spanish(bot)


async def test_a_misspelt_question_pages_on_from_the_line_that_says_how_it_was_read(bot: FakeBotApi) -> None:
    question = bot.says("¿Dónde se guardan las ojas?")
    reply = await bot.next(1)
    assert reply["text"].startswith("Entendido como: ")
    bot.delete(question)
    bot.message(reply).pop("reply_to_message")
    await bot.press(reply, "Más")
    assert bot.message(reply)["text"].startswith("Entendido como: ¿Dónde se guardan las hojas?")


async def test_commands_pictures_and_stale_buttons_are_answered_in_spanish(bot: FakeBotApi) -> None:
    for said in ("/start", "/help", "/sources", "/language", "/mydata", "/reminders", "/report", "/invite", "/exam",
                 "/stop", "/nothing", "/quiz"):  # fmt: skip
        bot.says(said)
        await bot.next(1)
    bot.says(None, location={"latitude": 1.0, "longitude": 2.0})
    bot.says("/start join-wrong", 2)
    await bot.quiet()
    reply = bot.says("¿Qué es el té?")
    await bot.quiet()
    sent = bot.sent[-1]
    bot.delete(reply)
    bot.message(sent).pop("reply_to_message")
    for label in bot.buttons(sent):
        await bot.press(sent, label)
    await bot.until(lambda: any(call.get("language_code") == "es" for _, call in bot.calls))
    assert_all_spanish(bot)


async def answer_poll(api: FakeBotApi, quizzes: Quizzes, *, right: bool) -> None:
    poll = next(message for message in reversed(api.sent) if "poll" in message)
    question = re.sub(r"^\d+/\d+ ", "", poll["poll"]["question"])
    answer = next(item.answer for _, item in quizzes.banks.approved() if item.question == question)
    options = [option["text"] for option in poll["poll"]["options"]]
    api.vote(poll, answer if right else next(option for option in options if option != answer))


async def test_quizzes_exams_reports_and_what_is_stored_are_in_spanish(bot: FakeBotApi, quizzes: Quizzes) -> None:
    bot.says(await invite(bot), ANA, name="Ana")
    await bot.next(ANA)
    bot.says("/quiz", ANA)
    for number in range(5):
        await bot.quiet()
        await answer_poll(bot, quizzes, right=number > 1)
    await bot.quiet()
    assert bot.sent[-1]["text"].startswith("3 de 5 correctas.")
    bot.says("/exam", ANA)
    offer = await bot.next(ANA)
    while "Examen" not in offer.get("text", ""):
        offer = await bot.next(ANA)
    await bot.press(offer, "Empezar")
    exam = await bot.next(ANA)
    for _ in range(5):
        question = bot.message(exam)["text"].split("\n")[2]
        answer = next(item.answer for _, item in quizzes.banks.approved() if item.question == question)
        lines = [line.split("  ", 1) for line in bot.message(exam)["text"].split("\n")[4:]]
        await bot.press(exam, next(letter for letter, option in lines if option == answer))
    assert bot.message(exam)["text"].startswith("Aprobado. 5 de 5 correctas (100 %).")
    certificate = await bot.next(ANA)
    text = pdf_text(bot.files[certificate["document"]["file_id"]])
    assert "ha superado la prueba sobre el artículo" in text
    assert words(text) - spanish() <= {"sha"} | words(quizzes.banks.subjects["te-verde"].article.version)
    for said in ("/exam", "/mydata", "/reminders", "/reminders", "/stop", "/quiz", "/stop"):
        bot.says(said, ANA)
        await bot.quiet()
    await bot.press(next(m for m in bot.sent if "Se guarda sobre usted" in m.get("text", "")), "Borrarlo")
    bot.says("/quiz", MANAGER)
    bot.says("/report", MANAGER)
    await bot.quiet()
    report = next(message for message in bot.sent if "dominadas" in message.get("text", ""))
    for label in ("Personas", "Preguntas", "Gráfico", "CSV"):
        await bot.press(report, label)
    assert_all_spanish(bot)


async def test_a_game_is_in_spanish_where_the_group_is(bot: FakeBotApi) -> None:
    bot.says("/language", TEAM, group=True, user=MANAGER)
    await bot.press(await bot.next(TEAM), "Español", user=MANAGER)
    bot.says("/quiz", TEAM, user=MANAGER)
    await bot.quiet()
    lobby = bot.sent[-1]
    assert await bot.press(lobby, "Participar", user=ANA) is not None
    assert await bot.press(lobby, "Empezar", user=ANA) is not None
    for said in ("/quiz", "/stop", "/exam"):
        bot.says(said, TEAM, user=ANA)
        await bot.quiet()
    bot.says("/stop", TEAM, user=MANAGER)
    await bot.quiet()
    await bot.press(lobby, "Participar", user=ANA)
    assert_all_spanish(bot)


@pytest.mark.parametrize("bot", [5], indirect=True)
@pytest.mark.timing(handling=RetryPolicy(0.0, 0.0, retries=0))
async def test_managers_are_alerted_and_people_are_told_of_failures_in_spanish(bot: FakeBotApi) -> None:
    bot.faults.append(Fault("sendMessage", status=400, chat_id=1, times=1))
    bot.says("¿Qué es el té?")
    assert (await bot.next(1))["text"].startswith("Algo ha fallado por mi parte.")
    assert (await bot.next(MANAGER))["text"].startswith("No se pudo atender un mensaje.")
    for _ in range(8):
        bot.says("té", 2)
    await bot.until(lambda: any("a la vez" in message["text"] for message in bot.sent))
    assert_all_spanish(bot)


async def test_what_people_see_first_is_in_spanish(bot: FakeBotApi, quizzes: Quizzes) -> None:
    bot.says("/start", 1)
    welcome = await bot.next(1)
    await bot.press(welcome, bot.buttons(welcome)[0])
    for said in ("/help", "ayuda", "quiero hablar con una persona"):
        bot.says(said, 1)
    bot.says("/help", MANAGER)
    with quizzes.records.write() as session:
        languages.choose(session, f"telegram:{TEAM}", "es")
    bot.changes_membership(TEAM, "left", "member")
    await bot.next(TEAM)
    bot.says("/quiz", TEAM, group=True, user=2, sender_chat={"id": TEAM, "type": "supergroup", "title": "te"})
    for typed in ("", QUESTIONS[0], "quién ganó el mundial"):
        await bot.types_inline(typed, user=1)
    await bot.quiet()
    assert_all_spanish(bot)


@pytest.mark.timing(outbox_every=0.05)
async def test_a_manager_runs_the_staff_in_spanish(bot: FakeBotApi, quizzes: Quizzes) -> None:
    bot.says("/invite 0", MANAGER)
    bot.says("/invite 3 30", MANAGER)
    await bot.until(lambda: any("start=join-" in sent["text"] for sent in bot.sent))
    start = next(re.search(r"start=(join-[\w-]+)", sent["text"]) for sent in bot.sent if "start=" in sent["text"])
    assert start
    bot.says(f"/start {start[1]}", ANA, name="Ana")
    await bot.until(lambda: any("Ana se ha incorporado" in sent["text"] for sent in bot.sent))
    for command in ("/invitations", "/people", "/announce", "/announce té verde", "/privacy", "/forget", "/help"):
        bot.says(command, MANAGER)
    bot.says("/privacy", ANA)
    bot.says("/forget", 1)
    await bot.quiet()

    def sent(start: str) -> dict[str, Any]:
        return next(each for each in bot.sent if each["text"].startswith(start))

    await bot.press(sent("Aviso de Juan"), "Enviar")
    await bot.until(lambda: any(each["text"].startswith("Su aviso llegó a 1 persona") for each in bot.sent))
    await bot.press(sent("Personal: 1 persona"), "Ana")
    await bot.press(sent("Personal: 1 persona"), "Dar de baja")
    await bot.press(sent("Personal: 1 persona"), "Sí")
    await bot.press(sent("Invitaciones abiertas"), "Retirar")
    assert quizzes.staff.members() == []
    assert_all_spanish(bot)


async def test_who_may_not_ask_hears_so_in_spanish(api: FakeBotApi, assistant: Assistant, quizzes: Quizzes) -> None:
    api.speaks(1, "es")
    async with run_bot(api, assistant, quizzes, askers="staff", managers=frozenset()):
        api.says("¿Qué es el té?")
        assert (await api.next(1))["text"].startswith("Lo siento, solo respondo a personas invitadas.")
        await api.types_inline("té")
    assert_all_spanish(api)
