"""Who a team deals with and who owns whom: the values of its watchlists. Import them from ``monitor.watchlist``."""

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
    business_unit: str | None = None


@dataclass(frozen=True, slots=True)
class Stake:
    """``owner`` holds ``percent`` of ``owned``. Both are a counterparty's id, an identifier ("lei:..."), or a name.

    ``until`` is the last day the stake was held, where a published statement gives one; ``as_of`` the day for which
    the statement was made. A later statement of 0 percent says that the stake is gone.
    """

    owner: str
    owned: str
    percent: float | None  # 0 to 100; None: not known
    as_of: date | None = None
    source: str | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row, or a file, that could not be read; the other rows count."""

    path: str
    line: int | None
    column: str | None
    what: str

    def __str__(self) -> str:
        line = f", line {self.line}" if self.line else ""
        column = f", column {self.column!r}" if self.column else ""
        return f"{self.path}{line}{column}: {self.what}"
