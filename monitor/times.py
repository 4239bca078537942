"""Durations, hours of the day and digest times, as people write them in the configuration. Pure.

Wall-clock times belong to a time zone. A time that does not exist (the hour skipped in spring) means the first instant
after the gap; a time that exists twice (autumn) means the first of the two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_DURATION = re.compile(r"(?:[0-9]+[smhdw])+")
_PARTS = re.compile(r"([0-9]+)([smhdw])")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_EVERY_DAY = frozenset(range(7))


def parse_duration(text: str) -> timedelta:
    """``"30s"``, ``"5m"``, ``"6h"``, ``"1d"``, ``"2w"``, ``"1h30m"``. Raises ValueError; zero is refused."""
    duration = parse_wait(text)
    if not duration:
        raise ValueError(f"{text!r} is no time at all: a duration must be at least one second")
    return duration


def parse_wait(text: str) -> timedelta:
    """A duration that may be ``"0s"``. Raises ValueError."""
    folded = text.strip().lower()
    if not _DURATION.fullmatch(folded):
        raise ValueError(f'{text!r} is not a duration: write a number and a unit, like "30s", "5m", "6h" or "1d"')
    try:
        return timedelta(seconds=sum(int(number) * _UNITS[unit] for number, unit in _PARTS.findall(folded)))
    except (OverflowError, ValueError):  # int() refuses numbers of thousands of digits
        raise ValueError("the duration is too long") from None


def format_duration(duration: timedelta) -> str:
    """The shortest exact form that ``parse_duration`` reads back; fractions of a second are dropped."""
    left = int(duration.total_seconds())
    parts: list[str] = []
    for unit, size in (("d", 86400), ("h", 3600), ("m", 60), ("s", 1)):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"


def parse_time(text: str) -> time:
    """``"08:00"``. Raises ValueError."""
    found = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", text.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError(f'{text!r} is not a time of day: write it like "08:00" (00:00 to 23:59)')
    return time(int(found[1]), int(found[2]))


def parse_time_zone(name: str) -> ZoneInfo:
    """An IANA name (``"America/New_York"``, ``"UTC"``). Raises ValueError."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f'{name!r} is not a time zone: write a name like "America/New_York" or "UTC"') from None


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which clocks in ``zone`` show ``at`` on ``day``."""
    wall = datetime.combine(day, at.replace(tzinfo=None))
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == wall:
        return first
    # In a gap, fold=0 reads the wall time with the offset before it, fold=1 with the one after; the clocks jump at
    # the first instant that shows the later offset, which lies between the two.
    low = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    high, before = first, low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class Daily:
    """A time of day on certain days of the week (0 is Monday)."""

    at: time
    weekdays: frozenset[int] = _EVERY_DAY

    def next_after(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The first instant (UTC) strictly after ``now`` (aware)."""
        today = now.astimezone(zone).date()
        for ahead in range(9):
            day = today + timedelta(days=ahead)
            due = instant(day, self.at, zone)
            if day.weekday() in self.weekdays and due > now:
                return due
        raise AssertionError("a week holds each of its days")

    def __str__(self) -> str:
        days = {_EVERY_DAY: "daily", frozenset(range(5)): "weekdays"}.get(self.weekdays)
        return f"{days or ', '.join(_WEEKDAYS[day] for day in sorted(self.weekdays))} {self.at:%H:%M}"


def parse_daily(text: str) -> Daily:
    """``"daily 08:00"``, ``"weekdays 08:00"``, ``"monday 08:00"``, ``"monday, thursday 08:00"``. Raises ValueError."""
    *words, clock = text.replace(",", " ").split() or [""]
    if not words:
        raise ValueError(f'{text!r} is not a digest time: write it like "daily 08:00" or "monday, thursday 08:00"')
    at = parse_time(clock)
    days: set[int] = set()
    for word in (word.lower() for word in words):
        if word == "daily":
            days |= _EVERY_DAY
        elif word == "weekdays":
            days |= set(range(5))
        elif word == "weekly" and len(words) > 1:
            continue
        else:
            named = [number for number, day in enumerate(_WEEKDAYS) if len(word) >= 3 and day.startswith(word)]
            if not named:
                raise ValueError(f'{word!r} in {text!r} is not a day: write "daily", "weekdays" or a day of the week')
            days.add(named[0])
    if not days:
        raise ValueError(f"{text!r} names no day")
    return Daily(at, frozenset(days))


@dataclass(frozen=True, slots=True)
class Hours:
    """A daily span of wall-clock time, ``start`` included, ``end`` not. It may pass midnight."""

    start: time
    end: time

    def end_after(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """When (UTC) the span that ``now`` (aware) lies in ends; None outside of it."""
        today = now.astimezone(zone).date()
        for day in (today - timedelta(days=1), today):  # a span that passes midnight began yesterday
            begins = instant(day, self.start, zone)
            ends = instant(day + timedelta(days=1) if self.end <= self.start else day, self.end, zone)
            if begins <= now < ends:
                return ends
        return None

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


def parse_hours(text: str) -> Hours:
    """``"22:00-06:00"``. Raises ValueError; a span of no length is refused."""
    start, dash, end = re.sub("[\u2013\u2014]", "-", text).partition("-")
    if not dash:
        raise ValueError(f'{text!r} is not a span of hours: write it like "22:00-06:00"')
    hours = Hours(parse_time(start), parse_time(end))
    if hours.start == hours.end:
        raise ValueError(f"{text!r} starts and ends at the same time")
    return hours
