"""Who hears what, when, and why: every decision comes with its reason. Pure.

An alert goes over a route when it is severe enough and each filter that the route has lets it pass. It then goes at
once, with what belongs together, or with the next digest. Quiet hours hold back what is not critical. What is critical
is repeated until somebody acknowledges it, and then goes to a second route.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from monitor.calendar import EASTERN
from monitor.settings.config_tables import Channel, Quiet
from monitor.times import Daily, Hours, format_duration
from notifiers.model import Alert, MessageKind, Severity


class Mode(StrEnum):
    IMMEDIATE = "immediate"
    GROUPED = "grouped"  # waits a little for what belongs together
    DIGEST = "digest"
    HELD = "held"  # until the quiet hours end


@dataclass(frozen=True, slots=True)
class Route:
    """What a channel wants to hear. An empty filter lets everything pass."""

    channel: str
    min_severity: Severity = Severity.INFO
    lists: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    business_units: frozenset[str] = frozenset()
    counterparties: frozenset[str] = frozenset()
    group_wait: timedelta = timedelta(seconds=30)
    digest: Daily | None = None
    digest_up_to: Severity = Severity.WARNING  # what is more severe does not wait for the digest
    quiet_hours: Hours | None = None
    quiet_zone: ZoneInfo = EASTERN
    time_zone: ZoneInfo = EASTERN
    repeat: timedelta | None = None
    escalate_to: str | None = None
    escalate_after: timedelta | None = None
    catch_up: timedelta = timedelta(hours=1)
    operator: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """An alert goes over a channel, not before ``due_at`` (UTC)."""

    alert_id: str
    channel: str
    mode: Mode
    due_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Passed:
    """An alert does not go over a channel."""

    alert_id: str
    channel: str
    reason: str


@dataclass(frozen=True, slots=True)
class Routing:
    plans: tuple[Plan, ...]
    passed: tuple[Passed, ...]

    def unheard(self, alerts: Iterable[Alert]) -> tuple[tuple[Alert, str], ...]:
        """The alerts that go over no channel at all, each with why: somebody must be told of them."""
        heard = {plan.alert_id for plan in self.plans}
        found: list[tuple[Alert, str]] = []
        for alert in alerts:
            if alert.id not in heard:
                reasons = [
                    f"{passed.channel}: {passed.reason}" for passed in self.passed if passed.alert_id == alert.id
                ]
                found.append((alert, "; ".join(reasons) or "no channel is configured"))
        return tuple(found)


def route_of(channel: Channel, quiet: Quiet | None = None) -> Route:
    """The route that a ``[[channels]]`` table describes; ``quiet`` holds where the channel sets no hours of its own."""
    own = channel.quiet_hours is not None
    return Route(
        channel=channel.name,
        min_severity=channel.min_severity,
        lists=frozenset(map(str, channel.lists)),
        kinds=frozenset(channel.kinds),
        tags=_folded(channel.tags),
        business_units=_folded(channel.business_unit),
        counterparties=frozenset(channel.counterparties),
        group_wait=channel.group_wait,
        digest=channel.digest,
        digest_up_to=channel.digest_up_to or Severity.WARNING,
        quiet_hours=channel.quiet_hours or (quiet.hours if quiet else None),
        quiet_zone=channel.time_zone if own or quiet is None or quiet.time_zone is None else quiet.time_zone,
        time_zone=channel.time_zone,
        repeat=channel.repeat_until_acknowledged,
        escalate_to=channel.escalate_to,
        escalate_after=channel.escalate_after,
        catch_up=channel.catch_up,
        operator=channel.operator,
    )


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.strip().casefold() for word in words)


# -- whether, and when -------------------------------------------------------------------------------------------------


def decide(alert: Alert, route: Route, now: datetime) -> Plan | Passed:
    """One alert on one route at ``now`` (aware)."""
    if not alert.test and (why := _why_not(alert, route)) is not None:
        return Passed(alert.id, route.channel, why)
    if alert.test:
        return Plan(alert.id, route.channel, Mode.IMMEDIATE, now, "a test goes at once")
    if route.digest is not None and alert.severity.rank <= route.digest_up_to.rank:
        due = route.digest.next_after(now, route.time_zone)
        reason = f"{alert.severity} alerts wait for the digest ({route.digest} {route.time_zone.key})"
        return Plan(alert.id, route.channel, Mode.DIGEST, due, reason)
    return _hold(alert, route, _soon(alert, route, now))


def _soon(alert: Alert, route: Route, now: datetime) -> Plan:
    if alert.severity is Severity.CRITICAL:
        return Plan(alert.id, route.channel, Mode.IMMEDIATE, now, "critical alerts go at once")
    if not route.group_wait:
        return Plan(alert.id, route.channel, Mode.IMMEDIATE, now, "the channel does not wait")
    wait = f"waits {format_duration(route.group_wait)} for what belongs together"
    return Plan(alert.id, route.channel, Mode.GROUPED, now + route.group_wait, wait)


def _hold(alert: Alert, route: Route, plan: Plan) -> Plan:
    if route.quiet_hours is None or alert.severity is Severity.CRITICAL:
        return plan
    ends = route.quiet_hours.end_after(plan.due_at, route.quiet_zone)
    if ends is None:
        return plan
    reason = f"{alert.severity} alerts wait for the end of the quiet hours ({route.quiet_hours} {route.quiet_zone.key})"
    return replace(plan, mode=Mode.HELD, due_at=ends, reason=reason)


def _why_not(alert: Alert, route: Route) -> str | None:
    """Why the route does not want the alert; None when it does."""
    if alert.severity.rank < route.min_severity.rank:
        return f"{alert.severity} is below the channel's {route.min_severity}"
    if route.kinds and alert.kind not in route.kinds:
        return f"the channel does not take {alert.kind} alerts"
    tags = _folded(alert.tags)
    if route.lists and not route.lists & (tags | {listed.list for listed in alert.listed}):
        return f"concerns none of {', '.join(sorted(route.lists))}"
    if route.tags and not route.tags & tags:
        return f"has none of the tags {', '.join(sorted(route.tags))}"
    units = {tag.removeprefix("business-unit:") for tag in tags}
    if route.business_units and not route.business_units & units:
        return f"concerns no business unit of {', '.join(sorted(route.business_units))}"
    if route.counterparties and (alert.counterparty is None or alert.counterparty.id not in route.counterparties):
        return "concerns none of the channel's counterparties"
    return None


def document_of(alert: Alert) -> str:
    """What alerts belong together by: the document they rest on first, else their kind."""
    return next((source.document_number for source in alert.sources if source.document_number), alert.kind)


def plan(
    alerts: Sequence[Alert],
    routes: Sequence[Route],
    now: datetime,
    belongs_to: Callable[[Alert], str] = document_of,
) -> Routing:
    """All alerts of one poll on all routes.

    What belongs together goes together: where one alert of a document goes at once, those that would only have waited
    for it, or for the end of the quiet hours, go with it. What waits for a digest goes on waiting.
    """
    decisions = [(belongs_to(alert), decide(alert, route, now)) for alert in alerts for route in routes]
    first: dict[tuple[str, str], Plan] = {}
    for group, decision in decisions:
        if isinstance(decision, Plan) and decision.mode is not Mode.DIGEST:
            place = (group, decision.channel)
            if place not in first or decision.due_at < first[place].due_at:
                first[place] = decision
    plans: list[Plan] = []
    for group, decision in decisions:
        if isinstance(decision, Plan):
            lead = first.get((group, decision.channel))
            if lead is not None and decision.mode is not Mode.DIGEST and lead.due_at < decision.due_at:
                decision = replace(  # noqa: PLW2901 (the same alert, earlier)
                    decision, mode=lead.mode, due_at=lead.due_at, reason=f"goes with {lead.alert_id} ({lead.reason})"
                )
            plans.append(decision)
    return Routing(tuple(plans), tuple(decision for _, decision in decisions if isinstance(decision, Passed)))


def plan_for_operator(alerts: Sequence[Alert], routes: Sequence[Route], now: datetime) -> tuple[Plan, ...]:
    """Alerts about regwatch itself: over the channels that take them, or over all when none says so. No filter holds
    them back; digests and quiet hours do."""
    chosen = tuple(route for route in routes if route.operator) or tuple(routes)
    unfiltered = [
        replace(
            route,
            min_severity=Severity.INFO,
            lists=frozenset(),
            kinds=frozenset(),
            tags=frozenset(),
            business_units=frozenset(),
            counterparties=frozenset(),
        )
        for route in chosen
    ]
    return plan(alerts, unfiltered, now).plans


# -- what goes out together --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery that has not been made: ``id`` is the outbox's, ``group`` what belongs together."""

    id: int
    group: str
    mode: Mode
    due_at: datetime
    severity: Severity
    party: str | None = None  # whom it is about: what concerns one counterparty keeps its order


@dataclass(frozen=True, slots=True)
class Batch:
    """Deliveries that one message makes."""

    kind: MessageKind  # IMMEDIATE or DIGEST
    ids: tuple[int, ...]
    reason: str


def batches(waiting: Sequence[Waiting], route: Route, now: datetime, *, flush: bool = False) -> tuple[Batch, ...]:
    """What to send over ``route`` now, in the order in which it became due. ``flush``: do not wait for groups to fill
    (a single cycle that ends after this).

    A channel that was down, so that something has been due for longer than ``catch_up``, gets all of it as one digest.
    """
    due = sorted(
        (w for w in waiting if w.due_at <= now or (flush and w.mode is Mode.GROUPED)), key=lambda w: (w.due_at, w.id)
    )
    if not due:
        return ()
    late = now - due[0].due_at
    if late > route.catch_up and len({w.group for w in due}) > 1:
        ordered = sorted(due, key=lambda w: (-w.severity.rank, w.due_at, w.id))
        reason = f"could not be delivered for {format_duration(late)}: sent together"
        return (Batch(MessageKind.DIGEST, tuple(w.id for w in ordered), reason),)
    found: list[Batch] = []
    digest = tuple(w.id for w in due if w.mode is Mode.DIGEST)
    groups: list[tuple[str, list[int]]] = []
    open_group: dict[str, int] = {}  # of each document, the message that still takes what belongs to it
    last: dict[str, int] = {}  # of each counterparty, the message that speaks of it last
    for w in due:
        if w.mode is Mode.DIGEST:
            continue
        number = open_group.get(w.group, -1)
        if number < last.get(w.party or "", 0):
            number = open_group[w.group] = len(groups)
            groups.append((w.group, []))
        groups[number][1].append(w.id)
        if w.party:
            last[w.party] = number
    found += [Batch(MessageKind.IMMEDIATE, tuple(ids), f"belongs to {group}") for group, ids in groups]
    if digest:
        found.append(
            Batch(MessageKind.DIGEST, digest, f"the digest of the channel ({route.digest or 'no longer set'})")
        )
    return tuple(found)


# -- until somebody acknowledges ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reminder:
    """An alert that nobody acknowledged goes out again, over its own channel or the one it escalates to."""

    channel: str
    due_at: datetime
    escalation: bool
    reason: str


def next_reminder(
    alert: Alert,
    route: Route,
    *,
    first_sent: datetime,
    last_sent: datetime,
    escalated: bool,
    acknowledged: bool,
) -> Reminder | None:
    """What is to be repeated next, and when; None when nothing is. Times are of messages that were really sent.

    Repeats count from the last one sent, so that an interruption is not followed by all those that were missed.
    """
    if acknowledged or alert.test or alert.severity is not Severity.CRITICAL:
        return None
    possible: list[Reminder] = []
    if route.escalate_to is not None and not escalated:
        after = route.escalate_after or (2 * route.repeat if route.repeat else None)
        if after is not None:
            reason = f"not acknowledged {format_duration(after)} after it was sent to {route.channel}"
            possible.append(Reminder(route.escalate_to, first_sent + after, True, reason))
    if route.repeat is not None:
        reason = f"not acknowledged; repeated every {format_duration(route.repeat)} until it is"
        possible.append(Reminder(route.channel, last_sent + route.repeat, False, reason))
    return min(possible, key=lambda reminder: (reminder.due_at, not reminder.escalation), default=None)


# -- what turns out not to be so ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one alert stands on one channel, in the outbox's words."""

    alert_id: str
    channel: str
    state: str  # pending | held | sending | delivered | failed | cancelled


@dataclass(frozen=True, slots=True)
class Inhibition:
    """What a withdrawal does to one delivery: ``take-back`` (it is never sent) or ``correct`` (people were told)."""

    alert_id: str
    channel: str
    action: str
    reason: str


def inhibit(standing: Iterable[Standing], why: str) -> tuple[Inhibition, ...]:
    """What to do about alerts that no longer hold, channel by channel; nothing about what was cancelled already.

    Whoever was told is corrected, whatever the filters of the channel say of the correction. What is under way counts
    as told. Raises ValueError for a state that is none of the outbox's.
    """
    found: list[Inhibition] = []
    for s in standing:
        if s.state in ("pending", "held", "failed"):
            found.append(Inhibition(s.alert_id, s.channel, "take-back", f"{why}; it had not been sent"))
        elif s.state in ("sending", "delivered"):
            found.append(Inhibition(s.alert_id, s.channel, "correct", f"{why}; people were told"))
        elif s.state != "cancelled":
            raise ValueError(f"{s.state!r} is not a state of a delivery")
    return tuple(found)
