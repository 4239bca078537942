"""From what is known to what people must hear: step through the days that have passed, and take the difference. Pure.

The differ runs whenever knowledge changes and whenever a date passes. After a pause it steps through every day on which
something changes, so that a loophole that opened and closed meanwhile is told twice, each with its day. A document that
arrives late is stepped through from the day on which it took effect; events that people heard of already have the same
keys and are not told again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.exposure import Exposure
from monitor.exposure.event import LISTING_REVISED, LOOPHOLE_CLOSED, PARTNER_DELISTED, PARTNER_LISTED, Event
from monitor.exposure.loopholes import events
from monitor.knowledge import Knowledge
from monitor.law import ListingVersion, ScheduledChange

# Listings that a document orders for a later day are told at once; provisions only on their day, after a countdown.
AHEAD = timedelta(days=800)
_TOLD_AHEAD = {
    PARTNER_LISTED: {"listing", "naming"},
    LOOPHOLE_CLOSED: {"naming", "folding"},
    PARTNER_DELISTED: {"removal"},
    LISTING_REVISED: {"revision", "moved"},
}
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """``exposures``: of today; ``events``: in the order of their days; ``scheduled``: what is ordered for later."""

    exposures: tuple[Exposure, ...]
    events: tuple[Event, ...]
    scheduled: tuple[ScheduledChange, ...]


def evaluate(
    knowledge: Knowledge,
    *,
    told: Sequence[Exposure],
    through: date,
    today: date,
    late_from: date | None = None,
    not_before: date | None = None,
) -> Evaluation:
    """``told``: the exposures as last evaluated, of the day ``through``. ``late_from``: the first day on which a
    document that has become known since takes effect; nothing before ``not_before`` (the baseline) is told."""
    scheduled = knowledge.timeline.scheduled(today, knowledge.known_at)
    start = min(through, late_from - _DAY) if late_from else through
    start = min(max(start, not_before or start), today)
    days = [*knowledge.timeline.change_dates(start, today, knowledge.known_at), today]
    last = _last_versions(knowledge)
    before = knowledge.exposures(start)
    found: list[Event] = []
    for on in sorted(set(days)):
        after = knowledge.exposures(on)
        found += events(before, after, on=on, scheduled=scheduled if on == today else (), ended=_ended(last, on))
        before = after
    known = _present(told, knowledge)
    stepped = {event.counterparty_id for event in found}
    direct = events(known, before, on=today, scheduled=scheduled, ended=_ended(last, today))
    found += [event for event in direct if event.counterparty_id not in stepped]
    ahead = _ahead(knowledge, before, today, last)
    found = [event for event in found if not _only_put_off(event, ahead)]
    return Evaluation(before, tuple(_once([*found, *ahead])), scheduled)


def _present(told: Iterable[Exposure], knowledge: Knowledge) -> list[Exposure]:
    """Without those of counterparties that the team took off its watchlists: that is no event of the law."""
    return [exposure for exposure in told if exposure.counterparty_id in knowledge.portfolio.counterparties]


def _ahead(
    knowledge: Knowledge, now: tuple[Exposure, ...], today: date, last: Mapping[str, ListingVersion]
) -> list[Event]:
    """What documents order for later days about listings."""
    found: list[Event] = []
    before = now
    for on in knowledge.timeline.change_dates(today, today + AHEAD, knowledge.known_at):
        after = knowledge.exposures(on)
        turned = events(before, after, on=on, ended=_ended(last, on))
        found += [event for event in turned if event.how in _TOLD_AHEAD.get(event.kind, ())]
        before = after
    return found


def _only_put_off(event: Event, ahead: Iterable[Event]) -> bool:
    """Whether something ends only because its document, replaced, begins on a later day: that is told as a change."""
    if event.kind not in (PARTNER_DELISTED, LOOPHOLE_CLOSED):
        return False
    begins = {one.key for later in ahead if later.kind in (PARTNER_LISTED, LOOPHOLE_CLOSED) for one in later.listings}
    return any(listing.key in begins for listing in event.listings)


def _last_versions(knowledge: Knowledge) -> dict[str, ListingVersion]:
    return {key: versions[-1] for key, versions in knowledge.versions.items()}


def _ended(last: Mapping[str, ListingVersion], on: date) -> dict[str, ListingVersion]:
    """The last wording of every listing that is not in force on the day."""
    return {
        key: version
        for key, version in last.items()
        if (end := version.listed_until or version.until) is not None and end < on
    }


def _once(found: Iterable[Event]) -> list[Event]:
    """Each key once, the first that was found."""
    return list({event.key: event for event in reversed(list(found))}.values())[::-1]


def turned_by(change: ScheduledChange, knowledge: Knowledge, now: Sequence[Exposure]) -> list[str]:
    """The names of the counterparties whose exposure is another one on the day of a scheduled change."""
    before = {(e.counterparty_id, e.kind) for e in now}
    after = {(e.counterparty_id, e.kind): e.counterparty_name for e in knowledge.exposures(change.on)}
    moved = before ^ after.keys()
    names = {e.counterparty_id: e.counterparty_name for e in now} | {key[0]: name for key, name in after.items()}
    return sorted({names[party] for party, _ in moved})


def due_countdown(away: int, days: Iterable[int]) -> int | None:
    """Which of the countdown's marks a change that is ``away`` days off has reached: the nearest one, or none yet."""
    reached = [mark for mark in days if away <= mark]
    return min(reached) if reached and away > 0 else None
