"""The other columns of the list tables: license requirement, license review policy, Federal Register citation.

A footnote mark printed as superscript is passed between :data:`FOOTNOTE_OPEN` and :data:`FOOTNOTE_CLOSE`, so that it
cannot be taken for a part of the section number that it stands behind (``734.9(g),³ 746.8(a)(3)``). Where a text has
lost its superscripts, a lone digit is a mark only where no section number, category or part can have one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

FOOTNOTE_OPEN = "\x02"
FOOTNOTE_CLOSE = "\x03"
_SUPERSCRIPT = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹⁰", "1234567890")
_MARKED = re.compile(rf"\s?{FOOTNOTE_OPEN}([^{FOOTNOTE_CLOSE}]*){FOOTNOTE_CLOSE}?")
_SUPERSCRIPTS = re.compile(r"\s?([¹²³⁴⁵⁶⁷⁸⁹]+)")
_BACKSLASHED = re.compile(r"\s?\\(\d{1,2})\\")  # the typewriter form of govinfo: \4\
_CARET = re.compile(r"\s?\^(\d{1,2})\b")
# "734.9(g),3 746.8", "734.9(e) 1 and", "of the EAR) 4", "of the EAR 2": never after a word that takes a number.
_LONE = re.compile(
    r"(?<=[)\]])(?P<comma>[,.]?)\s?(?P<a>[1-9])(?=[,.]?\s|[,.]?\Z)|(?<=EAR)(?P<dot>[.,]?)\s(?P<b>[1-9])(?=[.,]?\s|[.,]?\Z)"
)


def mark_footnote(number: str) -> str:
    """A footnote mark as the readers of this module expect it inside a text."""
    return f"{FOOTNOTE_OPEN}{' '.join(number.split())}{FOOTNOTE_CLOSE}"


@dataclass(frozen=True, slots=True)
class MarkedCell:
    """A column's text without its footnote marks, and the marks in the order printed."""

    text: str | None
    footnotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CitationCell:
    """``citations``: "90 FR 14046" in the order printed; ``dated``: with their dates; ``problems``: sentences."""

    citations: tuple[str, ...] = ()
    dated: tuple[tuple[str, date | None], ...] = ()
    placeholder: bool = False  # "90 FR [INSERT FR PAGE NUMBER], 3/28/2025"
    problems: tuple[str, ...] = ()


def _take_marks(text: str, *, lone: bool) -> MarkedCell:
    marks: list[tuple[int, str]] = []

    def keep(found: re.Match[str]) -> str:
        inside = found.group(1).translate(_SUPERSCRIPT)
        marks.extend((found.start(), digit) for digit in re.findall(r"\d+", inside))
        return "".join(re.findall(r"[,.;]", inside))  # a comma caught in the superscript

    for pattern in (_MARKED, _SUPERSCRIPTS, _BACKSLASHED, _CARET):
        text = pattern.sub(keep, text)
    if lone and not marks:

        def keep_lone(found: re.Match[str]) -> str:
            marks.append((found.start(), found.group("a") or found.group("b")))
            return found.group("comma") or found.group("dot") or ""

        text = _LONE.sub(keep_lone, text)
    folded = " ".join(text.split())
    return MarkedCell(folded or None, tuple(dict.fromkeys(mark for _, mark in sorted(marks, key=lambda m: m[0]))))


def read_license_requirement(text: str) -> MarkedCell:
    """The license-requirement cell: its text without footnote marks, and the marks ("1" to "5" in Supplement No. 4)."""
    return _take_marks(text, lone=True)


def read_license_review_policy(text: str) -> MarkedCell:
    """The license-review-policy cell. Lone digits are left alone here: its ECCNs and categories are full of them."""
    return _take_marks(text, lone=False)


_CITATION = re.compile(r"(?P<volume>\d{1,3})[\s.]*F\.?\s?R\.?\s*(?:FR\s*)?(?P<page>\d[\d,]{0,6}\d|\d)(?![\d/])")
_PLACEHOLDER = re.compile(
    r"\[?\s*INSERT\b[^\]]*(?:PAGE|CITATION|FR)[^\]]*\]?|\bXX+\b|\[(?:insert|to be)[^\]]*\]", re.IGNORECASE
)
_SLASHED = re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}|\d{2})")
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_WRITTEN = re.compile(
    rf"(?P<month>{'|'.join(m[:3] for m in _MONTHS)})[a-z]*\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})", re.IGNORECASE
)


def _date_after(text: str) -> date | None:
    slashed, written = _SLASHED.search(text), _WRITTEN.search(text)
    found = min((f for f in (slashed, written) if f), key=lambda f: f.start(), default=None)
    if found is None:
        return None
    month = found["month"]
    number = (
        int(month)
        if month.isdecimal()
        else next(i for i, m in enumerate(_MONTHS, 1) if m.startswith(month.lower()[:3]))
    )
    year = int(found["year"])
    if year < 100:
        year += 1900 if year >= 60 else 2000
    try:
        return date(year, number, int(found["day"]))
    except ValueError:
        return None


def read_citations(text: str) -> CitationCell:
    """The citation column: "84 FR 22963, 5/21/19. 85 FR 29853, 5/19/20." in all spellings, without placeholders."""
    folded = " ".join(text.split())
    found = list(_CITATION.finditer(folded))
    placeholder = bool(_PLACEHOLDER.search(folded))
    problems: list[str] = []
    dated: list[tuple[str, date | None]] = []
    for index, match in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else len(folded)
        between = folded[match.end() : end]
        when = _date_after(between)
        if when is None and not placeholder:
            problems.append(f"the citation {match.group()!r} has no readable date")
        page = match["page"].replace(",", "")
        dated.append((f"{int(match['volume'])} FR {int(page)}", when))
    if (
        folded
        and not found
        and not placeholder
        and not re.fullmatch(r"\[?\s*Reserved\s*\]?\.?|[*\s.]+|N/A", folded, re.IGNORECASE)
    ):
        problems.append(f"no Federal Register citation could be read from {folded[:120]!r}")
    return CitationCell(tuple(dict.fromkeys(c for c, _ in dated)), tuple(dated), placeholder, tuple(problems))


_FIRST_VOLUME = 1936  # one volume of the Federal Register a year since then


def agreed_dates(
    dated: Iterable[tuple[str, date | None]],
) -> tuple[tuple[tuple[str, date], ...], tuple[str, ...]]:
    """Each citation with its publication date, in the order first printed; and what was odd about them, in sentences.

    A list repeats a citation on every row of a rule, and some rows misprint its date. The date that most rows print
    counts, of several equally frequent ones the earliest; a year that is not that of the volume cannot be right.
    """
    printed: dict[str, Counter[date]] = defaultdict(Counter)
    for citation, day in dated:
        if day is not None:
            printed[citation][day] += 1
    agreed: list[tuple[str, date]] = []
    odd: list[str] = []
    for citation, days in printed.items():
        year = int(citation.split()[0]) + _FIRST_VOLUME - 1
        fitting = [(-rows, day) for day, rows in days.items() if day.year == year]
        chosen = min(fitting)[1] if fitting else None
        if chosen is not None:
            agreed.append((citation, chosen))
        if len(days) > 1 or chosen is None:
            shown = ", ".join(f"the date {day} {rows} times" for day, rows in sorted(days.items()))
            taken = f"{chosen} is taken for its publication date" if chosen else "no date is taken from it"
            odd.append(f"{citation} is printed with {shown}; {taken}")
    return tuple(agreed), tuple(odd)
