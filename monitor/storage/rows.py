"""The tables. Storage only: a row validates nothing and never leaves the store, which speaks domain types.

Instants are stored in UTC and come back with their offset; long texts and published bytes are stored compressed. Every
query of the store has its index here, so that no question costs more as the years of history grow.
"""

from __future__ import annotations

import re
import zlib
from datetime import UTC, date, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
# PostgreSQL takes no NUL in a text and neither database a lone surrogate: both occur in damaged pages.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Instant(sa.types.TypeDecorator[datetime]):
    """A point in time: refused without an offset, stored in UTC, returned in UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant without an offset: {value.isoformat()}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(sa.types.TypeDecorator[str]):
    """A text from outside. What no database can hold is shown as the replacement character."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else _UNSTORABLE.sub("\ufffd", value)


class Packed(sa.types.TypeDecorator[bytes]):
    """Bytes, compressed: published bodies and long JSON texts."""

    impl = sa.LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        return None if value is None else zlib.compress(value, 6)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        return None if value is None else zlib.decompress(value)


class Row(SQLModel, registry=registry(metadata=sa.MetaData(naming_convention=NAMES))):
    """The base of all tables, with a catalogue of its own."""


def serial() -> int | None:
    """A key that the database counts up: the order in which rows were written."""
    return Field(default=None, primary_key=True)  # type: ignore[no-any-return]


# --- what was published ---------------------------------------------------------------------------------------------


class AnnouncementRow(Row, table=True):
    """A document as one source last announced it: what the next poll compares with to find what it has not seen."""

    __tablename__ = "announcement"
    document_number: str = Field(primary_key=True, sa_type=sa.Text)
    stage: str = Field(primary_key=True, sa_type=sa.Text)
    source: str = Field(primary_key=True, sa_type=sa.Text)
    document: bytes = Field(sa_type=Packed)  # parsers.model.Document
    first_observed_at: datetime = Field(sa_type=Instant)
    observed_at: datetime = Field(sa_type=Instant)  # when this wording of the announcement was first seen


class RenditionRow(Row, table=True):
    """One form in which a document was seen, with its body once that could be read."""

    __tablename__ = "rendition"
    __table_args__ = (
        sa.Index(None, "document_number", "stage"),
        sa.Index(None, "state", "next_try_at"),
        sa.Index(None, "parser_version"),
        sa.Index(None, "read_at"),
    )
    id: int | None = serial()
    document_number: str = Field(sa_type=sa.Text)
    stage: str = Field(sa_type=sa.Text)
    state: str = Field(sa_type=sa.Text)
    observed_at: datetime = Field(sa_type=Instant)
    read_at: datetime | None = Field(default=None, sa_type=Instant)
    filed_at: datetime | None = Field(default=None, sa_type=Instant)
    publication_date: date | None = Field(default=None, sa_type=sa.Date)
    document: bytes = Field(sa_type=Packed)  # parsers.model.Document
    rule: bytes | None = Field(default=None, sa_type=Packed)  # parsers.model.Rule
    evidence_sha256: str | None = Field(default=None, sa_type=sa.Text, foreign_key="evidence.sha256")
    evidence_url: str | None = Field(default=None, sa_type=Words)
    parser_version: str | None = Field(default=None, sa_type=sa.Text)
    tries: int = Field(default=0)
    next_try_at: datetime | None = Field(default=None, sa_type=Instant)
    last_error: str | None = Field(default=None, sa_type=Words)


class EvidenceRow(Row, table=True):
    """Published bytes, by their hash."""

    __tablename__ = "evidence"
    sha256: str = Field(primary_key=True, sa_type=sa.Text)
    body: bytes = Field(sa_type=Packed)
    size: int = Field(sa_type=sa.BigInteger)  # before compression
    stored_at: datetime = Field(sa_type=Instant)


class RetrievalRow(Row, table=True):
    """Where and when bytes were read. Reading the same bytes at the same address again moves ``last_fetched_at``."""

    __tablename__ = "retrieval"
    __table_args__ = (sa.UniqueConstraint("sha256", "url"),)
    id: int | None = serial()
    sha256: str = Field(sa_type=sa.Text, foreign_key="evidence.sha256")
    url: str = Field(sa_type=Words)
    source: str = Field(sa_type=sa.Text)
    fetched_at: datetime = Field(sa_type=Instant)
    last_fetched_at: datetime = Field(sa_type=Instant)
    content_type: str | None = Field(default=None, sa_type=Words)
    status: int | None = Field(default=None)


class SnapshotRow(Row, table=True):
    """A list file or eCFR capture. One row a content: a body that says the same again moves ``last_seen_at``."""

    __tablename__ = "snapshot"
    __table_args__ = (sa.Index(None, "source", "id"),)
    id: int | None = serial()
    source: str = Field(sa_type=sa.Text)
    as_of: date | None = Field(default=None, sa_type=sa.Date)
    last_as_of: date | None = Field(default=None, sa_type=sa.Date)
    observed_at: datetime = Field(sa_type=Instant)
    last_seen_at: datetime = Field(sa_type=Instant)
    content_hash: str = Field(sa_type=sa.Text)  # of the snapshot without its date
    snapshot: bytes = Field(sa_type=Packed)  # parsers.model.ListSnapshot
    evidence_sha256: str | None = Field(default=None, sa_type=sa.Text, foreign_key="evidence.sha256")
    evidence_url: str | None = Field(default=None, sa_type=Words)


# --- whom it touches ------------------------------------------------------------------------------------------------


class ExposureRow(Row, table=True):
    """The exposures as last evaluated; one that closed keeps its row with ``closed_on``."""

    __tablename__ = "exposure"
    __table_args__ = (sa.Index(None, "closed_on"),)
    counterparty_id: str = Field(primary_key=True, sa_type=Words)
    kind: str = Field(primary_key=True, sa_type=sa.Text)
    content_hash: str = Field(sa_type=sa.Text)
    exposure: bytes = Field(sa_type=Packed)  # monitor.differ.Exposure
    opened_on: date = Field(sa_type=sa.Date)
    closed_on: date | None = Field(default=None, sa_type=sa.Date)


class DecisionRow(Row, table=True):
    """What a person decided about a doubtful tie. The newest counts; the others are its history."""

    __tablename__ = "decision"
    __table_args__ = (sa.Index(None, "counterparty_id", "listing_key"),)
    id: int | None = serial()
    counterparty_id: str = Field(sa_type=Words)
    listing_key: str = Field(sa_type=Words)
    entry_fingerprint: str = Field(sa_type=sa.Text)
    verdict: str = Field(sa_type=sa.Text)  # cleared | confirmed
    by: str = Field(sa_type=Words)
    why: str = Field(sa_type=Words)
    at: datetime = Field(sa_type=Instant)


class HitCacheRow(Row, table=True):
    """Hits of one entry against one state of the watchlists. An entry that hits nothing has a row too."""

    __tablename__ = "hit_cache"
    watchlist_fingerprint: str = Field(primary_key=True, sa_type=sa.Text)
    entry_fingerprint: str = Field(primary_key=True, sa_type=sa.Text)
    hits: bytes = Field(sa_type=Packed)  # tuple[monitor.screening.Hit, ...]


# --- what people are told -------------------------------------------------------------------------------------------


class AlertRow(Row, table=True):
    """One event, said once."""

    __tablename__ = "alert"
    __table_args__ = (
        sa.UniqueConstraint("key"),
        sa.UniqueConstraint("alert_id"),
        sa.Index(None, "observed_at"),
        sa.Index(None, "counterparty_id"),
        sa.Index(None, "acknowledged_at", "severity"),
    )
    id: int | None = serial()
    alert_id: str = Field(sa_type=sa.Text)  # short and stable: what every message carries
    key: str = Field(sa_type=Words)
    kind: str = Field(sa_type=sa.Text)
    severity: str = Field(sa_type=sa.Text)
    counterparty_id: str | None = Field(default=None, sa_type=Words)
    effective: date | None = Field(default=None, sa_type=sa.Date)
    observed_at: datetime = Field(sa_type=Instant)
    alert: bytes = Field(sa_type=Packed)  # notifiers.model.Alert
    superseded_by: str | None = Field(default=None, sa_type=sa.Text)
    acknowledged_at: datetime | None = Field(default=None, sa_type=Instant)
    acknowledged_by: str | None = Field(default=None, sa_type=Words)
    acknowledged_note: str | None = Field(default=None, sa_type=Words)
    acknowledged_decision: str | None = Field(default=None, sa_type=Words)


class SightingRow(Row, table=True):
    """Where else the event of an alert was seen: on public inspection, in print, in the eCFR, in a list file."""

    __tablename__ = "sighting"
    __table_args__ = (sa.UniqueConstraint("alert_id", "fingerprint"), sa.Index(None, "document_number"))
    id: int | None = serial()
    alert_id: int = Field(foreign_key="alert.id")
    fingerprint: str = Field(sa_type=sa.Text)
    document_number: str | None = Field(default=None, sa_type=sa.Text)
    stage: str = Field(sa_type=sa.Text)
    source: str = Field(sa_type=Words)  # notifiers.model.Source
    observed_at: datetime = Field(sa_type=Instant)


class DeliveryRow(Row, table=True):
    """The outbox: one alert on one channel."""

    __tablename__ = "delivery"
    __table_args__ = (
        sa.UniqueConstraint("alert_id", "channel"),
        sa.Index(None, "state", "next_try_at", "id"),
        sa.Index(None, "counterparty_id", "channel", "state"),
        sa.Index(None, "delivered_at"),
    )
    id: int | None = serial()
    alert_id: int = Field(foreign_key="alert.id")
    channel: str = Field(sa_type=sa.Text)
    counterparty_id: str | None = Field(default=None, sa_type=Words)  # for the order within one counterparty
    state: str = Field(sa_type=sa.Text)
    created_at: datetime = Field(sa_type=Instant)
    due_at: datetime = Field(sa_type=Instant)  # as planned
    next_try_at: datetime = Field(sa_type=Instant)  # the plan, then the backoff
    attempts: int = Field(default=0)
    claimed_by: str | None = Field(default=None, sa_type=Words)
    claimed_until: datetime | None = Field(default=None, sa_type=Instant)
    delivered_at: datetime | None = Field(default=None, sa_type=Instant)  # the last time
    first_delivered_at: datetime | None = Field(default=None, sa_type=Instant)
    last_error: str | None = Field(default=None, sa_type=Words)
    permanent: bool = Field(default=False)
    message_id: str | None = Field(default=None, sa_type=Words)


# --- how regwatch itself is doing -----------------------------------------------------------------------------------


class SourceStateRow(Row, table=True):
    __tablename__ = "source_state"
    name: str = Field(primary_key=True, sa_type=sa.Text)
    state: str = Field(sa_type=Words)  # monitor.storage.store_log.SourceState


class ProblemRow(Row, table=True):
    """What could not be read. The same problem found again is the same row."""

    __tablename__ = "problem"
    __table_args__ = (
        sa.UniqueConstraint("fingerprint"),
        sa.Index(None, "observed_at"),
        sa.Index(None, "told_at", "cleared_at"),
        sa.Index(None, "document_number"),
        sa.Index(None, "source"),
    )
    id: int | None = serial()
    fingerprint: str = Field(sa_type=sa.Text)
    source: str | None = Field(default=None, sa_type=sa.Text)
    document_number: str | None = Field(default=None, sa_type=sa.Text)
    where: str = Field(sa_type=Words)
    what: str = Field(sa_type=Words)
    severity: str = Field(sa_type=sa.Text)
    observed_at: datetime = Field(sa_type=Instant)
    told_at: datetime | None = Field(default=None, sa_type=Instant)
    cleared_at: datetime | None = Field(default=None, sa_type=Instant)


class AuditRow(Row, table=True):
    """Who did what to what, when. Rows are only ever added."""

    __tablename__ = "audit"
    __table_args__ = (sa.Index(None, "at"), sa.Index(None, "subject"))
    id: int | None = serial()
    at: datetime = Field(sa_type=Instant)
    who: str = Field(sa_type=Words)
    what: str = Field(sa_type=Words)
    subject: str = Field(sa_type=Words)
    detail: str | None = Field(default=None, sa_type=Words)


class NonceRow(Row, table=True):
    """One-time links that were used."""

    __tablename__ = "nonce"
    nonce: str = Field(primary_key=True, sa_type=Words)
    used_at: datetime = Field(sa_type=Instant)


class SettingRow(Row, table=True):
    """Single values that outlive a restart: evaluated through, baseline at, last receipt."""

    __tablename__ = "setting"
    name: str = Field(primary_key=True, sa_type=sa.Text)
    value: str = Field(sa_type=Words)


class LeaseRow(Row, table=True):
    """Work that one daemon at a time does, until an instant."""

    __tablename__ = "lease"
    name: str = Field(primary_key=True, sa_type=sa.Text)
    holder: str = Field(sa_type=Words)
    until: datetime = Field(sa_type=Instant)


class PollRow(Row, table=True):
    """One cycle of polling: the proof that regwatch looked."""

    __tablename__ = "poll"
    __table_args__ = (sa.Index(None, "finished_at"),)
    id: int | None = serial()
    started_at: datetime = Field(sa_type=Instant)
    finished_at: datetime = Field(sa_type=Instant)
    sources_ok: str = Field(sa_type=Words)  # JSON list of names
    sources_failed: str = Field(sa_type=Words)
    documents_read: int = Field(default=0)
    alerts: int = Field(default=0)
