"""The Consolidated Screening List of trade.gov: JSON of the bulk file and the API, CSV in both layouts, a compact JSON.

The list confirms names. Its citations often quote a rule's first page, its ids change with every correction, and
sources go missing from it for hours (an empty source is a matter for the counts, not a removal). Columns that say
nothing about who is meant (ids of ships, dates of birth, programs) are passed over; they stay in ``ListEntry.raw``
where they explain an entry.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime

from parsers.addresses import split_addresses
from parsers.destinations import heading_of
from parsers.json_text import LARGEST, describe_other, json_object, load_json
from parsers.list_columns import read_license_requirement
from parsers.model import EntryKind, ListEntry, ListName, ListSnapshot, ParseError, Problem

_BY_CODE = {
    "EL": ListName.ENTITY_LIST,
    "UVL": ListName.UNVERIFIED_LIST,
    "MEU": ListName.MEU_LIST,
    "DPL": ListName.DENIED_PERSONS,
    "SDN": ListName.SDN,
    "SSI": ListName.SSI,
    "CMIC": ListName.CMIC,
    "NS-CMIC": ListName.CMIC,
    "CAP": ListName.OTHER_OFAC,
    "MBS": ListName.OTHER_OFAC,
    "NS-MBS": ListName.OTHER_OFAC,
    "FSE": ListName.OTHER_OFAC,
    "PLC": ListName.OTHER_OFAC,
    "ISN": ListName.ISN,
    "DTC": ListName.DTC,
}
_EXPECTED = "the Consolidated Screening List"
Row = Mapping[str, object]


def list_of(source: str) -> ListName | None:
    """The list that a source's name means: "Entity List (EL) - Bureau of Industry and Security", "EL"."""
    for code in (*re.findall(r"\(([A-Z-]{2,8})(?:\s+List)?\)", source), source.strip()):
        if code in _BY_CODE:
            return _BY_CODE[code]
    return None


def parse_screening_list(content: bytes) -> ListSnapshot:
    """A file or an answer of the screening list.

    A source that is not known is kept under ``other-ofac`` with a Problem that names it: to be screened against, not to
    be taken for another list. Raises ParseError for anything that is not the list, or that holds no entry at all.
    """
    if len(content) > LARGEST:
        raise ParseError(f"expected {_EXPECTED}, got {len(content)} bytes, four times its size")
    head = content[:65536].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] == b"[":
        return _from_json({"results": load_json(content, _EXPECTED)})
    if head[:1] == b"{":
        return _from_json(json_object(content, _EXPECTED))
    if head[:1] == b"<" or not head:
        raise ParseError(f"expected {_EXPECTED}, got {describe_other(content)}")
    return _from_csv(content)


def _from_json(answer: Mapping[str, object]) -> ListSnapshot:
    if "entries" in answer and "fieldKey" in answer:
        rows: Iterable[object] = _compact_rows(answer)
        as_of = _stamp(answer.get("sourceGeneratedAt"))
        stated = answer.get("entryCount")
    elif isinstance(results := answer.get("results"), list):
        rows = results
        as_of = _stamp(answer.get("search_performed_at"))
        stated = answer.get("total")
    else:
        shown = answer.get("message") or answer.get("error") or sorted(map(str, answer))[:12]
        raise ParseError(f"expected {_EXPECTED} with its results; got {shown!r}"[:500])
    problems: list[Problem] = []
    entries = tuple(_entries(rows, problems))
    if isinstance(stated, int) and stated != len(entries):
        problems.append(Problem("screening list", f"the file says {stated} entries, {len(entries)} were read"))
    return _snapshot(entries, as_of, problems)


def _snapshot(entries: tuple[ListEntry, ...], as_of: date | None, problems: list[Problem]) -> ListSnapshot:
    if not entries:
        raise ParseError(
            f"expected {_EXPECTED}, got a file without a single entry{': ' + problems[0].what if problems else ''}"
        )
    counts = Counter(str(entry.list) for entry in entries)
    return ListSnapshot(
        source="screening-list",
        as_of=as_of,
        entries=entries,
        problems=tuple(problems),
        counts=tuple(sorted(counts.items())),
    )


def _stamp(value: object) -> date | None:
    try:
        stamp = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return (stamp.astimezone(UTC) if stamp.tzinfo else stamp).date()


def _entries(rows: Iterable[object], problems: list[Problem]) -> Iterator[ListEntry]:
    strange: Counter[str] = Counter()
    unread: list[str] = []
    seen = 0
    for position, row in enumerate(rows, 1):
        seen += 1
        if not isinstance(row, dict):
            unread.append(f"entry {position} is {type(row).__name__}")
            continue
        if seen == 1 and not ({"name", "source"} <= row.keys()):
            raise ParseError(
                f"expected entries of {_EXPECTED} with name and source; the first has {sorted(map(str, row))[:20]}"
            )
        name, source = _text(row.get("name")), _text(row.get("source"))
        if not name:
            unread.append(f"entry {position} has no name ({source or 'no source'})")
            continue
        found = list_of(source or "")
        if found is None:
            strange[source or "no source"] += 1
        yield _entry(row, name, found or ListName.OTHER_OFAC, source or "no source")
    for source, number in sorted(strange.items()):
        what = (
            f"{number} entries come from {source!r}, a source that is not known; they are kept as {ListName.OTHER_OFAC}"
        )
        problems.append(Problem("screening list", what))
    problems.extend(Problem("screening list", what) for what in unread[:20])
    if len(unread) > 20:
        problems.append(Problem("screening list", f"and {len(unread) - 20} more entries could not be read"))


def _entry(row: Row, name: str, found: ListName, source: str) -> ListEntry:
    addresses, codes = _addresses(row.get("addresses"))
    countries = row.get("countries")
    if not codes and isinstance(countries, list):
        codes = [str(code) for code in countries]
    requirement = read_license_requirement(_text(row.get("license_requirement")) or "")
    notice = _text(row.get("federal_register_notice")) or ""
    facts = [
        f"{key}: {value}"
        for key in ("start_date", "end_date", "programs", "remarks")
        if (value := _shown(row.get(key)))
    ]
    aliases = tuple(dict.fromkeys(alias for alias in _names(row.get("alt_names")) if alias != name))
    return ListEntry(
        list=found,
        destination=heading_of(codes),
        name=name,
        kind=EntryKind.ADDRESS
        if found is ListName.ENTITY_LIST and re.fullmatch(r"Address \d+", name)
        else EntryKind.ENTITY,
        aliases=aliases,
        addresses=addresses,
        license_requirement=requirement.text,
        license_review_policy=_text(row.get("license_policy")),
        footnotes=requirement.footnotes,
        citations=notices(notice),
        raw="; ".join([source, *facts]),
    )


def notices(text: str) -> tuple[str, ...]:
    """``90 FR 14046`` of every spelling that the list uses: "82 F.R. 48792 10/20/2017", "83F.R. 28801"."""
    found = re.findall(r"\b(\d{1,3})[\s.]*F\.?\s?R\.?\s*(\d{1,6})\b", text)
    return tuple(dict.fromkeys(f"{int(volume)} FR {int(page)}" for volume, page in found))


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return " ".join(value.split()) or None
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(v) for v in value if v not in (None, ""))
    return _text(value) or ""


def _names(value: object) -> list[str]:
    values = value if isinstance(value, list) else re.split(r"\s*;\s+|;\s*\Z", value) if isinstance(value, str) else []
    return [text for v in values if (text := _text(v))]


def _addresses(value: object) -> tuple[tuple[str, ...], list[str]]:
    """(addresses as one line each, country codes) of the JSON's objects or of the CSV's text."""
    lines: list[str] = []
    codes: list[str] = []
    if isinstance(value, list):
        for place in value:
            fields = place if isinstance(place, dict) else {"address": place}
            line = ", ".join(t for key in ("address", "city", "state", "postal_code") if (t := _text(fields.get(key))))
            code = _text(fields.get("country"))
            lines += [line] if line else []
            codes += [code] if code else []
    elif isinstance(value, str):
        for part in re.split(r";\s+", value):
            found = re.fullmatch(r"\s*(?:(?P<line>.*?),\s*)?(?P<code>[A-Z]{2})\s*", part, re.DOTALL)
            line = (found["line"] if found else part) or ""
            codes += [found["code"]] if found else []
            lines.extend(split_addresses(line))
    return tuple(dict.fromkeys(line for line in lines if line)), codes


def _compact_rows(answer: Mapping[str, object]) -> Iterator[object]:
    """The projection with one-letter keys and tables, brought back to the columns of the list."""
    entries, tables = answer.get("entries"), answer.get("tables")
    if not isinstance(entries, list) or not isinstance(tables, dict):
        raise ParseError(f"expected {_EXPECTED} in compact form with entries and tables")

    def pick(table: str, index: object) -> object:
        values = tables.get(table)
        return (
            values[index] if isinstance(values, list) and isinstance(index, int) and 0 <= index < len(values) else None
        )

    for entry in entries:
        if not isinstance(entry, dict):
            yield entry
            continue
        yield {
            "name": entry.get("n"),
            "source": pick("sources", entry.get("s")),
            "alt_names": entry.get("a"),
            "countries": entry.get("c"),
            "license_requirement": pick("licenceRequirements", entry.get("lr")),
            "license_policy": pick("licencePolicies", entry.get("lp")),
            "programs": pick("programmes", entry.get("pg")),
            "federal_register_notice": entry.get("fr"),
        }


# The source files that trade.gov makes its list from use other heads.
_HEADS = {
    "source list": "source",
    "alternate name": "alt_names",
    "address": "addresses",
    "effective date": "start_date",
    "remarks/notes": "remarks",
}


def _from_csv(content: bytes) -> ListSnapshot:
    problems: list[Problem] = []
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = content.decode("cp1252", "replace")
        problems.append(Problem("screening list", f"the file is not in UTF-8, it was read as Windows-1252: {error}"))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[dict[str, object]] = []
    heads: list[str] = []
    first: list[str] = []
    try:
        for cells in reader:
            names = [cell.strip().lower().replace(" ", " ") for cell in cells]
            if not heads:
                heads = [_HEADS.get(name, name.replace(" ", "_")) for name in names]
                while heads and not heads[-1]:
                    heads.pop()
                if not {"name", "source"} <= set(heads):
                    raise ParseError(
                        f"expected {_EXPECTED} as CSV with the columns source and name; got {names[:12]!r}"
                    )
                first = names
                continue
            if names[:2] == first[:2] or not any(names):
                continue  # the head stands twice in some files; blank lines end others
            if len(cells) < len(heads) and not any(cells[len(cells) :]):
                problems.append(
                    Problem(
                        f"line {reader.line_num}", f"has {len(cells)} cells of {len(heads)}; the file may be cut off"
                    )
                )
            if len(cells) > len(heads) and any(cell.strip() for cell in cells[len(heads) :]):
                problems.append(
                    Problem(f"line {reader.line_num}", f"has {len(cells)} cells, more than the {len(heads)} heads")
                )
            rows.append(_csv_row(heads, cells))
    except csv.Error as error:
        if not rows:
            raise ParseError(f"expected {_EXPECTED} as CSV, which is broken: {error}") from error
        problems.append(Problem(f"line {reader.line_num}", f"the CSV is broken or cut off here: {error}"))
    if not heads:
        raise ParseError(f"expected {_EXPECTED} as CSV, got nothing")
    return _snapshot(tuple(_entries(rows, problems)), None, problems)


def _csv_row(heads: list[str], cells: list[str]) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(heads, "")
    for head, cell in zip(heads, cells, strict=False):
        row[head] = row[head] or cell
    if "country" in row:  # a source file: one address in columns
        parts = (row.get(key) for key in ("addresses", "city", "state/province", "postal_code"))
        row["addresses"] = [
            {"address": ", ".join(str(part).strip() for part in parts if part), "country": row["country"]}
        ]
    return row
