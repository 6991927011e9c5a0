"""What people see first: /start with example questions, help by role and place, menus, the profile, links."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.answering.assistant import Assistant
from bot.quiz.quizzes import Quizzes
from corpus import read_articles
from tests.bot_api import FakeBotApi, Fault
from tests.bot_api.entities import utf16_length
from tests.bot_api.server import BOT_ID
from tests.bot_api.wire import Message
from tests.conftest import MANAGER, run_bot
from tests.quizzing import ANNA, join

GUEST = 50
GROUP = -1009


def commands_in(text: str) -> list[str]:
    return re.findall(r"^/([a-z]+)", text, re.MULTILINE)


def shared(answer: Message) -> str:
    """What /start carries in the link by which an answer is shared."""
    share = next(button for row in answer["reply_markup"]["inline_keyboard"] for button in row if "url" in button)
    handed_on = parse_qs(urlsplit(share["url"]).query)
    (start,) = parse_qs(urlsplit(handed_on["url"][0]).query)["start"]
    return str(start)


async def test_start_offers_questions_as_buttons_and_pressing_one_asks_it(bot: FakeBotApi) -> None:
    bot.says("/start", GUEST)
    welcome = await bot.next(GUEST)
    assert welcome["text"].startswith("I answer questions from the article “IV Treatment of Migraines”.")
    assert bot.buttons(welcome)[0] == "What is said about magnesium?"
    assert len(bot.buttons(welcome)) == 4
    await bot.press(welcome, "glutathione")
    asked = await bot.next(GUEST)
    assert asked["text"] == "What is said about glutathione?"
    answer = await bot.next(GUEST)
    assert "Patients who suffer from migraines often have low levels of glutathione" in answer["text"]
    assert answer["reply_to_message"]["message_id"] == asked["message_id"]


async def test_a_manager_is_told_at_first_what_they_can_do_and_others_are_not(bot: FakeBotApi) -> None:
    bot.says("/start", MANAGER)
    assert "You are a manager here. Send me a document as a file" in (await bot.next(MANAGER))["text"]
    bot.says("/start", GUEST)
    assert "manager" not in (await bot.next(GUEST))["text"]


async def test_each_button_of_the_welcome_asks_what_is_answered(bot: FakeBotApi) -> None:
    bot.says("/start", GUEST)
    welcome = await bot.next(GUEST)
    for question in bot.buttons(welcome):
        await bot.press(welcome, question)
        await bot.next(GUEST)
        assert "does not answer" not in (await bot.next(GUEST))["text"]


async def test_more_under_the_answer_to_a_button_works_after_a_restart(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes):
        api.says("/start", GUEST)
        welcome = await api.next(GUEST)
        await api.press(welcome, "magnesium")
        await api.next(GUEST)
        answer = await api.next(GUEST)
    async with run_bot(api, assistant, quizzes):
        await api.press(answer, "More")
        assert api.message(answer)["text"] != answer["text"]


async def test_a_follow_up_to_a_button_is_understood(bot: FakeBotApi) -> None:
    bot.says("/start", GUEST)
    await bot.press(await bot.next(GUEST), "magnesium")
    await bot.next(GUEST)
    await bot.next(GUEST)
    bot.says("and niacin?", GUEST)
    assert "blood flow to the periphery" in (await bot.next(GUEST))["text"]


async def test_buttons_vary_over_the_articles_of_a_library_and_leave_out_numbers(
    api: FakeBotApi, tmp_path: Path, quizzes: Quizzes
) -> None:
    for name, subjects in {"Ward": ("3 Waste", "4 Visits"), "Kitchen": ("1. Introduction", "2. Dishes")}.items():
        parts = [
            f"## {subject}\n\nSomebody looks after the {subject.split()[-1].lower()} of the {name.lower()} each day.\n"
            for subject in subjects
        ]
        (tmp_path / f"{name}.md").write_text(f"# {name}\n\n" + "\n".join(parts))
    async with run_bot(api, Assistant(read_articles(tmp_path)), quizzes):
        api.says("/start", GUEST)
        assert api.buttons(await api.next(GUEST)) == [
            "What is said about dishes?",
            "What is said about waste?",
            "What is said about visits?",
        ]


async def test_an_article_without_headings_is_introduced_without_buttons(
    api: FakeBotApi, tmp_path: Path, quizzes: Quizzes
) -> None:
    (tmp_path / "tea.md").write_text("# Tea\n\nGreen tea is made from leaves.\n")
    async with run_bot(api, Assistant(read_articles(tmp_path)), quizzes):
        api.says("/start", GUEST)
        welcome = await api.next(GUEST)
        assert api.buttons(welcome) == []
        assert welcome["text"].endswith("Just write your question.")


@pytest.mark.parametrize("said", ["/help", "help", "Help!", "how do I use this bot?"])
async def test_help_is_given_to_the_command_and_to_the_word(bot: FakeBotApi, said: str) -> None:
    bot.says(said, GUEST)
    text = (await bot.next(GUEST))["text"]
    assert "Just write your question in your own words." in text
    assert commands_in(text) == ["ask", "quiz", "sources", "language", "help", "privacy", "forget"]


async def test_help_lists_what_staff_and_managers_can_do_before_they_have_played(bot: FakeBotApi) -> None:
    await join(bot, ANNA)
    for user, has in ((ANNA, ["exam", "mydata"]), (MANAGER, ["exam", "mydata", "report", "invite"])):
        bot.says("/help", user)
        listed = commands_in((await bot.next(user))["text"])
        assert [command for command in ("exam", "mydata", "report", "invite") if command in listed] == has


async def test_help_in_a_group_says_how_to_ask_there(bot: FakeBotApi) -> None:
    for said in ("/help@article_test_bot", "@article_test_bot help", "/start@article_test_bot"):
        bot.says(said, GROUP, group=True, user=GUEST)
        text = (await bot.next(GROUP))["text"]
        assert "/ask@article_test_bot" in text
        assert "reply to one of my messages" in text
        assert "/ask@article_test_bot alone, as a reply to somebody’s question, answers that question." in text
        assert "/setprivacy" in text
        assert "/quiz@article_test_bot – a game for this group" in text
    bot.members[GROUP, BOT_ID] = "administrator"  # who gets all messages
    bot.says("/help", GROUP, group=True, user=GUEST)
    text = (await bot.next(GROUP))["text"]
    assert "/setprivacy" not in text
    assert "/ask@article_test_bot or @article_test_bot alone, as a reply to somebody’s question" in text


async def test_menus_are_set_by_place_role_and_language_at_the_start(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    api.says("hello", MANAGER)
    async with run_bot(api, assistant, quizzes):
        await api.until(lambda: f"commands of {MANAGER}" in api.profile)
        assert api.profile["commands of all_private_chats"] == [
            "ask",
            "quiz",
            "sources",
            "language",
            "help",
            "privacy",
            "forget",
        ]
        assert api.profile["commands of all_group_chats"] == [
            "ask",
            "quiz",
            "stop",
            "sources",
            "language",
            "help",
            "privacy",
        ]
        mine = {"report", "people", "invite", "invitations", "announce", "exam"}
        assert mine <= set(api.profile[f"commands of {MANAGER}"])


async def test_staff_have_their_menu_again_after_the_start_of_another_version(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes):
        await join(api, ANNA)
    api.profile[f"commands of {ANNA}"] = ["ask"]  # as an earlier version has left it
    async with run_bot(api, assistant, quizzes):
        await api.until(lambda: "language" in api.profile[f"commands of {ANNA}"])
        assert "exam" in api.profile[f"commands of {ANNA}"]
        assert "invite" not in api.profile[f"commands of {ANNA}"]


async def test_menus_and_profile_are_set_in_spanish_as_well(bot: FakeBotApi) -> None:
    await bot.until(lambda: "short_description in es" in bot.profile)
    assert bot.profile["commands of all_private_chats in es"] == bot.profile["commands of all_private_chats"]
    assert bot.profile["description in es"].startswith("Respondo preguntas")
    described = [
        command["description"]
        for method, params in bot.calls
        if method == "setMyCommands" and params.get("language_code") == "es"
        for command in params["commands"]
    ]
    assert "un juego para este grupo" in described


async def test_who_speaks_spanish_is_welcomed_in_spanish_with_questions_that_are_answered(bot: FakeBotApi) -> None:
    bot.people[GUEST] = {"id": GUEST, "is_bot": False, "first_name": "Ana", "language_code": "es"}
    bot.says("/start", GUEST)
    welcome = await bot.next(GUEST)
    assert "Escriba simplemente su pregunta" in welcome["text"]
    assert bot.buttons(welcome)
    await bot.press(welcome, bot.buttons(welcome)[0])
    await bot.next(GUEST)
    assert "IV Treatment of Migraines ›" in (await bot.next(GUEST))["text"]


async def test_a_manager_who_has_not_written_yet_has_the_menu_from_the_first_word_on(bot: FakeBotApi) -> None:
    await bot.until(lambda: "short_description" in bot.profile)
    assert f"commands of {MANAGER}" not in bot.profile
    bot.says("/start", MANAGER)
    await bot.until(lambda: f"commands of {MANAGER}" in bot.profile)
    assert "invite" in bot.profile[f"commands of {MANAGER}"]


async def test_the_bot_answers_though_its_menus_and_its_description_are_refused(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes, caplog: pytest.LogCaptureFixture
) -> None:
    for method in ("setMyCommands", "setMyDescription"):
        api.faults.append(Fault(method, status=400, times=99))
    async with run_bot(api, assistant, quizzes, managers=frozenset()):
        api.says("niacin")
        assert "blood flow" in (await api.next(1))["text"]
        await api.quiet()
    refused = [record for record in caplog.records if "could not be set" in record.message]
    assert len(refused) == 2


@pytest.mark.parametrize("title", ["Tea", "T" * 110, "🍕" * 110, "Long title " * 40])
async def test_the_profile_is_whole_sentences_within_telegrams_limits(
    api: FakeBotApi, tmp_path: Path, quizzes: Quizzes, title: str
) -> None:
    (tmp_path / "tea.md").write_text(f"# {title}\n\nGreen tea is made from leaves.\n")
    async with run_bot(api, Assistant(read_articles(tmp_path)), quizzes, notice="This is not medical advice."):
        await api.until(lambda: "short_description" in api.profile)
        for name, limit in (("description", 512), ("short_description", 120)):
            text = api.profile[name]
            assert utf16_length(text) <= limit
            assert text.startswith("I answer questions from ")
            assert text.endswith(".")
        assert "This is not medical advice." in api.profile["description"]


async def test_a_link_asks_its_question(bot: FakeBotApi) -> None:
    bot.says("/start q_What_is_glutathione", GUEST)
    assert (await bot.next(GUEST))["text"] == "What is glutathione"
    assert "low levels of glutathione" in (await bot.next(GUEST))["text"]


async def test_an_answer_is_shared_by_a_link_that_opens_its_passage_after_a_restart(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes):
        api.says("What is glutathione?", GUEST)
        answer = await api.next(GUEST)
    start = shared(answer)
    assert re.fullmatch(r"a_[A-Za-z0-9_-]{1,60}", start)
    async with run_bot(api, assistant, quizzes):
        api.says(f"/start {start}", 51)
        opened = (await api.next(51))["text"]
    assert opened.startswith("Patients who suffer from migraines often have low levels of glutathione")
    assert "— IV Treatment of Migraines › Intravenous nutrition › Glutathione, ¶ 12" in opened


async def test_each_page_of_an_answer_shares_its_own_passage_and_a_refusal_none(bot: FakeBotApi) -> None:
    def link(message: Message) -> list[str]:
        rows = bot.message(message).get("reply_markup", {}).get("inline_keyboard", [])
        return [button["url"] for row in rows for button in row if "url" in button]

    bot.says("What does magnesium do?", GUEST)
    answer = await bot.next(GUEST)
    first = link(answer)
    await bot.press(answer, "More")
    assert len(first) == len(link(answer)) == 1
    assert first != link(answer)
    bot.says("Who won the World Cup?", GUEST)
    assert link(await bot.next(GUEST)) == []


async def test_a_link_to_a_passage_that_was_changed_opens_what_stands_there_now(
    api: FakeBotApi, quizzes: Quizzes, tmp_path: Path
) -> None:
    file = tmp_path / "tea.md"
    file.write_text("# Tea\n\n## Green\n\nGreen tea is made from leaves.\n\n## Black\n\nBlack tea is strong.\n")
    async with run_bot(api, Assistant(read_articles(tmp_path)), quizzes):
        api.says("What is black tea?", GUEST)
        start = shared(await api.next(GUEST))
    file.write_text("# Tea\n\n## Green\n\nGreen tea is made from leaves.\n\n## Black\n\nBlack tea is bitter.\n")
    async with run_bot(api, Assistant(read_articles(tmp_path)), quizzes):
        api.says(f"/start {start}", GUEST)
        opened = (await api.next(GUEST))["text"]
        assert opened.startswith("The article was changed since; this stands where that passage stood.")
        assert "Black tea is bitter." in opened
        name, _, article = start.rpartition("_")
        api.says(f"/start {name.partition('-')[0]}0_{article}", GUEST)  # as a link would be that tells no place
        beginning = (await api.next(GUEST))["text"]
        assert beginning.startswith("The article was changed since; this is its beginning.")
        assert "Green tea" in beginning


async def test_a_passage_that_a_link_opens_can_be_read_on_in_its_article(bot: FakeBotApi) -> None:
    bot.says("What is glutathione?", GUEST)
    bot.says(f"/start {shared(await bot.next(GUEST))}", 51)
    opened = await bot.next(51)
    assert bot.buttons(opened) == ["In the article", "Share"]
    await bot.press(opened, "In the article")
    assert "IV Treatment of Migraines" in (await bot.next(51))["text"]


@pytest.mark.parametrize("start", ["a_0123456789abcdef0123", "a_0123456789abcdef0123-4_0123456789ab"])
async def test_a_link_to_an_article_that_is_gone_says_so(bot: FakeBotApi, start: str) -> None:
    bot.says(f"/start {start}", GUEST)
    assert "no longer there" in (await bot.next(GUEST))["text"]


@pytest.mark.parametrize("start", ["q_", "q___", "x", "help", "q_" + "a" * 62, "join", "a_"])
async def test_whatever_else_a_link_carries_gets_a_reply(bot: FakeBotApi, start: str) -> None:
    bot.says(f"/start {start}", GUEST)
    assert (await bot.next(GUEST))["text"]


async def test_a_forged_button_asks_nothing(bot: FakeBotApi) -> None:
    bot.says("/start", GUEST)
    welcome = await bot.next(GUEST)
    await bot.press(welcome, "", data="ask:99")
    await bot.quiet()
    assert len(bot.sent) == 1
