"""The choice of a language -> messages for Telegram. Pure."""

from html import escape

from telegram import InlineKeyboardMarkup

from bot.catalogues import Catalogue, catalogues
from bot.telegram.markup.answer_markup import Reply
from bot.telegram.markup.buttons import ChooseLanguage


def draw_choice(speech: Catalogue, *, group: bool) -> Reply:
    """Draw the languages that there are, each by its own name."""
    asked = (
        speech.say("Which language shall I speak in this group?")
        if group
        else speech.say("Which language shall I speak?")
    )
    buttons = [ChooseLanguage(code).button(catalogue.name) for code, catalogue in catalogues().items()]
    return Reply(f"{escape(asked)}\n{_quoted(speech)}", InlineKeyboardMarkup([[button] for button in buttons]))


def draw_chosen(speech: Catalogue, *, group: bool) -> Reply:
    """Say in the language that was chosen that it was."""
    said = (
        speech.say("I speak English in this group now. To whoever asks me something, I answer in their language.")
        if group
        else speech.say("I speak English to you now. /language changes it.")
    )
    return Reply(escape(said))


def _quoted(speech: Catalogue) -> str:
    return escape(speech.say("What the articles say is quoted as it is written."))
