"""Instants and days as people type them."""

from __future__ import annotations

from datetime import date, datetime

from monitor.calendar import EASTERN


def parse_instant(text: str) -> datetime:
    """ISO 8601, ``2025-03-25T17:00-04:00``; without an offset it is US Eastern, the Federal Register's clock.

    Raises ValueError with what was expected.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{text!r} is not an instant: write it like 2025-03-25T17:00 or 2025-03-25T21:00Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=EASTERN)


def parse_day(text: str) -> date:
    """``2025-03-25``. Raises ValueError with what was expected."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{text!r} is not a date: write it like 2025-03-25") from None
