"""The days on which a provision is in force, stayed or absent, from when its text came and went and from its stays.
Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from monitor.law import Evidence
from monitor.law.chains import DAY, distinct, long_date
from monitor.law.codified_text import IN_FORCE, NOT_IN_FORCE, STAYED
from parsers.model import CfrReference


@dataclass(frozen=True, slots=True)
class Source:
    """What orders something: a document, or a capture that stands in for one."""

    evidence: Evidence
    cite: str
    published: date | None
    document: str | None  # None: a capture


@dataclass(slots=True)
class Stay:
    """A stay of the provision or of a place that covers it, from its first to its last day."""

    target: CfrReference
    start: date
    end: date | None  # None: no end is set
    source: Source  # the document that set the present end
    evidence: list[Evidence]
    lifted_by: Source | None = None
    noted: date | None = None  # the day of the capture whose note says it; None: a document says it

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(slots=True)
class Text:
    """From ``on`` the provision is (or is not) part of the CFR."""

    on: date | None  # None: from before anything that was read
    present: bool
    source: Source
    verb: str  # "added", "revised", "removed", "stayed" (presumed by a stay), "printed" (in a capture) ...
    terms: bool = False  # it follows from a temporary amendment running out
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Days of one state in a row."""

    state: str
    since: date | None
    until: date | None  # last day
    evidence: tuple[Evidence, ...]
    source: Source | None = None  # what opened it
    by_terms: bool = False  # it began because a stay or a temporary text ran out
    doubt: str | None = None  # why it is not confirmed, whatever is read later
    reason: str = ""
    cites: tuple[str, ...] = field(default=())  # of a stay: everything that orders it


def spans_of(texts: Sequence[Text], stays: Sequence[Stay]) -> tuple[Span, ...]:
    """The states in order, from before everything to after everything; neighbours of one state are one span."""
    texts = sorted(texts, key=lambda t: t.on or date.min)
    days = {t.on for t in texts if t.on is not None} | {s.start for s in stays}
    days |= {s.end + DAY for s in stays if s.end is not None}
    spans: list[Span] = []
    for start in (None, *sorted(days)):
        span = _span(start, texts, stays)
        last = spans[-1] if spans else None
        if last is not None and (last.state, last.doubt) == (span.state, span.doubt):
            evidence, cites = (
                distinct([*last.evidence, *span.evidence]),
                tuple(dict.fromkeys((*last.cites, *span.cites))),
            )
            spans[-1] = replace(last, evidence=evidence, cites=cites)
            continue
        if last is not None and start is not None:
            spans[-1] = replace(last, until=start - DAY)
        spans.append(span)
    following = next((t for t in texts if t.present and t.on is not None), None)
    return tuple(replace(s, reason=_reason(s, following)) for s in spans)


def _span(start: date | None, texts: Sequence[Text], stays: Sequence[Stay]) -> Span:
    """The state on the first day of a span, without its end."""
    begun = [t for t in texts if t.on is None or (start is not None and t.on <= start)]
    if not begun:
        return Span(NOT_IN_FORCE, start, None, ())
    text = begun[-1]
    by_text = (text.source.evidence,)
    if not text.present:
        return Span(NOT_IN_FORCE, start, None, by_text, text.source, text.terms, text.doubt)
    running = [s for s in stays if s.covers(start or date.min)]
    if running:
        newest = max(running, key=lambda s: (s.start, s.source.cite))
        evidence = distinct([*by_text, *(e for s in running for e in s.evidence)])
        cites = tuple(dict.fromkeys(s.source.cite for s in running))
        return Span(STAYED, start, None, evidence, newest.source, False, text.doubt, cites=cites)
    ended = [s for s in stays if s.end is not None and s.end + DAY == start]
    if ended:
        evidence = distinct([*by_text, *(e for s in ended for e in s.evidence)])
        lifted = next((s.lifted_by for s in ended if s.lifted_by), None)
        return Span(IN_FORCE, start, None, evidence, lifted or ended[-1].source, lifted is None, text.doubt)
    return Span(IN_FORCE, start, None, by_text, text.source, text.terms, text.doubt)


def _reason(span: Span, following: Text | None) -> str:
    cite = span.source.cite if span.source else ""
    since = long_date(span.since) if span.since else None
    if span.state == STAYED:
        through = f"stayed through {long_date(span.until)}" if span.until else "stayed, without an end so far,"
        return f"{through} by {' and '.join(span.cites) or cite}"
    if span.state == IN_FORCE:
        if span.by_terms:
            return f"in force again since {since} by the terms of {cite}, unless a later document says otherwise"
        return f"in force since {since} by {cite}" if since else f"in force; since when was not read ({cite})"
    if span.source is None:
        if following is None or following.on is None:
            return "no document or eCFR text that was read contains it"
        return f"not yet: takes effect on {long_date(following.on)} by {following.source.cite}"
    if span.by_terms:
        return f"ran out before {since} by the terms of {cite}"
    return f"not in the CFR since {since} by {cite}" if since else f"not in the CFR ({cite})"
