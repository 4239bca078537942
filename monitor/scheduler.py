"""Runs jobs on their schedules until told to stop; tells systemd that it is alive only while it is.

The only importer of apscheduler. Schedules are kept in memory: what a job did last, and what it has to do, is the
store's to know, so that a restart loses nothing.
"""

from __future__ import annotations

import os
import select
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.interval import IntervalTrigger

from monitor.service import Notifier
from monitor.times import Daily

log = structlog.get_logger(__name__)

_PULSE = timedelta(seconds=5)  # how often the scheduler has to show that it still starts jobs
_PULSE_LIMIT = 60.0  # seconds without a sign of it: it hangs


@dataclass(frozen=True, slots=True)
class Every:
    """At a fixed interval; the first time at once, or after one interval."""

    interval: timedelta
    at_once: bool = True


@dataclass(frozen=True, slots=True)
class At:
    """At times of day in a time zone; also once at the start where ``at_once`` is set."""

    daily: Daily
    zone: ZoneInfo
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """Something to be done again and again. One run at a time; a run that raises is logged and the next one goes on."""

    name: str
    run: Callable[[], object]
    when: Every | At
    limit: timedelta = timedelta(minutes=30)  # a run that takes longer hangs: the watchdog may restart the service


class Ending(StrEnum):
    FINISHED = "finished"  # everything in hand was finished
    ABANDONED = "abandoned"  # something still ran: leave with os._exit, the interpreter would wait for it


class _Clockwork(BaseTrigger):  # type: ignore[misc]  # apscheduler is not typed
    """A time of day, by our own rule for the hours that a change of the clocks skips or repeats."""

    def __init__(self, at: At) -> None:
        self._at = at

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        return self._at.daily.next_after(previous_fire_time or now, self._at.zone)


class _Progress:
    """What runs now, what is wanted once more, and when the scheduler was last seen to start something."""

    def __init__(self) -> None:
        self.pulse = time.monotonic()
        self._running: dict[str, float] = {}
        self._again: set[str] = set()
        self._lock = threading.Lock()

    def beat(self) -> None:
        self.pulse = time.monotonic()

    def begin(self, name: str) -> None:
        with self._lock:
            self._running[name] = time.monotonic()

    def end(self, name: str) -> bool:
        """Whether the job was wanted again while it ran: then it counts as running on."""
        with self._lock:
            if name in self._again:
                self._again.discard(name)
                self._running[name] = time.monotonic()
                return True
            self._running.pop(name, None)
            return False

    def again_if_running(self, name: str) -> bool:
        with self._lock:
            if name in self._running:
                self._again.add(name)
            return name in self._running

    def drop(self, name: str) -> None:
        with self._lock:
            self._again.discard(name)
            self._running.pop(name, None)

    def in_hand(self) -> dict[str, float]:
        """Running jobs, each with the seconds that it has run."""
        now = time.monotonic()
        with self._lock:
            return {name: now - since for name, since in self._running.items()}


class Daemon:
    """Jobs on their schedules, in the foreground.

    ``stopping`` is set as soon as the daemon is told to stop: a long job looks at it between two steps, so that what is
    in hand is finished and nothing new is begun. ``status`` gives the line that ``systemctl status`` shows.
    """

    def __init__(
        self,
        jobs: Sequence[Job],
        *,
        environment: Mapping[str, str],
        stopping: threading.Event | None = None,
        status: Callable[[], str] | None = None,
        patience: timedelta = timedelta(seconds=80),
    ) -> None:
        names = [job.name for job in jobs]
        if len(set(names)) != len(names):
            raise ValueError(f"two jobs have the same name: {names}")
        self.stopping = stopping if stopping is not None else threading.Event()
        self._jobs = {job.name: job for job in jobs}
        self._notifier = Notifier(environment)
        self._status = status
        self._last_status = ""
        self._patience = patience
        self._progress = _Progress()
        # Signals and stop() write here. A handler that set the event itself could deadlock: it may interrupt the main
        # thread while that holds the event's own lock.
        self._wakeup_out, self._wakeup_in = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(max(len(jobs), 1)), "pulse": ThreadPoolExecutor(1)},
            # The default grace of one second silently leaves out runs that start late.
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    # -- from outside --------------------------------------------------------------------------------------------------

    def stop(self) -> None:
        """Tell the daemon to stop, from any thread or signal handler. Twice: without waiting for what is in hand."""
        try:
            os.write(self._wakeup_in, b"s")
        except (BlockingIOError, OSError):
            return  # the pipe is full of the same order, or the daemon has ended

    def hasten(self, name: str) -> None:
        """Run a job as soon as it is free, ahead of its time. Raises KeyError for a name that no job has."""
        job = self._jobs[name]
        if self.stopping.is_set() or self._progress.again_if_running(name):
            return  # the scheduler leaves out a run that falls into the one before
        if self._scheduler.get_job(job.name) is not None:
            self._scheduler.modify_job(job.name, next_run_time=datetime.now(UTC))

    def running(self) -> tuple[str, ...]:
        """The jobs that run now."""
        return tuple(sorted(self._progress.in_hand()))

    # -- the loop ------------------------------------------------------------------------------------------------------

    def run(self, *, signals: bool = True) -> Ending:
        """Until SIGTERM or SIGINT (with ``signals``: main thread only) or ``stop()``. Can be called once."""
        before = {number: signal.signal(number, self._on_signal) for number in _SIGNALS} if signals else {}
        try:
            for job in self._jobs.values():
                self._add(job)
            self._scheduler.add_job(self._progress.beat, IntervalTrigger(seconds=_PULSE.seconds), executor="pulse")
            self._progress.beat()
            self._scheduler.start()
            self._notifier.send("READY=1", "STATUS=started")
            log.info("started", jobs=sorted(self._jobs))
            while not self._told_to_stop(self._tick()):
                self._show_life()
            self.stopping.set()
            return self._finish()
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _on_signal(self, *_: object) -> None:
        self.stop()

    def _add(self, job: Job) -> None:
        when = job.when
        trigger = _Clockwork(when) if isinstance(when, At) else IntervalTrigger(seconds=when.interval.total_seconds())
        first = {"next_run_time": datetime.now(UTC)} if when.at_once else {}
        self._scheduler.add_job(self._run_logged, trigger, args=[job], id=job.name, name=job.name, **first)

    def _run_logged(self, job: Job) -> None:
        # In hand first, then the look at the order to stop: _finish looks at them the other way round.
        self._progress.begin(job.name)
        try:
            with structlog.contextvars.bound_contextvars(job=job.name):
                while not self.stopping.is_set():
                    try:
                        job.run()
                    except Exception:
                        log.exception("a job failed; its next run goes on as planned")
                    if not self._progress.end(job.name):
                        return
        finally:
            self._progress.drop(job.name)

    def _tick(self) -> float:
        """Seconds to sleep at most: systemd wants to hear from us twice in its period."""
        period = self._notifier.watchdog
        return min(5.0, period.total_seconds() / 2) if period else 5.0

    def _told_to_stop(self, seconds: float) -> bool:
        """Wait; whether an order to stop came."""
        readable, _, _ = select.select([self._wakeup_out], [], [], seconds)
        return bool(readable) and bool(os.read(self._wakeup_out, 1))

    def stuck(self) -> str | None:
        """What hangs; None while all goes on. The watchdog is fed only then."""
        late = {name for name, seconds in self._progress.in_hand().items() if seconds > self._limit(name)}
        if late:
            return f"has not ended in its time: {', '.join(sorted(late))}"
        if time.monotonic() - self._progress.pulse > _PULSE_LIMIT:
            return "the scheduler has started nothing for a minute"
        return None

    def _limit(self, name: str) -> float:
        return self._jobs[name].limit.total_seconds()

    def _show_life(self) -> None:
        hangs = self.stuck()
        states: list[str] = [] if hangs else ["WATCHDOG=1"]
        line = hangs or self._status_line()
        if line and line != self._last_status:
            self._last_status = line
            states.append(f"STATUS={line}")
            if hangs:
                log.error("no longer alive", reason=hangs)
        if states:
            self._notifier.send(*states)

    def _status_line(self) -> str:
        if self._status is None:
            return ""
        try:
            return self._status()
        except Exception:
            log.exception("the status could not be told")
            return ""

    def _finish(self) -> Ending:
        """Let what runs come to its end: for as long as patience lasts, or until a second order to stop."""
        self._notifier.send("STOPPING=1", "STATUS=finishing what is in hand")
        self._scheduler.shutdown(wait=False)  # starts nothing new; threads that run go on
        log.info("stopping", in_hand=self.running())
        deadline = time.monotonic() + self._patience.total_seconds()
        while self._progress.in_hand():
            left = deadline - time.monotonic()
            if left <= 0 or self._told_to_stop(min(0.2, left)):
                log.warning("stopped before all was finished", in_hand=self.running())
                return Ending.ABANDONED
            self._notifier.send("WATCHDOG=1")
        log.info("stopped")
        return Ending.FINISHED


_SIGNALS = (signal.SIGTERM, signal.SIGINT)
