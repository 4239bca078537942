"""From what is known to alerts: evaluate, word, and write all of it in one transaction.

Nothing is computed when neither the knowledge nor the day has changed since the last evaluation.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date

from monitor import alerts, operator_alerts
from monitor.calendar import eastern_date
from monitor.countdown import Countdown
from monitor.evaluation import Evaluation, evaluate
from monitor.exposure import Exposure
from monitor.exposure.event import POSSIBLE_MATCH, Event
from monitor.knowledge import Holdings, Knowledge, Library
from monitor.law import Finding
from monitor.outcome import Outcome
from monitor.settings.config_tables import Config
from monitor.store import Store
from monitor.telling import Teller
from notifiers.model import Alert
from parsers.model import Problem, Stage


class Concluder:
    """Compares what is known with what people were told."""

    def __init__(self, store: Store, config: Config, library: Library, teller: Teller) -> None:
        self._store, self._config, self.library, self._teller = store, config, library, teller
        self._schedule = Countdown(store, teller, config.countdown.days)

    def conclude(self, outcome: Outcome, show: Callable[[str], None]) -> None:
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
            self._schedule.look_ahead(outcome, knowledge, today, exposures, first=True)
            self._teller.tell(outcome, [report])
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
                for event in map(self._as_known, happened)
                if event.kind != POSSIBLE_MATCH
            ]
            said += [alerts.to_review(doubtful, now)] if doubtful else []
            self._store.replace_exposures(kept, today)
            self._teller.tell(outcome, self._changed_or_new(said))
            self._grow(found.exposures)
            self._schedule.look_ahead(outcome, knowledge, today, found.exposures)
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

    def _as_known(self, event: Event) -> Event:
        """An event that a source without document numbers showed first keeps the key that it had then."""
        known = self._store.known_keys((event.key, *event.other_keys)) if event.other_keys else frozenset()
        if event.key in known or not known:
            return event
        return replace(event, key=next(key for key in event.other_keys if key in known))

    def _changed_or_new(self, said: Sequence[Alert]) -> list[Alert]:
        """People hear again of an event only when something that they were told has changed."""
        found: list[Alert] = []
        for alert in said:
            logged = self._store.alert_by_key(alert.key)
            while logged is not None and logged.superseded_by is not None:
                logged = self._store.alert(logged.superseded_by)
            if logged is None:
                found.append(alert)
            elif logged.alert.kind == "document-withdrawn":
                found.append(alerts.once_more(alert, logged.alert))
            else:
                found.append(alerts.amended(alert, logged.alert) or alert)
        return found

    def _grow(self, exposures: Sequence[Exposure]) -> None:
        """What the eCFR or a list file confirms is added to the record of the alert that said it first."""
        for exposure in exposures:
            seen = [alerts.source(e) for e in exposure.evidence if e.document_number is None]
            names = {listing.entry.name for listing in exposure.listings}
            for logged in self._store.alerts_of_counterparty(exposure.counterparty_id) if seen else ():
                if logged.superseded_by is None and names & {entry.name for entry in logged.alert.listed}:
                    for origin in seen:
                        self._teller.confirm(logged.alert, origin)

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
                self._teller.tell_those(outcome, correction, told)
        return numbers

    def _tell_findings(self, outcome: Outcome, knowledge: Knowledge) -> None:
        """Disagreements between the sources that were not known: to the operator, together."""
        known = set(json.loads(self._store.setting("findings") or "[]"))
        findings = [*knowledge.timeline.findings(knowledge.known_at), *_stake_findings(knowledge)]
        fresh = [f for f in findings if f.key not in known and f.severity == "warning"]
        if fresh:
            self._teller.tell_operator(outcome, [operator_alerts.law_findings(fresh, outcome.at)])
        self._store.set_setting("findings", json.dumps(sorted(known | {f.key for f in findings})))

    def _tell_watchlist(self, outcome: Outcome, holdings: Holdings) -> None:
        if holdings.problems:
            self._teller.tell_operator(outcome, [operator_alerts.watchlist_problems(holdings.problems, outcome.at)])


def _stake_findings(knowledge: Knowledge) -> list[Finding]:
    """What does not add up in the stakes, and names in them that may be a counterparty's."""
    portfolio = knowledge.portfolio
    conflicts = portfolio.conflicts(eastern_date(knowledge.known_at))
    found = [Finding(f"stakes|{c}", "stake-conflict", "warning", f"Stakes: {c}") for c in conflicts]
    for doubt in portfolio.doubts:
        name = portfolio.name_of(doubt.counterparty_id, doubt.counterparty_id)
        what = f"A party of the stakes may be {name} ({doubt.counterparty_id}): {doubt.reason}"
        found.append(Finding(f"stake-tie|{doubt.party}|{doubt.counterparty_id}", "stake-tie", "info", what))
    return found


def _rests_on(event: Event, numbers: set[str]) -> bool:
    """Whether what ended is only what a withdrawn document had said."""
    was = event.before
    if was is None or not numbers:
        return False
    return bool({e.document_number for listing in was.listings for e in listing.evidence} & numbers)
