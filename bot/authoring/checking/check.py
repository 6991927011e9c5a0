"""Apply all rules: item or bank, with its article -> problems."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.authoring.checking.bank_rules import exam_is_sound, ids_and_enemies, items_apart, no_way_to_guess
from bot.authoring.checking.option_rules import options_fit
from bot.authoring.checking.stem_rules import stem_is_sound
from bot.authoring.checking.truth_rules import no_true_distractor, quote_carries_key
from bot.authoring.checking.word_rules import shown, utf16_units
from bot.authoring.item import MAX_ID, Bank, Item, Problem, Status
from corpus import Article

LONGEST_WHY = 1000
LONGEST_READ = 1000
"""Longest question or option, in characters, that the rules read; a longer one is a mistake in the file."""
_ID = re.compile(rf"[a-z0-9][a-z0-9-]{{0,{MAX_ID - 1}}}")


@dataclass(frozen=True, slots=True)
class Limits:
    """Hold the longest texts, in UTF-16 units, that the front end can show."""

    question: int
    option: int
    explanation: int


def check_item(item: Item, article: Article, limits: Limits | None = None) -> list[Problem]:
    """Return the problems of one item, found in itself and in comparison with its article."""
    if endless := [text for text in (item.question, *item.options) if len(text) > LONGEST_READ]:
        reason = f"{shown(endless[0])} has {len(endless[0])} letters; look whether the file is broken here"
        return [Problem("too long", reason, item)]
    return [
        *_has_id(item),
        *stem_is_sound(item, article),
        *options_fit(item, article),
        *quote_carries_key(item, article),
        *no_true_distractor(item, article),
        *_fits(item, limits),
    ]


def check_bank(bank: Bank, article: Article, limits: Limits | None = None) -> list[Problem]:
    """Return the problems of all items that are not retired, and of the bank as a whole.

    Rules on several items at once apply to the approved items, or to the drafts where none is approved.
    """
    current = [item for item in bank.items if item.status is not Status.RETIRED]
    together = bank.approved() or tuple(current)
    return [
        *(problem for item in current for problem in check_item(item, article, limits)),
        *ids_and_enemies(bank),
        *items_apart(together, article),
        *(exam_is_sound(bank, bank.exam) if bank.exam else ()),
        *no_way_to_guess(together, article),
    ]


def _has_id(item: Item) -> Iterator[Problem]:
    if not _ID.fullmatch(item.id):
        yield Problem("id", f"{shown(item.id)} is no id; write it with a-z, 0-9 and - only, {MAX_ID} at most", item)


def _fits(item: Item, limits: Limits | None) -> Iterator[Problem]:
    if limits is not None:
        texts = [("question", item.question, limits.question)]
        texts += [("option", option, limits.option) for option in item.options]
        for what, text, limit in texts:
            if utf16_units(text) > limit:
                yield Problem("too long", f"the {what} {shown(text)} is longer than {limit} letters; shorten it", item)
    if len(item.why) > LONGEST_WHY:
        yield Problem("too long", f"the explanation (why) has over {LONGEST_WHY} letters; shorten it", item)
