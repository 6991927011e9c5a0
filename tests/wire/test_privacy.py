"""What is kept of whom, and its deletion; and who may ask, where only the staff may; through the fake Bot API."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import inspect, select, text

from bot.answering.assistant import Assistant
from bot.quiz.quizzes import Quizzes
from bot.records import StoredUpdate, actions
from bot.retry import RetryPolicy
from tests.bot_api import FakeBotApi, Fault
from tests.conftest import MANAGER, run_bot
from tests.quizzing import ANNA, eventually, invite, join

QUESTION = "What does glutathione do?"
TEAM = -100_7


def senders(quizzes: Quizzes) -> list[str | None]:
    with quizzes.records.read() as session:
        return list(session.scalars(select(StoredUpdate.sender).order_by(StoredUpdate.update_id)))


def mentions(quizzes: Quizzes, number: int) -> list[str]:
    """The tables in which a number stands, in any column."""
    engine = quizzes.records._engine
    found = []
    with engine.connect() as connection:
        for table in inspect(engine).get_table_names():
            rows = connection.execute(text(f'SELECT * FROM "{table}"')).all()  # noqa: S608 - the database's own names
            found += [table for row in rows if str(number) in repr(tuple(row))]
    return found


async def forget(api: FakeBotApi, user: int) -> str:
    api.says("/forget", user)
    asked = await api.next(user)
    assert asked["text"].startswith("Delete everything that is stored about you")
    await api.press(asked, "Yes")
    return str(api.message(asked)["text"])


async def test_privacy_is_said_to_everyone_and_more_to_staff_and_managers(bot: FakeBotApi) -> None:
    async def said(user: int) -> str:
        bot.says("/privacy", user)
        return str((await bot.next(user))["text"])

    everyone = await said(1)
    for part in (
        "only until it is answered",
        "👎), is kept for 30 days, without who asked",
        "half an hour",
        "two days",
        "a month",
        "language",
        "/forget",
    ):
        assert part in everyone
    assert "As a manager" not in everyone
    assert "quizzed" not in everyone
    assert "what you do here is recorded" in await said(MANAGER)
    await join(bot, ANNA)
    assert "Managers see your results" in await said(ANNA)
    bot.says("/privacy", TEAM, group=True, user=MANAGER)
    in_group = (await bot.next(TEAM))["text"]
    assert in_group == everyone, "a group is told of nobody in it"


async def test_who_never_joined_is_forgotten_and_numbers_of_updates_stay(bot: FakeBotApi, quizzes: Quizzes) -> None:
    stranger = 424242
    bot.says("/language", stranger)
    await bot.press(await bot.next(stranger), "English")
    bot.says(QUESTION, stranger)
    await bot.next(stranger)
    assert f"telegram:{stranger}" in senders(quizzes)
    before = len(senders(quizzes))
    assert await forget(bot, stranger) == "Everything that was stored about you is deleted."
    await eventually(lambda: not mentions(quizzes, stranger))
    assert senders(quizzes) == [None] * (before + 2)


async def test_a_repeated_update_is_not_handled_twice_after_forgetting(bot: FakeBotApi, quizzes: Quizzes) -> None:
    bot.says(QUESTION, 5)
    update = bot._updates[-1] if bot._updates else None
    await bot.next(5)
    await forget(bot, 5)
    await eventually(lambda: not mentions(quizzes, 5) or all(one is None for one in senders(quizzes)))
    await bot.quiet()
    sent = len(bot.sent)
    assert update is not None
    bot._updates.append(update)
    await bot._notify()
    await bot.quiet()
    assert len(bot.sent) == sent


async def test_the_conversation_is_forgotten(bot: FakeBotApi) -> None:
    bot.says("What does magnesium do?", 5)
    await bot.next(5)
    await forget(bot, 5)
    bot.says("and niacin?", 5)
    after = (await bot.next(5))["text"]
    bot.says("and niacin?", 6)
    assert after == (await bot.next(6))["text"], "it is answered as to someone who has asked nothing before"


@pytest.mark.timing(handling=RetryPolicy(0.0, 0.0, retries=0))
async def test_what_could_not_be_handled_is_forgotten_too(bot: FakeBotApi, quizzes: Quizzes) -> None:
    stranger = 424242
    bot.faults.append(Fault("sendMessage", status=400, chat_id=stranger, times=1))
    bot.says(QUESTION, stranger)
    assert "Something went wrong" in (await bot.next(stranger))["text"]
    await forget(bot, stranger)
    await eventually(lambda: not mentions(quizzes, stranger))


async def test_a_manager_is_forgotten_where_their_actions_stand_and_keeps_their_menu(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    boss = 707070
    async with run_bot(api, assistant, quizzes, managers=frozenset({boss})):
        api.says("/invite 5", boss)
        await api.next(boss)
        api.changes_membership(TEAM, "left", "member", user=boss)
        await api.next(TEAM)
        quizzes.staff.add("telegram:1000", "Ben", datetime.now(UTC))
        api.says("/announce hello", boss)
        await api.next(boss)
        api.says("/mydata", boss)
        assert "1 record of what you did as a manager" in (await api.next(boss))["text"]
        await forget(api, boss)
        await eventually(lambda: not mentions(quizzes, boss))
        assert "people" in api.profile[f"commands of {boss}"]
    assert len(quizzes.invitations.open_ones(datetime.now(UTC))) == 1, "who was invited can still come"


async def test_what_managers_did_is_kept_for_a_year(quizzes: Quizzes) -> None:
    now = datetime.now(UTC)
    with quizzes.records.write() as session:
        actions.record(session, "telegram:7", "invite", "1", now - timedelta(days=366))
    with quizzes.records.write() as session:
        actions.record(session, "telegram:7", "invite", "2", now)
    with quizzes.records.read() as session:
        assert [row.subject for row in actions.latest(session, 9)] == ["2"]


# Who may ask.


async def refusal(api: FakeBotApi, chat: int, said: str = QUESTION, **more: Any) -> str:
    api.says(said, chat, **more)
    return str((await api.next(chat))["text"])


async def test_where_only_staff_may_ask_others_hear_how_to_get_in(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes, askers="staff", contact="the front desk, 555 0100"):
        for said in (QUESTION, "/start", "/help", "/quiz", "/sources", "hello", "/ask magnesium"):
            refused = await refusal(api, 99, said)
            assert refused.startswith("Sorry, I answer only people who were invited.\nTo get in, ask a manager for")
            assert "Your Telegram id is 99." in refused
            assert "555 0100" in refused
        assert (await refusal(api, 99, "/privacy")).startswith("What I keep")
        assert (await refusal(api, 99, "/mydata")).startswith("Nothing is stored")
        assert "deleted" in await forget(api, 99)
        assert (await refusal(api, 99, "/language")).startswith("Which language")
        assert "Only managers can invite" in await refusal(api, 99, "/invite")
        api.says(await invite(api), 99, name="Zoe")
        assert "Welcome, Zoe." in (await api.next(99))["text"]
        assert "glutathione" in await refusal(api, 99)
        assert "glutathione" in await refusal(api, MANAGER)
        quizzes.staff.remove("telegram:99", "telegram:7", datetime.now(UTC))
        assert (await refusal(api, 99)).startswith("Sorry")


async def test_buttons_edits_and_inline_mode_are_for_those_who_may_ask(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes):
        asked = api.says(QUESTION, 99)
        answer = await api.next(99)
    async with run_bot(api, assistant, quizzes, askers="staff"):
        shown = api.message(answer)["text"]
        label = next(label for label in api.buttons(answer) if "Share" not in label)
        assert "only people who were invited" in str(await api.press(answer, label))
        api.edits(asked, "What does magnesium do?")
        assert (await api.next(99))["text"].startswith("Sorry")
        assert api.message(answer)["text"] == shown
        offered = await api.types_inline("magnesium", user=99)
        assert offered["results"] == []
        assert offered["button"]["text"] == "I answer only people who were invited."
        assert offered["cache_time"] == 0
        assert (await api.types_inline("magnesium", user=MANAGER))["results"]


async def test_a_group_to_which_a_manager_added_the_bot_may_ask_also_when_it_moves(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    ask = f"/ask {QUESTION}"
    async with run_bot(api, assistant, quizzes, askers="staff"):
        api.changes_membership(TEAM, "left", "member", user=99, kind="group")
        await api.next(TEAM)
        assert (await refusal(api, TEAM, ask, user=99)).startswith("Sorry")
        assert "glutathione" in await refusal(api, TEAM, ask, user=MANAGER)
        api.changes_membership(TEAM, "member", "left", user=99, kind="group")
        api.changes_membership(TEAM, "left", "member", user=MANAGER, kind="group")
        await api.next(TEAM)
        assert "glutathione" in await refusal(api, TEAM, ask, user=99)
        api.says(None, TEAM, user=99, migrate_to_chat_id=-100_8)
        await api.quiet()
        api.says(ask, -100_8, group=True, user=99)
        assert "glutathione" in (await api.next(-100_8))["text"]
        api.changes_membership(-100_8, "member", "kicked", user=99)
        api.changes_membership(-100_8, "left", "member", user=99)
        await api.next(-100_8)
        assert (await refusal(api, -100_8, ask, user=99)).startswith("Sorry")


async def test_everyone_may_ask_unless_it_is_set(bot: FakeBotApi) -> None:
    assert "glutathione" in await refusal(bot, 99)
