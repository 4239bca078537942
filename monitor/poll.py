"""One cycle, on one screen:

    visit sources | keep the unseen | fetch bodies | parse rules | apply to the timeline | differ | compose alerts
    | one transaction (exposures, alerts, pending deliveries)

Each stage stores what it did together with what people must hear of it, and each can be done again: a crash between two
stages leaves work that the next cycle finds (pending bodies; knowledge newer than the last evaluation). An idle cycle
reads no body, parses nothing and computes nothing, however many years of history there are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

import structlog

from monitor import visits
from monitor.bodies import Bodies
from monitor.conclude import Concluder
from monitor.fetch import Fetcher
from monitor.knowledge import Library
from monitor.outcome import Outcome
from monitor.routing import Route
from monitor.settings.config_tables import Config
from monitor.store import Poll, Store
from monitor.telling import Teller
from monitor.workers import is_dead
from parsers.citations import read_cfr_reference

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=30)


class Poller:
    """The pipeline. One at a time per database: a lease keeps a second daemon waiting."""

    def __init__(
        self, store: Store, fetcher: Fetcher, config: Config, routes: Sequence[Route], library: Library, worker: str
    ) -> None:
        self._store, self._fetcher, self._config, self._worker = store, fetcher, config, worker
        self._teller = Teller(store, routes)
        watched = [place for text in config.watched_targets if (place := read_cfr_reference(text)) is not None]
        self._bodies = Bodies(store, fetcher, self._teller, watched)
        self._concluder = Concluder(store, config, library, self._teller)
        self.library = library

    def poll(
        self,
        now: datetime,
        *,
        named: Collection[str] = (),
        show: Callable[[str], None] = lambda _: None,
        stopping: Callable[[], bool] = lambda: False,
    ) -> Outcome:
        """``named``: visit these sources, due or not. ``show`` is told what is being done."""
        outcome = Outcome(now)
        holder = self._store.lease_holder("poll")
        if holder is not None and is_dead(holder):  # killed: its lease is nobody's
            self._store.release_lease("poll", holder)
        if not self._store.take_lease("poll", self._worker, now, now + LEASE):
            outcome.busy = True
            return outcome
        try:
            self._visit(outcome, named, show, stopping)
            self._bodies.read(outcome, show, stopping)
            self._concluder.conclude(outcome, show)
            self._record(outcome)
        finally:
            self._store.release_lease("poll", self._worker)
        return outcome

    def _visit(
        self, outcome: Outcome, named: Collection[str], show: Callable[[str], None], stopping: Callable[[], bool]
    ) -> None:
        tables, now = self._config.sources, outcome.at
        for name in visits.due(tables, self._store.source_states(), now, named):
            if stopping():
                return
            show(f"visiting {name}")
            state = self._store.source_state(name)
            visited = visits.visit(name, tables, state, self._fetcher, self._is_known, now)
            with self._store.transaction():
                said = visits.keep(visited, tables[name], self._config.health, self._store, now)
                self._teller.tell(outcome, [alert for alert in said if alert.kind == "press-release"])
                self._teller.tell_operator(outcome, [alert for alert in said if alert.kind != "press-release"])
            outcome.visited.append(visited)
            if visited.error is not None:
                log.warning("source failed", source=name, reason=visited.error)

    def _is_known(self, number: str) -> bool:
        return bool(self._store.announced(number))

    def _record(self, outcome: Outcome) -> None:
        if outcome.visited or outcome.alerts:
            well = tuple(v.name for v in outcome.visited if v.error is None)
            bad = tuple(v.name for v in outcome.failed)
            self._store.record_poll(Poll(outcome.at, outcome.at, well, bad, outcome.read, len(outcome.alerts)))
