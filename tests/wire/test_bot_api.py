"""The fake Bot API itself, driven through the real library."""

import asyncio
import struct
import time
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import pytest
from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputPollOption,
    Message,
    ReplyKeyboardRemove,
    Update,
)
from telegram.error import BadRequest, Forbidden

from tests.bot_api import FakeBotApi, Fault
from tests.bot_api.transport import InProcessRequest, serve

KEYBOARD = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Stop", callback_data="stop"), InlineKeyboardButton("Source", url="https://example.org")]]
)


def picture(width: int = 40, height: int = 30) -> bytes:
    """A PNG file, grey all over."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture
async def bot(api: FakeBotApi) -> AsyncIterator[Bot]:
    async with in_process(api) as bot:
        yield bot


@pytest.fixture(params=["in-process", "http"])
async def either(request: pytest.FixtureRequest, api: FakeBotApi) -> AsyncIterator[Bot]:
    """The bot by each of both transports."""
    async with (in_process if request.param == "in-process" else over_http)(api) as bot:
        yield bot


@asynccontextmanager
async def in_process(api: FakeBotApi) -> AsyncIterator[Bot]:
    async with Bot(api.token, request=InProcessRequest(api), get_updates_request=InProcessRequest(api)) as bot:
        yield bot


@asynccontextmanager
async def over_http(api: FakeBotApi) -> AsyncIterator[Bot]:
    async with serve(api) as address, Bot(api.token, base_url=f"{address}/bot") as bot:
        yield bot


async def quiz(bot: Bot, chat: int = 1, **more: Any) -> Message:
    """A quiz in a chat; `more` replaces its parameters."""
    parameters: dict[str, Any] = {
        "question": "Which?",
        "options": ["Niacin", "Zinc", "Iron"],
        "type": "quiz",
        "correct_option_ids": [1],
        "is_anonymous": False,
    }
    return await bot.send_poll(chat, **(parameters | more))


async def updates(bot: Bot, *kinds: str) -> list[Update]:
    """The updates that wait, acknowledged; `kinds` are asked for, or what was asked for before."""
    waiting = await bot.get_updates(allowed_updates=kinds or None)
    if waiting:
        await bot.get_updates(offset=waiting[-1].update_id + 1)
    return list(waiting)


@contextmanager
def refused(words: str) -> Iterator[None]:
    with pytest.raises(BadRequest) as error:
        yield
    assert words.lower() in str(error.value).lower()


async def test_a_quiz_is_sent_as_the_library_reads_it(api: FakeBotApi, either: Bot) -> None:
    message = await quiz(
        either,
        explanation="<b>Zinc</b> &amp; more",
        explanation_parse_mode="HTML",
        open_period=60,
        reply_markup=KEYBOARD,
    )
    poll = message.poll
    assert poll
    assert (poll.question, poll.type, poll.is_closed, poll.is_anonymous) == ("Which?", "quiz", False, False)
    assert [(option.text, option.voter_count) for option in poll.options] == [("Niacin", 0), ("Zinc", 0), ("Iron", 0)]
    assert len({option.persistent_id for option in poll.options}) == 3
    assert poll.correct_option_ids == (1,)
    assert poll.explanation == "Zinc & more"
    assert [entity.type for entity in poll.explanation_entities] == ["bold"]
    assert poll.close_date
    assert (poll.allows_revoting, poll.allows_multiple_answers, poll.members_only) == (False, False, False)
    assert message.reply_markup
    assert api.buttons(api.sent[0]) == ["Stop", "Source"]


async def test_a_vote_is_an_update_and_is_counted(api: FakeBotApi, either: Bot) -> None:
    message = await quiz(either, chat=-7)
    sent = await api.next(-7)
    assert api.vote(sent, "Zinc", user=5, name="Ada")
    assert api.vote(sent, 0, user=6)
    answers = [update.poll_answer for update in await updates(either) if update.poll_answer]
    assert message.poll
    assert [answer.poll_id for answer in answers] == [message.poll.id] * 2
    assert [(answer.user.id, answer.user.first_name) for answer in answers if answer.user] == [(5, "Ada"), (6, "User")]
    assert [answer.option_ids for answer in answers] == [(1,), (0,)]
    assert answers[0].option_persistent_ids == (message.poll.options[1].persistent_id,)
    assert [option["voter_count"] for option in api.message(sent)["poll"]["options"]] == [1, 1, 0]
    assert api.message(sent)["poll"]["total_voter_count"] == 2


async def test_a_vote_in_a_quiz_stands_unless_forced(api: FakeBotApi, bot: Bot) -> None:
    await quiz(bot)
    sent = await api.next()
    assert api.vote(sent, 0)
    assert not api.vote(sent, 1)
    assert not api.vote(sent, None)
    assert len([update for update in await updates(bot) if update.poll_answer]) == 1
    assert api.vote(sent, None, force=True)
    answers = [update.poll_answer for update in await updates(bot) if update.poll_answer]
    assert [answer.option_ids for answer in answers] == [()]


async def test_a_vote_in_a_regular_poll_can_be_changed_and_taken_back(api: FakeBotApi, bot: Bot) -> None:
    await bot.send_poll(1, "Which?", ["A", "B"], is_anonymous=False)
    sent = await api.next()
    assert not api.vote(sent, None)
    assert api.vote(sent, "A")
    assert not api.vote(sent, "A")
    assert api.vote(sent, "B")
    assert api.vote(sent, None)
    answers = [update.poll_answer.option_ids for update in await updates(bot) if update.poll_answer]
    assert answers == [(0,), (1,), ()]
    assert api.message(sent)["poll"]["total_voter_count"] == 0


async def test_several_answers_only_where_the_poll_allows_them(api: FakeBotApi, bot: Bot) -> None:
    await bot.send_poll(1, "Which?", ["A", "B"], is_anonymous=False, allows_multiple_answers=True)
    assert api.vote(await api.next(), ["B", "A"])
    answers = [update.poll_answer.option_ids for update in await updates(bot) if update.poll_answer]
    assert answers == [(0, 1)]
    await bot.send_poll(1, "Which?", ["A", "B"])
    with pytest.raises(ValueError, match="one answer"):
        api.vote(await api.next(), [0, 1])


async def test_an_anonymous_poll_tells_counts_but_not_who(api: FakeBotApi, bot: Bot) -> None:
    message = await bot.send_poll(1, "Which?", ["A", "B"])
    assert message.poll
    assert message.poll.is_anonymous
    assert message.poll.correct_option_ids == ()
    assert api.vote(await api.next(), "A")
    (update,) = await updates(bot)
    assert update.poll
    assert update.poll.total_voter_count == 1


async def test_a_stopped_poll_has_its_counts_and_takes_no_votes(api: FakeBotApi, bot: Bot) -> None:
    message = await quiz(bot, reply_markup=KEYBOARD)
    sent = await api.next()
    api.vote(sent, 1)
    poll = await bot.stop_poll(1, message.message_id)
    assert poll.is_closed
    assert [option.voter_count for option in poll.options] == [0, 1, 0]
    assert api.message(sent)["poll"]["is_closed"]
    assert api.buttons(sent) == []
    assert not api.vote(sent, 2, user=1)
    with refused("poll has already been closed"):
        await bot.stop_poll(1, message.message_id)
    with refused("message with poll to stop not found"):
        await bot.stop_poll(1, 99)
    text = await bot.send_message(1, "no poll")
    with refused("message is not a poll"):
        await bot.stop_poll(1, text.message_id)


async def test_a_poll_closes_when_its_time_is_over(api: FakeBotApi, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    await quiz(bot, open_period=5)
    await quiz(bot, close_date=int(time.time()) + 3600)
    first, second = await api.next(), await api.next()
    api.expire(second)
    assert not api.message(first)["poll"]["is_closed"]
    assert api.message(second)["poll"]["is_closed"]
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 6)
    assert not api.vote(first, 1)
    assert api.message(first)["poll"]["is_closed"]
    assert [update.poll.is_closed for update in await updates(bot) if update.poll] == [True, True]


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"question": " "}, "text must be non-empty"),
        ({"question": "q" * 301}, "poll question length must not exceed 300"),
        ({"question": "a < b", "question_parse_mode": "HTML"}, "can't parse entities"),
        ({"options": ["A"]}, "poll must have at least 2 option"),
        ({"options": [str(number) for number in range(13)]}, "poll can't have more than 12 options"),
        ({"options": ["A", ""]}, "text must be non-empty"),
        ({"options": ["A", "b" * 101]}, "poll options length must not exceed 100"),
        ({"options": ["A", InputPollOption("<i>", text_parse_mode="HTML")]}, "can't parse entities"),
        ({"correct_option_ids": None}, "correct quiz option list must be non-empty"),
        ({"correct_option_ids": [3]}, "wrong quiz correct_option_id"),
        ({"correct_option_ids": [-1]}, "wrong quiz correct_option_id"),
        ({"correct_option_ids": [1, 0]}, "correct quiz option list must be increasing"),
        ({"type": "exam"}, "unsupported poll type"),
        ({"explanation": "e" * 201}, "at most 200 characters"),
        ({"explanation": "1\n2\n3\n4"}, "at most 2 line feeds"),
        ({"explanation": "<b>e", "explanation_parse_mode": "HTML"}, "can't parse entities"),
        ({"open_period": 4}, "5 to 2628000 seconds"),
        ({"open_period": 2_628_001}, "5 to 2628000 seconds"),
        ({"close_date": 1}, "5 to 2628000 seconds"),
        ({"open_period": 60, "close_date": 4_000_000_000}, "together"),
    ],
)
async def test_a_poll_beyond_telegrams_limits_is_refused(
    api: FakeBotApi, bot: Bot, parameters: dict[str, Any], words: str
) -> None:
    with refused(words):
        await quiz(bot, **parameters)
    assert api.sent == []


async def test_limits_of_polls_count_characters_after_parsing(bot: Bot) -> None:
    message = await quiz(
        bot,
        question="🦄" * 300,
        options=["🦄" * 100, InputPollOption("<b>&lt;</b>" + "x" * 99, text_parse_mode="HTML")],
        explanation="<b>" + "&amp;" * 200 + "</b>",
        explanation_parse_mode="HTML",
    )
    assert message.poll
    assert message.poll.options[1].text == "<" + "x" * 99
    assert message.poll.options[1].text_entities == ()
    assert message.poll.explanation == "&" * 200


async def test_the_correct_option_of_older_clients_and_plain_options_are_read(api: FakeBotApi) -> None:
    wire = {"chat_id": "1", "question": "7", "options": '["1", "2"]', "type": "quiz", "correct_option_id": "1"}
    status, _ = await api.call(api.token, "sendPoll", wire)
    assert status == 200
    poll = api.sent[0]["poll"]
    assert (poll["question"], poll["correct_option_ids"]) == ("7", [1])
    assert [option["text"] for option in poll["options"]] == ["1", "2"]


async def test_a_photo_and_a_document_arrive_with_their_bytes(api: FakeBotApi, either: Bot) -> None:
    photo = await either.send_photo(1, picture(), caption="<b>Your</b> week", parse_mode="HTML", protect_content=True)
    (size,) = photo.photo
    assert (size.width, size.height, size.file_size) == (40, 30, len(picture()))
    assert api.files[size.file_id] == picture()
    assert photo.caption == "Your week"
    assert [entity.type for entity in photo.caption_entities] == ["bold"]
    assert photo.has_protected_content
    words = "front,back\n“niacin”,B3\n".encode()
    document = (await either.send_document(1, words, filename="deck.csv", reply_markup=KEYBOARD)).document
    assert document
    assert api.files[document.file_id] == words
    assert (document.file_name, document.mime_type, document.file_size) == ("deck.csv", "text/csv", len(words))
    assert "caption" not in api.sent[1]


async def test_a_large_document_passes_over_http(api: FakeBotApi) -> None:
    async with over_http(api) as bot:
        document = (await bot.send_document(1, bytes(3 * 2**20), filename="big.bin")).document
    assert document
    assert len(api.files[document.file_id]) == 3 * 2**20


async def test_a_file_is_sent_again_by_its_id_and_attached_by_its_part(api: FakeBotApi, bot: Bot) -> None:
    first = await bot.send_photo(1, picture())
    again = await bot.send_photo(2, first.photo[0].file_id)
    assert again.photo == first.photo
    with refused("can't use file of type Photo as Document"):
        await bot.send_document(1, first.photo[0].file_id)
    with refused("wrong file identifier"):
        await bot.send_photo(1, "nonsense")
    assert len(api.files) == 1
    attached = (await bot.send_document(1, InputFile(b"words", filename="a.txt", attach=True))).document
    assert attached
    assert api.files[attached.file_id] == b"words"


async def test_what_is_no_picture_or_too_much_is_refused(bot: Bot) -> None:
    with refused("IMAGE_PROCESS_FAILED"):
        await bot.send_photo(1, b"no picture")
    with refused("PHOTO_INVALID_DIMENSIONS"):
        await bot.send_photo(1, picture(2100, 100))
    with refused("message caption is too long"):
        await bot.send_photo(1, picture(), caption="c" * 1025)
    with refused("file must be non-empty"):
        await bot.send_document(1, b"")


async def test_protected_content_is_kept_and_other_keyboards_are_accepted(api: FakeBotApi, bot: Bot) -> None:
    assert (await bot.send_message(1, "a", protect_content=True)).has_protected_content
    assert (await quiz(bot, protect_content=True)).has_protected_content
    for markup in (ForceReply(), ReplyKeyboardRemove()):
        message = await bot.send_message(1, "a", reply_markup=markup)
        assert message.reply_markup is None
        assert not message.has_protected_content
    assert api.calls[-1][1]["reply_markup"]["remove_keyboard"]


async def test_a_blocked_bot_and_one_that_left_send_nothing(api: FakeBotApi, bot: Bot) -> None:
    api.blocked.add(1)
    for send in (bot.send_message(1, "a"), quiz(bot), bot.send_photo(1, picture()), bot.send_chat_action(1, "typing")):
        with pytest.raises(Forbidden, match="bot was blocked by the user"):
            await send
    await bot.send_message(2, "a")
    assert await bot.leave_chat(-7)
    with pytest.raises(Forbidden, match="not a member"):
        await bot.send_message(-7, "a")
    with refused("private chats"):
        await bot.leave_chat(2)
    assert [message["chat"]["id"] for message in api.sent] == [2]


async def test_buttons_are_edited_and_messages_deleted(api: FakeBotApi, bot: Bot) -> None:
    message = await bot.send_message(1, "a", reply_markup=KEYBOARD)
    sent = await api.next()
    with refused("not modified"):
        await bot.edit_message_reply_markup(1, message.message_id, reply_markup=KEYBOARD)
    await bot.edit_message_reply_markup(1, message.message_id)
    assert api.buttons(sent) == []
    assert api.message(sent)["text"] == "a"
    assert await bot.delete_message(1, message.message_id)
    with refused("message to delete not found"):
        await bot.delete_message(1, message.message_id)
    with refused("message to edit not found"):
        await bot.edit_message_reply_markup(1, message.message_id)


async def test_the_text_of_a_poll_or_of_another_person_is_not_edited(api: FakeBotApi, bot: Bot) -> None:
    poll = await quiz(bot)
    with refused("no text in the message to edit"):
        await bot.edit_message_text("b", 1, poll.message_id)
    said = api.says("a", chat=-7, group=True)
    with refused("can't be edited"):
        await bot.edit_message_text("b", -7, said["message_id"])
    with refused("can't be deleted"):
        await bot.delete_message(-7, said["message_id"])
    api.members[-7, bot.id] = "administrator"
    assert await bot.delete_message(-7, said["message_id"])


@pytest.mark.parametrize(
    ("button", "words"),
    [
        (InlineKeyboardButton("a", callback_data="d" * 65), "BUTTON_DATA_INVALID"),
        (InlineKeyboardButton("a", url="javascript:alert(1)"), "Wrong HTTP URL"),
        (InlineKeyboardButton("a", url="no address"), "Wrong HTTP URL"),
        (InlineKeyboardButton("a"), "Text buttons are unallowed"),
        (InlineKeyboardButton(" ", callback_data="d"), "Text buttons are unallowed"),
    ],
)
async def test_a_wrong_button_is_refused(bot: Bot, button: InlineKeyboardButton, words: str) -> None:
    with refused(words):
        await bot.send_message(1, "a", reply_markup=InlineKeyboardMarkup([[button]]))


async def test_several_people_speak_and_press_in_a_group(api: FakeBotApi, bot: Bot) -> None:
    api.says("a", chat=-7, group=True, user=5, name="Ada")
    api.says("b", chat=-7, group=True, user=5)
    api.says("c", chat=-7, group=True)
    api.says("/start deck_3", chat=6, name="Bob")
    await bot.send_message(-7, "a", reply_markup=KEYBOARD)
    pressed = asyncio.create_task(api.press(await api.next(-7), "Stop", user=5))
    await asyncio.sleep(0)
    *said, press = await updates(bot)
    people = [(user.id, user.first_name) for user in (update.effective_user for update in said) if user]
    assert people == [(5, "Ada"), (5, "Ada"), (7, "User"), (6, "Bob")]
    assert said[3].effective_chat
    assert (said[3].effective_chat.id, said[3].effective_chat.first_name) == (6, "Bob")
    assert press.callback_query
    assert (press.callback_query.from_user.first_name, press.callback_query.data) == ("Ada", "stop")
    await bot.answer_callback_query(press.callback_query.id, "Stopped")
    assert await pressed == "Stopped"
    with pytest.raises(ValueError, match="private chat"):
        api.says("a", chat=6, user=5)


async def test_members_and_chats_are_told(api: FakeBotApi, bot: Bot) -> None:
    api.says("a", chat=-7, group=True, user=5, name="Ada")
    for status in ("member", "administrator", "creator", "left", "kicked"):
        api.members[-7, 5] = status
        member = await bot.get_chat_member(-7, 5)
        assert (member.status, member.user.first_name) == (status, "Ada")
    assert (await bot.get_chat_member(-7, 9)).status == "member"
    assert (await bot.get_chat(-7)).title == "Team"
    with refused("chat not found"):
        await bot.get_chat(99)


async def test_updates_of_kinds_that_were_not_asked_for_are_dropped(api: FakeBotApi, bot: Bot) -> None:
    await quiz(bot)
    sent = await api.next()
    api.says("kept: it came before")
    assert [update.message is not None for update in await updates(bot, "callback_query")] == [True]
    api.vote(sent, 1, user=1)
    api.says("dropped")
    assert await updates(bot) == []
    assert await updates(bot, "poll_answer") == []
    api.vote(sent, 1, force=True)
    assert [update.poll_answer is not None for update in await updates(bot)] == [True]


async def test_next_gives_each_message_once_by_chat(api: FakeBotApi, bot: Bot) -> None:
    for chat, text in ((1, "a"), (2, "b"), (1, "c"), (2, "d")):
        await bot.send_message(chat, text)
    assert [(await api.next(chat))["text"] for chat in (2, None, 2, None)] == ["b", "a", "d", "c"]
    waiting = asyncio.create_task(api.next(1))
    await bot.send_message(2, "e")
    await bot.send_message(1, "f")
    assert (await waiting)["text"] == "f"


async def test_quiet_waits_for_acknowledgement_and_slow_calls(api: FakeBotApi, bot: Bot) -> None:
    async def work() -> None:
        await asyncio.sleep(0.05)
        await updates(bot)
        await asyncio.sleep(0.05)
        await bot.send_message(1, "a")

    api.faults.append(Fault("sendMessage", delay=0.3))
    api.says("a")
    working = asyncio.create_task(work())
    await api.quiet(0.1)
    assert len(api.sent) == 1
    assert working.done()
