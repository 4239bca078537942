"""Rows of a list table -> entries: the country carried down, continuation rows joined, columns told by their heads.

Used for Supplements No. 4, 6 and 7 to 15 CFR part 744 as the eCFR prints them. The same tables stand in rules, where
the same columns and the same cells occur.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from parsers.entries import Cell, read_entity_cell
from parsers.list_columns import (
    CitationCell,
    MarkedCell,
    read_citations,
    read_license_requirement,
    read_license_review_policy,
)
from parsers.model import ListEntry, ListName, ParseError, Problem
from parsers.numbers_in_words import number_of

#: Supplements to 15 CFR part 744 that are lists.
SUPPLEMENTS = {"4": ListName.ENTITY_LIST, "6": ListName.UNVERIFIED_LIST, "7": ListName.MEU_LIST}

_HEADS = {
    "destination": re.compile(r"country|destination", re.IGNORECASE),
    "entity": re.compile(r"entit|listed person|name", re.IGNORECASE),
    "requirement": re.compile(r"licen[sc]e\s+requirement", re.IGNORECASE),
    "policy": re.compile(r"review\s*policy|licen[sc]e\s+policy", re.IGNORECASE),
    "citation": re.compile(r"citation|federal\s+register", re.IGNORECASE),
}
_NO_PARTY = re.compile(r"\[?\s*reserved\b|the following\b|subordinate\b|\*", re.IGNORECASE)
_RESERVED = re.compile(r"\[?\s*reserved\s*\]?\.?", re.IGNORECASE)
_GROUP = re.compile(r"the following (?:(?P<count>\w+) )?subordinate \w+ of (?P<of>.+?):?", re.IGNORECASE)
_MARKER = re.compile(r"subordinate\s+institu\w*\s*:?", re.IGNORECASE)
_STRAYED = re.compile(r"(?<=[A-Za-z)])\s*\d{2,3} FR \d+.*\Z")
_LIKE_POLICY = re.compile(r"presumption of|policy of|case[- ]by[- ]case", re.IGNORECASE)
_LIKE_REQUIREMENT = re.compile(r"(?:for )?(?:all )?items (?:subject|on)\b", re.IGNORECASE)
_STARS = re.compile(r"[*\s]*")

# A few dozen texts make up nearly all of these columns.
_requirement = lru_cache(maxsize=512)(read_license_requirement)
_policy = lru_cache(maxsize=512)(read_license_review_policy)
_citations = lru_cache(maxsize=2048)(read_citations)


@dataclass(frozen=True, slots=True)
class ListTable:
    """The entries of one table. ``reserved``: country headings kept open without an entry (MEU List).

    ``dated``: the citations of all rows with the dates printed beside them, see :func:`agreed_dates`.
    """

    entries: tuple[ListEntry, ...]
    reserved: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    dated: tuple[tuple[str, date | None], ...] = ()


def columns_of(heads: Sequence[str], name: ListName) -> dict[str, int]:
    """Which column holds what, by the table's own heads. Raises ParseError where the entity column cannot be told."""
    found: dict[str, int] = {}
    for what, pattern in _HEADS.items():
        for index, head in enumerate(heads):
            if index not in found.values() and pattern.search(" ".join(head.split())):
                found[what] = index
                break
    wanted = {"destination", "entity", "citation"} | (
        {"requirement", "policy"} if name is ListName.ENTITY_LIST else set()
    )
    if missing := wanted - found.keys():
        raise ParseError(
            f"the table of the {name} has no column for {', '.join(sorted(missing))}; its heads are {list(heads)!r}"
        )
    return found


def list_entry(  # the columns of one row, in their printed order
    name: ListName,
    destination: str | None,
    cell: Cell,
    requirement: MarkedCell,
    policy: MarkedCell,
    citations: CitationCell,
) -> ListEntry:
    """An entry from what was read of its row. Entities listed within it carry its destination and terms."""
    footnotes = cell.footnotes + requirement.footnotes + policy.footnotes
    entry = ListEntry(
        list=name,
        destination=destination,
        name=cell.name,
        kind=cell.kind,
        aliases=cell.aliases,
        addresses=cell.addresses,
        license_requirement=requirement.text,
        license_review_policy=policy.text,
        footnotes=footnotes if len(footnotes) < 2 else tuple(dict.fromkeys(footnotes)),
        citations=citations.citations,
        raw=cell.raw,
    )
    if not cell.sub_entities:
        return entry
    subs = tuple(list_entry(name, destination, sub, requirement, policy, citations) for sub in cell.sub_entities)
    return replace(entry, sub_entities=subs)


@dataclass(slots=True)
class _Row:
    """One entry while its continuation rows are being collected."""

    where: str
    destination: str | None
    entity: str
    requirement: str
    policy: str
    citation: str
    inherits_citation: bool = False


@dataclass(slots=True)
class _Group:
    """ "The following ten subordinate institutions of X": the rows below it share its citation."""

    where: str
    stated: int | None
    citation: str
    rows: int = 0

    def problems(self) -> list[Problem]:
        if self.stated is None or self.stated == self.rows:
            return []
        return [Problem(self.where, f"announces {self.stated} subordinate institutions, {self.rows} follow")]


class _Rows:
    """The rows of one table while they are being collected, from the first to the last."""

    def __init__(self, name: ListName, heads: Sequence[str], where: str) -> None:
        columns = columns_of(heads, name)
        self._last = max(columns.values())
        self._destination, self._entity, self._citation = (columns[c] for c in ("destination", "entity", "citation"))
        self._requirement, self._policy = columns.get("requirement"), columns.get("policy")
        self._goes_on = name is ListName.ENTITY_LIST  # only there, a row can go on with the entry of the row before
        self._where = where
        self._number = 0
        self._country: str | None = None
        self._group: _Group | None = None
        self.rows: list[_Row] = []
        self.reserved: list[str] = []
        self.problems: list[Problem] = []

    def take(self, cells: Sequence[str]) -> None:
        self._number += 1
        if len(cells) <= self._last:
            if any(not _STARS.fullmatch(cell) for cell in cells):
                what = f"has {len(cells)} cells, so it was not read: {_short(cells)}"
                self.problems.append(Problem(f"{self._where}, row {self._number}", what))
            return
        if heading := " ".join(cells[self._destination].split()):
            self._country = heading
        row = _Row(
            f"{self._where}, {self._country or 'no country'}, row {self._number}",
            self._country,
            cells[self._entity],
            cells[self._requirement] if self._requirement is not None else "",
            cells[self._policy] if self._policy is not None else "",
            cells[self._citation],
        )
        stripped = row.entity.strip()
        if (not stripped or _NO_PARTY.match(stripped)) and self._names_no_party(" ".join(stripped.split()), row, cells):
            return
        bare = not (row.citation.strip() or row.requirement.strip() or row.policy.strip())
        if bare and self._goes_on and not heading and self.rows:
            self.rows[-1].entity += "\n" + row.entity
            return
        if self._group is not None and bare:
            row.citation, row.inherits_citation = self._group.citation, True
            self._group.rows += 1
        else:
            self.end_group()
        self.rows.append(row)

    def _names_no_party(self, folded: str, row: _Row, cells: Sequence[str]) -> bool:
        """Whether the row only parts or announces others: stars, a country kept open, the head of a group."""
        if _STARS.fullmatch(folded):
            if any(cell.strip(" *\n") for cell in (row.requirement, row.policy, row.citation)):
                self.problems.append(Problem(row.where, f"has no entity, but other cells: {_short(cells)}"))
        elif _RESERVED.fullmatch(folded):
            self.reserved.append(row.destination or "")
        elif found := _GROUP.fullmatch(folded):
            self.end_group()
            self._group = _Group(row.where, number_of(found["count"] or ""), row.citation)
        else:
            return _MARKER.fullmatch(folded) is not None  # "Subordinate institution:" announces the next row
        return True

    def end_group(self) -> None:
        if self._group is not None:
            self.problems.extend(self._group.problems())
            self._group = None


def read_list_rows(name: ListName, heads: Sequence[str], rows: Iterable[Sequence[str]], *, where: str) -> ListTable:
    """Entries of one table. Every row becomes part of an entry, is a country kept open, or is reported.

    ``rows``: the cells of each body row, newlines where the markup breaks a line, footnote marks as
    :func:`parsers.list_columns.mark_footnote` makes them.
    """
    collected = _Rows(name, heads, where)
    for cells in rows:
        collected.take(cells)
    collected.end_group()
    problems = collected.problems
    entries: list[ListEntry] = []
    dated: list[tuple[str, date | None]] = []
    for row in collected.rows:
        read = read_row(
            name, row.destination, row.entity, row.requirement, row.policy, row.citation, row.inherits_citation
        )
        entries.append(read.entry)
        dated.extend(read.dated)
        problems.extend(Problem(row.where, what, severity) for what, severity in read.problems)
    return ListTable(tuple(entries), tuple(collected.reserved), tuple(problems), tuple(dated))


def _short(cells: Sequence[str]) -> str:
    return repr(" | ".join(" ".join(cell.split()) for cell in cells))[:300]


@dataclass(frozen=True, slots=True)
class RowReading:
    """What one row says. ``problems``: sentences and their severity; ``dated``: its citations with their dates."""

    entry: ListEntry
    dated: tuple[tuple[str, date | None], ...]
    problems: tuple[tuple[str, str], ...]


@lru_cache(maxsize=8192)  # one day's list differs from the next in a few rows, and a reading cannot change
def read_row(  # the columns of one row, in their printed order
    name: ListName,
    destination: str | None,
    entity: str,
    requirement_cell: str,
    policy_cell: str,
    citation_cell: str,
    inherits_citation: bool = False,
) -> RowReading:
    """One row of a list table. Equal rows of two captures give the same entry, not only an equal one."""
    cell = read_entity_cell(entity)
    requirement, policy = _requirement(requirement_cell), _policy(policy_cell)
    citations = _citations(citation_cell)
    found: list[tuple[str, str]] = []
    if name is ListName.ENTITY_LIST:
        if _looks_like_policy(requirement.text) and _looks_like_requirement(policy.text):
            found.append((f"license requirement and review policy stand in each other's column: {cell.name!r}", "info"))
            requirement, policy = _requirement(policy_cell), _policy(requirement_cell)
        if policy.text and (strayed := _STRAYED.search(policy.text)):
            found.append((f"a citation stands in the review policy column: {strayed.group()!r}", "info"))
            citations = _citations(f"{strayed.group()} {citation_cell}")
            policy = replace(policy, text=policy.text[: strayed.start()].strip())
        for what, read in (("license requirement", requirement.text), ("license review policy", policy.text)):
            if not read:
                found.append((f"has no {what}: {cell.name!r}", "warning"))
    for what in cell.problems + citations.problems:
        odd = what.startswith(("the cell says", "nothing parts"))
        found.append((what, "info" if odd else "warning"))
    if not citations.citations and not citations.placeholder and not inherits_citation:
        found.append((f"has no Federal Register citation: {cell.name!r}", "warning"))
    if destination is None:
        found.append((f"stands under no country: {cell.name!r}", "warning"))
    if not cell.name:
        found.append((f"has no name: {_short([entity])}", "warning"))
    entry = list_entry(name, destination, cell, requirement, policy, citations)
    return RowReading(entry, citations.dated, tuple(found))


def _looks_like_policy(text: str | None) -> bool:
    return bool(text and _LIKE_POLICY.match(text))


def _looks_like_requirement(text: str | None) -> bool:
    return bool(text and _LIKE_REQUIREMENT.match(text))
