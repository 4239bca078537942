"""Who hears what, when and why: filters, digests, quiet hours, groups, reminders, withdrawals."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config import build
from monitor.routing import (
    Inhibition,
    Mode,
    Passed,
    Plan,
    Route,
    Standing,
    Waiting,
    batches,
    decide,
    document_of,
    inhibit,
    next_reminder,
    plan,
    plan_for_operator,
    route_of,
)
from monitor.times import Daily, Hours, parse_daily
from notifiers.model import Alert, Listed, MessageKind, Party, Severity, Source

NEW_YORK = ZoneInfo("America/New_York")
NOON = datetime(2025, 3, 25, 16, 0, tzinfo=UTC)  # 12:00 in New York
NIGHT = datetime(2025, 3, 26, 3, 0, tzinfo=UTC)  # 23:00 in New York
QUIET = Hours(time(22), time(6))
CRITICAL, WARNING, INFO = Severity.CRITICAL, Severity.WARNING, Severity.INFO


def alert(severity: Severity = WARNING, number: str = "a-1", **more: object) -> Alert:
    rule = Source("2025-05427", "90 FR 14046", None, None, "published")
    base = Alert(number, number, "partner-listed", severity, "Inspur is listed", "named", NOON, sources=(rule,))
    return replace(base, **more)  # type: ignore[arg-type]


def planned(found: Plan | Passed) -> Plan:
    assert isinstance(found, Plan), found
    assert found.reason
    return found


def passed(found: Plan | Passed) -> str:
    assert isinstance(found, Passed), found
    return found.reason


# -- whether -----------------------------------------------------------------------------------------------------------

LISTED = Listed("entity-list", "Entity List", "CHINA", "Inspur")
PARTNER = Party("p-7", "Inspur")


@pytest.mark.parametrize(
    ("route", "said", "reason"),
    [
        (Route("c", min_severity=CRITICAL), alert(WARNING), "warning is below the channel's critical"),
        (Route("c", min_severity=WARNING), alert(WARNING), None),
        (Route("c", kinds=frozenset({"loophole-opened"})), alert(), "the channel does not take partner-listed alerts"),
        (Route("c", kinds=frozenset({"loophole-opened", "partner-listed"})), alert(), None),
        (Route("c", lists=frozenset({"sdn"})), alert(listed=(LISTED,)), "concerns none of sdn"),
        (Route("c", lists=frozenset({"sdn", "entity-list"})), alert(listed=(LISTED,)), None),
        (Route("c", lists=frozenset({"sdn"})), alert(tags=("SDN",)), None),
        (Route("c", lists=frozenset({"sdn"})), alert(), "concerns none of sdn"),
        (Route("c", tags=frozenset({"asia"})), alert(tags=("Asia ", "x")), None),
        (Route("c", tags=frozenset({"asia"})), alert(tags=("europe",)), "has none of the tags asia"),
        (Route("c", business_units=frozenset({"servers"})), alert(tags=("business-unit:Servers",)), None),
        (Route("c", business_units=frozenset({"servers"})), alert(tags=("servers",)), None),
        (
            Route("c", business_units=frozenset({"servers"})),
            alert(tags=("chips",)),
            "concerns no business unit of servers",
        ),
        (Route("c", counterparties=frozenset({"p-7"})), alert(counterparty=PARTNER), None),
        (
            Route("c", counterparties=frozenset({"p-8"})),
            alert(counterparty=PARTNER),
            "concerns none of the channel's counterparties",
        ),
        (Route("c", counterparties=frozenset({"p-7"})), alert(), "concerns none of the channel's counterparties"),
        # all filters have to let it pass
        (Route("c", tags=frozenset({"asia"}), lists=frozenset({"sdn"})), alert(tags=("asia",)), "concerns none of sdn"),
        (Route("c", min_severity=CRITICAL, kinds=frozenset({"x"})), alert(INFO, test=True), None),
    ],
)
def test_filters(route: Route, said: Alert, reason: str | None) -> None:
    found = decide(said, route, NOON)
    assert (found.reason if isinstance(found, Passed) else None) == reason


def test_an_alert_that_nobody_hears_is_not_lost() -> None:
    routes = [Route("mail", min_severity=CRITICAL), Route("slack", kinds=frozenset({"x"}))]
    alerts = [alert(number="a-1"), alert(CRITICAL, "a-2")]
    routing = plan(alerts, routes, NOON)
    assert routing.unheard(alerts) == (
        (
            alerts[0],
            "mail: warning is below the channel's critical; slack: the channel does not take partner-listed alerts",
        ),
    )
    assert plan(alerts[:1], [], NOON).unheard(alerts[:1]) == ((alerts[0], "no channel is configured"),)


# -- when --------------------------------------------------------------------------------------------------------------


def test_critical_at_once_others_with_what_belongs_together() -> None:
    route = Route("c", group_wait=timedelta(seconds=30))
    assert planned(decide(alert(CRITICAL), route, NOON)) == Plan(
        "a-1", "c", Mode.IMMEDIATE, NOON, "critical alerts go at once"
    )
    grouped = planned(decide(alert(WARNING), route, NOON))
    assert (grouped.mode, grouped.due_at) == (Mode.GROUPED, NOON + timedelta(seconds=30))
    unwaited = planned(decide(alert(WARNING), replace(route, group_wait=timedelta()), NOON))
    assert (unwaited.mode, unwaited.due_at) == (Mode.IMMEDIATE, NOON)


def test_one_document_is_one_message() -> None:
    """The warnings of a document go with its critical alert; those of another document wait."""
    other = Source("2025-05426", None, None, None, "published")
    alerts = [alert(WARNING, "a-1"), alert(CRITICAL, "a-2"), alert(WARNING, "a-3", sources=(other,))]
    first, second, third = plan(alerts, [Route("c")], NOON).plans
    assert [p.due_at - NOON for p in (first, second, third)] == [timedelta(), timedelta(), timedelta(seconds=30)]
    assert first.mode is Mode.IMMEDIATE
    assert first.reason == "goes with a-2 (critical alerts go at once)"


def test_what_belongs_together_is_known_by_the_first_document() -> None:
    snapshot = Source(None, None, None, None, "snapshot")
    assert document_of(alert()) == "2025-05427"
    assert document_of(alert(sources=(snapshot,))) == "partner-listed"


@pytest.mark.parametrize(
    ("severity", "up_to", "mode"),
    [
        (INFO, WARNING, Mode.DIGEST),
        (WARNING, WARNING, Mode.DIGEST),
        (CRITICAL, WARNING, Mode.IMMEDIATE),
        (WARNING, INFO, Mode.GROUPED),
        (CRITICAL, CRITICAL, Mode.DIGEST),
    ],
)
def test_what_waits_for_the_digest(severity: Severity, up_to: Severity, mode: Mode) -> None:
    route = Route("c", digest=parse_daily("daily 08:00"), digest_up_to=up_to, time_zone=NEW_YORK)
    found = planned(decide(alert(severity), route, NOON))
    assert found.mode is mode
    if mode is Mode.DIGEST:
        assert found.due_at == datetime(2025, 3, 26, 12, 0, tzinfo=UTC)
        assert found.reason == f"{severity} alerts wait for the digest (daily 08:00 America/New_York)"


def test_a_digest_is_not_hurried_by_a_critical_alert() -> None:
    route = Route("c", digest=parse_daily("daily 08:00"))
    info, critical = plan([alert(INFO, "a-1"), alert(CRITICAL, "a-2")], [route], NOON).plans
    assert (info.mode, critical.mode) == (Mode.DIGEST, Mode.IMMEDIATE)


def test_quiet_hours_hold_back_all_but_the_critical() -> None:
    route = Route("c", quiet_hours=QUIET, quiet_zone=NEW_YORK)
    held = planned(decide(alert(WARNING), route, NIGHT))
    assert (held.mode, held.due_at) == (Mode.HELD, datetime(2025, 3, 26, 10, 0, tzinfo=UTC))
    assert held.reason == "warning alerts wait for the end of the quiet hours (22:00-06:00 America/New_York)"
    assert planned(decide(alert(CRITICAL), route, NIGHT)).due_at == NIGHT
    assert planned(decide(alert(WARNING), route, NOON)).mode is Mode.GROUPED
    just_before = datetime(2025, 3, 26, 1, 59, 45, tzinfo=UTC)  # the wait ends in the quiet hours
    assert planned(decide(alert(WARNING), route, just_before)).mode is Mode.HELD


def test_a_critical_alert_takes_along_what_the_quiet_hours_hold() -> None:
    route = Route("c", quiet_hours=QUIET, quiet_zone=NEW_YORK)
    assert {p.due_at for p in plan([alert(WARNING, "a-1"), alert(CRITICAL, "a-2")], [route], NIGHT).plans} == {NIGHT}


@given(
    st.sampled_from(list(Severity)),
    st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.builds(Hours, st.times(), st.times()),
    st.none()
    | st.builds(
        Daily,
        st.times().map(lambda t: t.replace(second=0, microsecond=0)),
        st.frozensets(st.integers(0, 6), min_size=1),
    ),
    st.sampled_from(["America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"]),
)
def test_nothing_is_due_in_the_past_and_nothing_critical_waits_for_the_night(
    severity: Severity, now: datetime, quiet: Hours, digest: Daily | None, zone: str
) -> None:
    route = Route("c", digest=digest, quiet_hours=quiet, quiet_zone=ZoneInfo(zone), time_zone=ZoneInfo(zone))
    found = planned(decide(alert(severity), route, now))
    assert now <= found.due_at <= now + timedelta(days=8)
    if severity is CRITICAL:
        assert found.due_at == now
    elif found.mode is not Mode.DIGEST:
        assert found.due_at <= now + timedelta(hours=26)


def test_alerts_about_regwatch_go_to_the_operator() -> None:
    failing = alert(WARNING, kind="source-failing")
    picky = Route("mail", min_severity=CRITICAL, kinds=frozenset({"partner-listed"}), operator=True)
    assert [p.channel for p in plan_for_operator([failing], [picky, Route("slack")], NOON)] == ["mail"]
    assert [
        p.channel for p in plan_for_operator([failing], [replace(picky, operator=False), Route("slack")], NOON)
    ] == ["mail", "slack"]


# -- what goes out together --------------------------------------------------------------------------------------------


def waiting(
    number: int, group: str = "d1", mode: Mode = Mode.GROUPED, ago: float = 0, severity: Severity = WARNING
) -> Waiting:
    return Waiting(number, group, mode, NOON - timedelta(seconds=ago), severity)


def test_batches_by_document_in_order() -> None:
    found = batches(
        [waiting(3, "d2", ago=1), waiting(1, "d1", ago=5), waiting(2, "d1", ago=4), waiting(4, ago=-1)],
        Route("c"),
        NOON,
    )
    assert [(b.kind, b.ids) for b in found] == [(MessageKind.IMMEDIATE, (1, 2)), (MessageKind.IMMEDIATE, (3,))]
    assert batches([], Route("c"), NOON) == ()


def test_a_single_cycle_does_not_wait_for_groups_but_for_digests() -> None:
    pending = [waiting(1, ago=-30), waiting(2, mode=Mode.DIGEST, ago=-30), waiting(3, mode=Mode.HELD, ago=-30)]
    assert [b.ids for b in batches(pending, Route("c"), NOON, flush=True)] == [(1,)]
    assert batches(pending, Route("c"), NOON) == ()


def test_a_digest_is_one_message() -> None:
    found = batches([waiting(1, "d1", Mode.DIGEST), waiting(2, "d2", Mode.DIGEST), waiting(3, "d3")], Route("c"), NOON)
    assert [(b.kind, b.ids) for b in found] == [(MessageKind.IMMEDIATE, (3,)), (MessageKind.DIGEST, (1, 2))]


def test_a_channel_that_was_down_catches_up_in_one_message() -> None:
    route = Route("c", catch_up=timedelta(hours=1))
    late = [waiting(1, "d1", ago=3601), waiting(2, "d2", ago=10), waiting(3, "d3", ago=5, severity=CRITICAL)]
    (only,) = batches(late, route, NOON)
    assert (only.kind, only.ids) == (MessageKind.DIGEST, (3, 1, 2))  # what is most severe first
    assert only.reason == "could not be delivered for 1h1s: sent together"
    assert len(batches([waiting(1, "d1", ago=3600), waiting(2, "d2")], route, NOON)) == 2
    assert len(batches([waiting(1, "d1", ago=3601), waiting(2, "d2")], route, NOON)) == 1
    assert batches([waiting(1, ago=9999)], route, NOON)[0].kind is MessageKind.IMMEDIATE  # one document needs no digest


@given(
    st.lists(
        st.builds(waiting, st.integers(), st.sampled_from("abc"), st.sampled_from(list(Mode)), st.floats(-100, 9000)),
        unique_by=lambda w: w.id,
    )
)
def test_batches_hold_everything_that_is_due_once(pending: list[Waiting]) -> None:
    sent = [number for batch in batches(pending, Route("c"), NOON) for number in batch.ids]
    assert sorted(sent) == sorted(w.id for w in pending if w.due_at <= NOON)


# -- until somebody acknowledges ---------------------------------------------------------------------------------------

REPEATING = Route("slack", repeat=timedelta(hours=4), escalate_to="phone")


def test_repeats_and_then_escalates() -> None:
    said = alert(CRITICAL)
    first = next_reminder(said, REPEATING, first_sent=NOON, last_sent=NOON, escalated=False, acknowledged=False)
    assert first is not None
    assert (first.channel, first.due_at - NOON, first.escalation) == ("slack", timedelta(hours=4), False)
    second = next_reminder(
        said, REPEATING, first_sent=NOON, last_sent=first.due_at, escalated=False, acknowledged=False
    )
    assert second is not None
    assert (second.channel, second.due_at - NOON, second.escalation) == ("phone", timedelta(hours=8), True)
    assert second.reason == "not acknowledged 8h after it was sent to slack"
    third = next_reminder(said, REPEATING, first_sent=NOON, last_sent=first.due_at, escalated=True, acknowledged=False)
    assert third is not None
    assert (third.channel, third.escalation) == ("slack", False)


@pytest.mark.parametrize(
    ("said", "route", "acknowledged"),
    [
        (alert(CRITICAL), REPEATING, True),
        (alert(WARNING), REPEATING, False),
        (alert(CRITICAL, test=True), REPEATING, False),
        (alert(CRITICAL), Route("slack"), False),
    ],
)
def test_what_is_not_repeated(said: Alert, route: Route, acknowledged: bool) -> None:
    assert (
        next_reminder(said, route, first_sent=NOON, last_sent=NOON, escalated=False, acknowledged=acknowledged) is None
    )


def test_escalation_without_repeats() -> None:
    route = Route("slack", escalate_to="phone", escalate_after=timedelta(hours=1))
    found = next_reminder(alert(CRITICAL), route, first_sent=NOON, last_sent=NOON, escalated=False, acknowledged=False)
    assert found is not None
    assert (found.channel, found.due_at) == ("phone", NOON + timedelta(hours=1))
    assert (
        next_reminder(alert(CRITICAL), route, first_sent=NOON, last_sent=NOON, escalated=True, acknowledged=False)
        is None
    )


# -- withdrawals -------------------------------------------------------------------------------------------------------


def test_a_withdrawal_takes_back_the_unsent_and_corrects_the_sent() -> None:
    states = {
        "slack": "delivered",
        "mail": "pending",
        "hook": "sending",
        "old": "cancelled",
        "dead": "failed",
        "late": "held",
    }
    standing = [Standing("a-1", channel, state) for channel, state in states.items()]
    assert inhibit(standing, "2025-05427 was withdrawn") == (
        Inhibition("a-1", "slack", "correct", "2025-05427 was withdrawn; people were told"),
        Inhibition("a-1", "mail", "take-back", "2025-05427 was withdrawn; it had not been sent"),
        Inhibition("a-1", "hook", "correct", "2025-05427 was withdrawn; people were told"),
        Inhibition("a-1", "dead", "take-back", "2025-05427 was withdrawn; it had not been sent"),
        Inhibition("a-1", "late", "take-back", "2025-05427 was withdrawn; it had not been sent"),
    )
    with pytest.raises(ValueError, match="'sent' is not a state"):
        inhibit([Standing("a-1", "slack", "sent")], "withdrawn")


# -- from the configuration --------------------------------------------------------------------------------------------


def test_a_route_is_what_its_table_says(tmp_path: Path) -> None:
    channel = {
        "name": "slack",
        "type": "console",
        "min_severity": "warning",
        "lists": ["entity-list"],
        "kinds": ["partner-listed"],
        "tags": ["Asia"],
        "business_unit": "Servers",
        "counterparties": ["p-7"],
        "group_wait": "0s",
        "digest": "weekdays 08:00",
        "digest_up_to": "info",
        "time_zone": "Europe/Berlin",
        "repeat_until_acknowledged": "4h",
        "escalate_to": "phone",
        "escalate_after": "1h",
        "catch_up": "2h",
        "operator": True,
    }
    raw = {
        "database": {"url": "sqlite://"},
        "channels": [channel, {"name": "phone", "type": "console", "quiet_hours": "20:00-08:00", "time_zone": "UTC"}],
        "quiet": {"hours": "22:00-06:00", "time_zone": "Asia/Tokyo"},
    }
    config = build(raw, tmp_path / "config.toml")
    berlin = ZoneInfo("Europe/Berlin")
    assert route_of(config.channels[0], config.quiet) == Route(
        channel="slack",
        min_severity=WARNING,
        lists=frozenset({"entity-list"}),
        kinds=frozenset({"partner-listed"}),
        tags=frozenset({"asia"}),
        business_units=frozenset({"servers"}),
        counterparties=frozenset({"p-7"}),
        group_wait=timedelta(),
        digest=Daily(time(8), frozenset(range(5))),
        digest_up_to=INFO,
        quiet_hours=QUIET,
        quiet_zone=ZoneInfo("Asia/Tokyo"),
        time_zone=berlin,
        repeat=timedelta(hours=4),
        escalate_to="phone",
        escalate_after=timedelta(hours=1),
        catch_up=timedelta(hours=2),
        operator=True,
    )
    own = route_of(config.channels[1], config.quiet)
    assert (own.quiet_hours, own.quiet_zone) == (Hours(time(20), time(8)), ZoneInfo("UTC"))
    assert route_of(config.channels[0]).quiet_hours is None
