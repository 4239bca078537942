"""Into the alert log and the outbox, in the transaction that is open: each alert with its pending deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import structlog

from monitor import routing
from monitor.outcome import Outcome
from monitor.routing import Plan, Route
from monitor.store import Store
from notifiers.model import Alert, Source

log = structlog.get_logger(__name__)


class Teller:
    """Plans who hears what. An event that is known already only makes its record grow."""

    def __init__(self, store: Store, routes: Sequence[Route]) -> None:
        self._store, self._routes = store, routes

    def tell(self, outcome: Outcome, said: Sequence[Alert]) -> None:
        planned = routing.plan(said, self._routes, outcome.at)
        self._add(outcome, said, planned.plans)
        for alert, why in planned.unheard(said):
            log.warning("an alert goes to nobody", alert=alert.id, reason=why)

    def tell_operator(self, outcome: Outcome, said: Sequence[Alert]) -> None:
        self._add(outcome, said, routing.plan_for_operator(said, self._routes, outcome.at))

    def tell_those(self, outcome: Outcome, alert: Alert, channels: Sequence[str]) -> None:
        """Past all filters: to those who heard what the alert corrects."""
        for added in self._store.add_alerts([(alert, [(channel, outcome.at) for channel in channels])]):
            outcome.alerts += [added.id] if added.inserted else []

    def confirm(self, alert: Alert, origin: Source) -> None:
        """The event was seen again elsewhere: its record grows, nobody is told."""
        self._store.add_alerts([(replace(alert, sources=(*alert.sources, origin)), ())])

    def _add(self, outcome: Outcome, said: Sequence[Alert], plans: Sequence[Plan]) -> None:
        due: dict[str, list[tuple[str, datetime]]] = {}
        for plan in plans:
            due.setdefault(plan.alert_id, []).append((plan.channel, plan.due_at))
        added = self._store.add_alerts([(alert, due.get(alert.id, [])) for alert in said])
        outcome.alerts += [one.id for one in added if one.inserted]
