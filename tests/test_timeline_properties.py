"""What must hold for any set of documents and captures, in any order of arrival."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.timeline import Evidence, Provision, Rendition, SnapshotSeen, Timeline
from parsers.model import (
    Action,
    Amendment,
    CfrReference,
    CodifiedProvision,
    DocumentKind,
    EffectiveDateNote,
    ListChange,
    ListEntry,
    ListName,
    ListSnapshot,
    Rule,
    Stage,
)

FIRST_DAY = date(2025, 1, 1)
SPAN = 60
TARGET = CfrReference(15, "744", "744.11", paragraphs=("a", "1"))
PROVISION = Provision("Affiliates Rule", "15 CFR 744.11(a)(1)", "ownership", 50.0)
END = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = (
    "Inspur Group Co., Ltd.",
    "Inspurr Group Co., Ltd.",
    "Langchao",
    "13th Institute",
    "14th Institute",
    "Address 01",
)

days = st.integers(0, SPAN).map(lambda n: FIRST_DAY + timedelta(days=n))
instants = st.integers(0, SPAN * 4).map(lambda n: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=6 * n))
entries = st.builds(
    ListEntry,
    list=st.just(ListName.ENTITY_LIST),
    destination=st.sampled_from(["CHINA, PEOPLE'S REPUBLIC OF", "IRAN"]),
    name=st.sampled_from(NAMES),
    aliases=st.lists(st.sampled_from(["Langchao", "IGL", "Wave"]), max_size=2, unique=True).map(tuple),
    citations=st.lists(
        st.sampled_from(["84 FR 100, 1/2/19", "90 FR 1", "90 FR 11, 1/20/25", "90 FR 21"]), max_size=2, unique=True
    ).map(tuple),
)


@st.composite
def changes(draw: st.DrawFn) -> ListChange:
    effective = draw(st.none() | days)
    until = draw(st.none() | st.none() | st.integers(-3, 20))
    return ListChange(
        draw(st.sampled_from([Action.ADD, Action.ADD, Action.REVISE, Action.REMOVE])),
        draw(entries),
        effective,
        "…",
        until=effective + timedelta(days=until) if effective and until is not None else None,
        text_missing=draw(st.sampled_from([False] * 5 + [True])),
        former_name=draw(st.none() | st.none() | st.sampled_from(NAMES)),
    )


amendments = st.builds(
    Amendment,
    target=st.sampled_from([TARGET, CfrReference(15, "744", "744.11"), replace(TARGET, detail="first sentence")]),
    action=st.sampled_from(
        [
            Action.ADD,
            Action.REVISE,
            Action.REMOVE,
            Action.STAY,
            Action.STAY,
            Action.LIFT_STAY,
            Action.EXTEND,
            Action.DELAY,
        ]
    ),
    effective=st.none() | days,
    text=st.sampled_from(["", "(a) General. (1) Entities …", "(b) Other."]),
    instruction=st.just("…"),
    until=st.none() | days,
)


@st.composite
def documents(draw: st.DrawFn, number: str, *, withdrawn: bool | None = None) -> list[Rendition]:
    """The renditions of one document, in any order."""
    page = int(number) * 10 + 1
    published = draw(days)
    seen = draw(st.lists(instants, min_size=1, max_size=3, unique=True).map(sorted))
    ends = draw(st.booleans()) if withdrawn is None else withdrawn
    renditions = []
    for n, at in enumerate(seen):
        stage = Stage.PUBLIC_INSPECTION
        if n == len(seen) - 1:
            stage = Stage.WITHDRAWN if ends else Stage.PUBLISHED
        rule = Rule(
            draw(st.sampled_from([DocumentKind.RULE] * 4 + [DocumentKind.PROPOSED_RULE])),
            number,
            None,
            citation=f"90 FR {page}",
            publication_date=published,
            changes=tuple(draw(st.lists(changes(), max_size=3))),
            amendments=tuple(draw(st.lists(amendments, max_size=2))),
        )
        evidence = Evidence(number, f"90 FR {page}", None, stage, at, publication_date=published)
        renditions.append(
            Rendition(number, stage, at, None if stage is Stage.WITHDRAWN else rule, evidence, 90, page, page + 9)
        )
    return renditions


@st.composite
def captures(draw: st.DrawFn) -> SnapshotSeen:
    day, at = draw(days), draw(instants)
    source = draw(st.sampled_from(["ecfr", "ecfr", "screening-list"]))
    note = EffectiveDateNote(
        TARGET, "At 90 FR 11, Jan. 20, 2025, …", "90 FR 11", Action.STAY, (TARGET,), draw(st.none() | days)
    )
    text = [CodifiedProvision(CfrReference(15, "744", "744.11", detail="heading"), "§ 744.11")]
    text += [CodifiedProvision(TARGET, "(1) Entities …")] if draw(st.booleans()) else []
    rows = tuple(draw(st.lists(entries, max_size=4)))
    notes = (note,) if draw(st.booleans()) else ()
    return SnapshotSeen(
        ListSnapshot(source, day, rows, notes, tuple(text)),
        at,
        Evidence(None, None, None, "snapshot", at, source=source),
    )


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Rendition], list[SnapshotSeen]]:
    renditions = [r for n in range(draw(st.integers(0, 4))) for r in draw(documents(str(n)))]
    return renditions, draw(st.lists(captures(), max_size=3, unique_by=lambda s: (s.observed_at, s.snapshot.source)))


def answers(timeline: Timeline, known_at: datetime) -> list[object]:
    """Everything that can be asked, on some days."""
    said: list[object] = [
        timeline.findings(known_at),
        timeline.change_dates(date.min, date.max, known_at),
        timeline.versions(known_at),
    ]
    for n in range(-5, SPAN + 30, 9):
        on = FIRST_DAY + timedelta(days=n)
        said += [
            timeline.listings(on, known_at),
            timeline.provision_states(on, known_at),
            timeline.scheduled(on, known_at),
        ]
    return said


@settings(max_examples=40, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_plays_no_part(world: tuple[list[Rendition], list[SnapshotSeen]], random: object) -> None:
    renditions, snapshots = world
    one = Timeline.build(renditions, snapshots, [PROVISION])
    shuffled, turned = list(renditions), list(snapshots)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    random.shuffle(turned)  # type: ignore[attr-defined]
    other = Timeline.build(shuffled, turned, [PROVISION])
    grown = Timeline.build([], [], [PROVISION])
    for rendition in shuffled:
        grown = grown.with_(renditions=[rendition])
        grown.listings(FIRST_DAY, END)
    grown = grown.with_(snapshots=turned)
    assert one == other == grown
    assert answers(one, END) == answers(other, END) == answers(grown, END)


@settings(max_examples=40, deadline=None)
@given(worlds(), instants)
def test_known_at_never_looks_ahead(world: tuple[list[Rendition], list[SnapshotSeen]], known_at: datetime) -> None:
    renditions, snapshots = world
    checked = {"documents": END}
    everything = Timeline.build(renditions, snapshots, [PROVISION], last_checked=checked)
    until_then = Timeline.build(
        [r for r in renditions if r.observed_at <= known_at],
        [s for s in snapshots if s.observed_at <= known_at],
        [PROVISION],
        last_checked=checked,
    )
    assert answers(everything, known_at) == answers(until_then, known_at)


@settings(max_examples=30, deadline=None)
@given(worlds())
def test_stepping_day_by_day_gives_what_asking_directly_gives(
    world: tuple[list[Rendition], list[SnapshotSeen]],
) -> None:
    timeline = Timeline.build(*world, [PROVISION])
    turning = set(timeline.change_dates(date.min, date.max, END))
    before: tuple[object, object] | None = None
    for n in range(-5, SPAN + 30):
        on = FIRST_DAY + timedelta(days=n)
        listings, states = timeline.listings(on, END), timeline.provision_states(on, END)
        if n % 13 == 0:
            assert listings == Timeline.build(*world, [PROVISION]).listings(on, END)
        now = ({(x.key, x.version_since, x.entry) for x in listings}, [(s.state, s.since, s.until) for s in states])
        assert on in turning or before is None or now == before
        before = now


@settings(max_examples=30, deadline=None)
@given(worlds())
def test_a_listing_has_one_wording_a_day_and_states_cover_every_day(
    world: tuple[list[Rendition], list[SnapshotSeen]],
) -> None:
    timeline = Timeline.build(*world, [PROVISION])
    by_key = defaultdict(list)
    for version in timeline.versions(END):
        assert version.until is None or version.since is None or version.since <= version.until
        assert version.evidence
        by_key[version.key].append(version)
    for versions in by_key.values():
        spans = sorted((v.since or date.min, v.until or date.max) for v in versions)
        assert all(earlier[1] < later[0] for earlier, later in pairwise(spans))
    for n in range(-5, SPAN + 30):
        on = FIRST_DAY + timedelta(days=n)
        (state,) = timeline.provision_states(on, END)
        assert (state.since or date.min) <= on <= (state.until or date.max)
        assert state.confirmed is (state.why_not_confirmed is None)
        assert state.reason
        for change in timeline.scheduled(on, END):
            assert change.on > on
        keys = [c.key for c in timeline.scheduled(on, END)]
        assert len(keys) == len(set(keys))


@settings(max_examples=30, deadline=None)
@given(worlds(), documents("9", withdrawn=True))
def test_a_withdrawn_document_leaves_no_trace(
    world: tuple[list[Rendition], list[SnapshotSeen]], withdrawn: list[Rendition]
) -> None:
    renditions, snapshots = world
    known = {"documents": END}
    without = Timeline.build(renditions, snapshots, [PROVISION], last_checked=known)
    with_it = Timeline.build([*renditions, *withdrawn], snapshots, [PROVISION], last_checked=known)
    assert answers(without, END) == answers(with_it, END)


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_nothing_that_is_ordered_or_captured_is_lost(world: tuple[list[Rendition], list[SnapshotSeen]]) -> None:
    """Every instruction of a rule that counts is seen in a wording, in an end, or in a finding."""
    renditions, snapshots = world
    timeline = Timeline.build(renditions, snapshots, [PROVISION])
    used = {e.document_number for v in timeline.versions(END) for e in (*v.evidence, v.closed_by, v.ended_by) if e}
    used |= {e.document_number for f in timeline.findings(END) for e in f.evidence}
    for rendition in timeline.documents(END):
        rule = rendition.rule
        assert rule is not None
        if rule.kind is DocumentKind.RULE and rule.changes:
            assert rendition.document_number in used
