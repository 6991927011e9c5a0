"""Copies of an SQLite database that stand alone, made while others use it; and what a file of one holds."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import BotError, DatabaseGoneError
from bot.records.upgrading import known_revisions, revision_of

_WAIT = 10.0  # seconds for who writes just now
_REMEDY = "see that the disk has room and the folder may be written to"


@dataclass(frozen=True, slots=True)
class DatabaseState:
    """Say what a database file holds: its revision, whether that is the newest, and sizes in bytes."""

    revision: str | None
    is_newest: bool
    size: int
    log_size: int


def copy_database(source: Path, target: Path) -> None:
    """Copy a database to a new file, readable by its owner only, with all that is written at this moment.

    What others write meanwhile waits for nothing. BotError says why it cannot be copied, or that it is damaged: a copy
    takes damage along unseen. Nothing is left then.
    """
    with _in_words(source), _removed_if_it_fails(target):
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with closing(_open(source)) as origin, closing(sqlite3.connect(target)) as copy:
            origin.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE").close()  # else it would have a log beside it
            _check_every_page(copy, source)
        with target.open("rb+") as written:
            os.fsync(written.fileno())


def look_into_database(file: Path) -> DatabaseState:
    """Check every page of a database, changing nothing; BotError says what is wrong with it."""
    with _in_words(file), closing(_open(file)) as connection:
        _check_every_page(connection, file)
    engine = create_engine(f"sqlite:///{file}")
    try:
        with engine.connect() as connected:
            revision = revision_of(connected, str(file))
    except SQLAlchemyError as error:
        raise BotError(f"{file}: cannot be read ({type(error).__name__}); {_REMEDY}") from None
    finally:
        engine.dispose()
    log = file.with_name(f"{file.name}-wal")
    return DatabaseState(
        revision, revision == known_revisions()[0], file.stat().st_size, log.stat().st_size if log.exists() else 0
    )


def keep_before_upgrade(file: Path, revision: str) -> Path:
    """Copy a database before it is upgraded, beside it; an earlier copy of that revision is replaced by this one."""
    kept = file.with_name(f"{file.name}.before-upgrade-from-{revision}")
    made = kept.with_name(f"{kept.name}.part")
    made.unlink(missing_ok=True)  # of an upgrade that was cut short
    copy_database(file, made)
    made.replace(kept)
    return kept


def _open(file: Path) -> sqlite3.Connection:
    # Not "ro": beside a write-ahead log, reading needs to write, too.
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=rw", uri=True, timeout=_WAIT)


def _check_every_page(connection: sqlite3.Connection, file: Path) -> None:
    found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise _damaged(file, " ".join(str(found).split()))


def _damaged(file: Path, reason: object) -> DatabaseGoneError:
    return DatabaseGoneError(f"{file}: is damaged ({reason}); put back a backup: article-bot restore")


@contextmanager
def _in_words(file: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise BotError(f"{file}: cannot be read or copied ({error}); {_REMEDY}") from None
    except sqlite3.DatabaseError as error:
        raise _damaged(file, error) from None
    except OSError as error:
        raise BotError(f"{error.filename or file}: {error.strerror}; {_REMEDY}") from error


@contextmanager
def _removed_if_it_fails(file: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise
    except BaseException:
        with suppress(OSError):
            file.unlink(missing_ok=True)
        raise
