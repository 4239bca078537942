"""How regwatch itself is doing: whether a source can be relied on, whether its silence means anything, and the daily
proof that somebody looked. Pure.

A source is failing after several failures in a row, and well again only after several successes: people hear of each
once. One failure between successes is weather. A public-inspection list with nothing to show at night is neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from monitor.calendar import eastern, eastern_date, why_quiet, working_time

FAILING, RECOVERED, SILENT = "source-failing", "source-recovered", "source-silent"

_WORKING_DAY = timedelta(hours=10, minutes=15)  # 8:45 to 19:00, see calendar
_NO_NEWS_YET = 5 * _WORKING_DAY  # a week of silence is never unusual, however talkative a source was before


@dataclass(frozen=True, slots=True)
class Rule:
    """When a source counts as failing."""

    every: timedelta
    failing_after: int = 3  # failures in a row
    recovered_after: int = 2  # successes in a row
    stale_after: timedelta | None = None  # without a success for longer; None: three intervals, one hour at least
    has_blackout: bool = False  # public inspection: nothing to show at night, on weekends and holidays

    @property
    def freshness(self) -> timedelta:
        return self.stale_after or max(3 * self.every, timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """What is remembered of a source between two visits."""

    name: str
    failures: int = 0  # in a row
    successes: int = 0  # in a row
    last_success: datetime | None = None
    last_answer: datetime | None = None  # a success, or a good reason for having nothing to show
    last_change: datetime | None = None  # when it last said something new
    last_error: str | None = None
    failing_since: datetime | None = None  # the first failure since the last success
    told_failing: bool = False  # people know
    longest_silence: timedelta | None = None  # in working time, between two changes


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit to a source. ``error``: why it failed; ``unavailable``: why it has nothing to show, as it says."""

    at: datetime
    error: str | None = None
    unavailable: str | None = None
    said_new: bool = False
    permanent: bool = False  # an error that only the operator can end, such as a refused request


@dataclass(frozen=True, slots=True)
class Transition:
    """Something people should hear about a source, once."""

    source: str
    kind: str  # source-failing | source-recovered | source-silent
    at: datetime
    reason: str
    key: str  # the same for the same event


# -- visits ------------------------------------------------------------------------------------------------------------


def observe(before: SourceHealth, visit: Visit, rule: Rule) -> tuple[SourceHealth, Transition | None]:
    """The source's health after a visit, and what people should hear of it."""
    if visit.error is None and visit.unavailable is None:
        return _succeeded(before, visit, rule)
    if visit.error is None and rule.has_blackout and why_quiet(visit.at) is not None:
        return replace(before, last_answer=visit.at), None
    error = visit.error or f"has nothing to show in its working hours: {visit.unavailable}"
    after = replace(
        before,
        failures=before.failures + 1,
        successes=0,
        last_error=error,
        failing_since=before.failing_since or visit.at,
    )
    if before.told_failing or not (visit.permanent or after.failures >= rule.failing_after):
        return after, None
    times = "once" if after.failures == 1 else f"{after.failures} times in a row"
    return _told(after, visit.at, f"failed {times}: {error}")


def _succeeded(before: SourceHealth, visit: Visit, rule: Rule) -> tuple[SourceHealth, Transition | None]:
    after = replace(before, failures=0, successes=before.successes + 1, last_success=visit.at, last_answer=visit.at)
    if visit.said_new:
        if before.last_change is not None:
            silence = working_time(before.last_change, visit.at)
            after = replace(after, longest_silence=max(silence, before.longest_silence or timedelta()))
        after = replace(after, last_change=visit.at)
    if not before.told_failing:
        return replace(after, failing_since=None, last_error=None), None
    if after.successes < rule.recovered_after:
        return after, None
    since = before.failing_since or visit.at
    reason = f"answers again; it had been failing since {_moment(since)} ({_span(visit.at - since)})"
    key = f"{RECOVERED}:{after.name}:{since.isoformat()}"
    recovered = replace(after, failing_since=None, last_error=None, told_failing=False)
    return recovered, Transition(after.name, RECOVERED, visit.at, reason, key)


def _told(health: SourceHealth, at: datetime, reason: str) -> tuple[SourceHealth, Transition]:
    since = health.failing_since or health.last_success or at
    key = f"{FAILING}:{health.name}:{since.isoformat()}"
    known = replace(health, told_failing=True, failing_since=since)
    return known, Transition(health.name, FAILING, at, reason, key)


def check_freshness(
    health: SourceHealth, now: datetime, rule: Rule, watching_since: datetime
) -> tuple[SourceHealth, Transition | None]:
    """For a source that is not even visited any more, or whose visits never end. ``watching_since``: the start of this
    run, so that a restart after a pause does not cry wolf before the first visits."""
    heard = max(health.last_answer or watching_since, watching_since)
    if health.told_failing or now - heard <= rule.freshness:
        return health, None
    last = f"since {_moment(health.last_success)}" if health.last_success else "ever"
    reason = f"has not been read {last}" + _because(health)
    return _told(health, now, reason)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a source can be relied on now."""

    source: str
    healthy: bool
    reason: str


def verdict(health: SourceHealth, now: datetime, rule: Rule) -> Verdict:
    """For ``status``: judged by what is stored, whether or not anything runs. One failed visit is enough to say so
    here; what people are alerted to is ``observe``'s to decide."""
    if health.told_failing:
        why = health.last_error or "nothing was read"
        return Verdict(health.name, False, f"failing since {_moment(health.failing_since)}: {why}")
    if health.last_success is None:
        return Verdict(health.name, False, "never read" + _because(health) if health.last_error else "not read yet")
    silent_for = now - (health.last_answer or health.last_success)
    if silent_for > rule.freshness:
        return Verdict(health.name, False, f"not read for {_span(silent_for)}" + _because(health))
    ago = f"read {_span(now - health.last_success)} ago"
    if health.failures:
        visits = "visit" if health.failures == 1 else f"{health.failures} visits"
        return Verdict(health.name, False, f"the last {visits} failed: {health.last_error}; {ago}")
    return Verdict(health.name, True, ago)


def _because(health: SourceHealth) -> str:
    return f": {health.last_error}" if health.last_error else ""


# -- silence -----------------------------------------------------------------------------------------------------------


def unusual_silence(health: SourceHealth, now: datetime) -> Transition | None:
    """A source that answers but has said nothing new for longer than it ever has, in working time: weekends, holidays
    and nights do not count, and on none of them is anything said of it. Its key is the same for one silence."""
    if health.told_failing or health.last_change is None or why_quiet(now) is not None:
        return None
    quiet = working_time(health.last_change, now)
    longest = health.longest_silence or timedelta()
    if quiet <= max(longest, _NO_NEWS_YET):
        return None
    before = f"{_working_days(longest)} so far" if longest else "not known"
    reason = (
        f"answers, but has said nothing new since {_moment(health.last_change)}, {_working_days(quiet)}; "
        f"its longest silence was {before}"
    )
    return Transition(health.name, SILENT, now, reason, f"{SILENT}:{health.name}:{health.last_change.isoformat()}")


def _working_days(span: timedelta) -> str:
    days = span / _WORKING_DAY
    return f"{days:.1f} working days" if days < 10 else f"{days:.0f} working days"


# -- the daily receipt -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Day:
    """The figures of one receipt, and what it was that they were counted for."""

    since: datetime
    until: datetime
    polls: int
    sources: tuple[Verdict, ...]
    documents_read: int
    read_in_part: int = 0
    matches: int = 0  # alerts about counterparties
    counterparties: int = 0
    undelivered: int = 0
    silences: tuple[Transition, ...] = ()
    next_change: tuple[date, str] | None = None  # its day, and what it is


@dataclass(frozen=True, slots=True)
class Receipt:
    subject: str
    lines: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    healthy: bool


def receipt(day: Day) -> Receipt:
    """Proof that somebody looked, in one line, and the figures; what is not well comes first."""
    failing = [verdict for verdict in day.sources if not verdict.healthy]
    well = len(day.sources) - len(failing)
    healthy = day.polls > 0 and not failing and not day.undelivered and not day.read_in_part
    state = (
        _count(well, "source") + " healthy"
        if not failing
        else f"{well} of {_count(len(day.sources), 'source')} healthy"
    )
    summary = (
        f"{_count(day.polls, 'poll')}, {state}, {_count(day.documents_read, 'document')} read, "
        f"{_count(day.matches, 'match', 'matches')}, {_next_change(day)}"
    )
    lines: list[str] = []
    if not day.polls:
        lines.append("NOTHING WAS POLLED: this receipt proves nothing.")
    lines += [f"NOT HEALTHY: {verdict.source}: {verdict.reason}" for verdict in failing]
    if day.read_in_part:
        lines.append(f"READ IN PART: {_count(day.read_in_part, 'document')}; see the alerts of the operator")
    if day.undelivered:
        lines.append(f"NOT DELIVERED YET: {_count(day.undelivered, 'message')}")
    lines += [f"UNUSUALLY QUIET: {silence.source}: {silence.reason}" for silence in day.silences]
    if (quiet := why_quiet(day.until)) is not None and quiet not in ("after hours", _OPENS):
        lines.append(f"No Federal Register today: {quiet}.")
    facts = (
        ("Period", f"{_moment(day.since)} to {_moment(day.until)}"),
        ("Polls", f"{day.polls:,}"),
        ("Sources", state),
        ("Documents read", f"{day.documents_read:,}"),
        ("Counterparties watched", f"{day.counterparties:,}"),
        ("Matches", f"{day.matches:,}"),
        ("Next expected change", _next_change(day).removeprefix("next expected change ")),
    )
    return Receipt("all well" if healthy else "NOT ALL WELL", (summary, *lines), facts, healthy)


_OPENS = "public inspection opens at 8:45 Eastern"


def _next_change(day: Day) -> str:
    if day.next_change is None:
        return "no change is scheduled"
    on, what = day.next_change
    away = (on - eastern_date(day.until)).days
    when = {0: "today", 1: "tomorrow"}.get(away, f"in {_count(away, 'day')}")
    return f"next expected change {on.day} {on:%B %Y} ({when}): {what}"


def why_not_healthy(sources: Iterable[Verdict], undelivered_for: timedelta | None = None) -> str | None:
    """Why a cycle does not count as healthy, so that the dead-man ping is left out; None when it does.

    ``undelivered_for``: how long the oldest delivery that is due has been waiting.
    """
    failing = [verdict.source for verdict in sources if not verdict.healthy]
    if failing:
        return f"not healthy: {', '.join(failing)}"
    if undelivered_for is not None and undelivered_for > timedelta(hours=1):
        return f"an alert has been waiting for {_span(undelivered_for)}"
    return None


# -- words -------------------------------------------------------------------------------------------------------------


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _moment(at: datetime | None) -> str:
    if at is None:
        return "an unknown time"
    local = eastern(at)
    return f"{local.day} {local:%b %Y %H:%M} {local.tzname()}"


def _span(span: timedelta) -> str:
    """About how long, as one would say it."""
    minutes = round(span.total_seconds() / 60)
    sizes: Sequence[tuple[str, int]] = (("day", 1440), ("hour", 60), ("minute", 1))
    for name, size in sizes:
        if minutes >= 2 * size or (size == 1 and minutes >= 1):
            return _count(round(minutes / size), name)
    return "less than a minute"
