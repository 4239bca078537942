"""One cycle, on one screen:

    visit sources | keep the unseen | fetch bodies | parse rules | apply to the timeline | differ | compose alerts
    | one transaction (exposures, alerts, pending deliveries)

Each stage stores what it did together with what people must hear of it, and each can be done again: a crash between two
stages leaves work that the next cycle finds (pending bodies; knowledge newer than the last evaluation). An idle cycle
reads no body, parses nothing and computes nothing, however many years of history there are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import structlog

from monitor import alerts, operator_alerts, routing, visits
from monitor.calendar import eastern_date
from monitor.config_tables import Config
from monitor.evaluation import Evaluation, due_countdown, evaluate, turned_by
from monitor.event import POSSIBLE_MATCH, Event
from monitor.exposure import Exposure
from monitor.fetch import Fetcher
from monitor.knowledge import Holdings, Knowledge, Library
from monitor.reading import PARSER_VERSION, Reading, read, read_again
from monitor.routing import Route
from monitor.store import Poll, RenditionState, Store
from monitor.workers import is_dead
from notifiers.model import Alert, Source
from parsers.citations import read_cfr_reference
from parsers.model import Problem, Stage

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=30)
BODIES_AT_ONCE = 25
TEXT_IS_LATE = timedelta(hours=2)


@dataclass
class Outcome:
    """What one cycle did."""

    at: datetime
    visited: list[visits.Visited] = field(default_factory=list)
    read: int = 0
    partly: int = 0
    unread: list[Reading] = field(default_factory=list)
    alerts: list[str] = field(default_factory=list)  # ids
    watchlist_problems: int = 0
    busy: bool = False  # another process is polling

    @property
    def failed(self) -> list[visits.Visited]:
        return [visited for visited in self.visited if visited.error is not None]

    @property
    def fell_short(self) -> bool:
        return bool(self.failed or self.partly or self.unread or self.watchlist_problems or self.busy)


class Poller:
    """The pipeline. One at a time per database: a lease keeps a second daemon waiting."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        config: Config,
        routes: Sequence[Route],
        library: Library,
        worker: str,
    ) -> None:
        self._store, self._fetcher, self._config, self._worker = store, fetcher, config, worker
        self._routes, self.library = routes, library
        self._targets = [r for t in config.watched_targets if (r := read_cfr_reference(t)) is not None]

    def poll(
        self,
        now: datetime,
        *,
        named: Collection[str] = (),
        show: Callable[[str], None] = lambda _: None,
        stopping: Callable[[], bool] = lambda: False,
    ) -> Outcome:
        """``named``: visit these sources, due or not. ``show`` is told what is being done."""
        outcome = Outcome(now)
        holder = self._store.lease_holder("poll")
        if holder is not None and is_dead(holder):  # killed: its lease is nobody's
            self._store.release_lease("poll", holder)
        if not self._store.take_lease("poll", self._worker, now, now + LEASE):
            outcome.busy = True
            return outcome
        try:
            self._visit(outcome, named, show, stopping)
            self._read(outcome, show, stopping)
            self._evaluate(outcome, show)
            self._record(outcome)
        finally:
            self._store.release_lease("poll", self._worker)
        return outcome

    # -- visit sources, keep the unseen --------------------------------------------------------------------------------

    def _visit(
        self, outcome: Outcome, named: Collection[str], show: Callable[[str], None], stopping: Callable[[], bool]
    ) -> None:
        tables, now = self._config.sources, outcome.at
        for name in visits.due(tables, self._store.source_states(), now, named):
            if stopping():
                return
            show(f"visiting {name}")
            known = lambda number: bool(self._store.announced(number))  # noqa: E731
            visited = visits.visit(name, tables, self._store.source_state(name), self._fetcher, known, now)
            with self._store.transaction():
                said = visits.keep(visited, tables[name], self._config.health, self._store, now)
                self._tell_operator(outcome, said)
            outcome.visited.append(visited)
            if visited.error is not None:
                log.warning("source failed", source=name, reason=visited.error)

    # -- fetch bodies, parse rules -------------------------------------------------------------------------------------

    def _read(self, outcome: Outcome, show: Callable[[str], None], stopping: Callable[[], bool]) -> None:
        now, without_text = outcome.at, []
        first = self._store.moment("baseline_at") is None
        while not stopping() and (pending := self._store.pending_bodies(now, BODIES_AT_ONCE)):
            for rendition in pending:
                show(f"reading {rendition.document.number}")
                reading = read(rendition, self._fetcher, now)
                old = first and (rendition.document.publication_date or eastern_date(now)) < eastern_date(now)
                if reading.rule is None and old:
                    reading = Reading(
                        rendition,
                        RenditionState.UNREADABLE,
                        fetched=None,
                        error=f"no text when first seen: {reading.error}",
                    )
                    without_text.append(rendition.document)
                with self._store.transaction():
                    self._keep_reading(outcome, reading, quiet=old)
        for rendition in self._store.outdated_readings(PARSER_VERSION, BODIES_AT_ONCE):
            body = self._store.evidence(rendition.sha256) if rendition.sha256 else None
            if body is not None:
                with self._store.transaction():
                    self._keep_reading(outcome, read_again(rendition, body), quiet=True)
        if without_text:
            self._tell_operator(outcome, [operator_alerts.documents_without_text(without_text, now)])
        self._tell_unread(outcome)

    def _tell_unread(self, outcome: Outcome) -> None:
        """Once for each document: at once if it may list somebody, else when its text is two hours late."""
        late = [
            reading
            for reading in outcome.unread
            if outcome.at - reading.rendition.observed_at >= TEXT_IS_LATE
            or operator_alerts.might_list_somebody(reading.document)
        ]
        untold: dict[str, list[int]] = {}
        for reading in late:
            number = reading.document.number
            if ids := [s.id for s in self._store.problems(document_number=number) if s.told_at is None]:
                untold[number] = ids
        if not untold:
            return
        told = [(r.document, r.error or "") for r in late if r.document.number in untold]
        with self._store.transaction():
            self._tell_operator(outcome, [operator_alerts.documents_unread(told, outcome.at)])
            self._store.mark_told([i for ids in untold.values() for i in ids], outcome.at)

    def _keep_reading(self, outcome: Outcome, reading: Reading, *, quiet: bool) -> None:
        """Store a body that was read, or that it could not be. ``quiet``: an old document, of no news to anybody."""
        now, document, rendition = outcome.at, reading.document, reading.rendition
        number = document.number
        if reading.state is RenditionState.PENDING_BODY:
            assert reading.retry_at is not None
            self._store.body_missing(rendition.id, reading.error or "", reading.retry_at)
            self._store.add_problems(reading.problems, now, document_number=number)
            outcome.unread.append(reading)
            return
        sha256 = rendition.sha256
        if reading.fetched is not None:
            sha256 = self._store.save_evidence(
                reading.fetched.body,
                url=reading.fetched.url,
                fetched_at=now,
                source=document.source,
                content_type=reading.fetched.content_type,
                status=reading.fetched.status,
            )
        self._store.body_read(
            rendition.id,
            reading.state,
            now,
            rule=reading.rule,
            sha256=sha256,
            url=reading.fetched.url if reading.fetched else None,
            parser_version=PARSER_VERSION,
            error=reading.error,
        )
        self._store.clear_problems(now, document_number=number, still=reading.problems)
        fresh = self._store.add_problems(reading.problems, now, document_number=number)
        self._store.mark_told([stored.id for stored in fresh], now)
        origin = operator_alerts.source_of(document, sha256, now)
        self._confirm(origin)
        if reading.rule is None:
            if not quiet:
                outcome.unread.append(reading)
            return
        outcome.read += 1
        serious = [stored.problem for stored in fresh if stored.problem.severity == "warning"]
        if reading.state is RenditionState.PARTLY_READ and not quiet:
            outcome.partly += 1
        if serious and not quiet:
            self._tell_operator(outcome, [operator_alerts.document_partly_read(document, serious, now, origin)])
        touched = alerts.watched(reading.rule.amendments, self._targets)
        if touched and not quiet and str(reading.rule.kind) == "rule":
            effective = min((a.effective for a in touched if a.effective), default=None)
            self._tell(outcome, [alerts.rule_amended(document.title, touched, origin, now, effective)])

    def _confirm(self, origin: Source) -> None:
        """An alert's record grows when its document is seen again at another stage."""
        if origin.document_number is None:
            return
        for logged in self._store.alerts_of_document(origin.document_number):
            if logged.superseded_by is None and origin.stage not in {s.source.stage for s in logged.sightings}:
                self._store.add_alerts([(_with_source(logged.alert, origin), ())])

    # -- timeline, differ, alerts: one transaction ---------------------------------------------------------------------

    def _evaluate(self, outcome: Outcome, show: Callable[[str], None]) -> None:
        now, today = outcome.at, eastern_date(outcome.at)
        holdings = self.library.files.read()
        outcome.watchlist_problems = len(holdings.problems)
        version = self.library.version(holdings)
        through, evaluated = self._store.day("evaluated_through"), self._store.setting("evaluated_version")
        if evaluated == version and through is not None and through >= today:
            return
        if through is None and not self._is_ready_for_baseline():
            return
        show("comparing")
        knowledge = self.library.knowledge(now, holdings)
        if through is None:
            self._baseline(outcome, knowledge, today, version)
            return
        told = self._store.current_exposures()
        found = evaluate(
            knowledge,
            told=told,
            through=through,
            today=max(today, through),
            late_from=self._late_from(knowledge),
            not_before=self._store.day("baseline_on"),
        )
        self._decided(outcome, knowledge, found, told, version, max(today, through))

    def _is_ready_for_baseline(self) -> bool:
        """The first report must rest on something: no baseline before a source was read."""
        states = [s for s in self._store.source_states() if s.name in self._config.sources]
        return any(state.last_success for state in states) or not self._config.sources

    def _baseline(self, outcome: Outcome, knowledge: Knowledge, today: date, version: str) -> None:
        exposures = knowledge.exposures(today)
        parties = knowledge.portfolio.counterparties
        report = alerts.baseline(exposures, parties, outcome.at, today, len(parties))
        with self._store.transaction():
            self._store.replace_exposures(exposures, today)
            self._store.set_moment("baseline_at", outcome.at)
            self._store.set_day("baseline_on", today)
            self._evaluated(outcome, knowledge, version, today)
            self._remember_schedule(outcome, knowledge, today, exposures, first=True)
            self._tell(outcome, [report])
            self._tell_findings(outcome, knowledge)
            self._tell_watchlist(outcome, knowledge.holdings)

    def _decided(
        self,
        outcome: Outcome,
        knowledge: Knowledge,
        found: Evaluation,
        told: Sequence[Exposure],
        version: str,
        today: date,
    ) -> None:
        now = outcome.at
        parties = knowledge.portfolio.counterparties
        problems = self._problems_of({e.document_number for one in found.events for e in one.evidence})
        kept = found.exposures
        frozen: set[str] = set()
        if not knowledge.holdings.complete:  # a watchlist that cannot be opened is no reason to let its parties go
            frozen = {e.counterparty_id for e in told} - parties.keys()
            kept = (*kept, *(e for e in told if e.counterparty_id in frozen))
        with self._store.transaction():
            taken_back = self._take_back(outcome, knowledge)
            happened = [e for e in found.events if e.counterparty_id not in frozen and not _rests_on(e, taken_back)]
            doubtful = [e for e in happened if e.kind == POSSIBLE_MATCH]
            said = [
                alerts.from_event(event, counterparty=parties.get(event.counterparty_id), now=now, problems=problems)
                for event in happened
                if event.kind != POSSIBLE_MATCH
            ]
            said += [alerts.to_review(doubtful, now)] if doubtful else []
            self._store.replace_exposures(kept, today)
            self._tell(outcome, self._changed_or_new(said))
            self._grow(found.exposures)
            self._remember_schedule(outcome, knowledge, today, found.exposures, first=False)
            self._tell_findings(outcome, knowledge)
            self._tell_watchlist(outcome, knowledge.holdings)
            self._evaluated(outcome, knowledge, version, today)

    def _evaluated(self, outcome: Outcome, knowledge: Knowledge, version: str, today: date) -> None:
        self._store.set_setting("evaluated_version", version)
        self._store.set_day("evaluated_through", today)
        self._store.set_moment("evaluated_at", outcome.at)
        newest = max((r.observed_at for r in knowledge.timeline.renditions), default=outcome.at)
        self._store.set_moment("evaluated_readings", newest)

    def _late_from(self, knowledge: Knowledge) -> date | None:
        """The first day on which something that was read since the last evaluation takes effect."""
        since = self._store.moment("evaluated_readings")
        days: list[date] = []
        for rendition in knowledge.timeline.renditions:
            if rendition.rule is not None and (since is None or rendition.observed_at > since):
                days += [c.effective for c in rendition.rule.changes if c.effective]
                days += [a.effective for a in rendition.rule.amendments if a.effective]
        return min(days, default=None)

    def _problems_of(self, numbers: Collection[str | None]) -> dict[str, list[Problem]]:
        return {
            number: found
            for number in numbers
            if number
            and (
                found := [
                    stored.problem
                    for stored in self._store.problems(document_number=number)
                    if stored.problem.severity == "warning"
                ]
            )
        }

    def _changed_or_new(self, said: Sequence[Alert]) -> list[Alert]:
        """People hear again of an event only when something that they were told has changed."""
        found: list[Alert] = []
        for alert in said:
            logged = self._store.alert_by_key(alert.key)
            while logged is not None and logged.superseded_by is not None:
                logged = self._store.alert(logged.superseded_by)
            changed = alerts.amended(alert, logged.alert) if logged is not None else None
            found.append(changed or alert)
        return found

    def _grow(self, exposures: Sequence[Exposure]) -> None:
        """What the eCFR or a list file confirms is added to the record of the alert that said it first."""
        for exposure in exposures:
            seen = [alerts.source(e) for e in exposure.evidence if e.document_number is None]
            if not seen:
                continue
            for logged in self._store.alerts_of_counterparty(exposure.counterparty_id):
                if logged.superseded_by is None and {e.name for e in logged.alert.listed} & {
                    one.entry.name for one in exposure.listings
                }:
                    self._store.add_alerts([(_with_source(logged.alert, origin), ()) for origin in seen])

    def _take_back(self, outcome: Outcome, knowledge: Knowledge) -> set[str]:
        """Correct what was said on the strength of documents that are withdrawn now; returns their numbers."""
        numbers: set[str] = set()
        for rendition in knowledge.timeline.renditions:
            if rendition.stage is not Stage.WITHDRAWN:
                continue
            origin = alerts.source(rendition.evidence)
            for logged in self._store.alerts_of_document(rendition.document_number):
                if logged.superseded_by is not None or logged.alert.kind == "document-withdrawn":
                    continue
                numbers.add(rendition.document_number)
                correction = alerts.withdrawn(logged.alert, origin, outcome.at)
                told = [d.channel for d in logged.deliveries if d.state in ("delivered", "sending")]
                self._store.cancel(logged.alert.id, "its document was withdrawn")
                for added in self._store.add_alerts([(correction, [(channel, outcome.at) for channel in told])]):
                    if added.inserted:
                        outcome.alerts.append(added.id)
        return numbers

    # -- what comes on a known day -------------------------------------------------------------------------------------

    def _remember_schedule(
        self, outcome: Outcome, knowledge: Knowledge, today: date, now: Sequence[Exposure], *, first: bool
    ) -> None:
        """Count down to what is ordered, and say so when it is ordered no longer."""
        touched_keys = {listing.key for exposure in now for listing in exposure.listings}
        ahead = {
            change.key: change
            for change in knowledge.timeline.scheduled(today, knowledge.known_at)
            if change.listing_key is None or change.listing_key in touched_keys
        }
        known: dict[str, list[str]] = json.loads(self._store.setting("scheduled") or "{}")
        for change in ahead.values():
            away = (change.on - today).days
            mark = due_countdown(away, self._config.countdown.days)
            if mark is not None:
                names = turned_by(change, knowledge, now)
                self._tell(outcome, [alerts.countdown(change, mark, away, outcome.at, names)])
        for key, (on, what) in known.items():
            day = date.fromisoformat(on)
            moved = ahead.get(key)
            if day > today and (moved is None or moved.on != day) and not first:
                by = [e for change in ahead.values() for e in change.evidence] if moved else []
                self._tell(outcome, [alerts.schedule_cancelled(key, day, what, outcome.at, by)])
        kept = {key: [change.on.isoformat(), change.what] for key, change in ahead.items()}
        self._store.set_setting("scheduled", json.dumps(kept))

    # -- telling -------------------------------------------------------------------------------------------------------

    def _tell(self, outcome: Outcome, said: Sequence[Alert]) -> None:
        """Into the log and the outbox, in the transaction that is open."""
        planned = routing.plan(said, self._routes, outcome.at)
        self._add(outcome, said, planned.plans)
        for alert, why in planned.unheard(said):
            log.warning("an alert goes to nobody", alert=alert.id, reason=why)

    def _tell_operator(self, outcome: Outcome, said: Sequence[Alert]) -> None:
        self._add(outcome, said, routing.plan_for_operator(said, self._routes, outcome.at))

    def _add(self, outcome: Outcome, said: Sequence[Alert], plans: Sequence[routing.Plan]) -> None:
        due: dict[str, list[tuple[str, datetime]]] = {}
        for plan in plans:
            due.setdefault(plan.alert_id, []).append((plan.channel, plan.due_at))
        added = self._store.add_alerts([(alert, due.get(alert.id, [])) for alert in said])
        outcome.alerts += [one.id for one in added if one.inserted]

    def _tell_findings(self, outcome: Outcome, knowledge: Knowledge) -> None:
        """Disagreements between the sources that were not known: to the operator, together."""
        known = set(json.loads(self._store.setting("findings") or "[]"))
        findings = knowledge.timeline.findings(knowledge.known_at)
        fresh = [f for f in findings if f.key not in known and f.severity == "warning"]
        if fresh:
            self._tell_operator(outcome, [operator_alerts.law_findings(fresh, outcome.at)])
        self._store.set_setting("findings", json.dumps(sorted(known | {f.key for f in findings})))

    def _tell_watchlist(self, outcome: Outcome, holdings: Holdings) -> None:
        if holdings.problems:
            self._tell_operator(outcome, [operator_alerts.watchlist_problems(holdings.problems, outcome.at)])

    def _record(self, outcome: Outcome) -> None:
        well = tuple(v.name for v in outcome.visited if v.error is None)
        bad = tuple(v.name for v in outcome.failed)
        if outcome.visited or outcome.alerts:
            read, told = outcome.read, len(outcome.alerts)
            self._store.record_poll(Poll(outcome.at, outcome.at, well, bad, read, told))


def _with_source(alert: Alert, origin: Source) -> Alert:
    return replace(alert, sources=(*alert.sources, origin))


def _rests_on(event: Event, numbers: set[str]) -> bool:
    """Whether what ended is only what a withdrawn document had said."""
    was = event.before
    if was is None or not numbers:
        return False
    return bool({e.document_number for listing in was.listings for e in listing.evidence} & numbers)
