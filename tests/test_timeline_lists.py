"""What is listed on a date: golden cases of real rules, told in small documents of our own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.timeline import Evidence, Finding, Listing, Rendition, SnapshotSeen, Timeline
from parsers.model import (
    Action,
    Amendment,
    CfrReference,
    DocumentKind,
    EffectiveDateNote,
    EntryKind,
    ListChange,
    ListEntry,
    ListName,
    ListSnapshot,
    Rule,
    Stage,
)

CHINA = "CHINA, PEOPLE'S REPUBLIC OF"
NOW = datetime(2026, 11, 12, 14, tzinfo=UTC)


def entry(name: str, destination: str | None = CHINA, **more: object) -> ListEntry:
    more.setdefault("list", ListName.ENTITY_LIST)
    return ListEntry(destination=destination, name=name, **more)  # type: ignore[arg-type]


def order(
    action: Action, what: ListEntry | str, effective: date | None, destination: str = CHINA, **more: object
) -> ListChange:
    row = entry(what, destination) if isinstance(what, str) else what
    return ListChange(action, row, effective, f"{action} “{row.name}”", **more)  # type: ignore[arg-type]


def rule(
    number: str,
    published: date | None,
    *changes: ListChange,
    citation: str | None = None,
    pages: tuple[int, int, int] | None = None,
    observed: datetime | None = None,
    stage: Stage = Stage.PUBLISHED,
    kind: DocumentKind = DocumentKind.RULE,
    **more: object,
) -> Rendition:
    if observed is None:
        assert published is not None
        observed = datetime(published.year, published.month, published.day, 13, tzinfo=UTC)
    body = Rule(kind, number, None, citation=citation, publication_date=published, changes=changes, **more)  # type: ignore[arg-type]
    evidence = Evidence(number, citation, None, stage, observed, publication_date=published)
    volume, start, end = pages or (None, None, None)
    return Rendition(number, stage, observed, None if stage is Stage.WITHDRAWN else body, evidence, volume, start, end)


def capture(
    day: date,
    rows: Iterable[ListEntry],
    *,
    source: str = "ecfr",
    observed: datetime | None = None,
    notes: tuple[EffectiveDateNote, ...] = (),
) -> SnapshotSeen:
    seen = observed or datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(days=2)
    evidence = Evidence(None, None, None, "snapshot", seen, publication_date=day, source=source)
    return SnapshotSeen(ListSnapshot(source, day, tuple(rows), notes=notes), seen, evidence)


def timeline(*known: Rendition | SnapshotSeen) -> Timeline:
    return Timeline.build(
        [k for k in known if isinstance(k, Rendition)], [k for k in known if isinstance(k, SnapshotSeen)], []
    )


def listed(known: Timeline, on: date, known_at: datetime = NOW) -> dict[str, Listing]:
    listings = known.listings(on, known_at)
    assert len({x.key for x in listings}) == len(listings)
    return {x.entry.name: x for x in listings}


def kinds(known: Timeline, known_at: datetime = NOW) -> list[tuple[str, str]]:
    return [(f.severity, f.kind) for f in known.findings(known_at)]


INSPUR = entry(
    "Inspur Group Co., Ltd.",
    aliases=("Inspur Group", "IGL"),
    addresses=("No. 1036 Langchao Road, Jinan City, Shandong, China",),
    license_requirement="For all items subject to the EAR (See §§ 734.9(e)(2) and 744.11 of the EAR)",
    license_review_policy="Presumption of denial",
    footnotes=("4",),
)
IEIT = entry("Inspur Electronic Information Industry Co., Ltd.", aliases=("IEIT Systems Co. Ltd.",), footnotes=("4",))
FIRST = rule(
    "2023-04558",
    date(2023, 3, 6),
    order(Action.ADD, INSPUR, date(2023, 3, 2)),
    citation="88 FR 13673",
    pages=(88, 13673, 13686),
)
SECOND = rule(
    "2025-05427",
    date(2025, 3, 28),
    order(Action.ADD, IEIT, date(2025, 3, 25)),
    citation="90 FR 14046",
    pages=(90, 14046, 14052),
)


def test_the_inspur_rules() -> None:
    known = timeline(FIRST, SECOND)
    assert listed(known, date(2023, 3, 1)) == {}
    parent = listed(known, date(2023, 3, 2))["Inspur Group Co., Ltd."]
    assert (parent.since, parent.until, parent.confirmed, parent.entry) == (date(2023, 3, 2), None, True, INSPUR)
    assert parent.key == "entity-list/china-peoples-republic-of/inspur-group-co-ltd"
    assert [e.document_number for e in parent.evidence] == ["2023-04558"]
    assert set(listed(known, date(2025, 3, 24))) == {INSPUR.name}
    assert set(listed(known, date(2025, 3, 25))) == {INSPUR.name, IEIT.name}
    assert known.findings(NOW) == ()
    assert known.change_dates(date(2023, 1, 1), date(2026, 1, 1), NOW) == (date(2023, 3, 2), date(2025, 3, 25))


def test_what_was_known_is_asked_apart_from_what_was_law() -> None:
    filed = rule(
        "2025-05427",
        date(2025, 3, 28),
        order(Action.ADD, IEIT, date(2025, 3, 25)),
        stage=Stage.PUBLIC_INSPECTION,
        observed=datetime(2025, 3, 25, 13, 5, tzinfo=UTC),
    )
    known = timeline(FIRST, filed, SECOND)
    assert IEIT.name not in listed(known, date(2025, 3, 26), datetime(2025, 3, 25, 13, 0, tzinfo=UTC))
    early = listed(known, date(2025, 3, 26), datetime(2025, 3, 25, 13, 5, tzinfo=UTC))[IEIT.name]
    late = listed(known, date(2025, 3, 26))[IEIT.name]
    assert early.provisional
    assert not late.provisional
    assert early.key == late.key
    assert [e.stage for e in late.evidence] == [Stage.PUBLISHED]


def test_a_document_is_the_newest_of_its_renditions() -> None:
    def seen(hour: int, stage: Stage, *changes: ListChange) -> Rendition:
        return rule(
            "2025-1", date(2025, 3, 28), *changes, stage=stage, observed=datetime(2025, 3, 25, hour, tzinfo=UTC)
        )

    both = seen(
        13,
        Stage.PUBLIC_INSPECTION,
        order(Action.ADD, "A", date(2025, 3, 25)),
        order(Action.ADD, "B", date(2025, 3, 25)),
    )
    replaced = seen(15, Stage.PUBLIC_INSPECTION, order(Action.ADD, "A", date(2025, 3, 25)))
    withdrawn = seen(17, Stage.WITHDRAWN)
    again = seen(19, Stage.PUBLIC_INSPECTION, order(Action.ADD, "C", date(2025, 3, 25)))
    printed = seen(21, Stage.PUBLISHED, order(Action.ADD, "D", date(2025, 3, 25)))
    stale = seen(22, Stage.PUBLIC_INSPECTION, order(Action.ADD, "E", date(2025, 3, 25)))
    known = timeline(stale, printed, again, withdrawn, replaced, both)
    at = [(14, {"A", "B"}), (16, {"A"}), (18, set()), (20, {"C"}), (22, {"D"}), (23, {"D"})]
    for hour, names in at:
        assert set(listed(known, date(2025, 4, 1), datetime(2025, 3, 25, hour, tzinfo=UTC))) == names
    bodiless = replace(printed, rule=None)
    assert set(listed(timeline(both, bodiless), date(2025, 4, 1))) == {"A", "B"}


def test_a_placeholder_date_is_provisional() -> None:
    filed = rule(
        "2024-14635",
        date(2024, 7, 3),
        order(Action.ADD, "A", None),
        stage=Stage.PUBLIC_INSPECTION,
        observed=datetime(2024, 7, 2, 13, tzinfo=UTC),
    )
    listing = listed(timeline(filed), date(2024, 7, 3))["A"]
    assert (listing.since, listing.provisional) == (date(2024, 7, 3), True)
    undated = rule(
        "2024-1",
        None,
        order(Action.ADD, "A", None),
        stage=Stage.PUBLIC_INSPECTION,
        observed=datetime(2024, 7, 2, 3, tzinfo=UTC),
    )
    assert listed(timeline(undated), date(2024, 7, 1))["A"].since == date(
        2024, 7, 1
    )  # still the first of July, Eastern


def test_huawei_affiliates_are_folded_into_the_entry_of_their_parent() -> None:
    huawei, cloud = entry("Huawei Technologies Co., Ltd. (Huawei)"), entry("Huawei Cloud Computing Technology")
    other = entry("HiSilicon Technologies Co., Ltd.")
    whole = replace(huawei, sub_entities=(cloud, entry("Huawei Digital Technologies")))
    first = rule(
        "2019-10616",
        date(2019, 5, 21),
        *(order(Action.ADD, e, date(2019, 5, 16)) for e in (huawei, cloud, other)),
        citation="84 FR 22961",
    )
    second = rule(
        "2019-17921",
        date(2019, 8, 21),
        order(Action.REVISE, whole, date(2019, 8, 19)),
        order(Action.REMOVE, cloud, date(2019, 8, 19)),
        citation="84 FR 43493",
    )
    known = timeline(second, first)
    before, after = listed(known, date(2019, 8, 18)), listed(known, date(2019, 8, 19))
    assert set(before) == {huawei.name, cloud.name, other.name}
    assert set(after) == {huawei.name, other.name}
    assert after[huawei.name].key == before[huawei.name].key
    assert [e.name for e in after[huawei.name].entry.sub_entities] == [cloud.name, "Huawei Digital Technologies"]
    assert (after[huawei.name].since, after[huawei.name].version_since) == (date(2019, 5, 16), date(2019, 8, 19))
    assert before[cloud.name].until == date(2019, 8, 18)
    assert before[cloud.name].folded_into == after[huawei.name].key
    (version,) = known.history(before[cloud.name].key, NOW)
    assert version.closed_how == f"folded into {after[huawei.name].key}"
    assert known.findings(NOW) == ()


def test_hikvision_subsidiaries_stand_under_their_own_names() -> None:
    names = [
        f"{place} Electronic Technology Co., Ltd."
        for place in (
            "Luopu Haishi Dingxin",
            "Moyu Haishi",
            "Pishan Haishi Yong'an",
            "Urumqi Haishi Xin'an",
            "Yutian Haishi Meitian",
        )
    ]
    known = timeline(
        rule(
            "2023-06663",
            date(2023, 3, 30),
            *(order(Action.ADD, n, date(2023, 3, 28)) for n in names),
            citation="88 FR 18983",
        )
    )
    assert set(listed(known, date(2023, 3, 28))) == set(names)


def test_sandvine_was_added_and_removed() -> None:
    places = ["CANADA", CHINA, "INDIA", "JAPAN", "MALAYSIA", "SWEDEN", "UNITED ARAB EMIRATES"]
    added = rule(
        "2024-03674",
        date(2024, 2, 27),
        *(order(Action.ADD, "Sandvine", date(2024, 2, 27), p) for p in places),
        citation="89 FR 14403",
    )
    removed = rule(
        "2024-24562",
        date(2024, 10, 23),
        *(order(Action.REMOVE, "Sandvine", date(2024, 10, 21), p) for p in places),
        citation="89 FR 84460",
    )
    known = timeline(removed, added)
    assert len(known.listings(date(2024, 10, 20), NOW)) == 7
    assert known.listings(date(2024, 10, 21), NOW) == ()
    listing = known.listings(date(2024, 10, 20), NOW)[0]
    assert (listing.until, listing.ended_by.document_number if listing.ended_by else None) == (
        date(2024, 10, 20),
        "2024-24562",
    )
    assert known.listings(date(2024, 10, 20), datetime(2024, 10, 20, tzinfo=UTC))[0].until is None
    assert known.findings(NOW) == ()


def test_arrow_loses_aliases_then_addresses() -> None:
    row = entry(
        "Arrow Electronics (Hong Kong) Co., Ltd.", aliases=tuple("ABCDEF"), addresses=("1 Road", "2 Road", "3 Road")
    )
    company = entry("Arrow China Electronics Trading Co., Ltd.")
    fewer = replace(row, aliases=())
    known = timeline(
        rule(
            "2025-19508",
            date(2025, 10, 9),
            order(Action.ADD, row, date(2025, 10, 8)),
            order(Action.ADD, company, date(2025, 10, 8)),
            citation="90 FR 48193",
        ),
        rule(
            "2025-19858",
            date(2025, 11, 12),
            order(Action.REVISE, fewer, date(2025, 11, 10)),
            order(Action.REMOVE, company, date(2025, 11, 10)),
            citation="90 FR 50858",
        ),
        rule(
            "2026-17231",
            date(2026, 8, 24),
            order(Action.REVISE, replace(fewer, addresses=("1 Road",)), date(2026, 8, 21)),
            citation="91 FR 54660",
        ),
    )
    key = listed(known, date(2025, 10, 8))[row.name].key
    states = {on: listed(known, on)[row.name] for on in (date(2025, 11, 9), date(2025, 11, 10), date(2026, 8, 21))}
    assert [(len(s.entry.aliases), len(s.entry.addresses)) for s in states.values()] == [(6, 3), (0, 3), (0, 1)]
    assert {(s.key, s.since) for s in states.values()} == {(key, date(2025, 10, 8))}
    assert [len(s.evidence) for s in states.values()] == [1, 2, 3]
    assert company.name not in listed(known, date(2025, 11, 10))
    assert [(v.since, v.until, v.closed_how) for v in known.history(key, NOW)] == [
        (date(2025, 10, 8), date(2025, 11, 9), "revised"),
        (date(2025, 11, 10), date(2026, 8, 20), "revised"),
        (date(2026, 8, 21), None, ""),
    ]


def test_s2c_limited_was_ordered_without_its_text() -> None:
    smee = entry("Shanghai Micro Electronics Equipment (Group) Co., Ltd.", footnotes=("4",), citations=("87 FR 77508",))
    ordered = rule(
        "2024-28267",
        date(2024, 12, 5),
        order(Action.ADD, "S2C Limited", date(2024, 12, 2), text_missing=True),
        order(Action.REVISE, entry(smee.name), date(2024, 12, 2), text_missing=True),
        citation="89 FR 96830",
        pages=(89, 96830, 96860),
    )
    baseline, later = capture(date(2024, 11, 1), [smee]), capture(date(2025, 6, 1), [smee])
    known = timeline(baseline, ordered, later)
    now = listed(known, date(2026, 1, 1))
    assert (now["S2C Limited"].confirmed, "text was not printed" in now["S2C Limited"].note) == (False, True)
    assert (now[smee.name].confirmed, now[smee.name].entry) == (True, smee)
    assert kinds(known) == [("warning", "text-missing")] * 2
    corrected = rule(
        "C1-2024-28267",
        date(2025, 7, 1),
        order(Action.ADD, entry("S2C Limited", addresses=("Shanghai",)), None),
        corrects="2024-28267",
        citation="90 FR 30000",
    )
    settled = timeline(baseline, ordered, later, corrected)
    assert listed(settled, date(2026, 1, 1))["S2C Limited"].confirmed
    assert listed(settled, date(2024, 12, 2))["S2C Limited"].entry.addresses == (
        "Shanghai",
    )  # it acts with what it corrects
    assert kinds(settled) == [("warning", "text-missing")]


def test_the_ecfr_says_that_an_amendment_could_not_be_incorporated() -> None:
    note = EffectiveDateNote(
        CfrReference(15, "744", supplement="4"),
        "At 89 FR 96836 …; however, these amendments could not be incorporated because …",
        "89 FR 96836",
    )
    (finding,) = timeline(capture(date(2026, 3, 25), [INSPUR], notes=(note,))).findings(NOW)
    assert (finding.kind, finding.severity) == ("not-incorporated-note", "warning")


@pytest.mark.parametrize(
    "called",
    [
        "inspur group co ltd",
        "Inspur Group Company Limited",
        "Inspur Group",
        "Inspurr Group Co., Ltd.",
        "Inspur  Group Co., Ltd",
    ],
)
def test_removals_name_their_entries_loosely(called: str) -> None:
    stranger = entry("Insper Trading Co., Ltd.")
    removal = rule("2026-1", date(2026, 2, 2), order(Action.REMOVE, called, date(2026, 2, 2)), citation="91 FR 5000")
    known = timeline(FIRST, rule("2025-9", date(2025, 9, 1), order(Action.ADD, stranger, date(2025, 9, 1))), removal)
    assert set(listed(known, date(2026, 2, 2))) == {stranger.name}


def test_a_removal_never_takes_the_sibling() -> None:
    thirteenth = entry("China Electronics Technology Group Corporation 13th Research Institute")
    known = timeline(
        rule("2018-1", date(2018, 8, 1), order(Action.ADD, thirteenth, date(2018, 8, 1))),
        rule(
            "2026-1",
            date(2026, 2, 2),
            order(Action.REMOVE, thirteenth.name.replace("13", "14"), date(2026, 2, 2)),
            citation="91 FR 5000",
        ),
    )
    assert thirteenth.name in listed(known, date(2026, 3, 1))
    assert ("info", "unknown-entry") in kinds(known)


@pytest.mark.parametrize("called", ["Alpha Technologi", "Shared Alias"])
def test_a_name_that_could_mean_two_entries_means_neither(called: str) -> None:
    pair = [entry(name, aliases=("Shared Alias",)) for name in ("Alpha Technology", "Alpha Technologe")]
    added = rule(
        "2025-1", date(2025, 6, 1), *(order(Action.ADD, e, date(2025, 6, 1)) for e in pair), citation="90 FR 20000"
    )
    removal = rule("2026-1", date(2026, 2, 2), order(Action.REMOVE, called, date(2026, 2, 2)), citation="91 FR 5000")
    known = timeline(added, removal)
    assert set(listed(known, date(2026, 2, 2))) == {e.name for e in pair}
    assert kinds(known) == [("info", "unknown-entry")]


def test_a_removal_or_revision_of_an_unknown_entry_is_a_finding() -> None:
    removal = rule(
        "2026-1", date(2026, 2, 2), order(Action.REMOVE, "Nobody Ltd.", date(2026, 2, 3)), citation="91 FR 5000"
    )
    known = timeline(removal)
    assert kinds(known) == [("info", "unknown-entry")]
    before = listed(known, date(2026, 2, 2))["Nobody Ltd."]
    assert (before.since, before.until) == (None, date(2026, 2, 2))
    assert kinds(timeline(capture(date(2026, 1, 5), [INSPUR]), removal)) == [("warning", "unknown-entry")]
    revision = rule(
        "2026-2", date(2026, 2, 2), order(Action.REVISE, "Somebody Ltd.", date(2026, 2, 3)), citation="91 FR 5001"
    )
    unknown = listed(timeline(revision), date(2026, 2, 3))["Somebody Ltd."]
    assert (unknown.since, unknown.confirmed) == (None, True)


def test_the_ecfr_tells_since_when_a_revised_entry_is_listed() -> None:
    revision = rule(
        "2025-17893",
        date(2025, 9, 16),
        order(Action.REVISE, IEIT, date(2025, 9, 12)),
        citation="90 FR 44496",
        pages=(90, 44496, 44514),
    )
    row = replace(IEIT, citations=("84 FR 22963, 5/21/19", "90 FR 44500, 9/16/25"))
    known = timeline(revision, capture(date(2026, 3, 25), [row]))
    assert known.findings(NOW) == ()
    early, now = listed(known, date(2020, 1, 1))[IEIT.name], listed(known, date(2026, 1, 1))[IEIT.name]
    assert (early.since, now.since, now.version_since) == (date(2019, 5, 21), date(2019, 5, 21), date(2025, 9, 12))
    assert "publication date of 84 FR 22963" in early.note
    assert listed(known, date(2019, 5, 20)) == {}


def test_a_baseline_tells_since_when_an_entry_is_listed() -> None:
    """By the date beside its oldest citation, or, where that document was read, by its effective date."""
    dates = (("84 FR 22963", date(2019, 5, 21)), ("90 FR 44500", date(2025, 9, 16)), ("90 FR 14048", date(2025, 3, 28)))
    rows = [
        entry("Old Example Ltd.", citations=("90 FR 44500", "84 FR 22963")),
        replace(IEIT, citations=("90 FR 14048",)),
        entry("Undated Ltd.", citations=("83 FR 61541",)),
    ]
    seen = capture(date(2026, 3, 25), rows)
    seen = replace(seen, snapshot=replace(seen.snapshot, citation_dates=dates))
    known = listed(timeline(SECOND, seen), date(2026, 3, 25))
    old, ieit, undated = known["Old Example Ltd."], known[IEIT.name], known["Undated Ltd."]
    assert (old.since, old.version_since) == (date(2019, 5, 21), date(2025, 9, 16))
    assert "publication date of 84 FR 22963" in old.note
    assert ieit.since == date(2025, 3, 25), "the effective date of 2025-05427, not the day of its publication"
    assert undated.since is None


def test_adding_what_is_listed_revises_it_and_twins_stay_apart() -> None:
    again = rule(
        "2025-1",
        date(2025, 6, 1),
        order(Action.ADD, replace(INSPUR, aliases=("New",)), date(2025, 6, 1)),
        citation="90 FR 20000",
    )
    known = timeline(FIRST, again)
    assert kinds(known) == [("info", "already-listed")]
    assert [x.entry.aliases for x in known.listings(date(2025, 6, 1), NOW)] == [("New",)]
    twins = [
        entry("Wong Yung Fai", addresses=(a,), citations=(c,))
        for a, c in (("1 Street", "75 FR 1000, 1/7/10"), ("2 Street", "80 FR 2000, 1/15/15"))
    ]
    known = timeline(capture(date(2026, 3, 25), twins), capture(date(2026, 7, 18), reversed(twins)))
    listings = known.listings(date(2026, 8, 1), NOW)
    assert {x.entry.addresses for x in listings} == {("1 Street",), ("2 Street",)}
    assert len({x.key for x in listings}) == 2
    assert known.findings(NOW) == ()
    revised = rule(
        "2026-1",
        date(2026, 8, 1),
        order(Action.REVISE, replace(twins[1], aliases=("Fai",)), date(2026, 8, 1)),
        citation="91 FR 50000",
    )
    after = timeline(capture(date(2026, 3, 25), twins), revised).listings(date(2026, 8, 1), NOW)
    assert {(x.entry.addresses, x.entry.aliases) for x in after} == {(("1 Street",), ()), (("2 Street",), ("Fai",))}


def test_a_correction_amends_what_it_corrects_from_the_first_day_on() -> None:
    fixed = replace(INSPUR, aliases=("Inspur Group", "IGL", "Langchao"))
    correction = rule(
        "C1-2023-04558", date(2023, 4, 3), order(Action.ADD, fixed, None), corrects="2023-04558", citation="88 FR 19000"
    )
    known = timeline(correction, FIRST)
    assert listed(known, date(2023, 3, 2))[INSPUR.name].entry == fixed
    assert listed(known, date(2023, 3, 2), datetime(2023, 4, 1, tzinfo=UTC))[INSPUR.name].entry == INSPUR
    assert known.findings(NOW) == ()
    dated = rule(
        "2023-07000",
        date(2023, 4, 3),
        order(Action.REVISE, fixed, date(2023, 4, 3)),
        corrects="2023-04558",
        citation="88 FR 19000",
    )
    assert listed(timeline(FIRST, dated), date(2023, 4, 2))[INSPUR.name].entry == INSPUR


def test_renames_and_moves_keep_the_key() -> None:
    key = listed(timeline(FIRST), date(2024, 1, 1))[INSPUR.name].key
    renamed = rule(
        "2025-1",
        date(2025, 6, 1),
        order(Action.REVISE, replace(INSPUR, name="Langchao Holdings"), date(2025, 6, 1), former_name=INSPUR.name),
        citation="90 FR 20000",
    )
    assert listed(timeline(FIRST, renamed), date(2025, 6, 1))["Langchao Holdings"].key == key
    moved = rule(
        "2025-2",
        date(2025, 7, 1),
        order(Action.REMOVE, INSPUR, date(2025, 7, 1)),
        order(Action.ADD, replace(INSPUR, destination="SINGAPORE"), date(2025, 7, 1)),
        citation="90 FR 25000",
    )
    (listing,) = timeline(FIRST, moved).listings(date(2025, 7, 1), NOW)
    assert (listing.key, listing.entry.destination, listing.since) == (key, "SINGAPORE", date(2023, 3, 2))
    assert timeline(FIRST, moved).findings(NOW) == ()


def test_a_party_within_an_entry_is_removed_by_its_own_name() -> None:
    energy = entry(
        "Department of Atomic Energy entities",
        "INDIA",
        sub_entities=(entry("Indian Rare Earths", "INDIA"), entry("BARC", "INDIA")),
    )
    removal = rule(
        "2025-00704",
        date(2025, 1, 16),
        order(Action.REMOVE, "Indian Rare Earths", date(2025, 1, 16), "INDIA"),
        citation="90 FR 4617",
    )
    known = timeline(capture(date(2025, 1, 2), [energy]), removal)
    before, after = (listed(known, on)[energy.name] for on in (date(2025, 1, 15), date(2025, 1, 16)))
    assert ([e.name for e in before.entry.sub_entities], [e.name for e in after.entry.sub_entities]) == (
        ["Indian Rare Earths", "BARC"],
        ["BARC"],
    )
    assert before.key == after.key
    assert known.findings(NOW) == ()


def test_one_party_under_several_countries_is_several_entries() -> None:
    places = [CHINA, "IRAN", "SENEGAL"]
    revisions = rule(
        "2025-05426",
        date(2025, 3, 28),
        *(order(Action.REVISE, entry("Dart Aviation", p, aliases=(p,)), date(2025, 3, 25)) for p in places),
        citation="90 FR 14032",
    )
    for known in (
        timeline(revisions),
        timeline(capture(date(2025, 1, 1), [entry("Dart Aviation", p) for p in places]), revisions),
    ):
        listings = known.listings(date(2025, 3, 25), NOW)
        assert sorted((x.entry.destination, x.entry.aliases) for x in listings) == sorted((p, (p,)) for p in places)


def test_without_a_capture_another_heading_is_another_entry() -> None:
    elsewhere = rule(
        "2025-2",
        date(2025, 7, 1),
        order(Action.REVISE, replace(INSPUR, destination="IRAN"), date(2025, 7, 1)),
        citation="90 FR 25000",
    )
    listings = timeline(FIRST, elsewhere).listings(date(2025, 7, 1), NOW)
    assert sorted(x.entry.destination or "" for x in listings) == [CHINA, "IRAN"]


def test_an_entry_that_a_document_names_plainly_is_not_its_misprint_too() -> None:
    first = rule(
        "2025-1", date(2025, 6, 1), order(Action.ADD, "Alpha Technology", date(2025, 6, 1)), citation="90 FR 20000"
    )
    both = [
        order(Action.REVISE, entry(name, aliases=(name[::-1],)), date(2025, 7, 1))
        for name in ("Alpha Technolog", "Alpha Technology")
    ]
    now = listed(timeline(first, rule("2025-2", date(2025, 7, 1), *both, citation="90 FR 25000")), date(2025, 7, 1))
    assert set(now) == {"Alpha Technolog", "Alpha Technology"}


def test_the_key_does_not_change_when_older_documents_arrive() -> None:
    row = entry("Langchao Holdings", citations=("88 FR 13675, 3/6/23", "90 FR 20001, 6/1/25"))
    captured = capture(date(2026, 3, 25), [row])
    renamed = rule(
        "2025-1",
        date(2025, 6, 1),
        order(Action.REVISE, replace(INSPUR, name=row.name), date(2025, 6, 1), former_name=INSPUR.name),
        citation="90 FR 20000",
        pages=(90, 20000, 20004),
        observed=NOW,
    )
    known = timeline(captured, replace(FIRST, observed_at=NOW), renamed)
    before = known.listings(date(2026, 4, 1), NOW - timedelta(days=1))
    after = known.listings(date(2026, 4, 1), NOW)
    assert [(x.key, x.entry.name) for x in before] == [(after[0].key, row.name)]
    assert len(after) == 1
    assert listed(known, date(2025, 1, 1))[INSPUR.name].key == after[0].key


def test_a_removal_under_the_wrong_heading_is_tied_and_reported() -> None:
    listed_in = capture(date(2025, 1, 1), [entry("Fudan (HK)", "THAILAND"), INSPUR])
    removal = rule(
        "2025-9",
        date(2025, 9, 1),
        order(Action.REMOVE, "Fudan (HK)", date(2025, 9, 1), "TAIWAN"),
        citation="90 FR 44496",
    )
    known = timeline(listed_in, removal)
    assert set(listed(known, date(2025, 9, 1))) == {INSPUR.name}
    assert ("warning", "near-name") in kinds(known)


def test_temporary_orders_run_out() -> None:
    base = rule(
        "2025-1",
        date(2025, 1, 2),
        order(Action.ADD, "A", date(2025, 1, 2)),
        order(Action.ADD, entry("B", aliases=("old",)), date(2025, 1, 2)),
        order(Action.ADD, "C", date(2025, 1, 2)),
        citation="90 FR 1",
    )
    end = date(2025, 6, 30)
    temporary = rule(
        "2025-2",
        date(2025, 3, 1),
        order(Action.REMOVE, "A", date(2025, 3, 1), until=end),
        order(Action.REVISE, entry("B", aliases=("new",)), date(2025, 3, 1), until=end),
        order(Action.ADD, "D", date(2025, 3, 1), until=end),
        order(Action.REVISE, entry("C", aliases=("temporary",)), date(2025, 3, 1), until=end),
        citation="90 FR 9000",
    )
    later = rule(
        "2025-3",
        date(2025, 4, 1),
        order(Action.REVISE, entry("C", aliases=("final",)), date(2025, 4, 1)),
        citation="90 FR 12000",
    )
    known = timeline(base, temporary, later)
    during, after = listed(known, end), listed(known, end + timedelta(days=1))
    assert (set(during), set(after)) == ({"B", "C", "D"}, {"A", "B", "C"})
    assert (during["B"].entry.aliases, after["B"].entry.aliases, after["C"].entry.aliases) == (
        ("new",),
        ("old",),
        ("final",),
    )
    assert during["D"].until == end
    ahead = {(c.on, c.source) for c in known.scheduled(date(2025, 5, 1), NOW)}
    assert (date(2025, 7, 1), "terms") in ahead


def test_a_delay_of_the_effective_date_moves_the_entries() -> None:
    words = "The effective date of the rule published at 91 FR 60000 is delayed until January 15, 2027."

    def delayed(until: date | None, **more: str) -> Timeline:
        ahead = rule(
            "2026-1", date(2026, 10, 1), order(Action.ADD, "Ahead Ltd.", date(2026, 12, 1)), citation="91 FR 60000"
        )
        delay = Amendment(CfrReference(15, "744"), Action.DELAY, date(2026, 11, 2), "", words, until=until, **more)  # type: ignore[arg-type]
        return timeline(ahead, rule("2026-2", date(2026, 11, 2), amendments=(delay,), citation="91 FR 65000"))

    known = delayed(date(2027, 1, 15))
    assert known.listings(date(2027, 1, 14), NOW) == ()
    listing = listed(known, date(2027, 1, 15))["Ahead Ltd."]
    assert (listing.since, [e.document_number for e in listing.evidence]) == (date(2027, 1, 15), ["2026-2", "2026-1"])
    assert kinds(known) == [("info", "delayed")]
    before = known.scheduled(date(2026, 11, 1), datetime(2026, 11, 1, tzinfo=UTC))
    after = known.scheduled(date(2026, 11, 3), NOW)
    assert [(c.key, c.on) for c in before + after] == [
        (before[0].key, date(2026, 12, 1)),
        (before[0].key, date(2027, 1, 15)),
    ]
    assert kinds(delayed(None, until_words="indefinitely")) == [("warning", "delayed")]
    assert delayed(None, until_words="indefinitely").listings(date(2030, 1, 1), NOW) == ()


def test_country_headings_are_no_parties() -> None:
    heading = order(Action.ADD, entry("ITALY", "ITALY", kind=EntryKind.COUNTRY), date(2025, 4, 25))
    assert timeline(rule("2025-07185", date(2025, 4, 25), heading)).listings(date(2025, 5, 1), NOW) == ()


def test_address_entries_are_listed_one_by_one() -> None:
    addresses = [
        order(Action.ADD, entry(f"Address {n:02}", kind=EntryKind.ADDRESS, addresses=(f"Room {n}",)), date(2024, 6, 12))
        for n in range(1, 9)
    ]
    removal = order(Action.REMOVE, entry("Address 07", kind=EntryKind.ADDRESS), date(2025, 1, 1))
    known = timeline(
        rule("2024-13148", date(2024, 6, 18), *addresses, citation="89 FR 51644"),
        rule("2025-1", date(2025, 1, 2), removal, citation="90 FR 10"),
    )
    assert [x.entry.name for x in known.listings(date(2025, 1, 1), NOW)] == [
        f"Address {n:02}" for n in (1, 2, 3, 4, 5, 6, 8)
    ]


def test_proposed_rules_and_notices_do_not_change_the_entity_list() -> None:
    for kind in (DocumentKind.PROPOSED_RULE, DocumentKind.NOTICE):
        assert (
            timeline(rule("2025-1", date(2025, 1, 2), order(Action.ADD, "A", date(2025, 1, 2)), kind=kind)).listings(
                date(2026, 1, 1), NOW
            )
            == ()
        )


def test_denial_orders_are_made_by_notice_and_expire() -> None:
    person = entry("Marco Santillan", None, list=ListName.DENIED_PERSONS)
    notice = rule(
        "2025-23119",
        date(2025, 12, 17),
        order(Action.ADD, person, date(2025, 12, 12), until=date(2035, 7, 1)),
        kind=DocumentKind.NOTICE,
    )
    known = timeline(notice)
    assert listed(known, date(2026, 1, 1))["Marco Santillan"].until == date(2035, 7, 1)
    assert known.listings(date(2035, 7, 2), NOW) == ()
    renewed = rule(
        "2035-1",
        date(2035, 6, 1),
        order(Action.ADD, person, date(2035, 6, 1), until=date(2040, 1, 1)),
        kind=DocumentKind.NOTICE,
    )
    longer = timeline(notice, renewed)
    at = datetime(2035, 6, 2, tzinfo=UTC)
    assert longer.listings(date(2036, 1, 1), at)[0].until == date(2040, 1, 1)


def test_effective_dates_ahead_are_scheduled() -> None:
    known = timeline(
        FIRST,
        rule(
            "2026-1",
            date(2026, 10, 1),
            order(Action.ADD, "Ahead Ltd.", date(2026, 12, 1)),
            order(Action.REMOVE, INSPUR, date(2026, 12, 1)),
            citation="91 FR 60000",
        ),
    )
    changes = known.scheduled(date(2026, 11, 1), NOW)
    assert [(c.on, c.key, c.source) for c in changes] == [
        (date(2026, 12, 1), "listing:entity-list/china-peoples-republic-of/ahead-ltd:added:2026-1", "order"),
        (date(2026, 12, 1), "listing:entity-list/china-peoples-republic-of/inspur-group-co-ltd:ends:2026-1", "order"),
    ]
    assert known.scheduled(date(2026, 12, 1), NOW) == ()


# -- captures


ROW = replace(INSPUR, citations=("88 FR 13675, 3/6/23",))
IEIT_ROW = replace(IEIT, citations=("90 FR 14048, 3/28/25",))


def test_a_document_read_late_gives_the_same_state() -> None:
    early = timeline(FIRST, SECOND, capture(date(2026, 3, 25), [ROW, IEIT_ROW]))
    alone = timeline(capture(date(2026, 3, 25), [ROW, IEIT_ROW]))
    by_row = listed(alone, date(2026, 1, 1))[IEIT.name]
    assert (by_row.since, by_row.confirmed) == (date(2025, 3, 28), True)
    assert "publication date of 90 FR 14048" in by_row.note
    late = timeline(
        *(replace(r, observed_at=NOW, evidence=replace(r.evidence, observed_at=NOW)) for r in (FIRST, SECOND)),
        capture(date(2026, 3, 25), [ROW, IEIT_ROW]),
    )
    for on in (date(2023, 3, 2), date(2025, 3, 25), date(2026, 11, 12)):
        assert [(x.key, x.entry, x.since) for x in early.listings(on, NOW)] == [
            (x.key, x.entry, x.since) for x in late.listings(on, NOW)
        ]
    assert early.findings(NOW) == late.findings(NOW) == ()
    assert {x.key for x in alone.listings(date(2026, 1, 1), NOW)} == {
        x.key for x in early.listings(date(2026, 1, 1), NOW)
    }


def test_captures_that_show_an_entry_are_added_to_its_evidence() -> None:
    file = capture(date(2025, 4, 2), [replace(IEIT, citations=("90 FR 14046",))], source="screening-list")
    known = timeline(
        FIRST, SECOND, capture(date(2025, 4, 1), [ROW, IEIT_ROW]), file, capture(date(2025, 5, 1), [ROW, IEIT_ROW])
    )
    listing = listed(known, date(2025, 6, 1))[IEIT.name]
    assert [(e.source, e.publication_date) for e in listing.evidence] == [
        ("documents", date(2025, 3, 28)),
        ("ecfr", date(2025, 4, 1)),
        ("screening-list", date(2025, 4, 2)),
    ]
    assert [
        e.source for e in listed(known, date(2025, 6, 1), datetime(2025, 4, 1, tzinfo=UTC))[IEIT.name].evidence
    ] == ["documents"]


def test_a_capture_may_be_behind_its_documents() -> None:
    behind = capture(date(2025, 3, 27), [ROW])
    known = timeline(FIRST, SECOND, behind)
    assert set(listed(known, date(2025, 3, 27))) == {INSPUR.name, IEIT.name}
    assert known.findings(NOW) == ()
    removal = rule(
        "2025-9",
        date(2025, 9, 3),
        order(Action.REMOVE, INSPUR, date(2025, 9, 1)),
        citation="90 FR 42000",
        pages=(90, 42000, 42002),
    )
    known = timeline(FIRST, removal, capture(date(2025, 9, 4), [ROW]))
    assert listed(known, date(2025, 9, 4)) == {}
    assert known.findings(NOW) == ()
    assert kinds(timeline(FIRST, removal, capture(date(2025, 10, 4), [ROW]))) == [("warning", "still-in-capture")]


def test_a_document_comes_before_the_capture_of_its_day() -> None:
    known = timeline(capture(date(2025, 3, 1), [ROW]), SECOND, capture(date(2025, 3, 25), [ROW, IEIT_ROW]))
    assert known.findings(NOW) == ()


def test_the_last_day_still_has_its_end_ahead() -> None:
    removal = rule("2026-1", date(2026, 10, 1), order(Action.REMOVE, INSPUR, date(2026, 12, 1)), citation="91 FR 60000")
    known = timeline(FIRST, removal)
    (change,) = known.scheduled(date(2026, 11, 30), NOW)
    assert (change.on, change.listing_key) == (
        date(2026, 12, 1),
        "entity-list/china-peoples-republic-of/inspur-group-co-ltd",
    )
    assert known.scheduled(date(2026, 12, 1), NOW) == ()


def test_a_removed_party_that_a_later_document_lists_again() -> None:
    removal = rule("2024-1", date(2024, 5, 1), order(Action.REMOVE, INSPUR, date(2024, 5, 1)), citation="89 FR 30000")
    row = replace(ROW, citations=(*ROW.citations, "90 FR 30000, 6/20/25"))
    known = timeline(FIRST, removal, capture(date(2025, 9, 1), [row]))
    assert listed(known, date(2025, 6, 19)) == {}
    again = listed(known, date(2025, 6, 20))[INSPUR.name]
    assert (again.since, again.key) == (date(2025, 6, 20), listed(known, date(2024, 4, 30))[INSPUR.name].key)
    readded = rule(
        "2025-30",
        date(2025, 6, 20),
        order(Action.ADD, INSPUR, date(2025, 6, 18)),
        citation="90 FR 30000",
        pages=(90, 30000, 30002),
    )
    told = timeline(FIRST, removal, readded, capture(date(2025, 9, 1), [row]))
    assert listed(told, date(2025, 6, 18))[INSPUR.name].since == date(2025, 6, 18)
    assert told.findings(NOW) == ()


def test_a_row_that_no_document_explains_is_a_listing_and_a_finding() -> None:
    known = timeline(capture(date(2025, 3, 1), [ROW]), capture(date(2025, 4, 15), [ROW, IEIT_ROW]))
    assert listed(known, date(2025, 4, 15))[IEIT.name].confirmed
    assert kinds(known) == [("warning", "unexplained-row")]
    assert kinds(timeline(SECOND, capture(date(2025, 3, 1), [ROW]), capture(date(2025, 4, 15), [ROW, IEIT_ROW]))) == []


def test_a_row_of_a_document_that_was_read_without_it_shows_a_gap_in_the_reading() -> None:
    other = entry("Inspur (HK) Electronics Co., Ltd.", citations=("90 FR 14048, 3/28/25",))
    known = timeline(SECOND, capture(date(2026, 3, 25), [IEIT_ROW, other]))
    assert kinds(known) == [("warning", "unexplained-row")]
    assert listed(known, date(2026, 1, 1))[other.name].since == date(2025, 3, 25)  # the effective date of its document


def test_a_row_with_several_citations() -> None:
    row = replace(ROW, citations=("84 FR 22963, 5/21/19", "86 FR 18438, 4/9/21", "88 FR 13675, 3/6/23"))
    known = timeline(capture(date(2026, 3, 25), [row]))
    now, early = listed(known, date(2026, 4, 1))[row.name], listed(known, date(2020, 1, 1))[row.name]
    assert (now.since, now.version_since, now.key) == (date(2019, 5, 21), date(2023, 3, 6), early.key)
    assert [e.citation for e in now.evidence] == ["84 FR 22963", "86 FR 18438", "88 FR 13675", None]
    assert "the wording before 6 March 2023 was not read" in early.note
    assert listed(known, date(2019, 5, 20)) == {}


def test_rows_of_one_document_that_was_not_read_are_one_finding() -> None:
    rows = [entry(f"Company {n}", citations=("90 FR 14048, 3/28/25",)) for n in range(8)]
    (finding,) = timeline(capture(date(2025, 3, 1), [ROW]), capture(date(2025, 4, 15), [ROW, *rows])).findings(NOW)
    assert finding.what.startswith(
        "the eCFR of 15 April 2025 has 8 rows more by 90 FR 14048, which was not read: “Company 0”"
    )
    assert finding.what.endswith("and 3 more")


def test_added_and_removed_for_the_same_day() -> None:
    both = [
        rule(f"2025-{n}", date(2025, 6, n), order(a, "Brief Ltd.", date(2025, 6, 1)), citation=f"90 FR {n}")
        for n, a in ((1, Action.ADD), (2, Action.REMOVE))
    ]
    known = timeline(*both)
    assert known.listings(date(2025, 6, 1), NOW) == ()
    assert kinds(known) == [("info", "never-in-effect")]


def test_a_row_that_vanishes_is_a_finding_and_no_removal() -> None:
    known = timeline(capture(date(2025, 3, 1), [ROW, IEIT_ROW]), capture(date(2025, 4, 15), [ROW]))
    kept = listed(known, date(2025, 5, 1))[IEIT.name]
    assert (kept.confirmed, "not in the eCFR of 15 April 2025" in kept.note) == (False, True)
    assert kinds(known) == [("warning", "missing-from-capture")]
    back = timeline(
        capture(date(2025, 3, 1), [ROW, IEIT_ROW]),
        capture(date(2025, 4, 15), [ROW]),
        capture(date(2025, 5, 15), [ROW, IEIT_ROW]),
    )
    assert listed(back, date(2025, 5, 16))[IEIT.name].confirmed
    assert back.findings(NOW) == ()
    removal = rule("2025-9", date(2025, 4, 10), order(Action.REMOVE, IEIT, date(2025, 4, 9)), citation="90 FR 15000")
    explained = timeline(capture(date(2025, 3, 1), [ROW, IEIT_ROW]), capture(date(2025, 4, 15), [ROW]), removal)
    assert set(listed(explained, date(2025, 4, 9))) == {INSPUR.name}
    assert explained.findings(NOW) == ()


def test_a_shrunken_capture_is_an_incident() -> None:
    rows = [entry(f"Company {n}", citations=("84 FR 22963, 5/21/19",)) for n in range(100)]
    known = timeline(capture(date(2025, 3, 1), rows), capture(date(2025, 4, 15), rows[:80]))
    assert len(known.listings(date(2025, 5, 1), NOW)) == 100
    assert all(x.confirmed for x in known.listings(date(2025, 5, 1), NOW))
    assert kinds(known) == [("warning", "list-shrunk")]


def test_removals_that_were_read_are_no_shrinking() -> None:
    rows = [entry(f"Company {n}", citations=("84 FR 22963, 5/21/19",)) for n in range(100)]
    removal = rule(
        "2025-9",
        date(2025, 4, 1),
        *(order(Action.REMOVE, r, date(2025, 4, 1)) for r in rows[70:]),
        citation="90 FR 15000",
    )
    known = timeline(capture(date(2025, 3, 1), rows), removal, capture(date(2025, 5, 1), rows[:70]))
    assert len(known.listings(date(2025, 5, 2), NOW)) == 70
    assert known.findings(NOW) == ()


def test_a_row_whose_newest_citation_is_older_than_what_was_read() -> None:
    revised = rule(
        "2025-17893",
        date(2025, 9, 16),
        order(Action.REVISE, replace(INSPUR, aliases=()), date(2025, 9, 12)),
        citation="90 FR 44496",
        pages=(90, 44496, 44514),
    )
    older = replace(ROW, citations=(*ROW.citations, "89 FR 50000, 6/3/24"))
    known = timeline(FIRST, revised, capture(date(2025, 9, 20), [older]))
    assert listed(known, date(2026, 1, 1))[INSPUR.name].entry.aliases == ()
    assert known.findings(NOW) == ()


def test_a_known_name_with_a_newer_citation_in_the_screening_list() -> None:
    file = capture(date(2026, 10, 2), [replace(INSPUR, citations=("91 FR 60000",))], source="screening-list")
    known = timeline(capture(date(2026, 3, 25), [ROW]), file)
    assert [x.confirmed for x in known.listings(date(2026, 11, 1), NOW)] == [True]
    assert known.findings(NOW) == ()


def test_a_row_shows_a_revision_that_was_not_read() -> None:
    row = replace(ROW, aliases=("Inspur Group", "IGL", "Langchao"), citations=(*ROW.citations, "90 FR 44500, 9/16/25"))
    known = timeline(FIRST, capture(date(2025, 10, 15), [row]))
    now = listed(known, date(2025, 10, 15))[INSPUR.name]
    assert (now.version_since, len(now.entry.aliases), now.since) == (date(2025, 9, 16), 3, date(2023, 3, 2))
    assert len(listed(known, date(2025, 9, 15))[INSPUR.name].entry.aliases) == 2
    assert kinds(known) == [("warning", "unexplained-revision")]


def test_a_revision_that_the_ecfr_does_not_show() -> None:
    revised = rule(
        "2025-17893",
        date(2025, 9, 16),
        order(Action.REVISE, replace(INSPUR, aliases=()), date(2025, 9, 12)),
        citation="90 FR 44496",
        pages=(90, 44496, 44514),
    )
    behind, never = capture(date(2025, 9, 18), [ROW]), capture(date(2025, 12, 1), [ROW])
    assert timeline(FIRST, revised, behind).findings(NOW) == ()
    known = timeline(FIRST, revised, behind, never)
    assert kinds(known) == [("warning", "not-incorporated")]
    assert listed(known, date(2026, 1, 1))[INSPUR.name].entry.aliases == ()


def test_editorial_differences_are_no_news() -> None:
    first = replace(ROW, raw="Inspur Group Co., Ltd., a.k.a., IGL, No. 1036 Langchao Road, Jinan City, Shandong, China")
    second = replace(
        ROW,
        raw=f"{first.raw}.",
        addresses=("No. 1036 Langchao Road, Jinan City, Shandong, China.",),
        license_requirement=f"{ROW.license_requirement}.",
    )
    cut = replace(first, aliases=(), addresses=("IGL, No. 1036 Langchao Road", "Jinan City, Shandong, China"))
    for other in (second, cut):
        known = timeline(capture(date(2026, 3, 25), [first]), capture(date(2026, 7, 18), [other]))
        assert known.findings(NOW) == ()
        assert [x.version_since for x in known.listings(date(2026, 8, 1), NOW)] == [date(2023, 3, 6)]
    tightened = replace(first, license_review_policy="Policy of denial")
    known = timeline(capture(date(2026, 3, 25), [first]), capture(date(2026, 7, 18), [tightened]))
    assert kinds(known) == [("warning", "unexplained-revision")]
    assert listed(known, date(2026, 7, 18))[INSPUR.name].entry.license_review_policy == "Policy of denial"


def test_the_screening_list_confirms_names_only() -> None:
    ecfr = capture(date(2026, 3, 25), [ROW, IEIT_ROW])
    codes = [replace(INSPUR, citations=("88 FR 13673",), aliases=("Other alias",))]
    known = timeline(ecfr, capture(date(2026, 7, 31), codes, source="screening-list"))
    assert set(listed(known, date(2026, 8, 1))) == {INSPUR.name, IEIT.name}
    assert listed(known, date(2026, 8, 1))[INSPUR.name].entry == ROW
    assert kinds(known) == [("info", "list-file-disagrees")]
    newer = entry("Brand New Co.", citations=("91 FR 60000, 10/1/26",))
    known = timeline(ecfr, capture(date(2026, 10, 2), [*codes, newer], source="screening-list"))
    assert listed(known, date(2026, 10, 2))["Brand New Co."].confirmed is False
    assert ("warning", "list-file-only") in kinds(known)
    older = replace(newer, citations=("80 FR 60000, 10/1/15",))
    assert "Brand New Co." not in listed(
        timeline(ecfr, capture(date(2026, 10, 2), [*codes, older], source="screening-list")), date(2026, 10, 2)
    )


def test_without_the_cfr_the_screening_list_is_better_than_nothing() -> None:
    only = capture(date(2026, 3, 25), [replace(INSPUR, citations=("88 FR 13673",))], source="screening-list")
    known = timeline(only)
    before = listed(known, date(2026, 4, 1))[INSPUR.name]
    assert before.confirmed is False
    after = listed(timeline(only, capture(date(2026, 4, 2), [ROW])), date(2026, 5, 1))[INSPUR.name]
    assert (after.confirmed, after.key, after.since) == (True, before.key, date(2023, 3, 6))


def test_lists_that_only_files_hold() -> None:
    sdn = [entry(f"Person {n}", None, list=ListName.SDN) for n in range(100)]

    def csl(day: date, rows: list[ListEntry]) -> SnapshotSeen:
        return capture(day, rows, source="screening-list")

    known = timeline(csl(date(2026, 3, 1), sdn[:98]), csl(date(2026, 4, 1), sdn[1:]))
    assert set(listed(known, date(2026, 4, 1))) == {x.name for x in sdn[1:]}
    assert listed(known, date(2026, 3, 31))["Person 0"].until == date(2026, 3, 31)
    assert listed(known, date(2026, 4, 1))["Person 99"].since == date(2026, 4, 1)
    assert listed(known, date(2026, 4, 1))["Person 50"].since is None
    assert known.findings(NOW) == ()
    broken = timeline(csl(date(2026, 3, 1), sdn), csl(date(2026, 4, 1), sdn[:50]), csl(date(2026, 4, 2), sdn))
    assert len(broken.listings(date(2026, 4, 1), NOW)) == 100
    assert kinds(broken) == [("warning", "list-shrunk")]
    gone = timeline(csl(date(2026, 3, 1), [*sdn, INSPUR]), csl(date(2026, 4, 1), [INSPUR]))  # the whole source absent
    assert len([x for x in gone.listings(date(2026, 4, 1), NOW) if x.entry.list is ListName.SDN]) == 100
    assert ("warning", "list-shrunk") in kinds(gone)


def test_a_list_with_a_file_of_its_own_is_not_taken_from_the_screening_list() -> None:
    person, other = (entry(name, None, list=ListName.DENIED_PERSONS) for name in ("Person", "Other Spelling"))
    file = capture(date(2026, 3, 1), [person], source="denied-persons")
    screening = capture(date(2026, 3, 2), [other], source="screening-list")
    assert set(listed(timeline(file, screening), date(2026, 4, 1))) == {"Person"}
    assert set(listed(timeline(screening), date(2026, 4, 1))) == {"Other Spelling"}


def test_the_cfr_without_one_of_its_lists() -> None:
    unverified = [entry(f"Company {n}", list=ListName.UNVERIFIED_LIST, citations=("85 FR 64017",)) for n in range(9)]
    whole = capture(date(2026, 3, 1), [ROW, *unverified, entry("M", list=ListName.MEU_LIST)])
    faulty = capture(date(2026, 4, 1), [ROW, entry("M", list=ListName.MEU_LIST)])
    known = timeline(whole, faulty)
    assert len(known.listings(date(2026, 4, 2), NOW)) == 11
    assert kinds(known) == [("warning", "list-shrunk")]
    only = capture(date(2026, 4, 1), [ROW])  # one supplement asked for
    assert timeline(whole, only).findings(NOW) == ()


def test_a_revision_without_text_before_the_first_capture() -> None:
    smee = entry(
        "Shanghai Micro Electronics Equipment (Group) Co., Ltd.",
        aliases=("SMEE",),
        citations=("87 FR 77508, 12/19/22",),
    )
    ordered = rule(
        "2024-28267",
        date(2024, 12, 5),
        order(Action.REVISE, entry(smee.name), date(2024, 12, 2), text_missing=True),
        citation="89 FR 96830",
    )
    known = timeline(ordered, capture(date(2026, 3, 25), [smee]))
    listing = listed(known, date(2026, 4, 1))[smee.name]
    assert (listing.entry, listing.confirmed, listing.since) == (smee, True, date(2022, 12, 19))
    assert ("warning", "text-missing") in kinds(known)


def test_citations_join_documents_by_page_range() -> None:
    first = rule(
        "2025-00704",
        date(2025, 1, 16),
        order(Action.ADD, "Zhipu", date(2025, 1, 16)),
        citation="90 FR 4617",
        pages=(90, 4617, 4621),
    )
    second = rule(
        "2025-00480",
        date(2025, 1, 16),
        order(Action.ADD, "Sophgo", date(2025, 1, 15)),
        citation="90 FR 4621",
        pages=(90, 4621, 4624),
    )
    rows = [
        entry("Zhipu", citations=("90 FR 4619, 1/16/25",)),
        entry("Sophgo", citations=("90 FR 4622, 1/16/25",)),
        entry("Third", citations=("90 FR 4621, 1/16/25",)),
    ]
    known = timeline(first, second, capture(date(2026, 3, 25), rows))
    now = listed(known, date(2026, 4, 1))
    assert [now[n].since for n in ("Zhipu", "Sophgo", "Third")] == [
        date(2025, 1, 16),
        date(2025, 1, 15),
        date(2025, 1, 15),
    ]


def test_an_addition_ahead_is_not_opened_by_its_row() -> None:
    ahead = rule(
        "2026-1",
        date(2026, 10, 1),
        order(Action.ADD, "Ahead Ltd.", date(2026, 12, 1)),
        citation="91 FR 60000",
        pages=(91, 60000, 60010),
    )
    known = timeline(ahead, capture(date(2026, 10, 20), [ROW, entry("Ahead Ltd.", citations=("91 FR 60001",))]))
    assert set(listed(known, date(2026, 11, 30))) == {INSPUR.name}
    assert listed(known, date(2026, 12, 1))["Ahead Ltd."].since == date(2026, 12, 1)


def test_a_row_folded_into_another_between_captures() -> None:
    parent, child = entry("Parent", citations=("84 FR 100, 1/2/19",)), entry("Child", citations=("84 FR 100, 1/2/19",))
    whole = replace(parent, sub_entities=(entry("Child"),), citations=("84 FR 100, 1/2/19", "90 FR 9000, 3/1/25"))
    known = timeline(capture(date(2025, 1, 1), [parent, child]), capture(date(2025, 4, 1), [whole]))
    now = known.listings(date(2025, 4, 1), NOW)
    assert [x.entry.name for x in now] == ["Parent"]
    assert listed(known, date(2025, 2, 28))["Child"].folded_into == now[0].key
    assert ("info", "folded-in-capture") in kinds(known)


def test_with_adds_to_what_is_known() -> None:
    base = timeline(FIRST)
    more = base.with_(renditions=[SECOND])
    assert more == timeline(SECOND, FIRST)
    assert base != more
    assert len(base.listings(date(2026, 1, 1), NOW)) == 1
    assert len(more.listings(date(2026, 1, 1), NOW)) == 2


def test_findings_name_their_evidence_and_their_listing() -> None:
    known = timeline(capture(date(2025, 3, 1), [ROW, IEIT_ROW]), capture(date(2025, 4, 15), [ROW]))
    (finding,) = known.findings(NOW)
    assert isinstance(finding, Finding)
    assert finding.listing_key == listed(known, date(2025, 5, 1))[IEIT.name].key
    assert [e.publication_date for e in finding.evidence] == [date(2025, 4, 15)]
