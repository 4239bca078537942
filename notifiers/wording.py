"""Dates, amounts, list titles and kinds in the words a compliance officer reads. Pure.

Dates are spelled as on a letter (25 March 2025): a reader in Jinan, Munich and Austin takes 3/4/2025 for three
different days. Filing times are Eastern time, as the Office of the Federal Register posts them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from notifiers.model import MessageKind, Severity

_EASTERN = ZoneInfo("America/New_York")

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

LIST_TITLES = {
    "entity-list": "Entity List (Supplement No. 4 to 15 CFR part 744)",
    "unverified-list": "Unverified List (Supplement No. 6 to 15 CFR part 744)",
    "meu-list": "Military End-User List (Supplement No. 7 to 15 CFR part 744)",
    "denied-persons": "Denied Persons List (orders under 15 CFR 764.3(a)(2) and 766)",
    "mieu-list": "Military-intelligence end users (15 CFR 744.22(f)(2))",
    "sdn": "Specially Designated Nationals and Blocked Persons List (OFAC)",
    "cmic": "Non-SDN Chinese Military-Industrial Complex Companies List (OFAC)",
    "ssi": "Sectoral Sanctions Identifications List (OFAC)",
    "other-ofac": "Other OFAC sanctions lists",
    "isn": "Nonproliferation Sanctions (Department of State)",
    "dtc": "AECA Debarred List (Department of State)",
    "section-1260h": "Chinese military companies (section 1260H, Public Law 116-283)",
    "uflpa": "UFLPA Entity List (19 U.S.C. 4681 note)",
}

KIND_TITLES = {
    "partner-listed": "Partner listed",
    "partner-delisted": "Partner removed from a list",
    "listing-revised": "Listing revised",
    "loophole-opened": "Loophole open",
    "loophole-closed": "Loophole closed",
    "loophole-reopened": "Loophole open again",
    "rule-amended": "Watched rule amended",
    "scheduled": "Change on a known date",
    "source-failing": "Source failing",
    "source-recovered": "Source recovered",
    "document-withdrawn": "Document withdrawn",
    "ownership-unknown": "Ownership not known",
}

SEVERITY_TITLES = {Severity.CRITICAL: "Critical", Severity.WARNING: "Warning", Severity.INFO: "For information"}

MESSAGE_TITLES = {
    MessageKind.IMMEDIATE: "Alert",
    MessageKind.DIGEST: "Digest",
    MessageKind.BASELINE: "Baseline: who is exposed",
    MessageKind.RECEIPT: "Daily receipt",
    MessageKind.REMINDER: "Reminder: not acknowledged yet",
    MessageKind.OPERATOR: "For the operator of regwatch",
    MessageKind.TEST: "Test message: nothing has happened",
}

SUBJECT_LEADS = {MessageKind.TEST: "Test", MessageKind.REMINDER: "Reminder"}

# The footnotes under Supplement No. 4 to 15 CFR part 744: what they extend the license requirement to.
ENTITY_LIST_FOOTNOTES = {
    "1": "foreign-produced items, 15 CFR 734.9(e)(1) and 744.11(a)(2)(i)",
    "2": "carve-out for disclosing security vulnerabilities",
    "3": "foreign-produced items for Russian and Belarusian military end users, 15 CFR 734.9(g) and 744.21",
    "4": "foreign-produced items for supercomputers and advanced computing, 15 CFR 734.9(e)(2) and 744.11(a)(2)",
    "5": "foreign-produced semiconductor items and zero percent de minimis, 15 CFR 734.9(e)(3) and 734.4(a)(9)",
}

_STAGES = {
    "public-inspection": "on public inspection: the text is not yet the official edition",
    "published": "published in the Federal Register",
    "withdrawn": "withdrawn from public inspection",
    "snapshot": "as the list stands at the source",
}


def day(value: date) -> str:
    """``25 March 2025``"""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def instant(value: datetime) -> str:
    """``25 March 2025, 12:47 UTC``"""
    at = value.astimezone(UTC)
    return f"{day(at)}, {at:%H:%M} UTC"


def filing_time(value: datetime) -> str:
    """``25 March 2025, 8:45 a.m. Eastern time``: how the Federal Register words it."""
    at = value.astimezone(_EASTERN)
    return f"{day(at)}, {at.hour % 12 or 12}:{at:%M} {'a.m.' if at.hour < 12 else 'p.m.'} Eastern time"


def percent(value: float | None) -> str:
    """``51 percent``, ``33.33 percent``; a share that nobody knows is said to be so."""
    if value is None:
        return "an unknown percentage"
    return f"{value:.2f}".rstrip("0").rstrip(".") + " percent"


def count(number: int, one: str, many: str | None = None) -> str:
    """``1 alert``, ``10,000 alerts``"""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def series(words: Sequence[str]) -> str:
    """``A, B and C``"""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def legible(text: str) -> str:
    """Control characters and lone surrogates, which no channel can carry, become the replacement character."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", text)


def list_title(name: str) -> str:
    return LIST_TITLES.get(name, _spoken(name))


def kind_title(kind: str) -> str:
    return KIND_TITLES.get(kind, _spoken(kind))


def stage(value: str) -> str:
    return _STAGES.get(value, _spoken(value).lower())


def footnote(list_name: str, number: str) -> str:
    """``4 (foreign-produced items for …)`` where we know the footnote, else the number as published."""
    meaning = ENTITY_LIST_FOOTNOTES.get(number) if list_name == "entity-list" else None
    return f"{number} ({meaning})" if meaning else number


def _spoken(name: str) -> str:
    words = name.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]
