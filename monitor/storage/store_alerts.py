"""The alert log: one event, one alert, whose record grows as the event is seen again; and who acknowledged it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from monitor.calendar import EASTERN
from monitor.storage.codec import decode, encode, fingerprint
from monitor.storage.rows import AlertRow, DeliveryRow, SightingRow
from monitor.storage.store_log import Log
from monitor.storage.store_sessions import StoreError, insert, slices
from notifiers.model import Alert, Source


class UnknownAlertError(StoreError):
    """No alert has this id."""


@dataclass(frozen=True, slots=True)
class Added:
    """What ``add_alerts`` did with one alert. ``id`` is the one that the store knows it by."""

    id: str
    key: str
    inserted: bool  # False: the event was known, nobody is told again
    grew: bool  # it was known, and is now confirmed by a source that was not


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    by: str
    at: datetime
    note: str | None = None
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where the event of an alert was seen, first the source that raised it."""

    source: Source
    observed_at: datetime


@dataclass(frozen=True, slots=True)
class DeliveryState:
    """How far one alert has come on one channel."""

    channel: str
    state: str  # pending | sending | delivered | failed | cancelled | held
    attempts: int
    due_at: datetime
    next_try_at: datetime
    delivered_at: datetime | None
    last_error: str | None
    permanent: bool
    message_id: str | None
    first_delivered_at: datetime | None = None  # before any repeat


@dataclass(frozen=True, slots=True)
class LoggedAlert:
    """An alert with what became of it. ``alert.sources`` holds every source that has confirmed it since."""

    alert: Alert
    deliveries: tuple[DeliveryState, ...]
    sightings: tuple[Sighting, ...]
    acknowledged: Acknowledgement | None
    superseded_by: str | None


class Alerts(Log):
    # --- writing ---

    def add_alert(self, alert: Alert, channels: Iterable[str], due: datetime) -> Added:
        """``add_alerts`` for one alert that goes to all its channels at the same time."""
        return self.add_alerts([(alert, [(channel, due) for channel in channels])])[0]

    def add_alerts(self, planned: Sequence[tuple[Alert, Sequence[tuple[str, datetime]]]]) -> tuple[Added, ...]:
        """Keep alerts, each with its pending deliveries (channel, due).

        An alert whose ``key`` is known is the same event seen again: its record grows by the sources that are new, and
        no delivery is made. What people must hear again is another event, with another key and ``previous_id``.
        """
        with self._writing() as session:
            known = _rows_by(session, AlertRow.key, [alert.key for alert, _ in planned])
            taken = set(_rows_by(session, AlertRow.alert_id, [alert.id for alert, _ in planned]))
            fresh: dict[str, Alert] = {}
            added = []
            for alert, _ in planned:
                if (row := known.get(alert.key)) is not None:
                    added.append(Added(row.alert_id, row.key, inserted=False, grew=_confirm(session, row, alert)))
                elif (twice := fresh.get(alert.key)) is not None:
                    sources = (*twice.sources, *_new_sources(twice, alert))
                    fresh[alert.key] = replace(twice, sources=sources)
                    added.append(Added(twice.id, twice.key, inserted=False, grew=sources != twice.sources))
                else:
                    kept = fresh[alert.key] = replace(alert, id=_free_id(session, alert.id, taken))
                    taken.add(kept.id)
                    added.append(Added(kept.id, kept.key, inserted=True, grew=False))
            outgoing: dict[str, Sequence[tuple[str, datetime]]] = {}
            for alert, deliveries in planned:
                outgoing.setdefault(alert.key, deliveries)
            _insert(session, list(fresh.values()), outgoing)
            return tuple(added)

    def acknowledge(
        self, alert_id: str, *, by: str, at: datetime, note: str | None = None, decision: str | None = None
    ) -> bool:
        """Somebody has seen to it. True for the first; a later one changes nothing but the audit trail, which has both.

        Raises UnknownAlertError.
        """
        with self._writing() as session:
            first = session.execute(
                sa.update(AlertRow)
                .where(col(AlertRow.alert_id) == alert_id, col(AlertRow.acknowledged_at).is_(None))
                .values(acknowledged_at=at, acknowledged_by=by, acknowledged_note=note, acknowledged_decision=decision)
                .returning(col(AlertRow.id))
            ).all()
            if not first:
                alert_row(session, alert_id)
            said = "; ".join(part for part in (decision, note) if part)
            self.audit(
                at=at,
                who=by,
                what="acknowledged" if first else "acknowledged again",
                subject=alert_id,
                detail=said or None,
            )
        return bool(first)

    # --- reading ---

    def alert(self, alert_id: str) -> LoggedAlert:
        """Raises UnknownAlertError."""
        with self._reading() as session:
            return _logged(session, [alert_row(session, alert_id)])[0]

    def alert_by_key(self, key: str) -> LoggedAlert | None:
        with self._reading() as session:
            return next(
                iter(_logged(session, session.exec(select(AlertRow).where(col(AlertRow.key) == key)).all())), None
            )

    def known_keys(self, keys: Iterable[str]) -> frozenset[str]:
        """Those of the keys that have an alert already."""
        with self._reading() as session:
            found: set[str] = set()
            for part in slices(sorted(set(keys))):
                found.update(session.exec(select(AlertRow.key).where(col(AlertRow.key).in_(part))))
            return frozenset(found)

    def alerts(self, since: date | datetime | None = None, limit: int | None = None) -> tuple[LoggedAlert, ...]:
        """The alert log, oldest first; with ``limit`` the newest so many. A date begins at midnight in Washington."""
        if isinstance(since, date) and not isinstance(since, datetime):
            since = datetime.combine(since, time(), EASTERN)
        query = select(AlertRow)
        if since is not None:
            query = query.where(col(AlertRow.observed_at) >= since)
        with self._reading() as session:
            if limit is not None:
                newest = query.order_by(col(AlertRow.observed_at).desc(), col(AlertRow.id).desc()).limit(limit)
                return _logged(session, list(reversed(session.exec(newest).all())))
            return _logged(session, session.exec(query.order_by(col(AlertRow.observed_at), col(AlertRow.id))).all())

    def alerts_of_document(self, number: str) -> tuple[LoggedAlert, ...]:
        """What was said on the strength of a document: to be confirmed, corrected or taken back. Oldest first."""
        ids = select(SightingRow.alert_id).where(col(SightingRow.document_number) == number)
        with self._reading() as session:
            return _logged(
                session,
                session.exec(select(AlertRow).where(col(AlertRow.id).in_(ids)).order_by(col(AlertRow.id))).all(),
            )

    def alerts_of_counterparty(self, counterparty_id: str) -> tuple[LoggedAlert, ...]:
        """Oldest first."""
        query = select(AlertRow).where(col(AlertRow.counterparty_id) == counterparty_id).order_by(col(AlertRow.id))
        with self._reading() as session:
            return _logged(session, session.exec(query).all())

    def unacknowledged(self, severity: str, before: datetime | None = None) -> tuple[LoggedAlert, ...]:
        """Alerts of one severity that nobody has seen to and that no later alert has superseded; oldest first."""
        query = select(AlertRow).where(
            col(AlertRow.acknowledged_at).is_(None),
            col(AlertRow.severity) == severity,
            col(AlertRow.superseded_by).is_(None),
        )
        if before is not None:
            query = query.where(col(AlertRow.observed_at) < before)
        with self._reading() as session:
            return _logged(session, session.exec(query.order_by(col(AlertRow.id))).all())


def _insert(session: Session, alerts: Sequence[Alert], outgoing: Mapping[str, Sequence[tuple[str, datetime]]]) -> None:
    """All at once: one rule can bring ten thousand."""
    if not alerts:
        return
    session.execute(
        sa.insert(AlertRow),
        [
            {
                "alert_id": alert.id,
                "key": alert.key,
                "kind": alert.kind,
                "severity": alert.severity.value,
                "counterparty_id": alert.counterparty.id if alert.counterparty else None,
                "effective": alert.effective,
                "observed_at": alert.observed_at,
                "alert": encode(alert),
            }
            for alert in alerts
        ],
    )
    ids: dict[str, int] = {}
    for part in slices([alert.id for alert in alerts]):
        found: Any = session.execute(
            sa.select(col(AlertRow.alert_id), col(AlertRow.id)).where(col(AlertRow.alert_id).in_(part))
        )
        ids.update((alert_id, row_id) for alert_id, row_id in found)
    _add_sightings(
        session, [(ids[alert.id], source, alert.observed_at) for alert in alerts for source in alert.sources]
    )
    deliveries = [
        {
            "alert_id": ids[alert.id],
            "channel": channel,
            "counterparty_id": alert.counterparty.id if alert.counterparty else None,
            "state": "pending",
            "created_at": alert.observed_at,
            "due_at": due,
            "next_try_at": due,
            "attempts": 0,
            "permanent": False,
        }
        for alert in alerts
        for channel, due in dict(outgoing[alert.key]).items()
    ]
    if deliveries:
        session.execute(sa.insert(DeliveryRow), deliveries)
    for alert in alerts:
        if alert.previous_id is not None:
            before = sa.update(AlertRow).where(col(AlertRow.alert_id) == alert.previous_id)
            session.execute(before.values(superseded_by=alert.id))


def _confirm(session: Session, row: AlertRow, again: Alert) -> bool:
    assert row.id is not None
    alert = decode(Alert, row.alert)
    fresh = _new_sources(alert, again)
    if not fresh:
        return False
    _add_sightings(session, [(row.id, source, again.observed_at) for source in fresh])
    row.alert = encode(replace(alert, sources=(*alert.sources, *fresh)))
    session.add(row)
    session.flush()
    return True


def _new_sources(alert: Alert, again: Alert) -> tuple[Source, ...]:
    have = {_sighted(source) for source in alert.sources}
    return tuple(source for source in again.sources if _sighted(source) not in have)


def _sighted(source: Source) -> str:
    """Two sightings are one when they are of the same document at the same stage; of lists, at the same address."""
    return fingerprint(source.document_number, source.stage, source.url if source.document_number is None else None)


def _add_sightings(session: Session, sightings: Iterable[tuple[int, Source, datetime]]) -> None:
    rows = [
        {
            "alert_id": row_id,
            "fingerprint": _sighted(source),
            "document_number": source.document_number,
            "stage": source.stage,
            "source": encode(source).decode(),
            "observed_at": observed_at,
        }
        for row_id, source, observed_at in sightings
    ]
    if rows:
        session.execute(insert(session, SightingRow).on_conflict_do_nothing(), rows)


def _free_id(session: Session, wanted: str, taken: Set[str]) -> str:
    """Ids are short hashes: two events may draw the same one, and neither may be lost for it."""
    number, free = 1, wanted
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
        if session.exec(select(AlertRow.id).where(col(AlertRow.alert_id) == free)).first() is not None:
            taken = {*taken, free}
    return free


def alert_row(session: Session, alert_id: str) -> AlertRow:
    """Raises UnknownAlertError."""
    row = session.exec(select(AlertRow).where(col(AlertRow.alert_id) == alert_id)).first()
    if row is None:
        raise UnknownAlertError(f"no alert {alert_id!r}")
    return row


def _rows_by(session: Session, column: Any, values: Sequence[str]) -> dict[str, AlertRow]:
    found: dict[str, AlertRow] = {}
    for part in slices(values):
        for row in session.exec(select(AlertRow).where(col(column).in_(part))):
            found[getattr(row, column.key)] = row
    return found


def _logged(session: Session, rows: Sequence[AlertRow]) -> tuple[LoggedAlert, ...]:
    ids = [row.id for row in rows if row.id is not None]
    deliveries: dict[int, list[DeliveryState]] = {i: [] for i in ids}
    sightings: dict[int, list[Sighting]] = {i: [] for i in ids}
    for part in slices(ids):
        for d in session.exec(
            select(DeliveryRow).where(col(DeliveryRow.alert_id).in_(part)).order_by(col(DeliveryRow.id))
        ):
            deliveries[d.alert_id].append(
                DeliveryState(
                    d.channel,
                    d.state,
                    d.attempts,
                    d.due_at,
                    d.next_try_at,
                    d.delivered_at,
                    d.last_error,
                    d.permanent,
                    d.message_id,
                    d.first_delivered_at,
                )
            )
        for s in session.exec(
            select(SightingRow).where(col(SightingRow.alert_id).in_(part)).order_by(col(SightingRow.id))
        ):
            sightings[s.alert_id].append(Sighting(decode(Source, s.source), s.observed_at))
    return tuple(
        LoggedAlert(
            decode(Alert, r.alert),
            tuple(deliveries[r.id]),
            tuple(sightings[r.id]),
            _acknowledgement(r),
            r.superseded_by,
        )
        for r in rows
        if r.id is not None
    )


def _acknowledgement(row: AlertRow) -> Acknowledgement | None:
    if row.acknowledged_at is None or row.acknowledged_by is None:
        return None
    return Acknowledgement(row.acknowledged_by, row.acknowledged_at, row.acknowledged_note, row.acknowledged_decision)
