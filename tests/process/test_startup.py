"""Commands load only what they use, so that they start fast."""

import subprocess
import sys

import pytest

from tests.paths import ROOT

HEAVY = {"alembic", "aiohttp", "matplotlib", "nltk", "numpy", "prompt_toolkit", "pydantic", "rich", "sqlalchemy",
         "telegram", "textblob", "trafilatura"}  # fmt: skip

_RUN = """
import sys
from bot.cli import main
main(sys.argv[1:], standalone_mode=False)
print("loaded:", *{name.partition(".")[0] for name in sys.modules})
"""


def loaded(*command: str) -> set[str]:
    """The libraries that a command loads."""
    ran = subprocess.run(
        [sys.executable, "-c", _RUN, *command], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    return set(ran.stdout.rpartition("loaded:")[2].split())


@pytest.mark.parametrize("group", [(), ("quiz",), ("corpus",), ("telegram",), ("eval",), ("quiz", "draft")])
def test_help_loads_nothing_that_is_heavy(group: tuple[str, ...]) -> None:
    assert HEAVY & loaded(*group, "--help") == set()


def test_a_question_loads_what_searches_and_nothing_of_telegram_or_the_database() -> None:
    found = HEAVY & loaded("ask", "What is glutathione?")
    assert found == {"nltk", "numpy", "pydantic", "rich"}


def test_being_quizzed_loads_nothing_of_telegram_or_drafting() -> None:
    assert HEAVY & loaded("quiz", "mydata", "--name", "Anna") & {"telegram", "textblob", "matplotlib"} == set()
