"""The parts of the program put together from a configuration, for one command or for the life of the daemon."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import structlog

from monitor import operator_alerts, redeem, routing
from monitor.calendar import EASTERN, eastern_date
from monitor.deliver import Deliverer, Post
from monitor.exposure import Exposure
from monitor.fetch import Fetcher
from monitor.fetching.fetch_errors import FetchError
from monitor.health import why_not_healthy
from monitor.knowledge import Library
from monitor.law import ProvisionState
from monitor.law.entry_identity import name_key
from monitor.messages import compose
from monitor.outcome import Outcome
from monitor.poll import Poller
from monitor.receipts import send_receipt
from monitor.reminders import posts_named, remind
from monitor.routing import route_of
from monitor.scheduler import At, Daemon, Ending, Every, Job
from monitor.settings.config_tables import Config
from monitor.status import oldest_waiting, verdicts
from monitor.store import Store, open_store
from monitor.telling import Teller
from monitor.times import parse_daily
from monitor.watching import watch_sources
from monitor.workers import worker_name
from notifiers import build
from notifiers.model import Alert, Message, MessageKind, Party, Severity
from parsers.model import ListEntry

log = structlog.get_logger(__name__)

_A_MINUTE = timedelta(minutes=1)
CONTACT = "operator of this regwatch installation"


@dataclass
class Assembly:
    """Everything that a command may need. A context manager that closes what it opened."""

    config: Config
    environment: Mapping[str, str]
    store: Store
    fetcher: Fetcher
    posts: Mapping[str, Post]
    poller: Poller
    teller: Teller
    deliverer: Deliverer
    now: Callable[[], datetime]
    stopping: threading.Event = field(default_factory=threading.Event)

    @classmethod
    def open(
        cls, config: Config, environment: Mapping[str, str], *, now: datetime | None = None, stays: bool = False
    ) -> Assembly:
        """``now`` stops the clock, for replaying history. ``stays``: for a daemon, which waits for what belongs
        together; a single cycle has nothing to wait for. Raises SecretError, StoreError, ChannelSettingsError."""

        def clock() -> datetime:
            return now or datetime.now(UTC)

        posts = _posts(config, environment)
        if not stays:
            posts = {n: replace(p, route=replace(p.route, group_wait=timedelta())) for n, p in posts.items()}
        url = config.database.address(environment)
        store = open_store(url)
        worker = worker_name()
        fetcher = Fetcher(config.http.contact or CONTACT, config.http.timeout.total_seconds(), now=clock)
        library = Library(store, config, _cache_of(url))
        routes = [post.route for post in posts.values()]
        poller = Poller(store, fetcher, config, routes, library, worker)

        def on_permanent(channel: str, alerts: Sequence[Alert], error: str, at: datetime) -> None:
            others = [route for route in routes if route.channel != channel]
            alert = operator_alerts.delivery_failed(channel, alerts, error, at)
            if all(a.kind == "delivery-failed" for a in alerts):
                return  # about a failure of its own, nobody else is left to tell
            plans = routing.plan_for_operator([alert], others, at)
            store.add_alerts([(alert, [(plan.channel, plan.due_at) for plan in plans])])

        deliverer = Deliverer(
            store, posts, clock=clock, ack_url=_ack_links(config, environment), on_permanent=on_permanent
        )
        return cls(config, environment, store, fetcher, posts, poller, Teller(store, routes), deliverer, clock)

    def __enter__(self) -> Assembly:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        for post in self.posts.values():
            post.channel.close()
        self.fetcher.close()
        self.store.close()

    # -- questions -----------------------------------------------------------------------------------------------------

    def exposures(
        self, on: date | None, known_at: datetime | None
    ) -> tuple[date, tuple[Exposure, ...], tuple[ProvisionState, ...]]:
        """Who was exposed on a date, as known at an instant; and the state of the tracked provisions then."""
        moment = known_at or self.now()
        day = on or (eastern_date(known_at) if known_at else self._today())
        knowledge = self.poller.library.knowledge(moment)
        return day, knowledge.exposures(day), knowledge.timeline.provision_states(day, moment)

    def _today(self) -> date:
        """The day of the clock; in a database that replays history, the day that it was last evaluated for."""
        return self.store.day("evaluated_through") or eastern_date(self.now())

    def ties(self, counterparty: str, entry: str) -> dict[str, ListEntry]:
        """The listings, by key, that a counterparty is tied to and that are meant by ``entry``: a key or a name."""
        knowledge = self.poller.library.knowledge(self.now(), undecided=True)
        listings = knowledge.timeline.listings(self._today(), self.now())
        wanted = name_key(entry)
        ties = knowledge.portfolio.ties(listings, knowledge.versions)
        return {
            tie.listing.key: tie.listing.entry
            for tie in ties
            if tie.party == counterparty and (entry == tie.listing.key or name_key(tie.listing.entry.name) == wanted)
        }

    def posts_of(self, channel: str) -> list[Post]:
        """A channel with several recipients is several posts."""
        return [self.posts[name] for name in posts_named(self.posts, channel)]

    def test_message(self, post: Post) -> Message:
        now = self.now()
        key = f"test|{post.route.channel}|{now.isoformat()}"
        alert = Alert(
            id=operator_alerts.alert_id(key),
            key=key,
            kind="test",
            severity=Severity.INFO,
            headline=f"Test of the channel {post.route.channel}",
            reason="If you can read this, alerts of regwatch reach you here. Nothing has happened.",
            observed_at=now,
            counterparty=Party("TEST", "Example Trading Co., Ltd."),
            test=True,
        )
        return compose(post.route.channel, [alert], now, kind=MessageKind.TEST)

    # -- the daemon ----------------------------------------------------------------------------------------------------

    def dead_man(self, outcome: Outcome) -> None:
        """Call the dead-man switch after a healthy cycle; its silence is what tells."""
        if self.config.dead_man is None or outcome.busy:
            return
        reason = why_not_healthy(verdicts(self.config, self.store, self.now()), oldest_waiting(self.store, self.now()))
        if reason is not None:
            log.warning("dead-man switch not called", reason=reason)
            return
        try:
            self.fetcher.ping(self.config.dead_man.address(self.environment))
        except FetchError as error:
            log.warning("dead-man switch could not be called", reason=str(error))

    def daemon(self) -> DaemonRun:
        return DaemonRun(self)


@dataclass
class DaemonRun:
    """The jobs of the daemon: a poll per source on its own schedule, midnight in Washington, one drain per channel."""

    assembly: Assembly
    _polling: threading.Lock = field(default_factory=threading.Lock)

    def run(self) -> None:
        """Until told to stop, and everything in hand is finished. Where something does not end in its time the process
        ends here, with code 3: what it had in hand is claimed, and the next start finds it."""
        a = self.assembly
        started = a.now()
        jobs = [
            Job(f"poll {name}", self._poll_of(name), Every(table.every)) for name, table in a.config.sources.items()
        ]
        jobs.append(Job("midnight", self._poll_of(None), At(parse_daily("daily 00:00"), EASTERN, at_once=True)))
        jobs += [Job(f"deliver {name}", self._drain_of(name), Every(timedelta(seconds=10))) for name in a.posts]
        jobs.append(Job("remind", self._remind, Every(_A_MINUTE)))
        watch = Job("watch", lambda: watch_sources(a.store, a.config, a.teller, a.now(), started), Every(_A_MINUTE))
        jobs.append(watch)
        if a.config.receipt_channels:
            when = At(a.config.health.receipt, a.config.health.time_zone, at_once=True)
            jobs.append(Job("receipt", lambda: send_receipt(a), when))
        daemon = Daemon(jobs, environment=a.environment, stopping=a.stopping, status=self._status)

        def hasten() -> None:
            for name in a.posts:
                daemon.hasten(f"deliver {name}")

        self._hasten = hasten
        if daemon.run() is Ending.ABANDONED:  # the interpreter would wait for the threads that still run
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(3)

    _hasten: Callable[[], None] = field(default=lambda: None)

    def _poll_of(self, name: str | None) -> Callable[[], None]:
        def job() -> None:
            a = self.assembly
            with self._polling:  # sources keep their own schedules, but one database is written by one poll at a time
                if a.stopping.is_set():
                    return
                outcome = a.poller.poll(a.now(), named=[name] if name else ["-"], stopping=a.stopping.is_set)
            if outcome.alerts:
                self._hasten()
            a.dead_man(outcome)

        return job

    def _drain_of(self, name: str) -> Callable[[], None]:
        def job() -> None:
            self.assembly.deliverer.drain(channels=[name])

        return job

    def _remind(self) -> None:
        a = self.assembly
        remind(a.store, {name: post.route for name, post in a.posts.items()}, a.now())

    def _status(self) -> str:
        a = self.assembly
        found = verdicts(a.config, a.store, a.now())
        well = sum(verdict.healthy for verdict in found)
        waiting = sum(count.count for count in a.store.outbox_counts() if count.state != "failed")
        return f"{well} of {len(found)} sources healthy, {waiting} deliveries waiting"


def _posts(config: Config, environment: Mapping[str, str]) -> dict[str, Post]:
    """Each channel with its route. Several recipients are several posts, so that each has a ledger of its own: one
    refused address neither holds back the others nor makes them hear twice."""
    posts: dict[str, Post] = {}
    for table in config.channels:
        settings, route = table.settings(environment), route_of(table, config.quiet)
        if len(settings.urls) < 2:
            posts[table.name] = Post(build(settings), route)
            continue
        for number, url in enumerate(settings.urls, 1):
            name = f"{table.name}/{number}"
            posts[name] = Post(build(replace(settings, name=name, urls=(url,))), replace(route, channel=name))
    return posts


def _cache_of(url: str) -> Path | None:
    """The compiled watchlist stands beside a SQLite database; on PostgreSQL it is compiled at the start."""
    scheme, found, path = url.partition(":///")
    return Path(f"{path}.screen") if found and scheme.startswith("sqlite") and path else None


def _ack_links(config: Config, environment: Mapping[str, str]) -> Callable[[Alert, str, datetime], str | None]:
    if config.links is None:
        return lambda *_: None
    return redeem.links(config.links.base_url, config.links.key(environment), config.links.valid_for)
