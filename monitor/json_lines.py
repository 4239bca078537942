"""The public JSON of each command: plain objects with ISO dates, one a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from monitor.differ import Exposure
from monitor.screening import Comparison, Hit
from monitor.timeline import Evidence, Listing
from parsers.model import ListEntry


def line(value: Mapping[str, Any]) -> str:
    """One JSON object on one line; dates and instants as ISO 8601."""
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"no public JSON form for {type(value).__name__}")


def entry(value: ListEntry) -> dict[str, Any]:
    return {
        "list": str(value.list),
        "destination": value.destination,
        "kind": str(value.kind),
        "name": value.name,
        "aliases": list(value.aliases),
        "addresses": list(value.addresses),
        "license_requirement": value.license_requirement,
        "license_review_policy": value.license_review_policy,
        "footnotes": list(value.footnotes),
        "citations": list(value.citations),
    }


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
    dates = {"since": value.since, "until": value.until, "version_since": value.version_since}
    return {"key": value.key, **entry(value.entry), **dates}


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
