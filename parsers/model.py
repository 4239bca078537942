"""The values that parsers return: what the regulator published, nothing that we concluded from it.

Everything here is frozen and made of tuples, so it can be compared, hashed, stored and replayed. Dates are
``datetime.date``; instants carry an offset. Texts are white-space folded, entities decoded, typographic quotes kept
as published, unless a field says *raw*.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ParseError(ValueError):
    """The whole thing is not what it claims to be (truncated, a captcha page, another format)."""


class ListName(StrEnum):
    """The restricted-party lists, by the names that the JSON output uses."""

    ENTITY_LIST = "entity-list"  # Supplement No. 4 to 15 CFR part 744
    UNVERIFIED_LIST = "unverified-list"  # Supplement No. 6
    MEU_LIST = "meu-list"  # Supplement No. 7
    DENIED_PERSONS = "denied-persons"  # orders under 15 CFR 764.3(a)(2), 766.24, 766.25
    MIEU_LIST = "mieu-list"  # named in 15 CFR 744.22(f)(2)
    SDN = "sdn"  # OFAC Specially Designated Nationals
    CMIC = "cmic"  # OFAC Non-SDN Chinese Military-Industrial Complex Companies
    SSI = "ssi"
    OTHER_OFAC = "other-ofac"  # CAP, MBS, FSE, PLC
    ISN = "isn"  # State, nonproliferation sanctions
    DTC = "dtc"  # State, AECA debarred
    SECTION_1260H = "section-1260h"
    UFLPA = "uflpa"


class Action(StrEnum):
    """The verbs of the Document Drafting Handbook. ``suspend`` is kept where a document says so; it means stay."""

    ADD = "add"
    REVISE = "revise"
    REMOVE = "remove"
    REDESIGNATE = "redesignate"
    RESERVE = "reserve"
    CORRECT = "correct"
    REPUBLISH = "republish"
    STAY = "stay"
    SUSPEND = "suspend"
    LIFT_STAY = "lift-stay"
    DELAY = "delay"
    EXTEND = "extend"


class EntryKind(StrEnum):
    ENTITY = "entity"
    ADDRESS = "address"  # 15 CFR 744.16(f): an address without a name
    COUNTRY = "country"  # a country heading is added or removed


class Stage(StrEnum):
    """Which rendition of a document this is (domain: PI text is public but not yet the official edition)."""

    PUBLIC_INSPECTION = "public-inspection"
    WITHDRAWN = "withdrawn"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a readable document that could not be read, or does not add up. Never dropped, always shown."""

    where: str  # "Supplement No. 4, CHINA, row 14" / "instruction 2.a.ii"
    what: str  # one sentence for the operator, with the fragment concerned
    severity: str = "warning"  # "warning": something may be missing or wrong; "info": odd, but nothing is lost by it


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """``90 FR 14046``: volume and page of the Federal Register, with the date printed beside it if there is one."""

    volume: int
    page: int
    published: date | None = None

    def __str__(self) -> str:
        return f"{self.volume} FR {self.page}"


@dataclass(frozen=True, slots=True, order=True)
class CfrReference:
    """A place in the Code of Federal Regulations, down to the paragraph.

    ``str()`` gives ``15 CFR 744``, ``15 CFR 744.11(a)(1)``, ``15 CFR 744 Supplement No. 4``,
    ``15 CFR 744 Supplement No. 8(c)``; ``detail`` names a smaller place in words
    (``introductory text``, ``second and third sentences``, ``footnote 3``, ``table``, ``definition of "Facility"``)
    and is appended after a comma.
    """

    title: int
    part: str
    section: str | None = None  # "744.11"
    supplement: str | None = None  # "4"; an appendix keeps its own word: "Appendix A"
    paragraphs: tuple[str, ...] = ()  # ("a", "1")
    detail: str | None = None

    def __str__(self) -> str:
        place = self.section or self.part
        if self.supplement:
            named = self.supplement if self.supplement[0].isalpha() else f"Supplement No. {self.supplement}"
            place = f"{self.part} {named}"
        text = f"{self.title} CFR {place}" + "".join(f"({p})" for p in self.paragraphs)
        return f"{text}, {self.detail}" if self.detail else text

    def covers(self, other: CfrReference) -> bool:
        """Whether ``other`` is this place or lies inside it (details are ignored)."""
        if (self.title, self.part) != (other.title, other.part):
            return False
        if self.section is None and self.supplement is None:
            return True
        if (self.section, self.supplement) != (other.section, other.supplement):
            return False
        return other.paragraphs[: len(self.paragraphs)] == self.paragraphs


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One entry of a list: a row of a table, by the Entity List's own column names."""

    list: ListName
    destination: str | None  # the country heading as printed, "CHINA, PEOPLE'S REPUBLIC OF"; None for lists without
    name: str
    kind: EntryKind = EntryKind.ENTITY
    aliases: tuple[str, ...] = ()  # in the order printed, a.k.a. and f.k.a. alike
    addresses: tuple[str, ...] = ()
    license_requirement: str | None = None  # without the footnote mark
    license_review_policy: str | None = None
    footnotes: tuple[str, ...] = ()  # "1".."5"
    citations: tuple[str, ...] = ()  # "90 FR 14046"; placeholders are left out
    sub_entities: tuple[ListEntry, ...] = ()  # affiliates or subordinate institutions listed within this entry
    raw: str = ""  # the cell as published, lines kept


@dataclass(frozen=True, slots=True)
class ListChange:
    """What one instruction does to one entry. For a removal, ``entry`` holds what that says: name and heading."""

    action: Action  # add | revise | remove
    entry: ListEntry
    effective: date | None  # None: the document does not say (a placeholder on public inspection without a date)
    instruction: str  # verbatim, the sub-paragraph that orders it
    until: date | None = None  # the last day it has effect (temporary rules)
    provisional: bool = False  # the effective date stands for a placeholder or was inferred
    text_missing: bool = False  # ordered, but its row was not printed (the S2C Limited case)
    former_name: str | None = None  # a revision that renames or moves: the name that the list has so far


@dataclass(frozen=True, slots=True)
class Amendment:
    """What one instruction does to one place in the CFR."""

    target: CfrReference
    action: Action
    effective: date | None
    text: str  # the new text, "" where the instruction needs none
    instruction: str
    until: date | None = None  # the last day of a stay or of a temporary amendment
    until_words: str | None = None  # "until November 9, 2026", as published
    number: str = ""  # "9", "4.a.ii": the instruction's own number
    provisional: bool = False
    redesignated_to: CfrReference | None = None  # a redesignation: ``target`` is the old place, this the new one


class DocumentKind(StrEnum):
    RULE = "rule"
    PROPOSED_RULE = "proposed-rule"
    NOTICE = "notice"
    LIST_SNAPSHOT = "list-snapshot"
    FEED = "feed"


@dataclass(frozen=True, slots=True)
class Document:
    """An item of the Federal Register as a source announces it: the identity and where its text is, not the text."""

    number: str  # canonical: ASCII hyphens, "2025-05427", "C1-2024-13148"
    title: str
    kind: DocumentKind
    stage: Stage
    source: str  # "documents" | "public-inspection" | "feed"
    publication_date: date | None = None
    filed_at: datetime | None = None
    action: str | None = None  # the ACTION line
    abstract: str | None = None
    dates: str | None = None  # the DATES text
    effective_on: date | None = None  # a hint: only the first one
    citation: str | None = None  # "90 FR 14046"
    volume: int | None = None
    start_page: int | None = None
    end_page: int | None = None
    agencies: tuple[str, ...] = ()  # slugs
    cfr_references: tuple[str, ...] = ()  # "15 CFR 744"
    docket_ids: tuple[str, ...] = ()
    regulation_id_numbers: tuple[str, ...] = ()
    correction_of: str | None = None  # a document number
    corrections: tuple[str, ...] = ()
    html_url: str | None = None
    pdf_url: str | None = None
    full_text_xml_url: str | None = None
    body_html_url: str | None = None
    raw_text_url: str | None = None
    special_filing: bool | None = None
    pdf_updated_at: datetime | None = None
    editorial_note: str | None = None
    raw_number: str | None = None  # as published, where it differs from ``number``


@dataclass(frozen=True, slots=True)
class Rule:
    """The body of a document, read. Also of notices and proposed rules, whose changes are not law (see ``kind``)."""

    kind: DocumentKind
    document_number: str | None
    title: str | None
    citation: str | None = None
    corrects: str | None = None  # the document number that this one corrects
    publication_date: date | None = None
    effective_dates: tuple[date, ...] = ()
    filed_at: datetime | None = None
    agency: str | None = None
    action: str | None = None  # the ACTION line
    summary: str | None = None
    changes: tuple[ListChange, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    problems: tuple[Problem, ...] = ()
    orders: tuple[DenialOrder, ...] = ()


@dataclass(frozen=True, slots=True)
class DenialOrder:
    """A denial order in a notice: its persons are also ``changes`` on the denied-persons list."""

    kind: (
        str  # "temporary-denial" | "renewal" | "modification" | "conviction" | "settlement" | "termination" | "appeal"
    )
    issued: date | None
    expires: date | None
    denied: tuple[str, ...]
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EffectiveDateNote:
    """An EFFDNOT or EDNOTE block of the eCFR: a stay in force, or an amendment that could not be incorporated."""

    where: CfrReference
    text: str
    citation: str | None = None
    action: Action | None = None  # stay, delay ...; None for an editorial note
    targets: tuple[CfrReference, ...] = ()
    until: date | None = None
    until_words: str | None = None


@dataclass(frozen=True, slots=True)
class CodifiedProvision:
    """A paragraph or section of the CFR as a snapshot shows it."""

    target: CfrReference
    text: str


@dataclass(frozen=True, slots=True)
class ListSnapshot:
    """A whole list file, or a part of the CFR with its lists, as of one day."""

    source: str  # "ecfr" | "screening-list" | "denied-persons"
    as_of: date | None
    entries: tuple[ListEntry, ...]
    notes: tuple[EffectiveDateNote, ...] = ()
    provisions: tuple[CodifiedProvision, ...] = ()
    problems: tuple[Problem, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()  # (list, entries), for floors and delta guards
    citation_dates: tuple[tuple[str, date], ...] = ()  # ("84 FR 22963", the publication date printed beside it)
