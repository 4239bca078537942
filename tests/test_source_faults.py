"""Sources that fail, each in its own way: they fail alone, nothing half-read counts, the next good cycle catches up."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from monitor.assembly import Assembly
from monitor.config import load
from monitor.instants import parse_instant
from monitor.outcome import Outcome

SEARCH, FILED, FEED, TEXT = r"/documents\.json", r"/current\.json", r"\.rss", r"/full_text/"
KINDS = (
    "500",
    "429",
    "503-retry-after",
    "timeout",
    "reset",
    "truncate",
    "garbage",
    "html-block-page",
    "wrong-charset",
    "redirect-loop",
    "schema-change",
    "empty-feed",
)


def poll(config: Path, moment: str) -> tuple[Outcome, list[Any]]:
    now = parse_instant(moment)
    with Assembly.open(load(config), {}, now=now) as assembly:
        outcome = assembly.poller.poll(now)
        return outcome, [assembly.store.alert(alert_id) for alert_id in outcome.alerts]


def partners(logged: list[Any]) -> set[tuple[str, str]]:
    return {(one.alert.kind, one.alert.counterparty.id) for one in logged if one.alert.counterparty}


LISTED = {("partner-listed", "P1"), *(("loophole-opened", f"P{n}") for n in (2, 3, 4, 5))}


@pytest.mark.parametrize("kind", KINDS)
def test_the_search_fails_alone_and_the_next_good_visit_catches_up(
    kind: str, start_replay: Callable[..., Any], write_config: Callable[..., Path]
) -> None:
    replay = start_replay("2023-02-27T12:00")
    config = write_config(replay.base, sources=("federal_register", "federal_register_feed"))
    poll(config, "2023-02-27T12:00")
    replay.control(now="2023-03-06T12:00", fault={"path": SEARCH, "kind": kind, "times": None, "seconds": 5})
    outcome, _ = poll(config, "2023-03-06T12:00")
    assert [visited.name for visited in outcome.failed] == ["federal_register"], outcome.visited
    assert outcome.failed[0].error
    assert outcome.fell_short
    replay.control(now="2023-04-05T12:00", clear_faults=True)
    outcome, _ = poll(config, "2023-04-05T12:00")
    assert not outcome.failed
    with Assembly.open(load(config), {}, now=parse_instant("2023-04-05T12:00")) as assembly:
        assert partners(list(assembly.store.alerts())) == LISTED


def test_the_feed_triggers_what_the_search_cannot_say(
    start_replay: Callable[..., Any], write_config: Callable[..., Path]
) -> None:
    replay = start_replay("2023-03-01T12:00")
    config = write_config(replay.base, sources=("federal_register", "federal_register_feed"))
    poll(config, "2023-03-01T12:00")
    replay.control(now="2023-03-06T12:00", fault={"path": r"/api/v1/documents", "kind": "500", "times": None})
    replay.control(fault={"path": r"\.rss", "kind": "slow", "seconds": 0.01, "times": None})
    outcome, told = poll(config, "2023-03-06T12:00")
    # the pattern above also covers the feed: the first order given wins
    assert {visited.name for visited in outcome.failed} == {"federal_register", "federal_register_feed"}
    replay.control(clear_faults=True)
    replay.control(fault={"path": r"/api/v1/documents(?!\.rss)", "kind": "500", "times": None})
    outcome, told = poll(config, "2023-03-06T12:10")
    assert {visited.name for visited in outcome.failed} == {"federal_register"}
    assert partners(told) == LISTED


def test_a_text_in_changed_markup_is_read_in_another_form(
    start_replay: Callable[..., Any], write_config: Callable[..., Path]
) -> None:
    replay = start_replay("2023-03-01T12:00")
    config = write_config(replay.base, sources=("federal_register",))
    poll(config, "2023-03-01T12:00")
    replay.control(now="2023-03-06T12:00", fault={"path": r"/full_text/xml", "kind": "schema-change", "times": None})
    outcome, told = poll(config, "2023-03-06T12:00")
    assert outcome.unread == []
    assert partners(told) == LISTED


@pytest.mark.parametrize("kind", ["500", "truncate", "garbage", "html-block-page", "wrong-charset"])
def test_a_text_that_cannot_be_read_stays_pending_and_is_told(
    kind: str, start_replay: Callable[..., Any], write_config: Callable[..., Path]
) -> None:
    replay = start_replay("2023-03-01T12:00")
    config = write_config(replay.base, sources=("federal_register",))
    poll(config, "2023-03-01T12:00")
    replay.control(now="2023-03-06T12:00", fault={"path": TEXT, "kind": kind, "times": None})
    outcome, told = poll(config, "2023-03-06T12:00")
    assert [reading.document.number for reading in outcome.unread] == ["2023-04558"]
    assert partners(told) == set()
    assert [one.alert.kind for one in told] == ["document-unread"]
    replay.control(clear_faults=True)
    outcome, told = poll(config, "2023-03-06T12:10")
    assert partners(told) == LISTED


@pytest.mark.parametrize("kind", ["500", "html-block-page", "schema-change", "truncate", "empty-feed"])
def test_public_inspection_that_fails_does_not_take_anything_back(
    kind: str, start_replay: Callable[..., Any], write_config: Callable[..., Path]
) -> None:
    replay = start_replay("2023-03-01T12:00")
    config = write_config(replay.base)
    poll(config, "2023-03-01T12:00")
    replay.control(now="2023-03-02T17:00")
    _, told = poll(config, "2023-03-02T17:00")
    assert partners(told) == LISTED
    replay.control(now="2023-03-03T09:00", fault={"path": FILED, "kind": kind, "times": None})
    _, told = poll(config, "2023-03-03T09:00")
    assert partners(told) == set()


def test_a_withdrawn_filing_is_taken_back_from_those_who_were_told(
    start_replay: Callable[..., Any], write_config: Callable[..., Path]
) -> None:
    replay = start_replay("2023-03-01T12:00")
    config = write_config(replay.base)
    poll(config, "2023-03-01T12:00")
    replay.control(now="2023-03-02T17:00")
    _, told = poll(config, "2023-03-02T17:00")
    with Assembly.open(load(config), {}, now=parse_instant("2023-03-02T17:00")) as assembly:
        assembly.deliverer.drain(flush=True)
    replay.control(
        add={
            "document_number": "2023-04558",
            "replay": {"withdrawn_at": "2023-03-03T10:00", "editorial_note": "Withdrawn"},
        }
    )
    replay.control(now="2023-03-03T10:30")
    _, corrections = poll(config, "2023-03-03T10:30")
    assert partners(corrections) == {("document-withdrawn", party) for _, party in LISTED}
    assert {one.alert.previous_id for one in corrections} >= {
        one.alert.id for one in told if one.alert.counterparty is not None
    }
    _, again = poll(config, "2023-03-03T10:40")
    assert again == []


def test_the_nightly_blackout_is_no_failure_and_no_news(
    start_replay: Callable[..., Any], write_config: Callable[..., Path]
) -> None:
    replay = start_replay("2023-03-01T12:00")
    config = write_config(replay.base)
    poll(config, "2023-03-01T12:00")
    replay.control(now="2023-03-02T17:00")
    poll(config, "2023-03-02T17:00")
    replay.control(now="2023-03-03T02:00")
    outcome, told = poll(config, "2023-03-03T02:00")
    assert not outcome.failed
    assert told == []


def test_a_replaced_filing_is_told_only_where_it_says_something_else(
    start_replay: Callable[..., Any], write_config: Callable[..., Path]
) -> None:
    replay = start_replay("2023-03-01T12:00")
    config = write_config(replay.base)
    poll(config, "2023-03-01T12:00")
    replay.control(now="2023-03-02T17:00")
    poll(config, "2023-03-02T17:00")
    url = f"{replay.base}/public-inspection/raw_text/202/304/558.txt"
    text = urllib.request.urlopen(url).read().decode()
    assert "effective on March 2, 2023" in " ".join(text.split())

    replay.control(
        now="2023-03-03T10:00",
        add={
            "document_number": "2023-04558",
            "replay": {"pdf_updated_at": "2023-03-03T09:50", "pi_text": text.replace("additional", "further", 1)},
        },
    )
    outcome, told = poll(config, "2023-03-03T10:00")
    assert outcome.read == 1
    assert partners(told) == set()

    later = text.replace("March 2, 2023", "March 9, 2023")
    replay.control(
        now="2023-03-03T12:00",
        add={"document_number": "2023-04558", "replay": {"pdf_updated_at": "2023-03-03T11:50", "pi_text": later}},
    )
    _, told = poll(config, "2023-03-03T12:00")
    changed = [one.alert for one in told if one.alert.counterparty and one.alert.counterparty.id == "P1"]
    assert [(alert.kind, alert.effective.isoformat()) for alert in changed if alert.effective] == [
        ("partner-listed", "2023-03-09")
    ]
    assert changed[0].previous_id
    assert any(d.field == "effective date" and d.after == "9 March 2023" for d in changed[0].differences)
