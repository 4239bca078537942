"""Which document a citation in a list's citation column names, and the day that follows from it. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from monitor.law import Rendition
from monitor.law.chains import long_date, volume_and_page

_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\b")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTHS = {long_date(date(2000, n, 1)).split()[1][:3].lower(): n for n in range(1, 13)}
_LONG = re.compile(r"\b([A-Z][a-z]{2})[a-z]*\.?\s+(\d{1,2}),\s+(\d{4})")


class CitationJoin:
    """Citations to documents by volume and page range (``start_page <= page <= end_page``).

    ``acts``: by document number, the days on which a read document acts on the list and the names that it acts on.
    ``dates``: publication dates by citation, where the source prints them beside it.
    """

    def __init__(
        self,
        renditions: Iterable[Rendition],
        acts: Mapping[str, Sequence[tuple[date, str]]],
        dates: Mapping[str, date] | None = None,
    ) -> None:
        self._volumes: dict[int, list[tuple[int, int, Rendition]]] = defaultdict(list)
        self._acts = acts
        self._dates = dates or {}
        for rendition in renditions:
            place = volume_and_page(
                (rendition.rule.citation if rendition.rule else None) or rendition.evidence.citation or ""
            )
            volume = rendition.volume or (place[0] if place else None)
            start = rendition.start_page or (place[1] if place else None)
            if volume and start:
                self._volumes[volume].append((start, rendition.end_page or start, rendition))
        for pages in self._volumes.values():
            pages.sort(key=lambda p: (p[0], p[1], p[2].document_number))
        self._found: dict[str, Rendition | None] = {}
        self._printed: dict[str, date | None] = {}

    def rendition(self, citation: str) -> Rendition | None:
        """The read document that the citation falls into; on a page that two share, the one that begins there."""
        if citation not in self._found:
            place = volume_and_page(citation)
            holding = (
                [r for start, end, r in self._volumes.get(place[0], ()) if start <= place[1] <= end] if place else []
            )
            self._found[citation] = holding[-1] if holding else None
        return self._found[citation]

    def document(self, citation: str) -> str | None:
        found = self.rendition(citation)
        return found.document_number if found else None

    def printed(self, citation: str) -> date | None:
        """The publication date: that of the document, or the one printed beside the citation."""
        if citation not in self._printed:
            found = self.rendition(citation)
            day = (
                (found.rule.publication_date if found.rule else None) or found.evidence.publication_date
                if found
                else None
            )
            self._printed[citation] = day or printed_date(citation) or self._dates.get(citation)
        return self._printed[citation]

    def day(self, citation: str) -> tuple[date | None, str]:
        """The day that an entry is listed or revised by a citation, and in words where that comes from."""
        found = self.rendition(citation)
        cite = self.plain(citation)
        if found is not None:
            days = [on for on, _ in self.acts(found.document_number)]
            if days:
                return min(days), f"since the effective date of {cite}"
        printed = self.printed(citation)
        if printed is not None:
            return printed, f"since the publication date of {cite}; its effective date was not read"
        return None, f"since {cite}, whose date was not read"

    def acts(self, document: str) -> Sequence[tuple[date, str]]:
        """What a read document does on the list: day and name."""
        return self._acts.get(document, ())

    def last_page(self) -> tuple[int, int]:
        """The latest place that a read document holds."""
        return max(((v, end) for v, pages in self._volumes.items() for _, end, _ in pages), default=(0, 0))

    @staticmethod
    def plain(citation: str) -> str:
        """``90 FR 14048``, without the date beside it."""
        place = volume_and_page(citation)
        return f"{place[0]} FR {place[1]}" if place else citation

    @staticmethod
    def order(citation: str) -> tuple[int, int]:
        """The place in the Federal Register; also the order in time."""
        return volume_and_page(citation) or (0, 0)


def printed_date(citation: str) -> date | None:
    """The date beside a citation, in any of the forms that the lists use ("3/28/25", "Dec. 5, 2024", ISO); None if
    none is readable.
    """
    try:
        if found := _ISO.search(citation):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _SLASHED.search(citation):
            year = int(found[3])
            return date(year + (0 if year > 99 else 1900 if year > 70 else 2000), int(found[1]), int(found[2]))
        if (found := _LONG.search(citation)) and found[1].lower() in _MONTHS:
            return date(int(found[3]), _MONTHS[found[1].lower()], int(found[2]))
    except ValueError:
        return None
    return None
