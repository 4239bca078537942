"""Whom the law touches, as last evaluated; what people decided about doubtful ties; hits that are known already."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import col, select

from monitor.differ import Exposure
from monitor.screening import Hit
from monitor.storage.codec import decode, encode, fingerprint
from monitor.storage.rows import DecisionRow, ExposureRow, HitCacheRow
from monitor.storage.store_sessions import Sessions, slices, upsert


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about the tie of a counterparty to a listing, looking at this wording of the entry."""

    counterparty_id: str
    listing_key: str
    entry_fingerprint: str
    verdict: str  # "cleared" | "confirmed"
    by: str
    why: str
    at: datetime


_OPEN = sa.select(
    col(ExposureRow.counterparty_id), col(ExposureRow.kind), col(ExposureRow.content_hash), col(ExposureRow.opened_on)
).where(col(ExposureRow.closed_on).is_(None))


class Exposures(Sessions):
    def current_exposures(self) -> tuple[Exposure, ...]:
        """The open ones, as last evaluated."""
        query = select(ExposureRow.exposure).where(col(ExposureRow.closed_on).is_(None))
        with self._reading() as session:
            rows = session.exec(query.order_by(ExposureRow.counterparty_id, ExposureRow.kind))
            return tuple(decode(Exposure, stored) for stored in rows)

    def replace_exposures(self, exposures: Collection[Exposure], on: date) -> int:
        """These are all that are open on a date; the others close on it. Writes, and counts, only what differs.

        Raises ValueError when two have the same counterparty and kind.
        """
        now = {(e.counterparty_id, e.kind.value): e for e in exposures}
        if len(now) != len(exposures):
            raise ValueError("two exposures of one counterparty and kind")
        with self._writing() as session:
            open_ones = {(e.counterparty_id, e.kind): (e.content_hash, e.opened_on) for e in session.execute(_OPEN)}
            rows = []
            for (counterparty, kind), exposure in now.items():
                stored = encode(exposure)
                content = fingerprint(stored)
                before = open_ones.get((counterparty, kind))
                if before is None or before[0] != content:
                    rows.append(
                        {
                            "counterparty_id": counterparty,
                            "kind": kind,
                            "content_hash": content,
                            "exposure": stored,
                            "opened_on": before[1] if before else on,
                            "closed_on": None,
                        }
                    )
            upsert(session, ExposureRow, rows, ("counterparty_id", "kind"))
            closed = [key for key in open_ones if key not in now]
            for counterparty, kind in closed:
                session.execute(
                    sa.update(ExposureRow)
                    .where(col(ExposureRow.counterparty_id) == counterparty, col(ExposureRow.kind) == kind)
                    .values(closed_on=on)
                )
            return len(rows) + len(closed)

    # --- decisions ---

    def decide(self, decision: Decision) -> None:
        """Keep a decision; earlier ones on the same tie become history."""
        if decision.verdict not in ("cleared", "confirmed"):
            raise ValueError(f"a decision is cleared or confirmed, not {decision.verdict!r}")
        with self._writing() as session:
            session.add(DecisionRow(**{name: getattr(decision, name) for name in decision.__slots__}))

    def decisions(self, counterparty_id: str | None = None, *, history: bool = False) -> tuple[Decision, ...]:
        """The decision that counts on each tie, oldest first; with ``history`` those before it too."""
        query = select(DecisionRow)
        if counterparty_id is not None:
            query = query.where(col(DecisionRow.counterparty_id) == counterparty_id)
        if not history:
            newest = query.with_only_columns(sa.func.max(col(DecisionRow.id)))
            newest = newest.group_by(col(DecisionRow.counterparty_id), col(DecisionRow.listing_key))
            query = select(DecisionRow).where(col(DecisionRow.id).in_(newest))
        with self._reading() as session:
            rows = session.exec(query.order_by(col(DecisionRow.id)))
            return tuple(
                Decision(r.counterparty_id, r.listing_key, r.entry_fingerprint, r.verdict, r.by, r.why, r.at)
                for r in rows
            )

    # --- hits ---

    def cached_hits(self, watchlist_fingerprint: str, entries: Iterable[str]) -> dict[str, tuple[Hit, ...]]:
        """Entry fingerprint to hits, for those entries that were screened against this state of the watchlists."""
        found: dict[str, tuple[Hit, ...]] = {}
        with self._reading() as session:
            for part in slices(sorted(set(entries))):
                query = select(HitCacheRow.entry_fingerprint, HitCacheRow.hits).where(
                    col(HitCacheRow.watchlist_fingerprint) == watchlist_fingerprint,
                    col(HitCacheRow.entry_fingerprint).in_(part),
                )
                found.update((entry, decode(tuple[Hit, ...], hits)) for entry, hits in session.exec(query))
        return found

    def cache_hits(self, watchlist_fingerprint: str, hits: Mapping[str, tuple[Hit, ...]]) -> None:
        """No hits is worth remembering too."""
        rows = [
            {"watchlist_fingerprint": watchlist_fingerprint, "entry_fingerprint": e, "hits": encode(h, tuple[Hit, ...])}
            for e, h in hits.items()
        ]
        with self._writing() as session:
            upsert(session, HitCacheRow, rows, ("watchlist_fingerprint", "entry_fingerprint"))

    def forget_hits(self, except_of: str | None = None) -> None:
        """Drop what was computed for earlier states of the watchlists."""
        with self._writing() as session:
            session.execute(sa.delete(HitCacheRow).where(col(HitCacheRow.watchlist_fingerprint) != (except_of or "")))
