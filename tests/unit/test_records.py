import json
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

import bot.records as records_package
from bot.errors import BotError
from bot.records import Cause, Person, Records, effects, queries, updates
from bot.records.tables import Base

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def records(database: str) -> Iterator[Records]:
    opened = Records.open(database)
    yield opened
    opened.close()


def test_the_migrations_make_the_tables_that_the_code_uses(records: Records) -> None:
    with records.write() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_it_is_made_on_the_first_run_and_kept_on_the_next(database: str) -> None:
    for _ in range(2):
        records = Records.open(database)
        with records.write() as session:
            if queries.person(session, "local:anna") is None:
                session.add(Person(account="local:anna", name="Anna", joined_at=NOW))
        records.close()
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as connection:
        assert [row[0] for row in connection.execute("select name from people")]


def test_a_database_of_a_newer_program_is_refused_and_left_alone(database: str) -> None:
    path = Path(database.removeprefix("sqlite:///"))
    Records.open(database).close()
    with sqlite3.connect(path) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(BotError, match="newer version of article-bot; update the program"):
        Records.open(database)
    assert path.read_bytes() == before


def test_times_are_kept_in_utc(records: Records, database: str) -> None:
    east = datetime(2026, 11, 22, 14, tzinfo=timezone(timedelta(hours=2)))
    with records.write() as session:
        session.add(Person(account="a", name="A", joined_at=east))
    with records.write() as session:
        person = queries.person(session, "a")
        assert person
        assert person.joined_at == NOW
        assert person.joined_at.tzinfo is UTC
    connection = sqlite3.connect(database.removeprefix("sqlite:///"))
    assert connection.execute("select joined_at from people").fetchone()[0].startswith("2026-11-22 12:00")
    connection.close()


def test_a_time_without_zone_is_refused(records: Records) -> None:
    with pytest.raises(Exception, match="must have a zone"), records.write() as session:
        session.add(Person(account="a", name="A", joined_at=datetime(2026, 11, 22)))


def test_what_fails_half_way_leaves_nothing(records: Records) -> None:
    def fail() -> None:
        with records.write() as session:
            session.add(Person(account="a", name="A", joined_at=NOW))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with records.write() as session:
        assert queries.people(session) == []


def test_writers_at_the_same_time_lose_nothing(database: str) -> None:
    """Two connections to one file, as two processes have, and several threads on each."""
    opened = [Records.open(database), Records.open(database)]

    def add(number: int) -> None:
        with opened[number % 2].write() as session:
            count = len(queries.people(session))
            session.add(Person(account=str(number), name=str(count), joined_at=NOW))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(60)))
    with opened[0].read() as session:
        assert sorted(int(person.name) for person in queries.people(session)) == list(range(60))
    for records in opened:
        records.close()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("nonsense", "ARTICLE_BOT_DATABASE"),
        ("sqlite:////proc/nothing/x.db", "cannot be opened"),
        ("nosuch://host/name", "ARTICLE_BOT_DATABASE"),
    ],
)
def test_an_address_that_cannot_be_used_is_one_line(address: str, said: str) -> None:
    with pytest.raises(BotError, match=said) as caught:
        Records.open(address)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_database_is_one_line_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    path.write_text("This is my diary. " * 100)
    with pytest.raises(BotError, match=r"records\.db: is no database"):
        Records.open(f"sqlite:///{path}")
    assert path.read_text().startswith("This is my diary.")


def test_a_database_of_another_program_is_left_alone(database: str) -> None:
    path = Path(database.removeprefix("sqlite:///"))
    with sqlite3.connect(path) as connection:
        connection.execute("create table people (name)")
    connection.close()
    with pytest.raises(BotError, match="belongs to another program"):
        Records.open(database)


def test_a_database_of_an_earlier_version_is_upgraded_and_keeps_what_it_holds(database: str) -> None:
    """As the first version made it: one migration only."""
    config = Config()
    config.set_main_option("script_location", str(Path(records_package.__file__).parent / "migrations"))
    engine = create_engine(database)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql(
            "insert into people values (1, 'local:anna', 'Anna', '2026-11-22 12:00:00', 1, null)"
        )
        connection.exec_driver_sql(
            "insert into item_versions values (1, 'tea', 'a', 1, 'Topic', 'Q?', 'A', '[\"B\"]', 'Source', '')"
        )
        connection.exec_driver_sql(
            "insert into quizzes (id, kind, person_id, planned, started_at)"
            " values (1, 'practice', 1, '[1]', '2026-11-22 12:00:00')"
        )
        connection.exec_driver_sql(
            "insert into showings (id, quiz_id, item_version_id, options, shown_at, poll, message)"
            " values (5, 1, 1, '[\"A\", \"B\"]', '2026-11-22 12:00:00', 'poll', 7)"
        )
    engine.dispose()
    records = Records.open(database)
    with records.write() as session:
        assert updates.waiting(session, 1, None, 10) == []
        assert [person.name for person in queries.people(session)] == ["Anna"]
        presentation = queries.presentation_of_poll(session, "poll")
        assert presentation
        assert presentation.id == 5
    records.close()
    kept = Path(database.removeprefix("sqlite:///")).with_name("records.db.before-upgrade-from-0001")
    assert kept.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(kept)) as before:  # as the program before knew it: what to go back with
        assert before.execute("select version_num from alembic_version").fetchall() == [("0001",)]
        assert before.execute("select name from people").fetchall() == [("Anna",)]


def test_a_database_of_the_newest_version_is_not_copied_again(database: str) -> None:
    for _ in range(2):
        Records.open(database).close()
    assert not list(Path(database.removeprefix("sqlite:///")).parent.glob("*.before-*"))


def test_updates_that_an_earlier_version_has_left_are_the_first_bots_and_are_not_applied_twice(database: str) -> None:
    """As the version before bots were noted with updates made it: the third migration."""
    config = Config()
    config.set_main_option("script_location", str(Path(records_package.__file__).parent / "migrations"))
    engine = create_engine(database)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        for number, applied in ((1, 0), (2, 1)):
            connection.exec_driver_sql(
                "insert into received (update_id, state, body, attempts, received_at, applied)"
                " values (?, 'waiting', ?, 0, '2026-11-22 12:00:00', ?)",
                (number, json.dumps({"update_id": number}), applied),
            )
    engine.dispose()
    with Records.open(database) as records, records.write() as session:
        updates.adopt(session, 42)
        assert [number for number, _ in updates.waiting(session, 42, None, 10)] == [1, 2]
        assert effects.claim_effect(session, Cause(42, 1), "switch-reminders")
        assert not effects.claim_effect(session, Cause(42, 2), "switch-reminders")
