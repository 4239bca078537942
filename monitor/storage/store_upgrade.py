"""Bringing a database up to date. The only importer of alembic, and imported only when there is something to do."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import NullPool

from monitor.storage.rows import Row
from monitor.storage.store_sessions import UPGRADING, StoreError, engine_for, one_at_a_time, plain_errors, where


def alembic_config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", "monitor.storage:migrations")
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "v%%(rev)s_%%(slug)s")  # a number alone is no name of a module
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine) -> None:
    """Bring the tables to this program's form, in one transaction. Refuses a database that a newer program wrote."""
    scripts = ScriptDirectory.from_config(alembic_config())
    # A table that is rebuilt must not take its children with it: foreign keys cannot be switched inside a transaction.
    alone = engine_for(engine.url.render_as_string(hide_password=False), NullPool)
    if alone.dialect.name == "sqlite":
        sa.event.listen(alone, "connect", lambda c, _: c.execute("PRAGMA foreign_keys=OFF"))
    with plain_errors(engine), alone.begin() as connection:
        one_at_a_time(connection, UPGRADING)
        heads = MigrationContext.configure(connection).get_current_heads()
        for head in heads:
            try:
                scripts.get_revision(head)
            except CommandError:
                raise StoreError(
                    f"database {where(engine)}: written by a newer regwatch (revision {head}); upgrade the program"
                ) from None
        if not heads and (strangers := set(sa.inspect(connection).get_table_names()) & set(Row.metadata.tables)):
            raise StoreError(
                f"database {where(engine)}: has tables that regwatch did not make ({', '.join(sorted(strangers))})"
            )
        command.upgrade(alembic_config(connection), "head")
        if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise StoreError(
                f"database {where(engine)}: the upgrade would leave dangling references; nothing was changed"
            )
