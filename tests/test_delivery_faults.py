"""Channels that fail, each in its own way: nothing is lost, nothing comes twice that was confirmed, order holds."""

from __future__ import annotations

import email
import json
import random
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller

from monitor import operator_alerts, routing
from monitor.deliver import Deliverer, Post
from monitor.routing import Route
from monitor.store import Store, open_store
from notifiers import build
from notifiers.model import Alert, ChannelSettings, Party, Severity, Source

NOW = datetime(2025, 3, 25, 14, tzinfo=UTC)
# Seconds. A machine under load is slow: only the message that is met with silence is given up early, and that silence
# lasts until the channel has hung up.
PATIENCE, HASTE = "60", "0.3"


# --- sinks with a script: one word for each message they are sent, then "ok" ------------------------------------------


@dataclass
class Sink:
    url: str = ""
    script: list[str] = field(default_factory=list)
    received: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)  # (message, alerts), confirmed or not
    asked: int = 0
    stop: Callable[[], None] = lambda: None

    def word(self) -> str:
        self.asked += 1
        return self.script.pop(0) if self.script else "ok"

    @property
    def alerts(self) -> list[str]:
        """In the order of their first arrival."""
        return list(dict.fromkeys(alert for _, alerts in self.received for alert in alerts))

    @property
    def twice(self) -> int:
        return sum(count - 1 for count in Counter(self.received).values())


def web_sink() -> Sink:
    sink = Sink()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            word = sink.word()
            status, _, wait = word.partition(" ")
            if word in ("ok", "drop", "hang"):
                sink.received.append((body["id"], tuple(alert["id"] for alert in body["alerts"])))
            if word == "hang":
                self.rfile.read(1)  # until the other side hangs up
            if word in ("drop", "hang"):
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response(200 if word == "ok" else int(status))
            if wait:
                self.send_header("Retry-After", wait)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    sink.url = f"http://127.0.0.1:{server.server_port}/hook"

    def stop() -> None:
        server.shutdown()
        server.server_close()

    sink.stop = stop
    return sink


def mail_sink() -> Sink:
    sink = Sink()

    class Handler:
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            word = sink.word()
            if word in ("ok", "drop", "hang"):
                mail = email.message_from_bytes(envelope.content)
                ids = tuple(str(value) for value in mail.get_all("X-Regwatch-Alert-Id", []))
                sink.received.append((str(mail["Message-ID"]), ids))
            if word in ("drop", "hang"):
                server.transport.abort()
            return "250 OK" if word == "ok" else f"{word} as ordered"

        async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
            if sink.script and sink.script[0] == "550":
                sink.word()
                return "550 5.1.1 no such mailbox"
            envelope.rcpt_tos.append(address)
            return "250 OK"

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(Handler(), hostname="127.0.0.1", port=port)
    controller.start()
    sink.url = f"mailto://127.0.0.1:{port}?from=regwatch@example.com&to=officer@example.com"
    sink.stop = controller.stop  # type: ignore[assignment]
    return sink


@pytest.fixture
def sinks() -> Iterator[dict[str, Sink]]:
    found = {"mail": mail_sink(), "web": web_sink()}
    yield found
    for sink in found.values():
        sink.stop()


# --- a desk: a store, channels and a clock that stands still ---------------------------------------------------------


@dataclass
class Desk:
    store: Store
    posts: dict[str, Post]
    now: datetime = NOW
    slept: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.deliverer = self.another()

    def another(self) -> Deliverer:
        """As after a restart: nothing is remembered but what is stored."""

        def failed(channel: str, alerts: Any, error: str, at: datetime) -> None:
            others = [post.route for name, post in self.posts.items() if name != channel]
            alert = operator_alerts.delivery_failed(channel, alerts, error, at)
            plans = routing.plan_for_operator([alert], others, at)
            self.store.add_alerts([(alert, [(plan.channel, plan.due_at) for plan in plans])])

        return Deliverer(
            self.store,
            self.posts,
            clock=lambda: self.now,
            on_permanent=failed,
            sleep=self.slept.append,
            chance=random.Random(1),
        )

    def tell(self, *alerts: Alert, channels: tuple[str, ...] = ()) -> None:
        names = channels or tuple(self.posts)
        self.store.add_alerts([(alert, [(name, self.now) for name in names]) for alert in alerts])

    def drain(self, **later: float) -> Any:
        self.now += timedelta(**later)
        return self.deliverer.drain()

    def settle(self) -> None:
        """Drain, hour after hour, until nothing waits."""
        for _ in range(60):
            self.drain(minutes=61)
            if all(count.state == "failed" for count in self.store.outbox_counts()):
                return
        raise AssertionError(self.store.outbox_counts())

    def states(self) -> dict[str, str]:
        return {f"{one.alert.id} {d.channel}": d.state for one in self.store.alerts() for d in one.deliveries}


def post(kind: str, name: str, url: str, **options: str) -> Post:
    channel = build(ChannelSettings(name, kind, (url,), {"timeout": PATIENCE, **options}))
    return Post(channel, Route(name, group_wait=timedelta()))


@pytest.fixture
def desk(tmp_path: Path, sinks: dict[str, Sink]) -> Iterator[Desk]:
    posts = {"mail": post("email", "mail", sinks["mail"].url), "web": post("webhook", "web", sinks["web"].url)}
    with open_store(f"sqlite:///{tmp_path}/desk.db") as store:
        yield Desk(store, posts)
    for one in posts.values():
        one.channel.close()


def alert(number: int, document: str, party: str, severity: Severity = Severity.WARNING) -> Alert:
    return Alert(
        id=f"a-{number:012x}",
        key=f"key {number}",
        kind="loophole-opened",
        severity=severity,
        headline=f"Event {number} about {party}",
        reason="Because of a rule.",
        observed_at=NOW,
        counterparty=Party(party, f"Party {party}"),
        sources=(Source(document, "90 FR 1", "A rule", "https://example.com/", "published"),),
    )


STORY = (alert(1, "D1", "P1"), alert(2, "D1", "P2"), alert(3, "D2", "P1"), alert(4, "D3", "P3"))
ALL = [one.id for one in STORY]

UNTAKEN = [("mail", "451"), ("mail", "421"), ("web", "429 7200"), ("web", "503 30"), ("web", "425")]
UNCONFIRMED = [("mail", "drop"), ("web", "drop"), ("web", "hang"), ("web", "500"), ("web", "502")]
PERMANENT = [("mail", "550"), ("mail", "554"), ("web", "404"), ("web", "410"), ("web", "301")]


@pytest.mark.parametrize("restart", [False, True])
@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize(("name", "fault"), UNTAKEN + UNCONFIRMED)
def test_a_passing_fault_loses_and_reorders_nothing(
    desk: Desk, sinks: dict[str, Sink], name: str, fault: str, times: int, restart: bool
) -> None:
    sinks[name].script = [fault] * times
    desk.tell(*STORY)
    if fault == "hang":
        patient, desk.posts["web"] = desk.posts["web"], post("webhook", "web", sinks["web"].url, timeout=HASTE)
        for number in range(times):
            desk.drain(minutes=61 if number else 0)
        desk.posts["web"].channel.close()
        desk.posts["web"] = patient
    desk.drain()
    if restart:
        desk.deliverer = desk.another()
    desk.settle()
    for sink in sinks.values():
        assert sink.alerts == ALL
    assert set(desk.states().values()) == {"delivered"}
    other = sinks["web" if name == "mail" else "mail"]
    assert other.twice == 0
    assert other.asked == 3, "one message for each document"
    taken = times if fault in ("drop", "hang") else 0
    assert sinks[name].twice == taken, "what was never confirmed comes again, with the same id and the same alerts"


@pytest.mark.parametrize(("name", "fault"), PERMANENT)
def test_what_is_refused_for_good_is_raised_elsewhere(
    desk: Desk, sinks: dict[str, Sink], name: str, fault: str
) -> None:
    other = "web" if name == "mail" else "mail"
    sinks[name].script = [fault]
    desk.tell(*STORY)
    desk.drain()
    desk.settle()
    states = desk.states()
    assert [states[f"{one} {name}"] for one in ALL] == ["failed", "failed", "delivered", "delivered"]
    raised = [one for one in desk.store.alerts() if one.alert.kind == "delivery-failed"]
    assert len(raised) == 1
    assert [d.channel for d in raised[0].deliveries] == [other]
    assert all(alert_id in raised[0].alert.notes[0] for alert_id in ALL[:2])
    assert raised[0].alert.id in sinks[other].alerts
    assert sinks[name].alerts == ALL[2:]
    assert [one.twice for one in sinks.values()] == [0, 0]
    for alert_id in ALL[:2]:  # once the channel is put right
        desk.store.resend(alert_id, desk.now, channels=[name])
    desk.settle()
    assert sorted(sinks[name].alerts) == sorted(ALL)


def test_a_refusal_and_its_report_are_one(desk: Desk, sinks: dict[str, Sink], monkeypatch: pytest.MonkeyPatch) -> None:
    """A crash between giving up and saying so would leave it said to nobody."""
    sinks["web"].script = ["404"]
    desk.tell(STORY[0], channels=("web",))

    def crash(*_: object) -> None:
        raise RuntimeError("killed here")

    with monkeypatch.context() as broken:
        broken.setattr(operator_alerts, "delivery_failed", crash)
        with pytest.raises(RuntimeError):
            desk.drain()
    assert desk.states() == {f"{ALL[0]} web": "sending"}
    sinks["web"].script = ["404"]
    desk.settle()
    assert {one.alert.kind for one in desk.store.alerts()} == {"loophole-opened", "delivery-failed"}


def test_a_channel_that_asks_for_time_gets_it(desk: Desk, sinks: dict[str, Sink]) -> None:
    sinks["web"].script = ["429 7200"]
    desk.tell(STORY[0], channels=("web",))
    desk.drain()
    for number in range(11):  # new alerts of others do not knock either
        desk.tell(alert(100 + number, f"E{number}", f"Q{number}", Severity.CRITICAL), channels=("web",))
        desk.drain(minutes=10)
    assert sinks["web"].asked == 1
    desk.deliverer = desk.another()
    desk.drain()
    assert sinks["web"].asked == 1, "nor does a daemon that has just started"
    desk.drain(minutes=15)
    assert sinks["web"].alerts[0] == ALL[0] or len(sinks["web"].received) == 1
    assert len(sinks["web"].alerts) == 12


def test_a_short_wait_is_waited_for_at_once(desk: Desk, sinks: dict[str, Sink]) -> None:
    sinks["web"].script = ["429 2", "429 1"]
    desk.tell(STORY[0], channels=("web",))
    desk.drain()
    assert desk.slept == [2.0, 1.0]
    assert sinks["web"].alerts == ALL[:1]


@pytest.mark.parametrize(("name", "fault", "messages"), [("mail", "451", 1), ("web", "503", 1), ("web", "drop", 2)])
def test_a_channel_down_for_a_day_comes_back_with_one_digest(
    desk: Desk, sinks: dict[str, Sink], name: str, fault: str, messages: int
) -> None:
    sinks[name].script = [fault] * 1000
    for number in range(96):  # every quarter of an hour something new, four parties in turn
        desk.tell(alert(number, f"D{number}", f"P{number % 4}"), channels=(name,))
        desk.drain(minutes=15)
    asked = sinks[name].asked
    assert asked < 40, "the pauses grow"
    sinks[name].script = []
    unconfirmed = set(sinks[name].received)
    desk.drain(hours=2)
    assert sinks[name].asked == asked + messages
    assert len(set(sinks[name].received) | unconfirmed) == messages
    assert sorted(sinks[name].alerts) == sorted(f"a-{n:012x}" for n in range(96))
    assert set(desk.states().values()) == {"delivered"}


def test_a_connection_that_is_refused_is_no_message_begun(desk: Desk, sinks: dict[str, Sink]) -> None:
    sinks["mail"].stop()
    desk.tell(*STORY, channels=("mail",))
    desk.drain()
    assert {d.message_id for one in desk.store.alerts() for d in one.deliveries} == {None}
    sinks["mail"].stop = lambda: None


def test_a_certificate_that_is_not_accepted_passes(
    tmp_path: Path, sinks: dict[str, Sink], monkeypatch: pytest.MonkeyPatch
) -> None:
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca = trustme.CA()
    ca.issue_cert("localhost").configure_cert(context)
    ca.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    got: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    with open_store(f"sqlite:///{tmp_path}/tls.db") as store:
        desk = Desk(store, {"web": post("webhook", "web", f"https://localhost:{server.server_port}/hook", timeout="5")})
        desk.tell(*STORY)
        (drained,) = desk.drain()
        assert drained.waiting == 4
        assert "TLS failure" in (drained.error or "")
        assert got == []
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca.pem"))  # the operator puts it right
        desk.settle()
    server.shutdown()
    server.server_close()
    assert sum(len(json.loads(body)["alerts"]) for body in got) == 4
    assert len(got) <= 3


def test_one_counterparty_hears_in_order_whatever_documents_come_between(desk: Desk, sinks: dict[str, Sink]) -> None:
    desk.tell(alert(1, "A", "P"), alert(2, "B", "P"), alert(3, "A", "P"), alert(4, "B", "Q"), channels=("web",))
    desk.drain()
    assert [alerts for _, alerts in sinks["web"].received] == [
        (ALL[0],),
        (ALL[1], "a-000000000004"),
        ("a-000000000003",),
    ]


def test_parts_that_slack_has_are_not_sent_again(
    tmp_path: Path, start_sink: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Several parts, a refusal among them, then a restart an hour later: each part once, though the hour is in none."""
    slack = start_sink("slack")
    monkeypatch.setenv("HTTPS_PROXY", f"http://{slack.address}")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", slack.ca)
    url = "slack://T1JJ3T3L2/B1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/"
    with open_store(f"sqlite:///{tmp_path}/slack.db") as store:
        desk = Desk(store, {"slack": post("slack", "slack", url, pace="0", timeout="10")})
        desk.tell(*(alert(number, "D1", f"P{number}") for number in range(120)))
        original = desk.posts["slack"].channel

        class Second:
            """Refuses the second part once."""

            name = "slack"
            posted = 0

            def send(self, message: Any) -> None:
                route = original._routes[0]  # type: ignore[attr-defined]
                post_one = route.post

                def posting(payload: Any, target: Any) -> None:
                    self.posted += 1
                    if self.posted == 2:
                        slack.order(status=429, times=1, retry_after=600)
                    post_one(payload, target)

                route.post = posting
                try:
                    original.send(message)
                finally:
                    route.post = post_one

            def close(self) -> None:
                original.close()

        desk.posts["slack"] = Post(Second(), desk.posts["slack"].route)
        desk.deliverer = desk.another()
        desk.drain()
        desk.posts["slack"] = post("slack", "slack", url, pace="0", timeout="10")
        desk.deliverer = desk.another()
        desk.drain(minutes=59)
        original.close()
        desk.posts["slack"].channel.close()
        assert set(desk.states().values()) == {"delivered"}
    received = slack.received()
    taken = [one for one in received if one["status"] == 200]
    assert [one["status"] for one in received].count(429) == 1
    texts = [(slack.folder / one["file"]).read_text("utf-8") for one in taken]
    assert len(texts) >= 2
    feet = [json.loads(text)["blocks"][-1]["elements"][0]["text"] for text in texts]
    assert [foot.split(" · ")[0] for foot in feet] == [f"Part {n} of {len(texts)}" for n in range(1, len(texts) + 1)]


@pytest.mark.parametrize(("status", "lost"), [(500, False), (404, True)])
def test_slack_fails(
    tmp_path: Path, start_sink: Any, monkeypatch: pytest.MonkeyPatch, sinks: dict[str, Sink], status: int, lost: bool
) -> None:
    slack = start_sink("slack")
    monkeypatch.setenv("HTTPS_PROXY", f"http://{slack.address}")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", slack.ca)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    slack.order(status=status, times=1)
    url = "slack://T1JJ3T3L2/B1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/"
    with open_store(f"sqlite:///{tmp_path}/slack.db") as store:
        posts = {"slack": post("slack", "slack", url, pace="0", timeout="10")}
        desk = Desk(store, posts | {"web": post("webhook", "web", sinks["web"].url)})
        desk.tell(*STORY)
        desk.drain()
        desk.settle()
        for one in desk.posts.values():
            one.channel.close()
        raised = [one.alert for one in desk.store.alerts() if one.alert.kind == "delivery-failed"]
        assert len(raised) == int(lost)
        assert [one.id in sinks["web"].alerts for one in raised] == [True] * len(raised)
        assert "TIiajkdnlazkcOXrIdevi7FQ" not in repr(raised)
    taken = "".join((slack.folder / one["file"]).read_text("utf-8") for one in slack.received() if one["status"] == 200)
    assert [alert_id in taken for alert_id in ALL] == [not lost, not lost, True, True]
