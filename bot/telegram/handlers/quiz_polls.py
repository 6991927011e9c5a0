"""Send a question of a quiz as a poll of Telegram's."""

from typing import Any, cast

from telegram import Bot, InputPollOption, Message, Poll
from telegram.constants import PollType

from bot.catalogues import Catalogue
from bot.quiz.asking import AskedQuestion
from bot.telegram.markup.explanations import explanation
from bot.telegram.markup.quiz_markup import poll_options, poll_question


async def send_poll(
    bot: Bot,
    chat: int,
    question: AskedQuestion,
    speech: Catalogue,
    *,
    seconds: int | None = None,
    anonymous: bool = False,
    protect: bool = False,
    thread: int | None = None,
) -> Message:
    """Send a question as a quiz poll. All its texts are sent as they are, not as HTML."""
    return await bot.send_poll(
        chat,
        poll_question(question),
        [InputPollOption(option, text_parse_mode=None) for option in poll_options(question)],
        question_parse_mode=None,
        type=PollType.QUIZ,
        correct_option_ids=cast("Any", [question.key]),  # typed as the literals from 0 to 11
        explanation=explanation(question, speech),
        explanation_parse_mode=None,
        is_anonymous=anonymous,
        open_period=seconds,
        protect_content=protect,
        message_thread_id=thread,
    )


def picked_in(poll: Poll | None) -> int | None:
    """Give the option that was picked in a poll of one person's; None where nobody has answered."""
    options = poll.options if poll is not None else ()
    return next((index for index, option in enumerate(options) if option.voter_count), None)


def shows(poll: Poll, question: AskedQuestion) -> bool:
    """Tell whether a poll shows a question, with its options in this order."""
    return poll.question == poll_question(question) and [each.text for each in poll.options] == poll_options(question)
