"""What was parsed -> the object that ``regwatch parse --json`` prints: plain values, ISO dates, one set of keys."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from parsers.bis_news import PressRelease
from parsers.ecfr import CfrTitle, ContentVersion
from parsers.federal_register import DocumentPage, InspectionIssue
from parsers.feed import Feed
from parsers.formats import Parsed
from parsers.model import (
    Amendment,
    CodifiedProvision,
    Document,
    DocumentKind,
    EffectiveDateNote,
    ListChange,
    ListEntry,
    ListSnapshot,
    Problem,
    Rule,
)

Json = dict[str, Any]
_SURROGATE = re.compile("[\ud800-\udfff]")


def to_contract(path: str | Path, parsed: Parsed) -> Json:
    """The contract's object for one file. Keys that a kind does not have are null or empty, never left out.

    The documents of a whole issue stand under ``documents``; :func:`to_contracts` gives each an object of its own.
    """
    if isinstance(parsed, Rule):
        return _rule(path, parsed)
    if isinstance(parsed, ListSnapshot):
        return _snapshot(path, parsed)
    if isinstance(parsed, Document):
        return _document(path, parsed)
    if isinstance(parsed, Feed | DocumentPage | InspectionIssue):
        return _documents(path, parsed)
    return _others(path, parsed)


def to_contracts(path: str | Path, parsed: Parsed) -> Iterator[Json]:
    """One object for each document, made as it is asked for: an issue of the Federal Register holds many documents,
    any other file one.

    With :func:`parsers.formats.read_each` an issue of any size passes through in the memory of one document::

        for parsed in read_each(path):
            for said in to_contracts(path, parsed):
                print(line(said))
    """
    if isinstance(parsed, tuple) and parsed and all(isinstance(rule, Rule) for rule in parsed):
        yield from (_rule(path, rule) for rule in parsed if isinstance(rule, Rule))
    else:
        yield to_contract(path, parsed)


def _frame(path: str | Path, kind: str, problems: Iterable[Problem]) -> Json:
    return {
        "path": str(path),
        "kind": kind,
        "document_number": None,
        "citation": None,
        "corrects": None,
        "publication_date": None,
        "effective_dates": [],
        "filed_at": None,
        "title": None,
        "changes": [],
        "amendments": [],
        "entries": [],
        "problems": [{"where": p.where, "what": p.what, "severity": p.severity} for p in problems],
    }


def iso(value: date | datetime | None) -> str | None:
    return value.isoformat() if value is not None else None


def _rule(path: str | Path, rule: Rule) -> Json:
    return _frame(path, str(rule.kind), rule.problems) | {
        "document_number": rule.document_number,
        "citation": rule.citation,
        "corrects": rule.corrects,
        "publication_date": iso(rule.publication_date),
        "effective_dates": [iso(day) for day in rule.effective_dates],
        "filed_at": iso(rule.filed_at),
        "title": rule.title,
        "agency": rule.agency,
        "action": rule.action,
        "summary": rule.summary,
        "changes": [change_json(change) for change in rule.changes],
        "amendments": [amendment_json(amendment) for amendment in rule.amendments],
        "orders": [
            {
                "kind": order.kind,
                "issued": iso(order.issued),
                "expires": iso(order.expires),
                "denied": list(order.denied),
                "related": list(order.related),
            }
            for order in rule.orders
        ],
    }


def entry_json(entry: ListEntry) -> Json:
    """An entry of a list. ``sub_entities``: those that the entry lists within itself."""
    out: Json = {
        "list": str(entry.list),
        "destination": entry.destination,
        "kind": str(entry.kind),
        "name": entry.name,
        "aliases": list(entry.aliases),
        "addresses": list(entry.addresses),
        "license_requirement": entry.license_requirement,
        "license_review_policy": entry.license_review_policy,
        "footnotes": list(entry.footnotes),
        "citations": list(entry.citations),
    }
    if entry.sub_entities:
        out["sub_entities"] = [entry_json(sub) for sub in entry.sub_entities]
    return out


def change_json(change: ListChange) -> Json:
    """What one instruction does to one entry: the entry's fields, the action, its dates and its words."""
    return entry_json(change.entry) | {
        "action": str(change.action),
        "effective": iso(change.effective),
        "until": iso(change.until),
        "provisional": change.provisional,
        "text_missing": change.text_missing,
        "former_name": change.former_name,
        "instruction": change.instruction,
    }


def amendment_json(amendment: Amendment) -> Json:
    return {
        "target": str(amendment.target),
        "action": str(amendment.action),
        "effective": iso(amendment.effective),
        "until": iso(amendment.until),
        "text": amendment.text,
        "instruction": amendment.instruction,
        "number": amendment.number,
        "until_words": amendment.until_words,
        "provisional": amendment.provisional,
    }


def _snapshot(path: str | Path, snapshot: ListSnapshot) -> Json:
    return _frame(path, str(DocumentKind.LIST_SNAPSHOT), snapshot.problems) | {
        "source": snapshot.source,
        "as_of": iso(snapshot.as_of),
        "entries": [entry_json(entry) for entry in snapshot.entries],
        "counts": dict(snapshot.counts),
        "citation_dates": {citation: iso(day) for citation, day in snapshot.citation_dates},
        "notes": [_note(note) for note in snapshot.notes],
        "provisions": [_provision(provision) for provision in snapshot.provisions],
    }


def _note(note: EffectiveDateNote) -> Json:
    return {
        "where": str(note.where),
        "action": str(note.action) if note.action else None,
        "targets": [str(target) for target in note.targets],
        "until": iso(note.until),
        "until_words": note.until_words,
        "citation": note.citation,
        "text": note.text,
    }


def _provision(provision: CodifiedProvision) -> Json:
    return {"target": str(provision.target), "text": provision.text}


def document_json(document: Document) -> Json:
    """A document as a source announces it; fields that are empty are left out."""
    out: Json = {
        "document_number": document.number,
        "title": document.title,
        "kind": str(document.kind),
        "stage": str(document.stage),
        "source": document.source,
        "publication_date": iso(document.publication_date),
        "filed_at": iso(document.filed_at),
        "effective_on": iso(document.effective_on),
        "citation": document.citation,
        "corrects": document.correction_of,
        "action": document.action,
        "abstract": document.abstract,
        "dates": document.dates,
        "agencies": list(document.agencies),
        "cfr_references": list(document.cfr_references),
        "html_url": document.html_url,
        "full_text_xml_url": document.full_text_xml_url,
        "raw_text_url": document.raw_text_url,
        "editorial_note": document.editorial_note,
    }
    return {key: value for key, value in out.items() if value not in (None, [])}


def _document(path: str | Path, document: Document) -> Json:
    """The API's answer for one document, given without its text: what it announces is known, what it changes is not."""
    missing = Problem(
        f"document {document.number}",
        "only the metadata is here, not the body: what the document changes cannot be told from it",
    )
    return _frame(path, str(document.kind), [missing]) | {
        "document_number": document.number,
        "citation": document.citation,
        "corrects": document.correction_of,
        "publication_date": iso(document.publication_date),
        "effective_dates": [iso(document.effective_on)] if document.effective_on else [],
        "filed_at": iso(document.filed_at),
        "title": document.title,
        "stage": str(document.stage),
        "documents": [document_json(document)],
    }


def _documents(path: str | Path, parsed: Feed | DocumentPage | InspectionIssue) -> Json:
    problems = list(parsed.problems)
    if isinstance(parsed, InspectionIssue) and parsed.unavailable_message:
        problems.insert(0, Problem("public inspection", parsed.unavailable_message))
    if isinstance(parsed, DocumentPage) and parsed.count != len(parsed.documents):
        what = f"{len(parsed.documents)} of {parsed.count} documents are on this page"
        problems.append(Problem("page", what, "info"))
    out = _frame(path, str(DocumentKind.FEED), problems)
    return out | {"documents": [document_json(document) for document in parsed.documents]}


def _others(path: str | Path, parsed: tuple[object, ...]) -> Json:
    """Lists that name no party: titles and versions of the eCFR, press releases."""
    rows: list[Json] = []
    for row in parsed:
        if isinstance(row, PressRelease):
            rows.append({"title": row.title, "url": row.url, "date": iso(row.date)})
        elif isinstance(row, CfrTitle):
            rows.append({"number": row.number, "name": row.name, "up_to_date_as_of": iso(row.up_to_date_as_of)})
        elif isinstance(row, Rule):
            rows.append(_rule(path, row))
        elif isinstance(row, ContentVersion):
            rows.append(
                {
                    "identifier": row.identifier,
                    "name": row.name,
                    "date": iso(row.date),
                    "substantive": row.substantive,
                    "removed": row.removed,
                }
            )
    return _frame(path, str(DocumentKind.FEED), ()) | {"documents": rows}


def line(value: Mapping[str, Any]) -> str:
    """One JSON object on one line. Half a character, which UTF-8 cannot hold, is shown as lost."""
    return _SURROGATE.sub("\ufffd", json.dumps(value, ensure_ascii=False))
