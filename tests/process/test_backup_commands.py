"""`article-bot backup` and `restore`: what was saved comes back, what was there is kept, and nothing else changes."""

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.authoring.bank import own_banks
from bot.cli import main
from bot.operation import restore as restoring
from bot.records import Records
from bot.records.database_file import lock_for_one_bot
from bot.settings import load_settings
from corpus import ARTICLES

_ADD = "INSERT INTO people (account, name, joined_at, reminders) VALUES (?, ?, ?, 1)"
TOKEN = "123456789:AAsecretsecretsecretsecretsecretsecr"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder from which a bot is run: its `.env`, two documents, a bank, and what somebody has answered."""
    folder = tmp_path / "clinic"
    (folder / "docs" / "sub").mkdir(parents=True)
    (folder / "docs" / "tea.md").write_text("# Tea\n\nGreen tea is made from leaves.\n")
    (folder / "docs" / "sub" / "coffee.md").write_text("# Coffee\n\nCoffee is made from beans.\n")
    (folder / "docs" / "synonyms.txt").write_text("brew, tea\n")
    (folder / "docs" / "tea.quiz.yaml").write_text("items: []\n")
    (folder / ".env").write_text(
        f"ARTICLE_BOT_TELEGRAM_TOKEN={TOKEN}\nARTICLE_BOT_WEBHOOK_SECRET=geheimgeheimgeheim\nARTICLE_BOT_CORPUS=docs\n"
        "ARTICLE_BOT_MANAGERS=5\n"
    )
    monkeypatch.chdir(folder)
    monkeypatch.setenv("ARTICLE_BOT_DATABASE", f"sqlite:///{folder / 'data' / 'records.db'}")
    names(folder, "Anna")
    return folder


def names(folder: Path, *new: str) -> list[str]:
    """The people in the database; the new ones are added first."""
    with Records.open(f"sqlite:///{folder / 'data' / 'records.db'}"):
        pass
    with closing(sqlite3.connect(folder / "data" / "records.db")) as connection:
        for name in new:
            connection.execute(_ADD, (name, name, "2026-01-01"))
        connection.commit()
        return [row[0] for row in connection.execute("SELECT name FROM people ORDER BY name")]


def run(*command: str) -> Result:
    return CliRunner().invoke(main, list(command))


def spoil_last_page(file: Path) -> None:
    """Damage that a copy takes along unseen, for nothing reads the page."""
    with file.open("rb+") as opened:
        opened.seek(-4096, os.SEEK_END)
        opened.write(b"\xff" * 4096)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but locks and what SQLite needs only while it runs."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith((".lock", "-shm", "-wal"))
    }


def test_what_was_saved_comes_back_after_everything_was_damaged(place: Path) -> None:
    assert run("backup", "b.tar.gz").exit_code == 0
    saved = tree(place / "docs")
    names(place, "Berta")
    (place / "docs" / "tea.md").write_text("spoilt")
    (place / "docs" / "new.md").write_text("# New\n\nWritten after the backup.\n")
    (place / "docs" / "sub" / "coffee.md").unlink()
    result = run("restore", "b.tar.gz")
    assert result.exit_code == 0, result.output
    kept = [Path(line.split(": ", 1)[1]) for line in result.output.splitlines() if line.startswith("kept,")]
    assert {path.name for path in kept if "docs" in path.parts} == {"tea.md", "new.md"}
    assert {name: content for name, content in tree(place / "docs").items() if "/." not in f"/{name}"} == saved
    assert names(place) == ["Anna"]
    (database,) = [path for path in kept if "data" in path.parts]
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM people").fetchone() == (2,)


def test_a_backup_holds_no_secret_and_only_its_owner_reads_it(place: Path) -> None:
    (place / "docs" / "notes.txt").write_text(f"Our token is {TOKEN}")
    result = run("backup", "b.tar.gz")
    assert "notes.txt: holds the bot's token or another secret" in result.output
    assert stat.S_IMODE((place / "b.tar.gz").stat().st_mode) == 0o600
    with tarfile.open(place / "b.tar.gz") as archive:
        held = {member.name: archive.extractfile(member).read() for member in archive}  # type: ignore[union-attr]
    assert {"records.db", "settings.env", "corpus/tea.md", "corpus/tea.quiz.yaml", "corpus/synonyms.txt"} <= set(held)
    assert b"ARTICLE_BOT_MANAGERS=5" in held["settings.env"]
    for content in held.values():
        assert b"AAsecret" not in content
        assert b"geheim" not in content


def test_a_backup_is_not_written_over_unasked_and_a_folder_gets_a_file_by_its_date(place: Path) -> None:
    assert run("backup", "b.tar.gz").exit_code == 0
    again = run("backup", "b.tar.gz")
    assert again.exit_code == 1
    assert "is there already" in again.output
    assert run("backup", "b.tar.gz", "--replace").exit_code == 0
    (place / "backups").mkdir()
    assert run("backup", "backups").exit_code == 0
    (made,) = (place / "backups").iterdir()
    assert made.name.startswith("article-bot-20")


def test_a_stale_write_ahead_log_does_not_meet_the_restored_database(place: Path) -> None:
    """A process that was killed leaves the log, whose pages SQLite would put into whatever file has the name."""
    assert run("backup", "b.tar.gz").exit_code == 0
    database = place / "data" / "records.db"
    program = (
        "import os, signal, sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1])\n"
        "for pragma in ('journal_mode=WAL', 'wal_autocheckpoint=0'): c.execute(f'PRAGMA {pragma}')\n"
        "c.execute(\"UPDATE people SET name = 'Zoe'\"); c.commit(); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(database)], check=False)
    assert database.with_name("records.db-wal").stat().st_size > 0
    result = run("restore", "b.tar.gz")
    assert result.exit_code == 0, result.output
    assert names(place) == ["Anna"]
    (kept,) = (path for path in database.parent.glob("records.db.before-restore-*") if path.name[-1].isdigit())
    with closing(sqlite3.connect(kept)) as connection:  # with its log beside it, under a name that fits
        assert connection.execute("SELECT name FROM people").fetchall() == [("Zoe",)]


def test_it_is_refused_while_a_bot_runs_and_nothing_changes(place: Path) -> None:
    assert run("backup", "b.tar.gz").exit_code == 0
    (place / "docs" / "tea.md").write_text("# Tea\n\nChanged since.\n")
    before = tree(place)
    lock = lock_for_one_bot(place / "data" / "records.db")
    result = run("restore", "b.tar.gz")
    lock.release()
    assert result.exit_code == 1
    assert "another bot runs on this database" in result.output
    assert tree(place) == before


@pytest.mark.parametrize("step", range(6))
def test_a_failure_at_any_move_leaves_all_as_it_was(place: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    assert run("backup", "b.tar.gz").exit_code == 0
    names(place, "Berta")
    for name in ("tea.md", "sub/coffee.md", "other.md"):
        (place / "docs" / name).write_text("# Other\n\nSince then.\n")
    before, moved = tree(place), 0
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        nonlocal moved
        moved += 1
        if moved == step + 1:
            raise OSError(28, "No space left on device", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    result = run("restore", "b.tar.gz")
    monkeypatch.undo()
    assert result.exit_code == 1
    assert "free some space on the disk. All is as it was" in result.output
    assert tree(place) == before


@pytest.mark.skipif(not sys.platform.startswith("linux") or os.geteuid() != 0, reason="needs a small disk of its own")
def test_a_disk_that_is_full_leaves_all_as_it_was(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file system of 3 MB: there is room for the database and its backup, and not for both restored."""
    small = place / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", small], check=False).returncode:  # noqa: S607
        pytest.skip("nothing can be mounted here")
    try:
        shutil.copytree(place / "docs", small / "docs")
        (small / "docs" / "large.txt").write_bytes(os.urandom(1_000_000).hex().encode()[:1_200_000])
        monkeypatch.setenv("ARTICLE_BOT_CORPUS", str(small / "docs"))
        assert run("backup", "b.tar.gz").exit_code == 0
        (small / "docs" / "tea.md").write_text("# Tea\n\nSince then.\n")
        (small / "fill").write_bytes(b"x" * 1_000_000)
        before = tree(place)
        ended = run("restore", "b.tar.gz")
        assert ended.exit_code == 1
        assert len(ended.stderr.splitlines()) == 1
        assert "was changed" in ended.stderr or "All is as it was" in ended.stderr
        assert tree(place) == before
    finally:
        subprocess.run(["umount", small], check=True)  # noqa: S607


@pytest.mark.parametrize(
    "harm",
    [
        lambda file: file.write_bytes(b"This is no database." * 500),
        lambda file: os.truncate(file, 5000),
        spoil_last_page,
    ],
    ids=["overwritten", "truncated", "in a page that is seldom read"],
)
def test_a_database_that_is_damaged_is_put_back_and_kept(place: Path, harm: Callable[[Path], None]) -> None:
    assert run("backup", "b.tar.gz").exit_code == 0
    harm(place / "data" / "records.db")
    assert run("doctor", "--offline").exit_code == 1
    assert run("backup", "c.tar.gz").exit_code == 1
    assert not (place / "c.tar.gz").exists()
    assert run("restore", "b.tar.gz").exit_code == 0
    assert names(place) == ["Anna"]


def test_on_a_new_computer_it_brings_the_articles_and_the_settings(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("backup", "b.tar.gz").exit_code == 0
    new = tmp_path / "new"
    new.mkdir()
    monkeypatch.chdir(new)
    monkeypatch.setenv("ARTICLE_BOT_DATABASE", f"sqlite:///{new / 'data' / 'records.db'}")
    result = run("restore", str(place / "b.tar.gz"))
    assert result.exit_code == 0, result.output
    assert "Add the token" in result.output
    written = (new / ".env").read_text()
    assert f"ARTICLE_BOT_CORPUS={new / 'articles'}" in written
    assert "ARTICLE_BOT_MANAGERS=5" in written
    assert stat.S_IMODE((new / ".env").stat().st_mode) == 0o600
    assert "Green tea" in run("ask", "What is green tea made from?").output
    assert names(new) == ["Anna"]


@pytest.mark.usefixtures("place")
def test_restored_settings_cannot_send_the_token_elsewhere(tmp_path: Path) -> None:
    source, target = tmp_path / "settings.env", tmp_path / "new.env"
    source.write_text("ARTICLE_BOT_TELEGRAM_API=https://evil.example\nARTICLE_BOT_TIMEZONE=UTC\nPATH=/evil\n")
    assert restoring._put_settings(source, load_settings(), None, target)
    assert "evil" not in target.read_text()
    assert "ARTICLE_BOT_TIMEZONE=UTC" in target.read_text()


def test_a_check_says_whether_a_backup_is_whole_and_changes_nothing(place: Path) -> None:
    assert run("backup", "b.tar.gz").exit_code == 0
    before = tree(place)
    assert "whole; made 20" in run("restore", "--check", "b.tar.gz").output
    (place / "b.tar.gz").write_bytes((place / "b.tar.gz").read_bytes()[:-100])
    result = run("restore", "--check", "b.tar.gz")
    assert result.exit_code == 1
    assert "take another" in result.output
    assert {name: one for name, one in tree(place).items() if name != "b.tar.gz"} == {
        name: one for name, one in before.items() if name != "b.tar.gz"
    }


@pytest.fixture
def signed(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The bank of the program's own article, which a person has signed, in the data folder."""
    (place / ".env").write_text(f"ARTICLE_BOT_TELEGRAM_TOKEN={TOKEN}\n")
    monkeypatch.setenv("XDG_DATA_HOME", str(place / "home"))
    shipped = next(ARTICLES.glob("*.quiz.yaml"))
    bank = own_banks() / shipped.name
    bank.parent.mkdir(parents=True)
    bank.write_text(f"# signed by Maria\n{shipped.read_text()}")
    return bank


def test_a_bank_of_the_programs_own_article_that_was_edited_comes_back(place: Path, signed: Path) -> None:
    before = signed.read_text()
    assert run("backup", "b.tar.gz").exit_code == 0
    signed.write_text("items: []\n")
    result = run("restore", "b.tar.gz")
    assert result.exit_code == 0, result.output
    assert signed.read_text() == before
    (kept,) = signed.parent.glob(".before-restore-*/*.yaml")
    assert f"kept, as it was before: {kept}" in result.output
    assert kept.read_text() == "items: []\n"
    shutil.rmtree(place / "home")
    assert run("restore", "b.tar.gz").exit_code == 0
    assert signed.read_text() == before
    assert [path.name for path in signed.parent.iterdir()] == [signed.name]


def test_a_bank_is_as_it_was_when_a_restore_fails(place: Path, signed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("backup", "b.tar.gz").exit_code == 0
    signed.write_text("items: []\n")
    before, rename = tree(place), Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.name == signed.name and self.parent.name.startswith(".restoring-"):
            raise OSError(28, "No space left on device", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    assert "All is as it was" in run("restore", "b.tar.gz").output
    monkeypatch.undo()
    assert tree(place) == before


def test_the_programs_own_article_of_another_version_is_served_with_the_bank_that_was_edited(
    place: Path, signed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert run("backup", "b.tar.gz").exit_code == 0
    other = shutil.copytree(ARTICLES, tmp_path / "newer")
    next(other.glob("*.txt")).write_text("Migraines\n\nThis is another article.\n")
    monkeypatch.setattr(restoring, "ARTICLES", other)
    monkeypatch.setenv("ARTICLE_BOT_CORPUS", str(other))
    assert run("restore", "b.tar.gz").exit_code == 0
    assert (place / "articles" / signed.name).read_text() == signed.read_text()


@pytest.mark.parametrize("has", ["a file", "the environment"])
def test_no_settings_from_a_backup_join_those_that_a_bot_has_elsewhere(
    place: Path, monkeypatch: pytest.MonkeyPatch, has: str
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(place / "config"))
    (place / "config" / "article-bot").mkdir(parents=True)
    user = (place / ".env").rename(place / "config" / "article-bot" / ".env")
    user.write_text(user.read_text().replace("=docs", f"={place / 'docs'}"))
    if has == "the environment":
        user.unlink()
        monkeypatch.setenv("ARTICLE_BOT_TELEGRAM_TOKEN", TOKEN)
        monkeypatch.setenv("ARTICLE_BOT_CORPUS", "docs")
    assert run("backup", "b.tar.gz").exit_code == 0
    result = run("restore", "b.tar.gz")
    assert result.exit_code == 0, result.output
    assert not (place / ".env").exists()
    assert "Add the token" not in result.output


@pytest.mark.usefixtures("place")
def test_a_folder_that_is_not_there_is_not_taken_for_a_file() -> None:
    result = run("backup", "backups")
    assert result.exit_code == 1
    assert "backups: there is no such folder; make it first" in result.output
    assert not Path("backups").exists()


def test_of_a_database_server_it_says_how_to_save_it(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLE_BOT_DATABASE", "postgresql://bot:geheim2@127.0.0.1/bot")
    result = run("backup", "b.tar.gz")
    assert result.exit_code == 0, result.output
    assert "pg_dump" in result.output
    with tarfile.open(place / "b.tar.gz") as archive:
        assert "records.db" not in archive.getnames()
    assert "geheim2" not in result.output


def test_a_backup_of_a_database_that_is_written_to_is_whole(place: Path) -> None:
    program = (
        "import sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)\n"
        "print('on', flush=True)\n"
        "for n in range(100000):\n"
        "    c.execute('BEGIN IMMEDIATE')\n"
        "    for half in 'ab':\n"
        f"        c.execute('{_ADD}', (f'{{n}}{{half}}', 'x', '2026-01-01'))\n"
        "    c.execute('COMMIT')\n"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", program, str(place / "data" / "records.db")], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout
    try:
        writer.stdout.readline()
        for number in range(3):
            assert run("backup", f"b{number}.tar.gz").exit_code == 0
            assert run("restore", "--check", f"b{number}.tar.gz").exit_code == 0
        assert writer.poll() is None
    finally:
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
    with tarfile.open(place / "b2.tar.gz") as archive:
        archive.extract("records.db", place / "copy", filter="data")
    with closing(sqlite3.connect(place / "copy" / "records.db")) as connection:
        (count,) = connection.execute("SELECT count(*) FROM people WHERE name = 'x'").fetchone()
    assert count > 0
    assert count % 2 == 0
