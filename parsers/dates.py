"""Dates as the Federal Register words them, and what a DATES section says about each amendatory instruction.

A document may have several effective dates ("... except for amendatory instruction 11, effective November 17, 2023"),
an end ("from September 22, 2026, through December 3, 2026") or a placeholder that stands for its own publication date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_MONTH = r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
DATE = rf"{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}"
PLACEHOLDER = r"\[?INSERT\s+(?:THE\s+)?DATE\s+OF\s+PUBLICATION(?:\s+IN\s+(?:THE\s+)?FEDERAL\s+REGISTER)?\]?"
#: A placeholder that is a number of days from publication ("[INSERT DATE 30 DAYS AFTER DATE OF PUBLICATION ...]").
_PLACEHOLDER_LATER = r"\[?INSERT\s+DATE\s+(?P<days>\d+)\s+DAYS\s+(?:AFTER|FROM)\s+(?:THE\s+)?(?:DATE\s+OF\s+)?PUBLICATION[^\]]*\]?"
_ANY_DATE = re.compile(rf"(?P<date>{DATE})|(?P<later>{_PLACEHOLDER_LATER})|(?P<placeholder>{PLACEHOLDER})", re.IGNORECASE)


def read_date(text: str) -> date | None:
    """The first date written out in ``text`` (``March 25, 2025``, ``Nov. 9, 2026``, ``3/25/2025``, ``2025-03-25``)."""
    if found := re.search(rf"({_MONTH})\s+(\d{{1,2}}),?\s+(\d{{4}})", text, re.IGNORECASE):
        month = found[1].lower()[:3]
        number = next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(month))
        return _made(int(found[3]), number, int(found[2]))
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
class Span:
    """When something has effect. ``until`` is the last day; ``provisional`` marks a date that stands for a placeholder."""

    effective: date | None
    until: date | None = None
    until_words: str | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class EffectiveDates:
    """What the DATES section says: for the document as a whole, and for single instructions (by number)."""

    main: Span
    exceptions: tuple[tuple[str, Span], ...] = ()  # ("11", Span), ("4.b", Span)
    all_dates: tuple[date, ...] = ()
    unread: tuple[str, ...] = ()  # sentences that speak of an exception and could not be read

    def of(self, number: str) -> Span:
        """The span of instruction ``number`` ("4.a.ii"): the closest exception that names it or its parent."""
        best: tuple[int, Span] | None = None
        for named, span in self.exceptions:
            if (number == named or number.startswith(named + ".")) and (best is None or len(named) > best[0]):
                best = (len(named), span)
        return best[1] if best else self.main


_EFFECTIVE = r"(?:effective|in\s+effect|take[s]?\s+effect)"
_NOT_THE_EFFECTIVE_DATE = re.compile(
    r"comment|compliance\s+date|applicab|meeting|hearing|request\s+date|validity\s+date|must\s+be\s+received|incorporation\s+by\s+reference",
    re.IGNORECASE,
)
_NUMBER = r"\d+(?:\.?\s*\(?[a-z]+\)?)*"
_INSTRUCTION_LIST = re.compile(
    r"(?:amendatory\s+)?(?:instructions?|amendments?|paragraphs?)\s+(?:nos?\.?\s+|numbers?\s+)?"
    rf"(?P<list>\d+(?:\.?[a-z]{{1,4}}\b(?:\.[ivx]+\b)?)?\.?(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s+through\s+|\s*-\s*)\d+(?:\.?[a-z]{{1,4}}\b(?:\.[ivx]+\b)?)?)*)",
    re.IGNORECASE,
)
UNTIL = re.compile(
    rf"\b(?P<words>(?:until|through|expires?\s+(?:on|at\s+the\s+end\s+of)|ending(?:\s+on)?|ends?\s+(?:on\s+)?|expire\s+on)\s+"
    rf"(?:11:59\s*p\.?m\.?,?\s*(?:\(?E[SD]?T\)?,?\s*)?(?:on\s+)?|midnight,?\s*(?:on\s+)?)?(?P<date>{DATE}))",
    re.IGNORECASE,
)
INDEFINITE = re.compile(r"\b(?P<words>(?:until\s+further\s+notice|indefinitely|pending\s+[^.;,]{3,80}))", re.IGNORECASE)


def read_until(text: str) -> tuple[date | None, str | None]:
    """``(last day, words)`` of an end date in ``text``: ``stayed until November 9, 2026`` -> 2026-11-09.

    The Federal Register uses *until* for the last day itself: the preamble of 90 FR 50857 stays provisions "until
    November 9, 2026" and re-imposes them on November 10, 2026.
    """
    if found := UNTIL.search(text):
        return read_date(found["date"]), " ".join(found["words"].split())
    if found := INDEFINITE.search(text):
        return None, " ".join(found["words"].split())
    return None, None


def _instruction_numbers(listed: str) -> list[str]:
    numbers: list[str] = []
    parts = re.split(r"(\s*,\s*(?:and\s+)?|\s+and\s+|\s+through\s+|\s*-\s*)", listed.strip().rstrip("."))
    for index in range(0, len(parts), 2):
        number = _dotted(parts[index])
        joiner = parts[index - 1].strip() if index else ""
        if joiner in ("through", "-") and numbers and numbers[-1].isdigit() and number.isdigit():
            numbers += [str(n) for n in range(int(numbers[-1]) + 1, min(int(number), int(numbers[-1]) + 200) + 1)]
        else:
            numbers.append(number)
    return numbers


def _dotted(number: str) -> str:
    """``4a`` and ``4.a`` are the same instruction; numbers are kept as ``4.a.ii``."""
    return ".".join(re.findall(r"\d+|[a-z]+", number.lower()))


def read_effective_dates(
    text: str | None, *, publication_date: date | None = None, hint: date | None = None
) -> EffectiveDates:
    """Read a DATES section. ``hint`` (the API's ``effective_on``) is used only where the text names no date.

    >>> read_effective_dates("This rule is effective March 25, 2025.").main.effective
    datetime.date(2025, 3, 25)
    """
    folded = " ".join((text or "").split())
    folded = re.sub(r"^\s*(?:EFFECTIVE\s+)?DATES?\s*:\s*", "", folded)
    main: Span | None = None
    exceptions: list[tuple[str, Span]] = []
    dates: list[date] = []
    unread: list[str] = []
    for sentence in _sentences(folded):
        about_effect = re.search(_EFFECTIVE, sentence, re.IGNORECASE)
        if not about_effect or (
            _NOT_THE_EFFECTIVE_DATE.search(sentence[: about_effect.start()])
        ):
            continue
        clauses = _clauses(sentence)
        carried: Span | None = None
        for clause, excepted in clauses:
            span = _span(clause, publication_date)
            numbers = [n for found in _INSTRUCTION_LIST.finditer(clause) for n in _instruction_numbers(found["list"])]
            if numbers and (excepted or main is not None or _leads_with_instruction(clause)):
                if span is None:
                    span = carried
                if span is None:
                    unread.append(clause)
                    continue
                exceptions += [(n, span) for n in numbers]
            elif span is not None and main is None and not excepted:
                main = span
            elif span is not None and main is not None and main.until is None and span.until and not excepted:
                main = Span(main.effective, span.until, span.until_words, main.provisional)
            elif excepted and span is None:
                unread.append(clause)
            carried = span or carried
            if span and span.effective and span.effective not in dates:
                dates.append(span.effective)
    if main is None:
        main = Span(hint, provisional=False) if hint else Span(None)
        if hint and hint not in dates:
            dates.append(hint)
    return EffectiveDates(main, tuple(exceptions), tuple(sorted(dates)), tuple(unread))


def _leads_with_instruction(clause: str) -> bool:
    return bool(re.match(r"\W*(?:the\s+)?(?:amendments?\s+(?:in|made\s+(?:by|in))\s+)?(?:amendatory\s+)?instructions?\b", clause, re.IGNORECASE))


def _sentences(text: str) -> list[str]:
    pieces = re.split(r"(?<=[a-z0-9\])])\.\s+(?=[A-Z•])|\s*•\s*|;\s+(?=Comment)", text)
    return [p for p in pieces if p.strip()]


def _clauses(sentence: str) -> list[tuple[str, bool]]:
    """The parts of a sentence around ``except``, each with whether it states an exception."""
    parts = re.split(r",?\s*\b(except(?:\s+(?:for|that))?|with\s+the\s+exception\s+of)\b", sentence, flags=re.IGNORECASE)
    clauses: list[tuple[str, bool]] = [(parts[0], False)] if parts[0].strip() else []
    for index in range(1, len(parts), 2):
        body = parts[index + 1]
        # "... except for instruction 11, effective A, and instructions 12 and 13, effective B"
        for piece in re.split(r"(?:,|;)?\s+and\s+(?=(?:for\s+)?(?:amendatory\s+)?instructions?\s)|;\s+", body, flags=re.IGNORECASE):
            clauses.append((piece, True))
    return clauses


def _span(clause: str, publication_date: date | None) -> Span | None:
    until, until_words = read_until(clause)
    start: date | None = None
    provisional = False
    scanned = clause
    if until_words:
        scanned = clause.replace(until_words, "")
        scanned = " ".join(scanned.split())
    found = _ANY_DATE.search(scanned, max(0, _effect_at(scanned)))
    if found is None:
        found = _ANY_DATE.search(scanned)
    if found is None:
        return Span(None, until, until_words) if until_words else None
    if found["date"]:
        start = read_date(found["date"])
    else:
        provisional = True
        start = publication_date
        if start and found["later"]:
            start = date.fromordinal(start.toordinal() + int(found["days"]))
    return Span(start, until, until_words, provisional)


def _effect_at(clause: str) -> int:
    found = re.search(_EFFECTIVE, clause, re.IGNORECASE)
    return found.start() if found else 0
