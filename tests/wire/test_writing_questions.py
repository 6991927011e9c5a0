"""Managers write and review quiz questions in their chat; driven through the fake Bot API."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random

import pytest

from bot.authoring.bank import BankFile, read_bank
from bot.authoring.checking import check_item
from bot.authoring.item import PROJECT, Item, Status
from bot.catalogues import catalogue_for
from bot.quiz.quizzes import Quizzes, open_quizzes
from bot.records import actions
from corpus import ARTICLES, Article, read_articles, read_corpus
from tests.bot_api import FakeBotApi, Fault
from tests.bot_api.wire import Message
from tests.conftest import MANAGER, run_on_folder
from tests.quizzing import ANNA

HOUSE = """# Rules of the house

## Keys

A lost key costs £40 and is replaced within three days.

## Meals

Supper is kept for guests until nine hours after noon. Lunch costs £12 for each guest of the house.

## Rooms

| Room | Beds | Floor |
| --- | --- | --- |
| Oak | four | cellar |
| Elm | two | attic |
| Ash | six | ground |
"""
KEY = "A lost key costs £40 and is replaced within three days."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "house.md").write_text(HOUSE, encoding="utf-8")
    return folder


@pytest.fixture
def quizzes(folder: Path, database: str, new_database: Path) -> Iterator[Quizzes]:
    shutil.copy(new_database, database.removeprefix("sqlite:///"))
    with open_quizzes(read_corpus(folder), database, UTC, Random(1)) as opened:
        yield opened


@pytest.fixture
async def writing(api: FakeBotApi, folder: Path, quizzes: Quizzes) -> AsyncIterator[FakeBotApi]:
    async with run_on_folder(api, folder, quizzes, rate_limit=0):
        yield api


def house(folder: Path) -> Article:
    return read_articles(folder)[0]


def items(folder: Path) -> tuple[Item, ...]:
    return read_bank(folder / "house.quiz.yaml", house(folder)).bank.items


def add(folder: Path, item: Item) -> None:
    with BankFile.editing(folder / "house.quiz.yaml", house(folder)) as file:
        file.add([item])


async def begun(api: FakeBotApi, label: str = "Write questions") -> Message:
    """The message of /questions, after a press on a button of the only bank."""
    api.says("/questions", MANAGER)
    shown = await api.next(MANAGER)
    await api.press(shown, label)
    return shown


async def typed(api: FakeBotApi, shown: Message, text: str) -> Message:
    """The reply to what a manager types in reply to a message."""
    api.says(text, MANAGER, reply_to_message=api.message(shown))
    return await api.next(MANAGER)


async def test_an_item_is_written_without_typing_and_is_asked_at_once(
    writing: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    assert not quizzes.has_questions
    card = await begun(writing)
    assert "A lost key costs ____" in writing.message(card)["text"]
    for _ in range(3):
        choice = next(label for label in writing.buttons(writing.message(card)) if label.startswith("+ "))
        await writing.press(card, choice)
    assert "The rules find nothing wrong." in writing.message(card)["text"]
    await writing.press(card, "Approve")
    (item,) = items(folder)
    assert (item.answer, item.topic, item.source, item.status) == ("£40", "Keys", KEY, Status.APPROVED)
    assert len(item.wrong) == 3
    assert item.reviewed_by == "User"
    assert not check_item(item, house(folder))
    after = writing.message(card)["text"]
    assert after.startswith("Approved, signed User: ")
    assert "Supper is kept" in after, "the next sentence follows"
    assert [known.id for _, known in quizzes.banks.approved()] == [item.id], "without a restart"
    writing.says("/quiz", ANNA)
    await writing.next(ANNA)
    assert (await writing.next(ANNA))["poll"]["question"].endswith(item.question)
    quizzes.staff.add("local:maria", "Maria", datetime(2026, 1, 2, tzinfo=UTC))
    writing.says("/report", MANAGER)
    assert "Not started: Maria" in (await writing.next(MANAGER))["text"]


async def test_an_item_in_ones_own_words_takes_at_most_three_typed_answers(writing: FakeBotApi, folder: Path) -> None:
    """Question, wrong options, explanation: source, topic, key and checks come by themselves."""
    card = await begun(writing)
    before = len(writing.calls)
    card = await typed(writing, card, "What does a lost key cost?")
    card = await typed(writing, card, "£15\n£75")
    await writing.press(card, "Explanation")
    card = await typed(writing, card, "A new lock is cut for it.")
    await writing.press(card, "Approve")
    (item,) = items(folder)
    assert (item.question, item.answer, item.topic) == ("What does a lost key cost?", "£40", "Keys")
    assert {"£15", "£75"} <= set(item.wrong)
    assert (item.why, item.source, item.status) == ("A new lock is cut for it.", KEY, Status.APPROVED)
    assert sum(method == "sendMessage" for method, _ in writing.calls[before:]) == 3


async def test_all_of_an_item_may_be_typed_in_one_reply(writing: FakeBotApi, folder: Path) -> None:
    card = await begun(writing)
    card = await typed(writing, card, "Within what time is a lost key replaced?\nthree days\ntwo days\nfour days")
    assert "three days" in card["text"]
    (item,) = items(folder)
    assert (item.answer, item.wrong, item.status) == ("three days", ("two days", "four days"), Status.DRAFT)


async def test_other_words_of_the_sentence_are_asked_for_and_a_sentence_is_passed_over(
    writing: FakeBotApi, folder: Path
) -> None:
    card = await begun(writing)
    other = await typed(writing, card, "three days")
    assert "replaced within ____" in other["text"]
    await writing.press(other, "Next sentence")
    assert "Supper" in writing.message(other)["text"]
    await writing.press(other, "Next sentence")
    await writing.press(other, "Next sentence")
    assert writing.message(other)["text"].startswith("No sentence without a question is left from here on.")
    assert not (folder / "house.quiz.yaml").exists(), "nothing was written"


async def test_two_options_pressed_at_once_make_one_item(writing: FakeBotApi, folder: Path) -> None:
    card = await begun(writing)
    first, second, *_ = (label for label in writing.buttons(card) if label.startswith("+ "))
    await asyncio.gather(writing.press(card, first), writing.press(card, second))
    (item,) = items(folder)
    assert item.wrong == (first.removeprefix("+ "), second.removeprefix("+ "))


async def test_drafts_are_reviewed_and_options_come_from_the_column_of_the_key(
    writing: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    floor = Item("rooms-1", "Rooms", "On which floor is Elm?", "attic", ("cellar",), "Elm | two | attic")
    add(folder, floor)
    add(folder, Item("keys-1", "Keys", "What does a lost key cost?", "£40", ("£30", "£50"), KEY))
    card = await begun(writing, "Review 2")
    shown = writing.message(card)
    assert "On which floor is Elm?" in shown["text"]
    assert "⚠ there are 2 options" in shown["text"]
    assert [label for label in writing.buttons(shown) if label[0] in "+✗"] == ["✗ cellar", "+ ground"]
    await writing.press(card, "+ ground")
    await writing.press(card, "✗ cellar")
    await writing.press(card, "✗ ground")
    assert writing.message(card)["text"].startswith("One wrong option must stay.")
    await writing.press(card, "+ cellar")
    await writing.press(card, "Approve")
    assert "What does a lost key cost?" in writing.message(card)["text"]
    await writing.press(card, "Discard")
    assert "Nothing more is to be reviewed from here on." in writing.message(card)["text"]
    rooms, keys = items(folder)
    assert (rooms.status, set(rooms.wrong)) == (Status.APPROVED, {"ground", "cellar"})
    assert keys.status is Status.RETIRED
    await writing.press(card, "Make the last one a draft again")
    assert items(folder)[1].status is Status.DRAFT
    with quizzes.records.read() as session:
        done = [each.what for each in reversed(actions.latest(session, 9))]
    edits = ["edit question"] * 3
    assert done == [*edits, "approve question", "discard question", "edit question"]
    writing.says("/actions", MANAGER)
    assert "approved a quiz question (house: rooms-1)" in (await writing.next(MANAGER))["text"]


async def test_drafts_are_made_by_a_press_and_nothing_is_drafted_twice(
    writing: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    shown = await begun(writing, "Propose drafts")
    drafts = items(folder)
    assert len(drafts) > 1
    assert f"{len(drafts)} drafts were added" in writing.message(shown)["text"]
    assert f"Review {len(drafts)}" in writing.buttons(shown)
    await writing.press(shown, "Propose drafts")
    assert "Nothing more can be proposed by itself." in writing.message(shown)["text"]
    assert items(folder) == drafts
    assert not quizzes.has_questions
    with quizzes.records.read() as session:
        assert [(each.what, each.subject) for each in actions.latest(session, 9)] == [("draft questions", "house")]


async def test_each_text_of_an_item_can_be_written_anew_and_a_wrong_source_is_not_approved(
    writing: FakeBotApi, folder: Path
) -> None:
    add(folder, Item("keys-1", "Keys", "What does a lost key cost?", "£40", ("£30", "£50"), KEY))
    card = await begun(writing, "Review 1")
    for button, text in {
        "Question": "What is to be paid for a lost key?",
        "Answer": "£41",
        "Source": "Keys are made of gold.",
    }.items():
        await writing.press(card, button)
        assert "Reply to this message with" in writing.message(card)["text"]
        card = await typed(writing, card, text)
    await writing.press(card, "Approve")
    assert "is not in the article word for word" in writing.message(card)["text"]
    (item,) = items(folder)
    assert (item.question, item.answer, item.status) == ("What is to be paid for a lost key?", "£41", Status.DRAFT)
    assert item.source == "Keys are made of gold."


async def test_what_was_edited_by_hand_meanwhile_is_shown_before_it_is_approved(
    writing: FakeBotApi, folder: Path
) -> None:
    add(folder, Item("keys-1", "Keys", "What does a lost key cost?", "£40", ("£30", "£50"), KEY))
    card = await begun(writing, "Review 1")
    path = folder / "house.quiz.yaml"
    path.write_text(path.read_text().replace("What does", "How much does"))
    await writing.press(card, "Approve")
    assert writing.message(card)["text"].startswith("It was changed meanwhile. This is what it says now.")
    assert items(folder)[0].status is Status.DRAFT
    await writing.press(card, "Approve")
    assert items(folder)[0].status is Status.APPROVED


async def test_of_many_articles_each_has_its_bank_and_one_that_cannot_be_read_is_named(
    api: FakeBotApi, folder: Path, database: str
) -> None:
    for number in range(7):
        (folder / f"tea-{number}.md").write_text(f"# Tea {number}\n\nGreen tea number {number} is made from leaves.\n")
    (folder / "house.quiz.yaml").write_text("items:\n\t- id: a")
    with open_quizzes(read_corpus(folder), database, UTC, Random(1)) as quizzes:
        async with run_on_folder(api, folder, quizzes, rate_limit=0):
            assert "house.quiz.yaml, line 2: has a tab" in (await api.next(MANAGER))["text"]
            api.says("/questions", MANAGER)
            listed = await api.next(MANAGER)
            assert "house.quiz.yaml, line 2: has a tab" in listed["text"]
            await api.press(listed, "More")
            await api.press(listed, "Tea 6")
            assert api.message(listed)["text"].startswith("Tea 6\n0 signed by a person, 0 to be reviewed")
            await api.press(listed, "Write questions")
            assert "Green tea number 6" in api.message(listed)["text"]


def no_more(fault: Fault) -> bool:
    return fault.times == 0


def begins(api: FakeBotApi, sent: Message, text: str) -> bool:
    return str(api.message(sent)["text"]).startswith(text)


async def test_a_press_that_is_handled_again_is_done_and_recorded_once(
    api: FakeBotApi, folder: Path, quizzes: Quizzes
) -> None:
    """The replies to a first option and to an approval are cut short by a stop of the bot."""
    async with run_on_folder(api, folder, quizzes, rate_limit=0):
        card = await begun(api)
    for label, head in (("+ ", "Draft"), ("Approve", "Approved, signed User")):
        async with run_on_folder(api, folder, quizzes, rate_limit=0):
            fault = Fault("editMessageText", status=429, parameters={"retry_after": 60})
            api.faults.append(fault)
            pressing = asyncio.create_task(api.press(card, label))
            await api.until(partial(no_more, fault))
        pressing.cancel()
        async with run_on_folder(api, folder, quizzes, rate_limit=0):
            await api.until(partial(begins, api, card, head))
    (item,) = items(folder)
    assert (len(item.wrong), item.status, item.version) == (1, Status.APPROVED, 1)
    with quizzes.records.read() as session:
        done = [each.what for each in reversed(actions.latest(session, 9))]
    assert done == ["write question", "approve question"]


async def test_questions_are_for_managers_alone(writing: FakeBotApi, folder: Path) -> None:
    add(folder, Item("keys-1", "Keys", "What does a lost key cost?", "£40", ("£30", "£50"), KEY))
    writing.says("/questions", ANNA)
    said = (await writing.next(ANNA))["text"]
    assert "signed by a person" not in said
    card = await begun(writing, "Review 1")
    rows = writing.message(card)["reply_markup"]["inline_keyboard"]
    data = next(button["callback_data"] for row in rows for button in row if button["text"] == "Approve")
    writing.says("What does lunch cost?", ANNA)
    await writing.press(await writing.next(ANNA), "", data=data)
    assert items(folder)[0].status is Status.DRAFT
    writing.says("/help", MANAGER)
    assert "/questions" in (await writing.next(MANAGER))["text"]
    assert "questions" in str(writing.profile)


async def test_in_spanish_it_is_the_same(writing: FakeBotApi, folder: Path) -> None:
    speech = catalogue_for("es")
    writing.speaks(MANAGER, "es")
    add(folder, Item("keys-1", "Keys", "What does a lost key cost?", "£40", ("£30",), KEY))
    card = await begun(writing, speech.say("Review {n}", n=1))
    shown = writing.message(card)["text"]
    assert "there are 2 options" not in shown, "what the rules find is said by the rule, in the person's language"
    assert speech.say("Draft") in shown
    await writing.press(card, speech.say("Approve"))
    assert items(folder)[0].status is Status.APPROVED


async def test_the_shipped_bank_is_signed_in_the_users_folder(api: FakeBotApi, database: str) -> None:
    """What is shipped stays as it is, and what was signed is asked."""
    shipped = {path.name: path.read_bytes() for path in ARTICLES.iterdir()}
    corpus = read_corpus(ARTICLES)
    (article,) = corpus.articles
    with open_quizzes(corpus, database, UTC, Random(1)) as quizzes:
        async with run_on_folder(api, ARTICLES, quizzes) as library:
            assistant = library.assistant
            card = await begun(api, "Review 50")
            assert "Approved by no person yet" in api.message(card)["text"]
            await api.press(card, "Approve")
            assert library.assistant is assistant, "of what is served only the bank is read again"
            approved = api.message(card)
            quizzes.staff.add(f"telegram:{MANAGER}", "Maria", datetime(2026, 1, 2, tzinfo=UTC))
            api.says("/exam", MANAGER)
            await api.press(await api.next(MANAGER), "Begin")
            await api.next(MANAGER)
            await api.press(card, "Next")
            assert "is open, so I answer nothing" in (await api.next(MANAGER))["text"]
            assert api.message(card) == approved, "nothing of an exam that is open is shown"
            reviewers = [item.reviewed_by for _, item in quizzes.banks.approved()]
    assert reviewers == ["User", *[PROJECT] * 49]
    assert {path.name: path.read_bytes() for path in ARTICLES.iterdir()} == shipped
    own = BankFile(ARTICLES / f"{article.slug}.quiz.yaml", article).path
    assert own.parent != ARTICLES
