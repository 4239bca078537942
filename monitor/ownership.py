"""The 50 percent computation (15 CFR 744.11(a)(1), Supplement No. 8 to part 744)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Step:
    """One stake on the way from a listed party down to the counterparty."""

    owner: str
    owned: str
    percent: float | None
    as_of: date | None = None
    source: str | None = None
