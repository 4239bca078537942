"""Jobs run on their schedules, failures do not stop them, SIGTERM lets what is in hand end, systemd hears the truth."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from structlog.testing import capture_logs

from monitor.scheduler import At, Daemon, Ending, Every, Job, _Clockwork
from monitor.service import Notifier
from monitor.times import parse_daily

PATIENT = 20  # seconds; nothing here takes longer unless it is broken
HOUR = Every(timedelta(hours=1))


@contextmanager
def running(daemon: Daemon) -> Iterator[list[Ending]]:
    endings: list[Ending] = []
    thread = threading.Thread(target=lambda: endings.append(daemon.run(signals=False)))
    thread.start()
    try:
        yield endings
    finally:
        if not daemon.stopping.is_set():
            daemon.stop()
        thread.join(PATIENT)
        assert not thread.is_alive(), "the daemon did not stop"


def counting(target: int) -> tuple[Callable[[], None], threading.Event, list[int]]:
    runs: list[int] = []
    reached = threading.Event()

    def run() -> None:
        runs.append(len(runs))
        if len(runs) >= target:
            reached.set()

    return run, reached, runs


def test_jobs_start_at_once_or_after_their_interval() -> None:
    first, first_ran, _ = counting(1)
    later, _, later_runs = counting(1)
    jobs = [Job("first", first, HOUR), Job("later", later, Every(timedelta(hours=1), at_once=False))]
    daemon = Daemon(jobs, environment={})
    with running(daemon) as endings:
        assert first_ran.wait(PATIENT)
    assert later_runs == []
    assert endings == [Ending.FINISHED]


def test_a_job_that_raises_is_logged_with_its_traceback_and_runs_again() -> None:
    runs, again = [], threading.Event()

    def fails() -> None:
        runs.append(1)
        if len(runs) == 2:
            again.set()
        raise ValueError("no such thing")

    with capture_logs() as logs, running(daemon := Daemon([Job("poll", fails, HOUR)], environment={})):
        while not again.wait(0.05):
            daemon.hasten("poll")
    failures = [entry for entry in logs if entry["log_level"] == "error"]
    assert len(failures) >= 2
    assert failures[0]["exc_info"] is True


def test_one_job_that_hangs_does_not_hold_up_the_others() -> None:
    let_go, other_ran = threading.Event(), threading.Event()
    jobs = [Job("hangs", lambda: let_go.wait(PATIENT), HOUR), Job("other", other_ran.set, HOUR)]
    with running(Daemon(jobs, environment={})):
        assert other_ran.wait(PATIENT)
        let_go.set()


def test_hastened_while_it_runs_a_job_runs_once_more() -> None:
    begun, let_go, second = threading.Event(), threading.Event(), threading.Event()
    runs: list[int] = []

    def run() -> None:
        runs.append(1)
        if len(runs) == 2:
            second.set()
            return
        begun.set()
        let_go.wait(PATIENT)

    daemon = Daemon([Job("fetch", run, HOUR)], environment={})
    with running(daemon):
        assert begun.wait(PATIENT)
        daemon.hasten("fetch")
        daemon.hasten("fetch")
        let_go.set()
        assert second.wait(PATIENT)
    assert len(runs) == 2
    with pytest.raises(KeyError):
        daemon.hasten("no such job")


def test_stopping_lets_what_is_in_hand_end_and_begins_nothing() -> None:
    begun, let_go = threading.Event(), threading.Event()
    steps: list[str] = []

    def run() -> None:
        begun.set()
        let_go.wait(PATIENT)
        steps.append("finished")

    daemon = Daemon([Job("deliver", run, HOUR)], environment={})
    with running(daemon) as endings:
        assert begun.wait(PATIENT)
        daemon.hasten("deliver")  # wanted again, but the order to stop comes first
        daemon.stop()
        assert daemon.stopping.wait(PATIENT)
        assert daemon.running() == ("deliver",)
        let_go.set()
    assert steps == ["finished"]
    assert endings == [Ending.FINISHED]


def test_a_second_order_to_stop_does_not_wait() -> None:
    begun, let_go = threading.Event(), threading.Event()

    def run() -> None:
        begun.set()
        let_go.wait(PATIENT)

    daemon = Daemon([Job("deliver", run, HOUR)], environment={})
    with running(daemon) as endings:
        assert begun.wait(PATIENT)
        daemon.stop()
        daemon.stop()
    assert endings == [Ending.ABANDONED]
    let_go.set()


def test_patience_ends() -> None:
    begun, let_go = threading.Event(), threading.Event()

    def run() -> None:
        begun.set()
        let_go.wait(PATIENT)

    daemon = Daemon([Job("deliver", run, HOUR)], environment={}, patience=timedelta(milliseconds=20))
    with running(daemon) as endings:
        assert begun.wait(PATIENT)
    assert endings == [Ending.ABANDONED]
    let_go.set()


def test_two_jobs_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="same name"):
        Daemon([Job("a", print, HOUR), Job("a", print, HOUR)], environment={})


def test_a_time_of_day_is_by_the_clocks_of_its_zone() -> None:
    trigger = _Clockwork(At(parse_daily("daily 00:00"), ZoneInfo("America/New_York")))
    before = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)  # 23:00 on 31 October; the clocks go back in the night after
    first = trigger.get_next_fire_time(None, before)
    assert first == datetime(2026, 11, 1, 4, 0, tzinfo=UTC)
    assert trigger.get_next_fire_time(first, first) == datetime(2026, 11, 2, 5, 0, tzinfo=UTC)


def test_midnight_jobs_are_due_at_their_time_and_can_run_at_the_start() -> None:
    ran = threading.Event()
    at = At(parse_daily("daily 00:00"), ZoneInfo("America/New_York"), at_once=True)
    with running(Daemon([Job("new day", ran.set, at)], environment={})):
        assert ran.wait(PATIENT)


# -- systemd -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.settimeout(PATIENT)
        yield listening


def environment_of(manager: socket.socket, **more: str) -> dict[str, str]:
    return {"NOTIFY_SOCKET": manager.getsockname(), **more}


def hear(manager: socket.socket, wanted: str) -> list[str]:
    """Everything said up to the first state that starts with ``wanted``."""
    heard: list[str] = []
    while not any(state.startswith(wanted) for state in heard):
        heard += manager.recv(4096).decode().splitlines()
    return heard


def test_systemd_hears_ready_alive_status_and_stopping(manager: socket.socket) -> None:
    environment = environment_of(manager, WATCHDOG_USEC="20000")
    daemon = Daemon([Job("a", lambda: None, HOUR)], environment=environment, status=lambda: "6 sources\nhealthy")
    with running(daemon):
        assert hear(manager, "READY=1")[0] == "READY=1"
        assert "STATUS=6 sources healthy" in hear(manager, "STATUS=6")  # no line break can forge a state
        assert hear(manager, "WATCHDOG=1")
        daemon.stop()
        assert "STOPPING=1" in hear(manager, "STOPPING=1")


def test_the_watchdog_starves_when_a_job_hangs(manager: socket.socket) -> None:
    let_go = threading.Event()
    job = Job("poll", lambda: let_go.wait(PATIENT), HOUR, limit=timedelta(milliseconds=30))
    daemon = Daemon([job], environment=environment_of(manager, WATCHDOG_USEC="20000"))
    with running(daemon):
        hear(manager, "STATUS=has not ended in its time: poll")
        manager.settimeout(0.2)  # twenty periods of silence
        with pytest.raises(TimeoutError):
            hear(manager, "WATCHDOG=1")
        manager.settimeout(PATIENT)
        let_go.set()
        hear(manager, "WATCHDOG=1")


def test_the_watchdog_starves_when_the_scheduler_starts_nothing() -> None:
    daemon = Daemon([], environment={})
    assert daemon.stuck() is None
    daemon._progress.pulse -= 61
    assert daemon.stuck() == "the scheduler has started nothing for a minute"


def test_a_watchdog_meant_for_another_process_is_not_ours() -> None:
    assert Notifier({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": str(os.getpid())}).watchdog == timedelta(seconds=30)
    assert Notifier({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": str(os.getpid() + 1)}).watchdog is None
    assert Notifier({"WATCHDOG_USEC": "soon"}).watchdog is None
    assert Notifier({}).watchdog is None


def test_no_systemd_or_one_that_is_gone_changes_nothing(tmp_path: Path) -> None:
    assert Notifier({}).send("READY=1") is False
    assert Notifier({"NOTIFY_SOCKET": str(tmp_path / "gone")}).send("READY=1") is False


def test_an_abstract_socket() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind("")  # the kernel names it
        listening.settimeout(PATIENT)
        name = listening.getsockname().decode()
        assert Notifier({"NOTIFY_SOCKET": "@" + name[1:]}).send("READY=1")
        assert listening.recv(100) == b"READY=1"


def test_a_status_that_fails_does_not_stop_the_daemon(manager: socket.socket) -> None:
    def status() -> str:
        raise RuntimeError("the database is away")

    daemon = Daemon([], environment=environment_of(manager, WATCHDOG_USEC="20000"), status=status)
    with running(daemon):
        hear(manager, "WATCHDOG=1")


# -- signals, in a process of their own --------------------------------------------------------------------------------

SERVICE = """
import os, sys, threading
from datetime import timedelta
from monitor.logs import set_up
from monitor.scheduler import Daemon, Ending, Every, Job
from monitor.secrets import Mask

set_up(Mask(), environment={})

def deliver():
    print("begun", flush=True)
    sys.stdin.readline()  # in hand until the test lets go
    print("delivered", flush=True)

ending = Daemon([Job("deliver", deliver, Every(timedelta(hours=1)))], environment=os.environ).run()
print(ending, flush=True)
if ending is Ending.ABANDONED:
    os._exit(1)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("twice", [False, True])
def test_signals(number: signal.Signals, twice: bool, manager: socket.socket) -> None:
    service = subprocess.Popen(
        [sys.executable, "-c", SERVICE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parent.parent,
        env={**os.environ, **environment_of(manager)},
    )
    assert service.stdin is not None
    assert service.stdout is not None
    try:
        assert service.stdout.readline() == "begun\n"
        hear(manager, "READY=1")
        service.send_signal(number)
        hear(manager, "STOPPING=1")
        if twice:
            service.send_signal(number)
            assert service.stdout.read() == "abandoned\n"
            assert service.wait(PATIENT) == 1
        else:
            service.stdin.write("\n")
            service.stdin.flush()
            assert service.stdout.read() == "delivered\nfinished\n"
            assert service.wait(PATIENT) == 0
    finally:
        service.kill()
        service.communicate()


def test_a_run_that_is_late_is_made_up_for_once() -> None:
    """APScheduler's own default leaves a run out that starts more than a second late."""
    daemon = Daemon([Job("poll", lambda: None, HOUR)], environment={})
    defaults = daemon._scheduler._job_defaults
    assert defaults == {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}


def test_months_asleep_give_one_next_time() -> None:
    at = At(parse_daily("weekdays 08:00"), ZoneInfo("America/New_York"))
    with time_machine.travel(datetime(2026, 1, 3, 12, tzinfo=UTC), tick=False):  # a Saturday
        due = _Clockwork(at).get_next_fire_time(None, datetime.now(UTC))
    assert due.astimezone(at.zone).timetuple()[:5] == (2026, 1, 5, 8, 0)
    assert at.daily.at == time(8)
