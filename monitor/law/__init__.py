"""The values that statements about the law are made of: evidence in, listings and provision states out. No logic.

``monitor.timeline`` computes the second half from the first and re-exports all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from parsers.model import ListEntry, ListName, ListSnapshot, Rule, Stage


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a statement about the law rests on."""

    document_number: str | None  # None: a snapshot of the eCFR or of a list file
    citation: str | None
    url: str | None
    stage: str  # a Stage, or "snapshot"
    observed_at: datetime
    title: str | None = None
    publication_date: date | None = None
    filed_at: datetime | None = None
    sha256: str | None = None
    source: str = "documents"  # "documents" | "public-inspection" | "ecfr" | "screening-list" | "denied-persons"


@dataclass(frozen=True, slots=True)
class Rendition:
    """One form in which a document was seen: filed, replaced, withdrawn, published, corrected. ``rule`` is None
    when withdrawn.
    """

    document_number: str
    stage: Stage
    observed_at: datetime
    rule: Rule | None
    evidence: Evidence
    volume: int | None = None
    start_page: int | None = None
    end_page: int | None = None


@dataclass(frozen=True, slots=True)
class SnapshotSeen:
    """A list file or eCFR capture as seen at an instant."""

    snapshot: ListSnapshot
    observed_at: datetime
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Listing:
    """An entry in force on the date that was asked about."""

    key: str  # our own identity of the entry, stable over revisions
    entry: ListEntry
    since: date | None  # the day this party came onto the list
    until: date | None  # last day, when an end is already ordered
    version_since: date | None  # the day this wording took effect
    evidence: tuple[Evidence, ...]  # oldest first: what opened it, what revised it
    confirmed: bool = True  # False: ordered but its text is missing, or seen in a list file only
    note: str = ""  # what is uncertain about it, for a reader: why not confirmed, where ``since`` comes from
    provisional: bool = False  # a date stands for a placeholder, or only the public-inspection text is known
    ended_by: Evidence | None = None  # the document that ordered ``until``
    folded_into: str | None = None  # the key of the entry that takes this party up when this listing ends


@dataclass(frozen=True, slots=True)
class Provision:
    """A CFR paragraph whose effect is tracked (``[[provisions]]``)."""

    name: str  # "Affiliates Rule"
    target: str  # "15 CFR 744.11(a)(1)"
    effect: str  # "ownership" | "text"
    threshold: float | None = None  # percent


@dataclass(frozen=True, slots=True)
class ProvisionState:
    """Whether a provision has effect on the date, since when, until when, and how sure that is."""

    provision: Provision
    state: str  # "in-force" | "stayed" | "not-in-force" (not yet, or removed)
    since: date | None
    until: date | None  # the last day of this state, when the documents set one
    evidence: tuple[Evidence, ...]
    confirmed: bool = True
    why_not_confirmed: str | None = None  # and what would settle it
    reason: str = ""  # "stayed through 9 November 2026 by 90 FR 50857"

    @property
    def in_force(self) -> bool:
        return self.state == "in-force"


@dataclass(frozen=True, slots=True)
class ScheduledChange:
    """Something that the documents known today order for a later day."""

    key: str  # stable: what changes, by which document
    on: date  # the first day of the new state
    what: str  # "the stay of the Affiliates Rule (15 CFR 744.11(a)(1)) ends; it applies again"
    evidence: tuple[Evidence, ...]
    provision: Provision | None = None
    listing_key: str | None = None
    source: str = "order"  # "order": a document sets the day; "terms": it follows from a stay or rule running out


@dataclass(frozen=True, slots=True)
class ListingVersion:
    """One wording of an entry and the days on which it was law: a closed interval, with what opened and closed it.

    The versions of one ``key`` follow each other; a gap between two of them is a time off the list.
    """

    key: str
    entry: ListEntry
    since: date | None  # first day; None: from before anything that was read
    until: date | None  # last day; None: no end is ordered
    opened_by: Evidence
    closed_by: Evidence | None = None
    closed_how: str = ""  # "revised", "removed", "expired", "folded into KEY", "left the list file"
    listed_since: date | None = None  # the day the party came onto the list
    listed_until: date | None = None  # the last day on the list, whatever the wording
    ended_by: Evidence | None = None  # what ordered ``listed_until``
    folded_into: str | None = None  # the key of the entry that takes the party up
    evidence: tuple[Evidence, ...] = ()  # oldest first, up to this version
    confirmed: bool = True
    provisional: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A disagreement between the sources, or something ordered that could not be carried out, for the operator to
    look at.
    """

    key: str  # stable: one finding is reported once
    kind: str  # "text-missing", "unknown-entry", "near-name", "unexplained-row", "missing-from-capture", ...
    severity: str  # "warning": the state shown may be wrong; "info": odd, nothing is lost by it
    what: str
    evidence: tuple[Evidence, ...] = ()
    list: ListName | None = None
    listing_key: str | None = None
