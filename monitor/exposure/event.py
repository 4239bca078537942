"""One thing that happened to one counterparty: the value that an alert is composed from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from monitor.exposure import Exposure
from monitor.law import Evidence, Listing, ScheduledChange
from monitor.ownership import Step
from notifiers.model import Difference

PARTNER_LISTED = "partner-listed"
PARTNER_DELISTED = "partner-delisted"
LISTING_REVISED = "listing-revised"
LOOPHOLE_OPENED = "loophole-opened"
LOOPHOLE_CLOSED = "loophole-closed"
LOOPHOLE_REOPENED = "loophole-reopened"
AFFILIATE_COVERED = "affiliate-covered"  # reached by a provision without having been open: its owner is newly listed
AFFILIATE_RELEASED = "affiliate-released"  # was reached by a provision; its owner is off the list, or the stake is gone
OWNERSHIP_CHANGED = "ownership-changed"  # the same state, but other owners or percentages than people were told
OWNERSHIP_UNKNOWN = "ownership-unknown"
ADDRESS_MATCH = "address-match"
ADDRESS_CLEARED = "address-cleared"
POSSIBLE_MATCH = "possible-match"  # for review

_DO_NOT_PROCEED = ("naming", "folding", "provision", "stay-ended")


@dataclass(frozen=True, slots=True)
class Event:
    """``key`` is what the event is the same by; ``how`` is what did it, in one word of the list below.

    listing, naming, folding, moved, revision, removal, provision, stay-ended, stay, lapse, stake, owner-listed,
    owner-delisted, unknown-percentage, doubtful-tie, address, gone
    """

    kind: str
    key: str
    severity: str  # "critical" | "warning" | "info"
    counterparty_id: str
    counterparty_name: str
    before: Exposure | None
    after: Exposure | None
    how: str
    effective: date | None
    headline: str
    reason: str
    listings: tuple[Listing, ...] = ()  # the entries that the event is about, the telling one first
    differences: tuple[Difference, ...] = ()
    evidence: tuple[Evidence, ...] = ()  # what did it
    until: date | None = None  # the last day of the new state, where an end is ordered
    scheduled: tuple[ScheduledChange, ...] = ()  # what is ordered to change it again
    confirmed: bool = True
    review: str | None = None
    other_keys: tuple[
        str, ...
    ] = ()  # what the same event is called when a source without document numbers shows it first

    @property
    def stops_shipments(self) -> bool:
        """Whether a license is needed from the effective day on that was not needed before."""
        return self.kind in (PARTNER_LISTED, AFFILIATE_COVERED) or (
            self.kind == LOOPHOLE_CLOSED and self.how in _DO_NOT_PROCEED
        )


def keys(kind: str, counterparty: str, facts: Sequence[object], listing: Listing | None) -> dict[str, Any]:
    """``key`` and ``other_keys`` of an event. A listing adds its document to the key, its first day to the other."""
    if listing is None:
        return {"key": event_key(kind, counterparty, *facts)}
    by_document = event_key(kind, counterparty, *facts, opened_by(listing))
    by_day = event_key(kind, counterparty, *facts, first_day(listing))
    return {"key": by_document, "other_keys": () if by_day == by_document else (by_day,)}


def event_key(kind: str, counterparty: str, *facts: object) -> str:
    """``loophole-closed|p7|naming|inspur-software|2025-05427``."""
    return "|".join([kind, counterparty, *("-" if fact is None else str(fact) for fact in facts)])


def opened_by(listing: Listing) -> object:
    """The document of the newest wording, which is the same from public inspection to print; else its first day."""
    numbers = [one.document_number for one in listing.evidence if one.document_number]
    return numbers[-1] if numbers else first_day(listing)


def first_day(listing: Listing) -> date | None:
    """The first day of the newest wording, which the eCFR and list files share with the document."""
    return listing.version_since or listing.since


def stakes_digest(steps: Iterable[Step]) -> str:
    """A short name for a set of stakes as stated."""
    said = sorted(
        f"{step.owner_id or step.owner}>{step.owned_id or step.owned}:{step.percent}:{step.as_of}" for step in steps
    )
    return hashlib.sha256("|".join(said).encode()).hexdigest()[:12]
