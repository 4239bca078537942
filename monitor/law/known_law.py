"""The law as known at one instant: which renditions count, and what follows from them and from the captures. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from monitor.calendar import EASTERN
from monitor.law import Finding, Listing, ListingVersion, Provision, Rendition, SnapshotSeen, list_comparison, schedule
from monitor.law.chains import volume_and_page
from monitor.law.codified_text import TextCapture, capture_day, read_capture
from monitor.law.delays import Delay, Delays, is_delay
from monitor.law.list_replay import CODIFIED, replay
from monitor.law.list_state import Step, published
from monitor.law.provision_states import conflicts
from monitor.law.provisions import AmendmentStep, ProvisionHistory, build_history
from monitor.law.row_citations import Capture, CaptureKind
from parsers.model import Amendment, CfrReference, DocumentKind, ListEntry, ListName, Rule, Stage

_Replay = tuple[tuple[ListingVersion, ...], tuple[Finding, ...]]
_SUPPLEMENTS = {ListName.ENTITY_LIST: "4", ListName.UNVERIFIED_LIST: "6", ListName.MEU_LIST: "7"}  # to part 744
_KEPT_REPLAYS = 48  # a handful of instants times the lists


@dataclass(frozen=True, slots=True)
class Replayed:
    result: _Replay
    of: object  # what it was computed from, held so that the ids in its key stay theirs


class Kept:
    """Results that timelines share; they are looked up by the identity of the values that they were computed from."""

    def __init__(self) -> None:
        self.replays: dict[object, Replayed] = {}
        self.rows: dict[int, tuple[SnapshotSeen, dict[ListName, tuple[ListEntry, ...]]]] = {}
        self.texts: dict[tuple[int, CfrReference], tuple[SnapshotSeen, TextCapture]] = {}


class KnownLaw:
    """The law as known at one instant."""

    def __init__(
        self,
        renditions: list[Rendition],
        snapshots: list[SnapshotSeen],
        provisions: tuple[Provision, ...],
        kept: Kept,
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
        self._delays = Delays(self._known_delays())
        self.amendments = tuple(sorted(self._amendment_steps(), key=lambda s: (s.on, s.order)))
        self.histories = tuple(self._history(p) for p in provisions)
        replayed = [self._replay(name) for name in ListName]
        self.versions = tuple(v for versions, _ in replayed for v in versions)
        found = [f for _, findings in replayed for f in findings]
        found += [f for history in self.histories for f in (*history.findings, *conflicts(history))]
        found += self._delays.findings
        found += list_comparison.unincorporated(self.snapshots)
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

    def _replay(self, name: ListName) -> _Replay:
        renditions = [
            r
            for r in self.renditions
            if r.rule and is_law(r.rule, name) and any(c.entry.list is name for c in r.rule.changes)
        ]
        captures = self._captures(name)
        if not renditions and not captures:
            return (), ()
        key = (
            name,
            tuple((id(r), self._first_observed[r.document_number]) for r in renditions),
            tuple(id(c.seen) for c in captures),
            self._delays.identity,
        )
        kept = self._kept.replays.get(key)
        if kept is not None:
            return kept.result
        steps = [step for r in renditions for step in self._steps(r, name)]
        dates = {citation: day for capture in captures for citation, day in capture.seen.snapshot.citation_dates}
        versions, findings = replay(name, steps, captures, dates)
        result = (versions, (*findings, *list_comparison.compare(captures, versions)))
        while len(self._kept.replays) >= _KEPT_REPLAYS:
            self._kept.replays.pop(next(iter(self._kept.replays)))
        self._kept.replays[key] = Replayed(result, (renditions, captures, self._delays))
        return result

    def _captures(self, name: ListName) -> list[Capture]:
        """The captures that tell of a list, without those that never hold it.

        A capture that has lost all of a list which its source has shown before is kept: that is a fault to be reported.
        """
        codified = name in CODIFIED
        holding = {s.snapshot.source for s in self.snapshots if self._rows(s, name)}
        own = sorted(holding - {"screening-list", "ecfr"})
        captures: list[Capture] = []
        shown: set[str] = set()
        for seen in sorted(self.snapshots, key=lambda s: (capture_day(s), s.observed_at)):
            source, rows = seen.snapshot.source, self._rows(seen, name)
            if source not in holding or (not codified and own and source != own[0]):
                continue  # the screening list repeats lists that have a file of their own, hours or days later
            kind = CaptureKind.CODIFIED if source == "ecfr" else CaptureKind.NAMES if codified else CaptureKind.STATE
            partly = source == "ecfr" and len(self._kept.rows[id(seen)][1]) < 2  # one section or supplement only
            if rows or (source in shown and not partly):
                captures.append(Capture(capture_day(seen), rows, seen, kind))
            if rows:
                shown.add(source)
        return captures

    def _rows(self, seen: SnapshotSeen, name: ListName) -> tuple[ListEntry, ...]:
        kept = self._kept.rows.get(id(seen))
        if kept is None:
            grouped: dict[ListName, list[ListEntry]] = defaultdict(list)
            for entry in seen.snapshot.entries:
                grouped[entry.list].append(entry)
            kept = self._kept.rows[id(seen)] = (seen, {n: tuple(rows) for n, rows in grouped.items()})
        return kept[1].get(name, ())

    def _steps(self, rendition: Rendition, name: ListName) -> Iterator[Step]:
        rule = rendition.rule
        assert rule is not None
        order, first = _order(rendition), self._first_observed[rendition.document_number]
        place = CfrReference(15, "744", supplement=_SUPPLEMENTS.get(name))
        for change in rule.changes:
            if change.entry.list is not name:
                continue
            on, provisional = self._acts_on(change.effective, change.provisional, rendition, change.entry.name)
            acts, by = self._delays.day(rendition, order, place, on) if name in _SUPPLEMENTS else (on, ())
            if acts is not None:
                yield Step(acts, order, change, rendition, first, provisional, rule.corrects, by)

    def _amendment_steps(self) -> Iterator[AmendmentStep]:
        for rendition, order, place, amendment in self._amendments():
            on, provisional = self._acts_on(amendment.effective, amendment.provisional, rendition, None)
            acts, _ = self._delays.day(rendition, order, amendment.target, on)
            if acts is not None:
                yield AmendmentStep(acts, (*order, place), amendment, rendition, provisional)

    def _amendments(self) -> Iterator[tuple[Rendition, tuple[date, int, int, str], int, Amendment]]:
        for rendition in self.renditions:
            if rendition.rule is not None and rendition.rule.kind is DocumentKind.RULE:
                order = _order(rendition)
                for place, amendment in enumerate(rendition.rule.amendments):
                    yield rendition, order, place, amendment

    def _known_delays(self) -> Iterator[Delay]:
        for rendition, order, _, amendment in self._amendments():
            if is_delay(amendment):
                on, _ = self._acts_on(amendment.effective, amendment.provisional, rendition, None)
                yield Delay(amendment, rendition, order, min(on, published(rendition) or on))

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
        kept = self._kept.texts.get((id(seen), target))
        if kept is None:
            kept = self._kept.texts[id(seen), target] = (seen, read_capture(seen, target))
        return kept[1]


def current_renditions(renditions: Iterable[Rendition]) -> Iterator[Rendition]:
    """Of each document the rendition that counts, in the order of their numbers; none for a withdrawn one."""
    by_number: dict[str, list[Rendition]] = defaultdict(list)
    for rendition in renditions:
        by_number[rendition.document_number].append(rendition)
    for _, known in sorted(by_number.items()):
        printed = [r for r in known if r.stage is Stage.PUBLISHED and r.rule is not None]
        newest = max(printed or known, key=rendition_order)
        if newest.stage is Stage.WITHDRAWN:
            continue
        if newest.rule is None:
            filed = [r for r in known if r.rule is not None]
            if not filed:
                continue
            newest = max(filed, key=rendition_order)
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


def rendition_order(rendition: Rendition) -> tuple[datetime, int, str, str, str]:
    evidence = rendition.evidence
    return (
        rendition.observed_at,
        _STAGES[rendition.stage],
        rendition.document_number,
        evidence.sha256 or "",
        evidence.url or "",
    )


def snapshot_order(seen: SnapshotSeen) -> tuple[datetime, str, date, str]:
    return (seen.observed_at, seen.snapshot.source, capture_day(seen), seen.evidence.sha256 or "")


def _order(rendition: Rendition) -> tuple[date, int, int, str]:
    """The place of a document among those of one effective day: publication date, then page, then number."""
    rule = rendition.rule
    place = volume_and_page((rule.citation if rule else None) or rendition.evidence.citation or "") or (0, 0)
    day = published(rendition) or (rendition.evidence.filed_at or rendition.observed_at).astimezone(EASTERN).date()
    return (day, rendition.volume or place[0], rendition.start_page or place[1], rendition.document_number)
