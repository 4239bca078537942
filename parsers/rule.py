"""A rule's body -> Rule: the list entries it adds, revises and removes, and the places of the CFR it amends.

Read are: the full-text XML of federalregister.gov and govinfo, the HTML and the plain text of both, the raw text of a
document on public inspection, and a document's paragraphs without its tables (JSON Lines). Proposed rules and notices
are read alike; their ``kind`` says that they are not law.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import IO
from zoneinfo import ZoneInfo

from lxml import etree

from parsers.citations import canonical_document_number
from parsers.dates import read_date
from parsers.denial_orders import read_denial_order
from parsers.model import (
    Action,
    Amendment,
    CfrReference,
    DenialOrder,
    Document,
    DocumentKind,
    ListChange,
    ParseError,
    Problem,
    Rule,
)
from parsers.rule_amending import Read, read_amending
from parsers.rule_blocks import BlockKind, Body, fold
from parsers.rule_checks import check
from parsers.rule_dates import EffectiveDates, read_effective_dates
from parsers.rule_html import read_html
from parsers.rule_notices import read_list_notice
from parsers.rule_text import read_paragraph_lines, read_text
from parsers.rule_xml import DOCUMENT_TAGS, parse_tree, read_xml

_KINDS = {
    "RULE": DocumentKind.RULE,
    "PRORULE": DocumentKind.PROPOSED_RULE,
    "NOTICE": DocumentKind.NOTICE,
    "CORRECT": DocumentKind.RULE,
}
_EASTERN = ZoneInfo("America/New_York")


def parse_rule(content: bytes, *, document: Document | None = None, content_type: str | None = None) -> Rule:
    """Read a document's body.

    ``document`` is what the source announced; it is used for what the body lacks (number, publication date, citation,
    the first effective date). ``content_type`` is a hint; what the bytes begin with decides.

    Raises ParseError where the bytes are no document of the Federal Register, or a damaged one.
    """
    body = _read_body(content, content_type)
    return _rule(body, document)


def iter_rules(
    stream: IO[bytes], *, kinds: tuple[str, ...] = ("RULE", "PRORULE", "NOTICE", "CORRECT")
) -> Iterator[Rule]:
    """The documents of a whole issue, one at a time in bounded memory. ``kinds`` are element names.

    A document that cannot be read comes back as a Rule with a Problem. Raises ParseError, after what came before it,
    where
    the issue itself breaks off.
    """
    when: date | None = None
    try:
        events = etree.iterparse(
            stream,
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
        )
        depth_of_document = 0
        for event, element in events:
            if event == "start":
                depth_of_document += element.tag in DOCUMENT_TAGS
                continue
            if element.tag == "DATE" and when is None and depth_of_document == 0:
                when = read_date(element.text or "")
            if element.tag not in DOCUMENT_TAGS:
                continue
            depth_of_document -= 1
            if depth_of_document == 0:
                if element.tag in kinds:
                    yield _one_of_issue(element, when)
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise ParseError(f"the issue is not well-formed XML (truncated or damaged): {error}") from error


def _one_of_issue(element: etree._Element, when: date | None) -> Rule:
    try:
        rule = _rule(read_xml(element), None)
    except ParseError as error:
        return Rule(
            _KINDS.get(str(element.tag), DocumentKind.NOTICE), None, None, problems=(Problem("document", str(error)),)
        )
    return replace(rule, publication_date=rule.publication_date or when)


def _read_body(content: bytes, content_type: str | None) -> Body:
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not content.strip():
        raise ParseError("the document is empty")
    if start[:2] in (b"PK", b"%P") or (
        b"\x00" in start[:1024] and not start.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<"))
    ):
        raise ParseError("binary content, not a document's text")
    lowered = start.lower()
    if lowered.startswith(b"{"):
        return read_paragraph_lines(content)
    if _is_xml(lowered) or re.search(
        rb"</(?:preamb|regtext|amdpar|suplinf|frdoc|subject)>", lowered + content[-2048:].lower()
    ):
        return read_xml(_document_element(content))
    if (
        b"<html" in lowered
        or b"<!doctype html" in lowered
        or lowered.startswith(b"<")
        or "html" in (content_type or "")
    ):
        return read_html(content)
    return read_text(content)


def _is_xml(start: bytes) -> bool:
    if start.startswith(b"<?xml"):
        return b"<html" not in start
    without_comments = re.sub(rb"<!--.*?-->", b"", start, flags=re.DOTALL).lstrip()
    return bool(
        re.match(
            rb"<(?:rule|prorule|notice|correct|presdocu|fedreg|rules|!entity|!doctype (?!html))\b", without_comments
        )
    )


def _document_element(content: bytes) -> etree._Element:
    root = parse_tree(content)
    if root.tag in DOCUMENT_TAGS:
        return root
    inside = list(root.iter(*DOCUMENT_TAGS))
    if len(inside) == 1:
        return inside[0]
    raise ParseError(
        f"{len(inside)} documents inside <{root.tag}>: a whole issue is read with iter_rules"
        if inside
        else f"<{root.tag}> is no document of the Federal Register"
    )


# -- from blocks to a Rule --------------------------------------------------------------------------------------------


def _rule(body: Body, document: Document | None) -> Rule:
    if body.form in ("text", "html") and not _is_document(body):
        raise ParseError("no document of the Federal Register: no agency, summary, dates, FR Doc. line or instruction")
    number = _number(body, document)
    filed = _filed_at(body.filed) or (document.filed_at if document else None)
    published = (
        (document.publication_date if document else None)
        or (read_date(body.published) if body.published else None)
        or _printed_date(body)
    )
    citation = _citation(body, document, published, filed)
    kind = _kind(body, document)
    dates_text = body.dates or (document.dates if document else None) or _sentence_of_effect(body)
    dates = read_effective_dates(
        dates_text,
        publication_date=published,
        filed=filed.date() if filed else None,
        hint=document.effective_on if document else None,
    )
    read = read_amending(body, dates, title=_title(body, document), part=_part(body, document), own_citation=citation)
    problems = [*body.problems, *read.problems]
    problems += [Problem("DATES", f"an exception that could not be read: {text!r}") for text in dates.unread]
    problems += _another_document(body, document)
    corrects = _corrects(body, document, number)
    changes = list(read.changes)
    orders: tuple[DenialOrder, ...] = ()
    if kind is DocumentKind.NOTICE or not read.instructions:
        order = read_denial_order(body, published, filed.date() if filed else None)
        orders, changes = order.orders, [*changes, *order.changes]
        problems += order.problems
        listed = read_list_notice(body, dates)
        changes += listed.changes
        problems += listed.problems
    rule = Rule(
        kind=kind,
        document_number=number,
        title=body.subject or (document.title if document else None),
        citation=citation,
        corrects=corrects,
        publication_date=published,
        effective_dates=_effective_dates(dates, read, changes),
        filed_at=filed,
        agency=body.subagency or body.agency or (document.agencies[0] if document and document.agencies else None),
        action=body.action or (document.action if document else None),
        summary=body.summary or (document.abstract if document else None),
        changes=tuple(changes),
        amendments=(*read.amendments, *_delays(body, document, dates, read)),
        orders=orders,
    )
    problems += check(rule, body, read)
    return replace(rule, problems=tuple(dict.fromkeys(problems)))


def _delays(body: Body, document: Document | None, dates: EffectiveDates, read: Read) -> tuple[Amendment, ...]:
    """A delay of an effective date has no amendatory instruction; its DATES section says it for the parts in its
    head."""
    if dates.delayed is None or any(a.action is Action.DELAY for a in read.amendments):
        return ()
    title = _title(body, document)
    parts = re.findall(r"\d+", re.sub(r"\d+\s+CFR", " ", body.cfr or "")) or [
        found[1] for text in (document.cfr_references if document else ()) if (found := re.search(r"CFR\s+(\d+)", text))
    ]
    words = body.dates or (document.dates if document else None) or ""
    span = dates.delayed
    return tuple(
        Amendment(
            CfrReference(title, part),
            Action.DELAY,
            span.effective,
            "",
            words,
            until=span.until,
            until_words=span.until_words,
            provisional=span.provisional,
        )
        for part in dict.fromkeys(parts)
    )


def _another_document(body: Body, document: Document | None) -> list[Problem]:
    """The text served must be that of the document announced."""
    if document is None or not document.number or not body.number:
        return []
    announced, served = (re.sub(r"(?<=-)0+", "", canonical_document_number(n)) for n in (document.number, body.number))
    if announced == served:
        return []
    same_title = bool(
        body.subject and document.title and fold(body.subject).casefold() == fold(document.title).casefold()
    )
    what = f"the text is that of {body.number} ({body.subject!r}), announced was {document.number} ({document.title!r})"
    if not same_title:
        raise ParseError(what)
    return [Problem("document", what)]


def _sentence_of_effect(body: Body) -> str | None:
    """ "This rule is effective March 25, 2025." in a document whose DATES label is missing."""
    sentence = re.compile(r"(?:This|These|The)\b.{0,80}\b(?:effective|in effect)\b.{0,200}\d{4}")
    return next((b.text for b in body.preamble[:20] if sentence.match(b.text)), None)


def _is_document(body: Body) -> bool:
    """Whether a text has anything that only a document of the Federal Register has."""
    first = " ".join(b.text for b in body.blocks[:6])[:2000]
    return bool(
        body.number
        or body.docket
        or body.cfr
        or body.subagency
        or (body.agency and re.match(r"DEPARTMENT|BUREAU|OFFICE|FEDERAL|[A-Z]+ (?:AGENCY|COMMISSION)", body.agency))
        or body.summary
        or body.dates
        or body.action
        or any(b.kind is BlockKind.INSTRUCTION for b in body.blocks)
        or re.search(r"\bBILLING CODE\b|\bDEPARTMENT OF [A-Z]|\bIn the Matter of\b", first)
    )


def _number(body: Body, document: Document | None) -> str | None:
    if document is not None and document.number:
        return canonical_document_number(document.number)
    return canonical_document_number(body.number) if body.number else None


def _kind(body: Body, document: Document | None) -> DocumentKind:
    if body.root in _KINDS:
        return _KINDS[body.root]
    if document is not None and document.kind in (DocumentKind.RULE, DocumentKind.PROPOSED_RULE, DocumentKind.NOTICE):
        return document.kind
    action = (body.action or "").lower()
    if "proposed rule" in action:
        return DocumentKind.PROPOSED_RULE
    if "rule" in action or (body.amending is not None and not action):
        return DocumentKind.RULE
    return DocumentKind.NOTICE


def _title(body: Body, document: Document | None) -> int:
    for text in (body.cfr, *(document.cfr_references if document else ())):
        if text and (found := re.search(r"(\d+)\s+CFR", text)):
            return int(found[1])
    return 15


def _part(body: Body, document: Document | None) -> str | None:
    """The part, where the document is about a single one."""
    if body.amending is not None:
        for block in reversed(body.blocks[max(0, body.amending - 4) : body.amending]):
            if found := re.search(r"\bpart\s+(\d+)\s+of\b.*\bamended\b", block.text):
                return found[1]
    for text in (body.cfr, " ".join(document.cfr_references) if document else None):
        if text and len(parts := re.findall(r"(?:CFR\s+(?:[Pp]arts?\s+)?|,\s*|and\s+)(\d+)\b", text)) == 1:
            return str(parts[0])
    return None


def _filed_at(text: str | None) -> datetime | None:
    """``3-25-25; 4:30 pm`` (Washington time)."""
    if not text or not (day := read_date(text)):
        return None
    clock = re.search(r"(\d{1,2}):(\d{2})\s*([ap])\.?m", text, re.IGNORECASE)
    hour, minute = (int(clock[1]) % 12 + (12 if clock[3].lower() == "p" else 0), int(clock[2])) if clock else (8, 45)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=_EASTERN) if hour < 24 and minute < 60 else None


_OWN_ROW = re.compile(
    r"\d{2,3}\s+FR\s+\[\s*INSERT[^\]]*\]?\s*,?\s*(?P<day>\d{1,2}/\d{1,2}/\d{2,4}|[A-Z][a-z]+\.?\s+\d{1,2},\s+\d{4})"
)


def _printed_date(body: Body) -> date | None:
    """The day of publication, where the rows of the table print it beside the placeholder for the page."""
    found = {
        read_date(match["day"])
        for block in body.blocks
        if block.table
        for row in block.table.rows
        if row.cells and (match := _OWN_ROW.search(row.cells[-1]))
    }
    return found.pop() if len(found) == 1 else None


def _citation(body: Body, document: Document | None, published: date | None, filed: datetime | None) -> str | None:
    if document is not None and document.citation:
        return document.citation
    page = body.first_page or (document.start_page if document else None)
    year = published.year if published else filed.year if filed and (filed.month, filed.day) < (12, 27) else None
    return f"{year - 1935} FR {page}" if page and year else None


def _corrects(body: Body, document: Document | None, number: str | None) -> str | None:
    """The document that this one corrects: as the API says, by its number (C1-...), or as its own text says."""
    if document is not None and document.correction_of:
        return canonical_document_number(document.correction_of)
    if number and (found := re.fullmatch(r"[CR]\d-(\S+)", number)):
        return found[1]
    text = " ".join([body.summary or "", *(b.text for b in body.preamble)])[:500_000]  # whole rules have less
    if found := re.search(
        r"\bIn\s+(?:(?:proposed\s+)?rule|notice|"
        r"presidential)\s+document\s+([\w–-]+?)\b(?![–-])[^.]*?\bmake\s+the\s+following\s+correction",
        text,
        re.IGNORECASE,
    ):
        return canonical_document_number(found[1])
    if not re.search(r"\bcorrect(?:ion|ing)|\bcorrects\b", f"{body.subject or ''} {body.action or ''}", re.IGNORECASE):
        return None
    found = re.search(
        r"\b(?:FR\s+Doc\.?|(?:rule|final\s+rule|proposed\s+rule|notice)?\s*document)\s+(?:No\.?\s*)?((?:\d{4}|"
        r"E\d)[-–]\d{4,6})",
        text,
    )
    return canonical_document_number(found[1]) if found else None


def _effective_dates(dates: EffectiveDates, read: Read, changes: list[ListChange]) -> tuple[date, ...]:
    """Every day on which something in the document begins, in order."""
    found = {d for d in (dates.main.effective, *dates.all_dates) if d}
    found |= {c.effective for c in changes if c.effective} | {a.effective for a in read.amendments if a.effective}
    return tuple(sorted(found))
