"""Whether a CFR paragraph has effect on a date: the Affiliates Rule, its stay, what else may happen to a paragraph."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.law.codified_text import read_target
from monitor.timeline import Evidence, Provision, ProvisionState, Rendition, SnapshotSeen, Timeline
from parsers.model import (
    Action,
    Amendment,
    CfrReference,
    CodifiedProvision,
    DocumentKind,
    EffectiveDateNote,
    ListSnapshot,
    Rule,
    Stage,
)

TARGET = CfrReference(15, "744", "744.11", paragraphs=("a", "1"))
SECTION = CfrReference(15, "744", "744.11")
AFFILIATES = Provision("Affiliates Rule", "15 CFR 744.11(a)(1)", "ownership", 50.0)
LATER = datetime(2026, 11, 12, 14, tzinfo=UTC)


def amendment(
    action: Action,
    effective: date | None,
    *,
    target: CfrReference = TARGET,
    until: date | None = None,
    text: str = "",
    **more: object,
) -> Amendment:
    return Amendment(target, action, effective, text, f"{action} {target}", until=until, **more)  # type: ignore[arg-type]


def document(
    number: str,
    citation: str | None,
    published: date,
    *amendments: Amendment,
    observed: datetime | None = None,
    kind: DocumentKind = DocumentKind.RULE,
    stage: Stage = Stage.PUBLISHED,
    corrects: str | None = None,
) -> Rendition:
    seen = observed or datetime(published.year, published.month, published.day, 13, tzinfo=UTC)
    rule = Rule(
        kind, number, None, citation=citation, publication_date=published, amendments=amendments, corrects=corrects
    )
    evidence = Evidence(number, citation, None, stage, seen, publication_date=published)
    return Rendition(number, stage, seen, None if stage is Stage.WITHDRAWN else rule, evidence)


ADDED = document(
    "2025-19001",
    "90 FR 47201",
    date(2025, 9, 30),
    amendment(Action.ADD, date(2025, 9, 29), text="(1) Entity List entries extend to …"),
    observed=datetime(2025, 9, 29, 13, tzinfo=UTC),
)
STAYED = document(
    "2025-19846",
    "90 FR 50857",
    date(2025, 11, 12),
    amendment(Action.STAY, date(2025, 11, 10), until=date(2026, 11, 9), until_words="until November 9, 2026"),
    observed=datetime(2025, 11, 10, 14, tzinfo=UTC),
)


def ecfr(
    day: date, *, text: bool = True, note: EffectiveDateNote | None = None, observed: datetime | None = None
) -> SnapshotSeen:
    seen = observed or datetime(day.year, day.month, day.day, 6, tzinfo=UTC) + timedelta(days=2)
    provisions = [CodifiedProvision(replace(SECTION, detail="heading"), "§ 744.11 License requirements")]
    provisions += [CodifiedProvision(TARGET, "(1) Entity List entries extend to …")] if text else []
    snapshot = ListSnapshot("ecfr", day, (), notes=(note,) if note else (), provisions=tuple(provisions))
    return SnapshotSeen(
        snapshot, seen, Evidence(None, None, None, "snapshot", seen, publication_date=day, source="ecfr")
    )


NOTE = EffectiveDateNote(
    SECTION,
    "At 90 FR 50857, Nov. 12, 2025, in § 744.11, paragraph (a)(1) was stayed, effective until Nov. 9, 2026.",
    "90 FR 50857",
    Action.STAY,
    (TARGET,),
    date(2026, 11, 9),
)


def ask(
    on: date,
    *known: Rendition | SnapshotSeen,
    known_at: datetime = LATER,
    checked: datetime | None = LATER,
    provision: Provision = AFFILIATES,
) -> ProvisionState:
    timeline = Timeline.build(
        [k for k in known if isinstance(k, Rendition)],
        [k for k in known if isinstance(k, SnapshotSeen)],
        [provision],
        last_checked={"documents": checked} if checked else None,
    )
    (state,) = timeline.provision_states(on, known_at)
    return state


@pytest.mark.parametrize(
    ("on", "state", "since", "until"),
    [
        (date(2025, 9, 28), "not-in-force", None, date(2025, 9, 28)),
        (date(2025, 9, 29), "in-force", date(2025, 9, 29), date(2025, 11, 9)),
        (date(2025, 11, 9), "in-force", date(2025, 9, 29), date(2025, 11, 9)),
        (date(2025, 11, 10), "stayed", date(2025, 11, 10), date(2026, 11, 9)),
        (
            date(2026, 11, 9),
            "stayed",
            date(2025, 11, 10),
            date(2026, 11, 9),
        ),  # "until November 9": the ninth is still stayed
        (date(2026, 11, 10), "in-force", date(2026, 11, 10), None),
    ],
)
def test_the_affiliates_rule_and_its_stay(on: date, state: str, since: date | None, until: date | None) -> None:
    answer = ask(on, ADDED, STAYED)
    assert (answer.state, answer.since, answer.until, answer.confirmed) == (state, since, until, True)


def test_the_answer_names_its_documents_and_says_that_it_follows_from_terms() -> None:
    stayed = ask(date(2026, 1, 1), ADDED, STAYED)
    assert stayed.reason == "stayed through 9 November 2026 by 90 FR 50857"
    assert [e.document_number for e in stayed.evidence] == ["2025-19001", "2025-19846"]
    back = ask(date(2026, 11, 12), ADDED, STAYED)
    assert "by the terms of 90 FR 50857" in back.reason


def test_what_was_known_before_the_stay_was_filed() -> None:
    answer = ask(date(2026, 1, 1), ADDED, STAYED, known_at=datetime(2025, 11, 10, 13, 59, tzinfo=UTC))
    assert (answer.state, answer.until) == ("in-force", None)


def test_a_change_that_was_due_is_not_confirmed_until_documents_were_read_again() -> None:
    before = ask(
        date(2026, 11, 10), ADDED, STAYED, checked=datetime(2026, 11, 10, 4, 59, tzinfo=UTC)
    )  # 23:59 on the 9th, Eastern
    assert before.state == "in-force"
    assert not before.confirmed
    assert "due on 10 November 2026 by the terms of 90 FR 50857" in (before.why_not_confirmed or "")
    assert ask(date(2026, 11, 10), ADDED, STAYED, checked=datetime(2026, 11, 10, 5, 0, tzinfo=UTC)).confirmed
    assert not ask(date(2026, 11, 10), ADDED, STAYED, checked=None).confirmed
    ahead = ask(date(2026, 11, 10), ADDED, STAYED, known_at=datetime(2026, 8, 1, tzinfo=UTC))
    assert not ahead.confirmed  # the last check is later, but was not known then


def test_an_effective_date_that_was_ahead_is_due_too() -> None:
    early = document(
        "2025-19001",
        "90 FR 47201",
        date(2025, 9, 1),
        amendment(Action.ADD, date(2025, 9, 29)),
    )
    assert not ask(date(2025, 9, 29), early, checked=datetime(2025, 9, 28, 12, tzinfo=UTC)).confirmed
    assert ask(date(2025, 9, 29), early, checked=datetime(2025, 9, 29, 12, tzinfo=UTC)).confirmed
    assert ask(date(2025, 9, 29), ADDED, checked=None).confirmed  # read on the day itself


def test_a_text_of_the_ecfr_from_after_the_day_confirms_it_too() -> None:
    after = ecfr(date(2026, 11, 10), observed=datetime(2026, 11, 12, 12, tzinfo=UTC))
    assert ask(date(2026, 11, 12), ADDED, STAYED, after, checked=None).confirmed


def test_only_the_ecfr_is_known() -> None:
    captured = ecfr(date(2026, 3, 25), note=NOTE)
    stayed = ask(date(2026, 4, 1), captured)
    assert (stayed.state, stayed.since, stayed.until, stayed.confirmed) == (
        "stayed",
        date(2025, 11, 12),
        date(2026, 11, 9),
        True,
    )
    assert not ask(date(2026, 11, 10), captured, checked=None).confirmed
    assert ask(date(2026, 11, 10), captured).state == "in-force"
    early = ask(date(2025, 6, 1), captured)
    assert not early.confirmed
    assert "since when" in (early.why_not_confirmed or "")


def test_the_ecfr_contradicts_the_documents() -> None:
    gone = ask(date(2026, 4, 1), ADDED, STAYED, ecfr(date(2026, 3, 25)))  # no note of the stay, four months after
    assert gone.state == "stayed"
    assert not gone.confirmed
    assert "the eCFR of 25 March 2026 shows it in force" in (gone.why_not_confirmed or "")
    absent = ask(date(2026, 4, 1), ADDED, ecfr(date(2026, 3, 25), text=False))
    assert (absent.state, absent.confirmed) == ("in-force", False)


def test_nothing_was_read_about_it() -> None:
    silent = ask(date(2026, 11, 12))
    assert (silent.state, silent.confirmed) == ("not-in-force", False)
    assert "nor an eCFR text" in (silent.why_not_confirmed or "")
    absent = ask(date(2023, 3, 10), ecfr(date(2023, 3, 6), text=False))
    assert (absent.state, absent.confirmed) == ("not-in-force", True)


def test_the_last_day_of_a_note_is_its_last_day() -> None:
    captured = ecfr(date(2026, 3, 25), note=NOTE)
    for on, state in ((date(2026, 11, 9), "stayed"), (date(2026, 11, 10), "in-force")):
        assert (ask(on, ADDED, STAYED, captured).state, ask(on, ADDED, STAYED, captured).confirmed) == (state, True)
        assert ask(on, captured).state == state


def test_a_stay_of_one_day() -> None:
    day = date(2026, 3, 2)
    stay = document("2026-1", "91 FR 1", date(2026, 3, 1), amendment(Action.STAY, day, until=day))
    states = [ask(day + timedelta(days=n), ADDED, stay).state for n in (-1, 0, 1)]
    assert states == ["in-force", "stayed", "in-force"]


def test_the_ecfr_may_be_behind() -> None:
    assert ask(date(2025, 10, 2), ADDED, ecfr(date(2025, 10, 1), text=False)).confirmed
    assert ask(date(2025, 11, 14), ADDED, STAYED, ecfr(date(2025, 11, 13))).confirmed


def test_a_note_of_a_document_that_was_not_read_extends_the_stay() -> None:
    note = replace(
        NOTE,
        text="At 91 FR 60001, Nov. 3, 2026, in § 744.11, paragraph (a)(1) was stayed, effective until Nov. 9, 2027.",
        citation="91 FR 60001",
        until=date(2027, 11, 9),
    )
    answer = ask(date(2026, 11, 12), ADDED, STAYED, ecfr(date(2026, 11, 5), note=note))
    assert (answer.state, answer.until) == ("stayed", date(2027, 11, 9))


def test_a_later_document_extends_shortens_or_lifts_the_stay() -> None:
    def later(*amendments: Amendment) -> Rendition:
        return document("2026-21000", "91 FR 60001", date(2026, 11, 4), *amendments)

    extended = later(amendment(Action.EXTEND, date(2026, 11, 4), until=date(2027, 11, 9)))
    assert ask(date(2026, 11, 10), ADDED, STAYED, extended).until == date(2027, 11, 9)
    assert ask(date(2027, 11, 10), ADDED, STAYED, extended).state == "in-force"
    restated = later(amendment(Action.STAY, date(2026, 11, 4), until=date(2027, 11, 9)))
    assert ask(date(2026, 11, 10), ADDED, STAYED, restated).reason.endswith("by 90 FR 50857 and 91 FR 60001")
    shortened = later(amendment(Action.STAY, date(2026, 11, 4), until=date(2026, 11, 6)))
    assert ask(date(2026, 11, 7), ADDED, STAYED, shortened).state == "in-force"
    lifted = later(amendment(Action.LIFT_STAY, date(2026, 11, 5)))
    answer = ask(date(2026, 11, 5), ADDED, STAYED, lifted)
    assert (answer.state, answer.since, answer.reason) == (
        "in-force",
        date(2026, 11, 5),
        "in force since 5 November 2026 by 91 FR 60001",
    )
    assert ask(date(2026, 11, 4), ADDED, STAYED, lifted).state == "stayed"
    indefinite = later(amendment(Action.STAY, date(2026, 11, 4)))
    assert ask(date(2030, 1, 1), ADDED, STAYED, indefinite).reason.startswith("stayed, without an end so far,")


def test_a_wider_stay_covers_the_paragraph_and_a_narrower_one_does_not() -> None:
    whole = document("2026-1", "91 FR 1", date(2026, 1, 2), amendment(Action.STAY, date(2026, 1, 2), target=SECTION))
    assert ask(date(2026, 1, 2), ADDED, whole).state == "stayed"
    for narrow in (
        replace(TARGET, detail="second sentence"),
        replace(TARGET, paragraphs=("a", "1", "ii")),
        replace(TARGET, paragraphs=("a",), detail="introductory text"),
        replace(TARGET, paragraphs=("a", "2")),
        CfrReference(15, "744", "744.1"),
    ):
        stay = document("2026-1", "91 FR 1", date(2026, 1, 2), amendment(Action.STAY, date(2026, 1, 2), target=narrow))
        assert ask(date(2026, 1, 2), ADDED, stay).state == "in-force", narrow


def test_stays_of_different_places_add_up() -> None:
    whole = document(
        "2026-1",
        "91 FR 1",
        date(2026, 1, 2),
        amendment(Action.STAY, date(2026, 1, 2), target=SECTION, until=date(2026, 12, 1)),
    )
    assert ask(date(2026, 11, 20), ADDED, STAYED, whole).state == "stayed"
    assert ask(date(2026, 12, 2), ADDED, STAYED, whole).state == "in-force"


def test_removed_reserved_and_added_again() -> None:
    removed = document(
        "2026-1", "91 FR 1", date(2026, 1, 2), amendment(Action.REMOVE, date(2026, 1, 5), target=SECTION)
    )
    again = document("2026-2", "91 FR 900", date(2026, 6, 2), amendment(Action.ADD, date(2026, 6, 1)))
    assert ask(date(2026, 1, 5), ADDED, removed).state == "not-in-force"
    assert ask(date(2026, 1, 4), ADDED, removed).until == date(2026, 1, 4)
    assert ask(date(2026, 6, 1), ADDED, removed, again).state == "in-force"
    reserved = document("2026-1", "91 FR 1", date(2026, 1, 2), amendment(Action.RESERVE, date(2026, 1, 5)))
    assert ask(date(2026, 1, 5), ADDED, reserved).state == "not-in-force"


def test_revised_as_a_whole_section() -> None:
    kept = document(
        "2026-1",
        "91 FR 1",
        date(2026, 1, 2),
        amendment(Action.REVISE, date(2026, 1, 5), target=SECTION, text="(a) General. (1) Entities …"),
    )
    assert ask(date(2026, 1, 5), ADDED, kept).state == "in-force"
    starred = document(
        "2026-1",
        "91 FR 1",
        date(2026, 1, 2),
        amendment(Action.REVISE, date(2026, 1, 5), target=SECTION, text="(b) * * *"),
    )
    assert ask(date(2026, 1, 5), ADDED, starred).state == "in-force"
    dropped = document(
        "2026-1",
        "91 FR 1",
        date(2026, 1, 2),
        amendment(Action.REVISE, date(2026, 1, 5), target=SECTION, text="(b) Only this."),
    )
    answer = ask(date(2026, 1, 5), ADDED, dropped)
    assert (answer.state, answer.confirmed) == ("not-in-force", False)


def test_a_stayed_paragraph_cannot_be_amended() -> None:
    revised = document(
        "2026-1", "91 FR 1", date(2026, 1, 2), amendment(Action.REVISE, date(2026, 1, 5), text="(1) New words.")
    )
    answer = ask(date(2026, 1, 5), ADDED, STAYED, revised)
    assert (answer.state, answer.confirmed) == ("stayed", False)
    lifts = document(
        "2026-1",
        "91 FR 1",
        date(2026, 1, 2),
        amendment(Action.LIFT_STAY, date(2026, 1, 5)),
        amendment(Action.REVISE, date(2026, 1, 5), text="(1) New words."),
    )
    answer = ask(date(2026, 1, 5), ADDED, STAYED, lifts)
    assert (answer.state, answer.confirmed) == ("in-force", True)


def test_a_delay_names_the_first_day_of_effect() -> None:
    delay = document(
        "2025-19500",
        "90 FR 48000",
        date(2025, 9, 28),
        amendment(Action.DELAY, date(2025, 9, 28), target=CfrReference(15, "744"), until=date(2025, 12, 1)),
    )
    late = replace(delay, rule=replace(delay.rule, publication_date=date(2025, 10, 1))) if delay.rule else delay
    early = document(
        "2025-19001", "90 FR 47201", date(2025, 9, 20), amendment(Action.ADD, date(2025, 9, 29), text="(1) …")
    )
    assert ask(date(2025, 11, 30), early, delay).state == "not-in-force"
    assert ask(date(2025, 12, 1), early, delay).state == "in-force"
    assert ask(date(2025, 10, 15), early, late).state == "not-in-force"  # ordered in time by its own date
    indefinite = document(
        "2025-19500",
        "90 FR 48000",
        date(2025, 9, 28),
        amendment(Action.DELAY, date(2025, 9, 28), until_words="indefinitely"),
    )
    assert ask(date(2027, 1, 1), early, indefinite).state == "not-in-force"


def test_a_delay_moves_the_document_that_it_names() -> None:
    early = document(
        "2025-19001", "90 FR 47201", date(2025, 9, 20), amendment(Action.ADD, date(2025, 9, 29), text="(1) …")
    )

    def delay(words: str) -> Rendition:
        moved = Amendment(CfrReference(15, "744"), Action.DELAY, date(2025, 9, 28), "", words, until=date(2025, 12, 1))
        return document("2025-19500", "90 FR 48000", date(2025, 9, 28), moved)

    named = delay("The effective date of the rule published at 90 FR 47201 is delayed until December 1, 2025.")
    other = delay("The effective date of the rule published at 90 FR 46000 is delayed until December 1, 2025.")
    numbered = delay("The effective date of FR Doc. 2025–19001 is delayed until December 1, 2025.")
    assert [ask(date(2025, 10, 1), early, d).state for d in (named, other, numbered)] == [
        "not-in-force",
        "in-force",
        "not-in-force",
    ]
    too_late = replace(named, rule=replace(named.rule, publication_date=date(2025, 10, 5))) if named.rule else named
    begun = document(
        "2025-19001", "90 FR 47201", date(2025, 9, 20), amendment(Action.ADD, date(2025, 9, 25), text="(1) …")
    )
    assert ask(date(2025, 10, 6), begun, too_late).state == "in-force"  # it had taken effect before


def test_a_temporary_paragraph_runs_out_and_may_be_extended() -> None:
    temporary = document(
        "2025-1",
        "90 FR 1",
        date(2025, 1, 2),
        amendment(Action.ADD, date(2025, 1, 2), until=date(2025, 3, 1), text="(1) …"),
    )
    assert ask(date(2025, 3, 1), temporary).state == "in-force"
    assert ask(date(2025, 3, 2), temporary).state == "not-in-force"
    longer = document(
        "2025-2", "90 FR 90", date(2025, 2, 2), amendment(Action.EXTEND, date(2025, 2, 2), until=date(2025, 6, 1))
    )
    assert ask(date(2025, 6, 1), temporary, longer).state == "in-force"
    assert ask(date(2025, 6, 2), temporary, longer).state == "not-in-force"


def test_a_temporary_paragraph_is_made_permanent() -> None:
    text = "(1) …"
    temporary = document(
        "2025-1",
        "90 FR 1",
        date(2025, 1, 2),
        amendment(Action.ADD, date(2025, 1, 2), until=date(2025, 3, 1), text=text),
    )
    for action in (Action.ADD, Action.REVISE):
        final = document("2025-2", "90 FR 90", date(2025, 2, 2), amendment(action, date(2025, 2, 3), text=text))
        assert ask(date(2025, 3, 2), temporary, final).state == "in-force"


def test_a_note_of_a_stay_that_was_lifted_since() -> None:
    lifted = document("2026-21000", "91 FR 60001", date(2026, 9, 1), amendment(Action.LIFT_STAY, date(2026, 9, 1)))
    noted = ecfr(date(2026, 3, 25), note=NOTE)
    assert ask(date(2026, 8, 31), ADDED, STAYED, lifted, noted).state == "stayed"
    assert ask(date(2026, 9, 1), ADDED, STAYED, lifted, noted).state == "in-force"


def test_a_note_that_came_after_a_capture_without_it() -> None:
    behind, with_note, without = ecfr(date(2025, 11, 13)), ecfr(date(2026, 3, 25), note=NOTE), ecfr(date(2026, 6, 1))
    assert ask(date(2026, 4, 1), behind, with_note).state == "stayed"
    assert ask(date(2026, 6, 1), behind, with_note, without).state == "in-force"
    assert ask(date(2026, 5, 31), behind, with_note, without).state == "stayed"


def test_a_redesignated_paragraph_is_followed() -> None:
    moved = replace(TARGET, paragraphs=("a", "3"))
    redesignated = document(
        "2026-1", "91 FR 1", date(2026, 1, 2), amendment(Action.REDESIGNATE, date(2026, 1, 5), redesignated_to=moved)
    )
    stay = document("2026-2", "91 FR 900", date(2026, 6, 2), amendment(Action.STAY, date(2026, 6, 2), target=moved))
    other = document("2026-2", "91 FR 900", date(2026, 6, 2), amendment(Action.REMOVE, date(2026, 6, 2)))
    assert ask(date(2026, 6, 2), ADDED, redesignated, stay).state == "stayed"
    assert ask(date(2026, 6, 2), ADDED, redesignated, other).state == "in-force"
    wider = document(
        "2026-1",
        "91 FR 1",
        date(2026, 1, 2),
        amendment(
            Action.REDESIGNATE,
            date(2026, 1, 5),
            target=replace(TARGET, paragraphs=("a",)),
            redesignated_to=replace(TARGET, paragraphs=("c",)),
        ),
    )
    stay = document(
        "2026-2",
        "91 FR 900",
        date(2026, 6, 2),
        amendment(Action.STAY, date(2026, 6, 2), target=replace(TARGET, paragraphs=("c", "1"))),
    )
    assert ask(date(2026, 6, 2), ADDED, wider, stay).state == "stayed"
    unsaid = document("2026-1", "91 FR 1", date(2026, 1, 2), amendment(Action.REDESIGNATE, date(2026, 1, 5)))
    assert not ask(date(2026, 6, 2), ADDED, unsaid).confirmed


def test_proposed_and_withdrawn_documents_change_nothing() -> None:
    removal = amendment(Action.REMOVE, date(2026, 1, 5))
    for kind in (DocumentKind.PROPOSED_RULE, DocumentKind.NOTICE):
        assert (
            ask(date(2026, 6, 2), ADDED, document("2026-1", "91 FR 1", date(2026, 1, 2), removal, kind=kind)).state
            == "in-force"
        )
    filed = document(
        "2026-1",
        None,
        date(2026, 1, 6),
        removal,
        stage=Stage.PUBLIC_INSPECTION,
        observed=datetime(2026, 1, 5, 14, tzinfo=UTC),
    )
    gone = document(
        "2026-1", None, date(2026, 1, 6), stage=Stage.WITHDRAWN, observed=datetime(2026, 1, 5, 20, tzinfo=UTC)
    )
    assert ask(date(2026, 6, 2), ADDED, filed).state == "not-in-force"
    assert ask(date(2026, 6, 2), ADDED, filed, gone).state == "in-force"
    assert (
        ask(date(2026, 6, 2), ADDED, filed, gone, known_at=datetime(2026, 1, 5, 15, tzinfo=UTC)).state == "not-in-force"
    )


def test_targets_are_read_as_they_are_written() -> None:
    for target in (
        TARGET,
        CfrReference(15, "744", supplement="8"),
        CfrReference(15, "744", supplement="8", paragraphs=("c",)),
        CfrReference(15, "744", supplement="4", detail="introductory text"),
        CfrReference(15, "744"),
        CfrReference(15, "734", "734.9", paragraphs=("e",), detail="introductory text"),
        CfrReference(15, "746", supplement="Appendix A"),
    ):
        assert read_target(str(target)) == target
    with pytest.raises(ValueError, match="not a place in the CFR"):
        read_target("the Affiliates Rule")
    with pytest.raises(ValueError, match="not a place in the CFR"):
        Timeline.build([], [], [Provision("x", "nowhere", "text")])


def test_the_end_of_the_stay_is_scheduled_and_a_later_document_cancels_it() -> None:
    timeline = Timeline.build([ADDED, STAYED], [], [AFFILIATES])
    (change,) = timeline.scheduled(date(2026, 8, 1), datetime(2026, 8, 1, tzinfo=UTC))
    assert (change.on, change.provision, change.source) == (date(2026, 11, 10), AFFILIATES, "terms")
    assert change.what == (
        "the stay of the Affiliates Rule (15 CFR 744.11(a)(1)) ends after 9 November 2026 by 90 FR 50857; "
        "it applies again from 10 November 2026"
    )
    assert timeline.scheduled(date(2026, 11, 10), LATER) == ()
    assert timeline.change_dates(date(2025, 9, 29), date(2026, 11, 10), LATER) == (
        date(2025, 11, 10),
        date(2026, 11, 10),
    )
    lifted = document("2026-21000", "91 FR 60001", date(2026, 9, 1), amendment(Action.LIFT_STAY, date(2026, 9, 1)))
    assert timeline.with_(renditions=[lifted]).scheduled(date(2026, 9, 1), LATER) == ()


def test_other_places_of_the_document_are_mentioned_once() -> None:
    rule = STAYED.rule
    assert rule is not None
    other = amendment(
        Action.STAY, date(2025, 11, 10), target=CfrReference(15, "744", supplement="8"), until=date(2026, 11, 9)
    )
    more = replace(STAYED, rule=replace(rule, amendments=(*rule.amendments, other)))
    (change,) = Timeline.build([ADDED, more], [], [AFFILIATES]).scheduled(date(2026, 8, 1), LATER)
    assert "that day also: the stay of 15 CFR 744 Supplement No. 8" in change.what
    untracked = Timeline.build([ADDED, more], [], []).scheduled(date(2026, 8, 1), LATER)
    assert [c.key for c in untracked] == ["document:2025-19846:stay-ends:15 CFR 744.11(a)(1)"]
    license_ = document(
        "2025-19001b",
        "90 FR 47202",
        date(2025, 9, 30),
        amendment(
            Action.ADD,
            date(2025, 9, 29),
            target=CfrReference(15, "736", supplement="1", paragraphs=("g",)),
            until=date(2025, 11, 28),
        ),
    )
    (expiry,) = Timeline.build([license_], [], []).scheduled(date(2025, 11, 28), LATER)
    assert (expiry.on, expiry.source) == (date(2025, 11, 29), "terms")
    assert "runs out" in expiry.what


def test_a_place_that_is_not_tracked_is_scheduled_by_its_newest_end() -> None:
    def ends(*known: Rendition) -> list[tuple[str, date]]:
        return [(c.key, c.on) for c in Timeline.build(known, [], []).scheduled(date(2026, 8, 1), LATER)]

    def later(*amendments: Amendment) -> Rendition:
        return document("2026-15000", "91 FR 50000", date(2026, 7, 20), *amendments)

    key = "document:{}:stay-ends:15 CFR 744.11(a)(1)"
    assert ends(STAYED) == [(key.format("2025-19846"), date(2026, 11, 10))]
    extended = later(amendment(Action.EXTEND, date(2026, 7, 20), until=date(2027, 11, 9)))
    assert ends(STAYED, extended) == [(key.format("2026-15000"), date(2027, 11, 10))]
    assert ends(STAYED, later(amendment(Action.LIFT_STAY, date(2026, 7, 20)))) == []


def test_a_provision_in_words_with_a_detail() -> None:
    intro = Provision("Entity List introduction", "15 CFR 744 Supplement No. 4, introductory text", "text")
    place = CfrReference(15, "744", supplement="4", detail="introductory text")
    revised = document(
        "2025-19001", "90 FR 47201", date(2025, 9, 30), amendment(Action.REVISE, date(2025, 9, 29), target=place)
    )
    stay = document(
        "2025-19846", "90 FR 50857", date(2025, 11, 12), amendment(Action.STAY, date(2025, 11, 10), target=place)
    )
    assert ask(date(2025, 11, 9), revised, stay, provision=intro).state == "in-force"
    assert ask(date(2025, 11, 10), revised, stay, provision=intro).state == "stayed"
    entry = document(
        "2025-1",
        "90 FR 1",
        date(2025, 11, 12),
        amendment(Action.STAY, date(2025, 11, 10), target=replace(place, detail="table")),
    )
    assert ask(date(2025, 11, 10), revised, entry, provision=intro).state == "in-force"
