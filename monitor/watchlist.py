"""Counterparties and ownership stakes, read from the files that a team keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Counterparty:
    """One party that the team deals with. ``id`` is unique over all watchlists of a configuration."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    country: str | None = None  # as given: ISO 3166 alpha-2 or a name
    addresses: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()  # "lei:...", "uscc:..."
    role: str | None = None
    owner_of_record: str | None = None
    notes: str | None = None
    tags: tuple[str, ...] = ()  # "|" between in the file; routing looks at them
    watchlist: str = ""


@dataclass(frozen=True, slots=True)
class Stake:
    """``owner`` holds ``percent`` of ``owned``. Both are a counterparty's id, or a name."""

    owner: str
    owned: str
    percent: float | None  # 0 to 100; None: not known
    as_of: date | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row, or a file, that could not be read; the other rows count."""

    path: str
    line: int | None
    column: str | None
    what: str

    def __str__(self) -> str:
        place = self.path + (f", line {self.line}" if self.line else "") + (f", column {self.column!r}" if self.column else "")
        return f"{place}: {self.what}"
