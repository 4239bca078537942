"""Dates as the Federal Register words them: written out, as placeholders for a day to come, and as ends of a stay."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from parsers.numbers_in_words import number_of

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
DATE = rf"{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}"
_PLACEHOLDER = re.compile(
    r"\[?INSERT\s+(?:THE\s+)?DATE\s+(?:(?P<days>\d+)\s+DAYS\s+(?:AFTER|FROM)\s+(?:THE\s+)?(?:DATE\s+)?)?(?:OF\s+)?"
    r"(?P<what>PUBLICATION|FILING|DISPLAY)[^\]]*\]?",
    re.IGNORECASE,
)


def read_date(text: str) -> date | None:
    """The first date written out in ``text`` (``March 25, 2025``, ``Nov. 9, 2026``, ``3/25/2025``, ``2025-03-25``)."""
    if found := re.search(rf"({_MONTH})\s+(\d{{1,2}}),?\s+(\d{{4}})", text, re.IGNORECASE):
        return _made(int(found[3]), _MONTHS.index(found[1].lower()[:3]) + 1, int(found[2]))
    if found := re.search(r"\b(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})\b", text):
        year = int(found[3])
        return _made(year if year > 99 else year + (1900 if year >= 60 else 2000), int(found[1]), int(found[2]))
    if found := re.search(r"\b(\d{4})-(\d{2})-(\d{2})\b", text):
        return _made(int(found[1]), int(found[2]), int(found[3]))
    return None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text. ``provisional``: it stands as a placeholder, ``day`` is what is known of it so far."""

    begin: int
    day: date | None
    provisional: bool = False


def find_dates(text: str, *, publication_date: date | None = None, filed: date | None = None) -> list[FoundDate]:
    """The dates and the placeholders for dates in ``text``, in order.

    ``[INSERT DATE OF PUBLICATION IN THE FEDERAL REGISTER]`` is the publication date, ``[INSERT DATE 30 DAYS AFTER
    DATE OF
    PUBLICATION ...]`` counts from it, ``[INSERT DATE OF FILING FOR PUBLIC INSPECTION ...]`` is the day of filing.
    """
    found = [FoundDate(m.start(), read_date(m[0])) for m in re.finditer(DATE, text, re.IGNORECASE)]
    for match in _PLACEHOLDER.finditer(text):
        day = publication_date if match["what"].upper() == "PUBLICATION" else filed
        if day and match["days"]:
            day += timedelta(days=int(match["days"]))
        found.append(FoundDate(match.start(), day, provisional=True))
    return sorted(found, key=lambda f: f.begin)


@dataclass(frozen=True, slots=True)
class Span:
    """When something has effect. ``until`` is the last day; ``provisional`` marks a date that stands for a
    placeholder."""

    effective: date | None
    until: date | None = None
    until_words: str | None = None
    provisional: bool = False


UNTIL = re.compile(
    r"\b(?P<words>(?:until|through|expires?\s+(?:on|at\s+the\s+end\s+of)|ending(?:\s+on)?|ends?\s+on)\s+"
    r"(?:(?:\d{1,2}(?::\d{2})?\s*[ap]\.?m\.?|midnight),?\s*(?:\(?E[SD]?T\)?,?\s*)?(?:on\s+)?)?"
    rf"(?P<date>{DATE}))",
    re.IGNORECASE,
)
INDEFINITE = re.compile(
    r"\b(?P<words>(?:until\s+further\s+(?:notice|action)|indefinitely|pending\s+[^.;,]{3,80}))", re.IGNORECASE
)
_LENGTH = re.compile(
    r"\b(?P<words>for\s+(?:a\s+period\s+of\s+)?(?P<n>\d+|one|two|three|six|ninety|sixty|thirty)(?:\s+\(\d+\))?[\s-]"
    r"(?P<unit>day|month|year)s?)\b",
    re.IGNORECASE,
)


def read_until(text: str, start: date | None = None) -> tuple[date | None, str | None]:
    """``(last day, words)`` of an end date in ``text``: ``stayed until November 9, 2026`` -> 2026-11-09.

    The Federal Register uses *until* for the last day itself: the preamble of 90 FR 50857 stays provisions "until
    November 9, 2026" and re-imposes them on November 10, 2026. A length ("for one year") is counted from ``start``.
    """
    if found := UNTIL.search(text):
        return read_date(found["date"]), " ".join(found["words"].split())
    if found := INDEFINITE.search(text):
        return None, " ".join(found["words"].split())
    if found := _LENGTH.search(text):
        number = number_of(found["n"])
        end = later(start, number, found["unit"]) - timedelta(days=1) if start and number else None
        return end, " ".join(found["words"].split())
    return None, None


def later(start: date, number: int, unit: str) -> date:
    """``start`` and so many days, months or years."""
    if unit.lower().startswith("day"):
        return start + timedelta(days=number)
    years, month = divmod(start.month - 1 + number * (12 if unit.lower().startswith("year") else 1), 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
