"""Reports for managers, driven through the fake Bot API."""

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import select

from bot.answering.assistant import Assistant
from bot.quiz.quizzes import Quizzes
from bot.records import Card
from corpus import Article
from tests.bot_api import FakeBotApi
from tests.conftest import MANAGER, TIMING, run_bot
from tests.quizzing import ANNA, join, practise

BEGIN = datetime(2026, 11, 23, 9, tzinfo=UTC)


async def test_a_report_shows_the_team_people_questions_a_chart_and_every_answer(
    bot: FakeBotApi, quizzes: Quizzes
) -> None:
    await join(bot, ANNA, "Anna <b>")
    await join(bot, 43, "=Ben")
    practise(quizzes, f"telegram:{ANNA}", BEGIN, right=False)
    bot.says("/report", MANAGER)
    report = await bot.next(MANAGER)
    assert "Anna <b>: 5 of 50 met, 0 right last time, 0 mastered; " in report["text"]
    assert "Not started: =Ben" in report["text"]
    await bot.press(report, "People")
    people = (await bot.next(MANAGER))["text"]
    assert "To read: IV Treatment of Migraines" in people
    assert "Magnesium: 1 of 8 met, 0 right last time, 0 mastered" in people
    await bot.press(report, "Questions")
    assert "too few answers (1)" in (await bot.next(MANAGER))["text"]
    await bot.press(report, "Chart")
    photo = (await bot.next(MANAGER))["photo"][0]
    assert bot.files[photo["file_id"]].startswith(b"\x89PNG")
    await bot.press(report, "CSV")
    document = (await bot.next(MANAGER))["document"]
    rows = list(csv.DictReader(io.StringIO(bot.files[document["file_id"]].decode("utf-8-sig"))))
    assert len(rows) == 5
    assert rows[0]["person"] == "Anna <b>"
    assert {row["correct"] for row in rows} == {"0"}


async def test_nobody_of_sixty_is_left_out_of_report_people_and_chart(bot: FakeBotApi, quizzes: Quizzes) -> None:
    for number in range(62):
        account = f"local:{number}"
        quizzes.staff.add(account, f"Person-{number}.", BEGIN)
        if not number % 3:
            practise(quizzes, account, BEGIN, right=number % 5 == 0)
    bot.says("/report", MANAGER)
    report = await bot.next(MANAGER)
    await bot.press(report, "People")
    people = await bot.next(MANAGER)
    for first in (report, people):
        message = first
        seen = re.findall(r"Person-(\d+)\.", message["text"])
        while any("More" in label for label in bot.buttons(message)):
            assert len(bot.message(message)["text"]) <= 1500, "a page is one screen of a phone"
            await bot.press(message, "More")
            message = bot.message(message)
            seen += re.findall(r"Person-(\d+)\.", message["text"])
        assert sorted(map(int, seen)) == list(range(62))
        knows = [number % 5 == 0 for number in map(int, seen) if not number % 3]
        assert knows == sorted(knows), "who needs help comes first"
    await bot.press(report, "Questions")
    assert "is picked more often than the answer; see whether it is right, too" in (await bot.next(MANAGER))["text"]
    await bot.press(report, "Chart")
    chart = await bot.next(MANAGER)
    for page in range(2, 5):
        assert f"More ({page - 1} of 4) ›" in bot.buttons(chart)
        await bot.press(chart, "More")
        chart = await bot.next(MANAGER)
    assert not any("More" in label for label in bot.buttons(chart))
    assert len([sent for sent in bot.sent if "photo" in sent]) == 4


async def test_mastered_takes_right_answers_on_several_days_and_three_weeks(bot: FakeBotApi, quizzes: Quizzes) -> None:
    """Five questions, answered rightly whenever they are due: met and right from the first day, mastered later."""
    account, now, told = "local:anna", BEGIN, []
    quizzes.staff.add(account, "Anna", BEGIN)
    for _ in range(3):
        practise(quizzes, account, now, right=True)
        bot.says("/report", MANAGER)
        told.append((await bot.next(MANAGER))["text"].partition(";")[0])
        with quizzes.records.write() as session:  # only these five, so that no new ones come between
            now = max(card.due for card in session.scalars(select(Card)))
            for card in session.scalars(select(Card)):
                card.due = now
    standing = "Anna: 5 of 50 met, 5 right last time, {} mastered"
    assert (told[0], told[-1]) == (standing.format(0), standing.format(5))


async def test_reports_are_for_managers_whatever_is_pressed(bot: FakeBotApi, quizzes: Quizzes) -> None:
    await join(bot, ANNA)
    practise(quizzes, f"telegram:{ANNA}", BEGIN, right=True)
    bot.says("/report", ANNA)
    refused = await bot.next(ANNA)
    assert refused["text"].startswith("Only managers see reports.")
    for what in ("people", "csv", "chart", "questions"):
        assert "Only managers" in str(await bot.press(refused, "", data=f"report:{what}"))
    await bot.quiet()
    # Managers are told of who joined at about this time.
    assert [sent["message_id"] for sent in bot.sent if sent["chat"]["id"] == ANNA][-1] == refused["message_id"]


async def test_managers_are_told_once_a_day_which_articles_are_past_their_review_date(
    api: FakeBotApi, article: Article, quizzes: Quizzes
) -> None:
    overdue = Assistant(
        [replace(article, review=date(2020, 3, 1)), replace(article, slug="b", review=date(2999, 1, 1))]
    )
    timing = replace(TIMING, remind_every=0.05)
    async with run_bot(api, overdue, quizzes, timing, working_hours="0-24"):
        told = (await api.next(MANAGER))["text"]
        await api.quiet(0.5)
    assert told.startswith("Past their review date:\n• IV Treatment of Migraines, due 1 Mar 2020\n")
    assert len(api.sent) == 1
