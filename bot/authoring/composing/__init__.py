"""Write items with help, and decide on drafts: the steps that every front end draws in its own way.

Read walk first (sentence -> proposal -> item), then candidates (item -> options that fit beside its key), then
decisions (draft -> approved, edited, retired; into the bank).
"""

from bot.authoring.composing.candidates import options_for
from bot.authoring.composing.decisions import (
    Check,
    add_drafts,
    add_item,
    approve,
    edit_item,
    retire,
    waiting_items,
    why_not_approve,
    write_decision,
)
from bot.authoring.composing.walk import SEPARATOR, Walk, item_of, options_added, options_in
from bot.authoring.drafting import OTHER_LANGUAGE, Drafting, Proposal

__all__ = [
    "OTHER_LANGUAGE",
    "SEPARATOR",
    "Check",
    "Drafting",
    "Proposal",
    "Walk",
    "add_drafts",
    "add_item",
    "approve",
    "edit_item",
    "item_of",
    "options_added",
    "options_for",
    "options_in",
    "retire",
    "waiting_items",
    "why_not_approve",
    "write_decision",
]
