"""The registry of formats: which reader takes a file, told by what the file holds, not by what it is called."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from parsers.bis_news import PressRelease, parse_news
from parsers.denied_persons import parse_denied_persons
from parsers.document_numbers import canonical_number
from parsers.ecfr import CfrTitle, ContentVersion, parse_part, parse_titles, parse_versions
from parsers.federal_register import (
    DocumentPage,
    InspectionIssue,
    parse_document,
    parse_documents,
    parse_public_inspection,
)
from parsers.feed import Feed, parse_feed
from parsers.json_text import LARGEST, describe_other
from parsers.model import Document, ListSnapshot, ParseError, Rule
from parsers.other_lists import parse_list_csv, parse_list_json, parse_uflpa_page
from parsers.rule import iter_rules, parse_rule
from parsers.screening_list import parse_screening_list

Parsed = (
    Rule
    | tuple[Rule, ...]
    | ListSnapshot
    | Feed
    | DocumentPage
    | InspectionIssue
    | Document
    | tuple[CfrTitle, ...]
    | tuple[ContentVersion, ...]
    | tuple[PressRelease, ...]
)


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a file, as far as telling its format needs: 64 KB, without a byte-order mark."""

    content: bytes
    keys: frozenset[str] = frozenset()  # of a JSON object

    def starts(self, pattern: bytes) -> bool:
        return re.match(pattern, self.content, re.IGNORECASE | re.DOTALL) is not None

    def has(self, pattern: bytes) -> bool:
        return re.search(pattern, self.content, re.IGNORECASE) is not None


@dataclass(frozen=True, slots=True)
class Format:
    """``sniff`` says whether a head can be of this format; ``read`` raises ParseError if it was not after all."""

    sniff: Callable[[Head], bool]
    read: Callable[[bytes], Parsed]


_XML = rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*|<\?.*?\?>\s*)*"
_CSV = rb'[\w "#/.-]*,'

# What every rendition of a Federal Register document says near its beginning, and no other file does.
_DOCUMENT_WORDS = (
    rb"\bFR Doc\b|BILLING CODE|\bFederal Register\b|\d CFR (?:Part|chapter)|\bAGENCY:|amendment-part|<AMDPAR"
)


_ISSUE = "issue of the Federal Register (XML)"


def _issue(content: bytes) -> tuple[Rule, ...]:
    return tuple(_documents_of_issue(io.BytesIO(content)))


def _documents_of_issue(stream: IO[bytes]) -> Iterator[Rule]:
    empty = True
    for rule in iter_rules(stream):
        empty = False
        yield rule
    if empty:
        raise ParseError("expected the documents of an issue of the Federal Register, found none")


#: In the order tried. The first format whose sniff says yes reads the file.
FORMATS: dict[str, Format] = {
    "eCFR XML": Format(lambda h: h.starts(_XML + rb"<(?:DIV\d|ECFR)\b"), parse_part),
    "Federal Register XML": Format(
        lambda h: h.starts(_XML + rb"<(?:RULE|PRORULE|NOTICE|CORRECT|PRESDOCU?)\b"), parse_rule
    ),
    _ISSUE: Format(lambda h: h.starts(_XML + rb"<FEDREG\b"), _issue),
    "RSS or Atom feed": Format(lambda h: h.starts(_XML + rb"<(?:rss|feed|rdf:RDF)\b"), parse_feed),
    "documents on public inspection (JSON)": Format(
        lambda h: (
            bool(h.keys & {"special_filings_updated_at", "regular_filings_updated_at"})
            or ("meta" in h.keys and h.has(rb"pil_unavailability_message"))
            or ("results" in h.keys and h.has(rb'"filing_type"\s*:') and not h.has(rb'"alt_names"\s*:'))
        ),
        parse_public_inspection,
    ),
    "Consolidated Screening List (JSON)": Format(
        lambda h: (
            {"entries", "fieldKey"} <= h.keys
            or (h.starts(rb"\s*\[\s*\{") and h.has(rb'"alt_names"\s*:') and h.has(rb'"source"\s*:'))
            or ("results" in h.keys and h.has(rb'"(?:alt_names|source_list_url|sources_used)"\s*:'))
        ),
        parse_screening_list,
    ),
    "page of Federal Register documents (JSON)": Format(
        lambda h: "results" in h.keys or {"count", "description"} <= h.keys, parse_documents
    ),
    "Federal Register document (JSON)": Format(
        lambda h: "document_number" in h.keys and "paragraph_index" not in h.keys, parse_document
    ),
    "eCFR titles (JSON)": Format(lambda h: "titles" in h.keys, parse_titles),
    "eCFR versions (JSON)": Format(lambda h: "content_versions" in h.keys, parse_versions),
    "parties of one list (JSON)": Format(lambda h: {"list_id", "entities"} <= h.keys, parse_list_json),
    "paragraphs of a document (JSON lines)": Format(
        lambda h: h.starts(rb"\s*\{") and h.has(rb'"paragraph_index"\s*:') and h.has(rb'"text"\s*:'), parse_rule
    ),
    "Denied Persons List (text or CSV)": Format(
        lambda h: h.starts(rb'"?Name(?:_and_Address"?,|"?\t"?Street_Address)'), parse_denied_persons
    ),
    "Consolidated Screening List (CSV)": Format(
        lambda h: h.starts(rb'"?(?:_id"?,"?)?source(?: list)?"?,') or h.starts(rb'"?Source List"?,'),
        parse_screening_list,
    ),
    "parties of one list (CSV)": Format(
        lambda h: h.starts(_CSV) and h.has(rb"\A[^\n]*\bname\b[^\n]*\balias(?:es)?\b"), parse_list_csv
    ),
    "UFLPA Entity List (HTML)": Format(
        lambda h: (
            h.starts(_HTML := rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)")
            and h.has(rb"<title>[^<]*UFLPA Entity List")
        ),
        parse_uflpa_page,
    ),
    "press releases of BIS (HTML)": Format(
        lambda h: (
            h.has(rb"<(?:!doctype\s+html|html)")
            and h.has(rb"Bureau of Industry and Security")
            and h.has(rb"/press-release")
        ),
        parse_news,
    ),
    "text of a document (HTML or plain)": Format(
        lambda h: not h.starts(rb"\s*[{\[]") and h.has(_DOCUMENT_WORDS),
        parse_rule,
    ),
}


def read_each(path: Path) -> Iterator[Parsed]:
    """The readings of a published file: of a whole issue of the Federal Register one Rule for each document, as it is
    read and in bounded memory; of any other file the one that :func:`read_file` gives.

    Raises as :func:`read_file` does; of an issue that breaks off only after the documents that came before.
    """
    with path.open("rb") as stream:
        if path.stat().st_size > LARGEST or format_of(stream.read(65536)) != _ISSUE:
            yield read_file(path)
            return
        stream.seek(0)
        try:
            yield from _documents_of_issue(stream)
        except ParseError as error:
            raise ParseError(f"{path.name}, read as {_ISSUE}: {error}") from error


def read_file(source: Path | bytes, name: str | None = None) -> Parsed:
    """Read a published file, whatever its format.

    ``name`` names it in errors. Beside a path to the XML or text of a document, ``DOCNUM.json`` of the same number (the
    API's answer) is used for what the body lacks. Raises ParseError that says what was tried, OSError if it cannot be
    opened.
    """
    path = source if isinstance(source, Path) else None
    if path is not None:
        if path.stat().st_size > LARGEST:
            raise ParseError(f"{path.name}: {path.stat().st_size} bytes, more than any file read here has")
        content = path.read_bytes()
    else:
        assert isinstance(source, bytes)
        content = source
    shown = name or (path.name if path else "the file")
    chosen = format_of(content)
    if chosen is None:
        raise ParseError(f"{shown}: {describe_other(content)}; it is none of {', '.join(FORMATS)}")
    try:
        parsed = FORMATS[chosen].read(content)
    except ParseError as error:
        raise ParseError(f"{shown}, read as {chosen}: {error}") from error
    except RecursionError as error:
        raise ParseError(f"{shown}, read as {chosen}: nested too deep") from error
    if path is not None and isinstance(parsed, Rule):
        return _with_metadata(parsed, path, content)
    if path is not None and isinstance(parsed, ListSnapshot) and parsed.as_of is None:
        return _dated(parsed, path)
    return parsed


def format_of(content: bytes) -> str | None:
    """The first format in :data:`FORMATS` that ``content`` looks like; None for nothing and for binary files."""
    content = content.removeprefix(b"\xef\xbb\xbf")
    start = content[:65536]
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = content[:131072].decode("utf-16", "ignore").encode()
    elif b"\x00" in start or content[:4] in (b"%PDF", b"PK\x03\x04"):
        return None
    head = Head(start.lstrip(), _keys(content) if start.lstrip()[:1] == b"{" else frozenset())
    return next((name for name, known in FORMATS.items() if known.sniff(head)), None)


def _keys(content: bytes) -> frozenset[str]:
    """The keys of a JSON object; of the first line where the file is JSON lines, of the head where it is broken."""
    for text in (content, content.split(b"\n", 1)[0]):
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            continue
        return frozenset(map(str, value)) if isinstance(value, dict) else frozenset()
    return frozenset(key.decode("ascii", "replace") for key in re.findall(rb'"(\w+)"\s*:', content[:4096]))


def _with_metadata(rule: Rule, path: Path, content: bytes) -> Rule:
    """The rule read again with the API's answer that lies beside its text, if there is one of the same number."""
    number = rule.document_number or path.stem
    for beside in (path.with_suffix(".json"), path.with_name(f"{number}.json")):
        if beside == path or not beside.is_file():
            continue
        try:
            document = parse_document(beside.read_bytes())
        except (ParseError, OSError):
            continue
        if rule.document_number is None or canonical_number(rule.document_number) == document.number:
            return parse_rule(content, document=document)
    return rule


def _dated(snapshot: ListSnapshot, path: Path) -> ListSnapshot:
    """A list file does not say its own date; captures are named after it ("title-15_part-744.2026-07-23.xml")."""
    from datetime import date  # noqa: PLC0415

    found = re.findall(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)", path.name)
    try:
        return replace(snapshot, as_of=date(*map(int, found[-1]))) if found else snapshot
    except ValueError:
        return snapshot
