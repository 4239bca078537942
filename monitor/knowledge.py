"""Everything that exposures are computed from, brought together: the law as known, the portfolio, and their hits.

Built from the store and from the files that the configuration names, and kept between two polls of a daemon: what has
not changed is neither read nor computed again. Cheap to ask whether anything has (``version``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from threading import Lock

from monitor.differ import Exposure, Portfolio, entry_fingerprint, exposures, name_ties, names_to_tie, stake_parties
from monitor.exposure.portfolio import NameTie
from monitor.holdings.parties import Counterparty, RowProblem, Stake
from monitor.holdings.stakes import LoadedStakes, load_stakes
from monitor.law import ListingVersion, Provision
from monitor.screening import Hit, ListScreen, Screen
from monitor.settings.config_tables import Config
from monitor.storage.codec import fingerprint
from monitor.store import Store
from monitor.timeline import Timeline
from monitor.watchlist import LoadedWatchlist, load_counterparties, together
from parsers.model import ListEntry


@dataclass(frozen=True, slots=True)
class Holdings:
    """The watchlists and stakes of a configuration as they stand. ``complete``: every file could be opened."""

    counterparties: tuple[Counterparty, ...]
    stakes: tuple[Stake, ...]
    problems: tuple[RowProblem, ...]
    fingerprint: str
    complete: bool


_Mark = tuple[int, int, int]
_UNREADABLE: _Mark = (0, 0, 0)


@dataclass
class Files:
    """The files of watchlists and stakes, read again only when they have changed. Safe for several threads: a receipt
    may be due while a poll reads them for the first time.
    """

    config: Config
    _seen: dict[tuple[str, Path], _Mark] = field(default_factory=dict)  # by what the file is read as
    _watchlists: dict[Path, LoadedWatchlist] = field(default_factory=dict)
    _stakes: dict[Path, LoadedStakes] = field(default_factory=dict)
    _held: Holdings | None = None
    _lock: Lock = field(default_factory=Lock, repr=False)

    def read(self) -> Holdings:
        with self._lock:
            changed = False
            for table in self.config.watchlists:
                if mark := self._new_mark("watchlist", table.path):
                    self._watchlists[table.path] = load_counterparties(table.path, table.name)
                    self._seen["watchlist", table.path], changed = mark, True
            for stakes in self.config.stakes:
                if mark := self._new_mark("stakes", stakes.path):
                    self._stakes[stakes.path] = load_stakes(stakes.path)
                    self._seen["stakes", stakes.path], changed = mark, True
            if changed or self._held is None:
                self._held = self._together()
            return self._held

    def _new_mark(self, kind: str, path: Path) -> _Mark | None:
        """Time, size and inode of a file that is to be read; None: it is as it was."""
        try:
            stat = path.stat()
        except OSError:
            return _UNREADABLE  # each time anew: the loader says why
        mark = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        return mark if self._seen.get((kind, path)) != mark else None

    def _together(self) -> Holdings:
        lists = [_tagged(self._watchlists[table.path], table.tags) for table in self.config.watchlists]
        parties, problems = together(lists)
        files = [self._stakes[table.path] for table in self.config.stakes]
        problems += tuple(problem for loaded in files for problem in loaded.problems)
        marks = [*(one.fingerprint for one in lists), *(one.fingerprint for one in files)]
        tags = [",".join(table.tags) for table in self.config.watchlists]
        return Holdings(
            counterparties=parties,
            stakes=tuple(stake for loaded in files for stake in loaded.stakes),
            problems=problems,
            fingerprint=hashlib.sha256("\n".join([*marks, *tags]).encode()).hexdigest(),
            complete=all(marks),
        )


def _tagged(loaded: LoadedWatchlist, tags: Sequence[str]) -> LoadedWatchlist:
    """The tags of a watchlist are given to each of its counterparties."""
    if not tags:
        return loaded
    parties = tuple(replace(p, tags=tuple(dict.fromkeys((*p.tags, *tags)))) for p in loaded.counterparties)
    return replace(loaded, counterparties=parties)


@dataclass(frozen=True)
class Knowledge:
    """What is known at an instant, ready to be asked for any date."""

    timeline: Timeline
    portfolio: Portfolio
    holdings: Holdings
    known_at: datetime
    versions: Mapping[str, tuple[ListingVersion, ...]]

    def exposures(self, on: date) -> tuple[Exposure, ...]:
        return exposures(
            self.portfolio,
            listings=self.timeline.listings(on, self.known_at),
            provisions=self.timeline.provision_states(on, self.known_at),
            on=on,
            versions=self.versions,
        )


class Library:
    """Builds ``Knowledge`` from a store and the files, keeping what is expensive."""

    def __init__(self, store: Store, config: Config, cache: Path | None = None) -> None:
        """``cache``: where the compiled watchlist is kept on disk; None: nowhere."""
        self._store, self._config, self._cache = store, config, cache
        self.files = Files(config)
        self.provisions = tuple(
            Provision(table.name, table.target, table.effect, table.threshold) for table in config.provisions
        )
        self._screen: tuple[str, Screen] | None = None
        self._hits: dict[str, tuple[Hit, ...]] = {}  # entry fingerprint -> hits, of the watchlists in _parties
        self._parties: dict[str, Counterparty] = {}
        self._entries: dict[str, ListEntry] = {}
        self._timeline: tuple[int, Timeline] | None = None
        self._ties: tuple[str, tuple[NameTie, ...]] | None = None
        self._cached_mark = ""  # the state of the watchlists whose hits are stored

    def version(self, holdings: Holdings) -> str:
        """Changes whenever exposures might: cheap to ask in every poll."""
        decided = fingerprint(
            tuple((d.counterparty_id, d.listing_key, d.verdict, d.at) for d in self._store.decisions())
        )
        asked = fingerprint(tuple((p.name, p.target, p.effect, p.threshold) for p in self.provisions))
        return f"{self._store.law_version()}:{holdings.fingerprint}:{decided}:{asked}"

    def knowledge(self, known_at: datetime, holdings: Holdings | None = None, *, undecided: bool = False) -> Knowledge:
        """``undecided``: as if nobody had cleared or confirmed anything."""
        held = holdings or self.files.read()
        timeline = self._timeline_now(known_at)
        versions: dict[str, list[ListingVersion]] = {}
        for version in timeline.versions(known_at):
            versions.setdefault(version.key, []).append(version)
        asked = {entry_fingerprint(v.entry): v.entry for one in versions.values() for v in one}
        named = stake_parties(held.counterparties, held.stakes)
        hits = self.hits((*held.counterparties, *named), asked)
        ties = self._stake_name_ties(held.counterparties, named)
        portfolio = Portfolio.build(
            counterparties=held.counterparties,
            stakes=held.stakes,
            hits=[hit for key in asked for hit in hits.get(key, ())],
            ties=ties,
            decisions=() if undecided else self._store.decisions(),
        )
        by_key = {key: tuple(found) for key, found in versions.items()}
        return Knowledge(timeline, portfolio, held, known_at, by_key)

    def _timeline_now(self, known_at: datetime) -> Timeline:
        checked = {
            state.name: state.last_success
            for state in self._store.source_states()
            if state.last_success is not None and state.last_success <= known_at
        }
        evaluated = self._store.moment("evaluated_at")
        if evaluated is not None and known_at < evaluated:  # a question about the past
            return self._built(known_at, checked)
        version = self._store.law_version()
        if self._timeline is None or self._timeline[0] != version:
            self._timeline = (version, self._built(None, checked))
        return self._timeline[1].with_(last_checked=checked)

    def _built(self, known_at: datetime | None, checked: Mapping[str, datetime]) -> Timeline:
        """Of list files and captures the first and the newest: what was between is in the rules, or in the newest."""
        snapshots = self._store.snapshots(known_at, ends_only=True)
        return Timeline.build(self._store.renditions(known_at), snapshots, self.provisions, last_checked=checked)

    # -- screening -----------------------------------------------------------------------------------------------------

    def hits(self, parties: Sequence[Counterparty], entries: Mapping[str, ListEntry]) -> Mapping[str, tuple[Hit, ...]]:
        """Entry fingerprint to hits. Only what is new on either side is screened: new wordings of entries against all
        parties, new or edited parties against all wordings."""
        now = {party.id: party for party in parties}
        mark = fingerprint(tuple(sorted((p.id, p.name, p.aliases, p.country, p.addresses) for p in parties)))
        if self._parties and self._screen is not None and self._screen[0] != mark:
            self._follow(now)
        elif not self._parties:
            self._hits = dict(self._store.cached_hits(mark, entries))
        self._parties = now
        self._entries |= entries
        missing = {key: entry for key, entry in entries.items() if key not in self._hits}
        if missing:
            screen = self._compiled(mark, parties)
            found: dict[str, list[Hit]] = {key: [] for key in missing}
            for hit in screen.hits(missing.values()):
                found[entry_fingerprint(hit.entry)].append(hit)
            self._hits |= {key: tuple(hits) for key, hits in found.items()}
        if missing or self._cached_mark != mark:
            with self._store.transaction():
                self._store.forget_hits(except_of=mark)
                self._store.cache_hits(mark, {key: self._hits[key] for key in entries})
            self._cached_mark = mark
        return self._hits

    def _follow(self, now: Mapping[str, Counterparty]) -> None:
        """The watchlists changed: drop the hits of rows that are gone or edited, and screen those that are new."""
        changed = [party for key, party in now.items() if self._parties.get(key) != party]
        gone = {key for key, party in self._parties.items() if now.get(key) != party}
        kept = {key: tuple(hit for hit in hits if hit.counterparty_id not in gone) for key, hits in self._hits.items()}
        if changed:
            known = {key: self._entries[key] for key in kept if key in self._entries}
            for hit in ListScreen.compile(known.values()).hits(changed):
                key = entry_fingerprint(hit.entry)
                kept[key] = (*kept[key], hit)
        self._hits = kept
        self._screen = None

    def _compiled(self, mark: str, parties: Sequence[Counterparty]) -> Screen:
        if self._screen is None or self._screen[0] != mark:
            if self._cache is None:
                screen = Screen.compile(parties)
            else:
                screen = Screen.load(self._cache, parties)
                screen.save(self._cache)
            self._screen = (mark, screen)
        return self._screen[1]

    def _stake_name_ties(self, parties: Sequence[Counterparty], named: Sequence[Counterparty]) -> tuple[NameTie, ...]:
        """Which names in stakes are, or may be, counterparties that are spelled otherwise."""
        mark = fingerprint(tuple(p.name for p in named), tuple((p.id, p.name, p.aliases) for p in parties))
        if self._ties is None or self._ties[0] != mark:
            hits = ListScreen.compile(names_to_tie(named)).hits(parties) if named else []
            self._ties = (mark, name_ties(hits))
        return self._ties[1]
