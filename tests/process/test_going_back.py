"""Upgrading a database that an earlier version left, and going back from it as docs/OPERATING.md says."""

import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from click.testing import CliRunner, Result
from sqlalchemy import create_engine

import bot.records as records_package
from bot.cli import main
from bot.records import Records
from bot.records.upgrading import known_revisions
from tests.paths import ROOT

NEWEST, BEFORE = known_revisions()[:2]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an article, and the database of the version before, in which Anna has joined."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "tea.md").write_text("# Tea\n\nGreen tea is made from leaves.\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ARTICLE_BOT_CORPUS", "docs")
    config = Config()
    config.set_main_option("script_location", str(Path(records_package.__file__).parent / "migrations"))
    engine = create_engine(address(tmp_path))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, BEFORE)
    engine.dispose()
    change(tmp_path, "INSERT INTO people (account, name, joined_at, reminders) VALUES ('a', 'Anna', '2026-01-01', 1)")
    monkeypatch.setenv("ARTICLE_BOT_DATABASE", address(tmp_path))
    return tmp_path


def address(folder: Path) -> str:
    return f"sqlite:///{folder / 'records.db'}"


def change(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "records.db")) as connection, connection:
        connection.execute(statement)


def holds(folder: Path) -> tuple[str, list[str]]:
    """The revision of the database, and the names of its people."""
    with closing(sqlite3.connect(folder / "records.db")) as connection:
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return revision, [row[0] for row in connection.execute("SELECT name FROM people")]


def upgrade(folder: Path) -> None:
    """Start the newer program, and have somebody join."""
    Records.open(address(folder)).close()
    change(folder, "UPDATE people SET name = 'Berta'")
    assert holds(folder) == (NEWEST, ["Berta"])


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_the_check_tells_that_the_next_start_upgrades_and_changes_nothing(place: Path) -> None:
    said = run("doctor", "--offline").output
    assert f"revision {BEFORE}; the next start upgrades it, after a copy" in said
    assert holds(place) == (BEFORE, ["Anna"])


def test_a_backup_of_before_the_upgrade_brings_the_older_database_back(place: Path) -> None:
    assert run("backup", "b.tar.gz").exit_code == 0
    upgrade(place)
    result = run("restore", "b.tar.gz")
    assert result.exit_code == 0, result.output
    assert holds(place) == (BEFORE, ["Anna"])


@pytest.mark.skipif(shutil.which("sh") is None, reason="the commands are a shell's")
@pytest.mark.parametrize("beside", [(), ("records.db-wal", "records.db-shm")], ids=["stopped", "killed"])
def test_the_commands_on_the_page_put_the_copy_back_and_keep_what_was_there(
    place: Path, beside: tuple[str, ...]
) -> None:
    upgrade(place)
    for name in beside:
        (place / name).write_bytes(b"of the newer database")
    page = (ROOT / "docs" / "OPERATING.md").read_text(encoding="utf-8")
    blocks = re.findall(r"(?:^    .*\n)+", page, re.MULTILINE)
    (commands,) = (block for block in blocks if "before-upgrade-from-REVISION" in block)
    subprocess.run(["sh", "-ec", commands.replace("REVISION", BEFORE)], cwd=place, check=True)  # noqa: S607
    assert not any((place / name).exists() for name in ("records.db-wal", "records.db-shm"))
    assert holds(place) == (BEFORE, ["Anna"])
    assert {"records.db", *beside} <= {path.name for path in (place / "newer").iterdir()}
