"""The store: everything regwatch remembers, behind verbs that take and return domain types.

    store = open_store("sqlite:////var/lib/regwatch/regwatch.db")
    with store.transaction():  # all that a poll decided: document, evidence, exposures, alerts, pending deliveries
        sha256 = store.save_evidence(body, url=..., fetched_at=now, source="documents")
        store.save_rendition(document, RenditionState.READ, now, rule=rule, sha256=sha256)
        store.add_alerts(planned)

Each verb runs in the transaction that its thread has open, else in one of its own. A store may be used from several
threads, and several processes may use one database. The verbs are grouped by subject:

- ``store_law``: announcements, renditions, evidence, snapshots
- ``store_exposures``: exposures, decisions, cached hits
- ``store_alerts``: the alert log and acknowledgements
- ``store_outbox``: deliveries
- ``store_log``: source states, problems, polls, leases, settings, the audit trail
- ``store_sessions``: opening, upgrading, transactions, errors

No secret is ever given to the store; what it keeps, it keeps as given.
"""

from __future__ import annotations

from types import TracebackType

import sqlalchemy as sa

from monitor.storage.migrations import NEWEST
from monitor.storage.store_alerts import Acknowledgement, Added, DeliveryState, LoggedAlert, Sighting, UnknownAlertError
from monitor.storage.store_exposures import Decision, Exposures
from monitor.storage.store_law import Law, RenditionState, Retrieval, StoredRendition, Unseen
from monitor.storage.store_log import AuditEntry, Poll, PollSummary, SourceState, StoredProblem
from monitor.storage.store_outbox import ClaimedDelivery, Outbox, OutboxCount
from monitor.storage.store_sessions import StoreError, engine_for, plain_errors, revision_of, where

__all__ = [
    "Acknowledgement",
    "Added",
    "AuditEntry",
    "ClaimedDelivery",
    "Decision",
    "DeliveryState",
    "LoggedAlert",
    "OutboxCount",
    "Poll",
    "PollSummary",
    "RenditionState",
    "Retrieval",
    "Sighting",
    "SourceState",
    "Store",
    "StoreError",
    "StoredProblem",
    "StoredRendition",
    "UnknownAlertError",
    "Unseen",
    "open_store",
]


class Store(Law, Exposures, Outbox):
    """See the module. Made by ``open_store``; a context manager that closes itself."""

    @property
    def name(self) -> str:
        """How messages call the database: its path, or its address without the password."""
        return where(self._engine)

    def check(self) -> None:
        """Raises StoreError when the database does not answer; on SQLite also when a page of it is damaged."""
        with plain_errors(self._engine), self._reading() as session:
            if self._engine.dialect.name == "sqlite":
                said = session.execute(sa.text("PRAGMA quick_check(1)")).scalar()
                if said != "ok":
                    raise StoreError(f"database {self.name}: damaged ({said}); restore it from a backup")
            else:
                session.execute(sa.text("SELECT 1"))

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(url: str) -> Store:
    """Open a database and bring its tables up to date, making them where there are none.

    ``url`` is ``sqlite:////absolute/path.db`` or ``postgresql+psycopg://user@host/name``. Raises StoreError.
    """
    engine = engine_for(url)
    try:
        if revision_of(engine) != NEWEST:
            from monitor.storage.store_upgrade import upgrade  # noqa: PLC0415 (alembic is slow to load, and seldom needed)

            upgrade(engine)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine)
