"""What several test files share."""

import asyncio
import gc
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import UTC
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import settings
from pydantic import SecretStr

from bot.answering.assistant import Assistant
from bot.answering.library import Library, Served
from bot.quiz.games import GameRules
from bot.quiz.quizzes import Quizzes, open_quizzes
from bot.records import Records
from bot.settings import Settings
from bot.telegram.service import Service
from bot.timing import Timing
from corpus import ARTICLES, Article, Corpus, read_corpus
from tests.bot_api import FakeBotApi
from tests.bot_api.transport import InProcessRequest
from tests.catalogues import compile_all

MANAGER = 7

TIMING = Timing(vote_told=0.3, long_poll=1, outbox_every=3600.0, announce_every=0.0)
"""How the bot waits in tests; a test that needs other waits has them in its mark `timing`.

So long is nothing told to managers of their own staff, which would come between the replies that a test is about.
"""

compile_all()  # what building does, for a checkout in which nothing was built

_number = count()

settings.register_profile("quick", max_examples=25, deadline=None)
settings.load_profile("quick")


# While modules are imported and tests collected nothing becomes garbage, and to look for some takes half of the time.
gc.disable()


def pytest_collection_finish() -> None:
    """Look for garbage among what tests make, and not as often as in a small program."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
    gc.enable()


def pytest_xdist_auto_num_workers() -> int:
    """Give twice as many workers as there are cores, for tests wait about half of their time."""
    return 2 * (os.cpu_count() or 1)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(
    monkeypatch: pytest.MonkeyPatch, database: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for name in list(os.environ):
        if name.startswith("ARTICLE_BOT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.getbasetemp() / "config"))
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setenv("ARTICLE_BOT_DATABASE", database)
    monkeypatch.setenv("ARTICLE_BOT_MODEL", "off")  # to open one takes longer than the rest of a start
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.getbasetemp() / f"data-{next(_number)}"))
    monkeypatch.setenv("ARTICLE_BOT_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))


@pytest.fixture(scope="session")
def shipped() -> Corpus:
    """The corpus that is shipped."""
    return read_corpus(ARTICLES)


@pytest.fixture(scope="session")
def article(shipped: Corpus) -> Article:
    """The article that is shipped."""
    return shipped.articles[0]


@pytest.fixture(scope="session")
def assistant(article: Article) -> Assistant:
    return Assistant([article])


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file into an empty folder; gives its path."""

    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


@pytest.fixture
def api() -> FakeBotApi:
    return FakeBotApi()


@pytest.fixture
def database(tmp_path: Path) -> str:
    """The address of a database that does not exist yet."""
    return f"sqlite:///{tmp_path / 'records.db'}"


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which nothing is recorded: a copy of it spares a test the making of its tables."""
    path = tmp_path_factory.mktemp("records") / "records.db"
    Records.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def quizzes(database: str, new_database: Path, shipped: Corpus, request: pytest.FixtureRequest) -> Iterator[Quizzes]:
    """The quizzes on the shipped bank, with nothing recorded yet; chance is seeded."""
    shutil.copy(new_database, database.removeprefix("sqlite:///"))
    rules = GameRules(**_marked(request, "game_rules"))
    with open_quizzes(shipped, database, UTC, Random(1), game_rules=rules) as opened:
        yield opened


@pytest.fixture
async def bot(api: FakeBotApi, assistant: Assistant, quizzes: Quizzes, timing: Timing) -> AsyncIterator[FakeBotApi]:
    """The whole bot on the shipped article, polling the fake Bot API; gives the fake. User 7 is a manager."""
    async with run_bot(api, assistant, quizzes, timing) as running:
        yield running


@pytest.fixture
def timing(request: pytest.FixtureRequest) -> Timing:
    return replace(TIMING, **_marked(request, "timing"))


def _marked(request: pytest.FixtureRequest, name: str) -> dict[str, Any]:
    """What a test says in its mark of that name: `@pytest.mark.timing(alert_every=1.0)`."""
    mark = request.node.get_closest_marker(name)
    return dict(mark.kwargs) if mark else {}


@asynccontextmanager
async def run_bot(
    api: FakeBotApi,
    assistant: Assistant | Library,
    quizzes: Quizzes,
    timing: Timing = TIMING,
    capacity: int = 1000,
    **settings: Any,
) -> AsyncIterator[FakeBotApi]:
    service = _service(api, assistant, quizzes, settings, timing, capacity)
    stop = asyncio.Event()
    task = asyncio.create_task(service.run(stop))
    try:
        yield api
    finally:
        stop.set()
        await task


@asynccontextmanager
async def run_on_folder(
    api: FakeBotApi, folder: Path, quizzes: Quizzes, timing: Timing = TIMING, **settings: Any
) -> AsyncIterator[Library]:
    """Run a bot that serves a folder and watches it; gives its library."""
    values = {"model": "off"} | settings | {"corpus": folder}
    served = Served.read(Settings(_env_file=None, **values))  # type: ignore[call-arg]
    library = Library(served.assistant, served)
    async with run_bot(api, library, quizzes, replace(timing, look_every=0.05), **values):
        yield library


async def run_to_its_end(
    api: FakeBotApi, assistant: Assistant | Library, quizzes: Quizzes, timing: Timing = TIMING, **settings: Any
) -> None:
    """Run a bot that nobody stops, until it cannot go on."""
    async with asyncio.timeout(20):
        await _service(api, assistant, quizzes, settings, timing).run(asyncio.Event())


def _service(
    api: FakeBotApi,
    assistant: Assistant | Library,
    quizzes: Quizzes,
    settings: dict[str, Any],
    timing: Timing,
    capacity: int = 1000,
) -> Service:
    values = {"managers": frozenset({MANAGER}), "timezone": "UTC"} | settings
    made = Settings(_env_file=None, telegram_token=SecretStr(api.token), **values)  # type: ignore[call-arg]
    library = assistant if isinstance(assistant, Library) else Library(assistant)
    return Service(made, library, quizzes, InProcessRequest(api), timing=timing, capacity=capacity)


@contextmanager
def full_disk(quizzes: Quizzes) -> Iterator[None]:
    """Within, SQLite finds no room for another page of the database."""
    dialect: Any = quizzes.records._engine.dialect
    most = 1

    def limit(connection: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {most}").close()

    # Not by an event: threads of the bot go through their listeners just now.
    dialect.do_begin = limit
    try:
        yield
    finally:
        most = 2**30  # each connection learns it with its next transaction


@contextmanager
def no_writing(quizzes: Quizzes) -> Iterator[None]:
    """Within, the database can be read, and nothing can be written."""
    dialect = quizzes.records._engine.dialect
    names = ("do_execute", "do_executemany")

    def refusing(execute: Callable[..., None]) -> Callable[..., None]:
        def refuse(cursor: Any, statement: str, *of: Any, **more: Any) -> None:
            if statement.startswith(("INSERT", "UPDATE", "DELETE")):
                raise sqlite3.OperationalError("database or disk is full")
            execute(cursor, statement, *of, **more)

        return refuse

    # Not by events: threads of the bot go through their listeners just now.
    for name in names:
        setattr(dialect, name, refusing(getattr(dialect, name)))
    try:
        yield
    finally:
        for name in names:
            delattr(dialect, name)
