"""The state of a tracked provision on a date, how sure it is, and what is ordered for the days ahead. Pure.

A state is *not confirmed*, with what would settle it, when

* the newest eCFR capture up to that date shows another state than the documents give, and nothing published in the
  last ``INCORPORATION_LAG`` before the capture explains it;
* it began by the terms of an older document (a stay that ran out, an effective date that was still ahead) and no BIS
  document or eCFR text was read since the change was due: a document extending the stay would have been missed;
* nothing about the place was read, or nothing that says since when its text is there;
* a document leaves it open (see ``provisions``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import pairwise

from monitor.calendar import EASTERN
from monitor.law import Finding, ProvisionState, ScheduledChange
from monitor.law.chains import DAY, long_date
from monitor.law.codified_text import IN_FORCE, INCORPORATION_LAG, STAYED, TextCapture
from monitor.law.provision_spans import Span
from monitor.law.provisions import ProvisionHistory

_WORDS = {IN_FORCE: "in force", STAYED: "stayed"}


def state_on(history: ProvisionHistory, on: date, last_read: datetime | None) -> ProvisionState:
    """``last_read``: the last successful read of BIS documents (or of a later eCFR text), None if there was none."""
    span = history.at(on)
    why = span.doubt or _unknown_start(history, span, on) or conflict(history, span, on) or stale(span, last_read)
    return ProvisionState(
        provision=history.provision,
        state=span.state,
        since=span.since,
        until=span.until,
        evidence=span.evidence,
        confirmed=why is None,
        why_not_confirmed=why,
        reason=span.reason,
    )


def _unknown_start(history: ProvisionHistory, span: Span, on: date) -> str | None:
    """Nothing was read at all; or a text was first seen standing there, which says nothing about the days before."""
    if span.source is None and len(history.spans) == 1:
        return (
            f"neither a document about {history.target} nor an eCFR text of that place was read: either would settle it"
        )
    if span.state != IN_FORCE or span.since is not None:
        return None
    seen = [c.day for c in history.captures if c.present and c.day <= on]
    if seen:
        return None
    return (
        f"no document read says since when {history.target} is in the CFR: the document that added it would settle it"
    )


def conflict(history: ProvisionHistory, span: Span, on: date) -> str | None:
    """The newest eCFR capture up to a day against the documents; None where they agree or it cannot know yet."""
    newest = max((c for c in history.captures if c.day <= on), key=lambda c: (c.day, c.observed_at), default=None)
    shown = newest.state(on) if newest else None
    if newest is None or shown is None or shown == span.state:
        return None
    if span.since is not None and not span.by_terms and _recent(span, newest):
        return None  # what opened the state may not be in the eCFR yet
    return (
        f"the eCFR of {long_date(newest.day)} shows it {_WORDS.get(shown, 'absent')}, the documents read have it "
        f"{_WORDS.get(span.state, 'not in force')}: a document amending {history.target}, or the next eCFR text, "
        "would settle it"
    )


def _recent(span: Span, capture: TextCapture) -> bool:
    published = span.source.published if span.source else None
    return published is None or published > capture.day - INCORPORATION_LAG


def stale(span: Span, last_read: datetime | None) -> str | None:
    """Whether a change that was due by older documents has not been looked at since (or is still to come)."""
    if span.since is None or span.source is None:
        return None
    due = datetime.combine(span.since, time(), EASTERN)
    if not span.by_terms and (span.source.document is None or span.source.evidence.observed_at >= due):
        return None  # what opened the state was itself read when, or after, it took effect
    if last_read is not None and last_read >= due:
        return None
    return (
        f"due on {long_date(span.since)} by the terms of {span.source.cite}; no BIS document or eCFR text was read "
        "on or after that day: a successful read of the Federal Register then settles it"
    )


def conflicts(history: ProvisionHistory) -> Iterator[Finding]:
    """Each capture that disagrees with the documents on its own day."""
    for capture in history.captures:
        span = history.at(capture.day)
        if why := conflict(history, span, capture.day):
            key = f"{history.provision.target}:provision-conflict:{capture.day}"
            what = f"{history.provision.name} ({history.provision.target}): {why}"
            yield Finding(key, "provision-conflict", "warning", what, (capture.evidence, *span.evidence))


def scheduled_changes(history: ProvisionHistory, on: date) -> Iterator[ScheduledChange]:
    """Every later span, with the first day of its state."""
    provision = history.provision
    named = f"{provision.name} ({provision.target})"
    for previous, span in pairwise(history.spans):
        if span.since is None or span.since <= on:
            continue
        day, cite = long_date(span.since), span.source.cite if span.source else "the eCFR"
        if span.state == IN_FORCE and previous.state == STAYED:
            last = long_date(span.since - DAY)
            kind, what = (
                "stay-ends",
                f"the stay of the {named} ends after {last} by {cite}; it applies again from {day}",
            )
        elif span.state == IN_FORCE:
            kind, what = "takes-effect", f"the {named} takes effect on {day} by {cite}"
        elif span.state == STAYED:
            kind, what = "stay-begins", f"the {named} is stayed from {day} by {cite}"
        else:
            kind, what = "ends", f"the {named} has no effect from {day} on by {cite}"
        yield ScheduledChange(
            key=f"provision:{provision.target}:{kind}:{(span.source.document if span.source else None) or cite}",
            on=span.since,
            what=what,
            evidence=span.evidence,
            provision=provision,
            source="terms" if span.by_terms else "order",
        )
