"""Exchange items with other programs: read Moodle's GIFT and Aiken, write GIFT and CSV.

Imported items are drafts, because nobody has reviewed them here.
"""

from bot.authoring.exchange.aiken import read_aiken
from bot.authoring.exchange.gift import read_gift
from bot.authoring.exchange.imported import Imported
from bot.authoring.exchange.writing import write_csv, write_gift

__all__ = ["Imported", "read_aiken", "read_gift", "write_csv", "write_gift"]
