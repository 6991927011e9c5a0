"""Check items and banks against the rules of item writing, before a person reviews them.

The rules follow Haladyna, Downing and Rodriguez (2002). They compare words only, so they miss flaws and
sometimes report a sound item; a person judges what they report.
"""

from bot.authoring.checking.bank_rules import guessing_strategies, open_book
from bot.authoring.checking.check import Limits, check_bank, check_item

__all__ = ["Limits", "check_bank", "check_item", "guessing_strategies", "open_book"]
