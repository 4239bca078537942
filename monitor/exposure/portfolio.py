"""What a team deals with, and how it ties to list entries: counterparties, stakes, hits and people's decisions. Pure.

A portfolio holds nothing that depends on a date or on the law. It is built once for a state of the watchlists and asked
for many dates. Stakes name their parties by a counterparty's id, by an identifier ("lei:..."), or by a name. A name
that equals a counterparty's name or alias (but for case, accents, punctuation and spaces) is that counterparty; other
names are compared by screening (``names_to_tie``, ``name_ties``): a match is the same party, a possible one is kept as
a doubt that every result through it carries. Names that are no counterparty's are parties of their own, screened like
counterparties (``stake_parties``), so that a listed owner need not be on a watchlist.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from monitor.exposure.entry_terms import entry_fingerprint
from monitor.holdings.parties import Counterparty, Stake
from monitor.holdings.stake_statements import StakeConflict, change_days
from monitor.law import Listing, ListingVersion
from monitor.law.entry_identity import name_key
from monitor.ownership import Caught, Ownership, Reading
from monitor.screening import Hit, Verdict
from parsers.model import ListEntry, ListName

_KEPT = 12  # results of the ownership computation: three readings, with and without doubtful owners, of two days
_STAKE = "stake:"  # the ids of parties that only stakes name


class Decided(Protocol):
    """What a person decided about one counterparty and one entry, as that entry read then."""

    @property
    def counterparty_id(self) -> str: ...
    @property
    def listing_key(self) -> str: ...
    @property
    def entry_fingerprint(self) -> str: ...
    @property
    def verdict(self) -> str: ...  # "cleared" | "confirmed"
    @property
    def by(self) -> str: ...


@dataclass(frozen=True, slots=True)
class NameTie:
    """A name in a stake that screening ties to a counterparty."""

    name: str
    counterparty_id: str
    verdict: Verdict
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A party of the stakes that may be a counterparty."""

    party: str
    counterparty_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Tie:
    """One party and one entry in force: all hits between them, the surest first, and what a person said."""

    party: str
    listing: Listing
    hits: tuple[Hit, ...]
    verdict: Verdict
    decided: str | None = None
    since: date | None = None  # the day from which this entry named this party


@dataclass(frozen=True, slots=True)
class Unresolved:
    """The parties of the stakes, by what they are given as."""

    parties: Mapping[str, str]  # text in a stake -> party key: a counterparty's id, or "stake:..."
    doubts: tuple[Doubt, ...]


def _resolved(counterparties: Mapping[str, Counterparty], stakes: Iterable[Stake]) -> Unresolved:
    texts = {text for stake in stakes for text in (stake.owner, stake.owned)}
    parties = {text: text for text in texts if text in counterparties}
    by_key: dict[str, list[str]] = defaultdict(list)
    for text in texts - parties.keys():
        by_key[name_key(text)].append(text)
    doubts: list[Doubt] = []
    found: dict[str, str] = {}
    if by_key:
        for party in counterparties.values():
            for name in (*party.identifiers, party.name, *party.aliases):
                key = name_key(name)
                if key not in by_key:
                    continue
                first = found.setdefault(key, party.id)
                if first != party.id:
                    same = f"{name!r} is also a name of {counterparties[first].name} ({first})"
                    doubts.append(Doubt(first, party.id, same))
    for key, spelled in by_key.items():
        for text in spelled:
            parties[text] = found.get(key) or _STAKE + key
    return Unresolved(parties, tuple(doubts))


def stake_parties(counterparties: Iterable[Counterparty], stakes: Iterable[Stake]) -> tuple[Counterparty, ...]:
    """The parties that only stakes name, to be screened beside the counterparties; their ids begin with "stake:"."""
    given = tuple(stakes)
    parties = _resolved({party.id: party for party in counterparties}, given).parties
    named: dict[str, str] = {}
    for text, key in sorted(parties.items()):
        if key.startswith(_STAKE) and not text.casefold().startswith("lei:"):
            named.setdefault(key, text)
    return tuple(Counterparty(id=key, name=name) for key, name in named.items())


def names_to_tie(parties: Iterable[Counterparty]) -> tuple[ListEntry, ...]:
    """``stake_parties`` dressed as entries, so that screening compares them with the counterparties' names."""
    return tuple(ListEntry(list=ListName.ENTITY_LIST, destination=None, name=party.name) for party in parties)


def name_ties(hits: Iterable[Hit]) -> tuple[NameTie, ...]:
    """What screening the counterparties for ``names_to_tie`` found."""
    return tuple(
        NameTie(hit.entry.name, hit.counterparty_id, hit.verdict, hit.score, hit.reason)
        for hit in hits
        if hit.matched_on != "address" and not hit.counterparty_id.startswith(_STAKE)
    )


@dataclass(frozen=True)
class Portfolio:
    """Build it with ``Portfolio.build``. ``doubts`` and ``conflicts`` are for the operator to look at."""

    counterparties: Mapping[str, Counterparty]
    doubts: tuple[Doubt, ...]
    _stakes: tuple[Stake, ...]
    _parties: Mapping[str, str]
    _hits: Mapping[str, tuple[Hit, ...]]  # entry fingerprint -> hits
    _decisions: Mapping[tuple[str, str], Decided]
    _days: tuple[date, ...]
    _graphs: dict[date | None, Ownership] = field(default_factory=dict)
    _caught: list[Caught] = field(default_factory=list)

    @classmethod
    def build(
        cls,
        *,
        counterparties: Iterable[Counterparty],
        stakes: Iterable[Stake] = (),
        hits: Iterable[Hit] = (),
        ties: Iterable[NameTie] = (),
        decisions: Iterable[Decided] = (),
    ) -> Portfolio:
        """``hits``: of counterparties and ``stake_parties``, of every wording of an entry that will be asked about.

        ``decisions``: newest last; the last one on a counterparty and a listing counts.
        """
        known = {party.id: party for party in counterparties}
        held = tuple(stakes)
        resolved = _resolved(known, held)
        parties, doubts = dict(resolved.parties), list(resolved.doubts)
        moved: dict[str, str] = {}
        by_key: dict[str, list[NameTie]] = defaultdict(list)
        for tie in ties:
            by_key[_STAKE + name_key(tie.name)].append(tie)
        for key, found in by_key.items():
            found.sort(key=lambda tie: (tie.verdict is not Verdict.MATCH, -tie.score, tie.counterparty_id))
            sure = found[0] if found[0].verdict is Verdict.MATCH else None
            if sure:
                moved[key] = sure.counterparty_id
            party = moved.get(key, key)
            others = {tie.counterparty_id: tie for tie in reversed(found) if tie.counterparty_id != party}
            doubts += [Doubt(party, other, f"{tie.name!r} in a stake: {tie.reason}") for other, tie in others.items()]
        by_entry: dict[str, list[Hit]] = defaultdict(list)
        for hit in hits:
            mine = moved.get(hit.counterparty_id)
            told = replace(hit, counterparty_id=mine, counterparty_name=known[mine].name) if mine else hit
            by_entry[entry_fingerprint(hit.entry)].append(told)
        return cls(
            counterparties=known,
            doubts=tuple(sorted(set(doubts), key=lambda doubt: (doubt.party, doubt.counterparty_id))),
            _stakes=held,
            _parties={text: moved.get(key, key) for text, key in parties.items()},
            _hits={key: tuple(found) for key, found in by_entry.items()},
            _decisions={
                (moved.get(one.counterparty_id, one.counterparty_id), one.listing_key): one for one in decisions
            },
            _days=change_days(held),
        )

    def ownership(self, on: date) -> Ownership:
        """The graph of the stakes held on a day. Days between two statements share one graph."""
        earlier = [day for day in self._days if day <= on]
        segment = earlier[-1] if earlier else None
        if segment not in self._graphs:
            self._graphs[segment] = Ownership.build(self._stakes, self.party_of, on=segment or on)
        return self._graphs[segment]

    def caught(self, listed: frozenset[str], threshold: float, reading: Reading, on: date) -> Caught:
        """Whom these parties reach on a day. The last few results are kept: the listed seldom change in a day."""
        graph = self.ownership(on)
        for kept in self._caught:
            if (kept.graph, kept.threshold, kept.reading) == (graph, threshold, reading) and kept.listed == listed:
                return kept
        found = graph.caught(listed, threshold, reading)
        self._caught[:] = [found, *self._caught[: _KEPT - 1]]
        return found

    def conflicts(self, on: date) -> tuple[StakeConflict, ...]:
        """What does not add up among the stakes held on a day, for the operator: see ``Ownership.conflicts``."""
        return self.ownership(on).conflicts()

    def party_of(self, text: str) -> str:
        """The party that a text in a stake means."""
        return self._parties.get(text, text)

    def name_of(self, party: str, otherwise: str) -> str:
        found = self.counterparties.get(party)
        return found.name if found else otherwise

    def ties(
        self, listings: Iterable[Listing], versions: Mapping[str, tuple[ListingVersion, ...]] | None = None
    ) -> Iterator[Tie]:
        """Every tie between a party and an entry in force, but for those that a person cleared.

        ``versions``: all wordings of the entries by key, oldest first, when hits of all of them were given; a party
        that a revision wrote into an older entry is then tied from that revision on.
        """
        for listing in listings:
            fingerprint = entry_fingerprint(listing.entry)
            by_party: dict[str, list[Hit]] = defaultdict(list)
            for hit in self._hits.get(fingerprint, ()):
                by_party[hit.counterparty_id].append(hit)
            for party, hits in by_party.items():
                decision = self._decisions.get((party, listing.key))
                decided = decision.verdict if decision and decision.entry_fingerprint == fingerprint else None
                if decided == "cleared":
                    continue
                history = (versions or {}).get(listing.key, ())
                for found in (_by_name(hits), _by_address(hits)):
                    if found:
                        since = self._named_since(found[0], listing, history)
                        yield self._tie(party, listing, found, decision if decided else None, since)

    def _tie(self, party: str, listing: Listing, hits: list[Hit], decision: Decided | None, since: date | None) -> Tie:
        hits.sort(key=lambda hit: (hit.verdict is not Verdict.MATCH, -hit.score, hit.entry_value, hit.value))
        verdict = Verdict.MATCH if decision else hits[0].verdict
        told = tuple(
            replace(
                hit,
                entry=listing.entry,
                listing_key=listing.key,
                verdict=verdict if decision else hit.verdict,
                reason=f"{hit.reason}; confirmed by {decision.by}" if decision else hit.reason,
            )
            for hit in hits
        )
        return Tie(party, listing, told, verdict, decision.verdict if decision else None, since)

    def _named_since(self, hit: Hit, listing: Listing, versions: tuple[ListingVersion, ...]) -> date | None:
        """The first day of the unbroken run of wordings that hit the same counterparty in the same way."""
        begun, revised = listing.since or date.min, listing.version_since or date.max
        by_address = hit.matched_on == "address"
        named = listing.version_since
        for version in reversed(versions):
            if not begun <= (version.since or date.min) <= revised:
                continue
            hits = self._hits.get(entry_fingerprint(version.entry), ())
            if not any(
                one.counterparty_id == hit.counterparty_id and (one.matched_on == "address") == by_address
                for one in hits
            ):
                return named
            named = version.since
        return listing.since


def _by_name(hits: list[Hit]) -> list[Hit]:
    return [hit for hit in hits if hit.matched_on != "address"]


def _by_address(hits: list[Hit]) -> list[Hit]:
    return [hit for hit in hits if hit.matched_on == "address"]
