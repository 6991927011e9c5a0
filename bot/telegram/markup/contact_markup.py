"""What people see first: the welcome, the help for each place and role, the greeting in a group. Pure."""

from collections.abc import Mapping, Sequence
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.helpers import create_deep_linked_url

from bot.answering import messages
from bot.answering.page import Page
from bot.catalogues import Catalogue, later
from bot.telegram.markup.answer_markup import Reply
from bot.telegram.markup.buttons import AskExample
from bot.telegram.markup.links import share_button, start_of_passage
from bot.text import clip
from corpus import Article

_AS_MANAGER = later(
    "You are a manager here. Send me a document as a file to add it; /articles lists what is there, /unanswered what"
    " was asked in vain, /people your staff."
)
_MAX_SHARED = 150  # characters beside the link


def draw_welcome(
    articles: Sequence[Article],
    examples: Sequence[str],
    speech: Catalogue,
    contact: str | None = None,
    days_kept: int = 0,
    *,
    manager: bool = False,
) -> Reply:
    """Draw the first message that someone sees, with a button to ask each of some questions.

    `days_kept` is for how many days questions that are not answered are kept, 0 where they are not.
    """
    if examples:
        how = speech.say("Just write your question, or press one of these:")
    else:
        how = speech.say("Just write your question.")
    parts = [
        messages.introduction(articles, speech),
        speech.say(messages.DISCLAIMER),
        *([messages.turn_to(contact, speech)] if contact else []),
        *([_kept(days_kept, speech)] if days_kept else []),
        *([speech.say(_AS_MANAGER)] if manager else []),
        speech.say("/help says what else I can do."),
        how,
    ]
    rows = [[AskExample(number).button(question)] for number, question in enumerate(examples)]
    return Reply("\n\n".join(map(escape, parts)), InlineKeyboardMarkup(rows) if rows else None)


def _kept(days: int, speech: Catalogue) -> str:
    return speech.say_n(
        "What I cannot answer is kept for {n} day, without who asked, so that it can be answered.",
        "What I cannot answer is kept for {n} days, without who asked, so that it can be answered.",
        days,
    )


def draw_help(
    articles: Sequence[Article],
    commands: Mapping[str, str],
    examples: Sequence[str],
    speech: Catalogue,
    contact: str | None = None,
) -> Reply:
    """Draw the help of a private chat; `commands` are those that the person has, and what each does."""
    parts = [
        escape(messages.introduction(articles, speech)),
        escape(speech.say("Just write your question in your own words.")) + _for_example(examples, speech),
        _listed({f"/{command}": does for command, does in commands.items()}, speech),
        *([escape(messages.turn_to(contact, speech))] if contact else []),
    ]
    return Reply("\n\n".join(parts))


def draw_group_help(
    articles: Sequence[Article], username: str, commands: Mapping[str, str], speech: Catalogue, *, hears_mentions: bool
) -> Reply:
    """Draw the help of a group, which is the greeting there as well.

    `hears_mentions` tells whether messages that only name the bot reach it.
    """
    how = speech.say(
        "To ask me here, write /ask@{name} and your question, or reply to one of my messages.", name=username
    )
    if hears_mentions:
        mention = speech.say("Or name me: @{name} and your question. To everything else I keep silent.", name=username)
        reply = speech.say(
            "/ask@{name} or @{name} alone, as a reply to somebody’s question, answers that question.", name=username
        )
    else:
        mention = speech.say(
            "Messages that only name me (@{name}) do not reach me: Telegram’s privacy mode keeps them from me. To"
            " change that, make me an administrator of this group; or whoever owns me sends /setprivacy to @BotFather,"
            " chooses “Disable”, and adds me to the group anew.",
            name=username,
        )
        reply = speech.say(
            "/ask@{name} alone, as a reply to somebody’s question, answers that question.", name=username
        )
    named = {f"/{command}@{username}": does for command, does in commands.items()}
    parts = [
        *(escape(part) for part in (messages.introduction(articles, speech), how, reply, mention)),
        _listed(named, speech),
    ]
    return Reply("\n\n".join(parts))


def with_share(
    reply: Reply, page: Page, username: str, speech: Catalogue, votes: Sequence[InlineKeyboardButton] = ()
) -> Reply:
    """Put a button under an answer that shares it, by a link that opens its passage in the bot; the votes beside it."""
    row = [*votes]
    if page.passage is not None and not page.refuses:
        passage = page.passage.passage
        link = create_deep_linked_url(username, start_of_passage(passage))
        row.insert(0, share_button(speech.say("Share"), link, clip(passage.citation.label_in(speech), _MAX_SHARED)))
    rows = [*(reply.buttons.inline_keyboard if reply.buttons else ()), *([row] if row else [])]
    return Reply(reply.html, InlineKeyboardMarkup(rows) if rows else None)


def _for_example(examples: Sequence[str], speech: Catalogue) -> str:
    if not examples:
        return ""
    begin = speech.say("For example:")
    return f" {escape(begin)} <i>{escape(examples[0])}</i>"


def _listed(commands: Mapping[str, str], speech: Catalogue) -> str:
    return "\n".join(f"{command} – {escape(speech.say(does))}" for command, does in commands.items())
