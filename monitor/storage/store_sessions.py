"""Opening the database, bringing it up to date, and the transactions that everything in the store runs in.

SQLite by default, PostgreSQL with the same code. Writers begin with BEGIN IMMEDIATE on SQLite: a deferred transaction
that turns into a writer fails at once when another one got there first, without waiting for the busy timeout.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import ArgumentError, DatabaseError, InterfaceError, NoSuchModuleError, OperationalError
from sqlmodel import Session

from monitor.storage.rows import Row

BUSY_SECONDS = 30
IN_LIST = 500  # values in one IN (...): SQLite takes 32,766, the planner is happier with fewer
# PostgreSQL advisory locks of ours
UPGRADING, SERIALISED, CLAIMING = 7_441_001, 7_441_002, 7_441_003


class StoreError(Exception):
    """The database cannot be used: absent, locked, damaged, read-only, newer than the program. One line, no secret."""


def _connect_sqlite(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (f"busy_timeout={BUSY_SECONDS * 1000}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN IMMEDIATE"))


def engine_for(url: str, pool: type[sa.pool.Pool] | None = None) -> Engine:
    """An engine for ``sqlite:///PATH`` or ``postgresql+psycopg://...``. Raises StoreError for any other address."""
    try:
        address = sa.make_url(url)
    except ArgumentError:
        raise StoreError("database url: not an address like sqlite:////var/lib/regwatch/regwatch.db") from None
    if address.drivername in ("postgresql", "postgres"):
        address = address.set(drivername="postgresql+psycopg")
    kind = address.get_backend_name()
    if kind not in ("sqlite", "postgresql"):
        raise StoreError(f"database url: {kind} is not supported, use sqlite or postgresql+psycopg")
    if kind == "sqlite":
        _prepare_file(address.database)
    try:
        engine = sa.create_engine(address, poolclass=pool, pool_pre_ping=kind == "postgresql", hide_parameters=True)
    except (ModuleNotFoundError, NoSuchModuleError):
        raise StoreError("database url: PostgreSQL needs the extra, install regwatch[postgres]") from None
    if kind == "sqlite":
        sa.event.listen(engine, "connect", _connect_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_file(name: str | None) -> None:
    """The watchlist and what is concluded from it are confidential: a new file is its owner's alone."""
    if not name or name == ":memory:":
        raise StoreError("database url: needs a file, as in sqlite:////var/lib/regwatch/regwatch.db")
    path = Path(name)
    if not path.parent.is_dir():
        raise StoreError(f"database {path}: the folder {path.parent} does not exist")
    if not path.exists():
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            pass  # another process was quicker
        except OSError as error:
            raise StoreError(f"database {path}: cannot be created ({error.strerror})") from None


def where(engine: Engine) -> str:
    """How the database is called in messages, without its password."""
    return (
        engine.url.database or ""
        if engine.dialect.name == "sqlite"
        else engine.url.render_as_string(hide_password=True)
    )


@contextmanager
def plain_errors(engine: Engine) -> Iterator[None]:
    """What a database refuses for reasons outside the program becomes a StoreError; the rest is a bug and stays one."""
    try:
        yield
    except (OperationalError, InterfaceError, DatabaseError) as error:
        if (reason := _outside(error)) is None:
            raise
        raise StoreError(f"database {where(engine)}: {reason}") from error


def _outside(error: DatabaseError | InterfaceError) -> str | None:
    said = " ".join(str(error.orig).split())
    for sign, reason in (
        ("database is locked", f"locked by another process for more than {BUSY_SECONDS} s"),
        ("readonly database", "cannot be written (read-only file or folder)"),
        ("unable to open", "cannot be opened; check the path and its permissions"),
        ("not a database", "damaged, or not a regwatch database"),
        ("malformed", "damaged; restore it from a backup"),
        ("is full", "the disk is full"),
        ("disk I/O error", "the disk reports an error"),
    ):
        if sign in said:
            return reason
    if isinstance(error, OperationalError) and not isinstance(error.orig, sqlite3.Error):
        return f"does not answer ({said[:200]})"
    return None


# --- migrations -----------------------------------------------------------------------------------------------------


def revision_of(engine: Engine) -> str | None:
    """Which form the tables have; None where there are none yet, or more than one form."""
    with plain_errors(engine), engine.execution_options(sqlite_begin="BEGIN").begin() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        rows = connection.execute(sa.text("SELECT version_num FROM alembic_version")).all()
        return str(rows[0][0]) if len(rows) == 1 else None


# --- transactions ---------------------------------------------------------------------------------------------------


class Sessions:
    """Every verb of the store runs in a transaction: the one that the caller's thread has open, else one of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(sqlite_begin="BEGIN")
        self._open = threading.local()

    @contextmanager
    def transaction(self, *, serialised: bool = False) -> Iterator[None]:
        """Everything that this thread writes inside is kept together, or not at all.

        On SQLite there is one writer at a time anyway. On PostgreSQL ``serialised`` makes such transactions wait for
        one another, for work that reads, decides and writes. A transaction inside another is a savepoint: an exception
        that the caller catches takes back what was written in the inner one only.
        """
        if (session := self._session()) is not None:
            with session.begin_nested():
                yield
            return
        with self._run(self._engine) as session:
            if serialised:
                one_at_a_time(session, SERIALISED)
            yield

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        if (session := self._session()) is not None:
            yield session
        else:
            with self._run(self._engine) as session:
                yield session

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        if (session := self._session()) is not None:
            yield session
        else:
            with self._run(self._reader) as session:
                yield session

    def _session(self) -> Session | None:
        return getattr(self._open, "session", None)

    @contextmanager
    def _run(self, engine: Engine) -> Iterator[Session]:
        with plain_errors(self._engine), Session(engine, expire_on_commit=False) as session, session.begin():
            self._open.session = session
            try:
                yield session
            finally:
                self._open.session = None


def one_at_a_time(connection: Connection | Session, lock: int) -> None:
    """Wait until no other transaction holds the lock; held to the end of this one. SQLite has one writer as it is."""
    bind = connection.get_bind() if isinstance(connection, Session) else connection
    if bind.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(lock)))


def insert(session: Session, table: type[Row]) -> Any:
    """An INSERT that can say ON CONFLICT: both databases speak it, in the same words, by different classes."""
    made = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    return made(table)


def upsert(
    session: Session, table: type[Row], values: Sequence[dict[str, Any]], keys: Sequence[str], keep: Sequence[str] = ()
) -> None:
    """Insert rows, or bring those with the same ``keys`` up to date, except for the columns to ``keep``."""
    if not values:
        return
    statement = insert(session, table)
    changed = {c: statement.excluded[c] for c in values[0] if c not in (*keys, *keep)}
    session.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=changed), list(values))


def slices(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Parts short enough for one IN (...)."""
    for start in range(0, len(values), IN_LIST):
        yield values[start : start + IN_LIST]
