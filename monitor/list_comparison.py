"""The Consolidated Screening List against what documents and the CFR give: names only, noise told apart. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from monitor.chains import long_date
from monitor.codified_text import INCORPORATION_LAG, capture_day
from monitor.entry_identity import fold_name, name_key, names_of
from monitor.law import Finding, ListingVersion, SnapshotSeen
from monitor.list_replay import CODIFIED
from parsers.model import ListEntry

_SHOWN = 12


def compare(snapshots: Sequence[SnapshotSeen], versions: Iterable[ListingVersion]) -> Iterator[Finding]:
    """One finding per codified list for the newest list file that holds it: names that either side has alone.

    About two percent differ for years in spelling ("FZO"/"FZCO", Huawei's affiliates as rows of their own); they are
    ``info``.
    """
    versions = list(versions)
    for name in sorted(CODIFIED):
        holding = [
            s for s in snapshots if s.snapshot.source != "ecfr" and any(e.list is name for e in s.snapshot.entries)
        ]
        if not holding:
            continue
        newest = max(holding, key=lambda s: (capture_day(s), s.observed_at))
        day = capture_day(newest)
        rows = [e for e in newest.snapshot.entries if e.list is name]
        listed = [v for v in versions if v.entry.list is name and _covers(v, day)]
        settled = [v for v in listed if (v.listed_since or date.min) <= day - INCORPORATION_LAG and v.confirmed]
        file_only = _without(rows, [v.entry for v in listed])
        law_only = _without([v.entry for v in settled], rows)
        if file_only or law_only:
            what = (
                f"the list file of {long_date(day)} and the law read differ on names: "
                f"only in the file {_some(file_only)}; "
                f"only in the law {_some(law_only)}"
            )
            yield Finding(f"{name}:list-file-disagrees", "list-file-disagrees", "info", what, (newest.evidence,), name)


def unincorporated(snapshots: Sequence[SnapshotSeen]) -> Iterator[Finding]:
    """Editorial notes of the newest eCFR capture that say an amendment could not be incorporated."""
    captures = [s for s in snapshots if s.snapshot.source == "ecfr"]
    if not captures:
        return
    newest = max(captures, key=lambda s: (capture_day(s), s.observed_at))
    for note in newest.snapshot.notes:
        if note.action is None and "could not be incorporated" in note.text:
            key = f"not-incorporated-note:{note.where}:{note.citation}"
            what = f"the eCFR says at {note.where}: {note.text}"
            yield Finding(key, "not-incorporated-note", "warning", what, (newest.evidence,))


def _covers(version: ListingVersion, day: date) -> bool:
    return (version.since or date.min) <= day <= (version.until or date.max)


def _without(entries: Iterable[ListEntry], others: Iterable[ListEntry]) -> list[str]:
    """Names of entries that the others have under no name, alias or longer or shorter form."""
    known = {name_key(n) for e in others for n in names_of(e)}
    starts = {fold_name(e.name)[:12] for e in others}
    missing = []
    for entry in entries:
        names = {name_key(n) for n in names_of(entry)} | {name_key(_last_part(entry.name))}
        if not names & known:
            close = fold_name(entry.name)[:12] in starts
            missing.append(f"{entry.name}{' (a like name is there)' if close else ''}")
    return missing


def _last_part(name: str) -> str:
    """The screening list writes "Huawei Technologies Co., Ltd. (Huawei). Affiliated Entity: Shanghai Huawei ..."."""
    return name.rpartition("Affiliated Entity:")[2]


def _some(names: Sequence[str]) -> str:
    if not names:
        return "nothing"
    shown = "; ".join(names[:_SHOWN])
    return f"{len(names)} ({shown}{'; ...' if len(names) > _SHOWN else ''})"
