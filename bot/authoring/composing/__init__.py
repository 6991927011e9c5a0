"""Write items with help, and decide on drafts: the steps that every front end draws in its own way.

Read walk first (sentence -> proposal -> item), then decisions (draft -> approved, edited, retired; into the bank).
"""

from bot.authoring.composing.decisions import (
    Check,
    add_item,
    approve,
    edit_item,
    retire,
    waiting_items,
    why_not_approve,
    write_decision,
)
from bot.authoring.composing.walk import SEPARATOR, Walk, item_of, options_in

__all__ = [
    "SEPARATOR",
    "Check",
    "Walk",
    "add_item",
    "approve",
    "edit_item",
    "item_of",
    "options_in",
    "retire",
    "waiting_items",
    "why_not_approve",
    "write_decision",
]
