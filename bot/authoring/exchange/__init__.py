"""Items in other programs' formats: Moodle's GIFT and Aiken in, GIFT and CSV out.

What is read in is a draft: nobody on this side has reviewed it.
"""

from bot.authoring.exchange.aiken import read_aiken
from bot.authoring.exchange.gift import read_gift
from bot.authoring.exchange.imported import Imported
from bot.authoring.exchange.writing import write_csv, write_gift

__all__ = ["Imported", "read_aiken", "read_gift", "write_csv", "write_gift"]
