"""What is wrong with a database is said as what it is, in one line, without anybody's account."""

import sqlite3

import pytest
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, ProgrammingError

from bot.errors import DatabaseBusyError
from bot.records import Records
from bot.records.explaining import explain_database_error, passes


class ServerError(Exception):
    """As pg8000 raises it: the fields of the server's message in a dictionary."""


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("28P01", "the server refuses the user or the password, SQLSTATE 28P01); correct ARTICLE_BOT_DATABASE"),
        ("3D000", "the server has no such database"),
        ("53100", "the server's disk is full"),
        ("53300", "no room for more connections"),
        ("57P03", "stops or starts just now"),
        ("42501", "may not do that"),
        ("XX000", "look into the server's log"),
    ],
)
def test_a_server_is_quoted_by_its_code_alone(code: str, said: str) -> None:
    original = ServerError({"S": "FATAL", "C": code, "M": 'failed for user "anna"\nDETAIL: geheim'})
    line = explain_database_error(DBAPIError("SELECT", None, original), sqlite=False)
    assert said in line
    assert "anna" not in line
    assert "\n" not in line


def test_a_server_that_is_not_there_is_no_full_disk() -> None:
    line = explain_database_error(DBAPIError("", None, ConnectionRefusedError("anna@db")), sqlite=False)
    assert line.startswith("(the server cannot be reached: ConnectionRefusedError); see that it is up")


@pytest.mark.parametrize(
    ("error", "worth_another_try"),
    [
        (InterfaceError("", None, Exception("network error")), True),
        (ProgrammingError("", None, ServerError({"C": "57P01"})), True),
        (ProgrammingError("", None, ServerError({"C": "28P01"})), False),
        (OperationalError("", None, ServerError({"C": "3D000"})), False),
        (ProgrammingError("", None, ServerError({"C": "42P01"})), False),
        (ProgrammingError("", None, ServerError({"C": "XX000"}), connection_invalidated=True), True),
    ],
    ids=["away", "stops", "password", "no database", "no table", "lost"],
)
def test_what_passes_is_tried_again_and_what_a_person_must_mend_is_not(
    error: DBAPIError, worth_another_try: bool
) -> None:
    assert passes(error) is worth_another_try


def test_why_a_server_hung_up_is_found_behind_the_driver_s_failure_to_say_goodbye() -> None:
    goodbye = InterfaceError("", None, ConnectionError("network error"))
    goodbye.orig.__context__ = ServerError({"C": "28P01"})  # type: ignore[union-attr]
    assert "refuses the user or the password" in explain_database_error(goodbye, sqlite=False)


def test_a_connection_that_breaks_is_waited_for_though_the_driver_lets_it_through() -> None:
    with (
        Records.open("sqlite://") as records,
        pytest.raises(DatabaseBusyError, match="cannot be used"),
        records.write(),
    ):
        raise ConnectionResetError("reset by peer")


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("database or disk is full", "free some space"),
        ("attempt to write a readonly database", "may be written to"),
        ("unable to open database file", "see that the folder is there"),
        ("database is locked", "end the other program"),
    ],
)
def test_sqlite_says_what_it_is_and_what_to_do(reason: str, said: str) -> None:
    error = OperationalError("SELECT", None, sqlite3.OperationalError(reason))
    line = explain_database_error(error, sqlite=True)
    assert line.startswith(f"({reason}); ")
    assert said in line
