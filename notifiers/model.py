"""What a person is told, and the one door through which it leaves.

An ``Alert`` is complete: every channel renders from it alone, with no look-up. A ``Message`` is what one channel sends
at once: all alerts that belong together (one document, one digest, one receipt).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


class Severity(StrEnum):
    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Party:
    """A counterparty as the team knows it."""

    id: str
    name: str
    country: str | None = None
    role: str | None = None
    owner_of_record: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A document that the alert rests on, with where to read it and the hash of the stored evidence."""

    document_number: str | None
    citation: str | None  # "90 FR 14046"
    title: str | None
    url: str | None
    stage: str  # "public-inspection" | "published" | "withdrawn" | "snapshot"
    filed_at: datetime | None = None
    publication_date: date | None = None
    sha256: str | None = None  # of the stored bytes
    retrieved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """The list entry concerned, by the list's own column names."""

    list: str  # "entity-list"
    list_title: str  # "Entity List (Supplement No. 4 to 15 CFR part 744)"
    destination: str | None
    name: str
    aliases: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    license_requirement: str | None = None
    license_review_policy: str | None = None
    footnotes: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """How the counterparty was tied to the entry."""

    matched_on: str  # "name" | "alias" | "address"
    value: str  # the counterparty's
    entry_value: str  # the list's
    score: float  # 0.0 to 1.0
    verdict: str  # "match" | "possible"
    reason: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a revised entry, before and after. For sets, ``removed`` and ``added`` say it."""

    field: str  # "license review policy"
    before: str | None
    after: str | None
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnershipStep:
    owner: str
    owned: str
    percent: float | None  # None: not known
    as_of: date | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """One event, said once. ``id`` is stable and goes into every message; ``key`` is what the event is the same by."""

    id: str
    key: str
    kind: str  # "partner-listed", "loophole-closed", ... (contract)
    severity: Severity
    headline: str  # one line, without the severity: "Inspur Group is on the Entity List since 2 March 2023"
    reason: str  # what did it, in a sentence or two
    observed_at: datetime
    counterparty: Party | None = None
    listed: tuple[Listed, ...] = ()
    matches: tuple[Match, ...] = ()
    differences: tuple[Difference, ...] = ()
    ownership: tuple[OwnershipStep, ...] = ()
    share: float | None = None  # percent held by listed owners together
    provision: str | None = None  # "15 CFR 744.11(a)(1)"
    provision_state: str | None = None  # "in force", "stayed through 2026-11-09", "... (not confirmed)"
    sources: tuple[Source, ...] = ()
    effective: date | None = None
    until: date | None = None
    stage: str = "published"  # public-inspection alerts say that the text is provisional
    notes: tuple[str, ...] = ()  # "this document could only be read in part: ...", "corrects an earlier alert"
    what_to_do: tuple[str, ...] = ()  # next steps a compliance officer would take
    previous_id: str | None = None  # the alert that this one amends, corrects or takes back
    tags: tuple[str, ...] = ()  # list names, counterparty tags, business unit: what routing looks at
    test: bool = False
    ack_url: str | None = None  # a signed one-time link, set per route when a base URL is configured
    children: tuple[Alert, ...] = ()  # a baseline report holds one alert per exposure; the message is made of these


class MessageKind(StrEnum):
    IMMEDIATE = "immediate"  # alerts that belong together, mostly of one document
    DIGEST = "digest"  # what waited for its hour, or what a channel missed while it was down
    BASELINE = "baseline"  # the one report of the first poll
    RECEIPT = "receipt"  # the daily proof that regwatch looked
    REMINDER = "reminder"  # not acknowledged yet
    OPERATOR = "operator"  # about regwatch itself: a source failing, a document read in part
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Message:
    """What one channel sends at once. ``id`` is the same when it is sent again; mail threads by ``thread``."""

    id: str
    kind: MessageKind
    subject: str
    alerts: tuple[Alert, ...]
    created_at: datetime
    thread: str | None = None  # e.g. the document number
    intro: tuple[str, ...] = ()  # lines before the alerts (a receipt is only these)
    facts: tuple[tuple[str, str], ...] = ()  # label, value: the coverage line, the receipt's figures
    accepted: frozenset[str] = frozenset()  # what DeliveryError.accepted said before: these parts are not sent again

    @property
    def severity(self) -> Severity:
        return max((a.severity for a in self.alerts), key=lambda s: s.rank, default=Severity.INFO)


class DeliveryError(Exception):
    """A message could not be handed over. ``permanent``: trying again cannot help. ``retry_after`` in seconds.

    ``accepted`` names the recipients or parts that the other side has taken all the same; a caller that hands them back
    as ``Message.accepted`` spares those people a repeat, even after a restart. ``untaken``: the other side has none of
    it for certain; otherwise it may have all of it, as after a connection that broke before the last answer.
    The text never holds a secret: transports mask before they raise.
    """

    def __init__(
        self,
        what: str,
        *,
        permanent: bool = False,
        retry_after: float | None = None,
        accepted: frozenset[str] = frozenset(),
        untaken: bool = False,
    ) -> None:
        super().__init__(what)
        self.permanent = permanent
        self.retry_after = retry_after
        self.accepted = accepted
        self.untaken = untaken


class Channel(Protocol):
    """One route to people. ``send`` returns when the other side has taken the message, else raises DeliveryError."""

    @property
    def name(self) -> str: ...

    def send(self, message: Message) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """What a channel needs to be built: the resolved secret URL stays inside and is never shown."""

    name: str
    type: str  # "slack" | "email" | "webhook" | "console" | "apprise"
    urls: tuple[str, ...] = field(default=(), repr=False)  # apprise URLs, one a recipient; secrets
    options: Mapping[str, str] = field(default_factory=dict)
