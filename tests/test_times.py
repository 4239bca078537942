"""Durations, hours and digest times as written, and what they mean where clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.times import (
    Daily,
    Hours,
    format_duration,
    instant,
    parse_daily,
    parse_duration,
    parse_hours,
    parse_time,
    parse_time_zone,
    parse_wait,
)

NEW_YORK = ZoneInfo("America/New_York")
ZONES = st.sampled_from(
    [
        "America/New_York",
        "Europe/Berlin",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "America/St_Johns",
        "UTC",
        "Asia/Shanghai",
    ]
).map(ZoneInfo)
INSTANTS = st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
MINUTES = st.times().map(lambda t: t.replace(second=0, microsecond=0))


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30s", 30),
        ("5m", 300),
        ("6h", 21600),
        ("1d", 86400),
        ("2w", 1209600),
        ("1h30m", 5400),
        (" 5M ", 300),
        ("90s", 90),
    ],
)
def test_durations(text: str, seconds: int) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "text", ["", "5", "m", "5 m", "-5m", "1.5h", "5min", "0s", "0h0m", "9" * 20 + "w", "9" * 5000 + "s", "٥m", "5m!"]
)
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="duration"):
        parse_duration(text)


def test_a_wait_may_be_none_at_all() -> None:
    assert parse_wait("0s") == timedelta()
    assert parse_wait("30s") == timedelta(seconds=30)


@given(
    st.timedeltas(timedelta(seconds=1), timedelta(days=5000)).map(lambda d: timedelta(seconds=int(d.total_seconds())))
)
def test_durations_read_back(duration: timedelta) -> None:
    assert parse_duration(format_duration(duration)) == duration


def test_no_time_is_written_too() -> None:
    assert format_duration(timedelta()) == "0s"


@pytest.mark.parametrize("text", ["", "8", "24:00", "12:60", "8:5", "08:00:00", "8am", "٠٨:٠٠"])
def test_what_is_no_time_of_day(text: str) -> None:
    with pytest.raises(ValueError, match="not a time of day"):
        parse_time(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("daily 08:00", "daily 08:00"),
        ("Daily 8:00", "daily 08:00"),
        ("weekdays 08:00", "weekdays 08:00"),
        ("weekly monday 08:00", "monday 08:00"),
        ("mon, Thursday 17:30", "monday, thursday 17:30"),
        ("saturday sunday 00:00", "saturday, sunday 00:00"),
    ],
)
def test_digest_times(text: str, shown: str) -> None:
    daily = parse_daily(text)
    assert str(daily) == shown
    assert parse_daily(shown) == daily


@pytest.mark.parametrize(
    "text", ["", "08:00", "daily", "weekly 08:00", "weekly weekly 08:00", "t 08:00", "someday 08:00", "daily 25:00"]
)
def test_what_is_no_digest_time(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (each says what it is about)
        parse_daily(text)


@pytest.mark.parametrize("name", ["New York", "EST5EDT6", "", "../etc/passwd", "/etc/localtime", "America", "a\0b"])
def test_what_is_no_time_zone(name: str) -> None:
    with pytest.raises(ValueError, match="not a time zone"):
        parse_time_zone(name)
    assert parse_time_zone("America/New_York") == NEW_YORK


# -- clocks that change ------------------------------------------------------------------------------------------------


def test_the_hour_that_is_skipped_and_the_hour_that_comes_twice() -> None:
    assert instant(date(2025, 3, 9), time(2, 30), NEW_YORK) == datetime(
        2025, 3, 9, 7, 0, tzinfo=UTC
    )  # 3:00, the first there is
    assert instant(date(2025, 11, 2), time(1, 30), NEW_YORK) == datetime(
        2025, 11, 2, 5, 30, tzinfo=UTC
    )  # the first of two
    assert instant(date(2025, 3, 9), time(3, 0), NEW_YORK) == datetime(2025, 3, 9, 7, 0, tzinfo=UTC)
    lord_howe = ZoneInfo("Australia/Lord_Howe")  # half an hour: 2:00 becomes 2:30
    assert instant(date(2025, 10, 5), time(2, 15), lord_howe).astimezone(lord_howe).time() == time(2, 30)
    samoa = ZoneInfo("Pacific/Apia")  # 30 December 2011 did not take place
    assert instant(date(2011, 12, 30), time(12), samoa) == instant(date(2011, 12, 31), time(0), samoa)


@given(st.dates(date(2015, 1, 1), date(2035, 1, 1)), MINUTES, ZONES)
def test_an_instant_shows_the_time_or_the_first_after_a_gap(day: date, at: time, zone: ZoneInfo) -> None:
    shown = instant(day, at, zone).astimezone(zone).replace(tzinfo=None)
    wall = datetime.combine(day, at)
    assert timedelta() <= shown - wall <= timedelta(hours=1)


@given(INSTANTS, MINUTES, st.frozensets(st.integers(0, 6), min_size=1), ZONES)
def test_a_digest_comes_once_on_each_of_its_days(now: datetime, at: time, days: frozenset[int], zone: ZoneInfo) -> None:
    daily = Daily(at, days)
    due = daily.next_after(now, zone)
    assert due > now
    seen = [due]
    for _ in range(len(days)):
        seen.append(daily.next_after(seen[-1], zone))
    on = [moment.astimezone(zone).date() for moment in seen]
    assert (on[-1] - on[0]).days == 7
    assert {day.weekday() for day in on} == days


def test_a_digest_is_due_at_the_same_hour_in_summer_and_winter() -> None:
    daily = parse_daily("daily 08:00")
    before = datetime(2025, 3, 8, 13, 0, tzinfo=UTC)
    assert daily.next_after(before, NEW_YORK) == datetime(2025, 3, 9, 12, 0, tzinfo=UTC)
    assert daily.next_after(before - timedelta(seconds=1), NEW_YORK) == before
    assert parse_daily("monday 08:00").next_after(before, NEW_YORK) == datetime(2025, 3, 10, 12, 0, tzinfo=UTC)


# -- spans -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2025-03-25T21:59", None),
        ("2025-03-25T22:00", "2025-03-26T06:00"),
        ("2025-03-26T00:00", "2025-03-26T06:00"),
        ("2025-03-26T05:59", "2025-03-26T06:00"),
        ("2025-03-26T06:00", None),
        ("2025-03-08T23:00", "2025-03-09T06:00"),  # the night that is an hour shorter
    ],
)
def test_a_span_over_midnight(now: str, end: str | None) -> None:
    hours = parse_hours("22:00-06:00")
    found = hours.end_after(datetime.fromisoformat(now).replace(tzinfo=NEW_YORK), NEW_YORK)
    assert found == (datetime.fromisoformat(end).replace(tzinfo=NEW_YORK) if end else None)


def test_a_span_within_a_day() -> None:
    hours = parse_hours("12:00\u201313:00")
    assert hours == Hours(time(12), time(13))
    assert str(hours) == "12:00-13:00"
    noon = datetime(2025, 3, 25, 12, 0, tzinfo=NEW_YORK)
    assert hours.end_after(noon, NEW_YORK) == noon + timedelta(hours=1)
    assert hours.end_after(noon + timedelta(hours=1), NEW_YORK) is None
    assert hours.end_after(noon - timedelta(hours=1), NEW_YORK) is None


@given(INSTANTS, MINUTES, MINUTES, ZONES)
def test_the_end_of_a_span_is_outside_of_it(now: datetime, start: time, end: time, zone: ZoneInfo) -> None:
    if start == end:
        return
    ends = Hours(start, end).end_after(now, zone)
    assert ends is None or (now < ends <= now + timedelta(hours=25) and Hours(start, end).end_after(ends, zone) is None)


@pytest.mark.parametrize("text", ["22:00", "22-06", "22:00-24:00", "06:00-06:00", ""])
def test_what_is_no_span(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (each says what it is about)
        parse_hours(text)
