"""``regwatch run`` as a real process: polls, delivers, proves that it lives, ends when told, survives being killed."""

from __future__ import annotations

import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from monitor import operator_alerts
from monitor.assembly import Assembly
from monitor.config import load
from monitor.demo.source import BundledSource
from monitor.instants import parse_instant
from monitor.receipts import send_receipt
from monitor.store import SourceState, open_store
from monitor.watching import watch_sources

PATIENCE = 60.0  # seconds; a machine under load is slow, nothing here waits that long for long


class Source(BundledSource):
    ill = False

    def answer(self, path: str) -> tuple[str, bytes] | None:
        return ("text/html", b"<html>maintenance</html>") if self.ill else super().answer(path)


class Listener:
    """A web address for messages and for the dead-man ping; both are put into queues."""

    def __init__(self) -> None:
        self.messages: queue.Queue[dict[str, Any]] = queue.Queue()
        self.pings: queue.Queue[str] = queue.Queue()
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                listener.messages.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.answer()

            def do_GET(self) -> None:
                listener.pings.put(self.path)
                self.answer()

            do_HEAD = do_GET

            def answer(self) -> None:
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(b"OK")

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def alert(self, kind: str) -> dict[str, Any]:
        """The next alert of a kind; what comes before it is passed over."""
        deadline = time.monotonic() + PATIENCE
        while True:
            message = self.messages.get(timeout=max(0.1, deadline - time.monotonic()))
            for alert in message["alerts"] or [{"kind": message["kind"], "message": message}]:
                if alert["kind"] == kind or (kind == message["kind"]):
                    return dict(alert)


@pytest.fixture
def source() -> Iterator[Source]:
    with Source(parse_instant("2026-01-01T12:00")) as running:
        yield running


@pytest.fixture
def listener() -> Iterator[Listener]:
    running = Listener()
    yield running
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture
def config(tmp_path: Path, source: Source, listener: Listener) -> Path:
    (tmp_path / "partners.csv").write_text("id,name,country\nP1,Insper Group,BR\n", "utf-8")
    (tmp_path / "config.toml").write_text(
        f"""
[database]
url = "sqlite:///regwatch.db"
[sources.federal_register]
base_url = "{source.base_url}"
every = "1s"
[[watchlists]]
name = "partners"
path = "partners.csv"
[[channels]]
name = "web"
type = "webhook"
url = "{listener.url}/hook"
group_wait = "0s"
receipt = true
[dead_man]
url = "{listener.url}/alive"
[health]
failing_after = 2
recovered_after = 2
""",
        "utf-8",
    )
    return tmp_path / "config.toml"


@contextmanager
def daemon(config: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", "from monitor.cli import main; main()", "--config", str(config), "run"]
    with (config.parent / "log").open("a") as log:
        process = subprocess.Popen(command, env=os.environ | environment, stderr=log, stdout=log, text=True)
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()
            process.wait(PATIENCE)


@contextmanager
def systemd(folder: Path) -> Iterator[tuple[str, Callable[[str], None]]]:
    """A notify socket, and a way to wait for one of its states."""
    path = str(folder / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as bound:
        bound.bind(path)
        bound.settimeout(PATIENCE)

        def wait(state: str) -> None:
            while state not in bound.recv(4096).decode().splitlines():
                pass

        yield path, wait


def test_a_day_in_the_life(config: Path, source: Source, listener: Listener) -> None:
    with systemd(config.parent) as (path, told), daemon(config, NOTIFY_SOCKET=path, WATCHDOG_USEC="2000000") as process:
        told("READY=1")
        listener.alert("baseline")
        assert listener.pings.get(timeout=PATIENCE) == "/alive"
        told("WATCHDOG=1")
        (config.parent / "partners.csv").write_text("id,name,country\nP1,Inspur Group,CN\n", "utf-8")
        listed = listener.alert("partner-listed")
        assert listed["counterparty"]["id"] == "P1"

        source.ill = True
        failing = listener.alert("source-failing")
        assert "federal_register" in failing["headline"]
        while not listener.pings.empty():
            listener.pings.get()
        source.ill = False
        listener.alert("source-recovered")
        assert listener.pings.get(timeout=PATIENCE) == "/alive"

        process.send_signal(signal.SIGTERM)
        told("STOPPING=1")
        assert process.wait(PATIENCE) == 0
    with open_store(f"sqlite:///{config.parent}/regwatch.db") as store:
        kinds = [one.alert.kind for one in store.alerts()]
        assert kinds.count("source-failing") == kinds.count("source-recovered") == 1
        assert {d.state for one in store.alerts() for d in one.deliveries} == {"delivered"}
        assert store.claimants() == ()
        assert store.lease_holder("poll") is None


def test_a_killed_daemon_goes_on_where_it_was(config: Path, listener: Listener) -> None:
    with daemon(config) as process:
        listener.alert("baseline")
        process.kill()
        process.wait(PATIENCE)
    (config.parent / "partners.csv").write_text("id,name,country\nP1,Inspur Group,CN\n", "utf-8")
    with open_store(f"sqlite:///{config.parent}/regwatch.db") as store:
        store.set_moment("last_receipt_at", datetime.now(UTC) - timedelta(days=2))  # it was down at the receipt's hour
    with daemon(config) as process:
        listener.alert("receipt")
        deadline = time.monotonic() + PATIENCE
        with open_store(f"sqlite:///{config.parent}/regwatch.db") as store:
            while not any(one.alert.kind == "partner-listed" for one in store.alerts()):
                assert time.monotonic() < deadline
                threading.Event().wait(0.2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    with open_store(f"sqlite:///{config.parent}/regwatch.db") as store:
        kinds = [one.alert.kind for one in store.alerts()]
    assert kinds.count("baseline") == kinds.count("partner-listed") == kinds.count("receipt") == 1


def test_what_does_not_end_is_left(config: Path, source: Source) -> None:
    """A second order to stop ends it at once, though a visit still hangs; nothing waits for the thread."""
    reached, release = threading.Event(), threading.Event()
    answer = source.answer

    def hang(path: str) -> Any:
        reached.set()
        release.wait(PATIENCE)
        return answer(path)

    source.answer = hang  # type: ignore[method-assign]
    with daemon(config) as process:
        assert reached.wait(PATIENCE)
        process.send_signal(signal.SIGTERM)
        threading.Event().wait(0.5)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 3
    release.set()


# --- what only the absence of something shows ------------------------------------------------------------------------


def opened(config: Path, moment: datetime) -> Assembly:
    return Assembly.open(load(config), {}, now=moment)


MONDAY = datetime(2025, 3, 24, 18, tzinfo=UTC)


def watched(config: Path, moment: datetime, since: datetime) -> list[str]:
    with opened(config, moment) as assembly:
        ids = watch_sources(assembly.store, assembly.config, assembly.teller, moment, since)
        return [assembly.store.alert(alert_id).alert.kind for alert_id in ids]


def test_a_source_that_is_not_visited_any_more_is_told_once(config: Path) -> None:
    with opened(config, MONDAY) as assembly:
        assembly.store.save_source_state(
            SourceState("federal_register", last_attempt=MONDAY, last_success=MONDAY, last_answer=MONDAY)
        )
    later = MONDAY + timedelta(hours=3)
    assert watched(config, later, since=later - timedelta(minutes=5)) == [], "this run has only begun to watch"
    assert watched(config, later, since=MONDAY) == ["source-failing"]
    assert watched(config, later + timedelta(minutes=1), since=MONDAY) == []
    with opened(config, later) as assembly:
        state = assembly.store.source_state("federal_register")
        assert state.told_failing_at == later
        for minutes in (2, 3):  # it answers again: told once, after as many successes as configured
            outcome = assembly.poller.poll(later + timedelta(minutes=minutes), named=["federal_register"])
        kinds = [assembly.store.alert(alert_id).alert.kind for alert_id in outcome.alerts]
        assert kinds.count("source-recovered") == 1


def test_an_unusual_silence_is_told_once(config: Path) -> None:
    long_ago = MONDAY - timedelta(days=40)
    with opened(config, MONDAY) as assembly:
        assembly.store.save_source_state(
            SourceState(
                "federal_register",
                last_success=MONDAY,
                last_answer=MONDAY,
                last_change=long_ago,
                longest_silence_seconds=36_000.0,
            )
        )
    assert watched(config, MONDAY, since=MONDAY) == ["source-silent"]
    assert watched(config, MONDAY + timedelta(minutes=1), since=MONDAY) == []
    saturday = MONDAY + timedelta(days=5)
    assert watched(config, saturday, since=saturday) == []


def test_a_receipt_is_sent_once_for_each_day_by_whoever_comes_first(config: Path) -> None:
    def sent(moment: datetime) -> bool:
        with opened(config, moment) as assembly:
            return send_receipt(assembly) is not None

    assert not sent(MONDAY), "the first start has nothing to show yet"
    hour = datetime(2025, 3, 25, 12, tzinfo=UTC)  # eight in Washington
    assert not sent(hour - timedelta(minutes=1))
    assert sent(hour + timedelta(hours=3)), "also when nothing ran at its hour"
    assert not sent(hour + timedelta(hours=3))
    assert sent(hour + timedelta(days=1))


def test_the_dead_man_is_not_called_while_an_alert_is_stuck(config: Path, listener: Listener) -> None:
    from monitor.outcome import Outcome

    now = datetime.now(UTC)
    with opened(config, now) as assembly:
        assembly.store.save_source_state(
            SourceState("federal_register", last_attempt=now, last_success=now, last_answer=now)
        )
        assembly.dead_man(Outcome(now))
        assert listener.pings.get(timeout=PATIENCE) == "/alive"
        stuck = operator_alerts.watchlist_problems([], now)
        assembly.store.add_alerts([(stuck, [("web", now - timedelta(hours=2))])])
        assembly.dead_man(Outcome(now))
        assert listener.pings.qsize() == 0, list(listener.pings.queue)
