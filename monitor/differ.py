"""Who is exposed, and what has changed: ``exposures()`` and ``difference()``. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from monitor.ownership import Step
from monitor.screening import Hit
from monitor.timeline import Evidence, Listing


class ExposureKind(StrEnum):
    LISTED = "listed"
    AFFILIATE_UNLISTED = "affiliate-unlisted"  # the open loophole
    AFFILIATE_COVERED = "affiliate-covered"  # reached by an ownership provision
    OWNERSHIP_UNKNOWN = "ownership-unknown"  # a listed owner whose percentage is not known: red flag 29
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Exposure:
    """A counterparty, why it is touched, since when, on what evidence. One per (counterparty, kind)."""

    counterparty_id: str
    counterparty_name: str
    kind: ExposureKind
    severity: str  # "critical" | "warning" | "info"
    since: date | None
    until: date | None
    listings: tuple[Listing, ...]  # the entries that reach it (or its owners)
    hits: tuple[Hit, ...]  # how it (or its owners) were tied to them
    provision: str | None  # "15 CFR 744.11(a)(1)"
    ownership: tuple[Step, ...]
    share: float | None  # percent held by caught owners together
    evidence: tuple[Evidence, ...]
    reason: str
    confirmed: bool = True
    review: str | None = None  # "possible": the tie is doubtful; "cleared"/"confirmed": a person decided


@dataclass(frozen=True, slots=True)
class Change:
    """One step between two sets of exposures."""

    kind: str  # "opened" | "closed" | "changed"
    before: Exposure | None
    after: Exposure | None
