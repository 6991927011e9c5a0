"""Questions that were not answered -> messages for a manager: lists, one group, passages to choose among. Pure."""

from collections.abc import Sequence
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.answering.passage_names import name_of
from bot.answering.synonym_file import rule_key
from bot.catalogues import Catalogue
from bot.listening.unanswered import QuestionGroup
from bot.telegram.markup.answer_markup import Reply
from bot.telegram.markup.buttons import ManageQuestions, PointToPassage, RemoveSynonym, ShowUnanswered
from bot.text import clip
from index import Passage

PAGE = 5
_WORDINGS = 5
_QUESTION, _PASSAGE, _HEADING = 200, 300, 80  # characters shown


def draw_groups(groups: Sequence[QuestionGroup], page: int, speech: Catalogue, days: int) -> Reply:
    """Draw a page of all groups; a page beyond the last gives the last."""
    if not groups:
        return Reply(escape(speech.say("Nothing waits for you: all that was asked was answered, or is settled.")))
    last = (len(groups) - 1) // PAGE
    page = min(page, last)
    shown = list(enumerate(groups[page * PAGE : (page + 1) * PAGE], start=page * PAGE + 1))
    title = speech.say_n(
        "{n} question was not answered, or badly, in {days} days.",
        "{n} questions were not answered, or badly, in {days} days. What asks alike stands together.",
        sum(group.asked for group in groups),
        days=days,
    )
    lines = [f"<b>{number}.</b> {_asked(group, speech)}" for number, group in shown]
    numbers = [ManageQuestions("show", group.name).button(str(number)) for number, group in shown]
    turns = [ShowUnanswered(page - 1).button("‹")] if page else []
    turns += [ShowUnanswered(page + 1).button("›")] if page < last else []
    return Reply("\n\n".join([escape(title), *lines]), InlineKeyboardMarkup([numbers, *([turns] if turns else [])]))


def draw_group(group: QuestionGroup, speech: Catalogue) -> Reply:
    """Draw a group, with what can be done about it."""
    others = [f"• {escape(clip(wording, _QUESTION))}" for wording in group.wordings[1:_WORDINGS]]
    left = len(group.wordings) - _WORDINGS
    more = [escape(speech.say_n("{n} more", "{n} more", left))] if left > 0 else []
    when = speech.say("Last asked on {day}.", day=speech.day(group.last))
    rows = [
        [_button("look", group.name, speech.say("Point to the passage that answers"))],
        [_button("synonym", group.name, speech.say("Add a synonym"))],
        [
            _button("aside", group.name, speech.say("Set aside")),
            _button("delete", group.name, speech.say("Delete")),
        ],
        [_others(speech)],
    ]
    return Reply("\n".join([_asked(group, speech), *others, *more, escape(when)]), InlineKeyboardMarkup(rows))


def draw_passages(group: str, passages: Sequence[Passage], speech: Catalogue) -> Reply:
    """Draw passages to choose among."""
    found = speech.say(
        "Which passage answers? Press its number. To look further, reply to this message with words of it."
    )
    none = speech.say("No passage has these words. Reply to this message with others.")
    lines = []
    for number, passage in enumerate(passages, start=1):
        heading = " › ".join((passage.citation.title, *passage.citation.section))
        text = escape(clip(passage.text, _PASSAGE))
        lines.append(f"<b>{number}. {escape(clip(heading, _HEADING))}</b>\n{text}")
    numbers = [PointToPassage(group, name_of(each)).button(str(i)) for i, each in enumerate(passages, start=1)]
    rows = [*([numbers] if numbers else []), [_button("back", group, speech.say("Back"))]]
    return Reply("\n\n".join([escape(found if passages else none), *lines]), InlineKeyboardMarkup(rows))


def draw_pointed(group: str, question: str, passage: Passage, speech: Catalogue) -> Reply:
    """Say what questions are answered with from now on."""
    said = speech.say("From now on, questions like “{question}” are answered with this:", question=clip(question, 200))
    parts = [escape(said), f"<blockquote>{escape(clip(passage.text, 2 * _PASSAGE))}</blockquote>"]
    parts.append(f"<i>{escape(passage.citation.label_in(speech))}</i>")
    return Reply("\n".join(parts), _undo_or_go_on(_button("undo", group, speech.say("Undo")), speech))


def draw_settled(group: str, said: str, speech: Catalogue) -> Reply:
    """Say what was done, with the way back."""
    return Reply(escape(said), _undo_or_go_on(_button("undo", group, speech.say("Undo")), speech))


def draw_done(said: str, speech: Catalogue) -> Reply:
    """Say what was done for good, with the way to the other questions."""
    return Reply(escape(said), InlineKeyboardMarkup([[_others(speech)]]))


def draw_ask_synonym(group: QuestionGroup, speech: Catalogue) -> Reply:
    """Ask for a rule of synonyms."""
    said = speech.say(
        "Which words of “{question}” do the articles call otherwise? Reply to this message with both, a comma between,"
        " such as: pee, urine",
        question=clip(group.wordings[0], _QUESTION),
    )
    return Reply(escape(said), InlineKeyboardMarkup([[_button("return", group.name, speech.say("Back"))]]))


def draw_synonym(rule: str, question: str, speech: Catalogue, *, answered: bool) -> Reply:
    """Say that a rule counts from now on, and whether the question is answered by it."""
    said = speech.say("These words mean the same from now on: {rule}", rule=rule)
    if answered:
        then = speech.say("“{question}” is answered now.", question=clip(question, _QUESTION))
    else:
        then = speech.say("“{question}” is still not answered.", question=clip(question, _QUESTION))
    undo = RemoveSynonym(rule_key(rule)).button(speech.say("Undo"))
    return Reply(escape(f"{said}\n{then}"), _undo_or_go_on(undo, speech))


def _others(speech: Catalogue) -> InlineKeyboardButton:
    return ShowUnanswered(0).button(speech.say("All questions"))


def _undo_or_go_on(undo: InlineKeyboardButton, speech: Catalogue) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[undo, _others(speech)]])


def _asked(group: QuestionGroup, speech: Catalogue) -> str:
    times = speech.say_n("asked once", "asked {n} times", group.asked)
    disliked = [f"{group.disliked} 👎"] if group.disliked else []
    return f"{escape(clip(group.wordings[0], _QUESTION))}\n<i>{escape(' · '.join([times, *disliked]))}</i>"


def _button(action: str, group: str, label: str) -> InlineKeyboardButton:
    return ManageQuestions(action, group).button(label)
