"""Events: one for each thing that happened, with what did it, since when, and a key that outlives the sources."""

from __future__ import annotations

import importlib.util
import itertools
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.exposure.loopholes import events
from monitor.law import Evidence, ListingVersion, ScheduledChange
from monitor.watchlist import Counterparty, Stake
from parsers.model import EntryKind, ListName

_spec = importlib.util.spec_from_file_location("law_on_a_day", Path(__file__).with_name("law_on_a_day.py"))
law = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = law
_spec.loader.exec_module(law)
entry, listing, team = law.entry, law.listing, law.team

PARENT = listing(entry("Parent Co., Ltd."), date(2023, 3, 2), law.INSPUR, key="parent")
CHILD = listing(entry("Child Ltd."), date(2025, 3, 25), law.SUBSIDIARIES, key="child")
REMOVAL = law.document("2025-30000", "90 FR 60000", date(2025, 12, 1))
ON = date(2026, 1, 1)


def told(found) -> list[tuple[str, str, str, str]]:
    return [(one.counterparty_id, one.kind, one.how, one.severity) for one in found]


def story(*turns: date):
    """Events of the Inspur team at each day, from nothing."""
    before: tuple = ()
    for on in turns:
        after = law.inspur(on)
        yield on, events(before, after, on=on, ended={})
        before = after


def test_the_inspur_story_to_the_end():
    turns = [date(2023, 3, 2), date(2025, 3, 25), date(2025, 9, 29), date(2025, 11, 10), date(2026, 11, 10)]
    found = {on: {(e.counterparty_id, e.kind, e.how) for e in events_} for on, events_ in story(*turns)}
    assert found == {
        turns[0]: {
            ("inspur-group", "partner-listed", "listing"),
            ("inspur-software", "loophole-opened", "owner-listed"),
            ("inspur-cloud", "loophole-opened", "owner-listed"),
            ("inspur-partner", "loophole-opened", "owner-listed"),
        },
        turns[1]: {("inspur-software", "loophole-closed", "naming")},
        turns[2]: {("inspur-cloud", "loophole-closed", "provision")},
        turns[3]: {("inspur-cloud", "loophole-reopened", "stay")},
        turns[4]: {("inspur-cloud", "loophole-closed", "stay-ended")},
    }


def test_every_event_of_the_story_has_its_day_its_words_and_its_own_key():
    turns = [date(2023, 3, 6), date(2025, 3, 28), date(2025, 9, 30), date(2025, 11, 12), date(2026, 11, 12)]
    all_events = [event for _, found in story(*turns) for event in found]
    assert len({event.key for event in all_events}) == len(all_events)
    cloud = [event for event in all_events if event.counterparty_id == "inspur-cloud"]
    assert [event.effective for event in cloud] == [
        date(2023, 3, 2),
        date(2025, 9, 29),
        date(2025, 11, 10),
        date(2026, 11, 10),
    ]
    assert [event.key for event in cloud[1:]] == [
        "loophole-closed|inspur-cloud|provision|15 CFR 744.11(a)(1)|2025-09-29",
        "loophole-reopened|inspur-cloud|provision|15 CFR 744.11(a)(1)|2025-11-10",
        "loophole-closed|inspur-cloud|provision|15 CFR 744.11(a)(1)|2026-11-10",
    ]
    assert [[one.document_number for one in event.evidence] for event in cloud[1:]] == [
        ["2025-19001"],
        ["2025-19001", "2025-19846"],
        ["2025-19001", "2025-19846"],
    ]
    assert cloud[2].until == date(2026, 11, 9)
    assert "ended by its own terms" in cloud[3].headline
    assert [event.stops_shipments for event in cloud] == [False, True, False, True]
    named = next(event for event in all_events if event.counterparty_id == "inspur-software" and event.how == "naming")
    assert named.key == "loophole-closed|inspur-software|naming|inspur-software|2025-05427"
    assert named.effective == date(2025, 3, 25)
    assert named.severity == "critical"
    assert named.headline == (
        "Loophole closed: Inspur Software is on the Entity List since 25 March 2025, named as Inspur Software Co., Ltd."
    )
    for part in ("Policy of denial", "Footnote 4", "90 FR 14048", "60 %", "open since 2 March 2023", "same name"):
        assert part in named.reason
    assert all(event.reason and event.headline and event.evidence for event in all_events)


@given(st.sets(st.dates(date(2023, 1, 1), date(2026, 12, 1)), min_size=1, max_size=6))
def test_looking_seldom_never_repeats_a_key(days):
    keys = [event.key for _, found in story(*sorted(days)) for event in found]
    assert len(keys) == len(set(keys))


def test_nothing_twice():
    for on in (date(2024, 1, 1), date(2025, 10, 1), date(2026, 1, 1)):
        state = law.inspur(on)
        assert events(state, state, on=on) == ()
        assert events(state, law.inspur(on + timedelta(days=1)), on=on + timedelta(days=1)) == ()


def test_the_stranger_never():
    for on in (date(2023, 3, 2), date(2025, 3, 25), date(2026, 11, 10)):
        assert all(event.counterparty_id != "insper-group" for event in events((), law.inspur(on), on=on))


def ended(one, how="removed", folded_into=None, day=date(2025, 12, 1)):
    last = day - timedelta(days=1)
    version = ListingVersion(
        one.key, one.entry, one.since, last, law.INSPUR, REMOVAL, how, one.since, last, REMOVAL, folded_into
    )
    return {one.key: version}


def turn(ours, before, after, *, was=law.STAYED, now=law.STAYED, on=ON, over=None, ahead=()):
    return events(ours.exposed(before, was, on), ours.exposed(after, now, on), on=on, ended=over, scheduled=ahead)


AFFILIATE = team("Child", stakes=[("Parent", "Child", 60)])


@pytest.mark.parametrize(
    ("before", "after", "over", "expected"),
    [
        ([], [PARENT], {}, ("loophole-opened", "owner-listed", "critical")),
        ([PARENT], [PARENT, CHILD], {}, ("loophole-closed", "naming", "critical")),
        ([], [PARENT, CHILD], {}, ("partner-listed", "listing", "critical")),
        ([], [CHILD], {}, ("partner-listed", "listing", "critical")),
        ([CHILD], [PARENT, CHILD], {}, None),
        ([PARENT, CHILD], [PARENT], ended(CHILD), ("loophole-reopened", "removal", "critical")),
        ([PARENT, CHILD], [], ended(CHILD) | ended(PARENT), ("partner-delisted", "removal", "warning")),
        ([CHILD], [], ended(CHILD), ("partner-delisted", "removal", "warning")),
        ([PARENT], [], ended(PARENT), ("loophole-closed", "owner-delisted", "info")),
        ([PARENT], [], None, ("loophole-closed", "gone", "info")),
        ([PARENT, CHILD], [CHILD], ended(PARENT), None),
    ],
)
def test_listings_that_come_and_go(before, after, over, expected):
    found = turn(AFFILIATE, before, after, over=over)
    assert told(found) == ([("child", *expected)] if expected else [])


def test_a_removal_tells_its_day_and_its_document():
    (event,) = turn(AFFILIATE, [PARENT, CHILD], [PARENT], over=ended(CHILD))
    assert (event.effective, [one.document_number for one in event.evidence]) == (date(2025, 12, 1), ["2025-30000"])
    assert "was removed from the Entity List since 1 December 2025" in event.reason
    assert event.key == "loophole-reopened|child|removal|child|2025-03-25"


def test_a_temporary_listing_that_runs_out_ends_by_its_own_terms():
    temporary = replace(CHILD, until=date(2025, 12, 31), ended_by=REMOVAL)
    for over in ({}, None):
        (event,) = turn(team("Child"), [temporary], [], over=over, on=date(2026, 1, 5))
        assert (event.kind, event.how, event.effective) == ("partner-delisted", "removal", date(2026, 1, 1))
        assert event.evidence == (REMOVAL,)


@pytest.mark.parametrize(
    ("before", "after", "was", "now", "expected"),
    [
        ([], [PARENT], law.IN_FORCE, law.IN_FORCE, ("affiliate-covered", "owner-listed", "critical")),
        ([PARENT], [PARENT], law.NOT_YET, law.IN_FORCE, ("loophole-closed", "provision", "critical")),
        ([PARENT], [PARENT], law.IN_FORCE, law.STAYED, ("loophole-reopened", "stay", "critical")),
        ([PARENT], [PARENT], law.IN_FORCE, law.NOT_YET, ("loophole-reopened", "lapse", "critical")),
        (
            [PARENT],
            [PARENT],
            law.STAYED,
            law.affiliates_rule(date(2026, 11, 10)),
            ("loophole-closed", "stay-ended", "critical"),
        ),
        ([PARENT], [], law.IN_FORCE, law.IN_FORCE, ("affiliate-released", "owner-delisted", "info")),
        ([PARENT], [PARENT, CHILD], law.IN_FORCE, law.IN_FORCE, ("partner-listed", "naming", "critical")),
        ([PARENT, CHILD], [PARENT], law.IN_FORCE, law.IN_FORCE, ("partner-delisted", "removal", "warning")),
    ],
)
def test_provisions(before, after, was, now, expected):
    over = {key: one for gone in (PARENT, CHILD) if gone not in after for key, one in ended(gone).items()}
    assert told(turn(AFFILIATE, before, after, was=was, now=now, over=over)) == [("child", *expected)]


def stakes(*percents, was=law.STAYED, on=ON, now=None):
    before, after = (team("Child", stakes=[("Parent", "Child", p)] if p != "gone" else []) for p in percents)
    return events(before.exposed([PARENT], was, on), after.exposed([PARENT], now or was, on), on=on, ended={})


@pytest.mark.parametrize(
    ("percents", "state", "expected"),
    [
        ((60, "gone"), law.STAYED, ("loophole-closed", "stake", "info")),
        ((60, 0), law.STAYED, ("loophole-closed", "stake", "info")),
        (("gone", 60), law.STAYED, ("loophole-opened", "owner-listed", "critical")),
        ((60, "gone"), law.IN_FORCE, ("affiliate-released", "stake", "info")),
        ((60, 40), law.IN_FORCE, ("loophole-reopened", "stake", "warning")),
        ((40, 60), law.IN_FORCE, ("affiliate-covered", "stake", "critical")),
        ((40, 60), law.STAYED, ("loophole-opened", "stake", "critical")),
        ((60, 40), law.STAYED, ("ownership-changed", "stake", "info")),
        ((60, 70), law.STAYED, ("ownership-changed", "stake", "critical")),
        ((60, 60), law.STAYED, None),
        (("gone", None), law.STAYED, ("ownership-unknown", "unknown-percentage", "warning")),
        ((60, None), law.IN_FORCE, ("ownership-unknown", "unknown-percentage", "warning")),
        ((None, 60), law.IN_FORCE, ("affiliate-covered", "stake", "critical")),
        ((None, 60), law.STAYED, ("loophole-opened", "stake", "critical")),
        ((None, 20), law.STAYED, ("ownership-changed", "stake", "info")),
        ((None, "gone"), law.STAYED, ("loophole-closed", "stake", "info")),
    ],
)
def test_stakes_that_change(percents, state, expected):
    assert told(stakes(*percents, was=state)) == ([("child", *expected)] if expected else [])


def test_the_words_of_a_sale():
    (event,) = stakes(60, 40, was=law.IN_FORCE)
    assert "its listed owners hold 40 % now, 60 % before" in event.reason
    assert event.effective == ON
    (event,) = stakes(60, "gone")
    assert "the stake is gone" in event.headline
    assert "Parent holds 60 % of Child before" in event.reason


def test_an_unknown_percentage_under_the_rule():
    ours = team("Child", stakes=[("Parent", "Child", None)])
    (begins,) = turn(ours, [PARENT], [PARENT], was=law.NOT_YET, now=law.IN_FORCE)
    (ends,) = turn(ours, [PARENT], [PARENT], was=law.IN_FORCE, now=law.STAYED)
    assert told([begins, ends]) == [
        ("child", "ownership-unknown", "provision", "warning"),
        ("child", "ownership-unknown", "stay", "info"),
    ]
    assert "Red Flag 29" in begins.headline
    (named,) = turn(ours, [PARENT], [PARENT, CHILD])
    assert (named.kind, named.how) == ("loophole-closed", "naming")


def test_one_more_listed_owner():
    other = listing(entry("Other Works"), date(2025, 6, 1), law.SUBSIDIARIES)
    ours = team("Child", stakes=[("Parent", "Child", 60), ("Other Works", "Child", 10)])
    (event,) = turn(ours, [PARENT], [PARENT, other])
    assert (event.kind, event.how, event.effective) == ("ownership-changed", "owner-listed", date(2025, 6, 1))
    assert "now also listed: Other Works" in event.headline


def test_folded_into_the_owners_entry():
    folded = replace(
        PARENT,
        entry=replace(PARENT.entry, sub_entities=(entry("Child Ltd."),)),
        version_since=date(2025, 8, 19),
        evidence=(law.INSPUR, law.SUBSIDIARIES),
    )
    (event,) = turn(AFFILIATE, [PARENT], [folded])
    assert (event.kind, event.how, event.effective) == ("loophole-closed", "folding", date(2025, 8, 19))
    assert event.key == "loophole-closed|child|folding|parent|2025-05427"
    assert "written into the entry of Parent Co., Ltd." in event.headline
    by_alias = replace(folded, entry=replace(PARENT.entry, aliases=("Child",)))
    (event,) = turn(AFFILIATE, [PARENT], [by_alias])
    assert (event.kind, event.how) == ("loophole-closed", "folding")


def test_an_entry_moved_under_another_is_one_revision():
    """84 FR 43493 moved three entries under the entry of Huawei."""
    folded = replace(
        PARENT, entry=replace(PARENT.entry, sub_entities=(entry("Child Ltd."),)), version_since=date(2025, 8, 19)
    )
    (event,) = turn(AFFILIATE, [PARENT, CHILD], [folded], over=ended(CHILD, "folded", "parent"))
    assert (event.kind, event.how) == ("listing-revised", "moved")
    assert "It was listed as Child Ltd. and is now as Parent Co., Ltd." in event.reason


def test_from_the_unverified_list_to_the_entity_list():
    uvl = listing(entry("Child Ltd.", list=ListName.UNVERIFIED_LIST), date(2022, 1, 1), key="uvl-child")
    (event,) = turn(team("Child"), [uvl], [CHILD], over=ended(uvl))
    assert (event.kind, event.severity) == ("partner-listed", "critical")
    assert "It has left the Unverified List" in event.reason
    (event,) = turn(team("Child"), [uvl], [uvl, CHILD])
    assert event.headline == "Child is also on the Entity List since 25 March 2025"
    assert event.effective == date(2025, 3, 25)
    (event,) = turn(team("Child"), [uvl, CHILD], [uvl], over=ended(CHILD))
    assert (event.kind, event.severity) == ("partner-delisted", "warning")
    assert "Still listed" in event.reason


def test_an_open_loophole_stays_open_beside_the_unverified_list():
    uvl = listing(entry("Child Ltd.", list=ListName.UNVERIFIED_LIST), date(2025, 6, 1), key="uvl-child")
    assert told(turn(AFFILIATE, [PARENT], [PARENT, uvl])) == [("child", "partner-listed", "listing", "warning")]
    assert told(turn(AFFILIATE, [uvl], [PARENT, uvl])) == [("child", "loophole-opened", "owner-listed", "critical")]


def test_a_revision_shows_what_changed():
    """The Arrow case: aliases removed from an entry that stays, then addresses (90 FR 50858, 2026-17231)."""
    first = listing(
        entry("Child Ltd.", "C One", "C Two", addresses=("1 Road", "2 Road"), footnotes=("4",)),
        date(2025, 10, 9),
        key="child",
    )
    second = replace(first, entry=replace(first.entry, aliases=("C Two",)), version_since=date(2025, 11, 12))
    third = replace(
        second,
        entry=replace(second.entry, addresses=("2 Road",), license_review_policy="Policy of denial", footnotes=()),
    )
    (one,) = turn(team("Child"), [first], [second])
    assert (one.kind, one.severity, one.effective) == ("listing-revised", "warning", date(2025, 11, 12))
    assert [(d.field, d.removed, d.added) for d in one.differences] == [("aliases", ("C One",), ())]
    (two,) = turn(team("Child"), [second], [third])
    assert two.severity == "critical"
    assert [(d.field, d.before, d.after, d.removed) for d in two.differences] == [
        ("license review policy", "Presumption of denial", "Policy of denial", ()),
        ("footnotes", "4", None, ("4",)),
        ("addresses", "1 Road; 2 Road", "2 Road", ("1 Road",)),
    ]
    assert "addresses removed: 1 Road" in two.reason
    assert "“Presumption of denial” is now “Policy of denial”" in two.reason


def test_print_is_no_event():
    printed = replace(
        CHILD,
        entry=replace(
            CHILD.entry,
            name="CHILD LTD",
            license_requirement="For all items subject to the EAR (see §§ 734.9(e)(2), and 744.11 of the EAR)",
            license_review_policy="presumption of  denial.",
            citations=("90 FR 14048",),
            raw="x",
        ),
        evidence=(
            law.SUBSIDIARIES,
            Evidence(None, None, None, "snapshot", datetime(2025, 4, 1, tzinfo=UTC), source="ecfr"),
        ),
    )
    assert turn(team("Child"), [CHILD], [printed]) == ()
    assert turn(team("Child"), [printed], [CHILD]) == ()


def test_alias_removed_that_named_the_partner():
    before = listing(entry("Works", "Child"), date(2025, 10, 9), key="works")
    after = replace(before, entry=entry("Works"))
    (event,) = turn(team("Child"), [before], [after], over={})
    assert (event.kind, event.how) == ("partner-delisted", "revision")
    assert "still in force" in event.reason
    (event,) = turn(team("Child", stakes=[("Works", "Child", 60)]), [before], [after], over={})
    assert (event.kind, event.how) == ("loophole-reopened", "revision")


def test_possible_matches_are_to_review_and_never_an_alarm():
    ours = team("Maybe Child")
    (event,) = turn(ours, [], [CHILD])
    assert (event.kind, event.severity, event.review) == ("possible-match", "warning", "possible")
    assert turn(ours, [CHILD], [CHILD]) == ()
    (moot,) = turn(ours, [CHILD], [], over=ended(CHILD))
    assert (moot.kind, moot.severity, moot.effective) == ("partner-delisted", "info", date(2025, 12, 1))
    assert turn(ours, [CHILD], [], over={}) == ()  # cleared by a person, who knows
    (confirmed,) = events(
        ours.exposed([CHILD], law.STAYED),
        team(Counterparty("maybe-child", "Child")).exposed([CHILD], law.STAYED),
        on=ON,
    )
    assert (confirmed.kind, confirmed.severity) == ("partner-listed", "critical")
    weaker = replace(CHILD, entry=entry("Child Ltd."))
    both = replace(CHILD, entry=entry("Child Ltd.", "Maybe Child"))
    assert told(turn(ours, [both], [weaker])) == [("maybe-child", "possible-match", "revision", "warning")]


def test_a_doubtful_owner_is_to_review():
    ours = team("Child", stakes=[("Maybe Parent", "Child", 60)])
    (event,) = turn(ours, [], [PARENT])
    assert told([event]) == [("child", "possible-match", "doubtful-tie", "warning")]
    assert turn(ours, [PARENT], [PARENT]) == ()


def test_addresses():
    address = listing(
        entry("Address 01", kind=EntryKind.ADDRESS, addresses=("1 Road",)), date(2024, 6, 18), law.INSPUR, key="a1"
    )
    tenant = team(Counterparty("t", "Tenant", addresses=("1 Road",)))
    (event,) = turn(tenant, [], [address])
    assert told([event]) == [("t", "address-match", "address", "warning")]
    assert event.key == "address-match|t|a1|2023-04558"
    (event,) = turn(tenant, [address], [], over=ended(address))
    assert told([event]) == [("t", "address-cleared", "gone", "info")]
    neighbour = listing(entry("Works", addresses=("1 Road",)), date(2024, 6, 18), law.INSPUR, key="w")
    (event,) = turn(tenant, [address], [address, neighbour])
    assert (event.kind, event.listings[0].key) == ("address-match", "w")


def test_what_is_scheduled_goes_with_the_event():
    change = ScheduledChange("stay-ends", date(2026, 11, 10), "the stay ends", (law.SUSPENSION,), law.RULE)
    other = ScheduledChange("x", date(2026, 12, 3), "another list entry ends", (), None, "other")
    (event,) = turn(AFFILIATE, [PARENT], [PARENT], was=law.IN_FORCE, now=law.STAYED, ahead=[change, other])
    assert event.scheduled == (change,)
    mine = ScheduledChange("y", date(2026, 12, 3), "this entry ends", (), None, "child")
    (event,) = turn(AFFILIATE, [], [CHILD], ahead=[mine, other])
    assert event.scheduled == (mine,)


def test_the_same_event_from_four_sources_has_one_key():
    at = datetime(2025, 3, 25, 12, 45, tzinfo=UTC)
    inspection = replace(
        law.SUBSIDIARIES, stage="public-inspection", citation=None, observed_at=at, source="public-inspection"
    )
    seen = [
        (inspection,),
        (law.SUBSIDIARIES,),
        (inspection, law.SUBSIDIARIES),
        (law.SUBSIDIARIES, replace(inspection, document_number=None)),
    ]
    keys = {
        event.key
        for evidence in seen
        for event in turn(AFFILIATE, [PARENT], [PARENT, replace(CHILD, evidence=evidence)])
    }
    assert keys == {"loophole-closed|child|naming|child|2025-05427"}


def test_an_event_first_seen_without_a_document_number_is_known_again():
    snapshot = Evidence(None, None, None, "snapshot", datetime(2025, 3, 25, tzinfo=UTC), source="screening-list")
    owner = [PARENT], [PARENT, replace(CHILD, evidence=(snapshot,))]
    (first,), (later,) = turn(AFFILIATE, *owner), turn(AFFILIATE, [PARENT], [PARENT, CHILD])
    assert first.key in later.other_keys
    (opened,), (again,) = (turn(AFFILIATE, [], [replace(PARENT, evidence=e)]) for e in ((snapshot,), (law.INSPUR,)))
    assert opened.key in again.other_keys
    assert again.key.endswith("|2023-04558")


def test_it_is_the_same_in_any_order():
    before, after = law.inspur(date(2025, 3, 1)), law.inspur(date(2025, 10, 1))
    results = {
        events(a, b, on=ON)
        for a in itertools.permutations(before)
        for b in itertools.islice(itertools.permutations(after), 6)
    }
    assert len(results) == 1


def test_most_severe_first():
    found = events((), law.inspur(date(2023, 3, 2)), on=date(2023, 3, 2))
    assert [event.severity for event in found] == ["critical", "critical", "critical", "warning"]


def test_a_sale_seen_by_date():
    ours = team(
        "Child", stakes=[Stake("Parent", "Child", 60, date(2024, 1, 1)), Stake("Parent", "Child", 0, date(2025, 6, 1))]
    )
    before, after = (ours.exposed([PARENT], law.STAYED, on) for on in (date(2025, 5, 31), date(2025, 6, 1)))
    assert told(events(before, after, on=date(2025, 6, 1), ended={})) == [("child", "loophole-closed", "stake", "info")]
