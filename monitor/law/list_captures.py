"""Captures of a list against the state that the documents give: the first one is the baseline, later ones
reconcile. Pure.

What a captured row means, and on what ground:

* The codified text is prima facie evidence of the law (44 U.S.C. 1510(e)): a row that no document read explains is a
  listing. Its ``since`` is the effective date of the document that its oldest citation names, if that was read, and
  else the publication date beside that citation, which is at most some days off; the listing's note says which.
* A row joins a document where volume and page agree (``start_page <= page <= end_page``): the rows of one rule cite
  the page of the amendment, not always its first page.
* A row that vanishes is a finding, never a removal: only a document removes. The entry stays listed, not confirmed. A
  row that vanishes while its name appears within another row was folded into it.
* A row that still shows what a document changed is behind, not in conflict, until ``INCORPORATION_LAG`` after
  publication (measured: one to three business days, longer in a lapse of funding).
* Differences in punctuation, spaces and the order of aliases are editorial (461 rows in four months of 2026): ignored.
* The Consolidated Screening List confirms names of codified lists, nothing else: its citations, dates and license
  texts differ from the CFR's (1,763 of 2,950 compared). A row of it is a listing, not confirmed, where there is no
  codified text at all, or where it cites a later page than anything read.
* List files (the Consolidated Screening List, the Denied Persons List) are the state of lists that no codified text
  holds; there a row that leaves the file leaves the list, but a file that shrinks by more than ``SHRINK_GUARD`` is an
  incident and removes nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from monitor.law.chains import DAY, Chain, Version, called
from monitor.law.citation_join import CitationJoin
from monitor.law.codified_text import INCORPORATION_LAG
from monitor.law.entry_identity import differences, likeness, name_key, names_of, near_name, same_cell, same_name
from monitor.law.list_state import ListState
from monitor.law.row_citations import Capture, CaptureKind, RowCitations
from parsers.model import ListEntry

SHRINK_GUARD = 0.05  # of the rows
_NAMED = 5
SHRINK_FLOOR = 3  # rows that a short list may lose at once


class Reconciliation:
    """One list's state, brought together with its captures in the order of their days."""

    def __init__(self, state: ListState, join: CitationJoin) -> None:
        self.state = state
        self.join = join
        self.cites = RowCitations(join)
        self._unread: dict[tuple[str, str], list[str]] = defaultdict(list)  # names by kind of finding and citation
        self._last: Capture | None = None
        self._pages: tuple[int, int] | None = None

    def apply(self, capture: Capture) -> None:
        if capture.kind is CaptureKind.NAMES:
            for row in capture.rows:
                self._name_only(row, capture)
            return
        if self._shrunk(capture):
            return
        rows, chains = self._pair(capture)
        for row in rows:
            self._lone_row(row, capture)
        within = (
            {name_key(n): row for row in capture.rows for inner in row.sub_entities for n in names_of(inner)}
            if chains
            else {}
        )
        for chain in chains:
            self._lone_chain(chain, capture, within)
        self.state.captured = True
        self._last, self._pages = capture, None

    def _shrunk(self, capture: Capture) -> bool:
        """A capture that lost a good part of its rows at once shows a fault of the source, not removals."""
        last = self._last
        if last is None:
            return False
        since = last.on - INCORPORATION_LAG
        removed = sum(1 for c in self.state.chains if c.row is not None and (c.periods[-1].ends or date.min) >= since)
        if len(last.rows) - len(capture.rows) - removed <= max(SHRINK_GUARD * len(last.rows), SHRINK_FLOOR):
            return False
        what = (
            f"{capture.name} has {len(capture.rows)} rows where {last.name} had {len(last.rows)}: "
            "not used, nobody is taken as removed"
        )
        self.state.find("list-shrunk", "warning", str(capture.on), what, [capture.evidence])
        return True

    # -- pairing rows with entries

    def _pair(self, capture: Capture) -> tuple[list[ListEntry], list[Chain]]:
        """Pair what is plainly the same, compare it, and return the rows and live entries that are left over."""
        live: dict[tuple[str, str], list[Chain]] = defaultdict(list)
        for chain in self.state.chains:
            if chain.live:
                live[chain.country, name_key(chain.entry.name)].append(chain)
        groups: dict[tuple[str, str], list[ListEntry]] = defaultdict(list)
        for row in capture.rows:
            groups[self.state.country_of(row), name_key(row.name)].append(row)
        rows: list[ListEntry] = []
        for place, group in groups.items():
            candidates = live.get(place, [])
            for row in group:
                if candidates:
                    chain = candidates[0] if len(candidates) == len(group) == 1 else _likest(row, candidates, group)
                    candidates.remove(chain)
                    self._matched(chain, row, capture)
                else:
                    rows.append(row)
        chains = [chain for left in live.values() for chain in left]
        if rows and chains and self.state.by_country:
            self._pair_doubtful(rows, chains, capture)
        return rows, chains

    def _pair_doubtful(self, rows: list[ListEntry], chains: list[Chain], capture: Capture) -> None:
        """Misprints, renamed and moved entries: tied where there is a single candidate, and reported."""
        for chain in list(chains):
            here = [r for r in rows if self.state.country_of(r) == chain.country]
            calls = {name_key(n) for n in names_of(chain.entry)} | chain.other_names
            near = [r for r in here if same_cell(r, chain.row or chain.entry) or near_name(r.name, chain.entry.name)]
            renamed = [r for r in here if calls & {name_key(n) for n in names_of(r)} and self._same_rules(chain, r)]
            moved = [r for r in rows if same_name(r.name, chain.entry.name) and self._same_rules(chain, r)]
            found = next((f for f in (near, renamed, moved) if len(f) == 1), None)
            if found is None:
                continue
            row = found[0]
            rows.remove(row)
            chains.remove(chain)
            kind = "near-name" if found is near else "renamed" if found is renamed else "other-heading"
            what = f"{capture.name} has {called(row)} for {called(chain.entry)}"
            self.state.find(
                kind, "info", f"{name_key(chain.entry.name)}:{name_key(row.name)}", what, [capture.evidence], chain
            )
            self.state.call(chain, row.name)
            self._matched(chain, row, capture)

    def _same_rules(self, chain: Chain, row: ListEntry) -> bool:
        """Whether an entry and a row come from the same documents, by the citation column."""
        if chain.row is not None and set(chain.row.citations) & set(row.citations):
            return True
        return any(document in chain.documents for document in self.cites.documents(row))

    # -- an entry and its row

    def _matched(self, chain: Chain, row: ListEntry, capture: Capture) -> None:
        state = self.state
        if chain.missing_note:
            chain.missing_note = ""
            state.unfind("missing-from-capture", chain)
        if not chain.touched and (chain.row is row or chain.row == row):
            return
        previous, chain.row = chain.row, row
        if previous is None:
            chain.seen(capture.seen.observed_at, row)
            if chain.origin == "name-only":
                chain.periods[-1], chain.origin = self.cites.period(row, capture, first=self._last is None), "row"
                chain.touched = False
                return
            if chain.origin == "revised" and chain.periods[-1].listed_since is None:
                self._earlier_life(chain, row, capture)
        differing = differences(chain.entry, row)
        if not differing:
            chain.touched = False
            chain.confirm(capture.evidence)
            if not chain.current.confirmed:
                self._adopt(chain, row, capture, f"confirmed by {capture.name}", None)
        elif not capture.codified:
            self._adopt(chain, row, capture, f"wording of {capture.name}", None)
        else:
            self._differing(chain, row, capture, previous, ", ".join(differing))

    def _differing(
        self, chain: Chain, row: ListEntry, capture: Capture, previous: ListEntry | None, columns: str
    ) -> None:
        """The row says something else than the entry: newer than what was read, older, or neither."""
        state = self.state
        newest = self.cites.newest(row)
        about = name_key(chain.entry.name)
        known = self.join.document(newest) if newest else None
        if (
            newest
            and known not in chain.documents
            and newest not in (previous.citations if previous else ())
            and not self._outdated(chain, newest)
        ):
            self._unexplained("unexplained-revision", chain, row, newest, capture)
            self._adopt(chain, row, capture, f"wording of {capture.name}", newest)
            return
        shown = set(self.cites.documents(row))
        behind = [
            d for d, printed in chain.documents.items() if d not in shown and not self.cites.cites_later(row, printed)
        ]
        if chain.text_missing or (behind and all(self._lagging(chain.documents[d], capture) for d in behind)):
            return  # not incorporated, for now or because there was no text: looked at again with the next capture
        chain.touched = False
        if behind:
            what = f"{capture.name} does not show what {', '.join(behind)} ordered for “{row.name}” ({columns} differ)"
            state.find("not-incorporated", "warning", f"{about}:{behind[-1]}", what, [capture.evidence], chain)
        elif chain.current.from_capture:
            what = f"{capture.name} has “{row.name}” with other {columns} than before, without a new citation"
            state.find("unexplained-revision", "warning", f"{about}:{capture.on}", what, [capture.evidence], chain)
            self._adopt(chain, row, capture, f"wording of {capture.name}; no document was read for it", None)
        else:
            source = chain.current.evidence.citation or chain.current.evidence.document_number
            what = (
                f"{capture.name} words “{row.name}” otherwise than {source}: {columns} differ; "
                "the document's words are kept"
            )
            state.find("wording-differs", "info", about, what, [capture.evidence], chain)

    def _adopt(self, chain: Chain, row: ListEntry, capture: Capture, note: str, citation: str | None) -> None:
        since = self.join.day(citation)[0] if citation else None
        on = since if since and since > (chain.current.since or date.min) else capture.on
        evidence = self.cites.evidence(citation, capture) if citation else capture.evidence
        self.state.revise(chain, Version(on, row, evidence, from_capture=True, note=note))
        chain.text_missing = chain.touched = False

    def _earlier_life(self, chain: Chain, row: ListEntry, capture: Capture) -> None:
        """The citations of a row tell since when an entry is listed whose revision was the first thing read of it."""
        oldest = self.cites.oldest(row)
        if oldest is None or self.join.document(oldest) in chain.documents:
            return
        since, ground = self.join.day(oldest)
        period = chain.periods[-1]
        period.listed_since = since
        note = f"{ground}; the wording before its revision was not read"
        period.versions[0] = replace(
            period.versions[0], since=since, history=(self.cites.evidence(oldest, capture),), note=note
        )
        self.state.unfind("unknown-entry", chain)

    # -- a row without an entry

    def _lone_row(self, row: ListEntry, capture: Capture) -> None:
        state = self.state
        country = state.country_of(row)
        closed = max(
            self._closed(row, country),
            key=lambda c: (c.periods[-1].ends or date.min, likeness(c.entry, row)),
            default=None,
        )
        if (closed is not None and not self._listed_again(closed, row, capture)) or self._ahead(row, capture):
            return
        period = self.cites.period(row, capture, first=self._last is None, again=closed is not None)
        if closed is not None:
            closed.periods.append(period)
            closed.folded_into = None
            chain = closed
        else:
            chain = state.open(period.versions[0], "row", capture.seen.observed_at)
            chain.periods[-1] = period
        chain.row, chain.touched = row, False
        chain.confirm(capture.evidence)
        newest = self.cites.newest(row)
        read = newest is not None and self.join.document(newest) is not None
        if capture.codified and (read or self._last is not None):
            self._unexplained("unexplained-row", chain, row, newest, capture)

    def _unexplained(self, kind: str, chain: Chain, row: ListEntry, newest: str | None, capture: Capture) -> None:
        """A row that no instruction read explains: by itself if its document was read, else with all others by it."""
        if newest is None or self.join.document(newest) is not None:
            cite = self.join.plain(newest) if newest else "no citation"
            what = f"{capture.name} has {called(row)} by {cite}; no instruction read orders that"
            about = f"{self.state.country_of(row)}:{name_key(row.name)}:{newest}"
            self.state.find(kind, "warning", about, what, [capture.evidence], chain)
            return
        names = self._unread[kind, newest]
        names.append(called(row))
        shown = ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
        rows = "1 row" if len(names) == 1 else f"{len(names)} rows"
        rows += " in other words" if kind == "unexplained-revision" else " more"
        what = f"{capture.name} has {rows} by {self.join.plain(newest)}, which was not read: {shown}"
        self.state.find(kind, "warning", newest, what, [capture.evidence], chain if len(names) == 1 else None)

    def _closed(self, row: ListEntry, country: str) -> list[Chain]:
        """Removed entries that the row may stand for: of that name, or known only from a removal that misprints it."""
        return self.state.named(row.name, country, live=False) or [
            c
            for c in self.state.removal_only
            if not c.live and c.country == country and near_name(c.entry.name, row.name)
        ]

    def _name_only(self, row: ListEntry, capture: Capture) -> None:
        """A name that only the screening list has: a listing, not confirmed, if nothing that was read could have it.

        The other names that it has alone are spelled otherwise; ``list_comparison`` reports them together.
        """
        newest, horizon = self.cites.newest(row), self._horizon()
        known = self.state.named(row.name)
        for chain in known:
            if (chain.current.since or date.min) <= capture.on:
                chain.confirm(capture.evidence)
        if known or (horizon is not None and (newest is None or self.join.order(newest) <= horizon)):
            return
        since, ground = self.join.day(newest) if newest else (None, "")
        note = f"seen in {capture.name} only" + (f"; {ground}" if ground else "")
        version = Version(since, row, capture.evidence, from_capture=True, confirmed=False, note=note)
        chain = self.state.open(version, "name-only", capture.seen.observed_at)
        if horizon is not None and newest is not None:
            cite = self.join.plain(newest)
            what = f"{capture.name} has {called(row)} by {cite}, which was not read: no document or codified row has it"
            about = f"{self.state.country_of(row)}:{name_key(row.name)}"
            self.state.find("list-file-only", "warning", about, what, [capture.evidence], chain)

    def _horizon(self) -> tuple[int, int] | None:
        """The latest page of the Federal Register that documents and codified rows reach; None without any codified
        text.
        """
        if self._last is None:
            return None
        if self._pages is None:
            cited = [self.join.order(c) for row in self._last.rows for c in row.citations]
            self._pages = max([*cited, self.join.last_page()], default=(0, 0))
        return self._pages

    def _listed_again(self, chain: Chain, row: ListEntry, capture: Capture) -> bool:
        """Whether a row stands for a new listing of a removed entry; else it is the old one, still printed."""
        ended_by = chain.periods[-1].ended_by
        printed = ended_by.publication_date if ended_by else None
        if capture.kind is CaptureKind.STATE:
            return capture.on > (chain.periods[-1].ends or date.min)
        if self.cites.cites_later(row, printed) and chain.row != row:
            return True
        if capture.codified and not self._lagging(printed, capture):
            cite = (ended_by.citation or ended_by.document_number) if ended_by else "a document"
            what = f"{capture.name} still has {called(row)}, which {cite} removed"
            self.state.find(
                "still-in-capture", "warning", f"{chain.country}:{name_key(row.name)}", what, [capture.evidence], chain
            )
        return False

    def _ahead(self, row: ListEntry, capture: Capture) -> bool:
        """Whether a read document orders this row for a day after the capture's: its instruction will open the
        entry.
        """
        return any(
            on > capture.on and same_name(name, row.name)
            for document in self.cites.documents(row)
            for on, name in self.join.acts(document)
        )

    # -- an entry without a row

    def _lone_chain(self, chain: Chain, capture: Capture, within: dict[str, ListEntry]) -> None:
        state, entry = self.state, chain.entry
        if chain.text_missing or any(self._lagging(printed, capture) for printed in chain.documents.values()):
            return
        keeper = within.get(name_key(entry.name))
        kept = (
            [c for c in state.named(keeper.name, state.country_of(keeper)) if c is not chain]
            if keeper is not None
            else []
        )
        if keeper is not None and kept:
            newest = self.cites.newest(keeper)
            since = self.join.day(newest)[0] if newest else None
            chain.folded_into = kept[0]
            chain.close((since or capture.on) - DAY, capture.evidence, "folded")
            what = f"{capture.name} has “{entry.name}” within “{keeper.name}” and no longer by itself"
            state.find(
                "folded-in-capture", "info", f"{chain.country}:{name_key(entry.name)}", what, [capture.evidence], chain
            )
        elif not capture.codified:
            if chain.row is not None:
                chain.close(capture.on - DAY, capture.evidence, "left the list file")
        elif not chain.missing_note:
            chain.missing_note = f"not in {capture.name}, and no document that removes it was read"
            what = f"{called(entry)} is {chain.missing_note}: still shown as listed, not confirmed"
            state.find(
                "missing-from-capture",
                "warning",
                f"{chain.country}:{name_key(entry.name)}",
                what,
                [capture.evidence],
                chain,
            )

    # -- citations and dates

    def _outdated(self, chain: Chain, newest: str) -> bool:
        """Whether a row's newest citation is older than a document that the entry already reflects."""
        cited = self.join.printed(newest)
        applied = [d for d in chain.documents.values() if d is not None]
        return bool(applied) and cited is not None and cited <= max(applied)

    def _lagging(self, printed: date | None, capture: Capture) -> bool:
        return capture.codified and (printed is None or printed > capture.on - INCORPORATION_LAG)


def _likest(row: ListEntry, candidates: Sequence[Chain], group: Sequence[ListEntry]) -> Chain:
    """Among entries of one name and heading, the one whose captured row or wording this row repeats."""

    def score(chain: Chain) -> tuple[bool, int, int]:
        known = chain.row or chain.entry
        own = likeness(known, row)
        return known == row, own - max((likeness(known, r) for r in group if r is not row), default=0), own

    return max(candidates, key=score)
