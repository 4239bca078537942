"""The public JSON of each command: plain objects with ISO dates, one a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from monitor.exposure import Exposure
    from monitor.law import Evidence, Listing
    from monitor.screening import Comparison, Hit
    from monitor.store import LoggedAlert
    from notifiers.model import Alert, Source


def line(value: Mapping[str, Any]) -> str:
    """One JSON object on one line; dates and instants as ISO 8601."""
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"no public JSON form for {type(value).__name__}")


def hit(value: Hit) -> dict[str, Any]:
    return {
        "counterparty": {"id": value.counterparty_id, "name": value.counterparty_name},
        "matched_on": value.matched_on,
        "value": value.value,
        "entry": {
            "list": str(value.entry.list),
            "destination": value.entry.destination,
            "name": value.entry.name,
            "citations": list(value.entry.citations),
        },
        "entry_value": value.entry_value,
        "score": round(value.score, 4),
        "verdict": str(value.verdict),
        "reason": value.reason,
    }


def comparison(a: str, b: str, value: Comparison, extra: Mapping[str, str] | None = None) -> dict[str, Any]:
    """``extra``: the further columns of a pairs file, passed through."""
    found = {"a": a, "b": b, "score": round(value.score, 4), "verdict": str(value.verdict), "reason": value.reason}
    return {**(extra or {}), **found}


def exposure(value: Exposure) -> dict[str, Any]:
    return {
        "counterparty": {"id": value.counterparty_id, "name": value.counterparty_name},
        "kind": str(value.kind),
        "severity": value.severity,
        "since": value.since,
        "until": value.until,
        "entries": [listing(held) for held in value.listings],
        "provision": value.provision,
        "ownership": [asdict(step) for step in value.ownership],
        "share": value.share,
        "evidence": _evidence(value.evidence),
        "reason": value.reason,
        "confirmed": value.confirmed,
        "review": value.review,
        "matches": [hit(found) for found in value.hits],
    }


def listing(value: Listing) -> dict[str, Any]:
    from parsers.contract_json import entry_json  # noqa: PLC0415 (loads every parser; comparing two names needs none)

    dates = {"since": value.since, "until": value.until, "version_since": value.version_since}
    return {"key": value.key, **entry_json(value.entry), **dates}


def _evidence(values: Iterable[Evidence]) -> list[dict[str, Any]]:
    return [
        {
            "document_number": e.document_number,
            "citation": e.citation,
            "url": e.url,
            "stage": e.stage,
            "source": e.source,
            "observed_at": e.observed_at,
            "sha256": e.sha256,
        }
        for e in values
    ]


def alert(logged: LoggedAlert) -> dict[str, Any]:
    said = logged.alert
    acknowledged = logged.acknowledged
    return {
        "id": said.id,
        "key": said.key,
        "kind": said.kind,
        "severity": str(said.severity),
        "headline": said.headline,
        "reason": said.reason,
        "counterparty": {"id": said.counterparty.id, "name": said.counterparty.name} if said.counterparty else None,
        "documents": [_document(source) for source in said.sources],
        "entries": [asdict(entry) for entry in said.listed],
        "effective": said.effective,
        "until": said.until,
        "observed_at": said.observed_at,
        "stage": said.stage,
        "provision": said.provision,
        "provision_state": said.provision_state,
        "ownership": [asdict(step) for step in said.ownership],
        "share": said.share,
        "matches": [asdict(match) for match in said.matches],
        "differences": [asdict(difference) for difference in said.differences],
        "notes": list(said.notes),
        "previous": said.previous_id,
        "superseded_by": logged.superseded_by,
        "deliveries": [
            {
                "channel": d.channel,
                "state": d.state,
                "attempts": d.attempts,
                "delivered_at": d.delivered_at,
                "last_error": d.last_error,
            }
            for d in logged.deliveries
        ],
        "acknowledged": {
            "by": acknowledged.by,
            "at": acknowledged.at,
            "decision": acknowledged.decision,
            "note": acknowledged.note,
        }
        if acknowledged
        else None,
        **({"exposures": [_child(child) for child in said.children]} if said.kind == "baseline" else {}),
    }


def _child(said: Alert) -> dict[str, Any]:
    """One exposure of a baseline report."""
    return {
        "counterparty": {"id": said.counterparty.id, "name": said.counterparty.name} if said.counterparty else None,
        "kind": said.kind,
        "severity": str(said.severity),
        "headline": said.headline,
        "since": said.effective,
    }


def _document(source: Source) -> dict[str, Any]:
    return {
        "document_number": source.document_number,
        "citation": source.citation,
        "title": source.title,
        "url": source.url,
        "stage": source.stage,
        "filed_at": source.filed_at,
        "publication_date": source.publication_date,
        "sha256": source.sha256,
    }
