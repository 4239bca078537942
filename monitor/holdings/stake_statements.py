"""Which of several statements about one stake counts on a day, and where they contradict each other.

The newest statement of the day counts. A statement without a percentage says that there is a stake, not how large: it
counts only where no percentage is stated, or after the last one said 0. Of two percentages stated for the same day the
larger counts, as the one that misses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from monitor.holdings.parties import Stake


@dataclass(frozen=True, slots=True)
class StakeConflict:
    """Stakes that do not add up. Nothing is dropped by it; ``what`` says which of them counts."""

    owned: str
    stakes: tuple[Stake, ...]
    what: str

    def __str__(self) -> str:
        return self.what


def in_force_statement(statements: Sequence[Stake], on: date | None) -> Stake | None:
    """The statement that counts ``on`` a day, or None when the stake is gone.

    A statement made after the day counts only where there is no earlier one: what was true in the first report that we
    have is taken to have been true before it.
    """
    held = [stake for stake in statements if stake.until is None or (on is not None and on <= stake.until)]
    if len(held) <= 1 and len(statements) == 1:
        return held[0] if held and held[0].percent != 0 else None
    if on is not None and any(_day(stake) <= on for stake in held):
        held = [stake for stake in held if _day(stake) <= on]
        newest_first = sorted(held, key=_day, reverse=True)
    elif on is not None:
        newest_first = sorted(held, key=_day)
    else:
        newest_first = sorted(held, key=_day, reverse=True)
    if not newest_first:
        return None
    known = [stake for stake in newest_first if stake.percent is not None]
    if not known:
        return newest_first[0]
    stake = max((stake for stake in known if _day(stake) == _day(known[0])), key=lambda stake: stake.percent or 0)
    if stake.percent == 0:
        later = [other for other in newest_first if other.percent is None and _day(other) > _day(stake)]
        return later[0] if later else None
    return stake


def conflicting(statements: Sequence[Stake], counted: Stake | None) -> StakeConflict | None:
    """The conflict between statements whose percentages differ, in words, or None."""
    if len({stake.percent for stake in statements if stake.percent is not None}) < 2:
        return None
    said = ", ".join(_said(stake) for stake in sorted(statements, key=_day))
    owner, owned = statements[0].owner, statements[0].owned
    result = f"{_said(counted)} counts" if counted else "the stake is taken to be gone"
    return StakeConflict(owned, tuple(statements), f"{owner} is said to hold of {owned}: {said}; {result}")


def change_days(stakes: Sequence[Stake]) -> tuple[date, ...]:
    """The days on which another statement of the same stakes may begin to count."""
    days = {stake.as_of for stake in stakes if stake.as_of is not None}
    days |= {date.fromordinal(stake.until.toordinal() + 1) for stake in stakes if stake.until is not None}
    return tuple(sorted(days))


def _day(stake: Stake) -> date:
    return stake.as_of or date.min


def _said(stake: Stake) -> str:
    percent = "a percentage not known" if stake.percent is None else f"{stake.percent:g} %"
    when = f"as of {stake.as_of}" if stake.as_of else "undated"
    return f"{percent} ({when}{', ' + stake.source if stake.source else ''})"
