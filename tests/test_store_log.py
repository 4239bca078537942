"""Exposures and decisions, and how regwatch itself is doing, as the store keeps them."""

from __future__ import annotations

import runpy
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from monitor.differ import Exposure, ExposureKind
from monitor.screening import Hit, Verdict
from monitor.store import Decision, Poll, PollSummary, SourceState, Store, open_store
from parsers.model import ListEntry, ListName, Problem

new_database = runpy.run_path(str(Path(__file__).with_name("postgres.py")))["new_database"]

NOW = datetime(2025, 3, 25, 16, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
TODAY = date(2025, 3, 25)
ENTRY = ListEntry(ListName.ENTITY_LIST, "CHINA", "Inspur Software Co., Ltd.")
HIT = Hit("p1", "Inspur Software", "name", "Inspur Software", ENTRY, ENTRY.name, 0.97, Verdict.MATCH, "same name")


def exposure(party: str, kind: ExposureKind = ExposureKind.LISTED, reason: str = "named") -> Exposure:
    return Exposure(party, f"Party {party}", kind, "critical", TODAY, None, (), (HIT,), None, (), None, (), reason)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/regwatch.db" if request.param == "sqlite" else str(new_database())


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with open_store(url) as opened:
        yield opened


# --- exposures ---


def test_only_what_differs_is_written_and_what_is_gone_closes(store: Store) -> None:
    one, two = exposure("p1"), exposure("p2", ExposureKind.AFFILIATE_UNLISTED)
    assert store.replace_exposures([one, two], TODAY) == 2
    assert set(store.current_exposures()) == {one, two}
    assert store.replace_exposures([two, one], TODAY) == 0
    named = exposure("p2")
    reworded = replace(one, reason="revised")
    assert store.replace_exposures([reworded, named], date(2025, 3, 28)) == 3
    assert set(store.current_exposures()) == {reworded, named}
    assert store.replace_exposures([two], date(2025, 4, 1)) == 3  # reopened
    assert store.current_exposures() == (two,)


def test_two_exposures_of_one_kind_are_a_mistake(store: Store) -> None:
    with pytest.raises(ValueError, match="two exposures"):
        store.replace_exposures([exposure("p1"), exposure("p1", reason="again")], TODAY)


# --- decisions ---


def test_the_newest_decision_counts_and_the_history_is_kept(store: Store) -> None:
    cleared = Decision("p1", "listing-1", "f" * 64, "cleared", "Ada", "another city", NOW)
    confirmed = replace(cleared, verdict="confirmed", by="Bo", why="same registration number", at=NOW + HOUR)
    elsewhere = replace(cleared, counterparty_id="p2")
    for decision in (cleared, elsewhere, confirmed):
        store.decide(decision)
    assert store.decisions() == (elsewhere, confirmed)
    assert store.decisions("p1") == (confirmed,)
    assert store.decisions("p1", history=True) == (cleared, confirmed)
    with pytest.raises(ValueError, match="cleared or confirmed"):
        store.decide(replace(cleared, verdict="maybe"))


# --- hits ---


def test_hits_are_remembered_for_one_state_of_the_watchlists(store: Store) -> None:
    store.cache_hits("w1", {"e1": (HIT,), "e2": ()})
    assert store.cached_hits("w1", ["e1", "e2", "e3"]) == {"e1": (HIT,), "e2": ()}
    assert store.cached_hits("w2", ["e1"]) == {}
    store.cache_hits("w1", {"e2": (HIT, HIT)})
    store.cache_hits("w2", {"e1": ()})
    store.forget_hits(except_of="w1")
    assert store.cached_hits("w1", ["e2"]) == {"e2": (HIT, HIT)}
    assert store.cached_hits("w2", ["e1"]) == {}
    store.forget_hits()
    assert store.cached_hits("w1", ["e1"]) == {}


# --- sources ---


def test_a_source_keeps_its_state(store: Store) -> None:
    assert store.source_state("ecfr") == SourceState("ecfr")
    failing = SourceState(
        "ecfr",
        last_attempt=NOW,
        consecutive_failures=3,
        last_error="challenge: a block page",
        failing_since=NOW - HOUR,
        cursor='{"through": "2025-03-24"}',
        counts=(("entity-list", 3370),),
    )
    store.save_source_state(failing)
    store.save_source_state(SourceState("bis_news"))
    assert store.source_state("ecfr") == failing
    assert [s.name for s in store.source_states()] == ["bis_news", "ecfr"]
    well = replace(failing, consecutive_failures=0, last_error=None, failing_since=None, last_success=NOW)
    store.save_source_state(well)
    assert store.source_state("ecfr") == well


# --- problems ---


def test_a_problem_is_told_once_and_again_only_after_it_was_over(store: Store) -> None:
    row = Problem("row 14", "cannot be read: 'Xx'")
    (added,) = store.add_problems([row, row], NOW, document_number="2025-05427")
    assert (added.problem, added.document_number, added.observed_at) == (row, "2025-05427", NOW)
    assert store.add_problems([row], NOW + HOUR, document_number="2025-05427") == ()
    assert [p.id for p in store.problems(untold=True)] == [added.id]
    store.mark_told([added.id], NOW)
    assert store.problems(untold=True) == ()
    assert len(store.problems()) == 1

    other = Problem("row 15", "odd", "info")
    assert len(store.add_problems([other], NOW, document_number="2025-05427")) == 1
    assert store.clear_problems(NOW + HOUR, document_number="2025-05427", still=[other]) == 1
    assert [p.problem for p in store.problems()] == [other]
    (again,) = store.add_problems([row], NOW + 2 * HOUR, document_number="2025-05427")
    assert (again.id, again.observed_at, again.told_at, again.cleared_at) == (added.id, NOW + 2 * HOUR, None, None)


def test_the_same_words_about_two_documents_are_two_problems(store: Store) -> None:
    problem = Problem("row 1", "odd")
    store.add_problems([problem], NOW, document_number="2025-05426")
    store.add_problems([problem], NOW + HOUR, document_number="2025-05427")
    store.add_problems([problem], NOW + 2 * HOUR, source="ecfr")
    assert len(store.problems()) == 3
    assert [p.document_number for p in store.problems(document_number="2025-05427")] == ["2025-05427"]
    assert [p.source for p in store.problems(NOW + 2 * HOUR)] == ["ecfr"]
    assert store.clear_problems(NOW, source="ecfr") == 1
    assert len(store.problems()) == 2
    with pytest.raises(ValueError, match="of a source, or of a document"):
        store.clear_problems(NOW)


# --- polls ---


def test_polls_are_summed_up_for_the_receipt(store: Store) -> None:
    assert store.last_poll() is None
    assert store.poll_summary(NOW, NOW + HOUR) == PollSummary(0, 0, 0, 0, None)
    for number in range(12):
        at = NOW + number * timedelta(minutes=5)
        failed = ("ecfr",) if number == 3 else ()
        store.record_poll(Poll(at, at + timedelta(seconds=9), ("documents",), failed, documents_read=1, alerts=2))
    summary = store.poll_summary(NOW, NOW + timedelta(minutes=30))
    assert summary == PollSummary(6, 5, 6, 12, NOW + timedelta(minutes=25, seconds=9))
    last = store.last_poll()
    assert last is not None
    assert (last.started_at, last.sources_ok, last.sources_failed) == (NOW + timedelta(minutes=55), ("documents",), ())


# --- leases ---


def test_work_for_one_is_done_by_one(store: Store) -> None:
    assert store.take_lease("poll", "a", NOW, NOW + HOUR)
    assert not store.take_lease("poll", "b", NOW, NOW + HOUR)
    assert store.take_lease("receipt", "b", NOW, NOW + HOUR)
    assert store.take_lease("poll", "a", NOW, NOW + 2 * HOUR)
    assert not store.take_lease("poll", "b", NOW + HOUR, NOW + 3 * HOUR)
    assert store.take_lease("poll", "b", NOW + 2 * HOUR, NOW + 3 * HOUR)
    store.release_lease("poll", "a")  # no longer a's to give back
    assert not store.take_lease("poll", "a", NOW + 2 * HOUR, NOW + 3 * HOUR)
    store.release_lease("poll", "b")
    assert store.take_lease("poll", "a", NOW + 2 * HOUR, NOW + 3 * HOUR)


def test_of_many_at_the_same_instant_one_gets_the_lease(url: str) -> None:
    open_store(url).close()
    barrier, got = threading.Barrier(5), []

    def take(name: str) -> None:
        with open_store(url) as mine:
            barrier.wait(30)
            got.append(mine.take_lease("poll", name, NOW, NOW + HOUR))

    threads = [threading.Thread(target=take, args=(f"w{n}",)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(got) == [False, False, False, False, True]


# --- settings, one-time links, audit ---


def test_settings_days_and_moments(store: Store) -> None:
    assert (store.setting("x"), store.day("evaluated_through"), store.moment("baseline_at")) == (None, None, None)
    store.set_setting("x", "1")
    store.set_setting("x", "2")
    store.set_day("evaluated_through", TODAY)
    store.set_moment("baseline_at", NOW)
    assert (store.setting("x"), store.day("evaluated_through"), store.moment("baseline_at")) == ("2", TODAY, NOW)
    store.set_setting("x", None)
    assert store.setting("x") is None
    with pytest.raises(ValueError, match="without an offset"):
        store.set_moment("baseline_at", datetime(2025, 3, 25))  # noqa: DTZ001 (the mistake)


def test_a_one_time_link_works_once(store: Store) -> None:
    assert store.use_nonce("n1", NOW)
    assert not store.use_nonce("n1", NOW + HOUR)
    assert store.use_nonce("n2", NOW)


def test_the_audit_trail_is_in_order(store: Store) -> None:
    for number, who in enumerate(("Ada", "Bo", "Ada")):
        store.audit(at=NOW + number * HOUR, who=who, what="looked", subject=f"a{number % 2}", detail=str(number))
    assert [(e.who, e.detail) for e in store.audit_trail(subject="a0")] == [("Ada", "0"), ("Ada", "2")]
    assert [e.detail for e in store.audit_trail(NOW + HOUR)] == ["1", "2"]
