"""Who is exposed, and what has changed: ``exposures()`` and ``difference()``. Pure.

Everything that changes who is touched goes through the same function: a new listing, a stay, a date that passes, an
edited watchlist. What is told to people is the difference between two results.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from monitor.exposure import Change, Exposure, ExposureKind, exposure_key
from monitor.exposure.affiliates import affiliate_exposures
from monitor.exposure.entry_terms import LIST_TITLES, entry_fingerprint, folded, listed_severity, restricts
from monitor.exposure.portfolio import Portfolio, Tie, name_ties, names_to_tie, stake_parties
from monitor.exposure.wording import citation, joined, since
from monitor.law import Listing, ListingVersion, ProvisionState
from monitor.screening import Verdict
from parsers.model import EntryKind

__all__ = [
    "Change",
    "Exposure",
    "ExposureKind",
    "Portfolio",
    "difference",
    "entry_fingerprint",
    "exposure_key",
    "exposures",
    "name_ties",
    "names_to_tie",
    "stake_parties",
]

_RANK = {"info": 0, "warning": 1, "critical": 2}


def exposures(
    portfolio: Portfolio,
    *,
    listings: Iterable[Listing],
    provisions: Sequence[ProvisionState],
    on: date,
    versions: Mapping[str, tuple[ListingVersion, ...]] | None = None,
) -> tuple[Exposure, ...]:
    """Every exposure of every counterparty ``on`` a date, one per (counterparty, kind), sorted by both.

    ``listings`` and ``provisions`` are those of the date. A counterparty that a match puts on a restricting list has no
    affiliate exposure beside that. ``versions``: see ``Portfolio.ties``.
    """
    ties = list(portfolio.ties(listings, versions))
    by_name: dict[str, list[Tie]] = {}
    by_address: dict[str, list[Tie]] = {}
    for tie in ties:
        if tie.party in portfolio.counterparties:
            group = by_address if tie.hits[0].matched_on == "address" else by_name
            group.setdefault(tie.party, []).append(tie)
    found = [_listed(portfolio, party, mine) for party, mine in by_name.items()]
    for party, mine in by_address.items():
        named = {tie.listing.key for tie in by_name.get(party, ())}
        elsewhere = [tie for tie in mine if tie.listing.key not in named]
        if elsewhere:
            found.append(_address(portfolio, party, elsewhere))
    absorbed = frozenset(
        party
        for party, mine in by_name.items()
        if any(tie.verdict is Verdict.MATCH and restricts(tie.listing.entry) for tie in mine)
    )
    found += affiliate_exposures(portfolio, ties, provisions, absorbed, on)
    return tuple(sorted(found, key=exposure_key))


def _listed(portfolio: Portfolio, party: str, ties: list[Tie]) -> Exposure:
    ties.sort(key=lambda tie: (tie.verdict is not Verdict.MATCH, -_rank(tie), tie.since or date.min, tie.listing.key))
    sure = [tie for tie in ties if tie.verdict is Verdict.MATCH]
    telling = sure or ties
    severity = max((listed_severity(tie.listing.entry) for tie in telling), key=_RANK.__getitem__)
    if not sure:
        severity = min(severity, "warning", key=_RANK.__getitem__)
    decided = next((tie.decided for tie in telling if tie.decided), None)
    name = portfolio.counterparties[party].name
    verb = "is" if sure else "may be"
    said = joined([f"{_place(tie)}{since(tie.since)}, {_how(tie)}" for tie in telling[:5]])
    more = f" and {len(telling) - 5} more entries" if len(telling) > 5 else ""
    reason = f"{name} {verb} on the {said}{more}."
    doubt = None
    if sure and len(ties) > len(sure):
        doubtful = joined([f"{_place(tie)}, {_how(tie)}" for tie in ties[len(sure) :]])
        doubt = f"it may be on the {doubtful}"
        reason += f" To review, besides: {doubt}."
    if not sure:
        reason = f"Needs review: {reason}"
    return Exposure(
        counterparty_id=party,
        counterparty_name=name,
        kind=ExposureKind.LISTED,
        severity=severity,
        since=_first(telling),
        until=_last(telling),
        listings=tuple(tie.listing for tie in ties),
        hits=tuple(hit for tie in ties for hit in tie.hits),
        provision=None,
        ownership=(),
        share=None,
        evidence=tuple(dict.fromkeys(one for tie in ties for one in tie.listing.evidence)),
        reason=reason,
        confirmed=all(tie.listing.confirmed for tie in telling),
        review=decided if sure else "possible",
        doubt=doubt,
    )


def _rank(tie: Tie) -> int:
    return _RANK[listed_severity(tie.listing.entry)]


def _place(tie: Tie) -> str:
    cited = citation(tie.listing)
    return f"{LIST_TITLES[tie.listing.entry.list]} as {tie.listing.entry.name}{f' ({cited})' if cited else ''}"


def _how(tie: Tie) -> str:
    hit = tie.hits[0]
    own = "" if folded(hit.entry_value) == folded(tie.listing.entry.name) else f" named there as {hit.entry_value},"
    return f"matched on its {hit.matched_on} {hit.value},{own} {hit.reason}"


def _first(ties: Sequence[Tie]) -> date | None:
    days = [tie.since for tie in ties]
    return None if None in days else min(one for one in days if one)


def _last(ties: Sequence[Tie]) -> date | None:
    days = [tie.listing.until for tie in ties]
    return None if None in days else max(one for one in days if one)


def _address(portfolio: Portfolio, party: str, ties: list[Tie]) -> Exposure:
    """An address entry asks for a license whoever is there (744.16(f)); an address shared with a party is a hint."""
    ties.sort(
        key=lambda tie: (
            tie.listing.entry.kind is not EntryKind.ADDRESS,
            tie.verdict is not Verdict.MATCH,
            tie.listing.key,
        )
    )
    first = ties[0]
    listed_address = first.listing.entry.kind is EntryKind.ADDRESS
    alarming = listed_address and first.verdict is Verdict.MATCH
    name = portfolio.counterparties[party].name
    if listed_address:
        law = "a license is needed whoever operates there (15 CFR 744.16(f)); affiliates are not reached through it"
    else:
        law = "a shared address restricts nothing by itself; look whether the two belong together"
    shared = list(dict.fromkeys(tie.hits[0].value for tie in ties))
    others = list(dict.fromkeys(f"{tie.listing.entry.name} ({LIST_TITLES[tie.listing.entry.list]})" for tie in ties))
    more = [f"{len(others) - 5} more entries"] if len(others) > 5 else []
    return Exposure(
        counterparty_id=party,
        counterparty_name=name,
        kind=ExposureKind.ADDRESS,
        severity="warning" if alarming else "info",
        since=_first(ties),
        until=_last(ties),
        listings=tuple(tie.listing for tie in ties),
        hits=tuple(hit for tie in ties for hit in tie.hits),
        provision=None,
        ownership=(),
        share=None,
        evidence=tuple(dict.fromkeys(one for tie in ties for one in tie.listing.evidence)),
        reason=f"{name} shares the address {'; '.join(shared)} with {joined([*others[:5], *more])};"
        f" {first.hits[0].reason}: {law}.",
        confirmed=all(tie.listing.confirmed for tie in ties),
        review=None if first.verdict is Verdict.MATCH else first.decided or "possible",
    )


def substance(exposure: Exposure) -> tuple[object, ...]:
    """What of an exposure is a fact that people were told: not its wording, nor how many sources have it."""
    return (
        exposure.severity,
        exposure.since,
        exposure.until,
        tuple(sorted((listing.key, *_terms(listing)) for listing in exposure.listings)),
        exposure.provision,
        exposure.provision_state,
        tuple(
            sorted(
                (step.owner, step.owned, -1.0 if step.percent is None else step.percent) for step in exposure.ownership
            )
        ),
        exposure.share,
        exposure.confirmed,
        exposure.review,
        exposure.doubt is None,
    )


def _terms(listing: Listing) -> tuple[str, ...]:
    entry = listing.entry
    return (
        entry_fingerprint(entry),
        folded(entry.license_requirement),
        folded(entry.license_review_policy),
        ",".join(sorted(entry.footnotes)),
    )


def difference(before: Iterable[Exposure], after: Iterable[Exposure]) -> tuple[Change, ...]:
    """What opened, closed or changed in substance, by counterparty and kind. Equal inputs give nothing."""
    old = {exposure_key(exposure): exposure for exposure in before}
    new = {exposure_key(exposure): exposure for exposure in after}
    changes = []
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        if was is None:
            changes.append(Change("opened", None, now))
        elif now is None:
            changes.append(Change("closed", was, None))
        elif was is not now and was != now and substance(was) != substance(now):
            changes.append(Change("changed", was, now))
    return tuple(changes)
