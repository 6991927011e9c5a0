"""The revisions of the database: which there are, which a database has, and how it is brought to the newest."""

from functools import lru_cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from bot.errors import BotError

_MIGRATIONS = Path(__file__).parent / "migrations"


@lru_cache(maxsize=1)
def known_revisions() -> tuple[str, ...]:
    """Give the revisions that this program knows, the newest first."""
    return tuple(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def revision_of(connection: Connection, name: str) -> str | None:
    """Give the revision of a database, None of an empty one; BotError, with its name, for one that cannot be used."""
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in known_revisions():
        raise BotError(
            f"{name}: was written by a newer version of article-bot; update the program, or name another database with"
            " ARTICLE_BOT_DATABASE"
        )
    if current is None and inspect(connection).get_table_names():
        raise BotError(f"{name}: belongs to another program; name another database with ARTICLE_BOT_DATABASE")
    return current


def upgrade(connection: Connection) -> None:
    """Make the tables, or bring them to the newest revision."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config
