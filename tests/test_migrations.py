"""The tables' history: from nothing to today's form, on both databases, and never backwards."""

from __future__ import annotations

import runpy
import sqlite3
import stat
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from monitor.storage.rows import Row
from monitor.storage.store_sessions import engine_for
from monitor.storage.store_upgrade import alembic_config, upgrade
from monitor.store import StoreError, open_store

new_database = runpy.run_path(str(Path(__file__).with_name("postgres.py")))["new_database"]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/regwatch.db"
    address: str = new_database()
    return address


def test_an_empty_database_is_brought_to_what_the_rows_say(url: str) -> None:
    engine = engine_for(url)
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Row.metadata) == []
        tables = set(sa.inspect(connection).get_table_names())
    assert tables == set(Row.metadata.tables) | {"alembic_version"}
    engine.dispose()


def test_every_unique_key_and_reference_of_the_rows_is_in_the_database(url: str) -> None:
    engine = engine_for(url)
    upgrade(engine)
    inspected = sa.inspect(engine)
    for name, table in Row.metadata.tables.items():
        unique = {tuple(c.columns.keys()) for c in table.constraints if isinstance(c, sa.UniqueConstraint)}
        assert {tuple(u["column_names"]) for u in inspected.get_unique_constraints(name)} == unique
        references = {(key.parent.name, key.target_fullname) for key in table.foreign_keys}
        found = inspected.get_foreign_keys(name)
        assert {
            (f["constrained_columns"][0], f"{f['referred_table']}.{f['referred_columns'][0]}") for f in found
        } == references
        assert tuple(inspected.get_pk_constraint(name)["constrained_columns"]) == tuple(
            table.primary_key.columns.keys()
        )
        indexes = {tuple(i.columns.keys()) for i in table.indexes}
        unique_too = unique if engine.dialect.name == "postgresql" else set()
        assert {tuple(i["column_names"]) for i in inspected.get_indexes(name)} == indexes | unique_too
    engine.dispose()


def test_opening_again_changes_nothing_and_keeps_what_is_there(url: str) -> None:
    with open_store(url) as store:
        store.set_setting("baseline_at", "kept")
    with open_store(url) as store:
        assert store.setting("baseline_at") == "kept"


def test_every_revision_can_be_stepped_through(url: str) -> None:
    scripts = ScriptDirectory.from_config(alembic_config())
    assert len(scripts.get_heads()) == 1
    revisions = [r.revision for r in scripts.walk_revisions()][::-1]
    engine = engine_for(url)
    for revision in revisions:
        with engine.begin() as connection:
            command.upgrade(alembic_config(connection), revision)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Row.metadata) == []
    engine.dispose()


def test_a_database_of_a_newer_program_is_refused_and_left_alone(url: str) -> None:
    open_store(url).close()
    engine = engine_for(url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match=r"written by a newer regwatch \(revision 9999\)"):
        open_store(url)
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == "9999"
    engine.dispose()


def test_tables_of_another_program_are_refused(url: str) -> None:
    engine = engine_for(url)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE alert (id INTEGER)"))
    with pytest.raises(StoreError, match=r"has tables that regwatch did not make \(alert\)"):
        open_store(url)
    engine.dispose()


def test_daemons_that_start_at_the_same_time_upgrade_once(url: str) -> None:
    failures: list[BaseException] = []
    barrier = threading.Barrier(4)

    def start() -> None:
        try:
            barrier.wait(10)
            open_store(url).close()
        except BaseException as error:  # noqa: BLE001 (told by the assertion below)
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def halfway(config: object, revision: str) -> None:
        connection = config.attributes["connection"]  # type: ignore[attr-defined]
        connection.execute(sa.text("CREATE TABLE half (id INTEGER)"))
        raise RuntimeError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr(command, "upgrade", halfway)
        with pytest.raises(RuntimeError, match="power cut"):
            open_store(url)
    engine = engine_for(url)
    assert sa.inspect(engine).get_table_names() == []
    engine.dispose()
    open_store(url).close()


# --- addresses and files that cannot be used, each with one line that says why ---


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("nonsense", "not an address like sqlite"),
        ("mysql://user:hunter2@host/name", "mysql is not supported"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("sqlite:////no/such/folder/regwatch.db", "the folder /no/such/folder does not exist"),
        ("postgresql+psycopg://user:hunter2@127.0.0.1:1/name?connect_timeout=2", "does not answer"),
    ],
)
def test_an_unusable_address_is_one_clear_line(url: str, what: str) -> None:
    with pytest.raises(StoreError, match=what) as caught:
        open_store(url)
    assert "\n" not in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "regwatch.db"
    path.write_text("this is a letter, not a database\n" * 100)
    with pytest.raises(StoreError, match=r"regwatch\.db: damaged, or not a regwatch database"):
        open_store(f"sqlite:///{path}")
    assert path.read_text().startswith("this is a letter")


def test_a_database_that_another_process_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.storage.store_sessions.BUSY_SECONDS", 0)
    path = tmp_path / "regwatch.db"
    with open_store(f"sqlite:///{path}") as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked by another process"):
            store.set_setting("a", "b")
        other.execute("ROLLBACK")
        store.set_setting("a", "b")
        other.close()


def test_a_full_disk(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/regwatch.db") as store:
        with store._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1")
        with pytest.raises(StoreError, match="the disk is full"):
            store.set_setting("a", "b" * 1_000_000)
        assert store.setting("a") is None


def test_a_file_that_may_only_be_read(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/regwatch.db") as store:
        with store._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA query_only = ON")
        with pytest.raises(StoreError, match="cannot be written"):
            store.set_setting("a", "b")


def test_a_new_database_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "regwatch.db"
    open_store(f"sqlite:///{path}").close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_damaged_page_is_found_by_the_check(tmp_path: Path) -> None:
    path = tmp_path / "regwatch.db"
    with open_store(f"sqlite:///{path}") as store:
        with store.transaction():
            for number in range(2000):
                store.set_setting(f"name {number}", "x" * 200)
        store.check()
    raw = bytearray(path.read_bytes())
    middle = len(raw) // 2 // 4096 * 4096
    raw[middle : middle + 4096] = b"\xff" * 4096
    path.write_bytes(raw)
    with open_store(f"sqlite:///{path}") as store, pytest.raises(StoreError, match="damaged"):
        store.check()
