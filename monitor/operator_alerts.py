"""Alerts about regwatch itself: a source that fails, a document that could only be read in part. Pure.

They go to the operator, and they say what the gap means: which law may have changed without regwatch knowing it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from monitor.health import FAILING, Transition
from monitor.holdings.parties import RowProblem
from monitor.law import Finding
from notifiers.model import Alert, Severity, Source
from parsers.bis_news import PressRelease
from parsers.model import Document, Problem

_SHOWN = 12  # problems quoted in one alert; the rest is counted, and all of them are in ``regwatch status``
_LIST_WORDS = (
    "entity list",
    "unverified list",
    "military end",
    "denied",
    "denying export",
    "denial order",
    "affiliate",
)


def alert_id(key: str) -> str:
    """The stable id of an alert: it follows from what the event is the same by."""
    return f"a-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def source_of(document: Document, sha256: str | None = None, retrieved_at: datetime | None = None) -> Source:
    return Source(
        document_number=document.number,
        citation=document.citation,
        title=document.title,
        url=document.html_url,
        stage=str(document.stage),
        filed_at=document.filed_at,
        publication_date=document.publication_date,
        sha256=sha256,
        retrieved_at=retrieved_at,
    )


def source_changed(transition: Transition) -> Alert:
    """A source is failing, answers again, or has been unusually quiet."""
    says = {
        "source-failing": f"The source {transition.source} is failing",
        "source-recovered": f"The source {transition.source} answers again",
        "source-silent": f"The source {transition.source} has been unusually quiet",
    }
    failing = transition.kind == FAILING
    return Alert(
        id=alert_id(transition.key),
        key=transition.key,
        kind=transition.kind,
        severity=Severity.WARNING if failing else Severity.INFO,
        headline=says[transition.kind],
        reason=transition.reason,
        observed_at=transition.at,
        what_to_do=(
            "Until it answers again, changes that only this source shows reach you late. Nothing is lost: the next "
            "good visit reads everything since the last one.",
        )
        if failing
        else (),
    )


def might_list_somebody(document: Document) -> bool:
    """Whether a document whose text is not to be had yet may well concern a list: then somebody should read it now."""
    said = f"{document.title} {document.abstract or ''} {document.action or ''}".casefold()
    return any(words in said for words in _LIST_WORDS)


def documents_unread(documents: Sequence[tuple[Document, str]], now: datetime, *, given_up: bool = False) -> Alert:
    """Documents that are public, but whose text could not be read: one alert for all that one cycle found."""
    named = [f"{d.citation or d.number}, {d.title} ({d.html_url or d.number}): {why}" for d, why in documents]
    numbers = _digest(document.number for document, _ in documents)
    key = f"document-{'given-up' if given_up else 'unread'}:{numbers}"
    alarming = any(might_list_somebody(document) for document, _ in documents)
    first = documents[0][0]
    count = len(documents)
    state = "not readable; given up after 30 days" if given_up else "not readable yet"
    many = f"{count} documents are public, but {state}"
    headline = f"{state[:1].upper()}{state[1:]}: {first.title}" if count == 1 else many
    return Alert(
        id=alert_id(key),
        key=key,
        kind="document-unread",
        severity=Severity.WARNING if alarming else Severity.INFO,
        headline=headline,
        reason="The source has no text that could be read."
        + (" What they order is known only as far as other sources show it." if given_up else " It is tried again."),
        observed_at=now,
        sources=tuple(source_of(document) for document, _ in documents[:5]),
        notes=tuple(_shortened(named)),
        what_to_do=("Read them yourself; regwatch cannot say yet whether they name one of your counterparties.",),
    )


def documents_without_text(documents: Sequence[Document], now: datetime) -> Alert:
    """Older documents found at the first poll for which the source has no text any more (or not yet)."""
    numbers = sorted(document.number for document in documents)
    key = f"documents-without-text:{_digest(numbers)}"
    return Alert(
        id=alert_id(key),
        key=key,
        kind="document-unread",
        severity=Severity.INFO,
        headline=f"{len(numbers)} older documents have no text at the source",
        reason="What they did to the lists is known only as far as the eCFR shows it today.",
        observed_at=now,
        notes=(", ".join(numbers),),
    )


def _digest(names: Iterable[str]) -> str:
    return hashlib.sha256(" ".join(sorted(names)).encode()).hexdigest()[:12]


def _shortened(lines: Sequence[str]) -> list[str]:
    return [*lines[:_SHOWN], *([f"and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else [])]


def document_partly_read(document: Document, problems: Sequence[Problem], now: datetime, source: Source) -> Alert:
    key = f"document-partly-read:{document.number}"
    return Alert(
        id=alert_id(key),
        key=key,
        kind="document-partly-read",
        severity=Severity.WARNING,
        headline=f"Read only in part: {document.title} ({document.citation or document.number})",
        reason=f"{_count(len(problems), 'place')} to look at; what could be read has been applied and alerted.",
        observed_at=now,
        sources=(source,),
        stage=str(document.stage),
        notes=tuple(quoted(problems)),
        what_to_do=("Compare these places with the document itself.",),
    )


def quoted(problems: Sequence[Problem]) -> list[str]:
    return _shortened([f"{problem.where}: {problem.what}" for problem in problems])


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def source_problems(source: str, problems: Sequence[Problem], now: datetime) -> Alert:
    """Rows of a source that could not be read, while the rest could."""
    key = f"source-problems:{source}:{_digest(f'{p.where}: {p.what}' for p in problems)}"
    return Alert(
        id=alert_id(key),
        key=key,
        kind="source-problem",
        severity=Severity.WARNING if any(p.severity == "warning" for p in problems) else Severity.INFO,
        headline=f"{source}: {_count(len(problems), 'place')} could not be read as expected",
        reason="The rest of the answer was read and counts.",
        observed_at=now,
        notes=tuple(quoted(problems)),
    )


def watchlist_problems(problems: Sequence[RowProblem], now: datetime) -> Alert:
    key = f"watchlist-problem:{_digest(map(str, problems))}"
    return Alert(
        id=alert_id(key),
        key=key,
        kind="watchlist-problem",
        severity=Severity.WARNING,
        headline=f"Watchlists and stakes: {_count(len(problems), 'row')} could not be read",
        reason="The other rows count. A row that is not read is not watched.",
        observed_at=now,
        notes=tuple(_shortened([str(problem) for problem in problems])),
        what_to_do=("Correct the rows; `regwatch check-config` shows all of them.",),
    )


def law_findings(findings: Sequence[Finding], now: datetime) -> Alert:
    """Disagreements between the sources that were not there before."""
    key = f"law-finding:{_digest(f.key for f in findings)}"
    warnings = [f for f in findings if f.severity == "warning"]
    ordered = [*warnings, *(f for f in findings if f.severity != "warning")]
    return Alert(
        id=alert_id(key),
        key=key,
        kind="law-finding",
        severity=Severity.WARNING if warnings else Severity.INFO,
        headline=f"The sources disagree or leave something open in {_count(len(findings), 'place')}",
        reason="What regwatch shows for these entries may be wrong until somebody has looked.",
        observed_at=now,
        notes=tuple(_shortened([finding.what for finding in ordered])),
    )


def delivery_failed(channel: str, alerts: Sequence[Alert], error: str, now: datetime) -> Alert:
    ids = sorted(alert.id for alert in alerts)
    key = f"delivery-failed:{channel}:{_digest(ids)}"
    return Alert(
        id=alert_id(key),
        key=key,
        kind="delivery-failed",
        severity=Severity.CRITICAL,
        headline=f"{_count(len(ids), 'alert')} could not be delivered over {channel}",
        reason=f"The other side refused for good: {error}. Nobody there has seen them.",
        observed_at=now,
        notes=(f"Alerts: {', '.join(ids[:50])}" + (f" and {len(ids) - 50} more" if len(ids) > 50 else ""),),
        what_to_do=(f"Correct the channel {channel}, then `regwatch alerts resend ID`.",),
    )


def press_releases(items: Sequence[PressRelease], now: datetime) -> Alert:
    """News of BIS: not law, but policy has been changed by press release alone (13 May 2025)."""
    key = f"press-release:{_digest(item.url for item in items)}"
    headline = f"BIS announces: {items[0].title}" if len(items) == 1 else f"{len(items)} press releases of BIS"
    return Alert(
        id=alert_id(key),
        key=key,
        kind="press-release",
        severity=Severity.INFO,
        headline=headline,
        reason="A press release is not the legal text; where a document follows, it is alerted on its own.",
        observed_at=now,
        sources=tuple(Source(None, None, i.title, i.url, "published", publication_date=i.date) for i in items[:5]),
        notes=tuple(_shortened([f"{item.date or 'no date'}: {item.title} {item.url}" for item in items])),
    )
