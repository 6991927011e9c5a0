"""The bot on a PostgreSQL server that stops, comes back and refuses; skipped where no such server is installed."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.answering.assistant import Assistant
from bot.errors import BotError
from bot.operation.health_check import State, look_over
from bot.quiz.quizzes import open_quizzes
from bot.records import Records
from bot.settings import Settings
from corpus import ARTICLES, read_corpus
from tests.bot_api import FakeBotApi
from tests.conftest import run_bot
from tests.quizzing import eventually

pytest.importorskip("pg8000")
PROGRAMS = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)
pytestmark = pytest.mark.skipif(PROGRAMS is None or os.name != "posix", reason="no PostgreSQL is installed")


SECRET = "geheim"


@dataclass(frozen=True, slots=True)
class Server:
    """A server of its own in a folder, reached by a socket in it: on no port."""

    folder: Path
    user: str | None  # root may not run it

    def address(self, secret: str = SECRET, database: str = "postgres") -> str:
        return f"postgresql+pg8000://bot:{secret}@/{database}?unix_sock={self.folder}/.s.PGSQL.5432"

    def make(self) -> None:
        (self.folder / "password").write_text(SECRET)
        (self.folder / "password").chmod(0o644)
        options = ("--username=bot", "--auth=scram-sha-256", f"--pwfile={self.folder}/password", "--no-sync")
        self._run("initdb", *options)

    def start(self) -> None:
        self._run("pg_ctl", "start", "-w", "-l", str(self.folder / "log"), "-o", f"-k {self.folder} -h '' -F")

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "-m", "immediate")

    def _run(self, program: str, *options: str) -> None:
        assert PROGRAMS
        command = [str(PROGRAMS / program), "-D", str(self.folder / "data"), *options]
        subprocess.run(command, user=self.user, cwd="/", stdout=subprocess.DEVNULL, check=True)


@pytest.fixture(scope="module")
def made() -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp())
    user = None
    if os.geteuid() == 0:
        user = "nobody"
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    server = Server(folder, user)
    try:
        server.make()
        yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def server(made: Server) -> Iterator[Server]:
    made.start()
    try:
        yield made
    finally:
        made.stop()


async def test_a_server_that_stops_is_waited_for_and_nothing_is_lost(
    server: Server, api: FakeBotApi, assistant: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    with open_quizzes(read_corpus(ARTICLES), server.address(), UTC, for_one_bot=True) as quizzes:
        async with run_bot(api, assistant, quizzes):
            api.says("What is glutathione?")
            assert "glutathione" in (await api.reply())["text"]
            server.stop()
            api.says("What does magnesium do?", chat=2)
            await eventually(lambda: "updates cannot be written down; they stay at Telegram" in caplog.text)
            server.start()
            await api.until(lambda: any("agnesium" in message["text"] for message in api.sent))
    assert "the server cannot be reached" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"secret": "wrong"}, "refuses the user or the password"),
        ({"database": "nowhere"}, "has no such database"),
    ],
)
def test_what_the_server_refuses_is_one_line_and_no_backup_mends_it(
    server: Server, given: dict[str, str], said: str
) -> None:
    address = server.address(**given)
    with pytest.raises(BotError, match=said) as caught:
        Records.open(address)
    assert "\n" not in str(caught.value)
    settings = Settings(_env_file=None, database=SecretStr(address))  # type: ignore[call-arg]
    (found,) = (one for one in look_over(lambda: settings, offline=True) if one.thing == "database")
    assert (found.state, found.says) == (State.WRONG, str(caught.value))
    assert "restore" not in found.mend
