"""One list, replayed: instructions in the order of law, with captures of the codified list between them. Pure.

The pass is a function of the *set* of documents and captures, never of the order in which they arrived, so a document
read a month late gives the state that it would have given on its day. Decisions, each with its ground:

* Instructions act on their own effective date (88 FR 73458 has one instruction later than the rest of the rule). Where
  the document gives none (a placeholder on public inspection), the publication date stands for it, provisionally.
* Adding a name that is already listed under the same heading means revising it; revising or removing an entry that was
  never read opens it as listed since an unknown day. Each of these is a finding.
* "Removing" under one heading and "adding" under another in the same document is a move; a removed party that the same
  document names inside another entry is folded into that entry (Huawei, 84 FR 43493).
* A temporary instruction lapses at the end of its last day: what it added goes, what it revised or removed comes back,
  unless another document has touched the entry meanwhile.
* An order without its text (S2C Limited, 89 FR 96836) lists the name, unconfirmed; a revision without text changes
  nothing yet.
* Country headings (``EntryKind.COUNTRY``) come and go with their entries and are no parties: ignored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from monitor.law import Evidence, Finding, ListingVersion, Rendition
from monitor.law.chains import DAY, Chain, Version, assign_keys, called, long_date, open_chain
from monitor.law.entry_identity import (
    country_family,
    fold_country,
    likeness,
    name_key,
    names_of,
    near_name,
    same_name,
    substance,
)
from parsers.model import Action, EntryKind, ListChange, ListEntry, ListName


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction of one document on the day on which it acts."""

    on: date
    order: tuple[date, int, int, str]  # publication, volume, page, document number
    change: ListChange
    rendition: Rendition
    first_observed: datetime | None = None  # when any rendition of the document was first seen
    provisional: bool = False
    corrects: str | None = None  # the number of the document that this one corrects
    delayed_by: tuple[Evidence, ...] = ()

    @property
    def document(self) -> str:
        return self.rendition.document_number

    @property
    def observed_at(self) -> datetime:
        return self.first_observed or self.rendition.observed_at

    @property
    def evidence(self) -> Evidence:
        return self.rendition.evidence

    @property
    def cite(self) -> str:
        return self.evidence.citation or self.document


@dataclass(slots=True)
class Lapse:
    """The end of a temporary instruction."""

    on: date  # the first day without it
    step: Step
    chain: Chain
    before: Version | None  # what comes back; None: nothing, it had added the entry


class ListState:
    """The chains of one list while it is replayed."""

    def __init__(self, list_name: ListName, *, by_country: bool = True) -> None:
        self.list_name = list_name
        self.by_country = by_country  # False: the list has no headings (denied persons, sanctions lists)
        self.chains: list[Chain] = []
        self.removal_only: list[Chain] = []  # entries known from nothing but their removal
        self.lapses: list[Lapse] = []  # to be taken by whoever replays
        self.captured = False  # whether a capture of the list was passed
        self._by_name: dict[str, list[Chain]] = defaultdict(list)
        self._findings: dict[str, tuple[Finding, Chain | None]] = {}
        self._opened: list[Chain] = []  # by the document in hand
        self._claimed: set[Chain] = set()  # entries that the document in hand names plainly

    # -- looking up

    def country_of(self, entry: ListEntry) -> str:
        return fold_country(entry.destination) if self.by_country else ""

    def named(self, name: str, country: str | None = None, *, live: bool = True) -> list[Chain]:
        """Chains that bear, or were called by, that folded name, under all headings or one."""
        key = name_key(name)
        return [
            chain
            for chain in self._by_name.get(key, ())
            if chain.live is live
            and (country is None or chain.country == country)
            and (name_key(chain.entry.name) == key or key in chain.other_names)
        ]

    def tie(self, change: ListChange) -> tuple[Chain | None, str]:
        """The live entry that a revision or removal means, and what is doubtful about the tie ("" if nothing).

        In order: the former name or the name under the heading; an alias there; a unique misprint there; the name
        under another heading of the same country, then of any. A doubtful tie is made only where there is a single
        candidate that the document does not name by itself, and over headings only when a capture has shown what is
        listed where.
        """
        entry, country = change.entry, self.country_of(change.entry)
        wanted = [n for n in (change.former_name, entry.name) if n]
        for name in wanted:
            if found := self.named(name, country):
                best = max(found, key=lambda c: likeness(c.entry, entry))
                return best, "" if len(
                    found
                ) == 1 else f"there are {len(found)} entries of that name under that heading"
        here = [c for c in self.chains if c.live and c.country == country and c not in self._claimed]
        for name in wanted:
            aliased = [c for c in here if any(same_name(alias, name) for alias in c.entry.aliases)]
            if len(aliased) == 1:
                return aliased[0], f"“{name}” is an alias of the entry “{aliased[0].entry.name}”"
            near = [c for c in here if near_name(c.entry.name, name)]
            if len(near) == 1:
                return near[0], f"“{name}” is read as the entry “{near[0].entry.name}”"
        for name in wanted if self.captured else ():
            anywhere = [c for c in self.named(name) if c not in self._claimed]
            family = [c for c in anywhere if country_family(c.entry.destination) == country_family(entry.destination)]
            for found in (family, anywhere):
                if len(found) == 1:
                    return found[
                        0
                    ], f"“{name}” stands under {found[0].entry.destination}, not under {entry.destination}"
        return None, ""

    # -- changing

    def open(self, version: Version, origin: str, observed_at: datetime) -> Chain:
        chain = open_chain(version, origin, observed_at)
        self._claimed.add(chain)
        chain.country = self.country_of(version.entry)
        self.chains.append(chain)
        self._index(chain, version.entry.name)
        return chain

    def revise(self, chain: Chain, version: Version) -> None:
        chain.revise(version)
        chain.country = self.country_of(version.entry)
        self._index(chain, version.entry.name)

    def reopen(self, chain: Chain, version: Version) -> None:
        chain.reopen(version)
        chain.country = self.country_of(version.entry)

    def call(self, chain: Chain, name: str) -> None:
        """Remember that a source calls the entry by another name than its own."""
        if not same_name(chain.entry.name, name):
            chain.other_names.add(name_key(name))
            self._index(chain, name)

    def _index(self, chain: Chain, name: str) -> None:
        chains = self._by_name[name_key(name)]
        if chain not in chains:
            chains.append(chain)

    def find(
        self, kind: str, severity: str, about: str, what: str, evidence: Iterable[Evidence], chain: Chain | None = None
    ) -> None:
        key = f"{self.list_name}:{kind}:{about}"
        self._findings[key] = (Finding(key, kind, severity, what, tuple(evidence), self.list_name), chain)

    def unfind(self, kind: str, chain: Chain) -> None:
        """Take back the findings of a kind about an entry: a later source explains them."""
        for key in [k for k, (finding, about) in self._findings.items() if about is chain and finding.kind == kind]:
            del self._findings[key]

    # -- instructions

    def apply_document(self, steps: Sequence[Step]) -> None:
        """Carry out what one document orders for one day."""
        self._opened = []
        steps = [s for s in steps if s.change.entry.kind is not EntryKind.COUNTRY]
        self._claimed = {
            chain
            for step in steps
            for name in (step.change.former_name, step.change.entry.name)
            if name
            for chain in self.named(name, self.country_of(step.change.entry))
        }
        removals = [s for s in steps if s.change.action is Action.REMOVE]
        others = [s for s in steps if s.change.action is not Action.REMOVE]
        for step in others:
            pair = None
            if step.change.action is Action.ADD and not self.named(
                step.change.entry.name, self.country_of(step.change.entry)
            ):
                pair = next((r for r in removals if same_name(r.change.entry.name, step.change.entry.name)), None)
            if pair is not None:
                removals.remove(pair)
                self._revise(step, former=pair.change)
            elif step.change.action is Action.ADD:
                self._add(step)
            else:
                self._revise(step)
        for step in removals:
            self._remove(step, others)

    def _add(self, step: Step) -> None:
        entry = step.change.entry
        listed = self.named(entry.name, self.country_of(entry))
        if listed and all(chain in self._opened for chain in listed):
            if any(substance(chain.entry) == substance(entry) for chain in listed):
                self._find_step(
                    "ordered-twice", "info", step, f"{step.cite} adds “{entry.name}” twice in the same words", listed[0]
                )
                return
            listed = []
        if listed:
            chain = max(listed, key=lambda c: likeness(c.entry, entry))
            if step.corrects not in chain.documents and not chain.text_missing:
                what = f"{step.cite} adds {called(entry)}, which was listed already: taken as a revision"
                self._find_step("already-listed", "info", step, what, chain)
            self._apply(chain, step)
            return
        former = self.named(entry.name, self.country_of(entry), live=False)
        if former:
            chain = max(former, key=lambda c: (c.periods[-1].ends or date.min, likeness(c.entry, entry)))
            self.reopen(chain, self._version(step))
        else:
            chain = self.open(self._version(step), "added", step.observed_at)
            self._opened.append(chain)
        self._note(chain, step, before=None)
        if step.change.text_missing:
            chain.text_missing = True
            self._find_missing_text(step, chain)

    def _revise(self, step: Step, former: ListChange | None = None) -> None:
        change, entry = step.change, step.change.entry
        chain, doubt = self.tie(former or change)
        removed = self.named(change.former_name or entry.name, self.country_of(entry), live=False)
        if chain is None and removed:
            chain = max(removed, key=lambda c: (c.periods[-1].ends or date.min, likeness(c.entry, entry)))
            what = f"{step.cite} revises {called(entry)}, which had been removed: taken as listed again"
            self._find_step("removed-before", "warning", step, what, chain)
            self.reopen(chain, self._version(step))
            self._note(chain, step, None)
            return
        if chain is None:
            unknown = replace(self._version(step), since=None, note="listed before, since when is not known")
            chain = self.open(unknown, "revised", step.observed_at)
            severity = "warning" if self.captured else "info"
            what = f"{step.cite} revises {called(entry)}, of which no earlier document or capture was read"
            self._find_step("unknown-entry", severity, step, what, chain)
        elif doubt:
            self._find_step(
                "near-name",
                "warning",
                step,
                f"{step.cite} revises “{change.former_name or entry.name}”: {doubt}",
                chain,
            )
        if change.text_missing:
            if chain.origin == "revised" and not chain.documents:
                chain.origin, chain.text_missing = "name-only", True  # its words are for a capture to tell
            chain.documents[step.document] = published(step.rendition)
            self._find_missing_text(step, chain)
            return
        self.call(chain, (former.entry.name if former else change.former_name) or entry.name)
        self._apply(chain, step)

    def _apply(self, chain: Chain, step: Step) -> None:
        before = chain.current
        self.revise(chain, self._version(step))
        chain.text_missing = False
        self.unfind("text-missing", chain)
        self._note(chain, step, before)

    def _remove(self, step: Step, others: Sequence[Step]) -> None:
        entry = step.change.entry
        chain, doubt = self.tie(step.change)
        if chain is None and self._remove_within(step):
            return
        removed = self.named(entry.name, self.country_of(entry), live=False)
        if chain is None and removed:
            removed[0].documents[step.document] = published(step.rendition)
            what = f"{step.cite} removes {called(entry)}, which had been removed before"
            self._find_step("removed-before", "info", step, what, removed[0])
            return
        if chain is None:
            unknown = Version(None, entry, step.evidence, note="known from its removal only", confirmed=True)
            chain = self.open(unknown, "removed", step.observed_at)
            self.removal_only.append(chain)
            severity = "warning" if self.captured else "info"
            what = f"{step.cite} removes {called(entry)}, of which no earlier document or capture was read"
            self._find_step("unknown-entry", severity, step, what, chain)
        elif doubt:
            self._find_step("near-name", "warning", step, f"{step.cite} removes “{entry.name}”: {doubt}", chain)
            self.call(chain, entry.name)
        before = chain.current
        began = chain.periods[-1].listed_since
        if began is not None and began >= step.on:
            what = f"{step.cite} removes {called(entry)} from {long_date(step.on)} on, before it was listed for a day"
            evidence = [before.evidence, step.evidence]
            self.find("never-in-effect", "info", f"{step.document}:{name_key(entry.name)}", what, evidence, chain)
        keeper = self._keeper(chain, [s.change.entry for s in others])
        chain.folded_into = keeper
        chain.close(step.on - DAY, step.evidence, "folded" if keeper else "removed")
        self._note(chain, step, before)

    def _keeper(self, chain: Chain, entries: Sequence[ListEntry]) -> Chain | None:
        """The entry of the same document that takes a removed party up, as a party within it or as an alias."""
        name = name_key(chain.entry.name)
        for entry in entries:
            if any(name_key(n) == name for n in names_of(entry)) and not same_name(entry.name, chain.entry.name):
                found = [c for c in self.named(entry.name, self.country_of(entry)) if c is not chain]
                if found:
                    return found[0]
        return None

    def _remove_within(self, step: Step) -> bool:
        """A removal that means a party listed within another entry leaves that entry without it."""
        name = name_key(step.change.entry.name)
        for chain in self.chains:
            inner = chain.entry.sub_entities
            left = tuple(e for e in inner if name_key(e.name) != name)
            if chain.live and len(left) < len(inner) and chain.country == self.country_of(step.change.entry):
                before = chain.current
                self.revise(chain, replace(self._version(step), entry=replace(chain.entry, sub_entities=left)))
                self._note(chain, step, before)
                return True
        return False

    def lapse(self, lapse: Lapse) -> None:
        """A temporary instruction has run out, unless something else has touched the entry since."""
        chain, evidence = lapse.chain, lapse.step.evidence
        if chain.last_step is not lapse.step:
            return
        before = lapse.before
        while before is not None and before.ends is not None and before.ends < lapse.on:
            before = before.before  # it was temporary itself and has run out meanwhile
        if before is None:
            chain.close(lapse.on - DAY, evidence, "expired")
        else:
            note = f"back after {lapse.step.cite} ran out"
            back = replace(before, since=lapse.on, evidence=evidence, history=(), note=note)
            if chain.live:
                self.revise(chain, back)
            else:
                self.reopen(chain, back)

    # -- small parts

    def _version(self, step: Step) -> Version:
        missing = step.change.text_missing
        return Version(
            since=step.on,
            entry=step.change.entry,
            evidence=step.evidence,
            history=step.delayed_by,
            confirmed=not missing,
            provisional=step.provisional,
            note=f"ordered by {step.cite}, but its text was not printed" if missing else "",
        )

    def _note(self, chain: Chain, step: Step, before: Version | None) -> None:
        chain.documents[step.document] = published(step.rendition)
        chain.touched = True
        chain.missing_note = ""
        chain.last_step = step
        chain.seen(step.observed_at, step.change.entry)
        until = step.change.until
        if until is None:
            return
        if until < step.on:
            what = (
                f"{step.cite} gives “{step.change.entry.name}” an end ({long_date(until)}) before its beginning "
                f"({long_date(step.on)}): the end is ignored"
            )
            self._find_step("ends-before-it-begins", "warning", step, what, chain)
            return
        if step.change.action is not Action.REMOVE:
            chain.current.ends, chain.current.before = until, before
        self.lapses.append(Lapse(until + DAY, step, chain, before))

    def _find_step(self, kind: str, severity: str, step: Step, what: str, chain: Chain) -> None:
        about = f"{step.document}:{self.country_of(step.change.entry)}:{name_key(step.change.entry.name)}"
        self.find(kind, severity, about, what, [step.evidence], chain)

    def _find_missing_text(self, step: Step, chain: Chain) -> None:
        verb = "adding" if step.change.action is Action.ADD else "revising"
        what = (
            f"{step.cite} orders {verb} {called(step.change.entry)}, but its text was not printed: "
            "whether it is law, and in which words, needs a look at the document"
        )
        self._find_step("text-missing", "warning", step, what, chain)

    # -- reading off

    def read_off(self) -> tuple[tuple[ListingVersion, ...], tuple[Finding, ...]]:
        assign_keys(self.chains)
        versions = tuple(version for chain in self.chains for version in chain.read_off())
        return versions, tuple(self._keyed())

    def _keyed(self) -> Iterator[Finding]:
        for finding, chain in self._findings.values():
            yield replace(finding, listing_key=chain.key) if chain is not None else finding


def published(rendition: Rendition) -> date | None:
    """The publication date of a document, by its text or else by the source's announcement; None before it is known."""
    return (rendition.rule.publication_date if rendition.rule else None) or rendition.evidence.publication_date
