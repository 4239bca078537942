"""Lists that exist as files only (SDN, SSI, ISN, debarred parties ...): each capture is the state of its day. Pure.

No document is read for them, so their dates are those of the captures: an entry of the first one is listed since an
unknown day, a later one since the day on which a capture first had it, and one that is gone left the list on the day
of the first capture without it. A file that loses more than ``SHRINK_GUARD`` of a list at once shows a fault (15,000
SDN rows were missing on 2024-05-06): it is not used, and nobody is taken as removed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from monitor.law import Finding, ListingVersion
from monitor.law.chains import DAY, listing_key, long_date
from monitor.law.entry_identity import differences, fold_name
from monitor.law.list_captures import SHRINK_FLOOR, SHRINK_GUARD
from monitor.law.row_citations import Capture
from parsers.model import ListEntry, ListName


def replay_files(
    list_name: ListName, captures: Sequence[Capture]
) -> tuple[tuple[ListingVersion, ...], tuple[Finding, ...]]:
    """The versions of every entry, from captures in the order of their days."""
    past: list[ListingVersion] = []
    current: dict[str, ListingVersion] = {}
    findings: list[Finding] = []
    first = True
    for capture in sorted(captures, key=lambda c: (c.on, c.order)):
        lost = len(current) - len(capture.rows)
        if lost > max(SHRINK_GUARD * len(current), SHRINK_FLOOR):
            what = (
                f"the list file of {long_date(capture.on)} has {len(capture.rows)} rows of {list_name} where "
                f"{len(current)} are known: not used, nobody is taken as removed"
            )
            key = f"{list_name}:list-shrunk:{capture.on}"
            findings.append(Finding(key, "list-shrunk", "warning", what, (capture.evidence,), list_name))
            continue
        shown = _keyed(list_name, capture.rows)
        for key in [k for k in current if k not in shown]:
            gone = current.pop(key)
            last = capture.on - DAY
            past.append(
                replace(
                    gone,
                    until=last,
                    listed_until=last,
                    closed_by=capture.evidence,
                    closed_how="left the list file",
                    ended_by=capture.evidence,
                )
            )
        for key, row in shown.items():
            known = current.get(key)
            if known is None:
                current[key] = _opened(key, row, capture, first=first)
            elif known.entry is not row and known.entry != row and differences(known.entry, row):
                past.append(replace(known, until=capture.on - DAY, closed_by=capture.evidence, closed_how="revised"))
                current[key] = replace(
                    known,
                    entry=row,
                    since=capture.on,
                    opened_by=capture.evidence,
                    evidence=(*known.evidence, capture.evidence),
                )
        first = False
    return (*past, *current.values()), tuple(findings)


def _opened(key: str, row: ListEntry, capture: Capture, *, first: bool) -> ListingVersion:
    since = None if first else capture.on
    day = long_date(capture.on)
    note = f"in the list file of {day}, the first that was read" if first else f"first seen in the list file of {day}"
    return ListingVersion(
        key, row, since, None, capture.evidence, listed_since=since, evidence=(capture.evidence,), note=note
    )


def _keyed(list_name: ListName, rows: Sequence[ListEntry]) -> dict[str, ListEntry]:
    """The rows by key; rows of one name and heading are numbered in the order of what they say."""
    taken: Counter[str] = Counter()
    keyed: dict[str, ListEntry] = {}
    doubled: dict[str, list[ListEntry]] = {}
    for row in rows:
        plain = listing_key(str(list_name), fold_name(row.destination or ""), row.name)
        taken[plain] += 1
        if taken[plain] == 1:
            keyed[plain] = row
        else:
            doubled.setdefault(plain, [keyed[plain]]).append(row)
    for plain, same in doubled.items():
        ordered = sorted(same, key=lambda r: (r.addresses, r.aliases, r.citations, r.raw))
        for number, row in enumerate(ordered, 1):
            keyed[plain if number == 1 else f"{plain}#{number}"] = row
    return keyed
