"""What is critical and not acknowledged is said again, and then to somebody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from monitor import routing
from monitor.routing import Reminder, Route
from monitor.store import DeliveryState, LoggedAlert, Store
from monitor.times import format_duration

REPEATED, ESCALATED = "repeated", "escalated"


def posts_named(posts: Iterable[str], channel: str) -> tuple[str, ...]:
    """A channel with several recipients is several posts: "mail/1", "mail/2"."""
    return tuple(name for name in posts if name == channel or name.rpartition("/")[0] == channel)


def remind(store: Store, routes: Mapping[str, Route], now: datetime) -> int:
    """Put what is due to be said again into the outbox; returns how many deliveries that are. ``routes``: by post."""
    if not any(route.repeat or route.escalate_to for route in routes.values()):
        return 0
    return sum(_remind(store, routes, logged, now) for logged in store.unacknowledged("critical"))


def _remind(store: Store, routes: Mapping[str, Route], logged: LoggedAlert, now: datetime) -> int:
    told = {delivery.channel for delivery in logged.deliveries}
    count = 0
    for delivery in logged.deliveries:
        route = routes.get(delivery.channel)
        if route is None or delivery.state == "cancelled":
            continue
        targets = posts_named(routes, route.escalate_to) if route.escalate_to else ()
        reminder = _next(logged, delivery, route, escalated=not set(targets) - told)
        if reminder is None or reminder.due_at > now:
            continue
        channels = [post for post in targets if post not in told] if reminder.escalation else [reminder.channel]
        what = ESCALATED if reminder.escalation else REPEATED
        with store.transaction():
            store.resend(logged.alert.id, now, channels=channels)
            store.audit(at=now, who="regwatch", what=what, subject=logged.alert.id, detail=reminder.reason)
        told.update(channels)
        count += len(channels)
    return count


def _next(logged: LoggedAlert, delivery: DeliveryState, route: Route, *, escalated: bool) -> Reminder | None:
    """Where it never arrived, or a repeat is stuck, nothing is repeated there, but somebody else is told in time."""
    first, last = delivery.first_delivered_at, delivery.delivered_at
    if delivery.state != "delivered":
        after = route.escalate_after or (2 * route.repeat if route.repeat else None)
        route = replace(route, repeat=None, escalate_after=after)
    reminder = routing.next_reminder(
        logged.alert,
        route,
        first_sent=first or delivery.due_at,
        last_sent=last or delivery.due_at,
        escalated=escalated,
        acknowledged=logged.acknowledged is not None,
    )
    if reminder is not None and first is None:
        waited = format_duration(route.escalate_after or timedelta())
        reminder = replace(reminder, reason=f"not delivered over {route.channel} for {waited}")
    return reminder
