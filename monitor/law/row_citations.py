"""A capture's rows and what their citation column tells: by which documents, and since when. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from monitor.law import Evidence, SnapshotSeen
from monitor.law.chains import Period, Version, long_date
from monitor.law.citation_join import CitationJoin
from parsers.model import ListEntry


class CaptureKind(StrEnum):
    CODIFIED = "codified"  # the text of the CFR
    STATE = "state"  # a list file that is itself the list
    NAMES = "names"  # a list file that repeats a codified list


@dataclass(frozen=True, slots=True)
class Capture:
    """The rows of one list in a capture."""

    on: date  # the day whose state it shows
    rows: tuple[ListEntry, ...]
    seen: SnapshotSeen
    kind: CaptureKind

    @property
    def evidence(self) -> Evidence:
        return self.seen.evidence

    @property
    def order(self) -> tuple[int, datetime, str]:
        """Among captures of one day: the codified text first, then as they were read."""
        return (self.kind is CaptureKind.NAMES, self.seen.observed_at, self.evidence.sha256 or "")

    @property
    def codified(self) -> bool:
        return self.kind is CaptureKind.CODIFIED

    @property
    def name(self) -> str:
        return f"the {'eCFR' if self.codified else 'list file'} of {long_date(self.on)}"


class RowCitations:
    """What the citation columns of one list's captures tell."""

    def __init__(self, join: CitationJoin) -> None:
        self.join = join
        self._cited: dict[str, Evidence] = {}

    def documents(self, row: ListEntry) -> list[str]:
        return [document for c in row.citations if (document := self.join.document(c)) is not None]

    def newest(self, row: ListEntry) -> str | None:
        return max(row.citations, key=self.join.order, default=None)

    def oldest(self, row: ListEntry) -> str | None:
        return min(row.citations, key=self.join.order, default=None)

    def cites_later(self, row: ListEntry, printed: date | None) -> bool:
        newest = self.newest(row)
        cited = self.join.printed(newest) if newest else None
        return cited is not None and printed is not None and cited > printed

    def evidence(self, citation: str, capture: Capture) -> Evidence:
        """The document that a citation names, or, where it was not read, the capture that cites it."""
        if (rendition := self.join.rendition(citation)) is not None:
            return rendition.evidence
        if citation not in self._cited:
            volume, page = self.join.order(citation)
            url = f"https://www.federalregister.gov/citation/{volume}-FR-{page}"
            printed = self.join.printed(citation)
            self._cited[citation] = replace(
                capture.evidence, citation=f"{volume} FR {page}", url=url, publication_date=printed
            )
        return self._cited[citation]

    def period(self, row: ListEntry, capture: Capture, *, first: bool, again: bool = False) -> Period:
        """A time on the list as the row's citation column tells it: listed by the oldest citation, worded by the
        newest.
        """
        if not capture.codified:
            since = None if first else capture.on
            ground = f"in {capture.name}, the first that was read" if first else f"first seen in {capture.name}"
            return Period([Version(since, row, capture.evidence, from_capture=True, note=ground)], since)
        citations = sorted(row.citations, key=self.join.order)
        if again:
            citations = citations[-1:]
        since, ground = (
            self.join.day(citations[0]) if citations else (None, f"in {capture.name}, which cites no document for it")
        )
        if since is None and not first:
            since, ground = capture.on, f"first seen in {capture.name}"
        cited = [self.evidence(c, capture) for c in citations] or [capture.evidence]
        revised, by = self.join.day(citations[-1]) if citations else (None, "")
        if not revised or not since or revised <= since:
            return Period([Version(since, row, cited[-1], tuple(cited[:-1]), from_capture=True, note=ground)], since)
        unread = f"{ground}; the wording before {long_date(revised)} was not read"
        now = f"{ground}; in these words {by}"
        return Period(
            [
                Version(since, row, cited[0], from_capture=True, note=unread),
                Version(revised, row, cited[-1], tuple(cited[1:-1]), from_capture=True, note=now),
            ],
            since,
        )
