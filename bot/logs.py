"""Logs on standard error, with secrets taken out of every line, tracebacks included."""

import json
import logging
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from urllib.parse import quote

from pydantic import SecretStr

from bot.errors import DatabaseError

logger = logging.getLogger(__name__)

_REDACTED = "[redacted]"


class RedactingFormatter(logging.Formatter):
    """Format a record whole, then replace each secret, as it is and as it stands in an address."""

    def __init__(self, secrets: Sequence[SecretStr]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        values = {secret.get_secret_value() for secret in secrets}
        self._forms = sorted(
            {form for value in values if value for form in (value, quote(value, safe=""))}, reverse=True
        )

    def format(self, record: logging.LogRecord) -> str:
        """Write the line for a record, without secrets."""
        line = super().format(record)
        for form in self._forms:
            line = line.replace(form, _REDACTED)
        return line


class JsonFormatter(RedactingFormatter):
    """Format a record as one JSON object on one line, for programs that gather logs; without secrets, too."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        """Give the message alone; a traceback is put behind it by `format` as in text."""
        return record.message

    def format(self, record: logging.LogRecord) -> str:
        """Write the object for a record: time (UTC), level, logger and message."""
        when = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        written = {
            "time": f"{when}.{int(record.msecs):03}Z",
            "level": record.levelname,
            "logger": record.name,
            "message": super().format(record),
        }
        return json.dumps(written, ensure_ascii=False)


def _log_uncaught(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    """Log what nobody foresaw, for Python would print it with whatever it holds."""
    logging.getLogger(__name__).critical("the program ends", exc_info=(kind, error, traceback))


def configure(level: str, secrets: Sequence[SecretStr], *, as_json: bool = False) -> None:
    """Log to standard error from `level` up; the libraries' chatter only at DEBUG."""
    handler = logging.StreamHandler()
    handler.setFormatter((JsonFormatter if as_json else RedactingFormatter)(secrets))
    logging.basicConfig(handlers=[handler], level=level, force=True)
    sys.excepthook = _log_uncaught
    for noisy in ("alembic", "fontTools", "httpx", "httpcore", "matplotlib"):
        logging.getLogger(noisy).setLevel(logging.NOTSET if level == "DEBUG" else logging.WARNING)
    # A connection that broke is reported by whoever used it; that it cannot be closed either is no news.
    logging.getLogger("sqlalchemy.pool").setLevel(logging.NOTSET if level == "DEBUG" else logging.CRITICAL)


@contextmanager
def failure_logged(logger: logging.Logger, what: str) -> Iterator[None]:
    """Log what fails in the block, and go on after it: what failed of the database in one line, all else whole."""
    try:
        yield
    except DatabaseError as error:
        logger.warning("%s: %s", error, what)
    except Exception:
        logger.exception(what)


def warn(problem: Exception) -> None:
    """Log what is wrong with something that is done without."""
    logger.warning("%s", problem)
