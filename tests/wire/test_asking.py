"""What people do beside typing a question: replies, captions, albums, voice, edits; and what the bot makes of it."""

from typing import Any

import pytest

from bot.answering.assistant import Assistant
from bot.quiz.quizzes import Quizzes
from tests.bot_api import FakeBotApi
from tests.conftest import run_bot

PHOTO = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
FILE = {"file_id": "a", "file_unique_id": "b"}
GLUTATHIONE = "Patients who suffer from migraines often have low levels of glutathione"


async def test_a_caption_is_answered_and_its_edit_edits_the_answer(bot: FakeBotApi) -> None:
    message = bot.says(None, photo=PHOTO, caption="What is glue?")
    answer = await bot.reply()
    bot.edits(message, "What is glutathione?")
    await bot.until(lambda: GLUTATHIONE in bot.message(answer)["text"])
    assert len(bot.sent) == 1


async def test_a_caption_in_a_group_is_answered_when_it_asks_the_bot(bot: FakeBotApi) -> None:
    bot.says(None, -7, group=True, photo=PHOTO, caption="/ask What is glutathione?")
    bot.says(None, -7, group=True, photo=PHOTO, caption="/ask@other_bot What is niacin?")
    bot.says(None, -7, group=True, photo=PHOTO, caption="What is niacin?")
    bot.says(None, -7, group=True, photo=PHOTO, caption="@article_test_bot niacin")
    assert GLUTATHIONE in (await bot.reply())["text"]
    assert "blood flow" in (await bot.reply(2))["text"]
    await bot.quiet()
    assert len(bot.sent) == 2


@pytest.mark.parametrize("captions", [("What is glutathione?", None, None), (None, "What is glutathione?", None)])
async def test_an_album_is_answered_once(bot: FakeBotApi, captions: tuple[str | None, ...]) -> None:
    for caption in captions:
        bot.says(None, photo=PHOTO, media_group_id="9", caption=caption)
    await bot.quiet()
    (answer,) = bot.sent
    assert GLUTATHIONE in bot.message(answer)["text"]


async def test_an_album_without_a_caption_gets_one_hint(bot: FakeBotApi) -> None:
    for _ in range(3):
        bot.says(None, photo=PHOTO, media_group_id="9")
    await bot.quiet()
    (hint,) = bot.sent
    assert hint["text"].startswith("I cannot see what is in pictures. Please ask in words")


async def test_what_holds_no_words_gets_a_sentence_that_fits_it(bot: FakeBotApi) -> None:
    contents: dict[str, dict[str, Any]] = {
        "listen": {"voice": FILE | {"duration": 1}},
        "videos": {"video_note": FILE | {"duration": 1, "length": 1}},
        "files": {"document": FILE},
        "places": {"location": {"latitude": 1.0, "longitude": 1.0}},
        "contacts": {"contact": {"phone_number": "1", "first_name": "A"}},
    }
    for content in contents.values():
        bot.says(None, **content)
    for number, word in enumerate(contents, start=1):
        assert word in (await bot.reply(number))["text"]


async def test_an_edited_question_edits_its_answer_and_the_same_words_are_not_answered_again(bot: FakeBotApi) -> None:
    message = bot.says("What does magnesium do?")
    answer = await bot.reply()
    bot.edits(message, "What does magnesium do?")
    await bot.quiet()
    assert bot.message(answer) == answer
    bot.edits(message, "What does niacin stimulate?")
    await bot.until(lambda: "blood flow" in bot.message(answer)["text"])
    first = bot.message(answer)["text"]
    await bot.press(answer, "More")
    await bot.press(answer, "Back")
    assert bot.message(answer)["text"] == first
    assert len(bot.sent) == 1


async def test_an_answer_that_was_deleted_is_given_anew_when_its_question_is_edited(bot: FakeBotApi) -> None:
    message = bot.says("What is glue?")
    bot.delete(await bot.reply())
    bot.edits(message, "What is glutathione?")
    assert GLUTATHIONE in (await bot.reply(2))["text"]


async def test_the_buttons_of_an_old_answer_keep_to_its_question(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    async with run_bot(api, assistant, quizzes):
        message = api.says("What does magnesium do?")
        old = await api.reply()
    async with run_bot(api, assistant, quizzes):  # it does not know any more which answer is whose
        api.edits(message, "What is niacin?")
        await api.reply(2)
        assert await api.press(old, "More") == "The question was changed since. Please ask it again."
        assert api.message(old) == old


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_reply_to_an_older_answer_is_read_in_its_light(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes, restarted: bool
) -> None:
    async with run_bot(api, assistant, quizzes):
        api.says("What is glutathione?")
        older = await api.reply()
        api.says("What does niacin stimulate?")
        await api.reply(2)
        if not restarted:
            api.says("why?", reply_to_message=older)
            assert "glutathione" in (await api.reply(3))["text"].lower()
    if restarted:
        async with run_bot(api, assistant, quizzes):
            api.says("why?", reply_to_message=older)
            assert "glutathione" in (await api.reply(3))["text"].lower()


async def test_a_quoted_part_of_an_answer_is_what_a_reply_is_about(bot: FakeBotApi) -> None:
    bot.says("What is glutathione?")
    answer = await bot.reply()
    bot.says("what about this?", reply_to_message=answer, quote={"text": "migraine attacks", "position": 1})
    assert "migraine" in (await bot.reply(2))["text"].split("\n")[0].lower()


@pytest.mark.parametrize("call", ["/ask", "/ask@article_test_bot", "@article_test_bot"])
async def test_a_call_as_a_reply_to_a_question_answers_that_question(bot: FakeBotApi, call: str) -> None:
    question = bot.says("What does magnesium do?", -7, group=True, user=2)
    bot.says(call, -7, group=True, user=3, reply_to_message=question)
    answer = await bot.reply()
    assert "Magnesium" in answer["text"]
    assert answer["reply_to_message"]["message_id"] == question["message_id"]
    await bot.press(answer, "More", user=3)
    assert bot.message(answer)["text"] != answer["text"]
