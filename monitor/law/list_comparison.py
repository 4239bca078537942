"""The Consolidated Screening List against what documents and the CFR give: names only, noise told apart. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from monitor.law import Finding, ListingVersion, SnapshotSeen
from monitor.law.codified_text import INCORPORATION_LAG, capture_day
from monitor.law.entry_identity import fold_name, name_key, names_of
from monitor.law.row_citations import Capture, CaptureKind
from parsers.model import ListEntry

_SHOWN = 12


def compare(captures: Iterable[Capture], versions: Sequence[ListingVersion]) -> Iterator[Finding]:
    """What the newest list file and the law read have alone of one codified list: names, as a single finding.

    About two percent differ for years in spelling ("FZO"/"FZCO"; rows of their own for Huawei's affiliates): ``info``.
    """
    files = [c for c in captures if c.kind is CaptureKind.NAMES and c.rows]
    if not files:
        return
    newest = max(files, key=lambda c: (c.on, c.order))
    listed = [v for v in versions if (v.since or date.min) <= newest.on <= (v.until or date.max)]
    settled = [v for v in listed if (v.listed_since or date.min) <= newest.on - INCORPORATION_LAG and v.confirmed]
    file_only = _without(newest.rows, [v.entry for v in listed])
    law_only = _without([v.entry for v in settled], newest.rows)
    if file_only or law_only:
        name = newest.rows[0].list
        what = (
            f"{newest.name} and the law read differ on names of the {name}: only in the file {_some(file_only)}; "
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
