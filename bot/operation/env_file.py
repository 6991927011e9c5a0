"""Writing `.env`: readable by its owner only, whole or not at all, and other lines are kept as they are."""

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from dotenv import dotenv_values

from bot.errors import BotError
from corpus import explain_os_error

_PLAIN = re.compile(r"[\w@%+=:,./~-]*", re.ASCII)
_NAME = re.compile(r"\s*(?:export\s+)?(?P<name>[A-Za-z_]\w*)\s*=")


def render(values: Mapping[str, str], old: str = "") -> str:
    r"""Give the text of a file with these values, after those lines of an old one that set something else.

    >>> render({"A": "1", "B": "two words"}, "# mine\nB=old\nC=3\n")
    "# mine\nC=3\nA=1\nB='two words'\n"
    """
    kept = [line for line in old.splitlines() if not ((found := _NAME.match(line)) and found["name"] in values)]
    return "".join(f"{line}\n" for line in (*kept, *(f"{name}={_quoted(value)}" for name, value in values.items())))


def write_settings(file: Path, values: Mapping[str, str], old: str = "") -> None:
    """Write a file of settings, mode 0600; BotError where it cannot be written, or would be read as something else."""
    part = file.with_name(f"{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)  # of a time before, perhaps with another mode
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as opened:
            opened.write(render(values, old))
        read = dotenv_values(part)
        for name, value in values.items():
            if read.get(name) != value:
                raise BotError(f"{name}: its value cannot be written into {file}; choose one without $ and line ends")
        part.replace(file)
    except OSError as error:
        raise BotError(f"{file}: cannot be written {explain_os_error(error, 'go to another folder')}") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _quoted(value: str) -> str:
    if _PLAIN.fullmatch(value):
        return value
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
