"""What a person should look at: doubtful ties that came or became moot, and addresses shared. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from monitor.exposure.affiliate_events import held_by
from monitor.exposure.entry_terms import LIST_TITLES
from monitor.exposure.event import (
    ADDRESS_CLEARED,
    ADDRESS_MATCH,
    PARTNER_DELISTED,
    POSSIBLE_MATCH,
    Event,
    stakes_digest,
)
from monitor.exposure.standing import Standing, ending, listing_event
from monitor.exposure.wording import since
from monitor.law import ListingVersion


def review_events(was: Standing, now: Standing, ended: Mapping[str, ListingVersion] | None, on: date) -> list[Event]:
    """The doubtful and the address events of one counterparty."""
    return [
        *_doubtful_listings(was, now),
        *_moot(was, ended, on),
        *_doubtful_owners(was, now),
        *_addresses_come(was, now),
        *_addresses_gone(was, now, ended, on),
    ]


def _doubtful_listings(was: Standing, now: Standing) -> Iterator[Event]:
    fresh = [listing for key, listing in now.possible.items() if key not in was.possible]
    if not fresh or now.listed is None:
        return
    first, name = fresh[0], now.listed.counterparty_name
    weaker = first.key in was.sure
    yield listing_event(
        POSSIBLE_MATCH,
        (first.key,),
        now.listed,
        fresh,
        opened=True,
        severity="warning",
        how="revision" if weaker else "listing",
        before=was.listed,
        after=now.listed,
        effective=first.version_since or first.since,
        until=now.listed.until,
        review="possible",
        headline=f"To review: {name} may be {first.entry.name}, {LIST_TITLES[first.entry.list]}",
        reason=("The entry names it less surely than before. " if weaker else "") + now.listed.reason,
    )


def _moot(was: Standing, ended: Mapping[str, ListingVersion] | None, on: date) -> Iterator[Event]:
    over = [listing for key, listing in was.possible.items() if key in (ended or {})]
    if not over or was.listed is None:
        return
    how, effective, evidence = ending(over[0], ended, on)
    yield listing_event(
        PARTNER_DELISTED,
        ("possible", over[0].key, over[0].since),
        was.listed,
        over,
        severity="info",
        how=how,
        before=was.listed,
        after=None,
        effective=effective,
        evidence=evidence,
        review="possible",
        headline=f"{over[0].entry.name}, which {was.listed.counterparty_name} may have been, is off the list",
        reason=f"The doubtful tie that was to be reviewed is moot: the entry ended{since(effective)}.",
    )


def _doubtful_owners(was: Standing, now: Standing) -> Iterator[Event]:
    before = {exposure.kind: exposure for exposure in was.doubtful}
    for exposure in now.doubtful:
        old, digest = before.get(exposure.kind), stakes_digest(exposure.ownership)
        if old is not None and stakes_digest(old.ownership) == digest:
            continue
        yield listing_event(
            POSSIBLE_MATCH,
            ("owner", exposure.kind, *(listing.key for listing in exposure.listings[:1]), digest),
            exposure,
            exposure.listings,
            how="doubtful-tie",
            before=old,
            after=exposure,
            effective=exposure.since,
            until=exposure.until,
            review="possible",
            headline=f"To review: {exposure.counterparty_name} may be held by {held_by(exposure)}",
            reason=exposure.reason,
        )


def _addresses_come(was: Standing, now: Standing) -> Iterator[Event]:
    known = {listing.key for listing in was.address.listings} if was.address else set()
    fresh = [listing for listing in now.address.listings if listing.key not in known] if now.address else []
    if not fresh or now.address is None:
        return
    yield listing_event(
        ADDRESS_MATCH,
        (fresh[0].key,),
        now.address,
        fresh,
        opened=True,
        how="address",
        before=was.address,
        after=now.address,
        effective=fresh[0].version_since or fresh[0].since,
        until=now.address.until,
        review=now.address.review,
        headline=f"{now.address.counterparty_name} shares an address with {fresh[0].entry.name}",
        reason=now.address.reason,
    )


def _addresses_gone(
    was: Standing, now: Standing, ended: Mapping[str, ListingVersion] | None, on: date
) -> Iterator[Event]:
    shared = {listing.key for listing in now.address.listings} if now.address else set()
    told = was.address.listings if was.address else ()
    over = [listing for listing in told if listing.key not in shared and listing.key not in now.sure]
    if not over or was.address is None:
        return
    _, effective, evidence = ending(over[0], ended, on)
    yield listing_event(
        ADDRESS_CLEARED,
        (over[0].key, over[0].since),
        was.address,
        over,
        severity="info",
        how="gone",
        before=was.address,
        after=now.address,
        effective=effective,
        evidence=evidence,
        headline=f"{was.address.counterparty_name} shares no address with {over[0].entry.name} any more",
        reason=f"The entry or the address is gone. Until now: {was.address.reason}",
    )
