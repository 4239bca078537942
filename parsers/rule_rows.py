"""The rows of a list table in a rule: which country each stands under, and what its cells say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from parsers.addresses import split_addresses
from parsers.amendments_entries import country_heading
from parsers.entries import Cell, read_citations, read_entity_cell, read_license_requirement, read_license_review_policy
from parsers.model import EntryKind, ListEntry, ListName, Problem
from parsers.rule_blocks import Row, Table, fold

SUPPLEMENTS = {
    ListName.ENTITY_LIST: "Supplement No. 4",
    ListName.UNVERIFIED_LIST: "Supplement No. 6",
    ListName.MEU_LIST: "Supplement No. 7",
}
_POLICY = re.compile(
    r"^\s*(?:presumption of|policy of|case[\s-]by[\s-]case|denial\b|see §+\s*744\.\d+\(d\)|see §§?\s*74[246])",
    re.IGNORECASE,
)
_REQUIREMENT = re.compile(
    r"^\s*(?:for (?:all|any|the)\b.*items|all items|for all items|items subject)", re.IGNORECASE | re.DOTALL
)
#: The longest cell of the Entity List has 3,306 characters.
LONGEST_CELL = 8_000
# A legal form that an instruction may leave off ("SANCO Middle East" for "SANCO Middle East, FZC").
_LEGAL_FORM = re.compile(
    r"(?:(?:Co|Company|Corp|Corporation|Inc|Ltd|Limited|LLC|L\.L\.C|FZE|FZCO?|JSC|OJSC|PJSC|OOO|OAO|AO|PAO|ZAO|Pvt|"
    r"Pte|GmbH|S\.?A)[.,\s]*)+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ListRow:
    """One entry as the rule's table prints it."""

    list: ListName
    destination: str | None
    entity: str  # the raw cell, lines kept
    requirement: str = ""
    policy: str = ""
    citation: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class _Columns:
    country: int | None
    entity: int
    requirement: int | None
    policy: int | None
    citation: int | None
    count: int


def _columns(table: Table) -> _Columns:
    found: dict[str, int] = {}
    for index, head in enumerate(table.heads):
        lowered = head.lower()
        if "country" in lowered or "destination" in lowered:
            found.setdefault("country", index)
        elif "requirement" in lowered:
            found.setdefault("requirement", index)
        elif "policy" in lowered:
            found.setdefault("policy", index)
        elif "citation" in lowered or "federal register" in lowered:
            found.setdefault("citation", index)
        elif any(word in lowered for word in ("entit", "person", "address", "name")):
            found.setdefault("entity", index)
    count = len(table.heads) or max((len(r.cells) for r in table.rows), default=0)
    if "entity" not in found:
        shape = {
            5: ("country", "entity", "requirement", "policy", "citation"),
            3: ("country", "entity", "citation"),
        }.get(count)
        found = {name: index for index, name in enumerate(shape)} if shape else {"country": 0, "entity": 1}
    return _Columns(
        found.get("country"),
        found["entity"],
        found.get("requirement"),
        found.get("policy"),
        found.get("citation"),
        count,
    )


def is_list_table(table: Table) -> bool:
    """Whether a table has the columns of a party list, by its heads or, without heads, by its citation column."""
    heads = " ".join(table.heads).lower()
    if heads:
        return "country" in heads and ("citation" in heads or "entity" in heads or "person" in heads)
    return any(re.match(r"\s*\d{2,3}\s+FR\b", r.cells[-1]) for r in table.rows if r.cells)


def read_rows(
    table: Table, name: ListName, *, number: int = 1, country: str | None = None
) -> tuple[list[ListRow], list[Problem]]:
    """The entries of a table, the country carried down, continuation rows joined to the row they continue.

    ``country``: the heading under which the table before this one ended.
    """
    columns = _columns(table)
    rows: list[ListRow] = []
    problems: list[Problem] = []
    label = SUPPLEMENTS.get(name, str(name)) + (f", table {number}" if number > 1 else "")
    for index, row in enumerate(table.rows, 1):
        if row.blank or row.stars:
            continue
        cells = _fitted(row, columns)
        heading = fold(cells[columns.country]) if columns.country is not None else ""
        if heading and not _only_stars(heading):
            country = _heading(heading)
        entity = cells[columns.entity]
        if not entity.strip() or _only_stars(entity):
            if not heading and any(c.strip() and not _only_stars(c) for c in cells):
                problems.append(
                    Problem(
                        f"{label}, {country}, row {index}",
                        f"a row without an entity: {fold(' | '.join(c for c in cells if c))[:200]!r}",
                    )
                )
            continue
        where = f"{label}, {country or 'no country'}, row {index}"
        made = ListRow(
            name,
            country,
            entity,
            _cell(cells, columns.requirement),
            _cell(cells, columns.policy),
            _cell(cells, columns.citation),
            where,
        )
        if (
            not (made.requirement or made.policy or made.citation)
            and rows
            and columns.citation is not None
            and not heading
        ):
            rows[-1] = replace(rows[-1], entity=f"{rows[-1].entity}\n\n{entity}")
            continue
        rows.append(made)
    return rows, problems


def _fitted(row: Row, columns: _Columns) -> tuple[str, ...]:
    """The cells brought to the table's width: a row that has one cell too few has lost its blank country cell."""
    cells = row.cells
    if (
        columns.country == 0
        and len(cells) == columns.count - 1
        and columns.count > 2
        and not (len(cells[0]) < 60 and cells[0].isupper())
    ):
        cells = ("", *cells)
    if len(cells) == 1 and columns.country is not None:
        text = fold(cells[0])
        cells = (text,) if text.isupper() and len(text) < 60 else ("", cells[0])
    return (*cells, *([""] * (columns.count - len(cells))))


def _cell(cells: Sequence[str], index: int | None) -> str:
    return cells[index] if index is not None and index < len(cells) and not _only_stars(cells[index]) else ""


def _only_stars(text: str) -> bool:
    return bool(text.strip()) and not re.sub(r"[\s*]", "", text)


def _heading(text: str) -> str:
    return text.rstrip(" .:")


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """Letters and digits only, small: for comparing names as printed."""
    return re.sub(r"[\W_]+", "", text.casefold())


def read_row(row: ListRow, names: Iterable[str], own_citation: str | None) -> tuple[ListEntry, list[Problem]]:
    """The entry of a row. ``names`` are the names that the instructions give; they settle where a name ends.

    A citation printed as a placeholder (``90 FR [INSERT FR PAGE NUMBER] 3/28/2025``) stands for the rule's own page:
    ``own_citation`` where it is known, else it is left out.
    """
    problems: list[Problem] = []
    longest = max(len(row.entity), len(row.requirement), len(row.policy), len(row.citation))
    if longest > LONGEST_CELL:
        problems.append(Problem(row.where, f"a cell of {longest} characters, of which {LONGEST_CELL} were read"))
        row = replace(
            row, **{n: getattr(row, n)[:LONGEST_CELL] for n in ("entity", "requirement", "policy", "citation")}
        )
    cell = read_entity_cell(row.entity)
    cell = _settled(cell, row.entity, names)
    requirement, policy = row.requirement, row.policy
    problems += [Problem(row.where, text, "info" if "aliases" in text else "warning") for text in cell.problems]
    if _POLICY.match(requirement) and _REQUIREMENT.match(policy):
        requirement, policy = policy, requirement
        problems.append(
            Problem(
                row.where,
                f"the license requirement and the review policy stand in each other's column: {cell.name}",
                "info",
            )
        )
    need, review = read_license_requirement(requirement), read_license_review_policy(policy)
    cited = read_citations(row.citation)
    problems += [Problem(row.where, text, "info") for text in cited.problems]
    citations = cited.citations
    if cited.placeholder and own_citation and own_citation not in citations:
        citations = (*citations, own_citation)
    marks = tuple(dict.fromkeys((*need.footnotes, *review.footnotes, *cell.footnotes)))
    entry = _entry(cell, row, need.text, review.text, marks, citations)
    return entry, problems


def _entry(
    cell: Cell, row: ListRow, need: str | None, review: str | None, marks: tuple[str, ...], citations: tuple[str, ...]
) -> ListEntry:
    return ListEntry(
        list=row.list,
        destination=row.destination,
        name=cell.name,
        kind=cell.kind,
        aliases=cell.aliases,
        addresses=cell.addresses,
        license_requirement=need,
        license_review_policy=review,
        footnotes=marks,
        citations=citations,
        sub_entities=tuple(_entry(sub, row, need, review, marks, citations) for sub in cell.sub_entities),
        raw=cell.raw or row.entity,
    )


def _settled(cell: Cell, raw: str, names: Iterable[str]) -> Cell:
    """The cell with its name ended where the instruction's own spelling of it ends, if that differs.

    Only for cells without an alias list: there nothing but a comma parts the name from the address.
    """
    text = fold(raw)
    if cell.aliases or cell.sub_entities or cell.kind is EntryKind.ADDRESS or ("\n" in raw.strip() and not cell.name):
        return cell
    best = ""
    for name in names:
        if text.startswith(name) and len(name) > len(best) and re.match(r"[.]?(?:[,;:(\s]|\Z)", text[len(name) :]):
            best = name
    if not best or best == cell.name:
        return cell
    end = len(best)
    if text[end : end + 1] == "." and text[end : end + 2].strip() == ".":
        end += 1
        if cell.name == text[:end]:
            return cell
    following = text[end : end + 1]
    if cell.name.startswith(best):
        extra = cell.name[len(best) :].strip(" ,.")
        if not extra or _LEGAL_FORM.fullmatch(extra) or following not in (",", ";", "."):
            return cell
    elif following.strip() and following not in ",;.:":
        return cell
    rest = text[end:].lstrip(" ,;:.")
    return replace(cell, name=text[:end], addresses=split_addresses(rest) if rest else cell.addresses)


def headings_of(rows: Iterable[ListRow]) -> dict[str, str]:
    """The country headings as this document prints them, by their key."""
    return {country_heading(r.destination): r.destination for r in rows if r.destination}
