"""What Telegram takes of a question."""

from telegram.constants import PollLimit

from bot.authoring.checking import Limits, check_item
from bot.authoring.item import Item, Problem
from bot.text import clip
from corpus import Article


def units(text: str) -> int:
    """Count the UTF-16 units in which Telegram measures a text."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


NUMBER = "{number}/{total} "
"""What stands before a question, so that one sees how far one is."""

POLL_LIMITS = Limits(
    question=PollLimit.MAX_QUESTION_LENGTH - len(NUMBER.format(number=99, total=99)),
    option=PollLimit.MAX_OPTION_LENGTH,
    explanation=PollLimit.MAX_EXPLANATION_LENGTH,
)


def fitting(text: str, limit: int) -> str:
    """Cut a text, on one line, to a number of UTF-16 units."""
    length = limit
    while units(clipped := clip(text, length)) > limit:
        length -= 1
    return clipped


def check_for_poll(item: Item, article: Article) -> list[Problem]:
    """Return the problems of an item, those among them for which a poll would cut it."""
    return check_item(item, article, POLL_LIMITS)
