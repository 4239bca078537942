"""The published stake formats: GLEIF level 2 relationship records and FollowTheMoney ownership statements.

GLEIF: the start node is the child, the end node the parent that consolidates it. A percentage is seldom published, and
consolidation alone does not prove one, so most of these stakes have none: they raise ownership-unknown, never "no".
https://www.gleif.org/en/about-lei/common-data-file-format/current-versions/level-2-data-relationship-record-rr-cdf-2-1-format
FollowTheMoney: https://followthemoney.tech/explorer/schemata/Ownership/
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from monitor.holdings.parties import RowProblem, Stake
from monitor.holdings.tables import decoded, undecoded

_GLEIF_START = "Relationship.StartNode.NodeID"
_OWNING = {"IS_DIRECTLY_CONSOLIDATED_BY", "IS_ULTIMATELY_CONSOLIDATED_BY"}
_NOT_OWNING = {
    "IS_FUND-MANAGED_BY": "fund-management relationships (not ownership)",
    "IS_SUBFUND_OF": "sub-fund relationships (not ownership)",
    "IS_FEEDER_TO": "feeder-fund relationships (not ownership)",
}
_ENDED = {"INACTIVE", "RETIRED", "ANNULLED", "DUPLICATE"}


def claims(content: bytes, path: str) -> bool:
    """Whether this is one of the published formats, told by its first bytes rather than by its name."""
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:400]
    if path.lower().endswith((".toml", ".xlsx")):
        return False
    named_json = path.lower().endswith((".json", ".jsonl", ".ndjson"))
    return named_json or start[:1] in (b"{", b"[") or _GLEIF_START.encode() in start


def stakes(content: bytes, path: str, problems: list[RowProblem], ignored: Counter[str]) -> list[Stake]:
    """The stakes in a published file; what is no stake is counted in ``ignored`` by its reason."""
    text = decoded(content, path, problems)
    if text is None:
        return []
    if _GLEIF_START in text[:2000] and not text.lstrip().startswith(("{", "[")):
        return list(_gleif_csv(text, path, problems, ignored))
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        if not _is_json(text.strip().partition("\n")[0]):
            problems.append(RowProblem(path, error.lineno, None, f"is not JSON: {error.msg}"))
            return []
        return list(_follow_the_money(_json_lines(text, path, problems), path, problems, ignored))
    records = _gleif_records(whole)
    if records is not None:
        if not records:
            problems.append(RowProblem(path, None, None, "holds no relationship record"))
        flat = [_flat(record) for record in records]
        return [stake for record in flat if (stake := _gleif_stake(record, None, path, problems, ignored))]
    statements = whole if isinstance(whole, list) else [whole]
    return list(_follow_the_money([(None, statement) for statement in statements], path, problems, ignored))


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except json.JSONDecodeError:
        return False
    return True


def _gleif_csv(text: str, path: str, problems: list[RowProblem], ignored: Counter[str]) -> Iterator[Stake]:
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader)
    line = reader.line_num + 1
    for cells in reader:
        wrong = undecoded("".join(cells))
        if wrong:
            problems.append(RowProblem(path, line, None, f"{wrong}; the row is not used"))
        elif cells and len(cells) != len(header):
            what = f"the row has {len(cells)} cells and the header {len(header)}; the row is not used"
            problems.append(RowProblem(path, line, None, what))
        elif cells and (stake := _gleif_stake(dict(zip(header, cells, strict=True)), line, path, problems, ignored)):
            yield stake
        line = reader.line_num + 1


def _gleif_records(whole: Any) -> list[Any] | None:
    """The records of a golden-copy file ({"relations": [...]}) or of an API answer ({"data": [...]})."""
    if not isinstance(whole, dict):
        return None
    if isinstance(whole.get("relations"), list):
        return [one.get("RelationshipRecord", one) if isinstance(one, dict) else one for one in whole["relations"]]
    found = whole.get("data")
    if isinstance(found, dict):
        found = [found]
    if isinstance(found, list) and all(isinstance(one, dict) and "attributes" in one for one in found):
        return [one["attributes"] for one in found]
    return None


def _flat(value: Any, path: str = "") -> dict[str, str]:
    """Nested JSON under the column names of the CSV: {"Relationship": {"StartNode": {"NodeID": {"$": ...}}}}."""
    if isinstance(value, dict):
        flat: dict[str, str] = {}
        for key, part in value.items():
            name = key[:1].upper() + key[1:]
            name = {"Id": "NodeID", "Type": "RelationshipType", "Status": "RelationshipStatus"}.get(name, name)
            flat |= _flat(part, path if key == "$" else f"{path}.{name}" if path else name)
        return flat
    if isinstance(value, list):
        numbered = [_flat(item, f"{path}.{number}") for number, item in enumerate(value, 1)]
        return {key: part for flat in numbered for key, part in flat.items()}
    return {path: "" if value is None else str(value)}


def _gleif_stake(
    record: dict[str, str], line: int | None, path: str, problems: list[RowProblem], ignored: Counter[str]
) -> Stake | None:
    child, parent = record.get(_GLEIF_START, "").strip(), record.get("Relationship.EndNode.NodeID", "").strip()
    if not (child and parent):
        column = _GLEIF_START if not child else "Relationship.EndNode.NodeID"
        problems.append(RowProblem(path, line, column, "is empty; the relationship is not used"))
        return None
    kind = record.get("Relationship.RelationshipType", "").strip()
    if kind in _NOT_OWNING:
        ignored[_NOT_OWNING[kind]] += 1
        return None
    if any(value.strip() in _ENDED for column, value in record.items() if column.endswith("Status")):
        ignored["relationships that have ended or were taken back (inactive, retired, annulled, duplicate)"] += 1
        return None
    as_of = _day(record.get("Registration.LastUpdateDate", ""))
    if kind == "IS_INTERNATIONAL_BRANCH_OF":  # a branch is no separate legal entity: it is its head office in full
        return Stake(f"lei:{parent}", f"lei:{child}", 100.0, as_of, "GLEIF, international branch")
    if kind not in _OWNING:
        what = f"relationship type {kind!r} is not known; the relationship is not used"
        problems.append(RowProblem(path, line, "Relationship.RelationshipType", what))
        return None
    percent = None
    for key, amount in record.items():
        if key.endswith("QuantifierAmount") and amount.strip():
            units = record.get(key.removesuffix("QuantifierAmount") + "QuantifierUnits", "")
            percent = _percent(amount) if units.strip() == "PERCENTAGE" else None
            if percent is None:
                what = f"{amount!r} {units} is not a percentage; the stake counts with its percentage not known"
                problems.append(RowProblem(path, line, key, what))
    how = "direct" if kind == "IS_DIRECTLY_CONSOLIDATED_BY" else "ultimate"
    return Stake(f"lei:{parent}", f"lei:{child}", percent, as_of, f"GLEIF, {how} accounting consolidating parent")


def _json_lines(text: str, path: str, problems: list[RowProblem]) -> list[tuple[int | None, Any]]:
    found: list[tuple[int | None, Any]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            if wrong := undecoded(line):
                raise ValueError(wrong)
            found.append((number, json.loads(line)))
        except ValueError as error:
            problems.append(RowProblem(path, number, None, f"is not JSON: {error}; the statement is not used"))
    return found


def _follow_the_money(
    statements: list[tuple[int | None, Any]], path: str, problems: list[RowProblem], ignored: Counter[str]
) -> Iterator[Stake]:
    """Owner and asset are ids of entities that the same file names."""
    entities: dict[str, str] = {}
    ownerships: list[tuple[int | None, dict[str, Any]]] = []
    for line, statement in statements:
        if not (isinstance(statement, dict) and isinstance(statement.get("schema"), str)):
            problems.append(RowProblem(path, line, "schema", "is no FollowTheMoney entity; it is not used"))
            continue
        if statement["schema"] == "Ownership":
            ownerships.append((line, statement))
        elif name := _name(statement):
            entities[str(statement.get("id"))] = name
    for line, statement in ownerships:
        properties = _properties(statement)
        owners = [_party(one, entities) for one in _listed(properties.get("owner"))]
        assets = [_party(one, entities) for one in _listed(properties.get("asset"))]
        for column, found in (("owner", owners), ("asset", assets)):
            if not found or None in found:
                what = f"the {column} is not named in this file; that side of the statement is not used"
                problems.append(RowProblem(path, line, column, what))
        shares = [str(share) for share in _listed(properties.get("percentage")) if str(share).strip()]
        percents = {_percent(share) for share in shares}
        percent = percents.pop() if len(percents) == 1 else None
        if shares and percent is None:
            what = f"{' / '.join(shares)!r} is not one percentage; the stake counts with its percentage not known"
            problems.append(RowProblem(path, line, "percentage", what))
        until = _last_day(properties.get("endDate"))
        stated = [_day(str(one)) for key in ("date", "startDate") for one in _listed(properties.get(key))]
        as_of = max(filter(None, stated), default=None)
        named = f"FollowTheMoney {statement.get('id', '')}".strip()
        source = next((str(one) for key in ("sourceUrl", "publisher") for one in _listed(properties.get(key))), named)
        for owner in filter(None, owners):
            for asset in filter(None, assets):
                yield Stake(owner, asset, percent, as_of, source, until)
    if not ownerships:
        problems.append(RowProblem(path, None, None, "holds no Ownership statement and no relationship record"))
    elif entities:
        ignored["FollowTheMoney entities (names for the ownership statements)"] += len(entities)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _properties(entity: dict[str, Any]) -> dict[str, Any]:
    found = entity.get("properties")
    return found if isinstance(found, dict) else {}


def _name(entity: dict[str, Any]) -> str | None:
    names = [entity.get("caption"), *_listed(_properties(entity).get("name"))]
    return next((" ".join(str(name).split()) for name in names if name), None)


def _party(one: Any, entities: dict[str, str]) -> str | None:
    """A party of a statement: an id to look up, or the entity itself in the nested form of the format."""
    return _name(one) if isinstance(one, dict) else entities.get(str(one))


def _percent(text: str) -> float | None:
    number = re.fullmatch(r"\s*(\d{1,3}(?:\.\d+)?)\s*%?\s*", text)
    return float(number.group(1)) if number and float(number.group(1)) <= 100 else None


def _day(text: str) -> date | None:
    """The first day that a date of the format can mean: 2021, 2021-03, 2021-03-28, with or without a time."""
    parts = re.match(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", text.strip())
    try:
        return date(int(parts[1]), int(parts[2] or 1), int(parts[3] or 1)) if parts else None
    except ValueError:
        return None


def _last_day(value: Any) -> date | None:
    days = [day for one in _listed(value) if (day := _day(str(one)))]
    return max(days, default=None)
