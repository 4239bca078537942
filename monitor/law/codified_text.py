"""Places of the CFR: which amendment touches which paragraph, and what an eCFR capture shows of it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.calendar import EASTERN
from monitor.law import Evidence, SnapshotSeen
from parsers.citations import read_cfr_reference
from parsers.model import Action, CfrReference, CodifiedProvision, EffectiveDateNote

IN_FORCE, STAYED, NOT_IN_FORCE = "in-force", "stayed", "not-in-force"
STAYS = (Action.STAY, Action.SUSPEND)
# A row or text that still shows what a document changed is behind, not in conflict, for so long after publication.
# Measured: one to three business days; a lapse of federal funding made it weeks once (October 2025).
INCORPORATION_LAG = timedelta(days=14)
_PLACE = re.compile(
    r"\s*(?P<title>\d+)\s+CFR\s+(?P<place>[\w.-]+?)(?:\s+(?P<supplement>(?:Supplement|Supp\.|Appendix)\s.*?))?"
    r"(?P<paragraphs>(?:\([^()\s]+\))*)(?:,\s*(?P<detail>.+?))?\s*",
    re.IGNORECASE,
)


def read_target(target: str) -> CfrReference:
    """The place that a ``[[provisions]]`` table names, in the form that ``str(CfrReference)`` gives. Raises
    ValueError.
    """
    if found := _PLACE.fullmatch(target):
        place, supplement = found["place"], found["supplement"]
        if supplement and supplement[0] in "Ss":
            supplement = supplement.split()[-1]
        part, _, _ = place.partition(".")
        paragraphs = tuple(re.findall(r"\(([^()\s]+)\)", found["paragraphs"]))
        section = place if "." in place else None
        return CfrReference(int(found["title"]), part, section, supplement, paragraphs, found["detail"])
    if reference := read_cfr_reference(target):
        return reference
    raise ValueError(f"{target!r} is not a place in the CFR: write it like 15 CFR 744.11(a)(1)")


def touches(amended: CfrReference, target: CfrReference) -> str:
    """``"whole"``: the amendment is about all of the target; ``"part"``: about something inside it; ``""``: about
    neither.
    """
    if amended.covers(target):
        if amended.detail is None:
            return "whole"
        if (
            amended.paragraphs == target.paragraphs
            and amended.section == target.section
            and amended.supplement == target.supplement
        ):
            return "whole" if _same_detail(amended.detail, target.detail) else "part" if target.detail is None else ""
        return ""  # the introductory text of (a) is not (a)(1)
    if target.covers(amended) and target.detail is None:
        return "part"
    return ""


def _same_detail(a: str, b: str | None) -> bool:
    return b is not None and " ".join(a.lower().split()) == " ".join(b.lower().split())


def prints(text: str, amended: CfrReference, target: CfrReference) -> bool:
    """Whether a text printed for a wider place holds the designations that lead down to the target, in order."""
    at = 0
    for designation in target.paragraphs[len(amended.paragraphs) :]:
        found = text.find(f"({designation})", at)
        if found < 0:
            return False
        at = found
    return True


@dataclass(frozen=True, slots=True)
class TextCapture:
    """What one eCFR capture shows of one place."""

    day: date
    present: bool | None  # None: the capture does not hold the section or supplement at all
    stays: tuple[EffectiveDateNote, ...]  # notes of stays of the whole place
    delayed: bool  # a note delays its effective date
    observed_at: datetime
    evidence: Evidence

    def state(self, on: date) -> str | None:
        """The state that it gives for a day not before its own; None where it does not tell."""
        if self.present is None or (self.present and self.delayed):
            return None
        if not self.present:
            return NOT_IN_FORCE
        return STAYED if any(n.until is None or on <= n.until for n in self.stays) else IN_FORCE


def capture_day(seen: SnapshotSeen) -> date:
    """The day whose text a capture shows; the day of reading where the source does not say."""
    return seen.snapshot.as_of or seen.observed_at.astimezone(EASTERN).date()


def read_capture(seen: SnapshotSeen, target: CfrReference) -> TextCapture:
    notes = [n for n in seen.snapshot.notes if any(touches(t, target) == "whole" for t in n.targets)]
    return TextCapture(
        day=capture_day(seen),
        present=_shows(seen, target),
        stays=tuple(n for n in notes if n.action in STAYS),
        delayed=any(n.action is Action.DELAY for n in notes),
        observed_at=seen.observed_at,
        evidence=seen.evidence,
    )


def _shows(seen: SnapshotSeen, target: CfrReference) -> bool | None:
    held = part_held = False
    for provision in seen.snapshot.provisions:
        place = provision.target
        if (place.title, place.part) != (target.title, target.part):
            continue
        part_held = True
        if (place.section, place.supplement) != (target.section, target.supplement):
            continue
        held = True
        if target.detail is None:
            if provision.text.strip() and (
                target.covers(place) or (place.detail is None and _printed_in(provision, target))
            ):
                return True
        elif (
            place.paragraphs == target.paragraphs
            and place.detail is not None
            and _same_detail(place.detail, target.detail)
        ):
            return True
    return False if held or (part_held and target.supplement is not None) else None


def _printed_in(provision: CodifiedProvision, target: CfrReference) -> bool:
    return provision.target.covers(target) and prints(provision.text, provision.target, target)
