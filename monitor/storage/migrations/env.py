"""What alembic runs, on the connection that the store hands over (``store_upgrade.alembic_config``).

A new revision is drafted from the rows, then read and corrected by hand:

    with store_sessions.engine_for("sqlite:///draft.db").begin() as connection:  # a database at the last revision
        alembic.command.revision(store_upgrade.alembic_config(connection), "What changes", autogenerate=True)
"""

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from monitor.storage.rows import Row


def plain_type(kind: str, value: Any, _: Any) -> str | Literal[False]:
    """A revision names what the database has, not the classes of today's program."""
    return f"sa.{value.impl!r}" if kind == "type" and isinstance(value, TypeDecorator) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    render_as_batch=True,  # SQLite cannot alter a column: alembic rebuilds the table
    render_item=plain_type,
)
with context.begin_transaction():
    context.run_migrations()
