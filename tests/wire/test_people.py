"""Running the staff from the chat: invitations, people, announcements, news; driven through the fake Bot API."""

import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.answering.assistant import Assistant
from bot.quiz.quizzes import Quizzes
from bot.quiz.staff_news import StaffNews
from bot.records import actions
from tests.bot_api import FakeBotApi, Fault
from tests.conftest import MANAGER, run_bot
from tests.quizzing import ANNA, eventually, join, practise

BEGIN = datetime(2026, 11, 23, 9, tzinfo=UTC)
STRANGER = 99


def hire(quizzes: Quizzes, count: int, name: str = "Nurse {n:03}") -> None:
    for n in range(count):
        quizzes.staff.add(f"telegram:{1000 + n}", name.format(n=n), BEGIN)


def done(quizzes: Quizzes) -> list[tuple[str, str, str]]:
    """What is recorded of managers, oldest first."""
    with quizzes.records.read() as session:
        return [(row.account, row.what, row.subject) for row in reversed(actions.latest(session, 100))]


async def invitation(api: FakeBotApi, terms: str) -> str:
    """The start command of an invitation with terms."""
    api.says(f"/invite {terms}", MANAGER)
    text = (await api.next(MANAGER))["text"]
    found = re.search(r"https://t\.me/article_test_bot\?start=(join-[\w-]+)", text)
    assert found, text
    return f"/start {found[1]}"


async def welcome(api: FakeBotApi, start: str, user: int) -> str:
    api.says(start, user, name=f"Nurse {user}")
    return str((await api.next(user))["text"])


# Invitations.


async def test_a_name_that_hides_or_disturbs_is_stored_and_shown_clean(bot: FakeBotApi, quizzes: Quizzes) -> None:
    start = await invitation(bot, "2 30")
    bot.says(start, 50, name="Anna\u202e\nevil\u200b" + "\u0336" * 60)
    assert "Welcome, Anna evil\u0336\u0336\u0336\u0336." in (await bot.next(50))["text"]
    bot.says(start, 51, name="\u3164")
    assert "Welcome, telegram:51." in (await bot.next(51))["text"]
    assert [member.name for member in quizzes.staff.members()] == ["Anna evil\u0336\u0336\u0336\u0336", "telegram:51"]


async def test_one_link_lets_as_many_people_join_as_were_named_and_no_more(bot: FakeBotApi, quizzes: Quizzes) -> None:
    start = await invitation(bot, "3 30")
    for user in (50, 51, 52):
        assert f"Welcome, Nurse {user}." in await welcome(bot, start, user)
    assert (await welcome(bot, start, 50)).startswith("Welcome"), "who is known uses nothing up"
    assert "used already, or has expired" in await welcome(bot, start, 53)
    assert [member.name for member in quizzes.staff.members()] == ["Nurse 50", "Nurse 51", "Nurse 52"]


async def test_the_terms_of_an_invitation_are_said_and_wrong_ones_are_explained(bot: FakeBotApi) -> None:
    last = datetime.now(UTC).date() + timedelta(days=40)
    bot.says(f"/invite 20 {last.isoformat()}", MANAGER)
    assert "lets 20 people join" in (await bot.next(MANAGER))["text"]
    for wrong in ("0", "1001", "x", "5 0", "5 366", "5 2020-01-01", "5 31.12.2026", "5 7 9", "-1", "5 9999-12-31"):
        bot.says(f"/invite {wrong}", MANAGER)
        text = (await bot.next(MANAGER))["text"]
        assert "/invite 20 30" in text
        assert "start=" not in text


async def test_open_invitations_are_listed_in_pages_and_withdrawn(bot: FakeBotApi, quizzes: Quizzes) -> None:
    start = await invitation(bot, "5")
    await welcome(bot, start, 50)
    for _ in range(9):
        await invitation(bot, "2 30")
    bot.says("/invitations", MANAGER)
    listed = await bot.next(MANAGER)
    assert "1: 1 of 5 have joined, open until" in listed["text"]
    assert len([label for label in bot.buttons(listed) if "Withdraw" in label]) == 8
    await bot.press(listed, "More")
    assert len([label for label in bot.buttons(listed) if "Withdraw" in label]) == 2
    await bot.press(listed, "Back")
    assert await bot.press(listed, "Withdraw 1") == "Withdrawn."
    assert "1: 1 of 5" not in bot.message(listed)["text"]
    assert "used already, or has expired" in await welcome(bot, start, 51)
    assert (f"telegram:{MANAGER}", "withdraw invitation", "1") in done(quizzes)


# People.


async def test_people_are_paged_whatever_their_number_and_nobody_is_cut_off(bot: FakeBotApi, quizzes: Quizzes) -> None:
    hire(quizzes, 62, "Nurse <b>{n:03}</b> " + "of the long corridor " * 4)
    bot.says("/people", MANAGER)
    listed = await bot.next(MANAGER)
    assert listed["text"].startswith("Staff: 62 people\n")
    seen: list[str] = []
    while True:
        text = bot.message(listed)["text"]
        seen += re.findall(r"Nurse <b>(\d{3})</b>", text)
        assert "more line" not in text
        if not any(label.startswith("More") for label in bot.buttons(listed)):
            break
        await bot.press(listed, "More")
    assert seen == [f"{n:03}" for n in range(62)]


async def test_a_persons_page_shows_how_they_stand_and_their_results(bot: FakeBotApi, quizzes: Quizzes) -> None:
    await join(bot, ANNA, "Anna <i>")
    practise(quizzes, f"telegram:{ANNA}", BEGIN, right=False)
    bot.says("/people", MANAGER)
    listed = await bot.next(MANAGER)
    await bot.press(listed, "Anna <i>")
    text = bot.message(listed)["text"]
    assert text.startswith("Anna <i>\nJoined on ")
    assert "Anna <i>: 5 of 50 met, 0 right last time, 0 mastered" in text
    assert "To read: " in text
    await bot.press(listed, "Back")
    assert bot.message(listed)["text"].startswith("Staff: 1 person")


async def test_someone_is_removed_after_a_question_and_what_is_stored_about_them_with_them(
    bot: FakeBotApi, quizzes: Quizzes
) -> None:
    start = await invitation(bot, "2")
    await welcome(bot, start, ANNA)
    practise(quizzes, f"telegram:{ANNA}", BEGIN, right=True)
    bot.says("/people", MANAGER)
    listed = await bot.next(MANAGER)
    await bot.press(listed, "Nurse 42")
    await bot.press(listed, "Remove")
    assert bot.message(listed)["text"].startswith("Remove Nurse 42 from the list of staff?")
    await bot.press(listed, "No")
    await bot.press(listed, "Remove")
    await bot.press(listed, "Yes, remove")
    told = bot.message(listed)["text"]
    assert told.startswith("Nurse 42 is removed")
    assert "1 invitation is still open, by which they could join again" in told
    assert quizzes.staff.members() == []
    assert done(quizzes)[-1] == (f"telegram:{MANAGER}", "remove person", f"telegram:{ANNA}")
    bot.says("/exam", ANNA)
    assert "for invited staff" in (await bot.next(ANNA))["text"]
    await bot.press(listed, "Back")
    assert bot.message(listed)["text"].startswith("Nobody has joined yet.")


async def test_a_button_of_someone_who_is_gone_removes_nobody_else(bot: FakeBotApi, quizzes: Quizzes) -> None:
    hire(quizzes, 1)
    bot.says("/people", MANAGER)
    listed = await bot.next(MANAGER)
    await bot.press(listed, "Nurse 000")
    await bot.press(listed, "Remove")
    assert quizzes.staff.remove("telegram:1000", "local:x", BEGIN) == "Nurse 000"
    quizzes.staff.add("telegram:5", "Ben", BEGIN)
    await bot.press(listed, "Yes, remove")
    assert bot.message(listed)["text"].startswith("They are not on the list of staff.")
    assert [member.name for member in quizzes.staff.members()] == ["Ben"]


@pytest.mark.parametrize("command", ["/people", "/invitations", "/announce all"])
async def test_to_others_the_commands_of_managers_do_not_exist(bot: FakeBotApi, command: str) -> None:
    await join(bot, ANNA)
    for user in (ANNA, STRANGER):
        bot.says("/nonsense", user)
        unknown = (await bot.next(user))["text"]
        bot.says(command, user)
        assert (await bot.next(user))["text"] == unknown
        await bot.quiet()
        assert command.split(maxsplit=1)[0][1:] not in bot.profile.get(f"commands of {user}", [])
    bot.says(command, -5, group=True, user=STRANGER)
    await bot.quiet()
    assert not [sent for sent in bot.sent if sent["chat"]["id"] == -5]
    bot.says(command, -5, group=True, user=MANAGER)
    assert "private chat" in (await bot.next(-5))["text"]


async def test_forged_presses_of_others_change_nothing(bot: FakeBotApi, quizzes: Quizzes) -> None:
    await join(bot, ANNA)
    await invitation(bot, "5")
    bot.says("/people", MANAGER)
    listed = await bot.next(MANAGER)
    await bot.press(listed, "Anna")
    key = bot.message(listed)["reply_markup"]["inline_keyboard"][0][1]["callback_data"].split(":")[1]
    bot.says("hello", STRANGER)
    theirs = await bot.next(STRANGER)
    for data in (f"person-remove:{key}:0:yes", "withdraw:2:0", "people:0", f"person:{key}:0", "announce:1:send"):
        # As if the button were there: a message of the bot's that somebody else presses.
        bot._messages[STRANGER, theirs["message_id"]]["reply_markup"] = {
            "inline_keyboard": [[{"text": "x", "callback_data": data}]]
        }
        await bot.press(theirs, "x")
    assert bot.message(theirs)["text"] == theirs["text"]
    assert [member.name for member in quizzes.staff.members()] == ["Anna"]
    assert len(quizzes.invitations.open_ones(datetime.now(UTC))) == 1


# Announcements.


async def preview(api: FakeBotApi, text: str = "Read <b>this</b>\n& that.") -> dict[str, Any]:
    api.says(f"/announce {text}", MANAGER, name="Mia")
    return await api.next(MANAGER)


async def test_an_announcement_is_shown_with_a_count_and_goes_to_each_once_when_confirmed(
    bot: FakeBotApi, quizzes: Quizzes
) -> None:
    hire(quizzes, 12)
    bot.blocked.add(1003)
    shown = await preview(bot)
    assert shown["text"] == "Announcement from Mia\n\nRead <b>this</b>\n& that.\n\nSend this to 12 people?"
    await bot.quiet()
    assert not [sent for sent in bot.sent if sent["chat"]["id"] >= 1000]
    await bot.press(shown, "Send")
    assert bot.message(shown)["text"] == "It goes to 12 people now."
    assert not bot.buttons(shown)
    told = (await bot.next(MANAGER))["text"]
    assert told == "Your announcement went to 11 people.\n1 could not be reached: they may have blocked me."
    got = [sent["chat"]["id"] for sent in bot.sent if sent["text"].startswith("Announcement from Mia\n\nRead")]
    assert sorted(got) == [MANAGER, *(1000 + n for n in range(12) if n != 3)]
    assert done(quizzes) == [(f"telegram:{MANAGER}", "announce", "Read <b>this</b>\n& that.")]


async def test_an_announcement_that_is_dropped_or_pressed_twice_goes_to_nobody_twice(
    bot: FakeBotApi, quizzes: Quizzes
) -> None:
    hire(quizzes, 2)
    dropped = await preview(bot, "one")
    await bot.press(dropped, "Do not send")
    assert bot.message(dropped)["text"] == "It was not sent."
    shown = await preview(bot, "two")
    data = shown["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    bot.callback_answers["a"] = bot.callback_answers["b"] = None
    for name in ("a", "b"):
        press = {"id": name, "from": bot._person(MANAGER), "message": shown, "chat_instance": "1", "data": data}
        bot._push({"callback_query": press})
    await bot.quiet()
    assert sorted(sent["chat"]["id"] for sent in bot.sent if sent["text"].endswith("\n\ntwo")) == [1000, 1001]
    assert not [sent for sent in bot.sent if sent["text"].endswith("\n\none")]


async def test_an_announcement_without_text_or_too_long_is_explained(bot: FakeBotApi, quizzes: Quizzes) -> None:
    hire(quizzes, 1)
    for text in ("", "x" * 3001, "😀" * 1501):
        shown = await preview(bot, text)
        assert shown["text"].startswith("Write what your staff should know behind the command")
    shown = await preview(bot, "<" * 3000)
    assert "Send this to 1 person?" in shown["text"]


async def test_an_announcement_goes_on_after_a_restart_and_reaches_nobody_twice(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    hire(quizzes, 6)
    async with run_bot(api, assistant, quizzes):
        api.faults.append(Fault("sendMessage", chat_id=1002, delay=60.0))
        api.faults.append(Fault("sendMessage", status=429, chat_id=1004, parameters={"retry_after": 60}, times=1))
        await api.press(await preview(api, "all"), "Send")
        await api.until(lambda: {1000, 1001, 1003, 1005} <= {sent["chat"]["id"] for sent in api.sent})
    api.faults.clear()
    hire(quizzes, 7)  # somebody joins meanwhile, who was not counted
    async with run_bot(api, assistant, quizzes):
        told = (await api.next(MANAGER))["text"]
        await api.quiet()
    got = [sent["chat"]["id"] for sent in api.sent if sent["text"].endswith("\n\nall")]
    assert len(got) == len(set(got))
    assert set(got) >= {1000, 1001, 1003, 1005}
    assert 1006 not in got
    assert "twice" in told


async def test_who_waits_when_the_bot_stops_gets_the_announcement_from_the_next(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    hire(quizzes, 3)
    draft = quizzes.announcements.draft("now", f"telegram:{MANAGER}", "Mia", BEGIN)
    assert quizzes.announcements.confirm(draft.number, f"telegram:{MANAGER}", BEGIN) == 3
    first = quizzes.announcements.waiting()[0]
    assert quizzes.announcements.begin(first.number)
    async with run_bot(api, assistant, quizzes):
        told = (await api.next(MANAGER))["text"]
    assert told.startswith("Your announcement went to 2 people.\nOf 1 it is not known")
    assert sorted(sent["chat"]["id"] for sent in api.sent) == [MANAGER, 1001, 1002]


# News.


@pytest.mark.timing(outbox_every=0.05)
async def test_managers_are_told_who_joins_passes_and_fails(bot: FakeBotApi, quizzes: Quizzes) -> None:
    bot.says(await invitation(bot, ""), ANNA, name="Anna <b>")
    assert (await bot.next(MANAGER))["text"] == "Anna <b> has joined the staff."
    take_exam(quizzes, right=True)
    passed = (await bot.next(MANAGER))["text"]
    assert passed.startswith("Anna <b>: exam on “IV Treatment of Migraines”, attempt 1.\n17 of 17 (100%)")
    take_exam(quizzes, right=False)
    failed = (await bot.next(MANAGER))["text"]
    assert failed.startswith("Anna <b>: exam on “IV Treatment of Migraines”, attempt 2.\n0 of 17 (0%)")
    await bot.quiet(0.3)
    assert len([sent for sent in bot.sent if sent["text"].startswith("Anna <b>")]) == 3


@pytest.mark.timing(outbox_every=0.0)
async def test_news_that_was_looked_up_before_it_was_told_is_told_once(
    bot: FakeBotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    untold = StaffNews.untold

    def slow(*given: Any) -> Any:
        found = untold(*given)
        time.sleep(0.2)
        return found

    monkeypatch.setattr(StaffNews, "untold", slow)
    bot.says(await invitation(bot, ""), ANNA, name="Anna")
    await bot.next(MANAGER)
    await bot.quiet(0.6)
    assert len([sent for sent in bot.sent if sent["text"] == "Anna has joined the staff."]) == 1


async def test_a_digest_tells_once_a_day_in_working_hours_what_came_before_the_day(quizzes: Quizzes) -> None:
    _, secret = quizzes.invitations.make("telegram:7", BEGIN)
    assert quizzes.staff.accept(secret, "telegram:42", "Anna", BEGIN)
    assert quizzes.news.untold(BEGIN + timedelta(hours=1), (9, 17)) == []
    next_day = BEGIN + timedelta(days=1)
    assert quizzes.news.untold(next_day.replace(hour=8), (9, 17)) == []
    told = quizzes.news.untold(next_day, (9, 17))
    assert [event.name for event in told] == ["Anna"]
    quizzes.news.forget(told)
    assert quizzes.news.untold(next_day, (9, 17)) == []


async def test_what_was_told_is_forgotten_and_not_what_came_since_under_its_number(quizzes: Quizzes) -> None:
    secrets = [quizzes.invitations.make("telegram:7", BEGIN)[1] for _ in range(2)]
    assert quizzes.staff.accept(secrets[0], "telegram:42", "Anna", BEGIN)
    told = quizzes.news.untold(BEGIN)
    quizzes.news.forget(told)
    assert quizzes.staff.accept(secrets[1], "telegram:43", "Ben", BEGIN + timedelta(seconds=1))
    (news,) = quizzes.news.untold(BEGIN)
    assert news.number == told[0].number
    quizzes.news.forget(told)
    assert quizzes.news.untold(BEGIN) == [news]


@pytest.mark.timing(outbox_every=0.05)
async def test_the_digest_is_sent_together_and_what_is_new_today_waits(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes, timing: Any
) -> None:
    before = datetime.now(UTC) - timedelta(days=1)
    for number in range(2):
        _, secret = quizzes.invitations.make("telegram:7", before)
        assert quizzes.staff.accept(secret, f"telegram:{50 + number}", f"Nurse {number}", before)
    async with run_bot(api, assistant, quizzes, timing, digest=True, working_hours="0-24"):
        assert (await api.next(MANAGER))["text"] == "Nurse 0 has joined the staff.\nNurse 1 has joined the staff."
        await join(api, ANNA)
        await api.quiet(0.3)
    assert not [sent for sent in api.sent if sent["text"].startswith("Anna has joined")]


def take_exam(quizzes: Quizzes, *, right: bool) -> None:
    account, when = f"telegram:{ANNA}", datetime.now(UTC)
    then: Any = quizzes.exams.begin("iv-treatment-of-migraines", account, ANNA, when)
    while hasattr(then, "presentation"):
        picked = then.key if right else (then.key + 1) % len(then.options)
        then = quizzes.exams.answer(then.presentation, account, picked, when)
    assert then.passed is right


async def test_a_message_that_managers_cannot_get_is_no_reason_to_repeat_it(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    api.blocked.add(MANAGER)
    _, secret = quizzes.invitations.make("telegram:7", datetime.now(UTC))
    assert quizzes.staff.accept(secret, "telegram:42", "Anna", datetime.now(UTC))
    async with run_bot(api, assistant, quizzes):
        await eventually(lambda: quizzes.news.untold(datetime.now(UTC)) == [])
