"""Exposures through ownership: covered by a provision, open, or not known. Pure.

15 CFR 744.11(a)(1) and Supplement No. 8 to part 744. What is certain and what rests on a doubtful tie are computed
apart, so that a doubtful owner never turns into an alarm and never hides one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from monitor.exposure import Exposure, ExposureKind
from monitor.exposure.entry_terms import counts_for_ownership, restrictiveness
from monitor.exposure.portfolio import Portfolio, Tie
from monitor.exposure.wording import day, joined, listed_as, percent, sentence
from monitor.holdings.parties import Counterparty
from monitor.law import Evidence, Listing, ProvisionState
from monitor.naming.places import country_of
from monitor.ownership import Caught, Reading, Step, in_words
from monitor.screening import Verdict

_NONE, _SMALL, _UNKNOWN, _ENOUGH = range(4)
_DEFAULT_THRESHOLD: Final = 50.0
# 15 CFR 772.1 "United States": Puerto Rico and the territories, dependencies and possessions too.
_TERRITORIES = frozenset(
    ("pr", "gu", "vi", "as", "mp", "um", "puerto rico", "guam", "american samoa", "us virgin islands")
)


def is_foreign(party: Counterparty) -> bool:
    """Whether ownership provisions can reach it: they speak of foreign entities. Unknown country: foreign."""
    given = (party.country or "").strip().casefold().replace(".", "")
    return given not in _TERRITORIES and country_of(party.country) != "unitedstates"


@dataclass(frozen=True)
class _Reach:
    """What a set of listed parties reaches, in the three readings."""

    known: Caught
    unknown: Caught
    small: Caught

    @classmethod
    def of(cls, portfolio: Portfolio, listed: Iterable[str], threshold: float, on: date) -> _Reach:
        parties = frozenset(listed)
        return cls(
            known=portfolio.caught(parties, threshold, Reading.KNOWN, on),
            unknown=portfolio.caught(parties, threshold, Reading.UNKNOWN_COUNTS, on),
            small=portfolio.caught(parties, threshold, Reading.ANY_STAKE, on),
        )

    def level(self, party: str) -> int:
        if party in self.known:
            return _ENOUGH
        if party in self.unknown:
            return _UNKNOWN
        return _SMALL if party in self.small else _NONE

    def steps(self, party: str) -> tuple[Step, ...]:
        return {_ENOUGH: self.known, _UNKNOWN: self.unknown}.get(self.level(party), self.small).steps(party)


@dataclass(frozen=True)
class _Day:
    """One date: what is in force, and who is tied to the entries that count."""

    portfolio: Portfolio
    owners: Mapping[str, tuple[Tie, ...]]  # party -> its ties to entries that count for ownership
    provision: ProvisionState | None  # the one that reaches furthest, in force if any is
    threshold: float


def affiliate_exposures(
    portfolio: Portfolio,
    ties: Iterable[Tie],
    provisions: Sequence[ProvisionState],
    named: frozenset[str],
    on: date,
) -> list[Exposure]:
    """One exposure per counterparty and kind. ``named``: counterparties that are listed themselves, by a match."""
    owners: dict[str, list[Tie]] = {}
    for tie in ties:
        if counts_for_ownership(tie.listing.entry) and tie.hits[0].matched_on != "address":
            owners.setdefault(tie.party, []).append(tie)
    if not owners:
        return []
    provision = _furthest(provisions)
    threshold = provision.provision.threshold if provision else None
    today = _Day(
        portfolio,
        {party: _telling(found) for party, found in owners.items()},
        provision,
        _DEFAULT_THRESHOLD if threshold is None else threshold,
    )
    sure = {party for party, found in owners.items() if _any_match(found)}
    certain = _Reach.of(portfolio, sure, today.threshold, on)
    doubtful = set(owners) | {d.party for d in portfolio.doubts if certain.level(d.counterparty_id) == _ENOUGH}
    perhaps = _Reach.of(portfolio, doubtful, today.threshold, on) if doubtful != sure else certain
    found: dict[tuple[str, str], Exposure] = {}

    def keep(exposure: Exposure | None) -> None:
        if exposure is not None:
            key = (exposure.counterparty_id, str(exposure.kind))
            found[key] = _with_doubt(found[key], exposure) if key in found else exposure

    for party in sorted({*certain.small.parties(), *perhaps.small.parties()}):
        counterparty = portfolio.counterparties.get(party)
        if counterparty is None or party in named:
            continue
        keep(_exposure(today, counterparty, party, certain, None))
        if perhaps.level(party) > certain.level(party):
            keep(_exposure(today, counterparty, party, perhaps, _doubtful_owner(today, perhaps.steps(party), sure)))
    for doubt in portfolio.doubts:
        if doubt.counterparty_id not in named and perhaps.level(doubt.party) > _NONE:
            counterparty = portfolio.counterparties[doubt.counterparty_id]
            if certain.level(counterparty.id) < perhaps.level(doubt.party):
                keep(
                    _exposure(
                        today, counterparty, doubt.party, perhaps, f"it may be the party of the stake ({doubt.reason})"
                    )
                )
    return list(found.values())


def _telling(ties: Sequence[Tie]) -> tuple[Tie, ...]:
    """The ties that say what an owner is: where one is sure, doubtful ones to other entries add nothing to it."""
    sure = [tie for tie in ties if tie.verdict is Verdict.MATCH]
    return tuple(sorted(sure or ties, key=_tie_order))


def _any_match(ties: Iterable[Tie]) -> bool:
    return any(tie.verdict is Verdict.MATCH for tie in ties)


def _tie_order(tie: Tie) -> tuple[bool, tuple[int, int, int, int], date, str]:
    return (
        tie.verdict is not Verdict.MATCH,
        restrictiveness(tie.listing.entry),
        tie.since or date.min,
        tie.listing.key,
    )


def _furthest(provisions: Sequence[ProvisionState]) -> ProvisionState | None:
    """The ownership provision to judge by: in force before stayed before not in force, then the lowest threshold."""
    owning = [state for state in provisions if state.provision.effect == "ownership"]
    order = {"in-force": 0, "stayed": 1}
    return min(
        owning,
        key=lambda state: (
            order.get(state.state, 2),
            _DEFAULT_THRESHOLD if state.provision.threshold is None else state.provision.threshold,
            state.provision.target,
        ),
        default=None,
    )


def _doubtful_owner(today: _Day, steps: Iterable[Step], sure: set[str]) -> str:
    doubtful = sorted({step.owner_id or step.owner for step in steps} - sure)
    reasons = [f"{ties[0].hits[0].reason}" for party in doubtful if (ties := today.owners.get(party))]
    names = [ties[0].hits[0].counterparty_name for party in doubtful if (ties := today.owners.get(party))]
    if not names:
        return "an owner is tied only doubtfully to a counterparty that is reached"
    return f"whether {joined(names)} is the listed party is doubtful ({'; '.join(reasons)})"


def _exposure(today: _Day, counterparty: Counterparty, party: str, reach: _Reach, doubt: str | None) -> Exposure | None:
    level = reach.level(party)
    if level == _NONE:
        return None
    proof = reach.steps(party)
    roots = {step.owner_id or step.owner for step in proof} & reach.known.listed
    steps = tuple(_named(today.portfolio, step) for step in proof)
    ties = tuple(sorted((tie for root in roots for tie in today.owners.get(root, ())), key=_tie_order))
    listings = tuple({tie.listing.key: tie.listing for tie in ties}.values())
    share = reach.known.share(party)
    state = today.provision
    foreign = is_foreign(counterparty)
    enough = level == _ENOUGH
    covered = enough and foreign and state is not None and state.in_force
    if level == _UNKNOWN:
        kind = ExposureKind.OWNERSHIP_UNKNOWN
    else:
        kind = ExposureKind.AFFILIATE_COVERED if covered else ExposureKind.AFFILIATE_UNLISTED
    severity = "critical" if enough and foreign and doubt is None else "warning"
    since = _since(today, proof, roots, enough=enough)
    matters = state is not None and foreign and level != _SMALL
    if state is not None and foreign and enough and _begun(state):
        since = max(filter(None, (since, state.since)), default=None)
    stated = state.evidence if state is not None and matters else ()
    in_effect = state is not None and state.in_force and matters
    exposure = Exposure(
        counterparty_id=counterparty.id,
        counterparty_name=counterparty.name,
        kind=kind,
        severity=severity,
        since=since,
        until=_until(listings, state if enough and foreign else None),
        listings=listings,
        hits=tuple(hit for tie in ties for hit in tie.hits[:1]),
        provision=state.provision.target if in_effect and state is not None else None,
        ownership=steps,
        share=share,
        evidence=_evidence(listings, stated),
        reason="",
        confirmed=all(listing.confirmed for listing in listings) and (state is None or not matters or state.confirmed),
        review="possible" if doubt else None,
        provision_state=_state_words(state) if state is not None and matters else None,
        provision_since=state.since if state is not None and matters else None,
        foreign=foreign,
        reaches_threshold=enough,
        provision_target=state.provision.target if state is not None and matters else None,
    )
    words = [sentence(in_words(steps)), _listed_owners(listings), _law(today, exposure, level)]
    words += [f"Needs review: {doubt}."] if doubt else []
    return replace(exposure, reason=" ".join(filter(None, words)))


def _begun(state: ProvisionState) -> bool:
    """Whether its state began on a day that changed who is reached: it came into force, or ceased to be."""
    return state.state in ("in-force", "stayed") or state.since is not None


def _named(portfolio: Portfolio, step: Step) -> Step:
    owner, owned = step.owner_id or step.owner, step.owned_id or step.owned
    known = portfolio.counterparties
    return replace(
        step,
        owner=portfolio.name_of(owner, step.owner),
        owned=portfolio.name_of(owned, step.owned),
        owner_id=owner if owner in known else None,
        owned_id=owned if owned in known else None,
    )


def _since(today: _Day, steps: Sequence[Step], roots: Iterable[str], *, enough: bool) -> date | None:
    """The first day on which its listed owners sufficed; for less than enough, the day the first of them was listed."""
    ties = {root: today.owners.get(root, ()) for root in roots}
    days = {root: min((tie.since or date.min for tie in found), default=date.min) for root, found in ties.items()}
    for limit in sorted(set(days.values())):
        listed = {root for root, first in days.items() if first <= limit}
        if not enough or _suffices(steps, listed, today.threshold):
            return None if limit == date.min else limit
    return None


def _suffices(steps: Sequence[Step], listed: set[str], threshold: float) -> bool:
    """Whether these listed parties alone reach the last party of a proof. Steps come owners first."""
    reached, held = set(listed), dict[str, float]()
    last = ""
    for step in steps:
        owner, last = step.owner_id or step.owner, step.owned_id or step.owned
        if owner in reached:
            held[last] = held.get(last, 0.0) + (step.percent or 0.0)
            if held[last] >= threshold - 1e-9:
                reached.add(last)
    return last in reached


def _until(listings: Sequence[Listing], state: ProvisionState | None) -> date | None:
    """The last day of this exposure, where an end is ordered: of the provision's state, or of every listing."""
    ends = [listing.until for listing in listings]
    days = [state.until] if state is not None and state.until else []
    if ends and all(ends):
        days.append(max(end for end in ends if end))
    return min(days, default=None)


def _evidence(listings: Iterable[Listing], more: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys((*(one for listing in listings for one in listing.evidence), *more)))


def _with_doubt(sure: Exposure, doubtful: Exposure) -> Exposure:
    """A certain exposure, with the larger one of the same kind that a doubtful tie would make of it, in words."""
    return replace(sure, reason=f"{sure.reason} To review: {doubtful.reason}", doubt=doubtful.reason)


def _state_words(state: ProvisionState) -> str:
    words = state.reason or {"in-force": "in force", "stayed": "stayed"}.get(state.state, "not in force")
    return words if state.confirmed else f"{words} (not confirmed: {state.why_not_confirmed or 'to be checked'})"


def _listed_owners(listings: Sequence[Listing]) -> str:
    shown = [listed_as(listing) for listing in listings[:5]]
    more = [f"{len(listings) - 5} more entries"] if len(listings) > 5 else []
    return f"Listed: {joined([*shown, *more])}." if shown else ""


def _law(today: _Day, exposure: Exposure, level: int) -> str:
    """What the law says of it that day, in words."""
    state, name, threshold = today.provision, exposure.counterparty_name, percent(today.threshold)
    provision = f"{state.provision.name} ({state.provision.target})" if state else "ownership provision"
    total = f"{percent(exposure.share)} of {name} is held by listed parties or by parties caught themselves"
    if level == _UNKNOWN:
        stands = f" The {provision} is {_state_words(state)}." if state and exposure.foreign else ""
        return (
            f"The percentage is not known, so {threshold} cannot be ruled out: find it out, or get a license, before"
            f" going on (Red Flag 29, Supplement No. 3 to part 732).{stands}"
        )
    if level == _SMALL:
        return (
            f"That is below {threshold}: act with caution (Supplement No. 8(c) to part 744); no provision reaches it."
        )
    if not exposure.foreign:
        return f"{total}, but it is a U.S. entity, and the {provision} reaches foreign entities only."
    if state is None:
        return f"{total}; it is not named on a list, and no ownership provision is tracked."
    if exposure.kind is ExposureKind.AFFILIATE_COVERED:
        strictest = f" The most restrictive terms apply: those of {exposure.listings[0].entry.name}."
        return (
            f"{total}: the {provision}, {_state_words(state)}, applies its owners' terms to it."
            f"{strictest if len(exposure.listings) > 1 else ''}"
        )
    ends = f" By the stay's own terms it is reached again after {day(state.until)}." if _stay_ends(state) else ""
    stands = f"the {provision} is {_state_words(state)}"
    return f"{total}; it is not named on a list, and {stands}: nothing in force reaches it.{ends}"


def _stay_ends(state: ProvisionState) -> bool:
    return state.state == "stayed" and state.until is not None
