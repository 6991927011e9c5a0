"""An SQLite database is whole in its one file when it is closed, and damage to it ends the program with one line."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import text

from bot.errors import BotError, DatabaseGoneError
from bot.records import Cause, Person, Records, effects, queries, updates
from bot.records.database_file import DatabaseFile

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "records.db"


def open_records(path: Path, *, for_one_bot: bool = False) -> Records:
    return Records.open(f"sqlite:///{path}", for_one_bot=for_one_bot)


def add_people(records: Records, count: int) -> None:
    with records.write() as session:
        session.add_all(Person(account=f"telegram:{n}", name="Anna " * 30, joined_at=NOW) for n in range(count))


def people_in(path: Path) -> int:
    with open_records(path) as records, records.read() as session:
        return len(queries.people(session))


def test_the_file_of_a_closed_database_copied_alone_holds_everything(path: Path, tmp_path: Path) -> None:
    with open_records(path) as records:
        add_people(records, 50)
    assert [file.name for file in tmp_path.iterdir() if file.suffix != ".lock"] == ["records.db"]
    copy = tmp_path / "elsewhere" / "copy.db"
    copy.parent.mkdir()
    shutil.copyfile(path, copy)
    assert people_in(copy) == 50


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda path: os.truncate(path, 0), "was truncated"),
        (lambda path: os.truncate(path, path.stat().st_size // 2), "was truncated"),
        (lambda path: path.write_bytes(b"x" * 2 * path.stat().st_size), "was overwritten"),
        (lambda path: path.write_bytes(path.with_name("other.db").read_bytes()), "was (overwritten|truncated)"),
        (lambda path: path.unlink(), "was moved or deleted"),
        (lambda path: path.rename(path.with_name("moved.db")), "was moved or deleted"),
        (lambda path: path.with_name("other.db").replace(path), "was replaced"),
    ],
    ids=["emptied", "cut in half", "nonsense", "another database", "deleted", "moved", "replaced"],
)
def test_what_happens_to_the_file_while_the_program_runs_is_one_line_that_says_what_to_do(
    path: Path, harm: Callable[[Path], object], said: str
) -> None:
    with open_records(path.with_name("other.db")) as other:
        add_people(other, 500)
    with open_records(path) as records:
        add_people(records, 400)
        harm(path)
        with pytest.raises(DatabaseGoneError, match=rf"records\.db: {said} while the program ran; put back") as caught:
            add_people(records, 0)
        assert "\n" not in str(caught.value)


def test_damage_within_the_file_while_the_program_runs_is_not_taken_for_what_passes(path: Path) -> None:
    with open_records(path) as records, records.write() as session:  # more than SQLite keeps in memory
        session.add_all(Person(account=f"{n}" * 50_000, name="Anna", joined_at=NOW) for n in range(100))
    with open_records(path) as records:
        with path.open("r+b") as file:
            file.seek(4096)
            file.write(b"\xff" * (path.stat().st_size - 4096))
        with pytest.raises(DatabaseGoneError, match=r"is damaged \(.*\); put back a whole copy"):
            _read_people(records)


def test_a_table_that_is_gone_is_not_taken_for_what_passes(path: Path) -> None:
    with open_records(path) as records:
        with closing(sqlite3.connect(path)) as other:
            other.execute("DROP TABLE people")
        with pytest.raises(DatabaseGoneError, match=r"is damaged \(no such table: people\); put back a whole copy"):
            _read_people(records)


def test_the_log_that_a_long_reader_has_made_large_is_small_again_when_it_ends(path: Path) -> None:
    log = path.with_name("records.db-wal")
    with open_records(path) as records:
        with closing(sqlite3.connect(path)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM people").fetchone()
            with records.write() as session:
                session.add_all(Person(account=f"a{n}", name="Anna", joined_at=NOW) for n in range(2))
            for _ in range(3):
                _write_much(records, 8_000_000)
            assert log.stat().st_size > 20_000_000
        for _ in range(3):  # moves it into the file, begins it anew, and cuts it
            _write_much(records, 5_000_000)
        assert log.stat().st_size <= 16_000_000


def _write_much(records: Records, size: int) -> None:
    with records.write() as session:
        session.execute(text("UPDATE people SET account = account || :much"), {"much": " " * (size // 4)})
        session.execute(text("UPDATE people SET account = trim(account)"))
        session.execute(text("UPDATE people SET account = account || :much"), {"much": " " * (size // 4)})


def _read_people(records: Records) -> None:
    with records.read() as session:
        queries.people(session)


def test_what_is_damaged_before_the_start_is_one_line_and_left_as_it_is(path: Path) -> None:
    with open_records(path) as records:
        add_people(records, 2000)
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 20] = b"\xff" * 4096 * 17
    path.write_bytes(content)
    with pytest.raises(BotError, match=r"records\.db: is damaged \(.*\); put back a whole copy") as caught:
        open_records(path)
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == bytes(content)


def test_an_older_file_put_beside_a_log_that_is_not_its_own_is_noticed_or_whole(path: Path, tmp_path: Path) -> None:
    with open_records(path) as records:
        add_people(records, 300)
    older = tmp_path / "older.db"
    shutil.copyfile(path, older)
    connection = sqlite3.connect(path)  # a program that ends without closing leaves the log beside the file
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA wal_autocheckpoint=0")
    connection.execute("DELETE FROM people")
    connection.commit()
    connection.execute("VACUUM")
    shutil.copyfile(path.with_name("records.db-wal"), tmp_path / "left.wal")
    connection.close()
    shutil.copyfile(older, path)
    shutil.copyfile(tmp_path / "left.wal", path.with_name("records.db-wal"))
    try:
        assert people_in(path) in (0, 300)
    except BotError as error:
        assert "is damaged" in str(error)  # noqa: PT017 - either is right, silence about half a database is not


def test_a_second_bot_on_one_database_is_refused_and_other_programs_work_beside_the_first(path: Path) -> None:
    with open_records(path, for_one_bot=True) as first:
        with pytest.raises(BotError, match=r"records\.db: another bot runs on this database; stop it"):
            open_records(path, for_one_bot=True)
        add_people(first, 1)
        assert people_in(path) == 1
    open_records(path, for_one_bot=True).close()


def test_who_reads_does_not_wait_for_who_writes(path: Path) -> None:
    with open_records(path) as records:
        add_people(records, 1)
        written, looked = Event(), Event()

        def write() -> None:
            with records.write() as session:
                session.add(Person(account="telegram:99", name="Ben", joined_at=NOW))
                session.flush()
                written.set()
                looked.wait(30)

        writer = Thread(target=write)
        writer.start()
        written.wait(30)
        try:
            with records.read() as session:
                assert len(queries.people(session)) == 1
        finally:
            looked.set()
            writer.join()
        with records.read() as session:
            assert len(queries.people(session)) == 2


def test_a_change_in_a_transaction_that_only_reads_is_refused(path: Path) -> None:
    with open_records(path) as records:
        with pytest.raises(RuntimeError, match="only reads"), records.read() as session:
            session.add(Person(account="telegram:1", name="Anna", joined_at=NOW))
        assert people_in(path) == 0


def test_a_database_that_cannot_be_opened_leaves_nothing_locked(path: Path) -> None:
    path.write_text("This is my diary. " * 100)
    with pytest.raises(BotError, match="is no database"):
        open_records(path, for_one_bot=True)
    path.unlink()
    open_records(path, for_one_bot=True).close()


def test_an_effect_is_claimed_once_for_each_cause(path: Path) -> None:
    with open_records(path) as records:
        with records.write() as session:
            for bot in (1, 2):
                updates.store(session, bot, [{"update_id": 7}], NOW)
        for cause in (Cause(1, 7), Cause(2, 7)):
            for effect in ("answer:1", "answer:2"):
                with records.write() as session:
                    assert not effects.already_applied(session, cause, effect)
                    assert effects.claim_effect(session, cause, effect)
                with records.write() as session:
                    assert effects.already_applied(session, cause, effect)
                    assert not effects.claim_effect(session, cause, effect)


def test_an_effect_that_fails_can_be_claimed_again(path: Path) -> None:
    with open_records(path) as records:
        with records.write() as session:
            updates.store(session, 1, [{"update_id": 7}], NOW)

        def claim_and_fail() -> None:
            with records.write() as session:
                effects.claim_effect(session, Cause(1, 7), "answer:1")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            claim_and_fail()
        with records.write() as session:
            assert effects.claim_effect(session, Cause(1, 7), "answer:1")


def test_without_a_cause_or_a_stored_update_every_effect_is_the_first(path: Path) -> None:
    with open_records(path) as records, records.write() as session:
        for _ in range(2):
            assert effects.claim_effect(session, None, "answer:1")
            assert effects.claim_effect(session, Cause(1, 404), "answer:1")


def test_updates_of_two_bots_with_one_number_are_kept_apart(path: Path) -> None:
    with open_records(path) as records, records.write() as session:
        assert updates.store(session, 1, [{"update_id": 7, "of": 1}], NOW)
        assert updates.store(session, 2, [{"update_id": 7, "of": 2}], NOW)
        updates.finish(session, 1, [7])
        assert updates.waiting(session, 1, None, 10) == []
        assert updates.waiting(session, 2, None, 10) == [(7, {"update_id": 7, "of": 2})]
        assert updates.waiting_for_others(session, 1) == {2: 1}


def test_an_empty_file_begins_a_new_database_and_says_so(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path.touch()
    Records.open(f"sqlite:///{path}").close()
    assert "is empty, so a new database begins; put back a copy if it held results" in caplog.text
    caplog.clear()
    Records.open(f"sqlite:///{path}").close()
    assert not caplog.text


def test_a_file_that_grows_while_another_thread_looks_at_it_was_not_truncated(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_records(path).close()
    file, look = DatabaseFile(path), Path.stat

    def look_slowly(self: Path, **more: bool) -> os.stat_result:
        """Look; before the caller can compare, the file has grown and another thread has seen it."""
        status = look(self, **more)
        monkeypatch.undo()
        with path.open("ab") as grown:
            grown.write(bytes(4096))
        file.check()
        return status

    monkeypatch.setattr(Path, "stat", look_slowly)
    file.check()
    file.close()
