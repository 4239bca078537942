"""Full-text XML of the Federal Register (GPO's locator markup) -> blocks.

Skeleton: RULE | PRORULE | NOTICE > PREAMB (AGENCY, SUBAGY, CFR, DEPDOC, RIN, SUBJECT, AGY, ACT, SUM, DATES or
EFFDATE ...)
and SUPLINF (HD, P ..., REGTEXT > AMDPAR, SECTION, GPOTABLE), FRDOC. Amendments may also stand outside REGTEXT, and a
correction may have everything within PREAMB.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from parsers.list_columns import mark_footnote
from parsers.model import ParseError
from parsers.rule_blocks import FR_DOC_LINE, Block, BlockKind, Body, Row, Table, fold, fold_lines
from parsers.rule_paragraphs import mark_instructions, with_unmarked

DOCUMENT_TAGS = ("RULE", "PRORULE", "NOTICE", "CORRECT", "PRESDOCU", "PRESDOC")
#: The longest rules have a few million bytes of XML; what is larger is no document.
MAX_BYTES = 16 * 1024 * 1024

_HEAD_PARTS = {"AGENCY": "agency", "SUBAGY": "subagency", "CFR": "cfr", "DEPDOC": "docket", "SUBJECT": "subject"}
_LABELLED = {"ACT": "action", "SUM": "summary", "DATES": "dates", "EFFDATE": "dates"}
_UNPRINTED = {"FTNT", "FTREF", "BILCOD", "CNTNTS", "TITLE3", "GPH", "MATH", "EDNOTE", "NOLPAGES", "OLPAGES"}
_BLOCK_TAGS = {
    "AMDPAR": BlockKind.INSTRUCTION,
    "HD": BlockKind.HEADING,
    "AUTH": BlockKind.AUTHORITY,
    "P": BlockKind.PARAGRAPH,
    "FP": BlockKind.PARAGRAPH,
    "PSPACE": BlockKind.PARAGRAPH,
    "SIG": BlockKind.SIGNATURE,
}
_OWN_LINE = {"HD", "P", "FP", "NAME", "TITLE", "DATED", "PSPACE"}
_SKIPPED_HEAD = {"AGY", "ADD", "FURINF", "RIN"}


def secure_parser() -> etree.XMLParser:
    """No entities, no network, lxml's own limits on depth and text size: a hostile file fails, it does not hang."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True, remove_comments=True
    )


def parse_tree(content: bytes) -> etree._Element:
    if len(content) > MAX_BYTES:
        raise ParseError(f"{len(content)} bytes: no document of the Federal Register is that large")
    if b"<!ENTITY" in content[:4096] or b"<!DOCTYPE" in content[:4096]:
        raise ParseError("the XML declares entities; Federal Register XML has none")
    try:
        return etree.fromstring(content, secure_parser())
    except etree.XMLSyntaxError as error:
        raise ParseError(f"not well-formed XML (truncated or damaged): {error}") from error
    except (ValueError, LookupError) as error:
        raise ParseError(f"unreadable XML: {error}") from error


@dataclass(slots=True)
class _Reading:
    """What has been read so far; lives only while one document is read."""

    blocks: list[Block] = field(default_factory=list)
    head: dict[str, str] = field(default_factory=dict)
    page: int | None = None
    first_page: int | None = None
    amending: int | None = None
    number: str | None = None
    filed: str | None = None


def read_xml(root: etree._Element) -> Body:
    """The blocks of one RULE, PRORULE, NOTICE ... element."""
    if root.tag not in DOCUMENT_TAGS:
        raise ParseError(f"the root element is {root.tag}, not a document of the Federal Register")
    reading = _Reading()
    _walk(root, reading)
    if not reading.blocks and not reading.head:
        raise ParseError(f"an empty {root.tag} element")
    if reading.amending is not None:
        reading.blocks, reading.amending = with_unmarked(reading.blocks, reading.amending)
    elif root.tag in ("RULE", "PRORULE", "CORRECT"):
        reading.blocks, reading.amending = mark_instructions(reading.blocks)  # instructions printed as P
    return Body(
        root=str(root.tag),
        form="xml",
        blocks=tuple(reading.blocks),
        number=reading.number,
        filed=reading.filed,
        first_page=reading.first_page,
        amending=reading.amending,
        agency=reading.head.get("agency"),
        subagency=reading.head.get("subagency"),
        cfr=reading.head.get("cfr"),
        docket=reading.head.get("docket"),
        subject=reading.head.get("subject"),
        action=reading.head.get("action"),
        summary=reading.head.get("summary"),
        dates=reading.head.get("dates"),
    )


def _walk(root: etree._Element, reading: _Reading) -> None:
    """Visit the elements in reading order, with an own stack: nesting is data, not a call depth."""
    stack: list[tuple[etree._Element, int | None, str | None]] = [(root, None, None)]
    while stack:
        element, title, part = stack.pop()
        tag = element.tag
        if tag == "PRTPAGE":
            _turn_page(element, reading)
            continue
        if tag in _UNPRINTED or not isinstance(tag, str):
            continue
        if tag == "REGTEXT":
            title, part = _number(element.get("TITLE")) or title, element.get("PART") or part
        if _take(element, tag, title, part, reading):
            continue
        if (element.text or "").strip() or any((c.tail or "").strip() for c in element):
            # An unknown element with text of its own: kept as a paragraph rather than lost.
            _add(reading, BlockKind.PARAGRAPH, inline_text(element), title, part)
            continue
        stack += [(child, title, part) for child in reversed(element)]


def _take(element: etree._Element, tag: str, title: int | None, part: str | None, reading: _Reading) -> bool:
    """Whether the element has been read whole (its children need no visit)."""
    if tag in _HEAD_PARTS and not _inside(element, "SECTION"):
        text = inline_text(element)
        name = _HEAD_PARTS[tag]
        if text and name not in reading.head:
            reading.head[name] = text
        _pages_inside(element, reading)
        return True
    if tag in _LABELLED:
        reading.head.setdefault(_LABELLED[tag], _labelled_text(element))
        _pages_inside(element, reading)
        return True
    if tag in _SKIPPED_HEAD:
        _pages_inside(element, reading)
        return True
    if tag == "SECTION" and (element.find("SECTNO") is not None):
        number, subject = element.find("SECTNO"), element.find("SUBJECT")
        text = fold(f"{inline_text(number)} {inline_text(subject) if subject is not None else ''}")
        _add(reading, BlockKind.SECTION, text, title, part)
        for child in element:
            if child.tag not in ("SECTNO", "SUBJECT"):
                sub = _Reading(page=reading.page, first_page=reading.first_page)
                _walk_child(child, title, part, sub)
                reading.blocks += sub.blocks
                reading.page = sub.page
        return True
    if tag == "SECTNO":
        _add(reading, BlockKind.SECTION, inline_text(element), title, part)
        return True
    if tag == "STARS":
        _add(reading, BlockKind.STARS, "* * * * *", title, part)
        return True
    if tag == "GPOTABLE":
        _add(reading, BlockKind.TABLE, "", title, part, read_table(element))
        _pages_inside(element, reading)
        return True
    if tag == "FRDOC":
        if found := FR_DOC_LINE.search(inline_text(element)):
            reading.number, reading.filed = found["number"], found["filed"]
        return True
    if tag in _BLOCK_TAGS:
        if tag == "AMDPAR" and reading.amending is None:
            reading.amending = len(reading.blocks)
        _add(reading, _BLOCK_TAGS[tag], inline_text(element), title, part)
        _pages_inside(element, reading)
        return True
    return False


def _walk_child(child: etree._Element, title: int | None, part: str | None, reading: _Reading) -> None:
    if child.tag == "PRTPAGE":
        _turn_page(child, reading)
    elif child.tag in _UNPRINTED or not isinstance(child.tag, str):
        return
    elif not _take(child, child.tag, title, part, reading):
        if (child.text or "").strip() or any((c.tail or "").strip() for c in child):
            _add(reading, BlockKind.PARAGRAPH, inline_text(child), title, part)
        else:
            stack = list(reversed(child))
            while stack:
                element = stack.pop()
                if element.tag == "PRTPAGE":
                    _turn_page(element, reading)
                elif (
                    isinstance(element.tag, str)
                    and element.tag not in _UNPRINTED
                    and not _take(element, element.tag, title, part, reading)
                ):
                    if (element.text or "").strip():
                        _add(reading, BlockKind.PARAGRAPH, inline_text(element), title, part)
                    else:
                        stack += reversed(element)


def _add(
    reading: _Reading, kind: BlockKind, text: str, title: int | None, part: str | None, table: Table | None = None
) -> None:
    if text or table:
        reading.blocks.append(Block(kind, text, table, title, part, reading.page))


def _inside(element: etree._Element, tag: str) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == tag


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None


def _turn_page(element: etree._Element, reading: _Reading) -> None:
    page = _number(element.get("P"))
    if page:
        reading.page = page
        reading.first_page = reading.first_page or page


def _pages_inside(element: etree._Element, reading: _Reading) -> None:
    for mark in element.iter("PRTPAGE"):
        _turn_page(mark, reading)


def _labelled_text(element: etree._Element) -> str:
    """The text of SUM, DATES ... without its label, paragraphs joined by a space."""
    return fold(" ".join(inline_text(child) for child in element if child.tag != "HD"))


def _pieces(element: etree._Element, *, lines: bool) -> Iterator[str]:
    """The text of an element in order, markup resolved (an own stack again: markup may nest deeply)."""
    stack: list[etree._Element | str] = [element]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
            continue
        tag = node.tag
        tail: list[etree._Element | str] = [node.tail] if node is not element and node.tail else []
        if not isinstance(tag, str) or tag in ("FTNT", "FTREF"):
            stack += tail
        elif tag == "PRTPAGE":
            yield " "
            stack += tail
        elif tag == "SU":
            mark = fold("".join(str(t) for t in node.itertext()))
            follows = node.getnext()
            note_of_text = not lines and follows is not None and follows.tag == "FTREF"
            if mark and not note_of_text:
                yield mark_footnote(mark) if lines else mark
            stack += tail
        elif tag == "LI" and lines:
            stack += tail
            stack.append("\n")
            stack += [part for child in reversed(node) for part in (child,)]
            if node.text:
                stack.append(re.sub(r"\s+", " ", node.text))
            stack.append("\n")
        elif tag in ("br", "BR") and lines:
            stack += tail
            stack.append("\n")
        else:
            if tag in _OWN_LINE and node is not element:
                yield " "
            stack += tail
            stack += list(reversed(node))
            if node.text:
                stack.append(re.sub(r"\s+", " ", node.text) if lines else node.text)


def inline_text(element: etree._Element) -> str:
    """The folded text of a paragraph; marks of the document's own footnotes are left out."""
    return fold("".join(_pieces(element, lines=False)))


def cell_text(element: etree._Element) -> str:
    """A table cell: its lines kept, footnote marks as superscript digits."""
    text = "".join(
        re.sub(r"[ \t\r\f\v]+", " ", piece)
        if piece == "\n"
        else re.sub(r"\s+", " ", piece)
        if piece.strip("\n")
        else piece
        for piece in _pieces(element, lines=True)
    )
    return _tidy_lines(text)


def _tidy_lines(text: str) -> str:
    lines = [fold(line) for line in text.split("\n")]
    kept: list[str] = []
    blank = 0
    for line in lines:
        if line:
            if kept and blank >= 2:
                kept.append("")
            kept.append(line)
            blank = 0
        else:
            blank += 1
    return fold_lines("\n".join(kept))


def read_table(element: etree._Element) -> Table:
    heads = tuple(inline_text(h) for h in element.iter("CHED"))
    rows = []
    for row in element.iter("ROW"):
        cells = tuple(cell_text(e) for e in row.iter("ENT"))
        rows.append(Row(cells))
    notes = tuple(cell_text(n) for n in element.iter("TNOTE"))
    titles = [inline_text(t) for t in element.iter("TTITLE", "TDESC")]
    return Table(heads, tuple(rows), notes, " ".join(t for t in titles if t))
