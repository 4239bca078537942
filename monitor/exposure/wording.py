"""Dates, shares and names in the words that a compliance officer would use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from monitor.exposure.entry_terms import LIST_TITLES
from monitor.law import Listing


def day(value: date | None) -> str:
    """``2 March 2023``."""
    return f"{value.day} {value:%B} {value.year}" if value else "a date not known"


def since(value: date | None) -> str:
    return f" since {day(value)}" if value else ""


def percent(value: float | None) -> str:
    return "an unknown percentage" if value is None else f"{value:.6g} %"


def sentence(text: str) -> str:
    """With a full stop, unless it ends in one: names of companies do."""
    return text if text.endswith(".") else f"{text}."


def joined(parts: Sequence[str], last: str = "and") -> str:
    """``A, B and C``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}" if parts else ""


def citation(listing: Listing) -> str:
    """The newest citation of an entry, or the document that opened it: ``90 FR 14048``."""
    if listing.entry.citations:
        return listing.entry.citations[-1]
    named = [evidence.citation or evidence.document_number for evidence in listing.evidence]
    return next((name for name in reversed(named) if name), "")


def listed_as(listing: Listing) -> str:
    """``Inspur Group Co., Ltd. (Entity List, 88 FR 13675)``."""
    cited = citation(listing)
    return f"{listing.entry.name} ({LIST_TITLES[listing.entry.list]}{', ' + cited if cited else ''})"
