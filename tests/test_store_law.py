"""What was published, as the store keeps it: on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import hashlib
import runpy
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa

from monitor.store import RenditionState, Store, StoreError, open_store
from parsers.model import (
    Action,
    Amendment,
    CfrReference,
    Document,
    DocumentKind,
    ListChange,
    ListEntry,
    ListName,
    ListSnapshot,
    Problem,
    Rule,
    Stage,
)

new_database = runpy.run_path(str(Path(__file__).with_name("postgres.py")))["new_database"]

NOW = datetime(2025, 3, 25, 16, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
FILED = Document(
    number="2025-05427",
    title="Additions to the Entity List",
    kind=DocumentKind.RULE,
    stage=Stage.PUBLIC_INSPECTION,
    source="public-inspection",
    publication_date=date(2025, 3, 28),
    filed_at=NOW,
    raw_text_url="https://www.federalregister.gov/public-inspection/raw_text/202/505/427.txt",
)
PRINTED = replace(
    FILED,
    stage=Stage.PUBLISHED,
    source="documents",
    citation="90 FR 14046",
    volume=90,
    start_page=14046,
    end_page=14052,
)
ENTRY = ListEntry(
    ListName.ENTITY_LIST,
    "CHINA, PEOPLE’S REPUBLIC OF",
    "Inspur Software Co., Ltd.",
    aliases=("Inspur Software", "Wave Software"),
    footnotes=("4",),
    sub_entities=(ListEntry(ListName.ENTITY_LIST, None, "浪潮软件"),),
)
RULE = Rule(
    kind=DocumentKind.RULE,
    document_number="2025-05427",
    title="Additions to the Entity List",
    effective_dates=(date(2025, 3, 25),),
    changes=(ListChange(Action.ADD, ENTRY, date(2025, 3, 25), "1. Supplement No. 4 ... is amended"),),
    amendments=(Amendment(CfrReference(15, "744", "744.11", paragraphs=("a", "1")), Action.STAY, None, "", "x"),),
    problems=(Problem("row 3", "odd", "info"),),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path}/regwatch.db" if request.param == "sqlite" else new_database()
    with open_store(url) as opened:
        yield opened


# --- what is new ---


def test_a_document_is_unseen_once(store: Store) -> None:
    assert [u.document for u in store.unseen([FILED, PRINTED])] == [FILED, PRINTED]
    store.save_document(FILED, NOW)
    assert [(u.document, u.before) for u in store.unseen([FILED, PRINTED])] == [(PRINTED, None)]


def test_a_document_that_says_something_else_is_unseen_with_what_it_said_before(store: Store) -> None:
    store.save_document(FILED, NOW)
    replaced = replace(FILED, pdf_updated_at=NOW + HOUR)
    (unseen,) = store.unseen([replaced])
    assert (unseen.document, unseen.before) == (replaced, FILED)
    store.save_document(replaced, NOW + HOUR)
    assert store.unseen([replaced]) == ()
    assert [u.before for u in store.unseen([FILED])] == [replaced]


def test_the_same_instant_in_another_offset_is_nothing_new(store: Store) -> None:
    """``filed_at`` is UTC in a search and local in current.json."""
    store.save_document(FILED, NOW)
    local = replace(FILED, filed_at=NOW.astimezone(timezone(timedelta(hours=-4))))
    assert store.unseen([local]) == ()


def test_each_source_and_stage_is_compared_with_itself(store: Store) -> None:
    """A feed says less of a document than the API; neither makes the other look changed."""
    from_feed = replace(PRINTED, source="feed", citation=None, volume=None)
    for document in (PRINTED, from_feed, FILED):
        assert store.unseen([document]) != ()
        store.save_document(document, NOW)
    assert store.unseen([FILED, PRINTED, from_feed]) == ()
    assert set(store.announced("2025-05427")) == {FILED, PRINTED, from_feed}


def test_thousands_of_documents_can_be_asked_about_at_once(store: Store) -> None:
    many = [replace(PRINTED, number=f"2025-{n:05}") for n in range(1200)]
    with store.transaction():
        for document in many[::2]:
            store.save_document(document, NOW)
    assert [u.document for u in store.unseen(many)] == many[1::2]


# --- renditions ---


def test_a_pending_body_is_asked_for_when_due_and_read_later(store: Store) -> None:
    pending = store.save_rendition(FILED, RenditionState.PENDING_BODY, NOW, next_try_at=NOW + HOUR)
    assert store.pending_bodies(NOW) == ()
    (due,) = store.pending_bodies(NOW + HOUR)
    assert (due.id, due.document, due.tries, due.rule) == (pending, FILED, 0, None)
    assert store.renditions() == []

    store.body_missing(pending, "not-found: answered 404", NOW + 2 * HOUR)
    assert store.pending_bodies(NOW + HOUR) == ()
    (due,) = store.pending_bodies(NOW + 2 * HOUR)
    assert (due.tries, due.last_error) == (1, "not-found: answered 404")

    sha256 = store.save_evidence(b"the text", url="https://x/1", fetched_at=NOW + 2 * HOUR, source="public-inspection")
    store.body_read(
        pending, RenditionState.READ, NOW + 2 * HOUR, rule=RULE, sha256=sha256, url="https://x/1", parser_version="1"
    )
    assert store.pending_bodies(NOW + 9 * HOUR) == ()
    (read,) = store.renditions()
    assert read.rule == RULE
    assert (read.document_number, read.stage, read.observed_at) == (
        "2025-05427",
        Stage.PUBLIC_INSPECTION,
        NOW + 2 * HOUR,
    )
    assert (read.evidence.sha256, read.evidence.url, read.evidence.filed_at) == (sha256, "https://x/1", NOW)
    assert read.observed_at.utcoffset() == timedelta(0)


def test_what_was_known_at_an_instant(store: Store) -> None:
    store.save_rendition(FILED, RenditionState.READ, NOW, rule=RULE)
    store.save_rendition(PRINTED, RenditionState.PARTLY_READ, NOW + 64 * HOUR, rule=RULE)
    assert store.renditions(known_at=NOW - HOUR) == []
    assert [r.stage for r in store.renditions(known_at=NOW)] == [Stage.PUBLIC_INSPECTION]
    printed = store.renditions()[-1]
    assert (printed.volume, printed.start_page, printed.end_page) == (90, 14046, 14052)
    assert printed.evidence.citation == "90 FR 14046"


def test_a_body_read_late_was_not_known_before(store: Store) -> None:
    pending = store.save_rendition(FILED, RenditionState.PENDING_BODY, NOW, next_try_at=NOW)
    store.body_read(pending, RenditionState.READ, NOW + 5 * HOUR, rule=RULE)
    assert store.renditions(known_at=NOW + 4 * HOUR) == []
    assert len(store.renditions(known_at=NOW + 5 * HOUR)) == 1


@pytest.mark.parametrize("state", [RenditionState.UNREADABLE, RenditionState.NOT_LAW, RenditionState.PENDING_BODY])
def test_what_has_no_effect_or_was_not_read_is_kept_from_the_timeline(store: Store, state: RenditionState) -> None:
    store.save_rendition(FILED, state, NOW, next_try_at=NOW)
    assert store.renditions() == []
    assert [r.state for r in store.renditions_of("2025-05427")] == [state]


def test_a_withdrawal_is_known_without_a_rule(store: Store) -> None:
    withdrawn = replace(FILED, stage=Stage.WITHDRAWN, editorial_note="withdrawn at the agency's request")
    store.save_rendition(FILED, RenditionState.READ, NOW, rule=RULE)
    store.save_rendition(withdrawn, RenditionState.WITHDRAWN, NOW + HOUR)
    assert [(r.stage, r.rule is None) for r in store.renditions()] == [
        (Stage.PUBLIC_INSPECTION, False),
        (Stage.WITHDRAWN, True),
    ]


def test_a_better_parser_reads_again_without_changing_when_it_was_known(store: Store) -> None:
    sha256 = store.save_evidence(b"the text", url="https://x/1", fetched_at=NOW, source="documents")
    first = store.save_rendition(
        PRINTED, RenditionState.PARTLY_READ, NOW, rule=RULE, sha256=sha256, url="https://x/1", parser_version="1"
    )
    store.save_rendition(
        FILED, RenditionState.READ, NOW, rule=RULE, parser_version="1"
    )  # without evidence: no way back
    (old,) = store.outdated_readings("2")
    assert (old.id, old.sha256, store.outdated_readings("1")) == (first, sha256, ())
    better = replace(RULE, problems=())
    store.body_read(first, RenditionState.READ, NOW + 100 * HOUR, rule=better, parser_version="2")
    again = store.rendition(first)
    assert (again.rule, again.read_at, again.sha256, again.url) == (better, NOW, sha256, "https://x/1")
    assert store.outdated_readings("2") == ()


def test_metadata_that_comes_later_reaches_the_timeline(store: Store) -> None:
    early = replace(PRINTED, citation=None, volume=None, start_page=None, end_page=None)
    first = store.save_rendition(early, RenditionState.READ, NOW, rule=RULE)
    store.renew_document(first, PRINTED)
    (rendition,) = store.renditions()
    assert (rendition.evidence.citation, rendition.start_page) == ("90 FR 14046", 14046)


def test_the_law_version_moves_exactly_when_the_law_may_have_changed(store: Store) -> None:
    versions = [store.law_version()]

    def moved() -> bool:
        versions.append(store.law_version())
        return versions[-1] != versions[-2]

    store.save_document(FILED, NOW)
    store.save_evidence(b"x", url="https://x", fetched_at=NOW, source="documents")
    assert not moved()
    pending = store.save_rendition(FILED, RenditionState.PENDING_BODY, NOW, next_try_at=NOW)
    moved()
    store.body_missing(pending, "not yet", NOW + HOUR)
    assert not moved()
    store.body_read(pending, RenditionState.READ, NOW, rule=RULE)
    assert moved()
    store.renew_document(pending, FILED)
    assert moved()
    snapshot = ListSnapshot("ecfr", date(2025, 3, 20), (ENTRY,))
    store.save_snapshot(snapshot, NOW)
    assert moved()
    store.save_snapshot(snapshot, NOW + HOUR)
    assert not moved()
    store.save_snapshot(replace(snapshot, as_of=date(2025, 3, 21)), NOW + HOUR)
    assert moved()


def test_an_unknown_rendition_is_an_error_of_the_caller(store: Store) -> None:
    with pytest.raises(LookupError):
        store.body_missing(4711, "x", NOW)


# --- evidence ---


def test_published_bytes_come_back_as_they_were_and_are_kept_once(store: Store) -> None:
    body = bytes(range(256)) * 100
    first = store.save_evidence(
        body, url="https://a/1", fetched_at=NOW, source="documents", content_type="text/xml", status=200
    )
    again = store.save_evidence(body, url="https://a/1", fetched_at=NOW + HOUR, source="documents", status=200)
    elsewhere = store.save_evidence(body, url="https://b/2", fetched_at=NOW + 2 * HOUR, source="feed")
    assert first == again == elsewhere == hashlib.sha256(body).hexdigest()
    assert store.evidence(first) == body
    assert store.evidence("0" * 64) is None
    retrievals = store.retrievals(first)
    assert [(r.url, r.source, r.fetched_at, r.last_fetched_at) for r in retrievals] == [
        ("https://a/1", "documents", NOW, NOW + HOUR),
        ("https://b/2", "feed", NOW + 2 * HOUR, NOW + 2 * HOUR),
    ]


def test_evidence_that_was_tampered_with_is_not_passed_off_as_published(store: Store) -> None:
    sha256 = store.save_evidence(b"the law", url="https://a", fetched_at=NOW, source="documents")
    other = store.save_evidence(b"another law", url="https://a", fetched_at=NOW, source="documents")
    with store._engine.begin() as connection:
        body = connection.execute(sa.text("SELECT body FROM evidence WHERE sha256 = :s"), {"s": other}).scalar()
        connection.execute(sa.text("UPDATE evidence SET body = :b WHERE sha256 = :s"), {"b": body, "s": sha256})
    with pytest.raises(StoreError, match="the stored bytes have changed"):
        store.evidence(sha256)


def test_a_rendition_cannot_name_evidence_that_is_not_there(store: Store) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        store.save_rendition(FILED, RenditionState.READ, NOW, rule=RULE, sha256="0" * 64)
    assert store.renditions_of("2025-05427") == ()


# --- snapshots ---


def test_a_capture_that_says_the_same_only_moves_its_dates(store: Store) -> None:
    monday = ListSnapshot("ecfr", date(2025, 3, 17), (ENTRY,), counts=(("entity-list", 1),))
    tuesday = replace(monday, as_of=date(2025, 3, 18))
    assert store.save_snapshot(monday, NOW)
    assert not store.save_snapshot(tuesday, NOW + 24 * HOUR)
    (seen,) = store.snapshots()
    assert (seen.snapshot, seen.observed_at) == (tuesday, NOW)
    (before,) = store.snapshots(known_at=NOW + HOUR)
    assert before.snapshot == monday
    assert store.snapshots(known_at=NOW - HOUR) == []


def test_a_list_that_goes_back_to_what_it_was_is_a_change_each_time(store: Store) -> None:
    one = ListSnapshot("screening-list", None, (ENTRY,))
    none = replace(one, entries=())
    assert [store.save_snapshot(s, NOW + n * HOUR) for n, s in enumerate((one, none, one))] == [True, True, True]
    assert [len(s.snapshot.entries) for s in store.snapshots(source="screening-list")] == [1, 0, 1]


def test_the_newest_capture_of_each_source(store: Store) -> None:
    for number, (source, day) in enumerate((("ecfr", 1), ("screening-list", 2), ("ecfr", 3))):
        snapshot = ListSnapshot(source, date(2025, 3, day), (replace(ENTRY, name=str(day)),))
        store.save_snapshot(snapshot, NOW + number * HOUR)
    assert [s.snapshot.as_of for s in store.snapshots(newest_only=True)] == [date(2025, 3, 2), date(2025, 3, 3)]
    known = store.snapshots(NOW + HOUR, newest_only=True)
    assert [s.snapshot.as_of for s in known] == [date(2025, 3, 1), date(2025, 3, 2)]
    assert [s.evidence.source for s in store.snapshots(source="ecfr")] == ["ecfr", "ecfr"]


# --- one transaction ---


class Crash(Exception):
    pass


def test_what_a_poll_decided_is_kept_together_or_not_at_all(store: Store) -> None:
    def write() -> None:
        store.save_document(FILED, NOW)
        sha256 = store.save_evidence(b"text", url="https://x", fetched_at=NOW, source="documents")
        store.save_rendition(FILED, RenditionState.READ, NOW, rule=RULE, sha256=sha256)
        store.set_setting("evaluated_through", "2025-03-25")

    with pytest.raises(Crash), store.transaction():  # noqa: PT012 (what is written before the crash is the point)
        write()
        assert store.unseen([FILED]) == ()  # inside, it is there
        raise Crash
    assert store.unseen([FILED]) != ()
    assert store.renditions() == []
    assert store.setting("evaluated_through") is None
    assert store.law_version() == 0
    with store.transaction(serialised=True):
        write()
    assert store.unseen([FILED]) == ()
    assert len(store.renditions()) == 1


def test_an_inner_transaction_that_fails_takes_back_only_its_own(store: Store) -> None:
    with store.transaction():
        store.set_setting("outer", "1")
        with pytest.raises(Crash), store.transaction():  # noqa: PT012
            store.set_setting("inner", "1")
            raise Crash
        store.set_setting("after", "1")
    assert [store.setting(n) for n in ("outer", "inner", "after")] == ["1", None, "1"]


def test_instants_without_an_offset_are_refused(store: Store) -> None:
    with pytest.raises(sa.exc.StatementError, match="an instant without an offset"):
        store.save_document(FILED, datetime(2025, 3, 25))  # noqa: DTZ001 (the mistake)


def test_text_that_no_database_can_hold_is_shown_as_damaged(store: Store) -> None:
    odd = replace(FILED, title="Nul \x00 and half a pair \ud83d")
    store.save_document(odd, NOW)
    pending = store.save_rendition(odd, RenditionState.PENDING_BODY, NOW, next_try_at=NOW)
    store.body_missing(pending, "Nul \x00 and half a pair \ud83d", NOW)
    (due,) = store.pending_bodies(NOW)
    assert due.last_error == "Nul \ufffd and half a pair \ufffd"
    assert due.document.title == "Nul \x00 and half a pair \ufffd"
