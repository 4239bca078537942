"""What happened to each counterparty: the difference between two sets of exposures as events, one for each thing. Pure.

A loophole is open while listed parties hold a stake in a counterparty and nothing in force reaches it. It is closed by
naming the counterparty, by writing it into another entry, by a provision, or because the stake or the listing behind it
is gone; it is reopened by a stay, by a removal, or by a sale that leaves too little.

Keys are made of facts that stay the same while a document goes from public inspection to print, to the eCFR and to the
Consolidated Screening List: the counterparty, our own key of the entry, the document's number or the day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from monitor.exposure import Exposure
from monitor.exposure.affiliate_events import affiliate_event
from monitor.exposure.event import Event
from monitor.exposure.listing_events import ListingTurn
from monitor.exposure.review_events import review_events
from monitor.exposure.standing import Standing
from monitor.law import ListingVersion, ScheduledChange

__all__ = ["Event", "events"]

_RANK = {"critical": 0, "warning": 1, "info": 2}


def events(
    before: Iterable[Exposure],
    after: Iterable[Exposure],
    *,
    on: date,
    scheduled: Iterable[ScheduledChange] = (),
    ended: Mapping[str, ListingVersion] | None = None,
) -> tuple[Event, ...]:
    """What happened between two evaluations, for the exposures of ``on``; equal inputs give nothing.

    ``scheduled``: what is ordered for later days; each event gets what will change it again. ``ended``: the last
    wording of every listing that is not in force on the day, by key, so that an event can say which document ended what
    and when; None when that is not known.
    """
    was, now = _by_counterparty(before), _by_counterparty(after)
    ahead = tuple(scheduled)
    found: list[Event] = []
    for party in sorted(was.keys() | now.keys()):
        old, new = Standing.of(was.get(party, [])), Standing.of(now.get(party, []))
        mine = [*ListingTurn(old, new, ended, on).events()]
        if not (old.restricted or new.restricted):
            through_owners = affiliate_event(old.owners, new.owners, ended, on)
            mine += [through_owners] if through_owners else []
        mine += review_events(old, new, ended, on)
        found += [_with_schedule(event, ahead) for event in mine]
    return tuple(sorted(found, key=lambda event: (_RANK[event.severity], event.counterparty_id, event.kind, event.key)))


def _by_counterparty(exposures: Iterable[Exposure]) -> dict[str, list[Exposure]]:
    grouped: dict[str, list[Exposure]] = defaultdict(list)
    for exposure in exposures:
        grouped[exposure.counterparty_id].append(exposure)
    return grouped


def _with_schedule(event: Event, scheduled: Iterable[ScheduledChange]) -> Event:
    target = event.after.provision_target if event.after else None
    keys = {listing.key for listing in event.listings}
    ahead = tuple(
        change
        for change in scheduled
        if (change.provision is not None and change.provision.target == target) or change.listing_key in keys
    )
    return replace(event, scheduled=ahead) if ahead else event
