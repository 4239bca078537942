"""The alert log and the outbox: nothing told twice, nothing lost, each delivery in one worker's hands."""

from __future__ import annotations

import runpy
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.storage import store_outbox
from monitor.store import Acknowledgement, LoggedAlert, OutboxCount, Store, UnknownAlertError, open_store
from notifiers.model import Alert, Party, Severity, Source

new_database = runpy.run_path(str(Path(__file__).with_name("postgres.py")))["new_database"]

NOW = datetime(2025, 3, 25, 16, 15, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
FILED = Source("2025-05427", None, "Additions", "https://fr/pi", "public-inspection", sha256="a" * 64)
PRINTED = replace(FILED, citation="90 FR 14046", url="https://fr/d/2025-05427", stage="published", sha256="b" * 64)
CODIFIED = Source(None, None, None, "https://ecfr/title-15", "snapshot", sha256="c" * 64)


def alert(number: int = 1, party: str | None = "p1", **fields: object) -> Alert:
    return replace(
        Alert(
            id=f"a{number}",
            key=f"loophole-closed/{number}",
            kind="loophole-closed",
            severity=Severity.CRITICAL,
            headline="Inspur Software Co., Ltd. is on the Entity List",
            reason="named by 2025-05427",
            observed_at=NOW + number * MINUTE,
            counterparty=Party(party, "Inspur Software") if party else None,
            sources=(FILED,),
            effective=date(2025, 3, 25),
        ),
        **fields,
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/regwatch.db" if request.param == "sqlite" else str(new_database())


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with open_store(url) as opened:
        yield opened


def states(store: Store, alert_id: str = "a1") -> dict[str, str]:
    return {d.channel: d.state for d in store.alert(alert_id).deliveries}


# --- one event, one alert ---


def test_an_alert_is_kept_whole_with_its_deliveries(store: Store) -> None:
    added = store.add_alert(alert(), ["slack", "email"], NOW)
    assert (added.id, added.inserted, added.grew) == ("a1", True, False)
    logged = store.alert("a1")
    assert logged.alert == alert()
    assert [(d.channel, d.state, d.attempts, d.due_at) for d in logged.deliveries] == [
        ("slack", "pending", 0, NOW),
        ("email", "pending", 0, NOW),
    ]
    assert [(s.source, s.observed_at) for s in logged.sightings] == [(FILED, NOW + MINUTE)]
    assert (logged.acknowledged, logged.superseded_by) == (None, None)
    assert store.alert_by_key("loophole-closed/1") == logged
    assert store.alert_by_key("nothing") is None
    assert store.known_keys(["loophole-closed/1", "nothing"]) == {"loophole-closed/1"}


def test_the_same_event_seen_again_grows_the_record_and_tells_nobody(store: Store) -> None:
    store.add_alert(alert(), ["slack"], NOW)
    again = replace(alert(), id="other", headline="other words", sources=(FILED, PRINTED), observed_at=NOW + 3 * DAY)
    added = store.add_alert(again, ["slack", "email"], NOW)
    assert (added.id, added.inserted, added.grew) == ("a1", False, True)
    store.add_alert(replace(alert(), sources=(CODIFIED,), observed_at=NOW + 9 * DAY), ["slack"], NOW)
    known = store.add_alert(replace(again, observed_at=NOW + 10 * DAY), ["slack"], NOW)
    assert (known.inserted, known.grew) == (False, False)
    (logged,) = store.alerts()
    assert logged.alert == replace(alert(), sources=(FILED, PRINTED, CODIFIED))
    assert [(s.source.stage, s.observed_at) for s in logged.sightings] == [
        ("public-inspection", NOW + MINUTE),
        ("published", NOW + 3 * DAY),
        ("snapshot", NOW + 9 * DAY),
    ]
    assert states(store) == {"slack": "pending"}


def test_twice_in_one_poll_is_once(store: Store) -> None:
    first, second = store.add_alerts(
        [(alert(), [("slack", NOW)]), (replace(alert(), sources=(PRINTED,)), [("slack", NOW)])]
    )
    assert (first.inserted, second.inserted, second.grew) == (True, False, True)
    assert len(store.alerts()) == 1


def test_two_events_that_draw_the_same_id_are_both_kept(store: Store) -> None:
    ids = [store.add_alert(replace(alert(), key=key), ["slack"], NOW).id for key in ("one", "two", "three")]
    assert ids == ["a1", "a1-2", "a1-3"]
    assert [logged.alert.id for logged in store.alerts()] == ids
    assert [c.alert.id for c in store.claim_deliveries(NOW, "w")] == ids


def test_what_amends_an_alert_supersedes_it(store: Store) -> None:
    store.add_alert(alert(1), ["slack"], NOW)
    store.add_alert(alert(2, previous_id="a1"), ["slack"], NOW)
    assert store.alert("a1").superseded_by == "a2"
    assert [logged.alert.id for logged in store.unacknowledged("critical")] == ["a2"]


def test_the_log_can_be_asked_in_several_ways(store: Store) -> None:
    store.add_alert(alert(3), ["slack"], NOW)
    store.add_alert(alert(1), ["slack"], NOW)
    store.add_alert(alert(2, party="p2", sources=(PRINTED,), severity=Severity.INFO), ["slack"], NOW)
    store.add_alert(alert(4, party=None, sources=()), ["slack"], NOW)

    def ids(logged: tuple[LoggedAlert, ...]) -> list[str]:
        return [entry.alert.id for entry in logged]

    assert ids(store.alerts()) == ["a1", "a2", "a3", "a4"]
    assert ids(store.alerts(NOW + 2 * MINUTE)) == ["a2", "a3", "a4"]
    assert ids(store.alerts(limit=2)) == ["a3", "a4"]
    assert ids(store.alerts_of_document("2025-05427")) == ["a3", "a1", "a2"]
    assert ids(store.alerts_of_counterparty("p2")) == ["a2"]
    assert ids(store.unacknowledged("critical")) == ["a3", "a1", "a4"]
    assert ids(store.unacknowledged("critical", before=NOW + 3 * MINUTE)) == ["a1"]
    with pytest.raises(UnknownAlertError, match="no alert 'zz'"):
        store.alert("zz")


def test_a_date_begins_at_midnight_in_washington(store: Store) -> None:
    late = datetime(2025, 3, 26, 3, 59, tzinfo=UTC)  # 25 March, 23:59
    store.add_alert(alert(1, observed_at=late), ["slack"], NOW)
    store.add_alert(alert(2, observed_at=late + MINUTE), ["slack"], NOW)
    assert [logged.alert.id for logged in store.alerts(date(2025, 3, 26))] == ["a2"]


def test_thousands_of_alerts_of_one_rule(store: Store) -> None:
    many = [(alert(n, party=f"p{n}"), [("slack", NOW), ("email", NOW)]) for n in range(3000)]
    assert all(added.inserted for added in store.add_alerts(many))
    claimed = store.claim_deliveries(NOW, "w", limit=20_000, channels=["email"])
    assert [c.alert.id for c in claimed] == [f"a{n}" for n in range(3000)]
    assert store.mark_delivered([c.id for c in claimed], NOW) == 3000
    assert [(c.channel, c.count) for c in store.outbox_counts()] == [("slack", 3000)]


# --- acknowledgement ---


def test_the_first_acknowledgement_counts_and_the_trail_has_all(store: Store) -> None:
    store.add_alert(alert(), ["slack"], NOW)
    assert store.acknowledge("a1", by="Ada", at=NOW, note="shipment stopped", decision="stop")
    assert not store.acknowledge("a1", by="Bo", at=NOW + MINUTE)
    assert store.alert("a1").acknowledged == Acknowledgement("Ada", NOW, "shipment stopped", "stop")
    assert store.unacknowledged("critical") == ()
    trail = store.audit_trail(subject="a1")
    assert [(e.who, e.what, e.detail) for e in trail] == [
        ("Ada", "acknowledged", "stop; shipment stopped"),
        ("Bo", "acknowledged again", None),
    ]
    with pytest.raises(UnknownAlertError):
        store.acknowledge("zz", by="Ada", at=NOW)


# --- the outbox ---


def test_a_delivery_is_claimed_once_sent_and_marked(store: Store) -> None:
    store.add_alert(alert(), ["slack", "email"], NOW)
    claimed = store.claim_deliveries(NOW, "w1")
    assert [(c.channel, c.attempts, c.alert, c.delivered_at) for c in claimed] == [
        ("slack", 1, alert(), None),
        ("email", 1, alert(), None),
    ]
    assert store.claim_deliveries(NOW, "w2") == ()
    assert store.mark_delivered([claimed[0].id], NOW + MINUTE) == 1
    (slack, email) = store.alert("a1").deliveries
    assert (slack.state, slack.delivered_at, slack.attempts) == ("delivered", NOW + MINUTE, 1)
    assert email.state == "sending"
    assert store.delivered_since(NOW) == 1
    assert store.delivered_since(NOW + 2 * MINUTE) == 0


def test_claims_come_oldest_first_and_only_what_is_due(store: Store) -> None:
    for number, due in ((1, NOW + DAY), (2, NOW), (3, NOW - DAY), (4, NOW)):
        store.add_alert(alert(number, party=f"p{number}"), ["slack"], due)
    assert store.next_delivery_at() == NOW - DAY
    assert [c.alert.id for c in store.claim_deliveries(NOW, "w", limit=2)] == ["a2", "a3"]
    assert [c.alert.id for c in store.claim_deliveries(NOW, "w", channels=["email"])] == []
    assert [c.alert.id for c in store.claim_deliveries(NOW, "w")] == ["a4"]
    assert [c.alert.id for c in store.claim_deliveries(NOW + DAY, "w2")] == ["a1", "a2", "a3", "a4"]


def test_a_failure_that_may_pass_waits_for_its_time(store: Store) -> None:
    store.add_alert(alert(), ["slack"], NOW)
    (claimed,) = store.claim_deliveries(NOW, "w")
    assert store.mark_failed([claimed.id], "w", "answered 503", next_try_at=NOW + MINUTE) == 1
    (delivery,) = store.alert("a1").deliveries
    assert (delivery.state, delivery.last_error, delivery.permanent) == ("pending", "answered 503", False)
    assert store.claim_deliveries(NOW, "w") == ()
    assert store.next_delivery_at() == NOW + MINUTE
    (again,) = store.claim_deliveries(NOW + MINUTE, "w")
    assert again.attempts == 2
    store.mark_delivered([again.id], NOW + MINUTE)
    (delivery,) = store.alert("a1").deliveries
    assert (delivery.state, delivery.last_error) == ("delivered", None)
    assert store.next_delivery_at() is None


def test_a_permanent_failure_is_not_tried_again_but_can_be_resent(store: Store) -> None:
    store.add_alert(alert(), ["slack"], NOW)
    (claimed,) = store.claim_deliveries(NOW, "w")
    store.mark_failed([claimed.id], "w", "no such webhook", permanent=True)
    assert store.claim_deliveries(NOW + DAY, "w") == ()
    assert store.outbox_counts() == (OutboxCount("slack", "failed", 1, NOW),)
    assert store.resend("a1", NOW + DAY) == 1
    (again,) = store.claim_deliveries(NOW + DAY, "w")
    assert (again.attempts, again.id) == (1, claimed.id)


@pytest.mark.parametrize("given_both", [True, False])
def test_a_failure_is_permanent_or_has_a_next_try(store: Store, given_both: bool) -> None:
    with pytest.raises(ValueError, match="either permanent or"):
        store.mark_failed([1], "w", "x", permanent=given_both, next_try_at=NOW if given_both else None)


def test_the_error_is_stored_as_the_caller_masked_it(store: Store) -> None:
    store.add_alert(alert(), ["slack"], NOW)
    (claimed,) = store.claim_deliveries(NOW, "w")
    store.mark_failed([claimed.id], "w", "https://hooks.slack.com/*** answered 404", permanent=True)
    (delivery,) = store.alert("a1").deliveries
    assert delivery.last_error == "https://hooks.slack.com/*** answered 404"
    with store._engine.connect() as connection:
        stored = connection.execute(sa.text("SELECT last_error FROM delivery")).scalar()
    assert stored == delivery.last_error


def test_a_claim_that_ran_out_is_taken_over_with_its_message_id(store: Store) -> None:
    store.add_alert(alert(), ["slack"], NOW)
    (claimed,) = store.claim_deliveries(NOW, "dead", lease=5 * MINUTE)
    store.begin_message([claimed.id], "m-1")
    assert store.claim_deliveries(NOW + 4 * MINUTE, "w") == ()
    assert store.next_delivery_at() == NOW + 5 * MINUTE
    (again,) = store.claim_deliveries(NOW + 5 * MINUTE, "w")
    assert (again.id, again.message_id, again.attempts) == (claimed.id, "m-1", 2)
    # The worker was not dead but slow: what it reports as failed is no longer its own, what it sent was sent.
    assert store.mark_failed([claimed.id], "dead", "x", next_try_at=NOW) == 0
    assert store.extend_claim([claimed.id], "dead", NOW + DAY) == 0
    assert states(store) == {"slack": "sending"}
    assert store.mark_delivered([claimed.id], NOW + 6 * MINUTE) == 1
    assert store.mark_failed([claimed.id], "w", "x", next_try_at=NOW) == 0
    assert states(store) == {"slack": "delivered"}


def test_a_claim_that_is_extended_is_not_taken_over(store: Store) -> None:
    store.add_alert(alert(), ["slack"], NOW)
    (claimed,) = store.claim_deliveries(NOW, "w", lease=MINUTE)
    assert store.extend_claim([claimed.id], "w", NOW + 10 * MINUTE) == 1
    assert store.claim_deliveries(NOW + 5 * MINUTE, "w2") == ()


def test_what_a_dead_worker_held_is_due_at_once(store: Store) -> None:
    store.add_alert(alert(1, party=None), ["slack"], NOW)
    store.add_alert(alert(2, party=None), ["slack"], NOW)
    store.claim_deliveries(NOW, "dead", limit=1)
    store.claim_deliveries(NOW, "alive", limit=1)
    assert store.claimants() == ("alive", "dead")
    assert store.release_claims("dead") == 1
    assert store.claimants() == ("alive",)
    assert [c.alert.id for c in store.claim_deliveries(NOW, "w")] == ["a1"]
    assert store.release_expired(NOW + DAY) == 2
    assert store.claimants() == ()


def test_a_claim_given_back_does_not_count_as_a_try(store: Store) -> None:
    store.add_alert(alert(), ["slack"], NOW)
    (claimed,) = store.claim_deliveries(NOW, "w")
    assert store.release([claimed.id], "other") == 0
    assert store.release([claimed.id], "w", next_try_at=NOW + MINUTE) == 1
    assert store.claim_deliveries(NOW, "w") == ()
    (again,) = store.claim_deliveries(NOW + MINUTE, "w")
    assert again.attempts == 1


def test_a_channel_that_is_down_rests_and_can_be_told_to_try_now(store: Store) -> None:
    store.add_alert(alert(1), ["slack", "email"], NOW)
    store.add_alert(alert(2), ["slack"], NOW + DAY)  # a digest, planned for tomorrow
    assert store.postpone("slack", NOW + 5 * MINUTE) == 1
    assert [c.channel for c in store.claim_deliveries(NOW, "w")] == ["email"]
    assert store.try_again_now(NOW + MINUTE) == 1
    assert [(c.channel, c.alert.id) for c in store.claim_deliveries(NOW + MINUTE, "w")] == [("slack", "a1")]


def test_what_was_not_sent_is_taken_back_and_what_was_is_named(store: Store) -> None:
    store.add_alert(alert(), ["slack", "email", "console"], NOW)
    (email,) = store.claim_deliveries(NOW, "w", channels=["email"])
    store.mark_delivered([email.id], NOW)
    assert store.cancel("a1", "the document was withdrawn") == ("console", "slack")
    assert states(store) == {"slack": "cancelled", "email": "delivered", "console": "cancelled"}
    assert store.claim_deliveries(NOW + DAY, "w") == ()
    assert store.cancel("a1", "again") == ()


def test_deliveries_can_be_held_and_let_go(store: Store) -> None:
    store.add_alert(alert(), ["slack"], NOW)
    ids = [1]
    assert store.hold(ids) == 1
    assert store.claim_deliveries(NOW, "w") == ()
    assert [(c.state, c.count) for c in store.outbox_counts()] == [("held", 1)]
    assert store.unhold(ids, NOW + MINUTE) == 1
    assert len(store.claim_deliveries(NOW + MINUTE, "w")) == 1


def test_a_resend_says_that_it_was_delivered_before(store: Store) -> None:
    store.add_alert(alert(), ["slack"], NOW)
    (claimed,) = store.claim_deliveries(NOW, "w")
    assert store.resend("a1", NOW) == 0  # under way just now
    store.begin_message([claimed.id], "m-1")
    store.mark_delivered([claimed.id], NOW)
    assert store.resend("a1", NOW + DAY, channels=["slack", "email"]) == 2
    again = store.claim_deliveries(NOW + DAY, "w")
    assert [(c.channel, c.delivered_at, c.message_id) for c in again] == [("slack", NOW, None), ("email", None, None)]
    with pytest.raises(UnknownAlertError):
        store.resend("zz", NOW)


# --- the order within one counterparty ---


def test_nothing_overtakes_what_failed_before(store: Store) -> None:
    for number, party in ((1, "p1"), (2, "p1"), (3, "p2"), (4, None)):
        store.add_alert(alert(number, party=party), ["slack"], NOW if number < 2 else NOW + MINUTE)
    (first,) = store.claim_deliveries(NOW, "w")
    assert [c.alert.id for c in store.claim_deliveries(NOW + MINUTE, "w2")] == ["a3", "a4"]  # a1 is being sent
    store.mark_failed([first.id], "w", "x", next_try_at=NOW + 5 * MINUTE)
    assert store.claim_deliveries(NOW + 2 * MINUTE, "w2") == ()  # a1 is to be tried again first
    assert [c.alert.id for c in store.claim_deliveries(NOW + 5 * MINUTE, "w2")] == ["a1", "a2"]


def test_a_digest_planned_for_later_does_not_hold_back_what_is_urgent(store: Store) -> None:
    store.add_alert(alert(1, severity=Severity.INFO), ["slack"], NOW + DAY)
    store.add_alert(alert(2), ["slack"], NOW)
    assert [c.alert.id for c in store.claim_deliveries(NOW, "w")] == ["a2"]


def test_a_permanent_failure_does_not_hold_back_what_follows(store: Store) -> None:
    store.add_alert(alert(1), ["slack"], NOW)
    store.add_alert(alert(2), ["slack"], NOW)
    first, _ = store.claim_deliveries(NOW, "w")
    store.mark_failed([first.id], "w", "x", permanent=True)
    store.release_claims("w")
    assert [c.alert.id for c in store.claim_deliveries(NOW, "w")] == ["a2"]


# --- several daemons on one database ---


def test_daemons_share_an_outbox_and_each_delivery_is_sent_by_one(url: str) -> None:
    with open_store(url) as store:
        store.add_alerts([(alert(n, party=f"p{n % 7}"), [("slack", NOW), ("email", NOW)]) for n in range(200)])
    sent: list[tuple[str, int]] = []
    barrier, failures = threading.Barrier(3), []

    def daemon(name: str) -> None:
        try:
            with open_store(url) as mine:
                barrier.wait(30)
                misses = 0
                while misses < 20:
                    claimed = mine.claim_deliveries(NOW, name, limit=9)
                    misses = 0 if claimed else misses + 1
                    sent.extend((name, c.id) for c in claimed)
                    mine.mark_delivered([c.id for c in claimed], NOW)
        except BaseException as error:  # noqa: BLE001 (told by the assertion below)
            failures.append(error)

    threads = [threading.Thread(target=daemon, args=(f"w{n}",)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert failures == []
    assert sorted(delivery for _, delivery in sent) == sorted({delivery for _, delivery in sent})
    with open_store(url) as store:
        assert store.outbox_counts() == ()
        assert store.delivered_since(NOW) == len(sent) == 400


def test_what_is_reported_as_sent_while_it_is_being_claimed_is_not_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow worker's lease has run out; it reports success between another's look and its claim."""
    url = str(new_database())
    with open_store(url) as slow, open_store(url) as other:
        slow.add_alerts([(alert(n, party=None), [("slack", NOW)]) for n in (1, 2)])
        first, second = slow.claim_deliveries(NOW, "slow", lease=MINUTE)
        look = store_outbox.slices

        def between(ids: Sequence[int]) -> Iterator[Sequence[int]]:
            monkeypatch.setattr(store_outbox, "slices", look)
            assert list(ids) == [first.id, second.id]
            slow.mark_delivered([first.id], NOW + MINUTE)
            yield ids

        monkeypatch.setattr(store_outbox, "slices", between)
        assert [c.id for c in other.claim_deliveries(NOW + MINUTE, "other")] == [second.id]


# --- whatever happens, in whatever order ---

STEPS = st.lists(
    st.sampled_from(["claim", "other", "sent", "failed", "refused", "released", "crash", "minute", "add", "resend"]),
    max_size=25,
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_no_delivery_is_ever_lost(tmp_path_factory: pytest.TempPathFactory, steps: list[str]) -> None:
    """After any history of claims, failures and crashes, patient workers deliver all that was not refused for good."""
    folder = tmp_path_factory.mktemp("outbox")
    with open_store(f"sqlite:///{folder}/regwatch.db") as store:
        now, added, hands, refused = NOW, 0, [], set()
        for step in ["add", *steps]:
            if step == "add":
                added += 1
                store.add_alert(alert(added, party=f"p{added % 2}"), ["slack"], now)
            elif step in ("claim", "other"):
                hands += [(step, c.id) for c in store.claim_deliveries(now, step, limit=2, lease=2 * MINUTE)]
            elif step == "minute":
                now += MINUTE
            elif step == "resend":
                refused -= {1} if store.resend("a1", now) else set()
            elif step == "crash":
                hands.clear()
            elif hands:
                worker, delivery = hands.pop(0)
                if step == "sent":
                    store.mark_delivered([delivery], now)
                elif step == "failed":
                    store.mark_failed([delivery], worker, "x", next_try_at=now + MINUTE)
                elif step == "refused" and store.mark_failed([delivery], worker, "x", permanent=True):
                    refused.add(delivery)
                elif step == "released":
                    store.release([delivery], worker)
        for _ in range(2 * added + 3):
            now += 3 * MINUTE
            store.mark_delivered([c.id for c in store.claim_deliveries(now, "patient", limit=2)], now)
        final = {d.state for logged in store.alerts() for d in logged.deliveries}
        counts = {c.state: c.count for c in store.outbox_counts()}
    assert final <= {"delivered", "failed"}
    assert counts.get("failed", 0) <= len(refused)
