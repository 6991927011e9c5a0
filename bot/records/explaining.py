"""What a database's errors mean, for the person who runs the bot: a reason and a remedy, without anybody's account."""

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionError

# What SQLite says -> what to do about it.
_SQLITE = {
    "disk is full": "free some space on the disk",
    "readonly": "see that the file and its folder may be written to",
    "unable to open": "see that the folder is there and may be written to",
    "locked": "end the other program that holds it",
    "disk I/O error": "see that the disk is well and has room",
}
# The beginning of an SQLSTATE -> reason and remedy; the longest that fits counts.
_SERVER = {
    "28": ("the server refuses the user or the password", "correct ARTICLE_BOT_DATABASE"),
    "3D": ("the server has no such database", "create it, or correct ARTICLE_BOT_DATABASE"),
    "42501": ("the user may not do that", "give it the rights on the database: GRANT ALL ON SCHEMA public TO ..."),
    "08": ("the connection failed", "see that the server is up and can be reached"),
    "53100": ("the server's disk is full", "free some space there"),
    "53": ("the server has no room for more connections or memory", "see what else uses it"),
    "57": ("the server stops or starts just now", "see that it is up"),
    "25006": ("the server only lets read", "see whether it is a standby"),
}
# Beginnings of SQLSTATEs that pass: what failed is worth another try.
_PASSING = ("08", "25006", "40", "53", "55P03", "57")
_UNREACHABLE = ("the server cannot be reached", "see that it is up and that ARTICLE_BOT_DATABASE names it")
_OTHERWISE = "see that the disk has room and nobody else holds the file"


Failure = SQLAlchemyError | OSError
"""What an attempt to use a database raises: a driver lets some errors of the network through as they are."""


def explain_database_error(error: Failure, *, sqlite: bool) -> str:
    """Give the reason in brackets, and what to do.

    A server's own words name its users and what they wrote, so only the code that it gives with them is shown.
    """
    original = error.orig if isinstance(error, DBAPIError) else error if isinstance(error, OSError) else None
    if sqlite or original is None:
        reason = str(original or type(error).__name__)
        return f"({reason}); {next((do for sign, do in _SQLITE.items() if sign in reason), _OTHERWISE)}"
    code = _code_of(original)
    if code is None:
        reason, remedy = _UNREACHABLE
        return f"({reason}: {type(original).__name__}); {remedy}"
    known = [begin for begin in _SERVER if code.startswith(begin)]
    reason, remedy = _SERVER[max(known, key=len)] if known else ("the server refuses it", "look into the server's log")
    return f"({reason}, SQLSTATE {code}); {remedy}"


def passes(error: Failure) -> bool:
    """Tell whether an error may be gone when the same is tried again: a lock, a full disk, a server that is away."""
    if isinstance(error, (NoConnectionError, OSError)):
        return True
    if not isinstance(error, DBAPIError):
        return False
    code = _code_of(error.orig) if error.orig else None
    of_a_kind_that_passes = code.startswith(_PASSING) if code else isinstance(error, (OperationalError, InterfaceError))
    return error.connection_invalidated or of_a_kind_that_passes


def _code_of(original: BaseException) -> str | None:
    """Give the SQLSTATE of a driver's error: each driver has it in another place, or one error further back.

    pg8000 hides why a server hung up behind the failure to say goodbye to it.
    """
    error: BaseException | None = original
    while error is not None and not isinstance(error, SQLAlchemyError):
        told = error.args[0] if error.args else None
        given = told.get("C") if isinstance(told, dict) else None
        for code in (given, getattr(error, "sqlstate", None), getattr(error, "pgcode", None)):
            if isinstance(code, str) and len(code) == 5 and code.isalnum():
                return code
        error = error.__cause__ or error.__context__
    return None
