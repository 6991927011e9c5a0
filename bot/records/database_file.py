"""The file of an SQLite database: whose it is, and whether it is still there, the same and whole.

SQLite does not notice while it runs when somebody moves, truncates or overwrites its file: it goes on with the
pages that it remembers, and what it writes is lost.
"""

import os
from collections import Counter
from pathlib import Path
from threading import Lock

from filelock import FileLock, Timeout

from bot.errors import BotError, DatabaseGoneError
from corpus import explain_os_error

_HEADER = 100  # bytes; see https://www.sqlite.org/fileformat.html#the_database_header
_MAGIC = b"SQLite format 3\x00"
_MARK = slice(60, 64)  # the "user version", which is free for a program's own use

_opened: dict[tuple[int, int], int] = {}
_users = Counter[tuple[int, int]]()
_reading = Lock()


class DatabaseFile:
    """Watch one file, from when its database is open until `close`.

    The file is held open: with the first descriptor of a file that a process closes, it loses all locks that it has
    on the file, SQLite's as well (POSIX record locks). So the last user of a file closes it, after SQLite.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        status = path.stat()
        self._identity = status.st_dev, status.st_ino
        self._size = status.st_size
        if self._identity not in _opened:
            _opened[self._identity] = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        _users[self._identity] += 1
        self._mark = self._header()[_MARK]

    def check(self) -> None:
        """Raise DatabaseGoneError if what is written now would be lost."""
        size = self._size  # before looking: another thread may see the file grow between that and the comparison
        try:
            status = self.path.stat()
        except OSError:
            raise self._gone("moved or deleted") from None
        if (status.st_dev, status.st_ino) != self._identity:
            raise self._gone("replaced")
        header = self._header()
        if status.st_size < size:
            raise self._gone("truncated")
        if not header.startswith(_MAGIC) or header[_MARK] != self._mark:
            raise self._gone("overwritten")
        self._size = status.st_size

    def close(self) -> None:
        """Let go of the file, once no connection to its database is open."""
        _users[self._identity] -= 1
        if not _users[self._identity]:
            del _users[self._identity]
            os.close(_opened.pop(self._identity))

    def _header(self) -> bytes:
        with _reading:  # rather than pread, which Windows lacks
            os.lseek(_opened[self._identity], 0, os.SEEK_SET)
            return os.read(_opened[self._identity], _HEADER)

    def _gone(self, what: str) -> DatabaseGoneError:
        return DatabaseGoneError(
            f"{self.path}: was {what} while the program ran; put back a whole copy (article-bot restore BACKUP), and"
            " start the program anew"
        )


def lock_for_one_bot(path: Path) -> FileLock:
    """Claim a database for this process; BotError where another bot has it."""
    lock = FileLock(path.with_name(f"{path.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise BotError(
            f"{path}: another bot runs on this database; stop it, or name another with ARTICLE_BOT_DATABASE"
        ) from None
    except OSError as error:
        raise BotError(
            f"{path}: cannot be locked {explain_os_error(error, 'name another with ARTICLE_BOT_DATABASE')}"
        ) from error
    return lock
