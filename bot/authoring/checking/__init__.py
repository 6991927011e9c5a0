"""What a program can find wrong with items and with a bank of them, before a person reviews them.

Rules follow the guidelines of item writing (Haladyna, Downing and Rodriguez 2002). They look at words, so
they miss flaws and now and then report a sound item: what they say is for a person to judge.
"""

from bot.authoring.checking.bank_rules import guessing_strategies
from bot.authoring.checking.check import Limits, check_bank, check_item

__all__ = ["Limits", "check_bank", "check_item", "guessing_strategies"]
