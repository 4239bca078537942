"""The fields of a document in the answers of federalregister.gov: each value is read, or is a Problem."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from parsers.document_numbers import canonical_number, number_in_url
from parsers.model import Problem

EASTERN = ZoneInfo("America/New_York")

Fields = Mapping[str, object]


def text_of(value: object) -> str | None:
    """A folded text, or None for null, blanks and anything that is not text."""
    if not isinstance(value, str):
        return None
    return " ".join(value.split()) or None


def texts_of(value: object, where: str, problems: list[Problem]) -> tuple[str, ...]:
    """The texts of a list, or of a value that stands alone; what is no text is a Problem."""
    if value is None:
        return ()
    values = value if isinstance(value, list) else [value]
    texts = [text_of(v) for v in values]
    if any(text is None and v not in ("", None) for text, v in zip(texts, values, strict=True)):
        problems.append(Problem(where, f"is not a list of texts: {value!r}"[:300]))
    return tuple(text for text in texts if text)


def whole_number_of(value: object) -> int | None:
    """A number, also one in quotation marks; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and re.fullmatch(r"\s*\d{1,9}\s*", value):
        return int(value)
    return None


def day_of(row: Fields, key: str, where: str, problems: list[Problem]) -> date | None:
    """A date without time. Null and "" mean that there is none; what cannot be read is a Problem."""
    value = row.get(key)
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        problems.append(Problem(where, f"{key} {value!r} is not a date"[:200]))
        return None


def instant_of(value: object, where: str, problems: list[Problem]) -> datetime | None:
    """An instant with its offset: UTC in the search, New York time in the current issue (both are right)."""
    if value in (None, ""):
        return None
    try:
        instant = datetime.fromisoformat(str(value).strip())
        offset = instant.utcoffset()
        if offset is None:
            problems.append(Problem(where, f"{value!r} has no offset; taken as New York time", "info"))
            return instant.replace(tzinfo=EASTERN)
        if abs(offset) >= timedelta(hours=24) or not 1936 <= instant.year <= 9000:
            raise ValueError(value)
        return instant
    except ValueError:
        problems.append(Problem(where, f"{value!r} is not an instant"[:200]))
        return None


def agency_slugs_of(row: Fields, where: str, problems: list[Problem]) -> tuple[str, ...]:
    """The agencies by the names that the site gives them in addresses: "industry-and-security-bureau"."""
    agencies = row.get("agencies")
    if agencies is None:
        return ()
    if not isinstance(agencies, list):
        problems.append(Problem(where, f"agencies is not a list: {agencies!r}"[:200]))
        return ()
    slugs: list[str] = []
    for agency in agencies:
        fields = agency if isinstance(agency, dict) else {}
        slug = text_of(fields.get("slug"))
        name = text_of(fields.get("name")) or text_of(fields.get("raw_name"))
        if slug is None and name is not None:
            # An agency the site does not know yet has only its raw name; the slug is made as the site makes them.
            slug = re.sub(r"[^a-z0-9]+", "-", name.lower().replace("'", "")).strip("-")
        if slug:
            slugs.append(slug)
        else:
            problems.append(Problem(where, f"an agency has neither slug nor name: {agency!r}"[:200]))
    return tuple(dict.fromkeys(slugs))


def cfr_references_of(row: Fields, where: str, problems: list[Problem]) -> tuple[str, ...]:
    """ "15 CFR 744", in the order given; a reference without a part names the title alone."""
    references = row.get("cfr_references")
    if references is None:
        return ()
    out: list[str] = []
    for reference in references if isinstance(references, list) else [references]:
        title = reference.get("title") if isinstance(reference, dict) else None
        part = reference.get("part") if isinstance(reference, dict) else None
        if title in (None, ""):
            problems.append(Problem(where, f"a CFR reference has no title: {reference!r}"[:200]))
        else:
            out.append(f"{title} CFR {part}" if part not in (None, "") else f"{title} CFR")
    return tuple(dict.fromkeys(out))


def numbers_of(value: object, where: str, problems: list[Problem]) -> tuple[str, ...]:
    """The document numbers of "corrections" and "correction_of": addresses of documents, or bare numbers."""
    numbers: list[str] = []
    for link in value if isinstance(value, list) else [value]:
        if isinstance(link, dict):
            link = link.get("document_number") or link.get("json_url") or link.get("html_url")  # noqa: PLW2901
        text = text_of(link)
        if text is None:
            if link not in (None, "", []):
                problems.append(Problem(where, f"cannot be read: {link!r}"[:200]))
            continue
        found = number_in_url(text) or (text if re.fullmatch(r"[\w–—-]{4,24}", text) else None)
        if found is None:
            problems.append(Problem(where, f"holds no document number: {text!r}"[:300]))
        else:
            numbers.append(canonical_number(found))
    return tuple(dict.fromkeys(numbers))
