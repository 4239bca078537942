"""The Denied Persons List of BIS: tab-separated until 2023 (``dpl.txt``), CSV with name and address in one cell since.

One row is one address of one person, so a name occurs several times; rows are kept apart as printed.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date

from parsers.dates import read_date
from parsers.destinations import heading_of
from parsers.json_text import describe_other
from parsers.list_columns import agreed_dates, read_citations
from parsers.model import ListEntry, ListName, ListSnapshot, ParseError, Problem
from parsers.name_boundary import split_name
from parsers.screening_list import notices

_EXPECTED = "the Denied Persons List"
MAX_BYTES = 16 * 1024 * 1024
_ALSO = re.compile(r"[\s,(]+(?:a[./]k[./]a\.?|f[./]k[./]a\.?|d[./]b[./]a\.?)[\s,]+", re.IGNORECASE)


def parse_denied_persons(content: bytes) -> ListSnapshot:
    """Either layout, told by its heads. Raises ParseError for anything else or a file without persons."""
    if len(content) > MAX_BYTES:
        raise ParseError(f"expected {_EXPECTED}, got {len(content)} bytes, a hundred times its size")
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] in (b"<", b"{", b""):
        raise ParseError(f"expected {_EXPECTED}, got {describe_other(content)}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
        if "�" in text or "\x00" in text:
            raise ParseError(f"expected {_EXPECTED} as text, got {describe_other(content)}") from None
    delimiter = "\t" if "\t" in text.split("\n", 1)[0] else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    problems: list[Problem] = []
    entries: list[ListEntry] = []
    dated: list[tuple[str, date | None]] = []
    heads: list[str] = []
    try:
        for cells in reader:
            if not heads:
                heads = [re.sub(r"[\s_]+", "_", cell.strip().lower()) for cell in cells]
                if not {"effective_date"} <= set(heads) or not {"name", "name_and_address"} & set(heads):
                    raise ParseError(
                        f"expected {_EXPECTED} with the columns name and effective date; got {cells[:12]!r}"
                    )
                continue
            if not any(cell.strip() for cell in cells):
                continue
            where = f"line {reader.line_num}"
            if len(cells) < len(heads):
                problems.append(Problem(where, f"has {len(cells)} cells of {len(heads)}: {cells!r}"[:300]))
            entry = _entry(dict(zip(heads, cells, strict=False)), where, problems, dated)
            if entry is not None:
                entries.append(entry)
    except csv.Error as error:
        if not entries:
            raise ParseError(f"expected {_EXPECTED}, which is broken: {error}") from error
        problems.append(Problem(f"line {reader.line_num}", f"the file is broken or cut off here: {error}"))
    if not entries:
        raise ParseError(f"expected {_EXPECTED}, got a file without a single person")
    if not text.endswith("\n"):
        problems.append(Problem("end", "the file ends within a line; it may be cut off", "info"))
    counts = ((str(ListName.DENIED_PERSONS), len(entries)),)
    citation_dates, odd = agreed_dates(dated)
    problems.extend(Problem("citations", what, "info") for what in odd)
    return ListSnapshot(
        "denied-persons", None, tuple(entries), problems=tuple(problems), counts=counts, citation_dates=citation_dates
    )


def _entry(
    row: dict[str, str], where: str, problems: list[Problem], dated: list[tuple[str, date | None]]
) -> ListEntry | None:
    if "name" in row:
        name = " ".join(row["name"].split())
        parts = [
            " ".join(row.get(key, "").split()) for key in ("street_address", "city", "state", "country", "postal_code")
        ]
        *lines, country, postal = parts
    else:
        name, lines, country, postal = _name_and_address(row["name_and_address"], where, problems)
    if not name:
        problems.append(Problem(where, f"has no name: {list(row.values())!r}"[:300]))
        return None
    address = ", ".join(part for part in (*lines, postal) if part)
    if postal and lines and not any(lines):
        address = ""
    names = _names(name)
    facts = []
    for key in ("effective_date", "expiration_date"):
        value = " ".join(row.get(key, "").split())
        if value and _date(value) is None:
            problems.append(Problem(where, f"{key} {value!r} is not a date: {name!r}"))
        facts += [f"{key}: {value}"] if value else []
    cited = row.get("fr_citation") or row.get("appropriate_federal_register_citations") or ""
    citations = notices(cited)
    dated.extend(read_citations(cited).dated)
    if cited.strip() and not citations:
        problems.append(Problem(where, f"no citation could be read from {cited!r}: {name!r}"[:300]))
    return ListEntry(
        list=ListName.DENIED_PERSONS,
        destination=heading_of([country]),
        name=names[0],
        aliases=tuple(names[1:]),
        addresses=(address,) if address else (),
        citations=citations,
        raw="\t".join(
            [
                *facts,
                *(v for k, v in row.items() if k in ("name_and_address", "type_of_denial", "standard_order") and v),
            ]
        ),
    )


def _date(text: str) -> date | None:
    return read_date(text)


def _names(text: str) -> list[str]:
    """ "FUYI SUN A/K/A FRANK SUN", "PEARL (A.K.A. NEI-CHIEN CHU) LI": the name, then the others."""
    if inside := re.search(r"\((?:a[./]k[./]a\.?|f[./]k[./]a\.?|d[./]b[./]a\.?)\s*([^()]+)\)", text, re.IGNORECASE):
        rest = " ".join((text[: inside.start()] + " " + text[inside.end() :]).split())
        return [rest, *(part.strip() for part in re.split(r";\s*", inside.group(1)))]
    first, *others = (part.strip(" ,") for part in _ALSO.split(text))
    return [first, *(other.rstrip(")") if "(" not in other else other for other in others if other)]


def _name_and_address(cell: str, where: str, problems: list[Problem]) -> tuple[str, list[str], str, str]:
    """ "NAME, STREET, CITY, STATE, COUNTRY, POSTAL CODE", where name and street have commas of their own."""
    parts = [" ".join(part.split()) for part in cell.split(",")]
    country_at = next(
        (i for i in range(len(parts) - 1, 0, -1) if re.fullmatch(r"[A-Z]{2}", parts[i]) and i >= len(parts) - 3), None
    )
    if country_at is None:
        if len(parts) < 5:
            problems.append(Problem(where, f"name and address are not laid out as elsewhere: {cell!r}"[:300]))
        country, postal, before = "", (parts[-1] if len(parts) > 4 else ""), parts[: -2 if len(parts) > 4 else None]
    else:
        country, postal, before = (
            parts[country_at],
            " ".join(p for p in parts[country_at + 1 :] if p),
            parts[:country_at],
        )
    name, rest = split_name(", ".join(part for part in before if part))
    return name.strip(" ,"), [part for part in (p.strip() for p in rest.split(",")) if part], country, postal
