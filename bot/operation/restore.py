"""Putting a backup back: everything is unpacked and checked first, then changed by moves that can be undone.

What was there is kept beside it: the database as records.db.before-restore-..., articles in a hidden folder.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from filecmp import cmp
from pathlib import Path
from types import TracebackType

from dotenv import dotenv_values

from bot import clock
from bot.authoring.bank import own_banks
from bot.errors import BotError
from bot.operation.backup_archive import BANKS, CORPUS, DATABASE, SETTINGS, ArchiveBounds, Unpacked, unpack
from bot.operation.env_file import write_settings
from bot.records.database import database_path
from bot.records.database_copy import look_into_database
from bot.records.database_file import lock_for_one_bot
from bot.settings import Settings
from corpus import ARTICLES, explain_os_error

_BESIDE = ("", "-wal", "-shm", "-journal")
_OF_A_COMPUTER = {"CORPUS", "DATABASE", "CACHE"}
_WANTS_A_PERSON = {"TELEGRAM_TOKEN", "WEBHOOK_SECRET", "TELEGRAM_API"}
"""Secrets, and the address that gets the token: nobody's file decides on that."""
_SPARE = 50_000_000  # bytes that stay free on the disk


@dataclass(frozen=True, slots=True)
class Restored:
    """Say what was put back where, and where what stood there before is kept.

    `database` and `articles` are None where they are as they were, `settings` where a `.env` was there already.
    """

    version: str
    made: str
    database: Path | None
    articles: Path | None
    settings: Path | None
    kept: tuple[Path, ...]


def check_backup(file: Path) -> Unpacked:
    """Unpack a backup aside and check all that is in it, and change nothing; BotError says what is wrong."""
    with _failure_in_words(), tempfile.TemporaryDirectory() as folder:
        return _unpack(file, Path(folder))


def restore_backup(file: Path, settings: Settings, env_file: Path | None) -> Restored:
    """Put a backup back where the settings say; BotError says why it cannot be, and all is as it was.

    Refused while a bot runs on the database. Articles go into the folder "articles" here where no folder is set,
    settings into `env_file`, unless that is there or None.
    """
    if settings.corpus.is_file():
        raise BotError(f"{settings.corpus}: is one file; name the folder for the articles with --corpus")
    articles = Path("articles").absolute() if settings.corpus == ARTICLES else settings.corpus.absolute()
    database = database_path(settings.database_url)
    stamp = f"before-restore-{clock.now():%Y%m%d-%H%M%S}"
    with _failure_in_words(), ExitStack() as stack:
        if database:
            database.parent.mkdir(parents=True, exist_ok=True)
            stack.callback(lock_for_one_bot(database).release)
            stack.callback(_staged(database).unlink, missing_ok=True)
        folder = stack.enter_context(_staging(articles))
        unpacked = _unpack(file, folder)
        banks = _staged_banks(folder / BANKS, unpacked.banks, stack)
        moves = _Moves()
        stack.push(moves.undo_after_failure)
        restores_database = database is not None and DATABASE in unpacked.files
        if database is not None and restores_database:
            _put_database(folder / DATABASE, database, stamp, moves)
        restores_articles = articles == settings.corpus.absolute() or not _is_shipped(folder / CORPUS, unpacked)
        if restores_articles and articles != settings.corpus.absolute():
            _take_banks_along(folder, unpacked)
        _put_banks(banks, stamp, moves)
        if restores_articles:
            _put_articles(folder / CORPUS, unpacked.articles, articles, articles / f".{stamp}", moves)
        written = _put_settings(folder / SETTINGS, settings, articles if restores_articles else None, env_file)
    return Restored(
        unpacked.version,
        unpacked.made,
        database if restores_database else None,
        articles if restores_articles else None,
        env_file if written else None,
        tuple(moves.kept),
    )


def _unpack(file: Path, folder: Path) -> Unpacked:
    """Unpack a backup where there is room for it, and check its database."""
    room = shutil.disk_usage(folder).free - _SPARE
    unpacked = unpack(file, folder, ArchiveBounds(bytes=max(0, min(room, ArchiveBounds().bytes))))
    if DATABASE in unpacked.files:
        look_into_database(folder / DATABASE)
    return unpacked


@contextmanager
def _staging(target: Path) -> Iterator[Path]:
    """Give a new hidden folder within the target, on its disk; it is removed in the end, and an empty target too."""
    is_new = not target.exists()
    target.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix=".restoring-", dir=target) as folder:
            yield Path(folder)
    finally:
        if is_new:
            with suppress(OSError):  # it is not empty
                target.rmdir()


class _Moves:
    """Move files so that all moves can be undone; `kept` names what was moved out of the way."""

    def __init__(self) -> None:
        self._done: list[tuple[Path, Path]] = []
        self.kept: list[Path] = []

    def move(self, source: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)
        self._done.append((source, target))

    def put(self, source: Path, target: Path) -> None:
        """Move a new file to its place; when root does that, it belongs to whom the folder belongs to."""
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            target.parent.mkdir(parents=True, exist_ok=True)
            owner = target.parent.stat()
            os.chown(source, owner.st_uid, owner.st_gid)
        self.move(source, target)

    def keep(self, source: Path, target: Path) -> None:
        self.move(source, target)
        self.kept.append(target)

    def undo_after_failure(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        if kind is not None:
            for source, target in reversed(self._done):
                source.parent.mkdir(parents=True, exist_ok=True)
                target.rename(source)


def _put_database(source: Path, target: Path, stamp: str, moves: _Moves) -> None:
    """Put a database in its place; the old one is kept with its write-ahead log, which the new one must not meet."""
    staged = _staged(target)
    shutil.move(source, staged)
    for end in _BESIDE:
        old = target.with_name(target.name + end)
        if old.exists():
            moves.keep(old, target.with_name(f"{target.name}.{stamp}{end}"))
    moves.put(staged, target)


def _staged(database: Path) -> Path:
    """Say where a database waits, on the disk that it belongs on, until the old one is out of its way."""
    return database.with_name(f".{database.name}.restoring")


def _put_articles(source: Path, names: list[str], target: Path, kept: Path, moves: _Moves) -> None:
    """Put files in their places; others that are visible are moved into the folder `kept`, with those that differ."""
    for link in [path for path in _inside(target) if path.is_symlink()]:  # none leads what is written elsewhere
        moves.keep(link, kept / link.relative_to(target))
    for path in [path for path in _inside(target) if path.is_file()]:
        name = path.relative_to(target)
        if name.as_posix() not in names or not cmp(path, source / name, shallow=False):
            moves.keep(path, kept / name)
    for wanted in names:
        if (target / wanted).is_dir() and not (target / wanted).is_symlink():
            moves.keep(target / wanted, kept / wanted)
        if not (target / wanted).exists():
            moves.put(source / wanted, target / wanted)


def _staged_banks(source: Path, names: list[str], stack: ExitStack) -> list[Path]:
    """Copy edited banks of the program's own articles to the disk on which such banks stand, out of sight."""
    if not names:
        return []
    folder = stack.enter_context(_staging(own_banks()))
    return [Path(shutil.copyfile(source / name, folder / name)) for name in names]


def _put_banks(banks: list[Path], stamp: str, moves: _Moves) -> None:
    """Put banks in their places; those that differ are kept."""
    for bank in banks:
        target = own_banks() / bank.name
        if target.exists() and cmp(target, bank, shallow=False):
            continue
        if target.exists():
            moves.keep(target, target.with_name(f".{stamp}") / bank.name)
        moves.put(bank, target)


def _take_banks_along(folder: Path, unpacked: Unpacked) -> None:
    """Put edited banks beside the program's own articles, where these become articles like others."""
    for name in set(unpacked.banks) & set(unpacked.articles):
        shutil.copyfile(folder / BANKS / name, folder / CORPUS / name)


def _inside(folder: Path) -> Iterator[Path]:
    """Go through what is not hidden; links are given, and not followed."""
    for path in sorted(folder.iterdir()):
        if not path.name.startswith((".", "~")):
            yield path
            if path.is_dir() and not path.is_symlink():
                yield from _inside(path)


def _is_shipped(folder: Path, unpacked: Unpacked) -> bool:
    """Tell whether the articles in a backup are those that come with this program."""
    shipped = {path.relative_to(ARTICLES).as_posix() for path in _inside(ARTICLES) if path.is_file()}
    return shipped == set(unpacked.articles) and all(
        cmp(folder / name, ARTICLES / name, shallow=False) for name in shipped
    )


def _put_settings(source: Path, settings: Settings, articles: Path | None, env_file: Path | None) -> bool:
    """Write the backup's settings where there are none, with the places of this computer; tell whether it did."""
    if env_file is None or env_file.exists() or not source.exists():
        return False
    taken = {name.upper() for name in Settings.model_fields} - _OF_A_COMPUTER - _WANTS_A_PERSON
    given = dotenv_values(source, interpolate=False)
    values = {name: value for name in sorted(f"ARTICLE_BOT_{one}" for one in taken) if (value := given.get(name))}
    if articles is not None:
        values["ARTICLE_BOT_CORPUS"] = str(articles)
    if settings.database is not None:
        values["ARTICLE_BOT_DATABASE"] = settings.database_url
    write_settings(env_file, values, "# From a backup. Add the token: article-bot init\n")
    return True


@contextmanager
def _failure_in_words() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        raise BotError(
            f"{named}cannot be restored {explain_os_error(error, 'check its permissions')}. All is as it was"
        ) from error
