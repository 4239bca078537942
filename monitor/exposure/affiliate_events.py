"""What happened to a counterparty through its owners: loopholes that open, close and reopen. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from monitor.exposure import Exposure, ExposureKind
from monitor.exposure.event import (
    AFFILIATE_COVERED,
    AFFILIATE_RELEASED,
    LOOPHOLE_CLOSED,
    LOOPHOLE_OPENED,
    LOOPHOLE_REOPENED,
    OWNERSHIP_CHANGED,
    OWNERSHIP_UNKNOWN,
    Event,
    keys,
    stakes_digest,
)
from monitor.exposure.wording import listed_as, percent, since
from monitor.law import Evidence, Listing, ListingVersion
from monitor.ownership import in_words

_OPEN, _COVERED = ExposureKind.AFFILIATE_UNLISTED, ExposureKind.AFFILIATE_COVERED
_UNKNOWN = ExposureKind.OWNERSHIP_UNKNOWN


def affiliate_event(
    was: Exposure | None, now: Exposure | None, ended: Mapping[str, ListingVersion] | None, on: date
) -> Event | None:
    """The one event of a counterparty whose owners are listed, or None where nothing that people were told has changed.

    ``ended``: listings that are not in force any more, by key, as far as known (None: not known which).
    """
    if now is None:
        return _gone(was, ended, on) if was is not None else None
    if was is None or was.kind is not now.kind:
        return _turned(was, now, on)
    return _same_kind(was, now, on)


def _turned(was: Exposure | None, now: Exposure, on: date) -> Event:
    before = was.kind if was is not None else None
    if now.kind is _UNKNOWN:
        return _unknown(was, now)
    if now.kind is _COVERED:
        if before is _OPEN and was is not None and was.reaches_threshold:
            return _closed_by_provision(was, now)
        if before in (_OPEN, _UNKNOWN) and now.provision_since is not None and now.provision_since >= on:
            return _closed_by_provision(was, now)
        return _covered(was, now, on)
    if before is _COVERED and was is not None:
        return _reopened(was, now, on)
    if before is _UNKNOWN and was is not None and not now.reaches_threshold:
        return _changed(was, now, on)
    return _opened(was, now, on if before else None)


def _event(
    kind: str,
    facts: Sequence[object],
    was: Exposure | None,
    now: Exposure | None,
    *,
    newest: Listing | None = None,
    **more: Any,
) -> Event:
    """``newest``: the owner's listing that the event goes back to; it becomes part of the key."""
    shown = now or was
    assert shown is not None
    named = (newest.key, *facts) if newest else facts
    given: dict[str, Any] = {
        "severity": shown.severity,
        "effective": shown.since,
        "listings": shown.listings,
        "evidence": shown.evidence,
        "reason": shown.reason,
        "until": now.until if now else None,
        "confirmed": shown.confirmed,
        **keys(kind, shown.counterparty_id, named, newest),
    } | more
    return Event(
        kind=kind,
        counterparty_id=shown.counterparty_id,
        counterparty_name=shown.counterparty_name,
        before=was,
        after=now,
        **given,
    )


def held_by(exposure: Exposure) -> str:
    """``Inspur Group (60 %)``, the listed owners and the last stake's percentage for one; else the share of all."""
    names = list(dict.fromkeys(listing.entry.name for listing in exposure.listings))
    shown = " and ".join(names[:2]) + (f" and {len(names) - 2} more" if len(names) > 2 else "")
    return f"{shown} ({percent(exposure.share)})" if exposure.share is not None else shown


def _newest(exposure: Exposure) -> Listing | None:
    """The owner's listing that came last."""
    return max(exposure.listings, key=lambda listing: (listing.since or date.min, listing.key), default=None)


def _opened(was: Exposure | None, now: Exposure, effective: date | None) -> Event:
    name = now.counterparty_name
    how = "owner-listed" if was is None else "stake"
    small = (
        ""
        if now.reaches_threshold
        else f", below the threshold ({percent(now.share)})"
        if now.share
        else ", indirectly"
    )
    return _event(
        LOOPHOLE_OPENED,
        (stakes_digest(now.ownership),),
        was,
        now,
        newest=_newest(now),
        how=how,
        effective=effective or now.since,
        headline=f"{name} is not on a list, but its owner is: {held_by(now)}{since(now.since)}{small}",
    )


def _covered(was: Exposure | None, now: Exposure, on: date) -> Event:
    name = now.counterparty_name
    return _event(
        AFFILIATE_COVERED,
        (stakes_digest(now.ownership),),
        was,
        now,
        newest=_newest(now),
        how="owner-listed" if was is None else "stake",
        effective=now.since if was is None else on,
        headline=f"{name} is reached through its owners{since(now.since)}: {held_by(now)}, {now.provision}",
    )


def _provision_evidence(exposure: Exposure) -> tuple[Evidence, ...]:
    of_listings = {one for listing in exposure.listings for one in listing.evidence}
    return tuple(one for one in exposure.evidence if one not in of_listings) or exposure.evidence


def _closed_by_provision(was: Exposure | None, now: Exposure) -> Event:
    stayed = (
        was is not None and was.provision_target == now.provision_target and "stayed" in (was.provision_state or "")
    )
    how = "stay-ended" if stayed and was is not None and _follows(was.until, now.since) else "provision"
    by = "the stay has ended by its own terms" if how == "stay-ended" else f"{now.provision} is in force"
    return _event(
        LOOPHOLE_CLOSED,
        ("provision", now.provision, now.provision_since),
        was,
        now,
        how=how,
        evidence=_provision_evidence(now),
        headline=f"Loophole closed: {now.counterparty_name} is reached through {held_by(now)}{since(now.since)}; {by}",
        reason=f"Closed by provision: {by}. {now.reason}",
    )


def _follows(last: date | None, first: date | None) -> bool:
    return last is not None and first is not None and first - last == timedelta(days=1)


def _reopened(was: Exposure, now: Exposure, on: date) -> Event:
    if now.reaches_threshold:
        how, effective = ("stay" if "stay" in (now.provision_state or "") else "lapse"), now.since
        by = (
            f"{now.provision_target} is {now.provision_state}"
            if now.provision_state
            else "the provision has no effect any more"
        )
        facts: tuple[object, ...] = ("provision", now.provision_target, now.provision_since)
        evidence = _provision_evidence(now)
    else:
        how, effective = "stake", on
        by = f"its listed owners hold {percent(now.share)} now, {percent(was.share)} before"
        facts = ("stake", stakes_digest(now.ownership))
        evidence = now.evidence
    return _event(
        LOOPHOLE_REOPENED,
        facts,
        was,
        now,
        how=how,
        effective=effective,
        evidence=evidence,
        headline=f"Loophole reopened: nothing reaches {now.counterparty_name} ({held_by(now)}){since(effective)}",
        reason=f"Reopened: {by}. {now.reason}",
    )


def _unknown(was: Exposure | None, now: Exposure) -> Event:
    name = now.counterparty_name
    return _event(
        OWNERSHIP_UNKNOWN,
        (stakes_digest(now.ownership),),
        was,
        now,
        newest=_newest(now),
        how="unknown-percentage",
        headline=f"{name} has a listed owner whose percentage is not known: {held_by(now)}",
    )


def _gone(was: Exposure, ended: Mapping[str, ListingVersion] | None, on: date) -> Event:
    """Neither listed nor tied to a listed owner any more: the owner left the list, or the stake is gone."""
    keys = [listing.key for listing in was.listings]
    over = [ended[key] for key in keys if ended and key in ended]
    if over:
        how, effective = (
            "owner-delisted",
            _day_after(max(filter(None, (one.listed_until for one in over)), default=None), on),
        )
        by = f"{was.listings[0].entry.name} has left the list"
        evidence = tuple(one.ended_by for one in over if one.ended_by) or was.evidence
        facts: tuple[object, ...] = ("owner-delisted", keys[0], was.listings[0].since)
    elif ended is None:
        how, effective, by, evidence = "gone", on, "the listing or the stake behind it is gone", was.evidence
        facts = ("gone", stakes_digest(was.ownership))
    else:
        how, effective, evidence = "stake", on, was.evidence
        by = f"the stake is gone or is now said to be 0 % ({in_words(was.ownership)} before)"
        facts = ("stake", stakes_digest(was.ownership))
    kind = AFFILIATE_RELEASED if was.kind is _COVERED else LOOPHOLE_CLOSED
    word = "No longer reached through its owners" if was.kind is _COVERED else "Loophole closed"
    return _event(
        kind,
        facts,
        was,
        None,
        severity="info",
        how=how,
        effective=effective,
        evidence=evidence,
        headline=f"{word}: {was.counterparty_name}, {by}",
        reason=f"{by[:1].upper()}{by[1:]}. Until now: {was.reason}",
    )


def _day_after(last: date | None, on: date) -> date:
    return min(last + timedelta(days=1), on) if last else on


def _same_kind(was: Exposure, now: Exposure, on: date) -> Event | None:
    if now.kind is _UNKNOWN and was.provision != now.provision:
        return _unknown_under_provision(was, now)
    if _holdings(was) != _holdings(now):
        return _changed(was, now, on)
    return None


def _holdings(exposure: Exposure) -> tuple[object, ...]:
    stakes = tuple(
        sorted((step.owner, step.owned, step.percent is None, step.percent or 0.0) for step in exposure.ownership)
    )
    return exposure.share, stakes, frozenset(listing.key for listing in exposure.listings), exposure.foreign


def _unknown_under_provision(was: Exposure, now: Exposure) -> Event:
    """Red Flag 29 begins or ceases to bind with the provision: that is news to somebody who was told of the owner."""
    begins = now.provision is not None
    state = now.provision_state or "not in force"
    word = "has to be resolved (Red Flag 29)" if begins else "is a caution for now"
    return _event(
        OWNERSHIP_UNKNOWN,
        (now.provision_target or was.provision, now.provision_since or state),
        was,
        now,
        how="provision" if begins else "stay",
        severity="warning" if begins else "info",
        effective=now.provision_since or now.since,
        evidence=_provision_evidence(now),
        headline=f"{now.counterparty_name}: the unknown percentage of {held_by(now)} {word};"
        f" {now.provision_target} is {state}",
    )


def _changed(was: Exposure, now: Exposure, on: date) -> Event:
    """More or less is held than people were told. Crossing the threshold while nothing is in force opens a loophole."""
    if now.reaches_threshold and not was.reaches_threshold:
        return _opened(was, now, on)
    settled = was.kind is _UNKNOWN  # a percentage that is known now, and small, is a relief
    more = not settled and ((now.share or 0.0) > (was.share or 0.0) or len(now.listings) > len(was.listings))
    added = [listed_as(one) for one in now.listings if one.key not in {old.key for old in was.listings}]
    news = (
        f"now also listed: {' and '.join(added)}" if added else f"{percent(was.share)} before, {percent(now.share)} now"
    )
    return _event(
        OWNERSHIP_CHANGED,
        (stakes_digest(now.ownership),),
        was,
        now,
        newest=_newest(now),
        how="owner-listed" if added else "stake",
        severity=now.severity if more else "info",
        effective=max((one.since for one in now.listings if one.since), default=on) if added else on,
        headline=f"{now.counterparty_name}: its listed owners have changed ({news})",
        reason=f"{news[:1].upper()}{news[1:]}. {now.reason} Told before: {was.reason}",
    )
