"""A difference in words: events, scheduled changes and amended sections to Alerts. Pure.

An alert is complete: who, which list, since when, on what evidence, how the names were tied, what to do. Its id follows
from its key, so a repeat after a crash carries the same one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from monitor.exposure import Exposure, ExposureKind
from monitor.exposure import event as kinds
from monitor.exposure.entry_terms import LIST_TITLES
from monitor.exposure.event import Event
from monitor.exposure.wording import day, joined
from monitor.holdings.parties import Counterparty
from monitor.law import Evidence, Listing, ScheduledChange
from monitor.operator_alerts import alert_id, quoted
from monitor.ownership import Step
from monitor.screening import Hit
from notifiers.model import Alert, Difference, Listed, Match, OwnershipStep, Party, Severity, Source
from parsers.model import Amendment, CfrReference, Problem, Stage

_PLACES = {
    "entity-list": "Supplement No. 4 to 15 CFR part 744",
    "unverified-list": "Supplement No. 6 to 15 CFR part 744",
    "meu-list": "Supplement No. 7 to 15 CFR part 744",
}


def from_event(
    event: Event,
    *,
    counterparty: Counterparty | None,
    now: datetime,
    problems: Mapping[str, Sequence[Problem]],
) -> Alert:
    """``problems``: of each document (by number) that could only be read in part."""
    exposure = event.after or event.before
    sources = tuple(source(evidence) for evidence in event.evidence)
    named = [evidence for evidence in event.evidence if evidence.document_number]
    telling = named[-1].document_number if named else None
    stages = {evidence.stage for evidence in named if evidence.document_number == telling}
    provisional = stages == {str(Stage.PUBLIC_INSPECTION)}
    return Alert(
        id=alert_id(event.key),
        key=event.key,
        kind=event.kind,
        severity=Severity(event.severity),
        headline=event.headline,
        reason=event.reason,
        observed_at=now,
        counterparty=party(counterparty, event.counterparty_id, event.counterparty_name),
        listed=tuple(listed(one) for one in event.listings),
        matches=matches(exposure, event.listings),
        differences=event.differences,
        ownership=tuple(step(one) for one in exposure.ownership) if exposure else (),
        share=exposure.share if exposure else None,
        provision=exposure.provision if exposure else None,
        provision_state=exposure.provision_state if exposure else None,
        sources=sources,
        effective=event.effective,
        until=event.until,
        stage=str(Stage.PUBLIC_INSPECTION) if provisional else "published",
        notes=tuple(_notes(event, problems)),
        what_to_do=_what_to_do(event),
        tags=_tags(event, counterparty),
    )


def _notes(event: Event, problems: Mapping[str, Sequence[Problem]]) -> Iterable[str]:
    for evidence in event.evidence:
        found = problems.get(evidence.document_number or "", ())
        if found:
            yield (
                f"{evidence.citation or evidence.document_number} could only be read in part "
                f"({len(found)} problems): {quoted(found)[0]}"
            )
    if not event.confirmed:
        yield "Not confirmed: the sources do not agree yet, or one of them has not been read since."
    if event.review == "possible":
        yield "The tie of this counterparty to the list is doubtful: somebody should decide (regwatch clear, confirm)."
    for listing in event.listings:
        if listing.note:
            yield listing.note
    for change in event.scheduled:
        yield f"Ahead: on {day(change.on)}, {change.what}."


def _what_to_do(event: Event) -> tuple[str, ...]:
    name = event.counterparty_name
    if event.review == "possible":
        return (
            f"Decide whether {name} is the listed party: compare addresses and identifiers before the next shipment.",
        )
    if event.stops_shipments:
        return (
            f"Stop exports, reexports and in-country transfers of items subject to the EAR to {name} unless licensed.",
            "Check shipments under way against the savings clause of the rule.",
        )
    return {
        kinds.LOOPHOLE_OPENED: (
            f"No license requirement reaches {name} by itself; its listed owner is a red flag. Review open orders and "
            "ask whether items go on to the owner (Supplement No. 3 to 15 CFR part 732).",
        ),
        kinds.LOOPHOLE_REOPENED: (
            f"The ownership rule or listing that reached {name} has no effect for now. Keep the ownership evidence: "
            "the restriction can return.",
        ),
        kinds.PARTNER_DELISTED: (
            "Confirm in the rule itself before shipping again; other lists and end-use controls still apply.",
        ),
        kinds.LISTING_REVISED: ("Compare licenses and open orders with the new terms of the entry.",),
        kinds.OWNERSHIP_UNKNOWN: (
            f"Establish what the listed owner holds of {name}, or apply for a license (Red Flag 29, Supplement No. 3 "
            "to 15 CFR part 732).",
        ),
        kinds.ADDRESS_MATCH: (
            "Find out whether the listed party uses this address; a shared building proves nothing.",
        ),
    }.get(event.kind, ())


def _tags(event: Event, counterparty: Counterparty | None) -> tuple[str, ...]:
    tags = [str(one.entry.list) for one in event.listings]
    tags += counterparty.tags if counterparty else ()
    return tuple(dict.fromkeys(tags))


# -- the parts of an alert ---------------------------------------------------------------------------------------------


def party(known: Counterparty | None, key: str, name: str) -> Party:
    if known is None:
        return Party(key, name)
    return Party(known.id, known.name, known.country, known.role, known.owner_of_record)


def source(evidence: Evidence) -> Source:
    return Source(
        document_number=evidence.document_number,
        citation=evidence.citation,
        title=evidence.title or _capture_title(evidence),
        url=evidence.url,
        stage=evidence.stage,
        filed_at=evidence.filed_at,
        publication_date=evidence.publication_date,
        sha256=evidence.sha256,
        retrieved_at=evidence.observed_at,
    )


def _capture_title(evidence: Evidence) -> str | None:
    names = {
        "ecfr": "15 CFR part 744 in the eCFR",
        "screening_list": "Consolidated Screening List",
        "screening-list": "Consolidated Screening List",
        "denied-persons": "Denied Persons List",
    }
    return names.get(evidence.source) if evidence.document_number is None else None


def listed(listing: Listing) -> Listed:
    entry = listing.entry
    name = str(entry.list)
    place = f" ({_PLACES[name]})" if name in _PLACES else ""
    return Listed(
        list=name,
        list_title=f"{LIST_TITLES[entry.list]}{place}",
        destination=entry.destination,
        name=entry.name,
        aliases=entry.aliases,
        addresses=entry.addresses,
        license_requirement=entry.license_requirement,
        license_review_policy=entry.license_review_policy,
        footnotes=entry.footnotes,
        citations=entry.citations,
    )


def matches(exposure: Exposure | None, listings: Sequence[Listing]) -> tuple[Match, ...]:
    """How the counterparty, or its owners, were tied to the entries that the event is about."""
    if exposure is None:
        return ()
    keys = {one.key for one in listings}
    shown: list[Hit] = [hit for hit in exposure.hits if not keys or hit.listing_key in keys]
    return tuple(
        Match(hit.matched_on, hit.value, hit.entry_value, hit.score, str(hit.verdict), hit.reason) for hit in shown
    )


def step(one: Step) -> OwnershipStep:
    return OwnershipStep(one.owner, one.owned, one.percent, one.as_of, one.source)


# -- other things that people hear of ----------------------------------------------------------------------------------


def baseline(
    exposures: Sequence[Exposure], parties: Mapping[str, Counterparty], now: datetime, on: date, watched: int
) -> Alert:
    """The one report of the first poll: who is exposed, on what. No storm."""
    key = "baseline"
    sure = [exposure for exposure in exposures if exposure.review != "possible"]
    doubtful = len(exposures) - len(sure)
    children = tuple(_standing(exposure, parties, now) for exposure in sure)
    count = len({exposure.counterparty_id for exposure in sure})
    said = (
        f"{count} of {watched:,} counterparties are exposed"
        if count
        else f"None of {watched:,} counterparties is exposed"
    )
    return Alert(
        id=alert_id(key),
        key=key,
        kind="baseline",
        severity=max((child.severity for child in children), key=lambda s: s.rank, default=Severity.INFO),
        headline=f"Baseline of {day(on)}: {said}",
        reason="regwatch has read the law as it stands and will tell you what changes from here on.",
        observed_at=now,
        effective=on,
        children=children,
        notes=tuple(_beside(len(children), doubtful)),
    )


def _beside(sure: int, doubtful: int) -> Iterable[str]:
    if not sure:
        yield "Nothing to report: no counterparty is listed, and none belongs to a listed party."
    if doubtful:
        yield f"Doubtful ties to review: {doubtful} (`regwatch exposures` shows each with its reason)."


def _standing(exposure: Exposure, parties: Mapping[str, Counterparty], now: datetime) -> Alert:
    key = f"baseline|{exposure.counterparty_id}|{exposure.kind}"
    says = {
        ExposureKind.LISTED: "is listed",
        ExposureKind.AFFILIATE_UNLISTED: "belongs to a listed party and is reached by nothing",
        ExposureKind.AFFILIATE_COVERED: "belongs to a listed party and is reached by an ownership provision",
        ExposureKind.OWNERSHIP_UNKNOWN: "has a listed owner whose share is not known",
        ExposureKind.ADDRESS: "shares an address with a listed party",
    }
    known = parties.get(exposure.counterparty_id)
    return Alert(
        id=alert_id(key),
        key=key,
        kind=str(exposure.kind),
        severity=Severity(exposure.severity),
        headline=f"{exposure.counterparty_name} {says[exposure.kind]}",
        reason=exposure.reason,
        observed_at=now,
        counterparty=party(known, exposure.counterparty_id, exposure.counterparty_name),
        listed=tuple(listed(one) for one in exposure.listings),
        matches=matches(exposure, ()),
        ownership=tuple(step(one) for one in exposure.ownership),
        share=exposure.share,
        provision=exposure.provision,
        provision_state=exposure.provision_state,
        sources=tuple(source(evidence) for evidence in exposure.evidence),
        effective=exposure.since,
        until=exposure.until,
        tags=tuple(
            dict.fromkeys([str(one.entry.list) for one in exposure.listings] + list(known.tags if known else ()))
        ),
    )


def rule_amended(
    title: str | None, amendments: Sequence[Amendment], origin: Source, now: datetime, effective: date | None
) -> Alert:
    """A document changes sections that the team watches: one alert a document."""
    key = f"rule-amended|{origin.document_number}"
    places = list(dict.fromkeys(f"{_doing(a)} {a.target}{_when(a)}" for a in amendments))
    shown = places[:20] + ([f"and {len(places) - 20} more"] if len(places) > 20 else [])
    stays = [a for a in amendments if str(a.action) in ("stay", "suspend", "lift-stay", "delay")]
    named = list(dict.fromkeys(str(a.target) for a in amendments))
    cited = origin.citation or origin.document_number
    about = joined(named[:3]) + (f" and {len(named) - 3} more places" if len(named) > 3 else "")
    return Alert(
        id=alert_id(key),
        key=key,
        kind="rule-amended",
        severity=Severity.WARNING if stays else Severity.INFO,
        headline=f"{'Stayed or delayed' if stays else 'Amended'}: {about} ({cited})",
        reason=f"{title or 'A rule'} changes sections that you watch.",
        observed_at=now,
        sources=(origin,),
        effective=effective,
        until=next((a.until for a in stays if a.until), None),
        stage=origin.stage,
        notes=tuple(shown),
        tags=("watched-section",),
    )


def _doing(amendment: Amendment) -> str:
    return {
        "add": "adds", "revise": "revises", "remove": "removes", "redesignate": "redesignates", "reserve": "reserves",
        "correct": "corrects", "republish": "republishes", "stay": "stays", "suspend": "suspends",
        "lift-stay": "lifts the stay of", "delay": "delays", "extend": "extends",
    }.get(str(amendment.action), str(amendment.action))  # fmt: skip


def _when(amendment: Amendment) -> str:
    until = f" through {day(amendment.until)}" if amendment.until else ""
    return f", effective {day(amendment.effective)}{until}" if amendment.effective else until


def watched(amendments: Iterable[Amendment], targets: Iterable[CfrReference]) -> list[Amendment]:
    """The amendments inside a watched place, or of a place that holds one; authority citations bind nobody."""
    places = list(targets)
    return [
        a
        for a in amendments
        if a.target.detail != "authority citation" and any(p.covers(a.target) or a.target.covers(p) for p in places)
    ]


def to_review(doubtful: Sequence[Event], now: datetime) -> Alert:
    """Doubtful ties are for somebody to decide and alarm nobody: one notice, which names the entries concerned."""
    digest = alert_id("|".join(sorted(event.key for event in doubtful)))[2:]
    key = f"review|{digest}"
    count = len(doubtful)
    entries = sorted({listing.entry.name for event in doubtful for listing in event.listings})
    shown = entries[:20] + ([f"and {len(entries) - 20} more"] if len(entries) > 20 else [])
    return Alert(
        id=alert_id(key),
        key=key,
        kind="review",
        severity=Severity.INFO,
        headline=f"{count} doubtful {'tie waits' if count == 1 else 'ties wait'} for your review",
        reason="Names that are alike, but not enough for an alert. `regwatch exposures` shows each with its reason.",
        observed_at=now,
        sources=tuple(dict.fromkeys(source(e) for event in doubtful for e in event.evidence))[:5],
        notes=(f"Entries concerned: {'; '.join(shown)}",),
        what_to_do=(
            "Decide each with `regwatch clear` or `regwatch confirm`; a decision holds until the entry changes.",
        ),
    )


def countdown(change: ScheduledChange, days: int, away: int, now: datetime, touched: Sequence[str]) -> Alert:
    """A change that is ordered already comes near. ``touched``: names of counterparties whose exposure it turns."""
    key = f"scheduled|{change.key}|{days}"
    when = "tomorrow" if away == 1 else f"in {away} days"
    who = f"It changes the position of {len(touched)} of your counterparties: " if touched else ""
    names = joined(list(touched[:10])) + (f" and {len(touched) - 10} more" if len(touched) > 10 else "")
    return Alert(
        id=alert_id(key),
        key=key,
        kind="scheduled",
        severity=Severity.WARNING if touched or change.provision else Severity.INFO,
        headline=f"{when[:1].upper()}{when[1:]}, on {day(change.on)}: {change.what}",
        reason=f"This follows from what is ordered today; a later document can change it. {who}{names}".strip(),
        observed_at=now,
        provision=change.provision.target if change.provision else None,
        sources=tuple(source(evidence) for evidence in change.evidence),
        effective=change.on,
        what_to_do=("Prepare now: what ships after that day falls under the new state.",) if touched else (),
    )


def schedule_cancelled(key: str, on: date, what: str, now: datetime, by: Sequence[Evidence]) -> Alert:
    """People were told of a coming change that will not come, or not on that day."""
    name = f"schedule-cancelled|{key}|{on}"
    return Alert(
        id=alert_id(name),
        key=name,
        kind="schedule-cancelled",
        severity=Severity.WARNING,
        headline=f"No longer expected on {day(on)}: {what}",
        reason="A later document orders otherwise; what was announced for that day does not happen as announced.",
        observed_at=now,
        sources=tuple(source(evidence) for evidence in by),
        effective=on,
    )


def withdrawn(earlier: Alert, document: Source, now: datetime) -> Alert:
    """A filed document was withdrawn before it was published: what people were told does not hold."""
    key = f"document-withdrawn|{document.document_number}|{earlier.id}"
    who = f"{earlier.counterparty.name}: " if earlier.counterparty else ""
    return Alert(
        id=alert_id(key),
        key=key,
        kind="document-withdrawn",
        severity=earlier.severity,
        headline=f"Taken back: {who}{document.title or document.document_number} was withdrawn",
        reason=f"Earlier alert: {earlier.headline}. Its document was withdrawn from inspection and has no effect.",
        observed_at=now,
        counterparty=earlier.counterparty,
        listed=earlier.listed,
        sources=(document,),
        stage=str(Stage.WITHDRAWN),
        previous_id=earlier.id,
        tags=earlier.tags,
    )


def once_more(alert: Alert, taken_back: Alert) -> Alert:
    """An event that was taken back with its document, and happens after all."""
    key = f"{alert.key}|after {taken_back.id}"
    note = "An earlier alert of this was taken back when its document was withdrawn; it holds now."
    return replace(alert, id=alert_id(key), key=key, previous_id=taken_back.id, notes=(*alert.notes, note))


def amended(alert: Alert, earlier: Alert) -> Alert | None:
    """The alert to send because what people were told has changed since; None when nothing has that they must know."""
    changes = tuple(_told_differently(earlier, alert))
    if not changes:
        return None
    key = f"{alert.key}|~{alert_id('|'.join(f'{c.field}:{c.after}' for c in changes))[2:10]}"
    return replace(
        alert,
        id=alert_id(key),
        key=key,
        headline=f"Changed: {alert.headline}",
        differences=(*alert.differences, *changes),
        previous_id=earlier.id,
        notes=(*alert.notes, "What the earlier alert said has changed; see before and after."),
    )


def _told_differently(earlier: Alert, alert: Alert) -> Iterable[Difference]:
    """Facts that a reader acts on. Evidence and punctuation are not among them."""
    if earlier.effective != alert.effective:
        yield Difference("effective date", _day(earlier.effective), _day(alert.effective))
    before = {(one.list, _folded(one.name)): one for one in earlier.listed}
    for entry in alert.listed:
        was = before.get((entry.list, _folded(entry.name)))
        if was is None:
            continue
        for field, old, new in (
            ("license requirement", was.license_requirement, entry.license_requirement),
            ("license review policy", was.license_review_policy, entry.license_review_policy),
            ("footnotes", ", ".join(was.footnotes), ", ".join(entry.footnotes)),
        ):
            if _folded(old) != _folded(new):
                yield Difference(field, old, new)


def _day(value: date | None) -> str | None:
    return day(value) if value else None


def _folded(text: str | None) -> str:
    return "".join(ch for ch in (text or "").casefold() if ch.isalnum())
