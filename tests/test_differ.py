"""Who is exposed on a day: the Inspur story, and each rule of the provision, by counterparty."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.differ import ExposureKind, difference, entry_fingerprint, exposure_key
from monitor.exposure.entry_terms import counts_for_ownership
from monitor.law import ListingVersion
from monitor.watchlist import Counterparty, Stake
from parsers.model import EntryKind, ListName

_spec = importlib.util.spec_from_file_location("law_on_a_day", Path(__file__).with_name("law_on_a_day.py"))
law = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = law
_spec.loader.exec_module(law)
entry, listing, team = law.entry, law.listing, law.team

PARENT = listing(entry("Parent Co., Ltd."), date(2023, 3, 2), law.INSPUR)
OTHER = listing(entry("Other Works"), date(2024, 5, 1), law.SUBSIDIARIES)


def kinds(found) -> dict[str, tuple[str, str]]:
    return {one.counterparty_id: (str(one.kind), one.severity) for one in found}


def only(found, kind=None):
    chosen = [one for one in found if kind is None or one.kind is kind]
    assert len(chosen) == 1, [(one.counterparty_id, str(one.kind)) for one in found]
    return chosen[0]


CRITICAL, WARNING = "critical", "warning"
OPEN, COVERED, LISTED = "affiliate-unlisted", "affiliate-covered", "listed"


@pytest.mark.parametrize(
    ("on", "software", "cloud", "partner"),
    [
        (date(2023, 3, 1), None, None, None),
        (date(2023, 3, 2), (OPEN, CRITICAL), (OPEN, CRITICAL), (OPEN, WARNING)),
        (date(2025, 3, 24), (OPEN, CRITICAL), (OPEN, CRITICAL), (OPEN, WARNING)),
        (date(2025, 3, 25), (LISTED, CRITICAL), (OPEN, CRITICAL), (OPEN, WARNING)),
        (date(2025, 9, 29), (LISTED, CRITICAL), (COVERED, CRITICAL), (OPEN, WARNING)),
        (date(2025, 11, 9), (LISTED, CRITICAL), (COVERED, CRITICAL), (OPEN, WARNING)),
        (date(2025, 11, 10), (LISTED, CRITICAL), (OPEN, CRITICAL), (OPEN, WARNING)),
        (date(2026, 11, 9), (LISTED, CRITICAL), (OPEN, CRITICAL), (OPEN, WARNING)),
        (date(2026, 11, 10), (LISTED, CRITICAL), (COVERED, CRITICAL), (OPEN, WARNING)),
    ],
)
def test_the_inspur_story(on, software, cloud, partner):
    found = kinds(law.inspur(on))
    group = (LISTED, CRITICAL) if on >= date(2023, 3, 2) else None
    assert found == {
        party: kind
        for party, kind in {
            "inspur-group": group,
            "inspur-software": software,
            "inspur-cloud": cloud,
            "inspur-partner": partner,
        }.items()
        if kind
    }


@pytest.mark.parametrize(
    ("on", "since", "until", "provision"),
    [
        (date(2024, 1, 1), date(2023, 3, 2), None, None),
        (date(2025, 10, 1), date(2025, 9, 29), None, "15 CFR 744.11(a)(1)"),
        (date(2026, 1, 1), date(2025, 11, 10), date(2026, 11, 9), None),
        (date(2026, 11, 12), date(2026, 11, 10), None, "15 CFR 744.11(a)(1)"),
    ],
)
def test_the_days_and_the_evidence_of_an_affiliate(on, since, until, provision):
    cloud = next(one for one in law.inspur(on) if one.counterparty_id == "inspur-cloud")
    assert (cloud.since, cloud.until, cloud.provision, cloud.share) == (since, until, provision, 55)
    assert [(step.owner, step.owned, step.percent) for step in cloud.ownership] == [
        ("Inspur Group", "Inspur Cloud", 55)
    ]
    assert cloud.listings == (law.GROUP,)
    numbers = [one.document_number for one in cloud.evidence]
    assert numbers == ["2023-04558"] + [
        n for n, first in (("2025-19001", 9), ("2025-19846", 11)) if on >= date(2025, first, 10)
    ]
    assert "Inspur Group holds 55 % of Inspur Cloud" in cloud.reason
    assert "Inspur Group Co., Ltd. (Entity List, 88 FR 13675)" in cloud.reason


def test_words_of_a_stay():
    cloud = next(one for one in law.inspur(date(2026, 1, 1)) if one.counterparty_id == "inspur-cloud")
    assert "stayed through 9 November 2026 by 90 FR 50857: nothing in force reaches it" in cloud.reason
    assert "reached again after 9 November 2026" in cloud.reason


def test_a_listed_counterparty():
    group = next(one for one in law.inspur(date(2023, 4, 1)) if one.counterparty_id == "inspur-group")
    assert (group.since, group.until, group.review, group.provision) == (date(2023, 3, 2), None, None, None)
    assert group.hits[0].listing_key == "inspur-group"
    assert "on the Entity List as Inspur Group Co., Ltd. (88 FR 13675) since 2 March 2023" in group.reason


def test_owner_listed_during_the_stay_opens_on_the_listing():
    late = listing(entry("Parent Co., Ltd."), date(2026, 2, 1))
    found = only(team("Child", stakes=[("Parent", "Child", 50)]).exposed([late], law.STAYED))
    assert (found.since, found.until) == (date(2026, 2, 1), date(2026, 11, 9))


@pytest.mark.parametrize(
    ("stakes", "kind", "severity", "share"),
    [
        ([("Parent", "child", 50)], COVERED, CRITICAL, 50),
        ([("Parent", "child", 49.9)], OPEN, WARNING, 49.9),
        ([("Parent", "child", 30), ("Other Works", "child", 20)], COVERED, CRITICAL, 50),
        ([("Parent", "holding", 51), ("holding", "child", 50)], COVERED, CRITICAL, 50),
        ([("Parent", "holding", 40), ("holding", "child", 100)], OPEN, WARNING, None),
        ([("Parent", "child", None)], "ownership-unknown", WARNING, None),
        ([("Parent", "child", None), ("Other Works", "child", 20)], "ownership-unknown", WARNING, 20),
        ([("Parent", "child", None), ("Other Works", "child", 50)], COVERED, CRITICAL, 50),
        ([("Parent", "holding", None), ("holding", "child", 80)], "ownership-unknown", WARNING, None),
        ([("Parent", "child", 30), ("child", "loop", 100), ("loop", "child", 60)], OPEN, WARNING, 30),
        ([("child", "Parent", 100)], None, None, None),
        ([("Stranger", "child", 100)], None, None, None),
    ],
)
def test_ownership_under_the_rule(stakes, kind, severity, share):
    found = team("Child", stakes=stakes).exposed([PARENT, OTHER], law.IN_FORCE)
    if kind is None:
        assert found == ()
        return
    child = only(found)
    assert (str(child.kind), child.severity, child.share) == (kind, severity, share)


def test_the_threshold_is_the_provisions():
    quarter = replace(law.IN_FORCE, provision=replace(law.RULE, threshold=25.0))
    assert (
        only(team("Child", stakes=[("Parent", "Child", 25)]).exposed([PARENT], quarter)).kind
        is ExposureKind.AFFILIATE_COVERED
    )


def test_without_any_tracked_provision():
    found = only(team("Child", stakes=[("Parent", "Child", 60)]).exposed([PARENT], None))
    assert (str(found.kind), found.severity, found.since) == (OPEN, CRITICAL, date(2023, 3, 2))


@pytest.mark.parametrize(
    ("name", "reaches"),
    [
        (ListName.ENTITY_LIST, True),
        (ListName.MEU_LIST, True),
        (ListName.SDN, True),
        (ListName.UNVERIFIED_LIST, False),
        (ListName.DENIED_PERSONS, False),
        (ListName.CMIC, False),
        (ListName.SECTION_1260H, False),
    ],
)
def test_lists_that_count(name, reaches):
    parent = listing(entry("Parent", list=name), date(2023, 3, 2))
    found = team("Child", stakes=[("Parent", "Child", 60)]).exposed([parent], law.IN_FORCE)
    assert bool(found) is reaches


@pytest.mark.parametrize(
    ("programs", "reaches"), [("RUSSIA-EO14024", True), ("SDGT] [IRGC", True), ("CUBA", False), ("", True)]
)
def test_sdn_programs(programs, reaches):
    parent = listing(entry("Parent", list=ListName.SDN, license_requirement=programs), date(2023, 3, 2))
    assert bool(team("Child", stakes=[("Parent", "Child", 60)]).exposed([parent], law.IN_FORCE)) is reaches


def test_a_party_known_from_an_address_entry_does_not_count():
    address = listing(
        entry("Address 01", kind=EntryKind.ADDRESS, addresses=("Room 1605A, Hong Kong",)), date(2024, 6, 18)
    )
    tenant = Counterparty("t", "Tenant", addresses=("Room 1605A, Hong Kong",))
    found = team(tenant, "Child", stakes=[("t", "Child", 100)]).exposed([address], law.IN_FORCE)
    one = only(found)
    assert (one.counterparty_id, one.kind, one.severity) == ("t", ExposureKind.ADDRESS, "warning")
    assert "744.16(f)" in one.reason


def test_an_address_shared_with_a_listed_party_is_a_hint():
    parent = listing(entry("Parent", addresses=("1 Road",)), date(2023, 3, 2))
    found = only(team(Counterparty("n", "Neighbour", addresses=("1 Road",))).exposed([parent], law.IN_FORCE))
    assert (found.kind, found.severity) == (ExposureKind.ADDRESS, "info")
    found = only(team(Counterparty("p", "Parent", addresses=("1 Road",))).exposed([parent], law.IN_FORCE))
    assert found.kind is ExposureKind.LISTED


@pytest.mark.parametrize("country", ["US", "United States", "u.s.a.", "PR"])
def test_a_us_entity_is_outside(country):
    child = Counterparty("c", "Child", country=country)
    found = only(team(child, stakes=[("Parent", "c", 60)]).exposed([PARENT], law.IN_FORCE))
    assert (str(found.kind), found.severity, found.foreign) == (OPEN, WARNING, False)
    assert "U.S. entity" in found.reason
    assert found.since == date(2023, 3, 2)


def test_ownership_passes_through_a_us_entity():
    middle = Counterparty("m", "Middle", country="US")
    found = kinds(
        team(middle, "Child", stakes=[("Parent", "m", 60), ("m", "Child", 60)]).exposed([PARENT], law.IN_FORCE)
    )
    assert found == {"m": (OPEN, WARNING), "child": (COVERED, CRITICAL)}


def test_the_end_that_comes_first_is_until():
    """A temporary listing of the owner, and the stay: the exposure as it is ends with the first of them."""
    ours = team("Child", stakes=[("Parent", "Child", 60), ("Other Works", "Child", 10)])
    for last, expected in ((date(2026, 5, 1), date(2026, 5, 1)), (date(2027, 5, 1), date(2026, 11, 9))):
        assert only(ours.exposed([replace(PARENT, until=last)], law.STAYED)).until == expected
    both = [replace(PARENT, until=date(2026, 5, 1)), replace(OTHER, until=date(2026, 7, 1))]
    assert only(ours.exposed(both, law.STAYED)).until == date(2026, 7, 1)
    assert only(ours.exposed([both[0], OTHER], law.IN_FORCE)).until is None


def test_an_address_entry_never_counts_as_an_owner():
    assert counts_for_ownership(PARENT.entry)
    assert not counts_for_ownership(replace(PARENT.entry, kind=EntryKind.ADDRESS))


def test_mixed_owners_and_the_most_restrictive_terms():
    lenient = listing(entry("Parent", license_review_policy="Case-by-case basis"), date(2023, 3, 2))
    strict = listing(
        entry("Other Works", list=ListName.MEU_LIST, license_review_policy="Policy of denial"), date(2024, 5, 1)
    )
    stakes = [("Parent", "Child", 49), ("Other Works", "Child", 1)]
    child = only(team("Child", stakes=stakes).exposed([lenient, strict], law.IN_FORCE))
    assert [one.entry.name for one in child.listings] == ["Other Works", "Parent"]
    assert "The most restrictive terms apply: those of Other Works." in child.reason
    assert child.since == date(2025, 9, 29)
    early = only(team("Child", stakes=stakes).exposed([lenient, strict], law.NOT_YET))
    assert early.since == date(2024, 5, 1)  # the first owner alone was not enough
    alone = only(team("Child", stakes=[("Parent", "Child", 50), *stakes[1:]]).exposed([lenient, strict], law.NOT_YET))
    assert alone.since == date(2023, 3, 2)


def test_subsidiaries_without_the_parents_name():
    """88 FR 18983: five Hikvision subsidiaries, none with its name; only a stake connects them."""
    parent = listing(entry("Hangzhou Hikvision Digital Technology Co., Ltd."), date(2019, 10, 9), key="hik")
    daughter = listing(entry("Luopu Haishi Dingxin Electronic Technology Co., Ltd."), date(2023, 3, 28), key="luopu")
    ours = team(
        "Luopu Haishi Dingxin Electronic Technology Co., Ltd.",
        "Moyu Haishi Electronic Technology Co., Ltd.",
        stakes=[
            ("Hangzhou Hikvision Digital Technology Co., Ltd.", "Luopu Haishi Dingxin Electronic Technology", 100),
            ("Hangzhou Hikvision Digital Technology", "moyu-haishi-electronic-technology-co-ltd", 100),
        ],
    )
    before, after = ours.exposed([parent], law.NOT_YET), ours.exposed([parent, daughter], law.NOT_YET)
    assert [one[0] for one in kinds(before).values()] == [OPEN, OPEN]
    assert [one[0] for one in kinds(after).values()] == [LISTED, OPEN]


def test_folded_into_the_parents_entry():
    """84 FR 43493 put 19 affiliates into the Huawei entry: a party within an entry is listed from that revision on."""
    first = entry("Huawei Technologies Co., Ltd.")
    second = replace(first, sub_entities=(entry("Beijing Huawei Digital Technologies Co., Ltd."),))
    third = replace(second, license_review_policy="Policy of denial")
    dates = [date(2019, 5, 16), date(2019, 8, 19), date(2020, 8, 17)]
    history = tuple(
        ListingVersion("huawei", e, since, None, law.INSPUR)
        for e, since in zip((first, second, third), dates, strict=True)
    )
    ours = team("Beijing Huawei Digital Technologies", "Huawei Technologies Co., Ltd.")
    now = listing(third, dates[0], key="huawei", version_since=dates[2])
    found = ours.exposed([now], law.NOT_YET, versions={"huawei": history})
    assert {one.counterparty_id: one.since for one in found} == {
        "beijing-huawei-digital-technologies": dates[1],
        "huawei-technologies-co-ltd": dates[0],
    }
    assert "named there as Beijing Huawei Digital Technologies Co., Ltd." in found[0].reason


def test_a_possible_hit_is_no_alarm_and_hides_nothing():
    ours = team("Maybe Parent", stakes=[("Other Works", "maybe-parent", 70)])
    found = {str(one.kind): one for one in ours.exposed([PARENT, OTHER], law.IN_FORCE)}
    assert {kind: (one.severity, one.review) for kind, one in found.items()} == {
        LISTED: (WARNING, "possible"),
        COVERED: (CRITICAL, None),
    }
    assert found[LISTED].reason.startswith("Needs review: Maybe Parent may be on the Entity List")


def test_a_possible_owner_gives_a_possible_exposure():
    ours = team("Child", stakes=[("Maybe Parent", "Child", 60)])
    child = only(ours.exposed([PARENT], law.IN_FORCE))
    assert (str(child.kind), child.severity, child.review) == (COVERED, WARNING, "possible")
    assert "whether Maybe Parent is the listed party is doubtful (alike, but for a word)" in child.reason


def test_a_possible_owner_beside_a_certain_one():
    ours = team("Child", stakes=[("Maybe Parent", "Child", 40), ("Other Works", "Child", 20)])
    found = {str(one.kind): one for one in ours.exposed([PARENT, OTHER], law.IN_FORCE)}
    assert {kind: (one.severity, one.review, one.share) for kind, one in found.items()} == {
        OPEN: (WARNING, None, 20),
        COVERED: (WARNING, "possible", 60),
    }
    stayed = only(ours.exposed([PARENT, OTHER], law.STAYED))
    assert (stayed.severity, stayed.share, stayed.review) == (WARNING, 20, None)
    assert stayed.doubt is not None
    assert "To review: " in stayed.reason


def test_a_sure_owner_is_shown_without_its_doubtful_siblings():
    owner = Counterparty("o", "Parent", aliases=("Maybe Other Works",))
    ours = team(owner, "Child", stakes=[("o", "Child", 60)])
    works = listing(entry("Other Works"), date(2020, 1, 1), key="works")
    found = {one.counterparty_id: one for one in ours.exposed([PARENT, works], law.NOT_YET)}
    assert [one.key for one in found["o"].listings] == [PARENT.key, "works"]
    assert found["o"].doubt is not None
    assert [one.key for one in found["child"].listings] == [PARENT.key]
    assert found["child"].since == date(2023, 3, 2)


def test_a_stake_name_that_is_a_counterparty_is_not_tied_twice():
    parent = Counterparty("p", "Parent")
    ours = team(parent, "Child", stakes=[("Parent Co., Ltd.", "Child", 60)])
    found = {one.counterparty_id: one for one in ours.exposed([PARENT], law.NOT_YET)}
    assert [one.key for one in found["p"].listings] == [PARENT.key]
    assert {hit.counterparty_id for hit in found["p"].hits} == {"p"}
    assert found["p"].reason.count("Entity List") == 1
    assert found["child"].ownership[0].owner == "Parent"


def test_a_stake_whose_party_is_only_possibly_a_counterparty():
    ours = team("Maybe Child", stakes=[("Parent", "Child Co., Ltd.", 60)])
    child = only(ours.exposed([PARENT], law.IN_FORCE))
    assert (child.counterparty_id, str(child.kind), child.severity, child.review) == (
        "maybe-child",
        COVERED,
        WARNING,
        "possible",
    )
    assert "alike, but for a word" in child.reason


def test_names_in_stakes_tie_to_counterparties_by_name_alias_identifier_and_legal_form():
    child = Counterparty("c1", "Child Works Co., Ltd.", aliases=("CW",), identifiers=("lei:ABC",))
    for named in ("c1", "CHILD WORKS, CO LTD", "cw", "lei:abc", "Child Works"):
        assert only(team(child, stakes=[("Parent", named, 60)]).exposed([PARENT], law.IN_FORCE)).counterparty_id == "c1"


def test_two_counterparties_of_one_name_are_both_told():
    ours = team(Counterparty("a", "Child"), Counterparty("b", "CHILD"), stakes=[("Parent", "child", 60)])
    found = {one.counterparty_id: one.review for one in ours.exposed([PARENT], law.IN_FORCE)}
    assert found == {"a": None, "b": "possible"}


def decision(verdict, party="maybe-parent", fingerprint=None):
    return SimpleNamespace(
        counterparty_id=party,
        listing_key=PARENT.key,
        entry_fingerprint=fingerprint or entry_fingerprint(PARENT.entry),
        verdict=verdict,
        by="J. Doe",
    )


def test_cleared_until_the_entry_changes():
    ours = team("Maybe Parent", decisions=[decision("cleared")])
    assert ours.exposed([PARENT], law.IN_FORCE) == ()
    renewed = replace(PARENT, entry=replace(PARENT.entry, license_review_policy="Policy of denial", raw="x"))
    assert ours.exposed([renewed], law.IN_FORCE) == ()
    for change in ({"name": "Parent Corp"}, {"aliases": ("P",)}, {"addresses": ("1 Road",)}):
        changed = replace(PARENT, entry=replace(PARENT.entry, **change))
        reopened = team("Maybe Parent Corp" if "name" in change else "Maybe Parent", decisions=[decision("cleared")])
        reopened.counterparties = (replace(reopened.counterparties[0], id="maybe-parent"),)
        assert only(reopened.exposed([changed], law.IN_FORCE)).review == "possible"


def test_confirmed_counts_as_a_match():
    ours = team("Maybe Parent", "Child", stakes=[("maybe-parent", "Child", 60)], decisions=[decision("confirmed")])
    found = {one.counterparty_id: one for one in ours.exposed([PARENT], law.IN_FORCE)}
    assert (found["maybe-parent"].severity, found["maybe-parent"].review) == (CRITICAL, "confirmed")
    assert "confirmed by J. Doe" in found["maybe-parent"].reason
    assert (str(found["child"].kind), found["child"].review) == (COVERED, None)


def test_a_cleared_owner_reaches_nobody():
    ours = team("Child", stakes=[("Maybe Parent", "Child", 60)], decisions=[decision("cleared", "stake:maybeparent")])
    assert ours.exposed([PARENT], law.IN_FORCE) == ()


def test_fingerprint_is_blind_to_print_but_not_to_names():
    base = entry("A Co., Ltd.", "B", "C", addresses=("1 Road", "2 Road"))
    same = replace(
        base,
        name="A CO. LTD",
        aliases=("c", "B."),
        addresses=("2 road;", "1 Road"),
        footnotes=("4",),
        citations=("1 FR 1",),
    )
    assert entry_fingerprint(base) == entry_fingerprint(same)
    for change in (
        {"name": "AB"},
        {"aliases": ("B",)},
        {"addresses": ()},
        {"sub_entities": (base,)},
        {"list": ListName.MEU_LIST},
    ):
        assert entry_fingerprint(replace(base, **change)) != entry_fingerprint(base)


def test_severity_of_lists():
    for name, severity in (
        (ListName.UNVERIFIED_LIST, WARNING),
        (ListName.DENIED_PERSONS, CRITICAL),
        (ListName.SECTION_1260H, "info"),
    ):
        assert only(team("Parent").exposed([listing(entry("Parent", list=name), None)], None)).severity == severity


def test_several_entries_are_one_exposure():
    both = [
        listing(entry("Parent", list=name), day)
        for name, day in ((ListName.UNVERIFIED_LIST, date(2022, 1, 1)), (ListName.ENTITY_LIST, date(2023, 1, 1)))
    ]
    found = only(team("Parent").exposed(both, None))
    assert (found.severity, found.since, len(found.listings)) == (CRITICAL, date(2022, 1, 1), 2)
    assert found.listings[0].entry.list is ListName.ENTITY_LIST


def test_a_party_on_the_unverified_list_keeps_its_affiliate_exposure():
    uvl = listing(entry("Child", list=ListName.UNVERIFIED_LIST), date(2022, 1, 1))
    found = team("Child", stakes=[("Parent", "Child", 60)]).exposed([PARENT, uvl], law.IN_FORCE)
    assert {str(one.kind) for one in found} == {LISTED, COVERED}


def test_not_confirmed_is_carried():
    doubtful = replace(law.IN_FORCE, confirmed=False, why_not_confirmed="the eCFR has not been read")
    child = only(team("Child", stakes=[("Parent", "Child", 60)]).exposed([PARENT], doubtful))
    assert child.confirmed is False
    assert "not confirmed: the eCFR has not been read" in child.reason
    small = only(team("Child", stakes=[("Parent", "Child", 10)]).exposed([PARENT], doubtful))
    assert small.confirmed is True
    unsure = replace(PARENT, confirmed=False)
    assert only(team("Parent").exposed([unsure], None)).confirmed is False


def test_stakes_of_the_day_count():
    ours = team(
        "Child", stakes=[Stake("Parent", "Child", 60, date(2024, 1, 1)), Stake("Parent", "Child", 30, date(2025, 6, 1))]
    )
    shares = [
        only(ours.exposed([PARENT], law.IN_FORCE, on=on)).share
        for on in (date(2023, 6, 1), date(2025, 5, 31), date(2025, 6, 1))
    ]
    assert shares == [60, 60, 30]


# --- differences ---


def test_difference():
    before, after = law.inspur(date(2025, 3, 24)), law.inspur(date(2025, 3, 25))
    changes = {(c.kind, exposure_key(c.after or c.before)) for c in difference(before, after)}
    assert changes == {("closed", ("inspur-software", OPEN)), ("opened", ("inspur-software", LISTED))}
    assert difference(after, after) == ()
    assert difference(after, law.inspur(date(2025, 3, 26))) == ()


def test_print_and_more_evidence_are_no_change():
    one = only(team("Parent").exposed([PARENT], None))
    seen = replace(
        PARENT,
        evidence=(law.INSPUR, law.SUSPENSION),
        entry=replace(PARENT.entry, name="Parent Co. Ltd", citations=("1 FR 2",)),
    )
    other = only(team("Parent").exposed([seen], None))
    assert difference([one], [other]) == ()
    harder = replace(PARENT, entry=replace(PARENT.entry, license_review_policy="Policy of denial"))
    (change,) = difference([one], team("Parent").exposed([harder], None))
    assert change.kind == "changed"


_days = st.dates(date(2023, 1, 1), date(2026, 12, 31))


@given(_days, _days)
def test_directly_or_day_by_day(first, last):
    """Applying the differences of each day in turn leads to what is computed directly."""
    first, last = sorted((first, last))
    turning = [date(2023, 3, 2), date(2025, 3, 25), date(2025, 9, 29), date(2025, 11, 10), date(2026, 11, 10)]
    state = {exposure_key(one): one for one in law.inspur(first)}
    for on in [day for day in turning if first < day <= last]:
        for change in difference(state.values(), law.inspur(on)):
            if change.after is None:
                del state[exposure_key(change.before)]
            else:
                state[exposure_key(change.after)] = change.after
    assert difference(state.values(), law.inspur(last)) == ()
    assert set(state) == {exposure_key(one) for one in law.inspur(last)}
