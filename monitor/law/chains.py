"""The life of one entry of a list, as the sources tell it: a chain of wordings under one identity. Internal to the
timeline.

Chains are built up in one pass and then read off as ``ListingVersion`` values; nothing outside the pass changes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import zip_longest

from monitor.law import Evidence, ListingVersion
from monitor.law.entry_identity import fold_country, fold_name
from parsers.model import ListEntry

DAY = timedelta(days=1)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_CITATION = re.compile(r"(\d{1,3})\s+FR\s+(?:FR\s+)?(\d[\d,]*)")


def volume_and_page(citation: str) -> tuple[int, int] | None:
    """``(90, 14046)`` for ``90 FR 14046``, whatever follows; None for what is no citation."""
    found = _CITATION.search(citation)
    return (int(found[1]), int(found[2].replace(",", "").strip() or 0)) if found else None


def long_date(day: date) -> str:
    """``9 November 2026``, the same in every locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def called(entry: ListEntry) -> str:
    """The entry as findings name it: “Inspur Taiwan” (TAIWAN)."""
    return f"“{entry.name}” ({entry.destination})" if entry.destination else f"“{entry.name}”"


@dataclass(slots=True)
class Version:
    """One wording: from ``since`` until the next one, or until the chain closes."""

    since: date | None
    entry: ListEntry
    evidence: Evidence
    history: tuple[Evidence, ...] = ()  # what a captured row cites besides
    from_capture: bool = False  # the wording was taken from a capture, not from a rule
    confirmed: bool = True
    provisional: bool = False
    note: str = ""
    ends: date | None = None  # last day of a temporary wording
    before: Version | None = None  # what a temporary wording replaced


@dataclass(slots=True)
class Period:
    """One time on the list: its wordings in order, and how it ended."""

    versions: list[Version]
    listed_since: date | None
    ends: date | None = None  # last day
    ended_by: Evidence | None = None
    ended_how: str = ""


@dataclass(slots=True, eq=False)
class Chain:
    """An entry under its own identity: periods on the list, the documents that touched it, the row of the newest
    capture.
    """

    country: str  # folded heading of the current wording
    periods: list[Period]
    documents: dict[str, date | None]  # number -> publication date, of every document applied
    first_seen: tuple[
        datetime, str, str, str
    ]  # earliest observation: instant, list, heading, name; what the key is made of
    origin: str  # what it was first met in: an instruction ("added", "revised", "removed"), a "row", or "name-only"
    row: ListEntry | None = None  # in the newest capture
    touched: bool = True  # by a document, since the last capture
    text_missing: bool = False
    last_step: object = None  # identity of the last instruction applied, for temporary ones that run out
    missing_note: str = ""
    confirmations: list[Evidence] = field(default_factory=list)  # captures that show the current wording or name
    folded_into: Chain | None = None
    key: str = ""
    other_names: set[str] = field(default_factory=set)  # folded names by which instructions have called it

    @property
    def live(self) -> bool:
        return self.periods[-1].ends is None

    @property
    def current(self) -> Version:
        return self.periods[-1].versions[-1]

    @property
    def entry(self) -> ListEntry:
        return self.current.entry

    def revise(self, version: Version) -> None:
        self.periods[-1].versions.append(version)
        self.confirmations.clear()

    def reopen(self, version: Version) -> None:
        self.periods.append(Period([version], version.since))
        self.folded_into = None
        self.confirmations.clear()

    def confirm(self, evidence: Evidence) -> None:
        """One capture of each source that shows the entry as it is."""
        if all(known.source != evidence.source for known in self.confirmations):
            self.confirmations.append(evidence)

    def close(self, last_day: date, evidence: Evidence | None, how: str) -> None:
        period = self.periods[-1]
        period.ends, period.ended_by, period.ended_how = last_day, evidence, how

    def seen(self, observed_at: datetime, entry: ListEntry) -> None:
        """Keep the earliest observation, so that a key given once never changes when older documents arrive later."""
        sighting = (observed_at, str(entry.list), fold_name(entry.destination or ""), entry.name)
        self.first_seen = min(self.first_seen, sighting)

    def read_off(self) -> Iterator[ListingVersion]:
        """The versions as closed intervals; wordings replaced on the day they began leave only their evidence."""
        for period in self.periods:
            newest = period is self.periods[-1]
            evidence: list[Evidence] = []
            for version, following in zip_longest(period.versions, period.versions[1:]):
                evidence += [*version.history, version.evidence]
                if newest and following is None:
                    evidence += self.confirmations
                until, closed_by, how = period.ends, period.ended_by, period.ended_how
                if (
                    following is not None
                    and following.since is not None
                    and (until is None or following.since <= until)
                ):
                    until, closed_by, how = following.since - DAY, following.evidence, "revised"
                if until is not None and version.since is not None and until < version.since:
                    continue
                if how == "folded" and self.folded_into is not None:
                    how = f"folded into {self.folded_into.key}"
                missing = self.missing_note if newest else ""
                yield ListingVersion(
                    key=self.key,
                    entry=version.entry,
                    since=version.since,
                    until=until,
                    opened_by=version.evidence,
                    closed_by=closed_by,
                    closed_how=how,
                    listed_since=period.listed_since,
                    listed_until=period.ends,
                    ended_by=period.ended_by,
                    folded_into=self.folded_into.key if newest and self.folded_into is not None else None,
                    evidence=distinct(evidence),
                    confirmed=version.confirmed and not missing,
                    provisional=version.provisional,
                    note="; ".join(filter(None, (version.note, missing))),
                )


def distinct(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(evidence))


def open_chain(version: Version, origin: str, observed_at: datetime) -> Chain:
    entry = version.entry
    return Chain(
        country=fold_country(entry.destination),
        periods=[Period([version], version.since)],
        documents={},
        first_seen=(observed_at, str(entry.list), fold_name(entry.destination or ""), entry.name),
        origin=origin,
    )


@lru_cache(maxsize=1 << 16)
def listing_key(list_name: str, heading: str, name: str) -> str:
    """``entity-list/china-peoples-republic-of/inspur-group-co-ltd``; ``heading`` is folded."""
    folded = fold_name(name) or name.strip().lower()
    return "/".join(part.replace(" ", "-") for part in (list_name, heading, folded) if part)


def assign_keys(chains: Iterable[Chain]) -> None:
    """Give every chain its key; a second one of the same name and heading gets ``#2``."""
    taken: dict[str, int] = {}
    for chain in sorted(chains, key=_key_order):
        _, list_name, heading, name = chain.first_seen
        plain = listing_key(list_name, heading, name)
        taken[plain] = count = taken.get(plain, 0) + 1
        chain.key = plain if count == 1 else f"{plain}#{count}"


def _key_order(chain: Chain) -> tuple[object, ...]:
    first = chain.periods[0].versions[0]
    return (chain.first_seen, first.since or date.min, first.entry.addresses, first.entry.aliases, first.entry.raw)
