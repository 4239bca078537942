"""The eCFR versioner's JSON: how far each title is up to date, and when a section last changed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from parsers.json_text import json_object
from parsers.model import ParseError


@dataclass(frozen=True, slots=True)
class CfrTitle:
    """``up_to_date_as_of`` is the latest date that may be asked for; None for a reserved title."""

    number: int
    name: str
    latest_amended_on: date | None
    latest_issue_date: date | None
    up_to_date_as_of: date | None
    reserved: bool = False


@dataclass(frozen=True, slots=True)
class ContentVersion:
    """One version of a section or appendix. ``substantive`` is the eCFR's own judgement."""

    identifier: str  # "744.11", "Supplement No. 4 to Part 744"
    name: str
    kind: str  # "section" | "appendix" …
    part: str | None
    date: datetime.date
    amendment_date: datetime.date | None
    issue_date: datetime.date | None
    substantive: bool | None
    removed: bool


def _day(row: Mapping[str, object], key: str, where: str) -> date | None:
    value = row.get(key)
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise ParseError(f"{where}: {key} is {value!r}, not a date") from error


def _rows(content: bytes, key: str, expected: str) -> list[Mapping[str, object]]:
    answer = json_object(content, expected)
    rows = answer.get(key)
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        shown = answer.get("error") or answer.get("message") or sorted(map(str, answer))
        raise ParseError(f"expected {expected} with a list {key!r}; got {shown!r}"[:500])
    return rows


def parse_titles(content: bytes) -> tuple[CfrTitle, ...]:
    """``/api/versioner/v1/titles.json``. Raises ParseError unless each title has its number and readable dates."""
    titles: list[CfrTitle] = []
    for row in _rows(content, "titles", "the eCFR's list of titles"):
        number = row.get("number")
        if not isinstance(number, int) or "up_to_date_as_of" not in row:
            raise ParseError(f"a title of the eCFR lacks number or up_to_date_as_of: {row!r}"[:300])
        where = f"title {number}"
        titles.append(
            CfrTitle(
                number=number,
                name=str(row.get("name") or ""),
                latest_amended_on=_day(row, "latest_amended_on", where),
                latest_issue_date=_day(row, "latest_issue_date", where),
                up_to_date_as_of=_day(row, "up_to_date_as_of", where),
                reserved=row.get("reserved") is True,
            )
        )
    return tuple(titles)


def parse_versions(content: bytes) -> tuple[ContentVersion, ...]:
    """``/api/versioner/v1/versions/title-15.json``, in the order sent (oldest first)."""
    versions: list[ContentVersion] = []
    for row in _rows(content, "content_versions", "the eCFR's versions of a section"):
        identifier = row.get("identifier")
        where = f"version of {identifier}"
        when = _day(row, "date", where)
        if not isinstance(identifier, str) or when is None:
            raise ParseError(f"a version lacks identifier or date: {row!r}"[:300])
        substantive = row.get("substantive")
        versions.append(
            ContentVersion(
                identifier=identifier,
                name=str(row.get("name") or ""),
                kind=str(row.get("type") or ""),
                part=str(row["part"]) if row.get("part") is not None else None,
                date=when,
                amendment_date=_day(row, "amendment_date", where),
                issue_date=_day(row, "issue_date", where),
                substantive=substantive if isinstance(substantive, bool) else None,
                removed=row.get("removed") is True,
            )
        )
    return tuple(versions)
