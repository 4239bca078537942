"""Ownership stakes, read from a team's own tables and from the two published formats that teams hold.

* CSV, XLSX, TOML: ``owner, owned, percent, as_of, source`` (percent 0 to 100, empty = not known).
* GLEIF level 2 relationship records (RR-CDF 2.1), the golden-copy CSV and JSON and the JSON of its API.
* FollowTheMoney ``Ownership`` statements, as JSON lines.

What a published file holds besides stakes (fund managers, ended relationships) is left out with a counted reason.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from monitor.holdings import published_stakes
from monitor.holdings.parties import RowProblem, Stake
from monitor.holdings.tables import Columns, Row, rows

_COLUMNS = Columns(table="stakes", known=("owner", "owned", "percent", "as_of", "source"), required=("owner", "owned"))


@dataclass(frozen=True, slots=True)
class LoadedStakes:
    """One file of stakes as read. ``ignored``: what it holds that is no stake, each with its reason and count."""

    stakes: tuple[Stake, ...]
    problems: tuple[RowProblem, ...]
    fingerprint: str
    ignored: tuple[str, ...] = ()


def load_stakes(path: Path) -> LoadedStakes:
    """The stakes of one file. Raises nothing: what is wrong is in ``problems``."""
    problems: list[RowProblem] = []
    try:
        content = path.read_bytes()
    except OSError as error:
        return LoadedStakes((), (RowProblem(str(path), None, None, f"cannot be read: {error.strerror}"),), "")
    ignored: Counter[str] = Counter()
    if published_stakes.claims(content, str(path)):
        found = published_stakes.stakes(content, str(path), problems, ignored)
    else:
        given = rows(content, str(path), _COLUMNS, problems)
        found = [stake for row in given if (stake := _stake(row, str(path), problems))]
    reasons = tuple(f"{count} {reason}" for reason, count in sorted(ignored.items()))
    return LoadedStakes(tuple(found), tuple(problems), hashlib.sha256(content).hexdigest(), reasons)


def _stake(row: Row, path: str, problems: list[RowProblem]) -> Stake | None:
    cells = row.cells
    for column in _COLUMNS.required:
        if column not in cells:
            problems.append(RowProblem(path, row.line, column, f"{column} is empty; the row is not used"))
            return None
    try:
        percent = _percent(cells["percent"]) if "percent" in cells else None
    except ValueError as error:
        problems.append(RowProblem(path, row.line, "percent", f"{error}; the row is not used"))
        return None
    try:
        as_of = _day(cells["as_of"]) if "as_of" in cells else None
    except ValueError as error:
        problems.append(RowProblem(path, row.line, "as_of", f"{error}; the row is not used"))
        return None
    owner, owned = " ".join(cells["owner"].split()), " ".join(cells["owned"].split())
    # one party stands in many rows: kept once, a million stakes take a third of the memory
    return Stake(sys.intern(owner), sys.intern(owned), percent, as_of, cells.get("source"))


def _percent(text: str) -> float:
    """``51``, ``51.5``, ``51,5``, ``51 %``. Raises ValueError for anything else and outside 0 to 100."""
    number = re.fullmatch(r"(\d{1,3}(?:[.,]\d+)?)\s*%?", text)
    if not number:
        raise ValueError(f"{text!r} is not a percentage (leave it empty when it is not known)")
    percent = float(number.group(1).replace(",", "."))
    if percent > 100:
        raise ValueError(f"{text!r} is not between 0 and 100")
    return percent


def _day(text: str) -> date:
    if not re.match(r"\d{4}-\d{2}-\d{2}(?:T|$)", text):
        raise ValueError(f"{text!r} is not a date (2025-03-28)")
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise ValueError(f"{text!r} is not a date of the calendar") from None
