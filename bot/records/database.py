"""Opening the database: made on first run, upgraded on start, refused when a newer program wrote it."""

import logging
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Self

from filelock import FileLock
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from sqlalchemy.orm import Session

from bot.errors import BotError, DatabaseBusyError, DatabaseError, DatabaseGoneError
from bot.records.database_copy import keep_before_upgrade
from bot.records.database_file import DatabaseFile, lock_for_one_bot
from bot.records.explaining import Failure, explain_database_error, passes
from bot.records.upgrading import known_revisions, revision_of, upgrade
from corpus import explain_os_error

__all__ = ["Records", "Session"]

logger = logging.getLogger(__name__)

_WAIT = 3  # seconds that one writer waits for another; a stop of the bot waits for who waits
_READ_ONLY = "article_bot_read_only"
_MOST_LOG = 16_000_000  # bytes that the write-ahead log keeps on the disk once it was moved into the file
_DAMAGE = ("malformed", "not a database", "no such table")


class Records:
    """Open a database, and give transactions on it. Threads and processes may share it: writers wait for each other."""

    def __init__(self, engine: Engine, file: DatabaseFile | None, lock: FileLock | None) -> None:
        self._engine = engine
        self._reader = engine.execution_options(**{_READ_ONLY: True})
        self._file = file
        self._lock = lock

    @classmethod
    def open(cls, address: str, *, for_one_bot: bool = False) -> Self:
        """Open the database at an SQLAlchemy URL; BotError says why it cannot be used.

        It is made if it is new, upgraded if it is old, and checked for damage. With `for_one_bot`, no other process
        that says so may open it until this one closes it or ends; several may share a database server.
        """
        engine = _make_engine(address)
        path = _path_of(engine.url)
        lock = lock_for_one_bot(path) if for_one_bot and path else None
        with ExitStack() as after_failure:
            if lock:
                after_failure.callback(lock.release)
            after_failure.callback(engine.dispose)
            try:
                _prepare(engine)
            except (SQLAlchemyError, OSError) as error:
                raise _cannot_be_opened(engine.url, error) from error
            file = DatabaseFile(path) if path else None
            after_failure.pop_all()
        return cls(engine, file, lock)

    @property
    def name(self) -> str:
        """The database in words for a person: its file, or its address without the password."""
        return _name(self._engine.url)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Begin a transaction: all of it is written at the end, or nothing. Else a DatabaseError says what to do.

        On SQLite it has the write lock from its beginning: two that both read and then come to write could not wait
        for each other.
        """
        with self._usable(), Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Begin a transaction that only reads: it sees one state of everything, and waits for no writer."""
        with self._usable(), Session(self._reader, expire_on_commit=False, autoflush=False) as session:
            yield session
            if session.new or session.dirty or session.deleted:
                raise RuntimeError("something was changed in a transaction that only reads")

    @contextmanager
    def _usable(self) -> Iterator[None]:
        """Turn what the database cannot do into a DatabaseError."""
        if self._file:
            self._file.check()
        try:
            yield
        except (DBAPIError, NoConnectionError) as error:  # the latter when other threads have them all
            raise _cannot_be_used(self._engine.url, error) from error
        except OSError as error:
            if self._file:
                raise
            raise _cannot_be_used(self._engine.url, error) from error
        if self._file:
            self._file.check()

    def close(self) -> None:
        """Let go of the database. All that an SQLite database holds is in its one file then, unless others use it."""
        with suppress(SQLAlchemyError):
            _move_log_into_file(self._engine)
        self._engine.dispose()
        if self._file:
            self._file.close()
        if self._lock:
            self._lock.release()


def _prepare(engine: Engine) -> None:
    """Make or upgrade the tables. An SQLite database is checked and copied first, and marked as one of its own."""
    sqlite = engine.url.get_backend_name() == "sqlite"
    if sqlite:
        _check_for_damage(engine)
        _keep_if_old(engine)
    with engine.begin() as connection:
        if revision_of(connection, _name(engine.url)) != known_revisions()[0]:
            upgrade(connection)
        if sqlite and not connection.exec_driver_sql("PRAGMA user_version").scalar_one():
            connection.exec_driver_sql(f"PRAGMA user_version = {secrets.randbelow(2**31 - 1) + 1}")
    _move_log_into_file(engine)


def _keep_if_old(engine: Engine) -> None:
    """Copy a database that is about to be upgraded, for who wants to go back to the program before."""
    path = _path_of(engine.url)
    with engine.execution_options(**{_READ_ONLY: True}).connect() as connection:
        revision = revision_of(connection, _name(engine.url))
    if path and revision is not None and revision != known_revisions()[0]:
        logger.warning("%s: is upgraded; as it was, it is kept as %s", path, keep_before_upgrade(path, revision))


def _check_for_damage(engine: Engine) -> None:
    with engine.execution_options(**{_READ_ONLY: True}).connect() as connection:
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if found != "ok":
        raise BotError(_damaged(engine.url, " ".join(str(found).split())))


def _move_log_into_file(engine: Engine) -> None:
    """Have SQLite move its write-ahead log into the database file, so that the file alone holds everything."""
    if engine.url.get_backend_name() == "sqlite":
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        except sqlite3.Error:
            pass  # others use the database just now; the log is moved when the last one closes it
        finally:
            connection.close()


def _make_engine(address: str) -> Engine:
    try:
        url = make_url(address)
        sqlite = url.get_backend_name() == "sqlite"
        # Errors would quote what people wrote. A server that was started anew has forgotten old connections.
        engine = create_engine(
            url, connect_args={"timeout": _WAIT} if sqlite else {}, hide_parameters=True, pool_pre_ping=not sqlite
        )
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, ValueError) as error:
        # What a ValueError says quotes the address, and so do the frames.
        reason = "it is no address" if isinstance(error, ValueError) else error
        raise BotError(
            f"ARTICLE_BOT_DATABASE: {reason}; write sqlite:////path/to/file or postgresql+pg8000://..."
        ) from None
    if sqlite:
        if path := _path_of(url):
            _make_folder(path)
        event.listen(engine, "connect", _prepare_connection)
        event.listen(engine, "begin", _begin)
    return engine


def database_path(address: str) -> Path | None:
    """Give the file of the database at an SQLAlchemy URL; None where a server or the memory has it."""
    try:
        return _path_of(make_url(address))
    except ArgumentError:
        raise BotError("ARTICLE_BOT_DATABASE: it is no address; write it as sqlite:////path/to/file") from None


def reach_server(address: str) -> str | None:
    """Connect to a database server and give the revision of its database; BotError says why that fails."""
    engine = _make_engine(address)
    try:
        with engine.connect() as connection:
            return revision_of(connection, _name(engine.url))
    except (SQLAlchemyError, OSError) as error:
        raise _cannot_be_opened(engine.url, error) from None
    finally:
        engine.dispose()


def _path_of(url: URL) -> Path | None:
    """Give the file of an SQLite database, if it is in one."""
    in_file = url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:"
    return Path(str(url.database)) if in_file else None


def _make_folder(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists() and not file.stat().st_size:
            logger.warning("%s: is empty, so a new database begins; put back a copy if it held results", file)
        file.touch(mode=0o600)  # it holds names and results
    except OSError as error:
        raise BotError(
            f"{file}: cannot be opened {explain_os_error(error, 'name another with ARTICLE_BOT_DATABASE')}"
        ) from error


def _prepare_connection(connection: Any, _: Any) -> None:
    # The driver would otherwise begin transactions by itself, and too late to be safe.
    connection.isolation_level = None
    limit = f"journal_size_limit={_MOST_LOG}"
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", limit):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get(_READ_ONLY)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _cannot_be_opened(url: URL, error: Failure) -> BotError:
    if "not a database" in str(error):
        remedy = "put a backup back with article-bot restore, or name another file with ARTICLE_BOT_DATABASE"
        return BotError(f"{_name(url)}: is no database; {remedy}")
    return _cannot_be_used(url, error)


def _cannot_be_used(url: URL, error: Failure) -> DatabaseError:
    reason = error.orig if isinstance(error, DBAPIError) else error
    if any(sign in str(reason) for sign in _DAMAGE):
        return DatabaseGoneError(_damaged(url, reason))
    kind = DatabaseBusyError if passes(error) else DatabaseError
    return kind(f"{_name(url)}: cannot be used {explain_database_error(error, sqlite=_is_sqlite(url))}")


def _damaged(url: URL, reason: object) -> str:
    return (
        f"{_name(url)}: is damaged ({reason}); put back a whole copy (article-bot restore BACKUP; any other copy"
        " without -wal and -shm beside it), or name another with ARTICLE_BOT_DATABASE"
    )


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _name(url: URL) -> str:
    """Name the file of an SQLite database; otherwise the server and the database, without anybody's account."""
    if _is_sqlite(url):
        return url.database or "the database in memory"
    return f"{url.get_backend_name()}://{url.host or 'this computer'}/{url.database or ''}"
