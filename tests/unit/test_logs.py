"""No secret reaches a log line."""

import json
import logging
import re

from pydantic import SecretStr

from bot.logs import JsonFormatter, RedactingFormatter

TOKEN = "123456:AAbb/cc"


def record(message: str, *arguments: object, failed: bool = False) -> logging.LogRecord:
    info = None
    if failed:
        try:
            raise ValueError(TOKEN)
        except ValueError as error:
            info = (type(error), error, error.__traceback__)
    return logging.LogRecord("name", logging.ERROR, "file", 1, message, arguments, info)


def test_a_secret_is_taken_out_of_messages_arguments_addresses_and_tracebacks() -> None:
    formatter = RedactingFormatter([SecretStr(TOKEN)])
    for line in (
        formatter.format(record(f"token {TOKEN}")),
        formatter.format(record("token %s", TOKEN)),
        formatter.format(record("POST https://host/bot123456%3AAAbb%2Fcc/getMe")),
        formatter.format(record("failed", failed=True)),
    ):
        assert "AAbb" not in line
        assert "[redacted]" in line


def test_without_secrets_nothing_changes() -> None:
    assert RedactingFormatter([SecretStr("")]).format(record("as it is")).endswith("ERROR name: as it is")


def test_as_json_a_record_is_one_line_with_its_traceback_and_no_secret() -> None:
    line = JsonFormatter([SecretStr(TOKEN)]).format(record("two\nlines of %s", TOKEN, failed=True))
    assert "\n" not in line
    written = json.loads(line)
    assert written["message"].startswith("two\nlines of [redacted]\nTraceback")
    assert (written["level"], written["logger"]) == ("ERROR", "name")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", written["time"])
    assert "AAbb" not in line
