"""One visit to each source that is due, and what is kept of it: renditions to be read, captures, health, cursor.

A source that fails fails alone. What a visit found is stored in one transaction with the new cursor and with what
people must hear of the source, so that a crash leaves either all of it or none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from monitor import health, operator_alerts, sources
from monitor.fetch import Fetcher, Validators
from monitor.fetching.fetch_errors import FailureKind, FetchError
from monitor.settings.config_tables import AgencySource, AnySource, Health, SiteSource
from monitor.sources import Harvest
from monitor.store import RenditionState, SourceState, Store
from notifiers.model import Alert
from parsers.bis_news import PressRelease
from parsers.model import Document, ParseError, Stage

log = structlog.get_logger(__name__)

# How far back the first visit reads: the rules of three years, among them all that the tracked provisions rest on.
LOOKBACK = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Visited:
    """What came of one visit: a harvest, or why there is none."""

    name: str
    harvest: Harvest | None
    error: str | None = None
    permanent: bool = False  # only the operator can end it
    retry_after: float | None = None


def rule_of(table: AnySource, limits: Health) -> health.Rule:
    return health.Rule(
        every=table.every,
        failing_after=limits.failing_after,
        recovered_after=limits.recovered_after,
        stale_after=table.stale_after,
        has_blackout=table.format == "public_inspection",
    )


def due(
    tables: Mapping[str, AnySource], states: Iterable[SourceState], now: datetime, named: Collection[str]
) -> list[str]:
    """The sources to visit now: those that were named, or else those whose time has come."""
    if named:
        return [name for name in tables if name in named]
    next_due = {state.name: state.next_due_at for state in states}
    return [name for name in tables if (at := next_due.get(name)) is None or at <= now]


def visit(
    name: str,
    tables: Mapping[str, AnySource],
    state: SourceState,
    fetcher: Fetcher,
    known: Callable[[str], bool],
    now: datetime,
) -> Visited:
    """Never raises for what is expected of a source: its failure is the answer."""
    try:
        return Visited(name, _harvest(name, tables, state, fetcher, known, now))
    except FetchError as error:
        permanent = error.kind is FailureKind.BAD_REQUEST
        said = (
            f"{error}; the configuration asks for something that the source does not know" if permanent else str(error)
        )
        return Visited(name, None, said, permanent, error.retry_after)
    except ParseError as error:
        return Visited(name, None, f"unexpected answer: {error}")


def _harvest(
    name: str,
    tables: Mapping[str, AnySource],
    state: SourceState,
    fetcher: Fetcher,
    known: Callable[[str], bool],
    now: datetime,
) -> Harvest:
    table = tables[name]
    cursor: dict[str, str] = json.loads(state.cursor) if state.cursor else {}
    validators = Validators(state.etag, state.last_modified) if state.etag or state.last_modified else None
    if isinstance(table, AgencySource):
        if table.format == "public_inspection":
            found = sources.public_inspection(fetcher, table.base_url, table.agencies, now=now, every=table.every)
        else:
            found = sources.federal_register(
                fetcher, table.base_url, table.agencies, cursor=cursor, now=now, lookback=LOOKBACK, every=table.every
            )
    elif isinstance(table, SiteSource):
        found = sources.codified_part(fetcher, table.base_url, cursor=cursor, now=now, every=table.every)
    elif table.format == "federal_register_feed":
        base_url = next(
            (t.base_url for t in tables.values() if isinstance(t, AgencySource) and t.format == "federal_register"),
            None,
        )
        found = sources.feed(fetcher, table.url, base_url, known=known, cursor=cursor, now=now, every=table.every)
    elif table.format == "bis_news":
        found = sources.bis_press_releases(fetcher, table.url)
    else:
        found = sources.list_file(fetcher, table.format, table.url, cursor=cursor, validators=validators)
    return replace(found, source=name)


def keep(
    visited: Visited,
    table: AnySource,
    limits: Health,
    store: Store,
    now: datetime,
) -> list[Alert]:
    """Store a visit. Runs in the caller's transaction; returns what people must hear of it."""
    state = store.source_state(visited.name)
    alerts: list[Alert] = []
    new = 0
    if (harvest := visited.harvest) is not None:
        new += sum(_keep_document(unseen.document, store, now) for unseen in store.unseen(harvest.documents))
        for capture in harvest.captures:
            url = capture.fetched.url
            sha256 = store.save_evidence(
                capture.fetched.body,
                url=url,
                fetched_at=now,
                source=visited.name,
                content_type=capture.fetched.content_type,
                status=capture.fetched.status,
            )
            new += store.save_snapshot(capture.snapshot, now, sha256=sha256, url=url)
        fresh = store.add_problems(harvest.problems, now, source=visited.name)
        store.clear_problems(now, source=visited.name, still=harvest.problems) if harvest.captures else None
        if fresh and any(stored.problem.severity == "warning" for stored in fresh):
            alerts.append(operator_alerts.source_problems(visited.name, [s.problem for s in fresh], now))
        store.mark_told([stored.id for stored in fresh], now)
        fresh_news = _unseen_news(harvest, state)
        new += len(fresh_news)
        alerts += [operator_alerts.press_releases(fresh_news, now)] if fresh_news else []
    after, transition = _health(state, visited, table, limits, now, new > 0)
    store.save_source_state(after)
    if transition is not None:
        alerts.append(operator_alerts.source_changed(transition))
    return alerts


def _keep_document(document: Document, store: Store, now: datetime) -> bool:
    """Remember an announcement; True when it makes a new rendition of the document."""
    store.save_document(document, now)
    same = [r for r in store.renditions_of(document.number) if r.document.stage is document.stage]
    if document.stage is Stage.WITHDRAWN:
        if not same:
            store.save_rendition(document, RenditionState.WITHDRAWN, now)
        return not same
    if not same or _is_replaced(same[-1].document, document):
        store.save_rendition(document, RenditionState.PENDING_BODY, now, next_try_at=now)
        return True
    if document.source != "feed":  # the feed says less than the record that is there
        store.renew_document(same[-1].id, document)
    return False


def _unseen_news(harvest: Harvest, state: SourceState) -> list[PressRelease]:
    """The releases that the page did not have at the last visit; none at the first, which only learns what is there."""
    before = json.loads(state.cursor).get("seen") if state.cursor else None
    return [item for item in harvest.news if item.url not in before.split()] if before is not None else []


def _is_replaced(before: Document, after: Document) -> bool:
    """A filed document whose PDF is newer, or that will be printed on another day, is another text."""
    return after.stage is Stage.PUBLIC_INSPECTION and (before.pdf_updated_at, before.publication_date) != (
        after.pdf_updated_at,
        after.publication_date,
    )


def _health(
    state: SourceState, visited: Visited, table: AnySource, limits: Health, now: datetime, said_new: bool
) -> tuple[SourceState, health.Transition | None]:
    unavailable = visited.harvest.unavailable if visited.harvest else None
    seen = health.Visit(now, visited.error, unavailable, said_new, visited.permanent)
    after, transition = health.observe(health_of(state), seen, rule_of(table, limits))
    kept = replace(
        state,
        last_attempt=now,
        last_success=after.last_success,
        last_answer=after.last_answer,
        last_change=after.last_change,
        consecutive_failures=after.failures,
        consecutive_successes=after.successes,
        last_error=after.last_error,
        failing_since=after.failing_since,
        told_failing_at=(state.told_failing_at or now) if after.told_failing else None,
        longest_silence_seconds=after.longest_silence.total_seconds() if after.longest_silence is not None else None,
        next_due_at=now + (table.every if visited.error is None else timedelta(seconds=visited.retry_after or 0)),
    )
    if (harvest := visited.harvest) is not None and unavailable is None:
        kept = replace(kept, cursor=json.dumps(dict(harvest.cursor)))
        if harvest.validators is not None:
            kept = replace(kept, etag=harvest.validators.etag, last_modified=harvest.validators.last_modified)
    return kept, transition


def health_of(state: SourceState) -> health.SourceHealth:
    silence = state.longest_silence_seconds
    return health.SourceHealth(
        name=state.name,
        failures=state.consecutive_failures,
        successes=state.consecutive_successes,
        last_success=state.last_success,
        last_answer=state.last_answer,
        last_change=state.last_change,
        last_error=state.last_error,
        failing_since=state.failing_since,
        told_failing=state.told_failing_at is not None,
        longest_silence=timedelta(seconds=silence) if silence is not None else None,
    )


def failed(visits: Sequence[Visited]) -> list[str]:
    return [visited.name for visited in visits if visited.error is not None]
