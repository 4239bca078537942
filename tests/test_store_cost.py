"""An idle poll costs the same after years as in the first: counted in statements and rows looked at, not in time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from monitor.store import Poll, RenditionState, SourceState, Store, open_store
from notifiers.model import Alert, Party, Severity, Source
from parsers.model import Document, DocumentKind, ListSnapshot, Problem, Rule, Stage

NOW = datetime(2025, 3, 25, 16, 15, tzinfo=UTC)
DOCUMENT = Document("2025-05427", "Additions", DocumentKind.RULE, Stage.PUBLISHED, "documents")
RULE = Rule(DocumentKind.RULE, "2025-05427", "Additions")


def history(store: Store, years: int) -> None:
    """Documents, alerts, deliveries and polls as they gather (few of the polls)."""
    start = NOW - timedelta(days=365 * years)
    with store.transaction():
        for n in range(40 * years):
            at = start + timedelta(days=9 * n)
            document = replace(DOCUMENT, number=f"{at.year}-{n:05}")
            store.save_document(document, at)
            sha256 = store.save_evidence(f"text {n}".encode(), url=f"https://x/{n}", fetched_at=at, source="documents")
            store.save_rendition(document, RenditionState.READ, at, rule=RULE, sha256=sha256, parser_version="1")
            store.save_snapshot(ListSnapshot("ecfr", at.date(), (), problems=(Problem("x", str(n)),)), at)
            source = Source(document.number, None, None, None, "published")
            alert = Alert(
                f"a{n}", f"k{n}", "x", Severity.CRITICAL, "h", "r", at, Party(f"p{n % 5}", "P"), sources=(source,)
            )
            store.add_alert(alert, ["slack", "email"], at)
            store.mark_delivered([d.id for d in store.claim_deliveries(at, "w")], at)
            store.acknowledge(f"a{n}", by="Ada", at=at)
            (problem,) = store.add_problems([Problem("row", str(n))], at, document_number=document.number)
            store.mark_told([problem.id], at)
            store.clear_problems(at, document_number=document.number)
        for n in range(400 * years):
            at = start + timedelta(hours=21 * n)
            store.record_poll(Poll(at, at, ("documents",)))


def idle_poll(store: Store) -> None:
    """What a poll asks and writes when nobody has published anything, and a drain that finds nothing due."""
    assert store.take_lease("poll", "me", NOW, NOW + timedelta(minutes=5))
    state = store.source_state("documents")
    assert len(store.unseen([DOCUMENT, replace(DOCUMENT, number="2025-05426")])) == 2
    assert store.pending_bodies(NOW) == ()
    assert store.outdated_readings("1") == ()
    store.law_version()
    store.day("evaluated_through")
    assert store.problems(untold=True) == ()
    assert store.unacknowledged("critical") == ()
    with store.transaction():
        store.save_source_state(replace(state, last_attempt=NOW, last_success=NOW))
        store.save_snapshot(ListSnapshot("list", date(2025, 3, 25), ()), NOW)
        store.record_poll(Poll(NOW, NOW, ("documents",)))
    store.poll_summary(NOW - timedelta(days=1), NOW)
    assert store.claimants() == ()
    assert store.claim_deliveries(NOW, "me") == ()
    assert store.outbox_counts() == ()
    store.delivered_since(NOW)
    store.next_delivery_at()
    store.last_poll()
    store.alerts(NOW - timedelta(days=1))
    assert store.alerts_of_document("2025-05427") == ()
    store.release_lease("poll", "me")


@contextmanager
def statements(store: Store) -> Iterator[list[tuple[str, object]]]:
    seen: list[tuple[str, object]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        seen.append((statement, parameters))

    sa.event.listen(store._engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(store._engine, "before_cursor_execute", note)


@pytest.fixture
def aged(tmp_path: Path) -> Iterator[Callable[[int], Store]]:
    opened: list[Store] = []

    def make(years: int) -> Store:
        store = open_store(f"sqlite:///{tmp_path}/{years}.db")
        history(store, years)
        store.save_source_state(SourceState("documents"))
        opened.append(store)
        return store

    yield make
    for store in opened:
        store.close()


def test_an_idle_poll_looks_at_as_many_rows_after_years_as_in_the_first(aged: Callable[[int], Store]) -> None:
    """SQLite's virtual machine counts its steps: a table read from end to end would show."""
    steps: dict[int, tuple[int, int]] = {}
    for years in (1, 5):
        store = aged(years)
        idle_poll(store)  # fills caches
        count = 0

        def step() -> int:
            nonlocal count
            count += 1
            return 0

        with store._engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None
        raw.set_progress_handler(step, 10)
        with statements(store) as seen:
            idle_poll(store)
        raw.set_progress_handler(None, 10)
        steps[years] = (len(seen), count)
    assert steps[1][0] == steps[5][0]
    assert 20 < steps[1][1] < 2000
    assert steps[5][1] <= steps[1][1] * 1.1


def test_no_statement_of_an_idle_poll_reads_a_growing_table_from_end_to_end(aged: Callable[[int], Store]) -> None:
    store = aged(1)
    with statements(store) as seen:
        idle_poll(store)
    asked = [(s, p) for s, p in seen if s.lstrip().startswith(("SELECT", "UPDATE", "DELETE", "WITH"))]
    assert len(asked) > 15
    with store._engine.connect() as connection:
        for statement, parameters in asked:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()  # type: ignore[arg-type]
            for *_, detail in plan:
                assert not detail.startswith("SCAN") or "USING" in detail or "source_state" in detail, (
                    statement,
                    detail,
                )
