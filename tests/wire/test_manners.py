"""Manners: a notice, a person to turn to, the last word of a taster, once too much, silence in groups."""

from pathlib import Path

import pytest

from bot.answering.assistant import Assistant
from bot.catalogues import catalogue_for
from bot.console.chat import Chat
from bot.console.screen import make_console
from bot.quiz import quiz_messages
from bot.quiz.quizzes import Quizzes
from corpus import read_articles
from tests.bot_api import FakeBotApi
from tests.conftest import run_bot

NOTICE, CONTACT = "This is not medical advice <&>.", "reception, +1 555 0100"
GUEST, GROUP = 50, -1009


def polite(assistant: Assistant) -> Assistant:
    return Assistant(list(assistant.articles.values()), notice=NOTICE, contact=CONTACT)


async def test_the_notice_stands_under_each_quotation_and_the_article_s_own_goes_first(
    api: FakeBotApi, tmp_path: Path, quizzes: Quizzes
) -> None:
    (tmp_path / "tea.md").write_text("---\nnotice: Ask your nurse.\n---\n# Tea\n\nGreen tea is made from leaves.\n")
    (tmp_path / "milk.md").write_text("# Milk\n\nOat milk is made from oats and water.\n")
    async with run_bot(api, Assistant(read_articles(tmp_path), notice=NOTICE), quizzes):
        api.says("What is green tea made from?")
        assert (await api.next(1))["text"].endswith("\n\nAsk your nurse.")
        api.says("What is oat milk made from?")
        assert (await api.next(1))["text"].endswith(f"\n\n{NOTICE}")
        api.says("thanks")
        assert "nurse" not in (await api.next(1))["text"]
        offered = (await api.types_inline("green tea"))["results"][0]["input_message_content"]["message_text"]
        assert "Ask your nurse." in offered


async def test_whom_to_turn_to_is_said_on_refusals_and_to_who_wants_a_person(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, polite(assistant), quizzes):
        for said in ("What are the side effects of sumatriptan?", "Who won the World Cup?", "I want a person", "/help"):
            api.says(said)
            assert f"To speak to a person: {CONTACT}" in (await api.next(1))["text"], said
        api.says("What is glutathione?")
        assert CONTACT not in (await api.next(1))["text"]


async def test_without_a_contact_whoever_wants_a_person_is_referred_to_who_runs_the_bot(bot: FakeBotApi) -> None:
    bot.says("I want a person")
    assert "those who gave you this bot" in (await bot.next(1))["text"]


def test_notice_and_contact_stand_in_the_console_as_well(
    assistant: Assistant, capsys: pytest.CaptureFixture[str]
) -> None:
    chat = Chat(polite(assistant), make_console(), catalogue_for("en"))
    chat.respond("What is glutathione?")
    assert NOTICE in capsys.readouterr().out
    chat.respond("Who won the World Cup?")
    assert f"To speak to a person: {CONTACT}" in capsys.readouterr().out
    chat.respond("I want a person")
    assert CONTACT in " ".join(capsys.readouterr().out.split())


async def test_the_taster_says_its_last_word_after_the_last_answer_and_once(bot: FakeBotApi) -> None:
    bot.says("/quiz", GUEST)
    await bot.next(GUEST)
    polls = [await bot.next(GUEST) for _ in range(3)]
    await bot.quiet()
    assert len(bot.sent) == 4
    for poll in reversed(polls[1:]):
        bot.vote(poll, 0)
    await bot.quiet()
    assert len(bot.sent) == 4
    bot.vote(polls[0], 1)
    assert (await bot.next(GUEST))["text"] == quiz_messages.NOT_RECORDED
    await bot.quiet()
    assert len(bot.sent) == 5


async def test_two_tasters_at_the_same_time_each_have_their_last_word(bot: FakeBotApi) -> None:
    for guest in (50, 51):
        bot.says("/quiz", guest)
        await bot.next(guest)
    for _ in range(3):
        for guest in (50, 51):
            bot.vote(await bot.next(guest), 0)
    for guest in (50, 51):
        assert (await bot.next(guest))["text"] == quiz_messages.NOT_RECORDED


async def test_too_much_is_said_once_and_whoever_waits_is_answered_again(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes, rate_limit=2):
        now = api.says("niacin")["date"]
        for second in (0, 1, 2, 70, 71):
            api.says("niacin", date=now + second)
        await api.quiet()
    texts = [message["text"] for message in api.sent]
    assert ["a lot at once" in text for text in texts] == [False, False, True, False, False]


async def test_a_flood_that_goes_on_is_told_once_though_a_message_of_it_gets_through_now_and_then(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes, rate_limit=6):
        now = api.says("niacin")["date"]
        for second in range(1, 240, 2):
            api.says("niacin", date=now + second)
        await api.quiet()
    texts = [message["text"] for message in api.sent]
    assert sum("a lot at once" in text for text in texts) == 1
    assert sum("periphery" in text for text in texts) > 20


@pytest.mark.parametrize("said", ["thanks!", "ok", "😂", "hello"])
async def test_asides_in_a_group_are_left_alone_but_not_what_calls_the_bot(bot: FakeBotApi, said: str) -> None:
    bot.says("/ask niacin", GROUP, group=True, user=GUEST)
    answer = await bot.next(GROUP)
    bot.says(said, GROUP, group=True, user=GUEST, reply_to_message=answer)
    await bot.quiet()
    assert len(bot.sent) == 1
    bot.says(f"@article_test_bot {said}", GROUP, group=True, user=GUEST)
    assert (await bot.next(GROUP))["text"]


async def test_who_asks_for_a_person_in_a_reply_is_answered_in_a_group_as_well(bot: FakeBotApi) -> None:
    bot.says("/ask niacin", GROUP, group=True, user=GUEST)
    answer = await bot.next(GROUP)
    bot.says("I want a person", GROUP, group=True, user=GUEST, reply_to_message=answer)
    assert "To speak to a person" in (await bot.next(GROUP))["text"]


async def test_talk_joins_titles_and_pins_of_a_group_are_not_answered(bot: FakeBotApi) -> None:
    bot.says("What is niacin?", GROUP, group=True)
    bot.says(None, GROUP, group=True, new_chat_members=[{"id": 9, "is_bot": False, "first_name": "Eve"}])
    bot.says(None, GROUP, group=True, new_chat_title="Ward")
    bot.says("/nonsense", GROUP, group=True)
    bot.says("/ask@other_bot niacin", GROUP, group=True)
    await bot.quiet()
    assert bot.sent == []
