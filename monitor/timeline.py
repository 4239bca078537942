"""What is listed and what is in force: on a date, as known at an instant.

Two times are kept apart. *In force on a date* is law: an instruction acts on its own effective date, whenever it was
read. *As known at an instant* is evidence: only what had been observed by then counts, so an answer about the past
never looks ahead. A :class:`Timeline` is a function of the set of renditions and captures; the order in which they
came plays no part.

Of one document the newest rendition known counts (filed, replaced, published, corrected); a published edition is never
undone by a public-inspection text seen later, an announcement without a body does not hide the body read before, and a
withdrawn document has no effect at all. Proposed rules are not law; notices are law only for the lists that notices
make (denied persons, 1260H, UFLPA ...).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from monitor.calendar import EASTERN
from monitor.law import (
    Evidence,
    Finding,
    Listing,
    ListingVersion,
    Provision,
    ProvisionState,
    Rendition,
    ScheduledChange,
    SnapshotSeen,
    schedule,
)
from monitor.law.codified_text import read_target
from monitor.law.known_law import Kept, KnownLaw, rendition_order, snapshot_order
from monitor.law.provision_states import state_on

__all__ = [
    "Evidence",
    "Finding",
    "Listing",
    "ListingVersion",
    "Provision",
    "ProvisionState",
    "Rendition",
    "ScheduledChange",
    "SnapshotSeen",
    "Timeline",
]

# Successful reads that would have shown a document of BIS. The eCFR counts by the day that its capture shows.
_DOCUMENT_SOURCES = frozenset({"documents", "public-inspection", "federal-register", "federal-register-documents"})


class Timeline:
    """All that is known, to be asked about any date and instant. Immutable; what was computed once is kept."""

    def __init__(
        self,
        renditions: tuple[Rendition, ...],
        snapshots: tuple[SnapshotSeen, ...],
        provisions: tuple[Provision, ...],
        last_checked: Mapping[str, datetime],
        kept: Kept,
    ) -> None:
        """Use :meth:`build`."""
        self.renditions = renditions
        self.snapshots = snapshots
        self.provisions = provisions
        self.last_checked = dict(last_checked)
        self._kept = kept  # results of replays, shared with the timelines that ``with_`` makes from this one
        self._views: dict[int, KnownLaw] = {}
        self._instants = sorted({r.observed_at for r in renditions} | {s.observed_at for s in snapshots})

    @classmethod
    def build(
        cls,
        renditions: Iterable[Rendition],
        snapshots: Iterable[SnapshotSeen],
        provisions: Iterable[Provision],
        *,
        last_checked: Mapping[str, datetime] | None = None,
    ) -> Timeline:
        """``last_checked``: per source the instant of its last successful read; it decides whether a change that
        was due counts as confirmed. Raises ValueError for a provision whose target is no place in the CFR.
        """
        tracked = tuple(provisions)
        for provision in tracked:
            read_target(provision.target)
        return cls(
            tuple(sorted(renditions, key=rendition_order)),
            tuple(sorted(snapshots, key=snapshot_order)),
            tracked,
            last_checked or {},
            Kept(),
        )

    def with_(
        self,
        *,
        renditions: Iterable[Rendition] = (),
        snapshots: Iterable[SnapshotSeen] = (),
        last_checked: Mapping[str, datetime] | None = None,
    ) -> Timeline:
        """A timeline that knows more. Lists that the additions do not touch are not computed again."""
        more, seen = tuple(renditions), tuple(snapshots)
        grown = Timeline(
            tuple(sorted((*self.renditions, *more), key=rendition_order)) if more else self.renditions,
            tuple(sorted((*self.snapshots, *seen), key=snapshot_order)) if seen else self.snapshots,
            self.provisions,
            {**self.last_checked, **(last_checked or {})},
            self._kept,
        )
        if not more and not seen:
            grown._views = self._views
        return grown

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Timeline):
            return NotImplemented
        return (self.renditions, self.snapshots, self.provisions, self.last_checked) == (
            other.renditions,
            other.snapshots,
            other.provisions,
            other.last_checked,
        )

    __hash__ = None  # type: ignore[assignment]

    # -- questions

    def listings(self, on: date, known_at: datetime) -> tuple[Listing, ...]:
        """Every entry in force on the date, codified lists and list files alike; expired and folded ones are not in
        it.
        """
        return self._view(known_at).listings(on)

    def provision_states(self, on: date, known_at: datetime) -> tuple[ProvisionState, ...]:
        """The state of each tracked provision, in the order of the configuration."""
        view = self._view(known_at)
        last_read = self._last_read(known_at)
        return tuple(state_on(history, on, last_read) for history in view.histories)

    def scheduled(self, on: date, known_at: datetime) -> tuple[ScheduledChange, ...]:
        """Everything known that is ordered for a day after ``on``, soonest first."""
        view = self._view(known_at)
        return schedule.scheduled(view.versions, view.histories, view.amendments, on)

    def change_dates(self, after: date, until: date, known_at: datetime) -> tuple[date, ...]:
        """The days in ``(after, until]`` on which a listing or a provision changes."""
        days = self._view(known_at).change_dates
        return tuple(days[bisect_right(days, after) : bisect_right(days, until)])

    def findings(self, known_at: datetime) -> tuple[Finding, ...]:
        """What does not fit together, for the operator; warnings first."""
        return self._view(known_at).findings

    def history(self, key: str, known_at: datetime) -> tuple[ListingVersion, ...]:
        """All wordings of one listing with what opened and closed each, oldest first; empty for an unknown key."""
        return self._view(known_at).by_key.get(key, ())

    def versions(self, known_at: datetime) -> tuple[ListingVersion, ...]:
        """All wordings of all listings, past and ordered ones included."""
        return self._view(known_at).versions

    def documents(self, known_at: datetime) -> tuple[Rendition, ...]:
        """The rendition of each document that counts as known at the instant."""
        return self._view(known_at).renditions

    # -- views

    def _view(self, known_at: datetime) -> KnownLaw:
        index = bisect_right(self._instants, known_at)
        if index not in self._views:
            if len(self._views) >= 8:
                self._views.pop(next(iter(self._views)))
            until = self._instants[index - 1] if index else None
            renditions = [r for r in self.renditions if until is not None and r.observed_at <= until]
            snapshots = [s for s in self.snapshots if until is not None and s.observed_at <= until]
            self._views[index] = KnownLaw(renditions, snapshots, self.provisions, self._kept)
        return self._views[index]

    def _last_read(self, known_at: datetime) -> datetime | None:
        """The newest instant, not after ``known_at``, by which a new document of BIS would have been seen."""
        reads = [
            min(at, known_at)
            for source, at in self.last_checked.items()
            if source.replace("_", "-") in _DOCUMENT_SOURCES
        ]
        reads += [r.observed_at for r in self.renditions if r.observed_at <= known_at]
        for seen in self.snapshots:
            if seen.observed_at <= known_at and seen.snapshot.source == "ecfr" and seen.snapshot.as_of is not None:
                shown = datetime.combine(seen.snapshot.as_of, datetime.min.time(), EASTERN)
                reads.append(min(shown, seen.observed_at))
        return max(reads, default=None)
