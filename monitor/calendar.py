"""When the Federal Register can say something: issue days, public-inspection hours, the blackout. Pure.

Holidays follow 5 U.S.C. 6103(a), (b) and (c) and Executive Order 11582: one that falls on a Saturday is kept on the
Friday before, one that falls on a Sunday on the Monday after. No issue appears on weekends, on these holidays, or on
days on which the President closes the departments.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from monitor.times import instant

EASTERN = ZoneInfo("America/New_York")

BLACKOUT_ENDS = time(8, 45)  # from midnight until then the public-inspection list is not to be had
INSPECTION_ENDS = time(19, 0)  # filings are imported until then, Monday to Friday

# Closed by executive order, as the Federal Register's own calendar has them (from 2018 on). The order comes a few days
# ahead, so the list is never complete for the future: it only decides whether silence needs no other explanation.
CLOSED_BY_ORDER: dict[date, str] = {
    date(2018, 12, 5): "day of mourning for President George H. W. Bush (E.O. 13852)",
    date(2018, 12, 24): "closed by E.O. 13854",
    date(2019, 12, 24): "closed by E.O. 13900",
    date(2020, 12, 24): "closed by E.O. 13965",
    date(2024, 12, 24): "closed by E.O. 14129",
    date(2025, 1, 9): "day of mourning for President Carter (E.O. 14133)",
    date(2025, 12, 24): "closed by executive order of 18 December 2025",
    date(2025, 12, 26): "closed by executive order of 18 December 2025",
}


def eastern(now: datetime) -> datetime:
    """An aware instant, as clocks in Washington show it."""
    return now.astimezone(EASTERN)


def eastern_date(now: datetime) -> date:
    return eastern(now).date()


def next_midnight(now: datetime) -> datetime:
    """The instant (UTC) at which the next Eastern day begins: the day that dates in rules are counted in."""
    return instant(eastern_date(now) + timedelta(days=1), time(0), EASTERN)


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _named(year: int) -> Iterator[tuple[date, str]]:
    """The holidays of a year on their own days, whatever the day of the week."""
    yield date(year, 1, 1), "New Year's Day"
    yield _nth(year, 1, 0, 3), "Birthday of Martin Luther King, Jr."
    yield _nth(year, 2, 0, 3), "Washington's Birthday"
    yield _nth(year, 6, 0, 1) - timedelta(days=7), "Memorial Day"  # the last Monday in May
    if year >= 2021:
        yield date(year, 6, 19), "Juneteenth National Independence Day"
    yield date(year, 7, 4), "Independence Day"
    yield _nth(year, 9, 0, 1), "Labor Day"
    yield _nth(year, 10, 0, 2), "Columbus Day"
    yield date(year, 11, 11), "Veterans Day"
    yield _nth(year, 11, 3, 4), "Thanksgiving Day"
    yield date(year, 12, 25), "Christmas Day"


@lru_cache(maxsize=64)
def holidays(year: int) -> dict[date, str]:
    """The days of ``year`` on which federal holidays are kept, with their names, and closings by order."""
    kept: dict[date, str] = {}
    for near in (year, year + 1):  # New Year's Day on a Saturday is kept on 31 December
        for day, name in _named(near):
            shift = {5: -1, 6: 1}.get(day.weekday(), 0)
            observed = day + timedelta(days=shift)
            if observed.year == year:
                kept[observed] = f"{name} (observed)" if shift else name
    if year % 4 == 1:  # Washington only, which is where the Federal Register is made
        inauguration = date(year, 1, 20)
        if inauguration.weekday() == 6:
            inauguration += timedelta(days=1)
        kept.setdefault(inauguration, "Inauguration Day")
    for day, why in CLOSED_BY_ORDER.items():
        if day.year == year:
            kept.setdefault(day, why)
    return kept


def holiday(day: date) -> str | None:
    """The name of the federal holiday kept on ``day``."""
    return holidays(day.year).get(day)


def why_no_issue(day: date) -> str | None:
    """Why no Federal Register appears on ``day``; None when one does."""
    if day.weekday() >= 5:
        return "weekend"
    return holiday(day)


def is_issue_day(day: date) -> bool:
    return why_no_issue(day) is None


def next_issue_day(day: date) -> date:
    """The first issue day after ``day``."""
    day += timedelta(days=1)
    while not is_issue_day(day):
        day += timedelta(days=1)
    return day


def issue_days(after: date, through: date) -> int:
    """How many issue days lie in ``(after, through]``."""
    return sum(is_issue_day(after + timedelta(days=n)) for n in range(1, (through - after).days + 1))


def in_blackout(now: datetime) -> bool:
    """Whether public inspection is dark: midnight to 8:45 Eastern, when an empty list says nothing."""
    return eastern(now).time() < BLACKOUT_ENDS


def why_quiet(now: datetime) -> str | None:
    """Why nobody need expect anything from the Federal Register at ``now``; None in its working hours."""
    local = eastern(now)
    if (reason := why_no_issue(local.date())) is not None:
        return reason
    if local.time() < BLACKOUT_ENDS:
        return "public inspection opens at 8:45 Eastern"
    return "after hours" if local.time() >= INSPECTION_ENDS else None


def working_time(start: datetime, end: datetime) -> timedelta:
    """How much of the span lay in the Federal Register's working hours (8:45 to 19:00 Eastern on issue days)."""
    total = timedelta()
    day, last = eastern_date(start), eastern_date(end)
    while day <= last:
        if is_issue_day(day):
            opens, closes = instant(day, BLACKOUT_ENDS, EASTERN), instant(day, INSPECTION_ENDS, EASTERN)
            total += max(min(end, closes) - max(start, opens), timedelta())
        day += timedelta(days=1)
    return total
