"""Who is reached through ownership: the 50 percent computation (15 CFR 744.11(a)(1), Supplement No. 8 to part 744).

A party is *caught* when listed parties, and parties that are caught themselves, together hold the threshold or more of
it, directly. A caught owner counts in full: stakes are not multiplied through. The caught parties are the least set
closed under that rule, so the order of stakes does not matter, cycles catch nobody by themselves, and one more stake
never frees anybody. Who is listed, and that only foreign entities are meant, is for the caller to say.

Percentages are kept as whole millionths, so that 16.666667, 16.666667 and 16.666666 are 50 in any order.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from monitor.holdings.parties import Stake
from monitor.holdings.stake_statements import StakeConflict, conflicting, in_force_statement

Ints = npt.NDArray[np.int64]

_MILLION = 1_000_000
_FULL = 100 * _MILLION
_UNKNOWN = -1
_FEW = 24  # below so many parties at once plain loops beat array calls


@dataclass(frozen=True, slots=True)
class Step:
    """One stake on the way from a listed party down to the counterparty."""

    owner: str
    owned: str
    percent: float | None
    as_of: date | None = None
    source: str | None = None
    owner_id: str | None = None  # the counterparty's id, where the owner is one
    owned_id: str | None = None


class Reading(StrEnum):
    """How stakes count: for what is certain, for what may be, and for any tie at all."""

    KNOWN = "known"  # a percentage that is not known is nothing
    UNKNOWN_COUNTS = "unknown-counts"  # a percentage that is not known may reach the threshold (Red Flag 29)
    ANY_STAKE = "any-stake"  # every stake ties, however small (Supplement No. 8(c): act with caution)


class Ownership:
    """The stakes of one day as a graph. Parties are known by the keys that ``resolve`` gives for their names or ids."""

    def __init__(
        self, keys: list[str], index: dict[str, int], edges: list[Stake], owner: Ints, owned: Ints, percent: Ints
    ) -> None:
        self._keys, self._index = keys, index  # both only ever grow: changed graphs share them
        self._edges = edges  # sorted by owner
        self._owner, self._owned, self._percent = owner, owned, percent
        self._parties = len(keys)
        self._out: Ints = np.searchsorted(owner, np.arange(self._parties + 1))
        self._by_owned: Ints = np.argsort(owned, kind="stable")
        self._in: Ints = np.searchsorted(owned[self._by_owned], np.arange(self._parties + 1))
        self._restated: dict[int, Stake] = {}  # stakes changed since, and those added behind the others
        self._added_out: dict[int, tuple[int, ...]] = {}
        self._added_in: dict[int, tuple[int, ...]] = {}
        self._said: list[tuple[list[Stake], Stake | None]] = []  # several statements of a stake; the one that counts

    @classmethod
    def build(
        cls, stakes: Iterable[Stake], resolve: Callable[[str], str] = str.casefold, *, on: date | None = None
    ) -> Ownership:
        """The graph of the stakes held ``on`` a day (None: by the newest statements).

        Several statements of one stake count once, see ``stake_statements``; where they differ, and where the stakes in
        one party add up to more than 100 percent, ``conflicts`` says so. Stakes of a party in itself carry nothing.
        """
        given = stakes if isinstance(stakes, Sequence) else tuple(stakes)
        count = len(given)
        texts: defaultdict[str, int] = defaultdict(itertools.count().__next__)  # numbers them as they come
        owner: Ints = np.fromiter(map(texts.__getitem__, [stake.owner for stake in given]), np.int64, count)
        owned: Ints = np.fromiter(map(texts.__getitem__, [stake.owned for stake in given]), np.int64, count)
        parties: defaultdict[str, int] = defaultdict(itertools.count().__next__)
        party_of_text: Ints = np.fromiter((parties[resolve(text)] for text in texts), np.int64, len(texts))
        owner, owned = party_of_text[owner], party_of_text[owned]
        keys = list(parties)
        percent = _millionths([stake.percent for stake in given])
        ends = np.fromiter((stake.until is not None for stake in given), np.bool_, count)
        order = np.argsort(owner * max(len(keys), 1) + owned, kind="stable")
        owner, owned, percent = owner[order], owned[order], percent[order]
        new = np.ones(count, np.bool_)
        new[1:] = (owner[1:] != owner[:-1]) | (owned[1:] != owned[:-1])
        firsts = np.flatnonzero(new)
        sizes = np.diff(np.append(firsts, count))
        edges: list[Stake | None] = [given[position] for position in order[firsts].tolist()]
        percent = percent[firsts]
        said: list[tuple[list[Stake], Stake | None]] = []
        for edge in np.flatnonzero((sizes > 1) | (percent == 0) | ends[order[firsts]]).tolist():
            statements = [given[one] for one in order[firsts[edge] : firsts[edge] + sizes[edge]].tolist()]
            edges[edge] = counted = in_force_statement(statements, on)
            percent[edge] = _millionths([counted.percent])[0] if counted else 0
            if len(statements) > 1:
                said.append((statements, counted))
        held = np.fromiter((edge is not None for edge in edges), np.bool_, len(edges))
        kept = firsts[held]
        kept_edges = [edge for edge in edges if edge is not None]
        graph = cls(keys, dict(parties), kept_edges, owner[kept], owned[kept], percent[held])
        graph._said = said
        return graph

    def _stake(self, edge: int) -> Stake:
        return self._restated.get(edge) or self._edges[edge]

    def conflicts(self) -> tuple[StakeConflict, ...]:
        """What does not add up: contradicting statements, totals above 100, stakes of a party in itself."""
        found = [conflict for statements, counted in self._said if (conflict := conflicting(statements, counted))]
        totals = np.bincount(self._owned, weights=np.maximum(self._percent, 0), minlength=self._parties)
        for party in np.flatnonzero(totals > _FULL + 100).tolist():
            held = tuple(self._stake(edge) for edge in self._into(party))
            what = f"the stakes in {held[0].owned} add up to {totals[party] / _MILLION:g} %"
            found.append(StakeConflict(held[0].owned, held, what))
        for edge in np.flatnonzero(self._owner == self._owned).tolist():
            stake = self._stake(edge)
            what = f"{stake.owned} holds {_share(stake.percent)} of itself; this carries nothing"
            found.append(StakeConflict(stake.owned, (stake,), what))
        return tuple(sorted(found, key=str))

    @property
    def parties(self) -> Sequence[str]:
        return self._keys

    def __contains__(self, key: str) -> bool:
        return self._index.get(key, self._parties) < self._parties

    def _into(self, party: int) -> list[int]:
        base = self._by_owned[self._in[party] : self._in[party + 1]].tolist() if party + 1 < len(self._in) else []
        return base + list(self._added_in.get(party, ()))

    def _out_of(self, party: int) -> list[int]:
        base = list(range(int(self._out[party]), int(self._out[party + 1]))) if party + 1 < len(self._out) else []
        return base + list(self._added_out.get(party, ()))

    def _out_of_all(self, parties: Ints) -> Ints:
        """The stakes that these parties hold, for many parties at once."""
        based = parties[parties + 1 < len(self._out)]
        starts, counts = self._out[based], self._out[based + 1] - self._out[based]
        offsets = np.repeat(starts - (np.cumsum(counts) - counts), counts)
        edges: Ints = offsets + np.arange(len(offsets))
        if self._added_out:
            added = [edge for party in parties.tolist() for edge in self._added_out.get(party, ())]
            edges = np.concatenate((edges, np.array(added, np.int64)))
        return edges

    def _weights(self, reading: Reading, edges: slice | int = slice(None)) -> Ints:
        percent = self._percent[edges]
        if reading is Reading.KNOWN:
            weights = np.maximum(percent, 0)
        elif reading is Reading.UNKNOWN_COUNTS:
            weights = np.where(percent < 0, _FULL, percent)
        else:
            weights = np.where(percent == 0, 0, _FULL)
        return np.where(self._owner[edges] == self._owned[edges], 0, weights)

    def changed(self, stake: Stake, resolve: Callable[[str], str] = str.casefold) -> Ownership:
        """The graph with one stake set to what ``stake`` says (0 percent: sold). This one stays as it was."""
        ends: list[int] = []
        parties = self._parties
        for name in (stake.owner, stake.owned):
            number = self._index.setdefault(resolve(name), len(self._keys))
            if number == len(self._keys):
                self._keys.append(resolve(name))
            parties = max(parties, number + 1)
            ends.append(number)
        owner, owned = ends
        graph = object.__new__(Ownership)
        graph.__dict__.update(self.__dict__)
        graph._parties = parties
        percent = _millionths([stake.percent])
        edge = next((edge for edge in self._out_of(owner) if self._owned[edge] == owned), len(self._owner))
        graph._restated = {**self._restated, edge: stake}
        if edge < len(self._owner):
            graph._percent = self._percent.copy()
            graph._percent[edge] = percent[0]
            return graph
        graph._owner, graph._owned = np.append(self._owner, owner), np.append(self._owned, owned)
        graph._percent = np.append(self._percent, percent)
        graph._added_out = {**self._added_out, owner: (*self._added_out.get(owner, ()), edge)}
        graph._added_in = {**self._added_in, owned: (*self._added_in.get(owned, ()), edge)}
        return graph

    def caught(self, listed: Iterable[str], threshold: float = 50.0, reading: Reading = Reading.KNOWN) -> Caught:
        """Everyone whom the ``listed`` parties reach. Keys that hold no stake are allowed."""
        return Caught.of(self, frozenset(listed), threshold, reading)


class Caught:
    """The parties that ownership reaches from a set of listed parties: a fixpoint, with the proof of each party."""

    def __init__(self, graph: Ownership, listed: frozenset[str], threshold: float, reading: Reading) -> None:
        self.graph, self.listed, self.reading, self.threshold = graph, listed, reading, threshold
        self._enough = 1 if reading is Reading.ANY_STAKE else max(1, round(threshold * _MILLION))
        self._weights: Ints
        self._held: Ints
        self._rank: Ints  # -1: not reached; 0: listed; else after whom
        self._rounds = 0

    @classmethod
    def of(cls, graph: Ownership, listed: frozenset[str], threshold: float, reading: Reading) -> Caught:
        caught = cls(graph, listed, threshold, reading)
        caught._weights = graph._weights(reading)
        caught._held = np.zeros(graph._parties, np.int64)
        caught._rank = np.full(graph._parties, -1, np.int64)
        caught._grow(caught._numbers(listed), 0)
        return caught

    def _numbers(self, keys: Iterable[str]) -> Ints:
        graph = self.graph
        found = sorted(number for key in keys if (number := graph._index.get(key, graph._parties)) < graph._parties)
        return np.array(found, np.int64)

    def _grow(self, frontier: Ints, rank: int | None = None) -> None:
        """Adds parties whose ground is given, and everyone whom they bring with them."""
        owned, weights, held, ranks = self.graph._owned, self._weights, self._held, self._rank
        self._rounds += 1
        ranks[frontier] = self._rounds if rank is None else rank
        while len(frontier):
            self._rounds += 1
            if len(frontier) < _FEW:
                reached = []
                for party in frontier.tolist():
                    for edge in self.graph._out_of(party):
                        to = int(owned[edge])
                        held[to] += weights[edge]
                        if ranks[to] < 0 and held[to] >= self._enough:
                            reached.append(to)
                frontier = np.unique(np.array(reached, np.int64)) if len(reached) > 1 else np.array(reached, np.int64)
            else:
                edges = self.graph._out_of_all(frontier)
                to_all = owned[edges]
                np.add.at(held, to_all, weights[edges])
                reached_all = np.unique(to_all)
                frontier = reached_all[(ranks[reached_all] < 0) & (held[reached_all] >= self._enough)]
            ranks[frontier] = self._rounds

    def _shrink(self, party: int) -> None:
        """Takes a party out, with all that may rest on it, then brings back what stands without it (so cycles fall)."""
        doubtful = [party]
        self._rank[party] = -1
        for one in doubtful:  # grows while it is walked
            for edge in self.graph._out_of(one):
                to = int(self.graph._owned[edge])
                self._held[to] -= self._weights[edge]
                if self._rank[to] > 0 and self._weights[edge]:
                    self._rank[to] = -1
                    doubtful.append(to)
        back = [one for one in doubtful if self._held[one] >= self._enough]
        if back:
            self._grow(np.array(sorted(back), np.int64))

    def _copy(self, graph: Ownership, listed: frozenset[str]) -> Caught:
        other = Caught(graph, listed, self.threshold, self.reading)
        more = graph._parties - len(self._held)
        other._weights = self._weights
        other._held = np.append(self._held, np.zeros(more, np.int64))
        other._rank = np.append(self._rank, np.full(more, -1, np.int64))
        other._rounds = self._rounds
        return other

    def with_listed(self, listed: Iterable[str]) -> Caught:
        """The same for other listed parties, recomputed from the difference only."""
        new = frozenset(listed)
        other = self._copy(self.graph, new)
        gone, come = self._numbers(self.listed - new), self._numbers(new - self.listed)
        for party in gone.tolist():
            other._shrink(party)
        fresh = come[other._rank[come] < 0]
        other._grow(fresh, 0)
        other._rank[come] = 0
        return other

    def with_stake(self, stake: Stake, resolve: Callable[[str], str] = str.casefold) -> Caught:
        """The same after one stake changed, recomputed from the difference only."""
        graph = self.graph.changed(stake, resolve)
        other = self._copy(graph, self.listed)
        owner, owned = graph._index[resolve(stake.owner)], graph._index[resolve(stake.owned)]
        edge = next(edge for edge in graph._out_of(owner) if graph._owned[edge] == owned)
        now = graph._weights(self.reading, slice(edge, edge + 1))
        if edge < len(self._weights):
            before = int(self._weights[edge])
            other._weights = self._weights.copy()
            other._weights[edge] = now[0]
        else:
            before = 0
            other._weights = np.append(self._weights, now)
        change = int(now[0]) - before
        fresh = [number for number in {owner, owned} if number >= len(self._rank)]
        other._grow(np.array([n for n in fresh if graph._keys[n] in self.listed], np.int64), 0)
        if other._rank[owner] < 0 or owner in fresh or change == 0:
            return other
        other._held[owned] += change
        if other._rank[owned] > 0 and change < 0:
            other._shrink(owned)
        elif other._rank[owned] < 0 and other._held[owned] >= self._enough:
            other._grow(np.array([owned], np.int64))
        return other

    def __contains__(self, key: str) -> bool:
        """Whether the party is reached by ownership; a listed party is not, it is listed."""
        return self._rank_of(key) > 0

    def _rank_of(self, key: str) -> int:
        number = self.graph._index.get(key, len(self._rank))
        return int(self._rank[number]) if number < len(self._rank) else -1

    def parties(self) -> list[str]:
        """The keys of all parties that are reached."""
        keys = self.graph._keys
        return [keys[number] for number in np.flatnonzero(self._rank > 0).tolist()]

    def share(self, key: str) -> float | None:
        """Percent held by listed and caught owners together, directly. None: nothing that is known."""
        number = self.graph._index.get(key, len(self._held))
        held = int(self._held[number]) if number < len(self._held) else 0
        return held / _MILLION if held else None

    def steps(self, key: str) -> tuple[Step, ...]:
        """The proof: every stake of a reaching owner in the party, and before each what reaches that owner.

        Owners come before what they own, so the tuple reads from the listed parties down.
        """
        graph, ranks = self.graph, self._rank
        start = graph._index.get(key, len(ranks))
        if start >= len(ranks):
            return ()
        found: list[Step] = []
        seen = {start}
        todo: list[tuple[int, bool]] = [(start, False)]
        while todo:
            party, owners_done = todo.pop()
            grounds = self._grounds(party, everybody=party == start and self.reading is Reading.KNOWN)
            if owners_done:
                found += [self._step(edge) for edge in grounds]
                continue
            todo.append((party, True))
            for edge in reversed(grounds):
                owner = int(graph._owner[edge])
                if ranks[owner] > 0 and owner not in seen:
                    seen.add(owner)
                    todo.append((owner, False))
        return tuple(found)

    def _grounds(self, party: int, *, everybody: bool) -> list[int]:
        """The stakes by which a party is reached, largest first: of owners reached before it, or of all."""
        ranks, graph = self._rank, self.graph
        limit = np.iinfo(np.int64).max if everybody or ranks[party] < 0 else ranks[party]
        held = [edge for edge in graph._into(party) if self._weights[edge] and 0 <= ranks[graph._owner[edge]] < limit]
        return sorted(held, key=lambda edge: (-int(graph._percent[edge]), graph._keys[graph._owner[edge]]))

    def _step(self, edge: int) -> Step:
        graph, stake = self.graph, self.graph._stake(edge)
        owner, owned = graph._keys[graph._owner[edge]], graph._keys[graph._owned[edge]]
        return Step(stake.owner, stake.owned, stake.percent, stake.as_of, stake.source, owner, owned)


def _millionths(percents: list[float | None]) -> Ints:
    """Whole millionths of a percent, and -1 for one that is not known."""
    given = np.array(percents, np.float64)  # None becomes NaN
    known = ~np.isnan(given)
    found: Ints = np.full(len(percents), _UNKNOWN, np.int64)
    found[known] = np.rint(given[known] * _MILLION).astype(np.int64)
    return found


def _share(percent: float | None) -> str:
    return "an unknown percentage" if percent is None else f"{percent:g} %"


def in_words(steps: Iterable[Step]) -> str:
    """``A holds 60 % of B; B holds 55 % of C``, from the listed parties down."""
    return "; ".join(f"{step.owner} holds {_share(step.percent)} of {step.owned}" for step in steps)
