"""Lists of other agencies that are screened beside the lists of BIS: Section 1260H, UFLPA, and extracts of single
lists.

Sources: https://www.dhs.gov/uflpa-entity-list (HTML tables), the notices of the Department of Defense (91 FR 35189),
and public extracts of them as CSV or JSON. None of these lists restricts exports by itself.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from datetime import date

from parsers.addresses import split_addresses, take_remarks
from parsers.dates import read_date
from parsers.destinations import heading_of
from parsers.html_page import html_page
from parsers.json_text import describe_other, json_object
from parsers.model import ListEntry, ListName, ListSnapshot, ParseError, Problem
from parsers.name_boundary import bare
from parsers.screening_list import notices

MAX_BYTES = 32 * 1024 * 1024
_LISTS = {
    "bis-entity-list": ListName.ENTITY_LIST,
    "bis-meu": ListName.MEU_LIST,
    "bis-uvl": ListName.UNVERIFIED_LIST,
    "bis-dpl": ListName.DENIED_PERSONS,
    "bis-mieu": ListName.MIEU_LIST,
    "dhs-uflpa": ListName.UFLPA,
    "dow-1260h": ListName.SECTION_1260H,
    "dod-1260h": ListName.SECTION_1260H,
    "ofac-nscmic": ListName.CMIC,
    "state-nonproliferation": ListName.ISN,
}


def _snapshot(
    source: str, entries: list[ListEntry], problems: list[Problem], as_of: date | None = None
) -> ListSnapshot:
    if not entries:
        raise ParseError(f"expected the parties of a list ({source}), found none")
    counts = Counter(str(entry.list) for entry in entries)
    return ListSnapshot(source, as_of, tuple(entries), problems=tuple(problems), counts=tuple(sorted(counts.items())))


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def parse_list_json(content: bytes) -> ListSnapshot:
    """``{"list_id", "extracted", "count", "entities": [{"name", "aliases", "country", "address", …}]}``."""
    answer = json_object(content, "the parties of one list")
    name, rows = answer.get("list_id"), answer.get("entities")
    if not isinstance(rows, list):
        raise ParseError("expected the parties of one list under entities")
    found = _LISTS.get(str(name))
    if found is None:
        raise ParseError(f"the list {name!r} is none of those that are screened: {', '.join(sorted(_LISTS))}")
    problems: list[Problem] = []
    entries: list[ListEntry] = []
    for position, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not _text(row.get("name")):
            problems.append(Problem(f"party {position}", f"has no name: {row!r}"[:200]))
            continue
        address, _ = take_remarks(_text(row.get("address")))
        aliases = row.get("aliases")
        entries.append(
            ListEntry(
                list=found,
                destination=heading_of([_text(row.get("country"))]),
                name=_text(row["name"]),
                aliases=tuple(dict.fromkeys(t for a in aliases if (t := _text(a))))
                if isinstance(aliases, list)
                else (),
                addresses=split_addresses(address) if address else (),
                citations=notices(_text(row.get("federal_register"))),
                raw=_text(row.get("notes")),
            )
        )
    if answer.get("count") not in (None, len(rows)):
        problems.append(Problem(str(name), f"the file says {answer['count']!r} parties, {len(rows)} are in it"))
    return _snapshot(str(name), entries, problems, read_date(_text(answer.get("extracted"))))


def parse_list_csv(content: bytes) -> ListSnapshot:
    """A table with the columns name and alias. Its program tells which list, or the columns of the 1260H table."""
    if len(content) > MAX_BYTES:
        raise ParseError(f"expected the parties of one list, got {len(content)} bytes")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ParseError(f"expected the parties of one list in UTF-8: {error}") from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    problems: list[Problem] = []
    entries: list[ListEntry] = []
    try:
        heads = [head.strip().lower() for head in reader.fieldnames or []]
        for raw in reader:
            row = {str(k).strip().lower(): v for k, v in raw.items() if k is not None and isinstance(v, str)}
            where = f"line {reader.line_num}"
            found = _list_of_row(heads, row)
            if found is None:
                raise ParseError(f"{where}: no list that is screened can be told from {row.get('program') or heads!r}")
            if _text(row.get("end date") or row.get("end-date")):
                continue  # a party that has been taken off again
            name = _text(row.get("clean name")) or _text(row.get("name"))
            if not name:
                problems.append(Problem(where, "has no name"))
                continue
            others = [row.get(key) or "" for key in ("alias", "aliases", "previous name")]
            aliases = [bare(part) for other in others for part in re.split(r";|\n|\|", other)]
            entries.append(
                ListEntry(
                    list=found,
                    destination=heading_of([_text(row.get("country"))]),
                    name=name,
                    aliases=tuple(dict.fromkeys(alias for alias in aliases if alias)),
                    raw=_text(row.get("name")),
                )
            )
    except csv.Error as error:
        raise ParseError(f"expected the parties of one list as CSV, which is broken: {error}") from error
    return _snapshot("list", entries, problems)


def _list_of_row(heads: list[str], row: dict[str, str]) -> ListName | None:
    if {"clean name", "previous name", "parent name"} <= set(heads):
        return ListName.SECTION_1260H
    program = row.get("program", "")
    if "MIEU" in program:
        return ListName.MIEU_LIST
    return ListName.SECTION_1260H if "1260H" in program else None


_OTHER_NAMES = re.compile(
    r"\s*\(\s*(?:(?:and|including)\s+(?:the\s+)?(?:following\s+)?\w+\s+alias(?:es)?\s*:|also\s+known\s+as|formerly\s+known\s+as|"
    r"(?:a|f)\.?k\.?a\.?,?)\s*",
    re.IGNORECASE,
)
# "A; B; and C", "A Co. and B Co.", "A and formerly known as B"
_BETWEEN = re.compile(r";|(?<=Co\.|td\.)\s+and\s+(?=[A-Z])|,?\s*\b(?:and\s+)?(?:formerly|also)\s+known\s+as\s+")
_FAMILY = re.compile(
    r",?\s+and\s+(?:(?:its|their)\s+)?(?:subsidiar\w+|subordinate|affiliated\s+entit\w+).*\Z", re.IGNORECASE | re.DOTALL
)


def parse_uflpa_page(content: bytes) -> ListSnapshot:
    """The UFLPA Entity List as dhs.gov shows it: tables by criterion; a party in several of them is one entry."""
    if b"<table" not in content.lower():
        raise ParseError(f"expected the tables of the UFLPA Entity List, got {describe_other(content)}")
    soup = html_page(content, "the UFLPA Entity List")
    problems: list[Problem] = []
    entries: dict[str, ListEntry] = {}
    tables = 0
    for table in soup.find_all("table"):
        rows = [[" ".join(c.get_text(" ").split()) for c in row.find_all(["td", "th"])] for row in table.find_all("tr")]
        if not rows or not any(re.search(r"entity", head, re.IGNORECASE) for head in rows[0]):
            continue
        tables += 1
        for number, cells in enumerate(rows[1:], 2):
            if not cells or not cells[0]:
                continue
            entry = _uflpa_entry(cells[0])
            if len(cells) < 2 or read_date(cells[1]) is None:
                problems.append(Problem(f"table {tables}, row {number}", f"has no date of effect: {cells!r}"[:200]))
            entries.setdefault(cells[0].casefold(), entry)
    if not tables:
        raise ParseError(
            "expected the tables of the UFLPA Entity List, found none with entities: the markup may have changed"
        )
    return _snapshot("uflpa", list(entries.values()), problems)


def _uflpa_entry(cell: str) -> ListEntry:
    aliases: list[str] = []
    name = cell
    while found := _OTHER_NAMES.search(name):
        depth, end = 1, len(name)
        for position in range(found.end(), len(name)):
            depth += {"(": 1, ")": -1}.get(name[position], 0)
            if depth == 0:
                end = position
                break
        inside = name[found.end() : end]
        aliases += [bare(re.sub(r"\A\s*and\s+", "", part)) for part in _BETWEEN.split(inside)]
        name = name[: found.start()] + name[end + 1 :]
    return ListEntry(
        list=ListName.UFLPA,
        destination=None,
        name=bare(_FAMILY.sub("", name)),
        aliases=tuple(dict.fromkeys(alias for alias in aliases if alias)),
        raw=cell,
    )
