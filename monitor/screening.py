"""Names to hits, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from parsers.model import ListEntry


class Verdict(StrEnum):
    MATCH = "match"
    POSSIBLE = "possible"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How alike two names are. ``score`` 0.0 to 1.0; ``reason`` in plain words, never empty."""

    score: float
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A counterparty tied to a list entry."""

    counterparty_id: str
    counterparty_name: str
    matched_on: str  # "name" | "alias" | "address"
    value: str
    entry: ListEntry
    entry_value: str
    score: float
    verdict: Verdict  # match | possible
    reason: str
    listing_key: str | None = None
