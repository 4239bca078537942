"""Counterparties and ownership stakes, read from the files that a team keeps.

CSV, XLSX (first sheet) or TOML; UTF-8 with or without BOM. A bad row is a ``RowProblem`` with its file, line and
column, and is not used; the others load. A file that is missing or cannot be read at all is one problem. Columns nobody
knows are reported and not used. The fingerprint is the SHA-256 of the file's bytes: with equal fingerprints there is
nothing to reload.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from monitor.holdings.parties import Counterparty, RowProblem, Stake
from monitor.holdings.stakes import LoadedStakes, load_stakes
from monitor.holdings.tables import Columns, Row, rows
from monitor.naming.places import country_of

__all__ = [
    "Counterparty",
    "LoadedStakes",
    "LoadedWatchlist",
    "RowProblem",
    "Stake",
    "load_counterparties",
    "load_stakes",
    "together",
]

_COLUMNS = Columns(
    table="counterparties",
    known=(
        "id", "name", "aliases", "country", "addresses", "identifiers", "role", "owner_of_record", "notes", "tags",
        "business_unit",
    ),
    required=("id", "name"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LoadedWatchlist:
    """One watchlist file as read. ``fingerprint`` is "" when there was no file to read."""

    name: str
    counterparties: tuple[Counterparty, ...]
    problems: tuple[RowProblem, ...]
    fingerprint: str


def load_counterparties(path: Path, name: str) -> LoadedWatchlist:
    """The counterparties of one file; ``name`` is the watchlist's. Raises nothing: what is wrong is in ``problems``."""
    problems: list[RowProblem] = []
    try:
        content = path.read_bytes()
    except OSError as error:
        return LoadedWatchlist(name, (), (RowProblem(str(path), None, None, f"cannot be read: {error.strerror}"),), "")
    seen: dict[str, int | None] = {}
    found: list[Counterparty] = []
    for row in rows(content, str(path), _COLUMNS, problems):
        party = _counterparty(row, str(path), name, problems)
        if party is None:
            continue
        if party.id in seen:
            first = f" on line {seen[party.id]}" if seen[party.id] else ""
            what = f"id {party.id!r} stands already{first}; this row is not used"
            problems.append(RowProblem(str(path), row.line, "id", what))
            continue
        seen[party.id] = row.line
        found.append(party)
    return LoadedWatchlist(name, tuple(found), tuple(problems), hashlib.sha256(content).hexdigest())


def together(loaded: Iterable[LoadedWatchlist]) -> tuple[tuple[Counterparty, ...], tuple[RowProblem, ...]]:
    """All watchlists of a configuration as one. An id that two files use is reported; the first one counts."""
    found: dict[str, Counterparty] = {}
    problems: list[RowProblem] = []
    for watchlist in loaded:
        problems.extend(watchlist.problems)
        for party in watchlist.counterparties:
            first = found.setdefault(party.id, party)
            if first is not party:
                what = f"id {party.id!r} is used in watchlist {first.watchlist!r} too; {party.name!r} is not used"
                problems.append(RowProblem(watchlist.name, None, "id", what))
    return tuple(found.values()), tuple(problems)


def _counterparty(row: Row, path: str, watchlist: str, problems: list[RowProblem]) -> Counterparty | None:
    cells = row.cells
    missing = [column for column in ("id", "name") if column not in cells]
    problems.extend(RowProblem(path, row.line, column, f"{column} is empty; the row is not used") for column in missing)
    if missing:
        return None
    identifiers = _parts(cells.get("identifiers"))
    for identifier in identifiers:
        scheme, colon, value = identifier.partition(":")
        if not (scheme.strip() and colon and value.strip()):
            what = f"{identifier!r} is not of the form lei:... or uscc:...; it ties this party to nothing"
            problems.append(RowProblem(path, row.line, "identifiers", what))
    if cells.get("country") and not country_of(cells["country"]):
        what = f"country {cells['country']!r} is not known; screening takes this party as one of any country"
        problems.append(RowProblem(path, row.line, "country", what))
    return Counterparty(
        id=cells["id"],
        name=" ".join(cells["name"].split()),
        aliases=_parts(cells.get("aliases")),
        country=cells.get("country"),
        addresses=_parts(cells.get("addresses")),
        identifiers=identifiers,
        role=cells.get("role"),
        owner_of_record=cells.get("owner_of_record"),
        notes=cells.get("notes"),
        tags=_parts(cells.get("tags")),
        watchlist=watchlist,
        business_unit=cells.get("business_unit"),
    )


def _parts(cell: str | None) -> tuple[str, ...]:
    if cell is None:
        return ()
    if "|" not in cell:
        return (" ".join(cell.split()),)
    return tuple(dict.fromkeys([text for part in cell.split("|") if (text := " ".join(part.split()))]))
