"""The timeline over published documents: every rule and eCFR capture of the corpus."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from monitor.timeline import Evidence, Provision, Rendition, SnapshotSeen, Timeline
from parsers.ecfr import parse_part
from parsers.federal_register import parse_document
from parsers.model import Document, ListEntry, ListName, Stage
from parsers.rule import parse_rule

NOW = datetime(2026, 11, 12, 14, tzinfo=UTC)
AFFILIATES = Provision("Affiliates Rule", "15 CFR 744.11(a)(1)", "ownership", 50.0)
CODIFIED = date(2026, 3, 25)


def _rendition(path: Path) -> Rendition:
    document = parse_document(path.with_suffix(".json").read_bytes())
    assert isinstance(document, Document)
    assert document.publication_date is not None
    seen = datetime.combine(document.publication_date, time(13), UTC)
    evidence = Evidence(
        document.number,
        document.citation,
        document.html_url,
        Stage.PUBLISHED,
        seen,
        publication_date=document.publication_date,
    )
    rule = parse_rule(path.read_bytes(), document=document)
    return Rendition(
        document.number, Stage.PUBLISHED, seen, rule, evidence, document.volume, document.start_page, document.end_page
    )


@pytest.fixture(scope="module")
def rules(corpus: Path) -> list[Rendition]:
    return [_rendition(path) for path in sorted((corpus / "federal_register" / "documents").glob("*.xml"))]


@pytest.fixture(scope="module")
def captures(corpus: Path) -> list[SnapshotSeen]:
    found = []
    for path in sorted((corpus / "ecfr").glob("title-15_part-744.*.xml")):
        day = date.fromisoformat(path.stem.rpartition(".")[2])
        seen = datetime.combine(day, time(12), UTC) + timedelta(days=2)
        evidence = Evidence(None, None, None, "snapshot", seen, publication_date=day, source="ecfr")
        found.append(SnapshotSeen(parse_part(path.read_bytes(), as_of=day), seen, evidence))
    return found


@pytest.fixture(scope="module")
def known(rules: list[Rendition], captures: list[SnapshotSeen]) -> Timeline:
    return Timeline.build(rules, captures, [AFFILIATES], last_checked={"documents": NOW})


def _place(entry: ListEntry) -> tuple[str, str | None, str]:
    return (str(entry.list), entry.destination, entry.name)


def test_the_listings_are_the_rows_of_the_cfr(rules: list[Rendition], captures: list[SnapshotSeen]) -> None:
    first = captures[0].snapshot
    assert first.as_of == CODIFIED
    every = Timeline.build(rules, captures[:1], []).listings(CODIFIED, NOW)
    listings = [x for x in every if x.entry.list is not ListName.DENIED_PERSONS]  # those are listed by notices
    shown, rows = Counter(_place(x.entry) for x in listings), Counter(_place(e) for e in first.entries)
    china = "CHINA, PEOPLE'S REPUBLIC OF"
    fudan = "Shanghai Fudan Microelectronics (HK) Co., Ltd."
    # Its removal (2025-19858) is in no document of the corpus: still listed, not confirmed.
    assert shown - rows == Counter(
        [("entity-list", china, "Arrow China Electronics Trading Co., Ltd."), ("entity-list", "TAIWAN", fudan)]
    )
    # The rule lists it under TAIWAN, the eCFR under THAILAND: one entry.
    assert rows - shown == Counter([("entity-list", "THAILAND", fudan)])
    assert [x.entry.name for x in listings if not x.confirmed] == ["Arrow China Electronics Trading Co., Ltd."]


def test_three_captures_differ_in_punctuation_only(known: Timeline, captures: list[SnapshotSeen]) -> None:
    assert len(captures) == 3
    for seen in captures:
        names = {e.list for e in seen.snapshot.entries}
        assert {ListName.ENTITY_LIST, ListName.UNVERIFIED_LIST, ListName.MEU_LIST} <= names
    counted = Counter((f.severity, f.kind) for f in known.findings(NOW))
    assert counted["warning", "missing-from-capture"] == 1  # Arrow China
    assert counted["warning", "not-incorporated-note"] == 1  # S2C Limited
    assert set(counted) <= {
        ("warning", "missing-from-capture"),
        ("warning", "not-incorporated-note"),
        ("info", "unknown-entry"),  # five removals from the Unverified List before the first capture
        ("info", "other-heading"),
        ("info", "near-name"),
    }


@pytest.mark.parametrize(
    ("number", "effective", "entries"),
    [
        ("2025-05427", date(2025, 3, 25), 12),
        ("2024-13695", date(2024, 6, 24), 3),
        ("2024-29136", date(2024, 12, 11), 8),
    ],
)
def test_rows_join_their_rules(known: Timeline, number: str, effective: date, entries: int) -> None:
    opened = [v for v in known.versions(NOW) if v.opened_by.document_number == number]
    assert {v.since for v in opened} == {effective}
    assert len({v.key for v in opened}) == entries
    after, before = known.listings(effective, NOW), known.listings(effective - timedelta(days=1), NOW)
    assert {x.key for x in after} - {x.key for x in before} == {v.key for v in opened}


def test_the_affiliates_rule(known: Timeline) -> None:
    expected = [
        (date(2025, 9, 28), "not-in-force"),
        (date(2025, 9, 29), "in-force"),
        (date(2025, 11, 9), "in-force"),
        (date(2025, 11, 10), "stayed"),
        (date(2026, 11, 9), "stayed"),
        (date(2026, 11, 10), "in-force"),
    ]
    for on, state in expected:
        (answer,) = known.provision_states(on, NOW)
        assert (answer.state, answer.confirmed) == (state, True), on


def test_documents_read_a_year_late_give_the_same_listings(
    known: Timeline, rules: list[Rendition], captures: list[SnapshotSeen]
) -> None:
    late = [
        Rendition(r.document_number, r.stage, NOW, r.rule, r.evidence, r.volume, r.start_page, r.end_page)
        for r in rules
    ]
    other = Timeline.build(late, captures, [AFFILIATES])
    for on in (date(2023, 3, 1), date(2023, 3, 2), date(2025, 3, 25), CODIFIED, date(2026, 11, 12)):
        one, two = known.listings(on, NOW), other.listings(on, NOW)
        assert [(x.entry, x.since, x.until) for x in one] == [(x.entry, x.since, x.until) for x in two]
        # A key keeps the name and heading first seen; the capture, read before the rule, has one under another heading.
        renamed = [x.entry.name for x, y in zip(one, two, strict=True) if x.key != y.key]
        assert renamed in ([], ["Shanghai Fudan Microelectronics (HK) Co., Ltd."])
    earlier = other.listings(CODIFIED, NOW - timedelta(seconds=1))  # before the documents were read: the rows alone
    assert Counter(_place(x.entry) for x in earlier) == Counter(_place(e) for e in captures[0].snapshot.entries)
