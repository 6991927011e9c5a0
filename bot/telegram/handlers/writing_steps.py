"""What each button and each typed reply of /questions does: bank, words -> message. Each step blocks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from html import escape

from bot.authoring.composing import (
    OTHER_LANGUAGE,
    Proposal,
    approve,
    edit_item,
    item_of,
    options_added,
    options_for,
    options_in,
    retire,
    why_not_approve,
)
from bot.authoring.item import Item, Status
from bot.catalogues import Catalogue
from bot.errors import BotError
from bot.quiz.bank_editing import Author, BankEditor, OpenedBank, key_of, state_of
from bot.telegram.handlers.closed_articles import refusal
from bot.telegram.markup.answer_markup import Reply
from bot.telegram.markup.bank_buttons import DecideItem, OpenBank, TakeOption, WriteItem
from bot.telegram.markup.buttons import article_key
from bot.telegram.markup.rule_messages import problem_line
from bot.telegram.markup.writing_markup import (
    NO_FIELD,
    draw_bank,
    draw_banks,
    draw_decided,
    draw_field,
    draw_item,
    draw_proposal,
)
from bot.text import clean

MOST_WRONG = 9
"""Most wrong options of an item: Telegram's polls take no more."""
_TO_BEGIN_WITH = 3  # wrong options of a question that somebody types alone


@dataclass(slots=True)
class WritingSteps:
    """Do one step for one person, who is spoken to in `speech` and signs as `by` on a day.

    `closed` are the articles on which their exam is open, slug -> title: nothing of their banks is shown.
    `written` tells afterwards whether a bank was written.
    """

    editor: BankEditor
    by: Author
    today: date
    speech: Catalogue
    closed: Mapping[str, str] = field(default_factory=dict)
    written: bool = False

    def list_banks(self, page: int = 0) -> Reply:
        """Draw the articles; of one alone, its bank."""
        banks = self.editor.banks()
        if not banks:
            raise BotError(self.speech.say("there is no article to write questions on"))
        return draw_bank(banks[0], self.speech) if len(banks) == 1 else draw_banks(banks, page, self.speech)

    def open(self, data: OpenBank) -> Reply:
        """Show a bank, have drafts made, or begin to write or to review in it."""
        bank = self._bank(data.article_key)
        if data.step == "draft":
            said = self._draft(bank)
            return draw_bank(self._bank(data.article_key), self.speech, said)
        return draw_bank(bank, self.speech) if data.step == "show" else self._next(bank, data.step)

    def _draft(self, bank: OpenedBank) -> str:
        """Add the drafts that can be made, and say how many; where there are none, what to do."""
        drafting = self.editor.draft(bank, self.by)
        if drafting.items:
            self.written = True
            return self.speech.say_n(
                "{n} draft was added. It is asked once you have approved it.",
                "{n} drafts were added. They are asked once you have approved them.",
                len(drafting.items),
            )
        if OTHER_LANGUAGE in drafting.dropped:
            return self.speech.say("Drafts are made in English only. “Write questions” goes through each sentence.")
        return self.speech.say(
            "Nothing more can be proposed by itself. “Write questions” goes through each sentence with you."
        )

    def take(self, data: WriteItem) -> Reply:
        """Begin an item with a wrong option, or pass its sentence over."""
        bank, proposal = self._proposal(data)
        if data.option == "next":
            return self._next(bank, "write", after=proposal.sentence.source)
        option = _named(data.option, proposal.choices)
        if option is None:  # the article has changed meanwhile
            return draw_proposal(bank, proposal, self.speech)
        return self._write(bank, item_of(proposal, [option]))

    def option(self, data: TakeOption) -> Reply:
        """Take a wrong option into an item, or out of it."""
        bank, item = self._item(data.article_key, data.item)
        if data.action == "add":
            option = _named(data.option, options_for(item, bank.article))
            wrong = (*item.wrong, *([option] if option and len(item.wrong) < MOST_WRONG else []))
        else:
            wrong = tuple(one for one in item.wrong if key_of(one) != data.option)
        if not wrong:
            return self._show(bank, item, data.walk, self._head(self.speech.say("One wrong option must stay.")))
        return self._edit(bank, item, replace(item, wrong=wrong), data.walk)

    def decide(self, data: DecideItem) -> Reply:
        """Approve or discard an item and go on, make it a draft again, show it, or ask for another text of it."""
        bank, item = self._item(data.article_key, data.item)
        match data.action:
            case "question" | "answer" | "source" | "why":
                return draw_field(bank, item, data.action, data.walk, self.speech)
            case "next":
                return self._next(bank, data.walk, item.source, item.id)
            case "draft":
                return self._edit(bank, item, item, data.walk)
            case "approve" | "discard":
                return self._judge(bank, item, data)
        return self._show(bank, item, data.walk)

    def _judge(self, bank: OpenedBank, item: Item, data: DecideItem) -> Reply:
        """Approve or discard an item that says what the person has seen, and go on."""
        if data.state != state_of(item):
            return self._show(bank, item, data.walk, self._changed())
        if data.action == "discard":
            after = retire(item, self.by.name, self.today)
        elif problem := why_not_approve(item, bank.article, self.editor.check):
            return self._show(bank, item, data.walk, self._head(problem_line(problem, self.speech)))
        else:
            after = approve(item, self.by.name, self.today)
        if not self._change(bank, item, after, f"{data.action} question"):
            return self._again(item, bank, data.walk, self._changed())
        now, written = self._item(data.article_key, data.item)
        head = draw_decided(now, written, data.walk, self.speech)
        return self._next(now, data.walk, after.source, after.id, head)

    def say_on_item(self, data: DecideItem, said: str) -> Reply:
        """Write what is typed in the place of the field that was asked for, else as question or as wrong options."""
        bank, item = self._item(data.article_key, data.item)
        words = " ".join(clean(said).split())
        asked = data.action.removeprefix(NO_FIELD) if data.action.startswith(NO_FIELD) else ""
        if asked in ("question", "answer", "source", "why"):
            edited = edit_item(item, bank.article, **{asked: words})
        elif words.endswith("?"):
            edited = edit_item(item, bank.article, question=words)
        else:
            edited = replace(item, wrong=options_added(clean(said), item, ())[:MOST_WRONG])
        return self._edit(bank, item, edited, data.walk)

    def say_on_proposal(self, data: WriteItem, said: str) -> Reply:
        """Ask for other words of the sentence, or begin an item with what is typed: a question, or wrong options."""
        bank, proposal = self._proposal(data)
        first, *others = options_in(clean(said), ()) or ("",)
        other = None if others and not first.endswith("?") else bank.walk().reworded(proposal, first)
        if other is None:
            typed = options_in(clean(said), proposal.choices)
            return self._write(bank, item_of(proposal, [one for one in typed if one != proposal.key][:MOST_WRONG]))
        if not first.endswith("?"):
            return draw_proposal(bank, other, self.speech)
        key, *wrong = others or [other.key]
        offered = [choice for choice in other.choices if choice != key] if key == other.key else []
        return self._write(bank, item_of(other, (wrong or offered[:_TO_BEGIN_WITH])[:MOST_WRONG], key))

    def _write(self, bank: OpenedBank, item: Item) -> Reply:
        """Add a draft; where one asks that already, it gets the options: two may be pressed at once."""
        if not item.wrong:
            raise BotError(self.speech.say("write the right answer and wrong ones below the question, each on a line"))
        asked = (known for known in bank.waiting if (known.source, known.question) == (item.source, item.question))
        known = next(asked, None)
        if known is not None and not known.asks_the_same(item):
            wrong = tuple(dict.fromkeys((*known.wrong, *item.wrong)))[:MOST_WRONG]
            return self._edit(bank, known, replace(known, wrong=wrong), "write")
        added = self.editor.add(bank, item, self.by)
        self.written = True
        return self._show(self._bank(article_key(bank.article.slug)), added, "write")

    def _edit(self, bank: OpenedBank, before: Item, after: Item, walk: str) -> Reply:
        """Write an item as it was edited: a draft, which is to be looked at again."""
        if after.wrong and after.question and after.answer:
            draft = replace(after, status=Status.DRAFT, reviewed_by=None, reviewed_on=None)
            done = self._change(bank, before, draft, "edit question")
            return self._again(before, bank, walk, None if done else self._changed())
        return self._again(before, bank, walk, self._head(self.speech.say("It must not be empty.")))

    def _change(self, bank: OpenedBank, before: Item, after: Item, what: str) -> bool:
        self.written = self.editor.change(bank, before, after, what, self.by)
        return self.written

    def _again(self, item: Item, bank: OpenedBank, walk: str, head: Reply | None) -> Reply:
        """Draw an item as it stands in its bank now."""
        now, as_it_is = self._item(article_key(bank.article.slug), key_of(item.id))
        return self._show(now, as_it_is, walk, head)

    def _next(
        self, bank: OpenedBank, walk: str, after: str = "", identifier: str = "", head: Reply | None = None
    ) -> Reply:
        """Go on behind a sentence, or behind an item; where nothing is left, show the bank."""
        if walk == "review":
            item = bank.next_waiting(identifier)
            said = self.speech.say("Nothing more is to be reviewed from here on.")
            return self._show(bank, item, walk, head) if item else draw_bank(bank, self.speech, said, head)
        proposal = next(bank.walk().proposals(" ".join(after.split())), None)
        said = self.speech.say("No sentence without a question is left from here on.")
        return (
            draw_proposal(bank, proposal, self.speech, head) if proposal else draw_bank(bank, self.speech, said, head)
        )

    def _show(self, bank: OpenedBank, item: Item, walk: str, head: Reply | None = None) -> Reply:
        problems = self.editor.check(item, bank.article)
        return draw_item(bank, item, options_for(item, bank.article), problems, self.speech, walk, head)

    def _bank(self, key: str) -> OpenedBank:
        bank = self.editor.open(lambda slug: article_key(slug) == key)
        if bank.article.slug in self.closed:
            raise BotError(refusal(self.closed, bank.article.slug, self.speech))
        return bank

    def _item(self, key: str, item_key: str) -> tuple[OpenedBank, Item]:
        bank = self._bank(key)
        item = bank.item(item_key)
        if item is None:
            raise BotError(bank.problem or self.speech.say("that question is no longer there"))
        return bank, item

    def _proposal(self, data: WriteItem) -> tuple[OpenedBank, Proposal]:
        bank = self._bank(data.article_key)
        walk = bank.walk()
        sentence = next((one for one in walk.sentences if key_of(one.source) == data.sentence), None)
        words = sentence.text[data.start : data.end] if sentence else ""
        proposal = walk.proposal_on(sentence.source, words) if sentence and words else None
        if proposal is None:
            raise BotError(self.speech.say("that sentence is no longer in the article"))
        return bank, proposal

    def _head(self, said: str) -> Reply:
        return Reply(escape(said))

    def _changed(self) -> Reply:
        return self._head(self.speech.say("It was changed meanwhile. This is what it says now."))


Step = Callable[[WritingSteps], Reply]
"""One step, which draws what comes of it."""


def _named(key: str, options: tuple[str, ...]) -> str | None:
    return next((option for option in options if key_of(option) == key), None)
