"""Where one counterparty stands on a day, and what an event about its listings is made of. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from monitor.exposure import Exposure, ExposureKind
from monitor.exposure.entry_terms import restricts
from monitor.exposure.event import Event, keys
from monitor.law import Evidence, Listing, ListingVersion
from monitor.screening import Hit, Verdict

OPEN = (ExposureKind.AFFILIATE_UNLISTED, ExposureKind.OWNERSHIP_UNKNOWN)
_THROUGH_OWNERS = (ExposureKind.AFFILIATE_COVERED, *OPEN)


@dataclass(frozen=True)
class Standing:
    """Where one counterparty stood: its listings by how sure the tie is, and what reaches it through owners."""

    listed: Exposure | None
    sure: Mapping[str, Listing]
    possible: Mapping[str, Listing]
    owners: Exposure | None  # what is certain
    doubtful: tuple[Exposure, ...]
    address: Exposure | None

    @classmethod
    def of(cls, exposures: Sequence[Exposure]) -> Standing:
        by_kind = {exposure.kind: exposure for exposure in exposures}
        listed = by_kind.get(ExposureKind.LISTED)
        matched = {hit.listing_key for hit in listed.hits if hit.verdict is Verdict.MATCH} if listed else set()
        listings = listed.listings if listed else ()
        through = [by_kind[kind] for kind in _THROUGH_OWNERS if kind in by_kind]
        certain = [exposure for exposure in through if exposure.review != "possible"]
        return cls(
            listed=listed,
            sure={listing.key: listing for listing in listings if listing.key in matched},
            possible={listing.key: listing for listing in listings if listing.key not in matched},
            owners=certain[0] if certain else None,
            doubtful=tuple(exposure for exposure in through if exposure.review == "possible"),
            address=by_kind.get(ExposureKind.ADDRESS),
        )

    @property
    def restricted(self) -> bool:
        """On a list by a sure match that leaves no room for an affiliate exposure beside it."""
        return any(restricts(listing.entry) for listing in self.sure.values())

    def hit(self, listing: Listing) -> Hit | None:
        hits = self.listed.hits if self.listed else ()
        return next((hit for hit in hits if hit.listing_key == listing.key), None)


def ending(
    listing: Listing, ended: Mapping[str, ListingVersion] | None, on: date
) -> tuple[str, date, tuple[Evidence, ...]]:
    """How, from which day and by what a listing ceased to name a counterparty.

    "removal" or "folding" of the entry; "revision" when the entry is still in force but names the party no more.
    """
    version = (ended or {}).get(listing.key)
    if version is not None:
        last, by = version.listed_until or version.until, version.ended_by or version.closed_by
        how = "folding" if version.folded_into else "removal"
        return how, min(last + timedelta(days=1), on) if last else on, (by,) if by else listing.evidence
    if listing.until is not None and listing.until < on:
        return (
            "removal",
            listing.until + timedelta(days=1),
            (listing.ended_by,) if listing.ended_by else listing.evidence,
        )
    return "removal" if ended is None else "revision", on, listing.evidence


def listing_event(
    kind: str,
    facts: Sequence[object],
    shown: Exposure,
    listings: Sequence[Listing],
    *,
    opened: bool = False,
    **more: Any,
) -> Event:
    """An event about these listings of the counterparty of ``shown``; ``more`` are the fields of the event.

    ``opened``: what opened or revised the first listing is part of the key.
    """
    given: dict[str, Any] = {
        "severity": shown.severity,
        "evidence": tuple(dict.fromkeys(one for listing in listings for one in listing.evidence)),
        "confirmed": all(listing.confirmed for listing in listings),
        **keys(kind, shown.counterparty_id, facts, listings[0] if opened else None),
    } | more
    return Event(
        kind=kind,
        counterparty_id=shown.counterparty_id,
        counterparty_name=shown.counterparty_name,
        listings=tuple(listings),
        **given,
    )
