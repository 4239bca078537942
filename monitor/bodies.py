"""Fetch the bodies that are pending, parse them, and keep what they say or why they could not be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor import alerts, operator_alerts
from monitor.calendar import eastern_date
from monitor.fetch import Fetcher
from monitor.outcome import Outcome
from monitor.reading import PARSER_VERSION, UNREAD, UNREAD_YET, Reading, read, read_again
from monitor.store import RenditionState, Store, StoredProblem, StoredRendition
from monitor.telling import Teller
from notifiers.model import Alert, Source
from parsers.model import CfrReference, DocumentKind, Problem, Stage

AT_ONCE = 25
TEXT_IS_LATE = timedelta(hours=2)


class Bodies:
    """Each body is kept in a transaction of its own, together with what people must hear of it."""

    def __init__(self, store: Store, fetcher: Fetcher, teller: Teller, watched: Sequence[CfrReference]) -> None:
        self._store, self._fetcher, self._teller, self._watched = store, fetcher, teller, watched

    def read(self, outcome: Outcome, show: Callable[[str], None], stopping: Callable[[], bool]) -> None:
        first = self._store.moment("baseline_at") is None
        while not stopping() and (pending := self._store.pending_bodies(outcome.at, AT_ONCE)):
            for rendition in pending:
                show(f"reading {rendition.document.number}")
                reading = self._read_one(rendition, outcome.at, first)
                with self._store.transaction():
                    self._keep(outcome, reading)
        self._read_again(outcome)
        self._tell_unread(outcome)

    def _read_one(self, rendition: StoredRendition, now: datetime, first: bool) -> Reading:
        document = rendition.document
        if document.stage is Stage.PUBLIC_INSPECTION and self._is_printed(document.number):
            printed = "never read: the document is printed by now"
            return Reading(rendition, RenditionState.UNREADABLE, error=printed, quiet=True, moot=True)
        reading = read(rendition, self._fetcher, now)
        old = first and (document.publication_date or eastern_date(now)) < eastern_date(now)
        if old and reading.rule is None:
            error = f"no text when first seen: {reading.error}"
            return Reading(rendition, RenditionState.UNREADABLE, error=error, quiet=True)
        return replace(reading, quiet=old)

    def _is_printed(self, number: str) -> bool:
        return any(document.stage is Stage.PUBLISHED for document in self._store.announced(number))

    def _read_again(self, outcome: Outcome) -> None:
        """After an upgrade of the parsers: what is stored is read anew, so that history gets better with them."""
        for rendition in self._store.outdated_readings(PARSER_VERSION, AT_ONCE):
            body = self._store.evidence(rendition.sha256) if rendition.sha256 else None
            if body is not None:
                with self._store.transaction():
                    self._keep(outcome, replace(read_again(rendition, body), quiet=True))

    def _keep(self, outcome: Outcome, reading: Reading) -> None:
        now, document, rendition = outcome.at, reading.document, reading.rendition
        if reading.state is RenditionState.PENDING_BODY:
            assert reading.retry_at is not None
            self._store.body_missing(rendition.id, reading.error or "", reading.retry_at)
            self._store.add_problems(reading.problems, now, document_number=document.number)
            outcome.unread.append(reading)
            return
        sha256, fetched = rendition.sha256, reading.fetched
        if fetched is not None:
            sha256 = self._store.save_evidence(
                fetched.body,
                url=fetched.url,
                fetched_at=now,
                source=document.source,
                content_type=fetched.content_type,
                status=fetched.status,
            )
        self._store.body_read(
            rendition.id,
            reading.state,
            now,
            rule=reading.rule,
            sha256=sha256,
            url=fetched.url if fetched else None,
            parser_version=PARSER_VERSION if sha256 else None,
            error=reading.error,
        )
        self._store.clear_problems(now, document_number=document.number, still=reading.problems)
        fresh = self._store.add_problems(reading.problems, now, document_number=document.number)
        if reading.rule is None:
            outcome.unread += [] if reading.quiet else [reading]
            return
        outcome.read += 1
        origin = operator_alerts.source_of(document, sha256, now)
        self._confirm(origin)
        self._store.mark_told([stored.id for stored in fresh], now)
        if not reading.quiet:
            serious = [stored.problem for stored in fresh if stored.problem.severity == "warning"]
            self._tell(outcome, reading, origin, serious)

    def _tell(self, outcome: Outcome, reading: Reading, origin: Source, serious: Sequence[Problem]) -> None:
        now, document, rule = outcome.at, reading.document, reading.rule
        assert rule is not None
        outcome.partly += reading.state is RenditionState.PARTLY_READ
        if serious:
            said = operator_alerts.document_partly_read(document, serious, now, origin)
            self._teller.tell_operator(outcome, [said])
        touched = alerts.watched(rule.amendments, self._watched)
        if touched and rule.kind is DocumentKind.RULE:
            effective = min((a.effective for a in touched if a.effective), default=None)
            self._teller.tell(outcome, [alerts.rule_amended(document.title, touched, origin, now, effective)])

    def _confirm(self, origin: Source) -> None:
        """An alert's record grows when its document is seen again at another stage."""
        for logged in self._store.alerts_of_document(origin.document_number or ""):
            if logged.superseded_by is None and origin.stage not in {s.source.stage for s in logged.sightings}:
                self._teller.confirm(logged.alert, origin)

    def _tell_unread(self, outcome: Outcome) -> None:
        """Of what could not be read, once for each document: at once if it may list somebody, else when its text is two
        hours late; once more when it is given up. What to tell is the store's to know, so that a crash loses none."""
        groups: dict[str, list[tuple[StoredProblem, StoredRendition]]] = {"old": [], "given up": [], "late": []}
        for stored in self._store.problems(untold=True):
            if stored.document_number is None or stored.problem.what not in (UNREAD, UNREAD_YET):
                continue
            rendition = self._store.renditions_of(stored.document_number)[-1]
            waited = outcome.at - rendition.observed_at
            if stored.problem.severity == "info":
                groups["old"].append((stored, rendition))
            elif stored.problem.what == UNREAD:
                groups["given up"].append((stored, rendition))
            elif waited >= TEXT_IS_LATE or operator_alerts.might_list_somebody(rendition.document):
                groups["late"].append((stored, rendition))
        for group, found in groups.items():
            if found:
                with self._store.transaction():
                    self._teller.tell_operator(outcome, [_unread_alert(group, found, outcome.at)])
                    self._store.mark_told([stored.id for stored, _ in found], outcome.at)


def _unread_alert(group: str, found: Sequence[tuple[StoredProblem, StoredRendition]], now: datetime) -> Alert:
    if group == "old":
        return operator_alerts.documents_without_text([rendition.document for _, rendition in found], now)
    documents = [(rendition.document, rendition.last_error or "") for _, rendition in found]
    return operator_alerts.documents_unread(documents, now, given_up=group == "given up")
