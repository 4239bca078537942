"""What is ordered for a known day: counted down to, and called off out loud when it is ordered no longer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from monitor import alerts
from monitor.evaluation import due_countdown, turned_by
from monitor.exposure import Exposure
from monitor.knowledge import Knowledge
from monitor.law import Evidence, ScheduledChange
from monitor.outcome import Outcome
from monitor.store import Store
from monitor.telling import Teller

_SETTING = "scheduled"


@dataclass(frozen=True, slots=True)
class Expected:
    """A change that was on the schedule at the last evaluation."""

    on: date
    what: str
    target: str | None  # of a provision


def expected(store: Store) -> dict[str, Expected]:
    """By the key of the change."""
    kept: dict[str, list[str | None]] = json.loads(store.setting(_SETTING) or "{}")
    return {key: Expected(date.fromisoformat(str(on)), str(what), target) for key, (on, what, target) in kept.items()}


class Countdown:
    """``days``: how long before a change it is announced (``[countdown]``)."""

    def __init__(self, store: Store, teller: Teller, days: Sequence[int]) -> None:
        self._store, self._teller, self._days = store, teller, days

    def look_ahead(
        self, outcome: Outcome, knowledge: Knowledge, today: date, now: Sequence[Exposure], *, first: bool = False
    ) -> None:
        """Runs in the transaction of an evaluation. ``first``: the baseline, before which nobody was told anything."""
        touched = {listing.key for exposure in now for listing in exposure.listings}
        ahead = {
            change.key: change
            for change in knowledge.timeline.scheduled(today, knowledge.known_at)
            if change.listing_key is None or change.listing_key in touched
        }
        for change in ahead.values():
            away = (change.on - today).days
            mark = due_countdown(away, self._days)
            if mark is not None:
                names = turned_by(change, knowledge, now)
                self._teller.tell(outcome, [alerts.countdown(change, mark, away, outcome.at, names)])
        for key, was in expected(self._store).items():
            moved = ahead.get(key)
            if not first and was.on > today and (moved is None or moved.on != was.on):
                by = _ordered_by(was, moved, ahead, knowledge, today)
                self._teller.tell(outcome, [alerts.schedule_cancelled(key, was.on, was.what, outcome.at, by)])
        kept = {key: [c.on.isoformat(), c.what, c.provision and c.provision.target] for key, c in ahead.items()}
        self._store.set_setting(_SETTING, json.dumps(kept))


def _ordered_by(
    was: Expected,
    moved: ScheduledChange | None,
    ahead: Mapping[str, ScheduledChange],
    knowledge: Knowledge,
    today: date,
) -> Sequence[Evidence]:
    """What rests on documents of today: the change on its new day, or else the state of the provision itself."""
    if moved is not None:
        return moved.evidence
    for change in ahead.values():
        if was.target and change.provision is not None and change.provision.target == was.target:
            return change.evidence
    states = knowledge.timeline.provision_states(today, knowledge.known_at)
    return next((state.evidence for state in states if state.provision.target == was.target), ())
