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
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cached_property

from monitor import list_files, schedule
from monitor.chains import volume_and_page
from monitor.codified_text import EASTERN, TextCapture, capture_day, read_capture, read_target
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
)
from monitor.list_captures import Capture, CaptureKind
from monitor.list_replay import CODIFIED, replay
from monitor.list_state import Step, published
from monitor.provision_states import conflicts, state_on
from monitor.provisions import AmendmentStep, ProvisionHistory, build_history
from parsers.model import CfrReference, DocumentKind, ListEntry, ListName, Rule, Stage

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
        kept: dict[object, object],
    ) -> None:
        """Use :meth:`build`."""
        self.renditions = renditions
        self.snapshots = snapshots
        self.provisions = provisions
        self.last_checked = dict(last_checked)
        self._kept = kept  # results of replays, shared with the timelines that ``with_`` makes from this one
        self._views: dict[int, _View] = {}
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
            tuple(sorted(renditions, key=_rendition_order)),
            tuple(sorted(snapshots, key=_snapshot_order)),
            tracked,
            last_checked or {},
            {},
        )

    def with_(
        self,
        *,
        renditions: Iterable[Rendition] = (),
        snapshots: Iterable[SnapshotSeen] = (),
        last_checked: Mapping[str, datetime] | None = None,
    ) -> Timeline:
        """A timeline that knows more. Lists that the additions do not touch are not computed again."""
        return Timeline(
            tuple(sorted((*self.renditions, *renditions), key=_rendition_order)),
            tuple(sorted((*self.snapshots, *snapshots), key=_snapshot_order)),
            self.provisions,
            {**self.last_checked, **(last_checked or {})},
            self._kept,
        )

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

    def _view(self, known_at: datetime) -> _View:
        index = bisect_right(self._instants, known_at)
        if index not in self._views:
            if len(self._views) >= 8:
                self._views.pop(next(iter(self._views)))
            until = self._instants[index - 1] if index else None
            renditions = [r for r in self.renditions if until is not None and r.observed_at <= until]
            snapshots = [s for s in self.snapshots if until is not None and s.observed_at <= until]
            self._views[index] = _View(renditions, snapshots, self.provisions, self._kept)
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


class _View:
    """The law as known at one instant."""

    def __init__(
        self,
        renditions: list[Rendition],
        snapshots: list[SnapshotSeen],
        provisions: tuple[Provision, ...],
        kept: dict[object, object],
    ) -> None:
        self._kept = kept
        self.snapshots = snapshots
        first: dict[str, datetime] = {}
        for rendition in renditions:
            number = rendition.document_number
            first[number] = min(first.get(number, rendition.observed_at), rendition.observed_at)
        self._first_observed = first
        self.renditions = tuple(current_renditions(renditions))
        self._by_number = {r.document_number: r for r in self.renditions}
        self.amendments = tuple(sorted(self._amendment_steps(), key=lambda s: (s.on, s.order)))
        self.histories = tuple(self._history(p) for p in provisions)
        replayed = [self._replay(name) for name in ListName]
        self.versions = tuple(v for versions, _ in replayed for v in versions)
        found = [f for _, findings in replayed for f in findings]
        found += [f for history in self.histories for f in (*history.findings, *conflicts(history))]
        found += list_files.unincorporated(self.snapshots)
        found += list_files.compare(self.snapshots, self.versions)
        self.findings = tuple(sorted(found, key=lambda f: (f.severity != "warning", f.kind, f.key)))
        self._listings: dict[int, tuple[Listing, ...]] = {}

    @cached_property
    def by_key(self) -> dict[str, tuple[ListingVersion, ...]]:
        grouped: dict[str, list[ListingVersion]] = defaultdict(list)
        for version in self.versions:
            grouped[version.key].append(version)
        return {key: tuple(versions) for key, versions in grouped.items()}

    @cached_property
    def change_dates(self) -> list[date]:
        days = {v.since for v in self.versions if v.since is not None}
        days |= {schedule.day_after(v.until) for v in self.versions if v.until is not None}
        days |= {s.since for h in self.histories for s in h.spans if s.since is not None}
        return sorted(days)

    @cached_property
    def _current(self) -> list[tuple[date, date, Listing]]:
        """Each version with its first and last day and the listing that it shows."""
        return [(v.since or date.min, v.until or date.max, _listing(v)) for v in self.versions]

    def listings(self, on: date) -> tuple[Listing, ...]:
        index = bisect_right(self.change_dates, on)
        if index not in self._listings:
            if len(self._listings) >= 16:
                self._listings.pop(next(iter(self._listings)))
            self._listings[index] = tuple(shown for since, until, shown in self._current if since <= on <= until)
        return self._listings[index]

    # -- lists

    def _replay(self, name: ListName) -> tuple[tuple[ListingVersion, ...], tuple[Finding, ...]]:
        renditions = [
            r
            for r in self.renditions
            if r.rule and is_law(r.rule, name) and any(c.entry.list is name for c in r.rule.changes)
        ]
        captures = [c for seen in self.snapshots if (c := self._capture(seen, name)) is not None]
        if not renditions and not captures:
            return (), ()
        key = (
            name,
            tuple((id(r), self._first_observed[r.document_number]) for r in renditions),
            tuple(id(c.seen) for c in captures),
        )
        found = self._kept.get(key)
        if found is None:
            steps = [step for r in renditions for step in self._steps(r, name)]
            dates = {c: day for capture in captures for c, day in _citation_dates(capture.seen)}
            found = (replay(name, steps, captures, dates), renditions, captures)  # held, so that the ids stay theirs
            self._forget()
            self._kept[key] = found
        result: tuple[tuple[ListingVersion, ...], tuple[Finding, ...]] = found[0]  # type: ignore[index]
        return result

    def _forget(self) -> None:
        while len(self._kept) >= 64:
            self._kept.pop(next(iter(self._kept)))

    def _capture(self, seen: SnapshotSeen, name: ListName) -> Capture | None:
        source = seen.snapshot.source
        if source == "ecfr":
            kind = CaptureKind.CODIFIED
        elif name in CODIFIED:
            kind = CaptureKind.NAMES
        elif name is ListName.DENIED_PERSONS and source != "denied-persons" and self._has_denied_persons_file:
            return None  # the screening list repeats the Denied Persons List, hours or days later
        else:
            kind = CaptureKind.STATE
        rows = self._rows(seen, name)
        return Capture(capture_day(seen), rows, seen, kind) if rows else None

    @cached_property
    def _has_denied_persons_file(self) -> bool:
        return any(s.snapshot.source == "denied-persons" for s in self.snapshots)

    def _rows(self, seen: SnapshotSeen, name: ListName) -> tuple[ListEntry, ...]:
        key = ("rows", id(seen.snapshot))
        found = self._kept.get(key)
        if found is None:
            grouped: dict[ListName, list[ListEntry]] = defaultdict(list)
            for entry in seen.snapshot.entries:
                grouped[entry.list].append(entry)
            found = ({n: tuple(rows) for n, rows in grouped.items()}, seen)
            self._kept[key] = found
        rows: tuple[ListEntry, ...] = found[0].get(name, ())  # type: ignore[index]
        return rows

    def _steps(self, rendition: Rendition, name: ListName) -> Iterator[Step]:
        rule = rendition.rule
        assert rule is not None
        order = _order(rendition)
        for change in rule.changes:
            if change.entry.list is not name:
                continue
            on, provisional = self._acts_on(change.effective, change.provisional, rendition, change.entry.name)
            yield Step(
                on,
                order,
                change,
                rendition,
                self._first_observed[rendition.document_number],
                provisional,
                rule.corrects,
            )

    def _amendment_steps(self) -> Iterator[AmendmentStep]:
        for rendition in self.renditions:
            if rendition.rule is None or rendition.rule.kind is not DocumentKind.RULE:
                continue
            order = _order(rendition)
            for place, amendment in enumerate(rendition.rule.amendments):
                on, provisional = self._acts_on(amendment.effective, amendment.provisional, rendition, None)
                yield AmendmentStep(on, (*order, place), amendment, rendition, provisional)

    def _acts_on(
        self, effective: date | None, provisional: bool, rendition: Rendition, name: str | None
    ) -> tuple[date, bool]:
        """The day on which an instruction acts, and whether that day stands for one that the document does not give.

        A correction without a date of its own acts with what it corrects.
        """
        rule = rendition.rule
        provisional = provisional or rendition.stage is Stage.PUBLIC_INSPECTION
        if effective is not None:
            return effective, provisional
        if (
            rule is not None
            and rule.corrects is not None
            and (corrected := self._by_number.get(rule.corrects)) is not None
        ):
            changes = corrected.rule.changes if corrected.rule else ()
            days = [c.effective for c in changes if c.effective and (name is None or c.entry.name == name)]
            days += corrected.rule.effective_dates if corrected.rule and not days else []
            if days:
                return min(days), provisional
        day = published(rendition)
        if day is None:
            day = (rendition.evidence.filed_at or rendition.observed_at).astimezone(EASTERN).date()
        return day, True

    # -- provisions

    def _history(self, provision: Provision) -> ProvisionHistory:
        return build_history(provision, self.amendments, self._text_captures)

    def _text_captures(self, target: CfrReference) -> tuple[TextCapture, ...]:
        captures = [self._text_capture(s, target) for s in self.snapshots if s.snapshot.source == "ecfr"]
        return tuple(sorted(captures, key=lambda c: (c.day, c.observed_at)))

    def _text_capture(self, seen: SnapshotSeen, target: CfrReference) -> TextCapture:
        key = ("text", id(seen), target)
        found = self._kept.get(key)
        if found is None:
            found = (read_capture(seen, target), seen)
            self._kept[key] = found
        capture: TextCapture = found[0]  # type: ignore[index]
        return capture


def current_renditions(renditions: Iterable[Rendition]) -> Iterator[Rendition]:
    """Of each document the rendition that counts, in the order of their numbers; none for a withdrawn one."""
    by_number: dict[str, list[Rendition]] = defaultdict(list)
    for rendition in renditions:
        by_number[rendition.document_number].append(rendition)
    for _, known in sorted(by_number.items()):
        printed = [r for r in known if r.stage is Stage.PUBLISHED and r.rule is not None]
        newest = max(printed or known, key=_rendition_order)
        if newest.stage is Stage.WITHDRAWN:
            continue
        if newest.rule is None:
            filed = [r for r in known if r.rule is not None]
            if not filed:
                continue
            newest = max(filed, key=_rendition_order)
        yield newest


def is_law(rule: Rule, name: ListName) -> bool:
    """Whether a document changes a list: rules do; notices do where notices make the list; proposed rules never do."""
    if rule.kind is DocumentKind.RULE:
        return True
    return rule.kind is DocumentKind.NOTICE and name not in CODIFIED


def _listing(version: ListingVersion) -> Listing:
    return Listing(
        key=version.key,
        entry=version.entry,
        since=version.listed_since,
        until=version.listed_until,
        version_since=version.since,
        evidence=version.evidence,
        confirmed=version.confirmed,
        note=version.note,
        provisional=version.provisional,
        ended_by=version.ended_by,
        folded_into=version.folded_into,
    )


_STAGES = {Stage.PUBLIC_INSPECTION: 0, Stage.WITHDRAWN: 1, Stage.PUBLISHED: 2}


def _rendition_order(rendition: Rendition) -> tuple[datetime, int, str, str, str]:
    evidence = rendition.evidence
    return (
        rendition.observed_at,
        _STAGES[rendition.stage],
        rendition.document_number,
        evidence.sha256 or "",
        evidence.url or "",
    )


def _snapshot_order(seen: SnapshotSeen) -> tuple[datetime, str, date, str]:
    return (seen.observed_at, seen.snapshot.source, capture_day(seen), seen.evidence.sha256 or "")


def _order(rendition: Rendition) -> tuple[date, int, int, str]:
    """The place of a document among those of one effective day: publication date, then page, then number."""
    rule = rendition.rule
    place = volume_and_page((rule.citation if rule else None) or rendition.evidence.citation or "") or (0, 0)
    day = published(rendition) or (rendition.evidence.filed_at or rendition.observed_at).astimezone(EASTERN).date()
    return (day, rendition.volume or place[0], rendition.start_page or place[1], rendition.document_number)


def _citation_dates(seen: SnapshotSeen) -> Iterable[tuple[str, date]]:
    """Publication dates beside the citations of a capture, where the parser keeps them."""
    dates: Iterable[tuple[str, date]] = getattr(seen.snapshot, "citation_dates", ())
    return dates
