"""federalregister.gov API v1: published documents and documents on public inspection -> :class:`Document`.

Field names and their traps: https://github.com/usnationalarchives/federalregister-api-core. ``results`` is left out
when nothing matched; an unknown condition gives ``errors``; a schema we do not know is a ParseError, never an empty
page. One odd row is a Problem and the others are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from parsers.json_text import json_object
from parsers.model import Document, DocumentKind, ParseError, Problem, Stage

EASTERN = ZoneInfo("America/New_York")

Fields = Mapping[str, object]

_KINDS = {
    "rule": DocumentKind.RULE,
    "proposed rule": DocumentKind.PROPOSED_RULE,
    "notice": DocumentKind.NOTICE,
    "presidential document": DocumentKind.NOTICE,  # amends no part of the CFR
    "sunshine act document": DocumentKind.NOTICE,
    "correction": DocumentKind.RULE,  # corrects a rule as a rule: its body decides
    "prorule": DocumentKind.PROPOSED_RULE,
    "presdocu": DocumentKind.NOTICE,
}


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One page of a search. ``count`` is of all pages: compare the documents collected with it (paging has traps)."""

    documents: tuple[Document, ...]
    count: int
    total_pages: int
    next_page_url: str | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class InspectionIssue:
    """The documents on public inspection. ``unavailable_message``: the nightly blackout, which is not an empty list."""

    documents: tuple[Document, ...]
    unavailable_message: str | None = None
    special_filings_updated_at: datetime | None = None
    regular_filings_updated_at: datetime | None = None
    problems: tuple[Problem, ...] = ()


def canonical_number(text: str) -> str:
    """A document number with ASCII hyphens and no blanks: ``2024–02930`` -> ``2024-02930``."""
    return re.sub(r"[‐‑‒–—―−﹘﹣－]", "-", re.sub(r"[\s\u200b\ufeff]+", "", text)).upper()


def number_key(number: str) -> str:
    """Equal for the forms of one number that differ only in zero padding (2012-7333 and 2012-07333)."""
    number = canonical_number(number)
    return re.sub(r"-0*(\d+)\Z", lambda found: f"-{int(found[1])}", number)


def parse_documents(content: bytes) -> DocumentPage:
    """A page of ``/api/v1/documents.json``. Raises ParseError for anything else; see the module's docstring."""
    answer = json_object(content, "a page of Federal Register documents")
    rows, problems = _rows(answer, "a page of Federal Register documents")
    documents = _read_rows(rows, _published, problems, "result")
    count = _whole(answer.get("count"))
    return DocumentPage(
        documents=documents,
        count=len(rows) if count is None else count,
        total_pages=_whole(answer.get("total_pages")) or (1 if rows else 0),
        next_page_url=_text(answer.get("next_page_url")),
        problems=tuple(problems),
    )


def parse_document(content: bytes) -> Document:
    """The answer of ``/api/v1/documents/NUMBER.json`` (or of the same on public inspection).

    Raises ParseError when it is anything else, also for the 404 body. Oddities within a readable document are passed
    over here; use :func:`parse_document_with_problems` where they must be shown.
    """
    return parse_document_with_problems(content)[0]


def parse_document_with_problems(content: bytes) -> tuple[Document, tuple[Problem, ...]]:
    """:func:`parse_document` and the Problems of that document."""
    answer = json_object(content, "a Federal Register document")
    if "document_number" not in answer:
        if "results" in answer:
            raise ParseError("expected a single Federal Register document, got a page of them")
        raise ParseError(f"expected a Federal Register document, which has document_number; got {_what(answer)}")
    problems: list[Problem] = []
    filed = "filing_type" in answer or "filed_at" in answer
    document = (_filed if filed else _published)(answer, "document", problems)
    if document is None:
        raise ParseError("; ".join(problem.what for problem in problems))
    return document, tuple(problems)


def parse_public_inspection(content: bytes) -> InspectionIssue:
    """``/api/v1/public-inspection-documents/current.json`` or a search in them.

    During the blackout (00:00-08:45 Eastern) ``unavailable_message`` is set: the list is then unknown, not empty.
    """
    answer = json_object(content, "documents on public inspection")
    meta = answer.get("meta")
    message = _text(meta.get("pil_unavailability_message")) if isinstance(meta, dict) else None
    problems: list[Problem] = []
    if message is not None and "results" not in answer and "errors" not in answer:
        rows: list[object] = []
    else:
        rows, problems = _rows(answer, "documents on public inspection")
    documents = _read_rows(rows, _filed, problems, "filing")
    count = _whole(answer.get("count"))
    if count is not None and not answer.get("total_pages") and count != len(rows) and rows:
        problems.append(Problem("public inspection", f"count says {count} documents, {len(rows)} were sent"))
    whole_issue = "regular_filings_updated_at" in answer
    if whole_issue and not rows and message is None:
        problems.append(
            Problem(
                "public inspection",
                "the current issue holds no document at all, which a whole issue never does",
                "info",
            )
        )
    return InspectionIssue(
        documents=documents,
        unavailable_message=message,
        special_filings_updated_at=_instant(
            answer.get("special_filings_updated_at"), "special_filings_updated_at", problems
        ),
        regular_filings_updated_at=_instant(
            answer.get("regular_filings_updated_at"), "regular_filings_updated_at", problems
        ),
        problems=tuple(problems),
    )


def _what(answer: Fields) -> str:
    if "errors" in answer:
        return f"errors: {answer['errors']!r}"[:500]
    if "message" in answer:
        return f"{answer.get('status')}: {answer['message']!r}"[:500]
    return f"an object with {', '.join(sorted(map(str, answer))[:12]) or 'nothing'}"


def _rows(answer: Fields, expected: str) -> tuple[list[object], list[Problem]]:
    """The results of an answer; ParseError unless it is a page, or says beyond doubt that nothing matched."""
    problems: list[Problem] = []
    results, count = answer.get("results"), _whole(answer.get("count"))
    if "results" not in answer:
        if "errors" in answer or count is None:
            raise ParseError(f"expected {expected}, which has results or a count; got {_what(answer)}")
        if count > 0:
            raise ParseError(
                f"expected {expected}: it says {count} matched but has no results, only {sorted(map(str, answer))}"
            )
        if unknown := set(answer) - {"count", "description", "meta"}:
            raise ParseError(
                f"expected {expected}: it has {sorted(map(str, unknown))} but no results; the schema may have changed"
            )
        return [], problems
    if not isinstance(results, list):
        raise ParseError(f"expected {expected}: results is {type(results).__name__}, not a list")
    if not results and (count or answer.get("total_pages") or answer.get("next_page_url")):
        pages = answer.get("total_pages")
        raise ParseError(f"expected {expected}: results is empty although count is {count} on {pages} pages")
    if results and count == 0:
        problems.append(Problem("page", f"count is 0 although {len(results)} documents were sent"))
    if results and count is None:
        problems.append(Problem("page", "the page does not say how many documents matched (count is missing)"))
    if results and not any(isinstance(row, dict) and "document_number" in row for row in results):
        first = results[0]
        keys = sorted(map(str, first)) if isinstance(first, dict) else type(first).__name__
        raise ParseError(f"expected {expected}, each with document_number; none has it, the first has {keys}")
    errors = answer.get("errors")
    if isinstance(errors, dict) and errors.get("not_found"):
        problems.append(Problem("page", f"not found: {errors['not_found']!r}"))
    elif errors:
        problems.append(Problem("page", f"errors reported beside the results: {errors!r}"[:500]))
    return results, problems


Reader = Callable[[Fields, str, list[Problem]], Document | None]


def _read_rows(rows: list[object], read: Reader, problems: list[Problem], word: str) -> tuple[Document, ...]:
    documents: list[Document] = []
    for position, row in enumerate(rows, 1):
        where = f"{word} {position}"
        if not isinstance(row, dict):
            problems.append(Problem(where, f"is {type(row).__name__}, not a document: {row!r}"[:300]))
            continue
        document = read(row, where, problems)
        if document is not None:
            documents.append(document)
    return tuple(documents)


def _published(row: Fields, where: str, problems: list[Problem]) -> Document | None:
    identity = _identity(row, where, problems)
    if identity is None:
        return None
    number, raw, where = identity
    if "publication_date" not in row:
        problems.append(Problem(where, "has no publication_date"))
    return Document(
        number=number,
        title=_title(row, where, problems),
        kind=_kind(row, where, problems),
        stage=Stage.PUBLISHED,
        source="documents",
        publication_date=_day(row, "publication_date", where, problems),
        action=_text(row.get("action")),
        abstract=_text(row.get("abstract")),
        dates=_text(row.get("dates")),
        effective_on=_day(row, "effective_on", where, problems),
        citation=_text(row.get("citation")),
        volume=_whole(row.get("volume")),
        start_page=_whole(row.get("start_page")),
        end_page=_whole(row.get("end_page")),
        agencies=_slugs(row, where, problems),
        cfr_references=_cfr(row, where, problems),
        docket_ids=_texts(row.get("docket_ids"), f"{where}: docket_ids", problems),
        regulation_id_numbers=_texts(row.get("regulation_id_numbers"), f"{where}: regulation_id_numbers", problems),
        correction_of=next(iter(_numbers_in(row.get("correction_of"), f"{where}: correction_of", problems)), None),
        corrections=_numbers_in(row.get("corrections"), f"{where}: corrections", problems),
        html_url=_text(row.get("html_url")),
        pdf_url=_text(row.get("pdf_url")),
        full_text_xml_url=_text(row.get("full_text_xml_url")),
        body_html_url=_text(row.get("body_html_url")),
        raw_text_url=_text(row.get("raw_text_url")),
        raw_number=raw,
    )


def _filed(row: Fields, where: str, problems: list[Problem]) -> Document | None:
    identity = _identity(row, where, problems)
    if identity is None:
        return None
    number, raw, where = identity
    publication = _day(row, "publication_date", where, problems)
    withdrawn = "publication_date" in row and row["publication_date"] is None
    filing = _text(row.get("filing_type"))
    if filing not in (None, "special", "regular"):
        problems.append(Problem(where, f"filing_type {filing!r} is neither special nor regular"))
    return Document(
        number=number,
        title=_title(row, where, problems),
        kind=_kind(row, where, problems),
        stage=Stage.WITHDRAWN if withdrawn else Stage.PUBLIC_INSPECTION,
        source="public-inspection",
        publication_date=publication,
        filed_at=_instant(row.get("filed_at"), f"{where}: filed_at", problems),
        agencies=_slugs(row, where, problems),
        docket_ids=_texts(row.get("docket_numbers"), f"{where}: docket_numbers", problems),
        html_url=_text(row.get("html_url")),
        pdf_url=_text(row.get("pdf_url")),
        raw_text_url=_text(row.get("raw_text_url")),
        special_filing=None if filing is None else filing == "special",
        pdf_updated_at=_instant(row.get("pdf_updated_at"), f"{where}: pdf_updated_at", problems),
        editorial_note=_text(row.get("editorial_note")),
        raw_number=raw,
    )


def _identity(row: Fields, where: str, problems: list[Problem]) -> tuple[str, str | None, str] | None:
    """(number, the published form where it differs, a better name for the row), or None with a Problem."""
    raw = row.get("document_number")
    if not isinstance(raw, str) or not re.search(r"\d", raw):
        title = _text(row.get("title"))
        problems.append(
            Problem(
                where, f"document_number is {raw!r}, so the document cannot be identified; its title is {title!r}"[:400]
            )
        )
        return None
    number = canonical_number(raw)
    return number, (raw if raw != number else None), f"{where} ({number})"


def _title(row: Fields, where: str, problems: list[Problem]) -> str:
    parts = [_text(row.get(key)) for key in ("subject_1", "subject_2", "subject_3")]
    title = _text(row.get("title")) or " ".join(part for part in parts if part) or _text(row.get("toc_doc"))
    if title is None:
        problems.append(Problem(where, "has no title"))
    return title or ""


def _kind(row: Fields, where: str, problems: list[Problem]) -> DocumentKind:
    name = _text(row.get("type"))
    kind = _KINDS.get((name or "").casefold())
    if kind is None:
        # An unknown type is taken for a rule: reading one notice too many is harmless, missing a rule is not.
        problems.append(
            Problem(
                where, f"type {name!r} is not known; the document is taken for a rule until its text is read", "info"
            )
        )
    return kind or DocumentKind.RULE


def _text(value: object) -> str | None:
    """A folded text, or None for null, blanks and anything that is not text."""
    if not isinstance(value, str):
        return None
    return " ".join(value.split()) or None


def _texts(value: object, where: str, problems: list[Problem]) -> tuple[str, ...]:
    if value is None:
        return ()
    values = value if isinstance(value, list) else [value]
    texts = [_text(v) for v in values]
    if any(text is None and v not in ("", None) for text, v in zip(texts, values, strict=True)):
        problems.append(Problem(where, f"is not a list of texts: {value!r}"[:300]))
    return tuple(text for text in texts if text)


def _whole(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and re.fullmatch(r"\s*\d{1,9}\s*", value):
        return int(value)
    return None


def _day(row: Fields, key: str, where: str, problems: list[Problem]) -> date | None:
    value = row.get(key)
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        problems.append(Problem(where, f"{key} {value!r} is not a date"[:200]))
        return None


def _instant(value: object, where: str, problems: list[Problem]) -> datetime | None:
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


def _slugs(row: Fields, where: str, problems: list[Problem]) -> tuple[str, ...]:
    agencies = row.get("agencies")
    if agencies is None:
        return ()
    if not isinstance(agencies, list):
        problems.append(Problem(where, f"agencies is not a list: {agencies!r}"[:200]))
        return ()
    slugs: list[str] = []
    for agency in agencies:
        fields = agency if isinstance(agency, dict) else {}
        slug = _text(fields.get("slug"))
        name = _text(fields.get("name")) or _text(fields.get("raw_name"))
        if slug is None and name is not None:
            # An agency the site does not know yet has only its raw name; the slug is made as the site makes them.
            slug = re.sub(r"[^a-z0-9]+", "-", name.lower().replace("'", "")).strip("-")
        if slug:
            slugs.append(slug)
        else:
            problems.append(Problem(where, f"an agency has neither slug nor name: {agency!r}"[:200]))
    return tuple(dict.fromkeys(slugs))


def _cfr(row: Fields, where: str, problems: list[Problem]) -> tuple[str, ...]:
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


def _numbers_in(value: object, where: str, problems: list[Problem]) -> tuple[str, ...]:
    """The document numbers of "corrections" and "correction_of": addresses of documents, or bare numbers."""
    numbers: list[str] = []
    for link in value if isinstance(value, list) else [value]:
        if isinstance(link, dict):
            link = link.get("document_number") or link.get("json_url") or link.get("html_url")  # noqa: PLW2901
        text = _text(link)
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


_NUMBER = r"(?P<n>(?:[A-Z]\d{0,2}[-–—])?(?:[A-Z]\d{1,2}|\d{2,4})[-–—]\d{1,6})"
_IN_URL = re.compile(
    rf"/(?:documents/(?:\d{{4}}/\d{{1,2}}/\d{{1,2}}/)?|d/|public[-_]inspection(?:[-_]documents)?/|(?:pdf|html|xml|text)/(?:\d{{4}}/\d{{2}}/\d{{2}}/)?)"
    rf"{_NUMBER}(?=[/.?#,]|\Z)",
    re.IGNORECASE,
)


def number_in_url(url: str) -> str | None:
    """The canonical document number in an address of federalregister.gov, govinfo.gov or the API; None without one."""
    found = _IN_URL.search(url)
    return canonical_number(found["n"]) if found else None
