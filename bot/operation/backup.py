"""Making a backup: the database, the articles with what stands beside them, and the settings but for secrets."""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from pydantic import SecretStr

from bot import clock
from bot.authoring.bank import ENDING as BANK_ENDING
from bot.authoring.bank import own_banks
from bot.errors import BotError
from bot.metrics import program_version
from bot.operation.backup_archive import BANKS, CHUNK, CORPUS, DATABASE, FORM, MANIFEST, SETTINGS, is_plain_name
from bot.operation.env_file import render
from bot.records.database import database_path
from bot.records.database_copy import copy_database
from bot.settings import Settings, settings_file
from corpus import explain_os_error

ENDING = ".tar.gz"

_SECRET = ("TELEGRAM_TOKEN", "WEBHOOK_SECRET")
_PREFIX = "ARTICLE_BOT_"
_SEARCHED = 2**20  # bytes; a file with a token in it is no larger


@dataclass(frozen=True, slots=True)
class Backup:
    """Say what was saved: the file, how many files of articles, and whether the database is in it.

    `left_out` says what is not in it though it stands there, and why.
    """

    file: Path
    files: int
    has_database: bool
    left_out: tuple[str, ...]


def make_backup(settings: Settings, target: Path, *, replace: bool = False) -> Backup:
    """Write a backup while the bot may run. A folder as the target gets a file named by the date.

    It is written whole or not at all, readable by its owner only. BotError says why it cannot be.
    """
    if not target.exists() and not target.name.endswith((ENDING, ".tgz")):
        raise BotError(f"{target}: there is no such folder; make it first, or name a file that ends in {ENDING}")
    file = target / f"article-bot-{clock.now():%Y-%m-%d-%H%M%S}{ENDING}" if target.is_dir() else target
    if file.exists() and not replace:
        raise BotError(f"{file}: is there already; name another file, or add --replace")
    part, copy = (file.with_name(f".{file.name}.{name}") for name in ("part", "database"))
    try:
        for left in (part, copy):
            left.unlink(missing_ok=True)
        made = _write(settings, file, part, copy)
        part.replace(file)
    except OSError as error:
        raise BotError(f"{file}: cannot be written {explain_os_error(error, 'name another folder')}") from error
    finally:
        for left in (part, copy):
            with suppress(OSError):
                left.unlink(missing_ok=True)
    return made


def _write(settings: Settings, file: Path, part: Path, copy: Path) -> Backup:
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        with tarfile.open(fileobj=opened, mode="w:gz", format=tarfile.PAX_FORMAT) as archive:
            writer = _Writer(archive, settings.secrets)
            database = database_path(settings.database_url)
            has_database = database is not None and database.exists()
            if database is not None and has_database:
                copy_database(database, copy)
                writer.add(copy, DATABASE)
            writer.add_text(SETTINGS, render(_without_secrets(settings)))
            for name, path in _articles(settings, {file, *_of_database(database)}):
                writer.add(path, name)
            for path in sorted(own_banks().glob(f"[!.]*{BANK_ENDING}")):
                writer.add(path, f"{BANKS}/{path.name}")
            manifest = {"form": FORM, "version": program_version(), "made": clock.now().isoformat(timespec="seconds")}
            writer.add_text(MANIFEST, json.dumps(manifest | {"files": writer.digests}, ensure_ascii=False))
        opened.flush()
        os.fsync(opened.fileno())
    count = sum(name.startswith((f"{CORPUS}/", f"{BANKS}/")) for name in writer.digests)
    return Backup(file, count, has_database, tuple(writer.left_out))


class _Writer:
    """Put files into an archive; `digests` gives the SHA-256 of each."""

    def __init__(self, archive: tarfile.TarFile, secrets: list[SecretStr]) -> None:
        self._archive = archive
        self._secrets = [secret.get_secret_value().encode() for secret in secrets]
        self.digests: dict[str, str] = {}
        self.left_out: list[str] = []

    def add(self, path: Path, name: str) -> None:
        """Add a file, as it is while it is read; one with a secret in it is left out."""
        if not is_plain_name(name):
            self.left_out.append(f"{path}: has a name that cannot be in a backup; rename it")
            return
        try:
            opened = path.open("rb")
        except OSError as error:
            self.left_out.append(f"{path}: {error.strerror}")
            return
        with opened:
            size = os.fstat(opened.fileno()).st_size
            if size <= _SEARCHED and name != DATABASE and self._holds_secret(opened.read()):
                self.left_out.append(f"{path}: holds the bot's token or another secret; move it elsewhere")
                return
            opened.seek(0)
            self._add(name, opened, size)

    def add_text(self, name: str, text: str) -> None:
        """Add a file of this text."""
        content = text.encode()
        self._add(name, io.BytesIO(content), len(content))

    def _add(self, name: str, opened: Any, size: int) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode, entry.mtime = size, 0o600, int(clock.now().timestamp())
        reader = _Digesting(opened)
        self._archive.addfile(entry, reader)  # type: ignore[arg-type] # it is only read
        self.digests[name] = reader.digest.hexdigest()

    def _holds_secret(self, content: bytes) -> bool:
        return any(secret in content for secret in self._secrets if secret)


class _Digesting:
    """Read a file, and make its SHA-256 on the way."""

    def __init__(self, opened: Any) -> None:
        self._opened = opened
        self.digest = hashlib.sha256()

    def read(self, size: int) -> bytes:
        content: bytes = self._opened.read(min(size, CHUNK))
        self.digest.update(content)
        return content


def _articles(settings: Settings, others: set[Path]) -> Iterator[tuple[str, Path]]:
    """Name what stands in the folder of articles, hidden files left out; of a single file what is called after it."""
    corpus = settings.corpus
    if not corpus.exists():
        raise BotError(f"{corpus}: there are no articles; name another folder with ARTICLE_BOT_CORPUS or --corpus")
    if corpus.is_dir():
        walked = (Path(place) / name for place, _, names in _visible(corpus) for name in sorted(names))
        found = [(path, path.relative_to(corpus).as_posix()) for path in walked]
    else:
        beside = (path for path in sorted(corpus.parent.iterdir()) if path.name.startswith(f"{corpus.stem}."))
        found = [(path, path.name) for path in (*beside, corpus.parent / "synonyms.txt")]
    resolved = {other.resolve() for other in others}
    for path, name in found:
        hidden = path.name.startswith((".", "~"))
        backup = path.name.startswith("article-bot-") and path.name.endswith(ENDING)
        if not hidden and not backup and path.is_file() and path.resolve() not in resolved:
            yield f"{CORPUS}/{name}", path


def _visible(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "~")))
        yield place, folders, names


def _of_database(database: Path | None) -> list[Path]:
    if database is None:
        return []
    return [database, *(database.with_name(database.name + end) for end in ("-wal", "-shm", "-journal", ".lock"))]


def _without_secrets(settings: Settings) -> dict[str, str]:
    """Give what is set in the environment and in `.env`, but for secrets and whatever quotes one."""
    file = settings_file()
    given = {**(dotenv_values(file) if file else {}), **os.environ}
    secrets = [secret.get_secret_value() for secret in settings.secrets]
    names = {f"{_PREFIX}{name.upper()}" for name in type(settings).model_fields} - {_PREFIX + name for name in _SECRET}
    found = {name.upper(): value for name, value in given.items() if name.upper() in names and value}
    return {name: value for name, value in sorted(found.items()) if not any(one in value for one in secrets if one)}
