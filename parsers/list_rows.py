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

#: Supplements to 15 CFR part 744 that are lists.
SUPPLEMENTS = {"4": ListName.ENTITY_LIST, "6": ListName.UNVERIFIED_LIST, "7": ListName.MEU_LIST}

_HEADS = {
    "destination": re.compile(r"country|destination", re.IGNORECASE),
    "entity": re.compile(r"entit|listed person|name", re.IGNORECASE),
    "requirement": re.compile(r"licen[sc]e\s+requirement", re.IGNORECASE),
    "policy": re.compile(r"review\s*policy|licen[sc]e\s+policy", re.IGNORECASE),
    "citation": re.compile(r"citation|federal\s+register", re.IGNORECASE),
}
_RESERVED = re.compile(r"\[?\s*reserved\s*\]?\.?", re.IGNORECASE)
_GROUP = re.compile(r"the following (?:(?P<count>\w+) )?subordinate \w+ of (?P<of>.+?):?", re.IGNORECASE)
_MARKER = re.compile(r"subordinate\s+institu\w*\s*:?", re.IGNORECASE)
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
    entry = ListEntry(
        list=name,
        destination=destination,
        name=cell.name,
        kind=cell.kind,
        aliases=cell.aliases,
        addresses=cell.addresses,
        license_requirement=requirement.text,
        license_review_policy=policy.text,
        footnotes=tuple(dict.fromkeys((*cell.footnotes, *requirement.footnotes, *policy.footnotes))),
        citations=citations.citations,
        raw=cell.raw,
    )
    subs = tuple(list_entry(name, destination, sub, requirement, policy, citations) for sub in cell.sub_entities)
    return replace(entry, sub_entities=subs) if subs else entry


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


def read_list_rows(name: ListName, heads: Sequence[str], rows: Iterable[Sequence[str]], *, where: str) -> ListTable:
    """Entries of one table. Every row becomes part of an entry, is a country kept open, or is reported.

    ``rows``: the cells of each body row, newlines where the markup breaks a line, footnote marks as
    :func:`parsers.list_columns.mark_footnote` makes them.
    """
    columns = columns_of(heads, name)
    problems: list[Problem] = []
    reserved: list[str] = []
    joined: list[_Row] = []
    destination: str | None = None
    group: tuple[str, int | None, str, list[_Row]] | None = None
    number = 0
    for cells in rows:
        number += 1
        if len(cells) <= max(columns.values()):
            if any(not _STARS.fullmatch(cell) for cell in cells):
                problems.append(
                    Problem(f"{where}, row {number}", f"has {len(cells)} cells, so it was not read: {_short(cells)}")
                )
            continue
        text = {what: cells[index] for what, index in columns.items()}
        if heading := " ".join(text["destination"].split()):
            destination = heading
        place = f"{where}, {destination or 'no country'}, row {number}"
        entity = text["entity"]
        folded = " ".join(entity.split())
        requirement, policy, citation = text.get("requirement", ""), text.get("policy", ""), text["citation"]
        if not folded or _STARS.fullmatch(folded):
            if any(cell.strip(" *\n") for cell in (requirement, policy, citation)):
                problems.append(Problem(place, f"has no entity, but other cells: {_short(cells)}"))
            continue
        if _RESERVED.fullmatch(folded):
            reserved.append(destination or "")
            continue
        if found := _GROUP.fullmatch(folded):
            group = (place, _count(found["count"]), citation, [])
            continue
        if _MARKER.fullmatch(folded):
            continue  # "Subordinate institution:" only announces the next row
        bare = not any(" ".join(cell.split()) for cell in (requirement, policy, citation))
        if bare and name is ListName.ENTITY_LIST and not heading and joined:
            joined[-1].entity += "\n" + entity
            continue
        row = _Row(place, destination, entity, requirement, policy, citation)
        if group is not None and bare:
            row.citation, row.inherits_citation = group[2], True
            group[3].append(row)
        elif group is not None:
            problems.extend(_group_problem(group))
            group = None
        joined.append(row)
    if group is not None:
        problems.extend(_group_problem(group))
    dated: list[tuple[str, date | None]] = []
    entries = tuple(_read_row(name, row, problems, dated) for row in joined)
    return ListTable(entries, tuple(reserved), tuple(problems), tuple(dated))


def _count(word: str | None) -> int | None:
    words = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
    ]
    if word and word.lower() in words:
        return words.index(word.lower()) + 1
    return int(word) if word and word.isdigit() else None


def _group_problem(group: tuple[str, int | None, str, list[_Row]]) -> list[Problem]:
    place, stated, _, rows = group
    if stated is not None and stated != len(rows):
        return [Problem(place, f"announces {stated} subordinate institutions, {len(rows)} follow")]
    return []


def _short(cells: Sequence[str]) -> str:
    return repr(" | ".join(" ".join(cell.split()) for cell in cells))[:300]


def _read_row(name: ListName, row: _Row, problems: list[Problem], dated: list[tuple[str, date | None]]) -> ListEntry:
    cell = read_entity_cell(row.entity)
    requirement, policy, citations = _requirement(row.requirement), _policy(row.policy), _citations(row.citation)
    if name is ListName.ENTITY_LIST:
        if _looks_like_policy(requirement.text) and _looks_like_requirement(policy.text):
            problems.append(
                Problem(
                    row.where,
                    f"license requirement and review policy stand in each other's column: {cell.name!r}",
                    "info",
                )
            )
            requirement, policy = _requirement(row.policy), _policy(row.requirement)
        if policy.text and (strayed := re.search(r"(?<=[A-Za-z)])\s*\d{2,3} FR \d+.*\Z", policy.text)):
            problems.append(
                Problem(row.where, f"a citation stands in the review policy column: {strayed.group()!r}", "info")
            )
            citations = _citations(f"{strayed.group()} {row.citation}")
            policy = replace(policy, text=policy.text[: strayed.start()].strip())
        for what, read in (("license requirement", requirement.text), ("license review policy", policy.text)):
            if not read:
                problems.append(Problem(row.where, f"has no {what}: {cell.name!r}"))
    problems.extend(
        Problem(row.where, what, "info" if what.startswith(("the cell says", "nothing parts")) else "warning")
        for what in (*cell.problems, *citations.problems)
    )
    if not citations.citations and not citations.placeholder and not row.inherits_citation:
        problems.append(Problem(row.where, f"has no Federal Register citation: {cell.name!r}"))
    if row.destination is None:
        problems.append(Problem(row.where, f"stands under no country: {cell.name!r}"))
    dated.extend(citations.dated)
    if not cell.name:
        problems.append(Problem(row.where, f"has no name: {_short([row.entity])}"))
    return list_entry(name, row.destination, cell, requirement, policy, citations)


def _looks_like_policy(text: str | None) -> bool:
    return bool(text and re.match(r"presumption of|policy of|case[- ]by[- ]case", text, re.IGNORECASE))


def _looks_like_requirement(text: str | None) -> bool:
    return bool(text and re.match(r"(?:for )?(?:all )?items (?:subject|on)\b", text, re.IGNORECASE))
