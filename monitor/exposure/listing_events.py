"""What happened to a counterparty's own listings: named, moved, revised, removed; and to a loophole by that. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from monitor.exposure import Exposure, ExposureKind
from monitor.exposure.affiliate_events import held_by
from monitor.exposure.entry_changes import differences_in_words, entry_differences
from monitor.exposure.entry_terms import LIST_TITLES, folded, listed_severity
from monitor.exposure.event import (
    LISTING_REVISED,
    LOOPHOLE_CLOSED,
    LOOPHOLE_REOPENED,
    PARTNER_DELISTED,
    PARTNER_LISTED,
    Event,
)
from monitor.exposure.standing import OPEN, Standing, ending, listing_event
from monitor.exposure.wording import citation, day, joined, percent, since
from monitor.law import Listing, ListingVersion
from monitor.screening import Hit

_RANK = {"critical": 0, "warning": 1, "info": 2}
_TERMS = ("license requirement", "license review policy", "footnotes")


@dataclass(frozen=True)
class ListingTurn:
    """The listings of one counterparty, before and after."""

    was: Standing
    now: Standing
    ended: Mapping[str, ListingVersion] | None
    on: date

    def events(self) -> Iterator[Event]:
        """One event for all listings that came or went, and one for each that was revised."""
        come = [listing for key, listing in self.now.sure.items() if key not in self.was.sure]
        gone = [listing for key, listing in self.was.sure.items() if key not in self.now.sure]
        gone = [listing for listing in gone if listing.key not in self.now.possible]
        if come and gone and {one.entry.list for one in gone} == {one.entry.list for one in come}:
            yield self._moved(gone[0], come)
        elif come:
            yield self._named(come, gone)
        elif gone:
            yield self._removed(gone)
        yield from self._revised()

    def _named(self, come: Sequence[Listing], gone: Sequence[Listing]) -> Event:
        """On a list, or on one more. An open loophole is closed by that, and nothing else is said of it."""
        listed, owners = _present(self.now.listed), self.was.owners
        first = come[0]
        folding = _folded_in(first, self.now.hit(first), owners)
        effective = first.since if self.was.sure else listed.since
        if folding and effective == first.since:
            effective = first.version_since or effective
        name, place = listed.counterparty_name, LIST_TITLES[first.entry.list]
        left = f" It has left the {joined(sorted({LIST_TITLES[one.entry.list] for one in gone}))}." if gone else ""
        open_before = owners is not None and owners.kind in OPEN and not self.was.restricted and self.now.restricted
        if open_before and owners is not None:
            did = f"written into the entry of {first.entry.name}" if folding else f"named as {first.entry.name}"
            had = f"{percent(owners.share)} held by listed owners ({held_by(owners)}), {_standing(owners)}"
            return listing_event(
                LOOPHOLE_CLOSED,
                (
                    "folding" if folding else "naming",
                    first.key,
                ),
                listed,
                come,
                opened=True,
                how="folding" if folding else "naming",
                before=owners,
                after=listed,
                effective=effective,
                until=listed.until,
                headline=f"Loophole closed: {name} is on the {place}{since(effective)}, {did}",
                reason=f"Closed by naming: {did} on the {place}{since(effective)}{_cited(first)}. {_terms(first)}"
                f"Until then: {had}. {listed.reason}{left}",
            )
        reached = owners is not None and owners.kind is ExposureKind.AFFILIATE_COVERED and self.now.restricted
        before = " Until now it was reached through its owners." if reached else ""
        return listing_event(
            PARTNER_LISTED,
            (first.key,),
            listed,
            come,
            opened=True,
            severity=min((listed_severity(one.entry) for one in come), key=_RANK.__getitem__),
            how="naming" if reached else "listing",
            before=self.was.listed or owners,
            after=listed,
            effective=effective,
            until=listed.until,
            review=listed.review,
            headline=f"{name} is {'also ' if self.was.sure else ''}on the {place}{since(effective)}",
            reason=f"{listed.reason} {_terms(first)}".strip() + before + left,
        )

    def _moved(self, gone: Listing, come: Sequence[Listing]) -> Event:
        listed, first = _present(self.now.listed), come[0]
        changes = entry_differences(gone.entry, first.entry)
        said = f" ({differences_in_words(changes)})" if changes else ""
        return listing_event(
            LISTING_REVISED,
            (
                "moved",
                first.key,
            ),
            listed,
            come,
            opened=True,
            how="moved",
            before=self.was.listed,
            after=listed,
            differences=changes,
            effective=first.version_since or first.since,
            until=listed.until,
            headline=f"{listed.counterparty_name} is now listed in another entry: {first.entry.name}",
            reason=f"It was listed as {gone.entry.name} and is now as {first.entry.name}{said}. {listed.reason}",
        )

    def _removed(self, gone: Sequence[Listing]) -> Event:
        was, owners, first = _present(self.was.listed), self.now.owners, gone[0]
        how, effective, evidence = ending(first, self.ended, self.on)
        name, place = was.counterparty_name, LIST_TITLES[first.entry.list]
        own, still = first.entry.name, f"The entry {first.entry.name} is still in force"
        did = f"{name} is no longer tied to {own}" if how == "revision" else f"{name} is no longer on the {place}"
        why = {
            "removal": f"Its entry, {own}, was removed from the {place}{since(effective)}.",
            "folding": f"Its entry, {own}, was folded into another one that does not name it.",
        }.get(how, f"{still}: it was revised and does not name it any more, or the tie was cleared.")
        facts = (how, first.key, first.since)
        if self.was.restricted and not self.now.restricted and owners is not None and owners.kind in OPEN:
            return listing_event(
                LOOPHOLE_REOPENED,
                facts,
                was,
                gone,
                severity=owners.severity,
                how=how,
                before=was,
                after=owners,
                effective=effective,
                evidence=evidence,
                until=owners.until,
                headline=f"Loophole reopened: {did}, but its owner is listed: {held_by(owners)}",
                reason=f"Reopened by removal: {why} {owners.reason}",
            )
        covered = owners is not None and owners.kind is ExposureKind.AFFILIATE_COVERED
        rest = f" It is still reached through its owners: {owners.reason}" if covered and owners else ""
        if self.now.sure and self.now.listed:
            rest += f" Still listed: {self.now.listed.reason}"
        return listing_event(
            PARTNER_DELISTED,
            facts,
            was,
            gone,
            severity="warning",
            how=how,
            before=was,
            after=self.now.listed or owners,
            effective=effective,
            evidence=evidence,
            headline=f"{did}{since(effective)}",
            reason=f"{why}{rest}",
        )

    def _revised(self) -> Iterator[Event]:
        for key, now in self.now.sure.items():
            was = self.was.sure.get(key)
            changes = entry_differences(was.entry, now.entry) if was and was.entry is not now.entry else ()
            if not changes:
                continue
            listed = _present(self.now.listed)
            terms = any(change.field in _TERMS for change in changes)
            yield listing_event(
                LISTING_REVISED,
                (key,),
                listed,
                [now],
                opened=True,
                severity=listed_severity(now.entry) if terms else "warning",
                how="revision",
                before=self.was.listed,
                after=listed,
                differences=changes,
                effective=now.version_since or self.on,
                until=listed.until,
                headline=f"The entry of {listed.counterparty_name} has changed: {joined([c.field for c in changes])}",
                reason=f"{now.entry.name}, {LIST_TITLES[now.entry.list]}{_cited(now)}: {differences_in_words(changes)}",
            )


def _present(exposure: Exposure | None) -> Exposure:
    assert exposure is not None, "a sure listing comes from an exposure"
    return exposure


def _folded_in(listing: Listing, hit: Hit | None, owners: Exposure | None) -> bool:
    """Whether it was written into an entry that is somebody else's: its owner's, or as an entity within it."""
    if owners is not None and listing.key in {one.key for one in owners.listings}:
        return True
    own = {folded(name) for name in (listing.entry.name, *listing.entry.aliases)}
    return hit is not None and folded(hit.entry_value) not in own


def _standing(exposure: Exposure) -> str:
    return f"open since {day(exposure.since)}" if exposure.since else "open"


def _cited(listing: Listing) -> str:
    cited = citation(listing)
    return f" ({cited})" if cited else ""


def _terms(listing: Listing) -> str:
    """The columns that say what needs a license, each as a sentence and a space."""
    entry = listing.entry
    said = [
        f"License requirement: {entry.license_requirement.rstrip('.')}." if entry.license_requirement else "",
        f"License review policy: {entry.license_review_policy.rstrip('.')}." if entry.license_review_policy else "",
        f"Footnote {', '.join(entry.footnotes)}." if entry.footnotes else "",
    ]
    return "".join(f"{part} " for part in said if part)
