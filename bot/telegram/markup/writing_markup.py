"""Items that a manager writes and decides on -> messages for Telegram, within its limits. Pure."""

from collections.abc import Sequence
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.authoring.composing import Proposal
from bot.authoring.item import Item, Problem, Status
from bot.catalogues import Catalogue, later
from bot.quiz.bank_editing import OpenedBank, key_of, state_of
from bot.reader_words import say_reason
from bot.telegram.markup.answer_markup import Reply, pager
from bot.telegram.markup.bank_buttons import DecideItem, OpenBank, ShowBanks, TakeOption, WriteItem
from bot.telegram.markup.buttons import article_key
from bot.telegram.markup.limits import fitting
from bot.telegram.markup.rule_messages import problem_line
from bot.text import clip

PER_PAGE = 6
_TITLE, _QUESTION, _OPTION, _SOURCE, _LABEL = 60, 300, 100, 450, 40  # units shown
_SHORT = 12  # characters of an option that shares its row
_MOST_PROBLEMS = 4

_FIELDS = {
    "question": later("Reply to this message with the question."),
    "answer": later("Reply to this message with the right answer."),
    "source": later("Reply to this message with the sentence of the article that the answer rests on, word for word."),
    "why": later("Reply to this message with an explanation, which is shown above the source."),
}
"""What may be written anew -> how it is asked for."""
NO_FIELD = "no-"
"""Begins the action of the button under a message that asks for something."""


def draw_banks(banks: Sequence[OpenedBank], page: int, speech: Catalogue) -> Reply:
    """Draw a page of the articles: how many questions each has, and a button to its bank."""
    pages = max(-(-len(banks) // PER_PAGE), 1)
    page = min(page, pages - 1)
    shown = banks[page * PER_PAGE : (page + 1) * PER_PAGE]
    lines = [_summary(bank, speech) for bank in shown]
    rows = [[_open(bank, "show").button(clip(bank.article.title, _LABEL))] for bank in shown]
    turning = pager(ShowBanks, page, pages, speech)
    rows += [list(row) for row in turning.inline_keyboard] if turning else []
    return Reply("\n\n".join(lines), InlineKeyboardMarkup(rows))


def draw_bank(bank: OpenedBank, speech: Catalogue, said: str = "", head: Reply | None = None) -> Reply:
    """Draw what there is in a bank, with what can be done; `head` and `said` come first."""
    waiting = len(bank.waiting)
    rows = [[_open(bank, "write").button(speech.say("Write questions"))]]
    if waiting:
        rows.insert(0, [_open(bank, "review").button(speech.say("Review {n}", n=waiting))])
    rows.append([_open(bank, "draft").button(speech.say("Propose drafts"))])
    rows.append([ShowBanks(0).button(speech.say("All articles"))])
    return _headed(head, [*([escape(said)] if said else []), _summary(bank, speech)], rows)


def draw_proposal(bank: OpenedBank, proposal: Proposal, speech: Catalogue, head: Reply | None = None) -> Reply:
    """Draw the item proposed on a sentence, with options to choose; `head` tells of the item before."""
    sentence = proposal.sentence
    start = sentence.text.find(proposal.key)
    key, named = article_key(bank.article.slug), key_of(sentence.source)

    def button(option: str, label: str) -> InlineKeyboardButton:
        return WriteItem(key, named, start, start + len(proposal.key), option).button(label)

    how = speech.say(
        "Press a wrong option to begin. Or reply to this message: with other words of the sentence, to ask for them;"
        " with wrong options; or with your own question, the right answer and wrong ones, each on a line."
    )
    parts = [
        _source(sentence.topic, sentence.text),
        f"<b>{escape(fitting(proposal.question, _QUESTION))}</b>\n✓ {escape(fitting(proposal.key, _OPTION))}",
        f"<i>{escape(how)}</i>",
    ]
    rows = _in_rows([button(key_of(option), f"+ {clip(option, _LABEL)}") for option in proposal.choices])
    rows.append([button("next", speech.say("Next sentence") + " ›"), _open(bank, "show").button(speech.say("End"))])
    return _headed(head, parts, rows)


def draw_item(
    bank: OpenedBank,
    item: Item,
    offered: Sequence[str],
    problems: Sequence[Problem],
    speech: Catalogue,
    walk: str,
    head: Reply | None = None,
) -> Reply:
    """Draw an item that awaits a decision, with options to take in or out, and what the rules find."""
    state = _State(bank, item, walk)
    how = speech.say("To change the wrong options, press them, or reply to this message with more, each on a line.")
    wrong = [f"✗ {escape(fitting(option, _OPTION))}" for option in item.wrong]
    lines = [f"✓ {escape(fitting(item.answer, _OPTION))}", *wrong]
    found = [escape(problem_line(problem, speech)) for problem in problems[:_MOST_PROBLEMS]]
    parts = [
        f"<i>{escape(_standing(bank, item, speech))}</i>\n{_source(item.topic, item.source)}",
        f"<b>{escape(fitting(item.question, _QUESTION))}</b>\n" + "\n".join(lines),
        *([escape(fitting(item.why, _SOURCE))] if item.why else []),
        "\n".join(found) if found else escape(speech.say("The rules find nothing wrong.")),
        f"<i>{escape(how)}</i>",
    ]
    taken = [state.option("remove", option, "✗") for option in item.wrong]
    more = [state.option("add", option, "+") for option in offered]
    rows = _in_rows([*taken, *more])
    rows.append([state.button("approve", speech.say("Approve")), state.button("discard", speech.say("Discard"))])
    rows.append([state.button("question", speech.say("Question")), state.button("answer", speech.say("Answer"))])
    rows.append([state.button("source", speech.say("Source")), state.button("why", speech.say("Explanation"))])
    rows.append([state.button("next", speech.say("Next") + " ›"), _open(bank, "show").button(speech.say("End"))])
    return _headed(head, parts, rows)


def draw_field(bank: OpenedBank, item: Item, field: str, walk: str, speech: Catalogue) -> Reply:
    """Ask for a field of an item, whose present value can be copied."""
    now = {"question": item.question, "answer": item.answer, "source": item.source, "why": item.why}[field]
    shown = f"<code>{escape(fitting(now, _SOURCE))}</code>" if now else ""
    back = _State(bank, item, walk).button(NO_FIELD + field, speech.say("Back"))
    return Reply(f"{escape(speech.say(_FIELDS[field]))}\n\n{shown}".strip(), InlineKeyboardMarkup([[back]]))


def draw_decided(bank: OpenedBank, item: Item, walk: str, speech: Catalogue) -> Reply:
    """Say what was decided on an item, with a button that takes it back: the head of what comes next."""
    question = fitting(item.question, _QUESTION // 2)
    if item.status is Status.APPROVED:
        said = speech.say("Approved, signed {name}: {question}", name=item.reviewed_by or "", question=question)
    else:
        said = speech.say("Discarded: {question}", question=question)
    undo = _State(bank, item, walk).button("draft", speech.say("Make the last one a draft again"))
    return Reply(escape(said), InlineKeyboardMarkup([[undo]]))


class _State:
    """Make the buttons of an item as it is now."""

    def __init__(self, bank: OpenedBank, item: Item, walk: str) -> None:
        self._of = (article_key(bank.article.slug), key_of(item.id), state_of(item))
        self._walk = walk

    def button(self, action: str, label: str) -> InlineKeyboardButton:
        return DecideItem(action, *self._of, self._walk).button(label)

    def option(self, action: str, option: str, sign: str) -> InlineKeyboardButton:
        article, item, _ = self._of
        return TakeOption(action, article, item, key_of(option), self._walk).button(f"{sign} {clip(option, _LABEL)}")


def _headed(head: Reply | None, parts: Sequence[str], rows: list[list[InlineKeyboardButton]]) -> Reply:
    """Join what was done with what comes next; its button is the last row."""
    if head is None:
        return Reply("\n\n".join(parts), InlineKeyboardMarkup(rows))
    undo = [list(row) for row in head.buttons.inline_keyboard] if head.buttons else []
    return Reply("\n\n".join([head.html, *parts]), InlineKeyboardMarkup([*rows, *undo]))


def _in_rows(buttons: Sequence[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    """Put short buttons three to a row, others one to a row."""
    if all(len(button.text) <= _SHORT + 2 for button in buttons):
        return [list(buttons[at : at + 3]) for at in range(0, len(buttons), 3)]
    return [[button] for button in buttons]


def _open(bank: OpenedBank, step: str) -> OpenBank:
    return OpenBank(article_key(bank.article.slug), step)


def _summary(bank: OpenedBank, speech: Catalogue) -> str:
    """Say how many items of a bank a person has signed and how many wait, or why it cannot be read."""
    approved, waiting = bank.approved_count, len(bank.waiting)
    counts = speech.say("{approved} signed by a person, {waiting} to be reviewed", approved=approved, waiting=waiting)
    told = say_reason(speech, bank.problem) if bank.problem else counts
    return f"<b>{escape(fitting(bank.article.title, _TITLE))}</b>\n{escape(fitting(told, _SOURCE))}"


def _standing(bank: OpenedBank, item: Item, speech: Catalogue) -> str:
    """Say what an item is, and how many wait."""
    if item.status is Status.RETIRED:
        return speech.say("Discarded")
    if not item.awaits_person:
        return speech.say("Approved, signed {name}", name=item.reviewed_by or "–")
    draft = item.status is Status.DRAFT
    what = speech.say("Draft") if draft else speech.say("Approved by no person yet")
    return f"{what} · " + speech.say_n("{n} to be reviewed", "{n} to be reviewed", len(bank.waiting))


def _source(topic: str, text: str) -> str:
    return f"<b>{escape(fitting(topic, _TITLE))}</b>\n<blockquote>{escape(fitting(text, _SOURCE))}</blockquote>"
