"""Looking a bot over without changing anything: one finding for each thing, and what mends it."""

import asyncio
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path

from filelock import FileLock, Timeout

from bot.clock import now
from bot.errors import BotError, DatabaseGoneError
from bot.metrics import program_version
from bot.quiz.banks import read_banks
from bot.records.database import database_path, reach_server
from bot.records.database_copy import look_into_database
from bot.settings import Settings, settings_file, unknown_names
from bot.telegram.delivery.aiohttp_request import fetch
from bot.telegram.delivery.http_server import DEFAULT_LISTEN, check_listen
from bot.telegram.identity import Identity, UnreachableError, check_form, look_up_bot
from bot.text import counted
from corpus import Cache, Corpus, CorpusError, read_corpus
from index import ModelError, open_model

_LITTLE_ROOM = 500_000_000  # bytes
_CLOCK_OFF = 60.0  # seconds
_LARGE_LOG = 100_000_000  # bytes
_SECONDS = 3.0  # for the bot on this computer to answer
_AGAIN = "correct that, and type again: article-bot doctor"
_EXTRAS = {
    "html": ("trafilatura", "web pages"),
    "pdf": ("pypdfium2", "PDF"),
    "meaning": ("onnxruntime", "search by meaning"),
    "charts": ("matplotlib", "charts and certificates"),
}


class State(StrEnum):
    """Say how a thing stands. What is wrong keeps the bot from its work; of a warning somebody should know."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """Say of one thing how it stands, and what mends it where it should be mended."""

    thing: str
    state: State
    says: str
    mend: str = ""


def look_over(load: Callable[[], Settings], *, offline: bool) -> Iterator[Finding]:
    """Check one thing after the other. `load` gives the settings; with `offline` Telegram is not asked."""
    yield _program()
    yield from _settings_file()
    try:
        settings = load()
    except BotError as error:
        yield Finding("settings", State.WRONG, str(error), _AGAIN)
        return
    yield from _doubts(settings)
    yield from _token(settings, offline=offline)
    yield from _articles(settings)
    yield _database(settings)
    yield _room(settings)
    yield from _port(settings)
    yield _extras()
    yield _meaning(settings)
    yield Finding("time zone", State.OK, f"{settings.timezone or 'of this computer'}: it is {_local(settings):%H:%M}")


def _program() -> Finding:
    return Finding("program", State.OK, f"article-bot {program_version()}, Python {sys.version.split()[0]}")


def _settings_file() -> Iterator[Finding]:
    file = settings_file()
    if file is None:
        yield Finding(
            "settings", State.OK, "from the environment alone; no .env is here or in your configuration folder"
        )
    else:
        yield Finding("settings", State.OK, f"from {file.resolve()}")
    for name in sorted(unknown_names(file)):
        yield Finding("settings", State.WARNING, f"{name} is no setting", "correct its name; the README lists them")


def _doubts(settings: Settings) -> Iterator[Finding]:
    for doubt in settings.doubts:
        says, _, mend = doubt.partition("; ")
        yield Finding("settings", State.WARNING, says, mend.removeprefix("type: "))


def _token(settings: Settings, *, offline: bool) -> Iterator[Finding]:
    if settings.telegram_token is None:
        yield Finding("token", State.WRONG, "there is none, so there is no bot on Telegram", "article-bot init")
        return
    try:
        check_form(settings.telegram_token)
        if offline:
            yield Finding("token", State.OK, "has the form of one; Telegram was not asked")
            return
        yield from _identity(look_up_bot(str(settings.telegram_api), settings.telegram_token))
    except UnreachableError as error:
        yield Finding(
            "token", State.WARNING, str(error), "check the connection; article-bot doctor --offline skips this"
        )
    except BotError as error:
        yield Finding("token", State.WRONG, str(error), "article-bot init")


def _identity(identity: Identity) -> Iterator[Finding]:
    reads = "; it reads all messages of its groups, for privacy mode is off" if identity.reads_groups else ""
    yield Finding("token", State.OK, f"of @{identity.username}, https://t.me/{identity.username}{reads}")
    off = identity.seconds_off
    if off is not None and abs(off) > _CLOCK_OFF:
        says = f"this computer is {abs(off):.0f} seconds {'ahead of' if off > 0 else 'behind'} Telegram"
        yield Finding("clock", State.WARNING, says, "set the clock, for example: timedatectl set-ntp true")
    elif off is not None:
        yield Finding("clock", State.OK, "goes as Telegram's does")


def _articles(settings: Settings) -> Iterator[Finding]:
    try:
        corpus = read_corpus(settings.corpus, Cache(settings.cache_folder))
    except CorpusError as error:
        yield Finding("articles", State.WRONG, str(error).partition("\n")[0], "article-bot corpus check")
        return
    served = f"{counted(len(corpus.articles), 'article')} in {settings.corpus}"
    doubts = (*corpus.problems, *corpus.overdue(now().date()))
    if doubts:
        says = f"{served}; {counted(len(doubts), 'problem')}, the first: {doubts[0]}"
        yield Finding("articles", State.WARNING, says, "article-bot corpus check")
    else:
        yield Finding("articles", State.OK, served)
    yield _banks(corpus)


def _banks(corpus: Corpus) -> Finding:
    banks = read_banks(corpus)
    asked = sum(1 for _ in banks.approved())
    if banks.problems:
        says = f"{counted(len(banks.problems), 'problem')}, the first: {banks.problems[0]}"
        return Finding("quiz", State.WARNING, says, "article-bot quiz check")
    if not asked:
        return Finding("quiz", State.OK, "no question is approved, so nobody is quizzed")
    return Finding("quiz", State.OK, f"{counted(asked, 'question')} that may be asked")


def _database(settings: Settings) -> Finding:
    try:
        file = database_path(settings.database_url)
        return _server(settings) if file is None else _file(file)
    except DatabaseGoneError as error:
        return Finding("database", State.WRONG, str(error), "article-bot restore BACKUP.tar.gz")
    except BotError as error:
        return Finding("database", State.WRONG, str(error), _AGAIN)
    except OSError as error:
        return Finding("database", State.WRONG, f"{error.filename}: {error.strerror}", "check its permissions")


def _server(settings: Settings) -> Finding:
    revision = reach_server(settings.database_url)
    return Finding("database", State.OK, f"the server answers, revision {revision or 'none yet'}")


def _file(file: Path) -> Finding:
    if not file.exists():
        return Finding("database", State.OK, f"{file}: is made at the first start")
    state = look_into_database(file)
    says = f"{file}: whole, {state.size / 1e6:.1f} MB, revision {state.revision or 'none yet'}"
    if state.revision and not state.is_newest:
        says += "; the next start upgrades it, after a copy"
    if not state.size:
        says = f"{file}: is empty; the next start begins a new database"
        return Finding("database", State.WARNING, says, "if it held results: article-bot restore BACKUP.tar.gz")
    if state.log_size > _LARGE_LOG:
        says += f"; its write-ahead log has {state.log_size / 1e6:.0f} MB"
        return Finding("database", State.WARNING, says, "stop the bot and start it anew")
    return Finding("database", State.OK, says)


def _room(settings: Settings) -> Finding:
    file = database_path(settings.database_url)
    place = next(folder for folder in (file or Path.cwd() / "x").absolute().parents if folder.exists())
    free = shutil.disk_usage(place).free
    says = f"{free / 1e9:.1f} GB free at {place}"
    if not os.access(place, os.W_OK):
        return Finding("disk", State.WRONG, f"{place} cannot be written to", "check its permissions")
    if free < _LITTLE_ROOM:
        return Finding("disk", State.WARNING, says, "free some space on the disk")
    return Finding("disk", State.OK, says)


def _port(settings: Settings) -> Iterator[Finding]:
    listen = settings.listen or (DEFAULT_LISTEN if settings.webhook_url else None)
    answers = listen is not None and _a_bot_answers(listen)
    if answers or _a_bot_runs(settings):
        yield Finding("bot", State.OK, "runs just now")
    if listen is None:
        yield Finding("health address", State.OK, "none; ARTICLE_BOT_LISTEN=127.0.0.1:8080 gives one")
    elif answers:
        yield Finding("health address", State.OK, f"http://{listen}/healthz is in use, by a bot")
    else:
        yield _free(listen)


def _free(listen: str) -> Finding:
    try:
        check_listen(listen)
    except BotError as error:
        return Finding("health address", State.WRONG, str(error), "write another ARTICLE_BOT_LISTEN into .env")
    return Finding("health address", State.OK, f"http://{listen}/healthz is free for it")


def _a_bot_answers(listen: str) -> bool:
    """Tell whether what listens there is a bot: a port that is taken by one is no fault."""
    try:
        status, _, body = asyncio.run(fetch(f"http://{listen}/metrics", _SECONDS, proxies=False))
    except (OSError, ValueError):
        return False
    return status == 200 and b"article_bot_build_info" in body


def _a_bot_runs(settings: Settings) -> bool:
    file = database_path(settings.database_url)
    lock = file.with_name(f"{file.name}.lock") if file else None
    if lock is None or not lock.exists():
        return False
    try:
        with FileLock(lock, timeout=0):
            return False
    except Timeout:
        return True
    except OSError:
        return False


def _extras() -> Finding:
    missing = {name: what for name, (library, what) in _EXTRAS.items() if find_spec(library) is None}
    if not missing:
        return Finding("extras", State.OK, "all are installed")
    says = "; ".join(f"no {what} (extra {name})" for name, what in missing.items())
    mend = "make install, or python -m pip install '.[all]', in the program's folder"
    return Finding("extras", State.WARNING, says, mend)


def _meaning(settings: Settings) -> Finding:
    thing = "search by meaning"
    if settings.model == "off":
        return Finding(thing, State.OK, "is off; words alone are searched")
    try:
        model = open_model(settings.model)
    except ModelError as error:
        return Finding(thing, State.WARNING, f"{error}; until then, words alone are searched", _AGAIN)
    return Finding(thing, State.OK, "its model can be used" if model else "no model is installed")


def _local(settings: Settings) -> datetime:
    return now().astimezone(settings.zone)
