"""Items in other programs' formats: Moodle's GIFT and Aiken in, GIFT and CSV out.

What is read in is a draft: nobody on this side has reviewed it.
"""

from bot.quiz.exchange.aiken import read_aiken
from bot.quiz.exchange.gift import read_gift
from bot.quiz.exchange.imported import Imported
from bot.quiz.exchange.writing import safe_cell, write_csv, write_gift

__all__ = ["Imported", "read_aiken", "read_gift", "safe_cell", "write_csv", "write_gift"]
