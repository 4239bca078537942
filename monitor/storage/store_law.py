"""What was published, as the store keeps it: announcements, renditions with their bodies, evidence, list snapshots."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from monitor import timeline
from monitor.storage.codec import decode, encode, fingerprint
from monitor.storage.rows import AnnouncementRow, EvidenceRow, RenditionRow, RetrievalRow, SettingRow, SnapshotRow
from monitor.storage.store_sessions import Sessions, StoreError, insert, slices, upsert
from parsers.model import Document, ListSnapshot, Rule, Stage

LAW_VERSION = "law_version"


class RenditionState(StrEnum):
    PENDING_BODY = "pending-body"  # announced, its text not yet to be had
    READ = "read"
    PARTLY_READ = "partly-read"  # with problems
    UNREADABLE = "unreadable"
    WITHDRAWN = "withdrawn"
    NOT_LAW = "not-law"  # read, and of no effect on a list or a provision


@dataclass(frozen=True, slots=True)
class Unseen:
    """A document that says something new. ``before`` is what the same source said of the same stage last time."""

    document: Document
    before: Document | None


@dataclass(frozen=True, slots=True)
class StoredRendition:
    """A rendition with its state of reading. ``observed_at``: announced; ``read_at``: since when its body is known."""

    id: int
    document: Document
    state: RenditionState
    observed_at: datetime
    read_at: datetime | None
    rule: Rule | None
    sha256: str | None
    url: str | None
    parser_version: str | None
    tries: int
    next_try_at: datetime | None
    last_error: str | None


@dataclass(frozen=True, slots=True)
class Retrieval:
    """That these bytes were read at this address: first and last time."""

    sha256: str
    url: str
    source: str
    fetched_at: datetime
    last_fetched_at: datetime
    content_type: str | None
    status: int | None


class Law(Sessions):
    # --- announcements ---

    def unseen(self, documents: Iterable[Document]) -> tuple[Unseen, ...]:
        """The documents that this source has not announced yet, or announced differently; in the order given."""
        asked = tuple(documents)
        known: dict[tuple[str, str, str], Document] = {}
        with self._reading() as session:
            for part in slices(sorted({d.number for d in asked})):
                query = select(AnnouncementRow).where(col(AnnouncementRow.document_number).in_(part))
                for row in session.exec(query):
                    known[row.document_number, row.stage, row.source] = decode(Document, row.document)
        pairs = ((document, known.get((document.number, document.stage, document.source))) for document in asked)
        return tuple(Unseen(document, before) for document, before in pairs if document != before)

    def save_document(self, document: Document, observed_at: datetime) -> None:
        """Remember the announcement, so that ``unseen`` does not return it again."""
        row = {
            "document_number": document.number,
            "stage": document.stage,
            "source": document.source,
            "document": encode(document),
            "first_observed_at": observed_at,
            "observed_at": observed_at,
        }
        with self._writing() as session:
            upsert(session, AnnouncementRow, [row], ("document_number", "stage", "source"), keep=("first_observed_at",))

    def announced(self, number: str) -> tuple[Document, ...]:
        """What each source last said of a document, in the order first seen."""
        with self._reading() as session:
            query = select(AnnouncementRow).where(col(AnnouncementRow.document_number) == number)
            rows = session.exec(query.order_by(col(AnnouncementRow.first_observed_at)))
            return tuple(decode(Document, row.document) for row in rows)

    # --- renditions ---

    def save_rendition(
        self,
        document: Document,
        state: RenditionState,
        observed_at: datetime,
        *,
        rule: Rule | None = None,
        sha256: str | None = None,
        url: str | None = None,
        parser_version: str | None = None,
        next_try_at: datetime | None = None,
        error: str | None = None,
    ) -> int:
        """A new form of a document; returns its id. One whose body is to come is PENDING_BODY with ``next_try_at``."""
        row = RenditionRow(
            document_number=document.number,
            stage=document.stage,
            state=state,
            observed_at=observed_at,
            read_at=None if state in _UNREAD else observed_at,
            filed_at=document.filed_at,
            publication_date=document.publication_date,
            document=encode(document),
            rule=None if rule is None else encode(rule),
            evidence_sha256=sha256,
            evidence_url=url,
            parser_version=parser_version,
            next_try_at=next_try_at,
            last_error=error,
        )
        with self._writing() as session:
            session.add(row)
            session.flush()
            _law_changed(session)
        assert row.id is not None
        return row.id

    def body_read(
        self,
        rendition_id: int,
        state: RenditionState,
        read_at: datetime,
        *,
        rule: Rule | None = None,
        sha256: str | None = None,
        url: str | None = None,
        parser_version: str | None = None,
        error: str | None = None,
    ) -> None:
        """The body that was pending is here; or a better parser read it again, which leaves ``read_at`` as it was.

        What is not given (hash, address) stays.
        """
        with self._writing() as session:
            row = _rendition_row(session, rendition_id)
            row.state, row.rule = state, None if rule is None else encode(rule)
            row.read_at = None if state in _UNREAD else row.read_at or read_at
            row.evidence_sha256 = sha256 or row.evidence_sha256
            row.evidence_url = url or row.evidence_url
            row.parser_version = parser_version or row.parser_version
            row.next_try_at, row.last_error = None, error
            session.add(row)
            _law_changed(session)

    def body_missing(self, rendition_id: int, error: str, next_try_at: datetime) -> None:
        """One more try for the body failed."""
        with self._writing() as session:
            row = _rendition_row(session, rendition_id)
            row.tries, row.last_error, row.next_try_at = row.tries + 1, error, next_try_at
            session.add(row)

    def renew_document(self, rendition_id: int, document: Document) -> None:
        """What a source says of the same rendition now (its citation, its pages), where that is no new rendition."""
        with self._writing() as session:
            row = _rendition_row(session, rendition_id)
            row.document, row.filed_at, row.publication_date = (
                encode(document),
                document.filed_at,
                document.publication_date,
            )
            session.add(row)
            _law_changed(session)

    def pending_bodies(self, now: datetime, limit: int = 100) -> tuple[StoredRendition, ...]:
        """Renditions whose text is due to be asked for again, longest due first."""
        due = sa.and_(col(RenditionRow.state) == RenditionState.PENDING_BODY, col(RenditionRow.next_try_at) <= now)
        query = (
            select(RenditionRow).where(due).order_by(col(RenditionRow.next_try_at), col(RenditionRow.id)).limit(limit)
        )
        return self._renditions(query)

    def outdated_readings(self, parser_version: str, limit: int = 100) -> tuple[StoredRendition, ...]:
        """Renditions that another version of the parsers read: to be read again from their evidence."""
        version = col(RenditionRow.parser_version)
        found: tuple[StoredRendition, ...] = ()
        for other in (version < parser_version, version > parser_version):  # one OR would read the whole table
            query = select(RenditionRow).where(other, col(RenditionRow.evidence_sha256).is_not(None))
            found += self._renditions(query.order_by(version, col(RenditionRow.id)).limit(limit - len(found)))
        return found

    def renditions_of(self, number: str) -> tuple[StoredRendition, ...]:
        """All forms of one document, oldest first."""
        query = select(RenditionRow).where(col(RenditionRow.document_number) == number).order_by(col(RenditionRow.id))
        return self._renditions(query)

    def rendition(self, rendition_id: int) -> StoredRendition:
        with self._reading() as session:
            return _stored(_rendition_row(session, rendition_id))

    def _renditions(self, query: Any) -> tuple[StoredRendition, ...]:
        with self._reading() as session:
            return tuple(_stored(row) for row in session.exec(query))

    def renditions(self, known_at: datetime | None = None) -> list[timeline.Rendition]:
        """All that the timeline builds on, in the order it became known; with ``known_at`` only what was known then.

        Left out: bodies not read (yet), and documents judged to have no effect. ``law_version`` says when to ask anew.
        """
        query = select(RenditionRow).where(
            col(RenditionRow.read_at).is_not(None), col(RenditionRow.state) != RenditionState.NOT_LAW
        )
        if known_at is not None:
            query = query.where(col(RenditionRow.read_at) <= known_at)
        with self._reading() as session:
            rows = session.exec(query.order_by(col(RenditionRow.read_at), col(RenditionRow.id)))
            return [_for_timeline(_stored(row)) for row in rows]

    def law_version(self) -> int:
        """Changes whenever ``renditions`` or ``snapshots`` would answer differently: cheap to ask in every poll."""
        with self._reading() as session:
            value = session.exec(select(SettingRow.value).where(col(SettingRow.name) == LAW_VERSION)).first()
            return int(value or 0)

    # --- evidence ---

    def save_evidence(
        self,
        body: bytes,
        *,
        url: str,
        fetched_at: datetime,
        source: str,
        content_type: str | None = None,
        status: int | None = None,
    ) -> str:
        """Keep published bytes and where they came from; returns their SHA-256. The same bytes are kept once."""
        sha256 = hashlib.sha256(body).hexdigest()
        evidence = {"sha256": sha256, "body": body, "size": len(body), "stored_at": fetched_at}
        retrieval = {
            "sha256": sha256,
            "url": url,
            "source": source,
            "fetched_at": fetched_at,
            "last_fetched_at": fetched_at,
            "content_type": content_type,
            "status": status,
        }
        with self._writing() as session:
            if session.exec(select(EvidenceRow.sha256).where(col(EvidenceRow.sha256) == sha256)).first() is None:
                session.execute(insert(session, EvidenceRow).on_conflict_do_nothing(), [evidence])
            upsert(session, RetrievalRow, [retrieval], ("sha256", "url"), keep=("fetched_at",))
        return sha256

    def evidence(self, sha256: str) -> bytes | None:
        """The bytes as published. Raises StoreError when what is stored no longer has this hash."""
        with self._reading() as session:
            body = session.exec(select(EvidenceRow.body).where(col(EvidenceRow.sha256) == sha256)).first()
        if body is not None and hashlib.sha256(body).hexdigest() != sha256:
            raise StoreError(f"evidence {sha256}: the stored bytes have changed")
        return body

    def retrievals(self, sha256: str) -> tuple[Retrieval, ...]:
        query = select(RetrievalRow).where(col(RetrievalRow.sha256) == sha256).order_by(col(RetrievalRow.id))
        with self._reading() as session:
            return tuple(
                Retrieval(r.sha256, r.url, r.source, r.fetched_at, r.last_fetched_at, r.content_type, r.status)
                for r in session.exec(query)
            )

    # --- snapshots ---

    def save_snapshot(
        self, snapshot: ListSnapshot, observed_at: datetime, *, sha256: str | None = None, url: str | None = None
    ) -> bool:
        """Keep a list file or eCFR capture; False when it says the same as the newest one of its source.

        The date of a capture is no content: the eCFR of the next day with the same text only moves the row's dates.
        """
        content = fingerprint(replace(snapshot, as_of=None))
        with self._writing() as session:
            newest: Any = session.execute(
                sa.select(col(SnapshotRow.id), col(SnapshotRow.content_hash), col(SnapshotRow.last_as_of))
                .where(col(SnapshotRow.source) == snapshot.source)
                .order_by(col(SnapshotRow.id).desc())
                .limit(1)
            ).first()
            if newest is not None and newest[1] == content:
                session.execute(
                    sa.update(SnapshotRow)
                    .where(col(SnapshotRow.id) == newest[0])
                    .values(last_seen_at=observed_at, last_as_of=snapshot.as_of)
                )
                if newest[2] != snapshot.as_of:
                    _law_changed(session)
                return False
            session.add(
                SnapshotRow(
                    source=snapshot.source,
                    as_of=snapshot.as_of,
                    last_as_of=snapshot.as_of,
                    observed_at=observed_at,
                    last_seen_at=observed_at,
                    content_hash=content,
                    snapshot=encode(snapshot),
                    evidence_sha256=sha256,
                    evidence_url=url,
                )
            )
            session.flush()
            _law_changed(session)
        return True

    def snapshots(
        self,
        known_at: datetime | None = None,
        *,
        source: str | None = None,
        newest_only: bool = False,
        ends_only: bool = False,
    ) -> list[timeline.SnapshotSeen]:
        """List files and captures, oldest first; of each source only the newest one, or the first and the newest."""
        query = select(SnapshotRow)
        if source is not None:
            query = query.where(col(SnapshotRow.source) == source)
        if known_at is not None:
            query = query.where(col(SnapshotRow.observed_at) <= known_at)
        if newest_only or ends_only:
            newest = query.with_only_columns(sa.func.max(col(SnapshotRow.id))).group_by(col(SnapshotRow.source))
            chosen: sa.ColumnElement[bool] = col(SnapshotRow.id).in_(newest)
            if ends_only:
                first = query.with_only_columns(sa.func.min(col(SnapshotRow.id))).group_by(col(SnapshotRow.source))
                chosen = sa.or_(chosen, col(SnapshotRow.id).in_(first))
            query = select(SnapshotRow).where(chosen)
        with self._reading() as session:
            rows = session.exec(query.order_by(col(SnapshotRow.observed_at), col(SnapshotRow.id)))
            return [_seen(row, known_at) for row in rows]


_UNREAD = (RenditionState.PENDING_BODY, RenditionState.UNREADABLE)


def _rendition_row(session: Session, rendition_id: int) -> RenditionRow:
    row = session.get(RenditionRow, rendition_id)
    if row is None:
        raise LookupError(f"no rendition {rendition_id}")
    return row


def _law_changed(session: Session) -> None:
    statement = insert(session, SettingRow).values(name=LAW_VERSION, value="1")
    counted = sa.cast(sa.cast(SettingRow.value, sa.Integer) + 1, sa.Text)
    session.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": counted}))


def _stored(row: RenditionRow) -> StoredRendition:
    assert row.id is not None
    return StoredRendition(
        id=row.id,
        document=decode(Document, row.document),
        state=RenditionState(row.state),
        observed_at=row.observed_at,
        read_at=row.read_at,
        rule=decode(Rule, row.rule) if row.rule is not None else None,
        sha256=row.evidence_sha256,
        url=row.evidence_url,
        parser_version=row.parser_version,
        tries=row.tries,
        next_try_at=row.next_try_at,
        last_error=row.last_error,
    )


def _for_timeline(rendition: StoredRendition) -> timeline.Rendition:
    document = rendition.document
    assert rendition.read_at is not None
    evidence = timeline.Evidence(
        document_number=document.number,
        citation=document.citation or (rendition.rule.citation if rendition.rule else None),
        url=document.html_url or rendition.url,
        stage=document.stage,
        observed_at=rendition.read_at,
        title=document.title,
        publication_date=document.publication_date,
        filed_at=document.filed_at,
        sha256=rendition.sha256,
        source=document.source,
    )
    return timeline.Rendition(
        document_number=document.number,
        stage=Stage(document.stage),
        observed_at=rendition.read_at,
        rule=None if document.stage is Stage.WITHDRAWN else rendition.rule,
        evidence=evidence,
        volume=document.volume,
        start_page=document.start_page,
        end_page=document.end_page,
    )


def _seen(row: SnapshotRow, known_at: datetime | None) -> timeline.SnapshotSeen:
    """Once seen again, a capture speaks for the later day; but not to somebody who asks what was known before."""
    as_of = row.as_of if known_at is not None and known_at < row.last_seen_at else row.last_as_of
    snapshot = replace(decode(ListSnapshot, row.snapshot), as_of=as_of)
    evidence = timeline.Evidence(
        document_number=None,
        citation=None,
        url=row.evidence_url,
        stage="snapshot",
        observed_at=row.observed_at,
        publication_date=as_of,
        sha256=row.evidence_sha256,
        source=snapshot.source,
    )
    return timeline.SnapshotSeen(snapshot, row.observed_at, evidence)
