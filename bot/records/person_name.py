"""Names of people in the database: cleaned as they go in, and as they come out, for old rows hold what was typed."""

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator

from bot.text import clean_name


class PersonName(TypeDecorator[str]):
    """Store the name that somebody has given themselves, on one line and with nothing unseen in it."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, _: Dialect) -> str | None:
        """Clean a name for the database."""
        return None if value is None else clean_name(value)

    def process_result_value(self, value: str | None, _: Dialect) -> str | None:
        """Clean a name from the database."""
        return None if value is None else clean_name(value)
