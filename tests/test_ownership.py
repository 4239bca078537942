"""The 50 percent computation against a plain reading of the rule, and the properties that must always hold."""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.ownership import Ownership, Reading, Step, in_words
from monitor.watchlist import Stake


def graph(*stakes: tuple[str, str, float | None]) -> Ownership:
    return Ownership.build([Stake(*stake) for stake in stakes])


def caught(*stakes: tuple[str, str, float | None], listed: str = "l", threshold: float = 50.0) -> set[str]:
    return set(graph(*stakes).caught(listed.split(), threshold).parties())


def by_the_rule(stakes, listed, threshold, weight) -> set[str]:
    """The rule read aloud: repeat until nobody is added."""
    reached = set(listed)
    while True:
        held: dict[str, Fraction] = {}
        for owner, owned, percent in stakes:
            if owner in reached and owner != owned:
                held[owned] = held.get(owned, Fraction(0)) + weight(percent)
        more = {party for party, total in held.items() if total >= Fraction(threshold)} - reached
        if not more:
            return reached - set(listed)
        reached |= more


@pytest.mark.parametrize(
    ("stakes", "expected"),
    [
        ([("l", "a", 50)], {"a"}),  # 50 or more, not more than 50
        ([("l", "a", 49.999999)], set()),
        ([("l", "a", 25), ("m", "a", 25)], {"a"}),  # owners on any of the lists add up
        (
            [("l", "a", 50), ("a", "b", 50)],
            {"a", "b"},
        ),  # not multiplied through: 25 % by arithmetic, caught by the rule
        ([("l", "a", 40), ("a", "b", 100)], set()),  # a holding that is not caught carries nothing
        ([("l", "a", 60), ("a", "b", 30), ("l", "b", 20)], {"a", "b"}),  # a caught owner counts in full
        ([("l", "a", 30), ("a", "b", 60), ("b", "a", 60)], set()),  # cross-holdings catch nobody by themselves
        ([("l", "a", 50), ("a", "b", 60), ("b", "a", 40)], {"a", "b"}),
        ([("a", "b", 100), ("b", "a", 100)], set()),
        ([("l", "a", None)], set()),
        ([("l", "a", None), ("m", "a", 50)], {"a"}),
        ([("a", "l", 100)], set()),  # the parent of a listed party is not caught
        ([("a", "a", 60), ("l", "a", 40)], set()),  # a stake in itself carries nothing
        ([("l", "m", 80), ("m", "a", 50)], {"a"}),  # a listed owner of a listed owner
    ],
)
def test_the_rule(stakes, expected):
    assert caught(*stakes, listed="l m") == expected


def test_the_threshold_is_the_provisions():
    assert caught(("l", "a", 25), threshold=25) == {"a"}
    assert caught(("l", "a", 25), threshold=25.1) == set()


def test_thirds_add_up_in_any_order():
    for order in ([16.666667, 16.666667, 16.666666], [16.666666, 16.666667, 16.666667], [0.1] * 500, [12.35, 37.65]):
        stakes = [(f"l{number}", "a", percent) for number, percent in enumerate(order)]
        assert caught(*stakes, listed=" ".join(f"l{number}" for number in range(len(order)))) == {"a"}


def test_readings():
    g = graph(("l", "a", None), ("a", "b", 60), ("l", "c", 10), ("c", "d", 100), ("l", "e", 0))
    assert g.caught(["l"]).parties() == []
    assert set(g.caught(["l"], reading=Reading.UNKNOWN_COUNTS).parties()) == {"a", "b"}
    assert set(g.caught(["l"], reading=Reading.ANY_STAKE).parties()) == {"a", "b", "c", "d"}


def test_the_proof_reads_from_the_listed_party_down():
    g = Ownership.build(
        [
            Stake("L", "A", 60, date(2024, 1, 1), "annual report"),
            Stake("A", "B", 30),
            Stake("L", "B", 20),
            Stake("X", "B", 50),
            Stake("B", "C", 75),
        ]
    )
    result = g.caught(["l"])
    assert result.steps("c") == (
        Step("L", "A", 60, date(2024, 1, 1), "annual report", "l", "a"),
        Step("A", "B", 30, owner_id="a", owned_id="b"),
        Step("L", "B", 20, owner_id="l", owned_id="b"),
        Step("B", "C", 75, owner_id="b", owned_id="c"),
    )
    assert (result.share("b"), result.share("c"), result.share("x"), result.share("absent")) == (50, 75, None, None)
    assert in_words(result.steps("c")) == "L holds 60 % of A; A holds 30 % of B; L holds 20 % of B; B holds 75 % of C"
    assert "c" in result
    assert "l" not in result
    assert "absent" not in result
    assert result.steps("absent") == ()


def test_the_proof_of_a_cycle_ends():
    result = graph(("l", "a", 50), ("a", "b", 60), ("b", "a", 40)).caught(["l"])
    assert {(step.owner, step.owned) for step in result.steps("a")} == {("l", "a"), ("a", "b"), ("b", "a")}
    assert [(step.owner, step.owned) for step in result.steps("b")] == [("l", "a"), ("a", "b")]
    assert result.share("a") == 90


def test_a_chain_of_ten_thousand():
    links = [("l", "p0", 51.0)] + [(f"p{n}", f"p{n + 1}", 51.0) for n in range(10_000)]
    random.Random(1).shuffle(links)
    result = graph(*links).caught(["l"])
    assert len(result.parties()) == 10_001
    assert len(result.steps("p9999")) == 10_000


def test_conflicting_statements():
    stakes = [
        Stake("L", "A", 60, date(2024, 1, 1), "register"),
        Stake("L", "A", 40, date(2026, 1, 1), "annual report"),
        Stake("L", "A", None, date(2026, 6, 1), "GLEIF"),
        Stake("L", "B", 30),
        Stake("L", "B", 55),
        Stake("L", "C", 55, date(2024, 1, 1)),
        Stake("L", "C", 55, date(2025, 1, 1)),
    ]
    now = Ownership.build(stakes)
    assert set(now.caught(["l"]).parties()) == {"b", "c"}
    assert [str(conflict) for conflict in now.conflicts()] == [
        "L is said to hold of A: 60 % (as of 2024-01-01, register), 40 % (as of 2026-01-01, annual report), "
        "a percentage not known (as of 2026-06-01, GLEIF); 40 % (as of 2026-01-01, annual report) counts",
        "L is said to hold of B: 30 % (undated), 55 % (undated); 55 % (undated) counts",
    ]
    assert set(Ownership.build(stakes, on=date(2025, 6, 1)).caught(["l"]).parties()) == {"a", "b", "c"}
    assert set(Ownership.build(stakes, on=date(2020, 6, 1)).caught(["l"]).parties()) == {"a", "b", "c"}


def test_a_stake_that_was_sold():
    sold = [Stake("l", "a", 60, date(2024, 1, 1)), Stake("l", "a", 0, date(2025, 1, 1))]
    assert Ownership.build(sold).caught(["l"]).parties() == []
    assert Ownership.build(sold, on=date(2024, 12, 31)).caught(["l"]).parties() == ["a"]
    assert Ownership.build(sold, on=date(2025, 1, 1)).caught(["l"]).parties() == []
    back = [*sold, Stake("l", "a", None, date(2026, 1, 1))]
    assert Ownership.build(back).caught(["l"], reading=Reading.UNKNOWN_COUNTS).parties() == ["a"]
    ended = [Stake("l", "a", 60, until=date(2025, 1, 1))]
    assert Ownership.build(ended, on=date(2025, 1, 1)).caught(["l"]).parties() == ["a"]
    assert Ownership.build(ended, on=date(2025, 1, 2)).caught(["l"]).parties() == []


def test_totals_above_100_and_stakes_in_oneself_are_reported():
    g = graph(("l", "a", 60), ("x", "a", 50), ("b", "b", 10), ("x", "b", 100))
    assert [str(conflict) for conflict in g.conflicts()] == [
        "b holds 10 % of itself; this carries nothing",
        "the stakes in a add up to 110 %",
        "the stakes in b add up to 110 %",
    ]
    assert graph(("l", "a", 33.34), ("x", "a", 33.33), ("y", "a", 33.33)).conflicts() == ()


def test_names_are_one_party_as_resolve_says():
    same = {"Inspur Group": "p1", "Inspur Group Co., Ltd.": "p1", "p1": "p1"}
    g = Ownership.build(
        [Stake("Inspur Group", "A", 25), Stake("Inspur Group Co., Ltd.", "B", 50), Stake("p1", "A", 25)],
        lambda name: same.get(name, name),
    )
    assert g.caught(["p1"]).parties() == ["B"]  # 25 twice is one stake said twice
    assert "p1" in g
    assert "Inspur Group" not in g


def test_nothing_at_all():
    empty = Ownership.build([])
    assert empty.caught(["l"]).parties() == []
    assert empty.caught([]).with_stake(Stake("l", "a", 50)).with_listed(["l"]).parties() == ["a"]


_parties = st.sampled_from("abcdefgh")
_percents = st.sampled_from([0.0, 5.0, 10.0, 20.0, 25.0, 30.0, 40.0, 50.0, 60.0, 100.0, None])
_stakes = st.dictionaries(st.tuples(_parties, _parties), _percents, max_size=20).map(
    lambda held: [(owner, owned, percent) for (owner, owned), percent in held.items()]
)
_listed = st.sets(_parties, max_size=3)
_readings = st.sampled_from(list(Reading))


def weight(reading):
    def of(percent):
        if reading is Reading.KNOWN:
            return Fraction(percent or 0)
        if reading is Reading.UNKNOWN_COUNTS:
            return Fraction(100 if percent is None else percent)
        return Fraction(0 if percent == 0 else 100)

    return of


@given(_stakes, _listed, _readings, st.randoms(use_true_random=False))
@settings(max_examples=400)
def test_it_is_the_rule_in_any_order(stakes, listed, reading, randoms):
    expected = by_the_rule(stakes, listed, 50, weight(reading))
    shuffled = list(stakes)
    randoms.shuffle(shuffled)
    result, other = (graph(*order).caught(listed, reading=reading) for order in (stakes, shuffled))
    assert set(result.parties()) == set(other.parties()) == expected
    for party in "abcdefgh":
        assert (result.share(party), result.steps(party)) == (other.share(party), other.steps(party))


@given(_stakes, _listed, st.tuples(_parties, _parties, _percents))
def test_adding_a_stake_never_frees_anybody(stakes, listed, more):
    if any(more[:2] == stake[:2] for stake in stakes):
        return
    assert caught(*stakes, listed=" ".join(listed)) <= caught(*stakes, more, listed=" ".join(listed))


@given(_stakes, _listed, _readings, st.lists(st.one_of(st.tuples(_parties, _parties, _percents), _listed), max_size=6))
@settings(max_examples=400)
def test_changes_one_by_one_equal_a_new_computation(stakes, listed, reading, changes):
    result = graph(*stakes).caught(listed, reading=reading)
    held = {(owner, owned): percent for owner, owned, percent in stakes}
    for change in changes:
        if isinstance(change, tuple):
            held[change[:2]] = change[2]
            result = result.with_stake(Stake(*change))
        else:
            listed = change
            result = result.with_listed(listed)
        now = [(owner, owned, percent) for (owner, owned), percent in held.items()]
        fresh = graph(*now).caught(listed, reading=reading)
        assert set(result.parties()) == set(fresh.parties())
        assert all(result.share(party) == fresh.share(party) for party in "abcdefgh")
        assert all(result.steps(party) for party in result.parties())


@given(_stakes, _listed)
def test_every_proof_stands_by_itself(stakes, listed):
    result = graph(*stakes).caught(listed)
    for party in result.parties():
        steps = [(step.owner, step.owned, step.percent) for step in result.steps(party)]
        assert party in caught(*steps, listed=" ".join(listed))
