"""An exposure: one counterparty, why the law touches it, since when, on what evidence. See ``monitor.differ``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from monitor.law import Evidence, Listing
from monitor.ownership import Step
from monitor.screening import Hit


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
    provision_state: str | None = None  # "stayed through 9 November 2026 (90 FR 50857)", of the provision that matters
    provision_since: date | None = None  # first day of that state
    foreign: bool = True  # False: a U.S. entity, which no ownership provision reaches
    reaches_threshold: bool = False  # the share is enough for the ownership provision, in force or not
    provision_target: str | None = None  # the ownership provision that it is judged by, in force or not
    doubt: str | None = None  # what a doubtful tie would make of it besides, for review


@dataclass(frozen=True, slots=True)
class Change:
    """One step between two sets of exposures."""

    kind: str  # "opened" | "closed" | "changed"
    before: Exposure | None
    after: Exposure | None


def exposure_key(exposure: Exposure) -> tuple[str, str]:
    """What an exposure is the same by, from day to day."""
    return exposure.counterparty_id, str(exposure.kind)
