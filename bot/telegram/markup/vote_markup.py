"""The two buttons that say whether an answer is good, and how they show what was said. Pure."""

from secrets import token_hex

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram.markup.buttons import VoteOnAnswer

_SIGNS = {1: "👍", 0: "👎"}
_CHOSEN = " ✓"


def new_votes(*, answered: bool) -> tuple[InlineKeyboardButton, ...]:
    """Make the buttons for an answer that nobody has voted on."""
    number = token_hex(8)
    return tuple(VoteOnAnswer(good, int(answered), number).button(sign) for good, sign in _SIGNS.items())


def votes_in(markup: InlineKeyboardMarkup | None) -> tuple[InlineKeyboardButton, ...]:
    """Find these buttons among all that stand under an answer, as they are; () where there are none."""
    rows = markup.inline_keyboard if markup else ()
    return tuple(button for row in rows for button in row if _meaning(button))


def with_vote(markup: InlineKeyboardMarkup, good: bool | None) -> InlineKeyboardMarkup:
    """Mark the button that says what was voted, and no other."""
    return InlineKeyboardMarkup([[_marked(button, good) for button in row] for row in markup.inline_keyboard])


def _marked(button: InlineKeyboardButton, good: bool | None) -> InlineKeyboardButton:
    data = _meaning(button)
    if data is None:
        return button
    chosen = good is not None and data.good == int(good)
    return data.button(_SIGNS[data.good] + (_CHOSEN if chosen else ""))


def _meaning(button: InlineKeyboardButton) -> VoteOnAnswer | None:
    data = VoteOnAnswer.parse(str(button.callback_data))
    return data if data and data.good in _SIGNS else None
