"""How regwatch itself is doing: sources, problems, polls, leases, settings, and the audit trail."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from monitor.storage.codec import decode, encode, fingerprint
from monitor.storage.rows import AuditRow, LeaseRow, NonceRow, PollRow, ProblemRow, SettingRow, SourceStateRow
from monitor.storage.store_sessions import Sessions, insert, slices, upsert
from parsers.model import Problem


@dataclass(frozen=True, slots=True)
class SourceState:
    """How one source is doing. ``cursor`` is the source's own note of how far it has read (JSON)."""

    name: str
    last_attempt: datetime | None = None
    last_success: datetime | None = None
    last_change: datetime | None = None  # when it last said something new
    last_answer: datetime | None = None  # a success, or a good reason for having nothing to show
    consecutive_failures: int = 0
    consecutive_successes: int = 0
    last_error: str | None = None  # of the failures counted; None once it is well again
    failing_since: datetime | None = None
    next_due_at: datetime | None = None
    cursor: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    last_hash: str | None = None
    counts: tuple[tuple[str, int], ...] = ()  # per list, of the last good answer: for floors and delta guards
    longest_silence_seconds: float | None = None  # between two changes, ever
    told_failing_at: datetime | None = None  # people know; None: they believe it is well


@dataclass(frozen=True, slots=True)
class StoredProblem:
    """A Problem, of which source or document, and whether the operator was told."""

    id: int
    problem: Problem
    source: str | None
    document_number: str | None
    observed_at: datetime
    told_at: datetime | None
    cleared_at: datetime | None


@dataclass(frozen=True, slots=True)
class Poll:
    """One cycle: which sources answered, what was read, how many alerts came of it."""

    started_at: datetime
    finished_at: datetime
    sources_ok: tuple[str, ...] = ()
    sources_failed: tuple[str, ...] = ()
    documents_read: int = 0
    alerts: int = 0


@dataclass(frozen=True, slots=True)
class PollSummary:
    """Polls of a stretch of time: the figures of a receipt. A poll is healthy when no source failed in it."""

    polls: int
    healthy: int
    documents_read: int
    alerts: int
    last_finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    at: datetime
    who: str
    what: str
    subject: str
    detail: str | None


class Log(Sessions):
    # --- sources ---

    def source_state(self, name: str) -> SourceState:
        """A source never tried has an empty state."""
        with self._reading() as session:
            stored = session.exec(select(SourceStateRow.state).where(col(SourceStateRow.name) == name)).first()
            return SourceState(name) if stored is None else decode(SourceState, stored)

    def source_states(self) -> tuple[SourceState, ...]:
        with self._reading() as session:
            return tuple(
                decode(SourceState, s) for s in session.exec(select(SourceStateRow.state).order_by(SourceStateRow.name))
            )

    def save_source_state(self, state: SourceState) -> None:
        with self._writing() as session:
            upsert(session, SourceStateRow, [{"name": state.name, "state": encode(state).decode()}], ("name",))

    # --- problems ---

    def add_problems(
        self,
        problems: Iterable[Problem],
        observed_at: datetime,
        *,
        source: str | None = None,
        document_number: str | None = None,
    ) -> tuple[StoredProblem, ...]:
        """Keep problems of a source or a document; returns those that were not open before: somebody must be told."""
        by_print = {fingerprint(source, document_number, p.where, p.what): p for p in problems}
        with self._writing() as session:
            known: dict[str, ProblemRow] = {}
            for part in slices(list(by_print)):
                for row in session.exec(select(ProblemRow).where(col(ProblemRow.fingerprint).in_(part))):
                    known[row.fingerprint] = row
            fresh = []
            for mark, problem in by_print.items():
                row = known.get(mark) or ProblemRow(
                    fingerprint=mark,
                    source=source,
                    document_number=document_number,
                    where=problem.where,
                    what=problem.what,
                    severity=problem.severity,
                    observed_at=observed_at,
                )
                if row.id is not None and row.cleared_at is None:
                    continue
                row.observed_at, row.told_at, row.cleared_at = observed_at, None, None
                session.add(row)
                fresh.append(row)
            session.flush()
            return tuple(_problem(row) for row in fresh)

    def clear_problems(
        self,
        at: datetime,
        *,
        source: str | None = None,
        document_number: str | None = None,
        still: Iterable[Problem] = (),
    ) -> int:
        """The source or document was read well now: its open problems are over, except for those it ``still`` has."""
        if (source is None) == (document_number is None):
            raise ValueError("the problems of a source, or of a document")
        mine = (
            col(ProblemRow.source) == source
            if source is not None
            else col(ProblemRow.document_number) == document_number
        )
        remaining = {(p.where, p.what) for p in still}
        with self._writing() as session:
            rows = session.exec(select(ProblemRow).where(mine, col(ProblemRow.cleared_at).is_(None))).all()
            over = [row for row in rows if (row.where, row.what) not in remaining]
            for row in over:
                row.cleared_at = at
                session.add(row)
            return len(over)

    def problems(
        self, since: datetime | None = None, *, untold: bool = False, document_number: str | None = None
    ) -> tuple[StoredProblem, ...]:
        """Open problems, oldest first: all, or those since an instant, of one document, or that nobody was told of."""
        query = select(ProblemRow).where(col(ProblemRow.cleared_at).is_(None))
        if since is not None:
            query = query.where(col(ProblemRow.observed_at) >= since)
        if untold:
            query = query.where(col(ProblemRow.told_at).is_(None))
        if document_number is not None:
            query = query.where(col(ProblemRow.document_number) == document_number)
        with self._reading() as session:
            return tuple(_problem(row) for row in session.exec(query.order_by(col(ProblemRow.id))))

    def mark_told(self, problems: Iterable[int], at: datetime) -> None:
        with self._writing() as session:
            for part in slices(list(problems)):
                session.execute(sa.update(ProblemRow).where(col(ProblemRow.id).in_(part)).values(told_at=at))

    # --- polls ---

    def record_poll(self, poll: Poll) -> None:
        with self._writing() as session:
            session.add(
                PollRow(
                    started_at=poll.started_at,
                    finished_at=poll.finished_at,
                    sources_ok=json.dumps(poll.sources_ok),
                    sources_failed=json.dumps(poll.sources_failed),
                    documents_read=poll.documents_read,
                    alerts=poll.alerts,
                )
            )

    def poll_summary(self, since: datetime, until: datetime) -> PollSummary:
        """Figures of the polls that finished in ``[since, until)``."""
        healthy = sa.case((col(PollRow.sources_failed) == "[]", 1), else_=0)
        query = sa.select(
            sa.func.count(col(PollRow.id)),
            sa.func.coalesce(sa.func.sum(healthy), 0),
            sa.func.coalesce(sa.func.sum(col(PollRow.documents_read)), 0),
            sa.func.coalesce(sa.func.sum(col(PollRow.alerts)), 0),
            sa.func.max(col(PollRow.finished_at)),
        ).where(col(PollRow.finished_at) >= since, col(PollRow.finished_at) < until)
        with self._reading() as session:
            sums: Any = session.execute(query).one()
            return PollSummary(*sums)

    def last_poll(self) -> Poll | None:
        with self._reading() as session:
            row = session.exec(
                select(PollRow).order_by(col(PollRow.finished_at).desc(), col(PollRow.id).desc()).limit(1)
            ).first()
            if row is None:
                return None
            ok, failed = tuple(json.loads(row.sources_ok)), tuple(json.loads(row.sources_failed))
            return Poll(row.started_at, row.finished_at, ok, failed, row.documents_read, row.alerts)

    # --- leases ---

    def take_lease(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
        """Work that one daemon at a time may do (polling): True when it is this holder's. Taking again extends."""
        with self._writing() as session:
            insert_lease = insert(session, LeaseRow).values(name=name, holder=holder, until=until)
            free = sa.or_(col(LeaseRow.until) <= now, col(LeaseRow.holder) == holder)
            statement = insert_lease.on_conflict_do_update(
                index_elements=["name"], set_={"holder": holder, "until": until}, where=free
            )
            return bool(session.execute(statement.returning(col(LeaseRow.name))).all())

    def lease_holder(self, name: str) -> str | None:
        """Who took it last and has not given it back; the lease may have run out."""
        with self._reading() as session:
            return session.exec(select(LeaseRow.holder).where(col(LeaseRow.name) == name)).first()

    def release_lease(self, name: str, holder: str) -> None:
        with self._writing() as session:
            session.execute(sa.delete(LeaseRow).where(col(LeaseRow.name) == name, col(LeaseRow.holder) == holder))

    # --- settings ---

    def setting(self, name: str) -> str | None:
        with self._reading() as session:
            return session.exec(select(SettingRow.value).where(col(SettingRow.name) == name)).first()

    def set_setting(self, name: str, value: str | None) -> None:
        """None forgets it."""
        with self._writing() as session:
            if value is None:
                session.execute(sa.delete(SettingRow).where(col(SettingRow.name) == name))
            else:
                upsert(session, SettingRow, [{"name": name, "value": value}], ("name",))

    def day(self, name: str) -> date | None:
        """A setting that is a date: ``evaluated_through``, ``last_receipt_on``."""
        value = self.setting(name)
        return date.fromisoformat(value) if value else None

    def set_day(self, name: str, value: date) -> None:
        self.set_setting(name, value.isoformat())

    def moment(self, name: str) -> datetime | None:
        """A setting that is an instant: ``baseline_at``."""
        value = self.setting(name)
        return datetime.fromisoformat(value) if value else None

    def set_moment(self, name: str, value: datetime) -> None:
        if value.tzinfo is None:
            raise ValueError(f"an instant without an offset: {value.isoformat()}")
        self.set_setting(name, value.isoformat())

    # --- one-time links, audit ---

    def use_nonce(self, nonce: str, at: datetime) -> bool:
        """True the first time, False ever after."""
        with self._writing() as session:
            statement = insert(session, NonceRow).values(nonce=nonce, used_at=at).on_conflict_do_nothing()
            return bool(session.execute(statement.returning(col(NonceRow.nonce))).all())

    def is_used(self, nonce: str) -> bool:
        with self._reading() as session:
            return session.exec(select(NonceRow.nonce).where(col(NonceRow.nonce) == nonce)).first() is not None

    def audit(self, *, at: datetime, who: str, what: str, subject: str, detail: str | None = None) -> None:
        """Who did what to what. Nothing in the trail is ever changed."""
        with self._writing() as session:
            session.add(AuditRow(at=at, who=who, what=what, subject=subject, detail=detail))

    def audit_trail(self, since: datetime | None = None, *, subject: str | None = None) -> tuple[AuditEntry, ...]:
        """Oldest first."""
        query = select(AuditRow)
        if since is not None:
            query = query.where(col(AuditRow.at) >= since)
        if subject is not None:
            query = query.where(col(AuditRow.subject) == subject)
        with self._reading() as session:
            rows = session.exec(query.order_by(col(AuditRow.id)))
            return tuple(AuditEntry(r.at, r.who, r.what, r.subject, r.detail) for r in rows)


def _problem(row: ProblemRow) -> StoredProblem:
    assert row.id is not None
    problem = Problem(row.where, row.what, row.severity)
    return StoredProblem(row.id, problem, row.source, row.document_number, row.observed_at, row.told_at, row.cleared_at)
