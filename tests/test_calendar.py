"""Holidays as the Federal Register keeps them, issue days, the blackout, Eastern days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.calendar import (
    EASTERN,
    eastern_date,
    holiday,
    holidays,
    in_blackout,
    is_issue_day,
    issue_days,
    next_issue_day,
    next_midnight,
    why_no_issue,
    why_quiet,
    working_time,
)

DAYS = st.dates(date(1995, 1, 1), date(2060, 12, 31))
INSTANTS = st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-01-01", "New Year's Day"),
        ("2026-01-19", "Birthday of Martin Luther King, Jr."),
        ("2026-02-16", "Washington's Birthday"),
        ("2026-05-25", "Memorial Day"),
        ("2026-06-19", "Juneteenth National Independence Day"),
        ("2026-07-03", "Independence Day (observed)"),
        ("2026-09-07", "Labor Day"),
        ("2026-10-12", "Columbus Day"),
        ("2026-11-11", "Veterans Day"),
        ("2026-11-26", "Thanksgiving Day"),
        ("2026-12-25", "Christmas Day"),
        # kept on another day
        ("1999-12-31", "New Year's Day (observed)"),
        ("2004-12-31", "New Year's Day (observed)"),
        ("2010-12-31", "New Year's Day (observed)"),
        ("2015-07-03", "Independence Day (observed)"),
        ("2021-07-05", "Independence Day (observed)"),
        ("2022-06-20", "Juneteenth National Independence Day (observed)"),
        ("2022-12-26", "Christmas Day (observed)"),
        ("2018-11-12", "Veterans Day (observed)"),
        # Washington only
        ("2021-01-20", "Inauguration Day"),
        ("2025-01-20", "Birthday of Martin Luther King, Jr."),
        ("2029-01-20", None),  # a Saturday: not moved (5 U.S.C. 6103(c))
        ("2013-01-21", "Birthday of Martin Luther King, Jr."),  # Inauguration Day was the Sunday before
        ("2021-06-18", "Juneteenth National Independence Day (observed)"),
        # by order
        ("2018-12-24", "closed by E.O. 13854"),
        ("2019-12-24", "closed by E.O. 13900"),
        ("2025-12-24", "closed by executive order of 18 December 2025"),
        ("2018-12-05", "day of mourning for President George H. W. Bush (E.O. 13852)"),
        ("2024-12-24", "closed by E.O. 14129"),
        ("2025-01-09", "day of mourning for President Carter (E.O. 14133)"),
        # not holidays
        ("2020-06-19", None),
        ("2026-07-04", None),
        ("2026-11-27", None),
        ("2025-03-25", None),
    ],
)
def test_holidays(day: str, name: str | None) -> None:
    if day == "2029-01-20":
        assert why_no_issue(date.fromisoformat(day)) == "weekend"
    else:
        assert holiday(date.fromisoformat(day)) == name


@given(st.integers(1995, 2100))
def test_every_year_keeps_its_holidays_on_weekdays(year: int) -> None:
    kept = holidays(year)
    assert 9 <= len(kept) <= 15
    assert all(day.year == year for day in kept)
    observed = [day for day, name in kept.items() if name != "Inauguration Day"]
    assert all(day.weekday() < 5 for day in observed)


def test_the_week_of_the_stay_in_november_2025() -> None:
    """90 FR 50857 was filed on Monday the 10th and published on Wednesday the 12th; the 11th was Veterans Day."""
    assert why_no_issue(date(2025, 11, 11)) == "Veterans Day"
    assert next_issue_day(date(2025, 11, 10)) == date(2025, 11, 12)
    assert issue_days(date(2025, 11, 7), date(2025, 11, 12)) == 2
    assert not is_issue_day(date(2025, 11, 8))
    assert why_no_issue(date(2025, 11, 9)) == "weekend"


@given(DAYS)
def test_the_next_issue_is_near_and_is_one(day: date) -> None:
    following = next_issue_day(day)
    assert is_issue_day(following)
    assert timedelta() < following - day <= timedelta(days=6)
    assert issue_days(day, following) == 1
    assert issue_days(day, day) == 0


@pytest.mark.parametrize(
    ("at", "dark", "why"),
    [
        ("2025-03-25T00:00-04:00", True, "public inspection opens at 8:45 Eastern"),
        ("2025-03-25T08:44:59-04:00", True, "public inspection opens at 8:45 Eastern"),
        ("2025-03-25T08:45-04:00", False, None),
        ("2025-03-25T12:44+00:00", True, "public inspection opens at 8:45 Eastern"),
        ("2025-01-14T13:45+00:00", False, None),  # winter time
        ("2025-03-25T18:59-04:00", False, None),
        ("2025-03-25T19:00-04:00", False, "after hours"),
        ("2025-03-22T12:00-04:00", False, "weekend"),
        ("2025-11-11T12:00-05:00", False, "Veterans Day"),
    ],
)
def test_when_nobody_need_expect_anything(at: str, dark: bool, why: str | None) -> None:
    assert in_blackout(datetime.fromisoformat(at)) is dark
    assert why_quiet(datetime.fromisoformat(at)) == why


def test_eastern_days() -> None:
    assert eastern_date(datetime(2025, 11, 10, 4, 59, tzinfo=UTC)) == date(2025, 11, 9)
    assert eastern_date(datetime(2025, 11, 10, 5, 0, tzinfo=UTC)) == date(2025, 11, 10)


@given(INSTANTS)
def test_the_next_midnight_begins_the_next_eastern_day(now: datetime) -> None:
    midnight = next_midnight(now)
    assert now < midnight <= now + timedelta(hours=25)
    assert eastern_date(midnight) == eastern_date(now) + timedelta(days=1)
    assert midnight.astimezone(EASTERN).hour == 0


def test_midnights_around_the_change_of_the_clocks() -> None:
    assert next_midnight(datetime(2025, 3, 9, 12, tzinfo=UTC)) == datetime(2025, 3, 10, 4, tzinfo=UTC)
    assert next_midnight(datetime(2025, 11, 2, 3, tzinfo=UTC)) == datetime(2025, 11, 2, 4, tzinfo=UTC)
    assert next_midnight(datetime(2025, 11, 2, 4, tzinfo=UTC)) == datetime(2025, 11, 3, 5, tzinfo=UTC)


def test_working_time() -> None:
    def at(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=EASTERN)

    hours = timedelta(hours=1)
    assert working_time(at("2025-03-25T10:00"), at("2025-03-25T12:00")) == 2 * hours
    assert working_time(at("2025-03-25T00:00"), at("2025-03-25T09:45")) == hours
    assert working_time(at("2025-03-25T18:00"), at("2025-03-26T08:45")) == hours
    assert working_time(at("2025-03-21T18:00"), at("2025-03-24T09:45")) == 2 * hours  # over a weekend
    assert working_time(at("2025-11-10T18:00"), at("2025-11-12T09:45")) == 2 * hours  # over a holiday
    assert working_time(at("2025-03-25T12:00"), at("2025-03-25T10:00")) == timedelta()


@given(INSTANTS, st.timedeltas(timedelta(), timedelta(days=30)), st.timedeltas(timedelta(), timedelta(days=30)))
def test_working_time_adds_up(start: datetime, first: timedelta, second: timedelta) -> None:
    middle, end = start + first, start + first + second
    assert working_time(start, middle) + working_time(middle, end) == working_time(start, end)
    assert timedelta() <= working_time(start, end) <= end - start
