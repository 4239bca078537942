"""Documents that delay the effective date of others: what they move, and to which day. Pure.

"The effective date of the rule published at 90 FR 1234, January 6, 2025, is delayed until March 21, 2025": the new day
is the first day of effect (other than with a stay, whose "until" names its last day). Only what had not taken effect
when the delay became known is moved. A delay that names documents moves those; one that names none moves what is
pending for the places it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from monitor.law import Evidence, Finding, Rendition
from monitor.law.chains import long_date
from parsers.model import Action, Amendment, CfrReference

_CITED = re.compile(r"\b(\d{2,3})\s+FR\s+(\d{1,6})\b")
_NUMBERED = re.compile(r"\b(?:[CREZ]\d-)?\d{4}[-–]\d{4,5}\b")


@dataclass(frozen=True, slots=True)
class Delay:
    """One amendment that delays: ``known`` is the day from which it counts, ``first_day`` the new day (None:
    open-ended).
    """

    amendment: Amendment
    rendition: Rendition
    order: tuple[date, int, int, str]
    known: date

    @property
    def first_day(self) -> date | None:
        if self.amendment.until is None and self.amendment.until_words:
            return None  # "indefinitely", "until further notice"
        return self.amendment.until or self.amendment.effective

    def moves(self, rendition: Rendition, order: tuple[date, int, int, str], place: CfrReference, on: date) -> bool:
        """Whether it moves what a document orders for a place and a day."""
        if rendition.document_number == self.rendition.document_number or order > self.order or on < self.known:
            return False
        if self.first_day is not None and on >= self.first_day:
            return False
        target = self.amendment.target
        return (target.covers(place) or place.covers(target)) and self._names(rendition)

    def _names(self, rendition: Rendition) -> bool:
        words = self.amendment.instruction
        numbers = {n.replace("–", "-") for n in _NUMBERED.findall(words)} - {self.rendition.document_number}
        pages = {(int(v), int(p)) for v, p in _CITED.findall(words)}
        if not numbers and not pages:
            return True
        return rendition.document_number in numbers or any(_holds(rendition, *place) for place in pages)


def _holds(rendition: Rendition, volume: int, page: int) -> bool:
    cited = _CITED.search((rendition.rule.citation if rendition.rule else None) or rendition.evidence.citation or "")
    own = rendition.volume or (int(cited[1]) if cited else None)
    start = rendition.start_page or (int(cited[2]) if cited else None)
    return own == volume and start is not None and start <= page <= (rendition.end_page or start)


class Delays:
    """All delays known, in the order of publication."""

    def __init__(self, delays: Iterable[Delay]) -> None:
        self._delays: Sequence[Delay] = sorted(delays, key=lambda d: d.order)
        self._findings: dict[str, Finding] = {}

    def day(
        self, rendition: Rendition, order: tuple[date, int, int, str], place: CfrReference, on: date
    ) -> tuple[date | None, tuple[Evidence, ...]]:
        """The day on which it acts after all delays (None: on no day so far), and what delayed it."""
        by: list[Evidence] = []
        acts: date | None = on
        for delay in self._delays:
            if acts is not None and delay.moves(rendition, order, place, acts):
                acts = delay.first_day
                by.append(delay.rendition.evidence)
                self._tell(delay, rendition)
        return acts, tuple(by)

    def _tell(self, delay: Delay, rendition: Rendition) -> None:
        evidence = delay.rendition.evidence
        cite = evidence.citation or delay.rendition.document_number
        delayed = rendition.evidence.citation or rendition.document_number
        key = f"delayed:{delay.rendition.document_number}:{rendition.document_number}"
        if delay.first_day is not None:
            severity, end = "info", f"to {long_date(delay.first_day)}"
        else:
            severity, end = "warning", "without a new day: it counts as not in effect until a document gives one"
        what = f"{cite} delays what {delayed} orders {end}"
        self._findings[key] = Finding(key, "delayed", severity, what, (evidence, rendition.evidence))

    @property
    def findings(self) -> Iterator[Finding]:
        return iter(self._findings.values())

    def __bool__(self) -> bool:
        return bool(self._delays)

    @property
    def identity(self) -> tuple[int, ...]:
        """Which delays these are: what is computed with them depends on it."""
        return tuple(id(d.rendition) for d in self._delays)


def is_delay(amendment: Amendment) -> bool:
    return amendment.action is Action.DELAY
