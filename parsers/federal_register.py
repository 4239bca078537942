"""federalregister.gov API v1: published documents and documents on public inspection -> :class:`Document`.

Field names and their traps: https://github.com/usnationalarchives/federalregister-api-core. ``results`` is left out
when nothing matched; an unknown condition gives ``errors``; a schema we do not know is a ParseError, never an empty
page. One odd row is a Problem and the others are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from parsers.document_fields import (
    Fields,
    agency_slugs_of,
    cfr_references_of,
    day_of,
    instant_of,
    numbers_of,
    text_of,
    texts_of,
    whole_number_of,
)
from parsers.document_numbers import canonical_number
from parsers.json_text import json_object
from parsers.model import Document, DocumentKind, ParseError, Problem, Stage

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


def parse_documents(content: bytes) -> DocumentPage:
    """A page of ``/api/v1/documents.json``. Raises ParseError for anything else; see the module's docstring."""
    answer = json_object(content, "a page of Federal Register documents")
    rows, problems = _rows(answer, "a page of Federal Register documents")
    documents = _read_rows(rows, _published, problems, "result")
    count = whole_number_of(answer.get("count"))
    return DocumentPage(
        documents=documents,
        count=len(rows) if count is None else count,
        total_pages=whole_number_of(answer.get("total_pages")) or (1 if rows else 0),
        next_page_url=text_of(answer.get("next_page_url")),
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
    message = text_of(meta.get("pil_unavailability_message")) if isinstance(meta, dict) else None
    problems: list[Problem] = []
    if message is not None and "results" not in answer and "errors" not in answer:
        rows: list[object] = []
    else:
        rows, problems = _rows(answer, "documents on public inspection")
    documents = _read_rows(rows, _filed, problems, "filing")
    count = whole_number_of(answer.get("count"))
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
        special_filings_updated_at=instant_of(
            answer.get("special_filings_updated_at"), "special_filings_updated_at", problems
        ),
        regular_filings_updated_at=instant_of(
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
    results, count = answer.get("results"), whole_number_of(answer.get("count"))
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
        publication_date=day_of(row, "publication_date", where, problems),
        action=text_of(row.get("action")),
        abstract=text_of(row.get("abstract")),
        dates=text_of(row.get("dates")),
        effective_on=day_of(row, "effective_on", where, problems),
        citation=text_of(row.get("citation")),
        volume=whole_number_of(row.get("volume")),
        start_page=whole_number_of(row.get("start_page")),
        end_page=whole_number_of(row.get("end_page")),
        agencies=agency_slugs_of(row, where, problems),
        cfr_references=cfr_references_of(row, where, problems),
        docket_ids=texts_of(row.get("docket_ids"), f"{where}: docket_ids", problems),
        regulation_id_numbers=texts_of(row.get("regulation_id_numbers"), f"{where}: regulation_id_numbers", problems),
        correction_of=next(iter(numbers_of(row.get("correction_of"), f"{where}: correction_of", problems)), None),
        corrections=numbers_of(row.get("corrections"), f"{where}: corrections", problems),
        html_url=text_of(row.get("html_url")),
        pdf_url=text_of(row.get("pdf_url")),
        full_text_xml_url=text_of(row.get("full_text_xml_url")),
        body_html_url=text_of(row.get("body_html_url")),
        raw_text_url=text_of(row.get("raw_text_url")),
        raw_number=raw,
    )


def _filed(row: Fields, where: str, problems: list[Problem]) -> Document | None:
    identity = _identity(row, where, problems)
    if identity is None:
        return None
    number, raw, where = identity
    publication = day_of(row, "publication_date", where, problems)
    withdrawn = "publication_date" in row and row["publication_date"] is None
    filing = text_of(row.get("filing_type"))
    if filing not in (None, "special", "regular"):
        problems.append(Problem(where, f"filing_type {filing!r} is neither special nor regular"))
    return Document(
        number=number,
        title=_title(row, where, problems),
        kind=_kind(row, where, problems),
        stage=Stage.WITHDRAWN if withdrawn else Stage.PUBLIC_INSPECTION,
        source="public-inspection",
        publication_date=publication,
        filed_at=instant_of(row.get("filed_at"), f"{where}: filed_at", problems),
        agencies=agency_slugs_of(row, where, problems),
        docket_ids=texts_of(row.get("docket_numbers"), f"{where}: docket_numbers", problems),
        html_url=text_of(row.get("html_url")),
        pdf_url=text_of(row.get("pdf_url")),
        raw_text_url=text_of(row.get("raw_text_url")),
        special_filing=None if filing is None else filing == "special",
        pdf_updated_at=instant_of(row.get("pdf_updated_at"), f"{where}: pdf_updated_at", problems),
        editorial_note=text_of(row.get("editorial_note")),
        raw_number=raw,
    )


def _identity(row: Fields, where: str, problems: list[Problem]) -> tuple[str, str | None, str] | None:
    """(number, the published form where it differs, a better name for the row), or None with a Problem."""
    raw = row.get("document_number")
    if not isinstance(raw, str) or not re.search(r"\d", raw):
        title = text_of(row.get("title"))
        problems.append(
            Problem(
                where, f"document_number is {raw!r}, so the document cannot be identified; its title is {title!r}"[:400]
            )
        )
        return None
    number = canonical_number(raw)
    return number, (raw if raw != number else None), f"{where} ({number})"


def _title(row: Fields, where: str, problems: list[Problem]) -> str:
    parts = [text_of(row.get(key)) for key in ("subject_1", "subject_2", "subject_3")]
    title = text_of(row.get("title")) or " ".join(part for part in parts if part) or text_of(row.get("toc_doc"))
    if title is None:
        problems.append(Problem(where, "has no title"))
    return title or ""


def _kind(row: Fields, where: str, problems: list[Problem]) -> DocumentKind:
    name = text_of(row.get("type"))
    kind = _KINDS.get((name or "").casefold())
    if kind is None:
        # An unknown type is taken for a rule: reading one notice too many is harmless, missing a rule is not.
        problems.append(
            Problem(
                where, f"type {name!r} is not known; the document is taken for a rule until its text is read", "info"
            )
        )
    return kind or DocumentKind.RULE
