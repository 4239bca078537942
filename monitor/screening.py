"""Names to hits, each with its reason.

``compare`` judges two names; ``Screen`` is a watchlist compiled once, against which list entries are screened;
``ListScreen`` is the other direction, everything listed compiled once, against which a new counterparty or a free-
standing name is looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.naming import places
from monitor.naming.address_signs import are_addresses
from monitor.naming.addresses import address_keys, compare_addresses
from monitor.naming.judgement import Judgement, possible
from monitor.naming.name_comparison import judge
from monitor.naming.name_readings import readings
from parsers.model import EntryKind, ListEntry

if TYPE_CHECKING:
    from monitor.naming.compiled_watchlist import CompiledWatchlist, Party

# Comparing two names needs no arrays: what loads numpy is imported where a watchlist or a list is compiled.
# ruff: noqa: PLC0415


class Verdict(StrEnum):
    MATCH = "match"
    POSSIBLE = "possible"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How alike two names are. ``score`` 0.0 to 1.0; ``reason`` in plain words, never empty."""

    score: float
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A counterparty tied to a list entry."""

    counterparty_id: str
    counterparty_name: str
    matched_on: str  # "name" | "alias" | "address"
    value: str
    entry: ListEntry
    entry_value: str
    score: float
    verdict: Verdict  # match | possible
    reason: str
    listing_key: str | None = None


def compare(a: str, b: str, *, kind: str | None = None) -> Comparison:
    """How alike two names are. Symmetric.

    ``kind``: "person", "company" or "address" where it is known (a column of the list says so), None to judge by
    the texts themselves; two addresses are compared as addresses: the same unit is a match, the same building a
    ``possible``.
    """
    if kind == "address" or (kind is None and are_addresses(a, b)):
        place = compare_addresses(a, b)
        verdict = {"address": Verdict.MATCH, "building": Verdict.POSSIBLE}.get(place.same, Verdict.DIFFERENT)
        return Comparison(place.score, verdict, place.reason)
    found = judge(a, b, kind)
    return Comparison(found.score, Verdict(found.verdict), found.reason)


def entry_names(entry: ListEntry) -> Iterator[tuple[str, str]]:
    """(what it is in words, value) for every name that an entry lists.

    Its own, its aliases, those of the entities within it.
    """
    if entry.kind is EntryKind.ENTITY:
        yield "name", entry.name
        for alias in entry.aliases:
            yield "alias", alias
    for sub in entry.sub_entities:
        for what, value in entry_names(sub):
            yield f"{what} of {sub.name}, listed within {entry.name}", value


def _told_apart(entry: ListEntry) -> Iterator[tuple[str, str]]:
    """The names of an entry without those that say the same as one before: "Ltd." for "Limited", another case."""
    said: set[tuple[object, ...]] = set()
    for what, value in entry_names(entry):
        read = readings(value)
        name = read[0][0]
        key = (tuple((t.text, t.role, t.native) for t in name.tokens), name.legal_families, name.kind, len(read) - 1)
        if key not in said or len(read) > 1:
            said.add(key)
            yield what, value


def entry_addresses(entry: ListEntry) -> Iterator[str]:
    """Every address of an entry; for an address-only entry its name is the address."""
    if entry.kind is EntryKind.ADDRESS and not entry.addresses:
        yield entry.name
    yield from entry.addresses
    for sub in entry.sub_entities:
        yield from entry_addresses(sub)


def _weigh(found: Judgement, ours: str | None, entry: ListEntry) -> Judgement:
    """What holds for a hit beyond the two names: initials alone are thin, and a match across borders is worth a look,
    not an alarm.

    Where the entry has an address in our country it stays a match.
    """
    if found.by_initials and found.verdict == "match":
        # Among many names some have these initials by chance; the entry's other aliases hold the words it stands for.
        return possible(min(found.score, 0.8), f"{found.reason}, and nothing but the initials says so")
    if found.verdict != "match" or not _elsewhere(ours, entry):
        return found
    here, there = places.country_of(ours), places.country_of(entry.destination)
    return Judgement(
        min(found.score, 0.84),
        "possible",
        f"{found.reason}; but the counterparty is in {here}, the entry is for {there}",
    )


def _hit(id_: str, name: str, matched_on: str, value: str, entry: ListEntry, entry_value: str, found: Judgement) -> Hit:
    return Hit(id_, name, matched_on, value, entry, entry_value, found.score, Verdict(found.verdict), found.reason)


def _concerns(found: Judgement, ours: str | None, entry: ListEntry) -> bool:
    """Whether a comparison is worth a hit, which is more than being ``possible``: who watches "Inspur Cloud" is not
    told of "Inspur Group", and a stranger one letter away from a listed brand ("Insper") is not told at all where the
    countries are known to differ. Nor is "MSM Enterprises" a hit on whoever has three such initials. An alias of the
    entry that names the counterparty makes a hit of its own.
    """
    if found.verdict == "different" or (found.verdict == "possible" and (found.sibling or found.by_initials)):
        return False
    return not (found.near_miss and _elsewhere(ours, entry))


def _elsewhere(ours: str | None, entry: ListEntry) -> bool:
    """Whether the countries of both are known, and neither the entry's destination nor an address of it is in ours."""
    here, there = places.country_of(ours), places.country_of(entry.destination)
    if here is None or there is None or places.same_country(here, there):
        return False
    return not any(
        elsewhere is not None and places.same_country(here, elsewhere)
        for address in entry_addresses(entry)
        for elsewhere in [places.country_of(address.rsplit(",", 1)[-1])]
    )


def _name_hit(
    id_: str,
    name: str,
    country: str | None,
    matched_on: str,
    value: str,
    entry: ListEntry,
    what: str,
    entry_value: str,
    judged: Judgement,
) -> Hit:
    weighed = _weigh(judged, country, entry)
    reason = weighed.reason if what == "name" else f"{weighed.reason}; {what} {entry_value!r}"
    return _hit(id_, name, matched_on, value, entry, entry_value, replace(weighed, reason=reason))


def _keep(best: dict[tuple[int, bool], Hit], key: tuple[int, bool], hit: Hit) -> None:
    if key not in best or _rank(hit) < _rank(best[key]):
        best[key] = hit


def _rank(hit: Hit) -> tuple[int, float, str, str]:
    return (0 if hit.verdict is Verdict.MATCH else 1, -hit.score, hit.entry_value, hit.value)


def _judge_address(value: str, entry: ListEntry, entry_value: str) -> Judgement | None:
    found = compare_addresses(value, entry_value)
    if not found.same:
        return None
    if entry.kind is EntryKind.ADDRESS and found.same == "address":
        return Judgement(found.score, "match", f"{found.reason}; the entry lists the address itself")
    return Judgement(min(found.score, 0.8), "possible", f"{found.reason} as {entry.name}")


_ALL_SCRIPTS = (
    ("读 Ltd", "Ltd 読"),
    ("Hsing Kung Kiang Trading", "Xinggongjiang Maoyi Youxian Gongsi"),
    ("завод", "plant"),
)


class Screen:
    """A compiled watchlist. ``hits`` is not safe for several threads at once on one object."""

    def __init__(self, parts: list[CompiledWatchlist]) -> None:
        self._parts = parts
        for a, b in _ALL_SCRIPTS:  # reads the word lists and the arrays now rather than in the first screening
            judge(a, b)
            for part in parts:
                next(part.names_like(a), None)

    @classmethod
    def compile(cls, counterparties: Iterable[Party]) -> Screen:
        """Compile the watchlist in one pass; the counterparties themselves are not kept."""
        from monitor.naming.compiled_watchlist import CompiledWatchlist

        return cls([CompiledWatchlist.build(counterparties)])

    def __len__(self) -> int:
        return sum(part.alive for part in self._parts)

    def hits(self, entries: Iterable[ListEntry]) -> list[Hit]:
        """Every counterparty that a name, alias, sub-entity or address of the entries touches.

        The best hit for each pair and kind.
        """
        found: list[Hit] = []
        for entry in entries:
            for part in self._parts:
                best: dict[tuple[int, bool], Hit] = {}
                for what, entry_value in _told_apart(entry):
                    for i, matched_on, value in part.names_like(entry_value):
                        judged = judge(entry_value, value)
                        if judged.verdict == "different":
                            continue
                        party = part.party(i)
                        if _concerns(judged, party.country, entry):
                            _keep(
                                best,
                                (i, False),
                                _name_hit(
                                    party.id,
                                    party.name,
                                    party.country,
                                    matched_on,
                                    value,
                                    entry,
                                    what,
                                    entry_value,
                                    judged,
                                ),
                            )
                for entry_value in entry_addresses(entry):
                    for i, value in part.addresses_like(entry_value):
                        address = _judge_address(value, entry, entry_value)
                        if address is not None:
                            party = part.party(i)
                            _keep(
                                best,
                                (i, True),
                                _hit(party.id, party.name, "address", value, entry, entry_value, address),
                            )
                found.extend(best[key] for key in sorted(best))
        return found

    def save(self, path: Path) -> None:
        """Keep the compiled watchlist on disk, in one file written whole and then moved into place."""
        from monitor.naming.compiled_watchlist import save_parts

        save_parts(path, self._parts)

    @classmethod
    def load(cls, path: Path, counterparties: Iterable[Party]) -> Screen:
        """The watchlist as it is now, with what is still right of the compiled file.

        Rows that are new or changed since (any field that screening reads) are compiled anew; rows that are gone
        are left out. Where the file is missing, of another version or damaged, or most rows changed, everything is
        compiled.
        """
        from monitor.naming.compiled_watchlist import load_parts

        return cls(load_parts(path, counterparties))


class ListScreen:
    """Everything listed, compiled.

    For a new or edited counterparty, and for names that stand alone (owners of stakes).
    """

    def __init__(self, entries: Iterable[ListEntry]) -> None:
        from monitor.naming.name_index import NameIndex

        self._entries = list(entries)
        self._rows = [(i, what, value) for i, entry in enumerate(self._entries) for what, value in entry_names(entry)]
        self._index = NameIndex.build(value for _, _, value in self._rows)
        self._addresses: dict[str, list[tuple[int, str]]] = {}
        for i, entry in enumerate(self._entries):
            for address in entry_addresses(entry):
                for key in address_keys(address):
                    self._addresses.setdefault(key, []).append((i, address))

    @classmethod
    def compile(cls, entries: Iterable[ListEntry]) -> ListScreen:
        return cls(entries)

    def hits(self, counterparties: Iterable[Party]) -> list[Hit]:
        """What ``Screen.compile(counterparties).hits(entries)`` gives, counterparty by counterparty."""
        found: list[Hit] = []
        for party in counterparties:
            best: dict[tuple[int, bool], Hit] = {}
            for matched_on, value in [("name", party.name), *(("alias", alias) for alias in party.aliases)]:
                for i, what, entry_value, judged in self._judged(value):
                    entry = self._entries[i]
                    if not _concerns(judged, party.country, entry):
                        continue
                    _keep(
                        best,
                        (i, False),
                        _name_hit(
                            party.id, party.name, party.country, matched_on, value, entry, what, entry_value, judged
                        ),
                    )
            for value in party.addresses:
                seen: set[tuple[int, str]] = set()
                for key in address_keys(value):
                    seen.update(self._addresses.get(key, ()))
                for i, entry_value in seen:
                    address = _judge_address(value, self._entries[i], entry_value)
                    if address is not None:
                        _keep(
                            best,
                            (i, True),
                            _hit(party.id, party.name, "address", value, self._entries[i], entry_value, address),
                        )
            found.extend(best[key] for key in sorted(best))
        return found

    def _judged(self, value: str) -> Iterator[tuple[int, str, str, Judgement]]:
        for row in self._index.candidates(value):
            i, what, entry_value = self._rows[row]
            judged = judge(entry_value, value)
            if judged.verdict != "different":
                yield i, what, entry_value, judged

    def find(self, name: str, country: str | None = None) -> list[tuple[ListEntry, Comparison, str]]:
        """Entries that a name may be, best first: (entry, how alike, the entry's own name or alias)."""
        best: dict[int, tuple[ListEntry, Comparison, str]] = {}
        for i, _, entry_value, judged in self._judged(name):
            if not _concerns(judged, country, self._entries[i]):
                continue
            weighed = _weigh(judged, country, self._entries[i])
            found = (self._entries[i], Comparison(weighed.score, Verdict(weighed.verdict), weighed.reason), entry_value)
            if i not in best or _better(found[1], best[i][1]):
                best[i] = found
        return [
            best[i] for i in sorted(best, key=lambda i: (best[i][1].verdict is not Verdict.MATCH, -best[i][1].score, i))
        ]


def _better(a: Comparison, b: Comparison) -> bool:
    return (a.verdict is Verdict.MATCH, a.score) > (b.verdict is Verdict.MATCH, b.score)
