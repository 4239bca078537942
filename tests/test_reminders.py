"""Digests, quiet hours, repeats and escalation, end to end with a stopped clock; links that acknowledge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor import redeem
from monitor.assembly import Assembly
from monitor.config import load
from monitor.deliver import Post
from monitor.reminders import remind
from notifiers.model import Alert, DeliveryError, Message, MessageKind, Party, Severity, Source

KEY = "0123456789abcdef0123456789abcdef-signing"
START = datetime(2025, 3, 25, 14, tzinfo=UTC)  # ten in the morning in Washington


class Recorder:
    def __init__(self, name: str) -> None:
        self.name = name
        self.down = False
        self.messages: list[Message] = []

    def send(self, message: Message) -> None:
        if self.down:
            raise DeliveryError("down", untaken=True)
        self.messages.append(message)

    def close(self) -> None:
        pass

    @property
    def heard(self) -> list[tuple[str, str]]:
        return [(message.kind.value, alert.id) for message in self.messages for alert in message.alerts]


CHANNELS = """
[database]
url = "sqlite:///regwatch.db"
[links]
base_url = "https://regwatch.example.com"
key_file = "key"
[[channels]]
name = "chat"
type = "console"
repeat_until_acknowledged = "1h"
escalate_to = "boss"
escalate_after = "150m"
[[channels]]
name = "boss"
type = "email"
urls = ["mailto://127.0.0.1:9?from=a@example.com&to=b@example.com", "mailto://127.0.0.1:9?from=a@example.com&to=c@example.com"]
kinds = ["receipt"]
[[channels]]
name = "digest"
type = "console"
digest = "daily 08:00"
time_zone = "Europe/Berlin"
[[channels]]
name = "quiet"
type = "console"
quiet_hours = "20:00-07:00"
time_zone = "America/New_York"
"""


@dataclass
class Office:
    folder: Path
    now: datetime = START
    channels: dict[str, Recorder] = field(default_factory=dict)

    def opened(self) -> Assembly:
        """Each step in a program of its own, as a clock that stands still demands."""
        assembly = Assembly.open(load(self.folder / "config.toml"), {}, now=self.now)
        for name, post in list(assembly.posts.items()):
            post.channel.close()
            recorder = self.channels.setdefault(name, Recorder(name))
            assembly.posts[name] = Post(recorder, post.route)  # type: ignore[index]
        return assembly

    def step(self, *alerts: Alert, **later: float) -> None:
        self.now += timedelta(**later)
        with self.opened() as assembly:
            from monitor.outcome import Outcome

            assembly.teller.tell(Outcome(self.now), alerts)
            remind(assembly.store, {name: post.route for name, post in assembly.posts.items()}, self.now)
            assembly.deliverer.drain()

    def heard(self, name: str) -> list[tuple[str, str]]:
        return self.channels[name].heard


@pytest.fixture
def office(tmp_path: Path) -> Office:
    (tmp_path / "config.toml").write_text(CHANNELS, "utf-8")
    (tmp_path / "key").write_text(KEY, "utf-8")
    return Office(tmp_path)


def alert(number: int, severity: Severity, document: str = "2025-05427") -> Alert:
    return Alert(
        id=f"a-{number:012x}",
        key=f"key {number}",
        kind="partner-listed",
        severity=severity,
        headline=f"Event {number}",
        reason="Because of a rule.",
        observed_at=START,
        counterparty=Party(f"P{number}", f"Party {number}"),
        sources=(Source(document, "90 FR 1", "A rule", "https://example.com/", "published"),),
    )


GRAVE, SMALL = alert(1, Severity.CRITICAL), alert(2, Severity.INFO, "2025-00002")


def acknowledge(office: Office, alert_id: str) -> None:
    with office.opened() as assembly:
        assembly.store.acknowledge(alert_id, by="A. Keller", at=office.now)


def test_what_is_critical_is_repeated_and_then_escalated_to_every_recipient(office: Office) -> None:
    office.step(GRAVE, SMALL)
    assert office.heard("chat") == [("immediate", GRAVE.id), ("immediate", SMALL.id)]
    office.step(minutes=59)
    assert len(office.heard("chat")) == 2
    office.step(minutes=1)
    office.step(minutes=1)
    assert office.heard("chat")[2:] == [("reminder", GRAVE.id)]
    assert office.heard("boss/1") == []
    office.step(minutes=60)
    assert office.heard("chat")[2:] == [("reminder", GRAVE.id)] * 2
    office.step(minutes=29)  # 150 minutes after it was first sent, whatever was repeated since
    assert office.heard("boss/1") == office.heard("boss/2") == [("immediate", GRAVE.id)]
    office.step(minutes=1)
    office.step(minutes=31)
    assert office.heard("boss/1") == [("immediate", GRAVE.id)], "once"
    assert office.heard("chat")[2:] == [("reminder", GRAVE.id)] * 3
    ids = [message.id for message in office.channels["chat"].messages]
    assert len(set(ids)) == len(ids), "a reminder is no repeat of the same message"
    acknowledge(office, GRAVE.id)
    office.step(hours=5)
    assert len(office.heard("chat")) == 5
    with office.opened() as assembly:
        trail = [entry.what for entry in assembly.store.audit_trail(subject=GRAVE.id)]
    assert trail == ["repeated", "repeated", "escalated", "repeated", "acknowledged"]


def test_a_repeat_that_was_ordered_is_not_sent_once_somebody_has_seen_to_it(office: Office) -> None:
    office.step(GRAVE)
    office.channels["chat"].down = True
    office.step(minutes=60)
    acknowledge(office, GRAVE.id)
    office.channels["chat"].down = False
    office.step(hours=9)
    assert office.heard("chat") == [("immediate", GRAVE.id)]
    assert office.heard("boss/1") == []
    with office.opened() as assembly:
        (one,) = [d for d in assembly.store.alert(GRAVE.id).deliveries if d.channel == "chat"]
    assert (one.state, one.delivered_at) == ("delivered", START)


@pytest.mark.parametrize("heard_once", [True, False])
def test_a_channel_that_is_stuck_does_not_keep_it_from_the_second_route(office: Office, heard_once: bool) -> None:
    office.opened().close()
    office.channels["chat"].down = not heard_once
    office.step(GRAVE)
    office.channels["chat"].down = True
    office.step(minutes=61)
    office.step(minutes=88)
    assert office.heard("boss/1") == []
    office.step(minutes=2)
    assert office.heard("boss/1") == office.heard("boss/2") == [("immediate", GRAVE.id)]
    with office.opened() as assembly:
        (entry,) = [e for e in assembly.store.audit_trail(subject=GRAVE.id) if e.what == "escalated"]
    assert ("not delivered" in (entry.detail or "")) is not heard_once


def test_sent_again_on_request_is_no_reminder_of_what_was_acknowledged(office: Office) -> None:
    office.step(GRAVE)
    acknowledge(office, GRAVE.id)
    office.now += timedelta(hours=1)
    with office.opened() as assembly:
        assembly.store.resend(GRAVE.id, office.now, channels=["chat"])
        assembly.deliverer.drain()
    last = office.channels["chat"].messages[-1]
    assert last.kind is MessageKind.IMMEDIATE
    assert last.intro == ("Sent again on request.",)
    assert last.id != office.channels["chat"].messages[0].id


def test_a_digest_waits_for_its_hour_in_its_zone_and_what_is_critical_does_not(office: Office) -> None:
    more = alert(3, Severity.WARNING, "2025-00003")
    office.step(GRAVE, SMALL, more)
    assert office.heard("digest") == [("immediate", GRAVE.id)]
    office.step(hours=15, minutes=59)  # 06:59 in Berlin is 05:59 UTC
    assert len(office.heard("digest")) == 1
    office.step(hours=1, minutes=1)
    assert office.heard("digest")[1:] == [("digest", more.id), ("digest", SMALL.id)]
    assert len(office.channels["digest"].messages) == 2


def test_quiet_hours_hold_back_what_is_not_critical(office: Office) -> None:
    office.now = START + timedelta(hours=12)  # 22:00 in Washington
    office.step(GRAVE, SMALL)
    assert office.heard("quiet") == [("immediate", GRAVE.id)]
    office.step(hours=8, minutes=59)
    assert len(office.heard("quiet")) == 1
    office.step(minutes=1)
    assert office.heard("quiet")[1:] == [("immediate", SMALL.id)]


# --- links -----------------------------------------------------------------------------------------------------------


def token_of(office: Office, name: str = "chat") -> str:
    url = office.channels[name].messages[0].alerts[0].ack_url
    assert url is not None
    assert url.startswith("https://regwatch.example.com/acknowledge/")
    return url.rpartition("/")[2]


def asked(office: Office, method: str, token: str, form: dict[str, str] | None = None) -> Any:
    with office.opened() as assembly:
        return redeem.redeem(assembly.store, KEY.encode(), method, token, office.now, form)


def test_a_link_acknowledges_once_and_ends_the_reminders(office: Office) -> None:
    office.step(GRAVE)
    token = token_of(office)
    assert asked(office, "GET", token).status == 200
    with office.opened() as assembly:
        assert assembly.store.alert(GRAVE.id).acknowledged is None, "opening a link only asks"
    done = asked(office, "POST", token, {"decision": "blocked", "note": "orders stopped"})
    assert done.status == 200
    assert asked(office, "POST", token).status == 409
    assert asked(office, "GET", token).status == 409
    with office.opened() as assembly:
        said = assembly.store.alert(GRAVE.id).acknowledged
        trail = assembly.store.audit_trail(subject=GRAVE.id)
    assert said is not None
    assert (said.by, said.decision, said.note) == ("chat", "blocked", "orders stopped")
    assert [(entry.who, entry.what) for entry in trail] == [("chat", "acknowledged")]
    office.step(hours=6)
    assert office.heard("chat") == [("immediate", GRAVE.id)]


def test_a_second_person_is_told_that_it_was_seen_to(office: Office) -> None:
    office.step(GRAVE)
    asked(office, "POST", token_of(office, "chat"))
    other = asked(office, "POST", token_of(office, "quiet"))
    assert other.status == 200
    assert "before" in other.text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_link_to_an_alert_that_is_not_there(office: Office, method: str) -> None:
    office.step(GRAVE)
    token = token_of(office)
    (office.folder / "regwatch.db").unlink()
    for rest in office.folder.glob("regwatch.db-*"):
        rest.unlink()
    assert asked(office, method, token).status == 404
    assert asked(office, method, token).status == 404, "and the token is not used up"


def test_a_message_sent_again_carries_the_same_link(office: Office) -> None:
    office.step(alert(9, Severity.WARNING))
    first = office.channels["chat"].messages[0].alerts[0].ack_url

    class Dropping(Recorder):
        def send(self, message: Message) -> None:
            super().send(message)
            if len(self.messages) < 3:
                raise DeliveryError("the connection broke after the last byte")

    office.channels["chat"] = chat = Dropping("chat")
    office.step(alert(10, Severity.WARNING))
    office.step(minutes=10)
    office.step(minutes=10)
    assert len(chat.messages) == 3
    assert len({(message.id, message.alerts[0].ack_url, message.created_at) for message in chat.messages}) == 1
    assert chat.messages[0].alerts[0].ack_url != first


def test_expired_and_forged_links(office: Office) -> None:
    office.step(GRAVE)
    token = token_of(office)
    assert asked(office, "POST", token[:-4] + "AAAA").status == 403
    office.now += timedelta(days=15)
    assert asked(office, "POST", token).status == 410


def test_nothing_is_reminded_of_where_no_route_asks_for_it(tmp_path: Path) -> None:
    refuse: Callable[..., Any] = lambda *_: pytest.fail("the log is not read")  # noqa: E731

    class Untouched:
        unacknowledged = refuse

    from monitor.routing import Route

    assert remind(Untouched(), {"chat": Route("chat")}, START) == 0  # type: ignore[arg-type]
