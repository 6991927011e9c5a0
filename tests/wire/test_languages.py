"""In which language the bot speaks: as a user's Telegram does, or as /language was answered; over the wire."""

from datetime import UTC, datetime, timedelta

import pytest
from telegram import Bot

from bot.answering.assistant import Assistant
from bot.quiz.asking import AskedQuestion
from bot.quiz.quizzes import Quizzes
from bot.settings import Settings
from bot.telegram.delivery.keyed_queue import KeyedQueue
from bot.telegram.handlers.people import People
from bot.telegram.notices import Notices
from bot.telegram.user_languages import UserLanguages
from tests.bot_api import FakeBotApi
from tests.bot_api.transport import InProcessRequest
from tests.conftest import MANAGER, run_bot
from tests.quizzing import ANNA, invite

NOT_ANSWERED = "El artículo no responde a eso."
TEAM = -5


async def asked(api: FakeBotApi, chat: int = 1) -> str:
    """What the bot says to a question that the article does not answer."""
    api.says("Who won the world cup?", chat)
    return str((await api.next(chat))["text"])


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("es", NOT_ANSWERED),
        ("es-MX", NOT_ANSWERED),
        ("en", "The article does not answer that."),
        ("xx", "The article does not answer that."),
        (None, "The article does not answer that."),
        ("../../es", "The article does not answer that."),
        ("es\u202e\x00<b>", "The article does not answer that."),
        ("e" * 5000, "The article does not answer that."),
    ],
)
async def test_the_bot_speaks_as_telegram_does_and_english_to_all_others(
    bot: FakeBotApi, code: str | None, said: str
) -> None:
    bot.speaks(1, code)
    assert (await asked(bot)).startswith(said)


async def test_the_language_is_chosen_by_a_button_with_its_own_name_and_survives_a_restart(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes) as bot:
        bot.says("/language")
        choice = await bot.next(1)
        assert bot.buttons(choice) == ["English", "Español"]
        await bot.press(choice, "Español")
        assert bot.message(choice)["text"].startswith("Ahora le hablo en español.")
        assert not bot.buttons(choice)
        assert (await asked(bot)).startswith(NOT_ANSWERED)
    async with run_bot(api, assistant, quizzes) as bot:
        assert (await asked(bot)).startswith(NOT_ANSWERED)
        assert (await asked(bot, 2)).startswith("The article does not answer that.")


async def test_what_was_chosen_goes_before_the_language_of_telegram(bot: FakeBotApi) -> None:
    bot.speaks(1, "es")
    bot.says("/language")
    choice = await bot.next(1)
    assert choice["text"].startswith("¿En qué idioma")
    await bot.press(choice, "English")
    assert (await asked(bot)).startswith("The article does not answer that.")


async def test_a_language_that_there_is_not_is_not_chosen(bot: FakeBotApi) -> None:
    bot.says("/language")
    choice = await bot.next(1)
    for data in ("language:xx", "language:../es", "language:", "language:es:es"):
        await bot.press(choice, "", data=data)
    assert bot.message(choice) == choice
    assert (await asked(bot)).startswith("The article does not answer that.")


async def test_the_choice_is_shown_and_deleted_with_everything_about_a_person(bot: FakeBotApi) -> None:
    bot.says("/language")
    await bot.press(await bot.next(1), "Español")
    bot.says("/mydata")
    shown = await bot.next(1)
    assert shown["text"] == "Se conserva el idioma en el que desea que le hable."
    await bot.press(shown, "Borrarlo")
    await bot.press(shown, "Sí, borrarlo")
    assert bot.message(shown)["text"] == "Se ha borrado todo lo que se guardaba sobre usted."
    assert (await asked(bot)).startswith("The article does not answer that.")
    bot.says("/mydata")
    assert (await bot.next(1))["text"] == "Nothing is stored about you."


async def test_in_a_group_its_administrators_choose_and_each_is_answered_in_their_own(bot: FakeBotApi) -> None:
    bot.members[TEAM, 8] = "administrator"
    bot.says("/language", TEAM, group=True, user=9)
    choice = await bot.next(TEAM)
    refused = await bot.press(choice, "Español", user=9)
    assert refused == "The administrators of the group choose its language."
    assert bot.buttons(choice)
    await bot.press(choice, "Español", user=8)
    assert bot.message(choice)["text"].startswith("Ahora hablo español en este grupo.")
    bot.says("/ask Who won the world cup?", TEAM, user=9)
    assert (await bot.next(TEAM))["text"].startswith("The article does not answer that.")
    bot.speaks(9, "es")
    bot.says("/ask Who won the world cup?", TEAM, user=9)
    assert (await bot.next(TEAM))["text"].startswith(NOT_ANSWERED)


async def test_a_game_is_played_in_the_language_of_the_group_also_when_it_moves(bot: FakeBotApi) -> None:
    bot.says("/language", TEAM, group=True, user=MANAGER)
    await bot.press(await bot.next(TEAM), "Español", user=MANAGER)
    supergroup = -100_5
    bot.says(None, TEAM, user=MANAGER, migrate_to_chat_id=supergroup)
    await bot.quiet()
    bot.says("/quiz", supergroup, group=True, user=MANAGER)
    await bot.next(supergroup)  # what is recorded, said to the manager
    lobby = await bot.next(supergroup)
    assert lobby["text"].startswith("Juego de preguntas: 5 preguntas, 30 segundos cada una.")
    assert bot.buttons(lobby) == ["Participar", "Empezar ya"]
    assert await bot.press(lobby, "Empezar", user=8) == "Who announced the game starts it."


async def test_who_joined_is_reminded_in_their_language(bot: FakeBotApi, quizzes: Quizzes) -> None:
    bot.speaks(ANNA, "es")
    bot.says(await invite(bot), ANNA, name="Anna")
    assert "Le damos la bienvenida, Anna." in (await bot.next(ANNA))["text"]
    monday = datetime(2026, 11, 23, 10, tzinfo=UTC)
    question = quizzes.practice.begin(f"telegram:{ANNA}", ANNA, monday)
    assert isinstance(question, AskedQuestion)
    quizzes.practice.answer(question.presentation, f"telegram:{ANNA}", 0, monday)
    settings = Settings(_env_file=None, timezone="UTC")  # type: ignore[call-arg]
    people = People(quizzes, UserLanguages(quizzes.records), settings)
    async with Bot(bot.token, request=InProcessRequest(bot)) as caller:
        await people.remind(caller, Notices(KeyedQueue().put), monday + timedelta(days=8))
        assert (await bot.next(ANNA))["text"].startswith("Para hoy: 1 pregunta.")


async def test_the_menu_of_who_has_chosen_a_language_is_in_it_whatever_their_telegram_is_in(bot: FakeBotApi) -> None:
    for user, role in ((1, "guest"), (MANAGER, "manager")):
        bot.says("/language", user)
        await bot.press(await bot.next(user), "Español", user=user)
        menus = [
            {command["command"]: command["description"] for command in call["commands"]}
            for method, call in bot.calls
            if method == "setMyCommands" and call.get("scope", {}).get("chat_id") == user
        ]
        assert {menu["language"] for menu in menus[-2:]} == {"el idioma en el que hablo"}
        assert ("report" in menus[-1]) == (role == "manager")
