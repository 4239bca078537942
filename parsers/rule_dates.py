"""What the DATES section of a document says about each amendatory instruction.

A document may have several effective dates ("... except for amendatory instruction 11, effective November 17, 2023"),
an end ("from September 22, 2026, through December 3, 2026"), or placeholders for the day of its publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from parsers.dates import DATE, Span, find_dates, read_date, read_until


@dataclass(frozen=True, slots=True)
class EffectiveDates:
    """For the document as a whole, and for single instructions by number."""

    main: Span
    exceptions: tuple[tuple[str, Span], ...] = ()  # ("11", Span), ("4.b", Span)
    all_dates: tuple[date, ...] = ()
    stays: Span | None = None  # "... and the stays are in effect until November 9, 2026"
    delayed: Span | None = (
        None  # "the effective date of the rule ... is delayed until": ``effective`` is when that is said
    )
    unread: tuple[str, ...] = ()  # clauses that speak of an exception and could not be read

    def of(self, number: str) -> Span:
        """The span of instruction ``number`` ("4.a.ii"): the closest exception that names it or its parent."""
        named = [(n, s) for n, s in self.exceptions if number == n or number.startswith(n + ".")]
        return max(named, key=lambda pair: len(pair[0]))[1] if named else self.main


_EFFECT = re.compile(r"\b(?:effective|in\s+effect|takes?\s+effect)\b", re.IGNORECASE)
_OTHER_DATE = re.compile(
    r"comment|compliance\s+date|applicab|meeting|hearing|request\s+date|validity|must\s+be\s+(?:received|"
    r"submitted)|incorporation\s+by",
    re.IGNORECASE,
)
_NUMBER = r"\d+(?:\.?[a-z]{1,4}\b(?:\.[ivx]+\b)?)?"
_INSTRUCTIONS = re.compile(
    r"(?:amendatory\s+)?(?:instructions?|amendments?)\s+(?:nos?\.?\s+|numbers?\s+|#\s*s?\s*)?"
    rf"(?P<list>{_NUMBER}\.?(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s+through\s+|\s*[-–]\s*)(?:#\s*)?{_NUMBER})*)",
    re.IGNORECASE,
)
_PHASE = re.compile(
    rf"(?:on\s+)?(?P<date>{DATE})\s*(?:\(|:\s*)\s*(?:for\s+)?(?P<what>(?:amendatory\s+)?instructions?\b[^();]*)",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    r"\beffective\s+dates?\s+(?:of|for)\b.*?\b(?:is|are|was|has\s+been|have\s+been)\s+(?:further\s+|"
    r"temporarily\s+)?(?:delayed|postponed|extended|deferred)\b",
    re.IGNORECASE,
)


def read_effective_dates(
    text: str | None, *, publication_date: date | None = None, filed: date | None = None, hint: date | None = None
) -> EffectiveDates:
    """Read a DATES section. ``hint`` (the API's ``effective_on``) is used only where the text names no date.

    >>> read_effective_dates("This rule is effective March 25, 2025.").main.effective
    datetime.date(2025, 3, 25)
    """
    reader = _Reader(publication_date, filed)
    folded = re.sub(r"^\s*(?:EFFECTIVE\s+)?DATES?\s*:\s*", "", " ".join((text or "").split()))
    for sentence in _sentences(folded):
        reader.sentence(sentence)
    main = reader.main or Span(hint)
    days = {*reader.days, *([main.effective] if main.effective else [])}
    return EffectiveDates(
        main, tuple(reader.exceptions), tuple(sorted(days)), reader.stays, reader.delayed, tuple(reader.unread)
    )


class _Reader:
    def __init__(self, publication_date: date | None, filed: date | None) -> None:
        self.publication_date = publication_date
        self.filed = filed
        self.main: Span | None = None
        self.exceptions: list[tuple[str, Span]] = []
        self.stays: Span | None = None
        self.delayed: Span | None = None
        self.days: list[date] = []
        self.unread: list[str] = []

    def sentence(self, sentence: str) -> None:
        if _DELAYED.search(sentence):
            self._delay(sentence)
            return
        if self._phases(sentence):
            return
        effect = _EFFECT.search(sentence) or re.search(r"\bAs\s+of\b.*\bstayed\b", sentence)
        if not effect or _OTHER_DATE.search(sentence[: effect.start()]):
            return
        carried: Span | None = None
        for clause, excepted in _clauses(sentence):
            span = self._span(clause)
            numbers = [n for found in _INSTRUCTIONS.finditer(clause) for n in instruction_numbers(found["list"])]
            if numbers and (excepted or self.main is not None or _leads_with_instruction(clause)):
                span = span or carried
                if span is None:
                    self.unread.append(clause)
                else:
                    self.exceptions += [(n, span) for n in numbers]
            elif excepted:
                self.unread.append(clause)
            elif span is not None:
                self._whole(span, clause)
            carried = span or carried
            if span and span.effective:
                self.days.append(span.effective)

    def _whole(self, span: Span, clause: str) -> None:
        """A date for the document as a whole; an end that is said of its stays only is kept apart."""
        if span.until_words and re.search(r"\b(?:stays?|suspensions?)\b[^,;]*\Z", clause.split(span.until_words, 1)[0]):
            self.stays = Span(span.effective, span.until, span.until_words)
            span = replace(span, until=None, until_words=None)
        if self.main is None:
            self.main = span if span.effective or span.provisional else None
        elif self.main.until is None and span.until:
            self.main = replace(self.main, until=span.until, until_words=span.until_words)

    def _delay(self, sentence: str) -> None:
        until, words = read_until(sentence)
        begins = re.match(rf"\W*(?:Effective|As\s+of)\s+({DATE})", sentence, re.IGNORECASE)
        day = read_date(begins[1]) if begins else self.publication_date
        self.delayed = Span(day, until, words, provisional=begins is None)
        if begins and day:
            self.main = self.main or Span(day)
            self.days.append(day)

    def _phases(self, sentence: str) -> bool:
        """ "... on October 7, 2022 (instruction #s 3, 6, 7); and on October 12, 2022 (instruction #s 10)"."""
        phases = list(_PHASE.finditer(sentence))
        if not phases:
            return False
        for phase in phases:
            day = read_date(phase["date"])
            found = _INSTRUCTIONS.search(phase["what"])
            if found is None or day is None:
                self.unread.append(phase[0])
                continue
            self.days.append(day)
            self.exceptions += [(n, Span(day)) for n in instruction_numbers(found["list"])]
        first = min((d for d in self.days), default=None)
        self.main = self.main or Span(first)
        return True

    def _span(self, clause: str) -> Span | None:
        until, until_words = read_until(clause)
        scanned = " ".join(clause.replace(until_words, "").split()) if until_words else clause
        effect = _EFFECT.search(scanned)
        found = find_dates(scanned, publication_date=self.publication_date, filed=self.filed)
        if not found:
            return Span(None, until, until_words) if until_words else None
        chosen = next((f for f in found if effect and f.begin >= effect.start()), found[0])
        return Span(chosen.day, until, until_words, chosen.provisional)


def instruction_numbers(listed: str) -> list[str]:
    """``5 and 7 through 9`` -> 5, 7, 8, 9; ``4a`` and ``4.a`` are the same."""
    numbers: list[str] = []
    parts = re.split(
        r"(\s*,\s*(?:and\s+)?|\s+and\s+|\s+through\s+|\s*[-–]\s*)", listed.replace("#", "").strip().rstrip(".")
    )
    for index in range(0, len(parts), 2):
        number = ".".join(re.findall(r"\d+|[a-z]+", parts[index].lower()))
        joiner = parts[index - 1].strip() if index else ""
        if joiner in ("through", "-", "–") and numbers and numbers[-1].isdecimal() and number.isdecimal():
            numbers += [str(n) for n in range(int(numbers[-1]) + 1, min(int(number), int(numbers[-1]) + 200) + 1)]
        elif number:
            numbers.append(number)
    return numbers


def _leads_with_instruction(clause: str) -> bool:
    return bool(
        re.match(
            r"\W*(?:the\s+)?(?:(?:amendments?|changes?)\s+(?:in|made\s+(?:by|"
            r"in))\s+)?(?:amendatory\s+)?instructions?\b",
            clause,
            re.IGNORECASE,
        )
    )


def _sentences(text: str) -> list[str]:
    """Sentences and bullets; not split behind "p.m." or "No."."""
    pieces = re.split(r"(?<=[a-z0-9\])])(?<![ap]\.m)(?<!\bNo)\.\s+(?=[A-Z•])|\s*•\s*|;\s+(?=Comment)", text)
    return [p for p in pieces if p.strip()]


def _clauses(sentence: str) -> Iterator[tuple[str, bool]]:
    """The parts of a sentence around ``except``, each with whether it states an exception."""
    split = r",?\s*\b(?:except(?:\s+(?:for|that))?|with\s+the\s+exception\s+of)\b"
    first, *excepted = re.split(split, sentence, flags=re.IGNORECASE)
    if first.strip():
        yield first, False
    for body in excepted:
        # "... except for instruction 11, effective A, and instructions 12 and 13, effective B"
        pieces = re.split(
            r"(?:[,;])?\s+and\s+(?=(?:for\s+)?(?:amendatory\s+)?instructions?\s)|;\s+", body, flags=re.IGNORECASE
        )
        for piece in pieces:
            yield piece, True
