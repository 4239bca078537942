"""What is said about an alert, in one order for every channel. Pure.

``brief()`` turns an Alert into labelled facts, ``overview()`` arranges a Message: what is said in full, what as a row,
which documents all of it rests on. The channels only lay this out, so none of them can forget a field.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from notifiers import wording
from notifiers.model import (
    Alert,
    Difference,
    Listed,
    Match,
    Message,
    OwnershipStep,
    Party,
    Severity,
    Source,
)

_T = TypeVar("_T")

PROVISIONAL = (
    "This rests on the text on public inspection, which is not yet the official edition. "
    "The date and the wording can still change until it is published."
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a fact; with ``url`` it is a link (channels without links print both)."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """One alert in full."""

    id: str
    kind: str  # in words
    severity: Severity
    severity_words: str
    headline: str
    reason: str
    cautions: tuple[str, ...]  # test, provisional, partly read, corrects: what to know before acting
    facts: tuple[Fact, ...]
    differences: tuple[Difference, ...]
    documents: tuple[Fact, ...]  # those that the message does not state for all its alerts
    steps: tuple[str, ...]
    ack_url: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One alert as a row of a table."""

    id: str
    severity: Severity
    severity_words: str
    kind: str
    who: str
    what: str  # the entry, or the headline where there is none
    effective: str


@dataclass(frozen=True, slots=True)
class Overview:
    """A message, arranged. ``full`` + ``rows`` + ``left_out`` are all its alerts, the most severe first."""

    title: str  # "Alert", "Baseline: who is exposed"
    severity: Severity
    severity_words: str
    subject: str
    intro: tuple[str, ...]
    count: int
    counts: tuple[tuple[str, str], ...]  # ("By severity", "2 critical, 1 warning"), ("By kind", …); empty for one alert
    cautions: tuple[str, ...]  # what holds for every alert is said once: cautions, steps, documents
    steps: tuple[str, ...]
    documents: tuple[Fact, ...]
    full: tuple[Briefing, ...]
    rows: tuple[Row, ...]
    left_out: int  # alerts that neither stand in full nor as a row; their number is always said
    facts: tuple[tuple[str, str], ...]
    message_id: str
    composed: str


def overview(message: Message, *, full: int | None = None, rows: int | None = None) -> Overview:
    """Arrange a message: the first ``full`` alerts in full, the next ``rows`` as rows (None: all of them)."""
    ordered = sorted(message.alerts, key=lambda a: -a.severity.rank)
    shared = _Shared.of(message)
    in_full = ordered if full is None else ordered[:full]
    rest = ordered[len(in_full) :]
    as_rows = rest if rows is None else rest[:rows]
    severity = message.severity
    return Overview(
        title=wording.MESSAGE_TITLES[message.kind],
        severity=severity,
        severity_words=wording.SEVERITY_TITLES[severity],
        subject=subject(message),
        intro=message.intro,
        count=len(ordered),
        counts=_counts(message.alerts),
        cautions=shared.cautions,
        steps=shared.steps,
        documents=tuple(_document(s) for s in shared.sources),
        full=tuple(_brief(a, shared) for a in in_full),
        rows=tuple(row(a) for a in as_rows),
        left_out=len(rest) - len(as_rows),
        facts=message.facts,
        message_id=message.id,
        composed=wording.instant(message.created_at),
    )


def subject(message: Message) -> str:
    """The subject in one line; a test and a reminder say so first, wherever only this line is seen."""
    line = " ".join(wording.legible(message.subject).split()) or wording.MESSAGE_TITLES[message.kind]
    lead = wording.SUBJECT_LEADS.get(message.kind)
    return f"{lead}: {line}" if lead and not line.lower().startswith(lead.lower()) else line


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all alerts of a message have in common. Of one alert alone, only the documents are set apart."""

    cautions: tuple[str, ...]
    steps: tuple[str, ...]
    sources: tuple[Source, ...]

    @classmethod
    def of(cls, message: Message) -> _Shared:
        alerts = message.alerts
        if not alerts:
            return cls((), (), ())
        common = alerts if len(alerts) > 1 else ()
        steps = alerts[0].what_to_do
        return cls(
            _in_all([tuple(_cautions(a)) for a in common]),
            steps if common and all(a.what_to_do == steps for a in alerts) else (),
            _in_all([a.sources for a in alerts]),
        )


def _in_all(groups: Sequence[tuple[_T, ...]]) -> tuple[_T, ...]:
    """The members of the first group that all the others have too, in its order."""
    return tuple(x for x in groups[0] if all(x in group for group in groups)) if groups else ()


def _brief(alert: Alert, shared: _Shared) -> Briefing:
    return Briefing(
        id=alert.id,
        kind=wording.kind_title(alert.kind),
        severity=alert.severity,
        severity_words=wording.SEVERITY_TITLES[alert.severity],
        headline=alert.headline,
        reason=alert.reason,
        cautions=tuple(c for c in _cautions(alert) if c not in shared.cautions),
        facts=tuple(_facts(alert)),
        differences=alert.differences,
        documents=tuple(_document(s) for s in alert.sources if s not in shared.sources),
        steps=() if shared.steps else alert.what_to_do,
        ack_url=alert.ack_url,
    )


def row(alert: Alert) -> Row:
    entry = alert.listed[0] if alert.listed else None
    return Row(
        id=alert.id,
        severity=alert.severity,
        severity_words=wording.SEVERITY_TITLES[alert.severity],
        kind=wording.kind_title(alert.kind),
        who=alert.counterparty.name if alert.counterparty else "",
        what=entry.name if entry else alert.headline,
        effective=wording.day(alert.effective) if alert.effective else "",
    )


def _counts(alerts: tuple[Alert, ...]) -> tuple[tuple[str, str], ...]:
    if len(alerts) < 2:
        return ()
    severities = Counter(a.severity for a in alerts)
    kinds = Counter(wording.kind_title(a.kind) for a in alerts)
    by_severity = [(wording.SEVERITY_TITLES[s], severities[s]) for s in reversed(Severity) if severities[s]]
    return (("By severity", _tally(by_severity)), ("By kind", _tally(kinds.most_common())))


def _tally(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{number:,} {name[:1].lower()}{name[1:]}" for name, number in counts)


def _cautions(alert: Alert) -> Iterator[str]:
    if alert.test:
        yield "This is a test. Nothing has happened."
    if alert.stage == "public-inspection":
        yield PROVISIONAL
    elif alert.stage == "withdrawn":
        yield "The document was withdrawn from public inspection. It has no effect."
    if alert.previous_id:
        yield f"This amends the earlier alert {alert.previous_id}."
    yield from alert.notes


def _facts(alert: Alert) -> Iterator[Fact]:
    if alert.counterparty:
        yield _fact("Counterparty", _party(alert.counterparty))
    if alert.effective:
        yield _fact("Effective", wording.day(alert.effective))
    if alert.until:
        yield _fact("Until", f"{wording.day(alert.until)} (last day)")
    for entry in alert.listed:
        yield from _entry(entry)
    if alert.matches:
        yield Fact("How it matched", tuple(Line(_match(m)) for m in alert.matches))
    if alert.ownership:
        yield Fact("Ownership path", tuple(Line(_step(s)) for s in alert.ownership))
    if alert.share is not None:
        yield _fact("Held by listed owners", f"{wording.percent(alert.share)} in all")
    if alert.provision:
        state = f" ({alert.provision_state})" if alert.provision_state else ""
        yield _fact("Provision", f"{alert.provision}{state}")
    elif alert.provision_state:
        yield _fact("Provision", alert.provision_state)
    yield _fact("Observed", wording.instant(alert.observed_at))


def _entry(entry: Listed) -> Iterator[Fact]:
    yield _fact("List", entry.list_title or wording.list_title(entry.list))
    yield _fact("Entry", entry.name)
    if entry.destination:
        yield _fact("Destination", entry.destination)
    if entry.aliases:
        yield Fact("Also known as", tuple(Line(a) for a in entry.aliases))
    if entry.addresses:
        yield Fact("Addresses", tuple(Line(a) for a in entry.addresses))
    if entry.license_requirement:
        yield _fact("License requirement", entry.license_requirement)
    if entry.license_review_policy:
        yield _fact("License review policy", entry.license_review_policy)
    if entry.footnotes:
        yield Fact("Footnotes", tuple(Line(wording.footnote(entry.list, f)) for f in entry.footnotes))
    if entry.citations:
        yield _fact("Citation", wording.series(entry.citations))


def _document(source: Source) -> Fact:
    """``Document 2025-05427``: title, citation, its dates, where to read it, and the hash of what we stored."""
    lines = []
    if source.title:
        lines.append(Line(source.title))
    lines.append(Line("; ".join(filter(None, (source.citation, wording.stage(source.stage))))))
    if source.filed_at:
        lines.append(Line(f"Filed for public inspection {wording.filing_time(source.filed_at)}"))
    if source.publication_date:
        lines.append(Line(f"Publication date {wording.day(source.publication_date)}"))
    if source.url:
        web = source.url.lower().startswith(("https://", "http://"))  # no reader follows a file: or javascript: from us
        lines.append(Line("Read the document", source.url) if web else Line(f"Address {source.url}"))
    if source.sha256:
        retrieved = f", retrieved {wording.instant(source.retrieved_at)}" if source.retrieved_at else ""
        lines.append(Line(f"Stored evidence SHA-256 {source.sha256}{retrieved}"))
    elif source.retrieved_at:
        lines.append(Line(f"Retrieved {wording.instant(source.retrieved_at)}"))
    return Fact(f"Document {source.document_number}" if source.document_number else "Source", tuple(lines))


def _party(party: Party) -> str:
    about = [f"your number {party.id}"]
    about += [part for part in (party.country, party.role) if part]
    if party.owner_of_record:
        about.append(f"owner of record {party.owner_of_record}")
    return f"{party.name} ({', '.join(about)})"


def _match(match: Match) -> str:
    same = match.value == match.entry_value
    tie = f"“{match.value}”" if same else f"“{match.value}” with the list's “{match.entry_value}”"
    verdict = "possible match, to be reviewed" if match.verdict == "possible" else match.verdict
    why = f": {match.reason}" if match.reason else ""
    return f"By {match.matched_on}, {tie}, {verdict} (score {match.score:.2f}){why}"


def _step(step: OwnershipStep) -> str:
    known = [f"as of {wording.day(step.as_of)}"] if step.as_of else []
    known += [f"source: {step.source}"] if step.source else []
    about = f" ({', '.join(known)})" if known else ""
    return f"{step.owner} holds {wording.percent(step.percent)} of {step.owned}{about}"


def _fact(label: str, text: str) -> Fact:
    return Fact(label, (Line(text),))
