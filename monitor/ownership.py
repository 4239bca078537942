"""Who is reached through ownership: the 50 percent computation (15 CFR 744.11(a)(1), Supplement No. 8 to part 744).

A party is *caught* when listed parties, and parties that are caught themselves, together hold the threshold or more of
it, directly. A caught owner counts in full: stakes are not multiplied through. The caught parties are the least set
closed under that rule, so the order of stakes does not matter, cycles catch nobody by themselves, and one more stake
never frees anybody. Who is listed, and that only foreign entities are meant, is for the caller to say.

Percentages are kept as whole millionths, so that 16.666667, 16.666667 and 16.666666 are 50 in any order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from monitor.parties import Stake
from monitor.stake_statements import StakeConflict, conflicting, in_force_statement

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

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

    def __init__(self, keys: list[str], index: dict[str, int], edges: list[Stake], owner: Ints, owned: Ints) -> None:
        self._keys, self._index = keys, index  # both only ever grow, so changed graphs share them
        self._edges = edges  # sorted by owner, then what was added later
        self._owner, self._owned = owner, owned
        millionths = (_UNKNOWN if edge.percent is None else round(edge.percent * _MILLION) for edge in edges)
        self._percent: Ints = np.fromiter(millionths, np.int64, len(edges))
        self._sorted = len(edges)
        self._parties = len(keys)
        self._out: Ints = np.searchsorted(owner, np.arange(self._parties + 1))
        self._by_owned: Ints = np.argsort(owned, kind="stable")
        self._in: Ints = np.searchsorted(owned[self._by_owned], np.arange(self._parties + 1))
        self._added_out: dict[int, tuple[int, ...]] = {}
        self._added_in: dict[int, tuple[int, ...]] = {}
        self.conflicts: tuple[StakeConflict, ...] = ()

    @classmethod
    def build(
        cls, stakes: Iterable[Stake], resolve: Callable[[str], str] = str.casefold, *, on: date | None = None
    ) -> Ownership:
        """The graph of the stakes held ``on`` a day (None: by the newest statements).

        Several statements of one stake count once, see ``stake_statements``; where they differ, and where the stakes in
        one party add up to more than 100 percent, ``conflicts`` says so. Stakes of a party in itself carry nothing.
        """
        given = stakes if isinstance(stakes, Sequence) else tuple(stakes)
        keys: list[str] = []
        index: dict[str, int] = {}
        known: dict[str, int] = {}

        def party(name: str) -> int:
            number = known.get(name)
            if number is None:
                key = resolve(name)
                number = index.setdefault(key, len(keys))
                if number == len(keys):
                    keys.append(key)
                known[name] = number
            return number

        owner: Ints = np.fromiter((party(stake.owner) for stake in given), np.int64, len(given))
        owned: Ints = np.fromiter((party(stake.owned) for stake in given), np.int64, len(given))
        order: Ints = np.lexsort((owned, owner))
        same = (np.diff(owner[order]) == 0) & (np.diff(owned[order]) == 0)
        firsts: Ints = np.flatnonzero(np.concatenate(([True], ~same))) if len(given) else np.zeros(0, np.int64)
        ends = np.append(firsts[1:], len(given))[: len(firsts)]
        edges: list[Stake] = []
        conflicts: list[StakeConflict] = []
        kept: list[int] = []
        numbers = order.tolist()
        for first, end in zip(firsts.tolist(), ends.tolist(), strict=True):
            stake: Stake | None = given[numbers[first]]
            if end - first > 1 or (stake and (stake.until or stake.percent == 0)):
                statements = [given[number] for number in numbers[first:end]]
                stake = in_force_statement(statements, on)
                if conflict := conflicting(statements, stake):
                    conflicts.append(conflict)
            if stake is not None:
                edges.append(stake)
                kept.append(numbers[first])
        graph = cls(keys, index, edges, owner[kept], owned[kept])
        graph.conflicts = tuple(sorted((*conflicts, *graph._too_much()), key=str))
        return graph

    def _too_much(self) -> list[StakeConflict]:
        known = np.maximum(self._percent, 0)
        totals = np.bincount(self._owned, weights=known, minlength=self._parties)
        found: list[StakeConflict] = []
        for party in np.flatnonzero(totals > _FULL + 100).tolist():
            held = [self._edges[edge] for edge in self._into(party)]
            found.append(
                StakeConflict(
                    held[0].owned,
                    tuple(held),
                    f"the stakes in {held[0].owned} add up to {totals[party] / _MILLION:g} %",
                )
            )
        itself = np.flatnonzero(self._owner == self._owned).tolist()
        return found + [
            StakeConflict(
                stake.owned, (stake,), f"{stake.owned} holds {_share(stake.percent)} of itself; this carries nothing"
            )
            for stake in (self._edges[edge] for edge in itself)
        ]

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

    def _weights(self, reading: Reading) -> Ints:
        if reading is Reading.KNOWN:
            weights = np.maximum(self._percent, 0)
        elif reading is Reading.UNKNOWN_COUNTS:
            weights = np.where(self._percent < 0, _FULL, self._percent)
        else:
            weights = np.where(self._percent == 0, 0, _FULL)
        weights[self._owner == self._owned] = 0
        return weights

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
        percent = _UNKNOWN if stake.percent is None else round(stake.percent * _MILLION)
        edge = next((edge for edge in self._out_of(owner) if self._owned[edge] == owned), None)
        if edge is not None:
            graph._percent = self._percent.copy()
            graph._percent[edge] = percent
            graph._edges = self._edges.copy()
            graph._edges[edge] = stake
            return graph
        edge = len(self._edges)
        graph._edges = [*self._edges, stake]
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
        self._enough = max(1, round(threshold * _MILLION))
        if reading is Reading.ANY_STAKE:
            self._enough = 1
        self._weights = graph._weights(reading)
        self._held: Ints = np.zeros(graph._parties, np.int64)
        self._rank: Ints = np.full(graph._parties, -1, np.int64)  # -1: not reached; 0: listed; else after whom
        self._rounds = 0

    @classmethod
    def of(cls, graph: Ownership, listed: frozenset[str], threshold: float, reading: Reading) -> Caught:
        caught = cls(graph, listed, threshold, reading)
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
        other._held[: len(self._held)] = self._held
        other._rank[: len(self._rank)] = self._rank
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
        before = int(self._weights[edge]) if edge < len(self._weights) else 0
        now = int(other._weights[edge])
        fresh = [number for number in {owner, owned} if number >= len(self._rank)]
        other._grow(np.array([n for n in fresh if graph._keys[n] in self.listed], np.int64), 0)
        if other._rank[owner] < 0 or owner in fresh or now == before:
            return other
        other._held[owned] += now - before
        if other._rank[owned] > 0 and now < before:
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
        graph, stake = self.graph, self.graph._edges[edge]
        owner, owned = graph._keys[graph._owner[edge]], graph._keys[graph._owned[edge]]
        return Step(stake.owner, stake.owned, stake.percent, stake.as_of, stake.source, owner, owned)


def _share(percent: float | None) -> str:
    return "an unknown percentage" if percent is None else f"{percent:g} %"


def in_words(steps: Iterable[Step]) -> str:
    """``A holds 60 % of B; B holds 55 % of C``, from the listed parties down."""
    return "; ".join(f"{step.owner} holds {_share(step.percent)} of {step.owned}" for step in steps)
