"""What is ordered for the days ahead: stays that end, temporary rules that expire, effective dates to come. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from monitor.law import Evidence, ListingVersion, ScheduledChange
from monitor.law.chains import distinct, long_date
from monitor.law.codified_text import STAYS, touches
from monitor.law.provision_states import scheduled_changes
from monitor.law.provisions import AmendmentStep, ProvisionHistory
from parsers.model import Action

_NAMED_PLACES = 4


def day_after(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def scheduled(
    versions: Iterable[ListingVersion],
    histories: Sequence[ProvisionHistory],
    amendments: Iterable[AmendmentStep],
    on: date,
) -> tuple[ScheduledChange, ...]:
    """All of it, soonest first. One change per listing, per tracked provision, and per document and day for the
    other places.
    """
    tracked = [change for history in histories for change in scheduled_changes(history, on)]
    others = list(_other_places(amendments, histories, on))
    changes: list[ScheduledChange] = []
    for change in tracked:
        documents = {e.document_number for e in change.evidence if e.document_number}
        beside = [
            c
            for c, places in others
            if c.on == change.on and {e.document_number for e in c.evidence} & documents and places
        ]
        others = [(c, places) for c, places in others if c not in beside]
        also = "; ".join(c.what for c in beside)
        changes.append(replace(change, what=f"{change.what}; that day also: {also}" if also else change.what))
    changes += [c for c, _ in others]
    changes += _listings(versions, on)
    return tuple(_distinct_keys(sorted(changes, key=lambda c: (c.on, c.key))))


def _distinct_keys(changes: Iterable[ScheduledChange]) -> Iterator[ScheduledChange]:
    """A document may order the same thing for two days; the second one gets ``#2``."""
    taken: Counter[str] = Counter()
    for change in changes:
        taken[change.key] += 1
        yield change if taken[change.key] == 1 else replace(change, key=f"{change.key}#{taken[change.key]}")


def _listings(versions: Iterable[ListingVersion], on: date) -> Iterator[ScheduledChange]:
    for version in versions:
        entry = version.entry
        where = f" ({entry.destination})" if entry.destination else ""
        if version.since is not None and version.since > on:
            opens = version.since == version.listed_since
            verb = "is listed" if opens else "is revised"
            yield _listing_change(
                version,
                "added" if opens else "revised",
                version.since,
                f"“{entry.name}”{where} {verb}",
                version.opened_by,
            )
        last = version.listed_until
        if last is not None and last >= on and version.until == last:
            how = {"expired": "runs out", "removed": "is removed"}.get(version.closed_how, "ends")
            what = f"the listing of “{entry.name}”{where} {how}"
            yield _listing_change(version, "ends", day_after(last), what, version.ended_by or version.opened_by)


def _listing_change(version: ListingVersion, kind: str, on: date, what: str, by: Evidence) -> ScheduledChange:
    cite = by.citation or by.document_number
    return ScheduledChange(
        key=f"listing:{version.key}:{kind}:{by.document_number or by.citation}",
        on=on,
        what=f"{what} from {long_date(on)} by {cite}",
        evidence=(by,),
        listing_key=version.key,
        source="terms" if version.closed_how == "expired" and kind == "ends" else "order",
    )


def _other_places(
    amendments: Iterable[AmendmentStep], histories: Sequence[ProvisionHistory], on: date
) -> Iterator[tuple[ScheduledChange, int]]:
    """Amendments of places that are not tracked, one change per document, day and kind, with the number of places."""
    steps = [
        s
        for s in amendments
        if s.amendment.action is not Action.DELAY  # what it moves is scheduled itself
        and not (s.amendment.target.detail or "").startswith("authority")  # has no effect that could begin or end
        and not any(touches(s.amendment.target, history.target) == "whole" for history in histories)
    ]
    groups: dict[tuple[str, str, date], list[AmendmentStep]] = defaultdict(list)
    for step in steps:
        document, until = step.rendition.document_number, step.amendment.until
        if step.on > on:
            groups[document, "takes-effect", step.on].append(step)
        if until is not None and until >= on and step.on <= until and not _superseded(step, until, steps):
            groups[document, "stay-ends" if _of_a_stay(step, steps) else "expires", day_after(until)].append(step)
    for (document, kind, day), together in sorted(groups.items()):
        places = list(dict.fromkeys(str(s.amendment.target) for s in together))
        named = ", ".join(places[:_NAMED_PLACES]) + (
            f" and {len(places) - _NAMED_PLACES} more" if len(places) > _NAMED_PLACES else ""
        )
        what = {
            "takes-effect": f"{together[0].cite} takes effect for {named}",
            "stay-ends": f"the stay of {named} by {together[0].cite} ends; they apply again from {long_date(day)}",
            "expires": f"what {together[0].cite} ordered for {named} runs out",
        }[kind]
        key = f"document:{document}:{kind}:{places[0]}"
        source = "order" if kind == "takes-effect" else "terms"
        yield ScheduledChange(key, day, what, distinct(s.evidence for s in together), source=source), len(places)


def _superseded(step: AmendmentStep, until: date, steps: Iterable[AmendmentStep]) -> bool:
    """Whether a later document gives the same place another end: by extending, staying anew, lifting or removing."""
    return any(
        other.order > step.order
        and other.amendment.action in (*STAYS, Action.EXTEND, Action.LIFT_STAY, Action.REMOVE)
        and other.amendment.target.covers(step.amendment.target)
        and other.on <= day_after(until)
        and other.rendition.document_number != step.rendition.document_number
        for other in steps
    )


def _of_a_stay(step: AmendmentStep, steps: Iterable[AmendmentStep]) -> bool:
    return step.amendment.action in STAYS or (
        step.amendment.action is Action.EXTEND
        and any(s.amendment.action in STAYS and step.amendment.target.covers(s.amendment.target) for s in steps)
    )
