"""Sources fail and recover once in people's ears, silence is judged in working time, receipts say what is not well."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.calendar import EASTERN
from monitor.health import (
    FAILING,
    RECOVERED,
    SILENT,
    Day,
    Rule,
    SourceHealth,
    Transition,
    Verdict,
    Visit,
    check_freshness,
    observe,
    receipt,
    unusual_silence,
    verdict,
    why_not_healthy,
)

TUESDAY = datetime(2025, 3, 25, 14, 0, tzinfo=UTC)  # 10:00 in Washington
MINUTES = timedelta(minutes=5)
RULE = Rule(every=MINUTES)
PI = Rule(every=MINUTES, has_blackout=True)


def visits(
    pattern: str, health: SourceHealth | None = None, rule: Rule = RULE
) -> tuple[SourceHealth, list[Transition]]:
    """``.`` a success, ``x`` a failure, ``!`` a failure that only the operator can end."""
    health = health or SourceHealth("ecfr")
    heard: list[Transition] = []
    for number, mark in enumerate(pattern):
        error = None if mark == "." else "500 Internal Server Error"
        visit = Visit(TUESDAY + number * MINUTES, error=error, permanent=mark == "!")
        health, said = observe(health, visit, rule)
        heard += [said] if said else []
    return health, heard


@pytest.mark.parametrize(
    ("pattern", "kinds"),
    [
        ("...", []),
        ("xx", []),
        ("xxx", [FAILING]),
        ("xxxxxxxx", [FAILING]),
        ("x.x.x.x.", []),
        ("xx.xx.", []),
        ("xxx.", [FAILING]),
        ("xxx..", [FAILING, RECOVERED]),
        ("xxx.x.x.", [FAILING]),
        ("xxx..xxx", [FAILING, RECOVERED, FAILING]),
        ("!", [FAILING]),
        (".!", [FAILING]),
        ("!..", [FAILING, RECOVERED]),
    ],
)
def test_failing_and_recovered_are_each_said_once(pattern: str, kinds: list[str]) -> None:
    assert [said.kind for said in visits(pattern)[1]] == kinds


@given(st.text(alphabet=".x!", max_size=60))
def test_what_is_said_alternates_and_agrees_with_what_is_remembered(pattern: str) -> None:
    health, heard = visits(pattern)
    assert [said.kind for said in heard] == [(FAILING, RECOVERED)[number % 2] for number in range(len(heard))]
    assert health.told_failing == (len(heard) % 2 == 1)
    assert len({said.key for said in heard}) == len(heard)


def test_what_is_said_gives_the_reason_and_the_length() -> None:
    failing, recovered = visits("xxxxxxx..")[1]
    assert failing.reason == "failed 3 times in a row: 500 Internal Server Error"
    assert recovered.reason == "answers again; it had been failing since 25 Mar 2025 10:00 EDT (40 minutes)"


def test_a_blackout_is_neither_a_failure_nor_a_success() -> None:
    night = datetime(2025, 3, 25, 8, 0, tzinfo=UTC)  # 4:00 in Washington
    saturday = datetime(2025, 3, 22, 16, 0, tzinfo=UTC)
    for at in (night, saturday):
        after, said = observe(SourceHealth("public_inspection"), Visit(at, unavailable="opens at 8:45"), PI)
        assert said is None
        assert (after.failures, after.successes, after.last_success, after.last_answer) == (0, 0, None, at)


def test_nothing_to_show_in_working_hours_is_a_failure() -> None:
    health = SourceHealth("public_inspection")
    said = None
    for number in range(3):
        health, said = observe(health, Visit(TUESDAY + number * MINUTES, unavailable="offline"), PI)
    assert said is not None
    assert said.reason == "failed 3 times in a row: has nothing to show in its working hours: offline"
    other, _ = observe(SourceHealth("ecfr"), Visit(TUESDAY.replace(hour=8), unavailable="offline"), RULE)
    assert other.failures == 1  # only public inspection has a night


def test_a_source_that_is_not_read_any_more_is_failing_too() -> None:
    health, _ = visits(".")
    started = TUESDAY - timedelta(days=1)
    assert check_freshness(health, TUESDAY + timedelta(hours=1), RULE, started) == (health, None)
    stale, said = check_freshness(health, TUESDAY + timedelta(hours=1, seconds=1), RULE, started)
    assert said is not None
    assert said.kind == FAILING
    assert said.reason == "has not been read since 25 Mar 2025 10:00 EDT"
    assert check_freshness(stale, TUESDAY + timedelta(hours=2), RULE, started) == (stale, None)


def test_a_restart_after_a_pause_does_not_cry_wolf() -> None:
    health, _ = visits(".")
    later = TUESDAY + timedelta(days=30)
    assert check_freshness(health, later, RULE, later - MINUTES)[1] is None
    assert check_freshness(SourceHealth("ecfr"), later, RULE, later - timedelta(days=1))[1] is not None


@pytest.mark.parametrize(
    ("every", "given_", "fresh"),
    [
        (timedelta(minutes=5), None, timedelta(hours=1)),
        (timedelta(hours=6), None, timedelta(hours=18)),
        (MINUTES, MINUTES, MINUTES),
    ],
)
def test_freshness(every: timedelta, given_: timedelta | None, fresh: timedelta) -> None:
    assert Rule(every, stale_after=given_).freshness == fresh


@pytest.mark.parametrize(
    ("health", "healthy", "reason"),
    [
        (SourceHealth("a"), False, "not read yet"),
        (SourceHealth("a", failures=1, last_error="reset"), False, "never read: reset"),
        (SourceHealth("a", last_success=TUESDAY), True, "read 5 minutes ago"),
        (
            SourceHealth("a", last_success=TUESDAY, failures=1, last_error="429"),
            False,
            "the last visit failed: 429; read 5 minutes ago",
        ),
        (SourceHealth("a", last_success=TUESDAY - timedelta(days=3)), False, "not read for 3 days"),
        (SourceHealth("a", last_success=TUESDAY - timedelta(days=3), last_answer=TUESDAY), True, "read 3 days ago"),
        (
            SourceHealth("a", told_failing=True, failing_since=TUESDAY, last_error="403"),
            False,
            "failing since 25 Mar 2025 10:00 EDT: 403",
        ),
        (
            SourceHealth("a", told_failing=True, failing_since=TUESDAY),
            False,
            "failing since 25 Mar 2025 10:00 EDT: nothing was read",
        ),
    ],
)
def test_verdicts(health: SourceHealth, healthy: bool, reason: str) -> None:
    assert verdict(health, TUESDAY + MINUTES, RULE) == Verdict("a", healthy, reason)


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=29), "less than a minute"),
        (timedelta(seconds=31), "1 minute"),
        (timedelta(minutes=119), "119 minutes"),
        (timedelta(minutes=120), "2 hours"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(hours=48), "2 days"),
        (timedelta(days=400), "400 days"),
    ],
)
def test_how_long_ago(ago: timedelta, words: str) -> None:
    rule = Rule(MINUTES, stale_after=timedelta(days=1000))
    assert verdict(SourceHealth("a", last_success=TUESDAY - ago), TUESDAY, rule).reason == f"read {words} ago"


def test_fresh_to_the_second() -> None:
    health = SourceHealth("a", last_success=TUESDAY)
    assert verdict(health, TUESDAY + RULE.freshness, RULE).healthy
    assert not verdict(health, TUESDAY + RULE.freshness + timedelta(seconds=1), RULE).healthy


def test_an_error_that_only_the_operator_can_end_is_told_at_once() -> None:
    assert visits("!")[1][0].reason == "failed once: 500 Internal Server Error"
    assert visits("x!")[1][0].reason == "failed 2 times in a row: 500 Internal Server Error"


# -- silence -----------------------------------------------------------------------------------------------------------


def speaking(*days: int) -> SourceHealth:
    """A source that said something new at 10:00 Eastern on these days of March 2025."""
    health = SourceHealth("federal_register")
    for day in days:
        health, _ = observe(health, Visit(datetime(2025, 3, day, 10, tzinfo=EASTERN), said_new=True), RULE)
    return health


def test_the_longest_silence_is_kept_in_working_time() -> None:
    assert speaking(3).longest_silence is None
    assert speaking(3, 4).longest_silence == timedelta(hours=10, minutes=15)
    assert speaking(7, 10).longest_silence == timedelta(hours=10, minutes=15)  # Friday to Monday
    assert speaking(3, 12, 13).longest_silence == 7 * timedelta(hours=10, minutes=15)


def test_silence_is_unusual_only_beyond_the_longest_and_in_working_hours() -> None:
    health = speaking(3, 12, 13)  # seven working days once; last heard on Thursday the 13th
    at = datetime(2025, 3, 24, 14, tzinfo=UTC)  # seven working days on, to the minute
    assert unusual_silence(health, at) is None
    said = unusual_silence(health, at + timedelta(minutes=1))
    assert said is not None
    assert said.kind == SILENT
    assert (
        "nothing new since 13 Mar 2025 10:00 EDT, 7.0 working days; its longest silence was 7.0 working days"
        in said.reason
    )
    later = unusual_silence(health, at + timedelta(days=1))
    assert later is not None
    assert later.key == said.key  # one silence, one alert
    for quiet in (
        datetime(2025, 3, 29, 14, tzinfo=UTC),  # Saturday
        datetime(2025, 5, 26, 14, tzinfo=UTC),  # Memorial Day
        datetime(2025, 3, 26, 8, tzinfo=UTC),  # before the blackout ends
        datetime(2025, 3, 27, 1, tzinfo=UTC),  # after hours
    ):
        assert unusual_silence(health, quiet) is None


def test_a_week_of_silence_is_never_unusual() -> None:
    health = speaking(3, 4)
    assert unusual_silence(health, datetime(2025, 3, 11, 13, tzinfo=UTC)) is None
    assert unusual_silence(health, datetime(2025, 3, 11, 15, tzinfo=UTC)) is not None


def test_a_source_that_fails_or_never_spoke_is_not_called_silent() -> None:
    at = datetime(2025, 6, 3, 14, tzinfo=UTC)
    assert unusual_silence(SourceHealth("a"), at) is None
    failing, _ = visits("xxx", speaking(3, 4))
    assert unusual_silence(failing, at) is None


# -- receipts ----------------------------------------------------------------------------------------------------------

WELL = tuple(Verdict(f"source {n}", True, "read 2 minutes ago") for n in range(6))
DAY = Day(
    since=TUESDAY - timedelta(days=1),
    until=TUESDAY,
    polls=288,
    sources=WELL,
    documents_read=3,
    counterparties=1200,
    next_change=(date(2025, 3, 28), "the text of 90 FR 14046 is published"),
)


def test_a_quiet_day() -> None:
    said = receipt(DAY)
    assert said.lines == (
        "288 polls, 6 sources healthy, 3 documents read, 0 matches, "
        "next expected change 28 March 2025 (in 3 days): the text of 90 FR 14046 is published",
    )
    assert said.healthy
    assert said.subject == "all well"
    assert dict(said.facts)["Period"] == "24 Mar 2025 10:00 EDT to 25 Mar 2025 10:00 EDT"
    assert dict(said.facts)["Counterparties watched"] == "1,200"


def test_what_is_not_well_is_said_first_and_in_full() -> None:
    silent = Transition("bis_news", SILENT, TUESDAY, "answers, but ...", "k")
    said = receipt(
        Day(
            since=DAY.since,
            until=datetime(2025, 3, 29, 14, tzinfo=UTC),
            polls=1,
            sources=(Verdict("ecfr", False, "not read for 2 days"), WELL[0]),
            documents_read=1,
            read_in_part=1,
            matches=1,
            undelivered=2,
            silences=(silent,),
        )
    )
    assert not said.healthy
    assert said.subject == "NOT ALL WELL"
    assert said.lines == (
        "1 poll, 1 of 2 sources healthy, 1 document read, 1 match, no change is scheduled",
        "NOT HEALTHY: ecfr: not read for 2 days",
        "READ IN PART: 1 document; see the alerts of the operator",
        "NOT DELIVERED YET: 2 messages",
        "UNUSUALLY QUIET: bis_news: answers, but ...",
        "No Federal Register today: weekend.",
    )


def test_a_day_without_polls_proves_nothing() -> None:
    said = receipt(Day(since=DAY.since, until=TUESDAY, polls=0, sources=WELL, documents_read=0))
    assert not said.healthy
    assert said.lines[1] == "NOTHING WAS POLLED: this receipt proves nothing."


@pytest.mark.parametrize(("day", "words"), [(25, "today"), (26, "tomorrow"), (27, "in 2 days")])
def test_how_far_away_a_change_is(day: int, words: str) -> None:
    said = receipt(Day(DAY.since, DAY.until, 1, WELL, 0, next_change=(date(2025, 3, day), "it ends")))
    assert f"({words}): it ends" in said.lines[0]


def test_the_dead_man_is_pinged_only_after_a_healthy_cycle() -> None:
    assert why_not_healthy(WELL) is None
    assert why_not_healthy([*WELL, Verdict("ecfr", False, "x")]) == "not healthy: ecfr"
    assert why_not_healthy(WELL, timedelta(hours=1)) is None
    assert why_not_healthy(WELL, timedelta(hours=3)) == "an alert has been waiting for 3 hours"
