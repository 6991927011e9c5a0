"""Opening the database: made on first run, upgraded on start, refused when a newer program wrote it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from sqlalchemy.orm import Session

from bot.errors import BotError, DatabaseBusyError, DatabaseError, DatabaseGoneError

__all__ = ["Records", "Session"]

_MIGRATIONS = Path(__file__).parent / "migrations"
_WAIT = 3  # seconds that one writer waits for another; a stop of the bot waits for who waits


class Records:
    """The database. Threads and processes may share it: writers wait for each other."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._file = _file_of(engine.url)
        self._identity = _identity(self._file)

    @classmethod
    def open(cls, address: str) -> "Records":
        """Open the database at an SQLAlchemy URL; BotError says why it cannot be used."""
        engine = _make_engine(address)
        try:
            with engine.begin() as connection:
                _upgrade(connection)
        except SQLAlchemyError as error:
            engine.dispose()
            raise _cannot_be_used(engine.url, error) from error
        except BotError:
            engine.dispose()
            raise
        return cls(engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """A transaction: all of it is written at the end, or nothing. Else a DatabaseError says what to do."""
        self._check_file()
        try:
            with Session(self._engine, expire_on_commit=False) as session, session.begin():
                yield session
        except (DBAPIError, NoConnectionError) as error:  # the latter when other threads have them all
            raise _cannot_be_used(self._engine.url, error) from error
        self._check_file()

    def _check_file(self) -> None:
        if _identity(self._file) != self._identity:
            raise DatabaseGoneError(f"{self._file}: was moved, deleted or replaced; start the program anew")

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def _make_engine(address: str) -> Engine:
    try:
        url = make_url(address)
        sqlite = url.get_backend_name() == "sqlite"
        # Errors would quote what people wrote.
        engine = create_engine(url, connect_args={"timeout": _WAIT} if sqlite else {}, hide_parameters=True)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, ValueError) as error:
        # What a ValueError says quotes the address, and so do the frames.
        reason = "it is no address" if isinstance(error, ValueError) else error
        raise BotError(
            f"ARTICLE_BOT_DATABASE: {reason}; write it as sqlite:////path/to/file, or install the driver"
        ) from None
    if sqlite:
        if file := _file_of(url):
            _make_folder(file)
        event.listen(engine, "connect", _prepare_connection)
        event.listen(engine, "begin", _begin_immediately)
    return engine


def _file_of(url: URL) -> Path | None:
    """The file of an SQLite database, if it is in one."""
    in_file = url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:"
    return Path(str(url.database)) if in_file else None


def _identity(file: Path | None) -> tuple[int, int] | None:
    """What stays the same while a file is the same one."""
    try:
        status = file.stat() if file is not None else None
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if status else None


def _make_folder(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)  # it holds names and results
    except OSError as error:
        raise BotError(
            f"{file}: cannot be opened ({error.strerror}); name another with ARTICLE_BOT_DATABASE"
        ) from error


def _prepare_connection(connection: Any, _: Any) -> None:
    # The driver would otherwise begin transactions by itself, and too late to be safe.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediately(connection: Connection) -> None:
    """Take the write lock at once: two readers that both come to write could not wait for each other."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in known:
        raise BotError(
            f"{_name(connection.engine.url)}: was written by a newer version of article-bot; update the program,"
            " or name another database with ARTICLE_BOT_DATABASE"
        )
    if current is None and inspect(connection).get_table_names():
        raise BotError(
            f"{_name(connection.engine.url)}: belongs to another program; name another database with"
            " ARTICLE_BOT_DATABASE"
        )
    command.upgrade(config, "head")


def _cannot_be_used(url: URL, error: SQLAlchemyError) -> BotError:
    reason = error.orig if isinstance(error, DBAPIError) else error
    if "not a database" in str(reason):
        return BotError(f"{_name(url)}: is no database; name another file with ARTICLE_BOT_DATABASE")
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    passes = lost or isinstance(error, (OperationalError, NoConnectionError))
    kind = DatabaseBusyError if passes else DatabaseError
    return kind(f"{_name(url)}: cannot be used ({reason}); see that the disk has room and nobody else holds the file")


def _name(url: URL) -> str:
    """The file of an SQLite database; otherwise its address without the password."""
    return url.database or "the database in memory" if url.get_backend_name() == "sqlite" else repr(url)
