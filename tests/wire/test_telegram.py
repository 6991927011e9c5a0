"""The whole bot, driven at the wire through the fake Bot API."""

import asyncio
from pathlib import Path

import pytest

from bot.answering.assistant import Assistant
from bot.quiz.quizzes import Quizzes
from corpus import read_articles
from tests.bot_api import FakeBotApi, Fault
from tests.bot_api.entities import utf16_length
from tests.conftest import run_bot

GLUTATHIONE = "Patients who suffer from migraines often have low levels of glutathione"


def styled(message: dict, kind: str) -> list[str]:  # type: ignore[type-arg]
    """The stretches of a message that bear an entity of a kind."""
    units = message["text"].encode("utf-16-le")
    return [
        units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")
        for entity in message["entities"]
        if entity["type"] == kind
    ]


async def test_a_question_is_answered_with_the_passage_and_its_citation(bot: FakeBotApi) -> None:
    question = bot.says("What is glutathione?")
    reply = await bot.reply()
    assert reply["text"].startswith(GLUTATHIONE)
    assert reply["text"].endswith(
        "— IV Treatment of Migraines › Intravenous nutrition › Glutathione, ¶ 12 (23 Nov 2015)"
    )
    assert reply["reply_to_message"]["message_id"] == question["message_id"]
    assert reply["link_preview_options"] == {"is_disabled": True}


async def test_the_best_sentence_is_bold_and_matched_words_are_marked(bot: FakeBotApi) -> None:
    bot.says("What does niacin stimulate?")
    reply = await bot.reply()
    assert "".join(styled(reply, "bold")).startswith("It is used in some patients")
    assert styled(reply, "underline") == ["stimulates"]


async def test_more_pages_through_the_other_passages_in_the_same_message(bot: FakeBotApi) -> None:
    bot.says("What does magnesium do?")
    reply = await bot.reply()
    first = reply["text"]
    assert bot.buttons(reply)[0].startswith("More (1 of ")
    await bot.press(reply, "More")
    second = bot.message(reply)["text"]
    assert second != first
    await bot.press(reply, "Back")
    assert bot.message(reply)["text"] == first
    assert len(bot.sent) == 1


async def test_more_says_so_when_the_question_was_deleted(bot: FakeBotApi) -> None:
    question = bot.says("What does magnesium do?")
    reply = await bot.reply()
    bot.delete(question)
    bot.message(reply).pop("reply_to_message")
    assert await bot.press(reply, "More") == "The question is no longer there. Please ask it again."


async def test_a_hostile_or_unknown_button_changes_nothing(bot: FakeBotApi) -> None:
    bot.says("What does magnesium do?")
    reply = await bot.reply()
    for data in ("more:-1", "more:99999999999", "nonsense", "more:1; drop table"):
        await bot.press(reply, "", data=data)
    assert bot.message(reply) == reply
    assert len(bot.sent) == 1


async def test_a_button_that_the_message_does_not_have_changes_nothing(bot: FakeBotApi) -> None:
    """Telegram's own programs send only what stands on a button; others may send anything."""
    bot.says("What does magnesium do?")
    reply = await bot.reply()
    await bot.press(reply, "", data="more:2")
    assert bot.message(reply) == reply


async def test_what_is_answered_is_acknowledged(bot: FakeBotApi) -> None:
    bot.says("niacin")
    await bot.reply()
    await bot.until(lambda: bot.pending == 0)
    assert bot.acknowledged == 1


async def test_an_unanswered_question_names_the_word_that_the_article_lacks(bot: FakeBotApi) -> None:
    bot.says("What are the side effects of sumatriptan?")
    reply = await bot.reply()
    assert reply["text"].startswith("The article does not answer that.")
    assert "“sumatriptan”" in reply["text"]
    assert not styled(reply, "bold")


@pytest.mark.timing(typing_after=0.0)
async def test_typing_is_shown_while_an_answer_takes_long(bot: FakeBotApi) -> None:
    bot.says("niacin")
    await bot.reply()
    methods = [method for method, _ in bot.calls]
    assert methods.index("sendChatAction") < methods.index("sendMessage")


@pytest.mark.timing(typing_after=60.0)
async def test_a_quick_answer_comes_without_a_sign_that_it_is_typed(bot: FakeBotApi) -> None:
    bot.says("niacin")
    await bot.reply()
    assert "sendChatAction" not in [method for method, _ in bot.calls]


@pytest.mark.timing(typing_after=0.0)
async def test_a_failing_typing_action_does_not_cost_the_answer(bot: FakeBotApi) -> None:
    bot.faults.append(Fault("sendChatAction", status=500))
    bot.says("niacin")
    assert "blood flow to the periphery" in (await bot.reply())["text"]


async def test_the_description_is_registered(bot: FakeBotApi) -> None:
    await bot.until(lambda: "short_description" in bot.profile)
    assert "IV Treatment of Migraines" in bot.profile["description"]


async def test_the_bot_answers_though_its_description_is_refused(
    api: FakeBotApi, assistant: Assistant, quizzes: Quizzes
) -> None:
    api.faults.append(Fault("setMyCommands", status=429, parameters={"retry_after": 100}))
    async with run_bot(api, assistant, quizzes) as running:
        running.says("niacin")
        assert "blood flow" in (await running.reply())["text"]


async def test_every_command_answers(bot: FakeBotApi) -> None:
    for number, (text, expected) in enumerate(
        [
            ("/start", "I answer questions from the article"),
            ("/help", "Just write your question"),
            ("/sources", "Press a title to read it."),
            ("/ask What is glutathione?", GLUTATHIONE),
            ("/ask\nWhat is glutathione?", GLUTATHIONE),
            ("/ask", "Please ask in words"),
            ("/nonsense", "Please ask in words"),
        ],
        start=1,
    ):
        bot.says(text)
        assert expected in (await bot.reply(number))["text"], text


async def test_what_is_no_text_gets_a_hint_and_channel_posts_get_nothing(bot: FakeBotApi) -> None:
    bot.posts("What is glutathione?")
    picture = {"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}
    bot.says(None, photo=[picture])
    bot.says(None, location={"latitude": 1.0, "longitude": 1.0})
    assert "I know nothing about places near you. Please ask in words" in (await bot.reply(2))["text"]
    assert [message["chat"]["id"] for message in bot.sent] == [1, 1]


async def test_any_text_gets_one_reply_and_never_an_apology(bot: FakeBotApi) -> None:
    texts = ["?", "🍕🍕🍕", "<b>& </i>", "a" * 4096, "🍕" * 2048, "\u202e\u0000x", "niacin " * 500, "/", "//", "…"]
    for text in texts:
        bot.says(text)
    await bot.until(lambda: len(bot.sent) == len(texts))
    assert not [message["text"] for message in bot.sent if "went wrong" in message["text"]]


async def test_in_a_group_it_answers_only_when_addressed(bot: FakeBotApi) -> None:
    bot.says("What is niacin?", chat=-7, group=True)
    bot.says("@article_test_bot What is glutathione?", chat=-7, group=True)
    reply = await bot.reply()
    assert reply["text"].startswith(GLUTATHIONE)
    bot.says("What is riboflavin given for?", chat=-7, group=True, reply_to_message=reply)
    assert "prevent the development of other attacks" in (await bot.reply(2))["text"]
    bot.says("/ask@article_test_bot niacin", chat=-7, group=True)
    assert "blood flow" in (await bot.reply(3))["text"]
    assert len(bot.sent) == 3


async def test_the_button_under_an_answer_of_an_earlier_version_shows_its_next_page(bot: FakeBotApi) -> None:
    bot.says("What does magnesium do?")
    old = await bot.reply()
    bot.says("What does magnesium do?")
    new = await bot.reply(2)
    button = {"text": "More (1 of 4) ›", "callback_data": "more:1"}
    bot._messages[1, old["message_id"]] = old | {"reply_markup": {"inline_keyboard": [[button]]}}
    await bot.press(old, "More")
    await bot.press(new, "More")
    assert bot.message(old)["text"] == bot.message(new)["text"] != new["text"]


async def test_more_works_after_a_restart(api: FakeBotApi, assistant: Assistant, quizzes: Quizzes) -> None:
    async with run_bot(api, assistant, quizzes) as running:
        running.says("What does magnesium do?")
        reply = await running.reply()
    async with run_bot(api, assistant, quizzes) as running:
        await running.press(reply, "More")
        assert running.message(reply)["text"] != reply["text"]


async def test_a_second_bot_with_the_same_token_takes_over_the_polling(api: FakeBotApi) -> None:
    """Long polling is Telegram's: the fake ends the older poll with 409."""
    first = asyncio.create_task(api.call(api.token, "getUpdates", {"timeout": "5"}))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(api.call(api.token, "getUpdates", {"timeout": "0"}))
    assert (await first)[0] == 409
    assert (await second)[0] == 200


async def test_a_passage_beyond_telegrams_limits_is_shown_around_its_best_sentence(
    api: FakeBotApi, tmp_path: Path, quizzes: Quizzes
) -> None:
    sentence = "The zebra 🍕& <b>x</b> " + "zebra extraordinarily " * 56 + "ends."
    (tmp_path / "long.md").write_text(f"# Zebras\n\nFirst. {sentence} Last.\n")
    async with run_bot(api, Assistant(read_articles(tmp_path)), quizzes) as running:
        running.says("What about the zebra?")
        reply = await running.reply()
        assert utf16_length(reply["text"]) <= 4096
        # Telegram drops entities beyond the hundredth; the citation's is the last.
        assert styled(reply, "italic") == ["Zebras, ¶ 1"]
        assert "Zebras, ¶ 1" in reply["text"]
        assert "…" in reply["text"]


async def test_sources_of_a_large_library_are_paged(api: FakeBotApi, tmp_path: Path, quizzes: Quizzes) -> None:
    for number in range(40):
        (tmp_path / f"a{number:02}.md").write_text(
            f"---\nurl: https://example.org/{number}\n---\n# Title {number} <&>\n\nText about thing{number}.\n"
        )
    async with run_bot(api, Assistant(read_articles(tmp_path)), quizzes) as running:
        running.says("/sources")
        reply = await running.reply()
        assert running.buttons(reply)[0] == "Title 0 <&>"
        await running.press(reply, "More")
        assert running.buttons(reply)[0] == "Title 8 <&>"


async def test_the_citation_links_to_the_passage_where_the_article_has_an_address(
    api: FakeBotApi, tmp_path: Path, quizzes: Quizzes
) -> None:
    (tmp_path / "tea.md").write_text(
        "---\nurl: https://example.org/tea?a=1&b=2\n---\n# Tea\n\nGreen tea is made from leaves.\n"
    )
    async with run_bot(api, Assistant(read_articles(tmp_path)), quizzes) as running:
        running.says("green tea")
        link = next(entity for entity in (await running.reply())["entities"] if entity["type"] == "text_link")
        assert link["url"] == "https://example.org/tea?a=1&b=2#:~:text=Green%20tea%20is%20made%20from%20leaves."


async def test_more_and_back_under_a_follow_up_keep_how_it_was_read(bot: FakeBotApi) -> None:
    bot.says("Which patients are given niacin?")
    await bot.reply()
    bot.says("why?")
    reply = await bot.reply(2)
    first = reply["text"]
    assert first.startswith("Read as: why? (Which patients are given niacin?)")
    await bot.press(reply, "More")
    assert bot.message(reply)["text"].startswith("Read as: why? (Which patients are given niacin?)")
    await bot.press(reply, "Back")
    assert bot.message(reply)["text"] == first


async def test_a_button_ends_its_waiting_though_the_message_is_gone(bot: FakeBotApi) -> None:
    bot.says("What does magnesium do?")
    reply = await bot.reply()
    bot.faults.append(Fault("editMessageText", status=400))
    assert await bot.press(reply, "More") == ""


async def test_a_location_that_moves_gets_no_hint(bot: FakeBotApi) -> None:
    message = bot.says(None, location={"latitude": 1.0, "longitude": 1.0})
    await bot.reply()
    bot.moves(message)
    bot.says("niacin")
    await bot.reply(2)
    assert "periphery" in bot.sent[1]["text"]


async def test_a_word_that_the_article_lacks_is_named_on_an_answer_too(bot: FakeBotApi) -> None:
    bot.says("does alcohol trigger migraine attacks")
    assert (await bot.reply())["text"].startswith("“alcohol” does not occur in the article.")


async def test_an_address_that_is_no_web_address_is_not_linked(
    api: FakeBotApi, tmp_path: Path, quizzes: Quizzes
) -> None:
    (tmp_path / "tea.md").write_text("---\nurl: javascript:alert(1)\n---\n# Tea\n\nGreen tea is made from leaves.\n")
    async with run_bot(api, Assistant(read_articles(tmp_path)), quizzes) as running:
        running.says("green tea")
        assert not styled(await running.reply(), "text_link")
